"""A small document, and how a document is read, for the tests of the reader."""

from engtrack.intake.documents import read_document
from engtrack.intake.draft import Draft, read_draft

HIGHLIGHTS = """8 May 2025
EMA/158016/2025

Highlights - 3rd EMA - Alliance for Regenerative Medicine (ARM) bilateral meeting

1. Opening

The European Medicines Agency (EMA) welcomed the delegation.

2. Pipeline

The ARM was invited to send its pipeline estimates by 30 June 2025. The EMA will publish the agenda.
"""


def drafted(text: str, file: str = "note.txt") -> Draft:
    return read_draft(read_document(text.encode(), file)).draft


def asks(content: bytes, file: str) -> list[tuple[tuple[str, ...], str, str, str | None, str]]:
    draft = read_draft(read_document(content, file)).draft
    return [(item.owner, item.strength.value, str(item.due), item.topic, item.evidence) for item in draft.actions]
