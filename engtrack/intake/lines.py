"""A line of a document, and its text made plain."""

import re

import msgspec


class Line(msgspec.Struct, frozen=True):
    """One line of a document. *kind* is text, heading, bullet, row or page (a page break); *cells* belong to a row."""

    number: int
    text: str
    kind: str = "text"
    level: int = 0
    cells: tuple[str, ...] = ()


_SPACES = re.compile("[\x85\u2028\u2029\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v]")
_NOTHING = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\U000e0000-\U000e007f]"
)
_TERMINAL = re.compile(r"\x1b\[[0-9;?]{0,20}[ -/]?[@-~]")
_LONG_BLANK = re.compile(r" {300,}")
_LONG_WORD = re.compile(r"\S{400}(?=\S)")
"""Minutes have none of them; where they are cut, no pattern of the reader takes long over one."""
_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.){0,400})\]\((?:[^()\s\\]|\\.|\([^()\s]*\)){0,2000}(?:\s+\"[^\"]{0,200}\")?\)"
)
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__|\*|_)(?=\S)((?:(?!\1).){1,400}?)(?<=\S)\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


def tidy(text: str) -> str:
    """*text* without link markup, emphasis and invisible characters, with ordinary spaces and hyphens."""
    if "\x1b" in text:
        text = _TERMINAL.sub("", text)
    text = text.replace("\t", "  ")  # what stands between the cells of a table
    text = _LONG_WORD.sub(r"\g<0> ", _LONG_BLANK.sub(" " * 300, _SPACES.sub(" ", text)))
    text = _NOTHING.sub("", text).replace("\u2011", "-").replace("\u2010", "-")
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
