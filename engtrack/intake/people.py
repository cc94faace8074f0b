"""People whom the document lists, and the organisation for which each of them sits at the table."""

import re
from collections.abc import Iterator

from engtrack.dates import MONTHS, WEEKDAYS
from engtrack.intake.attendance import OUR_SIDE, is_attendance, people_texts
from engtrack.intake.names import ORGANISED
from engtrack.intake.organisations import Organisation, named_with_me
from engtrack.intake.structure import Structure

_TITLES = ("Dr", "Dr.", "Mr", "Mr.", "Ms", "Ms.", "Mrs", "Mrs.", "Prof", "Prof.", "Professor")
_TITLE = r"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?|Professor)\s+"
_PERSON = rf"(?<![\w’'-])(?:{_TITLE})?((?:[A-Z][\w’'-]{{1,30}}|[A-Z]\.)(?:\s+(?:[A-Z]\.|van|de|von|der|da|den|El|Le|La)){{0,3}}\s+[A-Z][\w’'-]{{1,30}})"
_LISTED = re.compile(
    rf"(?:^\W*|[,;:)]\s+|\b(?:and|plus|with)\s+){_PERSON}(?=\s*(?:[,;.()]|$)|\s(?:and|of|for|from|who|[–-])\b)"
)
_NOT_NAMES = re.compile(
    r"\b(?:Director|Head|Chair|Officer|Manager|Affairs|Programs?|Division|Secretariat|Regulatory|Quality|Clinical|Vice|President|Senior|Deputy|Unit|Policy|"
    r"Associate|Executive|Scientific|Medical|Products?|Development|Advice|Drug|Team|Lead|Science|Innovation|Project|Member|Members|Companies|Subcommittee|"
    r"Therapy|Therapies|Devices|Engineering|Party|Committee|Directorate|Federation|GmbH|Gene|Cell|Assessment|Operations|Toxicology|States?|New|International|The|Our|For|From|Working|Apologies|Excused|Observers?|Present|Access|Market|Commission|Public|Supply|Corporate|Legal|Finance|Communications?|Strategy|Government|External|Internal|Global|European|National|Hospital|Patient|Patients|Data|Research|Technical|Business)\b"
)
_BODY = re.compile(
    r"(?:[A-Z][\w&-]+ (?:and |of |for |the )?){1,6}(?:Committee|Subcommittee|Sub-Committee|Working Group|Task Force|Advisory Board)\b"
)
_ROLE = re.compile(
    r"(?:[A-Z][\w-]+ ){1,3}(?:Lead|Manager|Director|Officer|Inspector|Coordinator|Statistician|Advis[eo]r|Assessor|Reviewer)\b"
)
_PLAIN_ROLE = re.compile(
    r"(?<![\w-])((?:[a-z]+ ){1,2}(?:unit|office|team|investigator|assessor|inspector|division|area|department|lead|manager|coordinator|officer|statistician|service|director|reviewer|engineer|scientist|pharmacist|physician|nurse|chemist|toxicologist|pharmacologist|lawyer)|spokesperson|coordinator|co-ordinator|treasurer)(?=[,;.]|$| and | \()"
)
"""A part or a role that a list of participants names in small letters: `trial unit`, `principal investigator`."""
_LABEL = re.compile(
    r"(?<![\w-])(?:Apologies|Excused|Regrets|Absent|Date|Place|Venue|Copy|Copies|Distribution|Chair|Minutes|Issued|Reference)\s*:",
    re.I,
)


