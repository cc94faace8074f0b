"""A file to lines: every format comes out as the same plain lines, each with its number and what it is.

For text, Markdown and HTML the number is that of the line in the file; for docx that of the paragraph, for pdf
that of the line in its text, page after page.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import msgspec

from engtrack.errors import Refused
from engtrack.intake.lines import Line, tidy

LARGEST = 20_000_000
LARGEST_UNPACKED = 200_000_000


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


_BULLET = re.compile(r"(?:[•▪◦‣●■○∙·→➢»–—\uf0b7\uf0a7\uf0d8\uf0fc\uf02d*-]|o(?=\s\s|\s[A-Z][\w ]))\s+(?=\S)")


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
    if bare.startswith("#") and (match := re.match(r"(#{1,6})\s+", bare)):
        title = bare[match.end() :].strip()
        closed = title.rstrip("#")
        is_closed = closed != title and (not closed or closed.endswith(" "))  # `# About C#` is not
        return Line(number, closed.rstrip() if is_closed else title, "heading", len(match[1]))
    if bare.startswith("|") and bare.count("|") >= 2:
        cells = tuple(" ".join(cell.split()) for cell in bare.strip("|").split("|"))
        return Line(
            number, " ".join(cells), "row" if not all(re.fullmatch(r":?-+:?", c) for c in cells) else "rule", 0, cells
        )
    if bare.count(" | ") >= 2 or (_RULED.fullmatch(bare) and bare.count("|") >= 2):
        cells = tuple(" ".join(cell.split()) for cell in bare.split("|"))
        return Line(number, " ".join(cells), "rule" if _RULED.fullmatch(bare) else "row", 0, cells)
    if match := _BULLET.match(bare):
        return Line(number, bare[match.end() :], "bullet", len(text) - len(text.lstrip()))
    return Line(number, text.rstrip())


# html


def _html(content: bytes, file: str, notes: list[str]) -> list[Line]:
    from engtrack.intake.html import lines_of_page

    return lines_of_page(decode(content, file, notes))


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


def _word_rows(table: Any) -> list[tuple[str, ...]]:
    """The cells of a table in Word, row by row; what spans several stands in each, in a hundred at most."""
    rows: list[tuple[str, ...]] = []
    for row in table.rows:
        cells: list[str] = []
        for cell in row._tr.tc_lst:
            above = rows[-1] if rows and cell.vMerge == "continue" else ()
            words = " ".join(tidy("\n".join(p.text for p in cell.p_lst)).split())
            text = above[len(cells)] if len(cells) < len(above) else words
            cells += [text] * min(cell.grid_span, 100)
        rows.append(tuple(cells))
    return rows


def _word_lines(number: int, item: Any) -> list[Line]:
    if hasattr(item, "rows"):
        return [Line(number, " ".join(cells), "row", 0, cells) for cells in _word_rows(item)] + [Line(number, "")]
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
