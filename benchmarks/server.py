"""What a command costs on a PostgreSQL server, as ratios in one run: `make bench-server`.

The server is the one of the tests, on this machine. The floor is the imports that every command needs there.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.commands import FLOOR, compiled, machine, seconds
from benchmarks.registers import TODAY, build
from engtrack.store import Author, open_register
from engtrack.store.copying import copy
from tests.servers import TestServer

SIZES = (1_000, 10_000, 100_000)
COMMANDS = {
    "action list --owner ARM, first page": ["action", "list", "--owner", "ARM", "--limit", "20"],
    "action add": ["action", "add", "one more", "--owner", "ARM"],
    "action note": ["action", "note", "A7", "somebody called"],
    "history A12": ["history", "A12"],
    "undo": ["undo"],
    "status": ["status"],
}
KEPT = Path(__file__).parent / "RESULTS-server.md"


def measure(runs: int) -> dict[tuple[str, int], float]:
    """The median seconds of each command at each size, in a file and on a server; both floors at size 0."""
    with_driver = [*FLOOR[:2], f"{FLOOR[2]}, psycopg"]
    commands: dict[tuple[str, int], tuple[list[str], dict[str, str]]] = {
        ("floor", 0): (FLOOR, {}),
        ("floor with psycopg", 0): (with_driver, {}),
    }
    server = TestServer()
    try:
        with tempfile.TemporaryDirectory() as name:
            for size in SIZES:
                store = Path(name) / f"{size}" / "engtrack.json"
                build(store, size)
                address = server.new(person="postgres")
                author = Author("postgres", dt.datetime.combine(TODAY, dt.time(12), dt.UTC), "store copy")
                copy(open_register(str(store), print), open_register(address, print), author)
                server.ask("vacuum analyze", address.partition("@/")[2].partition("?")[0])
                for place, where in (("file", str(store)), ("server", address)):
                    environ = {"ENGTRACK_STORE": where, "ENGTRACK_TODAY": TODAY.isoformat()}
                    for what, words in COMMANDS.items():
                        commands[f"{place}: {what}", size] = ([sys.executable, "-m", "engtrack", *words], environ)
            times: dict[tuple[str, int], list[float]] = {key: [] for key in commands}
            for _ in range(runs):
                for key, (command, environ) in commands.items():
                    times[key].append(seconds(command, **environ))
            return {key: statistics.median(values) for key, values in times.items()}
    finally:
        server.stop()


def table(medians: dict[tuple[str, int], float]) -> str:
    """Each command on a server against the floor with psycopg, and against the same in a file."""
    floor = medians["floor with psycopg", 0]
    lines = [
        f"The floor without psycopg is {medians['floor', 0] / floor:.2f} of the floor with it.",
        "",
        "| ratio to the floor with psycopg | " + " | ".join(f"{size:,}" for size in SIZES) + " |",
        "|---|" + "---:|" * len(SIZES),
    ]
    for place in ("server", "file"):
        for what in COMMANDS:
            ratios = [f"{medians[f'{place}: {what}', size] / floor:.2f}" for size in SIZES]
            lines.append(f"| {place}: {what} | {' | '.join(ratios)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--keep", action="store_true", help=f"write the table to {KEPT.name}")
    asked = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compiled()
    medians = measure(asked.runs)
    said = f"# What a command costs on a server\n\n{machine(medians['floor with psycopg', 0])}\n\n{table(medians)}\n"
    print(said)
    if asked.keep:
        KEPT.write_text(said, encoding="utf-8")


if __name__ == "__main__":
    main()
