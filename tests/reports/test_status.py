"""The edges of the status report: which day is still soon, whose day of review has come, and which week counts."""

import datetime as dt

from engtrack.model import Action, Config
from engtrack.reports.status import status

TODAY = dt.date(2025, 5, 9)
ENTERED = dt.datetime(2025, 5, 9, 10, tzinfo=dt.UTC)


def day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def seen(*actions: Action):
    return status("register", [], actions, [], Config(), TODAY)


def action(number: int, **fields) -> Action:
    return Action(id=f"A{number}", text="send", entered_at=ENTERED, **fields)


def test_soon_begins_today_and_ends_with_the_fourteenth_day():
    found = seen(*(action(n, due=day(days)) for n, days in enumerate([-1, 0, 14, 15], start=1)))

    assert [item.id for item in found.overdue] == ["A1"]
    assert [item.id for item in found.due_soon] == ["A2", "A3"]


def test_an_undated_action_is_to_be_reviewed_from_the_ninetieth_day():
    found = seen(action(1, happened_on=day(-89)), action(2, happened_on=day(-90)))

    assert {item.action.id: item.to_review for item in found.undated} == {"A1": False, "A2": True}


def test_what_was_asked_today_counts_in_this_week_and_what_will_be_asked_does_not():
    found = seen(action(1, happened_on=TODAY), action(2, happened_on=day(1)))

    assert (found.weeks[-1].opened, found.weeks[-1].open) == (1, 1)
