"""Who met: organisations in the title, among the participants, or seen to act; and who of them writes."""

import re
from collections import Counter

from engtrack.intake.grammar import grammar
from engtrack.intake.organisations import ORGANISED, Organisation, guess_kind, pattern_of, short_name
from engtrack.intake.structure import Structure

_ACTS = re.compile(
    r"(?:\s+\([^()]*\)|\))?\s+(?:(?:members?|delegation|representatives?|officials|staff|observer|inspectors|secretariat)\s+)?(?:(?:also|further|then|each|\w+ly)\s+)?"
    r"(?:presented|shared|welcomed|thanked|noted|confirmed|stressed|highlighted|agreed|undertook|took|was|were|is|are|will|would|has|have|had|reported|described|explained|"
    r"asked|invited|requested|suggested|proposed|felt|said|argued|acknowledged|appreciated|recalled|raised|gave|set|spoke|argued|offered|volunteered|committed|showed|"
    r"introduced|outlined|expressed|underlined|emphasi[sz]ed|pointed|remarked|regretted|informed|announced|voiced|held|received|replied|provided|reassured|proposes|called|adopted|"
    r"discussed|considered|to\s+[a-z]+|invites|welcomes|asks|notes|warned|would|indicated|clarified|reiterated|stated|encouraged|recommended|summarised|opened|repeated)\b"
)
_CONVENED = re.compile(
    r"\b(?:representatives of|met with|meeting with|met the|met|between|brings? together|brought together|meets|hosted(?! by)|delegations? (?:of|from)|delegation from|for the|"
    r"organi[sz]ations? (?:spoke|took part|attended|were present)|represented by|led by|on the side of|stakeholders from|took part|chairs?)\b"
)


_ABSENT = re.compile(r"\W*(?:excused|apologies|regrets|absent|not present|unable to attend)\b", re.IGNORECASE)


def _is_convened(named: re.Pattern[str], text: str) -> bool:
    """Whether somebody is named in *text* among those who are said to have come together."""
    for start in _CONVENED.finditer(text):
        stop = text.find(".", start.end())
        stop = len(text) if stop < 0 else stop
        found = named.search(text, start.end())
        if found is not None and found.start() <= min(stop, start.end() + 700):
            return True
    return False


def who_met(
    structure: Structure, pieces: list[str], title: str, organisations: dict[str, Organisation]
) -> tuple[str, ...]:
    """The keys of those who met, agencies first: in the title, among the participants, or seen to speak and act."""
    pieces = [piece for piece in pieces if not _ABSENT.match(piece)]
    people = " \n ".join(text for text in people_texts(structure) if not _ABSENT.match(text))
    preamble = " \n ".join(pieces)
    opening = " ".join(sentence.text for sentence in structure.sentences[:12])
    body = " \n ".join(
        sentence.text for sentence in structure.sentences if sentence.section not in {"people", "agenda", "boilerplate"}
    )
    met = []
    titled = [
        o
        for o in organisations.values()
        if re.search(rf"(?<![\w-])(?:{'|'.join(map(re.escape, o.words))})(?![\w-])", title)
    ]
    is_bilateral = len({o.is_agency for o in titled}) == 2
    letterhead = " | ".join(pieces[:5]).casefold()
    own_words = {
        key: set(organisation.words) - set(grammar().organisations.get(key, {}).get("units", ()))
        for key, organisation in organisations.items()
    }
    keys_of: dict[str, list[str]] = {}
    for key, words in own_words.items():
        for word in words:
            keys_of.setdefault(word, []).append(key)
    any_name = pattern_of(keys_of)
    head = f"{title} \n {people} \n {' '.join(pieces[:12])}"
    headed = {key for match in any_name.finditer(head) for key in keys_of[match[0]] if organisations[key].is_agency}
    in_titles = {key for match in any_name.finditer(title) for key in keys_of[match[0]]}
    seen_acting = Counter(
        key for match in any_name.finditer(body) if _ACTS.match(body, match.end()) for key in keys_of[match[0]]
    )
    represented = [
        sentence.text[: said.start()]
        for sentence in structure.sentences[:12]
        if (
            said := re.search(
                r"\b(?:(?:were|was) (?:also )?represented(?! by)|took part|attended|were present)\b", sentence.text
            )
        )
    ]
    listing = {
        key
        for sentence in structure.sentences[:5]
        if _GATHERS.search(sentence.text)
        and len(keys := {key for match in any_name.finditer(sentence.text) for key in keys_of[match[0]]}) > 2
        and any(organisations[key].is_agency for key in keys)
        for key in keys
    }
    for key, organisation in organisations.items():
        named = pattern_of(own_words[key])
        called = named.pattern
        acts = seen_acting[key]
        in_title = key in in_titles
        in_people = bool(named.search(people))
        in_preamble = bool(named.search(preamble)) or bool(named.search(opening))
        acts += 2 * _is_convened(named, f"{opening} {preamble}")
        in_letterhead = organisation.kind == "company" and any(
            word in piece for word in organisation.words for piece in pieces[:20]
        )
        in_letterhead = in_letterhead or (" " in organisation.name and organisation.name.casefold() in letterhead)
        convened = key in listing or _is_convened(named, opening) or any(named.search(said) for said in represented)
        if is_bilateral and not (in_title or in_people or in_letterhead or convened):
            continue
        if organisation.is_agency and headed and key not in headed and not convened:
            continue  # spoken of, while another agency is the one that met
        if organisation.is_agency and not is_bilateral and re.search(called, " \n ".join(pieces[:12])):
            in_letterhead = True
        if (
            in_title
            or convened
            or in_people
            or in_letterhead
            or acts >= (3 if key in grammar().organisations else 2)
            or (acts >= 1 and in_preamble)
            or (organisation.is_agency and acts >= 1 and bool(re.search(called, preamble)))
        ):
            at = re.search(called, f"{title} {preamble} {body}")
            met.append((not organisation.is_agency, at.start() if at else 0, key))
        elif organisation.is_agency and re.search(rf"^{called}", preamble, re.M) and re.search(r"\bthe Agency\b", body):
            met.append((False, 0, key))
    return tuple(key for _, _, key in sorted(met) if not (len(met) > 2 and _is_the_meeting(organisations[key], title)))


