"""Requests: what somebody is asked, invited, encouraged or recommended to do, by one of the forms of the grammar."""

import re
from typing import NamedTuple

from engtrack.intake.clauses import BACKGROUND, WHO_IS_NAMED, Clause
from engtrack.intake.grammar import Form, grammar, routes_in, without_adverbs
from engtrack.intake.instructions import InstructionReading
from engtrack.intake.mentions import OURS
from engtrack.intake.refusals import not_an_ask
from engtrack.intake.route_uses import use_further_on, used_routes
from engtrack.intake.texts import base_of
from engtrack.intake.undertakings import UndertakingReading
from engtrack.model import Strength

_NOUNS = re.compile(r"(?:requests|offers|plans|asks|promises)\s")
_SOME = re.compile(
    r"(?:some|several|many|a few|most|one|two|three)\s+(?:of (?:the|its|our|their)\s+)?(?:\w+\s+)?(?:companies|company|firms?|sponsors?|applicants?|hospitals?|cent(?:re|er)s?|sites?|developers?|manufacturers?|holders?)$",
    re.IGNORECASE,
)
"""Of whom one only reports: `some companies were requested to upload several thousand pages`."""
_NOUN = re.compile(r"(?:request|offer|plan|ask)\s")
_BEFORE_VERB = re.compile(r"(?:^|\b(?:we|they|you|I|and|to|would|should|must|may|[A-Za-z]+s|[A-Z]\w*))[,\s]+$")
"""What stands before one of them where it is a verb."""
_SOUGHT = frozenset(["obtained", "sought", "requested", "used", "made", "taken", "considered"])
_THING = re.compile(
    r"(?:an?|the|another)\s+(?:[\w-]+\s+){0,3}(?:meeting|call|teleconference|waiver|extension|designation|copy|version)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?:the|this|a|its|their|our) (?:[\w-]+ )?(?:paper|report|study|article|guideline|guidance|regulation|directive|law|survey)",
    re.IGNORECASE,
)
_DONE_TO = re.compile(r"\b(?:that|for)\s+(?P<thing>(?:(?!\bthat\b).)+?)\s+(?:to\s+)?be\s+\w+$")
_ARTICLE = re.compile(r"\b(?:an?|another|this|our|the|its|their|some|more|further|additional|written|two|three)\s+$")
_ASKED_IT = re.compile(r"\w+(?: welcome)?(?: to (?:hear|receive))?\s+")
_FROM_WHOM = re.compile(r"\s*\bfrom (?:the |all )?\x01+")
_ELSEWHERE = re.compile(
    r"(?:the |all )?(?:Minister|Ministry|Department|Government|Parliament|Council|Member States?|(?:its|their) sister \w+)\b"
)
_OWN_MEMBERS = re.compile(r"(?:its|their) (?:own )?(?:members?|member companies)\b")
_SOMEBODY = re.compile(
    r"(?:several|some|many|various|other|two|three|a number of|a few)\s+(?!of\b)(?:\w+\s+)*(?:hospitals|centres|centers|companies|investors|journals|patients|clinicians|countries|groups|agencies)\b"
)


class Laid(NamedTuple):
    """On whom an ask is laid, by whom, and why it is read so."""

    owner: tuple[str, ...]
    by: tuple[str, ...]
    why: str


