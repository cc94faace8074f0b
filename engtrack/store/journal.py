"""The journal: one line a command, appended and made to last before the register's file is replaced.

Each line is a JSON object whose last member, `hash`, is the SHA-256 of the line without it; `prev` is the hash
of the line before, 64 zeros in the first. `digest` is the SHA-256 of the register's file with this change in
it, which ties the two together without reading the past. A last line without its newline was never
acknowledged: it is set aside, not read.
"""

import datetime as dt
import mmap
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from engtrack.errors import RegisterError
from engtrack.kinds import KINDS
from engtrack.store.storage import sync_folder, write_all

if TYPE_CHECKING:
    from engtrack.store import Author

NO_HASH = "0" * 64
BLOCK = 1 << 16


class Diff(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happened to one record: changed fields only; *was* is None for an added, *now* for a removed one."""

    was: dict[str, Any] | None
    now: dict[str, Any] | None

    def inverted(self) -> "Diff":
        return Diff(was=self.now, now=self.was)


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One command: number, moment (UTC), who, what was typed, why, which entry it undoes, what it changed by id."""

    seq: int
    at: dt.datetime
    by: str
    command: str
    reason: str | None = None
    undoes: int | None = None
    changes: dict[str, Diff]
    digest: str
    prev: str
    hash: str = ""

    @property
    def records(self) -> dict[str, Diff]:
        """The changes but for those to the register's own header."""
        return {id: diff for id, diff in self.changes.items() if id != "register"}


class BrokenJournal(RegisterError):
    """Line *line* of the journal is not what was written there."""

    def __init__(self, place: Path | str, line: int, why: str) -> None:
        self.line = line
        super().__init__(f"{place}, line {line}: {why}")


_HASH_MEMBER = b',"hash":"'
_ID = re.compile(rf"register|config|[{''.join(KINDS)}][1-9][0-9]{{0,8}}", re.ASCII)
_entry_decoder = msgspec.json.Decoder(Entry)


def sealed(entry: Entry) -> Entry:
    """*entry* with the hash that belongs to it."""
    return msgspec.structs.replace(entry, hash=sha256(_body(msgspec.json.encode(entry))).hexdigest())


def following(
    tail: Entry | None, author: "Author", changes: dict[str, Diff], digest: str, undoes: int | None = None
) -> Entry:
    """The entry that comes after *tail* and says that *author* made *changes*."""
    return sealed(
        Entry(
            seq=tail.seq + 1 if tail else 1,
            at=author.at,
            by=author.by,
            command=author.command,
            reason=author.reason,
            undoes=undoes,
            changes=changes,
            digest=digest,
            prev=tail.hash if tail else NO_HASH,
        )
    )


def proven(lines: Iterable[bytes], place: Path | str) -> Iterator[Entry]:
    """The entries on *lines*, each proven to follow the one before; BrokenJournal, naming *place*, at the first that does
    not."""
    prev, seq = NO_HASH, 1
    for number, line in enumerate(lines, start=1):
        try:
            entry = unseal(line)
        except ValueError as error:
            raise BrokenJournal(place, number, str(error)) from error
        if entry.prev != prev or entry.seq != seq:
            raise BrokenJournal(
                place, number, f"it does not follow the line before (entry {entry.seq}, {seq} was expected)"
            )
        prev, seq = entry.hash, seq + 1
        yield entry


def _body(line: bytes) -> bytes:
    """The line without its last member, which is what that member is the hash of."""
    return line[: line.rindex(_HASH_MEMBER)] + b"}"


def unseal(line: bytes) -> Entry:
    """The entry on *line*, given without its newline; ValueError when it was not written so."""
    try:
        entry = _entry_decoder.decode(line)
        body = _body(line)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ValueError(f"it is not an entry: {error}") from error
    strange = next((id for id in entry.changes if not _ID.fullmatch(id)), None)
    if strange is not None:
        raise ValueError(f"it changes {strange!r:.40}, which is no id (entry {entry.seq})")
    if msgspec.json.encode(entry) != line:
        raise ValueError(f"it is not written as engtrack writes it (entry {entry.seq})")
    if sha256(body).hexdigest() != entry.hash:
        raise ValueError(f"its hash does not fit its content (entry {entry.seq})")
    return entry


class Journal:
    """The journal at *path*, which need not exist yet. Reading it never writes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def torn_path(self) -> Path:
        """Where torn last lines are set aside."""
        return self.path.with_name(self.path.name + ".torn")

    def content(self) -> bytes:
        """All whole lines; the last one counts as whole when only its newline is missing."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise RegisterError(f"the journal {self.path} cannot be read: {error.strerror}") from error
        end = content.rfind(b"\n") + 1
        return content + b"\n" if _is_entry(content[end:]) else content[:end]

    def tail(self) -> Entry | None:
        """The last whole line, None when there is none; costs the same however long the journal is."""
        try:
            with self.path.open("rb") as file:
                line = _last_line(file, file.seek(0, os.SEEK_END))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise RegisterError(f"the journal {self.path} cannot be read: {error.strerror}") from error
        if line is None:
            return None
        try:
            return unseal(line)
        except ValueError as error:
            raise BrokenJournal(self.path, self.content().count(b"\n"), str(error)) from error

    def entries(self, content: bytes | None = None) -> Iterator[Entry]:
        """All entries, oldest first, each proven to follow the one before; BrokenJournal at the first that does not."""
        return proven((self.content() if content is None else content).split(b"\n")[:-1], self.path)

    def numbered(self, seq: int) -> Entry | None:
        """The entry with this number; no other is decoded."""
        needle = b'{"seq":%d,' % seq
        return next((entry for entry in self._holding(needle) if entry.seq == seq), None)

    def mentioning(self, id: str) -> Iterator[Entry]:
        """The entries that changed record *id*, oldest first; the others are not decoded."""
        needle = b'"%s":{"was":' % id.encode()
        return (entry for entry in self._holding(needle) if id in entry.changes)

    def _holding(self, needle: bytes) -> Iterator[Entry]:
        """The entries in whose lines *needle* stands, oldest first; no other is decoded."""
        with self._mapped() as content:
            end = content.rfind(b"\n") + 1
            end = len(content) if _is_entry(content[end:]) else end
            at = content.find(needle, 0, end)
            while at >= 0:
                start = content.rfind(b"\n", 0, at) + 1
                stop = content.find(b"\n", at, end)
                stop = end if stop < 0 else stop
                try:
                    yield unseal(content[start:stop])
                except ValueError as error:
                    number = content[:start].count(b"\n") + 1
                    raise BrokenJournal(self.path, number, str(error)) from error
                at = content.find(needle, stop, end)

    @contextmanager
    def _mapped(self) -> Iterator[mmap.mmap | bytes]:
        """The journal as the system maps it into memory, so that it is searched without being copied."""
        try:
            with self.path.open("rb") as file:
                if not os.fstat(file.fileno()).st_size:
                    yield b""
                    return
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                    yield content
        except FileNotFoundError:
            yield b""
        except OSError as error:
            raise RegisterError(f"the journal {self.path} cannot be read: {error.strerror}") from error

    def since(self, digest: str) -> list[Entry] | None:
        """The entries after the last one that left the register's file with *digest*; None when none did."""
        content = self.content()
        needle = b'"digest":"%s"' % digest.encode()
        found = content.rfind(needle)
        if found < 0:
            return None
        first = content.index(b"\n", found) + 1
        before = unseal(content[content.rfind(b"\n", 0, found) + 1 : first - 1])
        number = content.count(b"\n", 0, first)
        entries = []
        for line in content[first:].split(b"\n")[:-1]:
            number += 1
            try:
                entry = unseal(line)
            except ValueError as error:
                raise BrokenJournal(self.path, number, str(error)) from error
            if entry.prev != before.hash:
                raise BrokenJournal(self.path, number, "it does not follow the line before")
            entries.append(entry)
            before = entry
        return entries

    def append(self, entry: Entry) -> None:
        """Write *entry* and make it last: this is the commit. On an error nothing of it stays."""
        self.set_torn_line_aside()
        is_new = not self.path.exists()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            end = os.lseek(descriptor, 0, os.SEEK_END)
            try:
                write_all(descriptor, msgspec.json.encode(entry) + b"\n")
                os.fsync(descriptor)
            except BaseException:
                os.ftruncate(descriptor, end)
                os.fsync(descriptor)
                raise
        finally:
            with suppress(OSError):  # what was made to last stays, whatever closing says
                os.close(descriptor)
        if is_new:
            sync_folder(self.path.parent)

    def set_torn_line_aside(self) -> bytes:
        """Move what follows the last newline to a file beside the journal; returns what was moved."""
        try:
            with self.path.open("rb") as file:
                end = file.seek(0, os.SEEK_END)
                start = _line_start(file, end)
                file.seek(start)
                torn = file.read(end - start)
        except FileNotFoundError:
            return b""
        if _is_entry(torn):
            with self.path.open("ab") as file:
                file.write(b"\n")
            return b""
        if torn:
            descriptor = os.open(self.torn_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                write_all(descriptor, torn + b"\n")
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            with self.path.open("rb+") as file:
                file.truncate(start)
                os.fsync(file.fileno())
        return torn


def _line_start(file: Any, end: int) -> int:
    """Where the line that ends at *end* starts: after the last newline before it."""
    position = end
    while position > 0:
        start = max(0, position - BLOCK)
        file.seek(start)
        found = file.read(position - start).rfind(b"\n")
        if found >= 0:
            return int(start + found + 1)
        position = start
    return 0


def _is_entry(line: bytes) -> bool:
    try:
        unseal(line)
    except ValueError:
        return False
    return True


def _last_line(file: Any, end: int) -> bytes | None:
    whole = _line_start(file, end)
    file.seek(whole)
    rest = file.read(end - whole)
    if _is_entry(rest):
        return bytes(rest)
    if whole == 0:
        return None
    start = _line_start(file, whole - 1)
    file.seek(start)
    return bytes(file.read(whole - 1 - start))
