"""The way in and out for all data: export then import is identity, nothing is overwritten, and tables give actions."""

import json
from pathlib import Path

import pytest

from engtrack.exchange.register_file import schema
from tests.conftest import Runner


@pytest.fixture
def other(tmp_path, environment):
    """A second register beside the first."""
    from engtrack.cli.environment import Environment

    environ = {**environment.environ, "ENGTRACK_STORE": str(tmp_path / "other" / "engtrack.json")}
    return Runner(Environment(environ=environ, cwd=environment.cwd, now=environment.now))


def exported(run, tmp_path, name="register.json"):
    path = tmp_path / name
    assert run("export", str(path), "--force").exit_code == 0
    return path


def records(run):
    return {
        noun: run.json(noun, "list", *(["--all"] if noun == "action" else []))
        for noun in ("action", "meeting", "route", "stakeholder")
    }


@pytest.fixture
def busy(filled):
    filled("config", "us", "ARM")
    filled("action", "add", "one", "--due", "2025-06-30", "--repeat", "monthly", "--depends-on", "A1", "--tag", "x")
    filled("action", "done", "A6")
    filled("action", "note", "A7", "a note")
    filled("meeting", "add", "3rd", "--with", "EMA", "--with", "ARM", "--date", "2025-11-03")
    filled("route", "advance", "R1", "referred", "--to", "SA")
    filled("action", "add", "to be undone")
    filled("undo")
    return filled


def test_an_id_that_is_free_is_kept_where_one_before_it_is_missing(run, other, tmp_path):
    for words in (["action", "add", "one"], ["undo"], ["action", "add", "two"]):
        assert run(*words).exit_code == 0
    assert other("import", str(exported(run, tmp_path)), "--yes").exit_code == 0

    assert [(action["id"], action["text"]) for action in other.json("action", "list")] == [("A2", "two")]


def test_export_then_import_is_identity(busy, other, tmp_path):
    path = exported(busy, tmp_path)
    assert other("import", str(path), "--yes").exit_code == 0

    assert records(other) == records(busy)
    assert other.json("config") == busy.json("config")
    again, first = json.loads(exported(other, tmp_path, "again.json").read_text()), json.loads(path.read_text())
    assert again.pop("register") != first.pop("register")
    assert again == first
    assert other.json("action", "add", "next")["id"] == "A9"  # A8 was given out there, and is not given out here
    assert other("store", "check").exit_code == 0


def test_the_same_file_again_changes_nothing(busy, other, tmp_path):
    path = exported(busy, tmp_path)
    other("import", str(path), "--yes")
    before = other.json("history")
    result = other("import", str(path), "--yes")

    assert "0 new, 46 there already" in result.stderr or "0 new" in result.stderr
    assert other.json("history") == before


def test_what_differs_stays_as_it_is_here_and_is_said(busy, other, tmp_path):
    path = exported(busy, tmp_path)
    other("import", str(path), "--yes")
    other("action", "edit", "A1", "--due", "2025-12-01")
    result = other("import", str(path), "--yes")

    assert "1 that differ and stay as they are here" in result.stderr
    assert other.json("action", "show", "A1")["due"] == "2025-12-01"


def test_ids_that_are_taken_are_mapped_and_all_that_refers_to_them_follows(busy, other, tmp_path):
    other("stakeholder", "add", "Alliance", "--alias", "ARM")
    other("action", "add", "mine")
    result = other("import", str(exported(busy, tmp_path)), "--yes")

    assert result.exit_code == 0, result.stderr
    actions = {item["text"]: item for item in other.json("action", "list", "--all")}
    assert actions["mine"]["id"] == "A1"
    first = next(
        item for item in other.json("action", "list", "--all") if item["text"].startswith("Provide additional")
    )
    assert first["id"] != "A1"
    assert first["owner"] == ["Alliance"]
    again = [item for item in other.json("action", "list", "--all") if item["text"] == "one"]
    assert all(item["depends_on"] in ([first["id"]], []) for item in again)
    assert other("store", "check").exit_code == 0
    other("undo")
    assert len(other.json("action", "list", "--all")) == 1


def test_a_dry_run_shows_and_changes_nothing(busy, other, tmp_path):
    result = other("import", str(exported(busy, tmp_path)), "--dry-run")

    assert "nothing was changed" in result.stderr
    assert records(other)["action"] == []
    assert other("import", str(exported(busy, tmp_path))).exit_code == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "is not a register that engtrack exported"),
        ("[1, 2]", "is not a register that engtrack exported"),
        ("no json", "is not a register that engtrack exported"),
        ('{"engtrack": 99}', "is not a register that engtrack exported"),
    ],
)
def test_a_foreign_file_is_refused(run, tmp_path, content, message):
    path = tmp_path / "foreign.json"
    path.write_text(content)
    result = run("import", str(path), "--yes")

    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


