"""What records know about themselves."""

import datetime as dt

import pytest

from engtrack.errors import Misused, Refused
from engtrack.kinds import ACTIONS
from engtrack.model import Action, ActionStatus, Meeting, Stakeholder, Strength, Topic

NOW = dt.datetime(2025, 5, 9, tzinfo=dt.UTC)
TODAY = dt.date(2025, 6, 1)


def action(**fields):
    return Action(id="A1", text="send the data", entered_at=NOW, **fields)


@pytest.mark.parametrize(
    ("due", "status", "expected"),
    [
        (dt.date(2025, 5, 31), ActionStatus.OPEN, True),
        (TODAY, ActionStatus.OPEN, False),  # due today is not late
        (dt.date(2025, 5, 31), ActionStatus.DONE, False),
        (None, ActionStatus.OPEN, False),
    ],
)
def test_an_action_is_overdue_when_it_is_open_and_its_day_has_passed(due, status, expected):
    assert action(due=due, status=status).is_overdue(TODAY) is expected


def test_done_gives_a_new_record_and_leaves_the_old_one():
    before = action()

    after = before.done(TODAY, "sent by mail")

    assert (after.status, after.closed_on, after.outcome) == (ActionStatus.DONE, TODAY, "sent by mail")
    assert before.status is ActionStatus.OPEN


def test_a_closed_action_is_not_closed_again():
    with pytest.raises(Refused, match="A1 cannot be dropped: it was done on 2025-06-01"):
        action().done(TODAY).dropped(TODAY)


def test_reopening_takes_the_outcome_back():
    again = action().done(TODAY, "sent").reopened()

    assert (again.status, again.closed_on, again.outcome) == (ActionStatus.OPEN, None, None)
    with pytest.raises(Refused, match="A1 is open already"):
        again.reopened()


@pytest.mark.parametrize("text", ["A12", "a12", "12", "A-12", " a12 "])
def test_an_id_may_be_typed_as_people_type_it(text):
    assert ACTIONS.read_id(text) == "A12"


@pytest.mark.parametrize("text", ["M12", "A0", "", "A", "twelve", "A١٢", "A1234567890"])
def test_what_is_no_id_is_refused_with_an_example(text):
    with pytest.raises(Misused, match="as an action; try A1"):
        ACTIONS.read_id(text)


def test_strengths_are_ordered_from_strongest():
    assert [strength.value for strength in sorted(Strength, key=lambda item: item.rank)] == [
        "committed",
        "agreed",
        "requested",
        "invited",
        "encouraged",
    ]


def test_a_stakeholder_answers_to_key_name_and_alias():
    arm = Stakeholder(
        id="S1", key="ARM", name="Alliance for Regenerative Medicine", aliases=("the Alliance",), entered_at=NOW
    )

    assert all(arm.answers_to(words) for words in ("arm", "ALLIANCE for Regenerative Medicine", "The Alliance"))
    assert not arm.answers_to("armada")


def test_a_topic_is_found_by_number_or_title():
    meeting = Meeting(
        id="M1", title="t", topics=(Topic(number="2", title="Pipeline"), Topic(title="Close")), entered_at=NOW
    )

    assert meeting.topic("2").title == "Pipeline"
    assert meeting.topic("close").label == "Close"
    with pytest.raises(Misused, match="M1 has no topic '9'; its topics are: 2, Close"):
        meeting.topic("9")
