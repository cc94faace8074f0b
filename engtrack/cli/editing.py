"""`edit` without options: one record in the user's editor, checked as it comes back, kept if nobody changed it meanwhile."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from engtrack.cli.editor import edit_record
from engtrack.cli.environment import Environment
from engtrack.dates import LAST_YEAR
from engtrack.errors import EngtrackError, Misused, Refused
from engtrack.kinds import kind_of
from engtrack.model import MeetingStatus, Record, StakeholderKind

if TYPE_CHECKING:
    from engtrack.store.change import Change

R = TypeVar("R", bound=Record)
DAYS = {"due", "review_by", "date"}
Read = Callable[[Environment, "Change", R, dict[str, Any]], R]

MEETING_COMMENTS = {
    "title": "What the meeting is called.",
    "date": 'The day it happens: 2026-03-14, or words in quotes like "next friday".',
    "stakeholders": "Who meets: keys of stakeholders.",
    "reference": "Its reference, like EMA/158016/2025.",
    "kind": "bilateral, platform, committee, …",
    "status": f"Where it stands: {', '.join(MeetingStatus)}.",
}
STAKEHOLDER_COMMENTS = {
    "name": "The full name.",
    "kind": f"What it is: {', '.join(StakeholderKind)}.",
    "aliases": "Other names that documents use.",
}


def edit_in_editor(env: Environment, before: R, comments: Mapping[str, str], read: Read[R], reason: str | None) -> R:
    """*before* as the user leaves it in the editor and *read* understands it; refused, with the text kept, where it
    was changed by somebody else meanwhile."""
    if not env.can_ask:
        raise Misused("there is nothing to change; name an option (see --help), or use a terminal for the editor")

    def checked(fields: dict[str, Any]) -> R:
        for name, value in fields.items():
            _refuse_odd(name, value, getattr(before, name))
        return env.register.preview(lambda change: change.put(read(env, change, before, fields)), env.moment)

    fields, path = edit_record(env.editor, before, comments, checked)

    def keep(change: "Change") -> R:
        theirs = change.records(kind_of(before.id)).get(before.id)
        yours = read(env, change, before, fields)
        if theirs != before:
            raise Refused(
                f"{before.id} was changed by somebody else meanwhile: theirs now says {_differing(theirs, before)}; yours "
                f"says {_differing(yours, before)}; nothing was changed; engtrack history {before.id} shows who did it"
            )
        return change.put(yours)

    try:
        kept = env.change(keep, reason)
    except EngtrackError:
        env.note(f"your text is kept in {path}")
        raise
    path.unlink()
    return kept


def _differing(record: Record, before: Record) -> str:
    """The fields in which *record* is not as it was *before*, with what stands in them: `due 2025-06-06, text 'x'`."""
    new, old = msgspec.to_builtins(record), msgspec.to_builtins(before)
    return ", ".join(f"{name} {new.get(name)!r}" for name in new if new.get(name) != old.get(name)) or "what it was"


def _refuse_odd(name: str, value: Any, before: Any) -> None:
    """Lists stay lists of words, and all else is words, a day, or nothing."""
    if isinstance(before, tuple):
        if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise Misused(f'{name} takes a list of words, like ["ARM", "EMA"], not {value!r}')
    elif name in DAYS and type(value) is dt.date:
        if not 1900 <= value.year <= LAST_YEAR:
            raise Misused(f"{value} is no day that can be kept as {name}; the years are 1900 to {LAST_YEAR}")
    elif not (value is None or isinstance(value, str)):
        raise Misused(f"{name} takes words in quotes, not {value!r}")
