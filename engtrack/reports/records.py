"""One record as a report: its facts, and what belongs to it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from engtrack.layout import Column, Report, Role, Row, Table
from engtrack.model import Action, Config, Meeting, Priority, Recommendation, RouteStatus
from engtrack.reports.tables import NOTHING, actions_table, day, join, origin, recommendations_table, say_status
from engtrack.urgency import Urgency


def meeting_report(
    meeting: Meeting, actions: Sequence[Action], routes: Iterable[Recommendation], today: dt.date, config: Config
) -> Report:
    """A meeting with its topics, and what came of it."""
    facts = [
        ("Date", day(meeting.date)),
        ("With", join(meeting.stakeholders)),
        ("Status", meeting.status.value),
        ("Kind", meeting.kind),
        ("Reference", meeting.reference or ""),
        ("Follows", meeting.follows or ""),
        ("Document", meeting.source.file if meeting.source else ""),
    ]
    topics = Table(
        "Topics",
        (Column("No.", Role.ID), Column("Topic", Role.MAIN), Column("Actions")),
        tuple(
            Row((topic.number or NOTHING, topic.title, str(sum(action.topic == topic.label for action in actions))))
            for topic in meeting.topics
        ),
    )
    return Report(
        f"{meeting.id}  {meeting.title}",
        tuple(fact for fact in facts if fact[1]),
        (
            topics,
            actions_table("Actions", actions, today, config, status=True),
            recommendations_table("Recommended routes", routes),
        ),
    )


def action_report(action: Action, meeting: Meeting | None, urgency: Urgency) -> Report:
    """An action, the *meeting* that it came of, what was noted on it, and why it is as urgent as it is."""
    review = action.review_day(urgency.config.review_after)
    facts = [
        ("Owner", join(action.owner)),
        ("Asked by", join(action.requested_by)),
        ("Strength", action.strength.value),
        ("Status", say_status(action, urgency.today)),
        ("Due", day(action.due) + (f", {action.repeat}" if action.repeat else "")),
        ("Review by", day(review) if review else ""),
        ("Priority", action.priority.value if action.priority is not Priority.NORMAL else ""),
        ("Assignee", action.assignee or ""),
        ("Tags", ", ".join(action.tags)),
        ("Depends on", ", ".join(action.depends_on)),
        ("Continues", action.continues or ""),
        ("Prepares", action.recommendation or ""),
        ("Asked on", day(action.happened_on)),
        ("From", _from(action, meeting)),
        ("Evidence", f"“{action.evidence}”" if action.evidence else ""),
        ("On line", str(action.line) if action.line else ""),
        ("Closed on", day(action.closed_on) if action.closed_on else ""),
        ("Outcome", action.outcome or ""),
        ("Entered at", f"{action.entered_at:%Y-%m-%d %H:%M} UTC"),
    ]
    tables = []
    if action.notes:
        noted = tuple(Row((day(note.on), note.by, note.text)) for note in action.notes)
        tables.append(Table("Notes", (Column("On", Role.ID), Column("By"), Column("Note", Role.MAIN)), noted))
    if action.is_open:
        reasons = tuple(Row((f"{reason.points:+.1f}", reason.why)) for reason in urgency.reasons(action))
        columns = (Column("Points", Role.ID), Column("Because", Role.MAIN))
        tables.append(Table(f"Urgency {urgency.of(action):.1f}", columns, reasons))
    return Report(f"{action.id}  {action.text}", tuple(fact for fact in facts if fact[1]), tuple(tables))


def recommendation_report(
    item: Recommendation, meeting: Meeting | None, successors: Iterable[Recommendation], today: dt.date
) -> Report:
    """A recommendation, the *meeting* that it came of, those it was referred to, and how long it stood where."""
    facts = [
        ("For", join(item.for_) + (", for its members" if item.for_members else "")),
        ("Recommended by", join(item.recommended_by)),
        ("Strength", item.strength.value),
        ("Status", item.status.value),
        ("Because", item.because or ""),
        ("Recommended on", day(item.happened_on)),
        ("Meeting", item.held_at or ""),
        ("Outcome", item.outcome or ""),
        ("Referred from", item.referred_from or ""),
        ("Referred to", ", ".join(other.id for other in successors)),
        ("From", _from(item, meeting)),
        ("Evidence", f"“{item.evidence}”" if item.evidence else ""),
        ("On line", str(item.line) if item.line else ""),
        ("Entered at", f"{item.entered_at:%Y-%m-%d %H:%M} UTC"),
    ]
    stood = [
        (RouteStatus.RECOMMENDED, item.happened_on, None),
        *((move.status, move.on, move.note) for move in item.moves),
    ]
    ends = [*(move.on for move in item.moves), today if item.is_open else None]
    rows = tuple(
        Row((status.value, day(since), f"{(end - since).days} days" if since and end else "", note or ""))
        for (status, since, note), end in zip(stood, ends, strict=True)
    )
    columns = (Column("Status", Role.ID), Column("Since"), Column("For how long"), Column("Note", Role.MAIN))
    tables = (Table("What became of it", columns, rows),) if item.moves else ()
    return Report(f"{item.id}  {item.route}", tuple(fact for fact in facts if fact[1]), tables)


def _from(ask: Action | Recommendation, meeting: Meeting | None) -> str:
    return f"{origin(ask)}: {meeting.title}" if meeting else ""
