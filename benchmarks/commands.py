"""What a command costs, as a ratio in one run: `make bench`.

Whole processes, interleaved, the median of several runs, against the imports that no command can do without. A
figure in seconds would say more of the machine than of the program.
"""

import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engtrack.model import Action, Stakeholder
from engtrack.store import Author, Register

FLOOR = [sys.executable, "-c", "import typer, rich.table, tinydb, msgspec"]
RUNS = 11
SEED = Path(__file__).parent.parent / "seeds" / "000_975d3c0c9cbb6028.txt"


def build(path: Path, actions: int, lines: int) -> None:
    """A register with this many actions, and a journal of at least this many lines."""
    register = Register(path, lambda sentence: None)
    author = Author("bench", dt.datetime(2025, 5, 9, tzinfo=dt.UTC), "action add")

    def fill(change):
        change.add(Stakeholder, key="ARM", name="Alliance for Regenerative Medicine")
        for n in range(actions):
            change.add(
                Action,
                text=f"Provide additional insights on the data and pipeline estimates presented, part {n}",
                owner=("ARM",),
                due=dt.date(2025, 1, 1) + dt.timedelta(days=n % 700) if n % 3 else None,
                evidence="invited the ARM to provide additional insights on the data and pipeline estimates presented",
            )

    register.change(fill, author)
    entry = register.journal.tail()
    body = b"".join(_filler(entry.seq + n) for n in range(lines))
    if body:  # lines before the last are never read by an ordinary command; these only make the journal long
        content = register.journal.path.read_bytes()
        register.journal.path.write_bytes(body + content)


def _filler(n: int) -> bytes:
    return (
        b'{"seq":%d,"at":"2025-05-09T00:00:00Z","by":"bench","command":"action edit","changes":{"A%d":{"was":{"text":"a"},"now":{"text":"b"}}}}\n'
        % (
            n,
            n,
        )
    )


def seconds(command: list[str], store: Path) -> float:
    environ = {**os.environ, "ENGTRACK_STORE": str(store), "ENGTRACK_TODAY": "2025-06-02"}
    start = time.perf_counter()
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    engtrack = [sys.executable, "-m", "engtrack"]
    with tempfile.TemporaryDirectory() as folder:
        stores = {size: Path(folder) / f"{size}" / "engtrack.json" for size in (1, 1_000, 10_000)}
        for size, path in stores.items():
            build(path, size, size * 3 if size > 1 else 0)
        commands = {"floor": (FLOOR, stores[1]), "--version": ([*engtrack, "--version"], stores[1])}
        for size, path in stores.items():
            for words in (["action", "list"], ["status"], ["action", "add", "one more", "--owner", "ARM"]):
                commands[f"{' '.join(words[:2])}, {size:,} actions"] = ([*engtrack, *words], path)
        commands["import --dry-run, the real document"] = ([*engtrack, "import", str(SEED), "--dry-run"], stores[1])
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, (command, store) in commands.items():
                times[name].append(seconds(command, store))
    floor = statistics.median(times["floor"])
    sys.stdout.write(f"floor: {floor * 1000:.0f} ms (import typer, rich.table, tinydb, msgspec); {RUNS} runs each\n")
    for name, measured in times.items():
        sys.stdout.write(f"{statistics.median(measured) / floor:6.2f}  {name}\n")
    empty = statistics.median(times["action add, 1 actions"])
    large = statistics.median(times["action add, 10,000 actions"])
    sys.stdout.write(
        f"{large / empty:6.2f}  action add at 10,000 actions and 30,000 journal lines, against one action\n"
    )


if __name__ == "__main__":
    main()
