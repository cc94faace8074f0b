"""What a sentence asks, of whom, how strongly and by when, in wordings that many writers have in common."""

import pytest

from tests.intake.reading import asks, drafted

NOTE = """Highlights - 3rd EMA - Alliance for Regenerative Medicine (ARM) bilateral meeting, 8 May 2025

1. Opening

The European Medicines Agency (EMA) welcomed the delegation.

2. Pipeline

{}
"""
OURS = """Note of our meeting with the European Medicines Agency (EMA)

Date: 8 May 2025
For the European Medicines Agency (EMA): Johan (SME office), Dr Weiss (quality)
For Nervia S.r.l. (Nervia): Elena (regulatory), H. Brunner, chief pharmacist (HB)

1. Advice

EMA was friendly to us. {}
"""
BOTH = ("EMA", "ARM")


def read(sentence: str, note: str = NOTE) -> list[tuple[tuple[str, ...], str, str]]:
    return [ask[:3] for ask in asks(note.format(sentence).encode(), "note.txt")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Could ARM find out what lay behind it?", (("ARM",), "requested", "None")),
        ("Industry comments should reach the EMA by 30 June 2025.", (("ARM",), "requested", "2025-06-30")),
        ("Written comments are to reach the Agency before 30 June 2025.", (("ARM",), "requested", "2025-06-30")),
        ("Questions from members are welcome until 29 November 2025.", (("ARM",), "invited", "2025-11-29")),
        ("The two sides settled on a joint reading of ten files.", (BOTH, "agreed", "None")),
        ("EMA and ARM decided to write a note.", (BOTH, "agreed", "None")),
        ("ARM resolved to draw up a list.", (("ARM",), "committed", "None")),
        ("The EMA gave ARM the job of collecting cases.", (("ARM",), "requested", "None")),
        ("Accounts of patients are sought from ARM by 27 February 2026.", (("ARM",), "requested", "2026-02-27")),
        ("The EMA expects to hear from ARM which questions are open.", (("ARM",), "requested", "None")),
        ("The EMA recommended extending the study to 90 days.", (("ARM",), "encouraged", "None")),
        ("The EMA asked whether ARM could set the model out on two pages.", (("ARM",), "requested", "None")),
        ("The scenario is to be drafted by ARM.", (("ARM",), "committed", "None")),
        ("The question is to be followed up bilaterally between EMA and ARM.", (BOTH, "agreed", "None")),
        ("The draft will go out for consultation.", (("EMA",), "committed", "None")),
        ("A recording of the session will be published.", (("EMA",), "committed", "None")),
        ("A formal evaluation of the portal will be carried out.", (("EMA",), "committed", "None")),
        ("ARM still to return the table.", (("ARM",), "committed", "None")),
        ("ARM will, after having asked its members, send the list.", (("ARM",), "committed", "None")),
        ("The EMA asked for the interview transcripts by 30 June 2025.", (("ARM",), "requested", "2025-06-30")),
        ("The EMA asked for the written consent of the sites.", (("ARM",), "requested", "None")),
        ("The EMA requests that the visit be reported with the update.", (("ARM",), "requested", "None")),
        ("ARM was invited to answer the survey, which runs until 30 June 2025.", (("ARM",), "invited", "2025-06-30")),
        ("ARM is most welcome to comment on the draft.", (("ARM",), "invited", "None")),
        ("It was agreed that the EMA and ARM would meet separately.", (("EMA", "ARM"), "agreed", "None")),
        ("ARM commits itself to send its figures by 30 June 2025.", (("ARM",), "committed", "2025-06-30")),
        ("The EMA recommended to establish a second assay.", (("ARM",), "encouraged", "None")),
        ("ARM was asked to answer the survey, which closes 30 June 2025.", (("ARM",), "requested", "2025-06-30")),
        ("ARM was asked to name two experts (deadline: 30 June 2025).", (("ARM",), "requested", "2025-06-30")),
        ("Comments on the draft can be submitted until 30 November 2025.", (("ARM",), "invited", "2025-11-30")),
        ("A draft is to be sent to ARM by the end of June 2025.", (("EMA",), "committed", "2025-06-30")),
        ("ARM should propose topics no later than six weeks in advance.", (("ARM",), "requested", "None")),
        ("It was agreed with ARM to meet again in the course of the third quarter of 2025.", (("EMA", "ARM"), "agreed", "2025-09-30")),
        ("The organisers agreed to set up a steering group.", (("EMA", "ARM"), "agreed", "None")),
        ("The EMA asked of ARM a list of its sites.", (("ARM",), "requested", "None")),
        ("The EMA urged on ARM a second look by 30 June 2025.", (("ARM",), "requested", "2025-06-30")),
        ("The EMA looks to ARM for a first draft.", (("ARM",), "requested", "None")),
        ("It falls to ARM to collect the figures.", (("ARM",), "requested", "None")),
        ("ARM took on the task of compiling a list.", (("ARM",), "committed", "None")),
        ("ARM promised the EMA a worked example.", (("ARM",), "committed", "None")),
        ("Companies developing vaccines against new pathogens are advised to write to the office.", (("ARM",), "encouraged", "None")),
        ("Companies developing vaccines were invited to send their questions.", (("ARM",), "invited", "None")),
        ("Members active in Spain will send their questions.", (("ARM",), "committed", "None")),
        ("The secretariat of the association will send the list.", (("ARM",), "committed", "None")),
        ("Dr Lind (EMA, Biostatistics) will furnish the template.", (("EMA",), "committed", "None")),
        ("The EMA confirms the position in writing by 31 October 2025.", (("EMA",), "committed", "2025-10-31")),
        ("Written comments to be sent to the clinical trials unit by 28 November 2025.", (("ARM",), "requested", "2025-11-28")),
    ],
)  # fmt: skip
def test_an_ask_is_read_however_it_is_worded(sentence, expected):
    assert read(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "The EMA decided to open an office.",
        "ARM asked whether the Agency could take part.",
        "ARM asked that the discussion be limited to Questions 1 and 3.",
        "ARM recommended extending the deadline.",
        "ARM has its conference in March, at which EMA staff will speak.",
        "Nothing that was said would bind the Agency.",
        "The EMA would ordinarily expect one assay.",
        "ARM plans to submit a BLA in the fourth quarter of 2025.",
        "Co-ordinators are sought from among the delegates.",
        "The names are to be read by 30 June 2025.",
        "ARM to survey its members: completed in August.",
        "Members were reminded that documents must reach the secretariat two weeks before.",
    ],
)
def test_what_only_sounds_like_an_ask_is_none(sentence):
    assert not [ask for ask in read(sentence) if ask[0]]


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("by the end of the second quarter", "2025-06-30"),
        ("by Fri 28 Nov 2025", "2025-11-28"),
        ("by end March", "2026-03-31"),
        ("by 15/09", "2025-09-15"),
        ("by 31.1", "2026-01-31"),
        ("by 31/02", "None"),
        ("by the closing date, 5 September", "2025-09-05"),
        ("with 16 January 2026 as the cut-off", "2026-01-16"),
        ("; deadline: 28 February 2026", "2026-02-28"),
        (" (reply by 31 January 2026)", "2026-01-31"),
        (", which are to reach EMA no later than 30 January 2026", "2026-01-30"),
        (", which is due by 29 August 2025", "2025-08-29"),
        ("in January", "None"),
        ("for the training in May", "None"),
    ],
)
def test_a_day_is_read_however_it_is_set(when, due):
    assert read(f"ARM will send the list {when}.")[0][2] == due


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("Johan will send the template.", "EMA"),
        ("Elena will send the template.", "Nervia"),
        ("HB will send the template.", "Nervia"),
        ("We'll send the template.", "Nervia"),
        ("The head of this department is to send the list.", "Nervia"),
        ("We’ve been invited to send the template.", "Nervia"),
        ("Reminder from EMA: renew the declaration by 31 October 2025.", "Nervia"),
        ("Could we send the template?", "EMA"),
        ("Callum Reid from EMA was there; Callum agreed to send the template.", "EMA"),
    ],
)
def test_whose_people_are_meant_in_notes_of_ones_own(sentence, owner):
    assert [ask[0] for ask in read(sentence, OURS)] == [(owner,)]


