"""Working days: Monday to Friday without the public holidays of a country, as far as they are known here."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from engtrack.errors import Misused

WEEKENDS = "weekends"
"""The calendar that knows no holidays."""


def add_working_days(day: date, count: int, calendar: str = WEEKENDS) -> date:
    """The day *count* working days after *day* by the *calendar* of a country, or before it when *count* is negative."""
    is_holiday = _holidays(calendar)
    step = timedelta(days=1 if count >= 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() >= 5 or is_holiday(day) is not None:
            day += step
    return day


def holidays_between(first: date, last: date, calendar: str) -> list[tuple[date, str]]:
    """The holidays that fall on what would be working days after *first* and until *last*, each with its name."""
    name_of = _holidays(calendar)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return [(day, name) for day in days if day.weekday() < 5 and (name := name_of(day)) is not None]


def knows_holidays() -> bool:
    """Whether the holidays of countries are installed (the extra `holidays`)."""
    from importlib.util import find_spec

    return find_spec("holidays") is not None


def check_calendar(name: str) -> str:
    """The calendar of this *name*, a country's two letters or `weekends`; refused when there is none such."""
    if name.casefold() == WEEKENDS:
        return WEEKENDS
    country = name.upper()
    if len(country) == 2 and country.isascii() and country.isalpha() and _exists(country):
        return country
    raise Misused(f"there is no calendar {name!r}; name a country by its two letters, like NL, or weekends")


def _exists(country: str) -> bool:
    if not knows_holidays():
        return True
    import holidays

    return country in holidays.list_supported_countries(include_aliases=False)


@cache
def _holidays(calendar: str) -> Callable[[date], str | None]:
    """What says of a day which holiday it is; nothing but weekends where holidays are not installed."""
    if calendar == WEEKENDS or not knows_holidays():
        return lambda day: None
    import holidays  # 100 ms and more, paid only where working days are counted

    known: Any = holidays.country_holidays(calendar, language="en_US")
    return lambda day: known.get(day)
