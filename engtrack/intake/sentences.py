"""A sentence to its asks: who is to do what, how strongly, by when, and in which words; and what only sounds so.

Rules over clauses: a form of the grammar is found, the clause round it is cut out, its subject is read, and both
say who owns the ask and who made it. Each way of asking has a module: `requests`, `undertakings`, `promises`,
`labels`, `instructions`, `route_asks`; what they share is in `lens`, `passives` and
`clauses`.
"""

import datetime as dt
import re
from itertools import islice

from engtrack.intake.asks import Ask, Passed
from engtrack.intake.clauses import CLAUSE_END, GAPPED, Clause
from engtrack.intake.grammar import grammar, without_adverbs
from engtrack.intake.labels import NOTED_STRENGTH, LabelReading
from engtrack.intake.listening import ListeningReading
from engtrack.intake.mentions import Parties
from engtrack.intake.promises import DOES, IS_TO, IS_TO_BE, WILL, PromiseReading
from engtrack.intake.requests import RequestReading
from engtrack.intake.route_asks import RouteReading
from engtrack.intake.structure import Sentence
from engtrack.model import Strength

TRIGGER = re.compile(
    r"['’]ll\b|['’](?:ve|re)\b|\b(?:settl|resolv|sought|wanted|await|drafted|furnish|invit|encourag|advis|recommend|suggest|ask|request|urg|remind|task|call|pleas|undert|commit|hold|pledg|promis|took|tak|volunteer|"
    r"offer|agree|accept|confirm|plan|intend|will|would|shall|to|welcome|free|given|expect|should|aim|finalis|finaliz|publication|"
    r"adoption|completion|propos|refer|point|direct|need|has|have|insist|press|appeal|turn|entrust|charg|instruct|mandat|gave|declar|signal|assum|suppos|oblig|requir|may|might|looking|anticipat|foresee|schedul|envisag|being|continuing|ongoing|express|hope|wish|told|decid|better|grateful|glad|happy|oblige|deferred|postponed|desirable)",
    re.IGNORECASE,
)
_COULD = re.compile(
    r"(?:Could|Would|Can|Will|Might) (?P<whom>(?:the )?[A-Z]\w+(?: \w+){0,2}?|we|the (?:association|company|sponsor|consortium|network)) (?P<do>[a-z]+)\b"
)
"""A question that asks for a deed: `Could ENIM find out …?`."""
_BY_A_DAY = re.compile(r"\b(?:by|until|before|than) (?:the )?(?:end of |\d|[A-Z])")
_POLITE = re.compile(r"\b(?:(?:[Ww]ould|[Cc]ould|[Cc]an|[Ww]ill) you\b|[Mm]ay (?:I|we) ask\b)")
_ASKED_TOO = re.compile(
    r"\band (?P<verb>asked|invited|requested|advised|encouraged|reminded|urged) to (?P<do>[a-z]{3,})\b"
)
MOST_PROMISES = 20
"""In one sentence; what has more is no language."""


def asks_in(
    sentence: Sentence,
    parties: Parties,
    met: dt.date | None,
    head: tuple[str, ...],
    last: tuple[str, ...],
    american: bool,
) -> tuple[list[Ask], list[Passed]]:
    """The asks of *sentence*, in order, and what was passed over.

    *head* are whom its subject means, *last* whom a pronoun at its start does.
    """
    is_asking = sentence.text.rstrip().endswith("?") and not _POLITE.search(sentence.text)
    if is_asking and not _COULD.match(sentence.text):
        return [], []
    reading = Reading(sentence, parties, met, head, last, american)
    reading.read()
    reading.listen()
    order = sorted(range(len(reading.asks)), key=lambda n: sentence.text.find(reading.asks[n].evidence))
    return [reading.asks[n] for n in order], reading.passed


