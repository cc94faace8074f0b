"""Who is who in a document: organisations named in it, and whom a phrase like "the Agency" or "both parties" means."""

import re
from collections.abc import Iterable

import msgspec

from engtrack.intake.grammar import grammar
from engtrack.intake.structure import Structure
from engtrack.model import Stakeholder


class Organisation(msgspec.Struct, frozen=True):
    """An organisation as this document knows it. *words* are all that it is called; *kind* as of a stakeholder."""

    key: str
    name: str
    kind: str = "other"
    words: tuple[str, ...] = ()

    @property
    def is_agency(self) -> bool:
        return self.kind in {"regulator", "hta"}


ORGANISED = re.compile(
    r"\b(?:Agency|Association|Alliance|Federation|Confederation|Institut\w*|Authority|Authorities|Office|Administration|Council|Society|"
    r"Cent(?:er|re)|Forum|Commission|University|Union|Organi[sz]ation|Network|Working Party|Board|Committee|Foundation|Trust|Consortium|"
    r"Chamber|Industr(?:y|ies)|Enterprises|Entrepreneurs|Coalition|Famil(?:y|ies)|Europe|European|Ireland|Australia|Canada|Deutschland|France|Italia|Manufacturers|"
    r"Bio|Pharma\w*|Therapeutics|Biotech\w*|Biologics|Biosciences|Inc|Ltd|GmbH|AG|plc|SA|Products Australia|Medicines|Sciences|Genetics|Genomics|Hospital|College|Academy|Bioindustr\w+|League|Partnership|Group)\b"
)
REGULATING = re.compile(
    r"\b(?:Agency|Authority|Administration|Regulat\w+|Ministry|Federal (?:Office|Institute)|Commission|Health Canada|Directorate|Inspectorate)\b"
)
KINDS = (
    ("academia", re.compile(r"\b(?:Universit\w+|College|Academ\w+|Hospital|School|Institute of)\b")),
    ("patients", re.compile(r"\b(?:Patients?|Famil(?:y|ies)|Consumers?|Rare Diseases)\b")),
    ("professionals", re.compile(r"\b(?:Society|Professionals|Physicians|Pharmacists|Nurses)\b")),
    (
        "company",
        re.compile(
            r"\b(?:Inc|Ltd|GmbH|AG|plc|Bio|Therapeutics|Pharma|Pharmaceuticals|Biotech|Biologics|Biosciences|Genetics|Genomics)\b\.?$"
        ),
    ),
    ("association", re.compile(r".")),
)
_LOWER_NAME = re.compile(
    r"([A-Z][\w-]+ (?:[\w-]+ ){0,3}?(?:alliance|association|federation|society|network|council|union|organisation|institute|agency|authority)\b"
    r"[^().;:]{0,60}?)\s+\(([A-Z][a-z]*[A-Z][A-Za-z]{1,9}|[A-Z]{2,8})\)"
)
_LEGAL_FORM = re.compile(r",?\s+(?:Inc|Ltd|LLC|GmbH|AG|AB|S\.?A|plc|BV|N\.?V|Corp|Co|Oy|ApS|A/S|SAS|SpA)\.?$")
_BRACKET = re.compile(r"\(([^()]{2,90})\)")
_ACRONYM = re.compile(r"(?:the )?([A-Za-z][A-Za-z&]{0,3}[A-Z][A-Za-z&-]{0,9}|[A-Z]{2,10})")
_NAME = re.compile(
    r"(?:(?:[A-Z][\w'’&./-]*|[a-z]{1,2}[A-Z]\w*)(?:,? (?:of|for|and|the|in|on|de|des|du|der|für|&|to|at|with|et| [–-])){0,3} )*[A-Z][\w'’&./-]*$"
)


def guess_kind(name: str) -> str:
    """What an organisation of this name most likely is."""
    if REGULATING.search(name):
        return "regulator"
    return next(kind for kind, pattern in KINDS if pattern.search(name))


