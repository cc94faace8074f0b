"""The kinds of record: the letters of their ids, the tables they stand in, and how they refer to each other."""

import re
from collections.abc import Iterator

import msgspec

from engtrack.errors import Misused
from engtrack.model import Action, Meeting, Point, Recommendation, Record, Stakeholder


class Kind(msgspec.Struct, frozen=True):
    """A kind of record: the letter of its ids, the table it stands in, its class, and its name in a sentence."""

    letter: str
    table: str
    record: type[Record]
    name: str

    def read_id(self, text: str) -> str:
        """The id that *text* stands for: A12, a12, A-12 or 12; refused with an example when it is none."""
        match = re.fullmatch(rf"(?:{self.letter}-?)?([1-9]\d{{0,8}})", text.strip(), re.IGNORECASE | re.ASCII)
        if match is None:
            raise Misused(f"cannot read {text!r} as {self.name}; try {self.letter}1")
        return f"{self.letter}{match[1]}"


STAKEHOLDERS = Kind("S", "stakeholders", Stakeholder, "a stakeholder")
MEETINGS = Kind("M", "meetings", Meeting, "a meeting")
POINTS = Kind("P", "points", Point, "a point")
ACTIONS = Kind("A", "actions", Action, "an action")
RECOMMENDATIONS = Kind("R", "recommendations", Recommendation, "a recommendation")
KINDS = {kind.letter: kind for kind in (STAKEHOLDERS, MEETINGS, POINTS, ACTIONS, RECOMMENDATIONS)}
LINKS = {
    "meeting": MEETINGS,
    "held_at": MEETINGS,
    "follows": MEETINGS,
    "referred_from": RECOMMENDATIONS,
    "recommendation": RECOMMENDATIONS,
    "continues": ACTIONS,
    "depends_on": ACTIONS,
}
"""The fields that hold the id of another record, or several, and its kind."""
KEYED = ("owner", "requested_by", "for_", "recommended_by", "stakeholders", "speaker", "waiting_for")
"""The fields that hold the keys of stakeholders."""


def links_of(record: object) -> Iterator[tuple[Kind, str]]:
    """The kind and id of every record that *record* refers to."""
    for field, kind in LINKS.items():
        held = getattr(record, field, None)
        for id in (held,) if isinstance(held, str) else held or ():
            yield kind, id


def kind_of(id: str) -> Kind:
    """The kind of record that an id like A12 belongs to."""
    kind = KINDS.get(id[:1].upper())
    if kind is None:
        raise Misused(f"cannot read {id!r} as an id; ids look like A12, M3 or R4")
    return kind
