"""Tables and reports as values: what a renderer draws and a command or a report computes. Nothing here prints."""

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


class Report(msgspec.Struct, frozen=True):
    """A title, facts as label and value, and tables."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
