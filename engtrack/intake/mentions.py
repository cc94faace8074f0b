"""Whom a phrase like "the Agency", "both parties" or "its smaller members" means in a document."""

import re

from engtrack.intake.grammar import grammar
from engtrack.intake.sides import DETERMINER, Keys, Meant, Sides, ends_in

_LEADING = re.compile(
    r"^(?:(?:in the meantime|to (?:this|that|which) end|for (?:this|that) reason|and|but|also|moreover|furthermore|then|finally|in addition|in conclusion|additionally|while|whereas|that|as well as|overall|however|"
    r"for its part|for their part|in turn|therefore|thus|lastly|meanwhile|similarly|likewise|accordingly|consequently)[,\s]+)+",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)|\d{1,2}(?:\.\d{1,2})+\.?)\s+")
_FILLING = r"(?:the|of|a|first|second|third|fourth|last|next|coming|early|late|mid|same)"
_TIME = (
    r"(?:end|beginning|start|middle|course|half|quarter|spring|summer|autumn|fall|winter|years?|months?|weeks?|days|\d{1,4}(?:st|nd|rd|th)?|Q[1-4]|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)"
)
_WHEN = re.compile(
    rf"^(?:by|in|until|before|from|as of|at|on|during|after|within|since|towards|over)(?:\s+{_FILLING})*\s+{_TIME}(?:\s+(?:{_FILLING}|{_TIME}))*[\s,]+(?=\S)",
    re.IGNORECASE,
)
_FOR_ITS_PART = re.compile(
    r",? (?:for (?:its|their|our|his|her) part,?|itself|themselves|also|further|furthermore|moreover|therefore|then|again|now|already|in turn)$"
)
LONGEST_PARTY = 300
"""Characters of a phrase that may mean somebody."""
OURS = frozenset({"i", "me", "we", "us", "our", "ours", "ourselves"})
YOURS = frozenset({"you", "your", "yours"})


