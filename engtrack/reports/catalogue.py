"""The catalogue of routes as a table, and one route as a page."""

from collections.abc import Iterable
from typing import Any

from engtrack.layout import Column, Report, Role, Row, Table


def catalogue_table(routes: Iterable[Any]) -> Table:
    """The routes (each a `routes.catalogue.Route`), a line each."""
    columns = (
        Column("Key", Role.ID),
        Column("Agency"),
        Column("Nature"),
        Column("Route", Role.MAIN),
        Column("Open to", Role.EXTRA),
    )
    rows = tuple(
        Row(
            (
                route.key,
                _say(route.agency.value),
                _say(route.nature.value),
                _say(route.name.value),
                _say(route.open_to.value),
            )
        )
        for route in routes
    )
    return Table("Engagement routes", columns, rows, "no such route; engtrack route catalogue lists all")


def _say(value: Any) -> str:
    if value is None:
        return "not known"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


LABELS = {
    "also": "Also called",
    "open_to": "Open to",
    "who": "In detail",
    "request": "How to ask",
    "output": "What comes out",
    "page": "Official page",
    "follow_up": "Usual follow-up",
}


def route_report(route: Any) -> Report:
    """One page on a route: what, for whom, when and how, after it; sources, and what is not known."""
    known, unknown = [], []
    sources = {source: str(n) for n, source in enumerate(route.sources(), start=1)}
    for name, fact in route.facts().items():
        label = LABELS.get(name, name.capitalize())
        if fact.value is None:
            unknown.append(Row((label, fact.note or "not found in what was read")))
        elif name != "name":
            text = _say(fact.value) + (f" ({fact.note})" if fact.note else "")
            known.append(Row((label, text, fact.sure, ", ".join(sources[source] for source in fact.source))))
    steps = tuple(
        Row((step.what, step.lead_time(), step.sure, ", ".join(sources[source] for source in step.source)))
        for step in route.steps
    )
    marks = (Column("How sure"), Column("Source"))
    return Report(
        f"{route.key}  {route.name.value}",
        (
            ("Agency", _say(route.agency.value)),
            ("Counterparts", ", ".join(f"{item.route} ({item.sure})" for item in route.counterparts) or "none known"),
            ("Read on", max(fact.read for fact in route.facts().values()).isoformat()),
        ),
        (
            Table("What is known", (Column("Fact", Role.ID), Column("What", Role.MAIN), *marks), tuple(known)),
            Table("Steps", (Column("Step", Role.MAIN), Column("When"), *marks), steps, "no step is known"),
            Table("Not known", (Column("Fact", Role.ID), Column("What was looked for", Role.MAIN)), tuple(unknown)),
            Table(
                "Sources",
                (Column("No.", Role.ID), Column("Source", Role.MAIN)),
                tuple(Row((number, source)) for source, number in sources.items()),
            ),
        ),
    )
