"""Stakeholders: changed, made one of two, shown whole, and forgotten."""

import pytest


@pytest.fixture
def double(filled):
    """The Alliance stands in the register twice: as ARM, and as something that somebody typed."""
    filled("stakeholder", "add", "Alliance", "--name", "The Alliance for RM")
    filled("action", "add", "Send the list", "--owner", "Alliance", "--owner", "EMA")
    filled("action", "add", "Read the list", "--owner", "ARM,Alliance", "--requested-by", "EMA")
    filled("config", "us", "Alliance")
    return filled


def test_merging_leaves_no_link_broken_and_the_old_name_known(double):
    assert "is us" in double("stakeholder", "merge", "alliance", "ARM", "--yes").stderr
    double("config", "us", "EMA")
    asked = double("stakeholder", "merge", "alliance", "ARM")
    assert (asked.exit_code, "make Alliance (The Alliance for RM) a part of ARM" in asked.stderr) == (1, True)
    result = double("stakeholder", "merge", "alliance", "ARM", "--yes")

    assert result.stderr == "engtrack: Alliance is ARM now, in 2 records\n"
    assert double.json("action", "show", "A6")["owner"] == ["ARM", "EMA"]
    assert double.json("action", "show", "A7")["owner"] == ["ARM"]
    assert double.json("stakeholder", "show", "The Alliance for RM")["key"] == "ARM"
    assert double("store", "check").exit_code == 0
    double("undo")
    assert double.json("action", "show", "A6")["owner"] == ["Alliance", "EMA"]


def test_an_import_knows_a_stakeholder_by_its_alias(run):
    from tests.conftest import SEED

    run("stakeholder", "add", "AllRM", "--alias", "Alliance for Regenerative Medicine")
    run("import", str(SEED), "--yes")

    assert run.json("action", "show", "A1")["owner"] == ["AllRM"]


