"""Which routes somebody is led to, and which are only named."""

import pytest

from engtrack.intake.documents import read_document
from engtrack.intake.draft import read_draft

FORUM = """Highlights of the forum of the European Medicines Agency (EMA) with industry

3 June 2025

The European Medicines Agency (EMA) met the Nordic Vaccines Association (NVA) and the Gene Alliance (GA).

1. Support

{}

2. End

The forum ended. NVA and GA thanked EMA.
"""


def routes(sentences: str) -> list[tuple[str, tuple[str, ...]]]:
    draft = read_draft(read_document(FORUM.format(sentences).encode(), "highlights.txt")).draft
    return [(item.route, item.for_) for item in draft.recommendations]


@pytest.mark.parametrize(
    ("sentence", "route"),
    [
        ("EMA proposed to NVA that they put such questions to the Quality Innovation Group.", "QIG"),
        ("EMA suggested that companies in NVA's membership request an ITF briefing meeting.", "ITF"),
        ("NVA was referred by EMA to the Innovation Task Force.", "ITF"),
        ("NVA said that it means to approach the Innovation Task Force.", "ITF"),
        (
            "NVA was invited to have the measure assessed through the qualification of novel methodologies.",
            "QNM",
        ),
        ("NVA will prepare a PRIME application.", "PRIME"),
        ("EMA recommended that the members of NVA concerned ask the CAT for a classification.", "CAT-CLASS"),
        (
            "NVA was advised to ask the Committee for Advanced Therapies for a classification before it settles.",
            "CAT-CLASS",
        ),
        ("EMA suggested that NVA ask the EMA SME office for a briefing meeting.", "SME"),
        ("Members of NVA were advised to seek qualification of the tool.", "QNM"),
        ("EMA was of the view that NVA should send such firms to the Innovation Office first.", "MHRA-IO"),
        ("EMA advised members of NVA in that position to request simultaneous national scientific advice.", "SNSA"),
        (
            "EMA suggested that companies represented by NVA with an oncology or therapy product for children request a joint scientific consultation in one of the periods of 2026.",
            "JSC",
        ),
        ("NVA indicated its intention to seek PRIME.", "PRIME"),
        ("NVA itself plans to apply for PRIME.", "PRIME"),
        ("If the product is new, NVA is also encouraged to ask for an ITF meeting.", "ITF"),
        ("NVA was told that it would be worth its while to request protocol assistance.", "SA"),
        ("EMA put it to NVA that its members consider the OPEN framework.", "OPEN"),
        ("EMA recommended NVA to present the unit at a 1:1 meeting with the Quality Innovation Group.", "QIG"),
        ("EMA's advice for NVA members: go to the Innovation Task Force first.", "ITF"),
        (
            "EMA recommends simultaneous national scientific advice (SNSA) to member companies of NVA, with Poland as one of the states.",
            "SNSA",
        ),
        ("NVA was advised to ask the SME office for a briefing meeting before the summer.", "SME"),
        ("EMA's advice to NVA members was to book an INTERACT meeting with the FDA.", "INTERACT"),
        ("EMA recommended to NVA that scientific advice be sought.", "SA"),
        (
            "Members of NVA who work without a precedent are encouraged to ask for an ITF briefing meeting.",
            "ITF",
        ),
        ("NVA was invited to discuss its portfolio with the Agency in portfolio and technology meetings.", "PTM"),
        ("NVA was encouraged to put itself forward for a joint scientific consultation.", "JSC"),
        ("EMA advised NVA to take the measure through the procedure for qualification of novel methodologies.", "QNM"),
        ("EMA encouraged members of NVA to send their query to the MHRA Innovation Office.", "MHRA-IO"),
        ("EMA suggested to NVA that companies planning a trial enquire about protocol assistance.", "SA"),
        ("EMA recommended to NVA the EMA-FDA parallel scientific advice.", "PSA"),
        ("NVA had better ask for a meeting with the ITF.", "ITF"),
        ("EMA added that the ITF would be the right first step for NVA.", "ITF"),
        ("EMA encouraged NVA members with a closed, automated system to come forward for a QIG 1:1 meeting.", "QIG"),
        ("NVA was advised to ask the CAT for a classification.", "CAT-CLASS"),
        ("NVA was advised to ask the Committee for Advanced Therapies (CAT) for a classification.", "CAT-CLASS"),
        ("EMA recommended that the not-for-profit members of NVA make use of the support to academia.", "ACADEMIA"),
        ("EMA told NVA to come back for scientific advice.", "SA"),
        ("EMA advised NVA to have a QIG 1:1 meeting.", "QIG"),
        ("EMA described PRIME, and NVA was encouraged to do so early: to apply for it was free.", "PRIME"),
    ],
)
def test_a_phrase_that_leads_to_a_route_recommends_it(sentence, route):
    assert routes(sentence) == [(route, ("NVA",))]


@pytest.mark.parametrize(
    "sentence",
    [
        "NVA was asked to share its experience with the ITF.",
        "NVA was invited to send case studies to the colleagues of the SME office.",
        "The number of requests for scientific advice rose to 118.",
        "NVA was asked to justify its view in the pre-IND package.",
        "NVA proposed a single door along the lines of PRIME.",
        "No change to the template for protocol assistance is envisaged this year.",
        "NVA was asked to run a poll on waiting times for PRIME.",
        "NVA was asked to inform its members through the ITF.",
        "NVA was invited to write to the ITF mailbox.",
        "EMA suggested that NVA talk to the payers early; another applicant had gone through a joint scientific consultation.",
    ],
)
def test_a_route_that_is_only_named_is_not_recommended(sentence):
    assert routes(sentence) == []


def test_what_is_done_rather_than_a_route_is_not_that_route():
    told = "EMA advised NVA to seek qualification of novel methodologies rather than to ask the question in scientific advice."
    assert routes(told) == [("QNM", ("NVA",))]


def test_a_route_that_the_sentence_before_names_is_what_somebody_is_told_to_apply_for():
    told = "EMA described PRIME. NVA was encouraged to apply for it once data are in hand."

    assert routes(told) == [("PRIME", ("NVA",))]
    assert routes("EMA described PRIME and the ITF. NVA was encouraged to apply for it once data are in hand.") == []


def test_such_companies_are_those_whom_the_last_sentence_named():
    told = "Several members of GA work on tools that fit no guideline. EMA recommended that such companies turn to the ITF."

    assert routes(told) == [("ITF", ("GA",))]


def test_what_belongs_somewhere_is_for_all_to_whom_it_is_said():
    assert routes("The EMA said that such questions are best brought to the ITF.") == [("ITF", ("NVA", "GA"))]
    assert routes("Questions on one product do not belong in scientific advice.") == []
    assert routes("EMA thought that an ITF briefing meeting would be worth their while.") == [("ITF", ("NVA", "GA"))]


def test_two_who_share_a_verb_are_led_to_a_route_each():
    told = (
        "NVA was encouraged to turn to the academia support, and the smaller members of GA to seek scientific advice."
    )
    assert routes(told) == [("ACADEMIA", ("NVA",)), ("SA", ("GA",))]


def test_a_route_that_is_asked_for_something_else_is_not_used():
    assert routes("NVA was advised to ask the SME office for the slides.") == []
