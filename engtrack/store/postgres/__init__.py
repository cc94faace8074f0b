"""The register on a PostgreSQL server, for those who work on one together.

A command is one serializable transaction that holds the table of records against other writers: it reads, changes, puts
the changed records and one entry of the journal, and commits. The order of the journal is the order of the commits.
"""

import datetime as dt
import random
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from engtrack.errors import Misused, Refused, RegisterError
from engtrack.kinds import KINDS
from engtrack.store import Author, Findings, Register
from engtrack.store.change import Change
from engtrack.store.journal import NO_HASH, BrokenJournal, Diff, Entry, following
from engtrack.store.migrations import SCHEMA, migrate
from engtrack.store.postgres.contents import ServerContents, all_tables, odd_columns, put_rows, row_values
from engtrack.store.postgres.past import COLUMNS, ServerJournal, row_of
from engtrack.store.postgres.server import Conflict, Server, Unsure
from engtrack.store.replay import after, difference, founding, place_of, read_header, replay
from engtrack.store.snapshot import Snapshot
from engtrack.store.storage import FileContents, Tables, refuse_newer

T = TypeVar("T")
ATTEMPTS = 12
PATIENCE = 6
"""How often a server that did not answer is asked whether it kept a change, a second apart."""


class PostgresRegister(Register):
    """The register at *address*, `postgresql://…`, which was prepared with `set_up`."""

    journal: ServerJournal

    def __init__(self, address: str, warn: Callable[[str], None]) -> None:
        self.server = Server(address)
        self.name = self.server.name
        self.journal = ServerJournal(self.server)
        self.warn = warn

    def set_up(self, roles: bool) -> None:
        """Make the tables where they are missing, and with *roles* those whom they are granted to."""
        encoding = self.server.execute("show server_encoding")[0][0]
        if encoding != "UTF8":
            raise Refused(f"{self.name} keeps its texts in {encoding}; a register needs a database in UTF8")
        self.server.run_script(files(__package__).joinpath("schema.sql").read_text(encoding="utf-8"))
        if roles:
            self.server.run_script(files(__package__).joinpath("roles.sql").read_text(encoding="utf-8"))

    @property
    def folder(self) -> None:
        return None

    @property
    def role(self) -> str:
        return self.server.role

    def is_part(self, path: Path) -> bool:
        return False

    def beside(self) -> list[Path]:
        return []

    def exists(self) -> bool:
        asked = "select exists (select from engtrack.journal) or exists (select from engtrack.record)"
        return bool(self.server.execute(asked)[0][0])

    def read(self) -> Snapshot:
        self.server.read_anew()
        contents = ServerContents(self.server)
        schema = self._schema(contents)
        if schema == SCHEMA:
            return Snapshot(contents, self.name)
        return Snapshot(FileContents(migrate(self._tables(), schema)), self.name)

    def change(self, work: Callable[[Change], T], author: Author) -> T:
        def attempt() -> tuple[T, Entry | None]:
            mine = author._replace(by=self.server.role)
            contents = self._contents_to_change(mine)
            change = Change(contents, self.name, mine.at)
            result = work(change)
            self._refuse_forged(change)
            changes = change.finish()
            return result, self._append(contents, changes, mine, change.undoes) if changes else None

        return self._kept("engtrack.record", attempt)

    def _kept(self, lock: str, attempt: Callable[[], tuple[T, Entry | None]]) -> T:
        """Do *attempt* as one transaction that is kept, again where another command came between; the entry that it
        returns is what the server is asked for where the line broke."""
        for number in range(ATTEMPTS):
            entry: Entry | None = None
            try:
                with self.server.writing(lock):
                    result, entry = attempt()
                return result
            except Conflict:
                time.sleep(random.uniform(0, 0.02 * (number + 1)))  # noqa: S311  (who comes first is no secret)
            except Unsure:
                if entry is None or self._was_kept(entry):
                    return result
                raise RegisterError(f"the connection to {self.name} was lost; nothing was changed") from None
        raise RegisterError(f"others change {self.name} all the time; nothing was changed; try again")

    def preview(self, work: Callable[[Change], T], at: dt.datetime) -> T:
        self.server.read_anew()
        return work(Change(ServerContents(self.server), self.name, at))

    def rewrite(
        self, make: Callable[[list[Entry]], tuple[list[Entry], Tables]], author: Author, consequence: str
    ) -> None:
        def attempt() -> tuple[None, Entry]:
            entries, tables = make(list(self.journal.entries()))
            last = following(entries[-1], author, {}, NO_HASH)
            self.server.execute("delete from engtrack.journal")
            # what is written was proven when it was read
            self.server.execute("alter table engtrack.journal disable trigger follows")
            self.server.copy_in(f"engtrack.journal ({COLUMNS})", map(row_of, (*entries, last)))
            self.server.execute("alter table engtrack.journal enable trigger follows")
            self._put_all(tables)
            return None, last

        self._kept("engtrack.record, engtrack.journal", attempt)

    def refuse_damaged(self, consequence: str) -> None:
        """What stands on a server is what its transactions left there."""

    def check(self) -> Findings:
        from engtrack.store.repair import invalid

        self.server.read_anew()
        entries: list[Entry] = []
        faults: list[str] = []
        try:
            entries.extend(self.journal.entries())
        except BrokenJournal as error:
            faults.append(str(error))
        tables = self._tables()
        count = sum(len(rows) for name, rows in tables.items() if name not in {"register", "config"})
        if entries or count:
            faults += invalid(tables, self.name, b"") or self._compared(tables, entries if not faults else [])
        return Findings(count, len(entries), faults, [])

    def _compared(self, tables: Tables, entries: list[Entry]) -> list[str]:
        """In what the records, and what is kept beside them for filters, differ from what *entries* say."""
        from engtrack.store.repair import say_difference

        faults = [f"{self.name}: {fault}" for fault in (*self.journal.odd_columns(), *odd_columns(self.server))]
        if not entries:
            return faults
        try:
            told = replay(entries)
        except RegisterError as error:
            return [*faults, f"{self.name}: {error}"]
        faults += [say_difference(self.name, id, diff, "records") for id, diff in difference(told, tables).items()]
        given, expected = read_header(tables).counters, read_header(told).counters
        if given != expected:
            faults.append(f"{self.name}: the last numbers given out are {given}, the journal says {expected}")
        return faults

    def parts(self) -> tuple[None, bytes]:
        self.server.read_anew()
        return None, self.journal.content()

    def rebuild(self, author: Author, source: Path | None = None) -> list[Path]:
        if source is not None:
            raise Misused(
                f"a copy is not put over {self.name}; unpack it, and bring it to an empty database with "
                "engtrack store copy engtrack.json postgresql://…"
            )

        def told(entries: list[Entry]) -> tuple[list[Entry], Tables]:
            if not entries:
                raise RegisterError(f"the journal of {self.name} holds nothing to rebuild it from")
            return entries, replay(entries)

        self.rewrite(told, author, "; nothing was changed")
        return []

    def _accept(self, author: Author) -> list[str]:
        from engtrack.store.repair import invalid

        def attempt() -> tuple[list[str], Entry]:
            tables = self._tables()
            entries = list(self.journal.entries())
            changes = difference(replay(entries), tables) if entries else {}
            if not changes:
                raise Refused(f"there is nothing to accept: {self.name} is as its journal says")
            if faults := invalid(tables, self.name, b""):
                raise RegisterError(f"{faults[0]}; put that right in the table, then accept it")
            entry = following(entries[-1], author._replace(by=self.server.role), changes, NO_HASH)
            self.journal.append(entry)
            self._put_all(replay([*entries, entry]))
            return [id for id in changes if id not in {"register", "config"}], entry

        return self._kept("engtrack.record", attempt)

    # inside a transaction

    def _refuse_forged(self, change: Change) -> None:
        """Refuse to go on from a record that is not as the journal says, lest the change make that look right."""
        ids = change.touched()
        told: dict[str, dict[str, Any] | None] = {}
        for entry in self.journal.mentioning_any(ids):
            for id in ids & entry.changes.keys():
                told[id] = after(told.get(id), entry.changes[id])
        for id in ids:
            is_taken = id in change.added and id in told  # the numbers that were given out were turned back
            if is_taken or (change.fields(id) != told.get(id) and not (id == "config" and id not in told)):
                raise RegisterError(
                    f"{id} in {self.name} is not as its journal says: it was changed by something else; nothing was "
                    "changed: engtrack store check says more"
                )

    def _schema(self, contents: ServerContents) -> int:
        tables = {"register": {"1": contents.single("register")}}
        try:
            refuse_newer(tables, self.name)
            return read_header(tables).schema
        except msgspec.DecodeError as error:
            raise RegisterError(
                f"{self.name}: its header cannot be read: {error}; engtrack store rebuild restores it from the journal"
            ) from error

    def _tables(self) -> Tables:
        tables = all_tables(self.server)
        contents = ServerContents(self.server)
        return tables | {name: {"1": contents.single(name)} for name in ("register", "config")}

    def _contents_to_change(self, author: Author) -> ServerContents:
        """What the register holds, brought to the form of today where it is not in it yet."""
        contents = ServerContents(self.server)
        schema = self._schema(contents)
        if schema == SCHEMA:
            return contents
        old = self._tables()
        new = migrate(old, schema)
        changes = difference(old, new)
        for id in changes:
            table, number = place_of(id)
            kind = id if table == id else id[0]
            put_rows(self.server, kind, {int(number): new[table].get(number)})
        self.journal.append(
            following(self.journal.tail(), author._replace(command="migrate", reason=None), changes, NO_HASH)
        )
        self.warn(f"{self.name} was brought to schema {SCHEMA}")
        return ServerContents(self.server)

    def _append(self, contents: ServerContents, changes: dict[str, Diff], author: Author, undoes: int | None) -> Entry:
        tail = self.journal.tail()
        if tail is None:
            contents.put_single("config", contents.single("config"))
            changes = changes | founding(contents.single("register"), contents.single("config"))
        entry = following(tail, author, changes, NO_HASH, undoes)
        self.journal.append(entry)
        return entry

    def _put_all(self, tables: Tables) -> None:
        self.server.execute("delete from engtrack.record")
        letters = {kind.table: letter for letter, kind in KINDS.items()}
        self.server.copy_in(
            "engtrack.record (kind, number, record, said)",
            (
                row_values(letters.get(table, table), int(number), row)
                for table, rows in tables.items()
                for number, row in rows.items()
            ),
        )

    def _was_kept(self, entry: Entry) -> bool:
        """Whether the server kept *entry*, asked once what was under way there has come to its end."""
        for _ in range(PATIENCE):
            try:
                with self.server.writing("engtrack.record", seconds=1):
                    found = self.journal.numbered(entry.seq)
            except (RegisterError, Conflict, Unsure):
                time.sleep(1)
            else:
                return found is not None and found.hash == entry.hash
        raise RegisterError(
            f"the connection to {self.name} was lost while the change was being kept, and the server does not say yet "
            f"whether it was; engtrack history says later whether entry {entry.seq} is there"
        )