class RequestReading(UndertakingReading, InstructionReading):
    """What one party asks of another."""

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
        if _NOUNS.match(match[0]) and not subject and not clause.shared:
            self._pass(clause, "it is a noun")
            return
        if form.is_passive and _SOME.match(clause.subject.strip()):
            self._pass(clause, "it only says what some were asked")
            return
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
        if form.words.startswith("recommended") and routes_in(match_whom):
            return  # it is the route that is recommended, to whom stands behind it
        is_named = why == WHO_IS_NAMED or (
            bool(clause.subject) and bool(set(self.parties.resolve(clause.subject)[0]) & set(self.parties.met))
        )
        reason = not_an_ask(self.text, match, clause, do, at, is_named)
        if reason:
            self._pass(clause, reason)
            return
        strength = Strength(form.strength)
        if form.is_passive:
            laid = self._asked_of_subject(form, match, clause, subject, why, at)
        elif form.has_whom and form.strength != "committed":
            laid = self._asked_of_whom(form, match, clause, subject, why, match_whom)
        elif form.words.endswith("THINGS"):
            laid = self._asked_for_things(clause, subject)
        elif form.words.endswith(("DOING", "advises to DO")):
            if form.words.endswith("to DO") and base_of(do) is None:
                return  # to whom, and not to do what
            if not subject or not set(subject) <= set(self.parties.agencies):
                self._pass(clause, "a proposal, which nobody accepted")
                return
            laid = Laid(self.parties.across(subject), subject, "advised by the agency: the other side is to act")
        elif "for ANY to be" in form.words and subject and set(subject) <= set(self.parties.others):
            self._pass(clause, "a wish, which nobody took up")
            return
        elif form.words.endswith(("be DO", "|have WHAT")):
            laid = self._asked_to_be_done(subject)
            if do in _SOUGHT and (routes := routes_in(self._words(match))):
                self._route_sought(form, match, clause, laid, at, tuple(dict.fromkeys(key for key, _, _ in routes)))
                return
        elif "NOMINATIONS" in form.words:
            laid = Laid(self._all_but(subject), subject, "who is to answer is everybody else at the table")
        elif form.words.startswith(("please", "Could")):
            owner = self._addressed() if self.parties.we else self.parties.sponsors or self.parties.others
            is_own = owner == self.parties.we and self._have_members(owner) and ":" not in self.text[: match.start()]
            laid = Laid(owner, owner if is_own else self.parties.across(owner), "an order to the reader")
        else:
            self._committed(match, clause, subject, why, strength, self._thing_text(form, match, clause))
            return
        if laid is not None:
            text = self._thing_text(form, match, clause)
            self._keep(form.words, laid.why, laid.owner, laid.by, strength, clause, at, text)

    def _thing_text(self, form: Form, match: re.Match[str], clause: Clause) -> str:
        """The text where a thing is asked for (`Provide the figures`), or what is to become of it; empty where a deed is."""
        if form.words.endswith("be DO"):
            done_to = _DONE_TO.search(self._words(match))
            return self._order_of(done_to["thing"] if done_to else clause.subject, match.start("do"), clause.end)
        if not form.begins:
            return ""
        if "what" in match.groupdict() and "from" not in form.words:
            at = match.start("what")
            article = _ARTICLE.search(self.text[match.start() : at])
            thing = f"{article[0] if article else ''}{self._without('from', self.text[at : clause.end])[0]}"
        elif form.words.startswith("WAS"):
            thing = f"{self._within(clause.subject)}{self.text[match.end() : clause.end]}"
        else:
            said = self.text[match.start() : clause.end]
            whom = _FROM_WHOM.search(self.parties.masked(said, "\x01"))
            thing = _ASKED_IT.sub("", f"{said[: whom.start()]}{said[whom.end() :]}" if whom else said, count=1)
        return f"{form.begins} {thing}"

    def _asked_of_subject(
        self, form: Form, match: re.Match[str], clause: Clause, subject: tuple[str, ...], why: str, at: int
    ) -> Laid | None:
        """`ARM was invited to …`: who is asked stands before it."""
        if re.fullmatch(r"(?:they|it|he|she)", clause.subject.strip(), re.IGNORECASE):
            is_agency = subject and set(subject) <= set(self.parties.agencies)
            subject = self.parties.asked if is_agency and self.parties.asked else subject
            if clause.subject.strip().casefold() == "it" and len(subject) > 1:
                subject = tuple(key for key in subject if key in self.parties.others)[-1:] or subject
        owner, why = subject, f"passive: who is asked stands before it ({why})"
        is_named = not clause.shared and bool(self.parties.resolve(clause.subject)[0])
        is_foretold = "expected" in form.words and grammar().foretold.end_in(self.text, at) is not None
        if is_foretold or (re.search(r"expected|supposed|required|obliged", form.words) and not is_named):
            self._pass(clause, "it only says what is expected")
            return None
        if not owner and not _is_personal(clause.subject):
            if "expected" in form.words or "committed" in form.words:
                return None
            if clause.subject.casefold() in {"it", "there"}:
                return None
        agent = re.search(r"\bby\s+(?:the\s+)?([^,;]{2,60}?)\s+to\b", self._words(match))
        if agent and _SOMEBODY.match(agent[1]):
            self._pass(clause, "asked by somebody who was not there")
            return None
        by = (
            self.parties.resolve(agent[1])[0]
            if agent
            else self.parties.across(owner)
            if owner
            else self.parties.agencies
        )
        return Laid(owner, by, why)

    def _asked_of_whom(
        self, form: Form, match: re.Match[str], clause: Clause, subject: tuple[str, ...], why: str, whom: str
    ) -> Laid | None:
        """`EMA invited ARM to …`: who is asked stands after it."""
        told = re.search(r"\bto\s+(.+?)\s+that\b", self._words(match)) if "ANY that" in form.words else None
        spoken_to = self.parties.resolve(told[1])[0] if told else self.head
        owner, how = self.parties.resolve(whom, spoken_to)
        if whom.casefold() in {"it", "them", "him", "her", "she", "he", "they"} and (
            not owner or set(owner) <= set(subject or self.head)
        ):
            asking = subject or self.head
            before = [key for key in self.parties.named(self.text[: match.start()]) if key not in asking]
            owner, how = tuple(before[-1:]) or self.parties.across(asking), "not who asks, but the other"
        elif owner and subject and set(owner) <= set(subject) and _is_role(whom) and not self.parties.named(whom):
            owner, how = self.parties.across(subject), "nobody asks their own: the other side"
        if told and spoken_to and not self.parties.named(whom):
            owner, how = spoken_to, "those who are told so"
        if "WHOSE" in form.words and match["whom"] in {"their", "its", "his", "her"}:
            owner, how = self.parties.across(subject), "the side across from the subject"
        if match[0].split()[0].endswith("ing"):
            subject, why = self.head, "the subject of the sentence"
        by, why = (
            subject or self.parties.across(owner),
            f"active: {whom} is asked ({how}) by the subject ({why})",
        )
        if form.words.startswith("please"):
            by = self.parties.across(owner)
        if (
            match[0].startswith("suggest")
            and owner
            and set(owner) <= set(self.parties.agencies)
            and set(subject) & set(self.parties.others)
        ):
            self._pass(clause, "a proposal, which nobody accepted")
            return None
        if "whether|if WHOM" in form.words and not (
            subject and set(subject) <= set(self.parties.agencies) and owner and set(owner) <= set(self.parties.others)
        ):
            self._pass(clause, "a question")
            return None
        if form.words.startswith("would|should be") and not owner:
            self._pass(clause, "a wish")
            return None
        if "would like WHOM" in form.words and set(subject) & set(self.parties.others):
            self._pass(clause, "a wish, which nobody took up")
            return None
        if _ELSEWHERE.match(whom) and not self.parties.named(whom):
            self._pass(clause, "asked of somebody who was not there")
            return None
        if _OWN_MEMBERS.match(whom) and subject and set(subject) == set(owner) <= set(self.parties.others):
            self._pass(clause, "what an association asks of its own members")
            return None
        if _PAPER.fullmatch(clause.subject.strip()):
            self._pass(clause, "a paper asks for it, and nobody at the table")
            return None
        if _THING.match(whom) and not self.parties.named(whom):
            return None
        if not owner and not _is_personal(whom) and not _capital(whom):
            return None
        if set(by) == set(owner):  # `she invited us`, whoever she is, is said of the other side
            by = self.parties.across(owner) if whom.casefold() in OURS else ()
        return Laid(owner, by, why)

    def _asked_for_things(self, clause: Clause, subject: tuple[str, ...]) -> Laid | None:
        """`The Agency asked for the raw data`."""
        if not subject or not set(subject) <= set(self.parties.agencies):
            self._pass(clause, "asked for in the meeting itself")
            return None
        return Laid(self.parties.across(subject), subject, "asked for by the agency: the other side is to act")

    def _asked_to_be_done(self, subject: tuple[str, ...]) -> Laid:
        """`EMA asked to be informed`, `EMA recommended that a summary be added`."""
        why = "asked to be given it: the other side is to act"
        if subject:
            return Laid(self.parties.across(subject), subject, why)
        return Laid(self.parties.others, self.parties.agencies, why)

    def _route_sought(
        self, form: Form, match: re.Match[str], clause: Clause, laid: Laid, at: int, routes: tuple[str, ...]
    ) -> None:
        """`EMA recommended to ARM that scientific advice be sought`."""
        whom = re.search(r"\bto\s+(.{3,80}?)\s+that\b", self._words(match))
        owner = (self.parties.resolve(whom[1], self.head)[0] if whom else ()) or laid.owner
        strength = Strength(form.strength)
        self._add(form.words, laid.why, owner, laid.by, strength, clause.start, clause.end, at, "", routes)

    def _have_members(self, keys: tuple[str, ...]) -> bool:
        """Whether they are associations, who ask something of their members in a circular."""
        return all(self.parties.organisations[key].kind in {"association", "patients", "professionals"} for key in keys)

    def _all_but(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        rest = self.parties.across(keys)
        return rest or tuple(key for key in self.parties.met if key not in keys)


def _is_personal(phrase: str) -> bool:
    """Whether a phrase that names no party still means people who can be asked."""
    words = re.sub(r"[^\w\s]", " ", phrase.casefold()).split()
    return any(
        word in {"everyone", "everybody", "anyone", "those", "all", "parties", "members", "participants", "sponsors", "applicants", "companies", "stakeholders",
                 "developers", "organisations", "organizations", "holders", "delegates", "authorities", "colleagues", "readers", "patients", "experts", "states", "speakers", "people", "academics", "researchers", "manufacturers", "group", "agencies", "groups", "interested"}
        for word in words
    )  # fmt: skip


def _is_role(phrase: str) -> bool:
    return re.fullmatch(r"(?:the|its|their) [a-z]+(?:or|er|ist|man)", phrase) is not None


def _capital(phrase: str) -> bool:
    return bool(re.search(r"\b[A-Z]", phrase))
