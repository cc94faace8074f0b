"""Old registers open after a copy was made of them; newer ones are refused."""

import json
import shutil
from pathlib import Path

import pytest

from engtrack.model import Action
from engtrack.store import migrations
from engtrack.store.file import FileRegister
from engtrack.store.repair import check

REGISTERS = Path(__file__).parent / "registers"


@pytest.mark.parametrize("schema", range(1, migrations.SCHEMA + 1))
def test_a_register_of_every_schema_opens(schema, tmp_path):
    for path in (REGISTERS / f"schema{schema}").iterdir():
        shutil.copy(path, tmp_path)
    register = FileRegister(tmp_path / "engtrack.json", pytest.fail)

    snapshot = register.read()

    assert [action.text for action in snapshot.actions] == ["send the pipeline data", "join the next call"]
    assert snapshot.meetings.get("M1").topics[0].title == "Pipeline"
    assert check(register).faults == []


@pytest.fixture
def next_schema(monkeypatch):
    """A future in which actions are written in capitals."""

    def capitals(tables):
        for row in tables["actions"].values():
            row["text"] = row["text"].upper()

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, capitals))
    for module in ("engtrack.store.migrations", "engtrack.store.file", "engtrack.store.storage"):
        monkeypatch.setattr(f"{module}.SCHEMA", migrations.SCHEMA if module.endswith("migrations") else 2)
    monkeypatch.setattr(migrations, "SCHEMA", 2)


@pytest.fixture
def old(register, author):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    return register


def test_an_older_register_is_read_in_the_form_of_today_and_left_as_it_is(old, next_schema, store):
    before = store.read_bytes()

    assert [action.text for action in old.read().actions] == ["FIRST"]
    assert store.read_bytes() == before


def test_the_next_change_makes_a_copy_migrates_and_says_so(old, author, next_schema, store):
    told = []
    old.warn = told.append

    old.change(lambda c: c.add(Action, text="second"), author("action add"))

    assert [action.text for action in old.read().actions] == ["FIRST", "second"]
    assert [entry.command for entry in old.journal.entries()] == ["action add", "migrate", "action add"]
    assert json.loads(store.read_text())["register"]["1"]["schema"] == 2
    assert len(list((store.parent / "backups").glob("engtrack-*.zip"))) == 1
    assert "was brought to schema 2" in told[0]
    assert check(old).faults == []
