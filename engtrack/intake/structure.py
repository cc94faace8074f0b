"""Blocks to a document's structure: its header, its topics, the sentences under them, and its tables."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

import msgspec

from engtrack.dates import MONTHS, WEEKDAYS
from engtrack.intake.days import DAY
from engtrack.intake.documents import Document
from engtrack.intake.pages import Block, read_blocks

LONGEST_SENTENCE = 1500


class Heading(msgspec.Struct, frozen=True):
    """A topic as printed: its number without a closing full stop (None where there is none), and its title."""

    number: str | None
    title: str
    line: int

    @property
    def label(self) -> str:
        return self.number or self.title


class Sentence(msgspec.Struct, frozen=True):
    """A sentence or a bullet, whole, with the place of its paragraph in the source and its topic's label."""

    text: str
    topic: str | None
    section: str
    lines: tuple[tuple[int, int], ...]
    is_bullet: bool = False
    context: str = ""

    def line_at(self, offset: int) -> int:
        """The line of the source on which the character at *offset* stands."""
        return self.lines[max(0, bisect_right(self.lines, (offset, 1 << 60)) - 1)][1]


class Table(msgspec.Struct, frozen=True):
    """Rows of cells under headings, each with its line, and the topic that they stand under."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    topic: str | None
    section: str


class Structure(msgspec.Struct, frozen=True):
    """A document taken apart. *header* are the blocks before the first topic; *text* is all of it, joined."""

    header: tuple[Block, ...]
    headings: tuple[Heading, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]
    text: str
    margins: tuple[str, ...] = ()
    """What is printed beside the numbers of its pages."""


# sentences

_STOP = re.compile(
    r"(?:[.!?…]|(?<=[a-z])\.\d{1,2}(?=\s))[\"”’')\]]*\s+(?=[\"“‘'(\[]?(?:[A-Z0-9•]|scienceindustries\b|vips\b|vfa\b|bio\.be\b|pharma\.be\b))"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"])(?:Dr|Mr|Mrs|Ms|Prof|St|No|Nos|Art|Fig|vs|cf|e\.g|i\.e|etc|al|Inc|Ltd|Co|Corp|approx|para|Ref|Rev|"
    r"Vol|p|pp|a\.m|p\.m|[A-Z]|U\.S|U\.K|E\.U|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


def split_sentences(text: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence) for each sentence in *text*; overlong ones are cut, so that none costs too much."""
    start = 0
    for match in _STOP.finditer(text):
        end = match.start() + 1
        head = text[max(start, end - 12) : end]
        if match[0].startswith(". ") and _ABBREVIATION.search(head):
            continue
        yield from _cut(text, start, match.end())
        start = match.end()
    yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, text[start:cut].rstrip()
        start = cut + (text[cut : cut + 1] == " ")
    sentence = text[start:end].strip()
    if sentence:
        yield start + len(text[start:end]) - len(text[start:end].lstrip()), sentence


# headings

_NUMBER = r"(?:[A-Z]\.\d{1,2}|\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H](?=\.))"
_NUMBERED = re.compile(rf"(?P<number>{_NUMBER})[.)]?\s+(?P<title>\S.*)")
_TIMED = re.compile(r"\d{1,2}[:.]\d{2}\s*[-–]\s*\d{1,2}[:.]\d{2}\s+(\d{1,2}\.\s.*?)(?:\s+\([^()]{2,60}\))?$")
_BRACKETED = re.compile(r"(?<!\s)\s*\[[A-Z]{2,6}/[^\]]*\]\s*$")
_DATE_WORDS = frozenset(MONTHS) | frozenset(WEEKDAYS)
CONTAINERS = re.compile(
    r"(?:the )?(?:topics?|items?|issues|points|subjects|main issues|main points|key points|report|discussion|summary|minutes|"
    r"proceedings|notes?)(?: (?:addressed|discussed|covered|raised|of the (?:meeting|discussion)|discussed included|"
    r"at the meeting|and discussion|for discussion|addressed at the meeting))*(?: included)?:?",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"(?:list of |meeting |\w+ )?(?:participants?|attendees?|attendance|present|in attendance|delegation|distribution(?: list)?|"
    r"apologies|circulation|copy|cc|members present|who (?:was (?:there|present)|were (?:there|present)|attended|took part|met|came)|taking part|in the room|around the table)(?: list)?:?",
    re.IGNORECASE,
)
AGENDA = re.compile(r"(?:draft |proposed )?agenda(?: of the meeting)?:?|table of contents|contents:?", re.IGNORECASE)
BOILERPLATE = re.compile(
    r"(?:official(?:\W+\w+)?$|(?:company |strictly )?confidential$|restricted$|internal$|health and safety|disclaimers?|note on access|access to documents|legal notice|about (?:this|us)|further information|"
    r"related (?:content|documents|links)|contact(?: us| point| details)?|abbreviations|glossary|share this|objectives?)\b.*",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:(?:list of |summary of )?(?:agreed )?(?:actions?|to[- ]?dos?|action (?:points?|items?|list|log))"
    r"(?:\s+(?:actions?|points?|items?|list|table|agreed|from|of|for|by|with|and (?:next steps|actions?|follow|deadlines?))\b.{0,30})?|(?:date of )?(?:the )?next (?:\w+ )?(?:meeting|bilateral)\b.{0,30}|annex(?:es)?(?:\s+[IVX\d]{1,4})?(?:\s*[:–-].*)?|adjournment)",
    re.IGNORECASE,
)


