"""Who sits at the table: the sides of a meeting, what its organisations are called, and whom a role means among them."""

import re
from collections.abc import Iterable

from engtrack.intake.grammar import grammar
from engtrack.intake.names import pattern_of
from engtrack.intake.organisations import Organisation

Keys = tuple[str, ...]
Meant = tuple[Keys, str]
"""Keys of organisations, and why they are meant."""

DETERMINER = re.compile(
    r"^(?:the|a|an|its|their|our|his|her|each|every|any|all|some|other|these|those|this|that)\s+", re.IGNORECASE
)
_SINGLE = frozenset(
    [
        "association", "confederation", "federation", "alliance", "society", "consortium", "company", "sponsor", "applicant", "developer",
        "organisation", "organization", "charity", "foundation", "network", "firm"
    ]
)  # fmt: skip
"""What somebody is called who was named a moment before."""
_LAST_WORDS = frozenset(
    [
        "board", "committee", "forum", "council", "society", "network", "foundation", "university", "hospital", "coalition", "trust", "institute",
        "union", "federation", "confederation", "alliance", "consortium", "college", "academy", "league", "chamber", "charity", "centre", "center", "registry"
    ]
)  # fmt: skip
"""Of whom there is but one, who is called by the last word of its name."""
_KINDS_CALLED = {
    frozenset({"company", "sponsor", "applicant", "developer", "manufacturer", "firm"}): {"company", "sme"},
    frozenset({"industry", "industry representatives", "industry stakeholders"}): {"association", "company", "sme"},
    frozenset({"charities", "charity", "patient groups", "patient organisations"}): {"patients"},
    frozenset({"societies", "learned societies"}): {"professionals"},
    frozenset({"association", "associations", "trade association", "trade associations", "federations"}): {
        "association",
        "professionals",
    },
    frozenset({"patient organisations", "patient organizations", "patient organisation"}): {"patients"},
}
"""What somebody is called by whom a noun of the other side means, where the others are of several kinds."""


