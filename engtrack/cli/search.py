"""`engtrack search TEXT`."""

from typing import Annotated

import typer

from engtrack.cli.environment import Environment
from engtrack.cli.show import AllRows, Format, FormatOption, show_records
from engtrack.reports.search import Hit, Sought, hits_table, read_query
from engtrack.reports.search import search as search_records

app = typer.Typer(rich_markup_mode=None)


@app.command("search")
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(help='The words, all of which must occur; a phrase in "quotes".')],
    kind: Annotated[list[Sought] | None, typer.Option("--kind", "-k", help="Only this kind; repeatable.")] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help='Only what was said on that day or later; "last meeting" is a day too.'),
    ] = None,
    all_rows: AllRows = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Search everything that was said and asked, newest first, whatever case and accents."""
    env: Environment = ctx.obj
    query = read_query(" ".join(f'"{word}"' if " " in word and not set(word) & set('"“”') else word for word in text))
    snapshot = env.read()
    hits = search_records(
        query,
        snapshot.meetings,
        snapshot.points,
        snapshot.actions,
        snapshot.recommendations,
        snapshot.stakeholders,
    )
    if kind:
        hits = [hit for hit in hits if hit.kind in kind]
    if since is not None:
        from engtrack.cli.listing import since_day

        first = since_day(env, snapshot, since)
        hits = [hit for hit in hits if hit.on is not None and hit.on >= first]
    show_records(env, hits, Hit, hits_table(hits, " ".join(text)), format, all_rows)
