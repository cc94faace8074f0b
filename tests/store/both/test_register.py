"""One command is one change, wholly or not at all, and ids never come back."""

import datetime as dt

import msgspec
import pytest

from engtrack.errors import Misused, NotFound
from engtrack.model import Action, Stakeholder


def add(text, **fields):
    return lambda change: change.add(Action, text=text, **fields)


def test_an_empty_register_is_read_without_being_made(register):
    assert list(register.read().actions) == []
    assert not register.exists()


def test_what_was_added_is_read_back_equal(register, author):
    action = register.change(add("send the data", due=dt.date(2025, 6, 6)), author("action add"))

    assert list(register.read().actions) == [action]
    assert action.id == "A1"
    assert action.entered_at == dt.datetime(2025, 5, 9, 10, tzinfo=dt.UTC)


def test_a_command_that_fails_leaves_nothing(register, author):
    def fail(change):
        change.add(Action, text="half")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        register.change(fail, author("action add"))

    assert not register.exists()


def test_a_command_that_changes_nothing_writes_no_line(register, author):
    register.change(add("send"), author("action add"))
    before = register.journal.content()

    register.change(lambda change: change.put(change.actions.get("A1")), author("action edit"))

    assert register.journal.content() == before


def test_an_id_is_never_given_out_again(register, author):
    register.change(add("first"), author("action add"))
    register.change(lambda change: change.remove("A1"), author("action remove"))

    assert register.change(add("second"), author("action add")).id == "A2"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"text": ""}, "cannot keep '' as text"),
        ({"text": "x", "line": 0}, "cannot keep 0 as line"),
    ],
)
def test_an_invalid_record_is_refused_by_its_field(register, author, fields, refusal):
    with pytest.raises(Misused, match=refusal):
        register.change(lambda change: change.add(Action, **fields), author("action add"))


def test_a_link_must_lead_somewhere(register, author):
    with pytest.raises(NotFound, match="there is no stakeholder ARM"):
        register.change(add("send", owner=("ARM",)), author("action add"))
    with pytest.raises(NotFound, match="there is no meeting M7"):
        register.change(add("send", meeting="M7"), author("action add"))


def test_the_nearest_stakeholder_is_offered(register, author):
    register.change(lambda change: change.add(Stakeholder, key="ARM", name="Alliance"), author("stakeholder add"))

    with pytest.raises(NotFound, match="there is no stakeholder AMR; did you mean ARM"):
        register.read().stakeholder("AMR")


def test_a_command_sees_what_it_has_changed_so_far(register, author):
    action = register.change(add("send the data"), author("action add"))

    def change(snapshot):
        snapshot.put(msgspec.structs.replace(action, text="send the figures"))
        return [seen.text for seen in snapshot.actions]

    assert register.change(change, author("action edit")) == ["send the figures"]


def test_as_of_a_day_goes_by_the_order_of_the_journal_where_clocks_differ(register, author):
    ahead = author("action add")
    register.change(add("fast"), ahead._replace(at=ahead.at + dt.timedelta(days=1)))
    register.change(lambda c: c.put(c.actions.get("A1").having(text="edited")), author("action edit"))

    assert [action.text for action in register.as_of(ahead.at.date()).actions] == ["edited"]
