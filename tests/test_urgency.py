"""How actions are put in order of urgency."""

import datetime as dt
from itertools import product

from engtrack.model import ActionStatus, Config, Priority, Strength
from engtrack.urgency import DIGITS, Ranked, Urgency

TODAY = dt.date(2025, 6, 2)
DAYS = (None, dt.date(2025, 1, 1), dt.date(2025, 9, 1))
MEMBERS = {
    "strength": (Strength.COMMITTED, Strength.INVITED),
    "status": (ActionStatus.OPEN, ActionStatus.WAITING),
    "priority": (Priority.NORMAL, Priority.HIGH),
    "due": DAYS,
    "happened_on": DAYS,
    "review_by": DAYS,
    "waiting_until": DAYS,
}


def test_an_action_stands_where_its_own_points_put_it_whatever_was_put_in_order_before():
    urgency = Urgency([], TODAY, Config())

    for values in product(*MEMBERS.values()):
        action = Ranked(id="A1", **dict(zip(MEMBERS, values, strict=True)))
        alone = Urgency([], TODAY, Config())
        assert urgency.key(action)[0] == -round(alone.of(action), DIGITS)


def test_what_holds_others_up_stands_higher_than_its_like():
    needed, like = (Ranked(id=id, strength=Strength.INVITED) for id in ("A2", "A1"))
    waits = Ranked(id="A3", strength=Strength.INVITED, depends_on=("A2",))
    urgency = Urgency([waits, needed], TODAY, Config())

    assert sorted([waits, like, needed], key=urgency.key) == [needed, like, waits]
