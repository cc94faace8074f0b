"""What became of a recommended route, from the day it was recommended to what came of it."""

import datetime as dt

import pytest


@pytest.fixture
def advance(filled):
    """Advance a recommendation of the register that the seed fills, as of 1 July 2025."""
    filled.environment.now = lambda: dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC)
    return lambda *words: filled("route", "advance", *words)


def test_a_recommendation_goes_through_its_statuses_and_keeps_the_day_of_each(filled, advance):
    for words in (("considered", "--on", "2025-05-20"), ("requested", "--on", "2025-06-03", "--note", "by e-mail")):
        assert advance("R1", *words).exit_code == 0

    record = filled.json("route", "show", "R1")
    assert record["status"] == "requested"
    assert record["moves"] == [
        {"status": "considered", "on": "2025-05-20", "note": None},
        {"status": "requested", "on": "2025-06-03", "note": "by e-mail"},
    ]
    assert [item["id"] for item in filled.json("route", "list", "--status", "requested")] == ["R1"]


def test_the_days_in_each_status_are_shown(filled, advance):
    advance("R1", "considered", "--on", "2025-05-20")
    advance("R1", "declined", "--on", "2025-06-03")

    shown = filled("route", "show", "R1").stdout
    lines = shown[shown.index("What became of it") :].splitlines()
    statuses = {line.split()[0]: " ".join(line.split()[1:]) for line in lines[2:] if line.strip()}
    assert statuses == {
        "recommended": "Thu 2025-05-08 12 days",
        "considered": "Tue 2025-05-20 14 days",
        "declined": "Tue 2025-06-03",
    }


def test_a_route_that_is_held_names_its_meeting_and_is_no_longer_open(filled, advance):
    advance("R1", "held", "--on", "2025-06-03", "--meeting", "M1")

    assert filled.json("route", "show", "R1")["held_at"] == "M1"
    assert "R1" not in [item["id"] for item in filled.json("status")["open_routes"]]


def test_a_referral_recommends_the_other_route_to_the_same_people(filled, advance):
    before = filled.json("route", "show", "R1")
    other = "ISG" if before["route"] != "ISG" else "QIG"
    result = advance("R1", "referred", "--to", other.lower(), "--on", "2025-06-03")

    assert "R1 is referred" in result.stderr
    assert f"R6 recommends {other} in its place" in result.stderr
    new = filled.json("route", "show", "R6")
    assert (new["route"], new["for"], new["status"]) == (other, before["for"], "recommended")
    assert (new["referred_from"], new["happened_on"]) == ("R1", "2025-06-03")
    assert "R6" in filled("route", "show", "R1").stdout


def test_undo_takes_a_referral_back_with_what_it_opened(filled, advance):
    before = filled.json("route", "list")
    advance("R1", "referred", "--to", "SA", "--on", "2025-06-03")
    filled("undo", "--yes")

    assert filled.json("route", "list") == before


def test_a_meeting_that_a_route_was_held_at_cannot_be_undone_away(run):
    run("meeting", "add", "QIG 1:1", "--date", "2025-05-08")
    run("route", "add", "QIG")
    assert run("route", "advance", "R1", "held", "--meeting", "M1").exit_code == 0

    result = run("undo", "1", "--yes")
    assert result.exit_code == 1
    assert "R1 refers to M1, which would be gone" in result.stderr
    assert run.json("route", "show", "R1")["held_at"] == "M1"


def test_a_recommendation_that_was_advanced_is_not_undone_beneath_its_successor(run):
    run("route", "add", "QIG")
    run("route", "advance", "R1", "referred", "--to", "SA")

    result = run("undo", "1", "--yes")
    assert result.exit_code == 1
    assert "R1 was changed since by 2 (route advance" in result.stderr
    assert [item["id"] for item in run.json("route", "list")] == ["R1", "R2"]


@pytest.mark.parametrize("status", ["considered", "recommended", "requested"])
def test_a_step_back_needs_its_reason(filled, advance, status):
    advance("R1", "held", "--on", "2025-06-03")

    refused = advance("R1", status)
    assert refused.exit_code == 1
    assert f"R1 is held, and {status} is a step back from it; --note TEXT says why" in refused.stderr
    assert advance("R1", status, "--note", "it was another meeting").exit_code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("R1", "recommended"), "R1 stands at recommended already"),
        (("R9", "held"), "there is no recommendation R9"),
        (("R1", "helt"), "'helt' is not one of"),
        (("R1", "held", "--on", "2025-05-01"), "it cannot be held on 2025-05-01, before that"),
        (("R1", "held", "--on", "2999-01-01"), "which is still to come"),
        (("R1", "held", "--meeting", "M9"), "there is no meeting M9"),
        (("R1", "requested", "--meeting", "M1"), "--meeting goes with scheduled or held, not with requested"),
        (("R1", "referred"), "give both, like: referred --to ISG"),
        (("R1", "held", "--to", "SA"), "give both, like: referred --to ISG"),
        (("R1", "referred", "--to", "QIC"), "there is no route QIC; did you mean QIG?"),
    ],
)
def test_a_wrong_move_is_refused_in_a_sentence_and_changes_nothing(filled, advance, words, says):
    before = filled.json("route", "list")
    result = advance(*words)

    assert result.exit_code in (1, 2, 3)
    assert says in " ".join(result.stderr.split())
    assert filled.json("route", "list") == before


def test_a_route_is_not_referred_to_itself(filled, advance):
    route = filled.json("route", "show", "R1")["route"]

    assert "it cannot be referred to itself" in advance("R1", "referred", "--to", route).stderr
