"""Advice and plans as they are asked for on the command line."""

import pytest


def first(records):
    return [item["route"] for item in records][:1]


def test_advice_is_an_array_with_the_promised_fields(run):
    advice = run.json(
        "route",
        "advise",
        "--who",
        "sme",
        "--stage",
        "preclinical",
        "--subject",
        "manufacturing",
        "--product",
        "gene-therapy",
        "--agency",
        "ema",
    )

    assert {"route", "score", "reasons", "against", "before", "then", "unknown"} <= set(advice[0])
    assert first(advice) == ["QIG"]
    assert [item["score"] for item in advice] == sorted((item["score"] for item in advice), reverse=True)
    assert any("manufactur" in reason and "https://" in reason for reason in advice[0]["reasons"])


def test_the_page_has_the_ranking_the_reasons_the_sources_and_who_decides(run):
    page = run("route", "advise", "--subject", "hta", "--agency", "EU").stdout

    assert "the agency's decision" in page
    assert "JSC" in page.split("Routes that fit, best first")[1].splitlines()[2]
    assert "Sources" in page


def test_advice_for_a_stakeholder_takes_its_kind_and_what_it_took_before(filled):
    advice = filled.json("route", "advise", "ARM", "--subject", "manufacturing")

    assert first(advice) == ["QIG"]
    assert any("in the register" in reason for reason in advice[0]["against"])
    assert (
        "As developers they may use" in filled("route", "advise", "ARM").stdout
        or "For members" in filled("route", "advise", "ARM").stdout
    )


def test_advice_for_an_action_takes_the_subject_from_its_words(filled):
    page = filled("route", "advise", "A3").stdout

    assert "Who: association" in page
    assert "Product: gene-therapy" in page
    assert "Agency: EMA" in page


def test_what_is_said_outweighs_what_the_register_says(filled):
    assert "Who: sme" in filled("route", "advise", "ARM", "--who", "sme").stdout


