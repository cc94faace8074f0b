"""`engtrack export FILE`, and `engtrack import` of what is no document: a register, a table, a calendar."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from engtrack.cli.environment import Environment
from engtrack.cli.options import Yes, confirmed
from engtrack.cli.output import Force, needing, put, target
from engtrack.cli.show import Format, show_records, write
from engtrack.errors import EngtrackError, Misused, Refused
from engtrack.layout import Column, Role, Row, Table
from engtrack.model import Action, Priority, Stakeholder, Strength

if TYPE_CHECKING:
    from engtrack.store.change import Change
    from engtrack.store.snapshot import Snapshot

app = typer.Typer(rich_markup_mode=None)


@app.command("export")
def export(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="register.json (everything), .xlsx (a sheet a kind), .csv (the actions), .ics (days for a calendar).",
        ),
    ],
    events: Annotated[
        bool, typer.Option("--events", help="In a calendar, due days as events too, where no tasks are shown.")
    ] = False,
    force: Force = False,
    yes: Yes = False,
) -> None:
    """Write the whole register to a file, whose ending says the form."""
    env: Environment = ctx.obj
    forms: dict[str, Callable[[], bytes]] = {
        ".json": lambda: _register(env),
        ".xlsx": lambda: needing(_sheets)(env),
        ".csv": lambda: _csv(env),
        ".ics": lambda: needing(_calendar)(env, events),
    }
    if file == "-":
        write(_register(env).decode())
        return
    path = target(env, file, forms, force or yes)
    put(env, path, forms[path.suffix.casefold()]())


def _register(env: Environment) -> bytes:
    from engtrack.exchange.register_file import to_file
    from engtrack.render.data import as_json

    return as_json(env.register.preview(lambda change: to_file(change, env.moment), env.moment)).encode()


def _sheets(env: Environment) -> bytes:
    from engtrack.render.sheets import record_sheets

    snapshot = env.read()
    return record_sheets(
        {
            "Actions": list(snapshot.actions),
            "Meetings": list(snapshot.meetings),
            "Routes": list(snapshot.recommendations),
            "Stakeholders": list(snapshot.stakeholders),
            "Points": list(snapshot.points),
        }
    )


def _csv(env: Environment) -> bytes:
    from engtrack.render.data import as_csv

    return as_csv(list(env.read().actions), Action).encode()


def _calendar(env: Environment, events: bool) -> bytes:
    from engtrack.render.calendar import calendar

    snapshot = env.read()
    return calendar(snapshot.actions, snapshot.meetings, snapshot.register_id, env.moment, events)


class Result(msgspec.Struct, frozen=True):
    """What came of one record of a file."""

    id: str
    what: str
    outcome: str


def import_register(env: Environment, file: str, content: bytes, dry_run: bool, yes: bool, format: Format) -> None:
    """Bring the records of an exported register into this one."""
    from engtrack.exchange.register_file import bring, read_file

    found = read_file(content, file)
    results = [Result(*item) for item in env.register.preview(lambda change: bring(change, found), env.moment)]
    columns = (Column("Id there", Role.ID), Column("What", Role.MAIN), Column("Here"))
    said = [item for item in results if item.outcome != "added"] if len(results) > 40 else results
    rows = tuple(Row((item.id, item.what, item.outcome)) for item in said)
    table = Table("Records", columns, rows, "every record is new here")
    show_records(env, results if format is not Format.TABLE else said, Result, table, format)
    new = sum(item.outcome.startswith("added") for item in results)
    ours = sum(item.outcome == "kept ours" for item in results)
    env.note(f"{new} new, {len(results) - new - ours} there already, {ours} that differ and stay as they are here")
    if _agreed(env, dry_run, yes, new, f"Bring {new} records in?"):
        env.change(lambda change: bring(change, found))
        env.note("they are in; engtrack undo takes them out again")


def _agreed(env: Environment, dry_run: bool, yes: bool, count: int, question: str) -> bool:
    """Whether to go on: somebody said so, or was asked; never in a dry run or where there is nothing to do."""
    if dry_run or not count:
        env.note("nothing was changed")
        return False
    if not yes and not env.can_ask:
        raise Refused("there is nobody to ask whether to take this over; --yes does, --dry-run only shows it")
    if not confirmed(env, question, yes):
        env.note("nothing was changed")
        return False
    return True


def import_rows(
    env: Environment, file: str, content: bytes, wanted: Sequence[str], dry_run: bool, yes: bool, format: Format
) -> None:
    """Add the actions in the rows of a table or a calendar."""
    from engtrack.exchange.rows import mapped, read_rows

    try:
        read = read_rows(content, Path(file).name)
    except ModuleNotFoundError as error:
        raise Refused(
            f"{error.name} is missing, which reads {file!r}; it comes with: pip install 'engtrack[read]'"
        ) from error
    for note in read.notes:
        env.note(note)
    heads = list(dict.fromkeys(head for row in read.rows for head in row.cells))
    there = {(item.text, item.owner, item.due) for item in env.read().actions}
    mapping = mapped(heads, wanted)
    env.note("; ".join(f"{head} is {mapping[head]}" if head in mapping else f"{head} is left out" for head in heads))

    def add(change: "Change") -> tuple[list[Action], list[str], int, int]:
        faults, added, again, without = [], [], 0, 0
        known = {item.key for item in change.stakeholders}
        for number, row in read.rows:
            cells = {field: row.get(head) for head, field in mapping.items()}
            if not str(cells["text"] or "").strip():
                without += 1
                continue
            try:
                fields = _fields(env, change, cells)
                if (fields["text"], fields.get("owner", ()), fields.get("due")) in there:
                    again += 1
                else:
                    added.append(change.add(Action, **fields))
            except EngtrackError as error:
                faults.append(f"row {number}: {error}")
        if faults:
            more = f"; and {len(faults) - 5} more" if len(faults) > 5 else ""
            raise Misused(f"{file}: {'; '.join(faults[:5])}{more}; nothing was taken over")
        return added, [item.key for item in change.stakeholders if item.key not in known], again, without

    actions, strangers, again, without = env.register.preview(add, env.moment)
    from engtrack.cli.listing import show_actions

    show_actions(env, actions, f"Actions in {file}", format, empty=f"{file} has no row with an action", status=True)
    if strangers:
        env.note(f"not known yet, and added as stakeholders: {', '.join(strangers)}")
    if again:
        env.note(f"{again} there already, with the same words, owner and day")
    if without:
        env.note(f"{without} rows do not say what is to be done, and were left out")
    if _agreed(env, dry_run, yes, len(actions), f"Add these {len(actions)} actions?"):
        kept = env.change(add)[0]
        span = kept[0].id if len(kept) == 1 else f"{kept[0].id}–{kept[-1].id}"
        env.note(f"added {span}; engtrack undo takes that out again")


def _fields(env: Environment, change: "Change", row: dict[str, Any]) -> dict[str, Any]:
    """The fields of an action that the cells of a *row* say; Misused for what cannot be read."""
    from engtrack.cli.amending import one_of, read_tags, repeating
    from engtrack.exchange.rows import STATUSES

    said = {name: value for name, value in row.items() if value not in (None, "")}
    fields: dict[str, Any] = {
        name: str(said[name]).strip() for name in ("outcome", "assignee", "evidence") if name in said
    }
    fields["text"] = " ".join(str(said["text"]).split()).removeprefix("'")
    for name in ("owner", "requested_by", "waiting_for"):
        if name in said:
            fields[name] = _keys(change, str(said[name]))
    for name in ("due", "happened_on", "closed_on", "review_by", "waiting_until"):
        if name in said:
            fields[name] = _day(env, change, said[name])
    if "tags" in said:
        fields["tags"] = read_tags([part for part in str(said["tags"]).replace(";", ",").split(",") if part.strip()])
    if "strength" in said:
        fields["strength"] = one_of(Strength, str(said["strength"]).strip().casefold())
    if "priority" in said:
        fields["priority"] = one_of(Priority, str(said["priority"]).strip().casefold())
    status = STATUSES.get(str(said.get("status", "")).strip().casefold())
    if status is None:
        raise Misused(f"cannot read {said['status']!r} as a status; try open, done or dropped")
    if "repeat" in said:
        fields["repeat"] = repeating(str(said["repeat"]), fields.get("due"))
    is_waiting = status == "open" and bool(fields.keys() & {"waiting_for", "waiting_until"})
    fields["status"] = "waiting" if is_waiting else status
    fields.setdefault("happened_on", env.today)
    if status != "open":
        fields.setdefault("closed_on", env.today)
    else:
        fields.pop("closed_on", None)
    return fields


def _day(env: Environment, change: "Snapshot", value: Any) -> dt.date:
    from engtrack.dates import read_day
    from engtrack.exchange.rows import counted_day

    if isinstance(value, dt.date):
        return value
    return counted_day(value) or read_day(
        str(value), env.today, change.config.date_order, calendar=change.config.calendar
    )


def _keys(change: "Change", text: str) -> tuple[str, ...]:
    """The keys of those named in a cell; who is not known yet is added."""
    keys = []
    for name in (
        part.strip()
        for part in text.replace(" + ", ",")
        .replace(" & ", ",")
        .replace(" and ", ",")
        .replace(";", ",")
        .replace("/", ",")
        .split(",")
    ):
        if not name:
            continue
        if name.casefold() in {"we", "us"} and change.config.us is not None:
            name = change.config.us
        known = next((item for item in change.stakeholders if item.answers_to(name)), None)
        keys.append((known or change.add(Stakeholder, key=name[:40].strip(), name=name)).key)
    return tuple(dict.fromkeys(keys))
