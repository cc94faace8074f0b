"""When a meeting was, when its document was written, and when the next one is."""

import datetime as dt
import re

from engtrack.intake.days import days_in
from engtrack.intake.structure import Structure

_OF_DOCUMENT = re.compile(
    r"\b(?:dated|written|issued|published|publication|updated|current as of|released|posted|(?:minutes|report|document|note|summary) (?:dated|date)|(?:minutes|report|note) of(?=:?\s*$)|drafted|draft|typed(?: up)?|noted|recorded|settled|modified|signed|adopted|finali[sz]ed|circulated|(?:minutes|notes|record|report|version) (?:sent|final|approved)|version)\b",
    re.IGNORECASE,
)
_OF_MEETING = re.compile(
    r"\b(?:held|meeting(?=\s*:\W*(?:[A-Z]\w+day\W*)?$)|meeting date|date (?:and \w+ )?of (?:the )?meeting|date and (?:place|time)|took place|met on|hosted|when|meeting of)\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b(?:held|took place|met|hosted|convened|gathered|meeting of|place|had (?:our|a|an|the|its)\b.{0,60}\b(?:meeting|call|teleconference))\b.{0,220}\bon\s*$|^\W*On\s*$|\bheld\s*$|\bmeeting (?:on|of)\s*$",
    re.IGNORECASE,
)
_PUT_OUT = re.compile(
    r"\b(?:published|posted|issued|released|updated|adopted|dated|finali[sz]ed)\s+(?:on\s+)?$", re.IGNORECASE
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:action points?|follow-?ups?|open items?|granted|designat\w+|approved|submitted|received|requested|validated|agenda item)\b|\b(?:by|until|before) $",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"\b(?:(?:minutes|record|report|notes?)\b.{0,12}\b(?:approved|agreed|finalised|finalized)|prepared\b.{0,40}\bon)\b",
    re.IGNORECASE,
)
BY_ITS_WRITER = re.compile(
    r"\W*(?:(?:approved|adopted|agreed|date of (?:these |the |this )?(?:minutes|report|note|document|summary|record))\b[^:]{0,20}:|"
    r"(?:internal )?(?:notes?|minutes|report|summary|record|prepared|written|drafted|compiled)\s+(?:\w+\s+)?by\b)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<=[Dd]raft|rsion|eting|ssion)( \d+(?:\.\d+)?)(?= [–-] )")
"""The number of a version or a meeting, which is no day: `Draft 2 – 9 February 2026`."""
_ARES = re.compile(r"Ares\(\d{4}\)\d+\s*[-–]\s*(\d\d/\d\d/\d{4})")


def days_of(
    structure: Structure, pieces: list[str], title: str, american: bool, doubts: list[str]
) -> tuple[dt.date | None, dt.date | None]:
    """(day of the meeting, day of the document); None for the one that the document contradicts itself on."""
    met: list[dt.date] = []
    perhaps: list[dt.date] = []
    printed: list[dt.date] = []
    bare: list[dt.date] = []
    headline = [found.day for found in days_in(_without_numbers(title), None, american)]
    titled = next((n for n, piece in enumerate(pieces) if _squashed(title)[:40] in _squashed(piece)), 99)
    for n, piece in enumerate(pieces[:60]):
        piece = _without_numbers(piece)
        for found in days_in(piece[:400], None, american):
            before, rest = piece[: found.start], (piece[: found.start] + piece[found.end :]).strip(" .,()*")
            sent = _ARES.search(piece)
            if (
                (sent and sent[1] == piece[found.start : found.end])
                or _APPROVED.search(before)
                or BY_ITS_WRITER.match(before)
            ):
                printed.append(found.day)
            elif re.search(r"\b(?:meeting|exchange|dialogue|session)\W{1,3}$", before) and not _squashed(
                piece
            ).endswith(_squashed(title)):
                met.append(found.day)
            elif _squashed(piece).endswith(_squashed(title)) or len(piece) > 200 or _OF_SOMETHING_ELSE.search(before):
                continue
            elif _OF_DOCUMENT.search(before) and not _OF_MEETING.search(before[-30:]):
                printed.append(found.day)
            elif (
                _OF_MEETING.search(before)
                or _TIME.search(piece[found.end :])
                or re.match(r"\W*\d{1,2}[.:]\d{2}\b", before)
                or (
                    re.fullmatch(r"\W*[A-Z][\w-]+(?: [A-Z]\w+)?,\s+", before)
                    and _OF_DOCUMENT.search(piece[found.end :])
                )
                or (
                    re.match(r"\W*,\s*[A-Z]\w+(?: (?:and|&|/) \w+)?\W*(?:$|\.\s)", piece[found.end :])
                    and re.match(r"\W*$", before)
                )
            ):
                met.append(found.day)
            elif (
                (len(rest) < 24 and not re.search(r"[a-z]{4}", rest))
                or re.fullmatch(r"[A-Z][\w-]+", rest)
                or re.match(r"date\b", before, re.IGNORECASE)
            ):
                (met if n > titled and (bare or printed) else bare).append(found.day)
            elif (
                len(piece) < 110
                and not re.search(r"\bnext\b|\bsince\b|\bfrom (?=\d|(?:the )?\d|[A-Z]\w+ \d)", piece, re.IGNORECASE)
                and not piece.endswith(".")
                and not re.search(r"(?:\b[a-z]{2,} ){4}", rest)
            ):
                perhaps.append(found.day)
    stated = _stated(structure, american)
    if not printed:
        printed = [
            found.day
            for sentence in structure.sentences[-8:]
            if (
                label := re.match(
                    r"\W*(?:page |date )?(?:last )?(?:updated|published|issued|released|modified)\b[^.]{0,20}?",
                    sentence.text,
                    re.IGNORECASE,
                )
            )
            for found in days_in(sentence.text[label.start() : 80], None, american)
        ]
    document = next(iter(printed or bare or (perhaps if met or stated else ())), None)
    if (
        not (headline or met or stated or perhaps) and structure.headings
    ):  # a page of several meetings, the latest first
        stated = [found.day for found in days_in(structure.headings[0].title, None, american)]
    days = headline or met or stated or perhaps
    date = min(days) if days else None
    against = next((day for day in (*met, *stated) if date and _contradicts(day, date)), None)
    if date and against:
        doubts.append(
            f"the day of the meeting is printed as {date.isoformat()} and as {against.isoformat()}; neither was taken"
        )
        return None, document
    own = document or next(iter(perhaps), None)
    if not (headline or met or stated) and own and (told := _told(structure, own, american)):
        return told, own
    if date and document and document < date and not printed:
        return document, date  # what is written of a meeting is written after it
    if date is None:
        return (bare[0] if bare and printed else document), document
    return date, document or date


