"""The reader as a whole: the development set, arbitrary text, and what every item promises."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engtrack.errors import Refused
from engtrack.intake.documents import read_document
from engtrack.intake.draft import read_draft
from engtrack.intake.grammar import grammar
from engtrack.intake.structure import read_structure
from engtrack.routes.catalogue import load_catalogue
from tests.conftest import SEED
from tests.intake.reading import HIGHLIGHTS, asks, drafted
from tests.intake.score import pairs, report

HERE = Path(__file__).parent
DOCUMENTS = [path for folder in ("first", "fresh") for path, _ in pairs(HERE / folder)]


def test_the_development_set_is_read_as_well_as_it_was():
    figures = report([HERE / "first"], verbose=False)

    assert figures["actions F1"] >= 0.95
    assert figures["recommendations F1"] >= 0.90
    for what in ("strength", "due", "date", "document_date", "reference", "stakeholders", "topics"):
        assert figures[what] >= 0.95, what
    assert figures["asks found"] >= 0.98
    assert figures["look-alikes taken"] <= 0.03


@pytest.mark.parametrize("path", [*DOCUMENTS, SEED], ids=lambda path: path.name)
def test_evidence_is_words_of_the_document_and_stands_on_its_line(path):
    document = read_document(path.read_bytes(), path.name)
    draft = read_draft(document).draft
    joined = read_structure(document).text
    lines: dict[int, str] = {}
    for line in document.lines:
        lines[line.number] = f"{lines.get(line.number, '')} {line.text}"

    for item in [*draft.actions, *draft.possible, *draft.recommendations]:
        assert item.evidence in joined
        first = re.findall(r"\w+", item.evidence)[0]
        assert first in lines[item.line] or lines[item.line].rstrip().endswith("-"), item.evidence
    assert all(item.text for item in [*draft.actions, *draft.possible])
    for point in draft.points:
        assert point.text in joined


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_key_in_a_draft_is_an_organisation_of_the_document(path):
    read = read_draft(read_document(path.read_bytes(), path.name))
    draft = read.draft

    for item in [*draft.actions, *draft.possible]:
        assert {*item.owner, *item.requested_by} <= set(read.names)
    assert {item.key for item in draft.meeting.stakeholders} <= set(read.names)


def test_every_route_that_can_be_recommended_is_in_the_catalogue():
    assert set(grammar().route_keys) <= set(load_catalogue())


PIECES = st.sampled_from(
    [
        "The EMA", "ARM", "was invited to", "will", "send the data", "by 30 June 2025", ", and ", ". ", "\n\n", "1. Topic", "- ", "| a | b |", "(ARM)", "QIG",
        "was encouraged to use", "Both parties agreed to", "should", "[x](y)", "\x0c", "Page 1/2", "industry", "it", "who", "to be", ":", "Action:", "“", "’s",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=400), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
    )
)
def test_any_text_gives_a_draft_whose_evidence_is_in_it_or_a_refusal(text):
    content = text.encode("utf-8", "replace")
    try:
        document = read_document(content, "any.txt")
    except Refused:
        return
    draft = read_draft(document).draft
    joined = read_structure(document).text
    for item in [*draft.actions, *draft.possible, *draft.recommendations]:
        assert item.evidence in joined
        assert 1 <= item.line <= text.count("\n") + text.count("\r") + 1
    assert all(item.text for item in [*draft.actions, *draft.possible])


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.md", "a.docx", "a.pdf"]))
def test_any_bytes_give_a_draft_or_a_refusal(content, file):
    try:
        read_draft(read_document(content, file))
    except Refused as refusal:
        assert file in str(refusal)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " x",
        "(",
        "[",
        "*",
        "_",
        "A ",
        "the EMA, ",
        "was invited to ",
        "1. T\n\n",
        "- x\n",
        "| a | b |\n",
        "[a](b",
        "1-2-",
        "Alliance Of (AO) ",
        "abc-\n",
        '"',
        "La ",
        "A. ",
        "1 & ",
        "(Abc) ",
        "x\n\n",
        "# Ab\n",
        "would looked ",
        "committed should prepared & General ",
    ],
    ids=repr,
)
def test_twice_the_text_is_not_much_more_than_twice_the_work(piece):
    """Counted in calls, not in seconds, so that it holds on a busy machine."""
    import sys

    def work(size: int) -> int:
        calls = 0

        def count(frame, event, argument):
            nonlocal calls
            calls += 1

        document = (piece * (size // len(piece))).encode()
        sys.setprofile(count)
        try:
            read_draft(read_document(document, "a.txt"))
        except Refused:
            pass
        finally:
            sys.setprofile(None)
        return calls

    small = work(4_000)
    assert work(8_000) <= 2.6 * small + 5_000


@pytest.mark.parametrize(
    "text",
    [
        "|Name|For|\n|-|-|\n|x|(ABC)|",
        "EMA will act by end of APR\u0130L 2026, or by f\u0131rst quarter 2026. All f\u0131ve members agreed.",
        "| Action | Owner |\n|---|---|\n| Send it | " + "members of " * 3000 + "x |",
        "Minutes\n\n" + "A" * 60 + " (AAAAAAAAAB): x",
        "EMA " + "A" * 20_000,
        "# a" + " " * 20_000 + "x",
    ],
    ids=["a cell that is but an acronym", "a dotless i", "of of of", "one letter", "one word", "blanks"],
)
def test_odd_text_is_read_and_ends(text):
    assert drafted(text, "minutes.md").meeting.title


@pytest.mark.parametrize("piece", ["<a b='", "<a ", "</p", '<p title="a > b">x', "&lt;"])
def test_a_page_of_open_tags_is_read_and_ends(piece):
    try:
        document = read_document(f"<html><p>EMA will act.</p>{piece * 5_000}".encode(), "page.html")
    except Refused:
        return
    assert "EMA will act." in read_structure(document).text


def test_what_a_page_hides_in_comments_and_attributes_is_not_read_and_lines_are_counted_on():
    page = '<html>\n<!-- EMA will hide.\n-->\n<p\n title="EMA will lie > x">EMA will act.</p><p>1 < 2 & 3</p>'
    document = read_document(page.encode(), "page.html")

    assert read_structure(document).text == "EMA will act. 1 < 2 & 3"
    assert document.lines[0].number == 5


def test_what_cannot_be_seen_is_no_part_of_the_text():
    text = "EMA will \x1b[31msend\x1b[0m\U000e0041 it\u2028 now.\n\n| a | b\u2028  c | d |\n"
    document = read_document(text.encode(), "minutes.txt")

    assert document.lines[0].text == "EMA will send it  now."
    assert document.lines[2].cells == ("a", "b c", "d")


MINUTES = """8 May 2025