def organisations_in(structure: Structure, known: Iterable[Stakeholder] = ()) -> dict[str, Organisation]:
    """Every organisation that the document names, by key: from the register, from the grammar, from its own words."""
    text = structure.text
    found: dict[str, Organisation] = {}
    for stakeholder in known:
        words = (stakeholder.key, stakeholder.name, *stakeholder.aliases)
        found[stakeholder.key] = Organisation(stakeholder.key, stakeholder.name, stakeholder.kind.value, words)
    registered = frozenset(found)
    for key, entry in grammar().organisations.items():
        if any(key == other.key or entry["name"] == other.name for other in found.values()):
            continue
        words = (key, entry["name"], *entry.get("units", ()))
        found[key] = Organisation(key, entry["name"], entry["kind"], words)
    for name, acronym in defined_in(text):
        if grammar().routes.fullmatch(acronym) or grammar().routes.fullmatch(name):
            continue
        same = next((o for o in found.values() if o.key == acronym or name.casefold() == o.name.casefold()), None)
        if same is None:
            found[acronym] = Organisation(acronym, name, guess_kind(name), (acronym, name))
        elif same.key != acronym and same.key not in registered:
            del found[same.key]
            found[acronym] = Organisation(acronym, same.name, same.kind, (acronym, *same.words))
        elif same.key == acronym and same.name != name and same.name == same.key:
            found[same.key] = Organisation(same.key, name, same.kind, (*same.words, name))
        elif acronym not in same.words:
            found[same.key] = Organisation(same.key, same.name, same.kind, (*same.words, acronym))
    for name, full in listed_in(text):
        if not any({name, full} & set(organisation.words) for organisation in found.values()):
            found[name] = Organisation(name, full, guess_kind(full), (name, full))
    for name in actors_in(text):
        if not any(name in organisation.words for organisation in found.values()):
            found[name] = Organisation(name, name, guess_kind(name) if " " in name else "other", (name,))
    folded = text.casefold()
    seen = set(_pattern(word for organisation in found.values() for word in organisation.words).findall(text))
    return {
        key: org
        for key, org in found.items()
        if seen & set(org.words) or (" " in org.name and org.name.casefold() in folded)
    }


_ACTOR = re.compile(
    r"(?:^|[.;:!?•]\s+|,\s+|\b(?:and|that|but|while|The|the|asked|invited|encouraged|reminded|requested)\s+)"
    r"(?P<name>[A-Z][a-z]*[A-Z][A-Za-z]+(?: [A-Z]{2,4}\b)?|[A-Z][a-z]{3,}(?: [A-Z][A-Za-z]+){0,2})"
    r"(?:['’]s)?(?:\s+(?:members?|delegation))?\s+(?:(?:also|then|further|\w+ly)\s+)?"
    r"(?P<act>presented|asked|agreed|undertook|invited|was invited|was encouraged|was asked|was requested|was reminded|was advised|welcomed|thanked|stressed|noted|"
    r"proposed|suggested|took|will|offered|volunteered|reported|explained|confirmed|shared|described|underlined|highlighted|expressed|gave|felt|to [a-z]+)\b"
)
_NOT_ACTORS = re.compile(
    r"(?:The|This|These|It|They|There|Members?|Participants?|Industry|Agency|Chair|Board|Committee|Forum|Both|All|Several|Some|Other|Others|Action|Discussion|Question|Response|"
    r"Sponsors?|Applicants?|Companies|Associations?|Regulators?|Partners?|Delegates?|Speakers?|Assessors?|Reviewers?|Inspectors?|Experts?|Officials|Staff|Secretariat|Topics?|Item|"
    r"Commission|Institutes?|Group|Meeting|Minutes|Report|European|Union|Europe|Article|Regulation|Directive|Annex|Phase|Type|Part|Dr|Mr|Ms|Mrs|Prof|January|February|March|April|May|"
    r"June|July|August|September|October|November|December|Director|President|Rapporteur|Manufacturers|Developers|Patients|Families|Authorities|Observers?|Further|Written|Interested)\b.*"
)


def _is_person(name: str, text: str) -> bool:
    """Whether *name* stands after a title or a first name somewhere."""
    titled = rf"\b(?:Dr|Mr|Ms|Mrs|Prof|[A-Z]\.|[A-Z][a-z]+)\.?\s+{re.escape(name)}\b(?!\s(?:Bio|Therapeutics|Pharma))"
    return bool(re.search(titled, text))


