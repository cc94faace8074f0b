"""The records of the register, frozen, and what they know about themselves. Verbs on them return new ones."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from engtrack.errors import Misused, Refused

Text = Annotated[str, Meta(min_length=1)]
Tag = Annotated[str, Meta(pattern=r"^[\w][\w.-]{0,39}\Z")]
Key = Annotated[str, Meta(pattern=r"^[^\W_](?:[\w&.+'’/ -]{0,38}[\w&.+'’])?\Z")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
MeetingId = Annotated[str, Meta(pattern=r"^M[1-9][0-9]{0,8}\Z")]
RecommendationId = Annotated[str, Meta(pattern=r"^R[1-9][0-9]{0,8}\Z")]
ActionId = Annotated[str, Meta(pattern=r"^A[1-9][0-9]{0,8}\Z")]
Line = Annotated[int, Meta(ge=1)]


class Strength(StrEnum):
    """How strongly something was asked, from strongest to weakest."""

    COMMITTED = "committed"
    AGREED = "agreed"
    REQUESTED = "requested"
    INVITED = "invited"
    ENCOURAGED = "encouraged"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return _RANKS[self]


_RANKS = {strength: rank for rank, strength in enumerate(Strength)}


class ActionStatus(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


class Priority(StrEnum):
    """How much an action matters to us, beside how strongly it was asked."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class MeetingStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class RouteStatus(StrEnum):
    """What became of a recommendation; the first five follow each other, the last three end it."""

    RECOMMENDED = "recommended"
    CONSIDERED = "considered"
    REQUESTED = "requested"
    SCHEDULED = "scheduled"
    HELD = "held"
    DECLINED = "declined"
    REFERRED = "referred"
    DROPPED = "dropped"


class PointKind(StrEnum):
    POSITION = "position"
    INFORMATION = "information"
    REQUEST = "request"
    COMMITMENT = "commitment"
    COURTESY = "courtesy"


class StakeholderKind(StrEnum):
    REGULATOR = "regulator"
    ASSOCIATION = "association"
    COMPANY = "company"
    SME = "sme"
    ACADEMIA = "academia"
    PATIENTS = "patients"
    PROFESSIONALS = "professionals"
    HTA = "hta"
    OTHER = "other"


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all records share: a short permanent id. Each ends with *entered_at*, the moment it was typed in (UTC)."""

    id: str

    @property
    def number(self) -> int:
        """The number in the id: 12 of A12."""
        return int(self.id[1:])

    def having(self, **fields: object) -> Self:
        """The same record with other *fields*, named as in Python."""
        return msgspec.structs.replace(self, **fields)


class Stakeholder(Record, frozen=True, kw_only=True):
    """An organisation, regulators included, known by its short key."""

    key: Key
    name: Text
    kind: StakeholderKind = StakeholderKind.OTHER
    aliases: tuple[Text, ...] = ()
    entered_at: dt.datetime

    def answers_to(self, words: str) -> bool:
        """Whether *words* name it: its key, its name or an alias, whatever their case."""
        return words.casefold() in {word.casefold() for word in (self.key, self.name, *self.aliases)}


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agenda item of a meeting. Without a printed number it is known by its title."""

    number: str | None = None
    title: Text

    @property
    def label(self) -> str:
        return self.number or self.title


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The document that a record was read from."""

    file: str
    sha256: Sha256


class Meeting(Record, frozen=True, kw_only=True):
    """A dated encounter; *date* is the day it happens, *document_date* the day printed on its minutes.

    *follows* is the meeting before it in a series, as the second bilateral follows the first.
    """

    title: Text
    date: dt.date | None = None
    document_date: dt.date | None = None
    reference: str | None = None
    kind: str = "other"
    status: MeetingStatus = MeetingStatus.HELD
    stakeholders: tuple[Key, ...] = ()
    topics: tuple[Topic, ...] = ()
    source: Source | None = None
    entered_at: dt.datetime
    follows: MeetingId | None = None

    def topic(self, label: str) -> Topic:
        """The agenda item with this number, or this title."""
        for topic in self.topics:
            if label.casefold() in {(topic.number or "").casefold(), topic.title.casefold()}:
                return topic
        known = ", ".join(topic.label for topic in self.topics) or "none"
        raise Misused(f"{self.id} has no topic {label!r}; its topics are: {known}")


class Point(Record, frozen=True, kw_only=True):
    """One thing said under a topic of a meeting, in its exact words."""

    meeting: MeetingId
    topic: str | None = None
    speaker: tuple[Key, ...] = ()
    kind: PointKind = PointKind.INFORMATION
    text: Text
    line: Line | None = None
    entered_at: dt.datetime


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A remark on an action, with the day it was made and who made it."""

    on: dt.date
    by: Text
    text: Text


