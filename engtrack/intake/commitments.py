"""A sentence to its asks: who is to do what, how strongly, by when, and in which words; and what only sounds so.

Rules over clauses: a form of the grammar is found, the clause round it is cut out, its subject is read, and both
say who owns the ask and who made it. Each way of asking has a module: `promises`, `labels`,
`instructions`, `route_asks`; what
they share is in `lens` and `clauses`.
"""

import datetime as dt
import re
from itertools import islice

from engtrack.intake.asks import Ask, Passed
from engtrack.intake.clauses import BACKGROUND, CLAUSE_END, GAPPED, WHO_IS_NAMED, Clause
from engtrack.intake.grammar import Form, grammar, routes_in, without_adverbs
from engtrack.intake.instructions import HAND_OVER, ORDER, InstructionReading
from engtrack.intake.labels import ACTIONS, LABEL, VAGUE, LabelReading
from engtrack.intake.mentions import Parties
from engtrack.intake.promises import DOES, IS_TO, IS_TO_BE, WILL, PromiseReading
from engtrack.intake.refusals import not_an_ask
from engtrack.intake.route_asks import RouteReading
from engtrack.intake.route_uses import BARE_USE, use_further_on, used_routes
from engtrack.intake.structure import Sentence
from engtrack.model import Strength

TRIGGER = re.compile(
    r"\b(?:invit|encourag|advis|recommend|suggest|ask|request|urg|remind|task|call|pleas|undert|commit|hold|pledg|promis|took|tak|volunteer|"
    r"offer|agree|accept|confirm|plan|intend|will|would|shall|to|welcome|free|given|expect|should|aim|finalis|finaliz|publication|"
    r"adoption|completion|propos|refer|point|direct|need|has|have|insist|press|appeal|turn|entrust|charg|instruct|mandat|gave|declar|signal|assum|suppos|oblig|requir|may|might|looking|anticipat|foresee|schedul|envisag|being|continuing|ongoing|express|hope|wish|told|decid|better|grateful|glad|happy|oblige|deferred|postponed|desirable)",
    re.IGNORECASE,
)
_NOUN = re.compile(r"(?:request|offer|plan|ask)\s")
_BEFORE_VERB = re.compile(r"(?:^|\b(?:we|they|you|I|and|to|[A-Za-z]+s|[A-Z]\w*))[,\s]+$")
"""What stands before one of them where it is a verb."""
_POLITE = re.compile(r"\b(?:(?:[Ww]ould|[Cc]ould|[Cc]an|[Ww]ill) you\b|[Mm]ay (?:I|we) ask\b)")


MOST_PROMISES = 20
"""In one sentence; what has more is no language."""


def asks_in(
    sentence: Sentence, parties: Parties, met: dt.date | None, last: tuple[str, ...], american: bool
) -> tuple[list[Ask], list[Passed]]:
    """The asks of *sentence*, in order, and what was passed over. *last* are whom a pronoun at its start means."""
    is_asking = sentence.text.rstrip().endswith("?") and not _POLITE.search(sentence.text)
    if is_asking or not (
        TRIGGER.search(sentence.text)
        or LABEL.match(sentence.text)
        or sentence.text.startswith(("[", "Action", "Follow-up", "To do"))
        or (sentence.is_bullet and ": " in sentence.text)
        or ORDER.match(sentence.text)
        or DOES.search(sentence.text)
        or ACTIONS.fullmatch(sentence.context)
    ):
        return [], []
    return Reading(sentence, parties, met, last, american).read()