def test_the_published_schema_is_that_of_the_program():
    published = Path(__file__).parents[2] / "docs" / "register.schema.json"

    assert json.loads(published.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))


TABLE = (
    "Action;Owner;Deadline;Status;Ref\nSend the data;ARM + EMA;6 June 2025;Open;1\nClose the file;ARM;;Done;2\n;;;;\n"
)


def test_a_table_gives_actions_by_the_headings_that_are_guessed_and_shown(run, tmp_path):
    path = tmp_path / "actions.csv"
    path.write_text(TABLE)
    result = run("import", str(path), "--yes")

    assert result.exit_code == 0, result.stderr
    assert "Action is text; Owner is owner; Deadline is due; Status is status; Ref is left out" in result.stderr
    first, second = run.json("action", "list", "--all", "--sort", "id")
    assert (first["text"], first["owner"], first["due"]) == ("Send the data", ["ARM", "EMA"], "2025-06-06")
    assert (second["status"], second["closed_on"]) == ("done", "2025-05-09")
    run("undo")
    assert run.json("action", "list", "--all") == []


@pytest.mark.parametrize(
    ("head", "open_word", "done_word", "strangers"),
    [
        ("Aufgabe;Zuständig;Fällig am;Stand", "offen", "Erledigt", "PEI"),
        ("Mesure;Responsable;Échéance;Statut", "en cours", "Terminé", "ANSM"),
    ],
)
def test_headings_in_german_and_french_are_guessed(run, tmp_path, head, open_word, done_word, strangers):
    path = tmp_path / "liste.csv"
    path.write_text(f"{head}\none;{strangers};06.06.2025;{open_word}\ntwo;{strangers};;{done_word}\n")
    assert run("import", str(path), "--yes").exit_code == 0

    found = [(one["text"], one["owner"], one["due"], one["status"]) for one in run.json("action", "list", "--all")]
    assert sorted(found) == [("one", [strangers], "2025-06-06", "open"), ("two", [strangers], None, "done")]


