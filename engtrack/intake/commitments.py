"""A sentence to its asks: who is to do what, how strongly, by when, and in which words; and what only sounds so.

Rules over clauses: a form of the grammar is found, the clause round it is cut out, its subject is read, and both
say who owns the ask and who made it.
"""

import datetime as dt
import re
from typing import NamedTuple

import msgspec

from engtrack.intake.days import due_in
from engtrack.intake.grammar import Form, grammar, routes_in
from engtrack.intake.mentions import Parties
from engtrack.intake.structure import Sentence, Table
from engtrack.model import Strength


class Ask(msgspec.Struct, frozen=True):
    """Something that one party is to do. *routes* is set where it is nothing but to use them; *why* explains it."""

    text: str
    owner: tuple[str, ...]
    requested_by: tuple[str, ...]
    strength: Strength
    due: dt.date | None
    topic: str | None
    evidence: str
    line: int
    form: str
    why: str
    routes: tuple[str, ...] = ()
    possible: bool = False


class Passed(msgspec.Struct, frozen=True):
    """A clause that sounds like an ask and was passed over, with the reason."""

    text: str
    line: int
    why: str


class Clause(NamedTuple):
    """Where an ask stands in its sentence, and the words of its subject."""

    start: int
    end: int
    subject: str
    shared: bool


