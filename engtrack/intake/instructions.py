"""Instructions: what somebody should do or still has to do, what should be done, and an order to the reader."""

import re

from engtrack.intake.clauses import CLAUSE_END, FINITE, NEGATED, Clause
from engtrack.intake.days import due_in
from engtrack.intake.grammar import grammar
from engtrack.intake.lens import Lens
from engtrack.model import Strength

_SHOULD = re.compile(
    r"\b(?P<whom>(?:[Mm]embers?|[Mm]ember organi[sz]ations|[Aa]ssociations|[Cc]ompanies|[Oo]rgani[sz]ations|[Aa]pplicants|[Dd]evelopers|[Ss]ponsors)\s+(?:wishing|interested|with an interest|who (?:wish|want))\b[^,;.]{0,70}?(?:, [^,;.]{3,50},)?|[Tt]hose interested|[Ii]nterested (?:members?|parties|organi[sz]ations?|companies|developers|applicants|colleagues|associations)|[Yy]ou|[Tt]he [Ss]ponsor)\s+(?:should|must|need to)\s+(?:also\s+)?(?!be\b|not\b|know\b|have been\b)(?P<do>[a-z]+)"
)
_SHOULD_ACT = re.compile(
    r"\b(?:should|must)(?:,\s(?:however|therefore|in turn|of course),)?\s+(?!be\b|not\b|have\b|remain\b|stay\b|receive\b|reflect\b|take account\b|keep\b|get\b|become\b|ideally\b|go\b|apply\b|last\b|suffice\b|move\b|follow every\b)(?P<do>[a-z]{3,})"
)
_STILL_TO = re.compile(r"\bstill\s+(?:needs?|has|have)\s+to\s+(?!be\b)(?P<do>[a-z]+)")
_SHOULD_HOLD = re.compile(
    r"(?P<paper>(?:[Tt]he|[Tt]his|[Tt]hat|[Yy]our|[Ii]ts|[Tt]heir)\s+(?:[\w-]+\s+){0,3}(?:package|protocol|dossier|submission|application|briefing document|amendment|response|report|plan|brochure|study report|request))\s+"
    r"(?P<should>should|must|needs to|will need to)\s+(?P<do>include|contain|address|describe|provide|specify|discuss|justify|cover|explain)\b"
)
_SHOULD_BE = re.compile(r"\b(?:should|must|needs? to)\s+be\s+(?P<do>[a-z]+)\b")
HAND_OVER = re.compile(
    r"(?:send|submit|provide|share|forward|return|hand (?:it|them|this|over|in)|notify|nominate|report|confirm|circulate|deliver|prepare|inform|complete|upload|supply|write)\b"
)
ORDER = re.compile(
    r"(?:(?:In addition|Also|Further|Furthermore|Additionally|Moreover|FDA Response:|Response:),?\s+)?(?P<do>(?i:provide|submit|include|revise|clarify|"
    r"justify|describe|specify|update|explain|send|address|confirm|propose))\s+(?:a|an|the|your|all|any|data|details|further|additional|us|detailed|information)\b"
)


