"""How urgent an open action is, as a sum of reasons that can be read out."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from engtrack.model import Action, Config, Priority, Strength

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
    """What an action gets points for, or loses them."""

    points: float
    why: str


class Urgency:
    """How urgent an action is on a day; *actions* are those that depend on others, and those others."""

    def __init__(self, actions: Iterable[Action], today: dt.date, config: Config) -> None:
        self.today = today
        self.config = config
        self._open: set[str] = set()
        self._needed: dict[str, list[str]] = {}
        self.linked: set[str] = set()
        for action in actions:
            self.linked.add(action.id)
            if action.is_open:
                self._open.add(action.id)
                for id in action.depends_on:
                    self._needed.setdefault(id, []).append(action.id)

    def of(self, action: Action) -> float:
        """The sum of the points; 0 for what is closed."""
        return sum(reason.points for reason in self.reasons(action))

    def key(self, action: Action) -> tuple[float, dt.date, int]:
        """Sort key: most urgent first, of equals the sooner due and the older one."""
        return (-round(self.of(action), DIGITS), action.due or dt.date.max, action.number)

    def blockers(self, action: Action) -> list[str]:
        """The open actions that it depends on."""
        return [id for id in action.depends_on if id in self._open]

    def reasons(self, action: Action) -> list[Reason]:
        """Why *action* stands where it stands, in the order of the rules."""
        if not action.is_open:
            return []
        found = [*self._of_day(action)]
        found.append(Reason(STRENGTHS[action.strength], f"it was {action.strength}"))
        if action.priority is not Priority.NORMAL:
            found.append(Reason(PRIORITIES[action.priority], f"its priority is {action.priority}"))
        if action.is_waiting(self.today):
            found.append(Reason(WAITING, say_waiting(action)))
        if action.depends_on and (blockers := self.blockers(action)):
            found.append(Reason(BLOCKED, f"it depends on {', '.join(blockers)}"))
        if self._needed and action.id in self._needed:
            found.append(Reason(NEEDED, f"{', '.join(self._needed[action.id])} cannot go on without it"))
        return found

    def _of_day(self, action: Action) -> Iterable[Reason]:
        if action.due is None:
            review = action.review_day(self.config.review_after)
            if review is not None and review <= self.today:
                yield Reason(REVIEW, f"it has no day and was to be reviewed on {review}")
            return
        left = (action.due - self.today).days
        soon = self.config.due_soon
        if left < 0:
            yield Reason(OVERDUE + min(-left, LATEST) / 7, f"it is overdue by {_days(-left)}")
        elif left <= soon:
            yield Reason(
                SOON + SOON * (1 - left / (soon + 1)), f"it is due in {_days(left)}" if left else "it is due today"
            )
        else:
            yield Reason(SOON * max(0.0, 1 - (left - soon) / FAR), f"it is due in {_days(left)}")


def say_waiting(action: Action) -> str:
    """`waiting for EMA until 2025-06-30`."""
    whom = f" for {' + '.join(action.waiting_for)}" if action.waiting_for else ""
    until = f" until {action.waiting_until}" if action.waiting_until else ""
    return f"waiting{whom}{until}"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count:,} days"
