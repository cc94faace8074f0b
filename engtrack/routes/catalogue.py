"""The catalogue of engagement routes: every fact with its source, how sure it is, and the day it was read."""

import datetime as dt
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import msgspec
from msgspec import Meta

from engtrack.errors import EngtrackError, NotFound, nearest

Sure = Literal["official", "secondary", "inferred", "conflicting", "unknown"]
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
    """Something to be done on the way, *days* (at most) before or after *of*.

    The *target* is what a plan is made for, where that is not the meeting itself; a step that *opens* something
    (`the start`) is the day that others count from.
    """

    what: str
    unit: Literal["working", "calendar", "unknown"]
    when: Literal["before", "after"]
    of: str
    sure: Sure
    source: tuple[str, ...]
    read: dt.date
    days: Annotated[int, Meta(ge=0, le=1100)] | None = None
    min_days: Annotated[int, Meta(ge=0, le=1100)] | None = None
    note: str | None = None
    by: Literal["applicant", "agency"] = "applicant"
    target: bool = False
    opens: str | None = None

    def lead_time(self) -> str:
        """When, in words: `10 working days before the meeting`."""
        if self.days is None:
            return f"{self.when} {self.of}"
        if self.days == 0:
            return f"with {self.of}"
        span = f"{self.min_days}–{self.days}" if self.min_days else f"{self.days}"
        unit = {"working": "working days", "calendar": "days", "unknown": "days"}[self.unit]
        return f"{span} {unit} {self.when} {self.of}"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What speaks for a route in a situation, or against it, rules it out, comes before it or after it.

    It applies where every condition holds: the situation has one of the values named, and its goal one of the *words*.
    One that *admits* lets the route be an answer though a fact of its would leave it out.
    """

    kind: Literal["for", "against", "never", "before", "then"]
    text: str
    sure: Sure
    source: tuple[str, ...]
    read: dt.date
    points: Annotated[float, Meta(ge=0)] = 0.0
    who: tuple[Who, ...] = ()
    stage: tuple[Stage, ...] = ()
    subject: tuple[Subject, ...] = ()
    product: tuple[Product, ...] = ()
    agency: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    admits: bool = False

    def __post_init__(self) -> None:
        if not self.source:
            raise ValueError("a rule needs its source")

    def conditions(self) -> dict[str, tuple[str, ...]]:
        """The conditions by the part of the situation that they are on."""
        named: dict[str, tuple[str, ...]] = {
            "who": self.who,
            "stage": self.stage,
            "subject": self.subject,
            "product": self.product,
            "agency": self.agency,
            "words": self.words,
        }
        return {name: values for name, values in named.items() if values}


class Counterpart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The closest route of another agency."""

    route: str
    agency: str
    sure: Sure
    source: tuple[str, ...]
    read: dt.date
    note: str | None = None


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A route of engagement: what it is, for whom, when and how, and what is not known of it."""

    key: str
    name: Fact[str]
    agency: Fact[str]
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
    rules: tuple[Rule, ...] = ()

    def facts(self) -> dict[str, Fact[Any]]:
        """The facts by name, in the order of the catalogue."""
        named = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return {name: fact for name, fact in named if isinstance(fact, Fact)}

    def sources(self) -> tuple[str, ...]:
        """Every source that something in this entry rests on, each once."""
        parts: list[Any] = [*self.facts().values(), *self.steps, *self.counterparts, *self.rules]
        return tuple(dict.fromkeys(source for part in parts for source in part.source))


OWN_FILE = "engtrack-routes.toml"
"""The file beside the register in which users add routes of their own, or say more of those that there are."""


def load_catalogue(own: Path | None = None) -> dict[str, Route]:
    """All routes by key, in the order of the file; with what the user's *own* file adds, where there is one."""
    text = files("engtrack.routes").joinpath("catalogue.toml").read_text(encoding="utf-8")
    catalogue = read_catalogue(text, "catalogue.toml")
    if own is None:
        return catalogue
    try:
        if own.exists() and not own.is_file():
            raise EngtrackError(f"{own} is no file; routes of your own stand in a file")
        text = own.read_text(encoding="utf-8")
    except FileNotFoundError:
        return catalogue
    except (OSError, UnicodeDecodeError) as error:
        raise EngtrackError(f"{own} cannot be read: {error}") from error
    return catalogue | read_own(text, str(own), catalogue)


