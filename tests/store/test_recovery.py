"""Faults at every step of a commit: what was acknowledged is there, and never a half-change."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from engtrack.errors import RegisterError
from engtrack.model import Action
from engtrack.store.file import FileRegister
from engtrack.store.repair import check

STEPS = ("write", "fsync", "replace", "open")


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs but what Python itself unwinds."""


class Faults:
    """Makes the n-th of the calls that a commit makes fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.calls = 0
        self.at = -1
        self.how = "error"
        for name in STEPS:
            self.wrap(name)

    def wrap(self, name: str) -> None:
        real = getattr(os, name)

        def call(*args, **kwargs):
            if name == "open" and (not args or not str(args[0]).find("engtrack") >= 0):
                return real(*args, **kwargs)
            self.calls += 1
            if self.calls == self.at:
                if self.how == "short" and name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                    raise OSError(errno.ENOSPC, "No space left on device")
                if self.how == "killed":
                    raise Killed
                raise OSError(errno.EIO, "Input/output error")
            return real(*args, **kwargs)

        self.monkeypatch.setattr(os, name, call)


def number_of_steps(tmp_path, author) -> int:
    """How many calls one commit makes."""
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch)
        FileRegister(tmp_path / "count" / "engtrack.json", lambda s: None).change(
            lambda c: c.add(Action, text="x"), author("add")
        )
        return faults.calls


def texts(path: Path) -> list[str]:
    return [action.text for action in FileRegister(path, lambda sentence: None).read().actions]


@pytest.mark.parametrize("how", ["error", "short", "killed"])
@pytest.mark.parametrize("is_first", [True, False], ids=["first command", "later command"])
def test_a_fault_at_any_step_loses_nothing_acknowledged_and_leaves_no_half(tmp_path, author, how, is_first):
    steps = number_of_steps(tmp_path, author)
    assert steps >= 7
    for at in range(1, steps + 2):
        folder = tmp_path / f"{how}{at}"
        register = FileRegister(folder / "engtrack.json", lambda sentence: None)
        acknowledged = []
        if not is_first:
            register.change(lambda c: c.add(Action, text="before"), author("action add"))
            acknowledged = ["before"]
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch)
            faults.at, faults.how = at, how
            try:
                register.change(lambda c: [c.add(Action, text=text) for text in ("one", "two")], author("action add"))
                acknowledged += ["one", "two"]
                unsure = []
            except (RegisterError, Killed, OSError):
                unsure = ["one", "two"]

        found = texts(folder / "engtrack.json")
        assert found in (acknowledged, acknowledged + unsure), f"step {at}"
        register.change(lambda c: c.add(Action, text="after"), author("action add"))
        assert texts(folder / "engtrack.json") == [*found, "after"], f"step {at}"
        assert check(register).faults == [], f"step {at}"


def test_a_refused_write_says_so_and_nothing_changed(tmp_path, author):
    register = FileRegister(tmp_path / "engtrack.json", lambda sentence: None)
    register.change(lambda c: c.add(Action, text="before"), author("action add"))
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch)
        faults.at, faults.how = 2, "short"
        with pytest.raises(RegisterError, match="cannot be written: .*; nothing was changed"):
            register.change(lambda c: c.add(Action, text="lost"), author("action add"))

    assert texts(register.path) == ["before"]


@pytest.fixture
def behind(tmp_path, author):
    """A register whose file is one command behind its journal, as after a power cut between the two."""
    register = FileRegister(tmp_path / "engtrack.json", pytest.fail)
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    old = register.path.read_bytes()
    register.change(lambda c: c.add(Action, text="second"), author("action add"))
    register.path.write_bytes(old)
    return register


def test_a_reader_applies_what_the_file_lacks_and_writes_nothing(behind):
    before = behind.path.read_bytes()

    assert [action.text for action in behind.read().actions] == ["first", "second"]
    assert behind.path.read_bytes() == before


def test_the_next_writer_persists_what_the_file_lacked(behind, author):
    behind.change(lambda c: c.add(Action, text="third"), author("action add"))

    assert [action.text for action in behind.read().actions] == ["first", "second", "third"]
    assert b"second" in behind.path.read_bytes()
    assert [entry.seq for entry in behind.journal.entries()] == [1, 2, 3]


def test_check_calls_a_register_that_is_behind_sound(behind):
    found = check(behind)

    assert found.faults == []
    assert "is behind its journal" in found.notes[0]


def test_a_register_whose_file_is_gone_is_read_from_its_journal(behind):
    behind.path.unlink()

    assert [action.text for action in behind.read().actions] == ["first", "second"]


def test_a_read_only_folder_can_be_read_and_not_written(tmp_path, author, monkeypatch):
    folder = tmp_path / "locked"
    register = FileRegister(folder / "engtrack.json", pytest.fail)
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    shutil.copytree(folder, tmp_path / "copy")
    (folder / "engtrack.json.lock").unlink()
    folder.chmod(0o500)
    try:
        assert [action.text for action in register.read().actions] == ["first"]
        if os.geteuid() != 0:  # root writes where it likes
            with pytest.raises(RegisterError, match="nothing was changed"):
                register.change(lambda c: c.add(Action, text="second"), author("action add"))
    finally:
        folder.chmod(0o700)


def test_a_lock_that_was_left_behind_does_not_block(tmp_path, author):
    (tmp_path / "engtrack.json.lock").write_text("left over")
    register = FileRegister(tmp_path / "engtrack.json", pytest.fail)

    register.change(lambda c: c.add(Action, text="first"), author("action add"))

    assert texts(register.path) == ["first"]


def test_a_failed_append_takes_its_half_line_back(tmp_path, author):
    register = FileRegister(tmp_path / "engtrack.json", pytest.fail)
    register.change(lambda c: c.add(Action, text="before"), author("action add"))
    before = register.journal.path.read_bytes()
    for at in range(1, 12):
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch)
            faults.at, faults.how = at, "short"
            register.warn = lambda sentence: None
            try:
                register.change(lambda c: c.add(Action, text="lost"), author("action add"))
            except RegisterError:
                assert register.journal.path.read_bytes() == before, f"step {at}"
                continue
        break


def test_everything_is_made_to_last_before_the_next_step(tmp_path, author, monkeypatch):
    """The new file before the journal's line, that before the replacement, and the folder after it."""
    register = FileRegister(tmp_path / "engtrack.json", pytest.fail)
    register.change(lambda c: c.add(Action, text="before"), author("action add"))
    names: dict[int, str] = {}
    steps: list[str] = []
    real_open, real_fsync, real_replace = os.open, os.fsync, os.replace

    def opened(path, *rest, **options):
        descriptor = real_open(path, *rest, **options)
        names[descriptor] = "folder" if Path(path).is_dir() else Path(path).suffix
        return descriptor

    def synced(descriptor):
        steps.append(f"fsync {names[descriptor]}")
        real_fsync(descriptor)

    def replaced(source, target):
        steps.append("replace")
        real_replace(source, target)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    register.change(lambda c: c.add(Action, text="after"), author("action add"))

    assert steps == ["fsync .tmp", "fsync .journal", "replace", "fsync folder"]