Highlights - 3rd EMA - Rare Therapies Forum (RTF, "the Forum") bilateral meeting

1. Opening

The European Medicines Agency (EMA) welcomed the delegation of the Rare Therapies Forum (RTF, "the Forum").

"""


def draft_of(sentence: str):
    return read_draft(read_document((MINUTES + sentence + "\n").encode(), "minutes.txt")).draft


def test_what_a_bracket_says_it_is_called_means_that_organisation():
    (action,) = draft_of("The Forum was asked to send its survey by 30 June 2025.").actions

    assert (action.owner, action.requested_by) == (("RTF",), ("EMA",))


def test_a_route_that_companies_in_general_were_told_of_is_for_the_association_that_heard_it():
    (route,) = draft_of("Individual companies were encouraged to request a meeting with the ITF.").recommendations

    assert (route.route, route.for_) == ("ITF", ("RTF",))


def test_a_negation_that_describes_who_is_asked_does_not_negate_the_ask():
    told = "The EMA encouraged {} to apply for PRIME."

    (route,) = draft_of(told.format("Forum members that have not reached a pivotal trial")).recommendations
    assert route.route == "PRIME"
    assert not draft_of("The EMA did not encourage Forum members to apply for PRIME.").recommendations


COMPANY = """Minutes prepared by the Applicant

Scientific advice meeting with the European Medicines Agency (EMA) on OR-1, 3 March 2025

For Orlanta Biopharma A/S (Orlanta, hereinafter the Applicant): two people

1. Quality

