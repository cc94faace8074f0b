"""An ask, and a clause that only sounded like one: what reading a sentence gives."""

import datetime as dt

import msgspec

from engtrack.model import Strength


class DraftAction(msgspec.Struct, frozen=True):
    """An action as it was read."""

    text: str
    owner: tuple[str, ...]
    requested_by: tuple[str, ...]
    strength: Strength
    due: dt.date | None
    topic: str | None
    evidence: str
    line: int

    def as_action(self) -> "DraftAction":
        """The action and no more, without what a kind of ask adds to it."""
        return DraftAction(**{name: getattr(self, name) for name in DraftAction.__struct_fields__})


class Ask(DraftAction, frozen=True):
    """Something that one party is to do. *routes* is set where it is nothing but to use them; *why* explains it."""

    form: str
    why: str
    routes: tuple[str, ...] = ()
    possible: bool = False


class Passed(msgspec.Struct, frozen=True):
    """A clause that sounds like an ask and was passed over, with the reason."""

    text: str
    line: int
    why: str
