"""The register in a file, with its journal beside it.

A command is: lock; read; change in memory; prepare the new file beside the old; append one line to the journal
and make it last (*the commit*); put the new file in the place of the old. Whoever finds the journal ahead of
the file applies the missing lines in memory; the next command that changes something persists them.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from engtrack.errors import RegisterError
from engtrack.store import Author, Findings, Register
from engtrack.store.change import Change
from engtrack.store.journal import BrokenJournal, Diff, Entry, Journal, following
from engtrack.store.migrations import SCHEMA, migrate
from engtrack.store.replay import apply, difference, founding, read_header, replay
from engtrack.store.snapshot import Snapshot
from engtrack.store.storage import (
    FileContents,
    Tables,
    empty_tables,
    is_device,
    locked,
    parse,
    refuse_newer,
    replace_file,
    serialise,
    sync_folder,
)

T = TypeVar("T")


class Loaded(NamedTuple):
    """The register as it stands: its tables, its last entry, and what is wrong with its files, if anything."""

    tables: Tables
    tail: Entry | None
    trouble: str | None = None
    before_migration: Tables | None = None


class FileRegister(Register):
    """The register in the file at *path*, which need not exist yet. *warn* is told what the user should know."""

    journal: Journal

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        self.name = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        try:
            self.path = path.resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise RegisterError(f"{self.name} is no place for a register: {error}") from error
        if not self.path.name:
            raise RegisterError(f"{self.name} is no place for a register: it is a folder")
        self.journal = Journal(self.path.with_name(self.path.name + ".journal"))
        for part in (self.path, self.journal.path):
            if is_device(part):
                raise RegisterError(f"{part} is no file; name one with --store")
        self.warn = warn

    @property
    def folder(self) -> Path:
        return self.path.parent

    def is_part(self, path: Path) -> bool:
        return path.resolve() in {self.path, self.journal.path}

    def beside(self) -> list[Path]:
        found = [path for path in self.folder.glob(f"{self.path.name}*") if not self.is_part(path)]
        return sorted(path for path in (*found, *self.folder.glob("backups/*")) if not path.name.endswith(".lock"))

    def exists(self) -> bool:
        return self.path.exists() or self.journal.path.exists()

    def read(self) -> Snapshot:
        loaded = self.load()
        if loaded.trouble:
            self.warn(f"{loaded.trouble}; engtrack store check says more")
        return Snapshot(FileContents(loaded.tables), self.name)

    def change(self, work: Callable[[Change], T], author: Author) -> T:
        with self.held("; nothing was changed"):
            loaded = self._load_to_change(author)
            contents = FileContents(loaded.tables)
            change = Change(contents, self.name, author.at)
            result = work(change)
            changes = change.finish()
            if changes:
                self._commit(contents.tables, changes, author, loaded.tail, change.undoes)
            return result

    @contextmanager
    def held(self, consequence: str = "") -> Iterator[None]:
        """Hold the lock, in a folder that exists; what the system refuses is a RegisterError that names the file."""
        try:
            if not self.path.parent.exists():
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                sync_folder(self.path.parent.parent)
            with locked(self.path, self.warn):
                yield
        except OSError as error:
            name = error.filename or self.name
            raise RegisterError(f"{name} cannot be written: {error.strerror or error}{consequence}") from error

    def preview(self, work: Callable[[Change], T], at: dt.datetime) -> T:
        return work(Change(FileContents(self.load().tables), self.name, at))

    def rewrite(
        self, make: Callable[[list[Entry]], tuple[list[Entry], Tables]], author: Author, consequence: str
    ) -> None:
        with self.held(consequence):
            self.refuse_damaged(consequence)
            entries, tables = make(list(self.journal.entries()))
            last, content = entered(entries[-1], author, {}, tables)
            lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in (*entries, last))
            with (
                replace_file(self.path, content, tidy=True) as put_file,
                replace_file(self.journal.path, lines) as put_journal,
            ):
                put_journal()
                put_file()

    def refuse_damaged(self, consequence: str) -> None:
        if trouble := self.load().trouble:
            raise RegisterError(f"{trouble}{consequence}: engtrack store check says more")

    def check(self) -> Findings:
        from engtrack.store.repair import check

        return check(self)

    def parts(self) -> tuple[bytes | None, bytes]:
        return self._content(), self.journal.content()

    def rebuild(self, author: Author, source: Path | None = None) -> list[Path]:
        from engtrack.store.repair import rebuild

        return rebuild(self, author, source)

    def _accept(self, author: Author) -> list[str]:
        from engtrack.store.repair import accept

        return accept(self, author)

    def _load_to_change(self, author: Author) -> Loaded:
        loaded = self.load()
        if loaded.trouble:
            raise RegisterError(
                f"{loaded.trouble}; nothing was changed: engtrack store rebuild takes the register from its "
                "journal, engtrack store accept --reason TEXT keeps the file as it is"
            )
        if not loaded.before_migration:
            return loaded
        from engtrack.store.backup import back_up

        kept = back_up(self, self.path.parent / "backups", author.at)
        changes = difference(loaded.before_migration, loaded.tables)
        tail = self._commit(loaded.tables, changes, author._replace(command="migrate", reason=None), loaded.tail)
        self.warn(f"{self.name} was brought to schema {SCHEMA}; a copy of it as it was is {kept}")
        return loaded._replace(tail=tail)

    def _commit(
        self, tables: Tables, changes: dict[str, Diff], author: Author, tail: Entry | None, undoes: int | None = None
    ) -> Entry:
        """Make *changes*, which led to *tables*, last. The lock is held; returns the entry that was written."""
        entry, content = entered(tail, author, changes, tables, undoes)
        with replace_file(self.path, content, tidy=True) as put_in_place:
            self.journal.append(entry)
            try:
                put_in_place()
            except OSError as error:
                self.warn(
                    f"the change is kept in the journal, but {self.name} could not be replaced "
                    f"({error.strerror}); the next change will do it"
                )
        return entry

    def load(self) -> Loaded:
        """Read the file, then its journal: in this order no command of another can come between unseen."""
        content = self._content()
        if content is None:
            entries = list(self.journal.entries())
            loaded = Loaded(replay(entries) if entries else empty_tables(), entries[-1] if entries else None)
            refuse_newer(loaded.tables, self.journal.path)
        else:
            loaded = self._load(content)
        return self._migrated(loaded)

    def _load(self, content: bytes) -> Loaded:
        tables = parse(content, self.path)
        self._refuse_odd_header(tables)
        digest = sha256(content).hexdigest()
        try:
            tail = self.journal.tail()
            if tail is None:
                return Loaded(tables, None, f"the journal of {self.name} is missing: {self.journal.path}")
            if tail.digest == digest:
                return Loaded(tables, tail)
            self._refuse_foreign(tables)
            missing = self.journal.since(digest)
        except BrokenJournal as error:
            return Loaded(tables, None, f"the journal is damaged: {error}")
        if missing is None and self._is_before_forgetting(digest):
            return Loaded(replay(self.journal.entries()), tail)
        if missing is None:
            return Loaded(tables, tail, f"{self.name} is not as engtrack left it: it was changed by something else")
        for entry in missing:
            apply(tables, entry.changes)
        return Loaded(tables, tail)

    def _is_before_forgetting(self, digest: str) -> bool:
        """Whether the file is the one that stood here before a name was forgotten; its journal is newer, and whole."""
        return sha256(digest.encode()).hexdigest().encode() in self.journal.content()

    def _migrated(self, loaded: Loaded) -> Loaded:
        schema = read_header(loaded.tables).schema
        if schema == SCHEMA or loaded.trouble:
            return loaded
        return loaded._replace(tables=migrate(loaded.tables, schema), before_migration=loaded.tables)

    def _content(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise RegisterError(f"{self.name} cannot be read: {error.strerror or error}") from error

    def _refuse_odd_header(self, tables: Tables) -> None:
        try:
            read_header(tables)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RegisterError(f"{self.name}: its header (table register) cannot be read: {error}") from error

    def _refuse_foreign(self, tables: Tables) -> None:
        first = next(self.journal.entries(), None)
        founded = first.changes.get("register") if first else None
        theirs = (founded.now or {}).get("id") if founded else None
        if theirs != read_header(tables).id:
            raise RegisterError(
                f"{self.journal.path} is the journal of another register; put the right one beside {self.name}, "
                "or move this one away"
            )


def entered(
    tail: Entry | None, author: Author, changes: dict[str, Diff], tables: Tables, undoes: int | None = None
) -> tuple[Entry, bytes]:
    """The entry that comes after *tail* with *changes* that led to *tables*, and the file's content with it."""
    if tail is None:
        changes = changes | founding(tables["register"]["1"], tables["config"]["1"])
    content = serialise(tables)
    return following(tail, author, changes, sha256(content).hexdigest(), undoes), content
