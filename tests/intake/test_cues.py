"""The net under the grammar: what is worded as nobody did before is possible or recommended, never lost."""

import pytest

from engtrack.intake.cues import ask_heard_in, cues_in, routes_heard_in, stem_of, words_in
from engtrack.intake.documents import read_document
from engtrack.intake.draft import read_draft
from engtrack.intake.listening import LIKELY, RECOMMENDED
from engtrack.intake.mentions import Parties
from tests.intake.reading import drafted

NOBODY = Parties({}, ())
NOTE = """Highlights - 3rd EMA - Alliance for Regenerative Medicine (ARM) bilateral meeting, 8 May 2025

1. Opening

The European Medicines Agency (EMA) welcomed the delegation.

2. Pipeline

{}
"""
PLATFORM = """Highlights from the platform meeting of the European Medicines Agency (EMA) with industry, 8 May 2025

Organisations represented: European Medicines Agency (EMA); Nordic Vaccines Association (NVA); Nurses for Safe Medication (NSM)

1. Reports

NVA presented its work. NSM asked about costs.

2. Support

{}
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "A marked-up copy will reach the association by 31 October 2025.",
        "Names, please, to the front desk by Friday 28 November.",
        "The photographer of the day will send the pictures to everybody by 12 June 2026.",
    ],
)
def test_an_ask_in_words_that_no_form_knows_is_possible_and_says_by_which_words(sentence):
    draft = drafted(NOTE.format(sentence))

    assert not draft.actions
    (possible,) = draft.possible
    assert possible.evidence == sentence.rstrip(".")
    assert "sounds like an ask: " in possible.why


@pytest.mark.parametrize(
    "sentence",
    [
        "The weather in Amsterdam was fine and the room was full.",
        "Three products were authorised in the course of the year.",
        "The Agency welcomed the delegation and thanked it for its work.",
        "Future learnings from current activities were considered important.",
    ],
)
def test_a_report_does_not_sound_like_an_ask(sentence):
    assert ask_heard_in(sentence, NOBODY, False).chance < LIKELY
    assert not drafted(NOTE.format(sentence)).possible


@pytest.mark.parametrize(
    ("sentence", "owner", "strength"),
    [
        ("ARM is asked for patience and for the figures by Friday.", "ARM", "requested"),
        ("The EMA urged, on the side of ARM, haste with a list by 6 June 2025.", "ARM", "requested"),
        ("The EMA suggested, for ARM, a pilot with two files by 6 June 2025.", "ARM", "encouraged"),
    ],
)
def test_an_ask_by_ear_is_laid_on_whom_its_verb_of_asking_names(sentence, owner, strength):
    (possible,) = drafted(NOTE.format(sentence)).possible

    assert (possible.owner, possible.requested_by, possible.strength.value) == ((owner,), ("EMA",), strength)


def test_an_ask_that_the_grammar_knows_is_not_shown_twice():
    draft = drafted(NOTE.format("ARM will send the figures by 31 October 2025."))

    assert len(draft.actions) == 1
    assert not draft.possible


def test_what_is_worded_like_an_ask_but_does_not_sound_like_one_is_only_possible():
    draft = drafted(NOTE.format("ARM repeated that the new scheme would drive small products off the market."))

    assert not draft.actions
    assert all("does not sound like one" in item.why for item in draft.possible)


def test_a_day_is_heard_as_a_day_however_it_is_printed():
    days = ("3 May 2025", "May 3, 2025", "2025-05-03", "May 2025", "Q2 2025", "3.5.2025")

    assert {"by DAY" in cues_in(words_in(f"It will be sent by {day}.", NOBODY, False)) for day in days} == {True}


def test_the_words_are_heard_with_the_place_where_they_stand():
    assert words_in("Send it, please.", NOBODY, True) == [
        ("•", 0),
        ("send", 0),
        ("it", 5),
        (",", 7),
        ("please", 9),
        (".", 15),
    ]
    assert cues_in([("^", 0), ("send", 0), ("it", 5)]) == {
        "^": 0,
        "send": 0,
        "it": 5,
        "^ send": 0,
        "send it": 0,
        "^ … it": 0,
    }


def test_a_word_is_heard_with_its_ending_and_with_any():
    assert cues_in([("invited", 0)]) == {"invited": 0, "invit-": 0}
    assert [stem_of(word) for word in ("use", "inviting", "applies", "documentation", "PARTY")] == [
        "use",
        "invit-",
        "appl-",
        "document-",
        "PARTY",
    ]


def test_a_route_is_heard_as_the_route_and_another_beside_it_as_another():
    (_, _, _, qig), (_, _, _, itf) = routes_heard_in(
        "ARM was encouraged to request the QIG and to apply to the ITF before filing.", NOBODY, False
    )

    assert min(qig.chance, itf.chance) >= RECOMMENDED
    assert {"encouraged", "encourag-"} & set(qig.cues)


def test_the_words_that_say_so_are_said_once_whatever_their_endings():
    (_, _, _, itf), *_ = routes_heard_in(
        "European plans are, it is recommended, best taken first to the ITF.", NOBODY, False
    )

    assert len({"recommended", "recommend-"} & set(itf.cues)) == 1


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("Members of NVA were encouraged to knock earlier, at whichever door fits, such as the ITF.", ("NVA",)),
        ("European plans, the Agency recommended, are best taken first to the ITF.", ("NVA", "NSM")),
        (
            "NVA has two candidates; that both be shown to the ITF was suggested, and recommended as the first step.",
            ("NVA",),
        ),
    ],
)
def test_a_route_recommended_in_words_that_no_form_knows_is_for_whom_the_sentence_names(sentence, owner):
    draft = drafted(PLATFORM.format(sentence))

    assert [(item.route, item.for_) for item in draft.recommendations] == [("ITF", owner)]
    assert not draft.actions


@pytest.mark.parametrize(
    "sentence",
    [
        "All of the associations, of which NVA is the youngest, were encouraged to use the ITF.",
        "NVA reported on two candidates, and all associations were encouraged to use the ITF early.",
        "EMA thanked NVA and invited both associations to use the ITF.",
    ],
)
def test_a_route_recommended_to_all_is_for_all_whomever_the_sentence_names_beside(sentence):
    draft = drafted(PLATFORM.format(sentence))

    assert [(item.route, item.for_) for item in draft.recommendations] == [("ITF", ("NVA", "NSM"))]


def test_a_request_to_join_a_route_that_is_named_before_it_is_the_recommendation():
    draft = drafted(PLATFORM.format("As NVA is not yet represented in the Industry Standing Group (ISG), EMA invited it to join from the autumn session onwards."))  # fmt: skip

    assert [(item.route, item.for_, item.strength.value) for item in draft.recommendations] == [
        ("ISG", ("NVA",), "invited")
    ]
    assert not draft.actions


@pytest.mark.parametrize(
    "sentence",
    [
        "A member of NVA had an ITF meeting in 2023, which it found useful.",
        "NVA was encouraged to run a webinar for its members on the lessons learnt from the early PRIME cohorts.",
        "The OPEN initiative and CoGenT were mentioned; companies are encouraged to follow both.",
        "NVA wished for an early word, but the ITF would be premature, the Agency advised.",
        "What the Agency advised was a plan first; for NVA the ITF is too early.",
    ],
)
def test_a_route_named_in_passing_is_not_recommended(sentence):
    assert not drafted(PLATFORM.format(sentence)).recommendations


def test_the_reason_of_a_route_by_ear_names_the_words():
    document = read_document(PLATFORM.format("European plans, the Agency recommended, are best taken first to the ITF.").encode(), "note.txt")  # fmt: skip
    explained = read_draft(document, explain=True).explanations

    assert any("sounds recommended: " in item.why and "recommend" in item.why for item in explained)