def test_a_unit_of_the_commission_is_the_commission():
    note = NOTE.replace("European Medicines Agency (EMA)", "European Commission (EC)").replace("EMA", "EC")

    assert read("D.1 will send the list.", note) == [(("EC",), "committed", "None")]


def test_a_unit_of_a_directorate_is_the_directorate_where_that_is_what_met():
    note = """Back-to-office note: meeting of DG SANTE with the Alliance for Regenerative Medicine (ARM), 8 May 2025

1. Pipeline

SANTE asked about the pipeline. SANTE explained the reform.

2. Follow-up

- D1 to prepare a short note by 28 June 2025.
"""

    assert [item.owner for item in drafted(note).actions] == [("DG SANTE",)]


def test_a_table_is_known_by_what_stands_in_it():
    rows = """Pending matter                          In whose hands        Latest            Remark
Draft a template for import permits     EMA (Licensing)       30.11.2025        new
Poll members on incidents               ARM                   end of Q3 2025    running
Translate the glossary                  ARM                   –                 settled on 4 May
"""

    assert read(rows) == [(("EMA",), "committed", "2025-11-30"), (("ARM",), "committed", "2025-09-30")]


def test_a_row_that_names_nobody_and_no_day_is_no_ask():
    rows = """| Type | Content | Who | Until |
|---|---|---|---|
| I | The trend is stable. | - | - |
| T | Send the figures | ARM | 30.06.2025 |
| R | EMA to ARM: hand in the assessment with the application | ARM | - |
"""

    assert [(owner, strength) for owner, strength, _ in read(rows)] == [
        (("ARM",), "committed"),
        (("ARM",), "requested"),
    ]


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("AWP 26(02)", "AWP 26(02)"),
        ("Meeting note ORI-RA-MN-25-03", "ORI-RA-MN-25-03"),
        ("Record No. DPAT-08/2025, status 01.04.2025", "DPAT-08/2025"),
        ("Gesch.-Z.: F2-7411.12/25", "F2-7411.12/25"),
        ("Bonn                          No. SA-2025-0733", "SA-2025-0733"),
        ("Published 9 July 2025 | D25-1184302", "D25-1184302"),
    ],
)
def test_a_code_that_stands_alone_is_the_reference(line, reference):
    assert drafted(f"{line}\n\n{NOTE.format('The end.')}").meeting.reference == reference


