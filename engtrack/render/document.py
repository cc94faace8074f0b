"""A report as a document for a word processor. The only writing home of docx."""

import io
from typing import Any

from engtrack.layout import Prose, Report, Table
from engtrack.render.text import as_table, visible


def report_document(report: Report) -> bytes:
    """Title, facts, and each part under its heading."""
    from docx import Document

    document: Any = Document()
    document.core_properties.title = visible(report.title)
    document.core_properties.author = "engtrack"
    document.add_heading(visible(report.title), level=0)
    for label, value in report.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{visible(label)}: ").bold = True
        paragraph.add_run(visible(value))
    for part in report.parts:
        document.add_heading(visible(part.title), level=1)
        if isinstance(part, Prose):
            for text in part.paragraphs:
                document.add_paragraph(visible(text))
            for item in part.items:
                document.add_paragraph(visible(item), style="List Bullet")
        else:
            _add_table(document, part if isinstance(part, Table) else as_table(part))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_table(document: Any, table: Table) -> None:
    if not table.rows:
        document.add_paragraph(visible(table.empty))
        return
    grid = document.add_table(rows=1, cols=len(table.columns), style="Light Grid Accent 1")
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = visible(column.name)
    for row in table.rows:
        for cell, text in zip(grid.add_row().cells, row.cells, strict=True):
            cell.text = visible(text)
