"""One sentence under the lens: what was kept of it, what was passed over, and which of its words are taken."""

import datetime as dt
import re

from engtrack.intake.asks import Ask, Passed
from engtrack.intake.clauses import CLAUSE_END, FINITE, GAPPED, NEGATED, Clause, ClauseReader
from engtrack.intake.days import due_in
from engtrack.intake.grammar import grammar, routes_in
from engtrack.intake.mentions import Parties
from engtrack.intake.route_uses import BARE_USE, parts_of, used_routes
from engtrack.intake.structure import Sentence
from engtrack.intake.texts import imperative
from engtrack.model import Strength

_JOINTLY = re.compile(r"\b(?:jointly|together)\b")
_NEXT_CLAUSE = re.compile(rf",?\s+and\s+(?=(?:the\s+)?[A-Z]\w*(?:\s\w+){{0,3}}\s+{FINITE}\s)")

_WITH_WHOM = re.compile(
    r"\b(?:along|together|jointly|co-?lead\b.{0,20}) with (?P<whom>(?:the )?[A-Z][\w-]*(?: [A-Z]\w*){0,2})"
)
_PERSONAL = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Yy]our) (?:compan(?:y|ies)|sponsor|applicant|developer|hospital|university|universities|institute|foundation|charity|society|association|consortium|network|firm|start-up|spin-out)\b"
)
_POINTS_BACK = re.compile(
    r"\b(?:[Ff]or|[Tt]o|[Oo]f|among|advise[sd]?|asked|invite[sd]?|encourage[sd]?|told|tells) (?:both of |all of |the two of )?(?:them|these|those|it)\b|\b[Tt]he same (?!time)[a-z]+s\b|\b[Ss]uch (?:compan|firm|member|group|cent|hospital|develop|sponsor)|^(?:Those|These|Their|They|It|Both)\b"
)
"""Where whom a route is for was named a moment before."""
_SOME = re.compile(r"\b(?:[Mm]embers|[Hh]ospitals|[Cc]ent(?:re|er)s)\b")
"""People who belong to one of the others."""
_EACH = re.compile(
    r"\b(?:[Aa]ll|[Bb]oth|[Ee]ach|[Ee]very|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive) (?:of )?(?:the )?(?:\w+ )?(?:associations?|organi[sz]ations?|parties|partners?|bodies|groups|networks|sides)\b"
    r"|\b(?:[Ii]ndustry|[Aa]ssociations|[Oo]rgani[sz]ations|[Pp]artners)(?:['’]| (?:was|were|is|are|should)\b)"
    r"|\b[Bb]oth of them\b|\b(?:the|all) (?:associations|organi[sz]ations|parties|partners|federations)\b|\bindustry\b(?! (?:standing|stakeholder|platform))"
)
"""Where all of the others are meant, whomever the sentence names beside."""
_AND_TO_DO = re.compile(r"\s+and,\s[^,]{2,60},\s+to [a-z]")
_DUE_AFTER = re.compile(
    r"[,;]?\s+(?:which (?:we|they|it|[A-Z]\w+) (?:await|awaits|expect|expects) (?=by|before)|(?:without|which) [^,;.]{3,60},\s+(?=by|before)|which (?:closes|ends|runs|is due|are due) (?=on|until|by|before|[A-Z]|\d)|\((?:reply|answer|response|deadline|comments)[:,]? (?=by|before|until|\d|[A-Z])|(?:new |revised |target )*(?:deadline|date|due)(?: date)?:? (?=\d|[A-Z][a-z]+ \d)|(?:which|these|those|they|both) (?:is|are) to (?:reach|be with|arrive at|be sent to) (?:the )?\w+ (?=by|before|no later)|and the \w+ (?:is|are) to (?:reach|be with) (?:the )?\w+ (?=by|before)|which (?:is|are|remains?) (?:\w+ )?open\b[^,.;]*?(?=until|till|by)|(?:and )?(?:an?|the|its|their) (?:reply|answer|response|contribution|feedback)s? (?:is|are|was|were) (?:expected|due|awaited|requested) (?=by|before))(?P<when>[^,.;]{3,40})"
)


_CUT_AT_COLON = re.compile(r"\s*\((?:deadline|due|due date|target date)$")
"""What a colon left of `(deadline: 11 July)`."""


def _due_after(rest: str) -> str:
    """By when it is to be done, where the words after the ask say so: `…, which is open for comments until 15 May`."""
    found = _DUE_AFTER.match(rest)
    if found is None:
        return ""
    return f"by {found['when'].rstrip(')')}" if re.match(r"\d|[A-Z]", found["when"]) else found["when"]


