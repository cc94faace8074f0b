"""The whole register as one JSON file, documented by `docs/register.schema.json`: written, read, and brought into another."""

import datetime as dt
import inspect
from typing import Any, NamedTuple

import msgspec

from engtrack.errors import EngtrackError
from engtrack.kinds import KEYED, KINDS, LINKS, STAKEHOLDERS, Kind
from engtrack.model import Action, Config, Meeting, Point, Recommendation, Record, Stakeholder
from engtrack.store.change import Change

FORMAT = 1


class RegisterFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All records of a register, its settings, and the last numbers that it gave out; *engtrack* is the format's number,
    *register* what tells this register from every other."""

    engtrack: int
    register: str
    exported_at: dt.datetime
    config: Config
    counters: dict[str, int]
    stakeholders: tuple[Stakeholder, ...]
    meetings: tuple[Meeting, ...]
    points: tuple[Point, ...]
    actions: tuple[Action, ...]
    recommendations: tuple[Recommendation, ...]


class Brought(NamedTuple):
    """What came of one record: `added`, `added as A7`, `there already`, or `kept ours` where both differ."""

    id: str
    what: str
    outcome: str


def to_file(change: Change, at: dt.datetime) -> RegisterFile:
    """The register as it stands, exported *at* a moment."""
    return RegisterFile(
        engtrack=FORMAT,
        register=change.register_id,
        exported_at=at,
        config=change.config,
        counters=change.counters,
        stakeholders=tuple(change.stakeholders),
        meetings=tuple(change.meetings),
        points=tuple(change.points),
        actions=tuple(change.actions),
        recommendations=tuple(change.recommendations),
    )


def read_file(content: bytes, name: str) -> RegisterFile:
    """The register in *content*; refused with the *name* of the file and the path to what is wrong."""
    try:
        found = msgspec.json.decode(content, type=RegisterFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EngtrackError(f"{name} is not a register that engtrack exported: {error}") from error
    if found.engtrack != FORMAT:
        raise EngtrackError(f"{name} has format {found.engtrack}; this engtrack reads format {FORMAT}: update it")
    for kind in KINDS.values():
        ids = [record.id for record in getattr(found, kind.table)]
        if twice := next((id for id in ids if ids.count(id) > 1), None) if len(ids) != len(set(ids)) else None:
            raise EngtrackError(f"{name} has {twice} twice; nothing was taken over")
    return found


def schema() -> dict[str, Any]:
    """The JSON Schema of a register file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A register exported by engtrack",
        **_with_plain_descriptions(msgspec.json.schema(RegisterFile)),
    }


def _with_plain_descriptions(part: Any) -> Any:
    """A schema whose descriptions are the docstrings without their indentation, which not every msgspec takes out."""
    if isinstance(part, dict):
        return {
            key: inspect.cleandoc(value)
            if key == "description" and isinstance(value, str)
            else _with_plain_descriptions(value)
            for key, value in part.items()
        }
    return [_with_plain_descriptions(value) for value in part] if isinstance(part, list | tuple) else part


