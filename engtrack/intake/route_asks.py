"""Asks that lead to a route and to nothing else: referred to, offered, asked for, planned, recommended."""

import re

from engtrack.intake.clauses import CLAUSE_END, NEGATED, Clause
from engtrack.intake.grammar import Form, routes_in
from engtrack.intake.lens import Lens
from engtrack.intake.refusals import not_an_ask
from engtrack.intake.route_uses import BARE_USE, is_past, routes_at_once, use_further_on, used_routes
from engtrack.model import Strength

_ROUTE_PASSIVE = re.compile(
    r"\b(?:(?:should|ought to|could|might|must|would need to)\s+(?:\w+\s+)?be\s+(?:\w+\s+)?(?:sought|requested|used|considered|applied for|explored|taken up|booked)"
    r"|(?:was|were|is|are|has been|have been)\s+(?:(?:also|likewise|further|therefore|\w+ly)\s+)?(?:recommended|suggested|proposed|commended|advised|encouraged|offered|named as the next step|(?P<planned>planned|scheduled|foreseen|envisaged|requested|applied for|agreed)))"
    r"(?:\s+(?:by|to|for)\s+(?:the\s+)?(?P<whom>[^,;.]{2,50}?)(?=[,;.]|\s(?:as|before|for|in|on|once|when|if)\b|$))?"
)

_SHOULD_USE = re.compile(
    r"\b(?:should|must|ought to|need to|would do well to)\s+(?:\w+ly\s+|first\s+|also\s+|therefore\s+)?(?P<do>(?!be\b|not\b|have\b)[a-z]+)"
)


_BELONGS = re.compile(
    r"(?<!not )\b(?:belongs? (?:in|to|with|before)|(?:is|are) best (?:discussed|raised|addressed|brought|taken|put|dealt with) (?:in|to|with|before|at|through))\s+(?:the |an? )?(?:(?!only\b)\w+ ){0,2}$"
)
_WORTH_IT = re.compile(r".{0,60}?\bwould be (?:worth (?:our|your|their|its) while|worthwhile|well worth)\b")
_BEFORE_NOUN = re.compile(r"\b(?:of|the|these|those|no|more|all|such|their|its|for|with|many|few|new|\d+)\s+$")
_FITS = re.compile(
    r"\s+(?:would|might|could|may|is|are|was|were|will)\s+(?:be\s+)?(?:the|an?|their)\s+(?:\w+\s+)?(?:right|best|natural|obvious|appropriate|suitable|proper|first|good|better|usual|ideal)\b"
    r"(?:\s+\w+){0,2}?\s+(?:step|place|door|forum|entry point|address|venue|channel|route|option|choice|vehicle|point of (?:entry|contact)|port of call)\b(?:\s+for\s+(?P<whom>[^,;.]{3,60}))?"
)
_ADVICE_TO = re.compile(r"\b(?:advice|recommendation|message) (?:to|for) (?P<whom>[^:,;]{2,80}):\s*$")
_IMPERATIVE = re.compile(
    r"(?:^|[:–]\s+|[.;]\s+)(?:[Pp]lease\s+)?(?P<do>(?:[Cc]onsider|[Ss]eek|[Rr]equest|[Aa]pply|[Cc]ontact|[Uu]se|[Aa]sk|[Aa]pproach|[Bb]ook|[Tt]ake|[Bb]ring|[Gg]o|[Tt]urn|[Ss]tart|[Cc]ome)\b)"
)