TRIGGER = re.compile(
    r"\b(?:invit|encourag|advis|recommend|suggest|ask|request|urg|remind|task|call|pleas|undert|commit|pledg|promis|took|tak|volunteer|"
    r"offer|agree|accept|confirm|plan|intend|will|would|shall|to|welcome|free|given|expect|should|aim|finalis|finaliz|publication|"
    r"adoption|completion|propos|refer|point|direct|need|has|have|insist|press|appeal|turn|entrust|charg|instruct|mandat|gave|declar|signal|assum|suppos|oblig|requir|may|might|looking|anticipat|foresee|schedul|envisag|being|continuing|ongoing|express|hope|wish|deferred|postponed|desirable)",
    re.IGNORECASE,
)
_FINITE = (
    r"(?:was|were|is|are|has|have|had|will|would|can|could|may|might|should|shall|must|ought|did|does|do|took|gave|said|made|went|found|felt|told|"
    r"thought|spoke|saw|held|set out|led|came|began|knew|kept|put forward|drew|met|\w{3,}ed|notes|welcomes|invites|asks|agrees|confirms|undertakes|stresses|encourages|requests)"
)
_CLAUSE_END = re.compile(
    r"[;:]\s|\s[–—]\s|(?<=\w)[.!?](?:\s|$)"
    r"|,\s+(?:but|while|whereas|although|though|since|because|so that|which|who|where|when|as|given|subject to|in order that|until|"
    r"with effect|thereby|if|once|not|nor|noting|recalling|stressing|adding|pointing|after which|in which|without|provided|moderated)\b"
    rf"|,?\s+(?:and|but)\s+(?=(?:that\s+)?(?:the\s+|its\s+|both\s+|all\s+)?[A-Z]?[\w’'-]*(?:\s+[\w’'()-]+){{0,4}}\s+{_FINITE}\s)"
    r"|,?\s+(?:and|but|or)\s+(?=(?:also\s+|further\s+|then\s+)?(?:asked|invited|encouraged|requested|advised|noted|welcomed|will|undertook|agreed|committed|"
    r"called|reminded|confirmed|offered|stressed|thanked|explained|said|added|saw|found|regretted|underlined|congratulated|was|were|is|are)\b)"
    r"|,\s+(?:in|for|on|of|after|before|to|with|at)\s+(?:\w+\s+of\s+)?which\b|\s+and,\s[^,]{2,60},\s+(?=to\b)|,\s+(?:and\s+)?(?=in the meantime\b)|\s+(?:so that|because|although|whereas)\s",
)
_SUBJECT_BREAK = re.compile(
    r"[;:\])]\s+|\s[–—]\s|,\s+|\b(?:that|whether|because|since|while|whereas|although|though|but|if|when|where|than|so|which(?! (?:end|reason|purpose)\b)|who|whose)\s+|[(“\"]\s*|\.\s+"
)
_IS_FINITE = re.compile(rf"{_FINITE}\b")
_OPENING = re.compile(
    r"(?:in addition|moreover|furthermore|finally|also|then|however|therefore|in turn|lastly|until then|overall),?\s+", re.IGNORECASE
)
_BETWEEN = frozenset("also therefore further then later now only".split())
_NEGATED = re.compile(r"\b(?:not|never|no longer|nobody|none|neither|nor|no one|unable to|without)\b\s*(?:\w+\s+){0,2}$", re.IGNORECASE)
_CONDITIONAL = re.compile(r"^(?:should|if|were|unless|in case|whether)\b", re.IGNORECASE)
_DONE_THERE = re.compile(
    r"(?:take the floor|speak|introduce (?:himself|herself|themselves|the)|declare\b|consider the following|approve the (?:agenda|minutes)|adopt the|"
    r"(?:present|share|give|set out|outline|summari[sz]e|explain|describe|report on)\s+(?:its|their|his|her|the|an?)\s+(?:\w+\s+)?(?:views?|position|priorities|overview|perspective|work|experience|activities|update|presentation)\b)"
)
_TO_COME = re.compile(r"\b(?:next|upcoming|forthcoming|future|by|before|until|coming|later|further|after|follow)\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"\b(?:said|says|announced|informed|explained|added|confirmed|indicated|stated|noted|promised|reported|replied|assured|agreed|clarified|wrote|"
    r"undertook|mentioned|told|declared|specified|recalled|decided|concluded|arranged|settled|accepted|offered)\b"
)
_WISH = frozenset("welcome like appreciate be prefer remain need have not love hope wish benefit seem mean allow rather".split())
_BASES = {
    "made available": "make available", "made public": "make public", "sent": "send", "put": "put", "set up": "set up", "brought": "bring",
    "carried out": "carry out", "followed up": "follow up", "put forward": "put forward", "undertaken": "undertake", "submitted": "submit",
}  # fmt: skip


def asks_in(
    sentence: Sentence, parties: Parties, met: dt.date | None, last: tuple[str, ...], american: bool
) -> tuple[list[Ask], list[Passed]]:
    """The asks of *sentence*, in order, and what was passed over. *last* are whom a pronoun at its start means."""
    if not (TRIGGER.search(sentence.text) or _LABEL.match(sentence.text) or _ORDER.match(sentence.text)) or sentence.text.rstrip().endswith("?"):
        return [], []
    return Reading(sentence, parties, met, last, american).read()


class Reading:
    """One sentence under the lens."""

    def __init__(
        self, sentence: Sentence, parties: Parties, met: dt.date | None, last: tuple[str, ...], american: bool
    ) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.parties = parties
        self.met = met
        self.american = american
        self.head = head_of(self.text, parties, last)
        self.last = last
        self.asks: list[Ask] = []
        self.passed: list[Passed] = []
        self.taken: list[tuple[int, int]] = []

    def read(self) -> tuple[list[Ask], list[Passed]]:
        self._labelled() or self._telegraphic()
        found = [(match.start(), -len(match[0]), form, match) for form in grammar().asks for match in form.pattern.finditer(self.text)]
        for start, _, form, match in sorted(found, key=lambda item: item[:2]):
            if not self._is_taken(start):
                self._asked(form, match)
        for form in grammar().own:
            for match in form.pattern.finditer(self.text):
                if not self._is_taken(match.start()):
                    self._to_routes(form, match)
        self._routes_passive()
        self._order()
        for match in _WILL.finditer(self.text):
            if not self._is_taken(match.start()):
                self._will(match)
        for match in _IS_TO_BE.finditer(self.text):
            if not self._is_taken(match.start()):
                self._is_to_be(match)
        for match in _IS_TO.finditer(self.text):
            clause = self.clause(match.start(), match.end())
            owner, why = self.who(clause)
            if owner and not self._is_taken(match.start()) and not _RELATIVE.search(self.text[: clause.start]):
                self._keep("WHO is to DO", f"it is laid on the subject ({why})", owner, (), Strength.COMMITTED, clause, match.start("do"))
        for match in _SHOULD.finditer(self.text):
            if not self._is_taken(match.start()):
                self._should(match)
        for form in grammar().possible:
            for match in form.pattern.finditer(self.text):
                if not self._is_taken(match.start()):
                    self._possibly(match, form.words, form.why)
        order = sorted(range(len(self.asks)), key=lambda n: self.text.find(self.asks[n].evidence))
        return [self.asks[n] for n in order], self.passed

    # the clause round a form

    def _is_taken(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.taken)

    def clause(self, start: int, end: int) -> Clause:
        """The clause in which the words from *start* to *end* stand."""
        stop = _CLAUSE_END.search(self.text, end)
        to = stop.start() if stop else len(self.text.rstrip(" .!;:"))
        left = self.text[:start].rstrip()
        first = 0
        for broken in _SUBJECT_BREAK.finditer(left):
            first = broken.end()
        phrase = left[first:]
        if left.endswith(","):
            pieces = left.rstrip(",").split(", ")
            phrase = pieces[-2] if len(pieces) > 1 else pieces[0]
            first = left.rfind(phrase)
        relative = re.search(r"\s+(?:who|which|that|whose)\s+$", left[:first])
        if relative and re.search(rf"\b{_FINITE}\b", phrase):
            before = left[: relative.start()]
            first = max((broken.end() for broken in _SUBJECT_BREAK.finditer(before)), default=0)
            phrase = left[first:]
        while first > 2 and left[:first].endswith(", ") and self._is_name_list(left, first):
            first = left.rfind(", ", 0, first - 2) + 2 if ", " in left[: first - 2] else 0
            phrase = left[first:]
        return self._subject(left, first, phrase, to)

    def _is_name_list(self, left: str, first: int) -> bool:
        """Whether the piece before the comma at *first* is but another name in an enumeration."""
        before = left[: first - 2]
        piece = re.split(r"[,;:]\s|\.\s", before)[-1]
        named = self.parties.named(piece)
        return bool(named) and len(piece.split()) <= 4 and bool(self.parties.named(left[first:])) and " and " in left[first:]

    def _subject(self, left: str, first: int, phrase: str, to: int) -> Clause:
        lead = re.match(r"\s*(?:and|but|or|also|then|moreover|furthermore|in addition)\b[, ]*", phrase, re.IGNORECASE)
        if lead:
            first += lead.end()
            phrase = phrase[lead.end() :]
        verbless = re.sub(r"(?:\s+(?:also|further|therefore|then|later|and|but|kindly|now))+$", "", phrase)
        if not verbless.strip() or re.search(r"\b(?:and|but)$", left):
            return Clause(len(left) + 1 if left else 0, to, "", True)
        parts = re.split(r"\s+and\s+|\s+but\s+", verbless)
        if len(parts) > 1 and re.search(rf"\b{_FINITE}\b", " ".join(parts[:-1])):
            verbless = parts[-1]
            first = left.rfind(verbless)
        finite = list(re.finditer(rf"\b{_FINITE}\s+(?!by\b)", verbless))
        if finite and not re.match(r"(?:interested|related|affected|involved|concerned|invited|selected|united)\b", verbless, re.I):
            tail = verbless[finite[-1].end() :]
            if self.parties.resolve(tail)[0] or not self.parties.resolve(verbless)[0]:
                return Clause(first, to, verbless, not self.parties.resolve(tail)[0])
        return Clause(first, to, verbless, False)

    def who(self, clause: Clause) -> tuple[tuple[str, ...], str]:
        """The keys of the clause's subject: of the sentence's where they share it, of the pronoun's where it is one."""
        if clause.shared:
            return self.head, "it shares the subject of the sentence"
        last = self.head if clause.start > 2 and self.head else self.last
        return self.parties.resolve(clause.subject, last)

    # forms

    def _asked(self, form: Form, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        subject, why = self.who(clause)
        do = match.groupdict().get("do") or ""
        at = match.start("do") if do else match.start("what") if "what" in match.groupdict() else match.end()
        if do and re.search(r"that (?:WHOM|ANY) DO$|if WHOM DO$", form.words):
            at = self._verb_after_party(match.start("whom"))
            do = re.match(r"[\w-]*", self.text[at:])[0]  # type: ignore[index]
            match_whom = self.text[match.start("whom") : at].strip()
        else:
            match_whom = match.groupdict().get("whom") or ""
        reason = self._not_an_ask(match, clause, do, at)
        if reason:
            self._pass(clause, reason)
            return
        strength = Strength(form.strength)
        if form.is_passive:
            owner, by, why = subject, (), f"passive: who is asked stands before it ({why})"
            if not owner and not _is_personal(clause.subject):
                if "expected" in form.words or "committed" in form.words:
                    return
                if clause.subject.casefold() in {"it", "there"}:
                    return
            agent = re.search(r"\bby\s+(?:the\s+)?([^,;]{2,60}?)\s+to\b", match[0])
            by = self.parties.resolve(agent[1])[0] if agent else self.parties.across(owner) if owner else self.parties.agencies
        elif form.has_whom:
            owner, how = self.parties.resolve(match_whom, self.head)
            if "WHOSE" in form.words and match["whom"] in {"their", "its", "his", "her"}:
                owner, how = self.parties.across(subject), "the side across from the subject"
            if match[0].split()[0].endswith("ing"):
                subject, why = self.head, "the subject of the sentence"
            by, why = subject or self.parties.across(owner), f"active: {match_whom} is asked ({how}) by the subject ({why})"
            if form.words.startswith("please"):
                by = self.parties.across(owner)
            if not owner and not _is_personal(match_whom) and not _capital(match_whom):
                return
            if set(by) == set(owner):
                by = ()
        elif "to be DO" in form.words:
            owner, by, why = self.parties.across(subject), subject, "asked to be given it: the other side is to act"
        elif "NOMINATIONS" in form.words:
            owner, by, why = self._all_but(subject), subject, "who is to answer is everybody else at the table"
        elif form.words.startswith("please"):
            owner = self.parties.others if not self.parties.we else self._addressed()
            by, why = self.parties.across(owner), "an order to the reader"
        else:
            self._committed(match, clause, subject, why, strength)
            return
        self._keep(form.words, why, owner, by, strength, clause, at)

    def _addressed(self) -> tuple[str, ...]:
        """Whom a letter's "you" means: the other side of an agency that writes, else the side that keeps the notes."""
        we = self.parties.we
        return self.parties.across(we) if set(we) & set(self.parties.agencies) else we

    def _verb_after_party(self, at: int) -> int:
        """Where the party that starts at *at* ends and its verb begins: `its smaller members | take up …`."""
        position, end = at, at
        for token in re.finditer(r"\S+\s*", self.text[at : at + 160]):
            word = token[0].strip(" ,")
            if _NOMINAL.fullmatch(word) or word in grammar().who["others"] | grammar().who["members"] | grammar().who["agency"]:
                end = at + token.end()
            elif not _IN_PHRASE.fullmatch(word):
                break
            position = at + token.end()
        return end if end > at else position

    def _all_but(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        rest = self.parties.across(keys)
        return rest or tuple(key for key in self.parties.met if key not in keys)

    def _committed(
        self, match: re.Match[str], clause: Clause, subject: tuple[str, ...], why: str, strength: Strength
    ) -> None:
        words = match[0]
        is_joint = len(subject) > 1
        if re.search(r"\bagree", words):
            before = self.text[: match.start()].rstrip()
            if re.search(r"\b(?:it|was|and)\s+(?:was|is|has been|then)(?:\s+\w+)?$|\bit (?:was|is|has been)$", before, re.IGNORECASE) and not self.parties.named(clause.subject):
                subject, why, is_joint = self.parties.met, "agreed by all who met", True
            elif re.search(r"\bhad been(?: \w+)?$", before):
                self._pass(clause, "agreed before this meeting")
                return
            if clause.subject.strip().casefold() in {"participants", "all participants", "attendees", "all", "the participants"}:
                subject, is_joint = self.parties.met, True
            strength = Strength.AGREED if is_joint or (not subject and _is_group(clause.subject)) else Strength.COMMITTED
            if not subject and _is_group(clause.subject):
                subject = self.parties.met
        elif not subject:
            at = match.start("do") if match.groupdict().get("do") else match.end()
            if not (self.head and used_routes(self.text[at : self._list_end(at, clause.end)])):
                self._pass(clause, "nobody who could do it stands before it")
                return
            subject = self.head
        at = match.start("do") if match.groupdict().get("do") else match.end()
        if _VAGUE.match(self.text, at):
            self._possibly(match, "promised to consider", "too weak to count on", clause, subject)
            return
        self._keep("agreed, undertook, offered to DO", why, subject, (), strength, clause, at)

    def _not_an_ask(self, match: re.Match[str], clause: Clause, do: str, at: int) -> str:
        before = self.text[max(0, match.start() - 40) : match.start()]
        if _NEGATED.search(before) or re.search(r"\b(?:not|never)\b", match[0]):
            return "negated"
        if re.search(r"\bhad(?: been)?(?: \w+)?\s+$", before):
            return "done before"
        if _RELATIVE.search(self.text[: clause.start]):
            return "it only describes something"
        if _CONDITIONAL.match(self.text) and not re.match(r"should you", self.text, re.I):
            return "only in a case that may not come"
        if do in {"that", "whether", "if", "how", "about", "for", "by", "in", "and", "with", "a", "the", "at", "on", "as"}:
            return "nothing to be done follows"
        if re.search(r"\b(?:can|could|may|might|whether|if|who|which)\s+(?:\w+\s+)?$", before) and not match[0].startswith(("was", "were", "is", "are")):
            return "a possibility, not an ask"
        rest = self.text[at : clause.end]
        if do and _DONE_THERE.match(self.text, at) and not _TO_COME.search(rest):
            return "done in the meeting itself"
        return ""

    def _will(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        verb_at = match.start("verb")
        if match["verb"] in _STOPWORDS:
            return
        if match["not"] or _CONDITIONAL.match(self.text) or re.match(r"no\b", clause.subject.strip(), re.I):
            self._pass(clause, "negated or conditional")
            return
        subject, why = self.who(clause)
        if match["be"]:
            self._will_be(match, clause, subject)
            return
        verb = match["verb"]
        if verb == "undergo":
            self._keep("WILL undergo", "announced", self._announcer(clause), (), Strength.COMMITTED, clause, verb_at, clause.subject)
            return
        if not subject:
            if clause.subject.strip().casefold() not in {"there", "it", "this", "that", "which", "who"}:
                self._pass(clause, "it only says what will happen: no party stands before it")
            return
        if match["will"].casefold() == "would":
            if verb in _WISH:
                if verb in {"welcome", "like", "appreciate", "prefer"}:
                    self._possibly(match, "would welcome", "a wish, which nobody took up", clause, self.parties.across(subject))
                return
            pronoun = clause.subject.strip().casefold() in {"she", "he", "it", "they"} and not re.search(r"\b(?:if|unless|were|should)\b", self.text)
            head_said = pronoun or _REPORTED.search(self.text[: match.start()])
            if not head_said and not re.search(r"secretariat|office|unit|agency|staff|commission|regulators|authority", clause.subject, re.I):
                self._pass(clause, "would: a case that may not come")
                return
        if grammar().weak.match(self.text, verb_at):
            self._possibly(match, "WILL consider", "too weak to count on", clause, subject)
            return
        if grammar().foretold.match(self.text, verb_at) and not used_routes(self.text[verb_at : clause.end]):
            self._pass(clause, f"it only says what will happen: {verb}")
            return
        self._keep("WHO will DO", f"the subject promises it ({why})", subject, (), Strength.COMMITTED, clause, verb_at)

    def _will_be(self, match: re.Match[str], clause: Clause, subject: tuple[str, ...]) -> None:
        participle = grammar().promised.match(self.text, match.start("verb"))
        if participle is None:
            self._pass(clause, f"it only says what will happen: be {match['verb']}")
            return
        if re.search(r"\b(?:meeting|session|plenary|workshop|platform|bilateral|conference|telecon\w*|summaries|hearing)s?$", clause.subject.strip(), re.I):
            self._pass(clause, "it says when a meeting is")
            return
        if clause.shared:
            clause = clause._replace(start=0)
        done = " ".join(participle[0].split())
        base = _BASES.get(done) or re.sub(r"(?<=[^aeiou])ied$", "y", re.sub(r"(?:(?<=[sh])ed|d)$", "", done))
        thing = clause.subject if not clause.shared else self.text[: match.start()].split(" is ")[0]
        text = f"{base} {thing.strip()[:1].lower() + thing.strip()[1:] if not thing.strip()[1:2].isupper() else thing.strip()}"
        rest = self.text[participle.end() : clause.end].strip()
        self._keep("WILL be published", "promised in the passive", self._announcer(clause), (), Strength.COMMITTED, clause, match.start("verb"), f"{text} {rest}")

    def _announcer(self, clause: Clause) -> tuple[str, ...]:
        """Who is behind a passive promise: its agent, whose website, or who announced it; else nobody is invented."""
        rest = self.text[clause.start : clause.end]
        agent = re.search(r"\bby\s+(?:the\s+)?([A-Z][\w-]*|agency|secretariat|commission|authority)\b", rest)
        if agent and (keys := self.parties.resolve(agent[1])[0]):
            return keys
        place = re.search(r"\b(?:on|to|in|at)\s+(?:the\s+)?([A-Z]\w+)(?:'s|’s)?\s+(?:web\s?site|web\s?page|page|portal)", rest)
        if place and (keys := self.parties.resolve(place[1])[0]):
            return keys
        if clause.start > 3 and _REPORTED.search(self.text[: clause.start]):
            return tuple(key for key in self.head if key in self.parties.agencies) or self.head
        if self.head and self.sentence.text.find(clause.subject) > 0 and not clause.shared:
            return ()
        return ()

    def _to_routes(self, form: Form, match: re.Match[str]) -> None:
        """A form that counts only where it leads to a route: referred to, offered, asked for, planned."""
        groups = dict(match.groupdict())
        at = match.start("do") if groups.get("do") else match.start("what")
        if "that WHOM DO" in form.words:
            at = self._verb_after_party(match.start("whom"))
            groups["whom"] = self.text[match.start("whom") : at].strip()
        clause = self.clause(match.start(), match.end())
        end = self._list_end(at, clause.end)
        end = end if groups.get("do") else clause.end
        routes = used_routes(self.text[at:end]) if groups.get("do") else _routes_at_once(self.text[at:end])
        if not routes or self._not_an_ask(match, clause, groups.get("do") or "", at) or _HISTORY.search(self.text[match.start() : end]):
            return
        subject, why = self.who(clause)
        owner, by, strength = subject or self.head, (), Strength(form.strength)
        if groups.get("whom"):
            owner, by, strength = self.parties.resolve(groups["whom"], self.head)[0], subject, Strength.ENCOURAGED
            if groups["whom"].casefold() in {"their", "its", "his", "her"}:
                owner = self.parties.across(subject)
        elif form.words.startswith("recommended"):
            owner, by, strength = self.parties.across(subject), subject, Strength.ENCOURAGED
        elif form.words.startswith("may"):
            by, strength = self.parties.across(owner), Strength.ENCOURAGED
        elif form.is_passive:
            by, strength = self.parties.across(subject), Strength.INVITED if "offered" in form.words else Strength.ENCOURAGED
        self._add(form.words, f"it leads to a route ({why})", owner, by, strength, clause.start, end, at, "", tuple(routes))

    def _routes_passive(self) -> None:
        """`protocol assistance should be sought by ARM`, `an application for PRIME was recommended to it`."""
        for match in _ROUTE_PASSIVE.finditer(self.text):
            before = self.text[: match.start()]
            named = routes_in(before)
            if not named or match.start() - named[-1][2] > 40 or self._is_taken(match.start()) or _NEGATED.search(before + " "):
                continue
            clause = self.clause(match.start(), match.end())
            routes = tuple(dict.fromkeys(key for key, start, _ in named if start >= clause.start - 2))
            if match["planned"]:
                if not re.search(r"\bnext\b|\bthe \w+th\b", self.text[clause.start : match.start()]):
                    self._add("ROUTE is planned", "the route is planned", self.parties.others, (), Strength.COMMITTED, clause.start, clause.end, clause.start, "", routes)
                continue
            who = match["whom"]
            owner = self.parties.resolve(who, self._others_named(before))[0] if who else self.parties.others
            if routes and not _HISTORY.search(self.text[clause.start : clause.end]):
                end = max(clause.end, match.end())
                self._add("ROUTE was recommended", "the route is the subject", owner or self.parties.others, self.parties.across(owner), Strength.ENCOURAGED, clause.start, end, clause.start, "", routes)

    def _others_named(self, text: str) -> tuple[str, ...]:
        """Whom "it" means where a route was recommended to it: the last named who is no agency."""
        named = [key for key in self.parties.named(text) if key not in self.parties.agencies]
        return tuple(named[-1:]) or (self.parties.others if len(self.parties.others) == 1 else ())

    def _order(self) -> None:
        """In a letter of an agency that writes "we", a sentence that opens with a verb is an order to the other side."""
        match = _ORDER.match(self.text)
        if match and set(self.parties.we) & set(self.parties.agencies) and not self._is_taken(match.start("do")):
            stop = _CLAUSE_END.search(self.text, match.end())
            clause = Clause(match.start("do"), stop.start() if stop else len(self.text.rstrip(" .;")), "", False)
            self._keep("order", "an order to the reader", self._addressed(), self.parties.we, Strength.REQUESTED, clause, match.start("do"))

    def _is_to_be(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        if match["not"]:
            return
        sender = re.search(r"\bfrom\s+(.{2,60}?)(?=\s+(?:on|by|about|regarding|are|is)\b|$)", clause.subject)
        owner = self.parties.resolve(sender[1])[0] if sender else ()
        strength = Strength.REQUESTED
        by = self.parties.across(owner) if owner else self.parties.agencies
        if not re.search(r"\b(?:comments?|contributions?|input|nominations?|applications?|proposals?|replies|responses?|feedback)\b", clause.subject, re.I):
            self._possibly(match, "is to be DONE", "nobody is named who is to do it", clause)
            return
        self._keep("comments are to be sent", "a request to whom it concerns", owner, by, strength, clause, match.start("verb"), f"send {clause.subject.strip()}" )

    def _should(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        owner, why = self.parties.resolve(match["whom"])
        if match["whom"].casefold().startswith("interested"):
            owner = self.parties.others or self.parties.met
        elif not owner:
            owner = self.parties.others
        by = self.parties.across(owner) or self.head
        clause = clause._replace(start=match.start())
        self._keep("you should DO", f"an instruction ({why})", owner, by, Strength.REQUESTED, clause, match.start("do"))

    # labels and telegraphic style

    def _labelled(self) -> bool:
        """`Action: ARM to …`, `Action point 2 – EMA: …`; a label without a party only says what an item is for."""
        match = _LABEL.match(self.text)
        if match is None:
            return False
        rest = self.text[match.end() :]
        told = re.match(r"(?P<who>[^:;.,]{2,60}?)\s*(?::|\s[–-])\s+(?P<do>[a-z]\w+)", rest)
        if told and (owner := self.parties.resolve(told["who"])[0]):
            self._keep_labelled(owner, match.end() + told.start("do"), match.end() + told.start("do"))
            return True
        if self._telegraphic(match.end()):
            return True
        if re.match(r"(?:for |to |none|no |adoption|election|discussion|information|agreement|decision)", rest, re.IGNORECASE):
            self.taken.append((0, len(self.text)))
            self.passed.append(Passed(self.text, self.sentence.line_at(0), "the label says what the item is for"))
            return True
        return False

    def _keep_labelled(self, owner: tuple[str, ...], start: int, at: int) -> None:
        stop = _CLAUSE_END.search(self.text, at)
        clause = Clause(start, stop.start() if stop else len(self.text.rstrip(" .;")), "", False)
        self._keep("Action: WHO to DO", "an action point", owner, (), Strength.COMMITTED, clause, at)

    def _telegraphic(self, start: int = 0) -> bool:
        found = False
        for begin in [start, *(m.end() for m in re.finditer(r"(?:[.:;]|\bover|\)),?\s+(?:and\s+)?(?=[A-Za-z])", self.text[start:])) ]:
            begin = begin if begin == start else start + begin
            match = _TELEGRAPHIC.match(self.text, begin)
            if match is None or self._is_taken(begin) or re.search(r"\(", self.text[max(0, begin - 20) : begin].split(")")[-1]):
                continue
            found = self._telegraph(match) or found
        return found

    def _telegraph(self, match: re.Match[str]) -> bool:
        who = match["who"].strip()
        owner, why = self.parties.resolve(who)
        stop = _CLAUSE_END.search(self.text, match.end())
        end = stop.start() if stop else len(self.text.rstrip(" .;"))
        clause = Clause(match.start("who"), end, who, False)
        is_thing = match["be"] or match["do"] == "take place"
        if _CONDITIONAL.match(self.text) or _CLOSED_NOTE.search(self.text[match.end() :]):
            return False
        if re.search(rf"(?<!\bthe )(?<!\ba )(?<!\ban )\b{_FINITE}\b", who) or _NEGATED.search(who) or who.count("(") != who.count(")"):
            return False
        if is_thing:
            between = re.search(r"\b(?:between|by)\s+(.{3,60})$", self.text[: clause.end])
            keys = self.parties.resolve(between[1])[0] if between else ()
            self._keep("WHAT to be DONE", "left to be done, by nobody in particular", keys, (), Strength.COMMITTED, clause, match.start("do"), f"{who} to {match['be'] or ''}{self.text[match.start('do'):end]}")
            return True
        if not owner and not self._is_ours(who):
            return False
        if not owner:
            owner, why = self.parties.we, "our side"
        if _VAGUE.match(self.text, match.start("do")):
            self._possibly(match, "WHO to consider", "too weak to count on", clause, owner)
            return True
        if not self._is_bare(who):
            return False
        self._keep("WHO to DO", f"telegraphic ({why})", owner, (), Strength.COMMITTED, clause, match.start("do"))
        return True

    def _is_bare(self, who: str) -> bool:
        """Whether a phrase is a party and nothing else, so that what follows it is what it is to do."""
        left = self.parties.without_names(who)
        return not re.search(r"\b(?!(?:and|the|of|or|both|all|each|members?|chair|secretariat|staff|team|delegation|unit|with|for|clinical|group|industry|"
                             r"regulators?|agency|association|associations|companies|sponsors?|applicants?|company|sponsor|side|office|head|director|working|party)\b)[a-z]{3,}", left)

    def _is_ours(self, who: str) -> bool:
        """In a company's own notes a first name or a team is its own."""
        return bool(self.parties.we) and bool(re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?|.*\bteam|all", who))

    # keeping

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
        for a, b, routes in _parts(self.text, at, self._list_end(at, clause.end)):
            start = clause.start if a == at else a
            stop = b if routes or a != at else min(b, clause.end)
            if not routes and _BARE_USE.match(self.text[a:stop].strip(" .,;")):
                routes = list(dict.fromkeys(key for key, _, _ in routes_in(self.text[:a])))
            if stop > start:
                self._add(form, why, owner, by, strength, start, stop, a, text if a == at else "", tuple(routes))

    def _list_end(self, at: int, end: int) -> int:
        """Where the list of routes ends, if the ask is to use routes: it may run past commas that end other clauses."""
        sentence_end = len(self.text.rstrip(" .;"))
        rest = self.text[end:sentence_end]
        to_use = re.match(r",?\s+(?:and|or)(?:,\s[^,]{2,60},)?\s+to\b", rest)
        goes_on = to_use or (re.match(r",?\s+(?:and|or|where|as well as)\b|,\s", rest) and used_routes(self.text[at:end]))
        if goes_on and routes_in(rest):
            stop = re.search(rf",?\s+and\s+(?=(?:the\s+)?[A-Z]\w*(?:\s\w+){{0,3}}\s+{_FINITE}\s)", self.text[end:])
            first_route = routes_in(rest)[0][1]
            if (stop is None or stop.start() > first_route) and not re.search(r"\b(?:was|were|is|are|has|have|will|would)\b", re.sub(r",\s+where[^,]*,", "", rest[:first_route])):
                return sentence_end if stop is None else end + stop.start()
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
        if len(evidence) < 4:
            return
        if routes and owner and set(owner) <= set(self.parties.agencies) and self.parties.others:
            owner, by, strength = self.parties.across(owner), owner, Strength.INVITED  # an agency offers a route to the other side
        start = self.text.find(evidence, max(0, start - 1))
        self.taken.append((start, start + len(evidence)))
        self.asks.append(
            Ask(
                text=_imperative(text or self.text[at:end]),
                owner=owner,
                requested_by=by,
                strength=strength,
                due=due_in(evidence, self.met, self.american),
                topic=self.sentence.topic,
                evidence=evidence,
                line=self.sentence.line_at(start),
                form=form,
                why=why,
                routes=routes,
                possible=possible,
            )
        )

    def _possibly(
        self,
        match: re.Match[str],
        form: str,
        why: str,
        clause: Clause | None = None,
        owner: tuple[str, ...] = (),
    ) -> None:
        clause = clause or self.clause(match.start(), match.end())
        if _NEGATED.search(self.text[: match.start()]) or re.match(r"no\b", clause.subject.strip(), re.I):
            return
        self.taken.append((match.start(), clause.end))
        self._add(form, why, owner or self.who(clause)[0], (), Strength.COMMITTED, clause.start, clause.end, match.start(), "", (), True)

    def _pass(self, clause: Clause, why: str) -> None:
        words = self.text[clause.start : clause.end].strip()
        if words:
            self.passed.append(Passed(words, self.sentence.line_at(clause.start), why))


_VAGUE = re.compile(r"(?:consider|reflect|examine|think|look at|see (?:whether|if)|weigh|bear in mind|keep in mind)\b")
_STOPWORDS = frozenset("that of to and for in on the has have had which is was from with by at its".split())
_ADVERB = r"(?:(?:also|further|later|soon|shortly|then|now|still|only|in turn|therefore|\w+ly)\s+)*"
_WILL = re.compile(rf"\b(?P<will>will|would|shall|Will|Would)\s+(?P<not>(?:not|never|no longer)\s+)?{_ADVERB}(?P<be>be\s+{_ADVERB})?(?P<verb>[a-z][a-z-]+)")
_IS_TO_BE = re.compile(rf"\b(?:is|are)\s+(?P<not>not\s+)?(?:to be|due to be)\s+{_ADVERB}(?P<verb>[a-z]+)")
_IS_TO = re.compile(rf"\b(?:is|are)\s+{_ADVERB}to\s+{_ADVERB}(?!be\b)(?P<do>[a-z][a-z-]+)")
_SHOULD = re.compile(r"\b(?P<whom>[Tt]hose interested|[Ii]nterested (?:members?|parties|organi[sz]ations?|companies|developers|applicants|colleagues|associations)|[Yy]ou|[Tt]he [Ss]ponsor)\s+(?:should|must|need to)\s+(?:also\s+)?(?!be\b|not\b|have been\b)(?P<do>[a-z]+)")
_ROUTE_PASSIVE = re.compile(
    r"\b(?:(?:should|ought to|could|might|must|would need to)\s+(?:\w+\s+)?be\s+(?:\w+\s+)?(?:sought|requested|used|considered|applied for|explored|taken up|booked)"
    r"|(?:was|were|is|are|has been|have been)\s+(?:(?:also|likewise|further|therefore|\w+ly)\s+)?(?:recommended|suggested|proposed|commended|advised|encouraged|offered|named as the next step|(?P<planned>planned|scheduled|foreseen|envisaged|requested|applied for|agreed)))"
    r"(?:\s+(?:by|to|for)\s+(?:the\s+)?(?P<whom>[^,;.]{2,50}?)(?=[,;.]|\s(?:as|before|for|in|on|once|when|if)\b|$))?"
)
_HISTORY = re.compile(
    r"\b(?:in|since|until|of|during)\s+(?:(?:early|late|mid)[- ])?(?:\w+\s+)?(?:19|20)\d\d\b|\blast\s+(?:year|spring|summer|autumn|winter|month)\b|\b(?:earlier|previously|formerly|in the past)\b|\bhad\b"
)
_NOMINAL = re.compile(
    r"[A-Z][\w’'&().-]*|(?:it|they|he|she|we|you|us|members?|ones|companies|firms|delegation|representatives?|staff|experts?|sponsors?|developers?|"
    r"applicants?|holders?|association|associations|consortium|network|agency|parties|organisations?|delegates?|participants|investigators|sites|hospitals|authorities|group|groups|unit|side|team|teams)(?:['’]s?)?"
)
_IN_PHRASE = re.compile(
    r"(?:the|a|an|its|their|our|his|her|all|both|each|any|some|these|those|smaller|larger|small|large|young|younger|individual|interested|member|new|of|among|from|and|or|academic|"
    r"industry|medium-sized|first-time|other|two|three|four|several|many|most|concerned|non-profit|affected)(?:['’]s?)?|\w+['’]s?"
)
_RELATIVE = re.compile(r"\b(?:in|of|for|by|during|through)\s+which\s*$|\b(?:who|whom|which)\s*$")
_CLOSED_NOTE = re.compile(r"(?:[–—-]|\bwas|\bhas been|\bis)\s+(?:completed|closed|done|delivered|fulfilled|withdrawn)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:(?:In addition|Also|Further|Furthermore|Additionally|Moreover|FDA Response:|Response:),?\s+)?(?P<do>(?i:provide|submit|include|revise|clarify|"
    r"justify|describe|specify|update|explain|send|address|confirm|propose))\s+(?:a|an|the|your|all|any|data|details|further|additional|us|detailed|information)\b"
)
_LABEL = re.compile(
    r"(?:(?:agreed |follow-?up )?actions?(?: points?| items?)?(?:\s+(?:no\.?\s*)?[\w/.]{1,6})?\s*(?:[:–—-]+)\s*|(?:AP|A|FU)\s?\d[\d/.]*\s*(?:\([^()]*\)\s*)?[:–-]\s*|to do:\s*|follow-?up:\s*)",
    re.IGNORECASE,
)
_TELEGRAPHIC = re.compile(
    r"(?:\d{1,2}[.)]\s+)?(?P<who>[A-Za-z][\w’'()/&.-]*(?:,? [\w’'()/&.-]+){0,14}?)\s+to\s+(?P<be>be\s+)?(?:(?:also|\w+ly)\s+)?(?P<do>take place|(?!(?:the|a|an|its|their|this|these|our|all|each|which|whom|be|and|date|that|those|some|any|other|such|both)\b)[a-z][a-z-]{1,})\b"
)


def head_of(text: str, parties: Parties, last: tuple[str, ...]) -> tuple[str, ...]:
    """Whom the subject of the sentence means: what stands before its first finite verb."""
    opening = _OPENING.match(text)
    tokens = text[opening.end() if opening else 0 :].split(" ", 20)[:20]
    end = next((n for n, token in enumerate(tokens) if n and _IS_FINITE.fullmatch(token.strip(",."))), None)
    if end is None:
        return ()
    while end > 1 and (tokens[end - 1] in _BETWEEN or tokens[end - 1].endswith("ly")):
        end -= 1
    phrase = " ".join(tokens[:end])
    if ", " in phrase:
        tail = phrase.rsplit(", ", 1)[1]
        phrase = tail if parties.resolve(tail)[0] else phrase.split(", ")[0]
    return parties.resolve(phrase, last)[0]


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
    return bool(re.search(r"\b(?:group|participants|members|parties|sides|meeting|forum|committee|board|teams|attendees|both|all)\b", phrase, re.I))


def _parts(text: str, at: int, end: int) -> list[tuple[int, int, list[str]]]:
    """The verb phrases joined by `and to` from *at* to *end*, each with the routes that it asks to use, if any.

    What only goes on with the same thing (`draft a position and to present it`) stays one phrase.
    """
    cuts, ends = [at], []
    for match in _AND_TO.finditer(text, at, end):
        follows = text[match.end() : end]
        goes_on = re.match(r"(?:\w+\s+){1,2}(?:it|them|these|those|this)\b", follows) and match[0][0] != ","
        if not goes_on or used_routes(follows):
            ends.append(match.start())
            cuts.append(match.end())
    return [(a, b, used_routes(text[a:b])) for a, b in zip(cuts, [*ends, end], strict=True)]


_AND_TO = re.compile(
    r",?\s+(?:and|or)(?:,\s[^,]{2,60},)?\s+(?:also\s+)?(?:to\s+(?=[a-z])(?!(?:the|a|an|its|their|this|these|those|which|whom|our)\b)|that\s+(?:it|they|its members|he|she)\s+(?=[a-z]))|,?\s+and\s+with\s+(?=[a-z]+ing\b)"
)


_BARE_USE = re.compile(r"(?:apply|do so|request (?:one|it)|seek (?:it|one)|use (?:it|them)|take (?:it|this) up)(?: (?:early|soon|in good time|in due course))?$")
_OTHER_OBJECT = re.compile(
    r"\b(?:before|after|prior to|during|ahead of|in view of|template|data|results?|comments|documents?|experiences?|reports?|slides|figures|examples|lessons|"
    r"minutes|letters?|list|guidance|outcomes?|feedback|studies|case stud\w+|names?|contact list|survey|criteria|notes?|answers|summary|fees?|fee)\b"
)
_QUESTIONS = re.compile(r"(?:bring|raise|take|submit|put|present|address|discuss)\s+(?:\w+\s+){0,4}?(?:questions?|issues?|topics?|points?|matters?|cases?|concepts?|instruments?|approach(?:es)?|methods?|projects?|technolog\w+|assays?|platforms?|tools?|ideas?|it|them|this)\b.*?\b(?:to|with|at|in|through)\s+(?:the\s+|an?\s+)?")
_STRONG = re.compile(r"(?:point|refer|direct|steer|bring|raise|take|present|submit|address|plan|start|hold|propose|access|look (?:at|into)|initiate)\b(?! (?:up|advantage|part))")


def used_routes(phrase: str) -> list[str]:
    """The routes that a verb phrase asks to use; none when it asks for something else and only names them."""
    phrase = re.sub(r"^(\w+), [^,]{2,60},(?= (?:on|of|for|to|with) )", r"\1", phrase)
    routes = routes_in(phrase)
    if not routes:
        return []
    start = re.match(r"(?:continue to |continue |also |to |further |actively |have |please |first |jointly )*", phrase)
    at = start.end() if start else 0
    first = routes[0][1]
    between = phrase[at:first]
    if _STRONG.match(phrase, at):
        questions = _QUESTIONS.match(phrase, at)
        fits = bool(questions and questions.end() >= first - 12)
        fits = fits or bool(re.match(r"(?:point|refer|direct|steer)\s+[^,;]{2,70}?\s+to\s+(?:the\s+|an?\s+)?(?:\w+\s+){0,2}$", between))
        fits = fits or bool(re.match(r"(?:plan|start|hold|initiate|submit)\s+(?:an?\s+|the\s+|its\s+|their\s+)?(?:\w+\s+)?(?:request|application)?\s*(?:for\s+|to\s+)?(?:an?\s+|the\s+)?$", between))
        return list(dict.fromkeys(key for key, _, _ in routes)) if fits else []
    used = grammar().use.match(phrase, at)
    if used is None or used.end() > first or _OTHER_OBJECT.search(phrase[used.end() : first]):
        return []
    return list(dict.fromkeys(key for key, start, _ in routes if not re.search(r"\b(?:after|following|before|as in|unlike|instead of|rather than)\s+(?:the |an? |its )?(?:\w+ )?$", phrase[:start])))


def _routes_at_once(phrase: str) -> list[str]:
    """The routes that *phrase* begins with: `a 1:1 meeting with the QIG`, `the briefing meetings of the SME office`."""
    routes = routes_in(phrase)
    if not routes or routes[0][1] > 45 or _OTHER_OBJECT.search(phrase[: routes[0][1]]):
        return []
    return list(dict.fromkeys(key for key, start, _ in routes if not re.search(r"\b(?:after|following|before|unlike|instead of|rather than)\s+(?:the |an? |its )?(?:\w+ )?$", phrase[:start])))


def _imperative(words: str) -> str:
    text = " ".join(words.split()).strip(" ,;.")
    return text[:1].upper() + text[1:]


# tables of actions

_ACTION_HEAD = re.compile(r"(?:agreed )?(?:actions?(?: items?| points?)?|what|task|follow-?ups?|description|to do|commitment)s?(?: required| agreed)?", re.I)
_OWNER_HEAD = re.compile(r"(?:action )?(?:owner|who|responsible|responsibility|lead|by whom|party|assigned to|actionee)s?(?: party| person)?", re.I)
_DUE_HEAD = re.compile(r"(?:due|by when|deadline|when|target|timeline|timing|date)(?: date| day)?", re.I)
_ITEM_HEAD = re.compile(r"(?:agenda )?item|topic|agenda point", re.I)
_STATUS_HEAD = re.compile(r"(?:status|state|progress)", re.I)
_CLOSED = re.compile(r"\b(?:closed|completed?|done|finished|fulfilled|withdrawn|cancelled|delivered|achieved|resolved)\b", re.I)
_STILL = re.compile(r"\b(?:not|to be|partly|partially|in)\b", re.I)


def asks_in_table(
    table: Table, parties: Parties, met: dt.date | None, american: bool, topics: dict[str, str]
) -> tuple[list[Ask], list[Passed]]:
    """An ask for each row of a table of actions that is not closed; other tables hold none."""
    columns = {
        name: next((n for n, head in enumerate(table.heads) if pattern.fullmatch(head.strip(" :*"))), None)
        for name, pattern in (("action", _ACTION_HEAD), ("owner", _OWNER_HEAD), ("due", _DUE_HEAD), ("status", _STATUS_HEAD), ("item", _ITEM_HEAD))
    }
    if columns["action"] is None or (columns["owner"] is None and columns["due"] is None):
        return [], []
    asks: list[Ask] = []
    passed: list[Passed] = []
    for line, cells in table.rows:
        cell = {name: cells[n] if n is not None and n < len(cells) else "" for name, n in columns.items()}
        words = cell["action"].strip()
        if not words:
            continue
        if _CLOSED.search(cell["status"]) and not _STILL.search(cell["status"]):
            passed.append(Passed(words, line, f"closed: {cell['status']}"))
            continue
        owner = _owners(cell["owner"], parties)
        due = due_in(f"by {cell['due']}", met, american) if cell["due"].strip() else due_in(words, met, american)
        routes = tuple(used_routes(words[:1].lower() + words[1:]))
        asks.append(Ask(_imperative(words), owner, (), Strength.COMMITTED, due, table.topic or topics.get(cell["item"].strip(" .")), words, line, "row of a table", "the owner's column says who", routes))
    return asks, passed


def _owners(cell: str, parties: Parties) -> tuple[str, ...]:
    keys: list[str] = []
    for part in re.split(r"\s*(?:/|,|;|&|\+|\band\b)\s*", cell):
        keys += parties.resolve(part)[0] if part.strip() else ()
    return tuple(dict.fromkeys(keys)) or parties.resolve(cell)[0]
