"""Due days and planned meetings for a calendar (RFC 5545). The only home of icalendar.

What is due is a VTODO with its day, a planned meeting a VEVENT of a whole day. A UID is the same at every export, so that a
second one updates the first.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from engtrack.model import Action, ActionStatus, Meeting, MeetingStatus, Priority
from engtrack.render.text import visible

PRIORITIES = {Priority.HIGH: 1, Priority.NORMAL: 5, Priority.LOW: 9}
STATUSES = {
    ActionStatus.OPEN: "NEEDS-ACTION",
    ActionStatus.WAITING: "NEEDS-ACTION",
    ActionStatus.DONE: "COMPLETED",
    ActionStatus.DROPPED: "CANCELLED",
}


def calendar(
    actions: Iterable[Action], meetings: Iterable[Meeting], register: str, at: dt.datetime, as_events: bool = False
) -> bytes:
    """The *actions* that have a day and the *meetings* that have one, as of *at*; *register* is the id in every UID.

    With *as_events* the due days are events of a whole day as well, for calendars that show no tasks.
    """
    from icalendar import Calendar, Event, Todo

    found: Any = Calendar()
    found.add("prodid", "-//engtrack//register//EN")
    found.add("version", "2.0")
    for action in actions:
        if action.due is None:
            continue
        todo: Any = Todo()
        _fill(todo, f"{action.id}@{register}", _summary(action), at, action.entered_at)
        todo.add("due", action.due)
        todo.add("status", STATUSES[action.status])
        todo.add("priority", PRIORITIES[action.priority])
        if action.closed_on is not None and action.status is ActionStatus.DONE:
            todo.add("completed", dt.datetime.combine(action.closed_on, dt.time(12), dt.UTC))
        if action.evidence:
            todo.add("description", _line(action.evidence))
        if action.tags:
            todo.add("categories", list(action.tags))
        found.add_component(todo)
        if as_events and action.is_open:
            event: Any = Event()
            _fill(event, f"{action.id}-due@{register}", f"Due: {_summary(action)}", at, action.entered_at)
            _all_day(event, action.due)
            found.add_component(event)
    for meeting in meetings:
        if meeting.date is not None and meeting.status is not MeetingStatus.HELD:
            event = Event()
            _fill(event, f"{meeting.id}@{register}", _line(meeting.title), at, meeting.entered_at)
            _all_day(event, meeting.date)
            event.add("status", "CANCELLED" if meeting.status is MeetingStatus.CANCELLED else "CONFIRMED")
            found.add_component(event)
    return bytes(found.to_ical())


def _fill(item: Any, uid: str, summary: str, at: dt.datetime, made: dt.datetime) -> None:
    item.add("uid", uid)
    item.add("dtstamp", at)
    item.add("created", made)
    item.add("last-modified", at)
    item.add("summary", summary)


def _all_day(event: Any, day: dt.date) -> None:
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _summary(action: Action) -> str:
    owners = " + ".join(action.owner)
    return _line(f"{action.id} {owners + ': ' if owners else ''}{action.text}")


def _line(text: str) -> str:
    return visible(text)[:1000]
