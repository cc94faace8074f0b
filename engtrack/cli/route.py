"""`engtrack route …`: the catalogue of routes, and what was recommended to whom."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engtrack.cli.action import topic_of
from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.options import MeetingOption, OnOption, TopicOption, day_option
from engtrack.cli.show import AllRows, Format, FormatOption, show_one, show_records, show_report
from engtrack.errors import Misused
from engtrack.model import Recommendation, RouteStatus, Strength

if TYPE_CHECKING:
    from engtrack.layout import Report
    from engtrack.routes.catalogue import Route
    from engtrack.store.snapshot import Change, Snapshot

app = typer.Typer(
    cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Engagement routes, and what was recommended to whom."
)


@app.command()
def add(
    ctx: typer.Context,
    route: Annotated[str, typer.Argument(metavar="ROUTE", help="A key of the catalogue, like QIG, ITF or ISG.")],
    for_: Annotated[list[str] | None, typer.Option("--for", metavar="KEY", help="To whom; repeat it for more.")] = None,
    by: Annotated[list[str] | None, typer.Option("--recommended-by", metavar="KEY", help="Who recommended it.")] = None,
    strength: Annotated[Strength, typer.Option(help="How strongly.")] = Strength.ENCOURAGED,
    because: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it was recommended.")] = None,
    meeting: MeetingOption = None,
    topic: TopicOption = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day it was recommended [the meeting's day; else today]."),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Record that a route was recommended to someone."""
    from engtrack.routes.catalogue import find_route, load_catalogue

    env: Environment = ctx.obj
    key = find_route(load_catalogue(), route).key
    why = clean(because, "--because") if because is not None else None

    def enter(change: "Change") -> Recommendation:
        met = change.meetings.get(meeting) if meeting else None
        return change.add(
            Recommendation,
            route=key,
            for_=change.keys(for_ or ()),
            recommended_by=change.keys(by or ()),
            strength=strength,
            because=why,
            meeting=met.id if met else None,
            topic=topic_of(met, topic),
            happened_on=day_option(env, on, change.config.date_order, past=True)
            or (met.date if met and met.date else env.today),
        )

    recommendation = env.change(enter)
    from engtrack.dates import say_day
    from engtrack.reports.tables import recommendations_table

    env.note(
        f"added {recommendation.id}"
        + (f", on {say_day(recommendation.happened_on)}" if recommendation.happened_on else "")
    )
    show_one(env, recommendation, recommendations_table("", [recommendation]), format)


