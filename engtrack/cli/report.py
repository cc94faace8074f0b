"""`engtrack report …`: what people hand to each other."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from engtrack.cli.complete import meetings, stakeholders
from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.options import day_option
from engtrack.cli.output import Force, Output, deliver
from engtrack.cli.show import Format, FormatOption
from engtrack.errors import Misused, NotFound, Refused
from engtrack.model import MeetingStatus

if TYPE_CHECKING:
    from engtrack.store.change import Change
    from engtrack.store.snapshot import Snapshot

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Reports on what the register holds.")
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="As the register stood on that day, from its journal.")
]


@app.callback()
def report() -> None:
    """Reports on what the register holds."""


def seen(env: Environment, as_of: str | None) -> "tuple[Snapshot, dt.date]":
    """The register and the day that it is seen from: now and today, or as it stood at the end of a day that is past."""
    snapshot = env.read()
    day = day_option(env, as_of, snapshot.config, past=True)
    return (snapshot, env.today) if day is None or day == env.today else (env.register.as_of(day), day)


@app.command()
def minutes(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", autocompletion=meetings, help="The meeting, like M1.")],
    as_of: AsOf = None,
    output: Output = None,
    force: Force = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Write the highlights of a meeting in the form that agencies publish."""
    from engtrack.reports.minutes import minutes as minutes_of
    from engtrack.reports.minutes import minutes_report

    env: Environment = ctx.obj
    snapshot, _ = seen(env, as_of)
    meeting = snapshot.meetings.get(id)
    if meeting.status is not MeetingStatus.HELD:
        env.note(f"{meeting.id} is {meeting.status}: it was not held")
    value = minutes_of(meeting, snapshot.stakeholders, snapshot.points, snapshot.actions, snapshot.recommendations)
    deliver(env, minutes_report(value), value, format, output, force)


@app.command()
def briefing(
    ctx: typer.Context,
    who: Annotated[
        str, typer.Argument(metavar="KEY", autocompletion=stakeholders, help="The stakeholder to be met, or M3.")
    ],
    as_of: AsOf = None,
    output: Output = None,
    force: Force = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Brief for the next meeting with a stakeholder: open on both sides, positions, routes, an agenda."""
    from engtrack.cli.meeting import brief

    env: Environment = ctx.obj
    snapshot, today = seen(env, as_of)
    report, value = brief(snapshot, who, today)
    deliver(env, report, value, format, output, force)


@app.command()
def positions(
    ctx: typer.Context,
    topic: Annotated[str, typer.Option("--topic", "-t", metavar="WORDS", help="The subject, like platform.")],
    as_of: AsOf = None,
    output: Output = None,
    force: Force = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show who said what on a subject, when, in which words, and whether it moved."""
    from engtrack.reports.positions import positions as positions_on
    from engtrack.reports.positions import positions_report

    env: Environment = ctx.obj
    snapshot, _ = seen(env, as_of)
    words = clean(topic, "--topic")
    found = positions_on(words, snapshot.meetings, snapshot.points)
    deliver(env, positions_report(words, found), found, format, output, force)


@app.command()
def changes(
    ctx: typer.Context,
    since: Annotated[
        str, typer.Option(metavar="WHEN", help='A day, "last report", or a meeting like M1 (since it was entered).')
    ] = "last report",
    mark: Annotated[bool, typer.Option("--mark", help="Remember this as the last report.")] = False,
    output: Output = None,
    force: Force = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what is new, closed, re-dated and slipped since a day, from the journal."""
    from engtrack.reports.changes import changes as changes_since
    from engtrack.reports.changes import changes_report

    env: Environment = ctx.obj
    register = env.register
    value = changes_since(register.journal.entries(), _moment(env, register.read(), since, mark))
    deliver(env, changes_report(value), value, format, output, force)
    if mark:

        def remember(change: "Change") -> None:
            tail = register.journal.tail()
            change.set_config(change.config.having("last_report", tail.seq + 1 if tail else 1))

        env.change(remember)
        env.note("the next report of changes begins here")


def _moment(env: Environment, snapshot: "Snapshot", text: str, mark: bool) -> dt.datetime | int:
    """The moment that *text* names: when a meeting was entered, or the end of the day before a day; for the last report
    the number of the command that marked it, and 0 where this is to be the first."""
    words = text.strip().casefold().replace("-", " ") if "last" in text.casefold() else text.strip()
    if words == "last report":
        if snapshot.config.last_report is None and mark:
            return 0
        if snapshot.config.last_report is None:
            raise Refused('no report was marked as the last one yet; try --since "last meeting", a day, or --mark')
        return snapshot.config.last_report
    try:
        return snapshot.meetings.get(words).entered_at
    except NotFound:
        raise
    except Misused:
        from engtrack.cli.listing import since_day

        day = since_day(env, snapshot, text)
        return dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(microseconds=1)


@app.command()
def timeline(
    ctx: typer.Context,
    days: Annotated[
        str | None, typer.Option("--days", metavar="DAYS", help="Only these: this-year, Q3, 2026-01-01..2026-06-30.")
    ] = None,
    as_of: AsOf = None,
    output: Output = None,
    force: Force = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show meetings, due days, closings and the steps of routes in the order of their days."""
    from engtrack.dates.ranges import Range, read_range
    from engtrack.reports.timeline import events, timeline_report

    env: Environment = ctx.obj
    snapshot, today = seen(env, as_of)
    config = snapshot.config
    span = read_range(days, today, config.date_order, config.calendar) if days is not None else Range(None, None)
    found = events(snapshot.meetings, snapshot.actions, snapshot.recommendations, today, span.first, span.last)
    deliver(env, timeline_report(found, today), found, format, output, force)


@app.command()
def routes(
    ctx: typer.Context,
    as_of: AsOf = None,
    output: Output = None,
    force: Force = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show how many of the recommended routes were taken up, by route and by who recommended, and who is silent."""
    from engtrack.reports.ledger import ledger, ledger_report

    env: Environment = ctx.obj
    snapshot, today = seen(env, as_of)
    value = ledger(snapshot.recommendations, snapshot.actions, snapshot.meetings, snapshot.config.us, today)
    deliver(env, ledger_report(value), value, format, output, force)