class Parties(Sides):
    """The organisations that met, and whom each phrase means among them and the others that are named."""

    def resolve(self, phrase: str, last: Keys = ()) -> Meant:
        """The keys that *phrase* means and why; *last* are those whom a pronoun would mean."""
        bare = _ITEM.sub("", " ".join(phrase.split()))
        bare = _FOR_ITS_PART.sub("", _WHEN.sub("", _LEADING.sub("", bare)).strip(" ,“”\"'"))
        if len(bare) > LONGEST_PARTY:
            return (), "too long for a party"
        plain = DETERMINER.sub("", bare).casefold().strip()
        if bare.casefold() in self._folded:
            return (self._folded[bare.casefold()],), "by name"
        for meant in (self._who_speaks, self._who_met, self._whose_people, self._named_in):
            found = meant(bare, plain, last)
            if found is not None:
                return found
        return self._by_noun(bare, plain, last)

    def _who_speaks(self, bare: str, plain: str, last: Keys) -> Meant | None:
        """Pronouns: we, you, they, `your members`; in notes of one side, its secretariat."""
        if self.is_letter and _WE_TOGETHER.fullmatch(bare):
            return self.met, "who writes and who is written to"
        if plain in OURS:
            return self.we, "the side that writes"
        if plain in YOURS:
            return self.across(self.we) if self.we else self.others, "the side that is written to"
        if _OF_OURS.search(bare):
            return self.we or self.leads[:1], "the side that writes"
        if whose := _WHOSE.match(bare):
            return self.resolve(whose[1], last)
        if plain in _PRONOUNS or re.match(r"(?:it|they|she|he) and (?:its|their|her|his)\b", bare, re.I):
            if last and self.we and set(last) <= set(self.we) and plain in {"they", "them"}:
                return self.across(self.we), "in notes of one side, the other"
            return last, "whoever was spoken of before"
        if plain in {"secretariat", "board"} and self.we and not set(self.we) & set(self.agencies):
            return self.we, "that of the side that keeps the notes"
        return None

    def _who_met(self, bare: str, plain: str, last: Keys) -> Meant | None:
        """All who met, or so many of them: `both parties`, `the three organisations`, `the two institutes`."""
        who = grammar().who
        if bare.casefold() in {"the interested parties", "interested members"}:
            return self.others, "the others at the table"
        if re.fullmatch(r"both of (?:them|these)", bare, re.IGNORECASE) and len(self.others) == 2:
            return self.others, "the two others"
        if _UNIT_CODE.fullmatch(bare) and self.leads and _HAS_UNITS.search(self.organisations[self.leads[0]].name):
            return self.leads[:1], "a unit of the house"
        if self.others and _OF_THE_GROUP.match(bare):
            return self.others, "the members are the others at the table"
        if _ELSEWHERE.match(plain):
            return (), "authorities that did not meet"
        if plain in {"working group", "working party", "committee"} and self.is_of_group:
            return self.leads, "the group that met with the others"
        if plain in {"forum", "working group", "task force", "group"} and len(own := self._alike(plain)) == 1:
            return own, "by the last word of its name"
        if bare.casefold() in who["both"] or plain in who["both"] or _BOTH.match(bare):
            return self._both(bare), "all who met"
        if (
            re.fullmatch(r"(?:both|the two) (?:bodies|groups|networks|trade bodies)", bare, re.IGNORECASE)
            and len(self.others) == 2
        ):
            return self.others, "the two others"
        if re.fullmatch(r"(?:both|the two|the) partners", bare, re.IGNORECASE) and len(self.others) == 2:
            return self.others, "the two others"
        if (theirs := re.fullmatch(r"(?:its|all its|the) (three|four|five|six) partners", bare, re.IGNORECASE)) and len(
            self.others
        ) == _NUMBERS[theirs[1].casefold()]:
            return self.others, "the others, so many of them"
        counted = _COUNTED.match(bare)
        number = _NUMBERS.get(counted["number"].casefold(), 0) if counted else 0
        if counted and counted["noun"] in _PARTIES and number == len(self.met):
            return self.met, "all who met"
        if counted and len(same := self._alike(counted["noun"])) == number:
            return same, "those of this name"
        return None

    def _whose_people(self, bare: str, plain: str, last: Keys) -> Meant | None:
        """Those to whom somebody belongs: `its members`, `the start-ups in ARM`, `companies that ARM represents`."""
        if re.match(r"(?:[Tt]he |[Aa]ll )?[Mm]embers with (?!.*[A-Z])", bare):
            return self._by_role("members")
        if last and _ONE_OF_THEIRS.match(bare):
            return last, "their own people"
        if last and _THEIRS.search(bare):
            if set(last) <= set(self.agencies) and re.search(r"\b(?:members?|companies)\b", bare):
                return self.recent[-1:] or self.across(last), "an agency has no members"
            return last, "their own people"
        possessive = re.match(r"(.{2,60}?)['’]s?\s+\w", bare)
        if possessive and not self.named(bare) and (found := self.resolve(possessive[1], last))[0]:
            return found
        belonging = _BELONGING.match(bare)
        theirs = self.named(belonging[1]) if belonging and not self._pattern.match(DETERMINER.sub("", bare)) else ()
        if theirs := tuple(key for key in theirs if not self.organisations[key].is_agency):
            return theirs, "those who belong to them"
        if (
            belonging
            and (theirs := self._by_role(DETERMINER.sub("", belonging[1]).casefold())[0])
            and theirs[0] in self.others
        ):
            return theirs, "those who belong to them"
        if (part := _PART_OF.match(bare)) and set(whole := self.resolve(part[1], last)[0]) & set(self.others):
            return whole, "a part of theirs"
        if (some := _SOME_OF.match(bare)) and (found := self.resolve(some[1], last))[0]:
            return found
        if (group := _GROUP_DOING.match(bare)) and not self.named(bare[group.end(1) :]):
            return self.resolve(group[1], last)
        related = _RELATED.match(bare)
        return self.resolve(related[1], last) if related else None

    def _named_in(self, bare: str, plain: str, last: Keys) -> Meant | None:
        """Organisations and people that the phrase names; nobody where its head is a thing or somebody else."""
        head = _head(bare)
        if re.match(r"an? new\s", bare, re.IGNORECASE):
            return (), "somebody who is to come"
        if _OPENS_AND_NAMES.match(bare) and (after := self._named_at_the_end(bare)):
            return after, "by name"
        is_named = self._pattern.search(head) or (self.people and self._names.search(head))
        named_first = self._pattern.match(DETERMINER.sub("", bare))
        if head != bare and not (named_first or is_named or _means_people(head)):
            return (), "unknown"
        if together := self._together(bare):
            return together, "by name and by role"
        if named := self._heads(bare):
            return named, "by name"
        people = [
            self.people[match[0]]
            for match in self._names.finditer(bare)
            if " " in match[0]
            or not _GOES_ON.match(bare, match.end())  # `field work` at the head of a sentence is nobody's
        ]
        if people:
            return tuple(dict.fromkeys(people)), "by the list of participants"
        if _SOMEBODY_ELSE.fullmatch(DETERMINER.sub("", bare)):
            return (), "the name of somebody else"
        if re.match(r"an?\s", bare, re.IGNORECASE) and head != bare and re.search(r"\bin (?:the )?[A-Z]", bare):
            return (), "somebody somewhere"
        return None

    def _by_noun(self, bare: str, plain: str, last: Keys) -> Meant:
        """Whom a common noun means: `the Agency`, `each association`, `the other associations`, `such companies`."""
        if other := re.match(r"(?:the |all |its )?other (.+)", bare, re.IGNORECASE):
            return tuple(key for key in self._by_role(other[1].casefold())[0] if key not in last), "all but who spoke"
        if re.match(r"the (?:remaining|rest|others)\b", bare, re.IGNORECASE):
            return self.recent or self.others, "the rest of those who were named"
        each = re.match(r"(?:each|every)\s+(?:of\s+the\s+)?(\w+)$", bare, re.IGNORECASE)
        found = self._by_role(re.sub(r"ys$", "ies", f"{each[1].casefold()}s") if each else plain)
        is_narrower = len(found[0]) > 1 and self.recent and set(self.recent) < set(found[0])
        if is_narrower and re.match(r"(?:such|these|those)\b", bare, re.I):
            return self.recent, "those who were named a moment before"
        if not found[0] and _head(bare) != bare and (tail := re.search(r"\b(?:of|from|among)\s+(.+)$", bare)):
            return self.resolve(tail[1], last)
        return found

    def _named_at_the_end(self, bare: str) -> tuple[str, ...]:
        """Whose name *bare* ends with, where no preposition leads to it: `On the basis of the case studies EMA`."""
        last = next((match for match in reversed(list(self._pattern.finditer(bare))) if match.end() == len(bare)), None)
        if last is None or re.search(
            r"\b(?:of|for|from|with|by|in|at|on|to|between|and|under|among)\s+(?:the\s+)?$", bare[: last.start()]
        ):
            return ()
        return (self._words[last[0]],)

    def _together(self, bare: str) -> tuple[str, ...]:
        """Those of an enumeration in which one is named and another called by its role: `EMA and the applicants`."""
        parts = re.split(r",\s+(?:and\s+)?|\s+and\s+|\s+as well as\s+", bare)
        is_known = self.named(bare) or any(part.casefold() in OURS | YOURS for part in parts)
        if len(parts) < 2 or not is_known or any(len(part.split()) > 6 for part in parts):
            return ()
        found = [
            (self.we if part.casefold() in OURS else self.resolve(part)[0] if _WHOSE.match(part) else self._heads(part))
            or self._by_role(DETERMINER.sub("", part).casefold())[0]
            for part in parts
        ]
        return tuple(dict.fromkeys(key for keys in found for key in keys)) if all(found) else ()

    def _heads(self, bare: str) -> tuple[str, ...]:
        """Those named as the head of the phrase: EMA in `the Executive Director of EMA`, ARM in `ARM members`."""
        named = self.named(bare)
        if len(named) > 1 and not re.search(r"(?:,|\band\b|/|&|\bas well as\b|\btogether with\b)", bare):
            return named[-1:] if re.search(r"\b(?:of|from|for)\b", bare) else named[:1]
        return named