def _without_numbers(text: str) -> str:
    return _NUMBER.sub(lambda number: " " * len(number[0]), text)


def two_readings(structure: Structure, american: bool) -> list[str]:
    """A doubt for each date in figures that could be read the other way round."""
    found = {
        structure.text[day.start : day.end]: day.day for day in days_in(structure.text, None, american) if day.ambiguous
    }
    return [
        f"{text!r} can be read two ways; it was read as {day.isoformat()} (engtrack config date-order settles it)"
        for text, day in list(found.items())[:5]
    ]


def _contradicts(day: dt.date, other: dt.date) -> bool:
    """Whether two days are one day with a slip in its year or its month."""
    return (day != other and (day.day, day.month) == (other.day, other.month)) or (
        (day.day, day.year) == (other.day, other.year) and day.month != other.month and abs((day - other).days) < 70
    )


def _squashed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _stated(structure: Structure, american: bool) -> list[dt.date]:
    """Days on which the opening sentences say that the meeting took place."""
    found = []
    for sentence in structure.sentences[:14]:
        for day in days_in(sentence.text, None, american):
            if _PUT_OUT.search(sentence.text[: day.start]):
                continue
            if _STATED.search(sentence.text[max(0, day.start - 280) : day.start]) and not re.search(
                r"\b(?:last|previous|first|earlier|next)\s+(?:\w+\s+)?(?:meeting|bilateral)\b|\b(?:takes|take) place\b|\bwill be\b",
                sentence.text[: day.start],
                re.IGNORECASE,
            ):
                found.append(day.day)
    return found[:2]


def _told(structure: Structure, document: dt.date, american: bool) -> dt.date | None:
    """The one day before its own that a letter or a memo begins with."""
    days = {
        day.day
        for sentence in [sentence for sentence in structure.sentences[:20] if len(sentence.text) > 60][:5]
        for day in days_in(sentence.text, document.year, american)
        if dt.timedelta(0) < document - day.day <= dt.timedelta(days=90)
        and not re.search(
            r"\b(?:since|until|dated|published|approved|closed|submitted|received|issued|of|by)\s+$",
            sentence.text[: day.start],
        )
    }
    return days.pop() if len(days) == 1 else None


_NEXT = re.compile(
    r"\bmeeting in the (?:coming|new|next|following) year\b|\b(?:next|following|further)\b(?:\s+[\w’'-]+){0,5}?\s+(?:meeting|bilateral|plenary|platform|round ?table|session|forum|exchange|dialogue|workshop|call|consultation|get-together|round)\b|\b(?:spring|summer|autumn|fall|winter) (?:meeting|consultation|exchange|dialogue|round ?table|session) (?:will|is|takes)\b|\b(?:meets?|convenes?|see each other|get together) again\b|\bnext (?:meet|convene)s?\b|\breconvenes?\b|\bmeets? next\b|\bnext meeting\b|^\W*next(?: date| one| time)?\s*:|\bto the next meeting\b"
    r"|\b(?:\d{1,3}(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth)\s+(?:\w+\s+){0,2}(?:meeting|bilateral|platform|round ?table|exchange|dialogue|workshop)(?: of the \w+(?: \w+)?)?\s*(?:is|will|takes|has been|:)(?=\s)",
    re.IGNORECASE,
)
_TELECON = re.compile(
    r"\b(?:telecon\w*|follow-up (?:meeting|call)|call)\b.{0,80}\b(?:scheduled|planned|set|held|fixed|arranged|booked|put in the diary)\b",
    re.IGNORECASE,
)


def next_meeting_of(structure: Structure, pieces: list[str], met: dt.date | None, american: bool) -> dt.date | None:
    """The day printed for the next meeting; a telephone conference counts where nothing else is named."""
    texts = [sentence.text for sentence in structure.sentences if sentence.section not in {"agenda", "people"}]
    texts += [
        f"next meeting {s.text}"
        for s in structure.sentences
        if re.match(r"(?:date (?:and place )?of )?(?:the |our )?next ", s.context, re.I)
        and (s.section == "closing" or _NEXT.search(s.context))
    ]
    texts += [cell for table in structure.tables for _, row in table.rows for cell in row]
    texts += [heading.title for heading in structure.headings] + [
        p for p in pieces if re.match(r"next meeting", p, re.I)
    ]
    for pattern in (_NEXT, _TELECON):
        for text in reversed(texts):
            match = pattern.search(text)
            if match is None:
                continue
            for found in days_in(text, met.year if met else None, american):
                if re.search(
                    r"\b(?:by|before|until|from|of|modified:?|updated:?|published:?)\s+$", text[: found.start]
                ):
                    continue
                if (met is None or found.day > met) and found.start > match.start():
                    return found.day
    return None
