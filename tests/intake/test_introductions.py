"""Who met, where an organisation has no acronym: by the lists, the labels and the sentences that say who was there."""

import pytest

from tests.intake.reading import drafted

TOP = """Highlights - bilateral meeting of the European Medicines Agency (EMA) and the Nordic Vaccines Association (NVA)

8 May 2025

"""
BODY = """
1. Reports

NVA presented its work.

2. Next steps

{}
"""


def met(text: str, sentence: str = "The meeting closed at noon.") -> list[str]:
    return [item.key for item in drafted(TOP + text + BODY.format(sentence)).meeting.stakeholders]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Participants:\nEMA: the chair\nNVA: two members\nRare Kidney Network: its coordinator\n", "Rare Kidney Network"),
        ("External: NVA\n          European Union of Plasma Donors: president\n", "European Union of Plasma Donors"),
        ("Manufacturing partner:   Halloran Institute for Gene Medicine\n", "Halloran Institute for Gene Medicine"),
        ("The Nordic Network for Academic Cell Manufacturing took part for the first time.\n", "Nordic Network for Academic Cell Manufacturing"),
        ("NVA brought along Cystinosis Families UK, the charity with which it ran a study.\n", "Cystinosis Families UK"),
        ("Industry was represented by NVA and by Thérapie Atlantique SAS, a young company.\n", "Thérapie Atlantique"),
        ("Organisations represented: EMA; NVA; Nurses for Safe Medication (NSM)\n", "NSM"),
        ("Members attending: EMA; NVA; Pro Genetica (umbrella organisation of patients with genetic diseases).\n", "Pro Genetica"),
        ("The ReMuscle consortium (ReMuscle) had asked for the meeting. ReMuscle was welcomed.\n", "ReMuscle"),
        ("NVA and the association of Swiss university hospitals (unimedsuisse) took part.\n", "unimedsuisse"),
    ],
)  # fmt: skip
def test_who_was_there_by_name_alone_has_met(text, key):
    assert key in met(text)


@pytest.mark.parametrize(
    "text",
    [
        "The European Union and Switzerland met the requirements.\n",
        "NVA, a spin-out of the University of Galway, took part.\n",
        "Participants:\nEMA: the chair\nNVA: two members\nRegrets: Rare Kidney Network\n",
        "Industry was represented by NVA; the Rare Kidney Network had sent apologies.\n",
        "The Quality Innovation Group took part in a workshop last year.\n",
        "Present:\nHead of the Scientific Advice Office: one person\n",
        "The meeting was hosted in the Human Medicines Division.\n",
    ],
)
def test_what_is_only_named_beside_has_not_met(text):
    assert set(met(text)) == {"EMA", "NVA"}


def test_who_is_in_a_list_of_two_columns_has_met_and_who_is_excused_has_not():
    minutes = """Swissmedic, Swiss Agency for Therapeutic Products

Minutes of the 31st Regulatory Affairs Round Table

Date:        Wednesday, 13 March 2024, 13.30 - 16.00
Place:       Swissmedic, Hallerstrasse 7, Berne

Organisation          Representatives
Swissmedic            B. Aeschlimann, M. Ferrari
Interpharma           D. Meier
scienceindustries     P. Vonlanthen
vips                  S. Morel, T. Graf
Excused               ASSGP

1. Opening

Interpharma presented its work. Interpharma asked about fees. scienceindustries asked about time limits, and scienceindustries agreed.
"""

    assert {item.key for item in drafted(minutes).meeting.stakeholders} == {
        "Swissmedic",
        "Interpharma",
        "scienceindustries",
        "vips",
    }


def test_the_meeting_itself_is_no_party():
    text = (
        TOP.replace("bilateral meeting of", "Nordic Regulators Network: meeting of")
        + "The Nordic Regulators Network took part.\n"
    )

    assert {item.key for item in drafted(text + BODY.format("It closed.")).meeting.stakeholders} == {"EMA", "NVA"}


@pytest.mark.parametrize(
    ("introduction", "sentence", "owner"),
    [
        ("The Nordic Network for Academic Cell Manufacturing took part.", "The Network will send the figures.", "Nordic Network for Academic Cell Manufacturing"),
        ("The Nordic Network for Academic Cell Manufacturing took part.", "The Nordic Network was asked to send the figures.", "Nordic Network for Academic Cell Manufacturing"),
        ("The European Society of Paediatric Pharmacists took part.", "The Society of Paediatric Pharmacists will send the figures.", "European Society of Paediatric Pharmacists"),
        ('The Southern Sterile Suppliers Association, known to everyone as "Three-S", attended.', "Three-S agreed to print the labels.", "Three-S"),
        ("The request had been made by the Universitätsklinikum Rheintal (in the following: the clinic).", "The clinic was asked to send the report.", "Universitätsklinikum Rheintal"),
    ],
)  # fmt: skip
def test_who_has_no_acronym_is_called_by_a_part_of_its_name(introduction, sentence, owner):
    draft = drafted(TOP + introduction + "\n" + BODY.format(sentence))

    assert [item.owner for item in draft.actions] == [(owner,)]


def test_a_letterhead_in_capitals_says_whose_note_it_is():
    note = """BRITISH RARE THERAPIES COUNCIL
Note to members, 8 July 2025

Our bilateral with the MHRA took place on 3 July 2025. The MHRA was well prepared.

Trials

We shall circulate a template to all members. The MHRA asked us to gather cases.
"""
    draft = drafted(note)

    assert {item.key for item in draft.meeting.stakeholders} == {"MHRA", "British Rare Therapies Council"}
    assert {item.owner for item in draft.actions} == {("British Rare Therapies Council",)}


def test_a_directorate_in_the_line_of_its_agency_is_no_party_of_its_own():
    record = """Record of decisions: Health Canada and the Nordic Vaccines Association, May 28, 2025

Participants
Health Canada (HC): Director General (co-chair); Marketed Health Products Directorate (MHPD)
Nordic Vaccines Association (NVA): president

1. Reports

MHPD will send the list of forms to NVA. NVA asked about fees.
"""
    draft = drafted(record)

    assert [item.key for item in draft.meeting.stakeholders] == ["HC", "NVA"]
    assert [item.owner for item in draft.actions] == [("HC",)]


def test_a_note_from_back_to_office_is_of_the_agency_that_it_went_back_to():
    note = """Back-to-office note

Meeting of the Nordic Vaccines Association (NVA) with the European Commission (EC), 8 May 2025

1. Reports

NVA presented its work.

2. Next steps

We will send the list. EC colleagues were content.
"""

    assert [item.owner for item in drafted(note).actions] == [("EC",)]
