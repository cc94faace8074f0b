"""What other programs rely on: field names of every JSON, and the heading of every CSV. Fields are added, never removed."""

import csv
import io

import pytest

FIELDS = {
    "action": "id text owner requested_by strength status due meeting topic evidence line happened_on closed_on outcome entered_at review_by priority assignee tags depends_on waiting_for waiting_until repeat continues recommendation notes",
    "meeting": "id title date document_date reference kind status stakeholders topics source entered_at follows",
    "route": "id route for recommended_by strength status because meeting topic evidence line happened_on entered_at moves held_at referred_from for_members outcome",
    "stakeholder": "id key name kind aliases entered_at",
}
ONE = {"action": "A1", "meeting": "M1", "route": "R1", "stakeholder": "ARM"}


@pytest.mark.parametrize("noun", FIELDS)
def test_a_list_is_a_plain_array_of_whole_records(filled, noun):
    records = filled.json(noun, "list")

    assert isinstance(records, list)
    assert set(FIELDS[noun].split()) <= set(records[0])


@pytest.mark.parametrize("noun", FIELDS)
def test_a_single_record_is_a_plain_object_equal_to_the_one_in_the_list(filled, noun):
    record = filled.json(noun, "show", ONE[noun])

    assert record in filled.json(noun, "list")


@pytest.mark.parametrize("noun", FIELDS)
def test_csv_has_the_same_fields(filled, noun):
    heading = next(csv.reader(io.StringIO(filled(noun, "list", "--format", "csv").stdout)))

    assert heading[: len(FIELDS[noun].split())] == FIELDS[noun].split()


@pytest.mark.parametrize("noun", FIELDS)
def test_an_empty_list_is_an_empty_array_and_says_so_only_to_people(run, noun):
    assert run.json(noun, "list") == []
    result = run(noun, "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("engtrack: no ")


def test_the_status_has_its_promised_fields(filled):
    status = filled.json("status")

    promised = "as_of register us counts overdue due_soon due_soon_days owed undated routes open_routes planned"
    assert set(promised.split()) <= set(status)
    assert status["counts"] == {
        "meetings": 1,
        "planned meetings": 0,
        "open actions": 5,
        "closed actions": 0,
        "recommended routes": 5,
    }


def test_a_history_entry_has_its_promised_fields(filled):
    promised = "seq at by command reason undoes changes digest prev hash"

    assert set(promised.split()) <= set(filled.json("history")[0])
