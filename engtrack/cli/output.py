"""Where a report goes: to the terminal, or to a file whose ending says what it becomes."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from engtrack.cli.environment import Environment
from engtrack.cli.show import Format, show_report
from engtrack.errors import Misused, Refused
from engtrack.layout import Report

Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-O",
        metavar="FILE",
        help="Write it to FILE: .html .md .txt .json .csv .xlsx .docx; - is the screen.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]
EXTRAS = {"jinja2": "html", "xlsxwriter": "xlsx", "docx": "docx", "icalendar": "ics"}


def deliver(env: Environment, report: Report, value: Any, format: Format, output: str | None, force: bool) -> None:
    """Show the report in *format*, or write it to the file *output* in the form that its ending names."""
    if output is None or output == "-":
        show_report(env, report, value, format)
        return
    path = target(env, output, FORMS, force)
    put(env, path, FORMS[path.suffix.casefold()](report, value))


def target(env: Environment, output: str, forms: dict[str, Any], force: bool) -> Path:
    """The file to be written; refused where its ending is not known, its folder is missing, or it is there already."""
    path = Path(output).expanduser()
    if env.register.is_part(path):
        raise Refused(f"{output!r} is the register itself; choose another name")
    if path.suffix.casefold() not in forms:
        what = f"ending {path.suffix!r}" if path.suffix else "name without an ending"
        raise Misused(f"cannot write {output!r}: the {what} says no form that is known; try {', '.join(forms)}")
    if not path.parent.is_dir():
        raise Refused(f"cannot write {output!r}: there is no folder {str(path.parent)!r}")
    if path.is_dir():
        raise Refused(f"cannot write {output!r}: it is a folder")
    if path.exists() and not force:
        raise Refused(f"{output!r} is there already and was kept; --force overwrites it")
    return path


def put(env: Environment, path: Path, content: bytes) -> None:
    """Write *content* to *path*, wholly or not at all."""
    from engtrack.store.storage import replace_file

    try:
        with replace_file(path, content) as put_in_place:
            put_in_place()
    except OSError as error:
        raise Refused(
            f"cannot write {str(path)!r}: {error.strerror or error}; what stood there is as it was"
        ) from error
    env.note(f"wrote {path}")


def needing(render: Callable[..., bytes]) -> Callable[..., bytes]:
    """*render*, refused by the name of the extra where its library is not installed."""

    def rendered(*args: Any, **options: Any) -> bytes:
        try:
            return render(*args, **options)
        except ModuleNotFoundError as error:
            if error.name not in EXTRAS:
                raise
            raise Refused(
                f"{error.name} is missing, which writes {EXTRAS[error.name]}; it comes with: pip install 'engtrack[write]'"
            ) from error

    return rendered


def _html(report: Report, value: Any) -> bytes:
    from engtrack.render.html import html_page

    return html_page(report).encode()


def _markdown(report: Report, value: Any) -> bytes:
    from engtrack.render.markdown import report_markdown

    return report_markdown(report).encode()


def _text(report: Report, value: Any) -> bytes:
    from engtrack.render.text import report_text

    return report_text(report).encode()


def _json(report: Report, value: Any) -> bytes:
    from engtrack.render.data import as_json

    return as_json(value).encode()


def _csv(report: Report, value: Any) -> bytes:
    from engtrack.render.data import report_csv

    return report_csv(report).encode()


def _sheets(report: Report, value: Any) -> bytes:
    from engtrack.render.sheets import report_sheets

    return report_sheets(report)


def _document(report: Report, value: Any) -> bytes:
    from engtrack.render.document import report_document

    return report_document(report)


FORMS: dict[str, Callable[[Report, Any], bytes]] = {
    ".html": needing(_html),
    ".md": _markdown,
    ".txt": _text,
    ".json": _json,
    ".csv": _csv,
    ".xlsx": needing(_sheets),
    ".docx": needing(_document),
}