_WE_TOGETHER = re.compile(r"(?:together|jointly),? we|we(?: two)? (?:together|jointly)", re.IGNORECASE)
_OF_OURS = re.compile(
    r"(?:^|\b(?:of|in|from|at) )this (?:office|institute|agency|authority|department|division|unit|directorate|association|secretariat|branch|team)$",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"(your|our)\s+(?:[\w-]+\s+){0,3}(?:members?|membership|companies|colleagues|team|group|organi[sz]ation|association|network|committee|board|side|"
    r"(?:statistician|assessor|reviewer|expert|specialist|scientist|engineer|manager|officer|coordinator|lawyer|pharmacist|clinician|inspector|toxicologist)s?|"
    r"(?:heads?|directors?)(?:\s+of\s+(?:[\w-]+\s+){0,3}[\w-]+)?|lead|colleague|(?:task force|working group|working party)|laborator(?:y|ies)|department|unit|office|secretariat|staff)(?: (?:in|at|of) [A-Z][\w-]+| from (?:the|our|your) [\w -]{3,30})?$",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?:both|the two|our two)\s+(?:the\s+)?(?:parties|sides|secretariats|institutions|organi|agenc|associations? and|delegations|institut\w+ and)"
    r"|all\s+(?:the\s+)?(?:parties|sides|delegations)",
    re.IGNORECASE,
)
_HAS_UNITS = re.compile(r"\b(?:Commission|SANTE)\b")
_UNIT_CODE = re.compile(r"(?:[Uu]nit |(?:DG )?SANTE )?[A-F]\.?\d")
_COUNTED = re.compile(
    r"(?:all\s+)?(?:the\s+)?(?P<number>two|three|four|five|both)\s+(?:\w+\s+)?(?P<noun>\w+)$", re.IGNORECASE
)
_PARTIES = frozenset({"organisations", "organizations", "parties", "sides", "institutions"})
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_OF_THE_GROUP = re.compile(r"(?:all |the )*members of the (?:group|platform|forum|round ?table)$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:(?:all|other|some) )?(?:regional|local|foreign|overseas|third-country) (?:authorit|regulator|agenc)"
)
_SOME_OF = re.compile(
    r"(?:one|two|three|some|several|most|a (?:number|few)) of (the .+|our .+|your .+)$", re.IGNORECASE
)
_PART_OF = re.compile(
    r"(?:the )?(?:secretariat|board|chair|president|coordinator|co-ordinator|office|committee|director|secretary(?: general)?|spokesperson|delegation|representatives?) of (the \w+|our \w+|its \w+)$",
    re.IGNORECASE,
)
_GROUP_DOING = re.compile(
    r"((?:[\w-]+ ){0,3}?(?:companies|firms|sponsors|developers|applicants|members|manufacturers|hospitals|centres|centers|groups|sites|teams|start-ups|academics|researchers))\s+(?:[a-z]+ing|concerned|affected|active|new to)\s",
    re.IGNORECASE,
)
"""People who are only described by what they do: `companies developing vaccines against pathogens`."""
_RELATED = re.compile(
    r"(.+?),?\s+(?:who|which|whose|that|intending|planning|wishing|seeking|hoping|preparing|aiming|using|holding|running)\s"
)
_ONE_OF_THEIRS = re.compile(
    r"(?:an?|one|another|some|several|two|three) (?:of its |of their )?(?:\w+ )?member (?:compan|firm)"
)
_THEIRS = re.compile(
    r"\b(?:its|their|her|his)\s+(?:\w+\s+)?(?:members?|companies|sites|delegation|secretariat|team|unit|group|office|department|division|colleagues|staff|institute|laborator(?:y|ies)|service|co-?ordinator|president|chair|director|secretary general|representatives?|spokesperson)\b",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(r"(?:[A-Z]\w+ ){2,}(?:Agency|Authority|Board|Commission|Office|Institute)")
_GOES_ON = re.compile(r"\s+(?!(?:and|or|of|from|who|for|on|with|then|also|as|at|in|to)\b)[a-z]")
_OPENS_AND_NAMES = re.compile(r"(?:On|In|At|Following|After|Before|Under|With|For|During|Given|Against|As)\s")
_BELONGING = re.compile(
    r"(?:[\w-]+\s){0,4}?(?:members?|compan(?:y|ies)|firms|developers|sponsors|applicants|foundations?|start-ups|spin-outs|spin-offs|researchers|organi[sz]ations|centres|centers|"
    r"hospitals|manufacturers|holders|laboratories|SMEs|groups|investigators|societies|charities|teams|academics|delegates)\s+(?:\w+\s+){0,3}?"
    r"(?:of|in|from|among|to|with|by|within|behind)\s+(.+?)(?:\s(?:with|without|that|who|whose|which|for)\b.*)?$",
    re.IGNORECASE,
)
_PRONOUNS = frozenset({"it", "they", "them", "she", "he", "him", "their", "its", "his", "her"})
_PEOPLE = frozenset(
    [
        "members", "member", "investigators", "colleagues", "experts", "representatives", "representative", "ones", "companies", "firms", "head",
        "heads", "president", "director", "directors", "team", "teams", "staff", "researchers", "delegates", "delegation", "developers", "sponsors",
        "applicants", "speakers", "guests", "organisations", "organizations", "associations", "observer", "observers", "holders", "chair", "leader",
        "leaders", "people", "scientists", "clinicians", "reviewers", "assessors", "inspectors", "officials", "patients", "families", "authorities",
        "agencies", "regulators", "those", "everyone", "secretary", "consortium", "network", "lead", "leads", "committee", "board", "party", "parties",
        "office", "unit", "secretariat", "service", "services", "group", "some", "many", "several", "most", "all", "none", "each"
    ]
)  # fmt: skip


def _head(bare: str) -> str:
    """The phrase without what a preposition adds to it."""
    return re.split(r"\s+(?:of|from|for|with|at|in|on|to|about|by|between|among)\s", bare, maxsplit=1)[0]


def _means_people(head: str) -> bool:
    """Whether the head of a phrase is somebody who can act: members, the head of unit, several large companies."""
    plain = DETERMINER.sub("", head.casefold())
    who = grammar().who
    return plain.rsplit(" ", 1)[-1] in _PEOPLE or any(
        ends_in(plain, who[side]) for side in ("agency", "others", "members")
    )
