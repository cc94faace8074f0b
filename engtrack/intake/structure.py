"""Lines to a document's structure: its header, its topics, the sentences under them, and its tables.

What a page laid between the words is taken out again: running headers and footers, page numbers, footnotes,
hyphens at line ends, and the breaks that split a sentence in two.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from engtrack.dates import MONTHS, WEEKDAYS
from engtrack.intake.documents import Document, Line

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

    header: tuple["Block", ...]
    headings: tuple[Heading, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]
    text: str


class Block(msgspec.Struct):
    """Lines that belong together: a paragraph, a bullet, a heading, the rows of a table."""

    kind: str
    pieces: list[tuple[int, str]]
    level: int = 0
    rows: list[tuple[int, tuple[str, ...]]] = []
    after_page: bool = False

    @property
    def line(self) -> int:
        return self.pieces[0][0]

    def joined(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The text on one line, and (offset, line) for where each line of the source begins in it."""
        text, places = "", []
        for number, piece in self.pieces:
            words = " ".join(piece.split())
            if not words:
                continue
            if text and not _hyphenated(text, words):
                text += " "
            elif text.endswith("-") and not _keeps_hyphen(text, words):
                text = text[:-1]
            places.append((len(text), number))
            text += words
        return text, tuple(places)

    @property
    def text(self) -> str:
        return self.joined()[0]


# page furniture

_PAGE = re.compile(
    r"(?:.*\s)?page\s+\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|\d{1,4}\s*(?:/|of)\s*\d{1,4}|-?\s*\d{1,3}\s*-?"
    r"|(?:electronically signed on|©|printed on|www\.|https?://)\b.*|.*\ball rights reserved\b.*",
    re.IGNORECASE,
)
_NUMBERED_FOOTER = re.compile(r".*\s{2,}\d{1,3}\s*(?:/|of)\s*\d{1,3}\s*")
_HEADER_LINES = 25


def without_furniture(lines: Iterable[Line]) -> list[Line]:
    """The lines without running headers, footers and page numbers; each run of those leaves one `page` line."""
    lines = list(lines)
    shapes = [_shape(line) for line in lines]
    seen = Counter(shape for shape in shapes if shape)
    first: dict[str, int] = {}
    for n, shape in enumerate(shapes):
        first.setdefault(shape, n)
    paged = _near_page_numbers(lines)
    titles = [shape for shape in shapes[:15] if len(shape) > 20]
    kept: list[Line] = []
    for n, (line, shape) in enumerate(zip(lines, shapes, strict=True)):
        is_repeat = seen[shape] > 1 and first[shape] < n and len(shape) > 12
        repeated = is_repeat and (first[shape] < _HEADER_LINES or seen[shape] > 2) and "#" in shape + _shape_of_header(shape)
        repeated = repeated or (n in paged and seen[shape] > 1)
        repeated = repeated or (n > 15 and len(shape) > 20 and any(title.startswith(shape) for title in titles))
        if line.kind == "page" or (line.kind == "text" and shape and (repeated or _is_page_number(line.text))):
            if kept and kept[-1].kind != "page":
                kept.append(Line(line.number, "", "page"))
        else:
            kept.append(line)
    return kept


def _is_page_number(text: str) -> bool:
    return bool(_PAGE.fullmatch(text.strip()) or _NUMBERED_FOOTER.fullmatch(text))


def _near_page_numbers(lines: list[Line]) -> set[int]:
    """The places of the two lines with text before and after each page number."""
    filled = [n for n, line in enumerate(lines) if line.kind == "text" and line.text.strip()]
    near = set()
    for at, n in enumerate(filled):
        if _is_page_number(lines[n].text):
            near |= set(filled[max(0, at - 2) : at + 3])
    return near


def _shape(line: Line) -> str:
    return "" if line.kind in {"row", "rule", "bullet"} else re.sub(r"\d+", "#", " ".join(line.text.split())).casefold()


def _shape_of_header(shape: str) -> str:
    """A repeated line without figures is furniture too when it reads like the title of a document."""
    return "#" if re.search(r"\b(?:meeting|minutes|highlights|summary|report|note|platform|agency|commission)\b", shape) else ""


_FOOTNOTE = re.compile(r"(\d{1,2})\s+(?=[A-Z“\"])")


