"""`engtrack import FILE…`: read documents, show the drafts, keep what is wanted."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engtrack.cli.environment import Environment
from engtrack.cli.options import DryRun, Yes, confirmed
from engtrack.cli.show import Format, FormatOption, show_records, show_report, write
from engtrack.errors import EngtrackError, Misused, Refused
from engtrack.layout import Report

if TYPE_CHECKING:
    from engtrack.intake.documents import Document
    from engtrack.intake.draft import Read
    from engtrack.layout import Table
    from engtrack.store.change import Change

app = typer.Typer(rich_markup_mode=None)


@app.command("import")
def import_(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="txt, md, html, docx or pdf; csv, xlsx, ics; register.json; - reads stdin."
        ),
    ],
    dry_run: DryRun = False,
    yes: Yes = False,
    update: Annotated[
        str | None, typer.Option(metavar="ID", help="Take over into this meeting what is new in the document.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say for each item why it was taken or passed over.")
    ] = False,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column of a table is, where the guess is wrong."),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Read the highlights or minutes of a meeting, show what was understood, and keep it.

    Each item comes with the words that it rests on. Nothing is kept before you say so, or with --yes. A csv, xlsx or ics
    file gives actions, a register.json that was exported gives all its records.
    """
    env: Environment = ctx.obj
    if len(files) > 1 and format is not Format.TABLE:
        raise Misused(f"--format {format} takes one file at a time")
    if len(files) > 1 and update is not None:
        raise Misused("--update takes one file at a time")
    failed = []
    for file in _watched(env, files):
        try:
            form = Path(file).suffix.casefold()
            if form in {".json", ".csv", ".xlsx", ".ics"}:
                from engtrack.cli.exchange import import_register, import_rows

                if update is not None or explain:
                    raise Misused(f"--update and --explain go with a document, not with {file!r}")
                if form == ".json":
                    import_register(env, file, read_bytes(file), dry_run, yes, format)
                else:
                    import_rows(env, file, read_bytes(file), map_ or [], dry_run, yes, format)
            elif update is not None:
                _update(env, file, update, dry_run, yes, format)
            else:
                _import_one(env, file, dry_run, yes, explain, format)
        except EngtrackError as error:
            if len(files) == 1:
                raise
            env.note(str(error))
            failed.append(file)
    if len(files) > 1:
        env.note(
            f"read {len(files) - len(failed)} of {len(files)} files"
            + (f"; failed: {', '.join(failed)}" if failed else "")
        )
    if failed:
        raise typer.Exit(1)


def _watched(env: Environment, files: list[str]) -> Iterator[str]:
    """*files* one by one, and how far it has come: as a bar on stderr, or as a line a file where tables come between."""
    if len(files) < 2 or not sys.stderr.isatty():
        yield from files
    elif not env.is_watched:
        with typer.progressbar(files, label="reading", file=sys.stderr) as bar:
            yield from bar
    else:
        for number, file in enumerate(files, start=1):
            env.note(f"{number} of {len(files)}: {file}")
            yield file


def _import_one(env: Environment, file: str, dry_run: bool, yes: bool, explain: bool, format: Format) -> None:
    from engtrack.cli.keeping import already_kept, keep
    from engtrack.intake.draft import Explanation, read_draft

    snapshot = env.read()
    document = _document(env, file)
    read = read_draft(document, snapshot.stakeholders, snapshot.config.date_order, explain)
    if not dry_run:
        already_kept(snapshot, read.draft)
    if explain:
        show_records(env, read.explanations, Explanation, _explained(read), format)
    if not explain or not (dry_run or yes):
        _show_draft(env, read, format)
    if dry_run:
        return
    chosen = read
    if not yes and env.can_ask:
        from engtrack.cli.review import review

        reviewed = review(read)
        if reviewed is None:
            env.note("nothing was kept")
            return
        chosen = reviewed
    elif not yes:
        raise Refused("there is nobody to ask whether to keep this; --yes keeps it, --dry-run only shows it")

    def work(change: "Change") -> str:
        already_kept(change, chosen.draft)
        return keep(change, chosen, env.today)

    kept = env.change(work)
    env.note(f"kept as {kept}: engtrack meeting show {kept}")


