"""What the register holds at one moment, and the same with the changes of one command on top."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any, Generic, Protocol, TypeVar, cast

import msgspec

from engtrack.errors import Misused, NotFound, Refused, RegisterError
from engtrack.kinds import (
    ACTIONS,
    KEYED,
    KINDS,
    MEETINGS,
    POINTS,
    RECOMMENDATIONS,
    STAKEHOLDERS,
    Kind,
    links_of,
)
from engtrack.model import Action, Config, Meeting, Point, Recommendation, Record, Stakeholder
from engtrack.queries import Depends, Filter, IsOpen, choose
from engtrack.store.journal import Diff
from engtrack.store.replay import between
from engtrack.store.storage import Header, raw
from engtrack.urgency import Urgency

R = TypeVar("R", bound=Record)


class Rows(Protocol):
    """The rows of one kind of record: each is the JSON of a record, under its number."""

    def __iter__(self) -> Iterator[tuple[int, msgspec.Raw]]: ...

    def __len__(self) -> int: ...

    def get(self, number: int) -> msgspec.Raw | None: ...

    def narrowed(self, filter: Filter) -> Iterator[tuple[int, msgspec.Raw]]:
        """At least the rows that *filter* would let through; the fewer others, the less is decoded."""

    def first(self, filter: Filter, urgency: Urgency, count: int) -> Iterator[tuple[int, msgspec.Raw]]:
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

    def most_urgent(self, filter: Filter, urgency: Urgency, count: int | None = None) -> list[R]:
        """Those that *filter* lets through, the most urgent first; *count* of them, or all."""
        if count is None or self._over:
            found = self.where(filter)
        else:
            found = choose(self._under(self._rows.first(filter, urgency, count)), filter)
        return sorted(found, key=cast(Any, urgency.key))[:count]

    def linked(self) -> list[R]:
        """The open ones that depend on others, and those others."""
        depending = self.where(IsOpen() & Depends())
        needed = {id for record in depending for id in _ids(record, "depends_on")} - {item.id for item in depending}
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


LAST_NUMBER = 999_999_999
"""The highest number that an id can have."""


class Change(Snapshot):
    """A snapshot that a command works on: what it puts and removes is kept only if the command comes to its end."""

    def __init__(self, contents: Contents, source: str, at: dt.datetime) -> None:
        super().__init__(contents, source)
        self.at = at
        self.undoes: int | None = None
        self.added: set[str] = set()
        self._header = msgspec.json.decode(contents.single("register"), type=Header)
        self._config: Config | None = None

    @property
    def config(self) -> Config:
        return self._config or super().config

    def set_config(self, config: Config) -> None:
        self._config = _validated(config)

    def add(self, record_class: type[R], **fields: Any) -> R:
        """Put a new record of this class, with the next id and the moment of this command."""
        kind = next(kind for kind in KINDS.values() if kind.record is record_class)
        number = self._header.counters.get(kind.letter, 0) + 1
        if number > LAST_NUMBER:
            raise RegisterError(f"{self._source} has given out {kind.letter}{LAST_NUMBER}, the last id for {kind.name}")
        known = self._header.counters | {kind.letter: number}
        counters = {letter: known[letter] for letter in KINDS if letter in known}
        self._header = msgspec.structs.replace(self._header, counters=counters)
        fields |= {"id": f"{kind.letter}{number}", "entered_at": self.at}
        self.added.add(f"{kind.letter}{number}")
        return self.put(record_class(**fields))

    def bring(self, record: R) -> R:
        """Put *record* with the id that it has elsewhere, which must be free here: no number is given out twice."""
        letter = record.id[0]
        if record.number <= self._header.counters.get(letter, 0):
            raise Refused(f"{record.id} was given out here already; it cannot be taken over with that id")
        self.give_out(letter, record.number)
        return self.put(record)

    def give_out(self, letter: str, number: int) -> None:
        """Let no id of this letter up to *number* be given out from now on."""
        known = self._header.counters | {letter: max(number, self._header.counters.get(letter, 0))}
        counters = {kind: known[kind] for kind in KINDS if kind in known}
        self._header = msgspec.structs.replace(self._header, counters=counters)

    def is_free(self, id: str) -> bool:
        """Whether this id was never given out here."""
        return int(id[1:]) > self._header.counters.get(id[0], 0)

    @property
    def counters(self) -> dict[str, int]:
        """The last number that was given out, by letter."""
        return {letter: self._header.counters[letter] for letter in KINDS if letter in self._header.counters}

    def put(self, record: R) -> R:
        """Put *record* in the place of the one with its id; refused when it is not valid or points to nothing."""
        record = _validated(record)
        self._refuse_dangling(record)
        self._over(record.id)[record.number] = record
        self._refuse_circle(record)
        self._refuse_second_next(record)
        return record

    def _refuse_circle(self, record: Record) -> None:
        """Refused when *record*, by what it depends on or follows, would come before itself."""
        for field, verb in (("depends_on", "depend on"), ("follows", "follow"), ("continues", "continue")):
            paths: list[tuple[str, ...]] = [(record.id, id) for id in _ids(record, field)]
            seen: set[str] = set()
            while paths:
                path = paths.pop()
                if path[-1] == record.id:
                    raise Refused(f"{record.id} would {verb} itself: {' → '.join(path)}; nothing was changed")
                if path[-1] not in seen:
                    seen.add(path[-1])
                    earlier = self.records(KINDS[record.id[0]]).get(path[-1])
                    paths += [(*path, id) for id in _ids(earlier, field)]

    def _refuse_second_next(self, record: Record) -> None:
        """Of a series, one action comes next and no other."""
        if isinstance(record, Action) and record.continues is not None:
            for other in self.actions:
                if other.continues == record.continues and other.id != record.id:
                    raise Refused(f"{other.id} comes next after {record.continues} already; {record.id} cannot as well")

    def _refuse_dangling(self, record: Record) -> None:
        for field in KEYED:
            for key in getattr(record, field, ()):
                if not any(key == known.key for known in self.stakeholders):
                    raise NotFound("stakeholder", key, (known.key for known in self.stakeholders))
        for kind, id in links_of(record):
            self.records(kind).get(id)

    def remove(self, id: str) -> None:
        """Take out the record with this id; the id is not given out again."""
        self._over(id)[int(id[1:])] = None

    def _over(self, id: str) -> dict[int, Any]:
        return self.records(KINDS[id[0]])._over

    def touched(self) -> set[str]:
        """The ids of all that was put or removed so far, and `config` where a setting was."""
        ids = {f"{letter}{number}" for letter, records in self._records.items() for number in records._over}
        return ids | ({"config"} if self._config is not None else set())

    def fields(self, id: str) -> dict[str, Any] | None:
        """The fields of one record as they stand in the register; None when there is no such record."""
        return _decoded(self._row_of(id))

    def _row_of(self, id: str) -> msgspec.Raw | None:
        if id == "config":
            return self._contents.single(id)
        return self._contents.rows(KINDS[id[0]]).get(int(id[1:]))

    def restage(self, changes: dict[str, Diff]) -> None:
        """Stage *changes* as they stand, as undo does; refused where they would leave a link that leads nowhere."""
        for id, diff in changes.items():
            if diff.now is None:
                self.remove(id)
                continue
            row = self._row_of(id)
            fields: dict[str, Any] = {} if row is None or diff.was is None else msgspec.json.decode(row)
            fields = {name: value for name, value in fields.items() if name in diff.now or name not in (diff.was or ())}
            if id == "config":
                self.set_config(msgspec.convert(fields | diff.now, Config))
            else:
                self._over(id)[int(id[1:])] = msgspec.convert(fields | diff.now, KINDS[id[0]].record)
        for id, diff in changes.items():
            if diff.now is not None and id != "config":
                record = self.records(KINDS[id[0]]).get(id)
                self._refuse_twin(record)
                self._refuse_circle(record)
                self._refuse_second_next(record)
        if any(diff.now is None or {"key", "topics", "us"} & {*diff.now} for diff in changes.values()):
            self._refuse_broken_links()
        else:
            for id in changes:
                if id != "config":
                    try:
                        self._refuse_dangling(self.records(KINDS[id[0]]).get(id))
                    except NotFound as error:
                        raise Refused(f"{id} refers to {error.name}, which would be gone") from error

    def _refuse_twin(self, record: Record) -> None:
        """A stakeholder must not come back beside another of its name, nor a meeting beside one of its document."""
        if isinstance(record, Stakeholder):
            for other in self.stakeholders:
                if other.id != record.id and any(map(other.answers_to, (record.key, record.name, *record.aliases))):
                    raise Refused(f"{record.id} ({record.key}) cannot come back: {other.id} has that name by now")
        if isinstance(record, Meeting) and record.source is not None:
            for meeting in self.meetings:
                if meeting.id == record.id:
                    continue
                if meeting.source == record.source or (record.reference and meeting.reference == record.reference):
                    raise Refused(f"{record.id} cannot come back: {meeting.id} was read from the same document by now")

    def _refuse_broken_links(self) -> None:
        """Every link of every record must lead somewhere, and every topic must be one of its meeting's."""
        us = self.config.us
        keys = {stakeholder.key for stakeholder in self.stakeholders}
        if us is not None and us not in keys:
            raise Refused(f"the setting us names {us}, which would be gone")
        everything = [record for kind in KINDS.values() for record in self.records(kind)]
        ids = {record.id for record in everything}
        labels = {item.id: {topic.label for topic in item.topics} for item in everything if isinstance(item, Meeting)}
        for record in everything:
            gone = [key for field in KEYED for key in getattr(record, field, ()) if key not in keys]
            gone += [id for _, id in links_of(record) if id not in ids]
            if gone:
                raise Refused(f"{record.id} refers to {gone[0]}, which would be gone")
            topic = getattr(record, "topic", None)
            met = getattr(record, "meeting", None)
            if topic is not None and met is not None and topic not in labels[met]:
                raise Refused(f"{record.id} stands under topic {topic} of {met}, which would be gone")

    def finish(self) -> dict[str, Diff]:
        """Move all that was staged into the register's contents; returns what that changed, by id."""
        changes: dict[str, Diff] = {}
        if self._config is not None:
            self._stage("config", raw(self._config), changes)
        for records in self._records.values():
            rows: dict[int, msgspec.Raw | None] = {}
            for number, record in records._over.items():
                row = None if record is None else _row(record)
                if self._stage(f"{records.kind.letter}{number}", row, changes):
                    rows[number] = row
            if rows:
                records._rows.replace(rows)
        if changes:
            self._contents.put_single("register", raw(self._header))
            if self._config is not None:
                self._contents.put_single("config", raw(self._config))
        return changes

    def _stage(self, id: str, row: msgspec.Raw | None, changes: dict[str, Diff]) -> bool:
        diff = between(_decoded(self._row_of(id)), _decoded(row))
        if diff is not None:
            changes[id] = diff
        return diff is not None