def without_footnotes(lines: list[Line]) -> list[Line]:
    """The lines without footnotes: those that open with a number which marks a word not far above."""
    kept: list[Line] = []
    recent: list[str] = []
    inside = False
    for line in lines:
        text = line.text.strip()
        match = _FOOTNOTE.match(text) if line.kind == "text" and (not recent or not recent[-1]) else None
        if match and any(re.search(rf"[A-Za-z)”][,.;:]?{match[1]}(?=[\s,.;)]|$)", above) for above in recent[-60:]):
            inside = True
        elif inside and not text:
            inside = False
            if kept and kept[-1].kind != "page":
                kept.append(Line(line.number, "", "page"))
        if not inside:
            kept.append(line)
        recent.append(text)
    return kept


# blocks


def blocks_of(lines: list[Line]) -> list[Block]:
    """Paragraphs, bullets, headings and tables, in order; what a page break split is whole again."""
    blocks: list[Block] = []
    fresh, paged = True, False
    for line in lines:
        text = line.text.strip()
        if line.kind == "page":
            paged = fresh = True
        elif line.kind == "rule":
            continue
        elif not text:
            fresh = True
        elif line.kind == "row":
            if not (blocks and blocks[-1].kind == "row" and (not fresh or len(blocks[-1].rows[-1][1]) == len(line.cells))):
                blocks.append(Block("row", [], rows=[]))
            blocks[-1].rows.append((line.number, line.cells))
            blocks[-1].pieces.append((line.number, text))
            fresh = False
        elif line.kind in {"heading", "bullet"}:
            blocks.append(Block(line.kind, [(line.number, text)], line.level))
            fresh = line.kind == "heading"
        elif fresh or blocks[-1].kind == "row" or _starts_item(text, blocks[-1]):
            blocks.append(Block("text", [(line.number, line.text)], after_page=paged))
            fresh = False
        else:
            blocks[-1].pieces.append((line.number, line.text))
        if text:
            paged = False
    return _rejoined(blocks)


_ITEM = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-z]\)|(?:action|ap)\b[^:]{0,40}:)\s*\S", re.IGNORECASE)
_NUMBERED_ITEM = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S")


def _starts_item(text: str, block: Block) -> bool:
    """Whether a line opens an item of its own though no blank line stands before it."""
    if block.kind == "bullet":
        return False
    if _ITEM.match(text):
        return True
    return bool(_NUMBERED_ITEM.match(text) and _NUMBERED_ITEM.match(block.pieces[0][1].strip()) and "  " in text)


def _rejoined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        if joined and block.kind == "text" and joined[-1].kind in {"text", "bullet"} and _continues(joined[-1], block):
            joined[-1].pieces += block.pieces
        else:
            joined.append(block)
    return joined


def _continues(before: Block, after: Block) -> bool:
    ending, start = before.pieces[-1][1].rstrip(), after.pieces[0][1].strip()
    if not ending or not start or re.search(r"[.!?:;][\"”’')\]]*$", ending):
        return False
    if re.search(r"\w-$", ending) and start[0].islower():
        return True
    length = sum(len(piece) for _, piece in before.pieces)
    if start[0].islower():
        return length > 40 or after.after_page
    if after.after_page and after.pieces[0][1].startswith("  ") and before.kind == "bullet":
        return True
    last = ending.rsplit(" ", 1)[-1].casefold()
    return after.after_page and length > 40 and last in _OPEN_ENDS


_OPEN_ENDS = frozenset("the a an of and or to for with in on by from its their that which as at joint ema’s this these".split())
_KEEPS = frozenset("non pre post self long short well co cross multi mid high low first end side real follow point on".split())


def _hyphenated(text: str, words: str) -> bool:
    return bool(re.search(r"[^\W\d_]-$", text)) and words[0].islower()


def _keeps_hyphen(text: str, words: str) -> bool:
    """Whether the hyphen at a line's end belongs to the word, as in follow-up; else it only broke it."""
    part = re.split(r"[\s(“\"]", text[:-1])[-1].casefold()
    return part in _KEEPS or "-" in part


# sentences

_STOP = re.compile(r"(?:[.!?…]|(?<=[a-z])\.\d{1,2}(?=\s))[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9•])")
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
_BRACKETED = re.compile(r"\s*\[[A-Z]{2,6}/[^\]]*\]\s*$")
_DATE_WORDS = frozenset(MONTHS) | frozenset(WEEKDAYS)

