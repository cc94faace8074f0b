"""What the register holds at one moment, wherever it is kept: nothing is decoded before it is asked for."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

import msgspec

from engtrack.errors import NotFound, RegisterError
from engtrack.kinds import (
    ACTIONS,
    MEETINGS,
    POINTS,
    RECOMMENDATIONS,
    STAKEHOLDERS,
    Kind,
)
from engtrack.model import Action, Config, Meeting, Point, Recommendation, Record, Stakeholder
from engtrack.queries import Depends, Filter, IsOpen, choose
from engtrack.store.storage import Header

if TYPE_CHECKING:
    from engtrack.urgency import Urgency

R = TypeVar("R", bound=Record)


class Rows(Protocol):
    """The rows of one kind of record: each is the JSON of a record, under its number."""

    def __iter__(self) -> Iterator[tuple[int, msgspec.Raw]]: ...

    def __len__(self) -> int: ...

    def get(self, number: int) -> msgspec.Raw | None: ...

    def narrowed(self, filter: Filter) -> Iterator[tuple[int, msgspec.Raw]]:
        """At least the rows that *filter* would let through; the fewer others, the less is decoded."""

    def first(self, filter: Filter, urgency: "Urgency", count: int) -> Iterator[tuple[int, msgspec.Raw]]:
        """At least the rows of the *count* most urgent actions that *filter* would let through."""

    def replace(self, rows: dict[int, msgspec.Raw | None]) -> None:
        """Put each of *rows* under its number, or take the number out where the row is None."""


class Contents(Protocol):
    """What a register holds, wherever it is kept: the rows of each kind, and two single ones, `register` and `config`."""

    def rows(self, kind: Kind) -> Rows: ...

    def single(self, name: str) -> msgspec.Raw: ...

    def put_single(self, name: str, row: msgspec.Raw) -> None: ...


class Records(Generic[R]):
    """All records of one kind, by number; what a command has put or removed so far stands over them."""

    def __init__(self, kind: Kind, rows: Rows, source: str) -> None:
        self.kind = kind
        self._rows = rows
        self._source = source
        self._decoder = msgspec.json.Decoder(cast(type[R], kind.record))
        self._over: dict[int, R | None] = {}

    def __iter__(self) -> Iterator[R]:
        return self._under(self._rows)

    def _under(self, rows: Iterable[tuple[int, msgspec.Raw]]) -> Iterator[R]:
        """The records of *rows*, with what was put over them, and what was put where there is none."""
        if not self._over:
            yield from (self._decode(number, row) for number, row in rows)
            return
        seen = set()
        for number, row in rows:
            seen.add(number)
            record = self._over[number] if number in self._over else self._decode(number, row)
            if record is not None:
                yield record
        for number, record in self._over.items():
            if record is not None and number not in seen:
                yield record

    def __len__(self) -> int:
        return len(self._rows) if not self._over else sum(1 for _ in self)

    def where(self, filter: Filter) -> list[R]:
        """Those that *filter* lets through, by number."""
        found = choose(self._under(self._rows.narrowed(filter)), filter)
        return sorted(found, key=lambda record: record.number) if self._over else found

    def most_urgent(self, filter: Filter, urgency: "Urgency", count: int | None = None) -> list[R]:
        """Those that *filter* lets through, the most urgent first; *count* of them, or all."""
        if count is None or self._over:
            found = self.where(filter)
        else:
            found = choose(self._under(self._rows.first(filter, urgency, count)), filter)
        return sorted(found, key=cast(Any, urgency.key))[:count]

    def linked(self) -> list[R]:
        """The open ones that depend on others, and those others."""
        depending = self.where(IsOpen() & Depends())
        needed = {id for record in depending for id in ids_in(record, "depends_on")} - {item.id for item in depending}
        return [*depending, *(found for id in sorted(needed) if (found := self.find(int(id[1:]))) is not None)]

    def find(self, number: int) -> R | None:
        if number in self._over:
            return self._over[number]
        row = self._rows.get(number)
        return None if row is None else self._decode(number, row)

    def get(self, id: str) -> R:
        """The record with this id, typed as people type it (A12, a12, 12); NotFound when there is none."""
        id = self.kind.read_id(id)
        record = self.find(int(id[1:]))
        if record is None:
            raise NotFound(self.kind.name.split(" ", 1)[1], id)
        return record

    def _decode(self, number: int, row: msgspec.Raw) -> R:
        try:
            record = self._decoder.decode(row)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RegisterError(
                f"{self._source}: {self.kind.letter}{number} is not {self.kind.name}: {error}"
            ) from error
        if record.number != number:
            raise RegisterError(f"{self._source}: {self.kind.letter}{number} calls itself {record.id}")
        return record


class Snapshot:
    """A reader's view of the register: nothing is decoded before it is asked for."""

    def __init__(self, contents: Contents, source: str) -> None:
        self._contents = contents
        self._source = source
        self._records: dict[str, Records[Any]] = {}

    def records(self, kind: Kind) -> Records[Any]:
        """All records of *kind*."""
        if kind.letter not in self._records:
            self._records[kind.letter] = Records(kind, self._contents.rows(kind), self._source)
        return self._records[kind.letter]

    @property
    def stakeholders(self) -> Records[Stakeholder]:
        return self.records(STAKEHOLDERS)

    @property
    def meetings(self) -> Records[Meeting]:
        return self.records(MEETINGS)

    @property
    def points(self) -> Records[Point]:
        return self.records(POINTS)

    @property
    def actions(self) -> Records[Action]:
        return self.records(ACTIONS)

    @property
    def recommendations(self) -> Records[Recommendation]:
        return self.records(RECOMMENDATIONS)

    @property
    def config(self) -> Config:
        try:
            return msgspec.json.decode(self._contents.single("config"), type=Config)
        except (KeyError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RegisterError(f"{self._source}: the settings (table config) cannot be read: {error}") from error

    @property
    def register_id(self) -> str:
        """What tells this register from every other; it never changes."""
        return msgspec.json.decode(self._contents.single("register"), type=Header).id

    def stakeholder(self, name: str) -> Stakeholder:
        """The stakeholder whom *name* means: key, name, alias or id, whatever its case; NotFound offers the nearest."""
        words = " ".join(name.split())
        if words.casefold() == "us" and self.config.us is not None:
            words = self.config.us
        known = []
        for stakeholder in self.stakeholders:
            if stakeholder.answers_to(words) or stakeholder.id.casefold() == words.casefold():
                return stakeholder
            known += [stakeholder.key, stakeholder.name, *stakeholder.aliases]
        raise NotFound("stakeholder", name, known, "engtrack stakeholder add KEY --name NAME adds one")

    def keys(self, names: Iterable[str]) -> tuple[str, ...]:
        """The keys of the stakeholders whom *names* mean, each once; `ARM,EMA` names two."""
        return tuple(dict.fromkeys(key for name in names for key in self._keys(name)))

    def _keys(self, name: str) -> list[str]:
        try:
            return [self.stakeholder(name).key]
        except NotFound:
            if "," not in name:
                raise
        return [self.stakeholder(part).key for part in name.split(",")]


def ids_in(record: Record | None, field: str) -> tuple[str, ...]:
    """The ids that *field* holds, be it one or several."""
    held = getattr(record, field, None)
    return (held,) if isinstance(held, str) else tuple(held or ())
