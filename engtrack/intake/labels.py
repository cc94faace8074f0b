"""Labels and telegraphic style: `Action: ARM to …`, `EMA to …`, `to be put on the next agenda`."""

import re

from engtrack.intake.asks import Passed
from engtrack.intake.clauses import CLAUSE_END, CONDITIONAL, FINITE, NEGATED, Clause
from engtrack.intake.grammar import ADVERB, grammar
from engtrack.intake.lens import Lens
from engtrack.model import Strength

LABEL = re.compile(
    r"(?:(?:agreed |follow-?up )?actions?(?: points?| items?)?(?:\s+(?:no\.?\s*)?[\w/.]{1,6})?\s*(?:[:–—-]+)\s*|(?:AP|A|FU)\s?\d[\d/.]*\s*(?:\([^()]*\)\s*)?[:–-]\s*|to do:\s*|follow-?up:\s*)",
    re.IGNORECASE,
)
_ACTION_OF = re.compile(
    r"(?:\d[\d.]*\s+)?(?:Actions?|Follow-up|To do)(?: (?:for|by|on|with|point|item))? \(?(?P<who>[A-Za-z][^:()]{1,60}?)\)?(?:,? jointly)?: (?=\w)"
)
_TELEGRAPHIC = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?P<who>[A-Za-z][\w’'()/&.-]*(?:,? [\w’'()/&.-]+){0,14}?)\s+(?:still\s+)?to\s+(?P<be>be\s+)?(?:(?:also|"
    + ADVERB
    + r")\s+)?(?P<do>take place|(?!(?:the|a|an|its|their|this|these|our|all|each|which|whom|be|and|date|that|those|some|any|other|such|both)\b)[a-z][a-z-]{1,})\b"
)
_OWNED = re.compile(
    r"(?P<who>[A-Z][^:.;]{1,50}?)\s*(?::|\s[–—-])\s+(?:each |all |both )?(?P<do>(?!(?:nothing|none|not|yes|very|well|same|still|thanks|see|views?|position|only|already|also|the|its|their|there|this|that|with|for|from|and|would|will|could|can|may|might|prior|happy|ready|able|unable|please|joint)\b|(?!(?:app|comp|rep|supp)ly\b)\w+ly\b|[a-z]*[^su\W]s\b)[a-z]{3,})(?![\w-])(?!\w*ed\b)"
)
_LISTED = re.compile(_OWNED.pattern, re.IGNORECASE)
_AGREED = re.compile(r"Agreed(?:,| by)? (?:both|jointly|all|together)(?: (?:sides|parties))?:\s+(?=\w)")
_ACTIONS = re.compile(
    r"(?:(?:agreed|open|summary of) )?(?:follow-?up )?actions?(?: (?:items?|points?|list))?\W*", re.IGNORECASE
)
"""What stands above a list of actions."""
NOTED_STRENGTH = {
    "asked": Strength.REQUESTED,
    "requested": Strength.REQUESTED,
    "reminded": Strength.REQUESTED,
    "urged": Strength.REQUESTED,
    "invited": Strength.INVITED,
    "welcome": Strength.INVITED,
    "free": Strength.INVITED,
    "advised": Strength.ENCOURAGED,
    "encouraged": Strength.ENCOURAGED,
    "recommended": Strength.ENCOURAGED,
    "happy": Strength.COMMITTED,
    "willing": Strength.COMMITTED,
}
_NOTED = re.compile(rf"(?P<who>[A-Z][\w’' ]{{2,50}}?) (?P<verb>{'|'.join(NOTED_STRENGTH)}) to (?P<do>[a-z][a-z-]+)\b")
_CLOSED_NOTE = re.compile(
    r"(?:(?:[–—:-]|\bwas|\bhas been|\bis)\s+|\()(?:completed|closed|done|delivered|fulfilled|withdrawn)\b",
    re.IGNORECASE,
)
_HAND_ON = re.compile(
    r"(?:Put|Compare|Translate|Send|Provide|Share|Prepare|Draft|Circulate|Update|Organi[sz]e|Arrange|Set up|Collect|Check|Clarify|Review|Submit|Publish|Upload|"
    r"Write|Revise|Contact|Invite|Report|Compile|Complete|Confirm|Nominate|Finali[sz]e|Distribute|Identify|Ask|Schedule|Add|Post|Develop|Map|List|Summari[sz]e)\s+\w"
)
_NOBODY = frozenset(
    ["as", "little", "much", "a lot", "more", "nothing much", "nothing", "interesting", "good", "nice", "glad", "happy", "pleased", "useful", "hard", "difficult",
     "easy", "important", "necessary", "keen", "ready", "able", "free", "sorry", "surprising", "helpful", "too early", "early", "still", "best", "before", "according", "due", "thanks", "owing", "prior", "contrary", "next", "close", "related", "subject"]
)  # fmt: skip
_ASKED_FOR = re.compile(
    r"\b(?:comments?|contributions?|input|nominations?|applications?|replies|feedback)\b", re.IGNORECASE
)
_FROM = re.compile(
    r"\W*(?P<what>Reminder|Request|Ask|Advice|Recommendation|Suggestion) (?:from|by|of) (?P<by>[A-Z][\w ]{1,30}?): (?P<do>[a-z]+)\b",
    re.IGNORECASE,
)


class LabelReading(Lens):
    """What is noted without a verb of asking."""

    def _labelled(self) -> bool:
        """`Action: ARM to …`, `Action point 2 – EMA: …`; a label without a party only says what an item is for."""
        if self._to_do() or self._action_of() or self._agreed_by_all():
            return True
        if self._reminder():
            return True
        match = LABEL.match(self.text)
        if match is None:
            pattern = (
                _LISTED if _ACTIONS.fullmatch(self.sentence.context) else _OWNED if self.sentence.is_bullet else None
            )
            owned = pattern.match(self.text) if pattern else None
            if owned and pattern is _OWNED and owned["do"] not in grammar().verbs:
                owned = None
            if owned and _CLOSED_NOTE.search(self.text, owned.end()):
                self._pass(Clause(0, len(self.text), "", False), "closed")
                self.taken.append((0, len(self.text)))
                return True
            bare = bool(owned) and (self._is_bare(owned["who"]) or self._is_ours(owned["who"])) if owned else False
            owner = (self.parties.resolve(owned["who"])[0] or self.parties.we) if owned and bare else ()
            if owned and owner:
                self._keep_labelled(owner, owned.start("do"), owned.start("do"))
                return True
            return False
        rest = self.text[match.end() :]
        told = re.match(r"(?P<who>[^:;.,]{2,60}?)\s*(?::|\s[–-])\s+(?P<do>[a-z]\w+)", rest)
        if told and (owner := self.parties.resolve(told["who"])[0]):
            self._keep_labelled(owner, match.end() + told.start("do"), match.end() + told.start("do"))
            return True
        if self._telegraphic(match.end()):
            return True
        if re.match(r"[Aa]ction\b", match[0]) and _HAND_ON.match(rest):
            self._keep_labelled((), match.end(), match.end())
            return True
        if re.match(
            r"(?:for |to |none|no |adoption|election|discussion|information|agreement|decision)", rest, re.IGNORECASE
        ):
            self.taken.append((0, len(self.text)))
            self.passed.append(Passed(self.text, self.sentence.line_at(0), "the label says what the item is for"))
            return True
        return False

    def _reminder(self) -> bool:
        """`Reminder from EMA: renew the declaration`: who is reminded is across the table."""
        match = _FROM.match(self.text)
        by = self.parties.resolve(match["by"])[0] if match else ()
        if match is None or not by or match["do"] not in grammar().verbs:
            return False
        stop = CLAUSE_END.search(self.text, match.end())
        clause = Clause(match.start("do"), stop.start() if stop else len(self.text.rstrip(" .;")), "", False)
        strength = (
            Strength.ENCOURAGED
            if match["what"].casefold() in {"advice", "recommendation", "suggestion"}
            else Strength.REQUESTED
        )
        self._keep(
            "Reminder from WHO: DO",
            "a note of what was asked",
            self.parties.across(by),
            by,
            strength,
            clause,
            match.start("do"),
        )
        return True

    def _to_do(self) -> bool:
        """A box to be ticked: `[ ] Brief the colleagues (Tom)`; one that is ticked is done."""
        box = re.match(r"\[(?P<done>[ xX])\]\s+(?=[A-Z])", self.text)
        if box is None:
            return False
        if box["done"] != " ":
            self.taken.append((0, len(self.text)))
            self._pass(Clause(box.end(), len(self.text), "", False), "ticked: it is done")
            return True
        person = re.search(r"\(([^()]{2,40})\)\W*$", self.text)
        before = re.match(r"([^:]{2,50}):\s+", self.text[box.end() :])  # `[ ] EMA: check the fee`
        named = self.parties.resolve(before[1])[0] if before else ()
        owner = named or (self.parties.resolve(person[1])[0] if person else ()) or self.parties.we
        at = box.end() + before.end() if before and named else box.end()
        stop = CLAUSE_END.search(self.text, at)
        end = min(stop.start() if stop else len(self.text.rstrip(" .;")), person.start() if person else len(self.text))
        clause = Clause(at, end, "", False)
        self._keep("[ ] to do", "a box to be ticked", owner, (), Strength.COMMITTED, clause, at)
        return True

    def _action_of(self) -> bool:
        """`Action FAMHP: publish …`: whose action it is stands before the colon."""
        match = _ACTION_OF.match(self.text)
        owner = self.parties.resolve(match["who"])[0] if match else ()
        if match is None or not owner or not self._is_bare(match["who"]):
            return False
        if re.match(r"(?:none|no action|closed|completed|done)\b", self.text[match.end() :], re.IGNORECASE):
            return False
        self._keep_labelled(owner, match.end(), match.end())
        return True

    def _agreed_by_all(self) -> bool:
        """`Agreed, both: joint paper on the model`: all who met will do it."""
        match = _AGREED.match(self.text)
        if match is None or len(self.parties.met) < 2:
            return False
        clause = Clause(0, len(self.text.rstrip(" .;")), "", False)
        self._keep("Agreed, both: WHAT", "agreed by all", self.parties.met, (), Strength.AGREED, clause, match.end())
        return True

    def _noted(self) -> bool:
        """A note without its auxiliary: `ARM members advised to go to the ITF`, `Company asked to justify the limits`."""
        starts = [0] if self.sentence.is_bullet or self.parties.we else []
        starts += [
            stop.end() for stop in re.finditer(r"[.;,]\s+(?=[A-Z])", self.text if self.sentence.is_bullet else "")
        ]
        match = next((found for at in starts if (found := _NOTED.match(self.text, at))), None)
        if (
            match is None
            or re.search(rf"\b{FINITE}\b|\bbeen\b", match["who"])
            or match["do"] in {"see", "be", "have", "receive", "know", "hear", "get"}
        ):
            return False
        owner, why = self.parties.resolve(match["who"])
        if not owner or (match["verb"] == "asked" and set(owner) & set(self.parties.agencies)):
            return False
        stop = CLAUSE_END.search(self.text, match.end())
        clause = Clause(match.start(), stop.start() if stop else len(self.text.rstrip(" .;")), match["who"], False)
        by = () if NOTED_STRENGTH[match["verb"]] is Strength.COMMITTED else self.parties.across(owner)
        self._keep(
            "WHO asked to DO", f"a note ({why})", owner, by, NOTED_STRENGTH[match["verb"]], clause, match.start("do")
        )
        return True

    def _keep_labelled(self, owner: tuple[str, ...], start: int, at: int) -> None:
        stop = CLAUSE_END.search(self.text, at)
        clause = Clause(start, stop.start() if stop else len(self.text.rstrip(" .;")), "", False)
        self._keep("Action: WHO to DO", "an action point", owner, (), Strength.COMMITTED, clause, at)

    def _telegraphic(self, start: int = 0) -> bool:
        found = False
        for begin in [
            start,
            *(
                m.end()
                for m in re.finditer(
                    r"(?:[.:;]|\s[–—]|\bover|\)),?\s+(?:and\s+)?(?=[A-Za-z])|,\s+(?=(?:the )?[A-Z][\w-]* to [a-z])|^Agreed\s+(?=[A-Z])",
                    self.text[start:],
                )
            ),
        ]:
            begin = begin if begin == start else start + begin
            match = _TELEGRAPHIC.match(self.text, begin)
            if (
                match is None
                or self._is_taken(begin)
                or re.search(r"\(", self.text[max(0, begin - 20) : begin].split(")")[-1])
            ):
                continue
            found = self._telegraph(match) or found
        return found

    def _telegraph(self, match: re.Match[str]) -> bool:
        who = match["who"].strip()
        owner, why = self.parties.resolve(who)
        stop = CLAUSE_END.search(self.text, match.end())
        end = stop.start() if stop else len(self.text.rstrip(" .;"))
        clause = Clause(match.start("who"), end, who, False)
        is_thing = match["be"] or match["do"] == "take place"
        if who.casefold() in _NOBODY:
            return False  # `As to scientific advice`, `Little to report`, `Interesting to hear`
        if CONDITIONAL.match(self.text) or _CLOSED_NOTE.search(self.text[match.end() :]):
            return False
        if re.match(r"\s+(?:was|were|is|are|has|had|remains|will|would)\b", self.text[match.end() :]):
            return False
        if match["be"] and re.search(r"\b(?:was|were|is|are|has|had|will|would)\b", self.text[match.end() : end]):
            return False
        if (
            any(
                not (found[0].endswith("ed") and found.start() == 0)
                and not (found[0].endswith("ed") and re.search(r"ly\s$", who[: found.start()]))
                for found in re.finditer(rf"(?<!\bthe )(?<!\ba )(?<!\ban )\b{FINITE}\b", who)
            )
            or NEGATED.search(who)
            or who.count("(") != who.count(")")
        ):
            return False
        if is_thing and re.search(
            r"^(?:For|In|On|At|By|To|With|From|After|Before|As)\b|\b(?:considers?|finds?|deems?|believes?|expects?|wants?|needs?|likes?|judges?|thinks?)\b|\b(?:continues?|remains?|needs?|seems?|appears?|tends?|proves?|has|have|ought|used|happy|glad|pleased|proud|keen|sorry|ready|meant|intended|designed|supposed|likely|unlikely|known|said|thought|found)$",
            who,
        ):
            return False
        if is_thing:
            between = re.search(r"\b(?:between|by)\s+(.{3,60})$", self.text[: clause.end])
            keys = self.parties.resolve(between[1])[0] if between else ()
            receiver = re.search(
                r"\b(?:sent|submitted|provided|returned|forwarded) to (.{3,50}?)(?= by\b| on\b| before\b|$)",
                self.text[match.start() : end],
            )
            if receiver and not keys:
                keys = self.parties.across(self.parties.resolve(receiver[1])[0])
            sender = re.search(r"\bfrom\s+(.{2,60})$", who)
            sent = (
                self.parties.resolve(sender[1])[0]
                if sender and match["do"] in {"sent", "submitted", "provided", "returned"}
                else ()
            )
            if not sent and not keys and match["do"] in {"published", "posted", "uploaded", "released"}:
                keys = self.parties.leads[:1] if len(self.parties.leads) == 1 else ()
            is_asked_for = bool(sent) or bool(_ASKED_FOR.search(who))
            self._keep(
                "WHAT to be DONE",
                "left to be done, by nobody in particular",
                sent or keys,
                (self.parties.across(sent) if sent else self.parties.leads) if is_asked_for else (),
                Strength.REQUESTED if is_asked_for else Strength.COMMITTED,
                clause,
                match.start("do"),
                f"{who} to {match['be'] or ''}{self.text[match.start('do') : end]}",
            )
            return True
        if not owner and not self._is_ours(who):
            return False
        if not owner:
            owner, why = self.parties.we, "our side"
        if self._is_weak(match.start("do")):
            self._possibly(match, "WHO to consider", "too weak to count on", clause, owner)
            return True
        if why != "our side" and not self._is_bare(who):
            return False
        self._keep("WHO to DO", f"telegraphic ({why})", owner, (), Strength.COMMITTED, clause, match.start("do"))
        return True

    def _is_bare(self, who: str) -> bool:
        """Whether a phrase is a party and nothing else, so that what follows it is what it is to do."""
        left = self.parties.without_names(who)
        return not re.search(
            r"\b(?!(?:and|the|of|or|both|all|each|members?|chair|secretariat|staff|team|delegation|unit|with|for|clinical|group|industry|"
            r"regulators?|agency|association|associations|companies|sponsors?|applicants?|company|sponsor|side|office|head|director|working|party|organi[sz]ations?|two|three|four|parties|institutes?|groups?)\b)[a-z]{3,}",
            left,
        )
