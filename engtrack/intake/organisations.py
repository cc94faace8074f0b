"""The organisations that a document names: known ones, and those that it introduces, lists, or shows at work."""

import re
from collections.abc import Iterable

import msgspec

from engtrack.intake.grammar import grammar
from engtrack.intake.names import (
    INDUSTRY_WORD,
    LEGAL_FORMS,
    ORGANISED,
    REGULATING,
    defined_in,
    guess_kind,
    nicknames_in,
    pattern_of,
    short_name,
)
from engtrack.intake.structure import Structure
from engtrack.model import Stakeholder
from engtrack.queries import plain


class Organisation(msgspec.Struct, frozen=True):
    """An organisation as this document knows it. *words* are all that it is called; *kind* as of a stakeholder."""

    key: str
    name: str
    kind: str = "other"
    words: tuple[str, ...] = ()

    @property
    def is_agency(self) -> bool:
        return self.kind in {"regulator", "hta"}


_COMPANY_NAME = rf"(?P<name>[A-Z][\w&’'-]+(?: [A-Z][\w&’'-]+){{0,4}}?),? (?P<form>{LEGAL_FORMS})\.?"
_COMPANY = re.compile(_COMPANY_NAME)
_TO_OR_FROM = re.compile(r"(?:to|from|cc)\s*:", re.IGNORECASE)
_QUOTED_COMPANY = re.compile(
    rf"{_COMPANY_NAME},? \((?:the )?(?:[\"“](?P<short>[^\"”()]{{2,40}})[\"”]|(?P<bare>[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}}))\)"
)
_HEREINAFTER_COMPANY = re.compile(
    rf"{_COMPANY_NAME}[^()\n]{{0,30}}\((?:hereinafter|hereafter)(?: referred to as)? (?:the )?[\"“]?(?P<short>[A-Z]\w{{1,30}})[\"”]?(?P<bare>)\)"
)
COMPANY_LINE = re.compile(
    r"^(?:sponsor|applicant|company|developer|requester|manufacturer)(?: name)?\s*:\s*(?P<name>\S.*)$", re.IGNORECASE
)


def companies_in(structure: Structure) -> list[Organisation]:
    """The company whose letterhead it is, or whom a label names as the sponsor; known by its first word."""
    pieces = [" ".join(text.split()) for block in structure.header for _, text in block.pieces]
    labelled = [match["name"] for piece in pieces[:30] if (match := COMPANY_LINE.match(piece))]
    labelled += [
        f"{match['name']} {match['form']}"
        for piece in pieces[:20]
        if _TO_OR_FROM.match(piece) and (match := _COMPANY.search(piece))
    ]
    found = []
    for line in (*pieces[:2], *labelled):
        match = _COMPANY.match(line)
        if match is None and line not in labelled:
            continue
        name = (match["name"] if match else re.split(r",\s+(?:Inc|Ltd)|\s+\(", line)[0]).strip(" ,.")
        name = name.title() if name.isupper() else name
        if 2 < len(name) <= 60 and not REGULATING.search(name):
            key = short_name(name, structure.text)
            found.append(Organisation(key, name, "company", (key, name, key.upper(), name.upper())))
    for match in (
        *_QUOTED_COMPANY.finditer(structure.text[:8000]),
        *_HEREINAFTER_COMPANY.finditer(structure.text[:8000]),
    ):
        short = match["short"] or match["bare"]
        if not match["short"] and short not in match["name"]:
            continue
        if short[0].isupper() and not any(short == organisation.key for organisation in found):
            found.append(
                Organisation(
                    short, match["name"], "company", (short, match["name"], f"{match['name']} {match['form']}")
                )
            )
    return found


def companies_by_form(structure: Structure) -> list[Organisation]:
    """Companies that a sentence names with their legal form, and the text at least three times."""
    found = []
    for sentence in structure.sentences[:100]:
        for match in _COMPANY.finditer(sentence.text):
            key = short_name(match["name"], structure.text)
            is_name = re.fullmatch(r"(?!The\b)[A-Z][a-z]{3,}(?: [A-Z][a-z]+)*", key)
            if is_name and not REGULATING.search(match["name"]) and structure.text.count(key) > 2:
                found.append(Organisation(key, match["name"], "company", (key, match["name"])))
    return found


