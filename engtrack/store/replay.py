"""Changes applied to tables, forwards and backwards: the register is what its journal says, record for record."""

from collections.abc import Iterable
from typing import Any

import msgspec

from engtrack.errors import RegisterError
from engtrack.kinds import KINDS, kind_of
from engtrack.store.journal import Diff, Entry
from engtrack.store.storage import Header, Tables, raw

Fields = dict[str, Any]


def place_of(id: str) -> tuple[str, str]:
    """The table and the number under which the record *id* stands."""
    return (id, "1") if id in {"register", "config"} else (kind_of(id).table, id[1:])


def id_at(table: str, number: str) -> str:
    """The id of the record that stands in *table* under *number*."""
    if table in {"register", "config"}:
        return table
    return next(letter for letter, kind in KINDS.items() if kind.table == table) + number


def apply(tables: Tables, changes: dict[str, Diff]) -> None:
    """Bring *tables* from before *changes* to after them; the last numbers given out move along."""
    counters: dict[str, int] = {}
    for id, diff in changes.items():
        table, number = place_of(id)
        rows = tables.setdefault(table, {})
        if diff.now is None:
            rows.pop(number, None)
            continue
        before: Fields | None = None
        if diff.was is not None:
            if number not in rows:
                raise RegisterError(f"the journal changes {id}, which was not there")
            before = msgspec.json.decode(rows[number])
        rows[number] = raw(after(before, diff))
        if id[0] in KINDS:
            counters[id[0]] = max(counters.get(id[0], 0), int(number))
    raise_counters(tables, counters)


def after(fields: Fields | None, diff: Diff) -> Fields | None:
    """The *fields* of a record after what *diff* says happened to it; None where it is gone."""
    if diff.now is None:
        return None
    kept = {} if diff.was is None or fields is None else fields
    return {name: value for name, value in kept.items() if name in diff.now or name not in (diff.was or ())} | diff.now


def raise_counters(tables: Tables, numbers: dict[str, int]) -> None:
    """See to it that *numbers*, by letter of the id, are never given out again."""
    header = read_header(tables)
    counters = {
        letter: max(header.counters.get(letter, 0), numbers.get(letter, 0))
        for letter in KINDS
        if letter in header.counters or letter in numbers
    }
    if counters != header.counters:
        tables["register"]["1"] = raw(msgspec.structs.replace(header, counters=counters))


def read_header(tables: Tables) -> Header:
    return msgspec.json.decode(tables["register"]["1"], type=Header)


def founding(header: msgspec.Raw, config: msgspec.Raw) -> dict[str, Diff]:
    """What the first entry of a journal says besides its own changes: the register's header and settings."""
    return {
        "register": Diff(None, msgspec.to_builtins(msgspec.json.decode(header, type=Header))),
        "config": Diff(None, msgspec.json.decode(config)),
    }


def replay(entries: Iterable[Entry]) -> Tables:
    """The tables after all *entries*, which start with the first."""
    tables: Tables = {"register": {}, "config": {}, **{kind.table: {} for kind in KINDS.values()}}
    for entry in entries:
        apply(tables, entry.changes)
    return tables


def difference(before: Tables, after: Tables) -> dict[str, Diff]:
    """What leads from *before* to *after*, by id; the counters, which follow from the ids, are left out."""
    changes = {}
    for table in sorted(set(before) | set(after)):
        old, new = before.get(table, {}), after.get(table, {})
        for number in sorted(set(old) | set(new), key=int):
            diff = between(_fields(old.get(number)), _fields(new.get(number)))
            if diff is not None:
                changes[id_at(table, number)] = diff
    return changes


def between(was: Fields | None, now: Fields | None) -> Diff | None:
    """The changed fields between two states of one record; None when there is none."""
    if was == now:
        return None
    if was is None or now is None:
        return Diff(was, now)
    names = [name for name in {**was, **now} if name not in was or name not in now or was[name] != now[name]]
    return Diff(
        {name: was[name] for name in names if name in was},
        {name: now[name] for name in names if name in now},
    )


def _fields(row: msgspec.Raw | None) -> Fields | None:
    if row is None:
        return None
    fields: Fields = msgspec.json.decode(row)
    fields.pop("counters", None)
    return fields