class Reading(RequestReading, PromiseReading, LabelReading, RouteReading, ListeningReading):
    """One sentence, read for every way of asking that is known."""

    def read(self) -> None:
        self._could() or self._labelled() or self._noted() or self._telegraphic()
        found = [(match.start(), -len(match[0]), form, match) for form, match in grammar().asks.found_in(self.text)]
        for start, _, form, match in sorted(found, key=lambda item: item[:2]):
            if not self._is_taken(start):
                self._asked(form, match)
        self._asked_too()
        for form, match in grammar().own.found_in(self.text):
            if not self._is_taken(match.start()):
                self._to_routes(form, match)
        self._routes_passive()
        self._routes_advised()
        self._routes_told()
        self._order()
        plain = without_adverbs(self.text)
        for match in islice(WILL.finditer(plain), MOST_PROMISES):
            if not self._is_taken(match.start()):
                self._will(match)
        for match in IS_TO_BE.finditer(plain):
            if not self._is_taken(match.start()):
                self._is_to_be(match)
        for match in IS_TO.finditer(plain):
            if not self._is_taken(match.start()):
                self._is_to(match)
        for match in islice(DOES.finditer(plain), MOST_PROMISES) if _BY_A_DAY.search(plain) else ():
            if not self._is_taken(match.start()):
                self._does(match)
        self._instructions(plain)
        self._scheduled()
        for form, match in grammar().possible.found_in(self.text):
            if not self._is_taken(match.start()):
                self._possibly(match, form.words, form.why)
        self._gapped()

    def listen(self) -> None:
        """What no form of the grammar found, by the sound of it."""
        self._routes_heard()
        self._ask_heard()

    def _could(self) -> bool:
        """`Could ENIM find out from its members what lay behind it?`: a request to whoever is named."""
        match = _COULD.match(self.text)
        owner = self.parties.resolve(match["whom"])[0] if match else ()
        if match is None or not self.text.rstrip().endswith("?") or not owner or match["do"] in {"be", "have", "not"}:
            return False
        by = self.parties.across(owner)
        if match["whom"] == "we":
            owner, by = by, owner
        clause = Clause(0, len(self.text.rstrip(" ?.")), match["whom"], False)
        self._keep(
            "Could WHOM DO?",
            "a question that asks for a deed",
            owner,
            by,
            Strength.REQUESTED,
            clause,
            match.start("do"),
        )
        return True

    def _asked_too(self) -> None:
        """`ARM was encouraged to …, and asked to …`: the second is asked of whom the first was."""
        for match in islice(_ASKED_TOO.finditer(self.text), MOST_PROMISES):
            before = [ask for ask in self.asks if self.text.find(ask.evidence) < match.start()]
            if before and before[-1].why.startswith("passive") and not self._is_taken(match.start("do")):
                stop = CLAUSE_END.search(self.text, match.end())
                end = stop.start() if stop else len(self.text.rstrip(" .;"))
                clause = Clause(match.start("verb"), end, "", True)
                ask, strength = before[-1], NOTED_STRENGTH[match["verb"]]
                why = "passive: it shares the subject of the ask before it"
                self._keep("and asked to DO", why, ask.owner, ask.requested_by, strength, clause, match.start("do"))

    def _gapped(self) -> None:
        """`EFPIA agreed to draft a paper, and EuropaBio to add an annex`: the second does what the verb of the first says."""
        for match in islice(GAPPED.finditer(self.text), MOST_PROMISES):
            before = [ask for ask in self.asks if self.text.find(ask.evidence) < match.start() and not ask.possible]
            owner = self.parties.resolve(match["who"])[0]
            if not before or not owner or self._is_taken(match.start("do")) or owner == before[-1].owner:
                continue
            if re.sub(r"^the (?:(?:\w+ )?\w+ of )?", "", self.parties.without_names(match["who"])).strip():
                continue
            stop = CLAUSE_END.search(self.text, match.end())
            end = stop.start() if stop else len(self.text.rstrip(" .;"))
            clause = Clause(match.start("who"), end, match["who"], False)
            asked = before[-1]
            self._keep(
                asked.form,
                "it shares the verb before it",
                owner,
                asked.requested_by,
                asked.strength,
                clause,
                match.start("do"),
            )
