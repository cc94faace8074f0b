"""A meeting as highlights in the form that agencies publish: title, reference, numbered topics, prose, what each side is to do."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from engtrack.layout import Prose, Report
from engtrack.model import Action, Meeting, Point, Recommendation, Stakeholder, Strength
from engtrack.reports.tables import join

ASKED = {
    Strength.COMMITTED: "will do it",
    Strength.AGREED: "agreed",
    Strength.REQUESTED: "requested",
    Strength.INVITED: "invited",
    Strength.ENCOURAGED: "encouraged",
}


class Minutes(msgspec.Struct, frozen=True):
    """A meeting with what was said under each topic, and what came of it."""

    meeting: Meeting
    stakeholders: tuple[Stakeholder, ...]
    points: tuple[Point, ...]
    actions: tuple[Action, ...]
    recommendations: tuple[Recommendation, ...]


def minutes(
    meeting: Meeting,
    stakeholders: Iterable[Stakeholder],
    points: Iterable[Point],
    actions: Iterable[Action],
    recommendations: Iterable[Recommendation],
) -> Minutes:
    """What these records say of *meeting*."""
    names = {item.key: item for item in stakeholders}
    return Minutes(
        meeting=meeting,
        stakeholders=tuple(names[key] for key in meeting.stakeholders if key in names),
        points=tuple(point for point in points if point.meeting == meeting.id),
        actions=tuple(action for action in actions if action.meeting == meeting.id),
        recommendations=tuple(item for item in recommendations if item.meeting == meeting.id),
    )


def minutes_report(value: Minutes) -> Report:
    """The highlights: the facts, a heading a topic with its prose, and the follow-ups of each side."""
    meeting = value.meeting
    facts = [
        ("Date", _day(meeting.date)),
        ("Reference", meeting.reference or ""),
        ("Participants", "; ".join(f"{item.name} ({item.key})" for item in value.stakeholders)),
    ]
    parts = []
    preamble = [point.text for point in value.points if point.topic is None]
    if preamble:
        parts.append(Prose("Opening", tuple(preamble)))
    for topic in meeting.topics:
        said = [point.text for point in value.points if point.topic == topic.label]
        title = f"{topic.number}. {topic.title}" if topic.number else topic.title
        parts.append(Prose(title, (" ".join(said),) if said else ("Nothing was recorded under this item.",)))
    parts += _follow_ups(value)
    return Report(f"Highlights – {meeting.title}", tuple(fact for fact in facts if fact[1]), tuple(parts))


def _follow_ups(value: Minutes) -> Iterable[Prose]:
    sides: dict[tuple[str, ...], list[Action]] = {}
    for action in value.actions:
        sides.setdefault(action.owner, []).append(action)
    for owner, actions in sides.items():
        whose = "by both sides" if len(owner) > 1 else f"by {join(owner)}" if owner else "without an owner"
        yield Prose(f"Follow-up {whose}", items=tuple(map(_follow_up, actions)))
    if value.recommendations:
        yield Prose("Recommended engagement routes", items=_routes(value.recommendations))


def _follow_up(action: Action) -> str:
    by = f" by {join(action.requested_by)}" if action.requested_by else ""
    due = f", due {_day(action.due)}" if action.due else ""
    topic = f", topic {action.topic}" if action.topic else ""
    return f"{action.text} ({ASKED[action.strength]}{by}{due}{topic}; {action.id})"


def _routes(recommendations: Sequence[Recommendation]) -> tuple[str, ...]:
    return tuple(
        f"{item.route} for {join(item.for_)}{' (members)' if item.for_members else ''} ({item.strength}; {item.id})"
        for item in recommendations
    )


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
