"""Actions from a table or a calendar: what its columns mean is guessed by their headings, shown, and confirmed."""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from engtrack.errors import Misused, Refused


class Row(NamedTuple):
    """A row with the number that it has in its file, and its cells by heading."""

    number: int
    cells: dict[str, Any]


Rows = list[Row]
HEADINGS = {
    "text": "text; action; actions; task; follow-up; followup; what; description; summary; item; title"
    "; Aufgabe; Maßnahme; Was; Beschreibung; tâche; mesure",
    "owner": "owner; owners; responsible; who; by whom; action owner; lead"
    "; verantwortlich; Verantwortliche; zuständig; wer; responsable; qui",
    "requested_by": "requested by; asked by; requester; from; angefragt von; gewünscht von; von; demandé par",
    "due": "due; due date; deadline; due on; by when; target date; when"
    "; fällig; fällig am; Frist; Termin; bis; bis wann; échéance; délai",
    "strength": "strength",
    "status": "status; state; Stand; statut; état",
    "happened_on": "asked on; happened on; raised on; date raised; created; gestellt am; angelegt am; créé le",
    "closed_on": "closed on; completed; done on; completed on; erledigt am; abgeschlossen am; clos le",
    "outcome": "outcome; result; Ergebnis; résultat",
    "assignee": "assignee; assigned to; contact; Bearbeiter; Bearbeiterin; bearbeitet von; chargé",
    "tags": "tags; labels; categories; category; Schlagworte; Kategorie",
    "priority": "priority; Priorität; priorité",
    "evidence": "evidence; quote; source text; Wortlaut",
    "review_by": "review by; Wiedervorlage",
    "waiting_for": "waiting for; wartet auf",
    "waiting_until": "waiting until; wartet bis",
    "repeat": "repeat; recurrence; Wiederholung",
}
"""The fields of an action, and the headings under which they are found, in English, German and French."""
_STATUSES = {
    "done": "done; closed; complete; completed; finished; erledigt; abgeschlossen; fertig; clos; terminé; fait",
    "dropped": "dropped; cancelled; canceled; withdrawn; entfallen; gestrichen; abandonné",
    "open": "open; new; todo; to do; needs-action; in progress; in-process; ongoing; waiting"
    "; offen; neu; laufend; in Arbeit; in Bearbeitung; ouvert; en cours",
}
STATUSES = {"": "open"} | {word.casefold(): status for status, words in _STATUSES.items() for word in words.split("; ")}


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
    text = _text(content)
    lead = re.match(r"sep=(.)\r?\n", text)
    text = text[lead.end() :] if lead else text
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    if lead:
        dialect.delimiter = lead[1]
    reader = csv.reader(io.StringIO(text), dialect, strict=True)
    lines: list[tuple[int, Sequence[Any]]] = []
    try:
        for line in reader:
            lines.append((reader.line_num + bool(lead) - sum(str(cell).count("\n") for cell in line), line))
    except csv.Error as error:
        raise Refused(
            f"{name}, line {reader.line_num}: it cannot be read as csv: {error}; nothing was taken over"
        ) from error
    return Read(_headed(lines, name), [])


def _text(content: bytes) -> str:
    """The text of a csv in the encodings that office programs write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _xlsx(content: bytes, name: str) -> Read:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=False, data_only=True)
    except Exception as error:  # whatever a broken zip or XML makes it raise
        raise Refused(f"{name} cannot be read as a spreadsheet: {error}") from error
    notes = []
    for sheet in book.worksheets:
        merged = {
            (row, column): sheet.cell(found.min_row, found.min_col).value
            for found in sheet.merged_cells.ranges
            for row in range(found.min_row, found.max_row + 1)
            for column in range(found.min_col, found.max_col + 1)
            if found.max_row > found.min_row
        }
        lines = [
            (number, [merged.get((number, n), cell) for n, cell in enumerate(row, start=1)])
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
        if any(any(cell is not None for cell in line) for _, line in lines):
            if merged:
                notes.append("cells that were merged downwards count for each of their rows")
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
    for number, item in enumerate(calendar.walk("VTODO"), start=1):
        due = item.get("due")
        own = re.match(r"A\d+ (?:(?P<owner>[^:]{1,80}): )?(?P<text>.+)", str(item.get("summary", "")))
        is_ours = own is not None and re.match(r"A\d+@[0-9a-f]{16,}$", str(item.get("uid", ""))) is not None
        row = {
            "summary": own["text"] if is_ours and own else str(item.get("summary", "")),
            "owner": own["owner"] if is_ours and own else None,
            "evidence": str(item.get("description", "")) if is_ours else "",
            "due": due.dt if due is not None else None,
            "status": str(item.get("status", "")),
            "completed": item["completed"].dt if "completed" in item else None,
            "categories": ", ".join(map(str, item["categories"].cats)) if "categories" in item else "",
        }
        rows.append(Row(number, {head: _unzoned(value) for head, value in row.items()}))
        if "rrule" in item:
            notes.append(f"{row['summary']!r} comes again in the calendar; its first day alone was taken")
    if events := len(calendar.walk("VEVENT")):
        notes.append(f"{events} events were left out; only tasks become actions")
    if not rows:
        raise Refused(f"{name} has no task (VTODO) in it")
    return Read(rows, notes)


SPREADSHEET_DAYS = range(32_874, 73_051)
"""1990 to 2099 as a spreadsheet counts days, which is what a cell of a day holds when its format was lost."""


def counted_day(value: Any) -> dt.date | None:
    """The day that a spreadsheet means by a bare number; None where *value* is none."""
    number = str(value).strip().removesuffix(".0")
    if not re.fullmatch(r"[0-9]{5}", number) or int(number) not in SPREADSHEET_DAYS:
        return None
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(number))


def _unzoned(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value


def _headed(lines: Sequence[tuple[int, Sequence[Any]]], name: str) -> Rows:
    """The lines under the first one that has a heading for what is to be done, by heading."""
    filled = [(number, line) for number, line in lines if any(cell not in (None, "") for cell in line)]
    start = next((n for n, (_, line) in enumerate(filled) if guess([str(cell or "") for cell in line])), None)
    if start is None:
        start = 0
        if not filled:
            raise Refused(f"{name} is empty")
    titles = [str(cell or "").strip() or f"column {n}" for n, cell in enumerate(filled[start][1], start=1)]
    rows = []
    for number, line in filled[start + 1 :]:
        if any(cell not in (None, "") for cell in line[len(titles) :]):
            raise Refused(f"{name}, row {number}: it has more cells than there are headings; nothing was taken over")
        rows.append(Row(number, dict(zip(titles, (_unzoned(cell) for cell in line), strict=False))))
    return rows


def guess(heads: Sequence[str]) -> dict[str, str]:
    """Which field of an action each heading is, where it is one; empty where nothing says what is to be done."""
    mapping: dict[str, str] = {}
    for field, names in HEADINGS.items():
        for name in names.split("; "):
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
        names = ", ".join(heads) or "there is none"
        raise Misused(f"no column says what is to be done ({names}); say which with --map 'Column=text'")
    return mapping
