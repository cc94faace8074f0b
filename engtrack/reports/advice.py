"""Advice on routes, and plans to a meeting, as reports and as what other programs get."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from engtrack.dates import say_day
from engtrack.layout import Column, Report, Role, Row, Table, Tone
from engtrack.reports.tables import NOTHING, age

SHOWN = 3
"""Routes whose reasons are printed in full."""
LINE = 24
"""Letters of a timeline."""


class Advised(msgspec.Struct, frozen=True):
    """One route of the advice, with each reason as a sentence that ends with how sure it is and its sources."""

    route: str
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    before: tuple[str, ...]
    then: tuple[str, ...]
    unknown: tuple[str, ...]
    name: str
    agency: str
    page: str | None


def advised(advice: Sequence[Any]) -> list[Advised]:
    """The *advice* (of `routes.adviser`) for other programs."""
    return [
        Advised(
            route=item.route,
            score=item.score,
            reasons=tuple(map(str, item.reasons)),
            against=tuple(map(str, item.against)),
            before=tuple(map(str, item.before)),
            then=tuple(map(str, item.then)),
            unknown=item.unknown,
            name=item.name,
            agency=item.agency,
            page=item.page,
        )
        for item in advice
    ]


def advice_report(situation: Any, answer: Any, count: int = SHOWN) -> Report:
    """The ranking, and the reasons of the first *count* routes; where nothing fits, what is nearest and why not."""
    facts = [
        (name.capitalize(), value)
        for name in ("who", "stage", "subject", "product", "agency", "goal")
        if (value := getattr(situation, name))
    ]
    facts.append(("Mind", "this suggests whom to ask; whether and how to meet is the agency's decision"))
    if situation.agency is None and answer.advice:
        facts.append(("Not said", "the agency; routes of EMA come first of equals"))
    members = [item.route for item in answer.excluded if set(item.because) == {"who"}]
    if situation.who == "association" and members:
        facts.append(("For members", f"as developers they may use {', '.join(members)}"))
    sources: dict[str, str] = {}
    tables = [ranking(answer.advice)]
    tables += [_reasons(item, sources) for item in answer.advice[:count]]
    if not answer.advice:
        tables.append(_nearest(answer.excluded))
    if sources:
        rows = tuple(Row((number, source)) for source, number in sources.items())
        tables.append(Table("Sources", (Column("No.", Role.ID), Column("Source", Role.MAIN)), rows))
    return Report("Advice on engagement routes", tuple(facts), tuple(tables))


def ranking(advice: Sequence[Any]) -> Table:
    """The routes that fit, best first, a line each."""
    columns = (
        Column("Route", Role.ID),
        Column("Agency"),
        Column("Score"),
        Column("What it is, and the first reason", Role.MAIN),
    )
    rows = tuple(Row((item.route, item.agency, f"{item.score:.1f}", f"{item.name}: {_first(item)}")) for item in advice)
    return Table("Routes that fit, best first", columns, rows, "no route of the catalogue fits")


def _first(item: Any) -> str:
    return str(item.reasons[0].text) if item.reasons else "nothing that is known speaks against it"


def _reasons(item: Any, sources: dict[str, str]) -> Table:
    """Why one route, why not, what before and after it, and what is not known of it."""

    def cite(reason: Any) -> str:
        numbers = [sources.setdefault(source, str(len(sources) + 1)) for source in reason.source]
        return f"{reason.text} ({reason.sure}; {', '.join(numbers)})" if numbers else str(reason.text)

    parts = (("for", item.reasons), ("against", item.against), ("first", item.before), ("then", item.then))
    rows = [Row((label, cite(reason))) for label, reasons in parts for reason in reasons]
    rows += [Row(("not known", text)) for text in item.unknown]
    columns = (Column(item.route, Role.ID), Column("Because", Role.MAIN))
    return Table(f"{item.route}  {item.name}", columns, tuple(rows))


def _nearest(excluded: Sequence[Any]) -> Table:
    columns = (Column("Route", Role.ID), Column("What is in the way", Role.MAIN))
    rows = tuple(Row((item.route, "; ".join(item.because.values()))) for item in excluded[:6])
    return Table("The nearest, and what would have to be different", columns, rows)


def plan_report(plan: Any, name: str, applicant: str) -> Report:
    """The milestones in order, those of the *applicant* and of the agency, what is late, the first feasible day."""
    late = [item.what for item in plan.milestones if item.is_late]
    facts = [
        ("Meeting on", say_day(plan.on)),
        ("As of", say_day(plan.as_of)),
        ("Working days", f"by the calendar {plan.calendar}"),
        ("Already late", "; ".join(late) or "nothing"),
        ("Feasible from", say_day(plan.feasible) if plan.feasible else "not known: no lead time of it was found"),
    ]
    columns = (
        Column("Day", Role.ID),
        Column("Left"),
        Column("By"),
        Column("Milestone", Role.MAIN),
        Column("Lead time"),
        Column("How sure"),
        Column("Timeline", Role.EXTRA),
    )
    rows = tuple(
        Row(
            (
                say_day(item.day) if item.day else NOTHING,
                _left(item.day, plan.as_of),
                applicant if item.is_ours else "agency",
                item.what,
                item.lead,
                item.sure,
                _line(item.day, plan),
            ),
            Tone.LATE if item.is_late else Tone.PLAIN,
        )
        for item in plan.milestones
    )
    return Report(
        f"Plan for {plan.route}  {name}", tuple(facts), (Table("Milestones", columns, rows, "none is known"),)
    )


def _left(day: dt.date | None, today: dt.date) -> str:
    return NOTHING if day is None else age((today - day).days)


def _line(day: dt.date | None, plan: Any) -> str:
    """Where *day* lies between the first milestone and the last: `····●·······│····`, with today as a bar."""
    days = [item.day for item in plan.milestones if item.day] + [plan.as_of]
    first, span = min(days), max((max(days) - min(days)).days, 1)

    def place(day: dt.date) -> int:
        return int((day - first).days * (LINE - 1) // span)

    line = ["·"] * LINE
    line[place(plan.as_of)] = "│"
    if day is not None:
        line[place(day)] = "●"
    return "".join(line)
