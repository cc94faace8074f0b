"""Tables and reports as Markdown (CommonMark with pipe tables)."""

import re

from engtrack.layout import Prose, Report, Table
from engtrack.render.text import as_table, visible


def escape(text: str) -> str:
    """*text* so that it reads as it stands: no emphasis, link, heading, cell border or HTML comes of it."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&]|:(?=\w+:))", r"\\\1", visible(text))


def table_markdown(table: Table) -> str:
    """The table with its headings; what it says when it is empty, where it is."""
    if not table.rows:
        return f"{escape(table.empty)}\n"
    head = [f"| {' | '.join(escape(column.name) for column in table.columns)} |"]
    rule = [f"|{'|'.join(' --- ' for _ in table.columns)}|"]
    rows = [f"| {' | '.join(escape(cell) for cell in row.cells)} |" for row in table.rows]
    return "\n".join(head + rule + rows) + "\n"


def report_markdown(report: Report) -> str:
    """A heading, the facts as a list, and each table under its own heading."""
    parts = [f"# {escape(report.title)}\n"]
    if report.facts:
        parts.append("".join(f"- {escape(label)}: {escape(value)}\n" for label, value in report.facts))
    for part in report.parts:
        if isinstance(part, Prose):
            body = "".join(f"{escape(text)}\n\n" for text in part.paragraphs)
            body += "".join(f"- {escape(item)}\n" for item in part.items)
        else:
            body = table_markdown(part if isinstance(part, Table) else as_table(part))
        parts.append(f"## {escape(part.title)}\n\n{body}")
    return "\n".join(parts)
