"""The catalogue of engagement routes: every fact with its source, how sure it is, and the day it was read."""

import datetime as dt
import tomllib
from importlib.resources import files
from typing import Any, Generic, Literal, TypeVar

import msgspec

from engtrack.errors import EngtrackError, NotFound

Sure = Literal["official", "secondary", "inferred", "conflicting", "unknown"]
Agency = Literal["EMA", "EU", "FDA", "MHRA", "EMA+FDA"]
Nature = Literal["service", "procedure", "forum"]
Level = Literal["developer", "association", "both"]
Who = Literal["company", "sme", "academia", "association", "patients"]
Stage = Literal["discovery", "preclinical", "early-clinical", "late-clinical", "submission", "marketed"]
Subject = Literal[
    "manufacturing",
    "quality",
    "nonclinical",
    "clinical",
    "methodology",
    "policy",
    "procedure",
    "classification",
    "hta",
    "portfolio",
    "devices",
]
Product = Literal["gene-therapy", "cell-therapy", "tissue-engineered", "biological", "chemical", "vaccine"]
Calendar = Literal["rolling", "window", "series"]
V = TypeVar("V")


class Fact(msgspec.Struct, Generic[V], frozen=True, forbid_unknown_fields=True):
    """One thing known of a route, or known not to be known: then *sure* is `unknown` and there is no *value*."""

    sure: Sure
    source: tuple[str, ...]
    read: dt.date
    value: V | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not self.source:
            raise ValueError("a fact needs its source")
        if (self.sure == "unknown") != (self.value is None):
            raise ValueError("a fact is unknown exactly when it has no value")


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to be done on the way, *days* (at most) before or after *of*."""

    what: str
    unit: Literal["working", "calendar", "unknown"]
    when: Literal["before", "after"]
    of: str
    sure: Sure
    source: tuple[str, ...]
    read: dt.date
    days: int | None = None
    min_days: int | None = None
    note: str | None = None


class Counterpart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The closest route of another agency."""

    route: str
    agency: Agency
    sure: Sure
    source: tuple[str, ...]
    read: dt.date
    note: str | None = None


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A route of engagement: what it is, for whom, when and how, and what is not known of it."""

    key: str
    name: Fact[str]
    agency: Fact[Agency]
    nature: Fact[Nature]
    level: Fact[Level]
    open_to: Fact[tuple[Who, ...]]
    stages: Fact[tuple[Stage, ...]]
    subjects: Fact[tuple[Subject, ...]]
    products: Fact[tuple[Product, ...]]
    scope: Fact[str]
    who: Fact[str]
    format: Fact[str]
    fee: Fact[str]
    binding: Fact[str]
    request: Fact[str]
    output: Fact[str]
    publication: Fact[str]
    timing: Fact[str]
    calendar: Fact[Calendar]
    status: Fact[str]
    page: Fact[str]
    follow_up: Fact[str]
    also: Fact[tuple[str, ...]] | None = None
    steps: tuple[Step, ...] = ()
    counterparts: tuple[Counterpart, ...] = ()

    def facts(self) -> dict[str, Fact[Any]]:
        """The facts by name, in the order of the catalogue."""
        named = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return {name: fact for name, fact in named if isinstance(fact, Fact)}

    def sources(self) -> tuple[str, ...]:
        """Every source that something in this entry rests on, each once."""
        parts: list[Any] = [*self.facts().values(), *self.steps, *self.counterparts]
        return tuple(dict.fromkeys(source for part in parts for source in part.source))


def load_catalogue() -> dict[str, Route]:
    """All routes by key, in the order of the file."""
    text = files("engtrack.routes").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return read_catalogue(text, "catalogue.toml")


def read_catalogue(text: str, file: str) -> dict[str, Route]:
    """The routes in *text*; refused with the name of the *file* and the path to what is wrong."""
    try:
        data = tomllib.loads(text)
        return {key: msgspec.convert({"key": key, **entry}, Route) for key, entry in data.items()}
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, TypeError) as error:
        raise EngtrackError(f"{file} is not a catalogue of routes: {error}") from error


def find_route(catalogue: dict[str, Route], key: str) -> Route:
    """The route with this key, whatever its case; NotFound offers the nearest."""
    for known, route in catalogue.items():
        if known.casefold() == key.casefold():
            return route
    names = [*catalogue, *(route.name.value for route in catalogue.values() if route.name.value)]
    raise NotFound("route", key, names, "engtrack route catalogue lists them")
