"""What may be changed of an action, and what has to hold afterwards."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from engtrack.cli.environment import Environment, clean
from engtrack.cli.options import day_option
from engtrack.errors import Misused
from engtrack.model import Action, Priority, Strength

if TYPE_CHECKING:
    from engtrack.store.change import Change
    from engtrack.store.snapshot import Snapshot

E = TypeVar("E", bound=StrEnum)
COMMENTS = {
    "text": "What is to be done.",
    "owner": "Who must act: keys of stakeholders. Two are a joint action.",
    "requested_by": "Who asked for it.",
    "strength": f"How strongly: {', '.join(Strength)}.",
    "due": 'A day like 2026-03-14, or words in quotes like "+2w". Take the line away for no day.',
    "review_by": "When to look at it again while it has no day.",
    "topic": "The agenda item of its meeting.",
    "priority": f"How much it matters to us: {', '.join(Priority)}.",
    "assignee": "The person on our side who sees to it.",
    "tags": "Words of your own.",
    "depends_on": "Ids of actions that must be done before it.",
    "repeat": 'How often it comes again, like "every quarter".',
}
_EMPTY: dict[str, Any] = {"due": None, "review_by": None, "assignee": None, "repeat": None, "depends_on": ()}


def amended(env: Environment, change: "Change", action: Action, asked: dict[str, Any]) -> Action:
    """*action* with what was *asked* for on the command line; Misused for what cannot be read."""
    fields = {name: _read(env, change, action, name, value) for name, value in asked.items() if name != "untag"}
    if "tags" in fields:
        fields["tags"] = tuple(dict.fromkeys((*action.tags, *fields["tags"])))
    if "untag" in asked:
        gone = set(read_tags(asked["untag"]))
        if missing := gone - set(fields.get("tags", action.tags)):
            raise Misused(f"{action.id} has no tag {min(missing)!r}; its tags are: {', '.join(action.tags) or 'none'}")
        fields["tags"] = tuple(tag for tag in fields.get("tags", action.tags) if tag not in gone)
    if "shift" in fields:
        fields["due"] = _shifted(env, change, action, fields.pop("shift"))
    new = action.having(**fields)
    if new.repeat is not None:
        repeating(new.repeat, new.due)
    return new


def read_typed(env: Environment, change: "Change", action: Action, fields: dict[str, Any]) -> Action:
    """The action that the text of the editor describes; a field that is not there is empty."""
    asked = {name: value for name, value in fields.items() if value not in (None, [])}
    for name in ("text", "strength", "priority"):
        if name not in asked:
            raise Misused(f"{name} is missing")
    emptied = {name: () if isinstance(getattr(action, name), tuple) else None for name in fields if name not in asked}
    asked["strength"], asked["priority"] = one_of(Strength, asked["strength"]), one_of(Priority, asked["priority"])
    return amended(env, change, action.having(**{**emptied, "tags": ()}), asked)


def one_of(choices: type[E], value: Any) -> E:
    """The one of *choices* that *value* names; Misused with all of them where it names none."""
    try:
        return choices(value)
    except ValueError as error:
        raise Misused(f"cannot read {value!r}; it is one of {', '.join(choices)}") from error


def _read(env: Environment, change: "Snapshot", action: Action, name: str, value: Any) -> Any:
    """The value that was typed for the field *name*; `none` empties those that may be empty."""
    is_none = value in ("none", ["none"]) or (isinstance(value, str) and value.strip().casefold() == "none")
    if name in _EMPTY and is_none:
        return _EMPTY[name]
    if name in {"owner", "requested_by"}:
        return change.keys(value)
    if isinstance(value, dt.date) or name == "shift":
        return value
    if name in {"due", "review_by"}:
        return day_option(env, value, change.config)
    if name == "depends_on":
        return tuple(dict.fromkeys(change.actions.get(id).id for id in value))
    if name == "tags":
        return read_tags(value)
    if name == "topic":
        if action.meeting is None:
            raise Misused(f"{action.id} came of no meeting, so it has no topic {value!r}")
        return change.meetings.get(action.meeting).topic(value).label
    if name == "repeat":
        from engtrack.dates.series import read_repeat

        return read_repeat(value)
    return clean(value, f"--{name}") if type(value) is str else value


def _shifted(env: Environment, change: "Snapshot", action: Action, span: str) -> dt.date:
    """The due day of *action*, moved by a *span* like +1w."""
    from engtrack.dates import read_day

    if action.due is None:
        raise Misused(f"{action.id} has no due day that could be moved by {span!r}; give it one with --due")
    if not re.fullmatch(r"[+-]\s?\d+\s?[a-z ]+", span.strip()):
        raise Misused(f"cannot read {span!r} as a span; try +1w, -3d or +10wd")
    return read_day(span, action.due, change.config.date_order, calendar=change.config.calendar)


def read_tags(words: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: small letters, each once."""
    parts = (part for word in words for part in clean(word, "--tag").split(","))
    return tuple(dict.fromkeys(clean(part, "--tag").casefold().removeprefix("#") for part in parts))


def repeating(text: str, due: dt.date | None) -> str:
    """How often *text* says that an action comes again; it must have a day to start from."""
    from engtrack.dates.series import read_repeat

    repeat = read_repeat(text)
    if due is None:
        raise Misused(f"what comes again ({repeat}) needs a day to start from; give it one with --due")
    return repeat


def _first_day(change: "Snapshot", action: Action) -> dt.date:
    """The day that the series of *action* counts from: its first one, so that a month end stays a month end."""
    from engtrack.dates.series import next_day

    assert action.due is not None
    assert action.repeat is not None
    earlier, first = action, action.due
    while earlier.continues is not None:
        earlier = change.actions.get(earlier.continues)
        if earlier.repeat != action.repeat or earlier.due is None:
            break
        if next_day(action.repeat, earlier.due, action.due - dt.timedelta(days=1)) == action.due:
            first = earlier.due
    return first


def next_of_series(change: "Change", closed: Action) -> Action | None:
    """What comes after *closed* in its series: made once, however often that is closed and opened again."""
    if closed.repeat is None or closed.due is None or closed.closed_on is None:
        return None
    if any(action.continues == closed.id for action in change.actions):
        return None
    from engtrack.dates.series import next_day

    after = max(closed.due, closed.closed_on)
    first = _first_day(change, closed)
    kept = ("text", "owner", "requested_by", "strength", "meeting", "topic", "priority", "assignee", "tags", "repeat")
    fields = {name: getattr(closed, name) for name in kept}
    return change.add(
        Action,
        **fields,
        due=next_day(closed.repeat, first, after),
        happened_on=closed.closed_on,
        continues=closed.id,
    )
