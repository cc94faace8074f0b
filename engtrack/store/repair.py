"""Whether the register is sound, and the two ways on when it is not: its journal, or the file as it is."""

import datetime as dt
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from engtrack.errors import EngtrackError, Refused, RegisterError
from engtrack.kinds import KEYED, KINDS, links_of
from engtrack.model import Config, Record, Stakeholder
from engtrack.store import Author, Findings
from engtrack.store.backup import JOURNAL_NAME, prove, unpack
from engtrack.store.file import FileRegister, entered
from engtrack.store.journal import BrokenJournal, Diff, Entry, Journal, unseal
from engtrack.store.replay import difference, id_at, raise_counters, read_header, replay
from engtrack.store.storage import Header, Tables, parse, raw, refuse_newer, replace_file, serialise, sync_folder


def check(register: FileRegister) -> Findings:
    """Read both parts of the register whole and compare them, record for record."""
    faults: list[str] = []
    notes: list[str] = []
    tables, before = _file(register, faults, notes)
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


def _file(register: FileRegister, faults: list[str], notes: list[str]) -> tuple[Tables | None, bytes]:
    try:
        content = register.path.read_bytes()
    except FileNotFoundError:
        if register.exists():
            notes.append(
                f"{register.name}: the file is missing; it is read from its journal, and the next change writes it"
            )
        return None, b""
    except OSError as error:
        faults.append(f"{register.name} cannot be read: {error.strerror}")
        return None, b""
    try:
        tables = parse(content, register.path)
        faults += invalid(tables, register.name, content)
    except EngtrackError as error:
        faults.append(str(error))
        return None, content
    return tables, content


def invalid(tables: Tables, name: str, content: bytes) -> list[str]:
    """Every record that cannot be read, with the line that it stands on and the path to the fault."""
    faults = []
    lines = content.split(b"\n")
    keys = set()
    named: dict[str, str] = {}
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
        if isinstance(record, Stakeholder):
            twin = named.setdefault(record.key.casefold(), id)
            if twin != id:
                faults.append(f"{name}: {id} and {twin} are both called {record.key}")
        if isinstance(record, Config) and record.us is not None and record.us not in keys:
            faults.append(f"{name}: the setting us names {record.us}, which is no stakeholder")
        for kind, link in links_of(record):
            if link[1:] not in tables.get(kind.table, {}):
                faults.append(f"{name}: {id} refers to {link}, which is not {kind.name} of this register")
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


def _compared(
    register: FileRegister, tables: Tables, content: bytes, entries: list[Entry], notes: list[str]
) -> list[str]:
    """In what the file differs from what the journal says; commands that came after it was read are no difference."""
    founded = (entries[0].changes.get("register") or Diff(None, {})).now or {}
    if founded.get("id") != read_header(tables).id:
        return [f"{register.journal.path} is the journal of another register"]
    digest = sha256(content).hexdigest()
    known = next((n for n in range(len(entries), 0, -1) if entries[n - 1].digest == digest), None)
    told = replay(entries[:known])
    faults = [say_difference(register.name, id, diff, "file") for id, diff in difference(told, tables).items()]
    if known is None and not faults:
        faults.append(
            f"{register.name} is not written as engtrack left it, though its records are those of the journal"
        )
    elif known is not None and known < len(entries):
        notes.append(f"{register.name} is behind its journal, which is complete; the next change brings it up to date")
    return faults


def say_difference(name: str, id: str, diff: Diff, where: str) -> str:
    """In what a record, as it stands *where*, differs from what the journal says."""
    if diff.was is None:
        return f"{name}: {id} is in the {where} and not in the journal"
    if diff.now is None:
        return f"{name}: {id} is in the journal and not in the {where}"
    changed = "; ".join(
        f"{field} is {diff.now.get(field)!r}, the journal says {diff.was.get(field)!r}" for field in diff.was
    )
    return f"{name}: {id}: {changed}"


def _torn_now(journal: Journal) -> bool:
    try:
        with journal.path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(max(0, end - 1))
            return end > 0 and file.read(1) != b"\n"
    except OSError:
        return False


