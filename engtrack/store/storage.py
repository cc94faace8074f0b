"""The register's file: its form, its durable replacement, and its lock. The only home of tinydb and filelock.

The file is plain JSON in the form that `tinydb.TinyDB(path)` opens, `{table: {number: record}}`, with one
record a line and the comma in front, so that a changed record is one changed line and an added one is one
added line. Between the file and TinyDB a record stays the bytes that it is: only what is asked for is decoded.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from engtrack.errors import RegisterError
from engtrack.kinds import KINDS, Kind
from engtrack.model import Config
from engtrack.queries import Both, Concerns, Depends, Either, Filter, IsOpen, OneOf
from engtrack.store.migrations import SCHEMA

if TYPE_CHECKING:
    from engtrack.urgency import Urgency

LOCK_SECONDS = 10.0

Tables = dict[str, dict[str, msgspec.Raw]]


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the register knows of itself. *counters* hold the last number given out, by letter of the id."""

    schema: int
    id: str
    counters: dict[str, int] = {}


class Stored:
    """A record as TinyDB hands it out: its bytes, and its number."""

    __slots__ = ("doc_id", "raw")

    def __init__(self, raw: msgspec.Raw, doc_id: int) -> None:
        self.raw = raw
        self.doc_id = doc_id


class RecordTable(Table):
    """A TinyDB table whose documents are undecoded records."""

    document_class = Stored  # type: ignore[assignment]  # TinyDB only builds it and hands it on

    def replace(self, rows: dict[int, msgspec.Raw | None]) -> None:
        """Put each of *rows* under its number, or take the number out where the row is None."""

        def updater(table: dict[int, Any]) -> None:
            for number, raw in rows.items():
                if raw is None:
                    table.pop(number, None)
                else:
                    table[number] = raw

        self._update_table(updater)


class MemoryTables(Storage):
    """TinyDB over tables in memory: what is staged here reaches the disk as one replacement of the file."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def read(self) -> dict[str, dict[str, Any]]:
        return self.tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        self.tables = data


class Database(TinyDB):
    table_class = RecordTable


def open_tables(tables: Tables) -> Database:
    """A TinyDB database over *tables*."""
    return Database(tables, storage=MemoryTables)


class FileContents:
    """What the register's file holds, as TinyDB tables in memory: what a snapshot reads and a command changes."""

    def __init__(self, tables: Tables) -> None:
        self._database = open_tables(tables)

    @property
    def tables(self) -> Tables:
        """The tables with all that was put into them so far."""
        return self._database.storage.tables  # type: ignore[attr-defined,no-any-return]  # ours: MemoryTables

    def rows(self, kind: Kind) -> "FileRows":
        return FileRows(self, kind)

    def single(self, name: str) -> msgspec.Raw:
        """The register's header, or its settings."""
        return self.tables[name]["1"]

    def put_single(self, name: str, row: msgspec.Raw) -> None:
        self.tables[name]["1"] = row


class FileRows:
    """The rows of one kind of record in the file's tables."""

    def __init__(self, contents: FileContents, kind: Kind) -> None:
        self._contents = contents
        self._kind = kind
        self._table = cast(RecordTable, contents._database.table(kind.table))

    def __iter__(self) -> Iterator[tuple[int, msgspec.Raw]]:
        for number, row in self._contents.tables[self._kind.table].items():
            yield int(number), row

    def __len__(self) -> int:
        return len(self._contents.tables[self._kind.table])

    def get(self, number: int) -> msgspec.Raw | None:
        stored = cast(Stored | None, self._table.get(doc_id=number))
        return None if stored is None else stored.raw

    def narrowed(self, filter: Filter) -> Iterator[tuple[int, msgspec.Raw]]:
        """At least the rows that *filter* would let through: those are left out whose bytes say that it would not."""
        without, with_one_of = _signs(filter, self._kind.letter)
        for number, row in self._contents.tables[self._kind.table].items():
            if _may_pass(bytes(row), without, with_one_of):
                yield int(number), row

    def first(self, filter: Filter, urgency: "Urgency", count: int) -> Iterator[tuple[int, msgspec.Raw]]:
        """At least the rows of the *count* most urgent actions that *filter* lets through."""
        if type(filter) not in (IsOpen, Filter):
            return self.narrowed(filter)
        from heapq import nsmallest

        from engtrack.urgency import Ranked

        decode = msgspec.json.Decoder(Ranked).decode
        try:
            ranked = ((urgency.key(decode(row)), number, row) for number, row in self.narrowed(filter))
            return iter([(number, row) for _, number, row in nsmallest(count, ranked)])
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError):  # whoever reads it whole says which it is
            return self.narrowed(filter)

    def replace(self, rows: dict[int, msgspec.Raw | None]) -> None:
        """Put each of *rows* under its number, or take the number out where the row is None."""
        self._table.replace(rows)


Signs = tuple[tuple[bytes, ...], tuple[tuple[bytes, ...], ...]]


def _may_pass(content: bytes, without: tuple[bytes, ...], with_one_of: tuple[tuple[bytes, ...], ...]) -> bool:
    """Whether a row has one of each of *with_one_of* and none of *without*; written out, as it is asked of each row."""
    for signs in with_one_of:
        for sign in signs:
            if sign in content:
                break
        else:
            return False
    for sign in without:  # noqa: SIM110
        if sign in content:
            return False
    return True


