"""Whom the words of minutes mean: people, parts of an organisation, pronouns, and groups that were named a moment before."""

import pytest

from engtrack.intake.names import guess_kind
from tests.intake.reading import HIGHLIGHTS, asks, drafted

PLATFORM = """Minutes of the platform meeting of the European Medicines Agency (EMA) with industry

3 June 2025, Amsterdam

Present
European Medicines Agency (EMA): N. Lindgren (chair), Dr Sara El Idrissi, May Brandt
Nordic Vaccines Association (NVA): Samuel Hartmann, Priya Castell, Ann Field, Scientific Committee
bio.example.be (bio.be): M. Dubois
Kestrel Ophthalmics AB (Kestrel): Ida Brok

1. Reports

{}

2. End

The meeting ended at noon. Kestrel thanked everybody. NVA and Kestrel had come by train.
"""


def owners(sentences: str) -> list[tuple[str, ...]]:
    draft = drafted(PLATFORM.format(sentences), "minutes.txt")
    return [item.owner for item in draft.actions]


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("N. Lindgren will send the slides.", "EMA"),
        ("Dr El Idrissi undertook to send the slides.", "EMA"),
        ("Samuel will send the slides.", "NVA"),
        ("Sam will send the slides.", "NVA"),
        ("Castell offered to send the slides.", "NVA"),
        ("The Scientific Committee is to send the slides.", "NVA"),
        ("bio.be is requested to send the slides.", "bio.be"),
        ("Kestrel was asked to send the slides.", "Kestrel"),
    ],
)
def test_people_and_bodies_of_the_list_of_those_present_stand_for_their_organisation(sentence, owner):
    assert owners(sentence) == [(owner,)]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("NVA showed its survey. The association was asked to repeat it.", [("NVA",)]),
        ("EMA thanked NVA for the survey and invited it to repeat the survey in May.", [("NVA",)]),
        ("EMA asked NVA to repeat the survey. They were also encouraged to publish it.", [("NVA",), ("NVA",)]),
        ("NVA showed its survey. Its members were encouraged to answer it.", [("NVA",)]),
        ("NVA presented a survey. Both sides agreed to discuss it in May.", [("EMA", "NVA")]),
        ("Companies represented by NVA were encouraged to answer the survey.", [("NVA",)]),
        ("Members of NVA that intend to file this year were asked to inform EMA by 1 July 2025.", [("NVA",)]),
        ("EMA encouraged members of NVA that plan to file to send a letter.", [("NVA",)]),
        ("On the basis of the survey EMA will draft a paper.", [("EMA",)]),
        ("By the end of 2025 EMA will publish a paper.", [("EMA",)]),
        ("NVA plans to present its data in May and will inform EMA of the day.", [("NVA",)]),
        ("NVA showed its survey. EMA was pleased. Its members were encouraged to answer it.", [("NVA",)]),
        ("The Agency thanked NVA for the survey, asked it to repeat the survey and closed.", [("NVA",)]),
        ("A list is still with NVA, which will send it in May.", [("NVA",)]),
        ("NVA showed a plan, which EMA and Kestrel agreed to review.", [("EMA", "Kestrel")]),
        ("NVA encouraged the other associations to answer.", [("bio.be",)]),
        ("NVA showed its survey. Each association was asked to answer it.", [("NVA", "bio.be")]),
        ("Further details will be announced later.", [("EMA",)]),
        ("The four organisations agreed to meet in May.", [("EMA", "NVA", "bio.be", "Kestrel")]),
        ("Each association should name a colleague by 30 June 2025.", [("NVA", "bio.be")]),
        ("EMA will examine the list and present a proposal in May.", [("EMA",)]),
        ("Interested members are invited to write to the secretariat.", [("NVA", "bio.be", "Kestrel")]),
        ("NVA asks to receive the list in May.", [("EMA",)]),
        ("NVA will revise its advice request form in March and invited EMA to comment.", [("NVA",), ("EMA",)]),
    ],
)
def test_whoever_was_spoken_of_last_is_meant(sentences, expected):
    assert owners(sentences)[-len(expected) :] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "EMA recalled that marketing authorisation holders will be obliged to keep a plan.",
        "EMA said that it has no plans to join the pilot.",
        "The Agency expects sponsors to follow the guideline.",
        "EMA described a study in which NVA was asked to take part.",
        "NVA intends to grow by a third.",
        "[x] Samuel to send the slides.",
        "Field work is to start in May.",
        "Please note that the room is small.",
        "EMA will examine the request.",
        "All applications are required to contain an assessment.",
        "NVA may be late. May will bring the answer.",
        "Ann Field's successor will take up duty in May.",
    ],
)
def test_what_only_sounds_like_an_ask_is_none(sentence):
    assert owners(sentence) == []


