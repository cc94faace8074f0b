"""One connection to a PostgreSQL server, and what can go wrong with it, in sentences. The only home of psycopg.

No password that stands in the address ever reaches a message.
"""

import re
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote

import psycopg
from psycopg import errors

from engtrack.errors import Misused, RegisterError

LOCK_SECONDS = 10
CONNECT_SECONDS = 10
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z]+://)(?:(?P<person>[^?#]*)@)?(?P<place>[^?#]*)(?P<options>.*)", re.I | re.DOTALL
)
_SECRET = re.compile(r"password|secret|client_key|passphrase", re.IGNORECASE)
KEPT_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""Seconds, and milliseconds: a line that went silent is given up."""


class Conflict(Exception):
    """Another command came between; nothing was changed, and the same can be tried again."""


class Unsure(Exception):
    """The connection was lost after the server was told to keep the change, and before it answered."""


def shown(address: str) -> str:
    """*address* as people may see it: without a password."""
    found = _ADDRESS.fullmatch(address)
    assert found is not None
    person = (found["person"] or "").partition(":")[0]
    options = "&".join(f"{name}={value}" for name, value in _options(found["options"]) if not _is_secret(name))
    return f"{found['scheme']}{person}{'@' if person else ''}{found['place']}{'?' if options else ''}{options}"


def secrets(address: str) -> list[str]:
    """The passwords in *address*, as they stand there and as they are meant, the longest first."""
    found = _ADDRESS.fullmatch(address)
    assert found is not None
    person = (found["person"] or "").partition(":")[2]
    values = [person, *(value for name, value in _options(found["options"]) if _is_secret(name))]
    return sorted({form for value in values if value for form in (value, unquote(value))}, key=len, reverse=True)


def _is_secret(name: str) -> bool:
    return _SECRET.search(unquote(name)) is not None


def _options(text: str) -> list[tuple[str, str]]:
    """The options of an address, `?name=value&…`, as they stand there."""
    parts = (part.partition("=") for part in text.lstrip("?").split("&") if part)
    return [(name, value) for name, _, value in parts]


def _is_ambiguous(address: str) -> bool:
    """Whether a password that was not written as addresses want it makes *address* mean something else."""
    found = _ADDRESS.fullmatch(address)
    person = found["person"] or "" if found else ""
    return found is None or bool(re.search(r"[@/\s]", person)) or (not person and "@" in found["options"])


class Server:
    """A connection that is made when it is first needed. What the server refuses is a RegisterError."""

    def __init__(self, address: str) -> None:
        if _is_ambiguous(address):
            raise Misused(
                "the address of the server cannot be read: in a name or a password, write @ / ? # as %40 %2F %3F %23"
            )
        self.address = f"postgresql{address[address.index('://') :]}"
        self.name = shown(address)
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self._consequence = ""

    @property
    def role(self) -> str:
        """Whom the server takes us for."""
        with self._in_sentences():
            return self.connected().info.user

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that *sql* gives; none where it gives none."""
        with self._in_sentences():
            cursor = self.connected().execute(sql.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def execute_all(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """*sql* once for each of *rows*."""
        with self._in_sentences(), self.connected().cursor() as cursor:
            cursor.executemany(sql.encode(), rows)

    def run_script(self, sql: str) -> None:
        """All statements in *sql*, or none."""
        with self._in_sentences():
            self._end()
            self.connected().execute(sql.encode())

    def copy_in(self, table: str, rows: Iterator[Sequence[Any]]) -> None:
        """Put many *rows* into *table*, which names its columns too."""
        with (
            self._in_sentences(),
            self.connected().cursor() as cursor,
            cursor.copy(f"copy {table} from stdin".encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def read_anew(self) -> None:
        """Begin to read: all that follows sees the register as it stands at its first question."""
        with self._in_sentences():
            self._end()
            self.connected().execute("begin isolation level repeatable read read only")

    @contextmanager
    def writing(self, lock: str, seconds: int | None = None) -> Iterator[None]:
        """A serializable transaction that holds the table *lock* against other writers, kept where its end is reached.

        *seconds* are how long it waits for those, LOCK_SECONDS where nothing else is said.

        Raises Conflict where another came between, and Unsure where the server did not say whether it kept it.
        """
        try:
            self._consequence = "; nothing was changed"
            with self._in_sentences():
                self._end()
                self.connected().execute("begin isolation level serializable")
                self.connected().execute(f"set local lock_timeout = '{seconds or LOCK_SECONDS}s'".encode())
                self.connected().execute(b"set local idle_in_transaction_session_timeout = '30s'")  # should we be gone
                self.connected().execute(f"lock table {lock} in exclusive mode".encode())  # before anything is read
            yield
            with self._in_sentences():
                self._commit()
        finally:
            self._consequence = ""
            with suppress(psycopg.Error):
                self._end()

    def _commit(self) -> None:
        if self._connection is None or self._connection.closed:
            raise RegisterError(f"the connection to {self.name} was lost{self._consequence}")
        try:
            self._connection.execute("commit")
        except (errors.SerializationFailure, errors.DeadlockDetected):
            raise
        except psycopg.OperationalError as error:
            self.disconnect()
            raise Unsure from error

    def connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The connection, made where there is none yet."""
        if self._connection is None or self._connection.closed:
            options: dict[str, Any] = {"application_name": "engtrack", "client_encoding": "utf8"}
            usual = {"connect_timeout": CONNECT_SECONDS, **KEPT_ALIVE}
            options |= {name: value for name, value in usual.items() if name not in self.address}
            try:
                self._connection = psycopg.connect(self.address, autocommit=True, **options)
            except (psycopg.ProgrammingError, ValueError) as error:
                why = self._without_secrets(_first_line(error))
                raise RegisterError(f"{self.name} is no address of a server: {why}") from None
            except psycopg.Error as error:
                why = self._without_secrets(_first_line(error))
                raise RegisterError(f"{self.name} cannot be reached: {why}{self._consequence}") from None
            weakref.finalize(self, self._connection.close)
        return self._connection

    def disconnect(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
        self._connection = None

    def _end(self) -> None:
        """Give up the transaction that is under way, if one is."""
        there = self._connection
        if there is None or there.closed or there.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
            return
        try:
            there.execute("rollback")
        except psycopg.Error:  # the server ended it before us
            self.disconnect()

    @contextmanager
    def _in_sentences(self) -> Iterator[None]:
        try:
            yield
        except (errors.SerializationFailure, errors.DeadlockDetected) as error:
            if self._consequence:
                raise Conflict from error
            raise RegisterError(f"{self.name} gave up reading ({_first_line(error)}); try again") from None
        except psycopg.Error as error:
            if not self._consequence:  # nothing is under way that somebody must know the end of
                with suppress(psycopg.Error):
                    self._end()
            raise RegisterError(self._without_secrets(self._say(error)) + self._consequence) from None

    def _say(self, error: psycopg.Error) -> str:
        why = _first_line(error)
        match error:
            case errors.UndefinedTable() | errors.InvalidSchemaName():
                return f"{self.name} holds no register yet; engtrack store init {self.name} makes one"
            case errors.InsufficientPrivilege():
                return f"the role {self.role} has no right to do this in {self.name}: {why}"
            case errors.FeatureNotSupported() | errors.ReadOnlySqlTransaction() if self._consequence:
                return f"{self.name} only reads, as a standby does; make the change on its primary"
            case errors.IntegrityConstraintViolation():
                return f"{self.name} refused: the change does not fit what stands there ({why})"
            case errors.LockNotAvailable():
                return f"{self.name} is locked by another engtrack since {LOCK_SECONDS} seconds"
            case errors.UntranslatableCharacter() | psycopg.DataError() if "NUL" in why or "Unicode" in why:
                return f"{self.name} cannot keep the character NUL, which stands in a text"
            case psycopg.OperationalError() if self._connection is None or self._connection.closed:
                return f"the connection to {self.name} was lost: {why}"
        return f"{self.name} refused: {why}"

    def _without_secrets(self, text: str) -> str:
        for secret in secrets(self.address):
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "***", text)
        return text


def _first_line(error: Exception) -> str:
    """What the server or its library says, without what leads to it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    said = [line.rpartition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    return (said or lines)[-1 if said else 0]