def test_a_new_key_is_known_everywhere(double):
    double("stakeholder", "edit", "EMA", "--key", "EMA-NL", "--kind", "regulator", "--alias", "the Agency")

    assert double.json("meeting", "show", "M1")["stakeholders"] == ["EMA-NL", "ARM"]
    assert double.json("stakeholder", "show", "the agency")["key"] == "EMA-NL"
    assert double("store", "check").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["merge", "ARM", "Alliance for Regenerative Medicine"], 1, "are the same stakeholder already: ARM"),
        (["merge", "ARM", "XYZ"], 3, "there is no stakeholder XYZ"),
        (["edit", "EMA", "--key", "arm"], 1, "'arm' is taken: it names ARM"),
        (["edit", "EMA", "--key", "="], 2, "a key has up to 40 letters"),
        (["edit", "EMA", "--unalias", "nobody"], 2, "EMA is not also known as 'nobody'"),
        (["edit", "EMA"], 2, "name an option"),
        (["forget", "Nobody Known"], 3, "there is no name Nobody Known"),
        (["forget", "A1"], 2, "too short to be a name, or is an id"),
        (["forget", "Send the list"], 1, "--yes says so; nothing was forgotten"),
        (["forget", "EMA", "--yes"], 1, "EMA is an organisation"),
        (["forget", "Alliance", "--yes"], 1, "not a person; only persons are forgotten"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(double, words, code, message):
    before = double.json("history")
    result = double("stakeholder", *words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert double.json("history") == before


def test_show_is_the_whole_relationship(filled):
    filled("config", "us", "ARM")
    filled("action", "add", "Send the criteria", "--owner", "EMA", "--due", "2025-06-01")
    shown = filled("stakeholder", "show", "EMA").stdout

    assert "Last contact: Thu 2025-05-08" in shown
    assert "EMA owes (1)" in shown
    assert "We owe (4)" in shown
    assert "Joint (1)" in shown
    assert "R1" in shown.split("Routes")[1]


@pytest.mark.files
def test_a_forgotten_person_stands_nowhere_and_what_happened_stays(run, store):
    run("stakeholder", "add", "EMA")
    run("--by", "Ada Lovelace", "action", "add", "Call ada  lovelace about the draft", "--owner", "EMA")
    run("action", "edit", "A1", "--assignee", "Ada Lovelace", "--reason", "Ada Lovelace asked for it")
    run("action", "note", "A1", "ADA LOVELACE is away; Adalovelace is another")
    run("view", "add", "ada", "--assignee", "Ada Lovelace")
    before = run.json("history")

    result = run("stakeholder", "forget", "Ada Lovelace", "--yes", "--reason", "asked to")

    assert result.exit_code == 0
    assert "forgotten-1 stands there now, 6 times" in result.stderr
    for part in store.parent.glob("engtrack.json*"):
        assert "ada lovelace" not in " ".join(part.read_text().lower().split())
    after = run.json("history")
    assert [entry["command"] for entry in after] == ["stakeholder forget", *(entry["command"] for entry in before)]
    action = run.json("action", "show", "A1")
    assert action["text"] == "Call forgotten-1 about the draft"
    assert action["notes"][0]["text"] == "forgotten-1 is away; Adalovelace is another"
    assert run("store", "check").exit_code == 0
    assert [item["id"] for item in run.json("view", "ada")] == ["A1"]


def test_a_person_who_is_a_stakeholder_is_forgotten_by_all_names_and_keeps_the_links(run):
    run("stakeholder", "add", "Ada", "--name", "Ada Lovelace", "--alias", "Countess")
    run("action", "add", "Ask the Countess", "--owner", "Ada")
    run("stakeholder", "forget", "ada", "--yes")

    assert run.json("action", "show", "A1")["owner"] == ["forgotten-1"]
    assert run.json("action", "show", "A1")["text"] == "Ask the forgotten-1"
    assert b"Lovelace" not in b"".join(part or b"" for part in run.content())
    assert run("store", "check").exit_code == 0
    assert run("store", "rebuild").exit_code in {0, 1}
    run("action", "done", "A1")
    assert run.json("action", "show", "A1")["status"] == "done"


def test_forgetting_is_not_undone(run):
    run("stakeholder", "add", "Ada")
    run("stakeholder", "forget", "Ada", "--yes")
    result = run("undo")

    assert result.exit_code == 1
    assert "there is nothing to undo" in result.stderr


@pytest.mark.files
def test_copies_that_may_hold_the_name_still_are_named(run, store):
    run("stakeholder", "add", "Ada")
    run("store", "backup")
    result = run("stakeholder", "forget", "Ada", "--yes")

    assert "these may hold the name still; delete them: " in result.stderr
    assert "backups" in result.stderr


def test_it_says_where_a_name_stands_and_of_what_it_is_a_part(run):
    run("action", "add", "call her", "--assignee", "Ada Lovelace")
    result = run("stakeholder", "forget", "Ada", "--yes")

    assert "in A1" in result.stderr
    assert "it is also a part of 'Ada Lovelace'" in result.stderr


def erased(run, *words):
    result = run("stakeholder", "forget", *words, "--yes")
    assert run("store", "check").exit_code == 0, run("store", "check").stderr
    return result


def test_forgetting_touches_no_word_that_is_not_the_users_own(run):
    run("stakeholder", "add", "EUSF", "--name", "text")
    run("stakeholder", "add", "Bio", "--kind", "sme")
    run("action", "add", "one", "--due", "2025-06-01", "--owner", "Bio")
    run("action", "note", "A1", "hi")
    run("config", "date-order", "dmy")
    for name in ("text", "sme", "2025-06", "dmy", "open"):
        erased(run, name)

    action = run.json("action", "show", "A1")
    assert (action["due"], action["notes"][0]["text"], action["owner"]) == ("2025-06-01", "hi", ["Bio"])
    assert run.json("stakeholder", "show", "Bio")["kind"] == "sme"
    assert run.json("config")["date-order"] == "dmy"


def test_two_who_are_forgotten_stay_two(run):
    run("stakeholder", "add", "forgotten-1")
    run("stakeholder", "add", "Ada")
    erased(run, "Ada")

    assert [item["key"] for item in run.json("stakeholder", "list")] == ["forgotten-1", "forgotten-2"]


def test_what_could_not_be_read_without_the_name_is_refused_and_nothing_is_lost(run):
    run("stakeholder", "add", "Ada Foundation for something quite long")
    before = run.content()
    result = run("stakeholder", "forget", "Ada", "--yes")

    assert result.exit_code == 1
    assert "the register could not be read without Ada" in result.stderr
    assert run.content() == before


def test_saved_lists_keep_their_options_and_none_is_lost(run):
    run("view", "add", "Ada", "--overdue", "--assignee", "Ada")
    run("view", "add", "ada", "--undated", "--due", "may")
    erased(run, "Ada")
    result = run("stakeholder", "forget", "overdue", "--yes")

    assert result.exit_code == 3
    assert [view["words"] for view in run.json("view", "list")] == [
        ["--overdue", "--assignee", "forgotten-1"],
        ["--undated", "--due", "may"],
    ]


@pytest.mark.files
def test_the_reason_and_both_forms_of_an_accent_are_erased_too(run, store):
    run("action", "add", "Call José")
    run("action", "add", "Call Jose\u0301")
    erased(run, "José", "--reason", "José asked")

    for part in store.parent.glob("engtrack.json*"):
        assert "Jos" not in part.read_text()


@pytest.mark.files
def test_a_crash_between_the_two_parts_leaves_the_name_forgotten(run, store, monkeypatch):
    import os

    run("action", "add", "Call Ada")
    real, calls = os.replace, []

    def die_after_the_first(source, target):
        if calls:
            raise KeyboardInterrupt
        calls.append(target)
        real(source, target)

    monkeypatch.setattr(os, "replace", die_after_the_first)
    assert run("stakeholder", "forget", "Ada", "--yes").exit_code != 0
    monkeypatch.setattr(os, "replace", real)

    assert "Ada" in store.read_text()
    assert run.json("action", "show", "A1")["text"] == "Call forgotten-1"
    run("action", "add", "next")
    assert "Ada" not in store.read_text()
    assert run("store", "check").exit_code == 0


def test_undo_of_what_forgetting_made_equal_is_refused(run):
    run("action", "add", "q", "--assignee", "Ada")
    run("action", "edit", "A1", "--assignee", "ada")
    erased(run, "Ada")

    assert "there is nothing to undo in 2" in run("undo", "2").stderr


@pytest.mark.parametrize("key", ["A1", "m-3", "us", "None"])
def test_a_key_that_means_something_else_is_refused(run, key):
    run("stakeholder", "add", "EMA")

    assert run("stakeholder", "add", key).exit_code == 2
    assert run("stakeholder", "edit", "EMA", "--key", key).exit_code == 2


def test_a_name_with_a_comma_can_be_named(run):
    run("stakeholder", "add", "XY", "--alias", "x,y")
    run("action", "add", "one", "--owner", "x,y")

    assert run.json("action", "show", "A1")["owner"] == ["XY"]