@pytest.mark.parametrize(
    ("head", "met", "printed"),
    [
        ("Draft 2 – 9 February 2026\nHeld on Wednesday 14 January 2026", "2026-01-14", "2026-02-09"),
        ("Meeting statement, meeting 7 – 19 June 2025", "2025-06-19", "2025-06-19"),
        ("Saint-Denis, 2 October 2025\nPublished on 24 October 2025", "2025-10-02", "2025-10-24"),
        ("Meeting: Tuesday 7 October 2025, Bonn\nNote of: 9 October 2025", "2025-10-07", "2025-10-09"),
        ("Tues 11 Feb 2025, 14:00, Teams. Typed up 12 Feb 2025.", "2025-02-11", "2025-02-12"),
    ],
)
def test_the_day_of_the_meeting_and_of_the_document_are_kept_apart(head, met, printed):
    text = NOTE.replace(", 8 May 2025", "").format("The end.")
    meeting = drafted(text.replace("\n\n1. Opening", f"\n\n{head}\n\n1. Opening")).meeting

    assert (str(meeting.date), str(meeting.document_date)) == (met, printed)


def test_the_footer_of_a_page_says_the_day_of_the_document():
    page = """<html><body><main><h1>Record of the meeting of the European Medicines Agency (EMA) and the
    Alliance for Regenerative Medicine (ARM), 8 May 2025</h1><p>ARM will send the list.</p></main>
    <footer><p>Date modified: 2025-06-04</p></footer></body></html>"""
    meeting = drafted(page, "note.html").meeting

    assert (str(meeting.date), str(meeting.document_date)) == ("2025-05-08", "2025-06-04")