class Reading(PromiseReading, LabelReading, InstructionReading, RouteReading):
    """One sentence, read for every way of asking that is known."""

    def read(self) -> tuple[list[Ask], list[Passed]]:
        self._labelled() or self._noted() or self._telegraphic()
        found = [(match.start(), -len(match[0]), form, match) for form, match in grammar().asks.found_in(self.text)]
        for start, _, form, match in sorted(found, key=lambda item: item[:2]):
            if not self._is_taken(start):
                self._asked(form, match)
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
        for match in islice(DOES.finditer(plain), MOST_PROMISES):
            if not self._is_taken(match.start()):
                self._does(match)
        self._instructions(plain)
        self._scheduled()
        for form, match in grammar().possible.found_in(self.text):
            if not self._is_taken(match.start()):
                self._possibly(match, form.words, form.why)
        self._gapped()
        order = sorted(range(len(self.asks)), key=lambda n: self.text.find(self.asks[n].evidence))
        return [self.asks[n] for n in order], self.passed

    def _scheduled(self) -> None:
        """`A first exchange between EMA and ARM at technical level is scheduled before June`: both will hold it."""
        match = _SCHEDULED.match(self.text)
        named = self.parties.named(match["what"]) if match else ()
        if (
            match
            and not named
            and len(self.parties.met) == 2
            and re.search(r"\bbetween (?:the two|both)\b", match["what"])
        ):
            named = self.parties.met
        if match and len(named) > 1 and not self._is_taken(match.end() - 1):
            clause = self.clause(match.end() - 1, match.end())._replace(start=match.start("what"))
            why = "a meeting of both is arranged"
            self._keep(
                "MEETING of WHOM is scheduled",
                why,
                named,
                (),
                Strength.AGREED,
                clause,
                match.end(),
                f"hold {match['what'][0].lower()}{match['what'][1:]}",
            )

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

    def _asked(self, form: Form, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        if "WHOM" in form.words and self.parties.breaks_name(self.text, match.start("whom"), match.end("whom")):
            return
        if _NOUN.match(match[0]) and not _BEFORE_VERB.search(without_adverbs(self.text)[: match.start()]):
            return
        if form.words.endswith("WHAT from WHOM") and re.search(r"\bthat\b", self._words(match)):
            return
        if form.strength == "committed" and BACKGROUND.search(self.text[: match.start()]):
            self._pass(clause, "it only gives a reason")
            return
        if re.search(r"\b(?:will|shall)\s+$", without_adverbs(self.text)[: match.start()]):
            return  # who will remind others promises to do so
        subject, why = self.who(clause)
        do = match.groupdict().get("do") or ""
        at = match.start("do") if do else match.start("what") if "what" in match.groupdict() else match.end()
        if do and re.search(r"that (?:WHOM|ANY) DO$|if WHOM DO$", form.words):
            at = self._verb_after_party(match.start("whom"))
            if not used_routes(self.text[at : self._list_end(at, clause.end)]):
                at = use_further_on(self.text, at, self._list_end(at, clause.end)) or at
            do = re.match(r"[\w-]*", self.text[at:])[0]  # type: ignore[index]
            match_whom = self.text[match.start("whom") : at].strip()
        else:
            match_whom = self._words(match, "whom") if "whom" in match.groupdict() else ""
        is_named = why == WHO_IS_NAMED or (
            bool(clause.subject) and bool(set(self.parties.resolve(clause.subject)[0]) & set(self.parties.met))
        )
        reason = not_an_ask(self.text, match, clause, do, at, is_named)
        if reason:
            self._pass(clause, reason)
            return
        strength = Strength(form.strength)
        by: tuple[str, ...]
        if form.is_passive and re.fullmatch(r"(?:they|it|he|she)", clause.subject.strip(), re.IGNORECASE):
            is_agency = subject and set(subject) <= set(self.parties.agencies)
            subject = self.parties.asked if is_agency and self.parties.asked else subject
        if form.is_passive:
            owner, why = subject, f"passive: who is asked stands before it ({why})"
            is_named = not clause.shared and bool(self.parties.resolve(clause.subject)[0])
            is_foretold = "expected" in form.words and grammar().foretold.end_in(self.text, at) is not None
            if is_foretold or (re.search(r"expected|supposed|required|obliged", form.words) and not is_named):
                self._pass(clause, "it only says what is expected")
                return
            if not owner and not _is_personal(clause.subject):
                if "expected" in form.words or "committed" in form.words:
                    return
                if clause.subject.casefold() in {"it", "there"}:
                    return
            agent = re.search(r"\bby\s+(?:the\s+)?([^,;]{2,60}?)\s+to\b", self._words(match))
            if agent and _SOMEBODY.match(agent[1]):
                self._pass(clause, "asked by somebody who was not there")
                return
            by = (
                self.parties.resolve(agent[1])[0]
                if agent
                else self.parties.across(owner)
                if owner
                else self.parties.agencies
            )
        elif form.has_whom:
            told = re.search(r"\bto\s+(.+?)\s+that\b", self._words(match)) if "ANY that" in form.words else None
            spoken_to = self.parties.resolve(told[1])[0] if told else self.head
            owner, how = self.parties.resolve(match_whom, spoken_to)
            if match_whom.casefold() in {"it", "them", "him", "her"} and (
                not owner or set(owner) <= set(subject or self.head)
            ):
                asking = subject or self.head
                before = [key for key in self.parties.named(self.text[: match.start()]) if key not in asking]
                owner, how = tuple(before[-1:]) or self.parties.across(asking), "not who asks, but the other"
            if told and spoken_to and not self.parties.named(match_whom):
                owner, how = spoken_to, "those who are told so"
            if "WHOSE" in form.words and match["whom"] in {"their", "its", "his", "her"}:
                owner, how = self.parties.across(subject), "the side across from the subject"
            if match[0].split()[0].endswith("ing"):
                subject, why = self.head, "the subject of the sentence"
            by, why = (
                subject or self.parties.across(owner),
                f"active: {match_whom} is asked ({how}) by the subject ({why})",
            )
            if form.words.startswith("please"):
                by = self.parties.across(owner)
            if form.words.startswith("would|should be") and not owner:
                self._pass(clause, "a wish")
                return
            if _PAPER.fullmatch(clause.subject.strip()):
                self._pass(clause, "a paper asks for it, and nobody at the table")
                return
            if _THING.match(match_whom) and not self.parties.named(match_whom):
                return
            if not owner and not _is_personal(match_whom) and not _capital(match_whom):
                return
            if set(by) == set(owner):
                by = ()
        elif form.words.endswith("THINGS"):
            if not subject or not set(subject) <= set(self.parties.agencies):
                self._pass(clause, "asked for in the meeting itself")
                return
            owner, by, why = self.parties.across(subject), subject, "asked for by the agency: the other side is to act"
        elif form.words.endswith(("be DO", "have WHAT")):
            owner, by = (
                (self.parties.across(subject), subject) if subject else (self.parties.others, self.parties.agencies)
            )
            why = "asked to be given it: the other side is to act"
            sought = tuple(dict.fromkeys(key for key, _, _ in routes_in(self._words(match))))
            if sought and do in {"obtained", "sought", "requested", "used", "made", "taken", "considered"}:
                whom = re.search(r"\bto\s+(.{3,80}?)\s+that\b", self._words(match))
                owner = (self.parties.resolve(whom[1], self.head)[0] if whom else ()) or owner
                self._add(form.words, why, owner, by, strength, clause.start, clause.end, at, "", sought)
                return
        elif "NOMINATIONS" in form.words:
            owner, by, why = self._all_but(subject), subject, "who is to answer is everybody else at the table"
        elif form.words.startswith("please"):
            owner = self.parties.others if not self.parties.we else self._addressed()
            by, why = self.parties.across(owner), "an order to the reader"
        else:
            self._committed(match, clause, subject, why, strength)
            return
        self._keep(form.words, why, owner, by, strength, clause, at)

    def _all_but(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        rest = self.parties.across(keys)
        return rest or tuple(key for key in self.parties.met if key not in keys)

    def _committed(
        self, match: re.Match[str], clause: Clause, subject: tuple[str, ...], why: str, strength: Strength
    ) -> None:
        words = self._words(match)
        is_joint = len(subject) > 1
        if between := re.match(r"agreed\s+(?:between|among|by|with)\s+(.{2,60}?)\s+to\b", words):
            subject = self.parties.resolve(between[1])[0]
            if words.split()[1] == "with":
                subject = tuple(dict.fromkeys((*self.parties.across(subject), *subject)))
            strength = Strength.AGREED if len(subject) > 1 else Strength.COMMITTED
        elif re.search(r"\bagree", words):
            before = self.text[: match.start()].rstrip()
            if re.search(
                r"\b(?:it|was|and)\s+(?:was|is|has been|then)(?:\s+\w+)?$|\bit (?:was|is|has been)$",
                before,
                re.IGNORECASE,
            ) and not self.parties.named(clause.subject):
                subject, why, is_joint = self.parties.met, "agreed by all who met", True
            elif re.search(r"\bhad been(?: \w+)?$", before):
                self._pass(clause, "agreed before this meeting")
                return
            if clause.subject.strip().casefold() in {
                "participants",
                "all participants",
                "attendees",
                "all",
                "the participants",
            }:
                subject, is_joint = self.parties.met, True
            strength = (
                Strength.AGREED if is_joint or (not subject and _is_group(clause.subject)) else Strength.COMMITTED
            )
            if not subject and _is_group(clause.subject):
                subject = self.parties.met
        elif not subject:
            at = match.start("do") if match.groupdict().get("do") else match.end()
            if not (self.head and used_routes(self.text[at : self._list_end(at, clause.end)])):
                self._pass(clause, "nobody who could do it stands before it")
                return
            subject = self.head
        at = match.start("do") if match.groupdict().get("do") else match.end()
        if _PLANS.match(words) and self._is_own_plan(subject, at):
            self._possibly(match, "plans to DO", "what a company plans for itself", clause, subject)
            return
        if _HAPPY.search(words) and _MANNERS.match(self.text, at):
            self._pass(clause, "a courtesy")
            return
        if VAGUE.match(self.text, at) and not re.search(r"\b(?:action|task)\b", words):
            self._possibly(match, "promised to consider", "too weak to count on", clause, subject)
            return
        self._keep("agreed, undertook, offered to DO", why, subject, (), strength, clause, at)

    def _is_own_plan(self, subject: tuple[str, ...], at: int) -> bool:
        """Whether a company speaks of its product, and not of something for the agency or of a route that it will use."""
        return (
            not set(subject) & set(self.parties.agencies)
            and not HAND_OVER.match(self.text, at)
            and not used_routes(self.text[at:])
            and not (BARE_USE.match(self.text[at:]) and (self.parties.routes or routes_in(self.text[:at])))
        )


_SCHEDULED = re.compile(
    r"(?:[\dA-Z.]+\s+)?(?P<what>(?:An?|The) (?!next\b)(?:[\w-]+ ){0,2}(?:interaction|meeting|call|teleconference|telecon|exchange|session|discussion)\b.{0,30}?\b(?:between|of|with)\b.{4,120}?) (?:is|was|has been) (?:now |also )?(?:scheduled|planned|foreseen|arranged)\b"
)
_THING = re.compile(
    r"(?:an?|the|another)\s+(?:[\w-]+\s+){0,3}(?:meeting|call|teleconference|waiver|extension|designation|copy|version)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?:the|this|a|its|their|our) (?:[\w-]+ )?(?:paper|report|study|article|guideline|guidance|regulation|directive|law|survey)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"(?:several|some|many|various|other|two|three|a number of|a few)\s+(?!of\b)(?:\w+\s+)*(?:hospitals|centres|centers|companies|investors|journals|patients|clinicians|countries|groups|agencies)\b"
)
_HAPPY = re.compile(r"\bhappy\s+to\b")
_MANNERS = re.compile(
    r"(?:see|hear|note|learn|report|announce|say|do so|do this|have|be|confirm|receive|welcome|know|find|assist|help|answer)\b"
)
_PLANS = re.compile(r"(?:plans?|intends?|is planning|are planning)\b")


def _is_personal(phrase: str) -> bool:
    """Whether a phrase that names no party still means people who can be asked."""
    words = re.sub(r"[^\w\s]", " ", phrase.casefold()).split()
    return any(
        word in {"everyone", "everybody", "anyone", "those", "all", "parties", "members", "participants", "sponsors", "applicants", "companies", "stakeholders",
                 "developers", "organisations", "organizations", "holders", "delegates", "authorities", "colleagues", "readers", "patients", "experts", "states", "speakers", "people", "academics", "researchers", "manufacturers", "group", "agencies", "groups", "interested"}
        for word in words
    )  # fmt: skip


def _capital(phrase: str) -> bool:
    return bool(re.search(r"\b[A-Z]", phrase))


def _is_group(phrase: str) -> bool:
    return bool(
        re.search(
            r"\b(?:group|participants|members|parties|sides|meeting|forum|committee|board|teams|attendees|both|all)\b",
            phrase,
            re.I,
        )
    )
