"""Filters as small values that compose with `&`, `|` and `~`, and the orders in which records are listed."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, TypeVar

import msgspec

from engtrack.model import Action, Meeting, MeetingStatus, Record, Strength

R = TypeVar("R", bound=Record)


class Filter(msgspec.Struct, frozen=True):
    """A question that a record answers with yes or no. The plain one is answered yes by all."""

    def __call__(self, record: Any) -> bool:
        return True

    def __and__(self, other: "Filter") -> "Filter":
        return Both(self, other)

    def __or__(self, other: "Filter") -> "Filter":
        return Either(self, other)

    def __invert__(self) -> "Filter":
        return Not(self)


class Both(Filter, frozen=True):
    left: Filter
    right: Filter

    def __call__(self, record: Any) -> bool:
        return self.left(record) and self.right(record)


class Either(Filter, frozen=True):
    left: Filter
    right: Filter

    def __call__(self, record: Any) -> bool:
        return self.left(record) or self.right(record)


class Not(Filter, frozen=True):
    inner: Filter

    def __call__(self, record: Any) -> bool:
        return not self.inner(record)


class IsOpen(Filter, frozen=True):
    """Still to be done or followed."""

    def __call__(self, record: Any) -> bool:
        return bool(record.is_open)


class Overdue(Filter, frozen=True):
    today: dt.date

    def __call__(self, record: Any) -> bool:
        return bool(record.is_overdue(self.today))


class Concerns(Filter, frozen=True):
    """One of the keys in *field* (owner, for_, stakeholders, …) is *key*."""

    field: str
    key: str

    def __call__(self, record: Any) -> bool:
        return self.key in getattr(record, self.field)


class Has(Filter, frozen=True):
    """The *field* has this *value*."""

    field: str
    value: object

    def __call__(self, record: Any) -> bool:
        return bool(getattr(record, self.field) == self.value)


class Within(Filter, frozen=True):
    """The day in *field* is one of *days*, which can be asked with `in`."""

    field: str
    days: Any

    def __call__(self, record: Any) -> bool:
        return getattr(record, self.field) in self.days


class OneOf(Filter, frozen=True):
    """The *field* has one of these *values*."""

    field: str
    values: tuple[object, ...]

    def __call__(self, record: Any) -> bool:
        return getattr(record, self.field) in self.values


class AtLeast(Filter, frozen=True):
    """Asked as strongly as *strength*, or more so."""

    strength: Strength

    def __call__(self, record: Any) -> bool:
        return bool(record.strength.rank <= self.strength.rank)


class ToReview(Filter, frozen=True):
    """Open without a day, and its day of review has come."""

    today: dt.date
    review_after: int

    def __call__(self, record: Any) -> bool:
        day = record.review_day(self.review_after)
        return day is not None and bool(day <= self.today)


class Involves(Filter, frozen=True):
    """Between us and *key*: it owns the ask, made it or is waited for, or it was at the meeting (one of *meetings*)."""

    key: str
    meetings: frozenset[str]

    def __call__(self, record: Any) -> bool:
        return record.meeting in self.meetings or self.key in (
            *record.owner,
            *record.requested_by,
            *record.waiting_for,
        )


class Serves(Filter, frozen=True):
    """It prepares one of *recommendations*, or its words name the *route*."""

    route: str
    recommendations: frozenset[str]

    def __call__(self, record: Any) -> bool:
        if record.recommendation in self.recommendations:
            return True
        return re.search(rf"\b{re.escape(self.route)}\b", f"{record.text} {record.evidence or ''}") is not None


class UnderTopic(Filter, frozen=True):
    """Under one of these *topics*: the id of the meeting, and the label of its agenda item."""

    topics: frozenset[tuple[str, str]]

    def __call__(self, record: Any) -> bool:
        return (record.meeting, record.topic) in self.topics


class Assigned(Filter, frozen=True):
    """Given to a person of this *name*, whatever its case and accents."""

    name: str

    def __call__(self, record: Any) -> bool:
        return plain(record.assignee or "") == plain(self.name)


class Undated(Filter, frozen=True):
    """Nobody has given it a day."""

    def __call__(self, record: Any) -> bool:
        return record.due is None


class Depends(Filter, frozen=True):
    """It cannot be done before another one."""

    def __call__(self, record: Any) -> bool:
        return bool(record.depends_on)


class OwedBy(Filter, frozen=True):
    """Whose it is to do, seen from *us*: `ours` alone, `theirs`, or `joint`."""

    us: str
    side: str

    def __call__(self, record: Any) -> bool:
        if self.us not in record.owner:
            return self.side == "theirs" and bool(record.owner)
        return self.side == ("ours" if len(record.owner) == 1 else "joint")


class Says(Filter, frozen=True):
    """All of *words* occur in what it says or rests on, whatever their case and accents."""

    words: tuple[str, ...]

    def __call__(self, record: Any) -> bool:
        notes = (note.text for note in record.notes)
        said = plain(" ".join(filter(None, (record.text, record.evidence, record.outcome, *notes))))
        return all(word in said for word in self.words)


def any_of(filters: Iterable[Filter]) -> Filter:
    """What at least one of *filters*, of which there is one, lets through."""
    return reduce(or_, filters)


def plain(text: str) -> str:
    """*text* without case and accents, for comparing."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def choose(records: Iterable[R], filter: Filter) -> list[R]:
    """Those of *records* that *filter* lets through."""
    return [record for record in records if filter(record)]


def last_of_series(
    meetings: Iterable[Meeting], kind: str, stakeholders: Iterable[str], day: dt.date | None
) -> Meeting | None:
    """The latest meeting of this *kind* with just these *stakeholders* before *day*, which one on *day* follows."""
    same = [
        meeting
        for meeting in meetings
        if meeting.kind == kind
        and meeting.stakeholders
        and set(meeting.stakeholders) == set(stakeholders)
        and meeting.status is not MeetingStatus.CANCELLED
        and meeting.date is not None
        and (day is None or meeting.date < day)
    ]
    return max(same, key=lambda meeting: (meeting.date, meeting.number), default=None)


def soonest_first(action: Action) -> tuple[dt.date, int, int]:
    """Sort key: soonest due first, undated after, stronger asks before weaker ones."""
    return (action.due or dt.date.max, action.strength.rank, action.number)
