"""The facts of the meeting: title, its day and the document's, reference, kind, who met, and the next meeting."""

import datetime as dt
import re
from collections.abc import Iterable

import msgspec

from engtrack.intake.attendance import attending, who_writes
from engtrack.intake.days import DAY, days_in
from engtrack.intake.organisations import Organisation, organisations_in
from engtrack.intake.people import colleagues_in, people_in
from engtrack.intake.presence import who_met, with_parts_that_met
from engtrack.intake.structure import Structure
from engtrack.model import Stakeholder


class Facts(msgspec.Struct, frozen=True):
    """What the document says of the meeting itself. *people* are participants by name; *we* is who writes as "we"."""

    title: str
    date: dt.date | None
    document_date: dt.date | None
    reference: str | None
    kind: str
    met: tuple[str, ...]
    organisations: dict[str, Organisation]
    people: dict[str, str]
    we: tuple[str, ...]
    leading: tuple[str, ...]
    is_letter: bool
    next_meeting: dt.date | None
    american: bool
    doubts: tuple[str, ...]


def read_header(structure: Structure, known: Iterable[Stakeholder] = (), order: str | None = None) -> Facts:
    """The facts in the header of the document, and in the few sentences below it that state them."""
    doubts: list[str] = []
    pieces = [" ".join(text[:1500].split()) for block in structure.header for _, text in block.pieces][:600]
    title = _title(structure, pieces)
    organisations = organisations_in(structure, known)
    organisations |= {o.key: o for o in attending(structure, organisations)}
    organisations = with_parts_that_met(structure, title, organisations)
    american = "FDA" in organisations and any("FDA" in piece or "Food and Drug" in piece for piece in pieces[:12])
    if order is not None:
        american = order == "mdy"
    else:
        doubts += _two_readings(structure, american)
    date, document_date = _dates(structure, pieces, title, american, doubts)
    met = who_met(structure, pieces, title, organisations)
    we = who_writes(structure, pieces, met, organisations)
    if not met:
        doubts.append("nobody who met is named in a way that is understood")
    return Facts(
        title=title,
        date=date,
        document_date=document_date,
        reference=_reference([*pieces, *structure.margins[:5]], doubts),
        kind=_kind(title, pieces, met, organisations),
        met=met,
        organisations=organisations,
        people=colleagues_in(structure, we, organisations) | people_in(structure, organisations, met),
        we=we,
        leading=tuple(
            key
            for key in met
            if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", title) for word in organisations[key].words)
        ),
        is_letter=bool(re.search(r"\bDear (?:Dr|Mr|Ms|Mrs|Prof|Sir|Madam|[A-Z])", structure.text[:4000])),
        next_meeting=_next_meeting(structure, pieces, date, american),
        american=american,
        doubts=tuple(doubts),
    )


_TITLE_WORDS = re.compile(
    r"\b(?:highlights?|minutes|report|summary|notes?|record|statement|memorandum|memo|meeting|bilateral|platform|round ?table|workshop|forum|communiqué|"
    r"subject|resolutions)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<label>[A-Z][\w .()/'’-]{1,44}?)\s*:\s+(?P<value>\S.*)")


_ANY_TITLE = re.compile(r"(?:meeting )?(?:notes?|minutes|record|summary|report)", re.IGNORECASE)
_TWO_SIDES = re.compile(r"[A-Z][\w.&]*(?: [A-Z][\w.&]*){0,3} [–/×x-] [A-Z][\w.&]*(?: [A-Z][\w.&]*){0,3}(?:[:,]|$)")