{}
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("EMA and the Applicant agreed to hold a call in May.", [("EMA", "Orlanta")]),
        ("The Applicant was encouraged by EMA to send its protocol.", [("Orlanta",)]),
        ("The Applicant was asked to tighten the range and to explain it.", [("Orlanta",)]),
        ("The Applicant intends to move to suspension culture.", []),
        ("EMA could not comment on an effect size that would support approval.", []),
        ("The Applicant requested a Type B meeting on 8 August 2024 to discuss the plan.", []),
        ("The number of slots for which EMA is asked to act has grown.", []),
        ("A registry holder in Italy intends to publish its results.", []),
        ("EMA will have the paper translated.", [("EMA",)]),
        ("EMA is going to prepare a template.", [("EMA",)]),
        ("Action 1: Put the report on the project drive.", [()]),
        ("The Applicant agreed to compile a list, and to deliver it to EMA.", [("Orlanta",)]),
    ],
)
def test_who_is_asked_and_what_is_no_ask(sentence, expected):
    draft = drafted(COMPANY.format(sentence), "minutes.txt")

    assert [item.owner for item in draft.actions] == expected


def test_a_line_of_dashes_makes_a_heading_of_what_stands_over_it():
    text = "File note\n\nDate: 3 March 2025\n\nPurpose\n-------\n\nEMA will send the list.\n\nClinical trials\n---------------\n\nEMA will publish it.\n"
    draft = drafted(text, "note.txt")

    assert [topic.title for topic in draft.topics] == ["Purpose", "Clinical trials"]
    assert [item.topic for item in draft.actions] == ["Purpose", "Clinical trials"]


def test_a_company_goes_by_the_short_name_that_the_list_of_participants_gives_it():
    text = (
        "<h1>Report of the focus group of the European Medicines Agency (EMA), 3 March 2025</h1><table>"
        "<tr><th>Short name</th><th>Company</th></tr><tr><td>Mirador</td><td>Mirador Bioprocess S.L.</td></tr></table>"
        "<h2>1. Case</h2><p>Mirador was asked to send its plan.</p><h2>2. End</h2><p>EMA will report.</p>"
    )
    draft = drafted(text, "report.html")

    assert [item.owner for item in draft.actions] == [("Mirador",), ("EMA",)]
    assert {item.key for item in draft.meeting.stakeholders} == {"EMA", "Mirador"}


def test_a_speaker_goes_by_the_initials_in_the_list_of_those_present():
    text = (
        "Highlights of the FAMHP dialogue with RaDiOrg\nBrussels, 6 May 2025\nPublished 27 May 2025\n\nPresent\n"
        "  For the Federal Agency for Medicines and Health Products (FAMHP):\n     Els Vermassen (EV), head\n"
        "  For Rare Diseases Belgium (RaDiOrg):\n     Katrien Smet (KS), projects\n\nWELCOME\n\n"
        "  o EV will send the slides.\n  o KS offered to collect testimonies.\n"
    )
    draft = drafted(text, "dialogue.txt")

    assert [(item.owner, item.text) for item in draft.actions] == [
        (("FAMHP",), "Send the slides"),
        (("RaDiOrg",), "Collect testimonies"),
    ]
    assert (str(draft.meeting.date), str(draft.meeting.document_date)) == ("2025-05-06", "2025-05-27")


def test_a_list_of_terms_on_a_page_says_which_day_is_which():
    text = (
        "<h1>Forum of the Therapeutic Goods Administration (TGA)</h1><dl><dt>Meeting date</dt><dd>19 August 2025</dd>"
        "<dt>Published</dt><dd>2 September 2025</dd></dl><h2>1. One</h2><p>The TGA will report.</p><h2>2. Two</h2><p>It ended.</p>"
    )
    meeting = drafted(text, "page.html").meeting

    assert (str(meeting.date), str(meeting.document_date)) == ("2025-08-19", "2025-09-02")


