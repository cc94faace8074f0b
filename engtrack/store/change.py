"""What the register holds, with the changes of one command on top: what it puts must be valid, and lead somewhere."""

import datetime as dt
import re
from typing import Any, TypeVar

import msgspec

from engtrack.errors import Misused, NotFound, Refused, RegisterError
from engtrack.kinds import KEYED, KINDS, links_of
from engtrack.model import Action, Config, Meeting, Record, Stakeholder
from engtrack.store.journal import Diff
from engtrack.store.replay import between
from engtrack.store.snapshot import Contents, Snapshot, ids_in
from engtrack.store.storage import Header, raw

R = TypeVar("R", bound=Record)
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
            paths: list[tuple[str, ...]] = [(record.id, id) for id in ids_in(record, field)]
            seen: set[str] = set()
            while paths:
                path = paths.pop()
                if path[-1] == record.id:
                    raise Refused(f"{record.id} would {verb} itself: {' → '.join(path)}; nothing was changed")
                if path[-1] not in seen:
                    seen.add(path[-1])
                    earlier = self.records(KINDS[record.id[0]]).get(path[-1])
                    paths += [(*path, id) for id in ids_in(earlier, field)]

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
