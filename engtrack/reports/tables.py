"""Records as rows of tables, the same wherever they are shown."""

import datetime as dt
from collections.abc import Iterable

from engtrack.dates import say_day
from engtrack.layout import Column, Role, Row, Table, Tone
from engtrack.model import Action, Meeting, MeetingStatus, Recommendation, Stakeholder

NOTHING = "–"


def join(keys: Iterable[str]) -> str:
    """Keys as people read them: `EMA + ARM`, and a dash for nobody."""
    return " + ".join(keys) or NOTHING


def day(value: dt.date | None) -> str:
    return say_day(value) if value else NOTHING


def action_tone(action: Action, today: dt.date, due_soon: int) -> Tone:
    if not action.is_open:
        return Tone.CLOSED
    if action.due is None or action.due > today + dt.timedelta(days=due_soon):
        return Tone.PLAIN
    return Tone.LATE if action.due < today else Tone.SOON


def actions_table(
    title: str, actions: Iterable[Action], today: dt.date, due_soon: int, empty: str = "none", status: bool = False
) -> Table:
    """Actions in the order given; with *status* also where each stands."""
    columns = [
        Column("Id", Role.ID),
        Column("Due"),
        Column("Owner"),
        Column("Action", Role.MAIN),
        Column("Strength"),
        Column("Asked by", Role.EXTRA),
        Column("From", Role.EXTRA),
    ]
    if status:
        columns.insert(3, Column("Status"))
    rows = []
    for action in actions:
        cells = [
            action.id,
            day(action.due),
            join(action.owner),
            action.text,
            action.strength.value,
            join(action.requested_by),
            origin(action),
        ]
        if status:
            cells.insert(3, action.status.value)
        rows.append(Row(tuple(cells), action_tone(action, today, due_soon)))
    return Table(title, tuple(columns), tuple(rows), empty)


def origin(ask: Action | Recommendation) -> str:
    """The meeting and topic that an ask comes from: `M1 topic 2`."""
    if ask.meeting is None:
        return NOTHING
    return f"{ask.meeting} topic {ask.topic}" if ask.topic else ask.meeting


def recommendations_table(title: str, recommendations: Iterable[Recommendation], empty: str = "none") -> Table:
    columns = (
        Column("Id", Role.ID),
        Column("Route"),
        Column("For"),
        Column("Status"),
        Column("Since"),
        Column("Because", Role.MAIN),
        Column("Recommended by", Role.EXTRA),
    )
    rows = tuple(
        Row(
            (
                item.id,
                item.route,
                join(item.for_),
                item.status.value,
                item.since.isoformat() if item.since else NOTHING,
                item.because or (f"said in {origin(item)}" if item.meeting else NOTHING),
                join(item.recommended_by),
            ),
            Tone.PLAIN if item.is_open else Tone.CLOSED,
        )
        for item in recommendations
    )
    return Table(title, columns, rows, empty)


def meetings_table(title: str, meetings: Iterable[Meeting], empty: str = "none") -> Table:
    columns = (
        Column("Id", Role.ID),
        Column("Date"),
        Column("With"),
        Column("Status"),
        Column("Title", Role.MAIN),
        Column("Reference", Role.EXTRA),
    )
    rows = tuple(
        Row(
            (
                meeting.id,
                day(meeting.date),
                join(meeting.stakeholders),
                meeting.status.value,
                meeting.title,
                meeting.reference or NOTHING,
            ),
            Tone.CLOSED if meeting.status is MeetingStatus.CANCELLED else Tone.PLAIN,
        )
        for meeting in meetings
    )
    return Table(title, columns, rows, empty)


def stakeholders_table(stakeholders: Iterable[Stakeholder], empty: str) -> Table:
    columns = (
        Column("Key", Role.ID),
        Column("Kind"),
        Column("Name", Role.MAIN),
        Column("Also known as", Role.EXTRA),
    )
    rows = tuple(
        Row((item.key, item.kind.value, item.name, ", ".join(item.aliases) or NOTHING)) for item in stakeholders
    )
    return Table("Stakeholders", columns, rows, empty)
