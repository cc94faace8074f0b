"""A report as a document for a word processor. The only writing home of docx."""

import io
from typing import Any

from engtrack.layout import Prose, Report, Role, Table
from engtrack.render.text import as_table, visible


def report_document(report: Report) -> bytes:
    """Title, facts, and each part under its heading."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    document: Any = Document()
    if any(isinstance(part, Table) and len(part.columns) > 4 for part in report.parts):
        section = document.sections[0]
        section.orientation, section.page_width, section.page_height = (
            WD_ORIENT.LANDSCAPE,
            section.page_height,
            section.page_width,
        )
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
    from docx.shared import Inches, Pt

    if not table.rows:
        document.add_paragraph(visible(table.empty))
        return
    grid = document.add_table(rows=1, cols=len(table.columns), style="Light Grid Accent 1")
    widths = _widths(table)
    grid.autofit = False
    for n, texts in enumerate(([column.name for column in table.columns], *(row.cells for row in table.rows))):
        cells = grid.add_row().cells if n else grid.rows[0].cells
        for cell, text, width in zip(cells, texts, widths, strict=True):
            cell.text = visible(text) or " "
            cell.width = Inches(width)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)


def _widths(table: Table) -> list[float]:
    """Inches for each column: what its longest word needs, and the rest for the main one."""
    words = [
        max(
            len(word)
            for text in (column.name, *(row.cells[n] for row in table.rows))
            for word in [*visible(text).split(), "x"]
        )
        for n, column in enumerate(table.columns)
    ]
    widths = [0.25 + 0.075 * min(word, 24) for word in words]
    mains = [n for n, column in enumerate(table.columns) if column.role is Role.MAIN]
    rest = (9.0 if len(table.columns) > 4 else 6.0) - sum(width for n, width in enumerate(widths) if n not in mains)
    return [max(rest / len(mains), 1.5) if n in mains else width for n, width in enumerate(widths)]
