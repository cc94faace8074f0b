"""Promises: will, would in reported speech, is to, is to be."""

import re

from engtrack.intake.clauses import BACKGROUND, CONDITIONAL, FINITE, RELATIVE, Clause
from engtrack.intake.days import due_in
from engtrack.intake.grammar import grammar
from engtrack.intake.passives import PassiveReading
from engtrack.intake.route_uses import used_routes
from engtrack.intake.texts import base_of
from engtrack.model import Strength

WILL = re.compile(
    r"(?P<will>\b(?:will|would|shall|Will|Would)|(?<=[A-Za-z])['’]ll)(?:,\s[^,;.]{2,60},)?\s+(?P<not>(?:not|never|no longer)\s+)?(?P<be>be\s+)?(?P<verb>[a-z][a-z-]+)"
)
IS_TO_BE = re.compile(r"\b(?:is|are)\s+(?P<not>not\s+)?(?:to be|due to be)\s+(?P<verb>[a-z]+)")
_THEN = re.compile(r"\b(?:then|at the time|at that time|earlier|previous\w*|had been)\b")
_ADVICE = re.compile(
    r"(?:[\w-]+(?:['’]s)? ){0,3}(?:advice|recommendation|counsel|suggestion)(?: (?:(?:given |addressed )?(?:to|for)|of) (?P<whom>.+))?$"
)
IS_TO = re.compile(r"\b(?:is|are|was)\s+to\s+(?!be\b)(?P<do>[a-z][a-z-]+)")
"""They are looked for in a text without its adverbs."""
DOES = re.compile(r"\b(?P<do>(?!(?:is|has|was|does|this|its|his|as|us|always|perhaps|besides|whereas)\b)[a-z]{2,}s)\b")
"""What somebody does by a day to come, as minutes in the present tense say."""
_STOPWORDS = frozenset(
    [
        "that", "of", "to", "and", "for", "in", "on", "the", "has", "have", "had", "which", "is", "was", "from", "with", "by", "at", "its"
    ]
)  # fmt: skip
_WISH = frozenset(
    [
        "welcome", "like", "appreciate", "be", "prefer", "remain", "need", "have", "not", "love", "help", "favour", "favor", "suffice", "hope", "wish",
        "benefit", "seem", "mean", "allow", "rather", "find"
    ]
)  # fmt: skip
_REPORTED = re.compile(
    r"\b(?:said|says|announced|informed|explained|added|confirmed|indicated|stated|noted|promised|reported|replied|assured|agreed|clarified|wrote|"
    r"undertook|mentioned|told|declared|specified|recalled|decided|concluded|arranged|settled|accepted|offered)\b"
)
_SAYING = re.compile(
    r"(?:ed|id|[a-z]s|ing|told|fact|view|hope|so|now|understood|wrote|agreement|assurance|confirmation|intention)$"
)
_HOPED = re.compile(r"\b(?:hopes?|hoped|hope|expects?|expected|expectation|trusts?|trusted) (?:\w+ )?that\b[^.;]*$")
_TO_WHOM = re.compile(
    r"\b(?:shared with|sent to|circulated to|provided to|presented to|distributed to)\s+(?:the\s+)?([\w-]+)"
)
_ASKED_OF_ALL = re.compile(
    r"\b(?:comments?|contributions?|input|nominations?|applications?|proposals?|replies|responses?|feedback)\b",
    re.IGNORECASE,
)
_CHARGED = re.compile(r"\b(?:fee|fees|invoice|invoices)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:published|posted|released|issued|uploaded|announced|made (?:available|public))\b")
_RETURNS = re.compile(r"(?:(?:come|get) back\s+(?:to|with|on)|find out)\b")
_AGREED_THAT = re.compile(r"\b[Ii]t was (?:\w+ )?agreed that\s*(?:the |both )?$")
_GOES_OUT = re.compile(r"(?:go (?:up|out|live|online)|appear on)\b")
_COMES_BACK = re.compile(
    r"\band (?:to )?(?:present|report|revert|inform|come back|propose|share|submit|let|give|provide|tell)\b"
)


