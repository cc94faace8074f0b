"""A draft to records: what an accepted draft adds to the register, and whether the register has it already."""

import datetime as dt

from engtrack.errors import Refused
from engtrack.intake.draft import Draft, Read
from engtrack.model import (
    Action,
    Meeting,
    MeetingStatus,
    Point,
    Recommendation,
    Stakeholder,
    StakeholderKind,
)
from engtrack.store.snapshot import Change, Snapshot


def already_kept(snapshot: Snapshot, draft: Draft) -> None:
    """Refused when a meeting in the register was read from this document, or has its reference, or its day and title."""
    found = draft.meeting
    for meeting in snapshot.meetings:
        if meeting.source is not None and meeting.source.sha256 == draft.source.sha256:
            why = "the same document"
        elif found.reference and (meeting.reference or "").casefold() == found.reference.casefold():
            why = f"the same reference, {found.reference}"
        elif found.date and (meeting.date, meeting.title.casefold()) == (found.date, found.title.casefold()):
            why = "the same day and title"
        else:
            continue
        raise Refused(
            f"{draft.source.file} is {meeting.id} already ({why}); engtrack meeting show {meeting.id} shows it, "
            f"engtrack import {draft.source.file} --dry-run reads it again without keeping it"
        )


def keep(change: Change, read: Read, today: dt.date) -> str:
    """Put the draft into the register; returns the id of its meeting."""
    draft = read.draft
    keys = _keys(change, read)
    held = draft.meeting.date is None or draft.meeting.date <= today
    meeting = change.add(
        Meeting,
        title=draft.meeting.title,
        date=draft.meeting.date,
        document_date=draft.meeting.document_date,
        reference=draft.meeting.reference,
        kind=draft.meeting.kind,
        status=MeetingStatus.HELD if held else MeetingStatus.PLANNED,
        stakeholders=tuple(keys[item.key] for item in draft.meeting.stakeholders),
        topics=draft.topics,
        source=draft.source,
    )
    for point in draft.points:
        change.add(
            Point,
            meeting=meeting.id,
            topic=point.topic,
            speaker=tuple(keys[key] for key in point.speaker),
            kind=point.kind,
            text=point.text,
            line=point.line,
        )
    asked_on = draft.meeting.date or draft.meeting.document_date
    for action in draft.actions:
        change.add(
            Action,
            text=action.text,
            owner=tuple(keys[key] for key in action.owner),
            requested_by=tuple(keys[key] for key in action.requested_by),
            strength=action.strength,
            due=action.due,
            meeting=meeting.id,
            topic=action.topic,
            evidence=action.evidence,
            line=action.line,
            happened_on=asked_on,
        )
    for item in draft.recommendations:
        change.add(
            Recommendation,
            route=item.route,
            for_=tuple(keys[key] for key in item.for_),
            recommended_by=tuple(keys[key] for key in item.recommended_by),
            strength=item.strength,
            meeting=meeting.id,
            topic=item.topic,
            evidence=item.evidence,
            line=item.line,
            happened_on=asked_on,
        )
    if draft.meeting.next_meeting is not None:
        _plan_next(change, meeting, draft.meeting.next_meeting)
    return meeting.id


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


def _keys(change: Change, read: Read) -> dict[str, str]:
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