def organisations_in(structure: Structure, known: Iterable[Stakeholder] = ()) -> dict[str, Organisation]:
    """Every organisation that the document names, by key: from the register, from the grammar, from its own words."""
    text = structure.text
    found: dict[str, Organisation] = {}
    for stakeholder in known:
        words = (stakeholder.key, stakeholder.name, *stakeholder.aliases)
        found[stakeholder.key] = Organisation(stakeholder.key, stakeholder.name, stakeholder.kind.value, words)
    registered = frozenset(found)
    tokens = frozenset(re.findall(r"\w+", text))

    def stands(word: str) -> bool:
        return word in tokens if word.isalnum() else word in text

    delegations = [piece for block in structure.header for _, piece in block.pieces if ":" in piece] + [
        sentence.text for sentence in structure.sentences[:20] if sentence.section == "people"
    ]
    accented = {plain(word).upper(): word for word in set(_ACCENTED.findall(text))}
    for key, entry in grammar().organisations.items():
        if any(key == other.key or entry["name"] == other.name for other in found.values()):
            continue
        spelt = key.upper() if " " not in key and not stands(key) and stands(key.upper()) else key
        spelt = spelt if stands(spelt) else accented.get(spelt, spelt)
        is_there = stands(spelt) or stands(entry["name"])
        units = (unit for unit in entry.get("units", ()) if is_there or unit != _ANY_OFFICE)
        words = (spelt, entry["name"], *units)
        found[spelt] = Organisation(spelt, entry["name"], entry["kind"], words)
    for name, acronym in defined_in(text):
        if grammar().routes.fullmatch(acronym) or grammar().routes.fullmatch(name):
            continue
        whole = next((o for o in found.values() if o.is_agency and {name, acronym} & set(o.words[2:])), None)
        whole = whole or _delegating(name, acronym, found, delegations)
        if whole is not None and acronym != keeps_own_minutes(text):  # a committee or an office of it
            found[whole.key] = msgspec.structs.replace(whole, words=(*whole.words, name, acronym))
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
    for match in _REPRESENTED_BY.finditer(text[:8000]):
        whole = next((o for o in found.values() if match["whole"] in o.words), None)
        part = next((o for o in found.values() if match["part"] in o.words), None)
        if whole and part and whole is not part and whole.is_agency and part.key not in registered:
            del found[part.key]
            found[whole.key] = msgspec.structs.replace(whole, words=(*whole.words, *part.words))
    for acronym, word in nicknames_in(text):
        if acronym in found:
            named = found[acronym]
            found[acronym] = msgspec.structs.replace(named, words=(*named.words, word, word[:1].upper() + word[1:]))
    for company in (*companies_in(structure), *companies_by_form(structure)):
        if not any(set(company.words) & set(organisation.words) for organisation in found.values()):
            found[company.key] = company
    for name in named_like_companies(text):
        if not any(name in organisation.words or name in organisation.name for organisation in found.values()):
            found[name] = Organisation(name, name, "company", (name,))
    for match in _NAMED_AS.finditer(text[:8000]):
        if not any(
            match["name"] in organisation.words for organisation in found.values()
        ) and not _NOT_ACTORS.fullmatch(match["name"]):
            found[match["name"]] = Organisation(
                match["name"], match["name"], guess_kind(match["what"]), (match["name"],)
            )
    for match in _PROJECT.finditer(" ".join(text[:600].split())):
        if text.count(match["name"]) > 2 and not any(match["name"] in o.words for o in found.values()):
            found[match["name"]] = Organisation(match["name"], match["name"], "other", (match["name"],))
    for name, full in listed_in(text):
        if not any({name, full} & set(organisation.words) for organisation in found.values()):
            found[name] = Organisation(name, full, guess_kind(full), (name, full))
    for name in actors_in(text):
        if not any(name in organisation.words for organisation in found.values()):
            found[name] = Organisation(name, name, guess_kind(name) if " " in name else "other", (name,))
    for key, organisation in list(found.items()):
        if called := _last_word(organisation, found, text):
            found[key] = msgspec.structs.replace(organisation, words=(*organisation.words, called))
    lowered = text.casefold()
    words_at_hand = (word for organisation in found.values() for word in organisation.words if stands(word))
    seen = set(pattern_of(words_at_hand).findall(text))
    return {
        key: org
        for key, org in found.items()
        if seen & set(org.words) or (" " in org.name and org.name.casefold() in lowered)
    }


_PROJECT = re.compile(
    r"\bwith the (?P<name>[A-Z][A-Z0-9-]{3,19}|[A-Z][a-z]+[A-Z]\w*) (?:consortium|project|network|partnership)\b"
)
"""Who is known by the name of a project: `meeting with the ORGANTRACE consortium`."""
_ANY_OFFICE = "Innovation Office"
"""A unit that many agencies have."""
_REPRESENTED_BY = re.compile(
    r"\((?P<whole>[A-Z][\w-]{1,9})\),? represented by (?:[^;.()]{0,60}?\b(?:of|from) )?the (?P<part>[A-Z]\w{2,9})\b"
)
"""One that sits at the table for another: `HMA, represented by the chair of the CMDh`."""