def test_what_both_sides_will_do_is_agreed():
    draft = drafted(PLATFORM.format("EMA and NVA will draft a paper."), "minutes.txt")

    assert [(item.owner, item.strength) for item in draft.actions] == [(("EMA", "NVA"), "agreed")]


def test_a_passive_promise_is_kept_by_its_agent_or_by_the_agency_that_publishes():
    assert owners("The form will be amended by the licensing sector by 1 July 2025.") == [("EMA",)]
    assert owners("The report is in draft and will be posted shortly.") == [("EMA",)]
    assert owners("An answer will be provided by NVA.") == [("NVA",)]


def test_an_action_that_stands_after_its_owner_and_a_colon_is_theirs():
    assert owners("Action NVA: send the slides by 1 July 2025.") == [("NVA",)]
    assert owners("Action point (EMA): publish the slides.") == [("EMA",)]


NOTES = """# NVA notes: meeting with the European Medicines Agency (EMA)

*Notes by the NVA secretariat, 9 June 2025*

- **Date:** 3 June 2025
- **European Medicines Agency (EMA):** two colleagues
- **Nordic Vaccines Association (NVA):** secretariat

## One

- We asked for a date.
- They promised to come back to us.
- The secretariat will collect figures.

## To do

- [x] Slides sent
- [ ] Brief the board by 1 July 2025 (Tom)
"""


def test_in_notes_of_one_side_they_are_the_other_side_and_a_box_is_our_own():
    draft = drafted(NOTES, "notes.md")

    assert [(item.owner, item.text) for item in draft.actions] == [
        (("EMA",), "Come back to us"),
        (("NVA",), "Collect figures"),
        (("NVA",), "Brief the board by 1 July 2025"),
    ]
    assert (str(draft.meeting.date), str(draft.meeting.document_date)) == ("2025-06-03", "2025-06-09")


LETTER = """European Medicines Agency
Amsterdam, 9 June 2025

Subject: Meeting with the Nordic Vaccines Association (NVA), 3 June 2025

Dear Dr Castell,

Thank you for receiving us at the Nordic Vaccines Association (NVA) on 3 June 2025. {}

Yours sincerely
"""


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("May I ask you to let us have the list?", ("NVA",)),
        ("I should be grateful if you would announce the call.", ("NVA",)),
        ("Would you please return the form?", ("NVA",)),
        ("I promised to put you in touch with colleagues.", ("EMA",)),
        ("We encouraged your members to send their comments.", ("NVA",)),
        ("Together we agreed to hold a webinar in May.", ("EMA", "NVA")),
        ("Our statistician will send the code.", ("EMA",)),
        ("Your colleague from the quality section offered to send the code.", ("NVA",)),
        ("Could you let us have the protocol before May?", ("NVA",)),
        ("We agreed to run a session together.", ("EMA", "NVA")),
        ("Our Gene Editing Task Force was invited to come back.", ("EMA",)),
        ("Your head of regulatory affairs will send the list.", ("NVA",)),
    ],
)
def test_in_a_letter_you_are_who_it_is_written_to(sentence, owner):
    draft = drafted(LETTER.format(sentence), "letter.txt")

    assert [item.owner for item in draft.actions] == [owner]


