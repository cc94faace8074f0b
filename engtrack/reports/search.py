"""What was said and asked, found by words: all of them, phrases in quotes, newest first, whatever case and accents."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import msgspec

from engtrack.errors import Misused
from engtrack.layout import Column, Role, Row, Table
from engtrack.model import Action, Meeting, Point, Recommendation, Stakeholder
from engtrack.queries import plain
from engtrack.reports.tables import NOTHING, day, join

AROUND = 70
"""Letters shown before and after a match."""


class Sought(StrEnum):
    """The kinds of record that can be searched."""

    MEETING = "meeting"
    POINT = "point"
    ACTION = "action"
    ROUTE = "route"
    STAKEHOLDER = "stakeholder"


class Hit(msgspec.Struct, frozen=True):
    """A record that says it: *words* is the place where it does, with the matches between guillemets in *marked*."""

    id: str
    kind: Sought
    on: dt.date | None
    who: tuple[str, ...]
    where: str | None
    text: str
    marked: str


class _Said(NamedTuple):
    """One record's words, and what is known of it."""

    id: str
    kind: Sought
    on: dt.date | None
    who: tuple[str, ...]
    where: str | None
    texts: tuple[str | None, ...]


def read_query(text: str) -> tuple[str, ...]:
    """The words and the phrases (in quotes) of *text*, without case and accents; Misused when there is none."""
    found = re.findall(r'"([^"]*)"|“([^”]*)”|(\S+)', text)
    words = tuple(" ".join(plain(next(filter(None, groups), "")).split()) for groups in found)
    words = tuple(word for word in words if word.strip('"'))
    if not words:
        raise Misused(f'there is nothing to search for in {text!r}; try: engtrack search platform "gene editing"')
    return words


def search(
    query: tuple[str, ...],
    meetings: Iterable[Meeting],
    points: Iterable[Point],
    actions: Iterable[Action],
    recommendations: Iterable[Recommendation],
    stakeholders: Iterable[Stakeholder],
) -> list[Hit]:
    """The records in which each part of *query* occurs, newest first."""
    met = {meeting.id: meeting for meeting in meetings}
    hits = []
    for said in _everything(met, points, actions, recommendations, stakeholders):
        text = " · ".join(" ".join(part.split()) for part in said.texts if part)
        folded, origin = _folded(text)
        places = [place for word in query if (place := _place_of(word, folded)) is not None]
        if len(places) == len(query):
            spans = [(origin[start], origin[end - 1] + 1) for start, end in places]
            hits.append(Hit(said.id, said.kind, said.on, said.who, said.where, text, _marked(text, spans)))
    return sorted(hits, key=lambda hit: (hit.on or dt.date.min, hit.id[0], int(hit.id[1:])), reverse=True)


def _everything(
    met: dict[str, Meeting],
    points: Iterable[Point],
    actions: Iterable[Action],
    recommendations: Iterable[Recommendation],
    stakeholders: Iterable[Stakeholder],
) -> Iterable[_Said]:
    for meeting in met.values():
        titles = (meeting.title, meeting.reference, *(topic.title for topic in meeting.topics))
        yield _Said(meeting.id, Sought.MEETING, meeting.date, meeting.stakeholders, None, titles)
    for point in points:
        on = met[point.meeting].date if point.meeting in met else None
        yield _Said(point.id, Sought.POINT, on, point.speaker, _place(point), (point.text,))
    for action in actions:
        texts = (action.text, action.evidence, action.outcome, *(note.text for note in action.notes))
        yield _Said(action.id, Sought.ACTION, action.happened_on, action.owner, _place(action), texts)
    for item in recommendations:
        texts = (item.route, item.because, item.evidence, *(move.note for move in item.moves))
        yield _Said(item.id, Sought.ROUTE, item.happened_on, item.for_, _place(item), texts)
    for who in stakeholders:
        yield _Said(who.id, Sought.STAKEHOLDER, None, (who.key,), None, (who.key, who.name, *who.aliases))


def _place(record: Point | Action | Recommendation) -> str | None:
    if record.meeting is None:
        return None
    return f"{record.meeting} topic {record.topic}" if record.topic else record.meeting


def _place_of(word: str, folded: str) -> tuple[int, int] | None:
    """Where a word of *folded* begins with *word*."""
    match = re.search(rf"(?<!\w){re.escape(word)}", folded)
    return match.span() if match else None


def _folded(text: str) -> tuple[str, list[int]]:
    """*text* without case and accents, and for each letter of that the one of *text* that it comes from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    parts = [(folded, n) for n, char in enumerate(text) for folded in plain(char)]
    return "".join(part for part, _ in parts), [n for _, n in parts]


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    """The part of *text* round the first match, with every match in it between guillemets."""
    spans = sorted(spans)
    first = max(0, spans[0][0] - AROUND)
    last = min(len(text), max(spans[0][1] + AROUND, first + 2 * AROUND))
    shown, done = "…" if first else "", first
    for start, end in spans:
        if start < done or end > last:
            continue
        shown += f"{text[done:start]}»{text[start:end]}«"
        done = end
    return f"{shown}{text[done:last]}{'…' if last < len(text) else ''}"


def hits_table(hits: Iterable[Hit], sought: str) -> Table:
    """The hits, a row each, with the matching words in their place."""
    columns = (
        Column("Id", Role.ID),
        Column("Kind"),
        Column("On"),
        Column("Who"),
        Column("Where", Role.EXTRA),
        Column("In the words", Role.MAIN),
    )
    rows = tuple(
        Row((hit.id, hit.kind.value, day(hit.on), join(hit.who), hit.where or NOTHING, hit.marked)) for hit in hits
    )
    return Table(f"Found for {sought}", columns, rows, f"nothing says {sought}")
