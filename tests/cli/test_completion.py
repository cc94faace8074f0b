"""What the shell offers while a word is typed, fast and without drawing."""

import os
import subprocess
import sys

import pytest


def offered(store, words, **more):
    environ = {
        **os.environ,
        "ENGTRACK_STORE": str(store),
        "_ENGTRACK_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_ARGS": f"engtrack {words}",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        **more,
    }
    code = "import sys\nfrom engtrack.cli import main\nsys.argv[0] = 'engtrack'\ntry:\n    main()\nfinally:\n    print('RICH', 'rich' in sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ)
    assert done.stderr.endswith("RICH False\n"), done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("action done A", "A1\tProvide additional insights"),
        ("action list --owner A", "ARM\tAlliance for Regenerative Medicine"),
        ("meeting show ", "M1\t2nd EMA"),
        ("action list --topic ", "5\tM1: Platform technologies for gene editing"),
        ("view ", "board\t--joint"),
        ("route show R", "R1\tQIG for ARM"),
        ("route catalogue IT", "ITF\tInnovation Task Force"),
        ("stakeholder show E", "EMA\tEuropean Medicines Agency"),
        ("history A", "A1\tProvide"),
    ],
)
def test_the_shell_is_offered_ids_with_their_texts(filled, address, words, expected):
    filled("config", "us", "ARM")
    filled("view", "add", "board", "--joint")

    assert expected in offered(address, words)


def test_a_register_that_cannot_be_read_offers_nothing_and_says_nothing(store):
    store.write_text("no register")

    assert "A1" not in offered(store, "action done A")


def test_texts_are_no_markup_and_no_control_codes(run, address):
    run("action", "add", "[urgent] see [/] \x1b[31mred")

    assert "A1\t[urgent] see [/] ␛[31mred" in offered(address, "action done A")
