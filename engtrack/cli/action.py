"""`engtrack action …`: follow-ups of both sides."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engtrack.cli.bulk import Where, chosen_ids
from engtrack.cli.complete import actions, closed_actions, meetings, open_actions, stakeholders, tags
from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.listing import list_actions, show_actions
from engtrack.cli.options import OnOption, Reason, TopicOption, Yes, day_option
from engtrack.cli.show import Format, FormatOption, show_one, show_report
from engtrack.errors import Misused
from engtrack.model import Action, Note, Priority, Strength

if TYPE_CHECKING:
    from engtrack.model import Meeting
    from engtrack.store.change import Change

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Follow-up actions of both sides.")
app.command("list")(list_actions)

Id = Annotated[str, typer.Argument(metavar="ID", autocompletion=actions, help="The action, like A12.")]
Open = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", autocompletion=open_actions, help="The actions, like A12 A13."),
]
Closed = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", autocompletion=closed_actions, help="The actions, like A12 A13."),
]
Owner = Annotated[
    list[str] | None,
    typer.Option(
        "--owner", "-o", metavar="KEY", autocompletion=stakeholders, help="Who must act; repeat it for a joint action."
    ),
]
Asker = Annotated[
    list[str] | None,
    typer.Option("--requested-by", metavar="KEY", autocompletion=stakeholders, help="Who asked for it."),
]
Assignee = Annotated[str | None, typer.Option(metavar="NAME", help="The person on our side who sees to it.")]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", autocompletion=tags, help="A word of your own; repeatable.")
]
Depends = Annotated[
    list[str] | None,
    typer.Option("--depends-on", metavar="ID", autocompletion=open_actions, help="What must be done before it."),
]
Repeat = Annotated[
    str | None, typer.Option(metavar="TEXT", help='How often it comes again, like "every quarter"; it needs a day.')
]
ReviewBy = Annotated[
    str | None, typer.Option(metavar="DATE", help="When to look at it again while it has no day [90 days after].")
]


@app.command()
def add(
    ctx: typer.Context,
    text: Annotated[
        str | None,
        typer.Argument(help="What is to be done, in a few words; - takes it from standard input, nothing asks for it."),
    ] = None,
    owner: Owner = None,
    by_whom: Asker = None,
    due: Annotated[
        str | None,
        typer.Option("--due", "-d", metavar="DATE", help="The day it is due: 2026-03-14, friday, +2w, +10wd, eom, …"),
    ] = None,
    strength: Annotated[
        Strength | None,
        typer.Option(help="How strongly [agreed if joint, requested if somebody asked; else committed]."),
    ] = None,
    meeting: Annotated[
        str | None,
        typer.Option("--meeting", "-m", metavar="ID", autocompletion=meetings, help="The meeting, like M1."),
    ] = None,
    topic: TopicOption = None,
    asked: Annotated[
        str | None,
        typer.Option("--asked", metavar="DATE", help="The day it was asked [the meeting's day; else today]."),
    ] = None,
    assignee: Assignee = None,
    tag: Tags = None,
    priority: Annotated[Priority, typer.Option(help="How much it matters to us.")] = Priority.NORMAL,
    depends_on: Depends = None,
    repeat: Repeat = None,
    review_by: ReviewBy = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Log a follow-up action; without a text it asks step by step."""
    env: Environment = ctx.obj
    if text is None:
        from engtrack.cli.stepwise import ask_for_action

        text, owner, by_whom, due = ask_for_action(env, owner, by_whom, due)
    words = env.words(text, "the text of the action")

    def log(change: "Change") -> Action:
        from engtrack.cli.amending import read_tags, repeating

        met = change.meetings.get(meeting) if meeting else None
        owners, askers = change.keys(owner or ()), change.keys(by_whom or ())
        happened_on = day_option(env, asked, change.config, past=True) or (met.date if met and met.date else env.today)
        due_day = day_option(env, due, change.config)
        return change.add(
            Action,
            text=words,
            owner=owners,
            requested_by=askers,
            due=due_day,
            strength=strength or _usual_strength(owners, askers),
            meeting=met.id if met else None,
            topic=topic_of(met, topic),
            happened_on=happened_on,
            assignee=clean(assignee, "--assignee") if assignee is not None else None,
            tags=read_tags(tag or ()),
            priority=priority,
            depends_on=tuple(dict.fromkeys(change.actions.get(id).id for id in depends_on or ())),
            repeat=repeating(repeat, due_day) if repeat is not None else None,
            review_by=day_option(env, review_by, change.config),
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
    from engtrack.model import Config
    from engtrack.reports.tables import actions_table

    show_one(env, action, actions_table("", [action], env.today, Config()), format)


def topic_of(meeting: "Meeting | None", topic: str | None) -> str | None:
    """The label of the topic that was typed; refused where the meeting has none such."""
    if topic is None:
        return None
    if meeting is None:
        raise typer.BadParameter("a topic belongs to a meeting; say which with --meeting", param_hint="--topic")
    return meeting.topic(topic).label


def note_added(env: Environment, action: Action) -> None:
    """Say back what was understood of the day."""
    from engtrack.dates import say_day

    again = f", then {action.repeat}" if action.repeat else ""
    env.note(f"added {action.id}" + (f", due {say_day(action.due)}{again}" if action.due else ", without a day"))


@app.command()
def show(ctx: typer.Context, id: Id, format: FormatOption = Format.TABLE) -> None:
    """Show an action: who asked whom, how strongly, in which words, and why it is as urgent as it is."""
    from engtrack.reports.records import action_report
    from engtrack.urgency import Urgency

    env: Environment = ctx.obj
    snapshot = env.read()
    action = snapshot.actions.get(id)
    meeting = snapshot.meetings.get(action.meeting) if action.meeting else None
    urgency = Urgency(snapshot.actions.linked(), env.today, snapshot.config)
    show_report(env, action_report(action, meeting, urgency), action, format)


@app.command()
def done(
    ctx: typer.Context,
    ids: Open = None,
    where: Where = None,
    on: OnOption = None,
    outcome: Annotated[str | None, typer.Option(metavar="TEXT", help="What came of it.")] = None,
    reason: Reason = None,
    yes: Yes = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Mark actions as done; one that comes again makes the next of its series."""
    from engtrack.cli.amending import next_of_series

    env: Environment = ctx.obj
    words = clean(outcome, "--outcome") if outcome is not None else None
    numbers = chosen_ids(env, ids, where, "Mark as done", yes)

    def close(change: "Change") -> tuple[list[Action], list[Action]]:
        day = day_option(env, on, change.config, past=True) or env.today
        closed = [change.put(change.actions.get(id).done(day, words)) for id in numbers]
        return closed, [new for action in closed if (new := next_of_series(change, action)) is not None]

    closed, following = env.change(close, reason)
    _show_moved(env, closed, "done", format)
    for new in following:
        from engtrack.dates import say_day

        assert new.due is not None
        env.note(f"{new.id} comes next ({new.repeat}), due {say_day(new.due)}")


@app.command()
def drop(
    ctx: typer.Context,
    ids: Open = None,
    where: Where = None,
    on: OnOption = None,
    reason: Reason = None,
    yes: Yes = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Give actions up; one that comes again does not come again."""
    env: Environment = ctx.obj
    numbers = chosen_ids(env, ids, where, "Give up", yes)

    def give_up(change: "Change") -> list[Action]:
        day = day_option(env, on, change.config, past=True) or env.today
        return [change.put(change.actions.get(id).dropped(day)) for id in numbers]

    _show_moved(env, env.change(give_up, reason), "dropped", format)


@app.command()
def wait(
    ctx: typer.Context,
    ids: Open = None,
    where: Where = None,
    for_: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="KEY", autocompletion=stakeholders, help="On whom it waits; repeatable."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it comes back by itself [when it is reopened].")
    ] = None,
    reason: Reason = None,
    yes: Yes = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Put actions off until somebody has answered, or until a day."""
    env: Environment = ctx.obj
    numbers = chosen_ids(env, ids, where, "Put off", yes)

    def put_off(change: "Change") -> list[Action]:
        day = day_option(env, until, change.config)
        if day is not None and day <= env.today:
            raise Misused(f"{until!r} is {day}, which is not to come; an action waits until a later day")
        return [change.put(change.actions.get(id).waiting(change.keys(for_ or ()), day)) for id in numbers]

    waiting = env.change(put_off, reason)
    from engtrack.urgency import say_waiting

    env.note(f"{', '.join(action.id for action in waiting)}: {say_waiting(waiting[0]) if waiting else 'nothing waits'}")
    show_actions(env, waiting, "", format, status=True)


@app.command()
def reopen(
    ctx: typer.Context,
    ids: Closed = None,
    where: Where = None,
    reason: Reason = None,
    yes: Yes = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Open closed actions again, and those that wait."""
    env: Environment = ctx.obj
    numbers = chosen_ids(env, ids, where, "Open again", yes)
    reopened = env.change(lambda change: [change.put(change.actions.get(id).reopened()) for id in numbers], reason)
    _show_moved(env, reopened, "open again", format)


@app.command()
def note(
    ctx: typer.Context,
    id: Id,
    text: Annotated[str, typer.Argument(help="What is to be remembered; - takes it from standard input.")],
    on: OnOption = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Add a dated note to an action."""
    env: Environment = ctx.obj
    words = env.words(text, "the note")

    def remember(change: "Change") -> Action:
        day: dt.date = day_option(env, on, change.config, past=True) or env.today
        return change.put(change.actions.get(id).noted(Note(on=day, by=env.user, text=words)))

    action = env.change(remember)
    env.note(f"noted on {action.id}, its note number {len(action.notes)}")
    show_action(env, action, format)


def _show_moved(env: Environment, moved: list[Action], what: str, format: Format) -> None:
    from engtrack.dates import say_day

    day = moved[0].closed_on if moved else None
    names = ", ".join(action.id for action in moved) or "nothing"
    env.note(f"{what}: {names}" + (f", on {say_day(day)}" if day else ""))
    show_actions(env, moved, "", format, status=True)


@app.command()
def edit(
    ctx: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", autocompletion=actions, help="The actions, like A12 A13."),
    ] = None,
    where: Where = None,
    text: Annotated[str | None, typer.Option(metavar="TEXT", help="What is to be done.")] = None,
    owner: Owner = None,
    by_whom: Asker = None,
    due: Annotated[
        str | None, typer.Option("--due", "-d", metavar="DATE", help="The new day; none takes it away.")
    ] = None,
    shift: Annotated[
        str | None, typer.Option(metavar="SPAN", help="Move each due day by a span: +1w, -3d, +10wd.")
    ] = None,
    strength: Annotated[Strength | None, typer.Option(help="How strongly it was asked.")] = None,
    topic: TopicOption = None,
    assignee: Annotated[str | None, typer.Option(metavar="NAME", help="Who sees to it; none for nobody.")] = None,
    tag: Tags = None,
    untag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", autocompletion=tags, help="A tag to take away; repeatable.")
    ] = None,
    priority: Annotated[Priority | None, typer.Option(help="How much it matters to us.")] = None,
    depends_on: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", autocompletion=open_actions, help="What must be done before it; none for nothing."),
    ] = None,
    repeat: Annotated[str | None, typer.Option(metavar="TEXT", help="How often it comes again; none ends it.")] = None,
    review_by: Annotated[
        str | None, typer.Option(metavar="DATE", help="When to look at it again; none for the usual day.")
    ] = None,
    reason: Reason = None,
    yes: Yes = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Change actions by options, or one of them in your editor when no option is given."""
    from engtrack.cli.amending import amended

    env: Environment = ctx.obj
    asked: dict[str, Any] = {
        "text": text,
        "owner": owner,
        "requested_by": by_whom,
        "due": due,
        "shift": shift,
        "strength": strength,
        "topic": topic,
        "assignee": assignee,
        "tags": tag,
        "untag": untag,
        "priority": priority,
        "depends_on": depends_on,
        "repeat": repeat,
        "review_by": review_by,
    }
    asked = {name: value for name, value in asked.items() if value not in (None, [])}
    if not asked:
        show_actions(env, [_edited(env, ids or [], reason)], "", format, status=True)
        return
    numbers = chosen_ids(env, ids, where, "Change", yes)
    changed = env.change(
        lambda change: [change.put(amended(env, change, change.actions.get(id), asked)) for id in numbers], reason
    )
    from engtrack.reports.tables import day

    days = ", ".join(dict.fromkeys(day(action.due) for action in changed)) if due or shift else ""
    others = ", ".join(name.replace("_", " ") for name in asked if name not in {"due", "shift"})
    said = [f"due {days}"] * bool(days) + [others] * bool(others)
    env.note(f"changed {', '.join(action.id for action in changed)}, {', '.join(said)}")
    show_actions(env, changed, "", format, status=True)


def _edited(env: Environment, ids: list[str], reason: str | None) -> Action:
    """One action as the user leaves it in the editor."""
    from engtrack.cli.amending import COMMENTS, read_typed
    from engtrack.cli.editing import edit_in_editor

    if len(ids) != 1 or not env.can_ask:
        raise Misused(
            "there is nothing to change; name at least one of --due, --text, --owner, --requested-by, --strength, …, "
            "or one action alone, on a terminal, for the editor"
        )
    return edit_in_editor(env, env.read().actions.get(ids[0]), COMMENTS, read_typed, reason)
