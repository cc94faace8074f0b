"""Who should go where, and why: a pure function of a situation and the catalogue, which holds the rules as data.

A route is left out where a fact of the catalogue rules it out. Each fact that fits gives points, more where it fits few
things; the rules of a route add to that. More that fits never lowers a route. It only suggests whom to ask: the agency
decides.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

import msgspec

from engtrack.errors import Misused, nearest
from engtrack.routes.catalogue import Fact, Product, Route, Rule, Stage, Step, Subject, Who

ASKED: dict[str, Any] = {"who": Who, "stage": Stage, "subject": Subject, "product": Product}
FACT_OF = {"who": "open_to", "stage": "stages", "subject": "subjects", "product": "products"}
"""The fact of a route that says for which values of a part of the situation it is."""
WEIGHT = {"who": 1.0, "stage": 2.0, "subject": 4.0, "product": 1.0}
NARROW = {"who": 1.0, "stage": 1.5, "subject": 1.5, "product": 1.0}
"""What is added where the fact names few values: all of it for one alone, nothing where it names all there are."""
AGENCY_NAMED, AGENCY_NEAR, AGENCY_HOME = 1.5, 0.5, 1.0
KIN = {"EMA": "EU", "EU": "EMA"}
"""EMA is an agency of the EU: who asks for the one may be helped by the other."""


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of whoever asks; None is not known. *goal* is in their own words, *taken* the routes used before."""

    who: str | None = None
    stage: str | None = None
    subject: str | None = None
    product: str | None = None
    agency: str | None = None
    goal: str = ""
    taken: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, values in ASKED.items():
            value = getattr(self, name)
            known = get_args(values)
            if value is not None and value not in known:
                near = nearest(value, known)
                offer = f"did you mean {near}? " if near else ""
                raise Misused(f"there is no {name} {value!r}; {offer}it is one of: {', '.join(known)}")

    @property
    def is_empty(self) -> bool:
        return not self.goal and self.agency is None and all(getattr(self, name) is None for name in ASKED)


class Reason(msgspec.Struct, frozen=True):
    """A sentence, how sure it is, and the sources that it rests on; one about the situation alone has no source."""

    text: str
    sure: str | None = None
    source: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text} ({self.sure}; {', '.join(self.source)})" if self.source else self.text


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """One route for a situation: reasons for and against it, each with how sure it is and its source."""

    route: str
    score: float
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    before: tuple[Reason, ...]
    then: tuple[Reason, ...]
    unknown: tuple[str, ...]
    name: str
    agency: str
    page: str | None


class Exclusion(msgspec.Struct, frozen=True):
    """A route that is no answer, and which parts of the situation rule it out."""

    route: str
    because: dict[str, str]


class Answer(msgspec.Struct, frozen=True):
    """All advice, best first, and what was left out, the nearest first."""

    advice: tuple[Advice, ...]
    excluded: tuple[Exclusion, ...]


def advise(situation: Situation, catalogue: Mapping[str, Route]) -> Answer:
    """The routes of *catalogue* that fit *situation*, best first; of equals the first by key."""
    advice, excluded = [], []
    for route in catalogue.values():
        because = _ruled_out(situation, route)
        if because:
            excluded.append(Exclusion(route.key, because))
        else:
            found = _advice(situation, route)
            if found.reasons:
                advice.append(found)
            else:
                excluded.append(Exclusion(route.key, {"any": "nothing that is known speaks for it"}))
    advice.sort(key=lambda item: (-item.score, item.route))
    excluded.sort(key=lambda item: (len(item.because), item.route))
    return Answer(tuple(advice), tuple(excluded))


def _ruled_out(situation: Situation, route: Route) -> dict[str, str]:
    """By name of the part of the situation, why *route* is no answer to it."""
    because = {}
    for name, field in FACT_OF.items():
        asked, fact = getattr(situation, name), getattr(route, field)
        fits = asked is None or fact.value is None or asked in fact.value
        if not fits and not any(
            rule.admits and name in rule.conditions() for rule in _applying(situation, route, "for")
        ):
            because[name] = f"it is for {', '.join(fact.value)}, not for {asked}"
    if situation.who in {"association", "patients"} and route.level.value == "developer":
        because["who"] = "a developer uses it for a product, an organisation cannot in its place"
    agency = route.agency.value or ""
    if situation.agency is not None and not _agency_points(situation.agency, agency):
        because["agency"] = f"it is of {agency}, not of {situation.agency}"
    for rule in _applying(situation, route, "never"):
        because[min(rule.conditions(), default="rule")] = rule.text
    return because