def _delegating(name: str, acronym: str, found: dict[str, Organisation], delegations: list[str]) -> Organisation | None:
    """The agency before the colon of the delegation in which a directorate or an office is listed: it is a part of it."""
    if not _PART.search(name):
        return None
    for line in delegations:
        who, colon, people = line.partition(":")
        if colon and f"{name} ({acronym})" in people:
            return next((o for o in found.values() if o.is_agency and pattern_of(o.words).search(who)), None)
    return None


_PART = re.compile(
    r"\b(?:Directorate|Division|Office|Department|Unit|Cent(?:er|re) for|Bureau|Branch|Inspectorate|Service)\b"
)


def _last_word(organisation: Organisation, found: dict[str, Organisation], text: str) -> str | None:
    """The last word of a name by which the text goes on to call it: `the Catapult`."""
    last = organisation.name.rsplit(" ", 1)[-1]
    is_own = " " in organisation.name and last[:1].isupper() and not ORGANISED.fullmatch(last) and len(last) > 4
    if not is_own or organisation.name not in text:
        return None
    if len(re.findall(rf"\b[Tt]he {re.escape(last)}", text)) < 2 and not re.search(
        rf"\b[Tt]he {re.escape(last)} (?:team|group|delegation|researchers)\b", text
    ):
        return None
    others = [other for other in found.values() if other.key != organisation.key and last in other.name.split()]
    return None if others or last in organisation.words else last


_ACCENTED = re.compile(r"\b(?=[A-Z]*[^\W\d_a-zA-Z])[^\W\d_]{3,8}\b")
_OWN_MINUTES = re.compile(
    r"\b(?:Committee|Board|Group|Party)\b[^\n]*?\((\w+)\)\s*(?:Draft )?[Mm]inutes\b(?!.{0,60}\bwith\b)"
)


def keeps_own_minutes(text: str) -> str | None:
    """The acronym of the committee whose own meeting it is, which then speaks for itself and not for its agency."""
    match = _OWN_MINUTES.search(text[:1200])
    return match[1] if match else None


_ACTOR = re.compile(
    r"(?:^|[.;:!?•]\s+|,\s+|\b(?:and|that|but|while|The|the|asked|invited|encouraged|reminded|requested)\s+)"
    r"(?P<name>[A-Z][a-z]*[A-Z][A-Za-z]+(?: [A-Z]{2,4}\b)?|[A-Z][a-z]{3,}(?: [A-Z][A-Za-z]+){0,2})"
    r"(?:['’]s)?(?:\s+(?:members?|delegation))?\s+(?:(?:also|then|further|\w+ly)\s+)?"
    r"(?P<act>presented|asked|agreed|undertook|invited|was invited|was encouraged|was asked|was requested|was reminded|was advised|welcomed|thanked|stressed|noted|"
    r"promised|was|were|has|had|pointed|said|argued|raised|praised|remarked|regretted|recalled|considered|held|supported|called|warned|introduced|outlined|received|mentioned|added|"
    r"proposed|suggested|took|will|offered|volunteered|reported|explained|confirmed|shared|described|underlined|highlighted|expressed|gave|felt|to [a-z]+)\b"
)
_NOT_ACTORS = re.compile(
    r"(?:The|This|These|It|They|There|Members?|Participants?|Industry|Agency|Chair|Board|Committee|Forum|Both|All|Several|Some|Other|Others|Action|Discussion|Question|Response|"
    r"Sponsors?|Applicants?|Companies|Associations?|Regulators?|Partners?|Delegates?|Speakers?|Assessors?|Reviewers?|Inspectors?|Experts?|Officials|Staff|Secretariat|Topics?|Item|"
    r"Commission|Institutes?|Group|Meeting|Minutes|Report|European|Union|Europe|Article|Regulation|Directive|Annex|Phase|Type|Part|Dr|Mr|Ms|Mrs|Prof|January|February|March|April|May|"
    r"June|July|August|September|October|November|December|Director|President|Rapporteur|Manufacturers|Developers|Patients|Families|Authorities|Observers?|Further|Written|Interested)\b.*"
)


_LIKE_A_COMPANY = re.compile(
    r"(?<![A-Z][a-z] )(?<![\w&-])(?!The )[A-Z][a-z]\w+ (?:Bio|Therapeutics|Pharma|Pharmaceuticals|Biotech|Biologics|Biosciences|Biopharma|Biotherapeutics|Oncology|Genetics|Genomics|Vaccines|Biomanufacturing|Ophthalmics)\b(?! [A-Z])"
)


def named_like_companies(text: str) -> list[str]:
    """Names that end as the names of companies do."""
    counts = dict.fromkeys(_LIKE_A_COMPANY.findall(text))
    return [name for name in counts if not _ANY_COMPANY.match(name)]


_ANY_COMPANY = re.compile(
    r"(?:Swiss|European|Danish|Dutch|Belgian|German|French|Nordic|Emerging|Small|Large|Big|Global|National|Advanced|Medical|Novel|New|Animal|Human|Plasma|Conjugate|Participants|Present|Attendees|Company|Sponsor|Applicant|Agency)\b"
)


