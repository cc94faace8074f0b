"""`engtrack action …`: follow-ups of both sides."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.options import MeetingOption, OnOption, Reason, TopicOption, day_option
from engtrack.cli.show import AllRows, Format, FormatOption, show_one, show_records, show_report
from engtrack.errors import Misused, Refused
from engtrack.model import ACTIONS, Action, Strength

if TYPE_CHECKING:
    from engtrack.store.snapshot import Change

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Follow-up actions of both sides.")

Id = Annotated[str, typer.Argument(metavar="ID", help="The action, like A12.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="The actions, like A12 A13.")]


@app.command()
def add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="What is to be done, in a few words.")],
    owner: Annotated[
        list[str] | None,
        typer.Option("--owner", "-o", metavar="KEY", help="Who must act; repeat it for a joint action."),
    ] = None,
    by_whom: Annotated[
        list[str] | None, typer.Option("--requested-by", metavar="KEY", help="Who asked for it.")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option("--due", "-d", metavar="DATE", help="The day it is due: 2026-03-14, friday, +2w, eom, …"),
    ] = None,
    strength: Annotated[
        Strength | None,
        typer.Option(help="How strongly [agreed if joint, requested if somebody asked; else committed]."),
    ] = None,
    meeting: MeetingOption = None,
    topic: TopicOption = None,
    asked: Annotated[
        str | None,
        typer.Option("--asked", metavar="DATE", help="The day it was asked [the meeting's day; else today]."),
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Log a follow-up action."""
    env: Environment = ctx.obj
    words = clean(text, "the text of the action")

    def log(change: "Change") -> Action:
        met = change.meetings.get(meeting) if meeting else None
        order = change.config.date_order
        owners, askers = change.keys(owner or ()), change.keys(by_whom or ())
        happened_on = day_option(env, asked, order, past=True) or (met.date if met and met.date else env.today)
        return change.add(
            Action,
            text=words,
            owner=owners,
            requested_by=askers,
            due=day_option(env, due, order),
            strength=strength or _usual_strength(owners, askers),
            meeting=met.id if met else None,
            topic=topic_of(met, topic),
            happened_on=happened_on,
        )

    action = env.change(log)
    note_added(env, action)
    show_action(env, action, format)


def _usual_strength(owners: tuple[str, ...], askers: tuple[str, ...]) -> Strength:
    if len(owners) > 1:
        return Strength.AGREED
    return Strength.REQUESTED if askers else Strength.COMMITTED


def show_action(env: Environment, action: Action, format: Format) -> None:
    """One action as a row for people, as one object for programs."""
    from engtrack.reports.tables import actions_table

    show_one(env, action, actions_table("", [action], env.today, 14), format)


def topic_of(meeting: Any, topic: str | None) -> str | None:
    """The label of the topic that was typed; refused where the meeting has none such."""
    if topic is None:
        return None
    if meeting is None:
        raise typer.BadParameter("a topic belongs to a meeting; say which with --meeting", param_hint="--topic")
    return str(meeting.topic(topic).label)


def note_added(env: Environment, action: Action) -> None:
    """Say back what was understood of the day."""
    from engtrack.dates import say_day

    env.note(f"added {action.id}" + (f", due {say_day(action.due)}" if action.due else ", without a day"))


