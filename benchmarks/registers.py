"""Registers of a given size, with a journal three times as long as they have actions, for the measurements."""

import datetime as dt
from pathlib import Path

import msgspec

from engtrack.demo import Demo
from engtrack.store import Author
from engtrack.store.file import FileRegister
from engtrack.store.journal import Entry, sealed

TODAY = dt.date(2025, 6, 2)
AT = dt.datetime(2025, 6, 2, tzinfo=dt.UTC)


def build(path: Path, actions: int) -> None:
    """A demo register at *path*, whose journal goes on with lines that change nothing, each chained to the one before."""
    register = FileRegister(path, lambda sentence: None)
    made = Demo(actions, TODAY, 4)
    for part in range(4):
        register.change(lambda change, part=part: made.fill(change, part), Author("bench", AT, "demo"))
    register.change(made.finish, Author("bench", AT, "demo"))
    tail = register.journal.tail()
    with register.journal.path.open("ab") as file:
        for n in range(actions * 3):
            tail = sealed(
                Entry(
                    seq=tail.seq + 1, at=AT, by="bench", command="noop", changes={}, digest=tail.digest, prev=tail.hash
                )
            )
            file.write(msgspec.json.encode(tail) + b"\n")
            if n % 10_000 == 0:
                file.flush()
