"""A register moved whole, journal and all, between a file and a server."""

from itertools import zip_longest

from engtrack.errors import Refused, RegisterError
from engtrack.store import Author, Findings, Register
from engtrack.store.journal import Entry
from engtrack.store.replay import replay
from engtrack.store.storage import Tables


def copy(source: Register, target: Register, author: Author) -> Findings:
    """Bring all that *source* holds to *target*, which must be empty, and compare them entry for entry and record for
    record; returns what was found there. The journal of *target* ends with an entry that says so."""
    source.refuse_damaged("; nothing was copied")
    entries = list(source.journal.entries())
    if not entries:
        raise Refused(f"there is nothing to copy: {source.name} does not exist yet, or is empty")
    if faults := source.check().faults:
        raise RegisterError(f"{faults[0]}; nothing was copied: engtrack store check says more")
    tables = replay(entries)

    def brought(there: list[Entry]) -> tuple[list[Entry], Tables]:
        if there or target.exists():
            raise Refused(f"{target.name} is not empty and was kept; name a new place")
        return entries, tables

    target.rewrite(brought, author, "; nothing was copied")
    found = target.check()
    copied = list(target.journal.entries())[:-1]
    if found.faults or any(one != other for one, other in zip_longest(entries, copied)):
        why = found.faults[0] if found.faults else "its journal differs"
        raise RegisterError(f"{target.name} is not equal to {source.name}: {why}; do not use it")
    return found