CONTAINERS = re.compile(
    r"(?:the )?(?:topics?|items?|issues|points|subjects|main issues|main points|key points|report|discussion|summary|minutes|"
    r"proceedings|notes?)(?: (?:addressed|discussed|covered|raised|of the (?:meeting|discussion)|discussed included|"
    r"at the meeting|and discussion|for discussion|addressed at the meeting))*(?: included)?:?",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"(?:list of |meeting |\w+ )?(?:participants?|attendees?|attendance|present|in attendance|delegation|distribution(?: list)?|"
    r"apologies|circulation|copy|cc|members present)(?: list)?:?",
    re.IGNORECASE,
)
AGENDA = re.compile(r"(?:draft |proposed )?agenda(?: of the meeting)?:?|table of contents|contents:?", re.IGNORECASE)
BOILERPLATE = re.compile(
    r"(?:health and safety|disclaimers?|note on access|access to documents|legal notice|about (?:this|us)|further information|"
    r"related (?:content|documents|links)|contact(?: us| point| details)?|abbreviations|glossary|share this|objectives?)\b.*",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:(?:list of |summary of )?(?:agreed )?(?:actions?|follow[- ]?ups?|to[- ]?dos?|next steps?|action (?:points?|items?|list|log))"
    r"\b.{0,30}|(?:date of )?(?:the )?next (?:\w+ )?(?:meeting|bilateral)\b.{0,30}|annex(?:es)?(?:\s+[IVX\d]{1,4})?(?:\s*[:–-].*)?|adjournment)",
    re.IGNORECASE,
)


def _reads_like_a_title(text: str) -> bool:
    """Short, not a sentence, not a date, not a label with its value, not a row of a table."""
    if not 2 < len(text) <= 130 or len(text.split()) > 18 or re.search(r"[.;,!]$|\s{3,}|\t", text):
        return False
    first = re.split(r"[\s,/]", text, maxsplit=1)[0].casefold().rstrip(".")
    if first in _DATE_WORDS and re.search(r"\d", text):
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
    match = _NUMBERED.fullmatch(_BRACKETED.sub("", lines[0]))
    if match is None:
        return None
    title = " ".join(match["title"].split()) if block.kind == "heading" else match["title"].strip()
    if not _reads_like_a_title(title) or (title[0].isdigit() and block.kind != "heading"):
        return None
    if re.match(r"(?:%|per cent|of\b|to\b|and\b)", title) or re.search(r"\d{1,2}[:.]\d{2}\b", match["number"] + title[:6]):
        return None
    return Heading(match["number"], " ".join(title.split()), block.line)


def plain_heading(block: Block, after: Block | None) -> Heading | None:
    """The unnumbered heading that *block* is: marked as one, or a short line of its own before text."""
    if block.kind == "heading":
        return Heading(None, block.text, block.line)
    if block.kind != "text" or len(block.pieces) > 1 or after is None or after.kind not in {"text", "bullet", "row"}:
        return None
    text = block.pieces[0][1].strip()
    if not _reads_like_a_title(text) or len(text) > 90 or (re.search(r":\s*\S", text) and len(text) > 60):
        return None
    if re.fullmatch(r"[^:]{2,40}:\s+\S.*", text) or re.search(r"\d{4}$|\b\d{1,2}:\d{2}\b", text):
        return None
    follows = after.text
    if after.kind == "text" and not (len(follows) > 60 or CLOSING.fullmatch(text) or PEOPLE.fullmatch(text)):
        return None
    return Heading(None, text.rstrip(":"), block.line)


# all of it


def read_structure(document: Document) -> Structure:
    """Take the document apart."""
    blocks = blocks_of(without_footnotes(without_furniture(document.lines)))
    blocks = [part for block in blocks for part in _table_rows(block)]
    chosen = _choose_headings(blocks)
    first = min((n for n, (_, section) in chosen.items() if section == "topic"), default=None)
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
            elif first is None or n < first:
                header.append(block)
            continue
        if (first is not None and n < first) or first is None:
            header.append(block)
        if block.kind == "row":
            heads, rows = _heads(block.rows)
            tables.append(Table(heads, rows, topic, section))
            continue
        text, places = block.joined()
        for offset, sentence in split_sentences(text):
            lines = tuple((max(0, at - offset), line) for at, line in places if at < offset + len(sentence))
            later = [n for n, (at, _) in enumerate(lines) if at == 0]
            sentences.append(
                Sentence(sentence, topic, section, lines[later[-1] if later else 0 :], block.kind == "bullet", context)
            )
    return Structure(tuple(header), tuple(headings), tuple(sentences), tuple(tables), " ".join(texts))


