"""The net under the grammar: an ask in words that no form knows is possible, never lost."""

import pytest

from engtrack.intake.cues import LIKELY, heard_in
from engtrack.intake.mentions import Parties
from tests.intake.reading import drafted

NOBODY = Parties({}, ())
NOTE = """Highlights - 3rd EMA - Alliance for Regenerative Medicine (ARM) bilateral meeting, 8 May 2025

1. Opening

The European Medicines Agency (EMA) welcomed the delegation.

2. Pipeline

{}
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "A marked-up copy will reach the association by 31 October 2025.",
        "Names, please, to the front desk by Friday 28 November.",
        "The photographer of the day will send the polling results to everybody by 12 June 2026.",
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
    assert heard_in(sentence, NOBODY, False) is None
    assert not drafted(NOTE.format(sentence)).possible


def test_what_is_heard_names_the_words_that_weigh_most_and_where_they_stand():
    heard = heard_in("Somebody, it was promised, will send it by 31 October 2025.", NOBODY, False)

    assert heard is not None
    assert LIKELY <= heard.chance <= 1
    assert heard.cues[0] == "by DAY"
    assert heard.at == len("Somebody, it was promised, ")


def test_an_ask_that_the_grammar_knows_is_not_shown_twice():
    draft = drafted(NOTE.format("ARM will send the figures by 31 October 2025."))

    assert len(draft.actions) == 1
    assert not draft.possible


def test_a_day_is_a_cue_as_a_day_and_a_party_as_a_party():
    days = [
        heard_in(f"It will be sent by {day}.", NOBODY, False)
        for day in ("3 May 2025", "May 3, 2025", "2025-05-03", "May 2025", "Q2 2025")
    ]

    assert len({day and round(day.chance, 6) for day in days}) == 1
    assert days[0] is not None
