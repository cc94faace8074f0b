"""User text is text: it comes out as it went in, and commands neither terminal, spreadsheet nor page."""

import csv
import io
import json
import re

import pytest

HOSTILE = {
    "unclosed tag": "see [/] there",
    "markup": "[bold red]call Ada[/bold red] [link=file:///etc/passwd]x[/link]",
    "emoji code": ":smile: :warning:",
    "escape codes": "\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link \x9b2J",
    "right to left": "abc \u202edef\u202c \u2066x\u2069",
    "line breaks": "first\nsecond\r\nthird",
    "formula": "=1+1",
    "formula at": "@SUM(A1)",
    "markdown": "| cell | # head <script>alert(1)</script> [x](y) **b** `c` _d_",
    "html": "<b>&amp;</b> <img src=x onerror=y>",
    "long": "x" * 10_000,
    "wide": "药品 会议 🙂",
    "quotes": "\"quoted\" 'single' ; , \\ \\n",
}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE.keys())
def text(request):
    return request.param


@pytest.fixture
def kept(run, text):
    """A register in which the text stands wherever text can stand."""
    run("stakeholder", "add", "ARM", "--name", text)
    run("meeting", "add", text, "--date", "2025-05-08", "--with", "ARM", "--topic", text)
    run("action", "add", text, "--owner", "ARM", "--meeting", "M1", "--topic", "1")
    run("route", "add", "QIG", "--for", "ARM", "--because", text, "--meeting", "M1")
    run("action", "done", "A1", "--outcome", text, "--reason", text)
    run("action", "reopen", "A1")
    return run


def test_json_gives_the_text_back_and_holds_no_control_codes(kept, text):
    result = kept("action", "show", "A1", "--format", "json")

    assert json.loads(result.stdout)["text"] == text
    assert not CONTROL.search(result.stdout)


@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["action", "list"],
        ["action", "show", "A1"],
        ["meeting", "list"],
        ["meeting", "show", "M1"],
        ["route", "list"],
        ["route", "show", "R1"],
        ["stakeholder", "list"],
        ["stakeholder", "show", "ARM"],
        ["history"],
        ["history", "A1"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("how", ["table", "md", "80 columns", "40 columns"])
def test_nothing_shown_commands_the_terminal(kept, words, how):
    env = {"COLUMNS": how.split()[0]} if "columns" in how else {}
    result = kept(*words, "--format", "md" if how == "md" else "table", env=env)

    assert result.exit_code == 0
    assert not CONTROL.search(result.stdout)
    if env:
        assert max(map(len, result.stdout.splitlines())) <= int(env["COLUMNS"])


def test_a_pipe_gets_one_line_a_record_and_nothing_is_cut(kept, text):
    lines = kept("action", "list").stdout.splitlines()

    assert len(lines) == 2
    words = [word for word in text.split() if not CONTROL.search(word)]
    assert all(word in lines[1] for word in words)


def test_the_terminal_shows_the_letters_as_they_are(kept, text):
    shown = kept("action", "show", "A1", env={"COLUMNS": "140"}).stdout

    for word in re.findall(r"[A-Za-z\[\]/:=@<>|#]{3,60}", text)[:5]:
        assert word[:60] in re.sub(r"\s+", "", shown) or word in shown


def test_a_spreadsheet_cell_is_never_a_formula(kept, text):
    rows = list(csv.reader(io.StringIO(kept("action", "list", "--format", "csv").stdout)))

    assert len(rows) == 2
    for cell in rows[1]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert not CONTROL.search(cell)
    assert rows[1][1].removeprefix("'") == re.sub(
        CONTROL, lambda m: chr(0x2400 + ord(m[0])) if m[0] < " " else f"‹U+{ord(m[0]):04X}›", text.replace("\r", "")
    )


def test_markdown_holds_no_table_cell_or_tag_of_the_text(kept, text):
    table = kept("action", "list", "--format", "md").stdout.splitlines()

    assert len(table) == 3
    assert len(re.findall(r"(?<!\\)\|", table[2])) == len(re.findall(r"(?<!\\)\|", table[0]))
    assert not re.search(r"(?<!\\)<\w", table[2])


def test_a_refusal_quotes_the_text_harmlessly(run, text):
    result = run("stakeholder", "show", text)

    assert result.exit_code == 3
    assert not CONTROL.search(result.stderr.rstrip("\n"))
