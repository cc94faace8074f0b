"""Days as documents print them: found in running text, with what stands before them. No day is ever invented."""

import datetime as dt
import re
from typing import NamedTuple

from engtrack.dates import MONTHS, end_of_month, end_of_quarter

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_RANGE = r"(?:\s*(?:[-–—/&]|to|and)\s*\d{1,2}(?:st|nd|rd|th)?){0,3}"
DAY = re.compile(
    rf"(?<![\w/.-])(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?{_RANGE}\s+(?:of\s+)?(?P<m1>{_MONTH})\b\.?,?(?:\s+(?P<y1>(?:19|20)\d\d))?"
    rf"|(?P<m2>{_MONTH})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?{_RANGE}\b(?!\d)(?:,?\s+(?P<y2>(?:19|20)\d\d)\b)?"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
    r"|(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<y4>(?:19|20)\d\d)"
    r")(?![\w/])",
    re.IGNORECASE,
)
_TO_COME = (
    r"(?:no later than|not later than|at the latest(?: by)?|by|before|until|till|due(?: on| by)?|deadline(?: is| of|:)?|on or before|"
    r"latest by|ahead of|prior to|up to|(?:(?<=scheduled )|(?<=planned )|(?<=arranged ))for)"
)
_DUE = re.compile(
    rf"\b(?:(?P<by>{_TO_COME})|(?P<in>in(?: the course of)?|during|at|on))\s+(?:the\s+)?(?P<end>(?:very\s+)?end\s+(?:of\s+)?(?:the\s+(?!year|month|quarter))?(?:month\s+of\s+)?)?"
    rf"(?P<vague>(?:early|mid|middle of|late|beginning of|start of)[- ]\s*)?(?:(?:closing date|deadline|due date)(?: of|,)?\s+)?(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+(?:the\s+)?)?"
    rf"(?:Q(?P<quarter>[1-4])(?:[ /-]+(?P<qyear>20\d\d))?|(?P<word>first|second|third|fourth|last)\s+quarter(?:(?:\s+of)?\s+(?P<wyear>20\d\d))?"
    rf"|(?P<day>{DAY.pattern.replace('?P<', '?P<k_').replace('(?P=sep)', '(?P=k_sep)')})"
    rf"|(?P<span>(?:this|the|next|current)\s+(?:calendar\s+)?(?:year|month|quarter))|(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<myear>20\d\d))?|(?P<year>20\d\d)\b|(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})\b(?![/.\d]))",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(
    rf"\bwith (?P<day>\d{{1,2}} (?:{_MONTH})\b(?: 20\d\d)?) as (?:the|a) (?:cut-off|deadline|closing|due|last)\b",
    re.IGNORECASE,
)
_LATEST = re.compile(rf"(?<=, )(?P<day>\d{{1,2}} (?:{_MONTH})\b(?: 20\d\d)?)(?= (?:at the )?latest\b)", re.IGNORECASE)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}


class Found(NamedTuple):
    """A day in a text, where it stands, and whether its figures could be read the other way round."""

    day: dt.date
    start: int
    end: int
    ambiguous: bool = False


def days_in(text: str, year: int | None = None, american: bool = False) -> list[Found]:
    """Every day in *text*, the first one of a range; days without a year count only where *year* is given."""
    found = []
    for match in DAY.finditer(text):
        reading = _read(match, "", year, american)
        if reading is not None:
            found.append(Found(reading[0], match.start(), match.end(), reading[1]))
    return found


def _read(match: re.Match[str], prefix: str, year: int | None, american: bool) -> tuple[dt.date, bool] | None:
    get = {name.removeprefix(prefix): value for name, value in match.groupdict().items() if name.startswith(prefix)}
    try:
        if get["d1"]:
            return _day(get["y1"] or year, MONTHS[get["m1"].casefold()], get["d1"])
        if get["d2"]:
            return _day(get["y2"] or year, MONTHS[get["m2"].casefold()], get["d2"])
        if get["y3"]:
            return _day(get["y3"], int(get["m3"]), get["d3"])
        first, second = int(get["a"]), int(get["b"])
        both = first <= 12 and second <= 12 and first != second
        month, day = (first, second) if (american and first <= 12) or second > 12 else (second, first)
        reading = _day(get["y4"], month, str(day))
        return (reading[0], both) if reading else None
    except (ValueError, KeyError):
        return None


def _day(year: str | int | None, month: int, day: str) -> tuple[dt.date, bool] | None:
    return None if year is None else (dt.date(int(year), month, int(day)), False)


