"""Undo by command, whole, and only where nothing later stands in the way."""

import datetime as dt

import pytest

from engtrack.errors import NotFound, Refused
from engtrack.model import Action, Meeting, Source, Stakeholder
from engtrack.store.undo import undo


@pytest.fixture
def do(register, author):
    return lambda work, command="action add": register.change(work, author(command))


def texts(register):
    return [action.text for action in register.read().actions]


def test_the_last_command_is_undone_whole(register, author, do):
    do(lambda c: c.add(Action, text="kept"))
    do(lambda c: [c.add(Action, text=text) for text in ("one", "two", "three")], "import")

    undo(register, None, author("undo"))

    assert texts(register) == ["kept"]


def test_undoing_an_undo_does_it_again(register, author, do):
    do(lambda c: c.add(Action, text="first"))

    undo(register, None, author("undo"))
    assert texts(register) == []
    undo(register, None, author("undo"))

    assert texts(register) == ["first"]
    assert [entry.undoes for entry in register.journal.entries()] == [None, 1, 2]


def test_an_older_command_is_undone_when_nothing_later_touched_the_same_fields(register, author, do):
    do(lambda c: c.add(Action, text="first"))
    do(lambda c: c.put(c.actions.get("A1").having(due=dt.date(2025, 6, 6))), "action edit")
    do(lambda c: c.put(c.actions.get("A1").having(text="other words")), "action edit")

    undo(register, 2, author("undo"))

    action = register.read().actions.get("A1")
    assert (action.text, action.due) == ("other words", None)


def test_what_was_changed_since_is_not_undone_and_the_later_command_is_named(register, author, do):
    do(lambda c: c.add(Action, text="first"))
    do(lambda c: c.put(c.actions.get("A1").having(text="second")), "action edit")
    do(lambda c: c.put(c.actions.get("A1").having(text="third")), "action edit")

    with pytest.raises(
        Refused, match=r"2 \(action edit\) cannot be undone: A1 was changed since by 3 \(action edit, by ada\)"
    ):
        undo(register, 2, author("undo"))
    assert texts(register) == ["third"]


def test_a_record_that_others_refer_to_is_not_taken_away(register, author, do):
    do(lambda c: c.add(Meeting, title="bilateral"), "meeting add")
    do(lambda c: c.add(Action, text="send", meeting="M1"))

    with pytest.raises(Refused, match="A1 refers to M1, which would be gone"):
        undo(register, 1, author("undo"))


def test_the_settings_are_undone_too_even_by_the_first_command(register, author, do):
    def shorter(change):
        change.set_config(change.config.having("due-soon", 7))

    do(shorter, "config")

    undo(register, None, author("undo"))

    assert register.read().config.due_soon == 14


def test_an_empty_register_and_an_unknown_number_are_refused(register, author, do):
    with pytest.raises(Refused, match="there is nothing to undo"):
        undo(register, None, author("undo"))
    do(lambda c: c.add(Action, text="first"))
    with pytest.raises(NotFound, match="there is no command 9"):
        undo(register, 9, author("undo"))


def test_redoing_leaves_no_link_that_leads_nowhere(register, author, do):
    do(lambda c: c.add(Stakeholder, key="ARM", name="Alliance"), "stakeholder add")
    do(lambda c: c.add(Action, text="send", owner=("ARM",)))
    undo(register, 2, author("undo"))
    undo(register, 1, author("undo"))

    with pytest.raises(Refused, match="A1 refers to ARM, which would be gone"):
        undo(register, 3, author("undo"))


def test_redoing_makes_no_twin(register, author, do):
    do(lambda c: c.add(Stakeholder, key="ARM", name="Alliance"), "stakeholder add")
    undo(register, None, author("undo"))
    do(lambda c: c.add(Stakeholder, key="ARM", name="Alliance"), "stakeholder add")

    with pytest.raises(Refused, match=r"S1 \(ARM\) cannot come back: S2 has that name by now"):
        undo(register, 2, author("undo"))


def test_the_stakeholder_whose_register_this_is_is_not_taken_away(register, author, do):
    do(lambda c: c.add(Stakeholder, key="ARM", name="Alliance"), "stakeholder add")
    do(lambda c: c.set_config(c.config.having("us", "ARM")), "config")

    with pytest.raises(Refused, match="the setting us names ARM, which would be gone"):
        undo(register, 1, author("undo"))


def test_only_commands_that_touched_the_same_fields_stand_in_the_way(register, author, do):
    for key, value in (("due-soon", 3), ("review-after", 4), ("due-soon", 5)):
        do(lambda c, key=key, value=value: c.set_config(c.config.having(key, value)), "config")

    undo(register, 2, author("undo"))
    assert register.read().config.review_after == 90
    with pytest.raises(Refused, match=r"changed since by 3 \(config, by ada\); undo that first"):
        undo(register, 1, author("undo"))


def test_a_stakeholder_does_not_come_back_beside_one_of_its_name(register, author, do):
    do(lambda c: c.add(Stakeholder, key="ONE", name="Big Corp", aliases=("BC",)), "stakeholder add")
    undo(register, None, author("undo"))
    do(lambda c: c.add(Stakeholder, key="TWO", name="Big Corporation", aliases=("bc",)), "stakeholder add")

    with pytest.raises(Refused, match=r"S1 \(ONE\) cannot come back: S2 has that name by now"):
        undo(register, 2, author("undo"))


def test_a_meeting_does_not_come_back_beside_a_later_version_of_its_document(register, author, do):
    def read(digest):
        source = Source(file="minutes.txt", sha256=digest * 64)
        return lambda c: c.add(Meeting, title="Bilateral", reference="EMA/1/2025", source=source)

    do(read("a"), "import")
    undo(register, None, author("undo"))
    do(read("b"), "import")

    with pytest.raises(Refused, match="M1 cannot come back: M2 was read from the same document by now"):
        undo(register, 2, author("undo"))