@app.command("list")
def list_recommendations(
    ctx: typer.Context,
    for_: Annotated[str | None, typer.Option("--for", metavar="KEY", help="Only those for KEY.")] = None,
    route: Annotated[str | None, typer.Option("--route", metavar="ROUTE", help="Only this route.")] = None,
    status: Annotated[RouteStatus | None, typer.Option(help="Only those that stand here.")] = None,
    meeting: MeetingOption = None,
    all_rows: AllRows = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the recommended routes and what became of each."""
    from engtrack import queries

    env: Environment = ctx.obj
    snapshot = env.read()
    wanted = queries.Filter()
    if for_:
        wanted &= queries.Concerns("for_", snapshot.stakeholder(for_).key)
    if route:
        wanted &= queries.Has("route", route.upper())
    if status:
        wanted &= queries.Has("status", status)
    if meeting:
        wanted &= queries.Has("meeting", snapshot.meetings.get(meeting).id)
    _show(snapshot.recommendations.where(wanted), env, format, all_rows)


def _show(recommendations: list[Recommendation], env: Environment, format: Format, all_rows: bool = True) -> None:
    from engtrack.reports.tables import recommendations_table

    empty = "no such recommendation; engtrack route add ROUTE --for KEY records one"
    table = recommendations_table("Recommended routes", recommendations, empty)
    show_records(env, recommendations, Recommendation, table, format, all_rows)


@app.command()
def show(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="The recommendation, like R4.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show a recommendation: which route, to whom, by whom, in which words."""
    env: Environment = ctx.obj
    snapshot = env.read()
    recommendation = snapshot.recommendations.get(id)
    show_report(env, recommendation_report(snapshot, recommendation, env.today), recommendation, format)


@app.command()
def advance(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="The recommendation, like R4.")],
    status: Annotated[
        RouteStatus,
        typer.Argument(metavar="STATUS", help=f"Where it stands from now on: {', '.join(RouteStatus)}."),
    ],
    on: OnOption = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; a step back must say it.")] = None,
    meeting: Annotated[
        str | None,
        typer.Option("--meeting", "-m", metavar="ID", help="The meeting that it was scheduled for or held at."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="ROUTE", help="The route it was referred to; recommended in its place."),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Record what became of a recommendation."""
    from engtrack.routes.catalogue import find_route, load_catalogue

    env: Environment = ctx.obj
    why = clean(note, "--note") if note is not None else None
    if (status is RouteStatus.REFERRED) != (to is not None):
        raise Misused("a route is referred to another one; give both, like: referred --to ISG")
    if meeting and status not in {RouteStatus.SCHEDULED, RouteStatus.HELD}:
        raise Misused(f"--meeting goes with scheduled or held, not with {status}")
    successor = find_route(load_catalogue(), to).key if to is not None else None

    def move(change: "Change") -> list[Recommendation]:
        old = change.recommendations.get(id)
        if successor == old.route:
            raise Misused(f"{old.id} is a recommendation of {successor}; it cannot be referred to itself")
        day = day_option(env, on, change.config.date_order, past=True) or env.today
        new = old.moved(status, day, why)
        if meeting:
            new = new.having(held_at=change.meetings.get(meeting).id)
        moved = [change.put(new)]
        if successor:
            moved.append(
                change.add(
                    Recommendation,
                    route=successor,
                    for_=old.for_,
                    because=why or f"referred from {old.route}",
                    happened_on=day,
                    referred_from=old.id,
                )
            )
        return moved

    moved = env.change(move)
    from engtrack.dates import say_day

    new = moved[0]
    opened = f"; {moved[1].id} recommends {moved[1].route} in its place" if successor else ""
    env.note(f"{new.id} is {new.status}, on {say_day(new.moves[-1].on)}{opened}")
    _show(moved, env, format)


def recommendation_report(snapshot: "Snapshot", item: Recommendation, today: dt.date) -> "Report":
    from engtrack.layout import Column, Report, Role, Row, Table
    from engtrack.reports.tables import day, join, origin

    meeting = snapshot.meetings.get(item.meeting) if item.meeting else None
    facts = [
        ("For", join(item.for_)),
        ("Recommended by", join(item.recommended_by)),
        ("Strength", item.strength.value),
        ("Status", item.status.value),
        ("Because", item.because or ""),
        ("Recommended on", day(item.happened_on)),
        ("Meeting", item.held_at or ""),
        ("Referred from", item.referred_from or ""),
        ("Referred to", ", ".join(other.id for other in snapshot.recommendations if other.referred_from == item.id)),
        ("From", f"{origin(item)}: {meeting.title}" if meeting else ""),
        ("Evidence", f"“{item.evidence}”" if item.evidence else ""),
        ("On line", str(item.line) if item.line else ""),
        ("Entered at", f"{item.entered_at:%Y-%m-%d %H:%M} UTC"),
    ]
    stood = [
        (RouteStatus.RECOMMENDED, item.happened_on, None),
        *((move.status, move.on, move.note) for move in item.moves),
    ]
    ends = [*(move.on for move in item.moves), today if item.is_open else None]
    rows = tuple(
        Row((status.value, day(since), f"{(end - since).days} days" if since and end else "", note or ""))
        for (status, since, note), end in zip(stood, ends, strict=True)
    )
    columns = (Column("Status", Role.ID), Column("Since"), Column("For how long"), Column("Note", Role.MAIN))
    tables = (Table("What became of it", columns, rows),) if item.moves else ()
    return Report(f"{item.id}  {item.route}", tuple(fact for fact in facts if fact[1]), tables)


@app.command()
def catalogue(
    ctx: typer.Context,
    route: Annotated[str | None, typer.Argument(metavar="[ROUTE]", help="One route, whole, like QIG.")] = None,
    agency: Annotated[str | None, typer.Option(metavar="KEY", help="Only those of EMA, EU, FDA or MHRA.")] = None,
    all_rows: AllRows = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the routes that there are, or one of them with its sources and what is not known of it."""
    from engtrack.routes.catalogue import Route, find_route, load_catalogue

    env: Environment = ctx.obj
    routes = load_catalogue()
    if route:
        found = find_route(routes, route)
        show_report(env, route_report(found), found, format)
        return
    chosen = [
        item
        for item in routes.values()
        if agency is None or agency.upper() in str(item.agency.value).upper().split("+")
    ]
    show_records(env, chosen, Route, _catalogue_table(chosen), format, all_rows)


def _catalogue_table(routes: "list[Route]") -> Any:
    from engtrack.layout import Column, Role, Row, Table

    columns = (
        Column("Key", Role.ID),
        Column("Agency"),
        Column("Nature"),
        Column("Route", Role.MAIN),
        Column("Open to", Role.EXTRA),
    )
    rows = tuple(
        Row(
            (
                route.key,
                _say(route.agency.value),
                _say(route.nature.value),
                _say(route.name.value),
                _say(route.open_to.value),
            )
        )
        for route in routes
    )
    return Table("Engagement routes", columns, rows, "no such route; engtrack route catalogue lists all")


def _say(value: Any) -> str:
    if value is None:
        return "not known"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


LABELS = {
    "also": "Also called",
    "open_to": "Open to",
    "who": "In detail",
    "request": "How to ask",
    "output": "What comes out",
    "page": "Official page",
    "follow_up": "Usual follow-up",
}


def route_report(route: "Route") -> "Report":
    """One page on a route: what, for whom, when and how, after it; sources, and what is not known."""
    from engtrack.layout import Column, Report, Role, Row, Table

    known, unknown = [], []
    sources = {source: str(n) for n, source in enumerate(route.sources(), start=1)}
    for name, fact in route.facts().items():
        label = LABELS.get(name, name.capitalize())
        if fact.value is None:
            unknown.append(Row((label, fact.note or "not found in what was read")))
        elif name != "name":
            text = _say(fact.value) + (f" ({fact.note})" if fact.note else "")
            known.append(Row((label, text, fact.sure, ", ".join(sources[source] for source in fact.source))))
    steps = tuple(
        Row((step.what, _lead_time(step), step.sure, ", ".join(sources[source] for source in step.source)))
        for step in route.steps
    )
    marks = (Column("How sure"), Column("Source"))
    return Report(
        f"{route.key}  {route.name.value}",
        (
            ("Agency", _say(route.agency.value)),
            ("Counterparts", ", ".join(f"{item.route} ({item.sure})" for item in route.counterparts) or "none known"),
            ("Read on", max(fact.read for fact in route.facts().values()).isoformat()),
        ),
        (
            Table("What is known", (Column("Fact", Role.ID), Column("What", Role.MAIN), *marks), tuple(known)),
            Table("Steps", (Column("Step", Role.MAIN), Column("When"), *marks), steps, "no step is known"),
            Table("Not known", (Column("Fact", Role.ID), Column("What was looked for", Role.MAIN)), tuple(unknown)),
            Table(
                "Sources",
                (Column("No.", Role.ID), Column("Source", Role.MAIN)),
                tuple(Row((number, source)) for source, number in sources.items()),
            ),
        ),
    )


def _lead_time(step: Any) -> str:
    if step.days is None:
        return f"{step.when} {step.of}"
    if step.days == 0:
        return f"with {step.of}"
    span = f"{step.min_days}–{step.days}" if step.min_days else f"{step.days}"
    unit = {"working": "working days", "calendar": "days", "unknown": "days"}[step.unit]
    return f"{span} {unit} {step.when} {step.of}"