def actors_in(text: str) -> list[str]:
    """Names that are seen to speak or to be spoken to at least twice, though nothing in the text explains them."""
    counts: dict[str, int] = {}
    for match in _ACTOR.finditer(text):
        counts[match["name"]] = counts.get(match["name"], 0) + 1
    return [
        name
        for name, count in counts.items()
        if count >= 2
        and not _NOT_ACTORS.fullmatch(name)
        and not grammar().routes.fullmatch(name)
        and (re.search(r"[a-z][A-Z]|^[A-Z]{3,}", name) or re.search(rf"[a-z,]\s{re.escape(name)}\b", text))
        and (re.search(r"[a-z][A-Z]|[A-Z]{3,}", name) or not _is_person(name, text))
        and not re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text)
    ]


_LIST = re.compile(
    r"\b(?:brings? together|brought together|made up of|composed of|consists? of|representatives of|(?:organi[sz]ations|associations|members|parties)\b[^:.]{0,60}:)\s+(?P<list>[^.;]{8,400})"
)
_LISTED = re.compile(r"(?:the )?(?P<name>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3})(?: \((?P<full>[^()]{6,90})\))?$")


def listed_in(text: str) -> list[tuple[str, str]]:
    """(name, full name) for each organisation in an enumeration of those who make up a group or who met."""
    pairs = []
    for match in _LIST.finditer(text[:6000]):
        for item in re.split(r",\s+(?![^()]*\))|\s+and\s+(?![^()]*\))", match["list"]):
            found = _LISTED.match(item.strip())
            if found is None or _NOT_ACTORS.fullmatch(found["name"]) or "Working Party, " in item:
                continue
            is_named = ORGANISED.search(item) or re.search(r"[a-z][A-Z]|[A-Z]{3}", found["name"])
            if is_named and not re.fullmatch(r"[A-Z]{2,}|[A-Z][a-z]+", found["full"] or "Xx Xx"):
                pairs.append((found["name"], found["full"] or found["name"]))
    return pairs


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted({word for word in words if word}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w])")


def defined_in(text: str) -> list[tuple[str, str]]:
    """(name, acronym) for each organisation that the text introduces, as in `Alliance for … Medicine (ARM)`."""
    pairs = []
    for match in _LOWER_NAME.finditer(text):
        pairs.append((" ".join(match[1].split()), match[2]))
    for match in _BRACKET.finditer(text):
        inside = match[1].strip()
        name, _, short = inside.rpartition(", ")
        if name and re.fullmatch(r"[A-Z]{2,8}", short) and ORGANISED.search(name):
            pairs.append((name, short))
            continue
        acronym = _ACRONYM.fullmatch(inside)
        before = text[max(0, match.start() - 160) : match.start()].rstrip()
        if acronym and (found := _NAME.search(before)):
            name = _fitting(found[0], acronym[1])
            if name and ORGANISED.search(name) and not re.search(r"(?:Paper|Products?|Data|Project|Reports?)$", name):
                pairs.append((name, acronym[1]))
        elif re.fullmatch(r"(?:the )?[A-Z][a-z]+", inside) and (found := _NAME.search(_LEGAL_FORM.sub("", before))):
            short = inside.removeprefix("the ")
            words = found[0].split()
            if (
                short in words
                and not ORGANISED.fullmatch(short)
                and short not in {"Forum", "Group", "Company", "Sponsor"}
            ):
                pairs.append((" ".join(words[words.index(short) :]), short))
    return pairs


def _fitting(phrase: str, acronym: str) -> str | None:
    """The end of *phrase* whose initials the acronym is made of; the whole of it when none fits but it could be one."""
    words = phrase.split()
    letters = [letter.casefold() for letter in acronym if letter.isalpha()]
    for start in range(len(words) - 1, -1, -1):
        if not words[start][0].isupper() or words[start][0].casefold() != letters[0]:
            continue
        if _spells(" ".join(words[start:]).casefold(), letters):
            return " ".join(words[start:])
    while words and words[0] in {"The", "This", "In", "At", "For", "On"}:
        words = words[1:]
    return " ".join(words) if len(words) >= 2 and ORGANISED.search(" ".join(words)) else None


def _spells(phrase: str, letters: list[str]) -> bool:
    """Whether *letters* come in this order, at starts of words as far as may be."""
    initials = [part[0] for part in re.split(r"[\s/'’-]+", phrase) if part]
    at = 0
    for initial in initials:
        if at < len(letters) and initial == letters[at]:
            at += 1
    if at == len(letters):
        return True
    position = 0
    for letter in letters:
        position = phrase.find(letter, position) + 1
        if position == 0:
            return False
    return at >= len(letters) - 1


