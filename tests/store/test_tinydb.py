"""What we rely on in TinyDB, tested against our tables as its own suite tests its storages."""

import msgspec
import pytest
from tinydb import TinyDB

from engtrack.errors import RegisterError
from engtrack.store.storage import MemoryTables, empty_tables, open_tables, parse, raw, serialise


@pytest.fixture
def tables():
    made = empty_tables()
    made["actions"] = {"1": raw({"id": "A1"}), "7": raw({"id": "A7"})}
    return made


def test_a_table_hands_out_undecoded_records_with_their_numbers(tables):
    stored = list(open_tables(tables).table("actions"))

    assert [(item.doc_id, bytes(item.raw)) for item in stored] == [(1, b'{"id":"A1"}'), (7, b'{"id":"A7"}')]


def test_a_record_is_found_by_its_number(tables):
    table = open_tables(tables).table("actions")

    assert bytes(table.get(doc_id=7).raw) == b'{"id":"A7"}'
    assert table.get(doc_id=2) is None
    assert table.contains(doc_id=1)
    assert len(table) == 2


def test_rows_are_put_and_taken_out_in_one_update(tables):
    database = open_tables(tables)

    database.table("actions").replace({1: None, 9: raw({"id": "A9"})})

    assert list(database.storage.read()["actions"]) == ["7", "9"]


def test_another_table_is_not_touched_by_an_update(tables):
    database = open_tables(tables)
    config = tables["config"]["1"]

    database.table("actions").replace({1: None})

    assert database.storage.read()["config"]["1"] is config


def test_writing_replaces_what_reading_gives():
    storage = MemoryTables({})

    storage.write({"actions": {"1": raw({})}})

    assert storage.read() == {"actions": {"1": raw({})}}


def test_tinydb_itself_reads_what_we_write(tables, tmp_path):
    (tmp_path / "register.json").write_bytes(serialise(tables))

    with TinyDB(tmp_path / "register.json") as database:
        assert database.table("actions").get(doc_id=7) == {"id": "A7"}
        assert database.table("actions").all() == [{"id": "A1"}, {"id": "A7"}]


def test_what_is_written_is_parsed_back_equal(tables, tmp_path):
    again = parse(serialise(tables), tmp_path)

    plain = {name: {number: msgspec.json.decode(row) for number, row in rows.items()} for name, rows in again.items()}
    assert plain["actions"] == {"1": {"id": "A1"}, "7": {"id": "A7"}}
    assert serialise(again) == serialise(tables)


def test_records_stand_in_the_order_of_their_numbers(tables):
    tables["actions"] = {str(number): raw({"id": f"A{number}"}) for number in (10, 9, 100)}

    lines = [line for line in serialise(tables).decode().splitlines() if '"id":"A' in line]
    assert [line.lstrip(",").split(":")[0] for line in lines] == ['"9"', '"10"', '"100"']


def test_a_broken_file_is_refused_with_its_path(tmp_path):
    with pytest.raises(RegisterError, match=r"r\.json is not a register"):
        parse(b'{"register":', tmp_path / "r.json")