_SALUTATION = re.compile(r"Dear\s[^.]{2,60}$")
"""What the text of a letter begins with; what stands above it is its head."""


def _reads_like_a_title(text: str) -> bool:
    """Short, not a sentence, not a date, not a label with its value, not a row of a table."""
    if not 2 < len(text) <= 130 or len(text.split()) > 18 or re.search(r"[.;,!]$|\s{3,}|\t", text):
        return False
    first = re.split(r"[\s,/]", text, maxsplit=1)[0].casefold().rstrip(".")
    if (first in _DATE_WORDS and re.search(r"\d", text)) or DAY.match(text):
        return False
    if len(text.split()) > 6 and re.search(r"\b(?:was|were|is|are|have|has been|will)\b", text):
        return False
    return text[0].isupper() or text[0] in "“\"'‘(" or text[0].isdigit() or bool(re.match(r"[a-z]+[A-Z]", text))


def numbered_heading(block: Block) -> Heading | None:
    """The heading that *block* is, if it opens with a number and reads like a title."""
    if block.kind not in {"text", "heading"}:
        return None
    lines = [piece.strip() for _, piece in block.pieces]
    if len(lines) > 1 and not all(_BRACKETED.fullmatch(line) for line in lines[1:]):
        return None
    timed = _TIMED.match(lines[0])  # `13:15 - 14:00   2. Clinical trials (MPA)`, as an agenda has it
    match = _NUMBERED.fullmatch(_BRACKETED.sub("", timed[1] if timed else lines[0]))
    if match is None:
        return None
    title = " ".join(match["title"].split()) if block.kind == "heading" else match["title"].strip()
    if not _reads_like_a_title(title) or (title[0].isdigit() and block.kind != "heading"):
        return None
    if re.match(r"(?:%|per cent|of\b|to\b|and\b)", title) or re.search(
        r"\d{1,2}[:.]\d{2}\b", match["number"] + title[:6]
    ):
        return None
    return Heading(match["number"], " ".join(title.split()), block.line)


def plain_heading(block: Block, after: Block | None) -> Heading | None:
    """The unnumbered heading that *block* is: marked as one, or a short line of its own before text."""
    if block.kind == "heading":
        return Heading(None, block.text, block.line)
    if block.kind != "text" or len(block.pieces) > 1 or after is None or after.kind not in {"text", "bullet", "row"}:
        return None
    text = block.pieces[0][1].strip()
    if _SALUTATION.match(text):
        return None
    if not _reads_like_a_title(text) or len(text) > 90 or (re.search(r":\s*\S", text) and len(text) > 60):
        return None
    if asked := re.fullmatch(
        r"(?:(?:Question|Topic|Item|Agenda item|Point) (?P<number>\d{1,2}|[A-H])[.:]|TOP (?P<top>\d{1,2})[.:]?)\s+(?P<title>\S.*)",
        text,
    ):
        return Heading(asked["number"] or asked["top"], asked["title"], block.line)
    is_label = re.fullmatch(r"[^:]{2,40}:\s+\S.*", text) and not re.fullmatch(
        r"[A-Z][\w -]{8,40}: [a-z][a-z ,-]{10,60}", text
    )
    is_shouted = text.isupper() and len(text.split()) > 1
    is_other = is_label or re.search(r"\d{4}$", text)
    if (is_other and not is_shouted) or re.search(r"\b\d{1,2}:\d{2}\b", text):
        return None
    follows = after.text
    if after.kind == "text" and not (len(follows) > 60 or CLOSING.fullmatch(text) or PEOPLE.fullmatch(text)):
        return None
    return Heading(None, text.rstrip(":"), block.line)


