"""A new version of a document against the meeting that was read from it: what differs, and only that is changed."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from engtrack.cli.keeping import drafted, keys_of
from engtrack.intake.draft import Read
from engtrack.kinds import KINDS
from engtrack.model import Meeting, Record, Topic
from engtrack.queries import Has
from engtrack.store.change import Change

Original = Callable[[str], dict[str, Any] | None]


class Difference(NamedTuple):
    """Where the register and the document differ, and what came of it."""

    record: str
    field: str
    was: str
    now: str


def update(change: Change, meeting: Meeting, read: Read, original: Original) -> list[Difference]:
    """Bring *meeting* and what came of it to the draft *read*; returns each difference.

    *original* gives a record's fields as they were first added: what somebody changed since is kept, and so is
    what the document no longer has. Where it gives None, nobody knows what was changed, and all that differs is kept.
    """
    wanted = drafted(read, keys_of(change, read))
    differences = _amend(change, meeting, wanted.pop("meeting")[0], original)
    for table, rows in wanted.items():
        kind = next(kind for kind in KINDS.values() if kind.table == table)
        left = {_likeness(_fields(record)): record for record in change.records(kind).where(Has("meeting", meeting.id))}
        for fields in rows:
            record = left.pop(_likeness(fields), None)
            if record is not None:
                differences += _amend(change, record, fields, original)
            else:
                added = change.add(kind.record, meeting=meeting.id, **fields)
                differences.append(Difference(added.id, "", "not in the register", _headline(fields)))
        differences += [
            Difference(record.id, "", _headline(_fields(record)), "no longer in the document; kept")
            for record in left.values()
        ]
    return differences


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def _likeness(fields: dict[str, Any]) -> str:
    """By what an item is known again: a route and for whom, or the words that it rests on."""
    if "route" in fields:
        return f"{fields['route']} {sorted(fields['for_'])}"
    return " ".join((fields.get("evidence") or fields["text"]).casefold().split())


def _headline(fields: dict[str, Any]) -> str:
    return str(fields.get("route") or fields["text"])


def _amend(change: Change, record: Record, fields: dict[str, Any], original: Original) -> list[Difference]:
    first = original(record.id)
    differences, amended = [], {}
    for name, new in fields.items():
        old = getattr(record, name)
        if old == new:
            continue
        is_ours = name != "source" if first is None else name in first and first[name] != msgspec.to_builtins(old)
        if is_ours:
            differences.append(
                Difference(record.id, name, _say(old), f"{_say(new)} in the document; your own change is kept")
            )
        else:
            differences.append(Difference(record.id, name, _say(old), _say(new)))
            amended[name] = new
    if amended:
        change.put(record.having(**amended))
    return differences


def _say(value: Any) -> str:
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        return ", ".join(item.title if isinstance(item, Topic) else str(item) for item in value)
    return str(getattr(value, "file", value))
