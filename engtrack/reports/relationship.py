"""All that is between us and one stakeholder: meetings, who owes what, routes, what was said last time."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

import msgspec

from engtrack.layout import Column, Report, Role, Row, Table
from engtrack.model import (
    Action,
    Config,
    Meeting,
    MeetingStatus,
    Point,
    PointKind,
    Recommendation,
    Stakeholder,
    Strength,
)
from engtrack.queries import soonest_first
from engtrack.reports.tables import NOTHING, actions_table, day, join, meetings_table, recommendations_table
from engtrack.urgency import Urgency

_FORMAL = re.compile(
    r"\b(?:welcome|introductions?|opening|conclusions?|closing|next steps|any other business|aob)\b", re.IGNORECASE
)
"""Items of an agenda that no position is taken on."""
LONG_UNANSWERED = 30
"""Days after which an ask that was put to somebody counts as not answered."""


class Relationship(msgspec.Struct, frozen=True):
    """What there is between us and *who* on a day.

    *they_owe* is theirs alone, *we_owe* what others owe them or them and others jointly; *unanswered* what was put to them
    more than a month ago and is open; *not_taken* the routes recommended to or by them that were not yet requested;
    *positions* what was said, other than courtesies, at the last meeting.
    """

    as_of: dt.date
    who: Stakeholder
    meetings: tuple[Meeting, ...]
    last_meeting: Meeting | None
    next_meeting: Meeting | None
    last_contact: dt.date | None
    we_owe: tuple[Action, ...]
    they_owe: tuple[Action, ...]
    joint: tuple[Action, ...]
    unanswered: tuple[Action, ...]
    routes: tuple[Recommendation, ...]
    not_taken: tuple[Recommendation, ...]
    positions: tuple[Point, ...]


def relationship(
    who: Stakeholder,
    meetings: Iterable[Meeting],
    actions: Iterable[Action],
    recommendations: Iterable[Recommendation],
    points: Iterable[Point],
    today: dt.date,
) -> Relationship:
    """What these records say of *who* on *today*."""
    met = sorted(
        (meeting for meeting in meetings if who.key in meeting.stakeholders),
        key=lambda item: (item.date or dt.date.max, item.number),
    )
    held = [item for item in met if item.status is MeetingStatus.HELD and (item.date is None or item.date <= today)]
    planned = [item for item in met if item.status is MeetingStatus.PLANNED]
    ids = {meeting.id for meeting in met}
    ours = [
        action
        for action in actions
        if who.key in (*action.owner, *action.requested_by, *action.waiting_for) or action.meeting in ids
    ]
    active = sorted((action for action in ours if action.is_open), key=soonest_first)
    routes = [item for item in recommendations if who.key in (*item.for_, *item.recommended_by) or item.meeting in ids]
    last = held[-1] if held else None
    theirs = [action for action in active if action.owner == (who.key,)]
    days = [item.date for item in held] + [item.since for item in routes] + [action.closed_on for action in ours]
    return Relationship(
        as_of=today,
        who=who,
        meetings=tuple(met),
        last_meeting=last,
        next_meeting=planned[0] if planned else None,
        last_contact=max((found for found in days if found is not None and found <= today), default=None),
        we_owe=tuple(action for action in active if who.key not in action.owner),
        they_owe=tuple(theirs),
        joint=tuple(action for action in active if who.key in action.owner and len(action.owner) > 1),
        unanswered=tuple(action for action in theirs if _is_unanswered(action, today)),
        routes=tuple(routes),
        not_taken=tuple(item for item in routes if item.status in {"recommended", "considered"}),
        positions=tuple(
            point for point in points if last and point.meeting == last.id and point.kind is not PointKind.COURTESY
        ),
    )


def _is_unanswered(action: Action, today: dt.date) -> bool:
    asked = action.happened_on
    is_asked = action.strength in {Strength.REQUESTED, Strength.INVITED, Strength.ENCOURAGED}
    return is_asked and asked is not None and (today - asked).days > LONG_UNANSWERED


def stakeholder_report(value: Relationship, config: Config) -> Report:
    """The whole relationship, as `stakeholder show` prints it."""
    facts = [
        ("Kind", value.who.kind.value),
        ("Also known as", ", ".join(value.who.aliases)),
        ("Last contact", day(value.last_contact) if value.last_contact else ""),
        ("Next meeting", _meeting(value.next_meeting) if value.next_meeting else ""),
    ]
    return Report(
        f"{value.who.key}  {value.who.name}",
        tuple(fact for fact in facts if fact[1]),
        (
            meetings_table("Meetings", value.meetings),
            *_sides(value, config),
            recommendations_table("Routes", value.routes),
        ),
    )


def _meeting(meeting: Meeting) -> str:
    return f"{meeting.id} {meeting.title}" + (f", {day(meeting.date)}" if meeting.date else "")


def _sides(value: Relationship, config: Config) -> Iterable[Table]:
    key = value.who.key
    today = value.as_of
    if value.who.key == config.us:
        yield actions_table(f"We owe ({len(value.they_owe)})", value.they_owe, today, config, "we owe nothing")
        yield actions_table(f"Others owe us ({len(value.we_owe)})", value.we_owe, today, config, "nothing")
    else:
        yield actions_table(f"{key} owes ({len(value.they_owe)})", value.they_owe, today, config, f"{key} owes nothing")
        whose = "We owe" if config.us else "Others owe"
        yield actions_table(f"{whose} ({len(value.we_owe)})", value.we_owe, today, config, "nothing")
    yield actions_table(f"Joint ({len(value.joint)})", value.joint, today, config, "nothing")


def briefing_report(value: Relationship, config: Config, urgency: Urgency) -> Report:
    """What to carry into the next meeting with them."""
    last, coming = value.last_meeting, value.next_meeting
    facts = (
        ("As of", day(value.as_of)),
        ("Last meeting", _meeting(last) if last else "none was held yet"),
        ("Next meeting", _meeting(coming) if coming else "none is planned"),
        ("Last contact", day(value.last_contact)),
    )
    tables = [
        _open_table(f"{value.who.key} owes ({len(value.they_owe)})", value.they_owe, urgency),
        _open_table(f"{'We owe' if config.us else 'Others owe'} ({len(value.we_owe)})", value.we_owe, urgency),
        _open_table(f"Joint ({len(value.joint)})", value.joint, urgency),
        _open_table(f"Asked and not answered ({len(value.unanswered)})", value.unanswered, urgency),
        recommendations_table(f"Routes recommended and not taken ({len(value.not_taken)})", value.not_taken),
        _positions_table(value),
        _agenda_table(value, urgency),
    ]
    return Report(f"Briefing for the next meeting with {value.who.key} ({value.who.name})", facts, tuple(tables))


def _open_table(title: str, actions: Sequence[Action], urgency: Urgency) -> Table:
    columns = (
        Column("Id", Role.ID),
        Column("Due"),
        Column("Asked"),
        Column("Strength"),
        Column("Action, and the words it rests on", Role.MAIN),
    )
    rows = tuple(
        Row(
            (
                action.id,
                day(action.due),
                action.happened_on.isoformat() if action.happened_on else NOTHING,
                action.strength.value,
                action.text + (f" ← “{action.evidence}”" if action.evidence else ""),
            )
        )
        for action in sorted(actions, key=urgency.key)
    )
    return Table(title, columns, rows, "nothing")


def _positions_table(value: Relationship) -> Table:
    columns = (Column("Topic", Role.ID), Column("Who"), Column("Kind"), Column("In the words", Role.MAIN))
    rows = tuple(
        Row((point.topic or NOTHING, join(point.speaker), point.kind.value, f"“{point.text}”"))
        for point in value.positions
    )
    return Table("Said last time", columns, rows, "nothing was recorded of the last meeting")


def _agenda_table(value: Relationship, urgency: Urgency) -> Table:
    """A suggestion: what is late or unanswered first, then joint work, routes, and the topics of last time."""
    items: list[tuple[str, str]] = []
    open_ones = sorted((*value.they_owe, *value.we_owe), key=urgency.key)
    late = [action for action in open_ones if action.is_overdue(value.as_of)]
    items += [(action.text, f"{action.id}, overdue since {action.due}") for action in late]
    items += [
        (action.text, f"{action.id}, asked on {action.happened_on} and not answered")
        for action in value.unanswered
        if action not in late
    ]
    items += [(action.text, f"{action.id}, joint") for action in value.joint]
    routes: dict[str, list[Recommendation]] = {}
    for item in value.not_taken:
        routes.setdefault(item.route, []).append(item)
    for route, found in routes.items():
        whom = join(dict.fromkeys(key for item in found for key in item.for_))
        items.append((f"{route} for {whom}: is it to be requested?", ", ".join(item.id for item in found)))
    said = {point.topic for point in value.positions}
    if value.last_meeting:
        items += [
            (topic.title, f"topic {topic.label} of {value.last_meeting.id}")
            for topic in value.last_meeting.topics
            if topic.label in said and not _FORMAL.search(topic.title)
        ]
    rows = tuple(Row((str(n), text, why)) for n, (text, why) in enumerate(items, start=1))
    columns = (Column("No.", Role.ID), Column("Item", Role.MAIN), Column("Because"))
    return Table("Suggested agenda", columns, rows, "nothing is left to talk about")
