"""Filters as conditions in SQL: at least the records that a filter lets through, so that fewer are read."""

import json
from enum import Enum
from typing import Any, NamedTuple

from engtrack import queries
from engtrack.dates.ranges import Range
from engtrack.model import ROUTE_STEPS, ActionStatus, Strength

OPEN = {"A": (ActionStatus.OPEN, ActionStatus.WAITING), "R": ROUTE_STEPS[:-1]}
"""Where a record stands that is open, by letter of its id."""


class Condition(NamedTuple):
    """A condition with its values; *is_exact* where the filter asks for nothing else, so that it can be turned round."""

    sql: str
    values: tuple[Any, ...] = ()
    is_exact: bool = True


def condition(filter: queries.Filter, letter: str) -> Condition | None:
    """What narrows the records of the kind with this *letter* to those that *filter* may let through; None for all."""
    match filter:
        case queries.Both(left, right):
            return _both(condition(left, letter), condition(right, letter))
        case queries.Either(left, right):
            return _either(condition(left, letter), condition(right, letter))
        case queries.Not(inner):
            found = condition(inner, letter)
            return _not(found) if found is not None and found.is_exact else None
        case queries.IsOpen() if letter in OPEN:
            return _any("status", OPEN[letter])
        case queries.Overdue(today) if letter == "A":
            return _both(_any("status", OPEN[letter]), Condition("due < %s", (today.isoformat(),)))
        case queries.Concerns(field, key):
            return _holds(field, key)
        case queries.Has(field, value) if value is None or isinstance(value, str):
            return _is(field, value)
        case queries.OneOf(field, values) if all(isinstance(value, str) for value in values):
            return _any(_column(field), values)
        case queries.Within(field, Range(first, last)):
            bounds = [(">=", first), ("<=", last)]
            parts = [Condition(f"{_column(field)} {sign} %s", (day.isoformat(),), False) for sign, day in bounds if day]
            return _all([Condition(f"{_column(field)} is not null", (), False), *parts])
        case queries.AtLeast(strength):
            return _any("record ->> 'strength'", [one for one in Strength if one.rank <= strength.rank])
        case queries.Undated():
            return _is("due", None)
        case queries.ToReview() if letter == "A":
            return _all([_any("status", OPEN[letter])._replace(is_exact=False), _is("due", None)])
        case queries.Depends():
            return Condition("(jsonb_array_length(coalesce(record -> 'depends_on', '[]')) > 0)")
        case queries.OwedBy(us, side):
            ours = _holds("owner", us)
            return (_not(ours) if side == "theirs" else ours)._replace(is_exact=False)
        case queries.Involves(key, meetings):
            fields = ("owner", "requested_by", "waiting_for")
            return _either(_any("meeting", sorted(meetings)), *(_holds(field, key) for field in fields))
        case queries.UnderTopic(topics):
            return _any("meeting", sorted({meeting for meeting, _ in topics}))._replace(is_exact=False)
        case queries.Says(words) if letter == "A":
            return _all([Condition("said like %s", (f"%{_literal(word)}%",)) for word in words])
    return None


def said(fields: dict[str, Any]) -> str:
    """The words of an action that `Says` looks in, from its *fields*."""
    notes = (note["text"] for note in fields.get("notes", ()))
    words = (fields.get("text"), fields.get("evidence"), fields.get("outcome"), *notes)
    return queries.plain(" ".join(filter(None, words)))


def _column(field: str) -> str:
    return field if field in {"status", "due", "meeting"} else f"record ->> '{field.rstrip('_')}'"


def _is(field: str, value: str | None) -> Condition:
    if value is None:
        return Condition(f"({_column(field)} is null)")
    return _any(_column(field), [value])


def _any(column: str, values: Any) -> Condition:
    return Condition(f"{column} = any(%s)", ([value.value if isinstance(value, Enum) else value for value in values],))


def _holds(field: str, key: str) -> Condition:
    return Condition(f"record -> '{field.rstrip('_')}' @> %s::jsonb", (json.dumps([key]),))


def _not(found: Condition) -> Condition:
    """What is unknown in SQL, because a field is missing, is not so in a filter."""
    return Condition(f"not coalesce({found.sql}, false)", found.values)


def _both(*found: Condition | None) -> Condition | None:
    known = [one for one in found if one is not None]
    whole = _all(known)
    return whole._replace(is_exact=len(known) == len(found) and whole.is_exact) if whole is not None else None


def _all(parts: list[Condition]) -> Condition | None:
    if not parts:
        return None
    values = tuple(value for part in parts for value in part.values)
    return Condition(f"({' and '.join(part.sql for part in parts)})", values, all(part.is_exact for part in parts))


def _either(*found: Condition | None) -> Condition | None:
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    values = tuple(value for part in known for value in part.values)
    return Condition(f"({' or '.join(part.sql for part in known)})", values, all(part.is_exact for part in known))


def _literal(word: str) -> str:
    """*word* with nothing in it that LIKE would take for a pattern."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
