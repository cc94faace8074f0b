"""`engtrack undo [SEQ]`."""

from typing import Annotated

import typer

from engtrack.cli.environment import Environment
from engtrack.cli.options import DryRun, Reason, Yes, confirmed
from engtrack.cli.show import Format, FormatOption, show_records
from engtrack.errors import Misused

app = typer.Typer(rich_markup_mode=None)


@app.command("undo")
def undo_command(
    ctx: typer.Context,
    number: Annotated[
        str | None, typer.Argument(metavar="[NO]", help="The command to undo, by its number [the last].")
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    reason: Reason = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Undo the last command, or an older one by its number in the history. Undoing an undo does it again."""
    from engtrack.reports.history import history_table, say_changes
    from engtrack.store.journal import Entry
    from engtrack.store.undo import entry_to_undo, turned_round, undo

    env: Environment = ctx.obj
    seq = None if number is None else _number(number)
    register = env.register
    register.read()
    entry = entry_to_undo(register, seq)
    back = turned_round(entry)
    if dry_run or (env.can_ask and not yes):
        show_records(env, [entry], Entry, history_table([entry], brief=env.is_watched, changes=back), format)
    if dry_run:
        env.note(f"would undo {entry.seq} ({entry.command}); nothing was changed")
        return
    if not confirmed(env, f"Undo {entry.seq} ({entry.command})?", yes):
        env.note("nothing was changed")
        return
    undo(register, entry.seq, env.author(reason))
    env.note(f"undone: {entry.seq} ({entry.command}): {'; '.join(say_changes(turned_round(entry), brief=True))}")


def _number(text: str) -> int:
    """The number of a command; Misused for anything else, an id above all."""
    if text.isascii() and text.isdecimal():
        return int(text[:18])
    import re

    of = f"; engtrack history {text} shows which commands changed it" if re.fullmatch(r"[A-Za-z]\d+", text) else ""
    raise Misused(f"cannot read {text!r} as the number of a command, like 12{of or '; engtrack history lists them'}")
