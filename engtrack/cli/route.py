"""`engtrack route …`: the catalogue of routes, and what was recommended to whom."""

from typing import TYPE_CHECKING, Annotated

import typer

from engtrack.cli.action import topic_of
from engtrack.cli.advising import advise, plan
from engtrack.cli.complete import recommendations, routes, stakeholders
from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.options import MeetingOption, OnOption, TopicOption, day_option
from engtrack.cli.show import AllRows, Format, FormatOption, show_one, show_records, show_report
from engtrack.errors import Misused
from engtrack.model import Recommendation, RouteStatus, StakeholderKind, Strength

if TYPE_CHECKING:
    from engtrack.store.change import Change

app = typer.Typer(
    cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Engagement routes, and what was recommended to whom."
)
app.command()(advise)
app.command()(plan)


@app.command()
def add(
    ctx: typer.Context,
    route: Annotated[
        str,
        typer.Argument(metavar="ROUTE", autocompletion=routes, help="A key of the catalogue, like QIG, ITF or ISG."),
    ],
    for_: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="KEY", autocompletion=stakeholders, help="To whom; repeat it for more."),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--recommended-by", metavar="KEY", autocompletion=stakeholders, help="Who recommended it."),
    ] = None,
    strength: Annotated[Strength, typer.Option(help="How strongly.")] = Strength.ENCOURAGED,
    because: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it was recommended.")] = None,
    members: Annotated[
        bool, typer.Option("--members", help="It is meant for the members of the association that it is for.")
    ] = False,
    meeting: MeetingOption = None,
    topic: TopicOption = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day it was recommended [the meeting's day; else today]."),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Record that a route was recommended to someone."""
    from engtrack.routes.catalogue import find_route

    env: Environment = ctx.obj
    found = find_route(env.catalogue(), route)
    key = found.key
    why = clean(because, "--because") if because is not None else None

    def enter(change: "Change") -> Recommendation:
        met = change.meetings.get(meeting) if meeting else None
        whom = change.keys(for_ or ())
        is_association = any(change.stakeholder(name).kind is StakeholderKind.ASSOCIATION for name in whom)
        if members and not is_association:
            raise Misused(f"--members goes with an association, which {' + '.join(whom) or 'nobody'} is not")
        if is_association and not members and found.level.value == "developer":
            env.note(f"{key} is used by single developers; --members says that it is meant for those of {whom[0]}")
        return change.add(
            Recommendation,
            route=key,
            for_=whom,
            for_members=members,
            recommended_by=change.keys(by or ()),
            strength=strength,
            because=why,
            meeting=met.id if met else None,
            topic=topic_of(met, topic),
            happened_on=day_option(env, on, change.config, past=True) or (met.date if met and met.date else env.today),
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
    for_: Annotated[
        str | None, typer.Option("--for", metavar="KEY", autocompletion=stakeholders, help="Only those for KEY.")
    ] = None,
    route: Annotated[
        str | None, typer.Option("--route", metavar="ROUTE", autocompletion=routes, help="Only this route.")
    ] = None,
    status: Annotated[
        RouteStatus | None,
        typer.Option(metavar="STATUS", help=f"Only those that stand here: {', '.join(RouteStatus)}."),
    ] = None,
    meeting: MeetingOption = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--recommended-by", metavar="KEY", autocompletion=stakeholders, help="Only those that KEY recommended."
        ),
    ] = None,
    is_open: Annotated[bool, typer.Option("--open", help="Only those that have not come to an end.")] = False,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help='Recommended on that day or later; "last meeting" is a day too.')
    ] = None,
    all_rows: AllRows = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the recommended routes, what became of each, and for how long it has stood there."""
    from engtrack import queries

    env: Environment = ctx.obj
    snapshot = env.read()
    wanted = queries.Filter()
    if for_:
        wanted &= queries.Concerns("for_", snapshot.stakeholder(for_).key)
    if route:
        from engtrack.routes.catalogue import find_route

        wanted &= queries.Has("route", find_route(env.catalogue(), route).key)
    if status:
        wanted &= queries.Has("status", status)
    if meeting:
        wanted &= queries.Has("meeting", snapshot.meetings.get(meeting).id)
    if by:
        wanted &= queries.Concerns("recommended_by", snapshot.stakeholder(by).key)
    if is_open:
        wanted &= queries.IsOpen()
    if since is not None:
        from engtrack.cli.listing import since_day
        from engtrack.dates.ranges import Range

        wanted &= queries.Within("happened_on", Range(since_day(env, snapshot, since), None))
    _show(snapshot.recommendations.where(wanted), env, format, all_rows)


def _show(found: list[Recommendation], env: Environment, format: Format, all_rows: bool = True) -> None:
    from engtrack.reports.tables import recommendations_table

    empty = "no such recommendation; engtrack route add ROUTE --for KEY records one"
    table = recommendations_table("Recommended routes", found, empty, env.today)
    show_records(env, found, Recommendation, table, format, all_rows)


@app.command()
def show(
    ctx: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", autocompletion=recommendations, help="The recommendation, like R4.")
    ],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show a recommendation: which route, to whom, by whom, in which words."""
    from engtrack import queries
    from engtrack.reports.records import recommendation_report

    env: Environment = ctx.obj
    snapshot = env.read()
    recommendation = snapshot.recommendations.get(id)
    meeting = snapshot.meetings.get(recommendation.meeting) if recommendation.meeting else None
    successors = snapshot.recommendations.where(queries.Has("referred_from", recommendation.id))
    show_report(env, recommendation_report(recommendation, meeting, successors, env.today), recommendation, format)


