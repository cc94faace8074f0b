"""`action add` without a text asks step by step, and again where an answer cannot be read."""

from engtrack.cli.environment import Environment


def test_each_answer_is_asked_for_and_said_back(run, monkeypatch):
    monkeypatch.setattr(Environment, "can_ask", property(lambda self: True))
    run("stakeholder", "add", "ARM")
    run("stakeholder", "add", "EMA")
    run("config", "us", "ARM")

    result = run("action", "add", input="Send the data\n\nEMEA\nEMA\nsoon\n+2w\n")

    assert result.exit_code == 0, result.stderr
    assert "did you mean EMA?" in result.stderr
    assert "cannot read 'soon' as a date" in result.stderr
    action = run.json("action", "show", "A1")
    assert (action["text"], action["owner"], action["requested_by"], action["due"]) == (
        "Send the data",
        ["ARM"],
        ["EMA"],
        "2025-05-23",
    )


def test_without_a_terminal_the_missing_text_is_said(run):
    result = run("action", "add")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "the text of the action is missing" in result.stderr