@pytest.mark.parametrize(
    "sentence", ["The EMA offered a meeting in autumn.", "ARM offered two member sites for the pilot."]
)
def test_an_offer_that_nobody_took_up_is_possible(sentence: str) -> None:
    draft = drafted(NOTE.format(sentence))
    assert [item.evidence for item in draft.possible] == [sentence.rstrip(".")]
    assert "an offer, which nobody took up" in draft.possible[0].why
    assert not draft.actions


@pytest.mark.parametrize(
    "sentence",
    [
        "The revised template will apply to requests received from 1 October 2025.",
        "Sponsors most often criticise requests on the same point from the Agency.",
        "Some companies were requested to upload several thousand pages.",
        "Other authorities have in the past invited applicants to share their reports.",
        "The EMA has for some years encouraged sponsors to signal their filing dates.",
        "The European Commission had in May invited applicants to express an interest.",
        "ARM was asked to provide slides and did so on 10 April 2025.",
        "ARM asked the Minister in February to keep them.",
        "ARM encourages its members to share their briefing documents.",
        "ARM would like the EMA to visit a site one day.",
        "In this scheme, sponsors are expected to keep their number for the whole of the development.",
        "The experts were reminded to leave the room for any item in which they have an interest.",
        "The EMA will move parts of its unit to a new building in December.",
        "ARM asked for the consultation to be aligned with that of its partners.",
        "The EMA is looking to add four areas to its horizon scanning reports by the end of 2026.",
    ],
)
def test_a_noun_that_looks_like_a_verb_is_no_ask(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize("bullet", "•▪–\uf0b7\uf0a7\uf0d8")
def test_a_bullet_of_any_font_is_no_word(bullet: str) -> None:
    note = NOTE.format(f"{bullet} A draft will be released by the EMA in June 2025.\n{bullet} ARM will send a list.")
    assert [item.evidence for item in drafted(note).actions] == [
        "A draft will be released by the EMA in June 2025",
        "ARM will send a list",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The EMA will look into the legal side of such stays.",
        "The EMA will examine whether remote verification can be covered in its guidance.",
        "The EMA offered to look at the assay protocol informally.",
        "The EMA agreed to continue the exchange with ARM.",
    ],
)
def test_to_look_into_something_particular_is_an_action(sentence: str) -> None:
    assert [owner for owner, *_ in read(sentence)] == [("EMA",)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The EMA will look into this.",
        "The EMA will examine the request.",
        "The EMA promised to look at the paper.",
        "The EMA will look into the possibility of a second session.",
        "The EMA will consider whether the pages can be merged.",
        "The EMA will continue the exchange with ARM.",
    ],
)
def test_to_look_into_nothing_in_particular_is_only_possible(sentence: str) -> None:
    draft = drafted(NOTE.format(sentence))
    assert not draft.actions
    assert [item.why for item in draft.possible] == ["too weak to count on"]


def test_a_heading_in_capitals_may_hold_a_colon_and_a_year():
    note = NOTE.replace("2. Pipeline", "NATIONAL ADVICE: FIGURES FOR 2025").replace(
        "1. Opening", "OPENING OF THE MEETING"
    )
    draft = drafted(note.format("The EMA gave the figures of the year, of which there were many, to all who had come."))

    assert [topic.title for topic in draft.topics] == ["NATIONAL ADVICE: FIGURES FOR 2025"]


def test_a_call_that_was_put_in_the_diary_is_the_next_meeting():
    draft = drafted(NOTE.format("A follow-up call has been put in the diary for 27 January 2026."))

    assert str(draft.meeting.next_meeting) == "2026-01-27"


@pytest.mark.parametrize(
    ("set_as", "number"), [("TOP 2  Pipeline", "2"), ("Topic B. Pipeline", "B"), ("Item 2. Pipeline", "2")]
)
def test_a_heading_may_say_that_it_is_one(set_as: str, number: str):
    first = set_as.replace("Pipeline", "Opening").replace("2", "1").replace("B", "A")
    note = NOTE.replace("1. Opening", first).replace("2. Pipeline", set_as)
    note = note.replace(
        "welcomed the delegation.", "welcomed the delegation, and all of its members, to the third bilateral."
    )
    topics = drafted(
        note.format("The EMA gave the figures of the year, of which there were many, to all who came.")
    ).topics

    assert [(topic.number, topic.title) for topic in topics][-1] == (number, "Pipeline")