class RouteReading(Lens):
    """The routes that a sentence leads somebody to."""

    def _to_routes(self, form: Form, match: re.Match[str]) -> None:
        """A form that counts only where it leads to a route: referred to, offered, asked for, planned."""
        groups = {name: self._words(match, name) for name in match.groupdict()}
        at = match.start("do") if groups.get("do") else match.start("what")
        if "that WHOM DO" in form.words:
            at = self._verb_after_party(match.start("whom"))
            groups["whom"] = self.text[match.start("whom") : at].strip()
        clause = self.clause(match.start(), match.end())
        if match[0].startswith("requests ") and _BEFORE_NOUN.search(self.text[: match.start()]):
            return
        end = self._list_end(at, clause.end)
        end = end if groups.get("do") else clause.end
        is_led_away = bool(re.match(r"(?:with|in|for|from|of|on|at)\b", self.text[at:end]))
        if "that WHOM DO" in form.words and (is_led_away or not used_routes(self.text[at:end])):
            at = use_further_on(self.text, at, end) or at
        if "that WHOM DO" in form.words:
            groups["do"] = re.match(r"[\w-]*", self.text[at:])[0]  # type: ignore[index]
        routes = used_routes(self.text[at:end]) if groups.get("do") else routes_at_once(self.text[at:end])
        if not routes and BARE_USE.match(self.text[at:end].strip(" .,;")):
            routes = list(dict.fromkeys(key for key, _, _ in routes_in(self.text[:at])))
        if not routes and form.words.startswith("suggested|proposed|suggests"):
            self._suggested(match, clause, at)
            return
        if (
            not routes
            or not_an_ask(self.text, match, clause, groups.get("do") or "", at)
            or is_past(self.text[match.start() : end].removeprefix("had better"), self.met)
        ):
            return
        subject, why = self.who(clause)
        if form.words.startswith("pointed|points") and not set(subject) & set(self.parties.agencies):
            return
        owner, strength = subject or self.head, Strength(form.strength)
        by: tuple[str, ...] = ()
        if groups.get("whom"):
            owner, by, strength = self.parties.resolve(groups["whom"], self.head)[0], subject, Strength.ENCOURAGED
            told = re.search(r"\bto\s+(.+?)\s+that\b", self._words(match)) if "ANY that" in form.words else None
            owner = (self.parties.resolve(told[1])[0] if told else ()) or owner
            if groups["whom"].casefold() in {"their", "its", "his", "her"}:
                owner = self.parties.across(subject)
        elif (
            form.words.startswith("recommended")
            and (
                told := re.search(
                    r"\bto\s+((?:the\s+)?[^,;]{3,70}?)(?:,?\s(?:that|who|which|with|for|whose)\s.*)?$",
                    self.text[at:end],
                )
            )
            and (to := self.parties.resolve(told[1], self.head)[0])
        ):
            owner, by, strength = to, subject, Strength.ENCOURAGED
        elif form.words.startswith(("recommended", "pointed|points")):
            owner, by, strength = self.parties.across(subject), subject, Strength.ENCOURAGED
        elif form.words.startswith(("may", "had better", "better", "worth", "would be", "would do well")):
            by, strength = self.parties.across(owner), Strength.ENCOURAGED
        elif form.is_passive:
            by, strength = (
                self.parties.across(subject),
                Strength.INVITED if "offered" in form.words else Strength.ENCOURAGED,
            )
        self._add(
            form.words, f"it leads to a route ({why})", owner, by, strength, clause.start, end, at, "", tuple(routes)
        )

    def _suggested(self, match: re.Match[str], clause: Clause, at: int) -> None:
        """What an agency suggests to the other side is asked of it; the reverse is only a proposal."""
        by, why = self.who(clause)
        owner = self.parties.resolve(self.text[match.start("whom") : at].strip(), self.head)[0]
        if by and set(by) <= set(self.parties.agencies) and owner and not set(owner) & set(self.parties.agencies):
            self._keep("AGENCY suggested that WHOM DO", why, owner, by, Strength.ENCOURAGED, clause, at)

    def _routes_passive(self) -> None:
        """`protocol assistance should be sought by ARM`, `an application for PRIME was recommended to it`."""
        all_named = routes_in(self.text)
        for match in _ROUTE_PASSIVE.finditer(self.text) if all_named else ():
            before = self.text[: match.start()]
            named = [route for route in all_named if route[2] <= match.start()]
            if (
                not named
                or match.start() - named[-1][2] > 40
                or self._is_taken(match.start())
                or NEGATED.search(before + " ")
            ):
                continue
            clause = self.clause(match.start(), match.end())
            routes = tuple(dict.fromkeys(key for key, start, _ in named if start >= clause.start - 2))
            if re.match(r"[Nn]o\b", clause.subject):
                continue
            if match["planned"]:
                if not re.search(r"\bnext\b|\bthe \w+th\b", self.text[clause.start : match.start()]):
                    self._add(
                        "ROUTE is planned",
                        "the route is planned",
                        self.parties.others,
                        (),
                        Strength.COMMITTED,
                        clause.start,
                        clause.end,
                        clause.start,
                        "",
                        routes,
                    )
                continue
            who = match["whom"]
            owner = self.parties.resolve(who, self._others_named(before))[0] if who else self.parties.others
            if routes and not is_past(self.text[clause.start : clause.end], self.met):
                end = max(clause.end, match.end())
                self._add(
                    "ROUTE was recommended",
                    "the route is the subject",
                    owner or self.parties.others,
                    self.parties.across(owner),
                    Strength.ENCOURAGED,
                    clause.start,
                    end,
                    clause.start,
                    "",
                    routes,
                )

    def _routes_told(self) -> None:
        """`the ITF would be the right first step for …`, and an order: `Consider bringing it to the CATT`."""
        for _, start, end in routes_in(self.text):
            if (
                (match := _FITS.match(self.text, end) or _WORTH_IT.match(self.text, end))
                and not self._is_taken(start)
                and not NEGATED.search(self.text[:start])
            ):
                owner = (
                    self.parties.resolve(whom)[0] if (whom := match.groupdict().get("whom")) else ()
                ) or self.parties.others
                self._recommend(
                    "ROUTE is the right place", "the route is said to fit", owner, start, match.end(), start
                )
            elif (match := _BELONGS.search(self.text[:start])) and not self._is_taken(start):
                owner = self.head if set(self.head) <= set(self.parties.others) else ()
                owner = owner or self.parties.others
                self._recommend("WHAT belongs in ROUTE", "such things are sent there", owner, match.start(), end, start)
        for match in _IMPERATIVE.finditer(self.text):
            at = match.start("do")
            stop = CLAUSE_END.search(self.text, match.end())
            end = stop.start() if stop else len(self.text.rstrip(" .;"))
            words = self.text[at].lower() + self.text[at + 1 : end]
            if not self._is_taken(at) and (
                used_routes(words) or used_routes(words.removeprefix("consider ").replace("bringing", "bring"))
            ):
                told = _ADVICE_TO.search(self.text[:at])
                owner = (self.parties.resolve(told["whom"])[0] if told else ()) or self._addressed_or_others()
                self._recommend("order to use ROUTE", "an order to the other side", owner, at, end, at)

    def _recommend(self, form: str, why: str, owner: tuple[str, ...], start: int, end: int, at: int) -> None:
        routes = tuple(dict.fromkeys(key for key, _, _ in routes_in(self.text[start:end])))
        self._add(form, why, owner, self.parties.across(owner), Strength.ENCOURAGED, start, end, at, "", routes)

    def _addressed_or_others(self) -> tuple[str, ...]:
        return (
            self.parties.we
            if self.parties.we and not set(self.parties.we) & set(self.parties.agencies)
            else self.parties.others
        )

    def _routes_advised(self) -> None:
        """`companies that are unsure should contact the Innovation Office`: whoever it concerns is to use a route."""
        for match in _SHOULD_USE.finditer(self.text):
            clause = self.clause(match.start(), match.end())
            at = match.start("do")
            routes = used_routes(self.text[at : clause.end])
            start = 0 if clause.shared or not clause.subject else clause.start
            if not routes or self._is_taken(match.start()) or is_past(self.text[start : clause.end], self.met):
                continue
            subject = self.text[start : match.start()].strip()
            owner = self.parties.resolve(clause.subject, self.head)[0] or self.parties.resolve(subject, self.head)[0]
            if set(owner) & set(self.parties.agencies):
                continue
            owner = owner or self.parties.others
            self._add(
                "WHO should use ROUTE",
                "whoever it concerns is told to use the route",
                owner,
                self.parties.across(owner),
                Strength.REQUESTED,
                start,
                clause.end,
                at,
                "",
                tuple(routes),
            )

    def _others_named(self, text: str) -> tuple[str, ...]:
        """Whom "it" means where a route was recommended to it: the last named who is no agency."""
        named = [key for key in self.parties.named(text) if key not in self.parties.agencies]
        return tuple(named[-1:]) or (self.parties.others if len(self.parties.others) == 1 else ())
