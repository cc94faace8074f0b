"""Text made safe to show, and tables as plain aligned lines: what a pipe gets, a record a line, never folded or cut."""

import re
import unicodedata

from engtrack.layout import Chart, Column, Part, Prose, Report, Role, Row, Table, Timeline

UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str) -> str:
    """*text* on one line, with control codes and direction marks shown instead of obeyed."""
    return " ".join(UNSAFE.sub(shown, text).split()) if not text.isascii() or not text.isprintable() else text


def shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else f"‹U+{code:04X}›"


def width_of(text: str) -> int:
    """The columns that *text* takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def lines(table: Table) -> list[str]:
    """The table as aligned lines under its headings; the last column is as long as it is."""
    if not table.rows:
        return []
    order = sorted(range(len(table.columns)), key=lambda n: table.columns[n].role is Role.MAIN)
    padded = []
    for n in order:
        cells = [table.columns[n].name.upper(), *(visible(row.cells[n]) for row in table.rows)]
        padded.append(_padded(cells) if n != order[-1] else cells)
    return ["  ".join(cells).rstrip() for cells in zip(*padded, strict=True)]


def _padded(cells: list[str]) -> list[str]:
    """*cells* filled up to the width of the widest."""
    if all(map(str.isascii, cells)):
        width = max(map(len, cells))
        return [cell.ljust(width) for cell in cells]
    widths = list(map(width_of, cells))
    width = max(widths)
    return [cell + " " * (width - taken) for cell, taken in zip(cells, widths, strict=True)]


def table_text(table: Table) -> str:
    return "".join(f"{line}\n" for line in lines(table))


def report_text(report: Report) -> str:
    """The report as plain lines: its facts, then each table under its title."""
    parts = [visible(report.title)]
    parts += [f"{label}: {visible(value)}" for label, value in report.facts]
    for part in report.parts:
        parts += ["", visible(part.title), *_part(part)]
    return "\n".join(parts) + "\n"


def _part(part: Part) -> list[str]:
    if isinstance(part, Prose):
        return [*map(visible, part.paragraphs), *(f"- {visible(item)}" for item in part.items)]
    table = part if isinstance(part, Table) else as_table(part)
    return lines(table) or [f"  {visible(table.empty)}"]


def as_table(part: Chart | Timeline) -> Table:
    """A chart as its numbers, a timeline as its days."""
    if isinstance(part, Timeline):
        days = (Column("Day", Role.ID), Column("Kind"), Column("What", Role.MAIN))
        marks = tuple(Row((mark.day.isoformat(), mark.kind, mark.text), mark.tone) for mark in part.marks)
        return Table(part.title, days, marks, part.empty)
    columns = (Column("", Role.ID), *(Column(series.name) for series in part.series))
    values = zip(*(series.values for series in part.series), strict=True)
    rows = tuple(Row((label, *map(str, row))) for label, row in zip(part.labels, values, strict=True))
    return Table(part.title, columns, rows)
