"""A draft to records: what an accepted draft adds to the register, and whether the register has it already."""

import datetime as dt
from typing import Any

import msgspec

from engtrack.errors import Refused
from engtrack.intake.draft import Draft, Read
from engtrack.kinds import KEYED, KINDS
from engtrack.model import Meeting, MeetingStatus, Stakeholder, StakeholderKind
from engtrack.store.change import Change
from engtrack.store.snapshot import Snapshot


def already_kept(snapshot: Snapshot, draft: Draft) -> None:
    """Refused when a meeting in the register was read from this document, or has its reference, or its day and title."""
    found = draft.meeting
    for meeting in snapshot.meetings:
        if meeting.source is None:
            continue
        if meeting.source.sha256 == draft.source.sha256:
            why = "the same document"
        elif found.reference and (meeting.reference or "").casefold() == found.reference.casefold():
            why = f"the same reference, {found.reference}"
        elif found.date and (meeting.date, meeting.title.casefold()) == (found.date, found.title.casefold()):
            why = "the same day and title"
        else:
            continue
        raise Refused(
            f"{draft.source.file} is {meeting.id} already ({why}); engtrack meeting show {meeting.id} shows it, "
            f"engtrack import FILE --update {meeting.id} takes over what is new in it"
        )


def keep(change: Change, read: Read, today: dt.date) -> str:
    """Put the draft into the register; returns the id of its meeting."""
    rows = drafted(read, keys_of(change, read))
    (fields,) = rows.pop("meeting")
    is_held = fields["date"] is None or fields["date"] <= today
    fields["status"] = MeetingStatus.HELD if is_held else MeetingStatus.PLANNED
    expected = _expected(change, fields)
    meeting = change.put(expected.having(**fields)) if expected else change.add(Meeting, **fields)
    for table, drafts in rows.items():
        record_class = next(kind.record for kind in KINDS.values() if kind.table == table)
        for draft in drafts:
            change.add(record_class, meeting=meeting.id, **draft)
    if read.draft.meeting.next_meeting is not None:
        _plan_next(change, meeting, read.draft.meeting.next_meeting)
    return meeting.id


def _expected(change: Change, fields: dict[str, Any]) -> Meeting | None:
    """The meeting that was entered by hand before its document came: same reference, or same day and same company."""
    for meeting in change.meetings:
        same_reference = meeting.reference and meeting.reference == fields["reference"]
        same_day = (
            meeting.date and meeting.date == fields["date"] and set(meeting.stakeholders) & set(fields["stakeholders"])
        )
        if meeting.source is None and (same_reference or same_day):
            return meeting
    return None


Rows = dict[str, list[dict[str, Any]]]


def drafted(read: Read, keys: dict[str, str]) -> Rows:
    """The fields of the records that the draft is made of: the meeting's, and those of each table that belongs to it."""
    draft = read.draft
    asked_on = draft.meeting.date or draft.meeting.document_date
    meeting = {name: getattr(draft.meeting, name) for name in ("title", "date", "document_date", "reference", "kind")}
    met = tuple(keys[item.key] for item in draft.meeting.stakeholders)
    return {
        "meeting": [{**meeting, "stakeholders": met, "topics": draft.topics, "source": draft.source}],
        "points": [_with_keys(item, keys) for item in draft.points],
        "actions": [{**_with_keys(item, keys), "happened_on": asked_on} for item in draft.actions],
        "recommendations": [{**_with_keys(item, keys), "happened_on": asked_on} for item in draft.recommendations],
    }


def _with_keys(item: msgspec.Struct, keys: dict[str, str]) -> dict[str, Any]:
    """The fields of a drafted item, with the keys that its stakeholders have in the register."""
    fields = {name: getattr(item, name) for name in item.__struct_fields__}
    return fields | {name: tuple(keys[key] for key in fields[name]) for name in KEYED if name in fields}


def _plan_next(change: Change, meeting: Meeting, day: dt.date) -> None:
    known = any(other.date == day and set(other.stakeholders) & set(meeting.stakeholders) for other in change.meetings)
    if not known:
        change.add(
            Meeting,
            title=f"Next meeting after {meeting.title}",
            date=day,
            kind=meeting.kind,
            status=MeetingStatus.PLANNED,
            stakeholders=meeting.stakeholders,
        )


def keys_of(change: Change, read: Read) -> dict[str, str]:
    """The key in the register for each one in the draft; who is not there yet is added."""
    draft = read.draft
    named = {item.key: item.name for item in draft.meeting.stakeholders}
    used = dict.fromkeys(
        [*named, *(key for point in draft.points for key in point.speaker)]
        + [key for action in draft.actions for key in (*action.owner, *action.requested_by)]
        + [key for item in draft.recommendations for key in (*item.for_, *item.recommended_by)]
    )
    keys = {}
    for key in used:
        name = named.get(key) or read.names.get(key, key)
        known = next((item for item in change.stakeholders if item.answers_to(key) or item.answers_to(name)), None)
        if known is None:
            kind = StakeholderKind(read.kinds.get(key, "other"))
            known = change.add(Stakeholder, key=key, name=name, kind=kind)
        keys[key] = known.key
    return keys
