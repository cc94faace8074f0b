"""A new version of a document: what differs is shown, and only that is taken over."""

import pytest

from tests.conftest import SEED


@pytest.fixture
def newer(tmp_path):
    text = SEED.read_text(encoding="utf-8")
    text = text.replace(
        "the ARM was invited to participate to the upcoming",
        "the ARM was invited to participate to the second upcoming",
    )
    path = tmp_path / "newer.txt"
    path.write_text(text.replace("8 May 2025", "9 May 2025"), encoding="utf-8")
    return path


def test_what_differs_is_shown_and_nothing_is_changed_by_a_dry_run(filled, newer):
    before = filled.content()

    differences = filled.json("import", str(newer), "--update", "M1", "--dry-run")

    assert {"record": "M1", "field": "date", "was": "2025-05-08", "now": "2025-05-09"} in differences
    assert any(item["was"] == "not in the register" and "second upcoming" in item["now"] for item in differences)
    assert filled.content() == before


def test_what_is_new_is_taken_over_as_one_command(filled, newer):
    assert filled("import", str(newer), "--update", "M1", "--yes").exit_code == 0

    assert filled.json("meeting", "show", "M1")["date"] == "2025-05-09"
    assert len(filled.json("action", "list")) == 6  # what the document no longer has is kept
    assert filled("undo", "--yes").exit_code == 0
    assert len(filled.json("action", "list")) == 5


def test_what_somebody_changed_since_stays(filled, newer):
    filled("action", "edit", "A1", "--owner", "EMA", "--reason", "agreed by mail")

    differences = filled.json("import", str(newer), "--update", "M1", "--yes")

    assert any(item["record"] == "A1" and "your own change is kept" in item["now"] for item in differences)
    assert filled.json("action", "show", "A1")["owner"] == ["EMA"]


@pytest.mark.files
def test_what_somebody_changed_stays_though_the_journal_that_tells_of_it_was_lost(filled, newer, store):
    filled("action", "edit", "A2", "A3", "A4", "--due", "2025-06-30")
    store.with_name(store.name + ".journal").unlink()
    assert filled("store", "accept", "--reason", "the journal was lost").exit_code == 0

    filled("import", str(newer), "--update", "M1", "--yes")

    assert {filled.json("action", "show", id)["due"] for id in ("A2", "A3", "A4")} == {"2025-06-30"}


def test_the_same_document_changes_nothing(filled):
    result = filled("import", str(SEED), "--update", "M1", "--yes")

    assert "nothing to change" in result.stderr
    assert len(filled.json("history")) == 1


def test_minutes_fill_the_meeting_that_was_planned_for_them(run):
    run("stakeholder", "add", "EMA", "--name", "European Medicines Agency")
    run("meeting", "add", "our spring meeting", "--date", "2025-05-08", "--with", "EMA")

    assert run("import", str(SEED), "--yes").exit_code == 0

    (meeting,) = run.json("meeting", "list")
    assert (meeting["id"], meeting["reference"], meeting["status"]) == ("M1", "EMA/158016/2025", "held")
