"""The status report: what is late, what is coming, who owes whom, what was asked without a day, which routes are open."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import msgspec

from engtrack.dates import say_day
from engtrack.layout import Chart, Column, Part, Report, Role, Row, Series, Table, Tone
from engtrack.model import Action, Config, Meeting, MeetingStatus, Recommendation, RouteStatus
from engtrack.queries import soonest_first
from engtrack.reports.ledger import RIPE, Silence, TakeUp, ledger, silence, silence_table
from engtrack.reports.tables import NOTHING, actions_table, age, join, meetings_table, recommendations_table

UNOWNED = "no owner"
WEEKS = 12
AGES = (30, 90, 180)


class Owed(msgspec.Struct, frozen=True):
    """How much one side has open, and how much of it is late."""

    who: str
    open: int
    overdue: int


class Undated(msgspec.Struct, frozen=True):
    """An ask without a day, how many days ago it was made (None when not known), and whether it is due for review."""

    action: Action
    age: int | None
    to_review: bool


class Week(msgspec.Struct, frozen=True):
    """The week that begins on a Monday: how many actions were asked and closed in it, and how many were open at its end."""

    monday: dt.date
    opened: int
    closed: int
    open: int


class Ages(msgspec.Struct, frozen=True):
    """How many open actions were asked up to so many *days* ago (None for longer, or on a day that is not known)."""

    days: int | None
    count: int


class Status(msgspec.Struct, frozen=True):
    """The state of the register on a day."""

    as_of: dt.date
    register: str
    us: str | None
    counts: dict[str, int]
    overdue: tuple[Action, ...]
    due_soon: tuple[Action, ...]
    due_soon_days: int
    owed: tuple[Owed, ...]
    undated: tuple[Undated, ...]
    routes: dict[str, int]
    open_routes: tuple[Recommendation, ...]
    planned: tuple[Meeting, ...]
    waiting: tuple[Action, ...] = ()
    weeks: tuple[Week, ...] = ()
    ages: tuple[Ages, ...] = ()
    silence: tuple[Silence, ...] = ()
    take_up: TakeUp | None = None


def status(
    register: str,
    meetings: Iterable[Meeting],
    actions: Iterable[Action],
    recommendations: Iterable[Recommendation],
    config: Config,
    today: dt.date,
) -> Status:
    """The status of these records on *today*."""
    meetings, recommendations, actions = list(meetings), list(recommendations), list(actions)
    closed = 0
    active = []
    for action in actions:
        if action.is_open:
            active.append(action)
        else:
            closed += 1
    active.sort(key=soonest_first)
    horizon = today + dt.timedelta(days=config.due_soon)
    routes = Counter(item.status for item in recommendations)
    return Status(
        as_of=today,
        register=register,
        us=config.us,
        counts={
            "meetings": sum(meeting.status is MeetingStatus.HELD for meeting in meetings),
            "planned meetings": sum(meeting.status is MeetingStatus.PLANNED for meeting in meetings),
            "open actions": len(active),
            "closed actions": closed,
            "recommended routes": len(recommendations),
        },
        overdue=tuple(action for action in active if action.is_overdue(today)),
        due_soon=tuple(action for action in active if action.due and today <= action.due <= horizon),
        due_soon_days=config.due_soon,
        owed=_owed(active, config.us, today),
        undated=_undated(active, today, config.review_after),
        waiting=tuple(action for action in active if action.is_waiting(today)),
        weeks=_weeks(actions, today),
        ages=_ages(active, today),
        silence=silence(recommendations, actions, meetings, config.us, today),
        take_up=ledger(recommendations, (), (), config.us, today).total,
        routes={status.value: routes[status] for status in RouteStatus if routes[status]},
        open_routes=tuple(item for item in recommendations if item.is_open),
        planned=tuple(
            sorted(
                (meeting for meeting in meetings if meeting.status is MeetingStatus.PLANNED),
                key=lambda meeting: (meeting.date or dt.date.max, meeting.number),
            )
        ),
    )


def side(action: Action, us: str | None) -> str:
    """Who owes *action*: we, they or both jointly; its owners where it is not said whose register this is."""
    if not action.owner:
        return UNOWNED
    if us is None:
        return join(action.owner)
    if us not in action.owner:
        return "they owe"
    return "we owe" if len(action.owner) == 1 else "joint"


def _owed(active: list[Action], us: str | None, today: dt.date) -> tuple[Owed, ...]:
    open, late = Counter(side(action, us) for action in active), Counter[str]()
    late.update(side(action, us) for action in active if action.is_overdue(today))
    order = ["we owe", "they owe", "joint"] if us else sorted(open, key=lambda who: (-open[who], who))
    order = [who for who in order if who != UNOWNED] + ([UNOWNED] if open[UNOWNED] else [])
    return tuple(Owed(who, open[who], late[who]) for who in order)


def _weeks(actions: Iterable[Action], today: dt.date) -> tuple[Week, ...]:
    """The last WEEKS weeks, this one included."""
    monday = today - dt.timedelta(days=today.weekday())
    first = monday - dt.timedelta(weeks=WEEKS - 1)
    opened, closed = Counter[int](), Counter[int]()
    for action in actions:
        asked = action.happened_on or action.entered_at.date()
        if asked <= today:
            opened[max((asked - first).days // 7, -1)] += 1
        if not action.is_open and action.closed_on is not None and action.closed_on <= today and asked <= today:
            closed[max((max(action.closed_on, asked) - first).days // 7, -1)] += 1
    standing = opened[-1] - closed[-1]
    weeks = []
    for n in range(WEEKS):
        standing += opened[n] - closed[n]
        weeks.append(Week(first + dt.timedelta(weeks=n), opened[n], closed[n], standing))
    return tuple(weeks)


def _ages(active: Iterable[Action], today: dt.date) -> tuple[Ages, ...]:
    counts = Counter[int | None]()
    for action in active:
        days = (today - action.happened_on).days if action.happened_on else None
        counts[next((limit for limit in AGES if days is not None and days <= limit), None)] += 1
    return tuple(Ages(limit, counts[limit]) for limit in (*AGES, None))


def _undated(active: list[Action], today: dt.date, review_after: int) -> tuple[Undated, ...]:
    """Strongest first, the oldest of them first; one whose day of review has come is to be reviewed."""
    found = []
    for action in active:
        if action.due is None:
            age = (today - action.happened_on).days if action.happened_on else None
            review = action.review_day(review_after)
            found.append(Undated(action, age, review is not None and review <= today))
    return tuple(sorted(found, key=lambda item: (item.action.strength.rank, -(item.age or 0), item.action.number)))


def layout(value: Status, config: Config) -> Report:
    """The report as tables, in the order in which it is read out on a Monday."""
    facts = [
        ("As of", say_day(value.as_of)),
        ("Register", value.register),
        (
            "Holds",
            ", ".join(
                f"{count:,} {what if count != 1 else what[:-1]}" for what, count in value.counts.items() if count
            ),
        ),
    ]
    if value.us:
        facts.insert(2, ("We are", value.us))
    if value.take_up and value.take_up.recommended:
        count = value.take_up.recommended
        facts.append(("Taken up", f"{value.take_up.rate} of {count} routes recommended more than {RIPE} days ago"))
    tables: list[Part] = [
        actions_table(f"Overdue ({len(value.overdue)})", value.overdue, value.as_of, config, "nothing is overdue"),
        actions_table(
            f"Due within {value.due_soon_days} days ({len(value.due_soon)})",
            value.due_soon,
            value.as_of,
            config,
            "nothing is due",
        ),
        _owed_table(value),
        _undated_table(value),
        *(
            [actions_table(f"Waiting ({len(value.waiting)})", value.waiting, value.as_of, config, status=True)]
            if value.waiting
            else []
        ),
        *_trend(value),
        _routes_table(value),
    ]
    if value.open_routes:
        tables.append(recommendations_table("Routes to follow up", value.open_routes))
    if value.silence:
        tables.append(silence_table(value.silence))
    tables.append(meetings_table("Planned meetings", value.planned, "none is planned"))
    return Report("Engagement status", tuple(facts), tuple(tables))


def _trend(value: Status) -> Iterable[Part]:
    """How the work has gone in the last weeks, and how old what is open has become; nothing where nothing was."""
    if any(week.opened or week.closed or week.open for week in value.weeks):
        yield Chart(
            f"The last {WEEKS} weeks",
            tuple(f"{week.monday:%d %b}" for week in value.weeks),
            (
                Series("asked", tuple(week.opened for week in value.weeks)),
                Series("closed", tuple(week.closed for week in value.weeks)),
                Series("open", tuple(week.open for week in value.weeks)),
            ),
            is_over_time=True,
        )
    if any(ages.count for ages in value.ages):
        yield Chart(
            "Age of what is open",
            tuple(f"up to {ages.days} d" if ages.days else "older" for ages in value.ages),
            (Series("Open", tuple(ages.count for ages in value.ages)),),
        )


def _owed_table(value: Status) -> Table:
    return Table(
        "Open actions by who owes them",
        (Column("Owed by", Role.ID), Column("Open", Role.BAR), Column("Overdue")),
        tuple(
            Row((owed.who, str(owed.open), str(owed.overdue)), Tone.LATE if owed.overdue else Tone.PLAIN)
            for owed in value.owed
        ),
        "nothing is open",
    )


def _undated_table(value: Status) -> Table:
    columns = (
        Column("Id", Role.ID),
        Column("Strength"),
        Column("Asked"),
        Column("Owner"),
        Column("Action", Role.MAIN),
    )
    rows = tuple(
        Row(
            (
                item.action.id,
                item.action.strength.value,
                (NOTHING if item.age is None else age(item.age)) + (", review" if item.to_review else ""),
                join(item.action.owner),
                item.action.text,
            ),
            Tone.SOON if item.to_review else Tone.PLAIN,
        )
        for item in value.undated
    )
    to_review = sum(item.to_review for item in value.undated)
    title = f"Asked without a day ({len(rows)}{f', {to_review} to review' if to_review else ''})"
    return Table(title, columns, rows, "every open action has a day")


def _routes_table(value: Status) -> Table:
    return Table(
        "Recommended routes by status",
        (Column("Status", Role.ID), Column("Routes", Role.BAR)),
        tuple(Row((status, str(count))) for status, count in value.routes.items()),
        "no route was recommended yet",
    )
