"""The README tells the truth: every command is in it and has help, and its daily example works as typed."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from engtrack.cli import COMMANDS, app
from tests.conftest import SEED

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def every_command() -> list[tuple[str, ...]]:
    root = get_command(app)
    found: list[tuple[str, ...]] = []
    for noun in COMMANDS:
        command = root.get_command(None, noun)
        verbs = getattr(command, "commands", {})
        found += [(noun, verb) for verb in verbs] or [(noun,)]
    return found


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_has_help_that_starts_with_an_order(run, words):
    result = run(*words, "--help")

    assert result.exit_code == 0
    first = next(line.strip() for line in result.stdout.splitlines()[1:] if line.strip())
    assert re.match(r"[A-Z][a-z]+ .*", first), first
    assert result.stdout.startswith(f"Usage: root {' '.join(words)}")


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_is_in_the_readme(words):
    assert " ".join(words) in README


@pytest.mark.parametrize("words", [(), *every_command()], ids=" ".join)
def test_help_is_printed_on_a_narrow_terminal_and_fits_one_of_80_columns(run, words, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    assert run(*words, "--help").exit_code == 0
    monkeypatch.setenv("COLUMNS", "80")
    result = run(*words, "--help")

    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if len(line) > 80] == []


def test_the_two_commands_of_the_readme_are_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for target in ("demo", "test", "check"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "make demo" in README
    assert "make test" in README
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_daily_example_works_as_typed(run, monkeypatch):
    monkeypatch.chdir(ROOT)
    block = README.split("To use it yourself:")[1].split("```")[1]
    lines = [
        line.split("  #")[0].removeprefix("$ ").strip() for line in block.splitlines() if line.startswith("$ engtrack")
    ]
    assert len(lines) == 5
    for line in lines:
        import shlex

        words = shlex.split(line)[1:]
        result = run(*words, *(["--yes"] if words[:1] == ["import"] else []))
        assert result.exit_code == 0, result.stderr
    assert "We are: ARM" in run().stdout


def test_the_exit_codes_of_the_readme_are_those_of_the_errors():
    from engtrack import errors

    codes = {
        errors.Refused.exit_code,
        errors.Misused.exit_code,
        errors.NotFound.exit_code,
        errors.RegisterError.exit_code,
    }

    assert codes == {1, 2, 3, 4}
    assert all(f"| {code} |" in README for code in codes)


def test_the_seed_is_the_document_byte_for_byte():
    import hashlib

    digest = hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert digest == "a823806be688be9fc91411bfbe916a4abbad8d0ed6880e5de956ef115319fcea"
