"""Text to a range of days, for filters: `this-week`, `..2025-06-30`, `June 2025`, `Q3 2025`, `+2w`, or one day."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from engtrack.dates import LAST_YEAR, MONTHS, end_of_month, read_day
from engtrack.errors import Misused

EXAMPLES = "this-week, next month, Q3 2026, june 2026, 2026-05-01..2026-06-30, ..+2w or a day"


class Range(NamedTuple):
    """The days from *first* to *last*, both counted; None is open."""

    first: date | None
    last: date | None

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def read_range(text: str, today: date, order: str | None = None, calendar: str = "weekends") -> Range:
    """The days that *text* means, seen from *today*. Raises Misused for what cannot be read or ends before it begins."""
    if (period := _period(text, today)) is not None:
        return period
    first, dots, last = text.partition("..")
    if not dots:
        return _until_or_on(text, today, order, calendar)
    if not first.strip() and not last.strip():
        raise Misused(f"cannot read {text!r} as a range of days; try {EXAMPLES}")
    found = Range(
        _end(first, today, order, calendar).first if first.strip() else None,
        _end(last, today, order, calendar).last if last.strip() else None,
    )
    if found.first and found.last and found.first > found.last:
        raise Misused(f"{text!r} ends before it begins; try {found.last}..{found.first}")
    return found


def _end(text: str, today: date, order: str | None, calendar: str) -> Range:
    """One end of a range: a period, or a day."""
    if (period := _period(text, today)) is not None:
        return period
    day = read_day(text, today, order, calendar=calendar)
    return Range(day, day)


def _until_or_on(text: str, today: date, order: str | None, calendar: str) -> Range:
    """One day; a span from today (`+2w`) is all the days until then."""
    try:
        day = read_day(text, today, order, calendar=calendar)
    except Misused as error:
        if "two readings" in str(error):
            raise
        raise Misused(f"cannot read {text!r} as a range of days; try {EXAMPLES}") from error
    if text.strip().startswith("+"):
        return Range(today, day)
    return Range(day, today) if text.strip().startswith("-") else Range(day, day)


def _period(text: str, today: date) -> Range | None:
    """The week, month, quarter or year that *text* names; None when it names none, or one beyond the calendar."""
    try:
        return _named(" ".join(re.sub(r"[-_](?=[a-z])", " ", text.casefold()).split()), today)
    except (ValueError, OverflowError):
        return None


def _named(words: str, today: date) -> Range | None:
    if match := re.fullmatch(r"(this|next|last) (week|month|quarter|year)", words):
        shift = {"last": -1, "this": 0, "next": 1}[match[1]]
        return _span(match[2], shift, today)
    if match := re.fullmatch(r"(\d{4})", words):
        return _within(date(int(match[1]), 1, 1), 12)
    if match := re.fullmatch(r"q([1-4])(?: ?(\d{4}))?", words):
        return _within(date(int(match[2] or today.year), int(match[1]) * 3 - 2, 1), 3)
    if (match := re.fullmatch(r"([a-z]+)(?: (\d{4}))?", words)) and match[1] in MONTHS:
        return _within(date(int(match[2] or today.year), MONTHS[match[1]], 1), 1)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", words):
        return _within(date(int(match[1]), int(match[2]), 1), 1)
    return None


def _span(unit: str, shift: int, today: date) -> Range:
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
        return Range(monday, monday + timedelta(days=6))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = (today.month - 1) // months * months + shift * months
    return _within(date(today.year + start // 12, start % 12 + 1, 1), months)


def _within(first: date, months: int) -> Range:
    """The whole *months* from *first* on."""
    if not 1900 <= first.year <= LAST_YEAR:
        raise ValueError
    end = first.month - 1 + months - 1
    return Range(first, end_of_month(first.year + end // 12, end % 12 + 1))