ADVICE = """File note

Company:   Lindmark Ophthalmics AB ("Lindmark")
Agency:    Swedish Medical Products Agency (MPA)
Meeting:   National scientific advice, 4 November 2025
Written by: E. Sandahl, Regulatory Affairs, 10 November 2025

1. Quality

{}

2. End

Lindmark was content. We thanked the MPA.
"""


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("Lindmark should, however, discuss the signal in the brochure.", [("Lindmark",)]),
        ("The MPA has undertaken to ask its device unit.", [("MPA",)]),
        ("The MPA requested a short overview of the controls.", [("Lindmark",)]),
        ("Clinical Operations to obtain a second offer by 5 December 2025.", [("Lindmark",)]),
        ("I will send the summary to the Board.", [("Lindmark",)]),
        ("We requested clarification of one point.", []),
        ("Henrik will draft a description.", [("Lindmark",)]),
        ("Europe will draft a description. Companies in Europe wait for it.", []),
        ("They want us to document the algorithm.", [("Lindmark",)]),
        ("The MPA asked for a floor plan of the site.", [("Lindmark",)]),
        ("The report was short and should be added to the file.", [("Lindmark",)]),
        ("We still need to send the list.", [("Lindmark",)]),
        ("The MPA advised that it has no such procedure.", []),
        ("The package should include a description of the limit of detection.", [("Lindmark",)]),
        ("Interesting to hear what others do.", []),
        ("According to them, the exemption is to stay.", []),
        ("Biostatistics will run a count by 31 October 2025.", [("Lindmark",)]),
        ("Health Economics is to rebuild the model.", [("Lindmark",)]),
    ],
)
def test_a_company_is_called_by_its_first_word_and_its_notes_speak_of_its_own_people(sentence, owners):
    draft = drafted(ADVICE.format(sentence), "note.txt")

    assert [item.owner for item in draft.actions] == owners
    assert {item.key for item in draft.meeting.stakeholders} == {"MPA", "Lindmark"}


def test_the_form_in_which_anything_is_submitted_is_no_action():
    sentence = "All applications must be submitted in electronic common technical document format."
    assert drafted(ADVICE.format(sentence), "note.txt").actions == ()


def test_what_should_be_done_in_advice_to_one_company_is_its_action():
    sentence = "Integration analysis should be included in the final report."
    advice = drafted(ADVICE.format(sentence), "note.txt")

    assert [(item.owner, item.text) for item in advice.actions] == [
        (("Lindmark",), "Include integration analysis in the final report")
    ]
    assert owners(sentence) == []


def test_a_company_that_writes_a_letter_asks_the_agency_and_is_called_by_its_first_word():
    text = (
        "Corvane Harbour Ltd\nLeeds, 9 June 2025\n\nSubject: Our meeting with the Medicines and Healthcare products Regulatory "
        "Agency (MHRA), 3 June 2025\n\nDear Dr Castell,\n\nCorvane is grateful to the MHRA for the meeting of 3 June 2025. We spoke of "
        "stability. Would you please return the form? Corvane will send its plan.\n\nYours sincerely\n"
    )
    draft = drafted(text, "letter.txt")

    assert [item.owner for item in draft.actions] == [("MHRA",), ("Corvane",)]


COMMISSION = """Ref. Ares(2025)7714203 - 30/09/2025

EUROPEAN COMMISSION
DIRECTORATE-GENERAL FOR HEALTH AND FOOD SAFETY

Subject: Meeting with NVA on vaccines
Date of the meeting: 23/09/2025, Brussels
Participants: Nordic Vaccines Association (NVA); Directorate-General for Health and Food Safety (SANTE)

1. Vaccines

NVA presented its paper. SANTE explained the package. {} SANTE will send the list.

2. End

NVA thanked SANTE.
"""


@pytest.mark.parametrize(
    ("sentence", "key"), [("", "SANTE"), ("The Commission welcomed it. The Commission has no date yet.", "EC")]
)
def test_a_directorate_is_the_party_where_its_agency_never_speaks(sentence, key):
    draft = drafted(COMMISSION.format(sentence), "note.txt")

    assert [item.owner for item in draft.actions] == [(key,)]
    assert {item.key for item in draft.meeting.stakeholders} == {key, "NVA"}


def test_the_group_whose_meeting_it_is_is_no_party_beside_its_members():
    text = (
        "# TGA Regenerative Medicine Working Group (RMWG)\n\nThe Therapeutic Goods Administration (TGA) hosted the group on 3 June 2025. "
        "AusBiotech and Medicines Australia were represented.\n\n## One\n\nMembers were asked to send topics.\n\n## Two\n\nIt ended.\n"
    )
    draft = drafted(text, "statement.md")

    assert {item.key for item in draft.meeting.stakeholders} == {"TGA", "AusBiotech", "Medicines Australia"}
    assert [set(item.owner) for item in draft.actions] == [{"AusBiotech", "Medicines Australia"}]


