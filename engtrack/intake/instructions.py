"""Instructions: what somebody should do or still has to do, what should be done, and an order to the reader."""

import re

from engtrack.intake.clauses import CLAUSE_END, NEGATED, Clause
from engtrack.intake.days import due_in
from engtrack.intake.grammar import grammar
from engtrack.intake.passives import PassiveReading
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
    r"(?:send|submit|provide|share|forward|return|hand (?:it|them|this|over|in)|notify|nominate|report|confirm|circulate|deliver|prepare|inform|complete|upload|supply|write|propose)\b"
)
_ORDER = re.compile(
    r"(?:(?:In addition|Also|Further|Furthermore|Additionally|Moreover|FDA Response:|Response:),?\s+)?(?P<do>(?i:provide|submit|include|revise|clarify|"
    r"justify|describe|specify|update|explain|send|address|confirm|propose))\s+(?:a|an|the|your|all|any|data|details|further|additional|us|detailed|information)\b"
)


_SHOULD_REACH = re.compile(
    r"(?P<what>(?:[A-Z]|(?<=[:,] ))[^.;:,]{3,90}?(?:, [^.;:,]{3,40},)?) (?P<should>should|must|are to|is to|have to|need to|are due to) (?P<do>reach|be with|arrive at|be received by|be in the hands of) (?P<to>(?:the )?[\w’' ]{2,40}?)(?= by\b| before\b| no later\b| not later\b| on\b| until\b| at the latest\b)"
)
_ARE_WELCOME = re.compile(
    r"(?P<what>(?:[A-Z][\w-]*|\b(?:further|written|all))? ?\b(?:[Cc]omments|[Qq]uestions|[Cc]ontributions?|[Pp]roposals|[Vv]olunteers|[Nn]ominations|[Ss]uggestions|[Ee]xamples|[Ii]nput|[Ff]eedback|[Aa]pplications)\b[^.;]{0,90}?) (?:(?:is|are) (?:also |very |most )?welcome\b(?! to\b)|(?:can|may) (?:still |also )?be (?:sent|submitted|made|given|addressed|sent in|handed in)\b(?=[^.;]{0,60}\b(?:until|by|before|till) (?:the )?(?:\d|[A-Z]|end)))(?: (?:from|by) (?P<whom>[^,.;]{3,50}?)(?=[,.;]|$| by | until | before ))?"
)


_FORMAT = re.compile(r"\b(?:electronic(?:ally)?|eCTD|format)\b")
"""The form in which anything is to be submitted, by whomever."""
_IN_TIME = re.compile(r"\b(?:no later than|(?:weeks|days|months) (?:in advance|ahead|before)|before the next)\b")


class InstructionReading(PassiveReading):
    """What is laid on somebody without a verb of asking."""

    def _instructions(self, plain: str) -> None:
        """All of them in the sentence; *plain* is its text without adverbs."""
        for match in _SHOULD_REACH.finditer(self.text):
            if not self._is_taken(match.start("do")):
                self._should_reach(match)
        for match in _ARE_WELCOME.finditer(self.text):
            if not self._is_taken(match.start()):
                self._are_welcome(match)
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

    def _should_reach(self, match: re.Match[str]) -> None:
        """`Industry comments should reach the team by 31 January`: whoever is across from the receiver is to send them."""
        is_said_of_it = self.asks or re.match(r"\W*(?:which|who|they|these|those|both)\b", match["what"], re.IGNORECASE)
        if is_said_of_it or re.search(
            r"\b(?:reminded|explained|recalled|noted) that\b", self.text[: match.start("do")]
        ):
            return
        receiver = self.parties.resolve(match["to"])[0]
        named = tuple(key for key in self.parties.named(match["what"]) if key not in receiver)
        owner = named or (self.parties.across(receiver) if receiver else self.parties.others)
        stop = CLAUSE_END.search(self.text, match.end())
        clause = Clause(match.start(), stop.start() if stop else len(self.text.rstrip(" .;")), match["what"], False)
        text = f"send {self._within(match['what'])} to {match['to']}{self.text[match.end() : clause.end]}"
        by = receiver or self.parties.across(owner)
        self._keep(
            "WHAT should reach WHOM",
            "what somebody is to receive, the others send",
            owner,
            by,
            Strength.REQUESTED,
            clause,
            match.start("do"),
            text,
        )

    def _are_welcome(self, match: re.Match[str]) -> None:
        """`Questions from members are welcome until 29 November`: an invitation to send them."""
        if NEGATED.search(self.text[: match.start()]) or re.match(r"\s*no\b", match["what"], re.IGNORECASE):
            return
        owner = (self.parties.resolve(match["whom"])[0] if match["whom"] else ()) or self.parties.others
        stop = CLAUSE_END.search(self.text, match.end())
        clause = Clause(match.start(), stop.start() if stop else len(self.text.rstrip(" .;")), match["what"], False)
        self._keep(
            "THINGS are welcome",
            "an invitation to send them",
            owner,
            self.parties.across(owner),
            Strength.INVITED,
            clause,
            match.start(),
            f"send {self._within(match['what'])}{self.text[match.end() : clause.end]}",
        )

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
            clause = clause._replace(start=0, subject=self._shared_subject(match.start()))
        if _FORMAT.search(self.text, match.end(), clause.end):
            self._pass(clause, "it only says what the rule is")
            return
        if not is_known or not clause.subject or NEGATED.search(self.text[: match.start()]):
            return
        why = "what the agency that was asked for advice says should be done, the company does"
        text = self._order_of(clause.subject, match.start("do"), clause.end)
        owner, by = self.parties.others, self.parties.agencies
        self._keep("WHAT should be DONE", why, owner, by, Strength.REQUESTED, clause, match.start("do"), text)

    def _order(self) -> None:
        """In a letter of an agency that writes "we", a sentence that opens with a verb is an order to the other side."""
        match = _ORDER.match(self.text)
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
        return bool(receiver) or due is not None or bool(self.parties.named(clause.subject) and _IN_TIME.search(rest))
