"""Tables and reports as values: what a renderer draws and a command or a report computes. Nothing here prints."""

import datetime as dt
from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What a column is for, which tells a renderer what to keep together and what to leave out where it is narrow."""

    ID = "id"
    FACT = "fact"
    MAIN = "main"
    EXTRA = "extra"
    BAR = "bar"


class Tone(StrEnum):
    """What a row should be noticed for."""

    PLAIN = "plain"
    LATE = "late"
    SOON = "soon"
    CLOSED = "closed"


class Column(msgspec.Struct, frozen=True):
    """A heading and what stands under it. In a BAR column each cell is a whole number, drawn as a bar."""

    name: str
    role: Role = Role.FACT


class Row(msgspec.Struct, frozen=True):
    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN


class Table(msgspec.Struct, frozen=True):
    """Rows under columns. *empty* is what to say when there is no row."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "none"


class Prose(msgspec.Struct, frozen=True):
    """Paragraphs under a heading; *items* are those of them that are points of a list."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class Series(msgspec.Struct, frozen=True):
    """One line of a chart: a value for each of its labels."""

    name: str
    values: tuple[int, ...]
    tone: Tone = Tone.PLAIN


class Chart(msgspec.Struct, frozen=True):
    """Whole numbers over *labels*, as lines where they follow each other in time, else as bars."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    is_over_time: bool = False


class Mark(msgspec.Struct, frozen=True):
    """Something on a timeline; the marks of a *lane* stand on a line of their own where there is room for it."""

    day: dt.date
    lane: str
    kind: str
    text: str
    tone: Tone = Tone.PLAIN


class Timeline(msgspec.Struct, frozen=True):
    """Marks in the order of their days; *today* stands among them."""

    title: str
    marks: tuple[Mark, ...]
    today: dt.date
    empty: str = "none"


Part = Table | Prose | Chart | Timeline


class Report(msgspec.Struct, frozen=True):
    """A title, facts as label and value, and parts in the order in which they are read."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