def test_a_table_of_items_says_who_is_responsible_for_each():
    table = "No. | Item | Responsible | Due date\n--- | --- | --- | ---\n1 | Send the list | NVA | 3 July 2025\n"
    draft = drafted(PLATFORM.format(f"It was long.\n\n{table}"), "minutes.txt")

    assert [(item.owner, item.text, str(item.due)) for item in draft.actions] == [
        (("NVA",), "Send the list", "2025-07-03")
    ]


BEACON = """OFFICIAL

Note – MHRA and Gene Therapy Beacon quarterly meeting

10.30 – 12.30, Tuesday 4 November 2025
Leeds and by video

Circulated: 18 November 2025

Present
Medicines and Healthcare products Regulatory Agency (MHRA): Deputy Director, Innovation; Policy Lead
Gene Therapy Beacon (GT Beacon): Chief Clinical Officer; Manufacturing Lead

Item 1: Actions from the last meeting

1.1 The Policy Lead offered to speak at the winter school of the Beacon, which takes place in Leeds for the third time this year.

Item 2: Manufacture

2.1 The Beacon was asked to confirm the date of its winter school, and the Manufacturing Lead will send the programme to all by post.

Item 3: Close

3.1 The meeting closed at noon and everybody thanked the Beacon for its hospitality and for the coffee, which was better than usual.
"""


def test_a_note_under_a_marking_has_its_days_its_items_and_the_roles_of_those_present():
    draft = drafted(BEACON, "note.txt")

    assert draft.meeting.title == "Note – MHRA and Gene Therapy Beacon quarterly meeting"
    assert (str(draft.meeting.date), str(draft.meeting.document_date)) == ("2025-11-04", "2025-11-18")
    assert [(topic.number, topic.title) for topic in draft.topics] == [
        ("1", "Actions from the last meeting"),
        ("2", "Manufacture"),
        ("3", "Close"),
    ]
    assert [item.owner for item in draft.actions] == [("MHRA",), ("GT Beacon",), ("GT Beacon",)]


def test_all_whom_the_opening_lists_as_having_met_have_met():
    text = (
        "Highlights of the platform\n18 November 2025\n\nThis document is about the meeting of the European Medicines Agency (EMA) with the "
        "Nordic Vaccines Association (NVA), the Gene Alliance (GA) and the Plasma Council (PC).\n\n1. One\n\nThe associations were asked to "
        "send topics.\n\n2. Two\n\nIt ended.\n"
    )
    draft = drafted(text, "highlights.txt")

    assert {item.key for item in draft.meeting.stakeholders} == {"EMA", "NVA", "GA", "PC"}
    assert [set(item.owner) for item in draft.actions] == [{"NVA", "GA", "PC"}]


def test_an_organisation_spelt_in_capitals_is_named_so():
    text = HIGHLIGHTS.replace("The EMA will publish", "BFARM will publish")
    assert (("BFARM",), "committed") in [ask[:2] for ask in asks(text.encode(), "capitals.txt")]


def test_a_group_on_health_technology_assessment_is_no_association():
    assert guess_kind("Member State Coordination Group on HTA") == "hta"
    assert guess_kind("European Federation of Pharmaceutical Industries") == "association"


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("ARM: Supply a table of failures.", "ARM"),
        ("EMA: Notify the project manager of any difference.", "EMA"),
        ("ARM – Forward the list of sites", "ARM"),
    ],
)
def test_a_line_below_action_items_is_for_whom_it_begins_with(line, owner):
    listed = f"{HIGHLIGHTS}\nAction items\n\n{line}\n"
    assert [ask[:2] for ask in asks(listed.encode(), "text.txt")][2:] == [((owner,), "committed")]
    assert len(asks(listed.replace("Action items", "Statements").encode(), "text.txt")) == 2
    assert len(asks(listed.replace(line, "ARM: Views on the guideline").encode(), "text.txt")) == 2


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("One of the assessors offered to send the slides.", ("EMA",)),
        ("Members of the platform were asked to send their slides.", ("NVA", "bio.be", "Kestrel")),
        ("All three organisations were invited to send their slides.", ("NVA", "bio.be", "Kestrel")),
        ("The association representatives were asked to send their slides.", ("NVA", "bio.be")),
        ("The industry associations were asked to send their slides.", ("NVA", "bio.be")),
        ("The sector was asked to send its slides.", ("NVA", "bio.be", "Kestrel")),
        ("The secretary will send the slides.", ("EMA",)),
    ],
)
def test_several_are_meant_by_what_they_have_in_common(sentence, owner):
    assert owners(sentence) == [owner]


