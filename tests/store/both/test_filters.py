"""A filter finds the same wherever the records are kept, and need not read all of them."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engtrack import queries
from engtrack.dates.ranges import Range
from engtrack.kinds import ACTIONS
from engtrack.model import Action, ActionStatus, Config, Meeting, Note, Priority, Stakeholder, Strength, Topic
from engtrack.urgency import Urgency
from tests.conftest import NOW

KEYS = ("ARM", "EMA", "Ä%_\\")
DAYS = st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
PLAIN_FILTERS = st.one_of(
    st.sampled_from([queries.Filter(), queries.IsOpen(), queries.Undated(), queries.Depends()]),
    st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)).map(queries.Overdue),
    st.builds(queries.Concerns, st.sampled_from(["owner", "requested_by", "tags"]), st.sampled_from([*KEYS, "a"])),
    st.builds(queries.Has, st.sampled_from(["meeting", "assignee"]), st.sampled_from([None, "M1", "Ada"])),
    st.builds(queries.OneOf, st.just("status"), st.lists(st.sampled_from(ActionStatus)).map(tuple)),
    st.builds(queries.Within, st.sampled_from(["due", "happened_on"]), st.builds(Range, DAYS, DAYS)),
    st.builds(queries.AtLeast, st.sampled_from(Strength)),
    st.builds(queries.ToReview, st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), st.just(30)),
    st.builds(queries.OwedBy, st.just("ARM"), st.sampled_from(["ours", "theirs", "joint"])),
    st.builds(queries.Involves, st.sampled_from(KEYS[:2]), st.frozensets(st.sampled_from(["M1", "M2"]))),
    st.builds(queries.Serves, st.just("QIG"), st.just(frozenset())),
    st.builds(queries.UnderTopic, st.frozensets(st.tuples(st.sampled_from(["M1", "M2"]), st.just("1")))),
    st.builds(queries.Assigned, st.just("ada")),
    st.lists(st.sampled_from(["send", "unicode%", "h_s", "\\", "noted", "well"]), min_size=1).map(
        lambda words: queries.Says(tuple(words))
    ),
)
FILTERS = st.recursive(
    PLAIN_FILTERS,
    lambda inner: st.one_of(
        st.builds(queries.Both, inner, inner), st.builds(queries.Either, inner, inner), st.builds(queries.Not, inner)
    ),
    max_leaves=5,
)


@pytest.fixture
def listed(register, author):
    """A hundred actions of all kinds."""
    dice = random.Random(7)
    days = [None, *(dt.date(2025, 1, 1) + dt.timedelta(days=30 * n) for n in range(12))]

    def some(values):
        return tuple(value for value in values if dice.random() < 0.5)

    def fill(change):
        for key in KEYS[:2]:
            change.add(Stakeholder, key=key, name=key)
        for title in ("one", "two"):
            change.add(Meeting, title=title, topics=(Topic(number="1", title="first"),))
        for n in range(100):
            change.add(
                Action,
                text=dice.choice(["send QIG data", "Ünïcode%", "back\\slash_x", "plain"]),
                owner=some(KEYS[:2]),
                requested_by=some(KEYS[:1]),
                strength=dice.choice(list(Strength)),
                status=dice.choice(list(ActionStatus)),
                due=dice.choice(days),
                happened_on=dice.choice(days),
                meeting=(meeting := dice.choice([None, "M1", "M2"])),
                topic=meeting and dice.choice([None, "1"]),
                tags=some(["a", "b"]),
                assignee=dice.choice([None, "Ada"]),
                outcome=dice.choice([None, "done well"]),
                notes=some([Note(on=NOW.date(), by="x", text="a noted word")]),
                depends_on=(f"A{n - 3}",) if n % 9 == 8 else (),
                priority=dice.choice(list(Priority)),
                waiting_until=dice.choice(days),
                review_by=dice.choice(days),
            )

    register.change(fill, author("import"))
    return register


def test_a_filter_finds_what_it_finds_in_memory(listed):
    everything = list(listed.read().actions)
    assert len(everything) == 100

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(FILTERS)
    def agree(filter):
        assert listed.read().actions.where(filter) == queries.choose(everything, filter)

    agree()


OPEN = queries.IsOpen()
OF_ARM = queries.Concerns("owner", "ARM")


@pytest.mark.parametrize(
    "filter",
    [
        OPEN,
        ~OPEN,
        OPEN & queries.Depends(),
        OPEN & OF_ARM,
        OPEN & ~OF_ARM,
        OPEN & (OF_ARM | queries.Concerns("owner", "EMA")),
        OPEN & (OF_ARM | queries.Undated()),
        OF_ARM & queries.OneOf("meeting", ("M1", "M2")),
        queries.OneOf("meeting", ("M2",)) | OF_ARM,
        OPEN & queries.Overdue(NOW.date()),
        OPEN & queries.OwedBy("ARM", "theirs"),
        queries.OneOf("status", (ActionStatus.DONE,)),
    ],
    ids=str,
)
def test_what_people_ask_for_is_found_whole(listed, filter):
    found = listed.read().actions.where(filter)

    assert found == queries.choose(list(listed.read().actions), filter)
    assert 0 < len(found) < 100


@pytest.mark.parametrize("count", [1, 7, 20, None])
@pytest.mark.parametrize("filter", [OPEN, OPEN & OF_ARM, queries.Filter(), ~OPEN, OPEN & queries.Depends()], ids=str)
def test_the_most_urgent_come_first_wherever_they_are_put_in_order(listed, filter, count):
    for today in (dt.date(2025, 1, 15), dt.date(2025, 6, 2), dt.date(2025, 12, 24)):
        everything = list(listed.read().actions)
        actions = listed.read().actions
        urgency = Urgency(actions.linked(), today, Config())

        found = actions.most_urgent(filter, urgency, count)

        expected = sorted(queries.choose(everything, filter), key=Urgency(everything, today, Config()).key)
        assert [item.id for item in found] == [item.id for item in expected[:count]]


def test_a_filter_reads_less_than_everything(listed):
    rows = listed.read()._contents.rows(ACTIONS)
    filter = queries.IsOpen() & queries.Concerns("owner", "ARM")

    assert 0 < len(listed.read().actions.where(filter)) <= len(list(rows.narrowed(filter))) < 60
