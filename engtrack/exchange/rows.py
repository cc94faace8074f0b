"""Actions from a table or a calendar: what its columns mean is guessed by their headings, shown, and confirmed."""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from engtrack.errors import Misused, Refused

Rows = list[dict[str, Any]]
HEADINGS = {
    "text": (
        "text",
        "action",
        "actions",
        "task",
        "follow-up",
        "followup",
        "what",
        "description",
        "summary",
        "item",
        "title",
    ),
    "owner": ("owner", "owners", "responsible", "who", "by whom", "action owner", "lead"),
    "requested_by": ("requested by", "requested_by", "asked by", "requester", "from"),
    "due": ("due", "due date", "deadline", "due on", "by when", "target date", "when"),
    "strength": ("strength",),
    "status": ("status", "state"),
    "happened_on": ("asked on", "happened_on", "raised on", "date raised", "created"),
    "closed_on": ("closed on", "closed_on", "completed", "done on", "completed on"),
    "outcome": ("outcome", "result"),
    "assignee": ("assignee", "assigned to", "contact"),
    "tags": ("tags", "labels", "categories", "category"),
    "priority": ("priority",),
    "evidence": ("evidence", "quote", "source text"),
}
"""The fields of an action, and the headings under which they are found."""
STATUSES = {
    **dict.fromkeys(("done", "closed", "complete", "completed", "finished"), "done"),
    **dict.fromkeys(("dropped", "cancelled", "canceled", "withdrawn"), "dropped"),
    **dict.fromkeys(
        ("", "open", "new", "todo", "to do", "needs-action", "in progress", "in-process", "ongoing", "waiting"), "open"
    ),
}


class Read(NamedTuple):
    """The rows of a file by heading, and what of it was not taken."""

    rows: Rows
    notes: list[str]


def read_rows(content: bytes, name: str) -> Read:
    """The rows in *content*, whose form the ending of *name* says: csv, xlsx or ics."""
    form = name.rsplit(".", 1)[-1].casefold()
    readers = {"csv": _csv, "xlsx": _xlsx, "ics": _ics}
    return readers[form](content, name)


def _csv(content: bytes, name: str) -> Read:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        lines = list(csv.reader(io.StringIO(text), dialect))
    except csv.Error as error:
        raise Refused(f"{name} cannot be read as csv: {error}") from error
    return Read(_headed(lines, name), [])


def _xlsx(content: bytes, name: str) -> Read:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=False, data_only=True)
    except Exception as error:  # whatever a broken zip or XML makes it raise
        raise Refused(f"{name} cannot be read as a spreadsheet: {error}") from error
    notes = []
    for sheet in book.worksheets:
        lines = [list(row) for row in sheet.iter_rows(values_only=True)]
        if any(any(cell is not None for cell in line) for line in lines):
            if sheet.merged_cells.ranges:
                notes.append(f"{len(sheet.merged_cells.ranges)} merged cells count as their first")
            if len(book.worksheets) > 1:
                notes.append(f"only the sheet {sheet.title!r} was read")
            return Read(_headed(lines, name), notes)
    raise Refused(f"{name} has no sheet with anything in it")


def _ics(content: bytes, name: str) -> Read:
    from icalendar import Calendar

    try:
        calendar: Any = Calendar.from_ical(content)
    except ValueError as error:
        raise Refused(f"{name} cannot be read as a calendar: {error}") from error
    rows: Rows = []
    notes = []
    for item in calendar.walk("VTODO"):
        due = item.get("due")
        row = {
            "summary": str(item.get("summary", "")),
            "due": due.dt if due is not None else None,
            "status": str(item.get("status", "")),
            "completed": item["completed"].dt if "completed" in item else None,
            "categories": ", ".join(map(str, item["categories"].cats)) if "categories" in item else "",
        }
        rows.append({head: _unzoned(value) for head, value in row.items()})
        if "rrule" in item:
            notes.append(f"{row['summary']!r} comes again in the calendar; its first day alone was taken")
    if not rows:
        raise Refused(f"{name} has no task (VTODO) in it")
    return Read(rows, notes)


def _unzoned(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value


def _headed(lines: Sequence[Sequence[Any]], name: str) -> Rows:
    """The lines under the first one that has more than one heading, by heading."""
    filled = [line for line in lines if any(cell not in (None, "") for cell in line)]
    start = next((n for n, line in enumerate(filled) if guess([str(cell or "") for cell in line])), None)
    if start is None:
        heads = ", ".join(str(cell) for cell in (filled[0] if filled else ()) if cell not in (None, ""))
        raise Refused(
            f"{name} has no column that says what is to be done ({heads or 'it is empty'}); "
            "name it with --map, like --map 'My column=text'"
        )
    titles = [str(cell or "").strip() or f"column {n}" for n, cell in enumerate(filled[start], start=1)]
    return [dict(zip(titles, (_unzoned(cell) for cell in line), strict=False)) for line in filled[start + 1 :]]


def guess(heads: Sequence[str]) -> dict[str, str]:
    """Which field of an action each heading is, where it is one; empty where nothing says what is to be done."""
    mapping: dict[str, str] = {}
    for field, names in HEADINGS.items():
        for name in names:
            head = next((head for head in heads if _plain(head) == _plain(name) and head not in mapping), None)
            if head is not None:
                mapping[head] = field
                break
    return mapping if "text" in mapping.values() else {}


def _plain(head: str) -> str:
    return " ".join(re.sub(r"[_\W]+", " ", head.casefold()).split())


def mapped(heads: Sequence[str], wanted: Sequence[str]) -> dict[str, str]:
    """The guess, put right by *wanted*: `Column=field`, or `Column=` for none. Misused for what is not there."""
    mapping = guess(heads)
    for pair in wanted:
        head, equals, field = pair.partition("=")
        known = next((name for name in heads if _plain(name) == _plain(head)), None)
        if not equals or known is None or (field.strip() and field.strip() not in HEADINGS):
            raise Misused(
                f"cannot read --map {pair!r}; try 'Column=field', with a column of {', '.join(heads)} and a field of "
                f"{', '.join(HEADINGS)}"
            )
        mapping = {name: value for name, value in mapping.items() if value != field.strip() and name != known}
        if field.strip():
            mapping[known] = field.strip()
    if "text" not in mapping.values():
        raise Misused(f"no column says what is to be done; name one of {', '.join(heads)} with --map 'Column=text'")
    return mapping
