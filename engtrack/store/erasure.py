"""Forgetting a person: the name goes out of every record and of the journal; the events stay, and so does the chain."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from engtrack.errors import Refused
from engtrack.kinds import KEYED
from engtrack.store import Author, Register
from engtrack.store.journal import NO_HASH, Diff, Entry, sealed
from engtrack.store.repair import invalid
from engtrack.store.replay import replay
from engtrack.store.storage import Tables, serialise

COMMAND = "stakeholder forget"
FREE = {
    "text",
    "evidence",
    "outcome",
    "assignee",
    "title",
    "name",
    "aliases",
    "because",
    "note",
    "notes",
    "by",
    "file",
    "source",
}
FREE |= {
    "reference",
    "topics",
    "topic",
    "moves",
    "tags",
    "key",
    "us",
    "number",
    *(field.rstrip("_") for field in KEYED),
}
"""The fields of records and settings that hold words of a user's own, or hold such fields."""


NAMING = {
    "--owner",
    "-o",
    "--not-owner",
    "--with",
    "-w",
    "--assignee",
    "--tag",
    "--not-tag",
    "--search",
    "--topic",
    "-t",
}
"""The options of a saved list after which a name may stand."""


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

    The digests of earlier files are hashed once more, so that a file of before, where the program dies between the two
    parts, is known as such: then the register is what its new journal says. Raises Refused where there is nothing to forget.
    """
    names = list(names)
    said = register.journal.content()
    word = next(name for n in count(1) if (name := f"forgotten-{n}").encode() not in said)
    eraser = _Eraser(names, word)

    def erased(entries: list[Entry]) -> tuple[list[Entry], Tables]:
        chained = list(_chained(eraser.entry(entry) for entry in entries))
        if not eraser.count:
            raise Refused(f"{', '.join(names)} stands nowhere in {register.name}; nothing was forgotten")
        tables = replay(chained)
        if faults := invalid(tables, register.name, serialise(tables)):
            raise Refused(
                f"the register could not be read without {', '.join(names)}: {faults[0]}; nothing was forgotten"
            )
        return chained, tables

    clean = _Eraser(names, word)  # who forgets, and why, may name the person too
    by, reason = clean.text(author.by), author.reason and clean.text(author.reason)
    register.rewrite(erased, author._replace(by=by, reason=reason), "; nothing was forgotten")
    return Erased(word, eraser.count, register.beside())


def _chained(entries: Iterable[Entry]) -> Iterator[Entry]:
    prev = NO_HASH
    for entry in entries:
        new = sealed(msgspec.structs.replace(entry, prev=prev, digest=sha256(entry.digest.encode()).hexdigest()))
        prev = new.hash
        yield new


class _Eraser:
    """Replaces names in the values of entries, and counts."""

    def __init__(self, names: Iterable[str], word: str) -> None:
        forms = {unicodedata.normalize(form, name) for name in names for form in ("NFC", "NFD", "NFKC", "NFKD")}
        spelt = sorted({r"\s+".join(map(re.escape, name.split())) for name in forms}, key=len, reverse=True)
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
        return {
            name: self._views(value) if name == "views" else self._value(value) if name in FREE else value
            for name, value in fields.items()
        }

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._value(item) for item in value]
        return self.fields(value) if isinstance(value, dict) else value

    def _views(self, views: dict[str, list[str]]) -> dict[str, list[str]]:
        """Saved lists: their names, and what they ask for by name; two of one name are told apart by a number."""
        erased: dict[str, list[str]] = {}
        for name, words in views.items():
            new = self.text(name)
            while new in erased:
                new += "-2"
            options = ["", *words]
            erased[new] = [
                self.text(word) if option in NAMING else word for option, word in zip(options, words, strict=False)
            ]
        return erased

    def text(self, text: str) -> str:
        new, count = self._pattern.subn(self._word, text)
        self.count += count
        if count and len(text.split()) <= 4:
            self.short[text] = None
        return new
