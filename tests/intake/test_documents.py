"""Every format gives the same draft, and what is no document is refused with a sentence."""

import io
import zipfile

import docx
import pytest

from engtrack.errors import Refused
from engtrack.intake.documents import LARGEST, read_document
from engtrack.intake.draft import read_draft
from tests.conftest import SEED
from tests.intake.reading import HIGHLIGHTS, asks, drafted

EXPECTED = [
    (("ARM",), "invited", "2025-06-30", "2", "The ARM was invited to send its pipeline estimates by 30 June 2025"),
    (("EMA",), "committed", "None", "2", "The EMA will publish the agenda"),
]


def as_html() -> bytes:
    paragraphs = HIGHLIGHTS.split("\n\n")
    body = "".join(
        f"<h2>{part}</h2>" if part[:2] in {"1.", "2."} else f"<p>{part.replace(chr(10), '<br>')}</p>"
        for part in paragraphs
    )
    return f"<!DOCTYPE html><html><body><nav>Home</nav><main>{body}</main><footer>EMA will track you</footer></body></html>".encode()


def as_docx() -> bytes:
    document = docx.Document()
    for part in HIGHLIGHTS.split("\n\n"):
        for line in part.split("\n"):
            document.add_paragraph(line, style="Heading 1" if line[:2] in {"1.", "2."} else None)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str = HIGHLIGHTS) -> bytes:
    """A PDF of one page, with a line of text for each line."""
    lines = "".join(
        f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T*\n" for line in text.split("\n")
    )
    stream = f"BT /F1 10 Tf 12 TL 40 800 Td\n{lines}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(content)
    )


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (HIGHLIGHTS.encode(), "minutes.txt"),
        (HIGHLIGHTS.replace("\n", "\r\n").encode(), "minutes.txt"),
        (HIGHLIGHTS.encode("utf-16"), "minutes.txt"),
        (
            HIGHLIGHTS.replace("1. Opening", "## 1. Opening").replace("2. Pipeline", "## 2. Pipeline").encode(),
            "minutes.md",
        ),
        (as_html(), "minutes.html"),
        (as_html(), "page-without-an-ending"),
        (as_docx(), "minutes.docx"),
        (as_pdf(), "minutes.pdf"),
    ],
    ids=["txt", "windows lines", "utf-16", "md", "html", "html by content", "docx", "pdf"],
)
def test_every_format_gives_the_same_asks(content, file):
    assert asks(content, file) == EXPECTED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pipeline estimates", "pipeline\u00a0estimates"),
        ("pipeline estimates", "pipe\u00adline estimates"),
        ("pipeline estimates", "pipeline esti-\nmates"),
        ("pipeline estimates", "pipeline\nestimates"),
        ("pipeline estimates", "[pipeline estimates](https://example.org/a_\\(b\\))"),
        ("pipeline estimates", "**pipeline** estimates"),
        ("its pipeline", "its\n\nEMA/158016/2025 Page 1/3\n\npipeline"),
    ],
    ids=["hard space", "soft hyphen", "hyphenated", "wrapped", "linked", "emphasised", "page break"],
)
def test_what_the_page_laid_between_the_words_is_gone(old, new):
    assert asks(HIGHLIGHTS.replace(old, new).encode(), "minutes.txt") == EXPECTED


def test_a_table_of_actions_is_read_with_owner_day_and_status():
    table = """
| No. | Action | Owner | Due date | Status |
|---|---|---|---|---|
| 1 | Send the slides | EMA | 30.06.2025 | Open |
| 2 | Update the list | ARM / EMA | end of Q3 2025 | In progress |
| 3 | Book the room | ARM | 1 May 2025 | Closed |
"""
    found = asks((HIGHLIGHTS + "\n3. Actions\n" + table).encode(), "minutes.md")

    assert found[2:] == [
        (("EMA",), "committed", "2025-06-30", "3", "Send the slides"),
        (("ARM", "EMA"), "agreed", "2025-09-30", "3", "Update the list"),
    ]


