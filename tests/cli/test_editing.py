"""A record in the user's editor: readable, checked, nothing lost."""

import re
import sys
from pathlib import Path

import pytest

from engtrack.cli.environment import Environment


@pytest.fixture
def edited(filled, monkeypatch, tmp_path):
    """Runs `edit` with an editor that makes these changes, one after the other, and keeps what it was shown."""
    monkeypatch.setattr(Environment, "can_ask", property(lambda self: True))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shown = tmp_path / "shown"
    shown.mkdir()
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, re, sys\n"
        "path, shown = pathlib.Path(sys.argv[-1]), pathlib.Path(sys.argv[1])\n"
        "changes = eval(pathlib.Path(sys.argv[2]).read_text())\n"
        "n = len(list(shown.iterdir()))\n"
        "text = path.read_text()\n"
        "(shown / str(n)).write_text(text)\n"
        "if n < len(changes) and changes[n]: path.write_text(re.sub(changes[n][0], changes[n][1], text, count=1, flags=re.M))\n"
    )
    changes = tmp_path / "changes"

    def run(words, *steps):
        changes.write_text(repr(steps))
        filled.environment.environ = {
            **filled.environment.environ,
            "EDITOR": f"{sys.executable} {script} {shown} {changes}",
        }
        return filled(*words)

    run.shown = lambda n: (shown / str(n)).read_text()
    run.register = filled
    return run


def test_an_action_is_edited_as_toml_with_comments(edited):
    result = edited(["action", "edit", "A1"], (r'^text = ".*"', 'text = "Send the figures"'), ())
    text = edited.shown(0)

    assert result.exit_code == 0, result.stderr
    assert "# What is to be done.\n" in text
    assert 'owner = ["ARM"]' in text
    assert "# due =\n" in text
    assert edited.register.json("action", "show", "A1")["text"] == "Send the figures"
    assert edited.register.json("history", "A1")[-1]["command"] == "action edit"


def test_a_day_is_typed_as_a_date_or_in_words(edited):
    assert edited(["action", "edit", "A1"], (r"^# due =$", "due = 2025-06-30")).exit_code == 0
    assert edited.register.json("action", "show", "A1")["due"] == "2025-06-30"


def test_a_day_in_words_is_understood(edited):
    assert edited(["action", "edit", "A1"], (r"^# due =$", 'due = "+2w"')).exit_code == 0
    assert edited.register.json("action", "show", "A1")["due"] == "2025-05-23"


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (r"owner = [", "This could not be taken"),
        ('owner = ["EMEA"]', "there is no stakeholder EMEA; did you mean EMA?"),
        ("owner = 3", "owner takes a list of words"),
        ("repeat = 2026-01-01", "repeat takes words in quotes"),
        ("due = 9999-12-31", "is no day that can be kept as due"),
        ('colour = "red"', "there is no field 'colour'"),
    ],
)
def test_a_fault_opens_the_editor_again_with_what_was_typed_and_the_fault_on_top(edited, wrong, fault):
    result = edited(
        ["action", "edit", "A1"],
        (r"^owner = .*", wrong),
        (r"^(owner|colour|repeat|due) = .*", 'owner = ["EMA"]'),
    )
    again = edited.shown(1)

    assert again.startswith("# This could not be taken: ")
    assert fault in again.splitlines()[0]
    assert wrong in again
    assert result.exit_code == 0, result.stderr
    assert edited.register.json("action", "show", "A1")["owner"] == ["EMA"]


def test_a_text_left_as_it_was_changes_nothing(edited):
    result = edited(["action", "edit", "A1"])

    assert (result.exit_code, result.stderr) == (1, "engtrack: A1 was left as it was; nothing was changed\n")