HOSPITAL_NOTES = """MEETING NOTES

AEMPS – IIS Turia: cells for lupus
Madrid, 6 March 2025

Who was there
- Spanish Agency of Medicines and Medical Devices (AEMPS): innovation office, one inspector
- Instituto de Investigación Sanitaria Turia (IIS Turia): principal investigator, trial unit, ourselves

Background
- We had a meeting with the EMA in October 2023.

Other follow-up
- AEMPS asked us to name a single contact person.
- Trial unit will upload Part I of the dossier by 15 May 2025.
- The innovation office will check the fee.
- Clinical Operations will draft the protocol.
- AEMPS requested that we extend the observation of the B cells.
"""


def test_who_was_asked_writes_the_notes_whoever_stands_first_in_their_title():
    draft = drafted(HOSPITAL_NOTES, "notes.txt")

    assert [item.key for item in draft.meeting.stakeholders] == ["AEMPS", "IIS Turia"]
    assert [item.owner for item in draft.actions] == [
        ("IIS Turia",),
        ("IIS Turia",),
        ("AEMPS",),
        ("IIS Turia",),
        ("IIS Turia",),
    ]


TO_A_COMPANY = """Agenzia Italiana del Farmaco
Rome, 10 October 2025

To: Officina Genica S.r.l.
Subject: Meeting on OG-17 of 30 September 2025

Dear Dr Morandi,

The Agenzia Italiana del Farmaco (AIFA) thanks you for the meeting.

We kindly ask you to send the batch data by 15 November 2025. AIFA will send the signed minutes.
"""


def test_the_company_that_a_letter_goes_to_has_met():
    draft = drafted(TO_A_COMPANY, "letter.txt")

    assert [item.key for item in draft.meeting.stakeholders] == ["AIFA", "Officina Genica"]
    assert [item.owner for item in draft.actions] == [("Officina Genica",), ("AIFA",)]


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("PQA (Plasma Quality Association) and SÚKL took part and spoke.", ["EMA", "SÚKL", "PQA"]),
        (
            "The EMA met EFPIA. Halden Cells, Inc. (Sponsor) was named; the Sponsor asked, and the Sponsor agreed.",
            ["EMA", "EFPIA"],
        ),
        ("The EMA met EFPIA and EUCOPE. Apologies had been received from EUCOPE.", ["EMA", "EFPIA"]),
        (
            "The EMA met AnimalHealthWest, Access VetWest and the Federation of Vets (FOV).",
            ["EMA", "AnimalHealthWest", "Access VetWest", "FOV"],
        ),
        ("The EMA met EFPIA and EUCOPE. The chair regretted that EUCOPE could not attend.", ["EMA", "EFPIA"]),
        (
            "The EMA met EFPIA. A link is on the HMA website, and the slides are in the HMA website too.",
            ["EMA", "EFPIA"],
        ),
    ],
)
def test_who_is_seen_to_have_met(sentence, keys):
    text = f"""Highlights of a meeting

3 June 2025

1. Opening

The European Medicines Agency (EMA) spoke. {sentence}

2. End

The meeting ended at noon.
"""
    assert [item.key for item in drafted(text, "highlights.txt").meeting.stakeholders] == keys


def test_who_is_written_to_does_not_write_where_the_letter_has_no_letterhead():
    letter = TO_A_COMPANY.replace("Agenzia Italiana del Farmaco\nRome", "Rome").replace(
        "To:", "By post\nUrgent\n\nOffice 7\nRome\n\nTo:"
    )
    letter = letter.replace("AIFA will send", "We will send")
    assert [item.owner for item in drafted(letter, "letter.txt").actions] == [("Officina Genica",), ("AIFA",)]


def test_a_part_of_an_agency_in_brackets_is_nobody_of_the_next_in_the_list():
    text = """# Focus group on printing

Taking part: the European Medicines Agency (EMA) with its Quality Innovation Group (QIG); the European Federation (EFPIA)

## Control

The QIG will clarify the certificate. EFPIA will send the figures.
"""
    assert [item.owner for item in drafted(text, "group.md").actions] == [("EMA",), ("EFPIA",)]


