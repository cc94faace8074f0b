"""Letters and memos: who writes, to whom, of which meeting, and whose people are called by their first names."""

import datetime as dt

import pytest

from engtrack.model import Strength
from tests.intake.reading import asks, drafted

LETTER = """Swissmedic
Swiss Agency for Therapeutic Products

Interpharma
Dr Regula Baum, Head of Regulation

Bern, 27 November 2025

Follow-up to the meeting on reliance of 6 November 2025

Dear Dr Baum

Thank you for coming to Bern on 6 November together with your colleagues. {}

We hope that this reflects our conversation.

Reference: MPA/2024/1187, in which the guidance was changed

Yours sincerely
Dr Matthias Ober
"""
MEMO = """MEMO – for members of the Regulatory Affairs Committee only

From: Ingrid Halle
To: Regulatory Affairs Committee
Date: 13 February 2026
Re: Meeting with the European Commission (EC) on critical medicines, 10 February 2026

Dear all,

On Tuesday a delegation of Medicines for Europe met the European Commission (EC). We were four on our side (Henrik, Paola, Louis and me).

Critical medicines

The Commission gave us an update, and Louis asked about the budget. Louis argued for more. {}
"""


def test_a_letter_is_of_the_meeting_that_its_head_names_and_goes_to_whoever_its_address_names():
    meeting = drafted(LETTER.format("We will send you the draft by 31 January 2026.")).meeting

    assert {item.key for item in meeting.stakeholders} == {"Swissmedic", "Interpharma"}
    assert meeting.reference is None
    assert (meeting.date, meeting.document_date) == (dt.date(2025, 11, 6), dt.date(2025, 11, 27))


def test_a_greeting_is_no_topic():
    assert drafted(LETTER.format("")).topics == ()


@pytest.mark.parametrize(
    ("sentence", "owner", "due"),
    [
        ("We would be grateful for your consolidated comments by 31 March 2026.", ("Interpharma",), "2026-03-31"),
        ("I will come back to you on this point in the course of the first quarter of 2026.", ("Swissmedic",), "2026-03-31"),
        ("You are welcome to suggest speakers.", ("Interpharma",), "None"),
    ],
)  # fmt: skip
def test_what_a_letter_asks_and_promises(sentence: str, owner: tuple[str, ...], due: str):
    assert [ask[::2][:2] for ask in asks(LETTER.format(sentence).encode(), "letter.txt")] == [(owner, due)]


@pytest.mark.parametrize(
    "sentence",
    ["Paola is going to clean the data set.", "I promised to send them the list.", "Henrik will circulate a draft."],
)
def test_first_names_in_a_list_that_ends_with_me_are_our_own_people(sentence: str):
    draft = drafted(MEMO.format(sentence))

    assert {item.key for item in draft.meeting.stakeholders} == {"EC", "Medicines for Europe"}
    assert [action.owner for action in draft.actions] == [("Medicines for Europe",)]


def test_what_we_agreed_with_them_is_for_both():
    (action,) = drafted(MEMO.format("We agreed with them to go through both sets of figures.")).actions

    assert (set(action.owner), action.strength) == ({"EC", "Medicines for Europe"}, Strength.AGREED)


def test_who_invited_us_is_the_other_side():
    (action,) = drafted(MEMO.format("She also encouraged us to answer the survey.")).actions

    assert (action.owner, action.requested_by) == (("Medicines for Europe",), ("EC",))


def test_colleagues_by_full_name_are_called_by_their_first():
    memo = MEMO.replace(
        "We were four on our side (Henrik, Paola, Louis and me)", "Marta Aur, Louis Behn and I were there"
    )
    (action,) = drafted(memo.format("Louis has promised to send a draft by 30 November 2026.")).actions

    assert action.owner == ("Medicines for Europe",)


def test_a_box_may_name_who_is_to_tick_it():
    (first, second) = drafted(
        MEMO.format("\n\n- [ ] EC: check the fee\n- [ ] Brief the board\n- [x] EC: send it")
    ).actions

    assert [(item.owner, item.text) for item in (first, second)] == [
        (("EC",), "Check the fee"),
        (("Medicines for Europe",), "Brief the board"),
    ]


def test_a_question_of_one_of_our_own_is_no_ask():
    assert drafted(MEMO.format("Louis asked if associations could attend as observers.")).actions == ()


def test_a_memo_to_the_members_of_a_committee_is_of_no_committee_meeting():
    assert drafted(MEMO.format("")).meeting.kind == "bilateral"


COMPANY = """NORR CELL A/S, Aarhus

MEMO

To: Project team
From: Lise Hald Andersen (LHA), Regulatory
Cc: Prof. Mikkel Dam, Aarhus University Hospital
Date: 4 September 2025
Subject: Scientific advice meeting with the Paul-Ehrlich-Institut on NVK-20

Meeting held by video on 2 September 2025. From the Paul-Ehrlich-Institut (PEI): Dr. Rein (lead). From Norr: LHA, Jens, Tove, Priya.
What follows is my own summary.

1. Overall

It went well for Norr, and PEI said so. LHA spoke first, and LHA asked for more time.

2. Next steps

{}
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "LHA will send our draft to PEI.",
        "Tove has promised to get the report.",
        "Priya will change the synopsis by 30 September 2025.",
    ],
)
def test_initials_and_first_names_of_a_memo_are_no_organisations(sentence: str):
    draft = drafted(COMPANY.format(sentence))

    assert {item.key for item in draft.meeting.stakeholders} == {"Norr", "PEI"}
    assert [action.owner for action in draft.actions] == [("Norr",)]
