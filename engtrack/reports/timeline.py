"""Meetings, due days, closings and the steps of routes, in the order of their days."""

import datetime as dt
from collections.abc import Iterable

import msgspec

from engtrack.dates import say_day
from engtrack.layout import Mark, Report, Timeline, Tone
from engtrack.model import Action, Meeting, MeetingStatus, Recommendation
from engtrack.reports.tables import join


class Event(msgspec.Struct, frozen=True):
    """Something that happened, or is to happen, on a day."""

    day: dt.date
    id: str
    kind: str
    text: str
    is_late: bool = False


def events(
    meetings: Iterable[Meeting],
    actions: Iterable[Action],
    recommendations: Iterable[Recommendation],
    today: dt.date,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> list[Event]:
    """All that has a day between *first* and *last*, oldest first."""
    found = [
        Event(meeting.date, meeting.id, f"meeting {meeting.status}", meeting.title)
        for meeting in meetings
        if meeting.date is not None and meeting.status is not MeetingStatus.CANCELLED
    ]
    for action in actions:
        whose = f"{join(action.owner)}: {action.text}"
        if action.is_open and action.due is not None:
            found.append(Event(action.due, action.id, "due", whose, action.due < today))
        elif action.closed_on is not None:
            found.append(Event(action.closed_on, action.id, action.status.value, whose))
    for item in recommendations:
        whom = f"{item.route} for {join(item.for_)}"
        if item.happened_on is not None:
            found.append(Event(item.happened_on, item.id, "recommended", whom))
        found += [Event(move.on, item.id, move.status.value, whom) for move in item.moves]
    chosen = [event for event in found if (not first or event.day >= first) and (not last or event.day <= last)]
    return sorted(chosen, key=lambda event: (event.day, event.id[0], int(event.id[1:])))


def _lane(event: Event) -> str:
    by_letter = {"M": "meetings", "R": "routes", "A": "due" if event.kind == "due" else "closed"}
    return by_letter[event.id[0]]


def timeline_report(found: list[Event], today: dt.date) -> Report:
    """The days on one line, today among them."""
    marks = tuple(
        Mark(
            event.day, _lane(event), event.kind, f"{event.id} {event.text}", Tone.LATE if event.is_late else Tone.PLAIN
        )
        for event in found
    )
    return Report("Timeline", (("As of", say_day(today)),), (Timeline("Days", marks, today, "nothing has a day"),))