def _heads(rows: list[tuple[int, tuple[str, ...]]]) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    return rows[0][1], tuple(rows[1:])


def _choose_headings(blocks: list[Block]) -> dict[int, tuple[Heading, str]]:
    """Which blocks are headings, and of what: a topic, people, agenda, boilerplate, closing, or a container."""
    numbered = {n: heading for n, block in enumerate(blocks) if (heading := numbered_heading(block))}
    numbered = _without_agenda(blocks, numbered)
    marked = sum(1 for block in blocks if block.kind == "heading")
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
        plain = _without_title(blocks, plain)
    chosen = {n: (heading, "topic") for n, heading in numbered.items()}
    first = min(numbered, default=0)
    levels = Counter(blocks[n].level for n in plain if blocks[n].kind == "heading")
    for n, heading in plain.items():
        section = _section(heading.title)
        if section == "topic" and numbered:
            continue
        if section == "closing" and numbered and n < first:
            continue
        if section == "topic" and blocks[n].kind == "heading" and _holds_deeper(blocks, plain, n, levels):
            section = "container"
        chosen[n] = (heading, section)
    return chosen


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
    later = [m for m in plain if m > n]
    return bool(later) and blocks[later[0]].level > blocks[n].level and later[0] == n + 1


def _without_agenda(blocks: list[Block], numbered: dict[int, Heading]) -> dict[int, Heading]:
    """The headings without those of an agenda: listed one after the other, and coming again further down."""
    last = {heading.title.casefold(): n for n, heading in numbered.items()}
    return {
        n: heading
        for n, heading in numbered.items()
        if last[heading.title.casefold()] == n or (n + 1) not in numbered and (n - 1) not in numbered
    }


def _without_title(blocks: list[Block], plain: dict[int, Heading]) -> dict[int, Heading]:
    """The headings without the document's title: the one marked highest, or what stands before the first real text."""
    tops = [n for n in plain if blocks[n].kind == "heading" and blocks[n].level == 1]
    if len(tops) == 1 and len(plain) > 1:
        return {n: heading for n, heading in plain.items() if n != tops[0]}
    if plain and min(plain) < 3 and blocks[min(plain)].kind != "heading" and len(plain) > 2:
        first = min(plain)
        if re.search(r"\b(?:meeting|minutes|highlights|summary|note|memo|report|platform|record)\b", plain[first].title, re.I):
            return {n: heading for n, heading in plain.items() if n != first}
    return plain


# tables in plain text

_GAP = re.compile(r"\s{2,}|\t+")
_TABLE_HEADS = re.compile(
    r"(?:no\.?|nr\.?|#|item|ref\.?|actions?(?: item| point)?s?|what|task|follow-?up|owner|who|responsible|lead|by whom|due(?: date)?|by when|"
    r"deadline|when|status|state|role|name|organisation|organization|function|affiliation|date|comments?|remarks?|progress|party|"
    r"description|topic|responsibility|target date|assigned to)",
    re.IGNORECASE,
)


def _table_rows(block: Block) -> list[Block]:
    """A paragraph that is a table set with spaces, as rows; anything else as it is."""
    if block.kind != "text" or not _GAP.search(block.pieces[0][1].strip()):
        return [block]
    heads = _GAP.split(block.pieces[0][1].strip())
    if len(heads) < 2 or not all(_TABLE_HEADS.fullmatch(head) for head in heads):
        return [block]
    starts = [match.start() for match in re.finditer(r"(?<!\S)\S+(?: \S+)*", block.pieces[0][1])]
    rows: list[tuple[int, tuple[str, ...]]] = [(block.line, tuple(heads))]
    for number, piece in block.pieces[1:]:
        cells = _GAP.split(piece.strip())
        if len(cells) != len(heads) or piece[:1] == " ":
            cells = [piece[a:b].strip() for a, b in zip(starts, [*starts[1:], len(piece)], strict=True)]
        if not cells[0] and len(rows) > 1 and starts[0] < 3:
            above = rows[-1]
            rows[-1] = (above[0], tuple(f"{old} {new}".strip() for old, new in zip(above[1], cells, strict=True)))
        else:
            rows.append((number, tuple(cells)))
    return [Block("row", block.pieces, rows=rows)]