def read_catalogue(text: str, file: str) -> dict[str, Route]:
    """The routes in *text*; refused with the name of the *file*, the line, and the path to what is wrong."""
    return {key: _route(key, entry, text, file) for key, entry in _parsed(text, file).items()}


def read_own(text: str, file: str, catalogue: dict[str, Route]) -> dict[str, Route]:
    """The routes that a user's file adds, and those of *catalogue* that it changes on purpose.

    An entry needs its name, agency and the day it was read; facts that it leaves out are not known. One that has the key
    of a route of the catalogue must say `overrides = true`: then it changes the facts that it names, and keeps the rest.
    """
    routes = {}
    for key, entry in _parsed(text, file).items():
        where = f"{file}, line {_line(text, key)}"
        if not isinstance(entry, dict):
            raise EngtrackError(f"{where}: {key} is no route; a route begins with [{key}]")
        if not re.fullmatch(r"[A-Z][A-Z0-9-]{1,19}", key):
            raise EngtrackError(f"{where}: {key!r} is no key of a route; a key has capitals, digits and -, like QIG")
        overrides = isinstance(entry, dict) and entry.pop("overrides", False)
        if key in catalogue and not overrides:
            raise EngtrackError(
                f"{where}: {key} is in the catalogue already; overrides = true says that it is meant, "
                "or give the route another key"
            )
        if key not in catalogue and overrides:
            near = nearest(key, catalogue)
            raise EngtrackError(f"{where}: there is no {key} to override{f'; did you mean {near}?' if near else ''}")
        read = entry.pop("read", None)
        if key in catalogue:
            entry = msgspec.to_builtins(catalogue[key]) | entry
        elif not isinstance(read, dt.date):
            raise EngtrackError(f"{where}: {key} does not say when it was read, like read = 2026-03-14")
        else:
            unknown = {"sure": "unknown", "source": [file], "read": read}
            named = {field.encode_name for field in msgspec.structs.fields(Route) if field.required} - {"key"}
            entry = dict.fromkeys(named - {"name", "agency"}, unknown) | entry
        entry.pop("key", None)
        routes[key] = _route(key, entry, text, file)
    return routes


def _parsed(text: str, file: str) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise EngtrackError(f"{file} is not a catalogue of routes: {error}") from error


def _route(key: str, entry: Any, text: str, file: str) -> Route:
    try:
        return msgspec.convert({"key": key, **entry}, Route)
    except (msgspec.ValidationError, TypeError) as error:
        why, _, path = str(error).partition(" - at `$.")
        field = re.split(r"[.\[`]", path)[0]
        raise EngtrackError(
            f"{file}, line {_line(text, key, field)}: {key}{f', {field}' if field else ''}: {why}"
        ) from error


def _line(text: str, key: str, field: str = "") -> int:
    """The line on which the entry *key* begins, or *field* within it."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[+{re.escape(key)}[.\]]", line)), 1)
    for n, line in enumerate(lines[start:], start + 1):
        if field and re.match(rf"\s*({re.escape(field)}\s*=|\[+{re.escape(key)}\.{re.escape(field)}\b)", line):
            return n
        if re.match(r"\s*\[", line) and not re.match(rf"\s*\[+{re.escape(key)}\.", line):
            break
    return start


def find_route(catalogue: dict[str, Route], key: str) -> Route:
    """The route with this key, whatever its case; NotFound offers the nearest."""
    for known, route in catalogue.items():
        if known.casefold() == key.casefold():
            return route
    names = [*catalogue, *(route.name.value for route in catalogue.values() if route.name.value)]
    raise NotFound("route", key, names, "engtrack route catalogue lists them")
