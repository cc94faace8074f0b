"""What no form of the grammar found, but sounds like an ask or like a route that is recommended by its words."""

import re

import msgspec

from engtrack.intake.asks import Ask
from engtrack.intake.cues import Heard, ask_heard_in, routes_heard_in
from engtrack.intake.grammar import look_alike
from engtrack.intake.instructions import HAND_OVER
from engtrack.intake.lens import Lens
from engtrack.intake.route_uses import FOR_SOMETHING_ELSE, ONLY_OF_IT, OTHER_OBJECT, RATHER_THAN
from engtrack.model import Strength

LIKELY = 0.1
"""A sentence in which nothing was found is possible where it is at least as likely an ask."""
LIKELY_ALL_THE_SAME = 0.5
"""What is worded like a report or a courtesy must be as likely as this."""
UNLIKELY = 0.05
"""What a form of the grammar found in a sentence that is less likely an ask is but possible."""
RECOMMENDED = 0.5
"""A route that nobody was found to be led to is recommended where that is at least as likely."""
_WEAK = ("WILL be published", "would like", "want|", "suggested|recommended|advised that", "WAS instructed")
"""How the forms begin that are as often a report as an ask: `the scheme would drive products off the market`."""
_PROGRAMMES = frozenset({"ACT-EU", "OPEN", "COGENT"})
"""What agencies run among themselves: nobody is sent there."""
_ASKING = re.compile(
    r"(?P<be>\b(?:was|were|is|are|been|be)\s+(?:\w+ly\s+|also\s+)?)?\b(?:invit|encourag|advi[sc]|recommend|suggest|propos|ask|request|remind|urg)(?:ed|es|s|ing)\b"
)
_NOT = re.compile(
    r"\b(?:(?:did|does|do|was|were|is|are|could|would|should|had) not|never|n[’']t|declined|rejected|premature|too early|no need|out of (?:scope|reach)|unnecessary)\b"
)
_DONE = re.compile(
    r"\bhad (?:\w+ )?(?:gone|been|used|obtained|received|sought|requested|applied|taken|made|come|held|tried)\b"
)
_NOT_YET = re.compile(
    r"\W+(?:meeting |request |application )?(?:would|is|was|were|are|seemed|remains?)(?: \w+){0,2}? (?:premature|too (?:early|late)|not|out of|unnecessary|too soon)\b"
)
_STRENGTHS = (
    (Strength.INVITED, re.compile(r"\b(?:invit|offer(?:ed|s)\b|welcome to)")),
    (Strength.ENCOURAGED, re.compile(r"\b(?:encourag|advi[sc]|recommend|suggest|propos)")),
    (
        Strength.REQUESTED,
        re.compile(r"\b(?:ask(?:ed|s)|request(?:ed|s)|remind|urg(?:ed|es)|told|should|must|please)\b"),
    ),
    (Strength.COMMITTED, re.compile(r"\b(?:will|shall|plans?|intends?|decided|agreed|undertook|wants?|wishes)\b")),
)


