"""A spreadsheet: a sheet a table or a kind of record, with real days and numbers. The only home of xlsxwriter.

What comes from the register is written as text, so that nothing in a cell is ever a formula or a link.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from engtrack.layout import Prose, Report, Role, Table
from engtrack.render.text import as_table, visible

DAY = re.compile(r"(?:[A-Z][a-z]{2} )?(\d{4}-\d\d-\d\d)")
AGO = re.compile(r"(?:(?P<ahead>in )?(?P<days>[\d,]+) d(?P<ago> ago)?|today)(?P<more>, [a-z]+)?")
LONGEST_CELL = 32_767
WIDEST = 60


class Days(NamedTuple):
    """A number of days as a report words it, which a spreadsheet can sort and add up."""

    number: int
    shape: str

    def __str__(self) -> str:
        return f"{self.number:,}{self.shape[5:]}"


class Workbook:
    """Sheets in memory, and their bytes at the end."""

    def __init__(self) -> None:
        import xlsxwriter

        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True},
        )
        self._head = self._book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"})
        self._days: dict[str, Any] = {}
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._names: set[str] = set()

    def add(self, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """A sheet with a heading that stays, filters, and columns as wide as what is in them."""
        sheet = self._book.add_worksheet(self._free(name))
        widths = [len(head) + 4 for head in heads]
        for n, head in enumerate(heads):
            sheet.write_string(0, n, head[:LONGEST_CELL], self._head)
        for line, row in enumerate(rows, start=1):
            for n, value in enumerate(row):
                widths[n] = max(widths[n], min(len(str(value)) + 1 if value is not None else 0, WIDEST))
                self._write(sheet, line, n, value)
        for n, width in enumerate(widths):
            sheet.set_column(n, n, width)
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), max(len(heads) - 1, 0))

    def _write(self, sheet: Any, line: int, n: int, value: Any) -> None:
        if value is None or value == "":
            sheet.write_blank(line, n, None, self._text)
        elif isinstance(value, Days):
            shape = {"num_format": value.shape, "align": "left", "valign": "top"}
            style = self._days.get(value.shape) or self._days.setdefault(value.shape, self._book.add_format(shape))
            sheet.write_number(line, n, value.number, style)
        elif isinstance(value, dt.datetime):
            sheet.write_datetime(line, n, value.replace(tzinfo=None), self._moment)
        elif isinstance(value, dt.date):
            if value.year < 1900:  # before the days that a spreadsheet knows
                sheet.write_string(line, n, value.isoformat(), self._text)
            else:
                sheet.write_datetime(line, n, dt.datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(line, n, value, self._text)
        else:
            sheet.write_string(line, n, visible(str(value))[:LONGEST_CELL], self._text)

    def _free(self, name: str) -> str:
        """A name for a sheet: up to 31 letters, none that is reserved, and not taken."""
        plain = re.sub(r"[\[\]:*?/\\']", " ", visible(name)).strip()[:28] or "Sheet"
        free, n = plain, 2
        while free.casefold() in self._names or free.casefold() == "history":
            free, n = f"{plain[:26]} {n}", n + 1
        self._names.add(free.casefold())
        return free

    def content(self) -> bytes:
        self._book.close()
        return self._buffer.getvalue()


def report_sheets(report: Report) -> bytes:
    """A sheet with the facts, and one a part of the report."""
    book = Workbook()
    book.add("Summary", ("", report.title), [(label, value) for label, value in report.facts])
    for part in report.parts:
        if isinstance(part, Prose):
            book.add(part.title, (part.title,), [(text,) for text in (*part.paragraphs, *part.items)])
            continue
        table = part if isinstance(part, Table) else as_table(part)
        heads = [column.name for column in table.columns]
        book.add(
            table.title, heads, [[_typed(cell, n, table) for n, cell in enumerate(row.cells)] for row in table.rows]
        )
    return book.content()


def _typed(cell: str, n: int, table: Table) -> Any:
    """A cell as what it is: a day, a number, days that passed or are to pass, or text."""
    if found := DAY.fullmatch(cell):
        return dt.date.fromisoformat(found[1])
    if cell == "–":
        return None
    if table.columns[n].role is not Role.MAIN and (found := AGO.fullmatch(cell)):
        return _days(found)
    if cell.isascii() and cell.isdecimal() and (table.columns[n].role is Role.BAR or len(cell) < 10):
        return int(cell)
    return cell


def _days(found: re.Match[str]) -> Days:
    count = int((found["days"] or "0").replace(",", ""))
    more = found["more"] or ""
    if found["days"] and not found["ago"] and not found["ahead"]:
        return Days(count, f'#,##0" d{more}"')
    return Days(-count if found["ahead"] else count, f'#,##0" d ago{more}";"in "#,##0" d{more}";"today{more}"')


def record_sheets(kinds: dict[str, Sequence[msgspec.Struct]]) -> bytes:
    """A sheet a kind of record, a row a record, a column a field."""
    book = Workbook()
    for name, records in kinds.items():
        heads: tuple[str, ...] = records[0].__struct_encode_fields__ if records else ()
        fields = records[0].__struct_fields__ if records else ()
        book.add(name, heads, [[_plain(getattr(record, field)) for field in fields] for record in records])
    return book.content()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return "; ".join(str(_plain(item)) for item in value)
    if isinstance(value, msgspec.Struct):
        return " ".join(str(_plain(getattr(value, name))) for name in value.__struct_fields__ if getattr(value, name))
    return getattr(value, "value", value)