class Sides:
    """The organisations that met, by side, with the names and the roles that they go by."""

    def __init__(
        self,
        organisations: dict[str, Organisation],
        met: tuple[str, ...],
        people: dict[str, str] | None = None,
        we: tuple[str, ...] = (),
        leading: tuple[str, ...] = (),
        is_letter: bool = False,
        sponsors: tuple[str, ...] = (),
        is_of_group: bool = False,
    ) -> None:
        self.organisations = organisations
        self.met = met
        self.agencies = tuple(key for key in met if organisations[key].is_agency)
        self.leads = tuple(key for key in self.agencies if key in leading) or self.agencies[:1]
        self.leading = leading
        self.others = tuple(key for key in met if key not in self.agencies)
        self.people = people or {}
        self.we = we
        self.is_letter = is_letter
        self.is_of_group = is_of_group
        self.sponsors = sponsors
        """Whom a label of the document calls the sponsor or applicant, whom its orders mean."""
        self.asked: tuple[str, ...] = ()
        """Those of the others of whom the last sentence asked something."""
        self.routes: tuple[str, ...] = ()
        """The routes that the sentence before names."""
        self.recent: tuple[str, ...] = ()
        """Those of the others whom the last sentence named that named any."""
        self._words = {
            word: key
            for key, org in organisations.items()
            for word in org.words
            if word and (key in met or len(word) > 1)
        }
        self._pattern = pattern_of(self._words)
        self._folded = {word.casefold(): key for word, key in self._words.items()}
        self._names = pattern_of(self.people)

    def across(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The side across the table from *keys*."""
        chosen = set(keys)
        if chosen & set(self.agencies):
            return tuple(key for key in self.others if key not in chosen)
        return tuple(key for key in self.leads if key not in chosen)

    def named(self, phrase: str) -> tuple[str, ...]:
        """The organisations whose names or acronyms stand in *phrase*, in order."""
        keys = [self._words[match[0]] for match in self._pattern.finditer(phrase)]
        return tuple(dict.fromkeys(keys))

    def breaks_name(self, text: str, start: int, end: int) -> bool:
        """Whether the words from *start* to *end* are but the beginning of a name: `Medicines` of `Medicines for Europe`."""
        match = self._pattern.match(text, start)
        return match is not None and match.end() > end

    def without_names(self, phrase: str) -> str:
        """*phrase* with the organisations and people that it names taken out."""
        return self._names.sub("", self._pattern.sub("", phrase))

    def masked(self, text: str, mark: str) -> str:
        """*text* with each character of a name of an organisation or a person that it names replaced by *mark*."""
        return self._names.sub(
            lambda name: mark * len(name[0]), self._pattern.sub(lambda name: mark * len(name[0]), text)
        )

    def _both(self, bare: str) -> tuple[str, ...]:
        """The two sides, where more than two were there: those of the title, or the agency and who was named last."""
        two = re.match(r"(?:both|the two|our two|all (?:parties|sides))\b", bare, re.IGNORECASE)
        if len(self.met) < 3 or not two or bare.casefold().startswith("all"):
            return self.met
        titled = tuple(key for key in self.met if key in self.leading)
        if self._are_sides(titled):
            return titled
        near = (*self.leads[:1], *self.recent[-1:]) if len(self.leads) == 1 else ()
        return near if len(near) == 2 else self.met

    def _are_sides(self, keys: tuple[str, ...]) -> bool:
        return len(keys) == 2 and len(set(keys) & set(self.agencies)) == 1

    def _alike(self, noun: str) -> tuple[str, ...]:
        """Those who met whose names hold *noun* in the singular: the working parties, the institutes."""
        single = re.sub(r"ies$", "y", noun.casefold()) if noun.endswith("ies") else noun.casefold().removesuffix("s")
        return tuple(key for key in self.met if single in self.organisations[key].name.casefold().split())

    def _by_role(self, plain: str) -> Meant:
        who = grammar().who
        body = re.sub(r"(?:['’]s)?\s+(?:members?|companies|delegation|representatives?)$", "", plain)
        if plain in {"committee", "subcommittee", "advisory board"}:
            of_side = {key for name, key in self.people.items() if name.casefold().endswith(f" {plain}")}
            if len(of_side) == 1:
                return tuple(of_side), "by the list of participants"
        is_free = body.isalpha() and not any(body in names for names in who.values())
        alike = self._alike(body) if is_free or body in _LAST_WORDS else ()
        if len(alike) == 1:
            return alike, "by the last word of its name"
        joined = re.split(r"\s+and\s+(?:the\s+)?", plain)
        if len(joined) > 1:
            sides = [self._by_role(DETERMINER.sub("", part))[0] for part in joined]
            if all(sides):
                return tuple(dict.fromkeys(key for side in sides for key in side)), "by their roles"
        if plain in who["members"]:
            titled = tuple(key for key in self.others if key in self.leading)
            return (titled or self.others or self.met), "the members are the others at the table"
        if plain in who["nobody"]:
            return (), "nobody in particular"
        if plain == "secretary":
            return self.leads[:1], "the side of the agency"
        if plain in {"centres", "centers", "hospitals"} and len(self.others) == 1:
            return self.others, "those who belong to the other side"
        if plain == "sector" and self.others:
            return self.others, "the sector is the industry"
        if re.match(r"(?:committee )?members\b", plain) and self.we and set(self.we) <= set(self.others):
            return self.we, "those of the side that keeps the notes"
        for role, keys, why in (
            ("agency", self.agencies, "the side of the agency"),
            ("others", self.others, "the other side"),
        ):
            if plain in who[role] or body in who[role] or ends_in(plain, who[role]):
                if role == "agency" and plain not in {"regulators", "authorities", "institutes", "agencies"}:
                    keys = self.leads[:1]
                return (keys if role == "agency" else self._called(plain, keys)), why
        return (), "unknown"

    def _called(self, plain: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Those of *keys* who are what *plain* says: of a society and a company, "the company" is the one."""
        if re.search(r"\b(?:industry|trade)\s+\w+$", plain):
            keys = tuple(key for key in keys if self.organisations[key].kind == "association") or keys
        noun = re.sub(r"\s(?:representatives|delegates|members)$", "", plain)
        for nouns, kinds in _KINDS_CALLED.items():
            if noun in nouns and (meant := tuple(key for key in keys if self.organisations[key].kind in kinds)):
                keys = meant
        single = re.sub(r"['’]s?\b.*", "", plain).split(" ")[0]
        near = self.recent[-1:]
        return (
            near if noun == plain and single in _SINGLE and len(keys) > 1 and near and set(near) <= set(keys) else keys
        )


def ends_in(plain: str, roles: frozenset[str]) -> bool:
    """Whether the head of *plain* is one of *roles*: `smaller companies`, `head of unit of the agency`."""
    head = re.split(r"\s+(?:of|for|from|in|at|with|on|among|who|which|that|responsible|present)\b", plain, maxsplit=1)[
        0
    ]
    words = head.split()
    numbered = len(words) == 2 and any(char.isdigit() for char in words[1])
    return any(" ".join(words[n:]) in roles for n in range(len(words))) or (numbered and words[0] in roles)