def bring(change: Change, file: RegisterFile) -> list[Brought]:
    """Add the records of *file* to the register, and say what came of each.

    A record is known again by the moment it was entered and its words. It keeps its id where that is free, else it gets
    the next one and all that refers to it follows. What is in both and differs stays as it is here. Settings come along
    only into an empty register.
    """
    was_empty = not any(len(change.records(kind)) for kind in KINDS.values())
    keys = _keys(change, file.stakeholders)
    ids: dict[str, str] = {}
    told: list[Brought] = []
    fresh: list[tuple[Kind, Record]] = []
    said: list[tuple[Record, Record]] = []
    for kind in KINDS.values():
        known: dict[object, list[Record]] = {}
        for record in change.records(kind):
            for mark in _marks(record, {}, change.register_id):
                known.setdefault(mark, []).append(record)
        found_here: set[str] = set()
        for record in sorted(getattr(file, kind.table), key=lambda record: record.number):
            alike = [
                item
                for mark in _marks(record, ids, file.register)
                for item in known.get(mark, ())
                if item.id not in found_here
            ]
            if kind is STAKEHOLDERS:
                alike = _same_stakeholder(change, record)
            ours = next((item for item in alike if item.id == record.id), alike[0] if alike else None)
            if ours is not None:
                ids[record.id] = ours.id
                found_here.add(ours.id)
                said.append((record, ours))
                continue
            ids[record.id] = record.id if change.is_free(record.id) else f"{kind.letter}{_next(change, kind, ids)}"
            change.give_out(kind.letter, int(ids[record.id][1:]))
            fresh.append((kind, record))
            outcome = "added" if ids[record.id] == record.id else f"added as {ids[record.id]}"
            told.append(Brought(record.id, _headline(record), outcome))
    for _, record in fresh:  # first without what they refer to, which may come later
        change.put(_renamed(record, ids, keys, with_links=False))
    for _, record in fresh:
        change.put(_renamed(record, ids, keys, with_links=True))
    told += [Brought(record.id, _headline(record), _outcome(record, ours, ids, keys)) for record, ours in said]
    if was_empty:
        change.set_config(file.config)
        for letter, number in file.counters.items():
            if letter in KINDS:
                change.give_out(letter, number)
    return told


def _next(change: Change, kind: Kind, ids: dict[str, str]) -> int:
    return change.counters.get(kind.letter, 0) + 1


def _keys(change: Change, stakeholders: tuple[Stakeholder, ...]) -> dict[str, str]:
    """The key here for each key of the file: that of whoever answers to it already, else its own."""
    keys = {}
    for item in stakeholders:
        ours = _same_stakeholder(change, item)
        keys[item.key] = ours[0].key if ours else item.key
    return keys


def _same_stakeholder(change: Change, item: Any) -> list[Any]:
    """Whoever answers here to the key or the name of *item*."""
    return [known for known in change.stakeholders if known.answers_to(item.key) or known.answers_to(item.name)][:1]


def _marks(record: Record, ids: dict[str, str], register: str) -> list[object]:
    """By what a record is known again, surest first: its id in its *register*, its document or meeting, its moment and words.

    *ids* are those that the meetings of a file have here.
    """
    marks: list[object] = [(register, record.id)]
    if isinstance(record, Meeting):
        if record.source is not None:
            marks.append(("source", record.source.sha256))
        if record.reference:
            marks.append(("reference", record.reference.casefold()))
    met = getattr(record, "meeting", None)
    if met is not None and record.id[0] in "PAR":
        marks.append((ids.get(met, met) if ids else met, _headline(record)))
    return [*marks, (getattr(record, "entered_at", None), _headline(record))]


def _outcome(record: Record, ours: Record, ids: dict[str, str], keys: dict[str, str]) -> str:
    """Whether ours says what the *record* says, but for ids, keys, and the moment it was entered here."""
    there = _renamed(record, ids, keys, with_links=True).having(
        id=ours.id, entered_at=getattr(ours, "entered_at", None)
    )
    return "there already" if there == ours else "kept ours"


def _headline(record: Record) -> str:
    names = ("text", "title", "route", "key")
    said = str(next(getattr(record, name) for name in names if hasattr(record, name)))
    return f"{said} for {', '.join(record.for_)}" if isinstance(record, Recommendation) else said


def _renamed(record: Record, ids: dict[str, str], keys: dict[str, str], with_links: bool) -> Record:
    """*record* with the ids and keys that it and what it refers to have here."""
    fields: dict[str, Any] = {"id": ids[record.id]}
    for name in KEYED:
        if held := getattr(record, name, ()):
            fields[name] = tuple(dict.fromkeys(keys.get(key, key) for key in held))
    for name in LINKS:
        held = getattr(record, name, None)
        if not held:
            continue
        is_one = isinstance(held, str)
        if with_links or (name == "meeting" and isinstance(record, Point)):
            fields[name] = ids.get(held, held) if is_one else tuple(ids.get(id, id) for id in held)
        else:
            fields[name] = None if is_one else ()
    return record.having(**fields)