@pytest.mark.parametrize(
    ("content", "file", "sentence"),
    [
        (b"", "a.txt", "a.txt is empty"),
        (b"x" * LARGEST, "a.txt", "is larger than 20 MB"),
        (as_pdf(""), "a.pdf", "is a scanned PDF without text"),
        (b"%PDF-1.7 nothing", "a.pdf", "is a PDF that cannot be read"),
        (b"<html><body><nav>Home</nav></body></html>", "a.html", "holds no text"),
        (b"PK\x03\x04broken", "a.docx", "is damaged"),
    ],
    ids=["empty", "large", "scanned", "broken pdf", "empty page", "broken zip"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, file, sentence):
    with pytest.raises(Refused, match=sentence):
        read_document(content, file)


def test_a_zip_that_is_no_word_document_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "text")

    with pytest.raises(Refused, match="is not a Word document"):
        read_document(buffer.getvalue(), "a.docx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 210_000_000)

    with pytest.raises(Refused, match="unpacks to more than 200 MB"):
        read_document(buffer.getvalue(), "a.docx")


def test_the_digest_is_that_of_the_file():
    import hashlib

    assert read_document(SEED.read_bytes(), "x").sha256 == hashlib.sha256(SEED.read_bytes()).hexdigest()


def test_cells_of_a_table_that_span_others_stand_in_each_and_in_a_hundred_at_most():
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for n, text in enumerate(("Action", "Owner", "Due")):
        table.rows[0].cells[n].text = text
    table.rows[1].cells[0].text = "Send it"
    table.cell(0, 1).merge(table.cell(1, 1)).text = "EMA"
    wide = document.add_table(rows=1, cols=1).rows[0].cells[0]
    wide.text = "wide"
    wide._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 1_000_000
    buffer = io.BytesIO()
    document.save(buffer)

    rows = [line.cells for line in read_document(buffer.getvalue(), "a.docx").lines if line.kind == "row"]

    assert rows[:2] == [("Action", "EMA", "Due"), ("Send it", "EMA", "")]
    assert rows[2] == ("wide",) * 100


def test_the_footer_of_an_article_says_when_it_was_published_and_nothing_else():
    page = as_html().replace(
        b"</main><footer>EMA will track you</footer>",
        b"<footer><p>EMA will track you</p><p>Published 21 May 2025</p></footer></main>",
    )
    assert asks(page, "page.html") == EXPECTED
    draft = read_draft(
        read_document(page.replace(b"8 May 2025", b"Date of the meeting: 8 May 2025", 1), "page.html")
    ).draft
    assert (str(draft.meeting.date), str(draft.meeting.document_date)) == ("2025-05-08", "2025-05-21")


def test_a_reference_in_the_margin_of_each_page_is_the_reference_of_the_document():
    moved = HIGHLIGHTS.replace("EMA/158016/2025\n", "").replace(
        "1. Opening", "EMA/158016/2025     Page 1 of 2\n\n1. Opening"
    )
    draft = read_draft(read_document(moved.encode(), "moved.txt")).draft
    assert draft.meeting.reference == "EMA/158016/2025"


def test_a_point_of_an_agenda_that_begins_with_its_hours_is_a_heading():
    timed = HIGHLIGHTS.replace("2. Pipeline", "13:15 - 14:00   2. Pipeline (ARM)")
    assert [topic for _, _, _, topic, _ in asks(timed.encode(), "timed.txt")] == ["2", "2"]


def test_a_numbered_row_of_a_table_set_with_spaces_goes_on_until_the_next_number():
    table = """
3. Actions

No.  Action                                        Responsible   Deadline
1    Submit the protocol                           ARM           30 June 2025
2    Hold a short call on dosing before the        EMA and       4 July
     submission of the application                 ARM           2025
"""
    assert [ask[:3] for ask in asks((HIGHLIGHTS + table).encode(), "text.txt")][2:] == [
        (("ARM",), "committed", "2025-06-30"),
        (("EMA", "ARM"), "agreed", "2025-07-04"),
    ]


def test_a_heading_keeps_its_number_above_its_scope_and_its_label():
    text = HIGHLIGHTS.replace("2. Pipeline\n\n", "2. Pipeline\nScope: phase II\nAction: for discussion\n\n")
    draft = drafted(text, "highlights.txt")

    assert [topic.number for topic in draft.topics] == ["1", "2"]
    assert [item.topic for item in draft.actions] == ["2", "2"]


def test_points_of_an_agenda_stand_above_their_hours():
    text = HIGHLIGHTS.replace("1. Opening\n", "1. Opening\n10:00 – co-chairs\n").replace(
        "2. Pipeline\n", "2. Pipeline\n10:15 – ARM\n"
    )
    draft = drafted(text, "highlights.txt")

    assert [topic.title for topic in draft.topics] == ["Opening", "Pipeline"]
    assert [item.topic for item in draft.actions] == ["2", "2"]


TABLES = {
    "numbered like headings": """No.  Action                          Responsible     Target date
3.1  Distribute the slides           EMA secretariat June 27, 2025
3.2  Provide examples of questions   ARM             September 15, 2025
""",
    "under heads of two words": """Item                          Responsible party   Due
Distribute the slides         EMA                 June 27, 2025
Provide examples of questions ARM                 September 15, 2025
""",
    "under heads of its own": """No.  Who  By                 What
1    EMA  27 June 2025       Distribute the slides
2    ARM  15 September 2025  Provide examples of
                             questions
3    EMA  closed             Correct the contact list
""",
    "under a head of many words": """Item of work / description      Owner   Due date
Distribute the slides           EMA     27 June 2025
Provide examples of questions   ARM     15 September 2025
""",
    "of measures": """| No. | Measure to be taken | Responsible | Deadline |
|---|---|---|---|
| 14.1 | Distribute the slides | EMA | 27 June 2025 |
| 14.2 | Provide examples of questions | ARM | 15 September 2025 |
""",
    "set with slashes": """Item / Owner / Due date
- Distribute the slides / EMA / 27 June 2025
- Provide examples of questions / ARM / 15 September 2025
""",
    "with a column for each party": """| Subject | EMA | ARM |
|---|---|---|
| Fees | Distributes the slides by 27 June 2025 | No further action |
| Reviews | – | Provides examples of questions by 15 September 2025 |
""",
    "with the day in the status": """| Action | Owner | Status |
|---|---|---|
| Distribute the slides | EMA | Open, new deadline 27 June 2025 |
| Provide examples of questions | ARM | Open, due 15 September 2025 |
| Send the agenda | ARM | Closed, sent 2 June 2025 |
""",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_of_actions_may_be(table):
    text = HIGHLIGHTS[: HIGHLIGHTS.index("The ARM was invited")] + f"The topic was opened.\n\n3. Follow-up\n\n{table}"
    read = drafted(text, "highlights.md" if "|" in table else "highlights.txt").actions

    assert [(item.text.split(" by ")[0], item.owner, str(item.due)) for item in read] == [
        ("Distribute the slides", ("EMA",), "2025-06-27"),
        ("Provide examples of questions", ("ARM",), "2025-09-15"),
    ]


def test_whoever_does_it_with_another_owns_it_with_them():
    table = "| Action | Owner | Due |\n|---|---|---|\n| Run two webinars | EMA with ARM | November 2025 |\n"
    text = HIGHLIGHTS[: HIGHLIGHTS.index("The ARM was invited")] + f"The topic was opened.\n\n3. Follow-up\n\n{table}"

    assert [action.owner for action in drafted(text, "highlights.md").actions] == [("EMA", "ARM")]


def test_an_action_point_after_a_number_belongs_to_who_stands_in_its_brackets():
    text = HIGHLIGHTS.replace(
        "The EMA will publish the agenda.", "\n\n2.1 Action (ARM Quality Committee): draft two examples."
    )

    assert [item.owner for item in drafted(text, "highlights.txt").actions][-1] == ("ARM",)


def test_what_stands_above_the_only_heading_is_read_where_it_is_most_of_the_document():
    text = """# Highlights of the bilateral meeting of EMA and ARM, 8 May 2025

The European Medicines Agency (EMA) welcomed the Alliance for Regenerative Medicine (ARM). They spoke of fees.

The ARM was invited to send its pipeline estimates by 30 June 2025. The EMA will publish the agenda.

## End

The meeting closed at noon.
"""
    assert [item.owner for item in drafted(text, "highlights.md").actions] == [("ARM",), ("EMA",)]