def due_in(text: str, met: dt.date | None, american: bool = False) -> dt.date | None:
    """The day by which something is to be done, if *text* fixes one; *met* gives the year where none is printed.

    A month or a quarter stands for its last day. "In March 2025" counts only if that is not past on the day
    of the meeting, for then it dates something else.
    """
    text = _CUT_OFF.sub(r"by \g<day>", _LATEST.sub(r"by \g<day>", text))
    for match in sorted(_DUE.finditer(text), key=lambda found: found["by"] is None):  # "by" goes before "on"
        day = _due(match, met, american)
        if day is None or (match["month"] and not match["myear"] and _OF_A_MONTH.match(text, match.end())):
            continue
        if match["in"] and (match["in"].casefold() in {"on", "at"} and match["day"] is None):
            continue
        if (
            match["in"]
            and match["end"] is None
            and match["day"] is None
            and not (match["myear"] or match["qyear"] or match["wyear"])
        ):
            continue
        if match["in"] and (met is None or day < met):
            continue
        if (
            re.search(
                r"(?:(?:conference|congress|meeting|event|summit|symposium|workshop|session|webinar)\s+in\b.{0,1}|published|proposed|discussed|presented|raised|shown|held|adopted|issued|dated|received|agreed|launched|since|(?:organi[sz]ed|hosted|planned|scheduled|foreseen|taking place)\b[^,;]{0,30})\s+$",
                text[: match.start()],
            )
            and match["in"]
        ):
            continue
        return day
    return None


_ALONE = re.compile(
    r"\W*(?:due|deadline|target|target date|timeline|by when)(?: date)?(?:\s*:|\s+(?:by|on|is))?\s+(?P<when>\S.{2,40})",
    re.IGNORECASE,
)


def due_alone(text: str, met: dt.date | None, american: bool = False) -> dt.date | None:
    """The day in a sentence that says nothing but by when the ask before it is due: `Due 17 April 2026.`"""
    match = _ALONE.fullmatch(text.strip(" ."))
    return due_in(f"by {match['when'].removeprefix('by ')}", met, american) if match else None


_OF_A_MONTH = re.compile(
    r"\s+(?:plenary|meeting|session|edition|board|bilateral|platform|issue|newsletter|workshop|conference|event|call)\b"
)


def _due(match: re.Match[str], met: dt.date | None, american: bool) -> dt.date | None:
    if match["first"]:
        return _without_year(match["first"], match["second"], met, american) if match["by"] else None
    if match["quarter"]:
        return _quarter(int(match["quarter"]), match["qyear"], met)
    if match["span"]:
        return _end_of(match["span"].casefold(), met) if match["end"] else None
    if match["word"]:
        number = _QUARTERS.get(match["word"].casefold())  # None for a dotless i that the pattern takes for one
        return None if number is None else _quarter(number, match["wyear"], met)
    if match["day"]:
        return _full(match, met, american)
    if match["month"] and match["vague"] and not match["vague"].casefold().startswith("late"):
        return None  # mid-June fixes no day
    if match["month"]:
        month = MONTHS.get(match["month"].casefold(), 0)
        if not month:
            return None
        if match["myear"]:
            return end_of_month(int(match["myear"]), month)
        if met is None:
            return None
        return end_of_month(met.year + (end_of_month(met.year, month) < met), month)
    if match["end"] or (match["by"] and match["by"].casefold() in {"by"} and match["end"]):
        return dt.date(int(match["year"]), 12, 31)
    return None


def _without_year(first: str, second: str, met: dt.date | None, american: bool) -> dt.date | None:
    """`By 15/09`: the first such day from the meeting on."""
    month, day = (first, second) if american else (second, first)
    if met is None or not 1 <= int(month) <= 12 or not 1 <= int(day) <= 28 + 3 * (month not in {"2", "02"}):
        return None
    days = (
        dt.date(met.year + later, int(month), min(int(day), end_of_month(met.year, int(month)).day)) for later in (0, 1)
    )
    return next((found for found in days if found >= met), None)


def _end_of(span: str, met: dt.date | None) -> dt.date | None:
    """The last day of this year, month or quarter, or of the next, seen from the meeting."""
    if met is None:
        return None
    months = {"year": 12, "quarter": 3, "month": 1}[span.split()[-1]]
    month = -(-met.month // months) * months + (months if span.startswith("next") else 0)
    return end_of_month(met.year + (month - 1) // 12, (month - 1) % 12 + 1)


def _full(match: re.Match[str], met: dt.date | None, american: bool) -> dt.date | None:
    reading = _read(match, "k_", None, american)
    if reading is not None:
        return reading[0]
    if met is None:
        return None
    this_year = _read(match, "k_", met.year, american)
    if this_year is not None and this_year[0] >= met:
        return this_year[0]
    next_year = _read(match, "k_", met.year + 1, american)
    return next_year[0] if next_year else None


def _quarter(quarter: int, year: str | None, met: dt.date | None) -> dt.date | None:
    if year:
        return end_of_quarter(int(year), quarter)
    if met is None:
        return None
    return end_of_quarter(met.year + (end_of_quarter(met.year, quarter) < met), quarter)