def _update(env: Environment, file: str, id: str, dry_run: bool, yes: bool, format: Format) -> None:
    """Show in what the document differs from the meeting that was read from it, and take that over."""
    from engtrack.cli.updating import Difference, update
    from engtrack.intake.draft import read_draft
    from engtrack.layout import Column, Role, Row, Table

    register = env.register
    snapshot = register.read()
    meeting = snapshot.meetings.get(id)
    read = read_draft(_document(env, file), snapshot.stakeholders, snapshot.config.date_order)

    def original(record: str) -> dict[str, Any] | None:
        first = next(register.journal.mentioning(record), None)
        return first.changes[record].now if first and first.command != "store accept" else None

    def work(change: "Change") -> list[Difference]:
        return update(change, change.meetings.get(meeting.id), read, original)

    differences = register.preview(work, env.author(None).at)
    if format is Format.JSON:
        from engtrack.render.data import as_json

        write(as_json([item._asdict() for item in differences]))
    else:
        columns = (Column("Record", Role.ID), Column("Field"), Column("Now"), Column("In the document", Role.MAIN))
        table = Table("Differences", columns, tuple(Row(tuple(item)) for item in differences))
        show_report(env, Report(f"{meeting.id} against {file}", (), (table,)), None, format)
    if dry_run or not differences:
        env.note("nothing was changed" if differences else f"{file} says what {meeting.id} says; nothing to change")
    elif not yes and not env.can_ask:
        raise Refused("there is nobody to ask whether to take this over; --yes does, --dry-run only shows it")
    elif confirmed(env, f"Take this over into {meeting.id}?", yes):
        before = register.journal.tail()
        env.change(work)
        if register.journal.tail() == before:
            env.note(f"nothing was changed: what differs from {file} is your own, or no longer in it")
        else:
            env.note(f"{meeting.id} took over what {file} has; engtrack undo takes that back")


def _document(env: Environment, file: str) -> "Document":
    from engtrack.intake.documents import read_document

    if file == "-":
        return read_document(sys.stdin.buffer.read(), "stdin")
    path = Path(file).expanduser()
    return read_document(read_bytes(file), path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def read_bytes(file: str) -> bytes:
    """What is in *file*; refused in a sentence where it cannot be read."""
    try:
        return Path(file).expanduser().read_bytes()
    except FileNotFoundError as error:
        raise Refused(f"there is no file {file!r}") from error
    except IsADirectoryError as error:
        raise Refused(f"{file!r} is a folder; name the files in it") from error
    except OSError as error:
        raise Refused(f"{file!r} cannot be read: {error.strerror}") from error


def _show_draft(env: Environment, read: "Read", format: Format) -> None:
    from engtrack.reports.draft import draft_report

    if format is Format.CSV:
        from engtrack.intake.asks import DraftAction
        from engtrack.render.data import as_csv

        write(as_csv(read.draft.actions, DraftAction))
        return
    show_report(env, draft_report(read.draft), read.draft, format)


def _explained(read: "Read") -> "Table":
    from engtrack.layout import Column, Role, Row, Table, Tone

    columns = (Column("Line", Role.ID), Column("Taken as"), Column("Words, and why", Role.MAIN))
    rows = tuple(
        Row(
            (str(item.line), item.taken_as, f"“{item.words}” ← {item.why}" + (f" [{item.form}]" if item.form else "")),
            Tone.CLOSED if item.taken_as == "passed over" else Tone.PLAIN,
        )
        for item in read.explanations
    )
    return Table("Why", columns, rows, "nothing in it sounds like an ask")
