"""What is written opens elsewhere: the programs and parsers here share no code with the ones that wrote the files."""

import csv
import datetime as dt
import json
import os
import subprocess
import sysconfig
from pathlib import Path

import pypandoc
import pytest
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook

from tests.conftest import Runner

PROGRAMS = Path(sysconfig.get_path("scripts"))
WORDS = "Share the criteria; <b>all</b>, please"


@pytest.fixture
def scene(filled: Runner) -> Runner:
    """The real document, two days to hold, and a meeting to come."""
    filled("action", "add", "Send the pipeline data", "--owner", "ARM", "--due", "2025-06-06")
    filled("action", "add", WORDS, "--owner", "EMA", "--due", "2025-05-14", "--requested-by", "ARM")
    filled("meeting", "add", "3rd bilateral", "--with", "EMA", "--with", "ARM", "--date", "2025-11-03")
    return filled


@pytest.fixture
def calendar(scene: Runner, tmp_path: Path) -> Path:
    folder = tmp_path / "calendars" / "engtrack"
    folder.mkdir(parents=True)
    assert scene("export", str(folder / "register.ics"), "--events").exit_code == 0
    return folder


def spoken(program: str, *words: str, home: Path) -> str:
    """What a calendar program of the development group answers."""
    environ = {**os.environ, "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(home)}
    asked = subprocess.run([PROGRAMS / program, *words], env=environ, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


def test_todoman_lists_the_same_deadlines(scene, calendar, tmp_path):
    settings = tmp_path / "todoman.py"
    settings.write_text(f'path = "{calendar}"\ndate_format = "%Y-%m-%d"\ncache_path = "{tmp_path / "todo.sqlite"}"\n')

    tasks = json.loads(spoken("todo", "-c", str(settings), "--porcelain", "list", home=tmp_path))

    day = {task["summary"]: dt.datetime.fromtimestamp(task["due"], dt.UTC).date().isoformat() for task in tasks}
    actions = [action for action in scene.json("action", "list") if action["due"]]
    assert day == {f"{a['id']} {', '.join(a['owner'])}: {a['text']}": a["due"] for a in actions}
    assert set(day.values()) == {"2025-06-06", "2025-05-14"}


def test_khal_shows_the_meeting_to_come_and_the_deadlines(calendar, tmp_path):
    settings = tmp_path / "khal.conf"
    settings.write_text(
        f"[calendars]\n[[office]]\npath = {tmp_path / 'office'}\n"
        f"[sqlite]\npath = {tmp_path / 'khal.sqlite'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )

    spoken("khal", "-c", str(settings), "import", "--batch", str(calendar / "register.ics"), home=tmp_path)
    words = ["list", "2025-05-01", "300d", "--format", "{start-date} {title}", "--day-format", "{date}"]
    listed = spoken("khal", "-c", str(settings), *words, home=tmp_path)

    assert "2025-06-06 Due: A6 ARM: Send the pipeline data" in listed
    assert f"2025-05-14 Due: A7 EMA: {WORDS}" in listed
    assert "2025-11-03 3rd bilateral" in listed


def test_a_spreadsheet_reader_finds_days_that_are_days_and_words_that_are_words(scene, tmp_path):
    path = tmp_path / "register.xlsx"
    assert scene("export", str(path)).exit_code == 0

    book = CalamineWorkbook.from_path(path)
    head, *rows = book.get_sheet_by_name("Actions").to_python()

    due, text = head.index("due"), head.index("text")
    days = {row[text]: row[due] for row in rows if row[due]}
    assert days == {
        "Send the pipeline data": dt.date(2025, 6, 6),
        WORDS: dt.date(2025, 5, 14),
    }
    assert len(rows) == len(scene.json("action", "list"))


def test_a_spreadsheet_reader_finds_ages_that_are_numbers(scene, tmp_path):
    path = tmp_path / "status.xlsx"
    assert scene("--today", "2025-09-01", "status", "--output", str(path)).exit_code == 0

    book = CalamineWorkbook.from_path(path)
    [name] = [name for name in book.sheet_names if name.startswith("Asked without a day")]
    head, *rows = book.get_sheet_by_name(name).to_python()

    met = dt.date(2025, 5, 8)
    assert {row[head.index("Asked")] for row in rows} == {(dt.date(2025, 9, 1) - met).days}


def test_a_csv_reader_finds_every_action_once(scene, tmp_path):
    path = tmp_path / "register.csv"
    assert scene("export", str(path)).exit_code == 0

    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert [row["text"] for row in rows] == [action["text"] for action in scene.json("action", "list", "--sort", "id")]


@pytest.mark.parametrize(
    ("report", "words"),
    [(["minutes", "M1"], ["EMA/158016/2025", "Platform"]), (["briefing", "ARM"], ["Send the pipeline data", WORDS])],
)
def test_pandoc_reads_the_words_of_a_document(scene, tmp_path, report, words):
    path = tmp_path / "report.docx"
    assert scene("report", *report, "--output", str(path)).exit_code == 0

    plain = pypandoc.convert_file(str(path), "plain", extra_args=["--wrap=none", "--columns=1000"])

    assert [missing for missing in words if missing not in plain] == []


def test_a_commonmark_parser_finds_the_tables_whole_and_no_html(scene, tmp_path):
    path = tmp_path / "status.md"
    assert scene("status", "--output", str(path)).exit_code == 0

    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))

    inline = [child.type for token in tokens for child in token.children or ()]
    assert "html_inline" not in inline
    assert "html_block" not in [token.type for token in tokens]
    words = "".join(child.content for token in tokens for child in token.children or ())
    assert WORDS in words
