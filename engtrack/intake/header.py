"""The facts of the meeting: title, its day and the document's, reference, kind, who met, and the next meeting."""

import datetime as dt
import re
from collections.abc import Iterable

import msgspec

from engtrack.intake.attendance import attending, who_writes
from engtrack.intake.dating import BY_ITS_WRITER, days_of, next_meeting_of, two_readings
from engtrack.intake.days import DAY, days_in
from engtrack.intake.introductions import introduced_in
from engtrack.intake.mentions import Parties
from engtrack.intake.organisations import COMPANY_LINE, Organisation, organisations_in
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
    is_of_group: bool
    """Whether a group of the agency met the others: `meeting of the Inspectors Working Group with interested parties`."""
    sponsors: tuple[str, ...]
    next_meeting: dt.date | None
    american: bool
    doubts: tuple[str, ...]

    def parties(self) -> Parties:
        """Those who met, as the sentences speak of them."""
        return Parties(
            self.organisations,
            self.met,
            self.people,
            self.we,
            self.leading,
            self.is_letter,
            self.sponsors,
            self.is_of_group,
        )


def read_header(structure: Structure, known: Iterable[Stakeholder] = (), order: str | None = None) -> Facts:
    """The facts in the header of the document, and in the few sentences below it that state them."""
    doubts: list[str] = []
    pieces = [" ".join(text[:1500].split()) for block in structure.header for _, text in block.pieces][:600]
    columns = [
        " ".join(part.split())
        for block in structure.header
        for _, text in block.pieces
        for part in re.split(r"(?<!:)\s{4,}| \| ", text[:1500].strip())
    ][:600]
    title = _title(structure, pieces)
    organisations = organisations_in(structure, known)
    organisations |= {o.key: o for o in attending(structure, organisations)}
    introduced = introduced_in(structure, title, organisations.values())
    organisations |= {organisation.key: organisation for organisation in introduced}
    organisations = with_parts_that_met(structure, title, organisations)
    american = "FDA" in organisations and any("FDA" in piece or "Food and Drug" in piece for piece in pieces[:12])
    if order is not None:
        american = order == "mdy"
    else:
        doubts += two_readings(structure, american)
    date, document_date = days_of(structure, columns, title, american, doubts)
    met = who_met(structure, pieces, title, organisations, {organisation.key for organisation in introduced})
    we = who_writes(structure, pieces, met, organisations)
    if not met:
        doubts.append("nobody who met is named in a way that is understood")
    return Facts(
        title=title,
        date=date,
        document_date=document_date,
        reference=_reference([*pieces, *structure.margins[:5]], columns, doubts),
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
        is_of_group=bool(_OF_GROUP.search(title)),
        sponsors=_sponsors(pieces, met, organisations),
        next_meeting=next_meeting_of(structure, pieces, date, american),
        american=american,
        doubts=tuple(doubts),
    )


_OF_GROUP = re.compile(
    r"\b(?:Working (?:Group|Party)|Committee)\b(?: \([\w/ ]+\))?:?(?: meeting)? with (?:the |its )?(?:interested parties|industry|stakeholders)",
    re.IGNORECASE,
)


def _sponsors(pieces: list[str], met: tuple[str, ...], organisations: dict[str, Organisation]) -> tuple[str, ...]:
    """Who is labelled the sponsor or the applicant, where others sit beside it."""
    named = next((match["name"] for piece in pieces[:30] if (match := COMPANY_LINE.match(piece))), "")
    found = tuple(key for key in met if any(word in named for word in organisations[key].words if len(word) > 2))
    return found[:1] if named else ()


_TITLE_WORDS = re.compile(
    r"\b(?:highlights?|minutes|report|summary|notes?|record|statement|memorandum|memo|meeting|bilateral|platform|round ?table|workshop|forum|communiqué|"
    r"subject|resolutions)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<label>[A-Z][\w .()/'’-]{1,44}?)\s*:\s+(?P<value>\S.*)")


_ANY_TITLE = re.compile(r"(?:meeting )?(?:notes?|minutes|record|summary|report)", re.IGNORECASE)
_VERSION = re.compile(
    r"(?:minutes|notes?|record|report|summary)\s*\((?:final|draft|agreed|approved|adopted)\b", re.IGNORECASE
)
"""A line that says which version it is: `MINUTES (final, agreed on 2 March 2026)`."""
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
            or (label and DAY.match(label["value"]))
            or (words.endswith((".", ";")) and len(words.split()) > 8)
            or BY_ITS_WRITER.match(words)
            or _VERSION.match(words)
            or len(words) > 240
        ):
            continue
        if _ANY_TITLE.fullmatch(words) and n + 1 < len(pieces) and _TWO_SIDES.match(pieces[n + 1]):
            return pieces[n + 1][:240]
        hits = len({match[0].casefold() for match in _TITLE_WORDS.finditer(words)})
        goes_on = n + 1 < len(pieces) and not marked
        if goes_on and (
            re.search(r"(?:[-–&,]|\b(?:with|and|of|the|for|on|between))$", words, re.I)
            or re.match(r"(?:and|with|on|of|for) (?:the )?[A-Z]", pieces[n + 1])
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
    ("pre-submission", r"\bpre-?(?:submission|[bn]la|nda|maa)\b"),
    ("briefing", r"\bbriefing meeting\b|\bITF briefing\b"),
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
    ("workshop", r"\bworkshop\b|\bfocus group\b"),
)