def test_who_has_members_writes_though_the_agency_stands_first():
    notes = """# Report of the first EMA – BEAM meeting

*27 January 2026. Report published on 5 February 2026*

The European Medicines Agency (EMA) received the BEAM Alliance (BEAM). Nine of our members travelled.

## Money

- Our secretariat will upload the slides.
- Members with a product in scope are asked to fill in the form.
- EMA encouraged the remaining thirty to apply for a fee waiver.
"""
    draft = drafted(notes, "notes.md")

    assert [item.owner for item in draft.actions] == [("BEAM",), ("BEAM",), ("BEAM",)]
    assert str(draft.meeting.date) == "2026-01-27"


def test_a_company_that_only_the_addressees_of_its_memo_name_has_met():
    memo = """INTERNAL MEMO

To: Scientific board of Virelo SAS
From: Camille, regulatory
Date: 11 March 2025
Re: Advice meeting with ANSM, 4 March 2025

The Agence nationale (ANSM) asked us to lower the limit. Virelo was represented by Thomas. I will fill in the form.
"""
    draft = drafted(memo, "memo.txt")

    assert [item.key for item in draft.meeting.stakeholders] == ["ANSM", "Virelo"]
    assert [item.owner for item in draft.actions] == [("Virelo",), ("Virelo",)]


def test_the_chair_in_brackets_is_no_organisation():
    text = HIGHLIGHTS.replace("1. Opening", "Present: Office of Vaccines Directorate (Chair)\n\n1. Opening").replace(
        "The EMA will", "The Chair spoke. The Chair noted it. The Chair closed. The EMA will"
    )
    assert [item.key for item in drafted(text, "text.txt").meeting.stakeholders] == ["EMA", "ARM"]


def test_a_company_that_only_a_sentence_names_has_met_and_writes():
    note = """Note on our meeting with the MHRA

Date: 3 June 2025

Background

Halden Cells Ltd makes cells. We met the Medicines and Healthcare products Regulatory Agency (MHRA).

What was said

MHRA asked Halden to send the batch data. MHRA thanked Halden. We shall file a request for a meeting.
"""
    draft = drafted(note, "note.txt")

    assert [item.key for item in draft.meeting.stakeholders] == ["MHRA", "Halden"]
    assert [item.owner for item in draft.actions] == [("Halden",), ("Halden",)]


PARTNERS = """Report of the meeting of the GMP Inspectors Working Group with interested parties

Held in Amsterdam on 22 May 2024

Organisations represented
  European Medicines Agency (EMA), with inspectors
  Heads of Medicines Agencies (HMA), represented by the chair of the CMDh
  European Industrial Pharmacists Group (EIPG)
  International Society for Pharmaceutical Engineering (ISPE)
  Active Pharmaceutical Ingredients Committee (APIC)
  Apologies: PDA Europe

I. Introduction

The Chair welcomed the representatives.

II. Annex

{}

III. Closing

The meeting closed.
"""


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("The CMDh will ask national agencies for figures.", ("HMA",)),
        ("The working group agreed to clarify its wording.", ("EMA",)),
        ("EMA asked its three partners to designate one member each.", ("APIC", "EIPG", "ISPE")),
    ],
)
def test_a_group_of_the_agency_and_its_partners_are_known_by_what_they_are(sentence, owner):
    draft = drafted(PARTNERS.format(sentence), "report.txt")

    assert {item.key for item in draft.meeting.stakeholders} == {"EMA", "HMA", "EIPG", "ISPE", "APIC"}
    assert [tuple(sorted(action.owner)) for action in draft.actions] == [owner]