def _ids(record: Record, field: str) -> tuple[str, ...]:
    held = getattr(record, field, None)
    return (held,) if isinstance(held, str) else tuple(held or ())


def _row(record: Record) -> msgspec.Raw:
    """*record* as it stands in the file: what is not known of it is left out."""
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return raw({name: value for name, value in fields.items() if value is not None and value != ()})


def _decoded(row: msgspec.Raw | None) -> dict[str, Any] | None:
    return None if row is None else msgspec.json.decode(row)


V = TypeVar("V", bound=msgspec.Struct)


def _validated(value: V) -> V:
    """*value* as it will be read back; refused in the words of the field that is wrong."""
    try:
        return msgspec.convert(msgspec.to_builtins(value), type(value))
    except msgspec.ValidationError as error:
        raise Misused(_sentence(error, value)) from error


def _sentence(error: msgspec.ValidationError, value: msgspec.Struct) -> str:
    why, _, path = str(error).partition(" - at `$.")
    field = re.split(r"[.\[`]", path)[0]
    if field == "key":
        why = "a key has up to 40 letters, digits, spaces or one of & . + ' / -"
    held = getattr(value, field.replace("-", "_"), None) if field else None
    return f"cannot keep {held!r} as {field or 'it'}: {why[0].lower()}{why[1:]}"
