"""Undertakings: what somebody agreed, promised, offered or plans to do, and a meeting that two have arranged."""

import re

from engtrack.intake.clauses import Clause
from engtrack.intake.grammar import routes_in
from engtrack.intake.instructions import HAND_OVER
from engtrack.intake.lens import Lens
from engtrack.intake.route_uses import BARE_USE, used_routes
from engtrack.model import Strength

_SCHEDULED = re.compile(
    r"(?:[\dA-Z.]+\s+)?(?P<what>(?:An?|The) (?!next\b)(?:[\w-]+ ){0,2}(?:interaction|meeting|call|teleconference|telecon|exchange|session|discussion)\b.{0,30}?\b(?:between|of|with)\b.{4,120}?) (?:is|was|has been) (?:now |also )?(?:scheduled|planned|foreseen|arranged)\b"
)
_JOINTLY = re.compile(r"\b(?:jointly|together(?! with))\b")
_HAPPY = re.compile(r"\bhappy\s+to\b")
_MANNERS = re.compile(
    r"(?:see|hear|note|learn|report|announce|say|do so|do this|have|be|confirm|receive|welcome|know|find|assist|help|answer)\b"
)
_FILING = re.compile(
    r"(?:submit|file|lodge)\s+(?:an?|the|its|their)\s+(?:[\w-]+\s){0,3}?(?:BLA|MAA|NDA|IND|CTA|applications?|dossier)\b"
)
"""A step of its own way to the market, which the agency is only told of."""
_GOES_ON = re.compile(r"(?:continue|monitor)\b")
"""Too little for "will", but not where it was agreed or promised."""
_PLANS = re.compile(r"(?:plans?|intends?|is planning|are planning)\b")


class UndertakingReading(Lens):
    """What is taken on by the party that stands before the verb."""

    def _committed(
        self,
        match: re.Match[str],
        clause: Clause,
        subject: tuple[str, ...],
        why: str,
        strength: Strength,
        text: str,
    ) -> None:
        words = self._words(match)
        if clause.subject.strip().casefold() == "we" and _JOINTLY.search(self.text[match.start() : clause.end]):
            subject = self.parties.met if len(self.parties.met) == 2 else subject
        is_joint = len(subject) > 1
        if between := re.match(r"agreed\s+(?:between|among|by|with)\s+(.{2,60}?)\s+to\b", words):
            subject = self.parties.resolve(between[1])[0]
            if words.split()[1] == "with":
                across = self.parties.across(subject)
                subject = tuple(dict.fromkeys((*across, *(subject or self.parties.across(across)))))
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
        elif re.match(r"(?:resolve|decide|settle)", words):
            subject = self.parties.met if not subject and _is_group(clause.subject) else subject
            if len(subject) < 2 and not words.startswith("resolve"):
                self._pass(clause, "a decision of its own, which was taken")
                return
            strength = Strength.AGREED if len(subject) > 1 else Strength.COMMITTED
        elif not subject:
            at = match.start("do") if match.groupdict().get("do") else match.end()
            if not (self.head and used_routes(self.text[at : self._list_end(at, clause.end)])):
                self._pass(clause, "nobody who could do it stands before it")
                return
            subject = self.head
        at = match.start("do") if match.groupdict().get("do") else match.end()
        if _PLANS.match(words) and re.search(r"\b(?:which|whether|who|that)\b[^,;]{0,40}$", self.text[: match.start()]):
            self._pass(clause, "it only says which are meant")
            return
        if _PLANS.match(words) and self._is_own_plan(subject, at):
            self._possibly(match, "plans to DO", "what a company plans for itself", clause, subject)
            return
        if _HAPPY.search(words) and _MANNERS.match(self.text, at):
            self._pass(clause, "a courtesy")
            return
        if self._is_weak(at) and not _GOES_ON.match(self.text, at) and not re.search(r"\b(?:action|task)\b", words):
            self._possibly(match, "promised to consider", "too weak to count on", clause, subject)
            return
        self._keep("agreed, undertook, offered to DO", why, subject, (), strength, clause, at, text)

    def _is_own_plan(self, subject: tuple[str, ...], at: int) -> bool:
        """Whether a company speaks of its product, and not of something for the agency or of a route that it will use."""
        return (
            not set(subject) & set(self.parties.agencies)
            and (not HAND_OVER.match(self.text, at) or bool(_FILING.match(self.text, at)))
            and not used_routes(self.text[at:])
            and not (BARE_USE.match(self.text[at:]) and (self.parties.routes or routes_in(self.text[:at])))
        )

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


def _is_group(phrase: str) -> bool:
    return bool(
        re.search(
            r"\b(?:group|participants|members|parties|sides|meeting|forum|committee|board|teams|attendees|both|all)\b",
            phrase,
            re.I,
        )
    )
