"""`engtrack history [ID]`."""

import datetime as dt
from typing import Annotated

import typer

from engtrack.cli.complete import records
from engtrack.cli.environment import Environment
from engtrack.cli.options import day_option
from engtrack.cli.show import AllRows, Format, FormatOption, show_records

app = typer.Typer(rich_markup_mode=None)


@app.command("history")
def history(
    ctx: typer.Context,
    id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", autocompletion=records, help="One record: A12, M1, R4, a stakeholder's key."),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only what was done on DATE or later.")] = None,
    author: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only what NAME did.")] = None,
    all_rows: AllRows = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show who changed what, when, from what to what and why: newest first, or one record's life."""
    from engtrack.errors import NotFound
    from engtrack.reports.history import history_table
    from engtrack.store.journal import Entry

    env: Environment = ctx.obj
    register = env.register
    snapshot = register.read()
    first_day = day_option(env, since, snapshot.config, past=True)
    record = None if id is None else _record_id(env, id)
    entries = register.journal.entries() if record is None else list(register.journal.mentioning(record))
    if record is not None and not entries and record != "config":
        raise NotFound("record", record, hint="engtrack history lists all that happened")
    kept = [
        entry
        for entry in entries
        if (author is None or entry.by.casefold() == author.casefold())
        and (first_day is None or entry.at.astimezone(dt.UTC).date() >= first_day)
    ]
    if record is None:
        kept.reverse()
    shown = kept if record is None else [_only(entry, record) for entry in kept]
    brief = env.is_watched and record is None
    show_records(env, shown, Entry, history_table(kept, record, brief), format, all_rows)


def _record_id(env: Environment, text: str) -> str:
    """The id of the record that was typed: also of one that is gone, and of a stakeholder by its key."""
    import re

    from engtrack.errors import Misused
    from engtrack.kinds import KINDS, kind_of

    if text.casefold() == "config":
        return "config"
    if re.fullmatch(rf"[{''.join(KINDS)}]-?\d+", text, re.IGNORECASE):
        return kind_of(text).read_id(text)
    if text.isdecimal():
        raise Misused(
            f"cannot read {text!r} as a record; ids look like A12, M3 or R4, and engtrack undo {text} undoes a command"
        )
    return env.read().stakeholder(text).id


def _only(entry: "Entry", id: str) -> "Entry":  # type: ignore[name-defined]  # noqa: F821
    import msgspec

    return msgspec.structs.replace(entry, changes={id: entry.changes[id]})