_LEADING = re.compile(
    r"^(?:(?:in the meantime|to (?:this|that|which) end|for (?:this|that) reason|and|but|also|moreover|furthermore|then|finally|in addition|in conclusion|additionally|while|whereas|that|as well as|overall|however|"
    r"for its part|for their part|in turn|therefore|thus|lastly|meanwhile|similarly|likewise|accordingly|consequently)[,\s]+)+",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"^(?:the|a|an|its|their|our|his|her|each|every|any|all|some|other|these|those|this|that)\s+", re.IGNORECASE
)
OURS = frozenset({"we", "us", "our", "ourselves"})
YOURS = frozenset({"you", "your"})


class Parties:
    """The organisations that met, and whom each phrase means among them and the others that are named."""

    def __init__(
        self,
        organisations: dict[str, Organisation],
        met: tuple[str, ...],
        people: dict[str, str] | None = None,
        we: tuple[str, ...] = (),
        leading: tuple[str, ...] = (),
    ) -> None:
        self.organisations = organisations
        self.met = met
        self.agencies = tuple(key for key in met if organisations[key].is_agency)
        self.leads = tuple(key for key in self.agencies if key in leading) or self.agencies[:1]
        self.leading = leading
        self.others = tuple(key for key in met if key not in self.agencies)
        self.people = people or {}
        self.we = we
        self._words = {
            word: key
            for key, org in organisations.items()
            for word in org.words
            if word and (key in met or len(word) > 1)
        }
        self._pattern = _pattern(self._words) if self._words else re.compile(r"(?!)")
        self._folded = {word.casefold(): key for word, key in self._words.items()}
        self._names = _pattern(self.people) if self.people else re.compile(r"(?!)")

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

    def resolve(self, phrase: str, last: tuple[str, ...] = ()) -> tuple[tuple[str, ...], str]:
        """The keys that *phrase* means and why; *last* are those whom a pronoun would mean."""
        bare = _LEADING.sub("", " ".join(phrase.split())).strip(" ,“”\"'")
        plain = _DETERMINER.sub("", bare).casefold().strip()
        if plain in OURS:
            return self.we, "the side that writes"
        if plain in YOURS:
            return self.across(self.we) if self.we else self.others, "the side that is written to"
        if plain in {"it", "they", "them", "she", "he", "their", "its", "his", "her"}:
            return last, "whoever was spoken of before"
        who = grammar().who
        if (
            bare.casefold() in who["both"]
            or plain in who["both"]
            or re.match(
                r"(?:both|the two|all)\s+(?:the\s+)?(?:parties|sides|organi|agenc|associations? and|delegations|institut\w+ and)",
                bare,
                re.I,
            )
        ):
            return self.met, "all who met"
        if last and re.search(
            r"\b(?:its|their)\s+(?:\w+\s+)?(?:members?|companies|sites|delegation|secretariat)\b", bare, re.IGNORECASE
        ):
            return last, "their own people"
        counted = re.match(r"(?:the\s+)?(?:two|three|four|both)\s+(?:\w+\s+)?(\w+)$", bare, re.IGNORECASE)
        numbers = {"two": 2, "both": 2, "three": 3, "four": 4}
        number = numbers.get(bare.casefold().removeprefix("the ").split(" ", 1)[0], 0)
        if counted and len(same := self._alike(counted[1])) > 1 and len(same) == number:
            return same, "those of this name"
        related = re.match(r"(.+?),?\s+(?:who|which|whose|that)\s", bare)
        if related:
            return self.resolve(related[1], last)
        head = re.split(r"\s+(?:of|from|for|with|at|in|on|to|about|by|between|among)\s", bare, maxsplit=1)[0]
        if head != bare and not (
            self._pattern.search(head) or (self.people and self._names.search(head)) or _means_people(head)
        ):
            return (), "unknown"
        people = [self.people[match[0]] for match in self._names.finditer(bare)] if self.people else []
        named = self._heads(bare)
        if named:
            return named, "by name"
        if people:
            return tuple(dict.fromkeys(people)), "by the list of participants"
        found = self._by_role(plain)
        if not found[0] and head != bare and (tail := re.search(r"\b(?:of|from|among)\s+(.+)$", bare)):
            return self.resolve(tail[1], last)
        return found

    def without_names(self, phrase: str) -> str:
        """*phrase* with the organisations and people that it names taken out."""
        return self._names.sub("", self._pattern.sub("", phrase))

    def _heads(self, bare: str) -> tuple[str, ...]:
        """Those named as the head of the phrase: EMA in `the Executive Director of EMA`, ARM in `ARM members`."""
        named = self.named(bare)
        if len(named) > 1 and not re.search(r"(?:,|\band\b|/|&|\bas well as\b|\btogether with\b)", bare):
            return named[-1:] if re.search(r"\b(?:of|from|for)\b", bare) else named[:1]
        return named

    def _alike(self, noun: str) -> tuple[str, ...]:
        """Those who met whose names hold *noun* in the singular: the working parties, the institutes."""
        single = re.sub(r"ies$", "y", noun.casefold()) if noun.endswith("ies") else noun.casefold().removesuffix("s")
        return tuple(key for key in self.met if single in self.organisations[key].name.casefold().split())

    def _by_role(self, plain: str) -> tuple[tuple[str, ...], str]:
        who = grammar().who
        body = re.sub(r"(?:['’]s)?\s+(?:members?|delegation|representatives?)$", "", plain)
        alike = self._alike(body) if body in {"board", "committee", "forum", "council", "society", "network"} else ()
        if len(alike) == 1:
            return alike, "by the last word of its name"
        joined = re.split(r"\s+and\s+(?:the\s+)?", plain)
        if len(joined) > 1:
            sides = [self._by_role(_DETERMINER.sub("", part))[0] for part in joined]
            if all(sides):
                return tuple(dict.fromkeys(key for side in sides for key in side)), "by their roles"
        if plain in who["members"]:
            titled = tuple(key for key in self.others if key in self.leading)
            return (titled or self.others or self.met), "the members are the others at the table"
        if plain in who["nobody"]:
            return (), "nobody in particular"
        for role, keys, why in (
            ("agency", self.agencies, "the side of the agency"),
            ("others", self.others, "the other side"),
        ):
            if plain in who[role] or body in who[role] or _ends_in(plain, who[role]):
                if role == "agency" and plain not in {"regulators", "authorities", "institutes", "agencies"}:
                    keys = self.leads[:1]
                return keys, why
        return (), "unknown"