class InstructionReading(Lens):
    """What is laid on somebody without a verb of asking."""

    def _instructions(self, plain: str) -> None:
        """All of them in the sentence; *plain* is its text without adverbs."""
        for match in _STILL_TO.finditer(self.text):
            if not self._is_taken(match.start()):
                self._still_to(match)
        for match in _SHOULD.finditer(self.text):
            if not self._is_taken(match.start()):
                self._should(match)
        for match in _SHOULD_ACT.finditer(plain):
            if not self._is_taken(match.start()):
                self._should_act(match)
        for match in _SHOULD_HOLD.finditer(plain) if self._advises_one_company() else ():
            if not self._is_taken(match.start()):
                self._should_hold(match)
        for match in _SHOULD_BE.finditer(plain) if self._advises_one_company() else ():
            if not self._is_taken(match.start()):
                self._should_be(match)

    def _still_to(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        owner, why = self.who(clause)
        if owner:
            self._keep(
                "WHO still has to DO",
                f"left over ({why})",
                owner,
                (),
                Strength.COMMITTED,
                clause,
                match.start("do"),
            )

    def _should(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        owner, why = self.parties.resolve(match["whom"])
        if re.search(r"interest|wish|want", match["whom"].casefold()):
            owner = self.parties.others or self.parties.met
        elif not owner:
            owner = self.parties.others
        by = self.parties.across(owner) or self.head
        clause = clause._replace(start=match.start())
        self._keep("you should DO", f"an instruction ({why})", owner, by, Strength.REQUESTED, clause, match.start("do"))

    def _should_act(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        owner = self.parties.resolve(clause.subject)[0]
        if not owner or clause.shared or grammar().foretold.end_in(self.text, match.start("do")):
            return
        if self._is_instruction(match, clause, owner) or self._is_advice(clause, owner):
            by = self.parties.across(owner)
            why = "an instruction: something is to be handed over"
            self._keep("WHO should SEND", why, owner, by, Strength.REQUESTED, clause, match.start("do"))
        else:
            self._possibly(match, "WHO should DO", "an instruction, or only an opinion", clause, owner)

    def _should_hold(self, match: re.Match[str]) -> None:
        """What a paper of the one company should hold, which the agency that advises it says."""
        clause = self.clause(match.start("should"), match.end())
        if NEGATED.search(self.text[: match.start("should")]):
            return
        owner, by = self.parties.others, self.parties.agencies
        text = f"{match['do']} {self.text[match.end() : clause.end].strip()} in {match['paper'][:1].lower()}{match['paper'][1:]}"
        why = "what the agency says a paper should hold, the company puts into it"
        self._keep("PAPER should include WHAT", why, owner, by, Strength.REQUESTED, clause, match.start("do"), text)

    def _should_be(self, match: re.Match[str]) -> None:
        """What should be done, where an agency advises one company: the company does it."""
        clause = self.clause(match.start(), match.end())
        is_known = grammar().advised.end_in(self.text, match.start("do"))
        if clause.shared:
            clause = clause._replace(start=0, subject=re.split(rf"\s{FINITE}\s", self.text)[0])
        if not is_known or not clause.subject or NEGATED.search(self.text[: match.start()]):
            return
        why = "what the agency that was asked for advice says should be done, the company does"
        thing = clause.subject[:1].lower() + clause.subject[1:]
        rest = self.text[match.end() : clause.end].strip()
        text = f"{grammar().bases[match['do']]} {thing} {rest}"
        owner, by = self.parties.others, self.parties.agencies
        self._keep("WHAT should be DONE", why, owner, by, Strength.REQUESTED, clause, match.start("do"), text)

    def _order(self) -> None:
        """In a letter of an agency that writes "we", a sentence that opens with a verb is an order to the other side."""
        match = ORDER.match(self.text)
        if match and set(self.parties.we) & set(self.parties.agencies) and not self._is_taken(match.start("do")):
            stop = CLAUSE_END.search(self.text, match.end())
            clause = Clause(match.start("do"), stop.start() if stop else len(self.text.rstrip(" .;")), "", False)
            self._keep(
                "order",
                "an order to the reader",
                self._addressed(),
                self.parties.we,
                Strength.REQUESTED,
                clause,
                match.start("do"),
            )

    def _addressed(self) -> tuple[str, ...]:
        """Whom "you" means: the other side of who writes a letter; in notes, the side that keeps them."""
        we = self.parties.we
        if not (self.parties.is_letter or set(we) & set(self.parties.agencies)):
            return we
        return self.parties.sponsors or self.parties.across(we)

    def _advises_one_company(self) -> bool:
        others = self.parties.others
        return (
            len(others) == 1
            and bool(self.parties.agencies)
            and self.parties.organisations[others[0]].kind in {"company", "sme", "other"}
        )

    def _is_advice(self, clause: Clause, owner: tuple[str, ...]) -> bool:
        """Whether an agency tells the one company that it met what the company should do."""
        return bool(
            owner
            and set(owner) <= set(self.parties.others)
            and self.parties.agencies
            and all(self.parties.organisations[key].kind in {"company", "sme", "other"} for key in owner)
            and bool(
                re.fullmatch(
                    r"[Ww]e|(?:[Tt]he )?(?:[Cc]ompany|[Ss]ponsor|[Aa]pplicant|[Dd]eveloper|[Cc]ompanies|[Ss]ponsors|[Aa]pplicants|[Dd]evelopers)",
                    clause.subject.strip(),
                )
                or self.parties.organisations[owner[0]].key == clause.subject.strip()
            )
        )

    def _is_instruction(self, match: re.Match[str], clause: Clause, owner: tuple[str, ...]) -> bool:
        """Whether a named party of the other side should hand something over by a day, or to the agency."""
        rest = self.text[match.start("do") : clause.end]
        due = due_in(rest, self.met, self.american)
        if set(owner) & set(self.parties.agencies) or not (HAND_OVER.match(rest) or due):
            return False
        receiver = set(self.parties.named(rest)) & set(self.parties.agencies) or re.search(
            r"\b(?:to|with) (?:the )?(?:secretariat|agency|regulators|authority|authorities|rapporteurs?)\b", rest
        )
        return bool(receiver) or due is not None
