"""Print records and reports in the format that was asked for: data to stdout, the rest to stderr."""

import shutil
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from engtrack.cli.environment import Environment
from engtrack.layout import Report, Table
from engtrack.model import Config, Record


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print it.")]
AllRows = Annotated[bool, typer.Option("--all-rows", help="Print every row, also where the screen is short.")]


def write(text: str) -> None:
    """Put *text* on stdout as it is."""
    typer.echo(text, nl=False)


def show_records(
    env: Environment,
    records: Sequence[Any],
    record_class: type[Any],
    table: Table,
    format: Format,
    all_rows: bool = True,
) -> None:
    """A list of records: *table* for people, the whole *records* for programs."""
    if format is Format.JSON:
        from engtrack.render.data import as_json

        write(as_json(records))
    elif format is Format.CSV:
        from engtrack.render.data import as_csv

        write(as_csv(records, record_class))
    elif format is Format.MD:
        from engtrack.render.markdown import table_markdown

        write(table_markdown(table))
    elif not table.rows:
        env.note(table.empty)
    elif env.width is None:
        from engtrack.render.text import table_text

        write(table_text(table))
    else:
        from engtrack.render.terminal import console, draw_table

        table, more = (table, "") if all_rows or not env.is_watched else _what_fits(table, env.width)
        draw_table(console(env.width, env.colour), table, more)


def show_one(env: Environment, record: Any, table: Table, format: Format) -> None:
    """One record that was just made: a row of *table* for people, a plain object for programs."""
    if format is Format.JSON:
        from engtrack.render.data import as_json

        write(as_json(record))
    else:
        show_records(env, [record], type(record), table, format)


def _what_fits(table: Table, width: int) -> tuple[Table, str]:
    """The rows that fit on the screen, counted as they will be folded, and how many are left out."""
    from engtrack.render.terminal import rows_that_fit

    fitting = rows_that_fit(table, width, max(shutil.get_terminal_size().lines - 5, 6))
    left = len(table.rows) - fitting
    if left <= 1:
        return table, ""
    return Table(table.title, table.columns, table.rows[:fitting], table.empty), f"… and {left:,} more (--all-rows)"


def show_report(env: Environment, report: Report, value: Any, format: Format) -> None:
    """A report, or one record with what belongs to it: *report* for people, *value* for programs."""
    if format is Format.JSON:
        from engtrack.render.data import as_json

        write(as_json(value))
    elif format is Format.CSV:
        from engtrack.render.data import as_csv, report_csv

        is_record = isinstance(value, Record | Config)
        write(as_csv([value], type(value)) if is_record else report_csv(report))
    elif format is Format.MD:
        from engtrack.render.markdown import report_markdown

        write(report_markdown(report))
    elif env.width is None:
        from engtrack.render.text import report_text

        write(report_text(report))
    else:
        from engtrack.render.terminal import console, draw_report

        draw_report(console(env.width, env.colour), report)
