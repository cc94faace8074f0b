"""`engtrack action list`: the filters that choose actions, for the list itself, for saved views and for bulk changes."""

import datetime as dt
import shlex
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from engtrack.cli.complete import meetings, routes, stakeholders, tags, topics
from engtrack.cli.environment import Environment, clean
from engtrack.cli.show import AllRows, Format, FormatOption, show_records
from engtrack.errors import EngtrackError, Misused, NotFound, Refused
from engtrack.model import Action, ActionStatus, Priority, Strength

if TYPE_CHECKING:
    from engtrack.queries import Filter
    from engtrack.store.snapshot import Snapshot


class Sort(StrEnum):
    """The order of a list."""

    URGENCY = "urgency"
    DUE = "due"
    ASKED = "asked"
    STRENGTH = "strength"
    OWNER = "owner"
    ID = "id"


Keys = list[str] | None


def list_actions(
    ctx: typer.Context,
    owner: Annotated[
        Keys, typer.Option("--owner", "-o", metavar="KEY", autocompletion=stakeholders, help="Those that KEY must do.")
    ] = None,
    not_owner: Annotated[
        Keys, typer.Option("--not-owner", metavar="KEY", autocompletion=stakeholders, help="Not those of KEY.")
    ] = None,
    ours: Annotated[bool, typer.Option("--ours", help="What we owe alone (see: engtrack config us).")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="What others owe.")] = False,
    joint: Annotated[bool, typer.Option("--joint", help="What we owe together with others.")] = False,
    with_: Annotated[
        Keys,
        typer.Option("--with", "-w", metavar="KEY", autocompletion=stakeholders, help="What is between us and KEY."),
    ] = None,
    meeting: Annotated[
        Keys, typer.Option("--meeting", "-m", metavar="ID", autocompletion=meetings, help="Of this meeting, like M1.")
    ] = None,
    topic: Annotated[
        Keys,
        typer.Option("--topic", "-t", metavar="TEXT", autocompletion=topics, help="Under this topic: number or words."),
    ] = None,
    route: Annotated[
        Keys, typer.Option("--route", metavar="ROUTE", autocompletion=routes, help="About this route, like QIG.")
    ] = None,
    strength: Annotated[
        Keys, typer.Option("--strength", metavar="STRENGTH", help='invited, or "at-least invited".')
    ] = None,
    status: Annotated[
        list[ActionStatus] | None, typer.Option("--status", help="Those that stand here, closed ones too.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", "-a", help="Closed ones too.")] = False,
    due: Annotated[
        str | None,
        typer.Option("--due", "-d", metavar="DAYS", help="Due in these days: this-week, ..2026-06-30, Q3, +2w."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help='Asked on that day or later; "last meeting" is a day too.'),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Those whose day has passed.")] = False,
    undated: Annotated[bool, typer.Option("--undated", help="Those without a day.")] = False,
    to_review: Annotated[
        bool, typer.Option("--to-review", help="Those without a day that are to be looked at again.")
    ] = False,
    assignee: Annotated[
        Keys, typer.Option("--assignee", metavar="NAME", help="Given to this person on our side.")
    ] = None,
    tag: Annotated[Keys, typer.Option("--tag", metavar="TAG", autocompletion=tags, help="With this tag.")] = None,
    not_tag: Annotated[
        Keys, typer.Option("--not-tag", metavar="TAG", autocompletion=tags, help="Without this tag.")
    ] = None,
    priority: Annotated[
        list[Priority] | None, typer.Option("--priority", help="Those that matter so much to us.")
    ] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="WORDS", help="Those that say all of WORDS.")
    ] = None,
    sort: Annotated[Sort, typer.Option("--sort", help="The order.")] = Sort.URGENCY,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="The first N of them.")] = None,
    all_rows: AllRows = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the open actions, most urgent first; filters narrow the list, and repeated ones widen each other."""
    env: Environment = ctx.obj
    snapshot = env.read()
    actions = _chosen(env, snapshot, ctx.params)
    empty = "no such action" if actions or snapshot.actions else "no open action; engtrack action add TEXT logs one"
    shows_status = all or status is not None or any(action.status is ActionStatus.WAITING for action in actions)
    show_actions(env, actions, "Actions", format, snapshot, empty, shows_status, all_rows)


# the list as a command of its own, so that views and bulk changes read their words as it does
command = typer.Typer(rich_markup_mode=None, add_completion=False, context_settings={"help_option_names": []})
command.command()(list_actions)


def show_actions(
    env: Environment,
    actions: Sequence[Action],
    title: str,
    format: Format,
    snapshot: "Snapshot | None" = None,
    empty: str = "none",
    status: bool = False,
    all_rows: bool = True,
) -> None:
    """A table of *actions* for people, the whole records for programs."""
    from engtrack.model import Config
    from engtrack.reports.tables import actions_table

    config = snapshot.config if snapshot else Config()
    table = actions_table(title, actions, env.today, config, empty, status)
    show_records(env, actions, Action, table, format, all_rows)


def matching(env: Environment, snapshot: "Snapshot", words: Sequence[str]) -> list[Action]:
    """The actions that `engtrack action list` with these *words* would list; Misused where it would not take them."""
    params = understood(env, snapshot, words)
    if not any(params[name] for name in (*_READERS, "ours", "theirs", "joint", "all", "limit")):
        raise Misused(f"{shlex.join(words)!r} chooses every action; say what is meant, like --overdue, or --all")
    return _chosen(env, snapshot, params)


def understood(env: Environment, snapshot: "Snapshot", words: Sequence[str]) -> dict[str, Any]:
    """The options in *words*, as the list takes them; Misused where it does not, a missing record included."""
    said = shlex.join(words)
    try:
        context = get_command(command).make_context("action list", list(words), obj=env)
        _filter(env, snapshot, context.params)
    except NotFound as error:
        raise Misused(f"{said!r} names what is not there: {error}") from error
    except EngtrackError:
        raise
    except Exception as error:  # whatever class the parser has for a wrong option, it carries its sentence
        sentence = getattr(error, "message", None)
        if not sentence:
            raise
        raise Misused(f"{said!r} is nothing that engtrack action list takes: {str(sentence).lower()}") from error
    return dict(context.params)


def _chosen(env: Environment, snapshot: "Snapshot", params: dict[str, Any]) -> list[Action]:
    from engtrack.urgency import Urgency

    wanted, limit = _filter(env, snapshot, params), params["limit"]
    if Sort(params["sort"]) is Sort.URGENCY:
        return snapshot.actions.most_urgent(
            wanted, Urgency(snapshot.actions.linked(), env.today, snapshot.config), limit
        )
    return sorted(snapshot.actions.where(wanted), key=_order(Sort(params["sort"])))[:limit]


def _order(sort: Sort) -> Callable[[Action], Any]:
    from engtrack import queries

    orders: dict[Sort, Callable[[Action], Any]] = {
        Sort.DUE: queries.soonest_first,
        Sort.ASKED: lambda action: (action.happened_on or dt.date.min, action.number),
        Sort.STRENGTH: lambda action: (action.strength.rank, queries.soonest_first(action)),
        Sort.OWNER: lambda action: (action.owner, queries.soonest_first(action)),
        Sort.ID: lambda action: action.number,
    }
    return orders[sort]


def _filter(env: Environment, snapshot: "Snapshot", params: dict[str, Any]) -> "Filter":
    """All that *params*, the options of the list, ask for."""
    from engtrack import queries

    wanted = queries.Filter() if params["all"] or params["status"] else queries.IsOpen()
    for name, read in _READERS.items():
        if params[name] not in (None, False, (), []):
            wanted &= read(env, snapshot, params[name])
    if sides := [side for side in ("ours", "theirs", "joint") if params[side]]:
        us = snapshot.config.us
        if us is None:
            raise Refused("it is not said whose register this is; engtrack config us KEY says it")
        wanted &= queries.any_of(queries.OwedBy(us, side) for side in sides)
    return wanted


def _owners(env: Environment, snapshot: "Snapshot", keys: list[str]) -> "Filter":
    from engtrack import queries

    return queries.any_of(queries.Concerns("owner", key) for key in snapshot.keys(keys))


def _with(env: Environment, snapshot: "Snapshot", keys: list[str]) -> "Filter":
    from engtrack import queries

    met = {key: frozenset[str]() for key in snapshot.keys(keys)}
    for meeting in snapshot.meetings:
        for key in met:
            if key in meeting.stakeholders:
                met[key] |= {meeting.id}
    return queries.any_of(queries.Involves(key, meetings) for key, meetings in met.items())


def _meetings(env: Environment, snapshot: "Snapshot", ids: list[str]) -> "Filter":
    from engtrack import queries

    return queries.OneOf("meeting", tuple(snapshot.meetings.get(id).id for id in ids))


def _topics(env: Environment, snapshot: "Snapshot", asked: list[str]) -> "Filter":
    from engtrack import queries

    found = {
        (meeting.id, topic.label)
        for meeting in snapshot.meetings
        for topic in meeting.topics
        for words in asked
        if topic.number == words or set(queries.plain(words).split()) <= set(queries.plain(topic.title).split())
    }
    return queries.UnderTopic(frozenset(found))


def _routes(env: Environment, snapshot: "Snapshot", keys: list[str]) -> "Filter":
    from engtrack import queries
    from engtrack.routes.catalogue import find_route

    catalogue = env.catalogue()
    named = dict.fromkeys(find_route(catalogue, key).key for key in keys)
    of = {key: {item.id for item in snapshot.recommendations if item.route == key} for key in named}
    return queries.any_of(queries.Serves(key, frozenset(of[key])) for key in named)


def _strengths(env: Environment, snapshot: "Snapshot", asked: list[str]) -> "Filter":
    from engtrack import queries

    filters: list[queries.Filter] = []
    for words in asked:
        name = words.casefold().replace("at-least", "").replace("at least", "").strip()
        if name not in set(Strength):
            raise Misused(f'cannot read {words!r} as a strength; try invited or "at-least invited"')
        is_least = name != words.casefold().strip()
        filters.append(queries.AtLeast(Strength(name)) if is_least else queries.Has("strength", Strength(name)))
    return queries.any_of(filters)


def _due(env: Environment, snapshot: "Snapshot", text: str) -> "Filter":
    from engtrack import queries
    from engtrack.dates.ranges import read_range

    config = snapshot.config
    return queries.Within("due", read_range(text, env.today, config.date_order, config.calendar))


def _since(env: Environment, snapshot: "Snapshot", text: str) -> "Filter":
    from engtrack import queries
    from engtrack.dates.ranges import Range

    return queries.Within("happened_on", Range(since_day(env, snapshot, text), None))


def since_day(env: Environment, snapshot: "Snapshot", text: str) -> dt.date:
    """The day that *text* names, looking back; `last meeting` is the day of the last one that was held."""
    from engtrack.cli.options import day_option

    if text.casefold().replace("-", " ").strip() == "last meeting":
        days = [
            meeting.date
            for meeting in snapshot.meetings
            if meeting.status == "held" and meeting.date and meeting.date <= env.today
        ]
        if not days:
            raise Refused(f"{text!r} is not known: no meeting with a day was held yet")
        return max(days)
    day = day_option(env, text, snapshot.config, past=True)
    assert day is not None
    return day


def _status(env: Environment, snapshot: "Snapshot", values: list[str]) -> "Filter":
    from engtrack import queries

    return queries.OneOf("status", tuple(map(ActionStatus, values)))


def _tags(env: Environment, snapshot: "Snapshot", names: list[str]) -> "Filter":
    from engtrack import queries

    return queries.any_of(queries.Concerns("tags", name.casefold()) for name in names)


def _priorities(env: Environment, snapshot: "Snapshot", values: list[str]) -> "Filter":
    from engtrack import queries

    return queries.OneOf("priority", tuple(map(Priority, values)))


def _assignees(env: Environment, snapshot: "Snapshot", names: list[str]) -> "Filter":
    from engtrack import queries

    return queries.any_of(queries.Assigned(name) for name in names)


def _words(env: Environment, snapshot: "Snapshot", text: str) -> "Filter":
    from engtrack import queries

    return queries.Says(tuple(queries.plain(clean(text, "--search")).split()))


def _overdue(env: Environment, snapshot: "Snapshot", wanted: bool) -> "Filter":
    from engtrack import queries

    return queries.Overdue(env.today)


def _undated(env: Environment, snapshot: "Snapshot", wanted: bool) -> "Filter":
    from engtrack import queries

    return queries.Undated()


def _to_review(env: Environment, snapshot: "Snapshot", wanted: bool) -> "Filter":
    from engtrack import queries

    return queries.ToReview(env.today, snapshot.config.review_after)


_READERS: dict[str, Callable[[Environment, "Snapshot", Any], "Filter"]] = {
    "owner": _owners,
    "not_owner": lambda env, snapshot, keys: ~_owners(env, snapshot, keys),
    "with_": _with,
    "meeting": _meetings,
    "topic": _topics,
    "route": _routes,
    "strength": _strengths,
    "status": _status,
    "due": _due,
    "since": _since,
    "overdue": _overdue,
    "undated": _undated,
    "to_review": _to_review,
    "assignee": _assignees,
    "tag": _tags,
    "not_tag": lambda env, snapshot, names: ~_tags(env, snapshot, names),
    "priority": _priorities,
    "search": _words,
}