class PromiseReading(PassiveReading):
    """What somebody will do, and what will be done."""

    def _will(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        verb_at = match.start("verb")
        has_done = re.match(
            r"have\s+(?:it|them|(?:the|a|an|its|their|this)\s+[^,;.]{3,90}?)\s(?:\w+ed|put|sent|set up|ready)\b",
            self.text[verb_at:],
        )
        if match["verb"] in _STOPWORDS and not has_done:
            return
        if match["verb"] == "do" and re.match(r"(?:\s+(?:so|that|this))?\W*$", self.text[match.end() :]):
            return
        of_thing = re.search(r"([\w’'-]+)\s+that\s*$", self.text[: match.start()])
        if of_thing and not _SAYING.search(of_thing[1]) and not self.parties.resolve(of_thing[1])[0]:
            self._pass(clause, "it only says what kind of thing is meant")
            return
        if BACKGROUND.search(self.text[: match.start()]):
            self._pass(clause, "it only gives a reason")
            return
        if _HOPED.search(self.text[: match.start()]):
            self._pass(clause, "somebody only hopes so")
            return
        if re.search(r"\b(?:in|at|during|from|through|under) which\s*$", self.text[: clause.start]):
            self._pass(clause, "it only describes something")
            return
        if (
            match["not"]
            or CONDITIONAL.match(self.text)
            or re.match(r"(?:no|nothing|nobody|none|neither)\b", clause.subject.strip(), re.I)
        ):
            self._pass(clause, "negated or conditional")
            return
        subject, why = self.who(clause)
        if match["be"]:
            self._will_be(match, clause, subject)
            return
        verb = match["verb"]
        if verb == "undergo":
            self._keep(
                "WILL undergo",
                "announced",
                self._announcer(clause) or (self.parties.leads if len(self.parties.leads) == 1 else ()),
                (),
                Strength.COMMITTED,
                clause,
                verb_at,
                f"{clause.subject.strip()} to {self.text[verb_at : clause.end]}",
            )
            return
        is_ours = not re.match(r"(?:which|that|submissions|comments|responses|applications)\b", clause.subject, re.I)
        if is_ours and _GOES_OUT.match(self.text, verb_at) and match["will"].casefold() != "would":
            owner = self._announcer(clause, "published")
            self._keep(
                "WILL go out",
                "whoever publishes it promises it",
                owner,
                (),
                Strength.COMMITTED,
                clause,
                verb_at,
                f"publish {self._within(self._shared_subject(verb_at) if clause.shared else clause.subject)}",
            )
            return
        if not subject:
            if clause.subject.strip().casefold() not in {"there", "it", "this", "that", "which", "who"}:
                self._pass(clause, "it only says what will happen: no party stands before it")
            return
        if match["will"].casefold() == "would":
            if verb in _WISH:
                if verb in {"welcome", "like", "appreciate", "prefer"}:
                    self._possibly(
                        match,
                        "would welcome",
                        "a wish, which nobody took up",
                        clause,
                        self.parties.across(subject),
                        subject,
                    )
                return
            pronoun = clause.subject.strip().casefold() in {"she", "he", "it", "they"} and not re.search(
                r"\b(?:if|unless|were|should)\b", self.text
            )
            head_said = pronoun or _REPORTED.search(self.text[: match.start()])
            is_named = bool(self.parties.named(clause.subject)) and not re.search(
                r"\b(?:if|unless|were to|could)\b|\b(?:that|which|who)\s+would\b", self.text
            )
            if not (head_said or is_named) and not re.search(
                r"secretariat|office|unit|division|department|agency|staff|commission|regulators|authority",
                clause.subject,
                re.I,
            ):
                self._pass(clause, "would: a case that may not come")
                return
        if self._is_weak(verb_at) and not _COMES_BACK.search(self.text[verb_at : clause.end]):
            self._possibly(match, "WILL consider", "too weak to count on", clause, subject)
            return
        if (
            grammar().foretold.end_in(self.text, verb_at)
            and not _RETURNS.match(self.text, verb_at)
            and not _AGREED_THAT.search(self.text[: clause.start])
            and not has_done
            and not used_routes(self.text[verb_at : clause.end])
        ):
            self._pass(clause, f"it only says what will happen: {verb}")
            return
        self._keep("WHO will DO", f"the subject promises it ({why})", subject, (), Strength.COMMITTED, clause, verb_at)

    def _does(self, match: re.Match[str]) -> None:
        """`Swissmedic sends the list by the end of September`: a promise, where a day to come is said."""
        if base_of(match["do"]) is None or match["do"].startswith(("plan", "intend", "hope", "expect", "want", "need")):
            return
        if re.search(r"\b(?:the|their|its|our|an?|no|company|any|all)\s+$", self.text[: match.start()]):
            return  # it is a noun: `the names`
        clause = self.clause(match.start(), match.end())
        owner, why = self.parties.resolve(clause.subject)
        due = due_in(self.text[match.start() : clause.end], self.met, self.american)
        rest = self.text[match.end() : clause.end]
        if clause.start + len(clause.subject) + 2 < match.start() or not re.search(
            r"\b(?:by|until|before|no later than|deadline)\b", rest
        ):
            return
        if not owner or clause.shared or self.met is None or due is None or due < self.met:
            return
        if re.search(rf"\s{FINITE}\s", clause.subject):
            return  # it is a noun after another verb: `is looking to add it to its reports by …`
        why = f"what is done by a day to come is promised ({why})"
        verb, _, rest = self.text[match.start("do") : clause.end].partition(" ")
        text = f"{base_of(verb) or verb.removesuffix('s')} {rest}"
        self._keep("WHO does WHAT by DAY", why, owner, (), Strength.COMMITTED, clause, match.start("do"), text)

    def _will_be(self, match: re.Match[str], clause: Clause, subject: tuple[str, ...]) -> None:
        if _CHARGED.search(clause.subject) and match["verb"] in {"issued", "sent"}:
            self._pass(clause, "a bill")
            return
        if match["verb"].endswith("ing") and subject and base_of(match["verb"]):
            self._keep(
                "WILL be DOING", "the subject promises it", subject, (), Strength.COMMITTED, clause, match.start("verb")
            )
            return
        if clause.subject.strip() in {"which", "that"} and not self._agent(self.text[match.end() : clause.end]):
            self._pass(clause, "it only describes something")
            return
        until = grammar().promised.end_in(self.text, match.start("verb"))
        if until is None and self._agent(self.text[match.end() : clause.end]):
            until = grammar().promised_by.end_in(self.text, match.start("verb"))
        if until is None:
            self._pass(clause, f"it only says what will happen: be {match['verb']}")
            return
        if re.search(
            r"\b(?:meeting|session|plenary|workshop|platform|bilateral|conference|telecon\w*|summaries|hearing)s?$",
            re.split(r"\s(?:of|from|on|for)\s", clause.subject.strip())[0],
            re.I,
        ) and not self._agent(self.text[match.end() : clause.end]):
            self._pass(clause, "it says when a meeting is")
            return
        if re.match(r"\s+on request\b", self.text[until:]):
            self._pass(clause, "it says what is usual")
            return
        if clause.shared:
            clause = clause._replace(start=0)
        done = " ".join(self.text[match.start("verb") : until].split())
        thing = self._shared_subject(match.start()) if clause.shared else clause.subject
        self._keep(
            "WILL be published",
            "promised in the passive",
            self._announcer(clause, done),
            (),
            Strength.COMMITTED,
            clause,
            match.start("verb"),
            self._order_of(thing, match.start("verb"), clause.end),
        )

    def _announcer(self, clause: Clause, done: str = "") -> tuple[str, ...]:
        """Who is behind a passive promise: its agent, whose website, or who announced it; else nobody is invented."""
        rest = self.text[clause.start : clause.end]
        if keys := self._agent(rest):
            return keys
        website = re.search(r"\b(?:web\s?site|web\s?page|portal)\s+of\s+(?:the\s+)?([A-Z]\w+|[Aa]gency)", rest)
        if website and (keys := self.parties.resolve(website[1])[0]):
            return keys
        receiver = _TO_WHOM.search(rest)
        if receiver and (keys := self.parties.resolve(receiver[1])[0]):
            return self.parties.across(keys)
        place = re.search(
            r"\b(?:on|to|in|at)\s+(?:the\s+)?([A-Z]\w+|agency)(?:'s|’s)?\s+(?:web\s?site|web\s?page|page|portal)", rest
        )
        if place and (keys := self.parties.resolve(place[1])[0]):
            return keys
        if clause.start > 3 and _REPORTED.search(self.text[: clause.start]):
            return tuple(key for key in self.head if key in self.parties.agencies) or self.head
        if len(self.parties.agencies) == 1 or (_PUBLISHED.match(done) and len(self.parties.leads) == 1):
            return self.parties.leads  # what the notes of one agency say will be done, it does
        return ()

    def _is_to(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        owner, why = self.who(clause)
        if (advice := _ADVICE.match(clause.subject.strip())) and not _THEN.search(self.text[: match.end()]):
            self._advice(match, clause, advice["whom"] or "")
            return
        if match[0].startswith("was"):
            return
        is_case = re.search(r"\b(?:if|whether)\s+(?:\w+\s+){1,3}$", self.text[: match.start()])
        if owner and not is_case and not RELATIVE.search(self.text[: clause.start]):
            self._keep(
                "WHO is to DO",
                f"it is laid on the subject ({why})",
                owner,
                (),
                Strength.COMMITTED,
                clause,
                match.start("do"),
            )

    def _advice(self, match: re.Match[str], clause: Clause, whom: str) -> None:
        """`For members with a concrete product the advice is to …`, `the counsel given to ARM was to …`."""
        told = re.match(r"(?:For|To) ([^,]{3,110}),", self.text)
        owner = self.parties.resolve(whom or (told[1] if told else ""))[0] or self.parties.others
        start = 0 if told else clause.start
        self._keep(
            "the advice is to DO",
            "what is advised, the other side is to do",
            owner,
            self.parties.across(owner),
            Strength.ENCOURAGED,
            clause._replace(start=start),
            match.start("do"),
        )

    def _is_to_be(self, match: re.Match[str]) -> None:
        clause = self.clause(match.start(), match.end())
        if match["not"]:
            return
        sender = re.search(r"\bfrom\s+(.{2,60}?)(?=\s+(?:on|by|about|regarding|are|is)\b|$)", clause.subject)
        owner = self.parties.resolve(sender[1])[0] if sender else ()
        if (
            clause.subject not in {"which", "that"}
            and _PUBLISHED.match(match["verb"])
            and (publisher := self._announcer(clause, match["verb"]))
        ):
            self._keep(
                "is to be published", "whoever publishes it promises it", publisher, (), Strength.COMMITTED, clause,
                match.start("verb"), self._order_of(clause.subject, match.start("verb"), clause.end),
            )  # fmt: skip
            return
        if (
            clause.subject not in {"which", "that"}
            and (receiver := _TO_WHOM.search(self.text, match.start("verb"), clause.end))
            and (keys := self.parties.resolve(receiver[1])[0])
            and not sender
            and not _ASKED_OF_ALL.search(clause.subject)
        ):
            self._keep(
                "is to be sent to WHOM",
                "the side across from the receiver is to send it",
                self._agent(self.text[match.end() : clause.end]) or self.parties.across(keys),
                (),
                Strength.COMMITTED,
                clause,
                match.start("verb"),
                self._order_of(clause.subject, match.start("verb"), clause.end),
            )
            return
        if (agent := self._agent(self.text[match.end() : clause.end])) and clause.subject not in {"which", "that"}:
            self._keep(
                "is to be DONE by WHOM",
                "it is laid on whoever is named",
                agent,
                (),
                Strength.COMMITTED if len(agent) == 1 else Strength.AGREED,
                clause,
                match.start("verb"),
                self._order_of(clause.subject, match.start("verb"), clause.end),
            )
            return
        between = re.search(r"\b(?:between|by)\s+(.{3,60})$", self.text[: clause.end])
        if match["verb"] in {"followed", "discussed", "pursued", "continued"} and between:
            both = self.parties.resolve(between[1])[0]
            if len(both) > 1:
                why = "left to be done between them"
                text = self._order_of(clause.subject, match.start("verb"), clause.end)
                self._keep(
                    "is to be followed up between", why, both, (), Strength.AGREED, clause, match.start("verb"), text
                )
                return
        by = self.parties.across(owner) if owner else self.parties.agencies
        if not _ASKED_OF_ALL.search(clause.subject):
            self._possibly(match, "is to be DONE", "nobody is named who is to do it", clause)
            return
        self._keep(
            "comments are to be sent",
            "a request to whom it concerns",
            owner,
            by,
            Strength.REQUESTED,
            clause,
            match.start("verb"),
            f"send {self._within(clause.subject)}",
        )
