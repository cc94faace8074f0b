"""`engtrack meeting …`: who met whom, when, about what."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engtrack.cli.complete import meetings as meeting_ids
from engtrack.cli.complete import stakeholders
from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.options import Reason, day_option
from engtrack.cli.show import AllRows, Format, FormatOption, show_one, show_records, show_report
from engtrack.errors import Misused, NotFound, Refused
from engtrack.model import Action, Meeting, MeetingStatus, Point, Recommendation, Topic
from engtrack.queries import last_of_series

if TYPE_CHECKING:
    from engtrack.layout import Report
    from engtrack.reports.relationship import Relationship
    from engtrack.store.change import Change
    from engtrack.store.snapshot import Snapshot

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Who met whom, when, about what.")


Id = Annotated[str, typer.Argument(metavar="ID", autocompletion=meeting_ids, help="The meeting, like M1.")]
Follows = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        autocompletion=meeting_ids,
        help="The meeting before it in the series [the last of this kind with the same stakeholders].",
    ),
]
With = Annotated[
    list[str] | None,
    typer.Option("--with", "-w", metavar="KEY", autocompletion=stakeholders, help="Who meets; repeat it for each."),
]


def numbered(titles: Iterable[str]) -> tuple[Topic, ...]:
    """Agenda items with these *titles*, numbered from 1."""
    return tuple(Topic(number=str(n), title=clean(item, "--topic")) for n, item in enumerate(titles, start=1))


@app.command()
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(help="What the meeting is called.")],
    date: Annotated[str | None, typer.Option("--date", "-d", metavar="DATE", help="The day it happens.")] = None,
    with_: With = None,
    reference: Annotated[str | None, typer.Option(metavar="TEXT", help="Its reference, like EMA/158016/2025.")] = None,
    kind: Annotated[str, typer.Option(metavar="TEXT", help="bilateral, platform, committee, …")] = "bilateral",
    topic: Annotated[
        list[str] | None, typer.Option("--topic", "-t", metavar="TITLE", help="An agenda item; repeat it in order.")
    ] = None,
    status: Annotated[
        MeetingStatus | None, typer.Option(help="Where it stands [planned if its day is to come; else held].")
    ] = None,
    follows: Follows = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Record a meeting, planned or held."""
    env: Environment = ctx.obj
    words = clean(title, "the title")

    def enter(change: "Change") -> Meeting:
        day = day_option(env, date, change.config)
        _refuse_held_to_come(env, day, status)
        met = change.keys(with_ or ())
        before = change.meetings.get(follows) if follows else last_of_series(change.meetings, kind, met, day)
        return change.add(
            Meeting,
            title=words,
            date=day,
            reference=clean(reference, "--reference") if reference is not None else None,
            kind=clean(kind, "--kind"),
            status=status or (MeetingStatus.PLANNED if day is None or day > env.today else MeetingStatus.HELD),
            stakeholders=met,
            topics=numbered(topic or ()),
            follows=before.id if before else None,
        )

    meeting = env.change(enter)
    from engtrack.dates import say_day

    series = f", follows {meeting.follows}" if meeting.follows else ""
    env.note(f"added {meeting.id}, {f'on {say_day(meeting.date)}' if meeting.date else 'without a day'}{series}")
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
    id: Id,
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
    report = meeting_report(meeting, actions, routes, env.today, snapshot.config)
    show_report(env, report, meeting, format)


