"""How urgent an open action is, as a sum of reasons that can be read out."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

import msgspec

from engtrack.model import Action, ActionStatus, Config, Priority, Strength

STRENGTHS = {
    Strength.COMMITTED: 2.0,
    Strength.AGREED: 1.6,
    Strength.REQUESTED: 1.2,
    Strength.INVITED: 0.8,
    Strength.ENCOURAGED: 0.4,
}
PRIORITIES = {Priority.HIGH: 5.0, Priority.NORMAL: 0.0, Priority.LOW: -3.0}
OVERDUE, LATEST = 8.0, 28
"""Points for a day that has passed, one more for each week, up to so many days."""
SOON, FAR = 4.0, 366
"""Points for a day that comes, as many again the nearer it is; after so many days there are none left."""
REVIEW, WAITING, BLOCKED, NEEDED = 5.0, -6.0, -5.0, 3.0
DIGITS = 6
"""Behind the point, of a sum that is compared with another."""


class Reason(NamedTuple):
    """What an action gets points for, or loses them; put in words only where they are read."""

    points: float
    words: str
    value: object = None

    @property
    def why(self) -> str:
        return self.words.format(_days(self.value) if isinstance(self.value, int) else self.value)


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """Of an action only what its urgency goes by, so that few have to be read whole where many are put in order."""

    id: str
    strength: Strength = Strength.COMMITTED
    status: ActionStatus = ActionStatus.OPEN
    due: dt.date | None = None
    happened_on: dt.date | None = None
    review_by: dt.date | None = None
    priority: Priority = Priority.NORMAL
    depends_on: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()
    waiting_until: dt.date | None = None

    number: ClassVar[Any] = Action.number
    is_open: ClassVar[Any] = Action.is_open
    is_waiting: ClassVar[Any] = Action.is_waiting
    review_day: ClassVar[Any] = Action.review_day


class Urgency:
    """How urgent an action is on a day; *actions* are those that depend on others, and those others."""

    def __init__(self, actions: Iterable[Action], today: dt.date, config: Config) -> None:
        self.today = today
        self.config = config
        self._open: set[str] = set()
        self._needed: dict[str, list[str]] = {}
        self.linked: set[str] = set()
        self._sums: dict[tuple[object, ...], float] = {}
        for action in actions:
            self.linked.add(action.id)
            if action.is_open:
                self._open.add(action.id)
                for id in action.depends_on:
                    self._needed.setdefault(id, []).append(action.id)

    def of(self, action: Action | Ranked) -> float:
        """The sum of the points; 0 for what is closed."""
        return sum(reason.points for reason in self.reasons(action))

    def key(self, action: Action | Ranked) -> tuple[float, dt.date, int]:
        """Sort key: most urgent first, of equals the sooner due and the older one."""
        return (-self._sum(action), action.due or dt.date.max, action.number)

    def _sum(self, action: Action | Ranked) -> float:
        """The points as they are compared, counted once for all actions that nothing but their ids tells apart."""
        if action.id in self.linked:
            return round(self.of(action), DIGITS)
        like = (action.due, action.strength, action.status, action.priority, action.happened_on, action.review_by,
                action.waiting_until)  # fmt: skip
        if like not in self._sums:
            self._sums[like] = round(self.of(action), DIGITS)
        return self._sums[like]

    def blockers(self, action: Action | Ranked) -> list[str]:
        """The open actions that it depends on."""
        return [id for id in action.depends_on if id in self._open]

    def reasons(self, action: Action | Ranked) -> list[Reason]:
        """Why *action* stands where it stands, in the order of the rules."""
        if not action.is_open:
            return []
        found = [*self._of_day(action)]
        found.append(Reason(STRENGTHS[action.strength], "it was {}", action.strength))
        if action.priority is not Priority.NORMAL:
            found.append(Reason(PRIORITIES[action.priority], "its priority is {}", action.priority))
        if action.is_waiting(self.today):
            found.append(Reason(WAITING, "{}", say_waiting(action)))
        if action.depends_on and (blockers := self.blockers(action)):
            found.append(Reason(BLOCKED, "it depends on {}", ", ".join(blockers)))
        if self._needed and action.id in self._needed:
            found.append(Reason(NEEDED, "{} cannot go on without it", ", ".join(self._needed[action.id])))
        return found

    def _of_day(self, action: Action | Ranked) -> Iterable[Reason]:
        if action.due is None:
            review = action.review_day(self.config.review_after)
            if review is not None and review <= self.today:
                yield Reason(REVIEW, "it has no day and was to be reviewed on {}", review)
            return
        left = (action.due - self.today).days
        soon = self.config.due_soon
        if left < 0:
            yield Reason(OVERDUE + min(-left, LATEST) / 7, "it is overdue by {}", -left)
        elif left <= soon:
            yield Reason(SOON + SOON * (1 - left / (soon + 1)), "it is due in {}" if left else "it is due today", left)
        else:
            yield Reason(SOON * max(0.0, 1 - (left - soon) / FAR), "it is due in {}", left)


def say_waiting(action: Action | Ranked) -> str:
    """`waiting for EMA until 2025-06-30`."""
    whom = f" for {' + '.join(action.waiting_for)}" if action.waiting_for else ""
    until = f" until {action.waiting_until}" if action.waiting_until else ""
    return f"waiting{whom}{until}"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count:,} days"
