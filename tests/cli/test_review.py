"""The review of a draft on a terminal: all at once, or item by item, with nothing kept that was not wanted."""

import pytest

from engtrack.cli import review
from engtrack.cli.environment import Environment
from tests.conftest import SEED


@pytest.fixture
def asked(run, monkeypatch):
    """Runs an import with a person at the terminal who gives these answers."""
    monkeypatch.setattr(Environment, "can_ask", property(lambda self: True))

    def answer(*answers):
        return run("import", str(SEED), input="".join(f"{line}\n" for line in answers))

    return answer


def test_yes_keeps_what_was_shown(asked, run):
    assert asked("y").exit_code == 0
    assert len(run.json("action", "list")) == 5


def test_no_keeps_nothing(asked, run, store):
    result = asked("n")

    assert "nothing was kept" in result.stderr
    assert not store.exists()


def test_one_by_one_keeps_skips_edits_and_keeps_the_rest(asked, run):
    result = asked("r", "y", "n", "e", "Keep talking about platforms", "a")

    assert result.exit_code == 0
    assert "line 19: ARM (invited, asked by EMA): Provide additional insights" in result.stderr
    assert [action["text"] for action in run.json("action", "list")][:2] == [
        "Keep talking about platforms",
        "Provide additional insights on the data and pipeline estimates presented",
    ]
    assert len(run.json("action", "list")) == 4
    assert len(run.json("route", "list")) == 5


def test_quitting_keeps_nothing_at_all(asked, store):
    result = asked("r", "y", "y", "q")

    assert "nothing was kept" in result.stderr
    assert not store.exists()


def test_an_answer_that_is_none_is_asked_again_with_help(asked):
    result = asked("r", "?", "a")

    assert review.HELP in result.stderr
    assert result.exit_code == 0
