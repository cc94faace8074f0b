"""Who changed what, when and why, as rows: old value and new."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from engtrack.layout import Column, Role, Row, Table
from engtrack.reports.tables import NOTHING

LONGEST = 60


class Diff(Protocol):
    """What happened to one record."""

    @property
    def was(self) -> dict[str, Any] | None: ...

    @property
    def now(self) -> dict[str, Any] | None: ...


class Entry(Protocol):
    """One command, as the register remembers it."""

    @property
    def seq(self) -> int: ...

    @property
    def at(self) -> dt.datetime: ...

    @property
    def by(self) -> str: ...

    @property
    def command(self) -> str: ...

    @property
    def reason(self) -> str | None: ...

    @property
    def undoes(self) -> int | None: ...

    @property
    def records(self) -> Any: ...


def history_table(
    entries: Iterable[Entry], id: str | None = None, brief: bool = True, changes: Mapping[str, Diff] | None = None
) -> Table:
    """One row a command; with *id* only what happened to that record. *brief* shortens long values, and *changes*
    stand for those of the entry where something else is to be done than was."""
    rows = []
    for entry in entries:
        done = {id: entry.records[id]} if id else entry.records
        command = f"{entry.command} (of {entry.undoes})" if entry.undoes else entry.command
        what = "; ".join(say_changes(changes or done, brief))
        rows.append(
            Row(
                (
                    str(entry.seq),
                    f"{entry.at:%Y-%m-%d %H:%M}",
                    entry.by,
                    command,
                    what or NOTHING,
                    entry.reason or NOTHING,
                )
            )
        )
    columns = (
        Column("No.", Role.ID),
        Column("At (UTC)"),
        Column("By"),
        Column("Command"),
        Column("What changed", Role.MAIN),
        Column("Reason"),
    )
    return Table(f"History of {id}" if id else "History", columns, tuple(rows), "no change was found")


def say_changes(changes: Mapping[str, Diff], brief: bool) -> list[str]:
    """What a command changed, a phrase each; many added or removed records of one kind are one: `P1–P30 added`."""
    runs: dict[tuple[str, str], list[str]] = {}
    for id, diff in changes.items():
        if id != "config" and (verb := _came_or_went(diff)):
            runs.setdefault((id[0], verb), []).append(id)
    said: list[str] = []
    for id, diff in changes.items():
        verb = _came_or_went(diff)
        if id == "config" and verb:
            continue
        run = runs.get((id[0], verb), [])
        if len(run) < 3:
            said.append(say_change(id, diff, brief))
        elif id == run[0]:
            said.append(f"{run[0]}–{run[-1]} {verb}")
    return said


def _came_or_went(diff: Diff) -> str:
    return "added" if diff.was is None else "removed" if diff.now is None else ""


def say_change(id: str, diff: Diff, brief: bool = False) -> str:
    """`A1 added: send the data`, `A1 due: 2025-06-06 → 2025-06-20`, `A1 removed`."""
    if diff.was is None:
        return f"{id} added: {_headline(diff.now or {})}"
    if diff.now is None:
        return f"{id} removed: {_headline(diff.was)}"
    names = {**diff.was, **diff.now}
    changed = (
        f"{name}: {say_value(diff.was.get(name), brief)} → {say_value(diff.now.get(name), brief)}" for name in names
    )
    return f"{id} {', '.join(changed)}"


def _headline(fields: dict[str, Any]) -> str:
    for name in ("text", "title", "route", "key"):
        if name in fields:
            return say_value(fields[name], brief=True)
    return ", ".join(f"{name} {say_value(value, brief=True)}" for name, value in fields.items() if value is not None)


def _plain(value: Any) -> str:
    """What is kept as several fields, as people would say it: a note by its text, a move by its status and day."""
    if not isinstance(value, dict):
        return str(value)
    for name in ("text", "title", "file"):
        if name in value:
            return str(value[name])
    if "status" in value and "on" in value:
        return f"{value['status']} on {value['on']}"
    return "; ".join(
        f"{name}: {' '.join(words) if isinstance(words, list) else words}" for name, words in value.items()
    )


def say_value(value: Any, brief: bool) -> str:
    if value is None or value == []:
        return NOTHING
    text = ", ".join(map(_plain, value)) if isinstance(value, list) else _plain(value)
    return text if not brief or len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
