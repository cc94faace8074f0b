"""What changed since a day, from the journal: new, closed, re-dated and slipped, routes that moved, meetings."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from engtrack.layout import Column, Report, Role, Row, Table, Tone
from engtrack.reports.history import Entry
from engtrack.reports.tables import NOTHING


class Changed(msgspec.Struct, frozen=True):
    """One record that changed: from what to what, when last, and by whom."""

    id: str
    text: str
    was: str | None
    now: str | None
    at: dt.datetime
    by: str
    reason: str | None = None


class Changes(msgspec.Struct, frozen=True):
    """What changed *since* a moment; a record that came and went in between is left out."""

    since: dt.datetime
    new: tuple[Changed, ...]
    closed: tuple[Changed, ...]
    reopened: tuple[Changed, ...]
    slipped: tuple[Changed, ...]
    redated: tuple[Changed, ...]
    routes: tuple[Changed, ...]
    meetings: tuple[Changed, ...]


Fields = dict[str, Any]


def changes(entries: Iterable[Entry], since: dt.datetime | int) -> Changes:
    """What the *entries* of the whole journal say of the time after *since*: a moment, or the number of a command."""
    before: dict[str, Fields] = {}
    now: dict[str, Fields] = {}
    last: dict[str, Entry] = {}
    moment = dt.datetime(1900, 1, 1, tzinfo=dt.UTC) if isinstance(since, int) else since
    for entry in entries:
        is_after = entry.seq > since if isinstance(since, int) else entry.at > since
        if not is_after:
            moment = entry.at
        for id, diff in entry.records.items():
            if is_after and id not in last:
                before[id] = dict(now[id]) if id in now else {}
            if diff.now is None:
                now.pop(id, None)
            else:
                kept = {} if diff.was is None else now.get(id, {})
                now[id] = {
                    name: value for name, value in kept.items() if name in diff.now or name not in (diff.was or ())
                }
                now[id] |= diff.now
            if is_after:
                last[id] = entry
    found: dict[str, list[Changed]] = {name: [] for name in Changes.__struct_fields__[1:]}
    for id, entry in last.items():
        for name, was, is_now in _kinds(id, before[id], now.get(id)):
            text = str(_text(now.get(id) or before[id]))
            found[name].append(Changed(id, text, was, is_now, entry.at, entry.by, entry.reason))
    return Changes(
        since=moment if isinstance(since, int) else since, **{name: tuple(items) for name, items in found.items()}
    )


def _text(fields: Fields) -> Any:
    return next((fields[name] for name in ("text", "title", "route") if name in fields), "")


def _kinds(id: str, was: Fields, now: Fields | None) -> Iterable[tuple[str, str | None, str | None]]:
    """Under which headings the change of one record stands, with its value before and after."""
    if now is None or was == now:
        return
    if id[0] == "A":
        if not was:
            yield "new", None, now.get("due")
        old, new = was.get("status", "open"), now.get("status", "open")
        closed = {"done", "dropped"}
        if new in closed and old not in closed:
            yield "closed", old if was else None, new
        elif old in closed and new not in closed:
            yield "reopened", old, new
        if was and was.get("due") != now.get("due"):
            is_later = bool(was.get("due")) and bool(now.get("due")) and now["due"] > was["due"]
            yield "slipped" if is_later else "redated", was.get("due"), now.get("due")
    elif id[0] == "R" and was.get("status") != now.get("status"):
        yield "routes", was.get("status"), now.get("status")
    elif id[0] == "M" and (was.get("status"), was.get("date")) != (now.get("status"), now.get("date")):
        yield "meetings", _meeting(was), _meeting(now)


def _meeting(fields: Fields) -> str | None:
    return f"{fields.get('status', 'held')} {fields.get('date', '')}".strip() if fields else None


TITLES = {
    "new": "New actions",
    "closed": "Closed",
    "reopened": "Opened again",
    "slipped": "Slipped to a later day",
    "redated": "Re-dated",
    "routes": "Routes that moved",
    "meetings": "Meetings",
}


def changes_report(value: Changes) -> Report:
    """A table a heading, those without a row left out."""
    columns = (
        Column("Id", Role.ID),
        Column("Was"),
        Column("Now"),
        Column("What", Role.MAIN),
        Column("By"),
        Column("Reason"),
    )
    parts = []
    for name, title in TITLES.items():
        items: tuple[Changed, ...] = getattr(value, name)
        if items:
            tone = Tone.LATE if name == "slipped" else Tone.CLOSED if name == "closed" else Tone.PLAIN
            rows = tuple(
                Row(
                    (item.id, item.was or NOTHING, item.now or NOTHING, item.text, item.by, item.reason or NOTHING),
                    tone,
                )
                for item in items
            )
            parts.append(Table(f"{title} ({len(items)})", columns, rows))
    count = sum(len(getattr(value, name)) for name in TITLES)
    facts = (("Since", f"{value.since:%Y-%m-%d %H:%M} UTC"), ("Changes", str(count)))
    return Report("What changed", facts, tuple(parts) or (Table("Changes", columns, (), "nothing changed"),))