def _is_the_meeting(organisation: Organisation, title: str) -> bool:
    """Whether it is the very group whose meeting it is: its members met, and not it."""
    is_group = re.search(r"(?:Working Group|Task Force|Round ?table|Platform)$", organisation.name)
    return bool(is_group) and not organisation.is_agency and organisation.name in title


_GATHERS = re.compile(r"\b(?:meetings? (?:of|with|between)|met|brought together|represent\w*|participated|attended)\b")


def with_parts_that_met(
    structure: Structure, title: str, organisations: dict[str, Organisation]
) -> dict[str, Organisation]:
    """*organisations*, with a committee or directorate in the place of its agency where it is what met.

    It is so where the title names the part and not the whole, or where the part speaks and acts and the whole never does.
    """
    body = " \n ".join(sentence.text for sentence in structure.sentences)
    changed = dict(organisations)
    for key, whole in organisations.items():
        own = {key, whole.name, "Commission"} & {key, *whole.words}
        parts = [
            word
            for word in whole.words
            if word not in own and re.fullmatch(r"(?:DG )?[A-Z]{3,8}|(?:[A-Z][\w-]+ (?:for |and )?){2,}[A-Z]\w+", word)
        ]
        if not whole.is_agency or not parts or pattern_of(own).search(title) or f"({key})" in structure.text:
            continue
        acts = Counter(match[0] for match in pattern_of(parts).finditer(body) if _ACTS.match(body, match.end()))
        is_titled = pattern_of(parts).search(title) is not None
        wholes = sum(1 for match in pattern_of(own).finditer(body) if _ACTS.match(body, match.end()))
        if not acts or not (is_titled or (sum(acts.values()) > 1 and wholes == 0)):
            continue
        printed = next((word for word in parts if f"({word})" in structure.text or f"DG {word}" in title), None)
        printed = f"DG {printed}" if f"DG {printed}" in title else printed
        short = printed or max((word for word in parts if word in acts), key=lambda word: (len(word) < 9, acts[word]))
        full = next(
            (word for word in parts if " " in word and not word.startswith("DG ") and word in structure.text), short
        )
        del changed[key]
        changed[short] = Organisation(
            short, full, whole.kind, (short, *(word for word in whole.words if word != short))
        )
    return changed


def people_texts(structure: Structure) -> list[str]:
    texts = [sentence.text for sentence in structure.sentences if sentence.section == "people"]
    texts += [" ".join(cells) for table in structure.tables if is_attendance(table.heads) for _, cells in table.rows]
    for block in structure.header:
        for _, piece in block.pieces:
            if re.match(
                r"\s*(?:participating organi[sz]ations?|participants?\b|attendees\b|attendance\b|for the\b|on behalf of|chairs?\b|present\b|sponsor\b|agency\b|authority\b|regulator\b|represented by)[^:]{0,40}:",
                piece,
                re.I,
            ) or re.match(
                r"\W*[A-Z][^:]{2,90}:\W+(?:(?:[A-Z]\.\s*){1,2}[A-Z]\w+,|(?:Prof|Dr|Mr|Ms|Mrs)\.? [A-Z])", piece
            ):
                texts.append(piece)
    return texts


def is_attendance(heads: tuple[str, ...]) -> bool:
    folded = {head.casefold().strip() for head in heads}
    return bool(folded & {"name", "participant", "participants", "representative"}) or bool(
        folded & {"organisation", "organization", "affiliation", "company"} and not folded & {"action", "actions"}
    )


_DELEGATION = re.compile(
    r"\W*(?P<org>[A-Za-z][\w&'’ ./–-]{2,60}?)(?:\s+\((?:(?P<short>[A-Za-z][\w.&-]{1,20})|[^()]*)\))?:\W+(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?\s+)?(?:(?:[A-Z]\.\s*){1,2}|[A-Z][\w’'-]+ )[A-Z][\w’'-]+(?:,|$|\s\()"
)


