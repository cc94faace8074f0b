"""The register's file: what TinyDB, git and a colleague find in it, and what is refused in its place."""

import datetime as dt
import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
from tinydb import TinyDB

from engtrack.errors import RegisterError
from engtrack.model import Action, Config, Meeting
from engtrack.queries import IsOpen
from engtrack.store.file import FileRegister
from engtrack.urgency import Urgency


def add(text, **fields):
    return lambda change: change.add(Action, text=text, **fields)


def test_tinydb_opens_the_file_and_finds_the_tables(register, author, store):
    register.change(add("send the data"), author("action add"))

    with TinyDB(store) as database:
        assert {"actions", "meetings", "recommendations", "stakeholders", "points"} <= database.tables()
        assert database.table("actions").get(doc_id=1)["text"] == "send the data"


def test_a_changed_record_is_one_changed_line_and_an_added_one_is_one_added_line(register, author, store):
    for text in ("first", "second", "third"):
        register.change(add(text), author("action add"))
    before = store.read_text().splitlines()

    register.change(lambda c: c.put(c.actions.get("A2").done(dt.date(2025, 6, 1))), author("action done"))
    after = store.read_text().splitlines()

    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1
    register.change(add("fourth"), author("action add"))
    added = [line for line in store.read_text().splitlines() if line not in after and '"counters"' not in line]
    assert len(added) == 1


def test_git_shows_a_changed_action_as_one_line(register, author, store):
    register.change(add("first"), author("action add"))
    register.change(add("second"), author("action add"))
    git = ["git", "-C", str(store.parent), "-c", "user.name=t", "-c", "user.email=t@t"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", store.name], check=True)
    subprocess.run([*git, "commit", "-qm", "before"], check=True)

    register.change(lambda c: c.put(c.actions.get("A1").done(dt.date(2025, 6, 1))), author("action done"))

    numbers = subprocess.run([*git, "diff", "--numstat"], check=True, capture_output=True, text=True).stdout
    assert numbers.split() == ["1", "1", store.name]


def test_files_are_private_and_an_existing_mode_is_kept(author, tmp_path):
    register = FileRegister(tmp_path / "new" / "engtrack.json", lambda sentence: None)
    register.change(add("send"), author("action add"))

    assert stat.S_IMODE(register.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(register.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(register.journal.path.stat().st_mode) == 0o600
    register.path.chmod(0o640)
    register.change(add("again"), author("action add"))
    assert stat.S_IMODE(register.path.stat().st_mode) == 0o640


def test_nothing_is_left_beside_the_register(register, author, store):
    register.change(add("send"), author("action add"))

    assert {path.name for path in store.parent.iterdir()} <= {
        "engtrack.json",
        "engtrack.json.journal",
        "engtrack.json.lock",
    }


def test_a_symlinked_register_stays_a_link(author, tmp_path):
    (tmp_path / "real").mkdir()
    real = FileRegister(tmp_path / "real" / "register.json", lambda sentence: None)
    real.change(add("first"), author("action add"))
    link = tmp_path / "link.json"
    link.symlink_to(real.path)

    FileRegister(link, lambda sentence: None).change(add("second"), author("action add"))

    assert link.is_symlink()
    assert len(real.read().actions) == 2


def test_a_path_with_spaces_and_accents_works(author, tmp_path):
    register = FileRegister(tmp_path / "Réunions à suivre" / "mon registre.json", lambda sentence: None)
    register.change(add("envoyer les données"), author("action add"))

    assert [action.text for action in register.read().actions] == ["envoyer les données"]


def test_reading_touches_nothing(register, author, store):
    register.change(add("send"), author("action add"))
    (store.parent / "engtrack.json.lock").unlink()
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in store.parent.iterdir() if path.is_file()}
    folder = store.parent.stat().st_mtime_ns

    list(register.read().actions)

    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in store.parent.iterdir() if path.is_file()
    } == before
    assert store.parent.stat().st_mtime_ns == folder


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not json", "is not a register"),
        (b"{}", "it has no table 'register'"),
        (b'{"register": {"1": {"schema": 99, "id": "x"}}}', "written by a newer engtrack"),
        (b"\x00\xff\x00", "is not a register"),
        (b"[]", "is not a register"),
    ],
)
def test_what_is_no_register_is_refused_and_left_alone(register, store, author, content, sentence):
    store.write_bytes(content)

    with pytest.raises(RegisterError, match=sentence):
        register.read()
    with pytest.raises(RegisterError, match=sentence):
        register.change(add("send"), author("action add"))
    assert store.read_bytes() == content


def test_a_folder_in_the_place_of_the_register_is_refused(register, store, author):
    store.mkdir()

    with pytest.raises(RegisterError, match="cannot be read: Is a directory"):
        register.change(add("send"), author("action add"))


def test_an_unknown_field_is_refused_with_the_path_to_it(register, store, author):
    register.change(add("send"), author("action add"))
    store.write_text(store.read_text().replace('"text":"send"', '"text":"send","colour":"red"'))

    quiet = FileRegister(store, lambda sentence: None)
    with pytest.raises(RegisterError, match="A1 is not an action: Object contains unknown field `colour`"):
        list(quiet.read().actions)


def test_the_first_page_refuses_an_action_that_cannot_be_put_in_order(register, store, author):
    for text in ("send", "write"):
        register.change(add(text), author("action add"))
    store.write_text(store.read_text().replace('"strength":"committed"', '"strength":"shouted"', 1))
    actions = FileRegister(store, lambda sentence: None).read().actions

    with pytest.raises(RegisterError, match="A1 is not an action: Invalid enum value 'shouted'"):
        actions.most_urgent(IsOpen(), Urgency([], dt.date(2026, 1, 1), Config()), 1)


def test_a_foreign_journal_is_refused(register, author, store, tmp_path):
    other = FileRegister(tmp_path / "other.json", lambda sentence: None)
    other.change(add("theirs"), author("action add"))
    register.change(add("ours"), author("action add"))
    register.journal.path.write_bytes(other.journal.path.read_bytes())

    with pytest.raises(RegisterError, match="is the journal of another register"):
        register.read()


@pytest.mark.skipif(os.name == "nt", reason="names of the system")
def test_a_meeting_keeps_its_topics_and_source_through_the_file(register, author, store):
    meeting = register.change(
        lambda c: c.add(Meeting, title="1st bilateral", date=dt.date(2025, 5, 8)), author("meeting add")
    )

    assert register.read().meetings.get("m1") == meeting
    assert json.loads(Path(store).read_text())["meetings"]["1"]["date"] == "2025-05-08"