def _kind(title: str, pieces: list[str], met: tuple[str, ...], organisations: dict[str, Organisation]) -> str:
    about = [
        piece
        for piece in pieces[:8]
        if not re.match(r"(?:to|from|cc):|.{0,20}\bfor members of\b", piece, re.IGNORECASE)
    ]
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


_REFERENCES = (
    re.compile(r"(?<![\[\w/])(EME?A/(?:[A-Z]{2,6}/)*\d{3,}/\d{2,6}(?:\s+(?:Rev\.?\s?\d+|Corr\*?))?)(?![\w/])"),
    re.compile(r"\b(Ares\(\d{4}\)\d+)"),
    re.compile(r"\b(MHRA[ /]\d{2,4}[-/]\d{4}|MISG \d{1,3}\(\d{1,3}\)|HMA/[\w/-]+\d{4}|CMDh/\d+/\d{4})"),
)
_SLASHED = re.compile(
    r"([A-Za-z][\w.-]{1,14}(?:/[\w().-]{1,14}){1,4}/(?:19|20)\d\d(?:/\d{1,6})?(?:\s+(?:Rev\.?\s?\d+|Corr\*?))?)"
)
_LABELLED_REFERENCE = re.compile(
    r"\W*(?:[A-Z]\w+\s+)?(?:doc(?:ument)?\.?\s*)?(?:our\s+)?(?:case\s+|register\s+)?(?:(?:(?:case|register|registration|dossier|journal|diary) (?:no|number)|number)|ref(?:erence)?|memo no|paper(?: no)?|document (?:no|number)|file (?:no|number)|record no)\.?(?:\s*(?:no|number)\.?)?\W?\s*[:.]\s*(\S.{2,60})",
    re.IGNORECASE,
)
_REFERENCE_CELL = re.compile(
    r"(?:document (?:no|number)|(?:our )?reference|file|procedure|docket|(?:case|consultation) (?:no|number)|number)\.?:?\s+([A-Z\d][\w /().-]*\d[\w)]*)",
    re.IGNORECASE,
)
_APPLICATION = re.compile(r"\b((?:IND|BLA|NDA|STN|BB-IND)\s?(?:No\.?\s?|#\s?)?\d[\d/]{3,})")


def _reference(pieces: list[str], columns: list[str], doubts: list[str]) -> str | None:
    """The document's own reference, as printed; those in square brackets cite other documents."""
    for piece in pieces[:40]:
        labelled = _REFERENCE_CELL.fullmatch(piece) or _LABELLED_REFERENCE.match(piece)
        if labelled and not labelled[1].startswith("["):
            inner = next((match for pattern in _REFERENCES if (match := pattern.search(labelled[1]))), None)
            if " " not in labelled[1].strip(" .;"):
                inner = None
            value = labelled[1].strip(" .;")
            code = _CODE.fullmatch(value) or (re.match(rf"{_CODE.pattern}(?=\s|$)", value) if days_in(value) else None)
            if inner is None and code:
                return code["code"]
            return _checked(inner[1] if inner else labelled[1].strip(" .;"), doubts)
    for piece in pieces[:6]:
        if match := re.match(r"(Circular (?:19|20)\d\d/\d+)\b", piece):
            return match[1]
    for piece in pieces[:12]:
        if match := _SLASHED.fullmatch(re.sub(r"^(?:Prot|Prot\. n|Az|Gz|N/Ref|Dnr)\.?:?\s+", "", piece)) or re.match(
            r"(?:application|submission|procedure) (?:number|no\.?):?\s+(\S.{3,30})$", piece, re.I
        ):
            return _checked(match[1].strip(), doubts)
    for pattern in _REFERENCES:
        for piece in pieces[:40]:
            if len(piece) < 160 and not piece.startswith("[") and (match := pattern.search(piece)):
                return _checked(match[1], doubts)
    for column in columns[:16]:
        if (code := _CODE.fullmatch(column)) and not days_in(code["code"]):
            return code["code"]
    for piece in pieces[:40]:
        if len(piece) < 160 and not piece.startswith("[") and (match := _APPLICATION.search(piece)):
            return _checked(match[1], doubts)
    return None


_CODE = re.compile(
    r"(?:(?:[A-Z][a-z]+ ){0,2}(?:[Nn]ote|[Rr]ecord|[Rr]eport|[Mm]inutes|[Rr]ef(?:erence)?|[Ff]ile|[Dd]oc(?:ument)?|[Nn]o|Gesch\.-Z|Az|Zeichen|Réf|N/Réf|Prot|Dnr)\.?:? (?:[Nn]o\.? )?)?"
    r"(?P<code>(?=[^a-z]*\d)[A-Z][A-Z\d]{1,9}(?:[ /.-](?:[A-Z]{1,8}|\d{1,7}|\d{1,4}\(\d{1,4}\)|[A-Z]{1,4}\d{1,6}))+)(?:,\s.{0,40}| [–-] [\d./ -]{6,10})?"
)
"""A line that is nothing but a code with a number: `AWP 26(02)`, `Meeting note ORI-RA-MN-25-03`."""


def _checked(reference: str, doubts: list[str]) -> str:
    if re.match(r"EME?A/", reference) and not re.search(r"/(?:19|20)\d\d(?:\s|$)", reference):
        doubts.append(f"the reference {reference!r} does not end in a year; it was kept as printed")
    return reference