def _agency_points(asked: str, agency: str) -> float:
    if asked == agency:
        return AGENCY_NAMED
    return AGENCY_NEAR if KIN.get(asked) == agency or asked in agency.split("+") else 0.0


def _applying(situation: Situation, route: Route, kind: str) -> Iterable[Rule]:
    """The rules of *route* of this *kind* whose conditions all hold."""
    for rule in route.rules:
        conditions = rule.conditions()
        stems = conditions.pop("words", ())
        if rule.kind != kind or any(getattr(situation, name) not in values for name, values in conditions.items()):
            continue
        if not stems or any(_says(situation.goal, stem) for stem in stems):
            yield rule


def _says(goal: str, word: str) -> bool:
    """Whether a word of *goal* begins with *word*, which may be several."""
    return re.search(rf"\b{re.escape(word)}", goal.casefold()) is not None


def _advice(situation: Situation, route: Route) -> Advice:
    score = 0.0
    reasons: list[tuple[float, Reason]] = []
    against: list[Reason] = []
    unknown: list[str] = []
    for name, field in FACT_OF.items():
        asked, fact = getattr(situation, name), getattr(route, field)
        if asked is None:
            if name == "who" and fact.value is not None:
                score += 0.1 * len(fact.value)
                if len(fact.value) < 3:
                    unknown.append(f"whether you are one of those it is open to: {', '.join(fact.value)}")
        elif fact.value is None:
            unknown.append(f"{_said_of(name)} {asked}: {fact.note or 'not found in what was read'}")
        elif asked in fact.value:
            points = WEIGHT[name] + NARROW[name] * _narrowness(fact.value, ASKED[name])
            score += points
            reasons.append((points, cited(f"{_said_of(name)} {_plural(asked)}", fact)))
    agency = route.agency.value or ""
    points = AGENCY_HOME if agency == "EMA" else 0.0
    if situation.agency is not None:
        points = _agency_points(situation.agency, agency)
        if points == AGENCY_NAMED:
            reasons.append((points, cited(f"it is a route of {agency}", route.agency)))
        else:
            against.append(cited(f"it is a route of {agency}, not of {situation.agency} itself", route.agency))
    score += points
    for rule in _applying(situation, route, "for"):
        score += rule.points
        reasons.append((rule.points, cited(rule.text, rule)))
    for rule in _applying(situation, route, "against"):
        score -= rule.points
        against.append(cited(rule.text, rule))
    if route.key in situation.taken:
        against.append(
            Reason(f"{route.key} is in the register for them already; engtrack route list shows where it stands")
        )
    unknown += [
        f"{name}: not found in what was read"
        for name in ("fee", "binding", "request", "timing")
        if _unknown(route, name)
    ]
    return Advice(
        route=route.key,
        score=round(score, 2),
        reasons=tuple(text for _, text in sorted(reasons, key=lambda item: -item[0])),
        against=tuple(against),
        before=tuple(_before(situation, route)),
        then=tuple(_then(situation, route)),
        unknown=tuple(unknown),
        name=route.name.value or route.key,
        agency=agency,
        page=route.page.value,
    )


def _narrowness(values: Sequence[str], all_values: Any) -> float:
    """1 for one value alone, 0 for all that there are."""
    count = len(get_args(all_values))
    return (count - len(values)) / (count - 1)


def _said_of(name: str) -> str:
    return {
        "who": "it is open to",
        "stage": "it is used at the stage",
        "subject": "it takes questions on",
        "product": "it takes products of the kind",
    }[name]


def _plural(value: str) -> str:
    return {
        "company": "companies",
        "sme": "SMEs",
        "association": "associations",
        "patients": "patients' organisations",
    }.get(value, value)


def _unknown(route: Route, name: str) -> bool:
    return getattr(route, name).value is None


def cited(text: str, fact: "Fact[Any] | Rule | Step") -> Reason:
    """*text* with how sure it is and where it stands."""
    return Reason(text, fact.sure, fact.source)


def _before(situation: Situation, route: Route) -> Iterable[Reason]:
    """What must be in place first: rules, and the steps before it."""
    for rule in _applying(situation, route, "before"):
        yield cited(rule.text, rule)
    for step in route.steps:
        if step.when == "before":
            yield cited(f"{step.what}: {step.lead_time()}", step)


def _then(situation: Situation, route: Route) -> Iterable[Reason]:
    """What usually follows."""
    for rule in _applying(situation, route, "then"):
        yield cited(rule.text, rule)
    if route.follow_up.value is not None:
        yield cited(route.follow_up.value, route.follow_up)
