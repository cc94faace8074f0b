"""The lists of those who were present, and who of them writes."""

import re

from engtrack.intake.names import ORGANISED, guess_kind, short_name
from engtrack.intake.organisations import Organisation
from engtrack.intake.structure import Structure


def people_texts(structure: Structure) -> list[str]:
    texts = [sentence.text for sentence in structure.sentences if sentence.section == "people"]
    texts += [" ".join(cells) for table in structure.tables if is_attendance(table.heads) for _, cells in table.rows]
    for block in structure.header:
        rows = [piece for _, piece in block.pieces]
        if is_attendance(tuple(re.split(r"\s{2,}|\t", rows[0].strip()))):  # two columns set with spaces
            texts += rows[1:]
        for piece in rows:
            if re.match(
                r"\s*(?:(?:[A-Za-z]+ ){0,2}(?:represented|participating|attending|participated|attended|met)\b|participating organi[sz]ations?|participants?\b|attendees\b|attendance\b|for the\b|on behalf of|chairs?\b|present\b|sponsor\b|agency\b|authority\b|regulator\b|represented by)[^:]{0,40}:",
                piece,
                re.I,
            ) or re.match(
                r"\W*[A-Z][^:]{2,90}:\W+(?:(?:[A-Z]\.\s*){1,2}[A-Z]\w+,|(?:Prof|Dr|Mr|Ms|Mrs)\.? [A-Z])", piece
            ):
                texts.append(piece)
    return texts


def is_attendance(heads: tuple[str, ...]) -> bool:
    folded = {head.casefold().strip() for head in heads}
    return bool(
        folded & {"name", "participant", "participants", "representative", "representatives", "represented by"}
    ) or bool(
        folded & {"organisation", "organization", "affiliation", "company"} and not folded & {"action", "actions"}
    )


_DELEGATION = re.compile(
    r"\W*(?:(?:[Ff]or|[Ff]rom|[Oo]n behalf of) (?:the )?)?(?P<org>[A-Za-z][\w&'’ ./–-]{2,60}?)(?:\s+\((?:(?P<short>[A-Za-z][\w.&-]{1,20})|[^()]*)\))?:\W+(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?\s+)?(?:(?:[A-Z]\.\s*){1,2}|[A-Z][\w’'-]+ )[A-Z][\w’'-]+(?:,|$|\s\()"
)


def _could_be_named(name: str) -> bool:
    """Whether what stands before a list of people is an organisation, and not a label of the document."""
    return bool(
        ORGANISED.search(name) or re.search(r"[a-z][A-Z]|^[A-Z]{3,}$|\w\.(?:be|org|eu|net|nl|ch)\b", name)
    ) and not re.match(
        r".*\b(?:participants|attendees|representatives|delegation|team|side|staff)$|(?:chairs?|present|attendees|participants|minutes|from|to|author|prepared|drafted|re|subject|date|venue|place)\b",
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
                if re.fullmatch(r"organi[sz]ation|affiliation|company|body|party|for", head.strip(), re.I)
            ),
            None,
        )
        if column is None or not is_attendance(table.heads):
            continue
        heads = [head.strip().casefold() for head in table.heads]
        called = next(
            (n for n, head in enumerate(heads) if head in {"short name", "short", "key", "acronym", "abbreviation"}),
            None,
        )
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


_OUR_MEMBERS = re.compile(r"\b[Oo]ur (?:own )?(?:members(?:hip)?|member compan(?:y|ies))\b")
OUR_SIDE = re.compile(
    r"\W*(?:(?:memo|note|circular)\W+)?(?:(?:on |for |from )?(?:our (?:side|team|delegation|participants|attendees)|us)\b[^:.]{0,30}:|(?:for (?:our )?members (?:only|of)|members only)\b)",
    re.IGNORECASE,
)