LIAISON = """MHRA / BIA Liaison Meeting
MINUTES (final, agreed by both sides on 2 March 2026)

Date:		Thursday 5 February 2026, 10:00 to 12:15
Paper:		MHRA-BIA 26(01)

Present for the Medicines and Healthcare products Regulatory Agency (MHRA)
Dr Fiona Garrick (Chair)	Interim Deputy Director
Sam Oyelaran	Head of Clinical Trials

Present for the UK BioIndustry Association (BIA)
Charlotte Amies	Director of Regulatory Affairs
Dr Neil Hath	Chair, Advisory Committee

1	Welcome

Ms Amies reported on the survey. {}

2	Close

The meeting closed.
"""


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("Dr Hath undertook to convene a reading group.", ("BIA",)),
        ("Mr Oyelaran asked that she put the passages in writing.", ("BIA",)),
        ("Members with a trial that straddles the date are advised to speak to their assessor.", ("BIA",)),
        ("It was agreed that Sam Oyelaran would send the slides.", ("MHRA",)),
    ],
)
def test_those_who_are_listed_below_their_organisation_are_its_people(sentence, owner):
    draft = drafted(LIAISON.format(sentence), "minutes.txt")

    assert [action.owner for action in draft.actions] == [owner]
    assert (draft.meeting.title, str(draft.meeting.date)) == ("MHRA / BIA Liaison Meeting", "2026-02-05")
    assert draft.meeting.reference == "MHRA-BIA 26(01)"


PARTIES = """# Innovation Task Force briefing meeting with the LIVRA consortium

**Date:** 27 January 2026

| Party | Represented by |
|---|---|
| European Medicines Agency (EMA) | ITF secretariat; experts in quality |
| Spanish Agency of Medicines and Medical Devices (AEMPS) | innovation office |
| LIVRA consortium (LIVRA) | coordinator; work package leaders |

## 1. QUESTION 1: THE PRODUCT

LIVRA plans a Biologics License Application (BLA). {}

## 2. Close

LIVRA thanked EMA.
"""


def test_a_table_of_parties_says_who_met_and_an_application_is_no_party():
    draft = drafted(PARTIES.format("The Innovation Office will send a list to LIVRA."), "minutes.md")
    meeting = draft.meeting

    assert "MHRA" not in [key for action in draft.actions for key in action.owner]
    assert {item.key for item in meeting.stakeholders} == {"EMA", "AEMPS", "LIVRA"}
    assert meeting.kind == "briefing"


def test_the_consortium_that_a_title_names_has_met():
    text = PARTIES[: PARTIES.index("| Party")] + PARTIES[PARTIES.index("## 1.") :]
    met = drafted(
        text.format("The European Medicines Agency (EMA) invited LIVRA to write."), "minutes.md"
    ).meeting.stakeholders

    assert {item.key for item in met} == {"EMA", "LIVRA"}


def test_nobody_asks_their_own():
    sentence = "EMA gave its view, and it invited the assessor to come to Madrid."
    (action,) = drafted(PARTIES.format(sentence), "minutes.md").actions

    assert "EMA" not in action.owner


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Memorandum of the Pre-BLA meeting with Halvern", "pre-submission"),
        ("Record of the SME briefing meeting with Halvern", "briefing"),
        ("Report of the Listen and Learn Focus Group with Halvern", "workshop"),
        ("Memorandum of the pre-IND meeting with Halvern", "scientific advice"),
    ],
)
def test_the_kind_of_a_meeting_is_read_from_its_title(title, kind):
    text = f"{title}\n\n8 May 2025\n\nPresent: European Medicines Agency (EMA); Halvern Ltd (Halvern)\n\n1. Opening\n\nEMA welcomed Halvern.\n\n2. Close\n\nThe meeting closed.\n"

    assert drafted(text).meeting.kind == kind


def test_an_agency_that_acts_has_met_though_the_title_names_its_centre():
    text = """Highlights of the CBER - Plasma Group (APTG) meeting

May 8, 2025

1. Opening

The FDA met the Plasma Group (APTG). CBER gave an update.

2. Calls

FDA asked APTG to send dates. FDA will send a list. FDA agreed to hold a call. FDA noted the time. FDA thanked APTG.
"""
    assert {item.key for item in drafted(text, "highlights.txt").meeting.stakeholders} == {"FDA", "APTG"}


@pytest.mark.parametrize("who", ["spokesperson", "device engineer"])
def test_a_role_in_small_letters_is_of_the_side_that_lists_it(who):
    text = f"""Record of the advice meeting of the Paul-Ehrlich-Institut with the Gene Therapy Network

Date: 12 May 2025
On the part of the Paul-Ehrlich-Institut (PEI): Innovation Office; biostatistics
On the part of the Gene Therapy Network (GTN): spokesperson; device engineer; leader

I. Remarks

PEI welcomed GTN.

II. Next steps

The {who} will send the drawings by 30 June 2025.
"""
    assert [action.owner for action in drafted(text, "record.txt").actions] == [("GTN",)]
