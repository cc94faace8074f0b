"""What a command costs, as ratios in one run: `make bench`. A figure in seconds would say more of the machine.

Whole processes, interleaved, the median of several runs, with the package compiled to bytecode as an installation
leaves it: against the imports that no command can do without; against Taskwarrior with as many tasks, where it is
installed; and the inserting of one record against stock TinyDB. For each command it prints how the cost grows from size
to size, as an exponent (1 is linear, 0 is not at all).
"""

import argparse
import compileall
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.registers import TODAY, build

SIZES = (100, 1_000, 10_000, 100_000)
FLOOR = [sys.executable, "-c", "import typer, rich.table, tinydb, msgspec"]
PROJECT = Path(__file__).parent.parent
SEED = PROJECT / "seeds" / "000_975d3c0c9cbb6028.txt"
ENGTRACK = {
    "action list, first page": ["action", "list", "--limit", "20"],
    "action show": ["action", "show", "A7"],
    "action add": ["action", "add", "one more", "--owner", "ARM"],
    "action note": ["action", "note", "A7", "somebody called"],
    "action done": ["action", "done", "{open}"],
    "status": ["status"],
    "history A12": ["history", "A12"],
    "undo": ["undo"],
    "status as a page": ["status", "--output", "{folder}/status.html", "--force"],
    "export as csv": ["export", "{folder}/actions.csv", "--force"],
}
TASKWARRIOR = {
    "action list, first page": ["next", "limit:20"],
    "count": ["count"],
    "action add": ["add", "one more", "project:ARM"],
    "action done": ["{number}", "done"],
    "undo": ["undo"],
    "export": ["export"],
}
TODOMAN_MOST = 10_000
MEGABYTE = 1_000_000
DOCUMENT = "import --dry-run of the real document"
LARGE = "import --dry-run of 1 MB of minutes"
STOCK = (
    "import sys; from tinydb import TinyDB; d = TinyDB(sys.argv[1]); "
    "d.table('actions').insert({'text': 'one more', 'owner': ['ARM'], 'status': 'open'})"
)


def seconds(command: list[str], **environ: str) -> float:
    start = time.perf_counter()
    subprocess.run(
        command,
        env={**os.environ, **environ},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def tasks(folder: Path, size: int) -> dict[str, str]:
    """A Taskwarrior of *size* tasks; what of the environment leads to it."""
    home = folder / f"task{size}"
    home.mkdir()
    rc = home / "taskrc"
    rc.write_text(f"data.location={home}\nconfirmation=off\nverbose=nothing\nhooks=off\n")
    lines = [
        json.dumps(
            {"description": f"Provide insights on the pipeline, part {n}", "project": "ARM", "status": "pending"}
        )
        for n in range(size)
    ]
    environ = {"TASKRC": str(rc), "TASKDATA": str(home)}
    subprocess.run(
        ["task", "import", "-"],
        input="\n".join(lines),
        text=True,
        env={**os.environ, **environ},
        capture_output=True,
        check=True,
    )
    return environ


def todos(folder: Path, size: int) -> Path:
    """The settings of a todoman with *size* tasks, a file a task as it keeps them."""
    lists = folder / f"todo{size}" / "engtrack"
    lists.mkdir(parents=True)
    for n in range(size):
        lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:engtrack benchmarks", "BEGIN:VTODO", f"UID:{n}@engtrack", "DTSTAMP:20260101T000000Z",
                 f"SUMMARY:Provide insights on the pipeline\\, part {n}", "END:VTODO", "END:VCALENDAR", "")  # fmt: skip
        (lists / f"{n}.ics").write_bytes("\r\n".join(lines).encode())
    settings = folder / f"todo{size}.py"
    settings.write_text(f'path = "{lists}"\ncache_path = "{folder / f"todo{size}.sqlite"}"\n')
    return settings