def people_in(structure: Structure, organisations: dict[str, Organisation], met: tuple[str, ...]) -> dict[str, str]:
    """Participants by each way in which the text may call them, with the key of their organisation."""
    called = {word: key for key in organisations for word in organisations[key].words}
    people: dict[str, str] = {}
    if not called:
        return people
    ordered = "|".join(re.escape(word) for word in sorted(called, key=len, reverse=True))
    bodies: dict[str, str] = {}
    roles: dict[str, set[str]] = {}
    for match in re.finditer(rf"{_PERSON}\s+\((?:[^()]{{0,80}},\s+)?({ordered})\)", structure.text):
        if _could_be_person(match[1]) and match[1] not in organisations[called[match[2]]].name:
            people[match[1]] = called[match[2]]
    for match in re.finditer(
        rf"{_TITLE}([A-Z][\w’'-]+)\s+(?:from|of|at)\s+(?:the\s+)?({ordered})(?!\w)", structure.text
    ):
        people[f"Dr {match[1]}"] = called[match[2]]
    people |= _affiliated(structure.text, called, ordered)
    for table in structure.tables:
        if is_attendance(table.heads):
            for _, cells in table.rows:
                key = next(
                    (called[m[0]] for cell in cells if (m := re.search(rf"(?<!\w)(?:{ordered})(?!\w)", cell))), None
                )
                if key:
                    people |= {name: key for cell in cells if cell not in called for name in _names(cell, called)}
    for block in structure.header:
        for _, piece in block.pieces:  # `Co-chair    Prof. Hugh Maddox    Academic Network (ANAT)`
            columns = re.split(r"\s{2,}", piece.strip())
            key = next(
                (called[m[0]] for cell in columns[1:] if (m := re.search(rf"(?<!\w)(?:{ordered})(?!\w)", cell))), None
            )
            if key and len(columns) < 5:
                people |= {name: key for cell in columns for name in _names(cell, called)}
    for table in structure.tables:
        for n, head in enumerate(table.heads):
            if head.strip() in called:
                column = "; ".join(row[n] for _, row in table.rows if n < len(row))
                bodies |= {body[0]: called[head.strip()] for body in _BODY.finditer(column)}
    for key, listed in _lists(structure, called, ordered):
        people |= dict.fromkeys(_names(listed, called), key)
        people |= {name: key for name in _first_names_in(listed) if name not in called}
        people |= {initials: key for initials in _initials_in(listed, structure.text) if initials not in called}
        bodies |= {body[0]: key for body in _BODY.finditer(listed) if body[0] not in called}
        for role in (*_ROLE.findall(listed), *_PLAIN_ROLE.findall(listed)):
            for spelt in {role, role[:1].upper() + role[1:]}:
                roles.setdefault(spelt, set()).add(key)
    others = [key for key in met if not organisations[key].is_agency]
    for block in structure.header:
        for _, piece in block.pieces:
            if len(others) == 1 and (side := OUR_SIDE.match(piece)):
                people |= dict.fromkeys(_names(piece[side.end() :], called), others[0])
    for match in re.finditer(
        rf"({ordered})(?: \([^()]*\))? (?:was|were) represented by ([^.;]{{3,200}})", structure.text
    ):
        single = dict.fromkeys(re.findall(r"(?:^|, |and )([A-Z][a-z]+)(?=,| and|$)", match[2]), called[match[1]])
        people |= dict.fromkeys(_names(match[2], called), called[match[1]]) | {
            name: key for name, key in single.items() if name not in called and _could_be_person(name)
        }
        people |= {f"Dr {name}": called[match[1]] for name in re.findall(rf"{_TITLE}([A-Z][\w’'-]+)", match[2])}
    initials = _by_initials(structure, called, ordered)
    bodies |= {role: min(keys) for role, keys in roles.items() if len(keys) == 1}
    named = _for_short(people, structure.text) | people | initials | bodies
    return {name: key for name, key in named.items() if name not in called}


def _affiliated(text: str, called: dict[str, str], ordered: str) -> dict[str, str]:
    """Persons of whom a sentence says where they belong: `Callum Reid from Corriebank`, `Dr Sandhu, the MHRA's assessor`."""
    text = text[:100_000]
    found = {}
    for form in (
        rf"{_PERSON},?\s+(?:(?:a|an|the|our)\s(?:[\w-]+\s){{1,4}})?(?:from|of|at|for)\s+(?:the\s+)?(?P<org>{ordered})(?!\w)",
        rf"{_PERSON},\s+(?:the\s+)?(?P<org>{ordered})['’]s?\s",
        rf"(?<![\w-])(?P<org>{ordered})['’]s?\s+(?:[a-z-]+\s){{1,5}}{_PERSON}",
        rf"{_TITLE}(?P<last>[A-Z][\w’'-]+),\s+(?:the\s+)?(?P<org>{ordered})['’]s?\s",
    ):
        for match in re.finditer(form, text):
            name = match.groupdict().get("last") or match[1 if match.re.groupindex["org"] != 1 else 2]
            if _could_be_person(name) and name not in called:
                found[f"Dr {name}" if " " not in name else name] = called[match["org"]]
    return found


