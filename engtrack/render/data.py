"""Records and reports for other programs: JSON and CSV. What they hold is a promise: fields are added, never removed."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from engtrack.layout import Prose, Report, Table
from engtrack.render.text import UNSAFE, as_table, shown

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_json(value: object) -> str:
    """*value* as indented JSON; missing values are null; control codes and direction marks are escaped."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def as_csv(records: Sequence[msgspec.Struct], record_class: type[msgspec.Struct]) -> str:
    """A heading of field names and a row a record; lists are joined by `; `, and no cell is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    names = record_class.__struct_encode_fields__
    writer.writerow(names)
    for record in records:
        fields: dict[str, Any] = msgspec.to_builtins(record)
        writer.writerow([_cell(fields[name]) for name in names])
    return buffer.getvalue()


def report_csv(report: Report) -> str:
    """Every table of the report, a row of it a line, each led by the title of its table."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for part in report.parts:
        if isinstance(part, Prose):
            writer.writerows([[_cell(part.title), _cell(text)] for text in (*part.paragraphs, *part.items)])
            continue
        table = part if isinstance(part, Table) else as_table(part)
        writer.writerow(["Table", *(column.name for column in table.columns)])
        writer.writerows([[_cell(table.title), *map(_cell, row.cells)] for row in table.rows])
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        value = "; ".join(item if isinstance(item, str) else msgspec.json.encode(item).decode() for item in value)
    elif not isinstance(value, str):
        value = msgspec.json.encode(value).decode()
    text = UNSAFE.sub(shown, value.replace("\r", ""))
    return f"'{text}" if text.startswith(_FORMULA) else text
