"""A draft as a report: doubts first, then the meeting, and each item with the words that it rests on."""

from typing import Any

from engtrack.layout import Column, Report, Role, Row, Table
from engtrack.reports.tables import NOTHING, day, join


def draft_report(draft: Any) -> Report:
    """The draft that the intake made of a document (an `intake.draft.Draft`)."""
    meeting = draft.meeting
    facts = [("Doubt", doubt) for doubt in draft.doubts] + [
        ("Date", day(meeting.date)),
        ("Document", day(meeting.document_date)),
        ("Reference", meeting.reference or NOTHING),
        ("Kind", meeting.kind),
        ("Met", "; ".join(_called(item) for item in meeting.stakeholders) or NOTHING),
        ("Next meeting", day(meeting.next_meeting) if meeting.next_meeting else ""),
        ("Topics", str(len(draft.topics))),
        ("Points", str(len(draft.points))),
        ("From", draft.source.file),
    ]
    tables = [
        _asks_table(f"Follow-up actions ({len(draft.actions)})", draft.actions, "none was found"),
        *([_possible_table(draft.possible)] if draft.possible else []),
        _routes_table(draft.recommendations),
    ]
    return Report(meeting.title, tuple(fact for fact in facts if fact[1]), tuple(tables))


def _called(item: Any) -> str:
    return item.key if item.key == item.name else f"{item.key} ({item.name})"


def _asks_table(title: str, asks: Any, empty: str) -> Table:
    columns = (
        Column("Line", Role.ID),
        Column("Topic"),
        Column("Owner"),
        Column("Strength"),
        Column("Due"),
        Column("Action, and the words it rests on", Role.MAIN),
    )
    rows = tuple(
        Row(
            (
                str(ask.line),
                ask.topic or NOTHING,
                join(ask.owner),
                ask.strength.value,
                day(ask.due),
                f"{ask.text} ← “{ask.evidence}”",
            )
        )
        for ask in asks
    )
    return Table(title, columns, rows, empty)


def _possible_table(possible: Any) -> Table:
    columns = (Column("Line", Role.ID), Column("Owner"), Column("May be an ask", Role.MAIN), Column("Why not sure"))
    rows = tuple(Row((str(ask.line), join(ask.owner), f"“{ask.evidence}”", ask.why)) for ask in possible)
    return Table(f"Possible, not kept unless you say so ({len(rows)})", columns, rows)


def _routes_table(recommendations: Any) -> Table:
    columns = (
        Column("Line", Role.ID),
        Column("Topic"),
        Column("Route"),
        Column("For"),
        Column("Strength"),
        Column("In the words", Role.MAIN),
    )
    rows = tuple(
        Row(
            (
                str(item.line),
                item.topic or NOTHING,
                item.route,
                join(item.for_),
                item.strength.value,
                f"“{item.evidence}”",
            )
        )
        for item in recommendations
    )
    return Table(f"Recommended routes ({len(rows)})", columns, rows, "none was found")
