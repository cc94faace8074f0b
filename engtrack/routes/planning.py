"""Milestones of a route, laid back from the day of its meeting, by the lead times of the catalogue."""

import datetime as dt

import msgspec

from engtrack.dates.working import add_working_days
from engtrack.routes.catalogue import Route, Step

MEETING = "the meeting"
LONGEST = 1100
"""Days ahead among which the first feasible one is looked for: three years."""


class Milestone(msgspec.Struct, frozen=True):
    """One step with its day; None where no lead time is known. *is_late* says that the day has passed."""

    what: str
    day: dt.date | None
    lead: str
    sure: str
    source: tuple[str, ...]
    is_ours: bool
    is_late: bool


class Plan(msgspec.Struct, frozen=True):
    """The way to a meeting on a day. *feasible* is the first day for which nothing would be late already; None where no
    lead time is known, or none within three years."""

    route: str
    on: dt.date
    as_of: dt.date
    calendar: str
    milestones: tuple[Milestone, ...]
    feasible: dt.date | None
    unknown: tuple[str, ...]


def plan(route: Route, on: dt.date, today: dt.date, calendar: str) -> Plan:
    """The milestones of *route* for a meeting *on* a day, seen from *today*, by the working days of *calendar*."""
    milestones = _milestones(route, on, today, calendar)
    is_known = any(item.day is not None and item.source for item in milestones if item.day != on) or any(
        step.target for step in route.steps
    )
    feasible = next(
        (
            day
            for day in (today + dt.timedelta(days=n) for n in range(LONGEST if is_known else 0))
            if _is_working(day, calendar) and not any(item.is_late for item in _milestones(route, day, today, calendar))
        ),
        None,
    )
    return Plan(
        route=route.key,
        on=on,
        as_of=today,
        calendar=calendar,
        milestones=milestones,
        feasible=feasible,
        unknown=tuple(f"{item.what}: no lead time is known ({item.lead})" for item in milestones if item.day is None),
    )


def _is_working(day: dt.date, calendar: str) -> bool:
    return add_working_days(add_working_days(day, 1, calendar), -1, calendar) == day


def _milestones(route: Route, on: dt.date, today: dt.date, calendar: str) -> tuple[Milestone, ...]:
    days = _days(route, on, calendar)
    anchors = _anchors(route, on, calendar)
    found = [
        Milestone(
            what=step.what,
            day=(day := days.get(step.what)),
            lead=step.lead_time(),
            sure=step.sure,
            source=step.source,
            is_ours=step.by == "applicant",
            is_late=day is not None and day < today and day != on,
        )
        for step in route.steps
        if not step.target
    ]
    request = anchors.get("the request")
    is_said = any(step.of == "the request" and step.days == 0 for step in route.steps)
    if request is not None and not is_said:
        first = next(step for step in route.steps if step.of == "the request" and step.days is not None)
        found.append(
            Milestone(
                "Send the request",
                request,
                "what follows needs this long",
                "inferred",
                first.source,
                True,
                request < today,
            )
        )
    target = next((step for step in route.steps if step.target), None)
    found.append(
        Milestone(
            f"{target.what}: the day planned for" if target else "The meeting: the day planned for",
            on,
            target.lead_time() if target else "",
            target.sure if target else "",
            target.source if target else (),
            False,
            on < today,
        )
    )
    return tuple(sorted(found, key=lambda item: (item.day or dt.date.max, not item.is_ours)))


def _anchors(route: Route, on: dt.date, calendar: str) -> dict[str, dt.date]:
    """The days that steps count from: the meeting, and what leads to it."""
    anchors = {MEETING: on}
    opened = {step.opens: step for step in route.steps if step.opens}
    step = next((step for step in route.steps if step.target), None)
    day = on
    while step is not None and step.days is not None and step.of not in anchors:
        day = _moved(day, step, calendar, back=True)
        anchors[step.of] = day
        step = opened.get(step.of)
    if "the request" not in anchors:
        before = [_moved(on, step, calendar) for step in route.steps if step.of == MEETING and step.when == "before"]
        lasting = [step for step in route.steps if step.of == "the request" and step.when == "after" and step.days]
        if lasting:
            anchors["the request"] = min(_moved(min([on, *before]), step, calendar, back=True) for step in lasting)
    return anchors


def _days(route: Route, on: dt.date, calendar: str) -> dict[str, dt.date]:
    anchors = _anchors(route, on, calendar)
    return {
        step.what: _moved(anchors[step.of], step, calendar)
        for step in route.steps
        if step.of in anchors and step.days is not None
    }


def _moved(day: dt.date, step: Step, calendar: str, back: bool = False) -> dt.date:
    """The day of *step* counted from *day*, or with *back* the day that it is counted from; never on a day off.

    The longer lead time is taken, and a day off gives way to the working day before, so that nothing comes too late.
    """
    count = (step.days or 0) * (1 if (step.when == "after") is not back else -1)
    if step.unit == "working":
        return add_working_days(day, count, calendar)
    moved = day + dt.timedelta(days=count)
    return moved if _is_working(moved, calendar) else add_working_days(moved, -1, calendar)