class Action(Record, frozen=True, kw_only=True):
    """A follow-up. *happened_on* is the day it was asked, *evidence* the words of the source that word the ask.

    *assignee* is a person on our side. An action that waits does so for somebody until a day, or for good. *repeat* is
    how often it comes again (`every quarter`); what came of the one before *continues* it. *recommendation* is the
    route that it prepares.
    """

    text: Text
    owner: tuple[Key, ...] = ()
    requested_by: tuple[Key, ...] = ()
    strength: Strength = Strength.COMMITTED
    status: ActionStatus = ActionStatus.OPEN
    due: dt.date | None = None
    meeting: MeetingId | None = None
    topic: str | None = None
    evidence: str | None = None
    line: Line | None = None
    happened_on: dt.date | None = None
    closed_on: dt.date | None = None
    outcome: str | None = None
    entered_at: dt.datetime
    review_by: dt.date | None = None
    priority: Priority = Priority.NORMAL
    assignee: Text | None = None
    tags: tuple[Tag, ...] = ()
    depends_on: tuple[ActionId, ...] = ()
    waiting_for: tuple[Key, ...] = ()
    waiting_until: dt.date | None = None
    repeat: Text | None = None
    continues: ActionId | None = None
    recommendation: RecommendationId | None = None
    notes: tuple[Note, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status is ActionStatus.OPEN or self.status is ActionStatus.WAITING

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_open and self.due is not None and self.due < today

    def is_waiting(self, today: dt.date) -> bool:
        """Whether it is put off today: it comes back by itself on the day that it waits until."""
        return self.status is ActionStatus.WAITING and (self.waiting_until is None or self.waiting_until > today)

    def review_day(self, review_after: int) -> dt.date | None:
        """The day on which an open ask without a due day is to be looked at again; None where it has a day."""
        if not self.is_open or self.due is not None:
            return None
        if self.review_by is not None or self.happened_on is None:
            return self.review_by
        return self.happened_on + dt.timedelta(days=review_after)

    def done(self, on: dt.date, outcome: str | None = None) -> Self:
        """The action as completed *on* a day."""
        self._refuse_unless_open("done")
        return self._at_rest(ActionStatus.DONE).having(closed_on=on, outcome=outcome)

    def dropped(self, on: dt.date) -> Self:
        """The action as given up *on* a day."""
        self._refuse_unless_open("dropped")
        return self._at_rest(ActionStatus.DROPPED).having(closed_on=on)

    def waiting(self, for_: tuple[str, ...], until: dt.date | None) -> Self:
        """The action as put off until somebody has answered, or until a day."""
        self._refuse_unless_open("made to wait")
        return self.having(status=ActionStatus.WAITING, waiting_for=for_, waiting_until=until)

    def reopened(self) -> Self:
        """The action as open again, be it closed or waiting."""
        if self.status is ActionStatus.OPEN:
            raise Refused(f"{self.id} is open already")
        return self._at_rest(ActionStatus.OPEN).having(closed_on=None, outcome=None)

    def noted(self, note: Note) -> Self:
        """The action with one more note."""
        return self.having(notes=(*self.notes, note))

    def _at_rest(self, status: ActionStatus) -> Self:
        return self.having(status=status, waiting_for=(), waiting_until=None)

    def _refuse_unless_open(self, verb: str) -> None:
        if not self.is_open:
            raise Refused(
                f"{self.id} cannot be {verb}: it was {self.status} on {self.closed_on}; "
                f"engtrack action reopen {self.id} opens it again"
            )


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day from which a recommendation stood at a status, and why."""

    status: RouteStatus
    on: dt.date
    note: str | None = None


class Recommendation(Record, frozen=True, kw_only=True, rename={"for_": "for"}):
    """A route recommended to someone, and what became of it.

    *moves* are its statuses after `recommended`, oldest first; *held_at* is the meeting that it led to, *outcome* what
    came of that, and *referred_from* the recommendation that it took the place of. What is recommended to an association
    may be *for_members*, each of whom may take it.
    """

    route: Text
    for_: tuple[Key, ...] = ()
    recommended_by: tuple[Key, ...] = ()
    strength: Strength = Strength.ENCOURAGED
    status: RouteStatus = RouteStatus.RECOMMENDED
    because: str | None = None
    meeting: MeetingId | None = None
    topic: str | None = None
    evidence: str | None = None
    line: Line | None = None
    happened_on: dt.date | None = None
    entered_at: dt.datetime
    moves: tuple[Move, ...] = ()
    held_at: MeetingId | None = None
    referred_from: RecommendationId | None = None
    for_members: bool = False
    outcome: str | None = None

    @property
    def is_open(self) -> bool:
        return self.status in ROUTE_STEPS[:-1]

    @property
    def since(self) -> dt.date | None:
        """The day from which it stands at its status."""
        return self.moves[-1].on if self.moves else self.happened_on

    def first_on(self, *statuses: RouteStatus) -> dt.date | None:
        """The first day on which it stood at one of *statuses*."""
        return next((move.on for move in self.moves if move.status in statuses), None)

    def moved(self, status: RouteStatus, on: dt.date, note: str | None = None) -> Self:
        """The recommendation at another *status* from that day; a step back, or out of an end, needs a *note*."""
        if status is self.status:
            raise Refused(f"{self.id} stands at {status} already")
        if self.since is not None and on < self.since:
            raise Refused(f"{self.id} was {self.status} on {self.since}; it cannot be {status} on {on}, before that")
        is_onward = self.is_open and (status not in ROUTE_STEPS or _step(status) > _step(self.status))
        if not is_onward and note is None:
            raise Refused(f"{self.id} is {self.status}, and {status} is a step back from it; --note TEXT says why")
        return self.having(status=status, moves=(*self.moves, Move(status=status, on=on, note=note)))


ROUTE_STEPS = (
    RouteStatus.RECOMMENDED,
    RouteStatus.CONSIDERED,
    RouteStatus.REQUESTED,
    RouteStatus.SCHEDULED,
    RouteStatus.HELD,
)


def _step(status: RouteStatus) -> int:
    return ROUTE_STEPS.index(status)


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The settings that belong to the register: whose it is, how it reads dates, what counts as soon.

    *calendar* is the country whose holidays are no working days. *views* are the words of saved lists, by name, and
    *last_report* is the number of the command that marked a report of changes as the last one.
    """

    us: Key | None = None
    date_order: str | None = None
    review_after: Annotated[int, Meta(ge=1, le=365)] = 90
    due_soon: Annotated[int, Meta(ge=1, le=365)] = 14
    calendar: Annotated[str, Meta(pattern=r"^([A-Z]{2}|weekends)\Z")] = "NL"
    views: dict[str, tuple[str, ...]] = {}
    last_report: Annotated[int, Meta(ge=1)] | None = None

    def having(self, name: str, value: object) -> Self:
        """The same settings with another *value* for the one called *name*, as it is typed."""
        return msgspec.structs.replace(self, **{name.replace("-", "_"): value})