@pytest.mark.files
def test_a_register_that_cannot_be_read_meanwhile_is_said_at_once_and_the_text_is_kept(edited, store, monkeypatch):
    from engtrack.cli.editor import Editor

    real = Editor.edit

    def breaking(self, path: Path) -> None:
        real(self, path)
        store.write_text("{broken")

    monkeypatch.setattr(Editor, "edit", breaking)
    result = edited(["action", "edit", "A1"], (r'^text = ".*"', 'text = "Mine"'))

    assert result.exit_code == 4
    kept = Path(result.stderr.strip().rpartition("your text is kept in ")[2])
    assert 'text = "Mine"' in kept.read_text()
    kept.unlink()


def test_an_editor_that_cannot_be_run_is_said(edited):
    edited.register.environment.environ = {**edited.register.environment.environ, "EDITOR": "/nowhere/at/all"}
    result = edited.register("action", "edit", "A1", env={"EDITOR": "/nowhere/at/all"})

    assert result.exit_code == 1
    assert "the editor '/nowhere/at/all' cannot be run" in result.stderr


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_and_the_text_is_kept(edited, monkeypatch):
    from engtrack.cli.editor import Editor

    other = edited.register
    real = Editor.edit

    def slow(self, path: Path) -> None:
        real(self, path)
        monkeypatch.setattr(Editor, "edit", real)
        assert other("action", "edit", "A1", "--due", "2025-07-01").exit_code == 0

    monkeypatch.setattr(Editor, "edit", slow)
    result = edited(["action", "edit", "A1"], (r'^text = ".*"', 'text = "Mine"'))

    assert result.exit_code == 1
    assert (
        "A1 was changed by somebody else meanwhile: theirs now says due '2025-07-01'; yours says text 'Mine'; nothing was"
    ) in result.stderr
    kept = Path(re.search(r"your text is kept in (\S+)", result.stderr)[1])
    assert 'text = "Mine"' in kept.read_text()
    assert other.json("action", "show", "A1")["due"] == "2025-07-01"


def test_a_meeting_and_a_stakeholder_are_edited_too(edited):
    assert edited(["meeting", "edit", "M1"], (r'^kind = ".*"', 'kind = "platform"')).exit_code == 0
    assert edited.register.json("meeting", "show", "M1")["kind"] == "platform"
    result = edited(["stakeholder", "edit", "ARM"], (), (r"^aliases = .*", 'aliases = ["the Alliance"]'))
    assert result.exit_code == 0, result.stderr
    assert edited.register.json("stakeholder", "show", "the alliance")["key"] == "ARM"


def test_without_a_terminal_the_options_are_named(filled):
    result = filled("action", "edit", "A1")

    assert result.exit_code == 2
    assert "name at least one of --due, --text" in result.stderr


def test_an_editor_that_types_the_same_fault_again_ends_and_the_text_is_kept(edited):
    result = edited(["action", "edit", "A1"], (r"^owner = .*", "owner = ["))

    assert result.exit_code == 1
    kept = Path(re.search(r"your text is kept in (\S+)", result.stderr)[1])
    assert "owner = [" in kept.read_text()


def test_an_editor_that_takes_the_file_away_changes_nothing(edited, monkeypatch):
    from engtrack.cli.editor import Editor

    monkeypatch.setattr(Editor, "edit", lambda self, path: path.unlink())
    result = edited.register("action", "edit", "A1")

    assert result.exit_code == 1
    assert "the editor left no text of A1" in result.stderr


@pytest.mark.files
def test_what_was_checked_is_checked_again_when_it_is_kept(edited, monkeypatch):
    from engtrack.store.file import FileRegister

    before = FileRegister.change
    calls = []

    def change(self, work, author):
        if author.command == "stakeholder edit" and not calls:
            calls.append(author)
            before(self, lambda c: c.add(type(next(iter(c.stakeholders))), key="Zed", name="Zed"), author)
        return before(self, work, author)

    monkeypatch.setattr(FileRegister, "change", change)
    result = edited(["stakeholder", "edit", "EMA"], (r"^aliases = .*", 'aliases = ["Zed"]'))

    assert result.exit_code == 1
    assert "'Zed' is taken" in result.stderr
    assert "your text is kept in" in result.stderr
