"""Several processes at once, and processes that are killed: nothing acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys

import pytest

from engtrack.store.file import FileRegister
from engtrack.store.repair import check
from engtrack.store.storage import locked

ADDER = """
import datetime as dt, sys
from pathlib import Path
from engtrack.model import Action
from engtrack.store import Author
from engtrack.store.file import FileRegister
register = FileRegister(Path(sys.argv[1]), lambda sentence: None)
for n in range(25):
    author = Author(sys.argv[2], dt.datetime(2025, 5, 9, tzinfo=dt.UTC), "action add")
    register.change(lambda c: c.add(Action, text=f"{sys.argv[2]} {n}"), author)
"""
GROWER = """
import datetime as dt, random, sys
from pathlib import Path
from engtrack.model import Action
from engtrack.store import Author
from engtrack.store.file import FileRegister
register = FileRegister(Path(sys.argv[1]), lambda sentence: None)
dice = random.Random(int(sys.argv[2]))
while True:
    length = dice.choice((1, 10, 2000, 20000))
    def work(change):
        known = list(change.actions)
        if len(known) > 8 or (known and dice.random() < 0.5):
            return change.put(dice.choice(known).having(text="x" * length))
        return change.add(Action, text="y" * length)
    action = register.change(work, Author("k", dt.datetime(2025, 5, 9, tzinfo=dt.UTC), "w"))
    print(action.id, len(action.text), flush=True)
"""
READER = """
import sys
from pathlib import Path
from engtrack.store.file import FileRegister
def fail(sentence): raise AssertionError(sentence)
register = FileRegister(Path(sys.argv[1]), fail)
for n in range(60):
    texts = [action.text for action in register.read().actions]
    assert len(texts) % 2 == 0, texts
"""
PAIRS = """
import datetime as dt, sys
from pathlib import Path
from engtrack.model import Action
from engtrack.store import Author
from engtrack.store.file import FileRegister
register = FileRegister(Path(sys.argv[1]), lambda sentence: None)
for n in range(40):
    register.change(
        lambda c: [c.add(Action, text=f"{n}{half}") for half in "ab"],
        Author("p", dt.datetime(2025, 5, 9, tzinfo=dt.UTC), "pair"),
    )
"""


def start(code: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors


def test_twelve_processes_lose_nothing(tmp_path):
    path = tmp_path / "engtrack.json"

    for process in [start(ADDER, str(path), f"p{n}") for n in range(12)]:
        finish(process)

    register = FileRegister(path, pytest.fail)
    actions = list(register.read().actions)
    assert sorted(action.text for action in actions) == sorted(f"p{p} {n}" for p in range(12) for n in range(25))
    assert {action.id for action in actions} == {f"A{n}" for n in range(1, 301)}
    assert len(list(register.journal.entries())) == 300
    assert check(register).faults == []


def test_readers_never_fail_and_never_see_half_a_command(tmp_path):
    path = tmp_path / "engtrack.json"
    FileRegister(path, pytest.fail)

    for process in [start(PAIRS, str(path)), start(READER, str(path)), start(READER, str(path))]:
        finish(process)


KILLS = 200


def test_a_killed_process_loses_nothing_that_it_had_acknowledged(tmp_path):
    """Records grow and shrink while the process is killed, KILLS times, at random points."""
    dice = random.Random(7)
    path = tmp_path / "engtrack.json"
    acknowledged: dict[str, int] = {}
    for kill in range(KILLS // 2):
        children = [start(GROWER, str(path), str(kill * 2 + n)) for n in range(2)]
        said = []
        for child in children:
            line = child.stdout.readline()
            if line:
                said.append(line)
        for child in children:
            with child:
                said += [child.stdout.readline() for _ in range(dice.randrange(3))]
                os.kill(child.pid, signal.SIGKILL)
                said += child.stdout.readlines()
                assert child.stderr.read() == ""
        register = FileRegister(path, lambda sentence: None)
        found = {action.id: len(action.text) for action in register.read().actions}
        for line in said:
            if not line.endswith("\n"):
                continue  # cut off by the kill: not an acknowledgement
            acknowledged[line.split()[0]] = int(line.split()[1])
        assert set(acknowledged) <= set(found)
        assert check(register).faults == []


def test_a_full_disk_changes_nothing_and_says_so(tmp_path):
    path = tmp_path / "engtrack.json"
    code = f"""
import datetime as dt, resource, signal
from pathlib import Path
from engtrack.errors import RegisterError
from engtrack.model import Action
from engtrack.store import Author
from engtrack.store.file import FileRegister
register = FileRegister(Path({str(path)!r}), lambda sentence: None)
author = Author("ada", dt.datetime(2025, 5, 9, tzinfo=dt.UTC), "action add")
register.change(lambda c: c.add(Action, text="before"), author)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    register.change(lambda c: c.add(Action, text="x" * 30_000), author)
except RegisterError as refusal:
    print(refusal)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "cannot be written" in done.stdout
    assert "nothing was changed" in done.stdout
    register = FileRegister(path, pytest.fail)
    assert [action.text for action in register.read().actions] == ["before"]
    assert check(register).faults == []


def test_a_lock_held_elsewhere_is_waited_for_and_then_refused(register, author, store):
    told = []
    register.warn = told.append
    with locked(store, pytest.fail):
        code = (
            "import sys\nfrom pathlib import Path\nfrom engtrack.store.storage import locked\n"
            "from engtrack.errors import RegisterError\n"
            "try:\n    with locked(Path(sys.argv[1]), print, seconds=0.2): pass\n"
            "except RegisterError as refusal: print(refusal)"
        )
        done = subprocess.run([sys.executable, "-c", code, str(store)], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[0].startswith("waiting up to 0.2 seconds for another engtrack")
    assert "is locked by another engtrack" in done.stdout.splitlines()[1]
