"""A report as one page of its own: no script is needed to read it, nothing is loaded from elsewhere. The home of jinja2.

Charts are inline SVG, each with its numbers in a table for whoever cannot see it. What comes from the register is text: the
template escapes all of it.
"""

import datetime as dt
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from engtrack.layout import Chart, Mark, Prose, Report, Role, Table, Timeline, Tone
from engtrack.render.text import as_table, visible

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 180, 34, 24
COLOURS = ("c1", "c2", "c3", "c4", "c5")


def html_page(report: Report) -> str:
    """The whole page."""
    from jinja2 import BaseLoader, Environment, StrictUndefined

    folder = files("engtrack.render").joinpath("templates")
    environment = Environment(
        loader=BaseLoader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(folder.joinpath("report.html").read_text(encoding="utf-8"))
    return template.render(
        report=report,
        parts=[_part(part, n) for n, part in enumerate(report.parts)],
        visible=visible,
        style=folder.joinpath("report.css").read_text(encoding="utf-8"),
        script=folder.joinpath("sort.js").read_text(encoding="utf-8"),
    )


def _part(part: Any, n: int) -> dict[str, Any]:
    """What the template needs of a part; *n* makes its anchors."""
    kind = type(part).__name__.casefold()
    said: dict[str, Any] = {"title": visible(part.title), "id": f"part-{n}", "kind": kind, "chart": None}
    if isinstance(part, Prose):
        return said | {"paragraphs": part.paragraphs, "items": part.items}
    if isinstance(part, Chart):
        return said | {"chart": _lines(part) if part.is_over_time else _bars(part), "table": _table(as_table(part))}
    if isinstance(part, Timeline):
        return said | {"chart": _timeline(part) if part.marks else None, "table": _table(as_table(part))}
    return said | {"table": _table(part)}


def _table(table: Table) -> dict[str, Any]:
    longest = [
        max((int(row.cells[n]) for row in table.rows), default=0) if column.role is Role.BAR else 0
        for n, column in enumerate(table.columns)
    ]
    rows = [
        {
            "tone": row.tone.value,
            "cells": [
                {
                    "text": visible(cell),
                    "heads": column.role is Role.ID,
                    "main": column.role is Role.MAIN,
                    "share": round(100 * int(cell) / longest[n]) if longest[n] else None,
                    "is_bar": column.role is Role.BAR,
                    "name": visible(column.name),
                }
                for n, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
            ],
        }
        for row in table.rows
    ]
    return {"columns": [visible(column.name) for column in table.columns], "rows": rows, "empty": visible(table.empty)}


def _scale(chart: Chart) -> int:
    return max((value for series in chart.series for value in series.values), default=0) or 1


def _ticks(top: int) -> list[dict[str, Any]]:
    steps = sorted({0, top // 2, top})
    return [{"y": _y(value, top), "text": value} for value in steps]


def _y(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - 12), 1)


def _lines(chart: Chart) -> dict[str, Any]:
    """Series over time as lines on one scale."""
    top = _scale(chart)
    step = (WIDTH - LEFT - 10) / max(len(chart.labels) - 1, 1)
    lines = [
        {
            "name": visible(series.name),
            "colour": COLOURS[n % len(COLOURS)],
            "points": " ".join(f"{LEFT + i * step:.1f},{_y(value, top)}" for i, value in enumerate(series.values)),
            "last": series.values[-1] if series.values else 0,
        }
        for n, series in enumerate(chart.series)
    ]
    every = max(1, -(-len(chart.labels) // 6))
    labels = [
        {"x": round(LEFT + i * step, 1), "text": visible(label)}
        for i, label in enumerate(chart.labels)
        if (len(chart.labels) - 1 - i) % every == 0
    ]
    return {"kind": "lines", "lines": lines, "labels": labels, "ticks": _ticks(top), "said": _said(chart)}


def _bars(chart: Chart) -> dict[str, Any]:
    """A group of bars a label, one a series."""
    top = _scale(chart)
    room = (WIDTH - LEFT - 10) / max(len(chart.labels), 1)
    width = min(36.0, room * 0.8 / max(len(chart.series), 1))
    bars = [
        {
            "x": round(LEFT + i * room + (room - width * len(chart.series)) / 2 + n * width, 1),
            "y": _y(series.values[i], top),
            "width": round(width - 2, 1),
            "height": round(HEIGHT - BOTTOM - _y(series.values[i], top), 1),
            "colour": "late" if series.tone is Tone.LATE else COLOURS[n % len(COLOURS)],
            "text": series.values[i],
        }
        for n, series in enumerate(chart.series)
        for i in range(len(chart.labels))
    ]
    labels = [{"x": round(LEFT + (i + 0.5) * room, 1), "text": visible(label)} for i, label in enumerate(chart.labels)]
    legend = [
        {"name": visible(series.name), "colour": "late" if series.tone is Tone.LATE else COLOURS[n % len(COLOURS)]}
        for n, series in enumerate(chart.series)
    ]
    return {"kind": "bars", "bars": bars, "labels": labels, "ticks": _ticks(top), "lines": legend, "said": _said(chart)}


def _said(chart: Chart) -> str:
    """The chart in a sentence, for a screen reader; its numbers follow in a table."""
    series = "; ".join(f"{item.name}: {', '.join(map(str, item.values[-3:]))} at the end" for item in chart.series)
    return visible(f"{chart.title}. {series}")


LANES_LEFT, LANE, DOT = 78, 34, 9
TOLD = 8


def _timeline(timeline: Timeline) -> dict[str, Any]:
    """A line a lane from the first day to the last, today across them. Marks that would cover each other are one dot,
    the larger the more they are."""
    days = [mark.day for mark in timeline.marks] + [timeline.today]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def x(day: dt.date) -> float:
        return round(LANES_LEFT + (day - first).days / span * (WIDTH - LANES_LEFT - LEFT), 1)

    lanes = []
    for n, name in enumerate(dict.fromkeys(mark.lane for mark in timeline.marks)):
        heaps: dict[int, list[Mark]] = {}
        for mark in timeline.marks:
            if mark.lane == name:
                heaps.setdefault(int(x(mark.day) // DOT), []).append(mark)
        lanes.append({"name": visible(name), "y": 48 + n * LANE, "dots": [_dot(heap, x) for heap in heaps.values()]})
    return {
        "kind": "timeline",
        "lanes": lanes,
        "left": LANES_LEFT,
        "right": WIDTH - LEFT,
        "height": 48 + len(lanes) * LANE,
        "today": {"x": x(timeline.today), "text": timeline.today.isoformat()},
        "first": first.isoformat(),
        "last": last.isoformat(),
        "said": visible(f"{timeline.title}: {len(timeline.marks)} days from {first} to {last}"),
    }


def _dot(heap: list[Mark], x: Callable[[dt.date], float]) -> dict[str, Any]:
    """One dot for the marks of a *heap*: late where one of them is, with the first of their texts."""
    texts = [f"{mark.day} {mark.kind}: {mark.text}" for mark in heap[:TOLD]]
    more = [f"and {len(heap) - TOLD} more"] if len(heap) > TOLD else []
    return {
        "x": round(sum(x(mark.day) for mark in heap) / len(heap), 1),
        "radius": min(4 + round(len(heap) ** 0.5), 13),
        "tone": next((mark.tone for mark in heap if mark.tone is Tone.LATE), heap[0].tone).value,
        "text": visible("; ".join(texts + more)),
    }