@app.command()
def edit(
    ctx: typer.Context,
    id: Id,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What the meeting is called.")] = None,
    date: Annotated[
        str | None, typer.Option("--date", "-d", metavar="DATE", help="The day it happens; none for not known.")
    ] = None,
    with_: With = None,
    reference: Annotated[str | None, typer.Option(metavar="TEXT", help="Its reference; none takes it away.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="TEXT", help="bilateral, platform, committee, …")] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic", "-t", metavar="TITLE", help="An agenda item, in the place of those it has; repeatable."
        ),
    ] = None,
    status: Annotated[MeetingStatus | None, typer.Option(help="Where it stands.")] = None,
    follows: Follows = None,
    reason: Reason = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Change a meeting by options, or in your editor when no option is given."""
    env: Environment = ctx.obj
    asked: dict[str, Any] = {
        "title": title,
        "date": date,
        "stakeholders": with_,
        "reference": reference,
        "kind": kind,
        "topics": topic,
        "status": status,
        "follows": follows,
    }
    asked = {name: value for name, value in asked.items() if value not in (None, [])}
    if not asked:
        from engtrack.cli.editing import MEETING_COMMENTS, edit_in_editor

        before = env.read().meetings.get(id)
        _show([edit_in_editor(env, before, MEETING_COMMENTS, _read_typed, reason)], env, format)
        return
    meeting = env.change(lambda change: change.put(_amended(env, change, change.meetings.get(id), asked)), reason)
    if date is not None:
        from engtrack.reports.tables import day

        env.note(f"changed {meeting.id}, on {day(meeting.date)}")
    _show([meeting], env, format)


def _amended(env: Environment, change: "Change", meeting: Meeting, asked: dict[str, Any]) -> Meeting:
    """*meeting* with what was *asked* for; Misused for what cannot be read."""
    fields: dict[str, Any] = {}
    for name, value in asked.items():
        if value == "none" and name in {"date", "reference", "follows"}:
            fields[name] = None
        elif name == "date":
            fields[name] = value if isinstance(value, dt.date) else day_option(env, value, change.config)
        elif name == "stakeholders":
            fields[name] = change.keys(value)
        elif name == "topics":
            fields[name] = _topics(change, meeting, numbered(value))
        elif name == "follows":
            fields[name] = change.meetings.get(value).id
        else:
            fields[name] = clean(value, f"--{name}") if type(value) is str else value
    new = meeting.having(**fields)
    _refuse_held_to_come(env, new.date, new.status)
    return new


def _refuse_held_to_come(env: Environment, day: dt.date | None, status: MeetingStatus | None) -> None:
    if status is MeetingStatus.HELD and day is not None and day > env.today:
        raise Misused(f"a meeting on {day} is to come, so it was not held; --status planned says so")


def _read_typed(env: Environment, change: "Change", meeting: Meeting, fields: dict[str, Any]) -> Meeting:
    """The meeting that the text of the editor describes; a field that is not there is empty."""
    from engtrack.cli.amending import one_of

    if not fields["title"] or not fields["status"] or not fields["kind"]:
        raise Misused("a meeting needs its title, status and kind")
    asked = {name: "none" if value is None else value for name, value in fields.items()}
    asked |= {"stakeholders": fields["stakeholders"] or [], "status": one_of(MeetingStatus, fields["status"])}
    return _amended(env, change, meeting, asked)


def _topics(change: "Change", meeting: Meeting, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """*topics*, refused where something in the register stands under one that they no longer have."""
    from engtrack import queries

    here = queries.Has("meeting", meeting.id)
    labels = {topic.label: topic.title for topic in topics}
    titles = {topic.label: topic.title for topic in meeting.topics}
    under: list[Action | Recommendation | Point] = [
        *change.actions.where(here),
        *change.recommendations.where(here),
        *change.points.where(here),
    ]
    for record in under:
        if record.topic is not None and record.topic not in labels:
            raise Refused(f"{record.id} stands under topic {record.topic} of {meeting.id}, which would be gone")
        if record.topic is not None and labels[record.topic] != titles.get(record.topic):
            raise Refused(
                f"{record.id} stands under topic {record.topic} of {meeting.id} ({titles.get(record.topic)}), which would be "
                f"{labels[record.topic]!r}; keep the order of those that are in use"
            )
    return topics


@app.command()
def cancel(ctx: typer.Context, id: Id, reason: Reason = None, format: FormatOption = Format.TABLE) -> None:
    """Mark a planned meeting as cancelled; its record stays."""
    env: Environment = ctx.obj

    def call_off(change: "Change") -> Meeting:
        meeting = change.meetings.get(id)
        if meeting.status is not MeetingStatus.PLANNED:
            raise Refused(f"{meeting.id} was {meeting.status} already; only a planned meeting can be cancelled")
        return change.put(meeting.having(status=MeetingStatus.CANCELLED))

    meeting = env.change(call_off, reason)
    env.note(f"{meeting.id} is cancelled")
    _show([meeting], env, format)


@app.command()
def prepare(
    ctx: typer.Context,
    who: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            autocompletion=stakeholders,
            help="The stakeholder to be met, or the planned meeting, like M3.",
        ),
    ],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what to carry into the next meeting: open on each side, unanswered, routes, positions, an agenda."""
    env: Environment = ctx.obj
    report, value = brief(env.read(), who, env.today)
    show_report(env, report, value, format)


def brief(snapshot: "Snapshot", who: str, today: dt.date) -> "tuple[Report, Relationship]":
    """The briefing for the next meeting with *who*, a stakeholder or a planned meeting, as a report and as a value."""
    from engtrack.reports.relationship import briefing_report, relationship
    from engtrack.urgency import Urgency

    stakeholder = snapshot.stakeholder(_counterpart(snapshot, who))
    if stakeholder.key == snapshot.config.us:
        raise Misused(f"{stakeholder.key} is us; name whom we meet, like EMA")
    actions = list(snapshot.actions)
    value = relationship(stakeholder, snapshot.meetings, actions, snapshot.recommendations, snapshot.points, today)
    return briefing_report(value, snapshot.config, Urgency(actions, today, snapshot.config)), value


def _counterpart(snapshot: "Snapshot", who: str) -> str:
    """*who*, or the other one who is to be at the meeting with that id."""
    try:
        snapshot.stakeholder(who)
    except NotFound:
        if not re.fullmatch(r"M-?\d+", who, re.IGNORECASE):
            raise
    else:
        return who
    meeting = snapshot.meetings.get(who)
    if meeting.status is not MeetingStatus.PLANNED:
        raise Refused(f"{meeting.id} was {meeting.status}; name a planned meeting, or whom we meet, like EMA")
    others = [key for key in meeting.stakeholders if key != snapshot.config.us]
    if len(others) != 1:
        raise Misused(
            f"{meeting.id} is with {' + '.join(meeting.stakeholders) or 'nobody'}; name the one to prepare for, like "
            f"{others[0] if others else 'EMA'}"
        )
    return others[0]