def _title(structure: Structure, pieces: list[str]) -> str:
    marked = [
        " ".join(block.text.split()) for block in structure.header if block.kind == "heading" and block.level == 1
    ]
    best, best_score = "", 0.0
    for n, piece in enumerate(marked[:1] or pieces[:30]):
        words = piece[:400]
        label = _LABELLED.fullmatch(words)
        if label and label["label"].casefold() in {"subject", "title", "re", "topic"}:
            words, bonus = label["value"], 4.0
        elif label and not marked and not _TITLE_WORDS.search(label["label"]) and " - " not in label["label"]:
            continue
        else:
            bonus = 0.0
        if (
            DAY.fullmatch(words)
            or (label and DAY.fullmatch(label["value"]))
            or (words.endswith((".", ";")) and len(words.split()) > 8)
            or _BY_ITS_WRITER.match(words)
            or len(words) > 240
        ):
            continue
        if _ANY_TITLE.fullmatch(words) and n + 1 < len(pieces) and _TWO_SIDES.match(pieces[n + 1]):
            return pieces[n + 1][:240]
        hits = len({match[0].casefold() for match in _TITLE_WORDS.finditer(words)})
        if (
            re.search(r"(?:[-–&,]|\b(?:with|and|of|the|for|on|between))$", words, re.I)
            and n + 1 < len(pieces)
            and not marked
        ):
            words = f"{words} {pieces[n + 1]}"
        score = bonus + 2.0 * hits - 3.0 * (len(words.split()) < 4) + min(len(words.split()), 12) / 12 - n / 30
        if hits and score > best_score:
            best, best_score = words, score
    title = (
        best or next((piece for piece in marked or pieces if len(piece) > 8 and not DAY.match(piece)), "untitled")[:240]
    )
    title = re.sub(r"^(?:Highlights?(?: report)?|Meeting (?:summary|highlights|minutes|report))\s*[-–—:]\s*", "", title)
    return re.sub(r"(?<=\w)-\s+(?=[A-Z])", " - ", title).strip()


_KINDS = (
    ("bilateral", r"\bbilateral\b|\bliaison meeting\b"),
    ("pre-submission", r"\bpre-?submission\b"),
    (
        "scientific advice",
        r"\b(?:scientific|regulatory) advice\b(?! working)|\badvice meeting\b|\bprime kick-?off\b|\btype:? +[abcd]\b|\bpre-?ind\b|\binteract meeting\b|\bprotocol assistance\b|innovation task force",
    ),
    (
        "platform",
        r"\bplatform\b(?! (?:technolog|manufactur|approach|product|data|medicine))|\bround ?table\b|\bconsultative forum\b",
    ),
    ("working party", r"\bworking (?:party|parties|group)\b|\btask ?force\b|\bPCWP\b|\bHCPWP\b"),
    ("board", r"\bboard\b"),
    ("committee", r"\bcommittee\b|\bplenary\b"),
    ("workshop", r"\bworkshop\b"),
)


def _kind(title: str, pieces: list[str], met: tuple[str, ...], organisations: dict[str, Organisation]) -> str:
    about = [piece for piece in pieces[:8] if not re.match(r"(?:to|from|cc):", piece, re.IGNORECASE)]
    for text in (title, " ".join(about)[:600]):
        for kind, pattern in _KINDS:
            if text is not title and kind in {"platform", "board", "workshop"}:
                continue
            if re.search(pattern, text, re.IGNORECASE):
                return kind
    sides = {organisations[key].is_agency for key in met}
    names_both = bool(re.search(r"\w\s*[–-]\s*\w.*\b(?:meeting|exchange|dialogue)\b", title))
    others = [key for key in met if not organisations[key].is_agency]
    if len(sides) == 2 and (len(others) == 1 or names_both):
        return "bilateral"
    associations = [key for key in met if organisations[key].kind in {"association", "professionals", "patients"}]
    return "platform" if len(sides) == 2 and len(associations) > 1 else "other"


