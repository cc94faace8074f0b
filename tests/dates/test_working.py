"""Working days: without weekends and the public holidays of a country."""

from datetime import date

import pytest

from engtrack.dates import read_day
from engtrack.dates.working import add_working_days, check_calendar, holidays_between
from engtrack.errors import Misused

FRIDAY = date(2025, 4, 11)


def test_working_days_skip_weekends_and_the_holidays_of_the_country():
    assert add_working_days(FRIDAY, 10) == date(2025, 4, 25)
    assert add_working_days(FRIDAY, 10, "NL") == date(2025, 4, 29)  # Good Friday and Easter Monday


def test_working_days_go_back_too():
    assert add_working_days(date(2025, 4, 29), -10, "NL") == FRIDAY


def test_the_holidays_that_were_skipped_can_be_named():
    assert holidays_between(FRIDAY, date(2025, 4, 29), "NL") == [
        (date(2025, 4, 18), "Good Friday"),
        (date(2025, 4, 21), "Easter Monday"),
    ]


def test_a_day_in_working_days_is_read_by_the_calendar():
    assert read_day("+10wd", FRIDAY, calendar="NL") == date(2025, 4, 29)
    assert read_day("in ten working days", FRIDAY) == date(2025, 4, 25)


def test_a_calendar_is_a_country_or_weekends():
    assert (check_calendar("nl"), check_calendar("Weekends")) == ("NL", "weekends")
    for name in ("Holland", "N1", "QQ", ""):
        with pytest.raises(Misused, match="two letters"):
            check_calendar(name)