_IN_GENERAL = re.compile(
    r"\s+(?:(?:this|it|that|these|them)\b|(?:the|this|that|its|their|such an?|an?)\s+(?:\w+\s+)?(?:possibilit|feasibilit|request|proposal|wish|suggestion|matter|point|idea|issue|question|topic|paper|remark|comment)|possible|ways\b|further\b|how best\b|options\b)"
)
"""What is looked at where nothing in particular is."""

_ROLE = r"(?:[A-Z][\w-]* )?(?:RA|CMC|QA|QC|Biostatistics|Statistics|Health Economics|Market Access|Medical Affairs|Pharmacovigilance|Toxicology|Preclinical|Nonclinical|Manufacturing|Procurement|Finance|Project Management|Counsel|Legal Counsel|CSO|CMO|CEO|COO|CTO|PV|BD|[Rr]egulatory(?: [Aa]ffairs)?|[Cc]linical(?: [Oo]perations)?|[Ll]egal|[Hh]ead of [A-Z]\w+|(?:[A-Za-z-]+ ){0,2}(?:lead|head|manager|director|officer))(?: \([A-Z]\w+\))?"
"""Somebody in a company, as its own notes say: `RA`, `clinical lead`."""


class Lens(ClauseReader):
    """A sentence that is being read, with what came of it so far. *met* is the day of the meeting."""

    def __init__(
        self,
        sentence: Sentence,
        parties: Parties,
        met: dt.date | None,
        head: tuple[str, ...],
        last: tuple[str, ...],
        american: bool,
    ) -> None:
        super().__init__(sentence, parties, head, last)
        self.met = met
        self.american = american
        self.asks: list[Ask] = []
        self.passed: list[Passed] = []
        self.taken: list[tuple[int, int]] = []

    def _words(self, match: re.Match[str], group: str | int = 0) -> str:
        """The words of the sentence where *match* stands, which itself may hold blanks in the place of adverbs."""
        return self.text[match.start(group) : match.end(group)]

    def _is_taken(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.taken)

    def _keep(
        self,
        form: str,
        why: str,
        owner: tuple[str, ...],
        by: tuple[str, ...],
        strength: Strength,
        clause: Clause,
        at: int,
        text: str = "",
    ) -> None:
        """Keep the ask of a clause: an ask for each verb phrase in it, with the routes that it asks to use."""
        self.taken.append((clause.start, clause.end))
        for a, b, routes in parts_of(self.text, at, self._list_end(at, clause.end)):
            start = clause.start if a == at else a
            stop = b if routes or a != at else min(b, clause.end)
            if not routes and BARE_USE.match(self.text[a:stop].strip(" .,;")):
                named = list(dict.fromkeys(key for key, _, _ in routes_in(self.text[:a])))
                routes = named or (list(self.parties.routes) if len(self.parties.routes) == 1 else [])
            if stop > start:
                self._add(form, why, owner, by, strength, start, stop, a, text if a == at else "", tuple(routes))

    def _list_end(self, at: int, end: int) -> int:
        """Where the list of routes ends, if the ask is to use routes: it may run past commas that end other clauses."""
        sentence_end = len(self.text.rstrip(" .;"))
        rest = self.text[end:sentence_end]
        if GAPPED.match(rest):
            return end
        to_use = re.match(r",?\s+(?:and|or)(?:,\s[^,]{2,60},)?\s+to\b", rest)
        goes_on = to_use or (
            re.match(r",?\s+(?:and|or|where|as well as)\b|,\s", rest) and used_routes(self.text[at:end])
        )
        if goes_on and routes_in(rest):
            stop = _NEXT_CLAUSE.search(self.text[end:])
            first_route = routes_in(rest)[0][1]
            if (stop is None or stop.start() > first_route) and not re.search(
                r"\b(?:was|were|is|are|has|have|will|would|invited|asked|encouraged|advised|recommended|requested|suggested)\b",
                re.sub(r",\s+(?:where|when|if)[^,]*,", "", rest[:first_route]),
            ):
                return sentence_end if stop is None else end + stop.start()
        if goes_on := _AND_TO_DO.match(self.text, end):
            stop = CLAUSE_END.search(self.text, goes_on.end())
            return stop.start() if stop else sentence_end
        return end

    def _add(
        self,
        form: str,
        why: str,
        owner: tuple[str, ...],
        by: tuple[str, ...],
        strength: Strength,
        start: int,
        end: int,
        at: int,
        text: str,
        routes: tuple[str, ...] = (),
        possible: bool = False,
    ) -> None:
        evidence = self.text[start:end].strip(" ,;")
        after = _due_after(self.text[end:])
        if cut := _CUT_AT_COLON.search(evidence):
            evidence, after = evidence[: cut.start()], f"by {self.text[end:].lstrip(': ')[:40]}"
            end = start + len(evidence)
        if len(evidence) < 4:
            return
        if routes and owner and set(owner) <= set(self.parties.agencies) and self.parties.others:
            owner, by, strength = (
                self.parties.across(owner),
                owner,
                Strength.INVITED,
            )  # an agency offers a route to the other side
        if routes and (not owner or (set(owner) == set(self.parties.others) and not _EACH.search(self.text))):
            owner = self._led_to(at) or owner
        if len(owner) == 1 and strength is Strength.COMMITTED and (with_whom := _WITH_WHOM.search(evidence)):
            owner += tuple(
                key for key in self.parties.named(with_whom["whom"])[:1] if key in self.parties.met and key not in owner
            )
        sides = {key in self.parties.agencies for key in owner}
        if strength is Strength.COMMITTED and len(owner) > 1 and (len(sides) == 2 or _JOINTLY.search(evidence)):
            strength = Strength.AGREED
        start = self.text.find(evidence, max(0, start - 1))
        self.taken.append((start, start + len(evidence)))
        self.asks.append(
            Ask(
                text=imperative(text or self.text[at:end]) or imperative(evidence),
                owner=owner,
                requested_by=by,
                strength=strength,
                due=due_in(f"{evidence} {after}", self.met, self.american),
                topic=self.sentence.topic,
                evidence=evidence,
                line=self.sentence.line_at(start),
                form=form,
                why=why,
                routes=routes,
                possible=possible,
            )
        )

    def _led_to(self, at: int) -> tuple[str, ...]:
        """Who is to use the route that is named after *at*: the others whom the sentence names or points back to; else nobody in particular."""
        others = self.parties.others
        said = next((stop.end() for stop in re.finditer(r"[;:]\s", self.text[:at])), 0)
        for part in (self.text[said:at], self.text[:said], self.text[at:]):
            if named := tuple(key for key in self.parties.named(part) if key in others):
                return named
        for noun in _PERSONAL.finditer(self.text):
            owner = self.parties.resolve(noun[0], self.parties.recent)[0]
            if owner and set(owner) < set(others):
                return owner
        near = self.parties.recent if set(self.parties.recent) < set(others) else ()
        return near if _POINTS_BACK.search(self.text) or _SOME.search(self.text) else ()

    def _possibly(
        self,
        match: re.Match[str],
        form: str,
        why: str,
        clause: Clause | None = None,
        owner: tuple[str, ...] = (),
        by: tuple[str, ...] = (),
    ) -> None:
        clause = clause or self.clause(match.start(), match.end())
        if NEGATED.search(self.text[: match.start()]) or re.match(r"no\b", clause.subject.strip(), re.I):
            return
        self.taken.append((match.start(), clause.end))
        self._add(
            form,
            why,
            owner or self.who(clause)[0],
            by,
            Strength.INVITED if by else Strength.COMMITTED,
            clause.start,
            clause.end,
            match.start(),
            "",
            (),
            True,
        )

    def _is_weak(self, at: int) -> bool:
        """Whether the verb at *at* promises too little to count on: `consider`, or `look into this`."""
        if grammar().weak.end_in(self.text, at):
            return True
        end = grammar().weak_in_general.end_in(self.text, at)
        return end is not None and _IN_GENERAL.match(self.text, end) is not None

    def _pass(self, clause: Clause, why: str) -> None:
        words = self.text[clause.start : clause.end].strip()
        if words:
            self.passed.append(Passed(words, self.sentence.line_at(clause.start), why))

    def who(self, clause: Clause) -> tuple[tuple[str, ...], str]:
        """As in any clause; in a company's own notes also a department of its own."""
        keys, why = super().who(clause)
        if not keys and self._is_role(clause.subject.strip()):
            return self.parties.we, "somebody of the side that keeps the notes"
        return keys, why

    def _is_role(self, who: str) -> bool:
        """In a company's own notes `Regulatory Affairs` or `CMC lead` is its own."""
        return (
            bool(self.parties.we)
            and not set(self.parties.we) & set(self.parties.agencies)
            and bool(re.fullmatch(_ROLE, who))
        )

    def _is_ours(self, who: str) -> bool:
        """In a company's own notes a first name or a team is its own."""
        return bool(self.parties.we) and bool(
            re.fullmatch(r"[A-Z][A-Za-z]+(?: [A-Z][a-z]+){0,2}(?: \([A-Z]\w+\))?|.*\bteam|all", who)
            or re.fullmatch(rf"{_ROLE}(?:(?:,| and|,? &) {_ROLE}){{0,3}}", who)
        )