def _signs(filter: Filter, letter: str) -> Signs:
    """What stands in no row that *filter* lets through, and of what at least one stands in each such row.

    A row is written as `raw` writes it: no spaces, and letters and digits as they are.
    """
    match filter:
        case Both(left, right):
            one, other = _signs(left, letter), _signs(right, letter)
            return one[0] + other[0], one[1] + other[1]
        case Either(left, right):
            one, other = _signs(left, letter), _signs(right, letter)
            if len(one[1]) == len(other[1]) == 1 and not one[0] + other[0]:
                return (), ((*one[1][0], *other[1][0]),)
        case IsOpen() if letter == "A":
            return (b'"status":"done"', b'"status":"dropped"'), ()
        case Depends():
            return (), ((b'"depends_on"',),)
        case Concerns(_, key) if key.isascii() and key.isalnum():
            return (), ((b'"%s"' % key.encode(),),)
        case OneOf("meeting", ids):
            return (), (tuple(b'"%s"' % str(id).encode() for id in ids),)
    return (), ()


def empty_tables() -> Tables:
    """The tables of a register that does not exist yet, under a new id."""
    header = Header(schema=SCHEMA, id=os.urandom(16).hex())
    return {
        "register": {"1": raw(header)},
        "config": {"1": raw(Config())},
        **{kind.table: {} for kind in KINDS.values()},
    }


def raw(value: object) -> msgspec.Raw:
    """*value* as the bytes that stand in the file."""
    return msgspec.Raw(msgspec.json.encode(value))


TABLES = ("register", "config", *(kind.table for kind in KINDS.values()))
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_tables_decoder = msgspec.json.Decoder(Tables)


def parse(content: bytes, path: Path) -> Tables:
    """The tables in *content*; RegisterError, naming *path*, when it is no register."""
    try:
        tables = _tables_decoder.decode(content)
        if "1" not in tables.get("register", {}):
            raise msgspec.ValidationError("it has no table 'register'")
        refuse_newer(tables, path)
        for name, rows in tables.items():
            if name not in TABLES:
                raise msgspec.ValidationError(f"it has a table {name!r}, which engtrack does not know")
            strange = next((number for number in rows if not _NUMBER.fullmatch(number)), None)
            if strange is not None or (name in TABLES[:2] and list(rows) != ["1"]):
                raise msgspec.ValidationError(f"{name} has a record under {strange or list(rows)!r:.40}")
        if "config" not in tables:
            raise msgspec.ValidationError("it has no table 'config'")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RegisterError(
            f"{path} is not a register: {error}; if it was one, engtrack store rebuild restores it from its journal"
        ) from error
    return tables


def refuse_newer(tables: Tables, place: Path | str) -> None:
    """Refuse the *tables* of a schema that is not known yet; *place* is where they were read."""
    header = msgspec.json.decode(tables["register"]["1"])
    schema = header.get("schema") if isinstance(header, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise RegisterError(
            f"{place} was written by a newer engtrack (schema {schema}, this one reads {SCHEMA}); "
            "update engtrack to open it"
        )


def serialise(tables: Tables) -> bytes:
    """The content of the file: tables in a fixed order, records by number, a line each."""
    parts = [_table(name, tables.get(name, {})) for name in TABLES]
    return b"{" + b"\n,".join(parts) + b"\n}\n"


def _table(name: str, rows: dict[str, Any]) -> bytes:
    numbers = sorted(rows, key=int)
    lines = b"\n,".join(b'"%s":%s' % (number.encode(), bytes(rows[number])) for number in numbers)
    return b'"%s":{\n%s\n}' % (name.encode(), lines)


@contextmanager
def replace_file(path: Path, content: bytes, tidy: bool = False) -> Iterator[Callable[[], None]]:
    """Prepare *content* in a temporary file beside *path*; what is yielded puts it in the place of *path*.

    Either the old content stands there or the new one, also after a power cut; nothing else is left behind. With
    *tidy*, which only the holder of the lock may ask for, neither is what a killed command left.
    """
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}.tmp")
    ours = re.compile(rf"\.{re.escape(path.name)}(?:\.journal)?\.[0-9a-f]{{12}}\.tmp")
    for left_over in path.parent.iterdir() if tidy else ():
        if ours.fullmatch(left_over.name):
            left_over.unlink(missing_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        try:
            os.fchmod(descriptor, mode)
            write_all(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

        def put_in_place() -> None:
            os.replace(temporary, path)  # noqa: PTH105  (the call that the tests make fail)
            sync_folder(path.parent)

        yield put_in_place
    finally:
        temporary.unlink(missing_ok=True)


def is_device(path: Path) -> bool:
    """Whether something else than a file or folder stands at *path*: reading a pipe would wait for ever."""
    return path.exists() and not (path.is_file() or path.is_dir())


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of *content*, however little the system takes at a time."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* last through a power cut, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path, waiting: Callable[[str], None], seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the one lock of the register at *path*; say why through *waiting* when it has to be waited for."""
    from filelock import FileLock, Timeout  # only who writes pays for it

    os.close(os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600))  # says why it cannot
    lock = FileLock(path.with_name(path.name + ".lock"), mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting(f"waiting up to {seconds:g} seconds for another engtrack to finish with {path}")
        try:
            lock.acquire(timeout=seconds, poll_interval=0.005)
        except Timeout as error:
            raise RegisterError(
                f"{path} is locked by another engtrack since {seconds:g} seconds; "
                "nothing was changed; try again when that one has ended"
            ) from error
    try:
        yield
    finally:
        with suppress(OSError):  # what was done under it is done
            lock.release()
