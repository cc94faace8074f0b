"""The catalogue: every fact with its source, every route that the intake can name, and files of the user's own."""

import datetime as dt
import tomllib
from importlib.resources import files

import msgspec
import pytest

from engtrack.errors import EngtrackError
from engtrack.routes.catalogue import Fact, Route, load_catalogue, read_catalogue, read_own

CATALOGUE = load_catalogue()
KEYS = (
    "QIG ITF ISG ACADEMIA SME SA PRIME CAT-CLASS CAT-CERT QNM PTM PRESUB PSA JSC SNSA ACT-EU PLATFORM CAT-IP ATMP-PILOT OPEN "
    "COGENT INTERACT CATT PREIND RMAT ILAP MHRA-IO"
)


def test_the_catalogue_has_its_27_routes():
    assert set(CATALOGUE) == set(KEYS.split())


@pytest.mark.parametrize("route", CATALOGUE.values(), ids=CATALOGUE)
def test_no_fact_step_counterpart_or_rule_lacks_its_source_and_the_day_it_was_read(route):
    for part in (*route.facts().values(), *route.steps, *route.counterparts, *route.rules):
        assert part.source
        assert all(source.strip() for source in part.source)
        assert isinstance(part.read, dt.date)


@pytest.mark.parametrize("route", CATALOGUE.values(), ids=CATALOGUE)
def test_an_entry_round_trips(route):
    assert msgspec.convert(msgspec.to_builtins(route), Route) == route


@pytest.mark.parametrize("route", CATALOGUE.values(), ids=CATALOGUE)
def test_counterparts_and_agencies_are_known(route):
    assert {item.route for item in route.counterparts} <= set(CATALOGUE)
    assert set((route.agency.value or "").split("+")) <= {"EMA", "EU", "FDA", "MHRA"}


def test_every_route_that_a_document_can_recommend_is_in_the_catalogue():
    grammar = tomllib.loads(files("engtrack.intake").joinpath("grammar.toml").read_text(encoding="utf-8"))

    assert len(grammar["routes"]) >= 22
    assert set(grammar["routes"]) <= set(CATALOGUE)


OWN = """
[TGA-PSM]
read = 2026-01-10
name = { value = "TGA pre-submission meeting", sure = "official", source = ["https://example.org/tga"], read = 2026-01-10 }
agency = { value = "TGA", sure = "official", source = ["https://example.org/tga"], read = 2026-01-10 }
"""


def own(text):
    return read_own(text, "own.toml", CATALOGUE)


def test_a_route_of_ones_own_needs_little_and_the_rest_is_not_known():
    route = own(OWN)["TGA-PSM"]

    assert route.agency.value == "TGA"
    assert route.fee == Fact(sure="unknown", source=("own.toml",), read=dt.date(2026, 1, 10))


def test_a_route_of_the_catalogue_is_changed_only_on_purpose():
    fee = 'fee = { value = "Free.", sure = "official", source = ["https://example.org"], read = 2026-01-10 }\n'
    changed = own(f"[QIG]\noverrides = true\n{fee}")["QIG"]

    assert changed.fee.value == "Free."
    assert changed.rules == CATALOGUE["QIG"].rules
    with pytest.raises(EngtrackError, match=r"own.toml, line 2: QIG is in the catalogue already; overrides = true"):
        own(f"\n[QIG]\n{fee}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[QIG\n", "own.toml is not a catalogue of routes"),
        ("[QIGG]\noverrides = true\n", "line 1: there is no QIGG to override; did you mean QIG?"),
        ("[qig]\n", "line 1: 'qig' is no key of a route"),
        ("\n\n[NEW]\nname = 3\n", "line 3: NEW does not say when it was read"),
        (OWN + 'stages = "all"\n', "own.toml, line 6: TGA-PSM, stages: Expected `object`, got `str`"),
        ("FOO = 3\n", "FOO is no route; a route begins with [FOO]"),
        ("A = " + "[" * 20_000, "is not a catalogue of routes"),
        ("A = " + "1" * 5_000, "is not a catalogue of routes"),
        (OWN + "colour = 3\n", "TGA-PSM: Object contains unknown field `colour`"),
        (
            OWN + 'fee = { value = "1", sure = "official", source = [], read = 2026-01-10 }\n',
            "line 6: TGA-PSM, fee: a fact needs its source",
        ),
    ],
)
def test_a_broken_file_is_refused_with_file_line_and_reason(text, message):
    with pytest.raises(EngtrackError) as error:
        own(text)
    assert message in str(error.value)


def test_a_broken_catalogue_is_refused_the_same_way():
    with pytest.raises(EngtrackError, match="line 1: X: Object missing required field"):
        read_catalogue("[X]\n", "catalogue.toml")
