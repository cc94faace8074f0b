"""The journal as a table, which only grows: each row is an entry, line for line as in the journal of a file."""

from collections.abc import Iterable, Iterator

import msgspec

from engtrack.store.journal import NO_HASH, BrokenJournal, Entry, proven, unseal
from engtrack.store.postgres.server import Server

PAGE = 5_000
COLUMNS = "seq, hash, prev, at, author, ids, line"


class ServerJournal:
    """The journal of the register on *server*."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._place = f"the journal of {server.name}"

    def tail(self) -> Entry | None:
        return self._one("select seq, line from engtrack.journal order by seq desc limit 1")

    def numbered(self, seq: int) -> Entry | None:
        return self._one("select seq, line from engtrack.journal where seq = %s", seq)

    def mentioning(self, id: str) -> Iterator[Entry]:
        sql = "select seq, line from engtrack.journal where ids @> %s order by seq"
        for seq, line in self._server.execute(sql, [[id]]):
            yield self._unsealed(seq, line)

    def mentioning_any(self, ids: Iterable[str]) -> Iterator[Entry]:
        """The entries that changed one of *ids*, oldest first."""
        sql = "select seq, line from engtrack.journal where ids && %s order by seq"
        for seq, line in self._server.execute(sql, [list(ids)]):
            yield self._unsealed(seq, line)

    def odd_columns(self) -> list[str]:
        """The entries whose columns do not say what their lines say."""
        found = []
        last = 0
        while page := self._server.execute(
            f"select {COLUMNS} from engtrack.journal where seq > %s order by seq limit %s",  # noqa: S608
            [last, PAGE],
        ):
            for row in page:
                last = row[0]
                try:
                    said = row_of(unseal(row[-1].encode()))
                except ValueError:
                    continue  # the chain says so
                if tuple(row) != said:
                    found.append(f"the columns of entry {last} do not say what it says")
        return found

    def entries(self) -> Iterator[Entry]:
        return proven((line.encode() for line in self._lines()), self._place)

    def content(self) -> bytes:
        return b"".join(line.encode() + b"\n" for line in self._lines())

    def append(self, entry: Entry) -> None:
        """Add *entry*, inside the transaction of the command that made it."""
        self._server.execute(
            f"insert into engtrack.journal ({COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
            row_of(entry),
        )

    def _lines(self) -> Iterator[str]:
        """All lines, a page of them at a time: those who append to it are not waited for."""
        last = 0
        while page := self._server.execute(
            "select seq, line from engtrack.journal where seq > %s order by seq limit %s", [last, PAGE]
        ):
            for last, line in page:  # noqa: B007
                yield line

    def _one(self, sql: str, *values: object) -> Entry | None:
        for seq, line in self._server.execute(sql, values):
            return self._unsealed(seq, line)
        return None

    def _unsealed(self, seq: int, line: str) -> Entry:
        try:
            return unseal(line.encode())
        except ValueError as error:
            raise BrokenJournal(self._place, seq, str(error)) from error


def row_of(entry: Entry) -> tuple[object, ...]:
    """The columns of *entry*."""
    prev = None if entry.prev == NO_HASH else entry.prev
    line = msgspec.json.encode(entry).decode()
    return entry.seq, entry.hash, prev, entry.at, entry.by, list(entry.changes), line