_ONLY_FIRST = re.compile(r"(?:[A-Z]\w{1,11}(?:, | and )){2,}[A-Z]\w{1,11}(?=[.;]|$)")
"""A list of nothing but first names and initials: `LHA, Jens, Tove, Priyanka.`"""


def _first_names_in(listed: str) -> list[str]:
    """First names that are all that a list gives: `Johan (SME office, chair), Paola (orphan medicines)`."""
    found = re.findall(r"(?:^|[,;]\s+|\band\s+)([A-Z][^\W\d_A-Z]{2,14})(?=\s\([a-zA-Z][^()]{1,40}\))", listed)
    alone = _ONLY_FIRST.match(listed)
    found += re.findall(r"[A-Z][a-z]\w+", alone[0]) if alone else []
    return [name for name in found if _could_be_person(name)]


def _initials_in(listed: str, text: str) -> set[str]:
    """Initials in a list of people, by which the text calls them: `Dr H. Brunner, pharmacist (HB), MY (quality)`."""
    found = re.findall(r"\(([A-Z]{2,3})\)|(?:^|[,;]\s+)([A-Z]{2,3})(?=\s\(|,|;|\.?$)", listed)
    return {
        initials
        for pair in found
        if (initials := pair[0] or pair[1])
        and re.search(rf"(?<![\w-]){initials}(?:\s+(?:will|to|and|has|is|was|would|shall|[a-z]+(?:ed|s|ok))\b|:)", text)
    }


def _names(listed: str, called: dict[str, str]) -> list[str]:
    found = [match[1] for match in _LISTED.finditer(listed)]
    return [name for name in found if name not in called and _could_be_person(name)]


def _could_be_person(name: str) -> bool:
    if any(word.casefold() in MONTHS | WEEKDAYS for word in name.split()):
        return False
    return not (_NOT_NAMES.search(name) or ORGANISED.search(name) or name.replace(" ", "").isupper())


def _lists(structure: Structure, called: dict[str, str], ordered: str) -> Iterator[tuple[str, str]]:
    """(key, the people after it) for each `EMA: A. Smith, B. Jones` at the head of the document."""
    start = re.compile(
        rf"(?<![\w-])(?P<word>{ordered})\)?(?:\s+\([^()]{{0,60}}\))?(?:['’]s)?"
        r"(?:,? (?:our|the) [\w -]{3,30}|\s+(?:delegation|representatives?|attendees|participants|members|side|team|staff|colleagues))?"
        r"(?:\s+\([^()]{0,60}\))?\s*(?::|\s[–-](?=\s+(?:(?:Dr|Mr|Ms|Mrs|Prof)\b|[A-Z]\.\s|[A-Z][a-z]+ [A-Z][a-z]+,)))\s"
    )
    texts = [block.text for block in structure.header]
    texts += [sentence.text for sentence in structure.sentences[:20] if sentence.section in {"header", "people"}]
    texts += _listed_below(structure, ordered)
    for text in (*texts, *people_texts(structure)):
        text = " ".join(text.split())
        starts = list(start.finditer(text))
        for n, match in enumerate(starts):
            listed = text[match.end() : starts[n + 1].start() if n + 1 < len(starts) else len(text)]
            label = _LABEL.search(listed)
            yield called[match["word"]], listed[: label.start()] if label else listed


