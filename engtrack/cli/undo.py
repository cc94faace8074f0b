"""`engtrack undo [SEQ]`."""

from typing import Annotated

import typer

from engtrack.cli.environment import Environment
from engtrack.cli.options import DryRun, Reason, Yes, confirmed
from engtrack.cli.show import Format, FormatOption, show_records

app = typer.Typer(rich_markup_mode=None)


@app.command("undo")
def undo_command(
    ctx: typer.Context,
    seq: Annotated[
        int | None, typer.Argument(metavar="[NO]", help="The command to undo, by its number [the last].")
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