def _could_be_named(name: str) -> bool:
    """Whether what stands before a list of people is an organisation, and not a label of the document."""
    return bool(
        ORGANISED.search(name) or re.search(r"[a-z][A-Z]|^[A-Z]{3,}$|\w\.(?:be|org|eu|net|nl|ch)\b", name)
    ) and not re.match(
        r"(?:chairs?|present|attendees|participants|minutes|from|to|author|prepared|drafted|re|subject|date|venue|place)\b",
        name,
        re.IGNORECASE,
    )


def attending(structure: Structure, organisations: dict[str, Organisation]) -> list[Organisation]:
    """Organisations that only the table of participants names."""
    fresh: dict[str, Organisation] = {}
    named = {word for organisation in organisations.values() for word in organisation.words}
    for table in structure.tables:
        column = next(
            (
                n
                for n, head in enumerate(table.heads)
                if re.fullmatch(r"organi[sz]ation|affiliation|company|body|for", head.strip(), re.I)
            ),
            None,
        )
        if column is None or not is_attendance(table.heads):
            continue
        heads = [head.strip().casefold() for head in table.heads]
        called = next((n for n, head in enumerate(heads) if head in {"short name", "acronym", "abbreviation"}), None)
        for _, cells in table.rows:
            if column >= len(cells) or not cells[column].strip():
                continue
            cell = cells[column].strip()
            short = re.search(r"\(([A-Z][\w&-]{1,11})\)$", cell)
            name = cell[: short.start()].strip() if short else cell.split(", ")[0]
            key = short[1] if short else short_name(name, structure.text)
            if called is not None and called < len(cells) and cells[called].strip():
                key = cells[called].strip()
            if {key, name, cell} & named or not re.fullmatch(r"[^\W_][\w&.+'’/ -]{0,39}", key):
                continue
            full = cell.split(", ", 1)[1] if not short and ", " in cell and ORGANISED.search(cell) else name
            fresh[key] = Organisation(key, full, guess_kind(full), (key, name, full))
            named |= {key, name}
    for block in structure.header:
        alone = re.fullmatch(
            r"(?P<name>[A-Z][^()]{3,70}?)\s+\((?P<key>[A-Z][A-Za-z&]{1,9})\)[.;,]?", block.text.strip()
        )
        if block.kind == "bullet" and alone and alone["key"] not in named:
            name, key = alone["name"], alone["key"]
            fresh[key] = Organisation(key, name, guess_kind(name), (key, name))
        for _, piece in block.pieces:
            line = _DELEGATION.match(piece)
            if line and line["org"] not in named | fresh.keys() and _could_be_named(line["org"]):
                name, key = line["org"], line["short"] or line["org"]
                fresh[key] = Organisation(key, name, guess_kind(name), (key, name))
    return list(fresh.values())


OUR_SIDE = re.compile(
    r"\W*(?:on |for |from )?(?:our (?:side|team|delegation|participants|attendees)|us)\b[^:.]{0,30}:|\W*(?:for (?:our )?members (?:only|of)|members only)\b",
    re.IGNORECASE,
)


def who_writes(
    structure: Structure, pieces: list[str], met: tuple[str, ...], organisations: dict[str, Organisation]
) -> tuple[str, ...]:
    """Who writes as "we": whoever's letterhead it is, if the text says "we" at all."""
    if len(re.findall(r"\b(?:[Ww]e|[Oo]ur|us)\b", structure.text[:200_000])) < 1:
        return ()
    others = [key for key in met if not organisations[key].is_agency]
    if len(others) == 1 and any(OUR_SIDE.match(piece) for piece in pieces[:30]):
        return (others[0],)
    for piece in pieces[:5]:
        for key in met:
            called = "|".join(re.escape(word) for word in organisations[key].words if len(word) > 2)
            if re.match(
                rf"\W*(?:{called})(?:['’]s?)?\s+(?:report|notes?|circular|summary|briefing|read-?out)\b(?! of the meeting with us)",
                piece,
            ):
                return (key,)
    for piece in pieces[:12]:
        noted = re.match(
            r"(?:notes? (?:taken|prepared|made) by|note by|drafted by|prepared by|written by|author|from(?=:))\b:?\s*([^.;]{2,60})",
            piece,
            re.IGNORECASE,
        )
        if noted and (writer := _first_named(noted[1], met, organisations)):
            return (writer,)
    for piece in pieces[:5]:
        if writer := _first_named(piece, met, organisations):
            return (writer,)
    return ()


def _first_named(text: str, met: tuple[str, ...], organisations: dict[str, Organisation]) -> str | None:
    """Whose name comes first in *text*, but for those with whom somebody did something."""
    starts = {}
    for key in met:
        words = sorted((word for word in organisations[key].words if len(word) > 2), key=len, reverse=True)
        found = re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})", text, re.IGNORECASE) if words else None
        if found and not re.search(r"\bwith (?:the )?$", text[: found.start()], re.IGNORECASE):
            starts[key] = found.start()
    return min(starts, key=starts.__getitem__) if starts else None
