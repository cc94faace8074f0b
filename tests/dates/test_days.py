"""What people type for a day, and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engtrack.dates import read_day, say_day
from engtrack.dates.working import add_working_days
from engtrack.errors import Misused

FRIDAY = date(2025, 5, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-03", date(2026, 4, 3)),  # ISO is never day-first
        ("today", FRIDAY),
        ("Tomorrow", date(2025, 5, 10)),
        ("yesterday", date(2025, 5, 8)),
        ("fri", date(2025, 5, 16)),  # on a Friday, the coming one
        ("monday", date(2025, 5, 12)),
        ("next friday", date(2025, 5, 16)),
        ("next thursday", date(2025, 5, 15)),
        ("+3d", date(2025, 5, 12)),
        ("-1d", date(2025, 5, 8)),
        ("+2w", date(2025, 5, 23)),
        ("+1m", date(2025, 6, 9)),
        ("+1y", date(2026, 5, 9)),
        ("in 3 weeks", date(2025, 5, 30)),
        ("+10wd", date(2025, 5, 23)),
        ("end of june", date(2025, 6, 30)),
        ("end of january", date(2026, 1, 31)),  # the next one to come
        ("eom", date(2025, 5, 31)),
        ("eoq", date(2025, 6, 30)),
        ("eoy", date(2025, 12, 31)),
        ("end of next month", date(2025, 6, 30)),
        ("Q3 2025", date(2025, 9, 30)),
        ("end of Q1", date(2026, 3, 31)),
        ("15 June", date(2025, 6, 15)),
        ("15 april", date(2026, 4, 15)),  # this year's has passed
        ("June 15, 2025", date(2025, 6, 15)),
        ("Wednesday 15th of October 2025", date(2025, 10, 15)),
        ("15/06/2025", date(2025, 6, 15)),  # the only reading
        ("05/05/2025", date(2025, 5, 5)),  # both readings are one day
        ("29 february", date(2028, 2, 29)),
        ("by friday", date(2025, 5, 16)),
        ("2 weeks", date(2025, 5, 23)),
        ("in two weeks", date(2025, 5, 23)),
        ("end of 2025", date(2025, 12, 31)),
        ("2026/03/14", date(2026, 3, 14)),
        ("Friday 9 May 2025", FRIDAY),
    ],
)
def test_a_day_is_read_as_people_type_it(text, expected):
    assert read_day(text, FRIDAY) == expected


@pytest.mark.parametrize(
    "text", ["31 feb", "5", "10am", "2026", "", "soon", "30/02/2025", "+1", "0001-01-01", "+9999999d"]
)
def test_what_is_not_understood_is_refused_and_never_today(text):
    with pytest.raises(Misused, match="cannot read .* as a date; try 2026-03-14"):
        read_day(text, FRIDAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 May", date(2025, 5, 8)),
        ("14 December", date(2024, 12, 14)),
        ("thursday", date(2025, 5, 8)),
        ("today", FRIDAY),
        ("2025-06-01", date(2025, 6, 1)),  # what is written out is what is meant
    ],
)
def test_for_what_has_happened_the_latest_such_day_is_meant(text, expected):
    assert read_day(text, FRIDAY, past=True) == expected


def test_a_weekday_that_does_not_fit_its_day_is_refused():
    with pytest.raises(Misused, match="is no such day: Mon 2025-06-09"):
        read_day("Tuesday 9 June 2025", FRIDAY)


def test_two_readings_are_refused_with_both():
    with pytest.raises(Misused) as refusal:
        read_day("03/04/2025", FRIDAY)

    assert "Thu 2025-04-03 or Tue 2025-03-04" in str(refusal.value)


@pytest.mark.parametrize(("order", "expected"), [("dmy", date(2025, 4, 3)), ("mdy", date(2025, 3, 4))])
def test_the_date_order_settles_two_readings(order, expected):
    assert read_day("03/04/2025", FRIDAY, order) == expected


@given(st.dates(date(1900, 1, 1), date(9000, 1, 1)), st.dates(date(1900, 1, 1), date(9000, 1, 1)))
def test_an_iso_day_means_itself_whatever_day_it_is(day, today):
    assert read_day(day.isoformat(), today, "dmy") == day
    assert say_day(day).endswith(day.isoformat())


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_refusal(text):
    try:
        assert isinstance(read_day(text, FRIDAY), date)
    except Misused as refusal:
        assert repr(text) in str(refusal) or "two readings" in str(refusal)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 300))
def test_working_days_are_never_at_a_weekend(day, count):
    later = add_working_days(day, count)

    assert later > day
    assert later.weekday() < 5