# all of it


def read_structure(document: Document) -> Structure:
    """Take the document apart."""
    blocks = _with_run_in_headings(_with_labels_apart(read_blocks(document.lines)))
    chosen = _choose_headings(blocks)
    first = min((n for n, (_, section) in chosen.items() if section == "topic"), default=None)
    greeted = next((n for n, block in enumerate(blocks[:40]) if _SALUTATION.match(block.text)), len(blocks))
    head = greeted + 2  # the first words after a greeting say of which meeting they are
    topic: str | None = None
    section = "header" if first is not None else "body"
    headings: list[Heading] = []
    sentences: list[Sentence] = []
    tables: list[Table] = []
    header: list[Block] = []
    texts: list[str] = []
    context = ""
    for n, block in enumerate(blocks):
        texts.append(block.text)
        if n in chosen:
            heading, section = chosen[n]
            topic = heading.label if section == "topic" else None
            context = heading.title
            if section == "topic":
                headings.append(heading)
            elif (first is None or n < first) and n < head:
                header.append(block)
            continue
        if (first is None or n < first) and n < head:
            header.append(block)
        if block.kind == "row":
            heads, rows = _heads(block.rows)
            tables.append(Table(heads, rows, topic, section))
            continue
        text, places = block.joined()
        for offset, sentence in split_sentences(text):
            first_place = bisect_right(places, (offset, 1 << 60)) - 1
            last_place = bisect_right(places, (offset + len(sentence), 0))
            lines = tuple((max(0, at - offset), line) for at, line in places[first_place:last_place])
            sentences.append(Sentence(sentence, topic, section, lines, block.kind == "bullet", context))
    margins = tuple(match[1].strip() for line in document.lines if (match := _MARGIN.fullmatch(line.text.strip())))
    return Structure(
        tuple(header), tuple(headings), tuple(sentences), tuple(tables), " ".join(texts), tuple(dict.fromkeys(margins))
    )


_MARGIN = re.compile(r"(\S.{3,60}?)\s+[Pp]age \d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?")


_LABELLED_LINE = re.compile(r"[A-Z][a-z]{3,14}:\s+\S.{0,90}|\d{1,2}[:.]\d{2}(?:\s*h)?(?:\s*[-–]\s*.{2,60})?")


def _with_labels_apart(blocks: list[Block]) -> list[Block]:
    """*blocks* with numbered headings taken apart from `Scope: …`, `Action: for discussion` or `10:15 – EMA` right under them."""
    parts: list[Block] = []
    for block in blocks:
        under = [piece.strip() for _, piece in block.pieces[1:]]
        head = Block(block.kind, block.pieces[:1], block.level)
        if block.kind == "text" and under and all(map(_LABELLED_LINE.fullmatch, under)) and numbered_heading(head):
            parts += [head, Block("text", block.pieces[1:], block.level)]
        else:
            parts.append(block)
    return parts


_RUN_IN = re.compile(r"(?P<title>[A-Z][^.:;–-]{3,48}?)\s+[-–]\s+(?=[A-Z][a-z]?.{80})")


def _with_run_in_headings(blocks: list[Block]) -> list[Block]:
    """*blocks* with `Topic - text` paragraphs taken apart, where the document is made of such."""
    found = {
        n: match
        for n, block in enumerate(blocks)
        if block.kind in {"text", "bullet"} and (match := _RUN_IN.match(block.text[:200]))
    }
    if len(found) < 3 or sum(block.kind == "heading" for block in blocks) > 2:
        return blocks
    parts: list[Block] = []
    for n, block in enumerate(blocks):
        if n in found:
            line, first = block.pieces[0]
            rest = re.sub(r"^.*?\s[-–]\s+", "", first, count=1)
            parts += [
                Block("heading", [(line, found[n]["title"])], 3),
                Block("text", [(line, rest), *block.pieces[1:]]),
            ]
        else:
            parts.append(block)
    return parts


def _heads(rows: list[tuple[int, tuple[str, ...]]]) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    return rows[0][1], tuple(rows[1:])


_LABEL_LINE = re.compile(
    r"(?:date|from|to|subject|participants?|participating|attendees|attended|present|place|venue|reference|note of|meeting|drafted by|author|applicant|sponsor|product)\b[^:]{0,40}:\s",
    re.IGNORECASE,
)


