"""What a register on a server holds, read as far as it is asked for."""

from collections.abc import Iterator
from typing import Any

import msgspec

from engtrack.kinds import KINDS, Kind
from engtrack.queries import Filter
from engtrack.store.postgres.filters import condition, said
from engtrack.store.postgres.order import most_urgent_first
from engtrack.store.postgres.server import Server
from engtrack.store.replay import place_of
from engtrack.store.storage import Tables, empty_tables
from engtrack.urgency import Urgency

SINGLES = ("register", "config")


class ServerContents:
    """The records of the register, and its two single rows, which an empty one has not got yet."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._rows: dict[str, ServerRows] = {}
        self._singles: dict[str, msgspec.Raw] = {}

    def rows(self, kind: Kind) -> "ServerRows":
        if kind.letter not in self._rows:
            self._rows[kind.letter] = ServerRows(self.server, kind)
        return self._rows[kind.letter]

    def single(self, name: str) -> msgspec.Raw:
        if not self._singles:
            found = self.server.execute(
                "select kind, record::text from engtrack.record where kind = any(%s)", [list(SINGLES)]
            )
            new = empty_tables()
            self._singles = {one: new[one]["1"] for one in SINGLES} | {one: raw_of(text) for one, text in found}
        return self._singles[name]

    def put_single(self, name: str, row: msgspec.Raw) -> None:
        self.single(name)
        self._singles[name] = row
        put_rows(self.server, name, {1: row})


class ServerRows:
    """The rows of one kind of record; what was read once is not asked for again."""

    def __init__(self, server: Server, kind: Kind) -> None:
        self._server = server
        self._kind = kind
        self._known: dict[int, msgspec.Raw | None] = {}
        self._all: dict[int, msgspec.Raw] | None = None

    def __iter__(self) -> Iterator[tuple[int, msgspec.Raw]]:
        if self._all is None:
            self._all = dict(self._asked("true", ()))
        return iter(list(self._all.items()))

    def __len__(self) -> int:
        if self._all is not None:
            return len(self._all)
        sql = "select count(*) from engtrack.record where kind = %s"
        return int(self._server.execute(sql, [self._kind.letter])[0][0])

    def get(self, number: int) -> msgspec.Raw | None:
        if self._all is not None:
            return self._all.get(number)
        if number not in self._known:
            self._known[number] = dict(self._asked("number = %s", (number,))).get(number)
        return self._known[number]

    def narrowed(self, filter: Filter) -> Iterator[tuple[int, msgspec.Raw]]:
        found = condition(filter, self._kind.letter) if self._all is None else None
        return iter(self) if found is None else self._asked(found.sql, found.values)

    def first(self, filter: Filter, urgency: Urgency, count: int) -> Iterator[tuple[int, msgspec.Raw]]:
        """At least the rows of the *count* most urgent actions that *filter* lets through, where nothing else is asked."""
        found = condition(filter, self._kind.letter)
        if found is None or not found.is_exact or self._all is not None:
            return self.narrowed(filter)
        linked = [int(id[1:]) for id in urgency.linked]
        order, values = most_urgent_first(urgency)
        sql = (
            f"(select number, record::text from engtrack.record where kind = 'A' and number <> all(%s) and {found.sql} "  # noqa: S608
            f"order by {order} limit {int(count)}) union all "
            f"(select number, record::text from engtrack.record where kind = 'A' and number = any(%s) and {found.sql})"
        )
        rows = self._server.execute(sql, [linked, *found.values, *values, linked, *found.values])
        return ((number, raw_of(text)) for number, text in rows)

    def replace(self, rows: dict[int, msgspec.Raw | None]) -> None:
        put_rows(self._server, self._kind.letter, rows)

    def _asked(self, where: str, values: tuple[Any, ...]) -> Iterator[tuple[int, msgspec.Raw]]:
        sql = f"select number, record::text from engtrack.record where kind = %s and {where} order by number"  # noqa: S608
        for number, text in self._server.execute(sql, [self._kind.letter, *values]):
            yield number, raw_of(text)


def raw_of(text: str) -> msgspec.Raw:
    return msgspec.Raw(text.encode())


def row_values(kind: str, number: int, row: msgspec.Raw) -> tuple[str, int, str, str]:
    """A row as it is put into the table `record`."""
    words = said(msgspec.json.decode(row)) if kind == "A" else ""
    return kind, number, bytes(row).decode(), words


def put_rows(server: Server, kind: str, rows: dict[int, msgspec.Raw | None]) -> None:
    """Put each of *rows* under its number, or take the number out where the row is None."""
    gone = [number for number, row in rows.items() if row is None]
    if gone:
        server.execute("delete from engtrack.record where kind = %s and number = any(%s)", [kind, gone])
    stay = [row_values(kind, number, row) for number, row in rows.items() if row is not None]
    if stay:
        server.execute_all(
            "insert into engtrack.record (kind, number, record, said) values (%s, %s, %s, %s) "
            "on conflict (kind, number) do update set record = excluded.record, said = excluded.said",
            stay,
        )


def odd_columns(server: Server) -> list[str]:
    """The actions beside which other words are kept for a search than those that they say."""
    asked = "select number, record::text, said from engtrack.record where kind = 'A' order by number"
    return [
        f"A{number}: the words that a search looks in are not its own"
        for number, text, words in server.execute(asked)
        if row_values("A", number, raw_of(text))[3] != words
    ]


def all_tables(server: Server) -> Tables:
    """All that the register holds, as the tables of a file; empty where nothing was kept yet."""
    tables: Tables = {name: {} for name in (*SINGLES, *(kind.table for kind in KINDS.values()))}
    for kind, number, text in server.execute("select kind, number, record::text from engtrack.record order by 1, 2"):
        table = kind if kind in SINGLES else place_of(f"{kind}{number}")[0]
        tables[table][str(number)] = raw_of(text)
    return tables