HEADER = """RECORD OF CONSULTATION

Regulator:         Pharmaceuticals and Medical Devices Agency (PMDA)
Applicant:         Kasumi Therapeutics Co., Ltd. (Kasumi)
Consultation no.:  P-2025-1142
Held on:           4 December 2025, Tokyo
Record finalised:  22 December 2025

The questions were sent to PMDA on
29 January 2025. Preliminary comments had been received two days before the meeting.

A. Purpose

Kasumi sought the opinion of PMDA. PMDA will, however, send its comments.

B. Actions

No. | Action              | Owner  | Due
----|---------------------|--------|------------
1   | Provide the results | Kasumi | 16 Jan 2026
2   | Confirm the name    | PMDA   | -
"""


def test_labels_of_a_header_say_which_day_and_which_number_is_which():
    draft = drafted(HEADER, "record.txt")

    assert (str(draft.meeting.date), str(draft.meeting.document_date)) == ("2025-12-04", "2025-12-22")
    assert draft.meeting.reference == "P-2025-1142"


def test_a_table_without_an_edge_is_a_table():
    draft = drafted(HEADER, "record.txt")

    assert [(item.owner, str(item.due), item.text) for item in draft.actions] == [
        (("PMDA",), "None", "Send its comments"),
        (("Kasumi",), "2026-01-16", "Provide the results"),
        (("PMDA",), "None", "Confirm the name"),
    ]


def test_an_association_that_reports_to_its_members_is_we():
    text = (
        "# AESGP report to members: EMA industry platform\n\n*Circular 2026/31, 4 May 2026*\n\nThe European Medicines Agency "
        "(EMA) met the Association of the European Self-Care Industry (AESGP) on 23 April 2026.\n\n## Signals\n\n"
        "- We were asked to name a contact person.\n- EMA will report.\n\n## Other\n\n- It ended.\n"
    )
    draft = drafted(text, "report.md")

    assert [item.owner for item in draft.actions] == [("AESGP",), ("EMA",)]
    assert (draft.meeting.reference, str(draft.meeting.date)) == ("Circular 2026/31", "2026-04-23")


