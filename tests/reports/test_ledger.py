"""Take-up and silence, from what became of the recommendations."""

import pytest


@pytest.fixture
def year(filled):
    """We are ARM. In May EMA recommended five routes; one was held, one requested; in September a sixth came."""
    filled("config", "us", "ARM")
    filled("route", "advance", "R1", "requested", "--on", "2025-05-09")
    filled.environment.environ = {**filled.environment.environ, "ENGTRACK_TODAY": "2025-10-01"}
    filled("route", "advance", "R1", "held", "--on", "2025-06-20", "--outcome", "go on with SA")
    filled("route", "advance", "R2", "requested", "--on", "2025-09-01")
    filled("route", "add", "QIG", "--for", "ARM", "--recommended-by", "EMA", "--on", "2025-09-15")
    return filled


def test_the_take_up_counts_what_was_recommended_more_than_90_days_ago(year):
    ledger = year.json("report", "routes")

    assert ledger["total"] == {"of": "all", "recommended": 5, "requested": 2, "held": 1}
    assert ledger["not_ripe"] == 1
    assert {"of": "QIG", "recommended": 1, "requested": 1, "held": 1} in ledger["by_route"]
    assert ledger["by_recommender"] == [{"of": "EMA", "recommended": 5, "requested": 2, "held": 1}]
    assert "40 % of 5 recommended more than 90 days ago were requested" in year("report", "routes").stdout


def test_the_day_before_it_is_ripe_it_does_not_count(filled):
    filled.environment.environ = {**filled.environment.environ, "ENGTRACK_TODAY": "2025-08-06"}
    assert filled.json("report", "routes")["total"]["recommended"] == 0
    filled.environment.environ = {**filled.environment.environ, "ENGTRACK_TODAY": "2025-08-07"}
    assert filled.json("report", "routes")["total"]["recommended"] == 5


def test_silence_counts_from_the_last_answer(year):
    (silence,) = year.json("report", "routes")["silence"]

    assert silence == {"who": "EMA", "awaited": ["R2"], "last_answer": "2025-06-20", "days": 103}


def test_an_answer_that_is_still_to_come_is_no_answer(year):
    year.environment.environ = {**year.environment.environ, "ENGTRACK_TODAY": "2025-06-19"}

    (silence,) = year.json("report", "routes")["silence"]

    assert (silence["last_answer"], silence["days"]) == ("2025-05-08", 42)


def test_nobody_is_silent_of_whom_nothing_is_awaited(filled):
    filled("config", "us", "ARM")

    assert filled.json("report", "routes")["silence"] == []


def test_an_outcome_is_kept_and_shown(year):
    assert year.json("route", "show", "R1")["outcome"] == "go on with SA"
    assert "Outcome: go on with SA" in year("route", "show", "R1").stdout
    assert year("route", "advance", "R3", "requested", "--outcome", "x").exit_code == 2


def test_an_empty_register_has_a_ledger_too(run):
    assert run.json("report", "routes")["total"] == {"of": "all", "recommended": 0, "requested": 0, "held": 0}
    assert "nothing was recommended more than 90 days ago" in run("report", "routes").stdout
