"""Lines to blocks: paragraphs, bullets, headings and tables, without what a page laid between the words.

Taken out are running headers and footers, page numbers, footnotes, hyphens at line ends, and the breaks that
split a sentence in two.
"""

import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from engtrack.intake.lines import Line


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
        parts: list[str] = []
        places: list[tuple[int, int]] = []
        length = 0
        for number, piece in self.pieces:
            words = " ".join(piece.split())
            if not words:
                continue
            before = parts[-1] if parts else ""
            if before and not _hyphenated(before, words):
                parts.append(" ")
                length += 1
            elif before.endswith("-") and not _keeps_hyphen(before, words):
                parts[-1] = before[:-1]
                length -= 1
            places.append((length, number))
            parts.append(words)
            length += len(words)
        return "".join(parts), tuple(places)

    @property
    def text(self) -> str:
        """The words in the order in which they are read: of a table, cell by cell."""
        return " ".join(cell for _, row in self.rows for cell in row) if self.rows else self.joined()[0]


def read_blocks(lines: Iterable[Line]) -> list[Block]:
    """The blocks of a document, in order."""
    blocks = _blocks_of(_underlined(_without_footnotes(_without_furniture(lines))))
    return [part for block in _slashed(blocks) for part in _table_rows(block)]


# page furniture

_PAGE = re.compile(
    r"(?:.*\s)?page\s+\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|\d{1,4}\s*(?:/|of)\s*\d{1,4}|-?\s*\d{1,3}\s*-?"
    r"|(?:electronically signed on|©|printed on|www\.|https?://)\b.*|.*\ball rights reserved\b.*",
    re.IGNORECASE,
)
_NUMBERED_FOOTER = re.compile(r".*\s{2,}\d{1,3}\s*(?:/|of)\s*\d{1,3}\s*")
_HEADER_LINES = 25


def _without_furniture(lines: Iterable[Line]) -> list[Line]:
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
        repeated = (
            is_repeat and (first[shape] < _HEADER_LINES or seen[shape] > 2) and "#" in shape + _shape_of_header(shape)
        )
        repeated = repeated or (n in paged and seen[shape] > 1)
        repeated = repeated or (n > 15 and len(shape) > 20 and any(title.startswith(shape) for title in titles))
        if line.kind == "page" or (line.kind == "text" and shape and (repeated or _is_page_number(line.text))):
            if kept and kept[-1].kind != "page":
                kept.append(Line(line.number, "", "page"))
        else:
            kept.append(line)
    return kept


def _is_page_number(text: str) -> bool:
    return len(text) < 200 and bool(_PAGE.fullmatch(text.strip()) or _NUMBERED_FOOTER.fullmatch(text))


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
    return (
        "#"
        if re.search(r"\b(?:meeting|minutes|highlights|summary|report|note|platform|agency|commission)\b", shape)
        else ""
    )


_FOOTNOTE = re.compile(r"(\d{1,2})\s+(?=[A-Z“\"])")


def _without_footnotes(lines: list[Line]) -> list[Line]:
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


# headings that a line of dashes underlines

_UNDERLINE = re.compile(r"\s*(?:-{3,}|={3,})\s*")


def _underlined(lines: list[Line]) -> list[Line]:
    """*lines* with each that stands alone over a line of dashes of about its length as the heading that it is."""
    kept: list[Line] = []
    for line in lines:
        above = kept[-1] if kept else None
        if (
            _UNDERLINE.fullmatch(line.text)
            and above is not None
            and above.kind == "text"
            and abs(len(above.text.strip()) - len(line.text.strip())) <= 3
            and (len(kept) < 2 or not kept[-2].text.strip() or kept[-2].kind == "page")
        ):
            kept[-1] = Line(above.number, above.text.strip(), "heading", 1 if "=" in line.text else 2)
            kept.append(Line(line.number, ""))
        else:
            kept.append(line)
    return kept


# paragraphs


def _blocks_of(lines: list[Line]) -> list[Block]:
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
            if not (
                blocks and blocks[-1].kind == "row" and (not fresh or len(blocks[-1].rows[-1][1]) == len(line.cells))
            ):
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
_HEADED = re.compile(r"(?:[A-Z]\.\d|\d{1,2}(?:\.\d)*\.?|[A-H]\.)\s+\S")
_NUMBERED_ITEM = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S")


def _starts_item(text: str, block: Block) -> bool:
    """Whether a line opens an item of its own though no blank line stands before it."""
    if block.kind == "bullet" or _heads_of_table(block):
        return False
    above = block.pieces[0][1].strip()
    if (
        len(block.pieces) == 1
        and len(above) < 80
        and len(text) > 40
        and text[0].isupper()
        and _HEADED.match(above)
        and re.fullmatch(r"\S+\s+[A-Z“\"].*(?<![.;:,])", above)
    ):
        return True
    if re.match(r"\[[A-Z][\w-]+/", text) and len(block.pieces) == 1 and _HEADED.match(block.pieces[0][1].strip()):
        return True
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
    length = sum(len(piece) for _, piece in before.pieces[-20:])
    if start[0].islower():
        return length > 40 or after.after_page
    if after.after_page and after.pieces[0][1].startswith("  ") and before.kind == "bullet":
        return True
    if (
        after.after_page
        and length > 150 < sum(len(piece) for _, piece in after.pieces) + 90
        and any(re.search(r"[.!?]\s", piece) for _, piece in before.pieces[-20:])
    ):
        return True  # a paragraph that the page broke off in mid-sentence, before a name
    last = ending.rsplit(" ", 1)[-1].casefold()
    return length > 40 and last in _OPEN_ENDS


