"""A page to lines: its headings, paragraphs, list items and rows of tables."""

import re
from html.parser import HTMLParser
from typing import Any

from engtrack.intake.lines import Line, tidy


class _Blocks(HTMLParser):
    """Collects the blocks of a page: headings, paragraphs, list items, table rows. Menus and scripts are left out."""

    SILENT = frozenset({"script", "style", "nav", "aside", "noscript", "head", "template", "svg", "form"})
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
        self.in_footer = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in self.SILENT:
            self.silent.append(tag)
        elif self.silent:
            return
        elif tag == "footer":
            self.flush()
            self.in_footer = True
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
        if tag == "footer":
            self.flush()
            self.in_footer = False
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
        if text and not (self.in_footer and not _DATED.search(text)):
            self.lines.append(Line(self.start, text, self.kind, self.level))
            self.lines.append(Line(self.start, ""))
        self.text = []
        if not keep_kind:
            self.kind, self.level = "text", 0


_DATED = re.compile(r"\b(?:published|updated|modified|issued)\b[^.]{0,20}\d", re.IGNORECASE)
"""What of a footer belongs to the document."""


def lines_of_page(text: str) -> list[Line]:
    """The lines of a page: of its main part, where it has one, and what its footer says of its day."""
    text = _TAG.sub(_bare, _without_comments(text))
    folded = text.lower()
    start, stop, footer = folded.find("<main"), folded.rfind("</main"), folded.rfind("<footer")
    page = _Blocks()
    page.feed("\n" * text.count("\n", 0, start) + text[start:stop] if 0 <= start < stop else text)
    if 0 <= start < stop < footer:
        page.flush()
        page.feed("\n" * text.count("\n", stop, footer) + text[footer:])
    page.close()
    page.flush()
    return page.lines


_TAG = re.compile(
    r"""<(?P<tag>/?[A-Za-z][\w:-]{0,40})(?P<rest>(?:[^<>"']{1,500}|"[^"]{0,4000}"|'[^']{0,4000}'){0,60})/?>|<"""
)


def _bare(tag: re.Match[str]) -> str:
    """A tag without its attributes, which say nothing here, on as many lines; what opens none is an ordinary character."""
    if not tag["tag"]:
        return "<" if tag.string.startswith("<!", tag.start()) else "&lt;"
    return f"<{tag['tag']}>" + "\n" * tag["rest"].count("\n")


def _without_comments(text: str) -> str:
    """*text* with line ends only in the place of its comments; the rest of it where one is not closed."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        stop = text.find("-->", start)
        if stop < 0:
            break
        parts += [text[at:start], "\n" * text.count("\n", start, stop)]
        at = stop + 3
    return "".join(parts) + text[at : start if start >= 0 else len(text)]
