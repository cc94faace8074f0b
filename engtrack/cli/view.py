"""`engtrack view …`: lists of actions that are saved under a name."""

import shlex
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from typer._click.shell_completion import CompletionItem
from typer.main import get_command

from engtrack.cli.complete import views
from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.options import Reason
from engtrack.cli.show import Format, FormatOption, show_records
from engtrack.errors import Misused, NotFound, Refused

if TYPE_CHECKING:
    from engtrack.store.change import Change

PASSED_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": ["-h", "--help"]}


class View(msgspec.Struct, frozen=True):
    """A saved list: its name, and the words of `action list` that it stands for."""

    name: str
    words: tuple[str, ...]


class Views(Group):
    """The commands on views; any other word is the name of a view, which is then listed."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            args = ["show", *args]
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        offered = super().shell_complete(ctx, incomplete)
        return [*offered, *(CompletionItem(name, help=said) for name, said in views(ctx, incomplete))]


app = typer.Typer(cls=Views, rich_markup_mode=None, no_args_is_help=True, help="Saved lists of actions.")
Name = Annotated[str, typer.Argument(metavar="NAME", autocompletion=views, help="The name of the view.")]


@app.command("add", context_settings=PASSED_ON)
def add(ctx: typer.Context, name: Name) -> None:
    """Save options of `action list` under a name: view add board --overdue --ours."""
    from engtrack.cli.listing import understood

    env: Environment = ctx.obj
    short = clean(name, "the name")
    group: Any = ctx.parent.command if ctx.parent else None
    if short in group.list_commands(ctx) or short.startswith("-"):
        raise Misused(f"a view cannot be called {short!r}; choose another name, like board")
    if not ctx.args:
        raise Misused(f"there is nothing to save as {short!r}; give options of action list, like --overdue --ours")

    def save(change: "Change") -> bool:
        understood(env, change, ctx.args)
        is_new = short not in change.config.views
        change.set_config(change.config.having("views", {**change.config.views, short: tuple(ctx.args)}))
        return is_new

    replaced = "" if env.change(save) else " from now on"
    env.note(f"engtrack view {shlex.quote(short)} lists{replaced}: {shlex.join(ctx.args)}")


@app.command("list")
def list_views(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the saved views and what each asks for."""
    from engtrack.layout import Column, Role, Row, Table

    env: Environment = ctx.obj
    views = [View(name=name, words=words) for name, words in sorted(env.read().config.views.items())]
    rows = tuple(Row((view.name, shlex.join(view.words))) for view in views)
    empty = "no view yet; engtrack view add board --overdue --ours saves one"
    table = Table("Views", (Column("View", Role.ID), Column("What it lists", Role.MAIN)), rows, empty)
    show_records(env, views, View, table, format)


@app.command("show", context_settings=PASSED_ON)
def show(ctx: typer.Context, name: Name) -> None:
    """List the actions of a view; more options narrow it: view board --owner ARM, or just view board."""
    from engtrack.cli.listing import command, understood

    env: Environment = ctx.obj
    snapshot = env.read()
    words = [*_view(snapshot.config.views, name), *ctx.args]
    try:
        understood(env, snapshot, words)
    except Misused as error:
        raise Refused(
            f"the view {name} cannot be listed any more: {error}; engtrack view add {name} … saves it anew"
        ) from error
    with get_command(command).make_context(f"view {name}", words, obj=env, parent=ctx) as context:
        context.command.invoke(context)


@app.command("drop")
def drop(ctx: typer.Context, name: Name, reason: Reason = None) -> None:
    """Forget a view."""
    env: Environment = ctx.obj

    def take_away(change: "Change") -> None:
        saved = change.config.views
        _view(saved, name)
        kept = {known: words for known, words in saved.items() if known != name}
        change.set_config(change.config.having("views", kept))

    env.change(take_away, reason)
    env.note(f"the view {name} is gone")


def _view(saved: dict[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    if name not in saved:
        raise NotFound("view", name, saved, "engtrack view list shows them")
    return saved[name]
