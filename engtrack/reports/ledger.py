"""What became of the routes that were recommended: how many were taken up, by route and by who recommended, and silence."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import msgspec

from engtrack.layout import Column, Report, Role, Row, Table, Tone
from engtrack.model import Action, Meeting, MeetingStatus, Recommendation, RouteStatus
from engtrack.reports.tables import NOTHING, day, join, recommendations_table

RIPE = 90
"""Days after which a recommendation counts in the take-up rate: before, there was no time to take it."""
ASKED = (RouteStatus.REQUESTED, RouteStatus.SCHEDULED, RouteStatus.HELD)


class TakeUp(msgspec.Struct, frozen=True):
    """Of *recommended* ones more than 90 days ago, how many were *requested* by now, and how many *held*."""

    of: str
    recommended: int
    requested: int
    held: int

    @property
    def rate(self) -> str:
        """The share that was requested: `40 %`."""
        return f"{100 * self.requested / self.recommended:.0f} %" if self.recommended else NOTHING


class Silence(msgspec.Struct, frozen=True):
    """A stakeholder from whom something is awaited, the day of its last answer, and how many days ago that was."""

    who: str
    awaited: tuple[str, ...]
    last_answer: dt.date | None
    days: int | None


class Ledger(msgspec.Struct, frozen=True):
    """The take-up of recommended routes on a day, and who is silent."""

    as_of: dt.date
    total: TakeUp
    by_route: tuple[TakeUp, ...]
    by_recommender: tuple[TakeUp, ...]
    not_ripe: int
    silence: tuple[Silence, ...]
    open: tuple[Recommendation, ...]


def ledger(
    recommendations: Iterable[Recommendation],
    actions: Iterable[Action],
    meetings: Iterable[Meeting],
    us: str | None,
    today: dt.date,
) -> Ledger:
    """The ledger of these records on *today*."""
    items = list(recommendations)
    ripe = [item for item in items if item.happened_on is not None and (today - item.happened_on).days > RIPE]
    return Ledger(
        as_of=today,
        total=_take_up("all", ripe),
        by_route=_by(ripe, lambda item: (item.route,)),
        by_recommender=_by(ripe, lambda item: item.recommended_by or (NOTHING,)),
        not_ripe=len(items) - len(ripe),
        silence=silence(items, actions, meetings, us, today),
        open=tuple(item for item in items if item.is_open),
    )


def _by(items: list[Recommendation], keys: Callable[[Recommendation], Sequence[str]]) -> tuple[TakeUp, ...]:
    groups: dict[str, list[Recommendation]] = {}
    for item in items:
        for key in keys(item):
            groups.setdefault(key, []).append(item)
    found = (_take_up(key, group) for key, group in groups.items())
    return tuple(sorted(found, key=lambda one: (-one.recommended, one.of)))


def _take_up(of: str, items: list[Recommendation]) -> TakeUp:
    return TakeUp(
        of=of,
        recommended=len(items),
        requested=sum(item.first_on(*ASKED) is not None for item in items),
        held=sum(item.first_on(RouteStatus.HELD) is not None for item in items),
    )


def silence(
    recommendations: Iterable[Recommendation],
    actions: Iterable[Action],
    meetings: Iterable[Meeting],
    us: str | None,
    today: dt.date,
) -> tuple[Silence, ...]:
    """Those from whom an answer is awaited, longest silent first.

    Awaited are their open actions that we do not share, and routes that were requested of who recommended them. An answer is a meeting that
    was held with them, an action of theirs that was closed, and a requested route that moved on.
    """
    awaited: dict[str, list[str]] = {}
    answers: dict[str, list[dt.date]] = {}
    for action in actions:
        for key in action.owner:
            if key != us and us not in action.owner and action.is_open:
                awaited.setdefault(key, []).append(action.id)
            elif key != us and action.closed_on is not None:
                answers.setdefault(key, []).append(action.closed_on)
    for item in recommendations:
        for key in item.recommended_by:
            if item.status is RouteStatus.REQUESTED:
                awaited.setdefault(key, []).append(item.id)
            elif item.first_on(RouteStatus.REQUESTED) is not None and item.since is not None:
                answers.setdefault(key, []).append(item.since)
    for meeting in meetings:
        if meeting.status is MeetingStatus.HELD and meeting.date is not None and meeting.date <= today:
            for key in meeting.stakeholders:
                answers.setdefault(key, []).append(meeting.date)
    found = []
    for key, ids in awaited.items():
        last = max((on for on in answers.get(key, ()) if on <= today), default=None)
        found.append(Silence(key, tuple(ids), last, (today - last).days if last else None))
    return tuple(sorted(found, key=lambda one: (-(one.days if one.days is not None else 1_000_000), one.who)))


def ledger_report(value: Ledger) -> Report:
    """The ledger as `report routes` prints it."""
    facts = (
        ("As of", day(value.as_of)),
        (
            "Taken up",
            f"{value.total.rate} of {value.total.recommended} recommended more than {RIPE} days ago were requested",
        ),
        ("Held", str(value.total.held)),
        ("Not counted", f"{value.not_ripe} recommended since, or on a day that is not known"),
    )
    return Report(
        "Routes: what became of them",
        facts,
        (
            _take_up_table("Take-up by route", "Route", value.by_route),
            _take_up_table("Take-up by who recommended", "Recommended by", value.by_recommender),
            silence_table(value.silence),
            recommendations_table("Open recommendations", value.open, "none is open", value.as_of),
        ),
    )


def _take_up_table(title: str, name: str, rows: Iterable[TakeUp]) -> Table:
    columns = (
        Column(name, Role.ID),
        Column("Recommended", Role.BAR),
        Column("Requested"),
        Column("Held"),
        Column("Taken up"),
    )
    cells = tuple(Row((one.of, str(one.recommended), str(one.requested), str(one.held), one.rate)) for one in rows)
    return Table(title, columns, cells, f"nothing was recommended more than {RIPE} days ago")


def silence_table(found: Iterable[Silence]) -> Table:
    """Who is silent, for how long, and what is awaited."""
    columns = (Column("Who", Role.ID), Column("Last answer"), Column("Silent for"), Column("Awaited", Role.MAIN))
    rows = tuple(
        Row(
            (
                one.who,
                day(one.last_answer),
                f"{one.days:,} d" if one.days is not None else "no answer yet",
                join(one.awaited),
            ),
            Tone.LATE if one.days is None or one.days > RIPE else Tone.PLAIN,
        )
        for one in found
    )
    return Table("Silence", columns, rows, "nobody owes an answer")
