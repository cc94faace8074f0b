"""Saved lists, and changes to all that a filter chooses."""

import pytest

from engtrack.cli.environment import Environment


@pytest.fixture
def kept(filled):
    filled("config", "us", "EMA")
    return filled


def ids(records):
    return [item["id"] for item in records]


def test_a_view_lists_what_its_words_ask_for(kept):
    result = kept("view", "add", "board", "--theirs", "--strength", "at-least invited")

    assert result.stderr == "engtrack: engtrack view board lists: --theirs --strength 'at-least invited'\n"
    assert ids(kept.json("view", "board")) == ["A1", "A2"]
    assert ids(kept.json("view", "show", "board", "--limit", "1")) == ["A1"]
    assert kept.json("view", "list") == [{"name": "board", "words": ["--theirs", "--strength", "at-least invited"]}]
    assert kept("view", "list", "--format", "csv").stdout.splitlines()[0] == "name,words"


def test_a_view_is_dropped_and_comes_back_by_undo(kept):
    kept("view", "add", "board", "--joint")
    kept("view", "drop", "board")
    assert kept("view", "board").exit_code == 3
    kept("undo")

    assert ids(kept.json("view", "board")) == ["A3"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["view", "add", "board"], 2, "there is nothing to save as 'board'"),
        (["view", "add", "list", "--ours"], 2, "a view cannot be called 'list'"),
        (["view", "add", "board", "--ownr", "X"], 2, "nothing that engtrack action list takes"),
        (["view", "add", "board", "--owner", "XYZ"], 2, "names what is not there: there is no stakeholder XYZ"),
        (["view", "bord"], 3, "there is no view bord; did you mean board?"),
        (["action", "done", "--where", "--owner XYZ"], 2, "there is no stakeholder XYZ"),
        (["action", "done", "--where", '--search "'], 2, "as options of action list"),
        (["action", "done", "--where", "--overdue"], 1, "no action is chosen by '--overdue'; nothing was changed"),
        (["action", "done", "--where", "--", "--yes"], 2, "chooses every action"),
        (["action", "done", "--where", "--help", "--yes"], 2, "no such option: --help"),
        (["action", "done", "--where", "--route ''", "--yes"], 2, "names what is not there"),
        (["action", "done", "A1", "--where", "--theirs"], 2, "or choose them with --where, not both"),
        (["action", "done"], 2, "there is nothing to work on"),
        (["action", "done", "--where", "", "--yes"], 2, "--where is empty, which would choose everything"),
        (["action", "done", "--where", "--theirs"], 1, "--yes says so; nothing was changed"),
    ],
)
def test_what_cannot_be_meant_is_refused(kept, words, code, message):
    kept("view", "add", "board", "--ours") if words[:2] == ["view", "bord"] else None
    result = kept(*words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_a_view_that_no_longer_parses_is_refused_with_the_way_to_mend_it(kept):
    kept("stakeholder", "add", "XYZ")
    kept("view", "add", "theirs", "--owner", "XYZ")
    kept("undo", "3")  # the stakeholder goes, the words stay

    result = kept("view", "theirs")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the view theirs cannot be listed any more" in result.stderr
    assert "engtrack view add theirs … saves it anew" in result.stderr


def test_a_change_over_a_filter_is_shown_first_and_is_one_undo(kept):
    result = kept("action", "edit", "--where", "--theirs", "--tag", "ema", "--yes")

    assert "A1  Provide additional insights" in result.stderr
    assert ids(kept.json("action", "list", "--tag", "ema")) == ["A1", "A2", "A4", "A5"]
    kept("undo")
    assert kept.json("action", "list", "--tag", "ema") == []


def test_a_change_over_a_view_asks_and_takes_no_for_an_answer(kept, monkeypatch):
    monkeypatch.setattr(Environment, "can_ask", property(lambda self: True))
    kept("view", "add", "mine", "--joint")

    no = kept("action", "done", "--where", "mine", input="n\n")
    assert (no.exit_code, "Mark as done this 1 action?" in no.stderr) == (1, True)
    assert kept.json("action", "show", "A3")["status"] == "open"
    yes = kept("action", "done", "--where", "mine", input="y\n")
    assert (yes.exit_code, kept.json("action", "show", "A3")["status"]) == (0, "done")


def test_a_view_may_be_narrowed_where_it_chooses(kept):
    kept("view", "add", "board", "--theirs")
    kept("action", "edit", "--where", "board --topic 2", "--tag", "two,data", "--yes")

    assert ids(kept.json("action", "list", "--tag", "data")) == ["A1", "A2"]


def test_many_days_are_moved_by_a_span_each_from_its_own(kept):
    kept("action", "edit", "A1", "--due", "2025-06-02")
    kept("action", "edit", "A2", "--due", "2025-09-01")
    result = kept("action", "edit", "A1", "A2", "--shift", "+1w")

    assert result.stderr == "engtrack: changed A1, A2, due Mon 2025-06-09, Mon 2025-09-08\n"
    assert "A3 has no due day that could be moved" in kept("action", "edit", "A3", "--shift", "+1w").stderr
    assert "cannot read 'monday' as a span" in kept("action", "edit", "A1", "--shift", "monday").stderr
