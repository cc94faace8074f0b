"""Search over everything that was said and asked."""

import pytest


def hits(run, *words):
    return [item["id"] for item in run.json("search", *words)]


def test_all_words_must_occur_whatever_their_case_and_accents(filled):
    assert hits(filled, "PLATFORM", "éditing") == ["P23", "M1"]
    assert hits(filled, "platform", "unicorn") == []


def test_a_phrase_is_searched_as_it_stands(filled):
    assert hits(filled, '"gene editing"', "platform") == ["P23", "M1"]
    assert hits(filled, '"editing gene"') == []
    assert hits(filled, "“gene editing”") == ["P23", "M1"]
    assert hits(filled, "gene editing", "platform") == ["P23", "M1"]  # one word of the shell is a phrase too


def test_the_matching_words_are_shown_in_their_place(filled):
    first = filled.json("search", "gene editing")[0]

    assert first["marked"].endswith("on platform technologies for »gene editing« were presented.")
    assert first["kind"] == "point"


def test_the_newest_comes_first_and_kinds_and_days_narrow(filled):
    filled("action", "add", "Ask about the platform", "--asked", "2025-05-09")

    assert hits(filled, "platform")[0] == "A6"
    assert hits(filled, "platform", "--kind", "action") == ["A6"]
    assert hits(filled, "platform", "--since", "2025-05-09") == ["A6"]
    assert hits(filled, "platform", "--since", "last meeting")[0] == "A6"
    assert hits(filled, "regenerative", "--kind", "stakeholder") == ["S2"]


def test_notes_outcomes_and_the_notes_of_routes_are_searched(filled):
    filled("action", "note", "A1", "zebra one")
    filled("action", "done", "A2", "--outcome", "zebra two")
    filled("route", "advance", "R1", "requested", "--note", "zebra three")

    assert sorted(hits(filled, "zebra")) == ["A1", "A2", "R1"]


@pytest.mark.parametrize("text", ["", "  ", '""'])
def test_nothing_to_search_for_is_refused(filled, text):
    result = filled("search", text)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is nothing to search for" in result.stderr


def test_nothing_found_is_said_to_people_only(filled):
    result = filled("search", "unicorn")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "engtrack: nothing says unicorn\n")
    assert filled.json("search", "unicorn") == []


def test_letters_that_grow_when_folded_keep_the_match_in_its_place(run):
    run("action", "add", "ŉ ﬁne Straße platform")

    assert run.json("search", "platform")[0]["marked"] == "ŉ ﬁne Straße »platform«"
    assert run.json("search", "strasse")[0]["marked"] == "ŉ ﬁne »Straße« platform"


def test_a_word_is_found_where_a_word_begins(run):
    run("action", "add", "it remains with us")

    assert hits(run, "ema") == []
    assert hits(run, "remain") == ["A1"]