def measure(folder: Path, sizes: tuple[int, ...], runs: int) -> dict[tuple[str, int], float]:
    """The median seconds of each command at each size; `floor` and `import` at size 0."""
    commands: dict[tuple[str, int], tuple[list[str], dict[str, str]]] = {("floor", 0): (FLOOR, {})}
    module = [sys.executable, "-m", "engtrack"]
    open_ids: dict[int, list[str]] = {}
    has_tasks = shutil.which("task") is not None
    todo = shutil.which("todo") or shutil.which(str(Path(sys.executable).with_name("todo")))
    for size in sizes:
        store = folder / f"{size}" / "engtrack.json"
        build(store, size)
        environ = {"ENGTRACK_STORE": str(store), "ENGTRACK_TODAY": TODAY.isoformat()}
        for name, words in ENGTRACK.items():
            commands[name, size] = ([*module, *words], environ)
        stock = folder / f"stock{size}.json"
        stock.write_bytes(store.read_bytes())
        commands["stock TinyDB insert", size] = ([sys.executable, "-c", STOCK, str(stock)], {})
        asked = [*module, "action", "list", "--sort", "id", "--format", "json"]
        listed = subprocess.run(asked, env={**os.environ, **environ}, capture_output=True, check=True)
        open_ids[size] = [action["id"] for action in json.loads(listed.stdout)]
        if has_tasks:
            led = tasks(folder, size)
            for name, words in TASKWARRIOR.items():
                commands[f"Taskwarrior: {name}", size] = (["task", *words], led)
        if todo and size <= TODOMAN_MOST:
            commands["todoman: list", size] = ([todo, "-c", str(todos(folder, size)), "list"], {"HOME": str(folder)})
    smallest = {"ENGTRACK_STORE": str(folder / f"{sizes[0]}" / "engtrack.json"), "ENGTRACK_TODAY": TODAY.isoformat()}
    large = folder / "large.txt"
    words_of = SEED.read_text(encoding="utf-8")
    large.write_text(words_of * (MEGABYTE // len(words_of.encode()) + 1), encoding="utf-8")
    commands[LARGE, 0] = ([*module, "import", str(large), "--dry-run"], smallest)
    commands[DOCUMENT, 0] = ([*module, "import", str(SEED), "--dry-run"], smallest)
    times: dict[tuple[str, int], list[float]] = {key: [] for key in commands}
    for run in range(runs):
        for key, (command, environ) in commands.items():
            if (key[1] < 100_000 and key[0] != LARGE) or run < max(3, runs // 3):
                ids = open_ids.get(key[1], [""])
                said = {"folder": str(folder), "open": ids[run % len(ids)], "number": str(run + 1)}
                times[key].append(
                    seconds([word.format(**said) if command[1] != "-c" else word for word in command], **environ)
                )
    return {key: statistics.median(values) for key, values in times.items()}


def table(medians: dict[tuple[str, int], float], sizes: tuple[int, ...]) -> str:
    """The ratios to the floor as Markdown, with the exponent of growth over the last step."""
    floor = medians["floor", 0]
    names = list(dict.fromkeys(name for name, size in medians if size))
    head = "| ratio to the floor | " + " | ".join(f"{size:,}" for size in sizes) + " | growth |"
    lines = [head, "|---|" + "---:|" * (len(sizes) + 1)]
    for name in names:
        values = [medians.get((name, size)) for size in sizes]
        cells = ["" if value is None else f"{value / floor:.2f}" for value in values]
        known = [(size, value) for size, value in zip(sizes, values, strict=True) if value is not None]
        growth = ""
        if len(known) > 1:
            (small, before), (large, after) = known[-2:]
            growth = f"{math.log(after / before) / math.log(large / small):.2f}"
        lines.append(f"| {name} | {' | '.join(cells)} | {growth} |")
    for document in (DOCUMENT, LARGE):
        lines.append(f"| {document} | {medians[document, 0] / floor:.2f} |" + " |" * len(sizes))
    return "\n".join(lines)


def compiled() -> None:
    """The package as an installation leaves it: compiled to bytecode."""
    compileall.compile_dir(PROJECT / "engtrack", quiet=1)


def machine(floor: float) -> str:
    """What the figures were measured on, in a sentence or two."""
    asked = ["task", "--version"]
    task = shutil.which("task") and subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return (
        f"Floor: {floor * 1000:.0f} ms; Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"Taskwarrior {task or 'is not installed, so it was skipped'}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--keep", action="store_true", help="write the table to benchmarks/RESULTS.md")
    asked = parser.parse_args()
    sizes = tuple(asked.sizes)
    compiled()
    with tempfile.TemporaryDirectory() as folder:
        medians = measure(Path(folder), sizes, asked.runs)
    about = f"{machine(medians['floor', 0])} {asked.runs} runs each, interleaved, medians; a journal of three lines an action."
    text = f"{about}\n\n{table(medians, sizes)}\n"
    sys.stdout.write(text)
    if asked.keep:
        results = Path(__file__).parent / "RESULTS.md"
        results.write_text(
            f"# What a command costs\n\nMeasured on {time.strftime('%Y-%m-%d')}.\n\n{text}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