def _listed_below(structure: Structure, ordered: str) -> Iterator[str]:
    """Those who are listed, one a line, below `Present for the UK BioIndustry Association (BIA)`, after its name."""
    heads = re.compile(
        rf"(?:(?:present|attending|in attendance|participants)\s+)?(?:for|from|on behalf of)\s+(?:the\s+)?.{{0,80}}?(?<!\w)(?P<word>{ordered})\)?:?",
        re.IGNORECASE,
    )
    word = ""
    for block in structure.header:
        for _, piece in block.pieces:
            line = " ".join(piece.split())
            if head := heads.fullmatch(line):
                word = head["word"]
            elif word and (person := re.match(rf"{_PERSON}(?=[,\s(]|$)", piece.strip())):
                yield f"{word}: {person[0]}, {piece.strip()[person.end() :].strip(' ,')}"
            else:
                word = ""


_FIRST_NAME = re.compile(
    r"(?:^|[.;:!?•]\s+|,\s+|\band\s+)(?P<name>[A-Z][^\W\d_A-Z]{2,11})(?:['’]s team)?\s+(?:will|promised|offered|agreed|volunteered|undertook|took|is to|is going to|has (?:promised|agreed|offered|undertaken))\b"
)


def colleagues_in(structure: Structure, we: tuple[str, ...], organisations: dict[str, Organisation]) -> dict[str, str]:
    """First names of those who, in notes of one side that is no agency, will do something: they are its own people."""
    if len(we) != 1 or organisations[we[0]].is_agency:
        return {}
    words = set(re.findall(r"[\w’'-]+", structure.text))
    names = {match["name"] for s in structure.sentences for match in _FIRST_NAME.finditer(s.text)}
    names |= named_with_me(structure.text[:20_000])
    named = {word for organisation in organisations.values() for word in organisation.words}
    return {
        name: we[0]
        for name in names
        if name not in named
        and name.lower() not in words
        and name.casefold() not in MONTHS | WEEKDAYS
        and not re.search(rf"\b(?:in|from|to|at|near|across|of|the)\s+{name}\b", structure.text)
    }


def _for_short(people: dict[str, str], text: str) -> dict[str, str]:
    """Surnames, with a title or without, and first names where the text uses them alone; only those of one side."""
    words_of_text = set(re.findall(r"[\w’'-]+", text))
    alone = set(re.findall(r"(?<![\w-])([A-Z][\w’'-]*)(?![\w-])(?!\s+[A-Z])", text))
    sides: dict[str, set[str]] = {}
    for name, key in people.items():
        first, *_, last = name.split() if " " in name else ("", name)
        words = [f"{title} {last}" for title in _TITLES]
        if last.lower() not in words_of_text:
            words.append(last)
        if first[1:].islower() and first not in _TITLES:
            words.append(f"{first[0]}. {last}")
            words += [
                word
                for word in {first, *(first[:length] for length in range(3, len(first)))} & words_of_text
                if word.lower() not in words_of_text and word in alone
            ]
        for word in words:
            sides.setdefault(word, set()).add(key)
    return {word: min(keys) for word, keys in sides.items() if len(keys) == 1}


def _by_initials(structure: Structure, called: dict[str, str], ordered: str) -> dict[str, str]:
    """Initials of participants, as in `Els Vermassen (EV), head`, each listed under the organisation that it is for."""
    each = rf"{_PERSON}\s+\(([A-Z]{{2,3}})\)[\s,;–-]+[^()]{{0,100}}?(?<!\w)({ordered})(?!\w)"
    head = " ".join(block.text for block in structure.header) + " ".join(people_texts(structure))
    found = {who: called[match[3]] for match in re.finditer(each, head[:6000]) for who in (match[1], match[2])}
    key: str | None = None
    for block in structure.header:
        for _, piece in block.pieces:
            if of := re.fullmatch(
                rf"\s*(?:[Ff]or |[Ff]rom )?(?:the )?.{{0,60}}?(?<!\w)({ordered})(?!\w).{{0,12}}:\s*", piece
            ):
                key = called[of[1]]
            elif key and (person := re.match(rf"\W*{_PERSON}\s+\(([A-Z]{{2,3}})\)", piece)):
                found |= {person[1]: key, person[2]: key}
    return found
