"""A file to lines: every format comes out as the same plain lines, each with its number and what it is.

For text, Markdown and HTML the number is that of the line in the file; for docx that of the paragraph, for pdf
that of the line in its text, page after page.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import msgspec

from engtrack.errors import Refused

LARGEST = 20_000_000
LARGEST_UNPACKED = 200_000_000


class Line(msgspec.Struct, frozen=True):
    """One line of a document. *kind* is text, heading, bullet, row or page (a page break); *cells* belong to a row."""

    number: int
    text: str
    kind: str = "text"
    level: int = 0
    cells: tuple[str, ...] = ()


class Document(msgspec.Struct, frozen=True):
    """A document as lines, its digest, and what the user should know of how it was read."""

    file: str
    sha256: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def read_document(content: bytes, file: str) -> Document:
    """The lines of *content*, which came from *file*; Refused when there is no text to be had from it."""
    if len(content) >= LARGEST:
        raise Refused(f"{file} is larger than {LARGEST // 1_000_000} MB; minutes are not: cut out the part to be read")
    if not content.strip():
        raise Refused(f"{file} is empty")
    notes: list[str] = []
    lines = _reader(content, file)(content, file, notes)
    if not any(line.text.strip() for line in lines):
        raise Refused(f"{file} holds no text; a scanned document has to be put through text recognition first")
    return Document(file, sha256(content).hexdigest(), tuple(lines), tuple(notes))


Reader = Callable[[bytes, str, list[str]], list[Line]]


def _reader(content: bytes, file: str) -> Reader:
    """What the content is goes before what the name says."""
    if content.startswith(b"%PDF-"):
        return _pdf
    if content.startswith(b"PK\x03\x04"):
        return _docx
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or file.casefold().endswith((".html", ".htm")):
        return _html
    return _text


# text


def _encoding_of(content: bytes) -> str:
    """What the mark at its beginning, or its many nulls, say that *content* is written in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content[1::2].count(0) > len(content) // 4:
        return "utf-16-le"
    return "utf-16-be" if content[::2].count(0) > len(content) // 4 else "utf-8"


def decode(content: bytes, file: str, notes: list[str]) -> str:
    """The text in *content*: UTF-8, else UTF-16, else Windows' Latin-1, which is said."""
    encoding = _encoding_of(content)
    try:
        text = content.decode(encoding)
        if encoding.startswith("utf-16"):
            notes.append(f"{file} was read as UTF-16")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        notes.append(f"{file} is not UTF-8; it was read as Latin-1 (Windows)")
    strange = sum(1 for char in text[:100_000] if (char < " " and char not in "\t\n\r\f\v\x1b") or char == "\ufffd")
    if strange > len(text[:100_000]) // 50:
        raise Refused(f"{file} is not a text; engtrack reads txt, md, html, docx and pdf")
    return text


_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v]")
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.){0,400})\]\((?:[^()\s\\]|\\.|\([^()\s]*\)){0,2000}(?:\s+\"[^\"]{0,200}\")?\)"
)
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__|\*|_)(?=\S)((?:(?!\1).){1,400}?)(?<=\S)\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_BULLET = re.compile(r"(?:[•▪◦‣●■○∙·–—*-]|o(?=\s\s|\s[A-Z][\w ]))\s+(?=\S)")


def tidy(text: str) -> str:
    """*text* without link markup, emphasis and invisible characters, with ordinary spaces and hyphens."""
    text = _NOTHING.sub("", _SPACES.sub(" ", text)).replace("\u2011", "-").replace("\u2010", "-")
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _text(content: bytes, file: str, notes: list[str]) -> list[Line]:
    lines = []
    text = decode(content, file, notes).replace("\r\n", "\n").replace("\r", "\n")
    for number, raw in enumerate(text.split("\n"), start=1):
        if "\f" in raw:
            lines.append(Line(number, "", "page"))
        lines.append(_text_line(number, tidy(raw.replace("\f", ""))))
    return lines


_RULED = re.compile(r"[-:+]+(?:\|[-:+]+)+")


def _text_line(number: int, text: str) -> Line:
    bare = text.strip()
    if bare.startswith("#") and (match := re.match(r"(#{1,6})\s+(.*?)\s*#*$", bare)):
        return Line(number, match[2], "heading", len(match[1]))
    if bare.startswith("|") and bare.count("|") >= 2:
        cells = tuple(cell.strip() for cell in bare.strip("|").split("|"))
        return Line(
            number, " ".join(cells), "row" if not all(re.fullmatch(r":?-+:?", c) for c in cells) else "rule", 0, cells
        )
    if bare.count(" | ") >= 2 or (_RULED.fullmatch(bare) and bare.count("|") >= 2):
        cells = tuple(cell.strip() for cell in bare.split("|"))
        return Line(number, " ".join(cells), "rule" if _RULED.fullmatch(bare) else "row", 0, cells)
    if match := _BULLET.match(bare):
        return Line(number, bare[match.end() :], "bullet", len(text) - len(text.lstrip()))
    return Line(number, text.rstrip())


# html