def rebuild(register: FileRegister, author: Author, source: Path | None = None) -> list[Path]:
    """Write the register anew from its journal, or from the copy *source*; returns where the old parts are kept.

    An id that the file or the journal that stood there had given out is not given out again.
    """
    with register.held():
        if source is None:
            journal = register.journal.content()
        else:
            with TemporaryDirectory() as folder:
                prove(source, source)
                unpack(source, source, Path(folder))
                journal = Journal(Path(folder) / JOURNAL_NAME).content()
        entries = list(register.journal.entries(journal))
        if not entries:
            raise RegisterError(f"{register.journal.path} holds nothing to rebuild {register.name} from")
        tables = replay(entries)
        refuse_newer(tables, register.journal.path)
        tail, content = entries[-1], serialise(tables)
        changes = _raised(tables, _given_out(register))
        if source is not None or changes or sha256(content).hexdigest() != tail.digest:
            entry, content = entered(tail, author, changes, tables)
            journal += msgspec.json.encode(entry) + b"\n"
        elif register.path.exists() and register.path.read_bytes() == content:
            return []
        kept = _copies_aside(register, author.at)
        _put(register, journal, content)
        return kept


def _put(register: FileRegister, journal: bytes, content: bytes) -> None:
    """Put both parts in place. In between the file is away, and then the journal alone is the register."""
    with (
        replace_file(register.path, content, tidy=True) as put_file,
        replace_file(register.journal.path, journal) as put_journal,
    ):
        register.path.unlink(missing_ok=True)
        sync_folder(register.path.parent)
        put_journal()
        put_file()


def _raised(tables: Tables, given: dict[str, int]) -> dict[str, Diff]:
    """Raise the counters in *tables* to the numbers *given* out; what that changes, as a journal says it."""
    was = read_header(tables).counters
    raise_counters(tables, given)
    now = read_header(tables).counters
    return {"register": Diff({"counters": was}, {"counters": now})} if now != was else {}


def _given_out(register: FileRegister) -> dict[str, int]:
    """The highest number that was given out for each letter, by all that can still be read of the register."""
    given: dict[str, int] = {}

    def note(id: str) -> None:
        if id[0] in KINDS and id[1:].isdecimal():
            given[id[0]] = max(given.get(id[0], 0), int(id[1:]))

    for line in register.journal.content().split(b"\n")[:-1]:
        try:
            for id in unseal(line).changes:
                note(id)
        except ValueError:
            continue
    try:
        tables = parse(register.path.read_bytes(), register.path)
        for letter, number in read_header(tables).counters.items():
            note(f"{letter}{number}")
        for kind in KINDS.values():
            for row in tables.get(kind.table, {}):
                note(f"{kind.letter}{row}")
    except (OSError, EngtrackError, msgspec.DecodeError, UnicodeDecodeError):
        pass
    return given


def accept(register: FileRegister, author: Author) -> list[str]:
    """Keep the file as it is, with an entry that says so; returns the ids of the records that it changed."""
    with register.held():
        if not check(register).faults:
            raise Refused(f"there is nothing to accept: {register.name} is as its journal says")
        if not register.path.exists():
            raise RegisterError(
                f"there is no {register.name} to accept; engtrack store rebuild makes it from its journal"
            )
        content = register.path.read_bytes()
        tables = parse(content, register.path)
        faults = invalid(tables, register.name, content)
        if faults:
            raise RegisterError(f"{faults[0]}; put that right in the file, then accept it")
        entries: list[Entry] = []
        with suppress(BrokenJournal):
            entries = list(register.journal.entries())
        tables = {
            name: {number: raw(msgspec.json.decode(row)) for number, row in rows.items()}
            for name, rows in tables.items()
        }
        if entries and (entries[0].changes["register"].now or {}).get("id") != read_header(tables).id:
            raise RegisterError(f"{register.journal.path} is the journal of another register; move it away first")
        told = replay(entries)
        changes = difference(told, tables)
        given = _given_out(register)
        raise_counters(tables, given)
        if entries:
            changes |= _raised(told, given)
        entry, content = entered(entries[-1] if entries else None, author, changes, tables)
        _copies_aside(register, author.at)
        with replace_file(register.path, content, tidy=True) as put_file:
            put_file()
        if entries:
            register.journal.append(entry)
        else:
            with replace_file(register.journal.path, msgspec.json.encode(entry) + b"\n") as put_journal:
                put_journal()
        return [id for id in changes if id not in {"register", "config"}]


def _copies_aside(register: FileRegister, at: dt.datetime) -> list[Path]:
    """Copy both parts, as far as they are there; returns the copies."""
    return [_copy_aside(path, at) for path in (register.path, register.journal.path) if path.exists()]


def _copy_aside(path: Path, at: dt.datetime) -> Path:
    """Copy *path* to a name beside it that says when it was replaced."""
    stem, number = f"{path.name}.before-{at:%Y%m%dT%H%M%SZ}", 1
    kept = path.with_name(stem)
    while kept.exists():
        number += 1
        kept = path.with_name(f"{stem}-{number}")
    with replace_file(kept, path.read_bytes()) as put_in_place:
        put_in_place()
    return kept
