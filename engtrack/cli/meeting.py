"""`engtrack meeting …`: who met whom, when, about what."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.options import day_option
from engtrack.cli.show import AllRows, Format, FormatOption, show_one, show_records, show_report
from engtrack.model import Meeting, MeetingStatus, Topic

if TYPE_CHECKING:
    from engtrack.store.snapshot import Change

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Who met whom, when, about what.")


@app.command()
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(help="What the meeting is called.")],
    date: Annotated[str | None, typer.Option("--date", "-d", metavar="DATE", help="The day it happens.")] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", "-w", metavar="KEY", help="Who meets; repeat it for each.")
    ] = None,
    reference: Annotated[str | None, typer.Option(metavar="TEXT", help="Its reference, like EMA/158016/2025.")] = None,
    kind: Annotated[str, typer.Option(metavar="TEXT", help="bilateral, platform, committee, …")] = "bilateral",
    topic: Annotated[
        list[str] | None, typer.Option("--topic", "-t", metavar="TITLE", help="An agenda item; repeat it in order.")
    ] = None,
    status: Annotated[
        MeetingStatus | None, typer.Option(help="Where it stands [planned if its day is to come; else held].")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Record a meeting, planned or held."""
    env: Environment = ctx.obj
    words = clean(title, "the title")
    topics = tuple(Topic(number=str(n), title=clean(item, "--topic")) for n, item in enumerate(topic or (), start=1))

    def enter(change: "Change") -> Meeting:
        day = day_option(env, date, change.config.date_order)
        return change.add(
            Meeting,
            title=words,
            date=day,
            reference=clean(reference, "--reference") if reference is not None else None,
            kind=clean(kind, "--kind"),
            status=status or (MeetingStatus.PLANNED if day is None or day > env.today else MeetingStatus.HELD),
            stakeholders=change.keys(with_ or ()),
            topics=topics,
        )

    meeting = env.change(enter)
    from engtrack.dates import say_day

    env.note(f"added {meeting.id}, {f'on {say_day(meeting.date)}' if meeting.date else 'without a day'}")
    from engtrack.reports.tables import meetings_table

    show_one(env, meeting, meetings_table("", [meeting]), format)


@app.command("list")
def list_meetings(ctx: typer.Context, all_rows: AllRows = False, format: FormatOption = Format.TABLE) -> None:
    """List the meetings, latest first."""
    env: Environment = ctx.obj
    meetings = sorted(env.read().meetings, key=lambda item: (item.date or dt.date.max, item.number), reverse=True)
    _show(meetings, env, format, all_rows)


def _show(meetings: list[Meeting], env: Environment, format: Format, all_rows: bool = True) -> None:
    from engtrack.reports.tables import meetings_table

    table = meetings_table("Meetings", meetings, "no meeting yet; engtrack import FILE reads one in")
    show_records(env, meetings, Meeting, table, format, all_rows)


@app.command()
def show(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="The meeting, like M1.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show a meeting: its topics, the actions and the routes that came of it."""
    from engtrack import queries
    from engtrack.reports.records import meeting_report

    env: Environment = ctx.obj
    snapshot = env.read()
    meeting = snapshot.meetings.get(id)
    here = queries.Has("meeting", meeting.id)
    actions, routes = snapshot.actions.where(here), snapshot.recommendations.where(here)
    report = meeting_report(meeting, actions, routes, env.today, snapshot.config.due_soon)
    show_report(env, report, meeting, format)
