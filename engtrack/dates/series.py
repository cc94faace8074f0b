"""What comes again and again: `every quarter` to the next day of it. Month ends stay month ends."""

import re
from calendar import monthrange
from datetime import date, datetime

from engtrack.dates import NUMBERS
from engtrack.errors import Misused

UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "quarter": "MONTHLY", "year": "YEARLY"}
ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
ADVERBS |= {"annually": "year"}
EXAMPLES = "every week, every 2 weeks, every month, every quarter, every 6 months or every year"


def read_repeat(text: str) -> str:
    """How often *text* says, in the one form that is kept: `every quarter`, `every 2 weeks`. Raises Misused."""
    words = " ".join(text.casefold().split())
    words = f"every {ADVERBS[words]}" if words in ADVERBS else words
    match = re.fullmatch(rf"(?:every|each) (?:(other|second)|(\d{{1,3}}|{'|'.join(NUMBERS)}) )? ?([a-z]+?)s?", words)
    if match is None or match[3] not in UNITS:
        raise Misused(f"cannot read {text!r} as how often something comes again; try {EXAMPLES}")
    count = 2 if match[1] else int(NUMBERS.get(match[2], match[2])) if match[2] else 1
    if count < 1:
        raise Misused(f"cannot read {text!r} as how often something comes again; try {EXAMPLES}")
    return f"every {match[3]}" if count == 1 else f"every {count} {match[3]}s"


def next_day(repeat: str, day: date, after: date) -> date:
    """The first day of the series through *day*, *repeat* as `read_repeat` gives it, that is later than *after*."""
    from dateutil.rrule import rrule, rrulestr

    match = re.fullmatch(r"every (?:(\d+) )?([a-z]+?)s?", repeat)
    if match is None or match[2] not in UNITS:
        raise Misused(f"cannot read {repeat!r} as how often something comes again; try {EXAMPLES}")
    interval = int(match[1] or 1) * (3 if match[2] == "quarter" else 1)
    rule = f"FREQ={UNITS[match[2]]};INTERVAL={interval}"
    if match[2] in {"month", "quarter", "year"} and day.day > 28:
        # a month without the day takes its last one; the last day of a month stays the last
        last = monthrange(day.year, day.month)[1]
        rule += ";BYMONTHDAY=-1" if day.day == last else f";BYMONTHDAY={_days(day.day)};BYSETPOS=-1"
        rule += f";BYMONTH={day.month}" if match[2] == "year" else ""
    series = rrulestr(rule, dtstart=datetime(day.year, day.month, day.day))  # noqa: DTZ001  a day has no zone
    assert isinstance(series, rrule)
    later = series.after(datetime(after.year, after.month, after.day))  # noqa: DTZ001
    if later is None:
        raise Misused(f"there is no day after {after} that comes {repeat} from {day}")
    return later.date()


def _days(last: int) -> str:
    return ",".join(str(day) for day in range(28, last + 1))
