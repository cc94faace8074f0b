"""Start-up is the user's wait: a command loads what it uses and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engtrack.cli import group

SLOW = {
    "rich",
    "tinydb",
    "dateutil",
    "filelock",
    "docx",
    "pypdf",
    "pydantic",
    "asyncio",
    "email",
    "importlib.metadata",
    "rich.markdown",
    "jinja2",
    "tomllib",
    "psycopg",
}


def loaded(store: Path, *words: str) -> set[str]:
    """The slow modules that a command line loads."""
    code = (
        "import sys\nfrom engtrack.cli import app\n"
        f"try:\n    app({list(words)!r}, prog_name='engtrack')\nexcept SystemExit: pass\n"
        f"print('LOADED', *sorted(set(sys.modules) & {SLOW!r}))"
    )
    environ = {**os.environ, "ENGTRACK_STORE": str(store), "ENGTRACK_USER": "ada"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=True)
    return set(done.stdout.rsplit("LOADED", 1)[1].split())


def test_importing_the_command_line_loads_nothing_slow(store):
    assert loaded(store, "--version") == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["action", "list"], {"tinydb"}),
        (["action", "add", "send the data", "--due", "2025-06-06"], {"tinydb", "filelock"}),
        (["status"], {"tinydb"}),
        (["store", "path"], {"tinydb"}),
    ],
)
def test_a_command_loads_only_what_it_uses(store, words, expected):
    assert loaded(store, *words) == expected


def test_closing_an_action_loads_no_drawing_and_no_dates(store):
    loaded(store, "action", "add", "send the data")

    assert loaded(store, "action", "done", "A1") == {"tinydb", "filelock"}


def test_of_a_noun_only_the_command_that_is_typed_is_built(store, run, monkeypatch):
    built = []
    build = group.get_command_from_info
    monkeypatch.setattr(
        group, "get_command_from_info", lambda info, **how: built.append(info.callback.__name__) or build(info, **how)
    )

    run("action", "add", "send the data")
    run("act", "don", "A1")

    assert built == ["add", "done"]


def test_the_help_of_a_noun_offers_what_belongs_to_it_and_no_installing_of_completion(run):
    shown = run("action", "--help").stdout

    assert "reopen" in shown
    assert "--install-completion" not in shown
