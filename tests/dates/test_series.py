"""What comes again: how often it is said, and the next day of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engtrack.dates.series import next_day, read_repeat
from engtrack.errors import Misused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every quarter", "every quarter"),
        ("Quarterly", "every quarter"),
        ("every 2 weeks", "every 2 weeks"),
        ("every two weeks", "every 2 weeks"),
        ("every other month", "every 2 months"),
        ("every 1 month", "every month"),
        ("annually", "every year"),
        ("each day", "every day"),
    ],
)
def test_how_often_is_kept_in_one_form(text, expected):
    assert read_repeat(text) == expected
    assert read_repeat(expected) == expected


@pytest.mark.parametrize("text", ["", "sometimes", "every", "every 0 weeks", "every fortnight or so", "every -1 week"])
def test_what_is_not_understood_is_refused_with_examples(text):
    with pytest.raises(Misused, match="try every week"):
        read_repeat(text)


@pytest.mark.parametrize(
    ("repeat", "day", "after", "expected"),
    [
        ("every quarter", date(2025, 3, 31), date(2025, 3, 31), date(2025, 6, 30)),  # month ends stay month ends
        ("every month", date(2025, 1, 31), date(2025, 1, 31), date(2025, 2, 28)),
        ("every month", date(2025, 1, 30), date(2025, 2, 28), date(2025, 3, 30)),  # and the 30th stays the 30th
        ("every year", date(2024, 2, 29), date(2024, 2, 29), date(2025, 2, 28)),
        ("every 2 weeks", date(2025, 5, 9), date(2025, 5, 9), date(2025, 5, 23)),
        ("every week", date(2025, 5, 9), date(2025, 6, 1), date(2025, 6, 6)),  # days that were missed do not pile up
    ],
)
def test_the_next_day_of_a_series(repeat, day, after, expected):
    assert next_day(repeat, day, after) == expected


@given(
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
    st.integers(1, 12),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.integers(0, 900),
)
def test_the_next_day_is_always_later(unit, count, day, late):
    repeat = read_repeat(f"every {count} {unit}s")
    after = day + timedelta(days=late)

    assert next_day(repeat, day, after) > after
