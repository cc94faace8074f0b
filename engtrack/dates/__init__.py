"""Text to day and back; *today* is always given. Working days, ranges and series stand
beside this; nothing else knows dateutil.

A due day is a day, never an instant. ISO comes first, because dateutil's day-first reading also flips ISO
dates; what has two readings is refused with both; what is not understood is an error, never today.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from engtrack.errors import Misused

MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if n}
MONTHS |= {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
WEEKDAYS = {name.casefold(): n for n, name in enumerate(calendar.day_name)}
WEEKDAYS |= {name.casefold(): n for n, name in enumerate(calendar.day_abbr)}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}
NUMBERS = dict(
    zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], range(1, 11), strict=True)
) | {"a": 1, "an": 1}
EXAMPLES = "2026-03-14, 14 March, friday, +2w, eom or Q3 2026"
WORKING_DAYS = rf"(?P<sign>[+-]|in )?(?P<count>\d{{1,5}}|{'|'.join(NUMBERS)}) ?(?P<unit>wd|working days?)"
LAST_YEAR = 9990  # arithmetic on later days would leave the calendar


def say_day(day: date) -> str:
    """A day as people check it: weekday and ISO, like `Fri 2025-06-06`."""
    return f"{calendar.day_abbr[day.weekday()]} {day.isoformat()}"


def end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def end_of_quarter(year: int, quarter: int) -> date:
    return end_of_month(year, quarter * 3)


def read_day(text: str, today: date, order: str | None = None, past: bool = False, calendar: str = "weekends") -> date:
    """The day that *text* means, seen from *today*: the coming one, or with *past* the latest that is not to come.

    *order* is `dmy` or `mdy` and settles what 03/04/2025 means; *calendar* says what is a working day. Raises Misused for what cannot be read,
    what has two readings, and what lies outside the years 1900 to 9990.
    """
    words = re.sub(r"^(?:by|on|before|until) ", "", " ".join(text.casefold().replace(",", " ").split()))
    try:
        day = _read(words, today, order, calendar)
        if day is not None and past and day > today:
            day = _latest(words, today, order, day, calendar)
    except (ValueError, OverflowError):
        day = None
    if day is None or not 1900 <= day.year <= LAST_YEAR:
        raise Misused(f"cannot read {text!r} as a date; try {EXAMPLES}")
    return day


def _latest(words: str, today: date, order: str | None, coming: date, calendar: str) -> date:
    """The last day of this name instead of the coming one: last Friday, this year's or last year's 8 May."""
    if re.fullmatch(rf"(?:this )?(?:{_DAY})", words):
        return coming - timedelta(days=7)
    if not re.search(r"\d{4}", words) and re.search(rf"\b(?:{_MONTH})\b", words) and not words.startswith("end"):
        for year in range(today.year, today.year - 9, -1):
            try:
                found = _read(f"{words} {year}", today, order, calendar)
            except ValueError:
                continue
            if found is not None and found <= today:
                return found
    return coming


def _read(words: str, today: date, order: str | None, calendar: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        pass
    working = re.fullmatch(WORKING_DAYS, words)
    if working is not None:
        from engtrack.dates.working import add_working_days

        return add_working_days(today, _count(working), calendar)
    for pattern, reader in _readers():
        match = pattern.fullmatch(words)
        if match:
            return reader(match, today, order)
    return None


def _named(match: re.Match[str], today: date, order: str | None) -> date:
    return {
        "today": today,
        "now": today,
        "tomorrow": today + timedelta(days=1),
        "yesterday": today - timedelta(days=1),
        "eow": today + timedelta(days=(4 - today.weekday()) % 7),
        "eom": end_of_month(today.year, today.month),
        "eoq": end_of_quarter(today.year, (today.month + 2) // 3),
        "eoy": date(today.year, 12, 31),
    }[match[0]]


def _weekday(match: re.Match[str], today: date, order: str | None) -> date:
    """The coming such day, never today; with `next`, the one in next week."""
    ahead = (WEEKDAYS[match["day"]] - today.weekday() - 1) % 7 + 1
    if match["next"]:
        ahead = 7 - today.weekday() + WEEKDAYS[match["day"]]
    return today + timedelta(days=ahead)


def _count(match: re.Match[str]) -> int:
    count = int(NUMBERS.get(match["count"], match["count"])) * (-1 if match["sign"] == "-" else 1)
    if abs(count) > 100_000:
        raise OverflowError
    return count


def _offset(match: re.Match[str], today: date, order: str | None) -> date:
    count = _count(match)
    unit = match["unit"]
    if unit[0] in "dw":
        return today + timedelta(days=count * (7 if unit[0] == "w" else 1))
    from dateutil.relativedelta import relativedelta  # 15 ms that a plain date need not pay

    months = relativedelta(years=count) if unit[0] == "y" else relativedelta(months=count)
    return today + months


def _end_of(match: re.Match[str], today: date, order: str | None) -> date:
    month, year = MONTHS[match["month"]], int(match["year"] or 0)
    if not year:
        year = today.year + (end_of_month(today.year, month) < today)
    return end_of_month(year, month)


def _end_of_period(match: re.Match[str], today: date, order: str | None) -> date:
    if match["period"] == "week":
        day = today + timedelta(days=7) if match["next"] else today
        return (
            day + timedelta(days=4 - day.weekday()) if day.weekday() <= 4 else day + timedelta(days=11 - day.weekday())
        )
    month, year = today.month, today.year
    span = {"month": 1, "quarter": 3, "year": 12}[match["period"]]
    month = -(-month // span) * span + (span if match["next"] else 0)
    return end_of_month(year + (month - 1) // 12, (month - 1) % 12 + 1)


def _quarter(match: re.Match[str], today: date, order: str | None) -> date:
    quarter, year = int(match["quarter"]), int(match["year"] or 0)
    if not year:
        year = today.year + (end_of_quarter(today.year, quarter) < today)
    return end_of_quarter(year, quarter)


def _day_month(match: re.Match[str], today: date, order: str | None) -> date:
    """14 March: this year's, or next year's once it has passed."""
    month, day = MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        found = date(int(match["year"]), month, day)
        if match["weekday"] and WEEKDAYS[match["weekday"]] != found.weekday():
            raise Misused(f"{match[0]!r} is no such day: {say_day(found)}; leave the weekday out or put it right")
        return found
    for year in range(today.year, today.year + 9):  # 29 February may be eight years away
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today and (not match["weekday"] or WEEKDAYS[match["weekday"]] == found.weekday()):
            return found
    raise ValueError


def _figures(match: re.Match[str], today: date, order: str | None) -> date:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    readings: dict[str, date] = {}
    for name, (day, month) in {"dmy": (first, second), "mdy": (second, first)}.items():
        try:
            readings[name] = date(year, month, day)
        except ValueError:
            continue
    if len(set(readings.values())) == 2 and order not in readings:
        both = " or ".join(say_day(day) for day in readings.values())
        raise Misused(
            f"{match[0]!r} has two readings, {both}; write it as {readings['dmy'].isoformat()}, "
            "or settle it with: engtrack config date-order dmy"
        )
    if not readings:
        raise ValueError
    return readings[order] if order in readings else next(iter(readings.values()))


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
Reader = Callable[[re.Match[str], date, str | None], date | None]


@cache
def _readers() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """What a day may look like, and what reads it; compiled when the first day is read that is not ISO."""
    forms: tuple[tuple[str, Reader], ...] = (
        (r"today|now|tomorrow|yesterday|eow|eom|eoq|eoy", _named),
        (rf"(?:(?P<next>next)|this|on)? ?(?P<day>{_DAY})", _weekday),
        (
            r"(?:(?P<sign>[+-])|in )(?P<count>\d{1,7}) ?(?P<unit>d|days?|w|weeks?|m|months?|y|years?)",
            _offset,
        ),
        (
            rf"(?P<sign>in )?(?P<count>\d{{1,7}}|{'|'.join(NUMBERS)}) (?P<unit>days?|weeks?|months?|years?)",
            _offset,
        ),
        (r"(?:the )?end of (?P<year>\d{4})", lambda match, today, order: date(int(match["year"]), 12, 31)),
        (
            r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
            lambda match, today, order: date(int(match["y"]), int(match["m"]), int(match["d"])),
        ),
        (rf"(?:by |the )*end(?: of)? (?P<month>{_MONTH})\.?(?: (?P<year>\d{{4}}))?", _end_of),
        (r"(?:by |the )*end of (?:the |this |(?P<next>next ))?(?P<period>week|month|quarter|year)", _end_of_period),
        (r"(?:(?:by |the )*end(?: of)? )?q(?P<quarter>[1-4])(?:[ /-]?(?P<year>\d{4}))?", _quarter),
        (
            rf"(?:(?P<weekday>{_DAY}) )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<month>{_MONTH})\.?(?:[ -](?P<year>\d{{4}}))?",
            _day_month,
        ),
        (
            rf"(?:(?P<weekday>{_DAY}) )?(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<year>\d{{4}}))?",
            _day_month,
        ),
        (r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})", _figures),
    )
    return tuple((re.compile(pattern, re.ASCII), reader) for pattern, reader in forms)