_OPEN_ENDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "to",
        "for",
        "with",
        "in",
        "on",
        "by",
        "from",
        "its",
        "their",
        "that",
        "which",
        "as",
        "at",
        "joint",
        "ema’s",
        "this",
        "these",
    ]
)
_KEEPS = frozenset(
    [
        "non",
        "pre",
        "post",
        "self",
        "long",
        "short",
        "well",
        "co",
        "cross",
        "multi",
        "mid",
        "high",
        "low",
        "first",
        "end",
        "side",
        "real",
        "follow",
        "point",
        "on",
    ]
)


def _hyphenated(text: str, words: str) -> bool:
    return bool(re.search(r"[^\W\d_]-$", text)) and words[0].islower()


def _keeps_hyphen(text: str, words: str) -> bool:
    """Whether the hyphen at a line's end belongs to the word, as in follow-up; else it only broke it."""
    part = re.split(r"[\s(“\"]", text[:-1])[-1].casefold()
    return part in _KEEPS or "-" in part


def _slashed(blocks: list[Block]) -> list[Block]:
    """*blocks* with `Item / Owner / Due date` and the bullets under it, each of as many parts, as the table that they are."""
    kept: list[Block] = []
    for block in blocks:
        cells = tuple(part.strip() for part in block.text.split(" / "))
        above = kept[-1] if kept else None
        if block.kind == "text" and len(cells) > 2 and all(map(_TABLE_HEADS.fullmatch, cells)):
            kept.append(Block("row", block.pieces, rows=[(block.line, cells)]))
        elif block.kind == "bullet" and above and above.kind == "row" and len(cells) == len(above.rows[0][1]) > 2:
            above.rows.append((block.line, cells))
            above.pieces += block.pieces
        else:
            kept.append(block)
    return kept


# tables set with spaces

_GAP = re.compile(r"\s{2,}|\t+")
_TABLE_HEADS = re.compile(
    r"(?:no\.?|nr\.?|#|(?:agenda )?item|ref\.?|(?:agreed )?actions?(?: item| point| required| agreed)?s?|what|task|follow-?up|(?:action )?owner|who|responsible(?: party| person)?|lead|by whom|"
    r"due(?: date)?|by when|deadline|when|status|state|role|name|organisation|organization|function|affiliation|date|comments?|remarks?|progress|party|"
    r"description|topic|subject|responsibility|target(?: date)?|timing|timeline|timeframe|assigned to|next step|by|measure)",
    re.IGNORECASE,
)


_TELLING_HEAD = re.compile(
    r"\b(?:owner|responsib\w+|hands|party|carried by|by whom|who|whose|due|until|latest|not later than|deadline|timing|date|when|term|status|state|stands?|remarks?|comments?|action|matter|undertaking|pledge|"
    r"commitment|task|item|measure|step|follow-up|no\.?|nr\.?)\b",
    re.IGNORECASE,
)


def _heads_of_table(block: Block) -> list[str]:
    """The heads of a table set with spaces, if the first line of *block* is made of such."""
    first = block.pieces[0][1].strip()
    heads = _GAP.split(first) if _GAP.search(first) else []
    known = sum(1 for head in heads if _TABLE_HEADS.fullmatch(head))
    is_like_heads = all(
        len(head) < 30 and (head[0].isupper() or head[0] == "#") and head[-1] not in ".;," for head in heads[1:]
    )
    telling = sum(1 for head in heads if _TELLING_HEAD.search(head))
    if len(heads) > 2 and is_like_heads and telling > 1 and telling >= len(heads) - 1 and len(block.pieces) > 1:
        return heads
    return (
        heads
        if known > 1 and (known == len(heads) or (known >= len(heads) - 1 and len(heads) > 2 and is_like_heads))
        else []
    )


def _table_rows(block: Block) -> list[Block]:
    """A paragraph that is a table set with spaces, as rows; anything else as it is."""
    heads = _heads_of_table(block) if block.kind == "text" else []
    if not heads:
        return [block]
    starts = [match.start() for match in re.finditer(r"(?<!\S)\S+(?: \S+)*", block.pieces[0][1])]
    rows: list[tuple[int, tuple[str, ...]]] = [(block.line, tuple(heads))]
    for number, piece in block.pieces[1:]:
        cells = _GAP.split(piece.strip())
        if len(cells) != len(heads) or piece[:1] == " ":
            cells = [piece[a:b].strip() for a, b in zip(starts, [*starts[1:], len(piece)], strict=True)]
        above = rows[-1]
        is_numbered = bool(re.fullmatch(r"[A-Z]{0,3}\d{1,3}\.?", above[1][0]))
        if not cells[0] and len(rows) > 1 and starts[0] < 3 and (is_numbered or sum(map(bool, cells)) == 1):
            rows[-1] = (above[0], tuple(f"{old} {new}".strip() for old, new in zip(above[1], cells, strict=True)))
        else:
            rows.append((number, tuple(cells)))
    return [Block("row", block.pieces, rows=rows)]
