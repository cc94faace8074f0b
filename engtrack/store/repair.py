"""Whether the register is sound, and the two ways on when it is not: its journal, or the file as it is."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import msgspec

from engtrack.errors import EngtrackError, Misused, Refused, RegisterError
from engtrack.model import KINDS, Config, Record
from engtrack.store import Author, Register
from engtrack.store.backup import JOURNAL_NAME, REGISTER_NAME, prove, unpack
from engtrack.store.journal import BrokenJournal, Diff, Entry, Journal
from engtrack.store.replay import difference, id_at, raise_counters, replay
from engtrack.store.snapshot import KEYED
from engtrack.store.storage import Header, Tables, locked, parse, replace_file, serialise


class Findings(NamedTuple):
    """What a check found: *faults* need repair, *notes* do not."""

    records: int
    entries: int
    faults: list[str]
    notes: list[str]


def check(register: Register) -> Findings:
    """Read both parts of the register whole and compare them, record for record."""
    faults: list[str] = []
    notes: list[str] = []
    tables, before = _file(register, faults)
    entries = _entries(register.journal, faults)
    if register.exists() and not entries and not any("line" in fault for fault in faults):
        faults.append(f"{register.journal.path}: the journal is missing or empty")
    if tables is not None and entries and not faults:
        faults += _compared(register, tables, before, entries, notes)
    if register.journal.torn_path.exists():
        notes.append(f"{register.journal.torn_path}: a torn last line was set aside; it was never acknowledged")
    if _torn_now(register.journal):
        notes.append(f"{register.journal.path}: its last line is torn; the next change sets it aside")
    count = sum(len(tables[kind.table]) for kind in KINDS.values() if kind.table in tables) if tables else 0
    return Findings(count, len(entries), faults, notes)


def _file(register: Register, faults: list[str]) -> tuple[Tables | None, bytes]:
    try:
        content = register.path.read_bytes()
    except FileNotFoundError:
        if register.exists():
            faults.append(f"{register.name}: the file is missing")
        return None, b""
    except OSError as error:
        faults.append(f"{register.name} cannot be read: {error.strerror}")
        return None, b""
    try:
        tables = parse(content, register.path)
        faults += _invalid(tables, register.name, content)
    except EngtrackError as error:
        faults.append(str(error))
        return None, content
    return tables, content


def _invalid(tables: Tables, name: str, content: bytes) -> list[str]:
    """Every record that cannot be read, with the line that it stands on and the path to the fault."""
    faults = []
    lines = content.split(b"\n")
    keys = set()
    meetings = set(tables.get("meetings", {}))
    decoded: list[tuple[str, Any]] = []
    for table, rows in tables.items():
        for number, row in rows.items():
            try:
                record: Any = msgspec.json.decode(row, type=_class_of(table))
                if isinstance(record, Record) and record.id != id_at(table, number):
                    raise msgspec.ValidationError(f"it calls itself {record.id}")
                decoded.append((id_at(table, number), record))
                keys.add(getattr(record, "key", None))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                line = next((n for n, text in enumerate(lines, 1) if bytes(row) in text), None)
                faults.append(f"{name}{f', line {line}' if line else ''}: {table} {number}: {error}")
    for id, record in decoded:
        for field in KEYED:
            faults += [
                f"{name}: {id}: {field.rstrip('_')} names {key}, which is no stakeholder"
                for key in getattr(record, field, ())
                if key not in keys
            ]
        if getattr(record, "meeting", None) and record.meeting[1:] not in meetings:
            faults.append(f"{name}: {id} belongs to {record.meeting}, which is no meeting")
    return faults


def _class_of(table: str) -> type[Any]:
    classes: dict[str, type[Any]] = {kind.table: kind.record for kind in KINDS.values()}
    classes |= {"register": Header, "config": Config}
    if table not in classes:
        raise RegisterError(f"the register has a table that engtrack does not know: {table}")
    return classes[table]


def _entries(journal: Journal, faults: list[str]) -> list[Entry]:
    entries: list[Entry] = []
    try:
        entries.extend(journal.entries())
    except BrokenJournal as error:
        faults.append(str(error))
    return entries


def _compared(register: Register, tables: Tables, content: bytes, entries: list[Entry], notes: list[str]) -> list[str]:
    try:
        loaded = register.load()
    except EngtrackError as error:
        return [str(error)]
    told = replay(entries)
    faults = [
        _said(register, id, diff) for id, diff in difference(told, loaded.before_migration or loaded.tables).items()
    ]
    if loaded.trouble and not faults:
        faults.append(f"{loaded.trouble}, though its records are those of the journal")
    elif not loaded.trouble and entries[-1].digest.encode() and serialise(loaded.tables) != content:
        notes.append(f"{register.name} is behind its journal, which is complete; the next change brings it up to date")
    return faults


def _said(register: Register, id: str, diff: Diff) -> str:
    if diff.was is None:
        return f"{register.name}: {id} is in the file and not in the journal"
    if diff.now is None:
        return f"{register.name}: {id} is in the journal and not in the file"
    changed = "; ".join(
        f"{name} is {diff.now.get(name)!r}, the journal says {diff.was.get(name)!r}" for name in diff.was
    )
    return f"{register.name}: {id}: {changed}"


def _torn_now(journal: Journal) -> bool:
    try:
        with journal.path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(max(0, end - 1))
            return end > 0 and file.read(1) != b"\n"
    except OSError:
        return False


def rebuild(register: Register, author: Author, source: Path | None = None) -> Path | None:
    """Write the register anew from its journal, or from the copy *source*; returns where the old parts are kept."""
    with locked(register.path, register.warn):
        if source is not None:
            return _restored(register, author, source)
        entries = list(register.journal.entries())
        if not entries:
            raise RegisterError(f"{register.journal.path} holds nothing to rebuild {register.name} from")
        content = serialise(replay(entries))
        if register.path.exists() and register.path.read_bytes() == content:
            return None
        kept = _set_aside(register.path, author.at)
        _write(register.path, content)
        if register.load().trouble:  # written by another version, whose files look otherwise
            register.commit(parse(content, register.path), {}, author, entries[-1])
        return kept


def _restored(register: Register, author: Author, source: Path) -> Path | None:
    prove(source)
    with TemporaryDirectory() as folder:
        unpack(source, Path(folder))
        kept = _set_aside(register.path, author.at)
        _set_aside(register.journal.path, author.at)
        _write(register.journal.path, (Path(folder) / JOURNAL_NAME).read_bytes())
        if (Path(folder) / REGISTER_NAME).exists():
            _write(register.path, (Path(folder) / REGISTER_NAME).read_bytes())
    return kept


def accept(register: Register, author: Author) -> list[str]:
    """Keep the file as it is, with an entry that says so; returns the ids of the records that it changed."""
    if not author.reason:
        raise Misused("store accept changes the record of the past; say why with --reason TEXT")
    with locked(register.path, register.warn):
        if not check(register).faults:
            raise Refused(f"there is nothing to accept: {register.name} is as its journal says")
        content = register.path.read_bytes()
        tables = parse(content, register.path)
        faults = _invalid(tables, register.name, content)
        if faults:
            raise RegisterError(f"{faults[0]}; put that right in the file, then accept it")
        entries: list[Entry] = []
        try:
            entries = list(register.journal.entries())
        except BrokenJournal:
            _set_aside(register.journal.path, author.at)
        told = replay(entries)
        changes = difference(told, tables)
        raise_counters(
            tables, {kind.letter: max(map(int, tables.get(kind.table, {})), default=0) for kind in KINDS.values()}
        )
        if entries:
            raise_counters(tables, msgspec.json.decode(told["register"]["1"], type=Header).counters)
        register.commit(tables, changes, author, entries[-1] if entries else None)
        return [id for id in changes if id not in {"register", "config"}]


def _set_aside(path: Path, at: dt.datetime) -> Path | None:
    """Move *path* to a name beside it that says when it was replaced."""
    if not path.exists():
        return None
    kept, number = path.with_name(f"{path.name}.before-{at:%Y%m%dT%H%M%SZ}"), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.before-{at:%Y%m%dT%H%M%SZ}-{number}")
    path.rename(kept)
    return kept


def _write(path: Path, content: bytes) -> None:
    with replace_file(path, content) as put_in_place:
        put_in_place()
