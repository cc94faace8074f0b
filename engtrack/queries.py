"""Filters as small values that compose with `&`, `|` and `~`, and the orders in which records are listed."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from engtrack.model import Action, Record

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


class Undated(Filter, frozen=True):
    """Nobody has given it a day."""

    def __call__(self, record: Any) -> bool:
        return record.due is None


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
        said = plain(" ".join(filter(None, (record.text, record.evidence, record.outcome))))
        return all(word in said for word in self.words)


def plain(text: str) -> str:
    """*text* without case and accents, for comparing."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def choose(records: Iterable[R], filter: Filter) -> list[R]:
    """Those of *records* that *filter* lets through."""
    return [record for record in records if filter(record)]


def soonest_first(action: Action) -> tuple[dt.date, int, int]:
    """Sort key: soonest due first, undated after, stronger asks before weaker ones."""
    return (action.due or dt.date.max, action.strength.rank, action.number)
