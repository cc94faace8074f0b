"""What no form of the grammar found, but sounds like an ask or like a route that is recommended by its words."""

import re

from engtrack.intake.asks import Ask
from engtrack.intake.cues import Heard, ask_heard_in, routes_heard_in
from engtrack.intake.lens import Lens
from engtrack.intake.route_uses import OTHER_OBJECT
from engtrack.model import Strength

LIKELY = 0.25
"""A sentence in which nothing was found is possible where it is at least as likely an ask."""
RECOMMENDED = 0.6
"""A route that nobody was found to be led to is recommended where that is at least as likely."""
_PROGRAMMES = frozenset({"ACT-EU", "OPEN", "COGENT"})
"""What agencies run among themselves: nobody is sent there."""
_STRENGTHS = (
    (Strength.INVITED, re.compile(r"\b(?:invit|offer(?:ed|s)\b|welcome to)")),
    (Strength.ENCOURAGED, re.compile(r"\b(?:encourag|advi[sc]|recommend|suggest)")),
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
            if key in led or heard.chance < RECOMMENDED or any(self._only_names(ask, start, end) for ask in sure):
                continue
            led |= {key}
            self._recommended(key, start, heard, asked)
            if asked in self.asks:
                self.asks.remove(asked)

    def _only_names(self, ask: Ask, start: int, end: int) -> bool:
        """Whether *ask* is for something else, of which the route is but a part: `run a webinar on the lessons from PRIME`."""
        at = self.text.find(ask.evidence)
        return (
            at <= start
            and end <= at + len(ask.evidence)
            and bool(OTHER_OBJECT.search(self.text, max(at, start - 50), start))
        )

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
        if self.asks or self.taken:
            return
        heard = ask_heard_in(self.text, self.parties, self.sentence.is_bullet)
        if heard.chance < LIKELY:
            return
        owner = self.who(self.clause(heard.at, heard.at))[0] or self.head
        end = len(self.text.rstrip(" .!;:"))
        why = f"no wording that is known, but it sounds like an ask: {_named(heard)}"
        self._add("sounds like an ask", why, owner, (), Strength.COMMITTED, 0, end, 0, "", (), True)


def _named(heard: Heard) -> str:
    return ", ".join(heard.cues) or "all of it together"