@pytest.mark.parametrize(
    ("sentence", "owner", "strength"),
    [
        ("The ARM will also remind its members of the survey.", "ARM", "committed"),
        ("A summary is to be published on the website.", "EMA", "committed"),
    ],
)
def test_who_is_to_remind_or_publish(sentence, owner, strength):
    text = HIGHLIGHTS.replace("The EMA will publish the agenda.", sentence)
    assert asks(text.encode(), "text.txt")[-1][:2] == ((owner,), strength)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ARM will come back with names by the end of May.", [(("ARM",), "committed", "2025-05-31")]),
        ("The ARM has promised a draft.", [(("ARM",), "committed", "None")]),
        ("The ARM is happy to test the checklist.", [(("ARM",), "committed", "None")]),
        ("The ARM is happy to see the progress.", []),
        (
            "The EMA asked the ARM to submit a position, if possible by 28 June 2025.",
            [(("ARM",), "requested", "2025-06-28")],
        ),
        ("The fee notice will be issued separately.", []),
        ("The EMA sends the slides by the end of September.", [(("EMA",), "committed", "2025-09-30")]),
        ("The EMA sends the slides to all.", []),
        ("The EMA sends the slides by 1 May 2024.", []),
        ("The legal service of the EMA has assumed the task of clarifying it.", [(("EMA",), "committed", "None")]),
        (
            "A first exchange between EMA and ARM is scheduled for 3 June 2025.",
            [(("EMA", "ARM"), "agreed", "2025-06-03")],
        ),
        ("The ARM engaged itself to send a table.", [(("ARM",), "committed", "None")]),
        ("The ARM holds the pen for the outline.", [(("ARM",), "committed", "None")]),
        ("The ARM took this away to its committee.", [(("ARM",), "committed", "None")]),
        ("The EMA will in the meantime sound out its contacts.", [(("EMA",), "committed", "None")]),
        ("Since the slides will be published by the EMA in June, nothing was decided.", []),
        ("Those who were there will remember the plan.", []),
        (
            "The ARM was invited to comment on the roadmap, which is open for comments until 15 September 2025.",
            [(("ARM",), "invited", "2025-09-15")],
        ),
        ("The ARM was asked to send topics, not later than 1 October 2025.", [(("ARM",), "requested", "2025-10-01")]),
        ("The ARM was asked to name an expert, 28 Nov latest.", [(("ARM",), "requested", "2025-11-28")]),
        ("The ARM was asked to name an expert. Deadline: 28 November 2025.", [(("ARM",), "requested", "2025-11-28")]),
        (
            "The ARM agreed to draft a paper, and EMA to add an annex.",
            [(("ARM",), "committed", "None"), (("EMA",), "committed", "None")],
        ),
        (
            "A first exchange between EMA and ARM is scheduled before the end of May.",
            [(("EMA", "ARM"), "agreed", "2025-05-31")],
        ),
        (
            "The ARM agreed to follow up the comments and to build a course.",
            [(("ARM",), "committed", "None"), (("ARM",), "committed", "None")],
        ),
        ("The ARM agreed to collect figures and to send them to the EMA.", [(("ARM",), "committed", "None")]),
        (
            "The ARM was encouraged to attend the training days and, as far as possible, to propose speakers.",
            [(("ARM",), "encouraged", "None"), (("ARM",), "encouraged", "None")],
        ),
        ("The advice to the ARM is to keep its samples.", [(("ARM",), "encouraged", "None")]),
        ("The ARM was advised that the comparison will be decisive.", []),
        ("Sponsors are generally expected to follow patients.", []),
        ("The ARM is expected to reach a decision in May.", []),
        ("They are likely to persist.", []),
        ("2.1 The EMA to inform the ARM by 15 December 2025.", [(("EMA",), "committed", "2025-12-15")]),
        ("The ARM was nonetheless advised to keep samples.", [(("ARM",), "encouraged", "None")]),
        ("The ARM suggested that inspectors could be associated with it.", []),
        ("The ARM was content. It will do so.", []),
        ("The EMA would profit from a fuller view.", []),
        ("ARM happy to be back in person.", []),
        (
            "Written comments from the ARM to be sent to the EMA by 16 June 2025.",
            [(("ARM",), "requested", "2025-06-16")],
        ),
        ("Written comments from the ARM to be sent by 16 June 2025.", [(("ARM",), "requested", "2025-06-16")]),
        ("The EMA will get back to the ARM in writing.", [(("EMA",), "committed", "None")]),
        (
            "The ARM was encouraged to answer the call, which closes on 28 November 2025.",
            [(("ARM",), "encouraged", "2025-11-28")],
        ),
        (
            "The ARM committed to finding a venue for it and to covering the catering.",
            [(("ARM",), "committed", "None")],
        ),
        (
            "Action: ARM to collect experiences and forward a consolidated summary by 30 September 2025.",
            [(("ARM",), "committed", "2025-09-30")],
        ),
        (
            "A call between the two statistics groups is scheduled for 24 June 2025.",
            [(("EMA", "ARM"), "agreed", "2025-06-24")],
        ),
        ("The ARM has been invited by several hospitals to set up the workflow.", []),
        ("As the ARM agreed to send data, the EMA was glad.", []),
        (
            "The EMA requested that the ARM test three batches from Leuven side by side with others.",
            [(("ARM",), "requested", "None")],
        ),
        ("The ARM will be submitting a paper.", [(("ARM",), "committed", "None")]),
        ("The ARM will find out whether the letter is needed.", [(("ARM",), "committed", "None")]),
        (
            "The ARM was encouraged to tell its members of it and asked to report the outcome.",
            [(("ARM",), "encouraged", "None"), (("ARM",), "requested", "None")],
        ),
        ("If samples are left, the ARM is invited to send them.", [(("ARM",), "invited", "None")]),
        ("If the ARM is invited to send samples, it may decline.", []),
        ("The point was still open; the EMA apologised and will send the list.", [(("EMA",), "committed", "None")]),
        (
            "The deputy director, who worked on registries before, offered to send the list.",
            [(("EMA",), "committed", "None")],
        ),
        ("A new director of the EMA will start in January.", []),
        ("The EMA would ask the ARM to comment on it.", [(("ARM",), "requested", "None")]),
        ("The EMA recommended the ARM to keep its samples.", [(("ARM",), "encouraged", "None")]),
        ("Please do not hesitate to ask.", []),
        ("Members of the ARM were invited to stay for lunch.", []),
        (
            "The ARM agreed to revise the scheme, which we await by 30 June 2025.",
            [(("ARM",), "committed", "2025-06-30")],
        ),
        ("Sponsors are required to follow patients for 15 years.", []),
        ("The ARM is going to follow this recommendation.", []),
        ("The advice then was to come back later.", []),
        ("If we have understood correctly, the EMA will send its advice.", [(("EMA",), "committed", "None")]),
        ("The EMA requested ARM's help in finding a host.", [(("ARM",), "requested", "None")]),
        ("The glossary, for its part, will be delivered by the ARM.", [(("ARM",), "committed", "None")]),
        ("The two organisations will next meet in January.", []),
        (
            "Companies of the ARM whose leaflet was returned more than twice are encouraged to share it.",
            [(("ARM",), "encouraged", "None")],
        ),
        ("The number of requests received from developers rose.", []),
        ("The ARM will co-lead, along with EMA, a survey.", [(("ARM", "EMA"), "agreed", "None")]),
        ("Please consider that the summary binds nobody.", []),
        ("The EMA would be happy if also the regional authorities could take part.", []),
        ("The ARM will receive the slides.", []),
    ],
)
def test_what_a_sentence_promises_or_only_says(sentence, expected):
    text = HIGHLIGHTS.replace("The EMA will publish the agenda.", sentence)
    assert [ask[:3] for ask in asks(text.encode(), "text.txt")][1:] == expected


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("To: Executive committee\nSubject: Regulatory advice meeting with the EMA", "scientific advice"),
        ("Meeting Type: B\nSubject: Meeting with the EMA", "scientific advice"),
        ("To: Executive committee\nSubject: Meeting with the EMA", "bilateral"),
    ],
)
def test_the_kind_of_a_meeting_is_not_that_of_whom_the_note_is_for(lines, kind):
    note = "8 May 2025\n" + lines + "\n\n" + HIGHLIGHTS[HIGHLIGHTS.index("1. Opening") :]
    note = note.replace("welcomed the delegation", "welcomed the Alliance for Regenerative Medicine (ARM)")
    assert drafted(note, "note.txt").meeting.kind == kind


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        ("ARM: name a contact person for the pilot", [("ARM",)]),
        ("EMA: validation and appointment run in parallel", []),
        ("ARM: send the slides (done, see the note)", []),
        ("Agreed, both: joint paper on the model", [("EMA", "ARM")]),
    ],
)
def test_a_note_gives_a_party_something_to_do_only_where_a_verb_says_so(bullet, expected):
    text = HIGHLIGHTS.replace("The ARM was invited", f"- {bullet}\n\nThe ARM was invited")
    owners = [ask[0] for ask in asks(text.encode(), "notes.txt")]
    assert owners == [*expected, ("ARM",), ("EMA",)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (
            "3. Next meeting\n\nIt takes place on 19 March 2026. Proposals are due by 19 February 2026.",
            "2026-03-19",
        ),
        ("3. End\n\nThe follow-up call with the ARM is fixed for 15 May 2025.", "2025-05-15"),
        ("3. End\n\nThe autumn consultation will be hosted by the ARM on 4 November 2025.", "2025-11-04"),
        ("3. End\n\nNext round: 10 September 2025 in Amsterdam.", "2025-09-10"),
        ("3. End\n\nThe last call with the ARM was on 15 May 2024.", "None"),
    ],
)
def test_the_next_meeting_is_the_day_that_is_printed_for_it(words, day):
    assert str(drafted(f"{HIGHLIGHTS}\n{words}\n", "highlights.txt").meeting.next_meeting) == day


def test_a_letter_opens_with_the_day_of_the_meeting_and_is_dated_later():
    letter = """Kisaragi Pharma Europe B.V.

2 July 2025
Subject: Advice on KSR-118

Dear Dr van Houten,

Please accept our gratitude for the time which the European Medicines Agency (EMA) granted to us on 24 June 2025.

You were so kind as to promise us a list of publications. Your statistician and ours will discuss the estimand.
"""
    draft = drafted(letter, "letter.txt")

    assert (str(draft.meeting.date), str(draft.meeting.document_date)) == ("2025-06-24", "2025-07-02")
    assert [item.owner for item in draft.actions] == [("EMA",), ("EMA", "Kisaragi")]