_OF_DOCUMENT = re.compile(
    r"\b(?:dated|written|issued|published|publication|updated|current as of|released|posted|(?:minutes|report|document|note|summary) (?:dated|date)|(?:minutes|report|note) of(?=\s*$)|drafted|signed|adopted|finali[sz]ed|circulated|(?:minutes|notes|record|report|version) (?:sent|final|approved)|version)\b",
    re.IGNORECASE,
)
_OF_MEETING = re.compile(
    r"\b(?:held|meeting:|meeting date|date (?:and \w+ )?of (?:the )?meeting|date and (?:place|time)|took place|met on|hosted|when|meeting of)\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b(?:held|took place|met|hosted|convened|gathered|meeting of|place|had (?:our|a|an|the|its)\b.{0,60}\b(?:meeting|call|teleconference))\b.{0,220}\bon\s*$|^\W*On\s*$|\bheld\s*$|\bmeeting (?:on|of)\s*$",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:action points?|follow-?ups?|open items?|granted|designat\w+|approved|submitted|received|requested|validated|agenda item)\b",
    re.IGNORECASE,
)
_APPROVED = re.compile(r"\b(?:(?:minutes|record|report|notes?) approved|prepared\b.{0,40}\bon)\b", re.IGNORECASE)
_BY_ITS_WRITER = re.compile(
    r"\W*(?:(?:approved|adopted|agreed|date of (?:these |the |this )?(?:minutes|report|note|document|summary|record))\b[^:]{0,20}:|"
    r"(?:internal )?(?:notes?|minutes|report|summary|record|prepared|written|drafted|compiled)\s+(?:\w+\s+)?by\b)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_ARES = re.compile(r"Ares\(\d{4}\)\d+\s*[-–]\s*(\d\d/\d\d/\d{4})")


def _dates(
    structure: Structure, pieces: list[str], title: str, american: bool, doubts: list[str]
) -> tuple[dt.date | None, dt.date | None]:
    """(day of the meeting, day of the document); None for the one that the document contradicts itself on."""
    met: list[dt.date] = []
    perhaps: list[dt.date] = []
    printed: list[dt.date] = []
    bare: list[dt.date] = []
    headline = [found.day for found in days_in(title, None, american)]
    titled = next((n for n, piece in enumerate(pieces) if _squashed(title)[:40] in _squashed(piece)), 99)
    for n, piece in enumerate(pieces[:60]):
        for found in days_in(piece[:400], None, american):
            before, rest = piece[: found.start], (piece[: found.start] + piece[found.end :]).strip(" .,()*")
            sent = _ARES.search(piece)
            if (
                (sent and sent[1] == piece[found.start : found.end])
                or _APPROVED.search(before)
                or _BY_ITS_WRITER.match(before)
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
                (len(rest) < 12 and not re.search(r"[a-z]{4}", rest))
                or re.fullmatch(r"[A-Z][\w-]+", rest)
                or re.match(r"date\b", before, re.IGNORECASE)
            ):
                (met if n > titled and (bare or printed) else bare).append(found.day)
            elif (
                len(piece) < 110
                and not re.search(r"\bnext\b|\bsince\b|\bfrom\b", piece, re.IGNORECASE)
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
    if date is None:
        return (bare[0] if bare and printed else document), document
    return date, document or date


def _two_readings(structure: Structure, american: bool) -> list[str]:
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
        for day in days_in(sentence.text, None, american)
        if dt.timedelta(0) < document - day.day <= dt.timedelta(days=90)
        and not re.search(
            r"\b(?:since|until|dated|published|approved|closed|submitted|received|issued|of|by)\s+$",
            sentence.text[: day.start],
        )
    }
    return days.pop() if len(days) == 1 else None


_NEXT = re.compile(
    r"\b(?:next|following|further)\b(?:\s+[\w’'-]+){0,5}?\s+(?:meeting|bilateral|plenary|platform|round ?table|session|forum|exchange|dialogue|workshop|call|consultation|get-together|round)\b|\b(?:spring|summer|autumn|fall|winter) (?:meeting|consultation|exchange|dialogue|round ?table|session) (?:will|is|takes)\b|\b(?:meets?|convenes?) again\b|\bnext (?:meet|convene)s?\b|\breconvenes?\b|\bmeets? next\b|\bnext meeting\b|\bto the next meeting\b"
    r"|\b(?:\d{1,3}(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth)\s+(?:\w+\s+){0,2}(?:meeting|bilateral|platform|round ?table|exchange|dialogue|workshop)(?: of the \w+(?: \w+)?)?\s*(?:is|will|takes|has been|:)(?=\s)",
    re.IGNORECASE,
)
_TELECON = re.compile(
    r"\b(?:telecon\w*|follow-up (?:meeting|call)|call)\b.{0,80}\b(?:scheduled|planned|set|held|fixed)\b", re.IGNORECASE
)


def _next_meeting(structure: Structure, pieces: list[str], met: dt.date | None, american: bool) -> dt.date | None:
    """The day printed for the next meeting; a telephone conference counts where nothing else is named."""
    texts = [sentence.text for sentence in structure.sentences if sentence.section not in {"agenda", "people"}]
    texts += [
        f"next meeting {s.text}"
        for s in structure.sentences
        if re.match(r"(?:date (?:and place )?of )?(?:the |our )?next ", s.context, re.I)
        and (s.section == "closing" or _NEXT.search(s.context))
    ]
    texts += [heading.title for heading in structure.headings] + [
        p for p in pieces if re.match(r"next meeting", p, re.I)
    ]
    for pattern in (_NEXT, _TELECON):
        for text in reversed(texts):
            match = pattern.search(text)
            if match is None:
                continue
            for found in days_in(text, met.year if met else None, american):
                if re.search(r"\b(?:by|before|until|from|of)\s+$", text[: found.start]):
                    continue
                if (met is None or found.day > met) and found.start > match.start():
                    return found.day
    return None


_REFERENCES = (
    re.compile(r"(?<![\[\w/])(EME?A/(?:[A-Z]{2,6}/)*\d{3,}/\d{2,6}(?:\s+(?:Rev\.?\s?\d+|Corr\*?))?)(?![\w/])"),
    re.compile(r"\b(Ares\(\d{4}\)\d+)"),
    re.compile(r"\b(MHRA[ /]\d{2,4}[-/]\d{4}|MISG \d{1,3}\(\d{1,3}\)|HMA/[\w/-]+\d{4}|CMDh/\d+/\d{4})"),
)
_SLASHED = re.compile(
    r"([A-Za-z][\w.-]{1,14}(?:/[\w().-]{1,14}){1,4}/(?:19|20)\d\d(?:/\d{1,6})?(?:\s+(?:Rev\.?\s?\d+|Corr\*?))?)"
)
_LABELLED_REFERENCE = re.compile(
    r"\W*(?:[A-Z]\w+\s+)?(?:doc(?:ument)?\.?\s*)?(?:our\s+)?(?:case\s+|register\s+)?(?:(?:(?:case|register|registration|dossier|journal|diary) (?:no|number)|number)|ref(?:erence)?|memo no|document (?:no|number)|file (?:no|number)|record no)\.?(?:\s*(?:no|number)\.?)?\W?\s*[:.]\s*(\S.{2,60})",
    re.IGNORECASE,
)
_REFERENCE_CELL = re.compile(
    r"(?:document (?:no|number)|(?:our )?reference|file|procedure|docket|(?:case|consultation) (?:no|number)|number)\.?:?\s+([A-Z\d][\w /().-]*\d[\w)]*)",
    re.IGNORECASE,
)
_APPLICATION = re.compile(r"\b((?:IND|BLA|NDA|STN|BB-IND)\s?(?:No\.?\s?|#\s?)?\d[\d/]{3,})")


def _reference(pieces: list[str], doubts: list[str]) -> str | None:
    """The document's own reference, as printed; those in square brackets cite other documents."""
    for piece in pieces[:40]:
        labelled = _REFERENCE_CELL.fullmatch(piece) or _LABELLED_REFERENCE.match(piece)
        if labelled and not labelled[1].startswith("["):
            inner = next((match for pattern in _REFERENCES if (match := pattern.search(labelled[1]))), None)
            if " " not in labelled[1].strip(" .;"):
                inner = None
            return _checked(inner[1] if inner else labelled[1].strip(" .;"), doubts)
    for piece in pieces[:6]:
        if match := re.match(r"(Circular (?:19|20)\d\d/\d+)\b", piece):
            return match[1]
    for piece in pieces[:12]:
        if match := _SLASHED.fullmatch(re.sub(r"^(?:Prot|Prot\. n|Az|Gz|N/Ref|Dnr)\.?:?\s+", "", piece)) or re.match(
            r"(?:application|submission|procedure) (?:number|no\.?):?\s+(\S.{3,30})$", piece, re.I
        ):
            return _checked(match[1].strip(), doubts)
    for pattern in (*_REFERENCES, _APPLICATION):
        for piece in pieces[:40]:
            if len(piece) < 160 and not piece.startswith("[") and (match := pattern.search(piece)):
                return _checked(match[1], doubts)
    return None


def _checked(reference: str, doubts: list[str]) -> str:
    if re.match(r"EME?A/", reference) and not re.search(r"/(?:19|20)\d\d(?:\s|$)", reference):
        doubts.append(f"the reference {reference!r} does not end in a year; it was kept as printed")
    return reference