class ListeningReading(Lens):
    """Asks and routes by ear."""

    def _routes_heard(self) -> None:
        """Routes that are recommended, requested or planned by the sound of it.

        A single request in the sentence is then the recommendation: `EMA invited it to join`, said of a route named before.
        """
        led = _PROGRAMMES | {key for ask in self.asks for key in ask.routes}
        led |= {"MHRA-IO"} - {
            f"{key}-IO" for key in self.parties.organisations
        }  # other agencies have such an office, too
        sure = [ask for ask in self.asks if not ask.routes and not ask.possible]
        asked = sure[0] if len(sure) == 1 and sure[0].requested_by and " and to " not in sure[0].evidence else None
        for key, start, end, heard in routes_heard_in(self.text, self.parties, self.sentence.is_bullet):
            if key in led or heard.chance < RECOMMENDED or self._is_something_else(start, end, sure):
                continue
            led |= {key}
            self._recommended(key, start, heard, asked)
            if asked in self.asks:
                self.asks.remove(asked)

    def _is_something_else(self, start: int, end: int, asks: list[Ask]) -> bool:
        """Whether the route named there is only part of something else, or is not recommended in as many words.

        `The ITF mailbox`, `ask the SME office for the slides`, `run a webinar on the lessons from PRIME`.
        """
        is_asked = re.search(r"\b(?:ask|approach|contact|write to|turn to) (?:the |an? )?$", self.text[:start])
        if is_asked and FOR_SOMETHING_ELSE.match(self.text, end):
            return True
        if ONLY_OF_IT.match(self.text, end) and not self.text.startswith(" office", end):
            return True
        clause = self.clause(start, end)
        if RATHER_THAN.search(self.text[:start]) or _DONE.search(self.text, clause.start, start):
            return True
        if _NOT.search(self.text, clause.start, start) or _NOT_YET.match(self.text, end):
            return True
        for ask in asks:
            at = self.text.find(ask.evidence)
            if at <= start < at + len(ask.evidence) and OTHER_OBJECT.search(self.text, max(at, start - 50), start):
                return True
        return False

    def _recommended(self, route: str, at: int, heard: Heard, asked: Ask | None) -> None:
        clause = self.clause(at, at)
        owner = (asked.owner if asked else ()) or self._led_to(at) or self.parties.others
        strength = asked.strength if asked else self._strength_before(at)
        by = () if strength is Strength.COMMITTED else self.parties.across(owner)
        why = f"no wording that is known, but it sounds recommended: {_named(heard)}"
        start, end = clause.start, clause.end
        if asked:
            start = self.text.find(asked.evidence)
            end = start + len(asked.evidence)
        self._add("ROUTE sounds recommended", why, owner, by, strength, start, end, at, "", (route,))

    def _strength_before(self, at: int) -> Strength:
        """How strongly it is said, by the last word of asking before *at*, else by the first one after it."""
        found = [(match.start(), strength) for strength, words in _STRENGTHS for match in words.finditer(self.text)]
        before = [item for item in found if item[0] < at]
        if before:
            return max(before)[1]
        return min(found, default=(0, Strength.ENCOURAGED))[1]

    def _ask_heard(self) -> None:
        """An ask in no wording that is known, and doubt in one that is."""
        heard = ask_heard_in(self.text, self.parties, self.sentence.is_bullet)
        if heard.chance < UNLIKELY:
            self.asks = [_doubted(ask) if _is_weak(ask) else ask for ask in self.asks]
        if self.asks or self.taken or heard.chance < LIKELY:
            return
        if heard.chance < LIKELY_ALL_THE_SAME and look_alike(self.text):
            return
        owner, by, strength = self._laid_by_ear(heard)
        end = len(self.text.rstrip(" .!;:"))
        why = f"no wording that is known, but it sounds like an ask: {_named(heard)}"
        self._add("sounds like an ask", why, owner, by, strength, 0, end, 0, "", (), True)

    def _laid_by_ear(self, heard: Heard) -> tuple[tuple[str, ...], tuple[str, ...], Strength]:
        """On whom an ask that was heard is laid, by whom, and how strongly: by its verb of asking and who stands before it."""
        asking = _ASKING.search(self.text)
        if asking is None:
            clause = self.clause(heard.at, heard.at)
            return self.who(clause)[0] or self.head, (), Strength.COMMITTED
        subject = self.who(self.clause(asking.start(), asking.end()))[0] or self.head
        strength = self._strength_before(asking.end())
        if strength is Strength.COMMITTED or asking["be"]:
            return subject, () if strength is Strength.COMMITTED else self.parties.across(subject), strength
        named = [
            key
            for key in self.parties.named(self.text[asking.end() :])
            if key not in subject and key in self.parties.met
        ]
        return tuple(named) or self.parties.across(subject), subject, strength


def _is_weak(ask: Ask) -> bool:
    is_told = ask.form == "WHO will DO" and re.search(r"\bwould\b", ask.evidence) is not None
    return is_told or ask.form.startswith(_WEAK)


def _doubted(ask: Ask) -> Ask:
    if ask.possible or ask.routes or (ask.form == "WHO will DO" and HAND_OVER.match(ask.text.lower())):
        return ask
    why = f"worded like an ask ({ask.why}), but it does not sound like one"
    return msgspec.structs.replace(ask, possible=True, why=why)


def _named(heard: Heard) -> str:
    return ", ".join(heard.cues) or "all of it together"
