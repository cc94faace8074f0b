"""Plans: milestones back from the day of the meeting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engtrack.routes.catalogue import load_catalogue
from engtrack.routes.planning import plan

CATALOGUE = load_catalogue()
TODAY = date(2025, 5, 12)


def laid(key, on, today=TODAY):
    value = plan(CATALOGUE[key], on, today, "NL")
    return value, {item.what: item.day for item in value.milestones}


def test_scientific_advice_is_laid_back_from_its_discussion_meeting():
    value, days = laid("SA", date(2025, 10, 15))

    assert days["Discussion meeting: the day planned for"] == date(2025, 10, 15)
    assert days["Validation"] == date(
        2025, 8, 14
    )  # 60 days before is a Saturday: the working day before that, 15 August, opens it
    assert days["Send the request"] == date(2025, 7, 25)
    assert days["CHMP adoption, with discussion meeting"] == date(
        2025, 10, 24
    )  # day 70 of a start on 14 August, on a working day
    assert not any(item.is_late for item in value.milestones)


def test_working_days_after_a_portfolio_meeting_are_counted():
    _, days = laid("PTM", date(2025, 10, 15))

    assert days["Applicant drafts the report"] == date(2025, 10, 29)
    assert days["Presentation"] == date(2025, 10, 8)
    assert days["Briefing document"] == date(2025, 9, 3)


def test_what_is_late_is_shown_with_the_first_day_that_is_feasible():
    value, _ = laid("INTERACT", date(2025, 6, 2))

    assert [item.what for item in value.milestones if item.is_late] == [
        "Meeting package, together with the request",
        "FDA decides on the request",
    ]
    assert value.feasible == date(2025, 7, 28)


@pytest.mark.parametrize("what", ["Validation", "Send the request"])
def test_what_is_to_be_done_today_is_not_late_and_what_was_to_be_done_yesterday_is(what):
    _, days = laid("SA", date(2025, 10, 15))

    for today, is_late in ((days[what], False), (days[what] + timedelta(days=1), True)):
        value, _ = laid("SA", date(2025, 10, 15), today)
        assert [item.is_late for item in value.milestones if item.what == what] == [is_late]


def test_a_day_that_is_past_is_shown_as_late_and_not_refused():
    value, _ = laid("SA", date(2025, 1, 15))

    assert all(item.is_late or item.day is None for item in value.milestones if item.day != date(2025, 1, 15))


def test_a_step_without_a_lead_time_has_no_day_and_is_said_to_have_none():
    value, days = laid("QIG", date(2025, 10, 15))

    assert days["Public consultation on a preliminary considerations document"] is None
    assert "no lead time is known" in value.unknown[0]


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_route_can_be_planned(key):
    value, _ = laid(key, date(2026, 3, 16))

    assert any(item.day == date(2026, 3, 16) for item in value.milestones)


@given(st.sampled_from(list(CATALOGUE)), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_nothing_is_late_for_the_first_feasible_day_and_something_the_working_day_before(key, today):
    value = plan(CATALOGUE[key], today + timedelta(days=1), today, "weekends")

    if value.feasible is None:
        assert [item.day for item in value.milestones if item.day] == [value.on]
        return
    assert not any(item.is_late for item in plan(CATALOGUE[key], value.feasible, today, "weekends").milestones)


@given(st.sampled_from(list(CATALOGUE)), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_milestones_of_ours_fall_on_working_days(key, on):
    for item in plan(CATALOGUE[key], on, TODAY, "weekends").milestones:
        assert item.day is None or item.day == on or item.day.weekday() < 5


def test_where_no_lead_time_is_known_no_day_is_called_feasible():
    assert laid("QIG", date(2025, 10, 15))[0].feasible is None