def test_a_day_that_lost_its_format_in_a_spreadsheet_is_still_that_day(run, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["Task", "Due"], ["a number", 45814], ["words", "45814"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    run("import", str(tmp_path / "list.xlsx"), "--yes")

    assert {item["due"] for item in run.json("action", "list")} == {"2025-06-06"}  # 45814 in any spreadsheet


def test_a_table_of_ours_brings_back_what_waits_comes_again_and_is_to_be_reviewed(filled, other, tmp_path):
    filled("action", "wait", "A1", "--for", "EMA", "--until", "2025-07-01")
    filled(
        "action", "add", "again", "--owner", "ARM", "--due", "2025-06-30", "--repeat", "monthly", "--priority", "high"
    )
    filled("action", "edit", "A2", "--review-by", "2025-09-01", "--assignee", "Ada")
    other("import", str(exported(filled, tmp_path, "actions.csv")), "--yes")

    kept = (
        "text", "owner", "requested_by", "strength", "status", "due", "happened_on", "review_by", "priority", "assignee",
        "tags", "waiting_for", "waiting_until", "repeat", "evidence",
    )  # fmt: skip
    told = [[{name: item[name] for name in kept} for item in run.json("action", "list", "--all", "--sort", "id")]
            for run in (filled, other)]  # fmt: skip
    assert told[0] == told[1]


def test_a_wrong_guess_is_put_right(run, tmp_path):
    path = tmp_path / "actions.csv"
    path.write_text("Title,Details,When\nx,Send the data,2025-06-06\n")
    run("import", str(path), "--yes", "--map", "Details=text", "--map", "When=")

    (action,) = run.json("action", "list")
    assert (action["text"], action["due"]) == ("Send the data", None)


@pytest.mark.parametrize(
    ("content", "words", "code", "message"),
    [
        ("Colour,Shape\nred,round\n", [], 2, "no column says what is to be done (Colour, Shape)"),
        ("", [], 1, "is empty"),
        ('Action,Due\n"unclosed,2025-07-01\nx,y', [], 1, "it cannot be read as csv"),
        ("Action,Due\n\nSend,2025-07-01,ARM\n", [], 1, "row 3: it has more cells than there are headings"),
        ("Action,Due\nSend,soon\n", [], 2, "row 2: cannot read 'soon' as a date"),
        ("Action,Status\nSend,maybe\n", [], 2, "cannot read 'maybe' as a status"),
        ("Action\nSend\n", ["--map", "Nope=text"], 2, "cannot read --map 'Nope=text'"),
        ("Action\nSend\n", ["--map", "Action=colour"], 2, "cannot read --map 'Action=colour'"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_and_nothing_is_taken_over(run, tmp_path, content, words, code, message):
    path = tmp_path / "actions.csv"
    path.write_text(content)
    result = run("import", str(path), "--yes", *words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert run.json("action", "list") == []


def test_a_workbook_with_formulas_and_merged_cells_is_read_by_its_values(run, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["Our list", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["Task", "Responsible", "Due date"])
    sheet.append(["Send the data", "ARM", __import__("datetime").datetime(2025, 6, 6)])
    sheet.append(["=A3", "ARM", None])
    path = tmp_path / "list.xlsx"
    book.save(path)
    result = run("import", str(path), "--yes")

    assert "1 rows do not say what is to be done" in result.stderr
    assert "not known yet, and added as stakeholders: ARM" in result.stderr
    assert [(item["text"], item["due"]) for item in run.json("action", "list")] == [("Send the data", "2025-06-06")]


def test_what_was_exported_as_a_table_comes_in_again(busy, other, tmp_path):
    texts = sorted(item["text"] for item in busy.json("action", "list", "--all"))
    assert other("import", str(exported(busy, tmp_path, "actions.csv")), "--yes").exit_code == 0
    assert sorted(item["text"] for item in other.json("action", "list", "--all")) == texts
    again = other("import", str(exported(busy, tmp_path, "actions.xlsx")), "--yes")

    assert "7 there already, with the same words, owner and day" in again.stderr
    assert sorted(item["text"] for item in other.json("action", "list", "--all")) == texts


def test_a_calendar_that_was_exported_comes_in_as_what_it_was(busy, other, tmp_path):
    other("import", str(exported(busy, tmp_path, "days.ics")), "--yes")

    found = [
        (item["text"], item["owner"], item["due"]) for item in other.json("action", "list", "--all", "--sort", "id")
    ]
    assert found == [("one", [], "2025-06-30"), ("one", [], "2025-07-31")]


def test_cells_merged_downwards_and_other_encodings_are_read(run, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["Task", "Responsible"], ["one", "ARM"], ["two", None]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "list.xlsx")
    (tmp_path / "list.csv").write_bytes("sep=;\nTask;Responsible\nthree;Ärzte\n".encode("utf-16"))
    run("import", str(tmp_path / "list.xlsx"), str(tmp_path / "list.csv"), "--yes")

    owners = {item["text"]: item["owner"] for item in run.json("action", "list")}
    assert owners == {"one": ["ARM"], "two": ["ARM"], "three": ["Ärzte"]}


@pytest.mark.files
def test_the_register_itself_is_never_written_over(busy, store):
    before = store.read_bytes()
    for words in (["status", "--output", str(store), "--force"], ["export", str(store), "--force"]):
        result = busy(*words)
        assert (result.exit_code, "is the register itself" in result.stderr) == (1, True)
    assert store.read_bytes() == before


def test_a_file_with_an_id_twice_is_refused(busy, other, tmp_path):
    path = exported(busy, tmp_path)
    content = json.loads(path.read_text())
    content["actions"].append(content["actions"][0] | {"text": "dup"})
    path.write_text(json.dumps(content))
    result = other("import", str(path), "--yes")

    assert (result.exit_code, "has A1 twice; nothing was taken over" in result.stderr) == (1, True)


def test_a_document_that_is_here_already_is_known_again_in_another_register(busy, other, tmp_path):
    from tests.conftest import SEED

    other("action", "add", "mine first")
    other("import", str(SEED), "--yes")
    other("import", str(exported(busy, tmp_path)), "--yes")

    assert len([item for item in other.json("meeting", "list") if item["reference"]]) == 1
    assert len(other.json("action", "list", "--all")) == 1 + 7


def test_a_calendar_gives_actions_and_says_what_it_leaves_out(run, tmp_path):
    path = tmp_path / "tasks.ics"
    path.write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:1\r\nSUMMARY:Send\\, again\r\n"
        b"DUE;VALUE=DATE:20250606\r\nRRULE:FREQ=MONTHLY\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    result = run("import", str(path), "--yes")

    assert "comes again in the calendar; its first day alone was taken" in result.stderr
    assert [(item["text"], item["due"]) for item in run.json("action", "list")] == [("Send, again", "2025-06-06")]
    path.write_text("no calendar")
    assert run("import", str(path), "--yes").exit_code == 1


def test_a_demo_register_is_sound_and_the_same_each_time(run, tmp_path):
    for name in ("one", "two"):
        assert run("demo", str(tmp_path / name), "--actions", "30").exit_code == 0
    stores = [tmp_path / name / "engtrack.json" for name in ("one", "two")]
    listed = [run.json("--store", str(store), "action", "list", "--all") for store in stores]

    assert len(listed[0]) == 35  # and the five of the real document
    assert listed[0] == listed[1]
    assert run("--store", str(stores[0]), "store", "check").exit_code == 0
    assert run("demo", str(tmp_path / "one")).exit_code == 1