def who_writes(
    structure: Structure, pieces: list[str], met: tuple[str, ...], organisations: dict[str, Organisation]
) -> tuple[str, ...]:
    """Who writes as "we": whoever's letterhead it is, unless somebody else is seen to; if the text says "we" at all."""
    if len(re.findall(r"\b(?:[Ww]e|[Oo]ur|us)\b", structure.text[:200_000])) < 1:
        return ()
    guessed = _writer(structure, pieces, met, organisations)
    theirs = {key for key in met if _acts_on_us(organisations[key], structure.text)}
    ours = [key for key in met if key not in theirs]
    joined = [key for key in met if organisations[key].kind in {"association", "professionals", "patients"}]
    if len(joined) == 1 and guessed != (joined[0],) and _OUR_MEMBERS.search(structure.text[:200_000]):
        return (joined[0],)  # an agency has none
    return (ours[0],) if theirs and len(ours) == 1 and theirs >= set(guessed) else guessed


def _acts_on_us(organisation: Organisation, text: str) -> bool:
    """Whether it asked or told "us" something, or "we" asked it."""
    named = "|".join(re.escape(word) for word in organisation.words)
    return bool(
        re.search(
            rf"(?<![\w-])(?:{named})\)?\s+(?:\w+ly\s+)?(?:asked|invited|told|advised|reminded|encouraged|thanked|informed|requested|recommended|suggested|wanted)\s+(?:that\s+)?(?:us|we)\b"
            rf"|\b[Ww]e\s+(?:\w+ly\s+)?(?:met|saw|visited|asked|invited|told|advised|reminded|encouraged|thanked|informed)\s+(?:the\s+)?(?:{named})(?!\w)",
            text[:200_000],
        )
    )


def _writer(
    structure: Structure, pieces: list[str], met: tuple[str, ...], organisations: dict[str, Organisation]
) -> tuple[str, ...]:
    """Who writes, by the head of the document."""
    others = [key for key in met if not organisations[key].is_agency]
    if len(others) == 1 and any(OUR_SIDE.match(piece) for piece in pieces[:30]):
        return (others[0],)
    for piece in pieces[:12]:
        if ours := _OUR_MEETING.search(piece):
            host = _first_named(piece[ours.end() :], met, organisations)
            rest = tuple(key for key in met if key != host)
            if host and len(rest) == 1:
                return rest
    agencies = [key for key in met if organisations[key].is_agency]
    if agencies and any(_BACK_TO_OFFICE.search(piece) for piece in pieces[:8]):
        return (agencies[0],)
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
    own = next((piece for piece in pieces[:12] if _TO_OUR_OWN.match(piece)), "")
    if own and (first := _first_named(own, met, organisations)):
        return (first,)
    addressed = {_first_named(piece, met, organisations) for piece in pieces[:12] if _TO.match(piece)} - {None}
    for piece in pieces[:5]:
        if not _TO.match(piece) and (first := _first_named(piece, met, organisations)):
            return (first,)
    rest = tuple(key for key in met if key not in addressed)
    return rest if addressed and len(rest) == 1 else ()


_OUR_MEETING = re.compile(
    r"\b[Oo]ur (?:[\w-]+ ){0,2}(?:meeting|bilateral|call|visit|exchange|catch-up) with (?=the |[A-Z])"
)
_BACK_TO_OFFICE = re.compile(r"\bback[- ]to[- ]office\b|\bAres\(\d{4}\)\d", re.IGNORECASE)
"""What an official writes to his own house."""
_TO_OUR_OWN = re.compile(r"\W*to\s*:.*\b(?:board|management|team|colleagues|staff|members)\b", re.IGNORECASE)
_TO = re.compile(r"\W*(?:to|addressee|for the attention of|attn\.?)\b\s*:?\s", re.IGNORECASE)


def _first_named(text: str, met: tuple[str, ...], organisations: dict[str, Organisation]) -> str | None:
    """Whose name comes first in *text*, but for those with whom somebody did something."""
    starts = {}
    for key in met:
        words = sorted((word for word in organisations[key].words if len(word) > 2), key=len, reverse=True)
        found = re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})", text, re.IGNORECASE) if words else None
        if found and not re.search(r"\bwith (?:the )?$", text[: found.start()], re.IGNORECASE):
            starts[key] = found.start()
    return min(starts, key=starts.__getitem__) if starts else None
