"""Who said what on a subject, when, in which words, and whether it moved from meeting to meeting."""

import datetime as dt
from collections.abc import Iterable
from difflib import SequenceMatcher

import msgspec

from engtrack.layout import Column, Report, Role, Row, Table, Tone
from engtrack.model import Meeting, Point, PointKind
from engtrack.queries import plain
from engtrack.reports.tables import day, join

ALIKE = 0.75
"""How alike two texts are that say the same again."""


class Position(msgspec.Struct, frozen=True):
    """One thing said, and how it stands to what the same side said at the meeting before: `first`, `again`, `moved`."""

    id: str
    on: dt.date | None
    meeting: str
    topic: str | None
    speaker: tuple[str, ...]
    kind: PointKind
    text: str
    moved: str


def positions(words: str, meetings: Iterable[Meeting], points: Iterable[Point]) -> list[Position]:
    """What was said on *words*: under a topic of such a title, or in such words; oldest first, courtesies left out."""
    wanted = set(plain(words).split())
    met = {meeting.id: meeting for meeting in meetings}
    titles = {(meeting.id, topic.label): topic.title for meeting in met.values() for topic in meeting.topics}
    chosen = [
        point
        for point in points
        if point.kind is not PointKind.COURTESY
        and (_has(wanted, titles.get((point.meeting, point.topic or ""), "")) or _has(wanted, point.text))
    ]
    chosen.sort(key=lambda point: (met[point.meeting].date or dt.date.max, point.number))
    said: dict[tuple[str, ...], list[Point]] = {}
    found = []
    for point in chosen:
        earlier = [other for other in said.get(point.speaker, []) if other.meeting != point.meeting]
        said.setdefault(point.speaker, []).append(point)
        found.append(
            Position(
                id=point.id,
                on=met[point.meeting].date,
                meeting=point.meeting,
                topic=point.topic,
                speaker=point.speaker,
                kind=point.kind,
                text=point.text,
                moved="first"
                if not earlier
                else "again"
                if any(_alike(point, other) for other in earlier)
                else "moved",
            )
        )
    return found


def _has(wanted: set[str], text: str) -> bool:
    words = plain(text).split()
    return all(any(word.strip("(“\"'").startswith(part) for word in words) for part in wanted)


def _alike(one: Point, other: Point) -> bool:
    return SequenceMatcher(None, plain(one.text), plain(other.text), autojunk=False).ratio() >= ALIKE


def positions_report(words: str, found: list[Position]) -> Report:
    """A table a speaker, in the order in which they first spoke."""
    columns = (
        Column("On", Role.ID),
        Column("Where"),
        Column("Kind"),
        Column("Moved"),
        Column("In the words", Role.MAIN),
    )
    speakers: dict[tuple[str, ...], list[Position]] = {}
    for position in found:
        speakers.setdefault(position.speaker, []).append(position)
    parts = [
        Table(
            join(speaker) if speaker else "Nobody in particular",
            columns,
            tuple(
                Row(
                    (
                        day(item.on),
                        f"{item.meeting} topic {item.topic}" if item.topic else item.meeting,
                        item.kind.value,
                        item.moved,
                        f"“{item.text}”",
                    ),
                    Tone.SOON if item.moved == "moved" else Tone.PLAIN,
                )
                for item in items
            ),
        )
        for speaker, items in speakers.items()
    ] or [Table("Positions", columns, (), f"nothing was said on {words}")]
    facts = (("On", words), ("Said", f"{len(found)} times at {len({item.meeting for item in found})} meetings"))
    return Report(f"Positions on {words}", facts, tuple(parts))