@app.command()
def advance(
    ctx: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", autocompletion=recommendations, help="The recommendation, like R4.")
    ],
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
    outcome: Annotated[str | None, typer.Option(metavar="TEXT", help="What came of it, once it was held.")] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="ROUTE",
            autocompletion=routes,
            help="The route it was referred to; recommended in its place.",
        ),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Record what became of a recommendation."""
    from engtrack.routes.catalogue import find_route

    env: Environment = ctx.obj
    why = clean(note, "--note") if note is not None else None
    if (status is RouteStatus.REFERRED) != (to is not None):
        raise Misused("a route is referred to another one; give both, like: referred --to ISG")
    if meeting and status not in {RouteStatus.SCHEDULED, RouteStatus.HELD}:
        raise Misused(f"--meeting goes with scheduled or held, not with {status}")
    if outcome is not None and status is not RouteStatus.HELD:
        raise Misused(f"--outcome goes with held, not with {status}; --note TEXT says why")
    result = clean(outcome, "--outcome") if outcome is not None else None
    successor = find_route(env.catalogue(), to).key if to is not None else None

    def move(change: "Change") -> list[Recommendation]:
        old = change.recommendations.get(id)
        if successor == old.route:
            raise Misused(f"{old.id} is a recommendation of {successor}; it cannot be referred to itself")
        day = day_option(env, on, change.config, past=True) or env.today
        new = old.moved(status, day, why)
        if meeting:
            met = change.meetings.get(meeting)
            if status is RouteStatus.HELD and met.date is not None and met.date > day:
                raise Misused(f"{met.id} is on {met.date}; {old.id} was not held there on {day}, before that")
            new = new.having(held_at=met.id)
        if result is not None:
            new = new.having(outcome=result)
        moved = [change.put(new)]
        if successor:
            moved.append(
                change.add(
                    Recommendation,
                    route=successor,
                    for_=old.for_,
                    for_members=old.for_members,
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


@app.command()
def catalogue(
    ctx: typer.Context,
    route: Annotated[
        str | None, typer.Argument(metavar="[ROUTE]", autocompletion=routes, help="One route, whole, like QIG.")
    ] = None,
    agency: Annotated[str | None, typer.Option(metavar="KEY", help="Only those of EMA, EU, FDA or MHRA.")] = None,
    all_rows: AllRows = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the routes that there are, or one of them with its sources and what is not known of it."""
    from engtrack.reports.catalogue import catalogue_table, route_report
    from engtrack.routes.catalogue import Route, find_route

    env: Environment = ctx.obj
    known = env.catalogue()
    if route:
        found = find_route(known, route)
        show_report(env, route_report(found), found, format)
        return
    chosen = [
        item for item in known.values() if agency is None or agency.upper() in str(item.agency.value).upper().split("+")
    ]
    show_records(env, chosen, Route, catalogue_table(chosen), format, all_rows)
