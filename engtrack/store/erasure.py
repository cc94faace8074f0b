"""Forgetting a person: the name goes out of every record and of the journal; the events stay, and so does the chain."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from engtrack.errors import Refused
from engtrack.kinds import LINKS
from engtrack.store import Author, Register, entered
from engtrack.store.journal import NO_HASH, Diff, Entry, sealed
from engtrack.store.replay import replay
from engtrack.store.storage import replace_file

COMMAND = "stakeholder forget"
KEPT = {"id", "status", "strength", "priority", "route", "repeat", "sha256", "date_order", "calendar", *LINKS}
"""Fields that hold no text of a user's own."""


class Erased(NamedTuple):
    """What stands for the name from now on, how often it was replaced, and the files beside that may still have it."""

    word: str
    times: int
    copies: list[Path]


class Found(NamedTuple):
    """How often a name stands somewhere, the records in which it does, and the short texts of which it is a part."""

    times: int
    records: list[str]
    longer: list[str]


def occurrences(register: Register, names: Iterable[str]) -> Found:
    """Where *names* stand in the journal, which says all that the register ever held."""
    names = list(names)
    eraser = _Eraser(names, "")
    records: dict[str, None] = {}
    for entry in register.journal.entries():
        for id, diff in entry.changes.items():
            before = eraser.count
            eraser.fields(diff.was)
            eraser.fields(diff.now)
            if eraser.count > before:
                records[id] = None
    for entry in register.journal.entries():
        eraser.text(entry.by)
        eraser.text(entry.reason or "")
    whole = {name.casefold() for name in names}
    longer = [text for text in eraser.short if text.casefold() not in whole]
    return Found(eraser.count, list(records), longer)


def forget(register: Register, names: Iterable[str], author: Author) -> Erased:
    """Replace each of *names*, as whole words and in any case, in the register and in its journal, and chain that anew.

    The digests of earlier files go too. Where the program dies between the two parts, the file no longer fits its
    journal, which is said, and `store rebuild` ends the work. Raises Refused where there is nothing to forget.
    """
    with register.held("; nothing was forgotten"):
        loaded = register.load()
        if loaded.trouble:
            raise Refused(f"{loaded.trouble}; nothing was forgotten: engtrack store check says more")
        entries = list(register.journal.entries())
        word = f"forgotten-{1 + sum(entry.command == COMMAND for entry in entries)}"
        eraser = _Eraser(names, word)
        chained = list(_chained(eraser.entry(entry) for entry in entries))
        if not eraser.count:
            raise Refused(f"{', '.join(names)} stands nowhere in {register.name}; nothing was forgotten")
        tables = replay(chained)
        by = eraser.text(author.by)  # it may be the user's own
        last, content = entered(chained[-1], author._replace(by=by), {}, tables)
        lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in (*chained, last))
        with (
            replace_file(register.path, content, tidy=True) as put_file,
            replace_file(register.journal.path, lines) as put_journal,
        ):
            put_journal()
            put_file()
        return Erased(word, eraser.count, _copies(register))


def _chained(entries: Iterable[Entry]) -> Iterator[Entry]:
    prev = NO_HASH
    for entry in entries:
        new = sealed(msgspec.structs.replace(entry, prev=prev, digest=sha256(entry.digest.encode()).hexdigest()))
        prev = new.hash
        yield new


class _Eraser:
    """Replaces names in the values of entries, and counts."""

    def __init__(self, names: Iterable[str], word: str) -> None:
        spelt = sorted({r"\s+".join(map(re.escape, name.split())) for name in names}, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)", re.IGNORECASE)
        self._word = word
        self.count = 0
        self.short: dict[str, None] = {}

    def entry(self, entry: Entry) -> Entry:
        changes = {id: Diff(self.fields(diff.was), self.fields(diff.now)) for id, diff in entry.changes.items()}
        reason = None if entry.reason is None else self.text(entry.reason)
        return msgspec.structs.replace(entry, by=self.text(entry.by), reason=reason, changes=changes)

    def fields(self, fields: dict[str, Any] | None) -> dict[str, Any] | None:
        if fields is None:
            return None
        return {name: value if name in KEPT else self._value(value) for name, value in fields.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            return {name if name in KEPT else self.text(name): self._value(item) for name, item in value.items()}
        return value

    def text(self, text: str) -> str:
        new, count = self._pattern.subn(self._word, text)
        self.count += count
        if count and len(text.split()) <= 4:
            self.short[text] = None
        return new


def _copies(register: Register) -> list[Path]:
    """What stands beside the register and may hold the name still: copies, and what was set aside."""
    own = {register.path, register.journal.path}
    beside = [path for path in register.path.parent.glob(f"{register.path.name}*") if path not in own]
    return sorted(
        path for path in (*beside, *register.path.parent.glob("backups/*")) if not path.name.endswith(".lock")
    )