def _is_person(name: str, text: str) -> bool:
    """Whether *name* stands after a title or a first name somewhere."""
    for at in re.finditer(rf"(?<![\w-]){re.escape(name)}\b(?!\s(?:Bio|Therapeutics|Pharma))", text):
        if _TITLED.search(text[max(0, at.start() - 40) : at.start()]):
            return True
        surname = _SURNAME.match(text, at.end())
        if surname and not INDUSTRY_WORD.fullmatch(surname[1]) and not ORGANISED.fullmatch(surname[1]):
            return True
    return False


_SURNAME = re.compile(r" ([A-Z][a-z’'-]+)\b")
_TITLED = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|Prof|[A-Z]\.|[A-Z][a-z]+)\.?\s+$")


_WITH_ME = re.compile(r"((?:[A-Z][a-z]+(?: [A-Z][a-z]+)?, )+[A-Z][a-z]+(?: [A-Z][a-z]+)?),? and (?:me|I|myself)\b")


def named_with_me(text: str) -> set[str]:
    """Colleagues of whoever writes, by first name and as they are named: `Henrik, Tanja Behnke and I`."""
    names = {name for listed in _WITH_ME.findall(text) for name in listed.split(", ")}
    return names | {name.split(" ")[0] for name in names}


def actors_in(text: str) -> list[str]:
    """Names that are seen to speak or to be spoken to at least twice, though nothing in the text explains them."""
    counts: dict[str, int] = {}
    colleagues = named_with_me(text)
    for match in _ACTOR.finditer(text):
        counts[match["name"]] = counts.get(match["name"], 0) + 1
    return [
        name
        for name, count in counts.items()
        if count >= 2
        and name not in colleagues
        and not _NOT_ACTORS.fullmatch(name)
        and not grammar().routes.fullmatch(name)
        and (re.search(r"[a-z][A-Z]|^[A-Z]{3,}", name) or _goes_on_with(text, name))
        and (re.search(r"[a-z][A-Z]|[A-Z]{3,}", name) or not _is_person(name, text))
        and not (name.lower() in text and re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text))
    ]


def _goes_on_with(text: str, name: str) -> bool:
    """Whether *name* stands somewhere within a sentence, where only a name has a capital."""
    return any(
        _WITHIN.match(text, at.start() - 2) for at in re.finditer(rf"{re.escape(name)}\b", text) if at.start() > 1
    )


_WITHIN = re.compile(r"[a-z,]\s")
_LIST = re.compile(
    r"\b(?:brings? together|brought together|met(?: with)?|made up of|composed of|consists? of|representatives of|(?:[Oo]rgani[sz]ations|[Aa]ssociations|[Mm]embers|[Pp]arties|[Rr]epresented)\b[^:.]{0,60}:)\s+(?P<list>[^.]{8,600})"
)
_COMMAS = re.compile(rf",\s+(?![^()]*\))(?!{LEGAL_FORMS})|\s+and\s+(?![^()]*\))")
_WHAT_IT_IS = re.compile(
    r"(?:the |an? )?(?:[a-z-]+ ){0,3}(?:organi[sz]ation|association|network|society|federation|company|alliance|charity)\b"
)
_LISTED = re.compile(r"(?:the )?(?P<name>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3})(?: \((?P<full>[^()]{6,90})\))?$")


_NAMED_AS = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][A-Za-z]{3,}),? \(?(?:the |an? |our )(?P<what>(?:[\w-]+ ){0,4}?(?:association|federation|society|confederation|network|trade body|company|agency|consortium|foundation)) (?:of|for) "
)


def listed_in(text: str) -> list[tuple[str, str]]:
    """(name, full name) for each organisation in an enumeration of those who make up a group or who met."""
    pairs = []
    for match in _LIST.finditer(text[:6000]):
        is_laid_out = ":" in match[0] and match["list"].count(";") > 1
        items = match["list"].split(";") if is_laid_out else _COMMAS.split(match["list"].split(";")[0][:400])
        for item in items:
            found = _LISTED.match(item.strip())
            if found is None or _NOT_ACTORS.fullmatch(found["name"]) or "Working Party, " in item:
                continue
            if grammar().routes.fullmatch(found["name"]):
                continue
            said = found["full"] or "Xx Xx"
            is_named = (
                ORGANISED.search(item) or re.search(r"[a-z][A-Z]|[A-Z]{3}", found["name"]) or _WHAT_IT_IS.match(said)
            )
            if is_named and not re.fullmatch(r"[A-Z]{2,}|[A-Z][a-z]+", said):
                full = found["full"] if found["full"] and not _WHAT_IT_IS.match(said) else found["name"]
                pairs.append((found["name"], full))
    return pairs