@app.command("list")
def list_actions(
    ctx: typer.Context,
    all: Annotated[bool, typer.Option("--all", "-a", help="Closed ones too.")] = False,
    owner: Annotated[
        str | None, typer.Option("--owner", "-o", metavar="KEY", help="Only those that KEY must do.")
    ] = None,
    meeting: MeetingOption = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those whose day has passed.")] = False,
    undated: Annotated[bool, typer.Option("--undated", help="Only those without a day.")] = False,
    ours: Annotated[bool, typer.Option("--ours", help="Only what we owe alone (see: engtrack config us).")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Only what others owe.")] = False,
    joint: Annotated[bool, typer.Option("--joint", help="Only what we owe together with others.")] = False,
    search: Annotated[
        str | None, typer.Option("--search", metavar="WORDS", help="Only those that say all of WORDS.")
    ] = None,
    all_rows: AllRows = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the open actions, soonest due first, undated ones after."""
    from engtrack import queries

    env: Environment = ctx.obj
    snapshot = env.read()
    wanted = queries.Filter() if all else queries.IsOpen()
    if owner:
        wanted &= queries.Concerns("owner", snapshot.stakeholder(owner).key)
    if meeting:
        wanted &= queries.Has("meeting", snapshot.meetings.get(meeting).id)
    if overdue:
        wanted &= queries.Overdue(env.today)
    if undated:
        wanted &= queries.Undated()
    if ours or theirs or joint:
        us = snapshot.config.us
        if us is None:
            raise Refused("it is not said whose register this is; engtrack config us KEY says it")
        sides = [name for name, is_wanted in (("ours", ours), ("theirs", theirs), ("joint", joint)) if is_wanted]
        any_side: queries.Filter = queries.OwedBy(us, sides[0])
        for side in sides[1:]:
            any_side |= queries.OwedBy(us, side)
        wanted &= any_side
    if search is not None:
        wanted &= queries.Says(tuple(queries.plain(clean(search, "--search")).split()))
    actions = sorted(snapshot.actions.where(wanted), key=queries.soonest_first)
    is_narrowed = owner or meeting or overdue or undated or ours or theirs or joint or search
    empty = "no such action" if is_narrowed else "no open action; engtrack action add TEXT logs one"
    show_actions(env, actions, "Actions", format, snapshot.config.due_soon, empty, all, all_rows)


def show_actions(
    env: Environment,
    actions: list[Action],
    title: str,
    format: Format,
    due_soon: int = 14,
    empty: str = "none",
    status: bool = False,
    all_rows: bool = True,
) -> None:
    from engtrack.reports.tables import actions_table

    table = actions_table(title, actions, env.today, due_soon, empty, status)
    show_records(env, actions, Action, table, format, all_rows)


@app.command()
def show(ctx: typer.Context, id: Id, format: FormatOption = Format.TABLE) -> None:
    """Show an action: who asked whom, how strongly, where and in which words."""
    from engtrack.reports.records import action_report

    env: Environment = ctx.obj
    snapshot = env.read()
    action = snapshot.actions.get(id)
    meeting = snapshot.meetings.get(action.meeting) if action.meeting else None
    show_report(env, action_report(action, meeting), action, format)


@app.command()
def done(
    ctx: typer.Context,
    ids: Ids,
    on: OnOption = None,
    outcome: Annotated[str | None, typer.Option(metavar="TEXT", help="What came of it.")] = None,
    reason: Reason = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Mark actions as done."""
    env: Environment = ctx.obj
    words = clean(outcome, "--outcome") if outcome is not None else None

    def close(change: "Change") -> list[Action]:
        day = day_option(env, on, change.config.date_order, past=True) or env.today
        return [change.put(change.actions.get(id).done(day, words)) for id in dict.fromkeys(map(ACTIONS.read_id, ids))]

    _show_closed(env, env.change(close, reason), "done", format)


@app.command()
def drop(
    ctx: typer.Context, ids: Ids, on: OnOption = None, reason: Reason = None, format: FormatOption = Format.TABLE
) -> None:
    """Give actions up."""
    env: Environment = ctx.obj

    def give_up(change: "Change") -> list[Action]:
        day = day_option(env, on, change.config.date_order, past=True) or env.today
        return [change.put(change.actions.get(id).dropped(day)) for id in dict.fromkeys(map(ACTIONS.read_id, ids))]

    _show_closed(env, env.change(give_up, reason), "dropped", format)


@app.command()
def reopen(ctx: typer.Context, ids: Ids, reason: Reason = None, format: FormatOption = Format.TABLE) -> None:
    """Open closed actions again."""
    env: Environment = ctx.obj

    def open_again(change: "Change") -> list[Action]:
        return [change.put(change.actions.get(id).reopened()) for id in dict.fromkeys(map(ACTIONS.read_id, ids))]

    _show_closed(env, env.change(open_again, reason), "open again", format)


def _show_closed(env: Environment, actions: list[Action], what: str, format: Format) -> None:
    from engtrack.dates import say_day

    day = actions[0].closed_on
    env.note(f"{what}: {', '.join(action.id for action in actions)}" + (f", on {say_day(day)}" if day else ""))
    show_actions(env, actions, "", format, status=True)


@app.command()
def edit(
    ctx: typer.Context,
    ids: Ids,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="What is to be done.")] = None,
    owner: Annotated[
        list[str] | None, typer.Option("--owner", "-o", metavar="KEY", help="Who must act instead; repeat it if joint.")
    ] = None,
    by_whom: Annotated[
        list[str] | None, typer.Option("--requested-by", metavar="KEY", help="Who asked for it instead.")
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", "-d", metavar="DATE", help="The new day; none takes it away.")
    ] = None,
    strength: Annotated[Strength | None, typer.Option(help="How strongly it was asked.")] = None,
    reason: Reason = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Change what actions say: their day, words, owner, or strength."""
    env: Environment = ctx.obj
    words = clean(text, "--text") if text is not None else None

    def amend(change: "Change") -> list[Action]:
        fields: dict[str, Any] = {}
        if words is not None:
            fields["text"] = words
        if owner:
            fields["owner"] = change.keys(owner)
        if by_whom:
            fields["requested_by"] = change.keys(by_whom)
        if due is not None:
            fields["due"] = None if due.strip().casefold() == "none" else day_option(env, due, change.config.date_order)
        if strength is not None:
            fields["strength"] = strength
        if not fields:
            raise Misused(
                "there is nothing to change; name at least one of --due, --text, --owner, --requested-by, --strength"
            )
        return [change.put(change.actions.get(id).having(**fields)) for id in dict.fromkeys(map(ACTIONS.read_id, ids))]

    actions = env.change(amend, reason)
    if due is not None:
        from engtrack.reports.tables import day

        env.note(f"changed {', '.join(action.id for action in actions)}, due {day(actions[0].due)}")
    show_actions(env, actions, "", format, status=True)
