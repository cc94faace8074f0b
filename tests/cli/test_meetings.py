"""Meetings: changed, cancelled, in a series, and prepared for."""

import pytest


@pytest.fixture
def planned(filled):
    """We are ARM; M1 was held with EMA, M2 is the third bilateral, to come."""
    filled("config", "us", "ARM")
    filled("meeting", "add", "3rd bilateral", "--with", "EMA", "--with", "ARM", "--date", "2025-11-03")
    return filled


def test_a_meeting_follows_the_last_of_its_kind_with_the_same_stakeholders(planned):
    assert planned.json("meeting", "show", "M2")["follows"] == "M1"
    planned("meeting", "add", "platform", "--with", "EMA", "--date", "2025-12-01")
    assert planned.json("meeting", "show", "M3")["follows"] is None
    assert "M1" in planned("meeting", "show", "M2").stdout


def test_a_meeting_is_changed_and_its_day_said_back(planned):
    result = planned("meeting", "edit", "M2", "--date", "10 November 2025", "--reference", "EMA/1/2025")

    assert result.stderr == "engtrack: changed M2, on Mon 2025-11-10\n"
    meeting = planned.json("meeting", "show", "M2")
    assert (meeting["date"], meeting["reference"]) == ("2025-11-10", "EMA/1/2025")
    planned("meeting", "edit", "M2", "--date", "none", "--topic", "Pilots", "--topic", "Fees")
    meeting = planned.json("meeting", "show", "M2")
    assert (meeting["date"], [topic["title"] for topic in meeting["topics"]]) == (None, ["Pilots", "Fees"])


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["edit", "M1", "--topic", "Pilots"], 1, "stands under topic"),
        (["edit", "M1", *["--topic=x"] * 6], 1, "keep the order of those that are in use"),
        (["edit", "M1", "--follows", "M2"], 1, "M1 would follow itself: M1 → M2 → M1"),
        (["edit", "M2", "--follows", "M2"], 1, "M2 would follow itself"),
        (["edit", "M2", "--with", "XYZ"], 3, "there is no stakeholder XYZ"),
        (["edit", "M9", "--kind", "x"], 3, "there is no meeting M9"),
        (["cancel", "M1"], 1, "M1 was held already; only a planned meeting can be cancelled"),
        (["edit", "M2", "--status", "held"], 2, "a meeting on 2025-11-03 is to come, so it was not held"),
        (["prepare", "M1"], 1, "M1 was held; name a planned meeting"),
        (["prepare", "us"], 2, "ARM is us; name whom we meet"),
        (["prepare", "XYZ"], 3, "there is no stakeholder XYZ"),
        (["prepare", "M9"], 3, "there is no meeting M9"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(planned, words, code, message):
    before = planned.json("history")
    result = planned("meeting", *words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert planned.json("history") == before


def test_a_cancelled_meeting_stays_and_is_no_longer_planned(planned):
    planned("meeting", "cancel", "M2", "--reason", "nobody is free")

    assert planned.json("meeting", "show", "M2")["status"] == "cancelled"
    assert planned.json("status")["planned"] == []
    assert planned.json("history", "M2")[-1]["reason"] == "nobody is free"


def test_the_briefing_has_both_sides_routes_positions_and_an_agenda(planned):
    planned(
        "action", "add", "Send the pilot criteria", "--owner", "EMA", "--requested-by", "ARM", "--due", "2025-05-08"
    )
    planned("route", "advance", "R1", "requested")
    briefing = planned.json("meeting", "prepare", "EMA")

    assert [action["id"] for action in briefing["they_owe"]] == ["A6"]
    assert [action["id"] for action in briefing["we_owe"]] == ["A1", "A2", "A4", "A5"]
    assert [action["id"] for action in briefing["joint"]] == ["A3"]
    assert [item["id"] for item in briefing["not_taken"]] == ["R2", "R3", "R4", "R5"]
    assert (briefing["last_meeting"]["id"], briefing["next_meeting"]["id"]) == ("M1", "M2")
    assert len(briefing["positions"]) == 26
    printed = planned("meeting", "prepare", "M2").stdout
    assert "Send the pilot criteria" in printed.split("Suggested agenda")[1].splitlines()[2]
    assert "A6, overdue since 2025-05-08" in printed


def test_what_was_asked_and_not_answered_for_a_month_is_said(planned):
    planned("action", "add", "Send the criteria", "--owner", "EMA", "--requested-by", "ARM")
    assert planned.json("meeting", "prepare", "EMA")["unanswered"] == []
    planned.environment.environ = {**planned.environment.environ, "ENGTRACK_TODAY": "2025-06-15"}
    assert [action["id"] for action in planned.json("meeting", "prepare", "EMA")["unanswered"]] == ["A6"]


def test_undo_cannot_bring_a_circle_of_meetings(run):
    for n in range(3):
        run("meeting", "add", f"m{n}", "--date", "2025-01-01")
    run("meeting", "edit", "M1", "--follows", "M2")  # 4
    run("meeting", "edit", "M1", "--follows", "none")  # 5
    run("meeting", "edit", "M2", "--follows", "M1")  # 6

    assert run("undo", "5").exit_code == 1
    assert run("meeting", "edit", "M3", "--follows", "M1").exit_code == 0


def test_undo_cannot_take_a_topic_from_under_an_action(run):
    run("meeting", "add", "m", "--date", "2025-01-01", "--topic", "A")
    run("meeting", "edit", "M1", "--topic", "A", "--topic", "B")  # 2
    run("action", "add", "x", "--meeting", "M1", "--topic", "2")
    result = run("undo", "2")

    assert (result.exit_code, "A1 stands under topic 2 of M1" in result.stderr) == (1, True)
