"""Undo by command: the changes of one journal entry, turned round. Nothing is erased; an undo is a command too."""

import msgspec

from engtrack.errors import NotFound, Refused
from engtrack.model import Config
from engtrack.store import Author, Register
from engtrack.store.change import Change
from engtrack.store.journal import Diff, Entry
from engtrack.store.replay import between


def entry_to_undo(register: Register, seq: int | None) -> Entry:
    """The last entry of the journal, or the one numbered *seq*."""
    entry = register.journal.tail()
    if seq is not None and (entry is None or entry.seq != seq):
        entry = register.journal.numbered(seq)
    if entry is None:
        if seq is None:
            raise Refused(f"there is nothing to undo: {register.name} has no history yet")
        raise NotFound("command", str(seq), hint="engtrack history lists them")
    return entry


def turned_round(entry: Entry) -> dict[str, Diff]:
    """What undoes *entry*: the founding of the register is not undone with its first command."""
    if entry.command in {"store accept", "store rebuild", "migrate"}:
        raise Refused(f"{entry.seq} ({entry.command}) put the files right; it is not undone")
    changes = {id: _changed_from_defaults(diff) if id == "config" else diff for id, diff in entry.records.items()}
    inverted = {id: diff.inverted() for id, diff in changes.items() if diff is not None and diff.was != diff.now}
    if not inverted:
        raise Refused(f"there is nothing to undo in {entry.seq} ({entry.command})")
    return inverted


def _changed_from_defaults(diff: Diff) -> Diff | None:
    """What a founding entry changed of the settings."""
    return diff if diff.was is not None else between(msgspec.to_builtins(Config()), diff.now)


def undo(register: Register, seq: int | None, author: Author) -> Entry:
    """Undo the entry *seq*, or the last one; Refused when something later touched the same fields."""

    def work(change: Change) -> Entry:
        entry = entry_to_undo(register, seq)
        changes = turned_round(entry)
        for id, diff in changes.items():
            if not _stands(change, id, diff):
                later = [
                    f"{after.seq} ({after.command}, by {after.by})"
                    for after in register.journal.mentioning(id)
                    if after.seq > entry.seq and _touches(after.changes[id], diff)
                ]
                raise Refused(
                    f"{entry.seq} ({entry.command}) cannot be undone: {id} was changed since by {', '.join(later)}; "
                    "undo that first"
                )
        change.restage(changes)
        change.undoes = entry.seq
        return entry

    return register.change(work, author)


def _touches(later: Diff, diff: Diff) -> bool:
    """Whether a later change concerns fields that *diff* is to bring back, or the record as a whole."""
    if None in (later.was, later.now, diff.was, diff.now):
        return True
    return bool({*(later.was or ()), *(later.now or ())} & {*(diff.was or ()), *(diff.now or ())})


def _stands(change: Change, id: str, diff: Diff) -> bool:
    """Whether the record is still as the entry that is to be undone left it, in the fields that it touched."""
    fields = change.fields(id)
    if diff.was is None:
        return fields is None
    if diff.now is None:
        return fields == diff.was
    if fields is None or any(name in fields for name in diff.now if name not in diff.was):
        return False
    return all(name in fields and fields[name] == diff.was[name] for name in diff.was)