_PEOPLE = frozenset(
    [
        "members",
        "member",
        "investigators",
        "colleagues",
        "experts",
        "representatives",
        "representative",
        "ones",
        "companies",
        "firms",
        "head",
        "heads",
        "president",
        "director",
        "directors",
        "team",
        "teams",
        "staff",
        "researchers",
        "delegates",
        "delegation",
        "developers",
        "sponsors",
        "applicants",
        "speakers",
        "guests",
        "organisations",
        "organizations",
        "associations",
        "observer",
        "observers",
        "holders",
        "chair",
        "leader",
        "leaders",
        "people",
        "scientists",
        "clinicians",
        "reviewers",
        "assessors",
        "inspectors",
        "officials",
        "patients",
        "families",
        "authorities",
        "agencies",
        "regulators",
        "those",
        "everyone",
        "secretary",
        "consortium",
        "network",
        "lead",
        "leads",
        "committee",
        "board",
        "party",
        "parties",
        "office",
        "unit",
        "secretariat",
        "group",
        "some",
        "many",
        "several",
        "most",
        "all",
        "none",
        "each",
    ]
)


def _means_people(head: str) -> bool:
    """Whether the head of a phrase is somebody who can act: members, the head of unit, several large companies."""
    plain = _DETERMINER.sub("", head.casefold())
    who = grammar().who
    return plain.rsplit(" ", 1)[-1] in _PEOPLE or any(
        _ends_in(plain, who[side]) for side in ("agency", "others", "members")
    )


def _ends_in(plain: str, roles: frozenset[str]) -> bool:
    """Whether the head of *plain* is one of *roles*: `smaller companies`, `head of unit of the agency`."""
    head = re.split(r"\s+(?:of|for|from|in|at|with|on|among|who|which|that|responsible|present)\b", plain, maxsplit=1)[
        0
    ]
    words = head.split()
    numbered = len(words) == 2 and any(char.isdigit() for char in words[1])
    return any(" ".join(words[n:]) in roles for n in range(len(words))) or (numbered and words[0] in roles)