def test_where_nothing_fits_it_says_what_is_in_the_way(run):
    result = run("route", "advise", "--who", "patients", "--agency", "FDA")

    assert result.exit_code == 0
    assert "no route of the catalogue fits; without" in result.stderr
    assert "CAT-IP it is of EMA, not of FDA" in " ".join(result.stdout.split())
    assert run.json("route", "advise", "--who", "patients", "--agency", "FDA") == []


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([], 2, "nothing is known of the situation"),
        (["--who", "startup"], 2, "there is no who 'startup'"),
        (["--stage", "phase 2"], 2, "there is no stage 'phase 2'"),
        (["--agency", "EMEA"], 3, "there is no agency EMEA; did you mean EMA?"),
        (["XYZ"], 3, "there is no stakeholder or action XYZ"),
        (["A99"], 3, "there is no action A99"),
        (["EMA"], 2, "EMA is a regulator; routes are for those who come to one"),
    ],
)
def test_what_cannot_be_meant_is_refused(filled, words, code, message):
    result = filled("route", "advise", *words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


@pytest.mark.files
def test_a_route_of_ones_own_stands_beside_the_register_and_is_advised(run, store):
    (store.parent / "engtrack-routes.toml").write_text(
        "[TGA-PSM]\nread = 2026-01-10\n"
        'name = { value = "TGA pre-submission meeting", sure = "official", source = ["https://example.org"], read = 2026-01-10 }\n'
        'agency = { value = "TGA", sure = "official", source = ["https://example.org"], read = 2026-01-10 }\n'
    )

    assert first(run.json("route", "advise", "--agency", "tga")) == ["TGA-PSM"]
    run("stakeholder", "add", "ARM")
    assert run("route", "add", "tga-psm", "--for", "ARM").exit_code == 0
    assert "TGA pre-submission meeting" in run("route", "catalogue", "TGA-PSM").stdout


@pytest.mark.files
def test_a_broken_file_of_ones_own_is_refused_where_it_is_needed_and_only_there(run, store):
    (store.parent / "engtrack-routes.toml").write_text("[QIG]\nfee = 3\n")

    result = run("route", "catalogue")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "engtrack-routes.toml, line 1: QIG is in the catalogue already" in result.stderr
    assert run("action", "list").exit_code == 0


def test_a_plan_is_shown_and_kept_and_moved_together(filled):
    shown = filled("route", "plan", "R2", "--on", "2025-11-15")
    assert shown.exit_code == 0
    assert "Send the request" in shown.stdout
    assert filled.json("action", "list", "--tag", "plan") == []

    kept = filled("route", "plan", "R2", "--on", "2025-11-14", "--keep")
    assert kept.stderr.startswith("engtrack: kept: A6 (2025-07-17)\n")
    assert "not kept, as no lead time is known: Request form to the ITF secretariat" in kept.stderr
    action = filled.json("action", "show", "A6")
    assert (action["recommendation"], action["owner"], action["due"]) == ("R2", ["ARM"], "2025-07-17")

    moved = filled("route", "plan", "R2", "--on", "2025-11-28", "--keep")
    assert moved.stderr.startswith("engtrack: moved: A6 (2025-07-31)\n")
    assert "all of it was kept already" in filled("route", "plan", "R2", "--on", "2025-11-28", "--keep").stderr
    assert [item["id"] for item in filled.json("action", "list", "--route", "ITF")] == ["A6"]
    filled("undo")
    assert filled.json("action", "show", "A6")["due"] == "2025-07-17"


def test_a_plan_for_a_past_day_is_shown_and_said_to_be_late(filled):
    result = filled("route", "plan", "R2", "--on", "2025-01-15")

    assert result.exit_code == 0
    assert "which is past" in result.stderr
    assert "Already late: Send the request" in result.stdout


def test_a_plan_is_not_kept_for_what_has_come_to_an_end_or_has_no_lead_time(filled):
    filled("route", "advance", "R2", "dropped", "--note", "no need")

    assert "R2 was dropped" in filled("route", "plan", "R2", "--on", "2025-11-14", "--keep").stderr
    assert "no lead time of QIG is known" in filled("route", "plan", "R1", "--on", "2025-11-14", "--keep").stderr


def test_a_recommendation_may_be_for_the_members_of_an_association(filled):
    result = filled("route", "add", "SA", "--for", "ARM")
    assert "SA is used by single developers; --members says" in result.stderr
    filled("route", "add", "SA", "--for", "ARM", "--members")
    assert filled.json("route", "show", "R7")["for_members"] is True
    assert "ARM (members)" in filled("route", "list", "--route", "SA").stdout
    assert filled("route", "add", "SA", "--for", "EMA", "--members").exit_code == 2


def test_recommendations_are_chosen_by_who_made_them_and_whether_they_are_open(filled):
    filled("route", "advance", "R1", "dropped", "--note", "no need")

    assert len(filled.json("route", "list", "--recommended-by", "EMA", "--open")) == 4
    assert len(filled.json("route", "list", "--since", "last meeting")) == 5
    assert filled("route", "list", "--route", "QIGG").exit_code == 3


def test_a_milestone_that_is_done_stays_done_when_the_plan_moves(filled):
    filled("route", "plan", "R2", "--on", "2025-11-14", "--keep")
    filled("action", "done", "A6")
    filled("route", "plan", "R2", "--on", "2025-11-28", "--keep")

    assert filled.json("action", "list", "--tag", "plan") == []


def test_a_plan_that_is_late_already_says_so_and_from_when_it_would_not_be(filled):
    result = filled("route", "plan", "R2", "--on", "2025-06-02", "--keep")

    assert "late already: Send the request; 2025-09-08 is feasible" in result.stderr


def test_milestones_are_those_of_whom_the_route_is_for(filled):
    assert "  ARM  " in filled("route", "plan", "R2", "--on", "2025-11-14").stdout
    filled("config", "us", "ARM")
    assert "  us  " in filled("route", "plan", "R2", "--on", "2025-11-14").stdout


def test_a_goal_is_read_for_what_it_is_about_and_what_is_not_understood_is_said(run):
    result = run("route", "advise", "--goal", "the reimbursement of our CAR-T product")
    assert "read from the words of the goal: hta, cell-therapy" in result.stderr
    assert "JSC" in result.stdout.split("Routes that fit, best first")[1].splitlines()[2]
    result = run("route", "advise", "--goal", "xyzzy")
    assert "read from the words of the goal: nothing" in result.stderr
    assert "no route of the catalogue fits" in result.stderr
