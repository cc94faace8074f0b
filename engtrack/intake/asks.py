"""An ask, and a clause that only sounded like one: what reading a sentence gives."""

import datetime as dt
import re

import msgspec

from engtrack.intake.grammar import grammar
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


def base_of(word: str) -> str | None:
    """The verb of follow-ups that *word* is, as it stands, in its third person or its -ing form; None where it is none."""
    forms = [word, word.removesuffix("s"), word.removesuffix("es"), re.sub(r"ies$", "y", word)]
    if gerund := re.fullmatch(r"([a-z]{2,}?)(?:([a-z])\2)?ing", word):
        stem, doubled = gerund[1], gerund[2] or ""
        forms += [stem + doubled * 2, stem + doubled, stem + doubled * 2 + "e"]
    return next((verb for verb in forms if verb in grammar().verbs), None)


def imperative(words: str) -> str:
    """*words* as the short text of an action: tidied, with a capital."""
    text = " ".join(words.split()).strip(" ,;.")
    if gerund := re.match(r"[a-z]+ing\b", text):
        text = (base_of(gerund[0]) or gerund[0]) + text[gerund.end() :]
    text = re.sub(
        r"\band to (?=[a-z]+ )(?!(?:the|a|an|its|their|our|his|her|this|these|those|all|both|which)\b)", "and ", text
    )
    return text[:1].upper() + text[1:]
