"""The journal: who changed what, when, from what to what; a chain that shows tampering."""

import hashlib
import json

import pytest

from engtrack.model import Action
from engtrack.store.file import FileRegister
from engtrack.store.journal import BrokenJournal


@pytest.fixture
def told(register, author):
    """A register with three commands in its journal."""
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    register.change(lambda c: c.add(Action, text="second"), author("action add"))
    register.change(lambda c: c.put(c.actions.get("A1").having(text="the first")), author("action edit"))
    return register


def test_a_line_says_who_when_what_and_the_changed_fields_only(told):
    entry = list(told.journal.entries())[2]

    assert (entry.seq, entry.by, entry.command, entry.at.isoformat()) == (
        3,
        "ada",
        "action edit",
        "2025-05-09T10:00:00+00:00",
    )
    assert entry.changes["A1"].was == {"text": "first"}
    assert entry.changes["A1"].now == {"text": "the first"}


def test_each_hash_can_be_computed_by_hand_and_covers_the_line_before(told):
    lines = told.journal.content().decode().splitlines()

    previous = "0" * 64
    for line in lines:
        body, _, rest = line.rpartition(',"hash":"')
        assert hashlib.sha256((body + "}").encode()).hexdigest() == rest.removesuffix('"}')
        assert json.loads(line)["prev"] == previous
        previous = rest.removesuffix('"}')


def test_the_digest_of_the_last_line_is_that_of_the_file(told, store):
    assert told.journal.tail().digest == hashlib.sha256(store.read_bytes()).hexdigest()


def test_the_first_line_holds_the_id_of_the_register(told, store):
    first = next(told.journal.entries())

    assert first.changes["register"].now["id"] == json.loads(store.read_text())["register"]["1"]["id"]


@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_changed_line_is_named(told, line):
    lines = told.journal.path.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b'"by":"ada"', b'"by":"bob"')
    told.journal.path.write_bytes(b"".join(lines))

    with pytest.raises(BrokenJournal, match=f"line {line}: its hash does not fit"):
        list(told.journal.entries())


def test_a_line_cut_out_and_lines_swapped_are_named(told):
    lines = told.journal.path.read_bytes().splitlines(keepends=True)
    told.journal.path.write_bytes(lines[0] + lines[2])
    with pytest.raises(BrokenJournal, match="line 2: it does not follow the line before"):
        list(told.journal.entries())

    told.journal.path.write_bytes(lines[1] + lines[0] + lines[2])
    with pytest.raises(BrokenJournal, match="line 1"):
        list(told.journal.entries())


def test_a_torn_last_line_is_not_read_and_is_set_aside_by_the_next_change(told, author, store):
    torn = b'{"seq":4,"at":"2025'
    with told.journal.path.open("ab") as file:
        file.write(torn)

    assert told.journal.tail().seq == 3
    told.change(lambda c: c.add(Action, text="third"), author("action add"))

    assert [entry.seq for entry in told.journal.entries()] == [1, 2, 3, 4]
    assert told.journal.torn_path.read_bytes() == torn + b"\n"


def test_nulls_after_a_power_cut_are_a_torn_line(told):
    with told.journal.path.open("ab") as file:
        file.write(b"\x00" * 4096)

    assert told.journal.tail().seq == 3


def test_a_clock_set_back_does_not_matter(store, author, told):
    earlier = author("action add")._replace(at=author("x").at.replace(year=2001))
    told.change(lambda c: c.add(Action, text="from the past"), earlier)

    assert [entry.seq for entry in told.journal.entries()] == [1, 2, 3, 4]
    assert FileRegister(store, pytest.fail).read().actions.get("A3").text == "from the past"


def test_the_life_of_one_record_is_found_without_the_others(told):
    assert [entry.seq for entry in told.journal.mentioning("A1")] == [1, 3]
    assert [entry.seq for entry in told.journal.mentioning("A2")] == [2]