class _Blocks(HTMLParser):
    """Collects the blocks of a page: headings, paragraphs, list items, table rows. Menus and scripts are left out."""

    SILENT = frozenset({"script", "style", "nav", "footer", "aside", "noscript", "head", "template", "svg", "form"})
    BLOCKS = frozenset(
        [
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "ul",
            "ol",
            "table",
            "thead",
            "tbody",
            "tr",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "pre",
            "figure",
            "address",
        ]
    )
    HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.text: list[str] = []
        self.start = 1
        self.kind, self.level = "text", 0
        self.silent: list[str] = []
        self.cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in self.SILENT:
            self.silent.append(tag)
        elif self.silent:
            return
        elif tag == "tr":
            self.flush()
            self.cells = []
            self.start = self.getpos()[0]
        elif tag in {"td", "th"}:
            self.text = []
        elif tag in self.HEADINGS:
            self.flush()
            self.kind, self.level = "heading", int(tag[1])
        elif tag == "li":
            self.flush()
            self.kind = "bullet"
        elif tag == "dd" and "".join(self.text).endswith(": "):
            return
        elif tag == "br" or (tag in self.BLOCKS and self.cells is None):
            self.flush(keep_kind=self.kind == "bullet" and not "".join(self.text).strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            if tag in self.silent:
                while self.silent.pop() != tag:
                    pass
            return
        if self.silent:
            return
        if tag == "dt" and "".join(self.text).strip():  # what it names stands in the next element
            self.text = ["".join(self.text).strip().rstrip(":") + ": "]
            return
        if tag in {"td", "th"} and self.cells is not None:
            self.cells.append(" ".join(tidy("".join(self.text)).split()))
            self.text = []
        elif tag == "tr" and self.cells is not None:
            if any(self.cells):
                self.lines.append(Line(self.start, " ".join(self.cells), "row", 0, tuple(self.cells)))
            self.cells = None
            self.text = []
        elif self.cells is None and (tag in self.HEADINGS or tag == "li" or tag in self.BLOCKS):
            self.flush()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if not self.text and data.strip():
            self.start = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        if self.text or data.strip():
            self.text.append(data)

    def flush(self, keep_kind: bool = False) -> None:
        text = " ".join(tidy("".join(self.text)).split())
        if text:
            self.lines.append(Line(self.start, text, self.kind, self.level))
            self.lines.append(Line(self.start, ""))
        self.text = []
        if not keep_kind:
            self.kind, self.level = "text", 0


def _html(content: bytes, file: str, notes: list[str]) -> list[Line]:
    text = decode(content, file, notes)
    body = re.search(r"<main\b.*?</main\s*>", text, re.IGNORECASE | re.DOTALL) if "<main" in text.lower() else None
    page = _Blocks()
    if body:
        page.feed("\n" * text.count("\n", 0, body.start()) + body[0])
    else:
        page.feed(text)
    page.close()
    page.flush()
    return page.lines


# docx


def _docx(content: bytes, file: str, notes: list[str]) -> list[Line]:
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(f"{file} is damaged: {error}") from error
    if "word/document.xml" not in names:
        raise Refused(f"{file} is not a Word document; engtrack reads txt, md, html, docx and pdf")
    if unpacked > LARGEST_UNPACKED:
        raise Refused(f"{file} unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB; it is not read")
    try:
        import docx
    except ImportError as error:
        raise Refused("reading docx needs an extra: pip install 'engtrack[read]'") from error
    try:
        body = docx.Document(BytesIO(content))
        return [line for number, item in enumerate(body.iter_inner_content(), 1) for line in _word_lines(number, item)]
    except Exception as error:  # python-docx raises what lxml and zipfile raise on a damaged file
        raise Refused(f"{file} is a damaged Word document: {error}") from error


def _word_lines(number: int, item: Any) -> list[Line]:
    if hasattr(item, "rows"):
        rows = [tuple(" ".join(tidy(cell.text).split()) for cell in row.cells) for row in item.rows]
        return [Line(number, " ".join(cells), "row", 0, cells) for cells in rows] + [Line(number, "")]
    text = " ".join(tidy(item.text).split())
    style = (item.style.name if item.style is not None else "").casefold()
    if match := re.match(r"heading (\d)", style):
        return [Line(number, text, "heading", int(match[1])), Line(number, "")]
    is_list = style.startswith("list") or (item._p.pPr is not None and item._p.pPr.numPr is not None)
    return [Line(number, text, "bullet" if is_list else "text"), Line(number, "")]


# pdf


def _pdf(content: bytes, file: str, notes: list[str]) -> list[Line]:
    try:
        import pypdf
    except ImportError as error:
        raise Refused("reading pdf needs an extra: pip install 'engtrack[read]'") from error
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages]
    except Exception as error:  # pypdf raises of all kinds on a damaged or locked file
        raise Refused(f"{file} is a PDF that cannot be read: {error}") from error
    lines: list[Line] = []
    number = 0
    for page in pages:
        lines.append(Line(number + 1, "", "page"))
        for raw in page.split("\n"):
            number += 1
            lines.append(_text_line(number, tidy(raw)))
    if sum(len(line.text) for line in lines) < 20 * max(1, len(pages)):
        raise Refused(f"{file} is a scanned PDF without text; put it through text recognition first")
    return lines
