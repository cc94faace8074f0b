"""The adviser: situations with the advice that a colleague would give, and the laws of advice."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engtrack.errors import Misused
from engtrack.routes.adviser import ASKED, FACT_OF, Situation, advise
from engtrack.routes.catalogue import Product, Stage, Subject, Who, load_catalogue

CATALOGUE = load_catalogue()
FOLDER = Path(__file__).parent / "situations"
SITUATIONS = [
    pytest.param(item, id=f"{table}-{item['name']}")
    for table in ("first", "fresh")
    for item in tomllib.loads((FOLDER / f"{table}.toml").read_text(encoding="utf-8"))["situation"]
]


def situation_of(item):
    return Situation(**{name: item[name] for name in (*ASKED, "agency", "goal") if name in item})


@pytest.mark.parametrize("item", SITUATIONS)
def test_the_first_route_is_one_that_a_colleague_would_name_for_a_reason_that_he_would_give(item):
    advice = advise(situation_of(item), CATALOGUE).advice

    if not item["first"]:
        assert advice == ()
        return
    assert advice[0].route in item["first"]
    said = " ".join(reason.text for reason in advice[0].reasons).casefold()
    assert not item["reason"] or any(stem in said for stem in item["reason"])


@pytest.mark.parametrize("item", SITUATIONS)
def test_no_route_is_advised_that_cannot_be_used(item):
    advised = {one.route for one in advise(situation_of(item), CATALOGUE).advice}

    assert advised.isdisjoint(item["must_not"])


def maybe(values):
    return st.none() | st.sampled_from(values.__args__)


situations = st.builds(
    Situation,
    who=maybe(Who),
    stage=maybe(Stage),
    subject=maybe(Subject),
    product=maybe(Product),
    agency=st.sampled_from([None, "EMA", "EU", "FDA", "MHRA"]),
    goal=st.sampled_from(["", "a biomarker", "unmet need, with FDA in parallel", "a platform for many products"]),
)


@given(situations, st.permutations(list(CATALOGUE)))
def test_no_order_of_the_catalogue_changes_the_advice(situation, order):
    shuffled = {key: CATALOGUE[key] for key in order}

    assert advise(situation, shuffled) == advise(situation, CATALOGUE)


@given(situations, st.sampled_from(list(FACT_OF)), st.data())
def test_one_more_fact_that_fits_never_lowers_a_route(situation, part, data):
    if getattr(situation, part) is not None:
        return
    before = {one.route: one.score for one in advise(situation, CATALOGUE).advice}
    value = data.draw(st.sampled_from(ASKED[part].__args__))
    fields = {name: getattr(situation, name) for name in situation.__struct_fields__}
    after = {one.route: one.score for one in advise(Situation(**fields | {part: value}), CATALOGUE).advice}
    for key, score in after.items():
        fact = getattr(CATALOGUE[key], FACT_OF[part])
        if fact.value is not None and value in fact.value:
            assert score >= before.get(key, score), (key, part, value)


@given(situations)
def test_it_never_says_more_than_its_sources(situation):
    for one in advise(situation, CATALOGUE).advice:
        known = set(CATALOGUE[one.route].sources())
        for reason in (*one.reasons, *one.against, *one.before, *one.then):
            assert reason.sure
            assert set(reason.source) <= known
            assert reason.source


@given(situations)
def test_every_route_is_advised_or_left_out_for_a_reason(situation):
    answer = advise(situation, CATALOGUE)

    assert {one.route for one in answer.advice} | {one.route for one in answer.excluded} == set(CATALOGUE)
    assert all(one.because for one in answer.excluded)


def test_what_is_not_known_of_a_route_is_said():
    first = advise(Situation(who="company", subject="manufacturing", agency="EMA"), CATALOGUE).advice[0]

    assert first.route == "QIG"
    assert "fee: not found in what was read" in first.unknown


def test_a_route_that_was_taken_already_is_said_to_be():
    first = advise(Situation(subject="manufacturing", taken=("QIG",)), CATALOGUE).advice[0]

    assert any("QIG is in the register" in reason.text for reason in first.against)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"who": "smes"}, "there is no who 'smes'; did you mean sme?"),
        ({"stage": "phase 3"}, "there is no stage 'phase 3'; it is one of: discovery"),
        ({"subject": "manufacture"}, "did you mean manufacturing?"),
    ],
)
def test_a_word_that_is_none_of_those_known_is_refused_with_the_nearest(fields, message):
    with pytest.raises(Misused) as error:
        Situation(**fields)
    assert message in str(error.value)
