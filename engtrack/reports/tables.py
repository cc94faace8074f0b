"""Records as rows of tables, the same wherever they are shown."""

import datetime as dt
from collections.abc import Iterable

from engtrack.dates import say_day
from engtrack.layout import Column, Role, Row, Table, Tone
from engtrack.model import Action, ActionStatus, Config, Meeting, MeetingStatus, Recommendation, Stakeholder
from engtrack.urgency import say_waiting

NOTHING = "–"


def join(keys: Iterable[str]) -> str:
    """Keys as people read them: `EMA + ARM`, and a dash for nobody."""
    return " + ".join(keys) or NOTHING


def day(value: dt.date | None) -> str:
    return say_day(value) if value else NOTHING


def age(days: int) -> str:
    """How long ago: `today`, `12 d ago`, `in 3 d`."""
    if days == 0:
        return "today"
    return f"{days:,} d ago" if days > 0 else f"in {-days:,} d"


def action_tone(action: Action, today: dt.date, config: Config) -> Tone:
    if not action.is_open or action.is_waiting(today):
        return Tone.CLOSED
    if action.due is None:
        return Tone.SOON if _is_to_review(action, today, config) else Tone.PLAIN
    if action.due > today + dt.timedelta(days=config.due_soon):
        return Tone.PLAIN
    return Tone.LATE if action.due < today else Tone.SOON


def actions_table(
    title: str, actions: Iterable[Action], today: dt.date, config: Config, empty: str = "none", status: bool = False
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
            "to review" if _is_to_review(action, today, config) else day(action.due),
            join(action.owner),
            action.text,
            action.strength.value,
            join(action.requested_by),
            origin(action),
        ]
        if status:
            cells.insert(3, say_status(action, today))
        rows.append(Row(tuple(cells), action_tone(action, today, config)))
    return Table(title, tuple(columns), tuple(rows), empty)


def say_status(action: Action, today: dt.date) -> str:
    """Where it stands, and on whom and until when it waits."""
    if action.status is not ActionStatus.WAITING:
        return action.status.value
    return say_waiting(action) if action.is_waiting(today) else f"back since {action.waiting_until}"


def _is_to_review(action: Action, today: dt.date, config: Config) -> bool:
    review = action.review_day(config.review_after)
    return review is not None and review <= today and not action.is_waiting(today)


def origin(ask: Action | Recommendation) -> str:
    """The meeting and topic that an ask comes from: `M1 topic 2`."""
    if ask.meeting is None:
        return NOTHING
    return f"{ask.meeting} topic {ask.topic}" if ask.topic else ask.meeting


def recommendations_table(
    title: str, recommendations: Iterable[Recommendation], empty: str = "none", today: dt.date | None = None
) -> Table:
    """Recommendations in the order given; with *today* also how long the open ones have stood where they stand."""
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
                join(item.for_) + (" (members)" if item.for_members else ""),
                item.status.value + _standing(item, today),
                item.since.isoformat() if item.since else NOTHING,
                item.because or (f"said in {origin(item)}" if item.meeting else NOTHING),
                join(item.recommended_by),
            ),
            Tone.PLAIN if item.is_open else Tone.CLOSED,
        )
        for item in recommendations
    )
    return Table(title, columns, rows, empty)


def _standing(item: Recommendation, today: dt.date | None) -> str:
    """For how many days an open one has stood where it stands: `, 12 d`."""
    if today is None or item.since is None or not item.is_open:
        return ""
    return f", {(today - item.since).days:,} d"


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
