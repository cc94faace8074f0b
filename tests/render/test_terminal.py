"""Tables on a terminal: fitted to its width, with nothing cut, and only as many rows as its height shows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engtrack.layout import Column, Report, Role, Row, Table, Tone
from engtrack.render.terminal import console, draw_report, draw_table, rows_that_fit
from engtrack.render.text import table_text, visible, width_of

COLUMNS = (Column("Id", Role.ID), Column("Due"), Column("Action", Role.MAIN), Column("From", Role.EXTRA))
LONG = "provide additional insights on the data and pipeline estimates presented at the meeting"
TABLE = Table(
    "Actions", COLUMNS, (Row(("A1", "Fri 2025-06-06", LONG, "M1")), Row(("A2", "–", "join", "M2"), Tone.LATE))
)


def drawn(table, width, capsys):
    draw_table(console(width, colour=False), table)
    return capsys.readouterr().out


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 100, 140])
def test_a_table_fits_its_width_and_loses_no_word(width, capsys):
    out = drawn(TABLE, width, capsys)

    assert max(map(len, out.splitlines())) <= width
    letters = "".join(out.split())
    for word in LONG.split():
        assert word in letters


def test_what_is_less_needed_appears_where_there_is_room(capsys):
    assert "M1" not in drawn(TABLE, 80, capsys)
    assert "M1" in drawn(TABLE, 100, capsys)


def test_a_narrow_terminal_gets_cards(capsys):
    assert drawn(TABLE, 40, capsys).splitlines()[0] == "A1 · Fri 2025-06-06"


def test_a_bar_is_as_long_as_its_number_and_says_it(capsys):
    table = Table(
        "Owed",
        (Column("Who", Role.ID), Column("Open", Role.BAR)),
        (Row(("we", "4")), Row(("they", "1")), Row(("joint", "0"))),
    )

    out = drawn(table, 80, capsys)

    bars = [line.count("█") for line in out.splitlines()]
    assert [bar for bar in bars if bar] == [24, 6]
    assert "0" in out.splitlines()[-1]


def test_a_report_says_what_is_empty(capsys):
    draw_report(
        console(80, colour=False),
        Report("Status", (("As of", "today"),), (Table("Overdue", COLUMNS, (), "nothing is overdue"),)),
    )

    assert "nothing is overdue" in capsys.readouterr().out


def test_only_the_rows_that_fit_are_counted():
    rows = tuple(Row((f"A{n}", "–", LONG, "")) for n in range(100))

    assert rows_that_fit(Table("", COLUMNS, rows), 80, 20) == 10  # each is folded once
    assert rows_that_fit(Table("", COLUMNS, rows[:3]), 80, 20) == 3


def test_a_pipe_gets_aligned_columns_with_the_longest_last():
    assert table_text(TABLE).splitlines()[0] == "ID  DUE             FROM  ACTION"
    assert table_text(TABLE).splitlines()[1] == f"A1  Fri 2025-06-06  M1    {LONG}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand  gaps", "two lines and gaps"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\u202eb", "a‹U+202E›b"),
        ("\x9b2J", "‹U+009B›2J"),
        ("naïve 药", "naïve 药"),
    ],
)
def test_control_codes_and_direction_marks_are_shown_and_not_obeyed(text, expected):
    assert visible(text) == expected


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("药品", 4), ("e\u0301", 1), ("", 0)])
def test_the_width_of_a_text_is_that_on_a_terminal(text, width):
    assert width_of(text) == width


CELLS = st.text("abc def éß→", min_size=1, max_size=40).map(lambda text: " ".join(text.split()) or "–")


@settings(max_examples=200)
@given(st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=3), st.integers(60, 180))
def test_no_table_is_wider_than_the_screen_and_none_loses_a_letter(rows, width):
    columns = (Column("Id", Role.ID), *(Column(name) for name in ("Due", "Owner", "Status")), Column("Text", Role.MAIN))
    table = Table("All", (*columns, Column("Strength")), tuple(Row(cells) for cells in rows))
    screen = console(width, colour=False)
    with screen.capture() as captured:
        draw_table(screen, table)
    out = captured.get()

    assert max(map(width_of, out.splitlines())) <= width
    for cells in rows:
        for word in (word for cell in cells for word in cell.split()):
            assert word in out or len(word) > 20  # only a word longer than its column is broken


def test_a_bare_number_on_a_card_has_its_heading(capsys):
    table = Table(
        "Topics", (Column("No.", Role.ID), Column("Topic", Role.MAIN), Column("Actions")), (Row(("1", "Fees", "0")),)
    )

    assert [line.rstrip() for line in drawn(table, 40, capsys).splitlines()] == ["1 · Actions 0", "  Fees"]
