"""The register: read it, change it. Nothing above this package knows what it is kept in: a file, or a PostgreSQL server.

`open_register` chooses, by the form of the address.
"""

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from engtrack.errors import Misused, RegisterError

if TYPE_CHECKING:
    from engtrack.store.change import Change
    from engtrack.store.journal import Entry
    from engtrack.store.snapshot import Snapshot
    from engtrack.store.storage import Tables

T = TypeVar("T")
SERVER = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
NEARLY = re.compile(r"\s*postgres(?:ql)?:", re.IGNORECASE)
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


class Author(NamedTuple):
    """Who changes the register, when, with which command and why."""

    by: str
    at: dt.datetime
    command: str
    reason: str | None = None


class Findings(NamedTuple):
    """What a check found: *faults* need repair, *notes* do not."""

    records: int
    entries: int
    faults: list[str]
    notes: list[str]


class Past(Protocol):
    """The journal of a register. Reading it never writes."""

    def tail(self) -> "Entry | None":
        """The last entry, None when there is none; costs the same however long the journal is."""

    def entries(self) -> "Iterator[Entry]":
        """All entries, oldest first, each proven to follow the one before; BrokenJournal at the first that does not."""

    def numbered(self, seq: int) -> "Entry | None":
        """The entry with this number."""

    def mentioning(self, id: str) -> "Iterator[Entry]":
        """The entries that changed record *id*, oldest first."""

    def content(self) -> bytes:
        """All of it, a line an entry."""


class Register(ABC):
    """A register, wherever it is kept. *name* is what people are told of where that is."""

    name: str
    journal: Past
    warn: Callable[[str], None]

    @property
    @abstractmethod
    def folder(self) -> Path | None:
        """Where what belongs to the register, but is not in it, is kept beside it; None where there is no such place."""

    @property
    def role(self) -> str | None:
        """Whom a server takes us for; None for a file, which knows nobody."""
        return None

    @abstractmethod
    def is_part(self, path: Path) -> bool:
        """Whether the file *path* is a part of the register itself, so that nothing else may be written over it."""

    @abstractmethod
    def beside(self) -> list[Path]:
        """The files beside it that may hold what it held once: copies, and what was set aside."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether anything was ever kept in it."""

    @abstractmethod
    def read(self) -> "Snapshot":
        """The register as it stands now. Never writes, never locks, never waits."""

    @abstractmethod
    def change(self, work: "Callable[[Change], T]", author: Author) -> T:
        """Do *work* on the register, wholly or not at all, as one entry of the journal; nothing changed is no entry.

        *work* may be run again where another command came between, so it must do nothing but change.
        """

    @abstractmethod
    def preview(self, work: "Callable[[Change], T]", at: dt.datetime) -> T:
        """What *work* would give; nothing is changed."""

    @abstractmethod
    def rewrite(
        self, make: "Callable[[list[Entry]], tuple[list[Entry], Tables]]", author: Author, consequence: str
    ) -> None:
        """Put what *make* makes of the journal, and the tables that it led to, in the place of all that is there.

        An entry of *author* ends the new journal. *consequence* says what did not happen where it is refused.
        """

    @abstractmethod
    def refuse_damaged(self, consequence: str) -> None:
        """RegisterError where what stands there is not what the journal says; *consequence* says what was not done."""

    @abstractmethod
    def check(self) -> Findings:
        """All of it read and compared with its journal, record for record."""

    @abstractmethod
    def parts(self) -> tuple[bytes | None, bytes]:
        """The register's file, None where the journal alone is the register, and its journal: what a copy holds."""

    @abstractmethod
    def rebuild(self, author: Author, source: Path | None = None) -> list[Path]:
        """Write the register anew from its journal, or from the copy *source*; returns where the old parts are kept."""

    def accept(self, author: Author) -> list[str]:
        """Keep what was changed outside engtrack, with an entry that says so; returns the ids of what it changed.

        Misused where the author gives no reason.
        """
        if not author.reason:
            raise Misused("store accept changes the record of the past; say why with --reason TEXT")
        return self._accept(author)

    @abstractmethod
    def _accept(self, author: Author) -> list[str]: ...

    def as_of(self, day: dt.date) -> "Snapshot":
        """The register as it stood at the end of *day* (UTC), from its journal."""
        from engtrack.store.migrations import SCHEMA, migrate
        from engtrack.store.replay import read_header, replay
        from engtrack.store.snapshot import Snapshot
        from engtrack.store.storage import FileContents, empty_tables

        entries = list(self.journal.entries())
        while entries and entries[-1].at.astimezone(dt.UTC).date() > day:
            entries.pop()
        tables = replay(entries) if entries else empty_tables()
        schema = read_header(tables).schema
        return Snapshot(FileContents(tables if schema == SCHEMA else migrate(tables, schema)), self.name)


def is_server(address: str) -> bool:
    """Whether *address* is that of a server, and not of a file; Misused where it looks like one that nobody knows."""
    if SERVER.match(address):
        return True
    if NEARLY.match(address) or (ADDRESS.match(address) and not Path(address).exists()):
        scheme = address.partition(":")[0]
        raise Misused(
            f"there is no register of the kind {scheme!r}; try a file, or an address like "
            "postgresql://ada@db.example.org/engagement"
        )
    return False


def open_register(address: str, warn: Callable[[str], None]) -> Register:
    """The register at *address*, the path of a file or the address of a server; it need not exist yet.

    *warn* is told what the user should know.
    """
    if is_server(address):
        try:
            from engtrack.store.postgres import PostgresRegister
        except ModuleNotFoundError as error:
            if error.name != "psycopg":
                raise
            raise RegisterError(
                "psycopg is missing, which speaks with PostgreSQL; it comes with: pip install 'engtrack[postgres]'"
            ) from error

        return PostgresRegister(address, warn)
    from engtrack.store.file import FileRegister

    return FileRegister(Path(address), warn)