def _is_above_labels(blocks: list[Block], n: int) -> bool:
    """Whether the heading is the title over the facts of the meeting: `NOTE TO THE FILE`, then `Date: …`."""
    if n > 8:
        return False
    following = [text for block in blocks[n + 1 : n + 3] for _, text in block.pieces[:4]]
    labels = [found[0].casefold() for text in following if (found := _LABEL_LINE.match(text.strip(" *")))]
    return (
        len(labels) >= 2 and any(re.match(r"date|subject|partic|atten|present|from", label) for label in labels)
    ) or (
        bool(following) and bool(re.match(r"(?:subject|date)\b[^:]{0,40}:\s", following[0].strip(" *"), re.IGNORECASE))
    )


def _choose_headings(blocks: list[Block]) -> dict[int, tuple[Heading, str]]:
    """Which blocks are headings, and of what: a topic, people, agenda, boilerplate, closing, or a container."""
    numbered = {n: heading for n, block in enumerate(blocks) if (heading := numbered_heading(block))}
    numbered = _without_agenda(blocks, numbered)
    marked = sum(1 for block in blocks if block.kind == "heading") > 1  # the one may be but the title
    if len(numbered) < 2:
        numbered = {}
    plain: dict[int, Heading] = {}
    for n, block in enumerate(blocks):
        if n in numbered:
            continue
        heading = plain_heading(block, blocks[n + 1] if n + 1 < len(blocks) else None)
        if heading and (block.kind == "heading" or not marked):
            plain[n] = heading
    if not numbered:
        plain = _without_title(blocks, {n: found for n, found in plain.items() if not _is_above_labels(blocks, n)})
    chosen = {n: (heading, "topic") for n, heading in numbered.items()}
    first = min(numbered, default=0)
    levels = Counter(blocks[n].level for n in plain if blocks[n].kind == "heading")
    for n, heading in plain.items():
        section = "topic" if heading.number else _section(heading.title)
        if section == "topic" and numbered:
            continue
        if section == "closing" and numbered and n < first:
            continue
        if section == "topic" and blocks[n].kind == "heading" and _holds_deeper(blocks, plain, n, levels):
            section = "container"
        chosen[n] = (heading, section)
    last = max((n for n, (_, section) in chosen.items() if section == "topic"), default=0)
    return {
        n: (heading, "topic" if n < last and section == "closing" and heading.title.startswith("Annex") else section)
        for n, (heading, section) in chosen.items()
    }


def _section(title: str) -> str:
    if PEOPLE.fullmatch(title):
        return "people"
    if AGENDA.fullmatch(title):
        return "agenda"
    if BOILERPLATE.fullmatch(title):
        return "boilerplate"
    if CLOSING.fullmatch(title):
        return "closing"
    return "container" if CONTAINERS.fullmatch(title) else "topic"


def _holds_deeper(blocks: list[Block], plain: dict[int, Heading], n: int, levels: Counter[int]) -> bool:
    """Whether the next heading is a deeper one, so that this one only holds others."""
    return n + 1 in plain and blocks[n + 1].level > blocks[n].level


def _without_agenda(blocks: list[Block], numbered: dict[int, Heading]) -> dict[int, Heading]:
    """The headings without those of an agenda: listed one after the other, and coming again further down."""
    last = {heading.title.casefold(): n for n, heading in numbered.items()}
    return {
        n: heading
        for n, heading in numbered.items()
        if last[heading.title.casefold()] == n or ((n + 1) not in numbered and (n - 1) not in numbered)
    }


def _without_title(blocks: list[Block], plain: dict[int, Heading]) -> dict[int, Heading]:
    """The headings without the document's title: the one marked highest, or what stands before the first real text."""
    tops = [n for n in plain if blocks[n].kind == "heading" and blocks[n].level == 1]
    if len(tops) == 1 and len(plain) > 1:
        return {n: heading for n, heading in plain.items() if n != tops[0]}
    first = min((n for n, heading in plain.items() if not BOILERPLATE.fullmatch(heading.title)), default=99)
    if (
        first < 3
        and blocks[first].kind != "heading"
        and len(plain) > 2
        and re.search(
            r"\b(?:meeting|minutes|highlights|summary|note|memo|report|platform|record|internal|confidential)\b",
            plain[first].title,
            re.I,
        )
    ):
        return {n: heading for n, heading in plain.items() if n != first}
    return plain
