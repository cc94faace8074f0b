"""The command line: global options, the nouns, and the one place where a refusal becomes a message and an exit code."""

import errno
import gc
import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer

from engtrack import __version__
from engtrack.cli.environment import Environment
from engtrack.cli.group import Group, command_of
from engtrack.errors import EngtrackError

# Name, module and first line of help of everything that can be typed first. A module is imported when it is used.
COMMANDS = {
    "status": ("engtrack.cli.status", "Print the status report (what plain engtrack prints)."),
    "import": ("engtrack.cli.intake", "Read highlights or minutes, propose a record, and keep it."),
    "meeting": ("engtrack.cli.meeting", "Meetings: who met whom, when, about what."),
    "action": ("engtrack.cli.action", "Follow-up actions: who is to do what, asked by whom, how strongly."),
    "view": ("engtrack.cli.view", "Saved lists of actions: view add board --overdue --ours, view board."),
    "search": ("engtrack.cli.search", "Search everything that was said and asked."),
    "route": ("engtrack.cli.route", "Engagement routes: the catalogue, and what was recommended to whom."),
    "report": ("engtrack.cli.report", "Reports on what the register holds: routes, …"),
    "stakeholder": ("engtrack.cli.stakeholder", "Stakeholders: agencies, associations, companies, academia."),
    "export": ("engtrack.cli.exchange", "Write the whole register to a file: json, xlsx, csv or ics."),
    "demo": ("engtrack.cli.demo", "Make a believable register to play with."),
    "history": ("engtrack.cli.history", "Show who changed what, when and why: all, or one record's life."),
    "undo": ("engtrack.cli.undo", "Undo the last command, or an older one by its number."),
    "store": ("engtrack.cli.store", "The register's files: where, whether sound, copies, repair."),
    "config": ("engtrack.cli.config", "Show or set what belongs to the register, like whose it is."),
}


class Root(Group):
    """The root command. It imports a noun when it is typed, and ends a refused command with its sentence."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, help = COMMANDS[cmd_name]
        command: Any = command_of(import_module(module).app)
        command.name = cmd_name
        command.short_help = help
        return command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _global_first(args))

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except EngtrackError as error:
            Environment().note(str(error))
            raise typer.Exit(error.exit_code) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            if error.filename is not None:
                Environment().note(f"{error.filename}: {error.strerror}")
                raise typer.Exit(4) from error
            _give_up_on_output(error)
            raise typer.Exit(1) from error


def _global_first(args: list[str]) -> list[str]:
    """*args* with `--store` and `--today` moved before the command, where they may also be typed after it."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in {"--store", "--today"} and rest:
            front += [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word.startswith(("--store=", "--today=")) and rest:
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def _give_up_on_output(error: OSError) -> None:
    """Say that the output could not be written, and see to it that nothing tries again when Python ends."""
    Environment().note(
        f"the output cannot be written: {error.strerror}; engtrack history shows whether something was changed"
    )
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115


app = typer.Typer(
    cls=Root,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="The register's file [ENGTRACK_STORE; else the nearest engtrack.json; else your data folder].",
        ),
    ] = None,
    today: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day that reports are seen from [ENGTRACK_TODAY].")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who makes this change [ENGTRACK_USER; else your login].")
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Keep the register of a regulatory engagement: who met whom, who is to do what, and which routes were
    recommended to whom.

    Without a command, print the status report.
    """
    if version:
        typer.echo(f"engtrack {__version__}")
        raise typer.Exit
    env = ctx.obj if isinstance(ctx.obj, Environment) else Environment()
    ctx.obj = env
    env.store, env.day, env.by = store, today, by
    env.command = ctx.invoked_subcommand or "status"
    if ctx.invoked_subcommand is None:
        from engtrack.cli.status import print_status

        print_status(env)


def main() -> None:
    """Run the command line of this process."""
    gc.set_threshold(100_000, 20, 20)  # few circles are made in so short a life
    if "_ENGTRACK_COMPLETE" in os.environ:
        from engtrack.cli.complete import show_texts_as_they_are

        show_texts_as_they_are()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="engtrack")
