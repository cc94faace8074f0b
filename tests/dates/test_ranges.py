"""Ranges of days for filters, as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engtrack.dates.ranges import Range, read_range
from engtrack.errors import EngtrackError, Misused

FRIDAY = date(2025, 5, 9)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("this-week", date(2025, 5, 5), date(2025, 5, 11)),
        ("next week", date(2025, 5, 12), date(2025, 5, 18)),
        ("last month", date(2025, 4, 1), date(2025, 4, 30)),
        ("next-quarter", date(2025, 7, 1), date(2025, 9, 30)),
        ("this year", date(2025, 1, 1), date(2025, 12, 31)),
        ("Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("Q4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("june", date(2025, 6, 1), date(2025, 6, 30)),
        ("February 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("..2025-06-30", None, date(2025, 6, 30)),
        ("tomorrow..", date(2025, 5, 10), None),
        ("2025-05-01..2025-06-30", date(2025, 5, 1), date(2025, 6, 30)),
        ("may..june", date(2025, 5, 1), date(2025, 6, 30)),
        ("june..", date(2025, 6, 1), None),
        ("+2w", FRIDAY, date(2025, 5, 23)),
        ("-2w", date(2025, 4, 25), FRIDAY),
        ("monday", date(2025, 5, 12), date(2025, 5, 12)),
    ],
)
def test_a_range_is_read_as_it_is_said(text, first, last):
    assert read_range(text, FRIDAY) == Range(first, last)


@pytest.mark.parametrize("text", ["this-weak", "..", "", "2025-13", "..soon", "Q5"])
def test_what_is_no_range_is_refused_with_examples(text):
    with pytest.raises(Misused, match="cannot read"):
        read_range(text, FRIDAY)


def test_a_range_that_ends_before_it_begins_is_refused_the_right_way_round():
    with pytest.raises(Misused, match=r"ends before it begins; try 2025-05-01\.\.2025-06-30"):
        read_range("2025-06-30..2025-05-01", FRIDAY)


def test_two_readings_of_one_end_are_refused_with_both():
    with pytest.raises(Misused, match="has two readings"):
        read_range("03/04/2025", FRIDAY)


def test_an_undated_thing_is_in_no_range():
    assert None not in Range(None, None)


@given(st.text(max_size=30), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_any_text_is_a_range_or_a_refusal(text, today):
    try:
        found = read_range(text, today)
    except EngtrackError:
        return
    assert found.first is None or found.last is None or found.first <= found.last
