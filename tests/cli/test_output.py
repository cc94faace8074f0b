"""Files: each form is what its readers take it for, nothing half is left, and text of a user's own stays text."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import pytest

HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>",
    "a | b | c",
    "[link](javascript:alert(1))",
    "BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT",
    "\u202eright to left",
    "{{ 7 * 7 }} {% raw %}",
    "https://example.org/x",
    "\x1b[31mred",
    "x" * 10_000,
]


@pytest.fixture
def hostile(filled):
    for text in HOSTILE:
        filled("action", "add", text, "--due", "2025-05-12", "--owner", "ARM")
    return filled


class Page(HTMLParser):
    """The tags and attributes of a page, and the words between them."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def written(hostile, tmp_path):
    def write(ending, *words):
        path = tmp_path / f"out{ending}"
        result = hostile(*(words or ("status",)), "--output", str(path))
        assert result.exit_code == 0, result.stderr
        return path.read_bytes()

    return write


def test_a_page_holds_no_script_or_tag_of_anybody_else_and_loads_nothing(written):
    page = Page(written(".html").decode())

    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert not [name for name in page.attributes if name.startswith("on")]
    assert "src" not in page.attributes
    assert "<script>alert(1)</script>" in "".join(page.words)
    assert "{{ 7 * 7 }} {% raw %}" in "".join(page.words)
    assert "\x1b" not in "".join(page.words)


def test_a_page_has_a_title_a_language_headings_and_names_for_its_pictures(written):
    text = written(".html").decode()

    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>Engagement status</title>" in text
    assert len(re.findall(r"<svg viewBox[^>]*role=\"img\" aria-label=\"[^\"]{10,}\"", text)) == 2
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_a_spreadsheet_has_real_days_and_numbers_and_no_formula_or_link(written):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(written(".xlsx")))
    sheet = next(sheet for sheet in book if sheet.title.startswith("Due within"))
    dates = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert all(cell.is_date for cell in dates)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    assert "=1+1" in [
        row[3].value for row in book[next(n for n in book.sheetnames if n.startswith("Due within"))].iter_rows()
    ]


def test_a_document_opens_and_says_what_the_report_says(written):
    from docx import Document

    document = Document(io.BytesIO(written(".docx", "report", "minutes", "M1")))

    assert document.paragraphs[0].text == "Highlights – 2nd EMA - Alliance for Regenerative Medicine bilateral meeting"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == [
        "1. Welcome and Introductions",
        "2. Key priorities for the next 3-5 years and pipeline trends",
    ]


def test_a_csv_has_no_formula_and_a_json_is_the_value(written):
    cells = [cell for row in csv.reader(io.StringIO(written(".csv").decode())) for cell in row]

    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    assert json.loads(written(".json"))["counts"]["open actions"] == 5 + len(HOSTILE)


def test_markdown_has_no_link_or_cell_of_anybody_else(written):
    text = written(".md").decode()

    assert "\\[link\\](javascript:alert(1))" in text
    assert "a \\| b \\| c" in text
    assert "<script>" not in text


@pytest.mark.parametrize(
    ("output", "code", "message"),
    [
        ("report.pdf", 2, "the ending '.pdf' says no form that is known; try .html"),
        ("report", 2, "name without an ending"),
        ("nowhere/report.html", 1, "there is no folder"),
        ("there.md", 1, "is there already and was kept; --force overwrites it"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_lost(filled, tmp_path, output, code, message):
    (tmp_path / "there.md").write_text("mine")
    result = filled("status", "--output", str(tmp_path / output))

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert (tmp_path / "there.md").read_text() == "mine"
    assert filled("status", "--output", str(tmp_path / "there.md"), "--force").exit_code == 0


def test_a_write_that_fails_leaves_what_stood_there(filled, tmp_path, monkeypatch):
    import os

    path = tmp_path / "report.md"
    path.write_text("mine")

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = filled("status", "--output", str(path), "--force")
    monkeypatch.undo()

    assert result.exit_code == 1
    assert "No space left on device; what stood there is as it was" in result.stderr
    assert path.read_text() == "mine"
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".report")] == []


def test_a_missing_library_is_named_with_the_extra_that_brings_it(filled, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "jinja2", None)
    result = filled("status", "--output", str(tmp_path / "report.html"))

    assert result.exit_code == 1
    assert "pip install 'engtrack[write]'" in result.stderr


def test_a_calendar_has_the_days_and_is_folded_and_escaped(hostile, tmp_path):
    from icalendar import Calendar

    hostile("meeting", "add", "3rd bilateral", "--date", "2025-11-03", "--with", "EMA")
    path = tmp_path / "days.ics"
    assert hostile("export", str(path)).exit_code == 0
    content = path.read_bytes()
    calendar = Calendar.from_ical(content)

    assert max(map(len, content.split(b"\r\n"))) <= 75
    todos, events = calendar.walk("VTODO"), calendar.walk("VEVENT")
    assert len(todos) == len(HOSTILE)
    assert [str(event["summary"]) for event in events] == ["3rd bilateral"]
    assert {todo["due"].dt.isoformat() for todo in todos} == {"2025-05-12"}
    uids = [str(item["uid"]) for item in (*todos, *events)]
    assert len(set(uids)) == len(uids)
    path.unlink()
    hostile("action", "edit", "A6", "--due", "2025-07-01")
    hostile("export", str(path))
    again = Calendar.from_ical(path.read_bytes())
    assert [str(item["uid"]) for item in (*again.walk("VTODO"), *again.walk("VEVENT"))] == uids


def test_a_workbook_of_the_register_has_a_sheet_a_kind(filled, tmp_path):
    from openpyxl import load_workbook

    path = tmp_path / "register.xlsx"
    filled("export", str(path))
    book = load_workbook(path)

    assert book.sheetnames == ["Actions", "Meetings", "Routes", "Stakeholders", "Points"]
    assert book["Actions"]["A2"].value == "A1"
    assert book["Meetings"]["C2"].is_date
    assert zipfile.is_zipfile(path)
