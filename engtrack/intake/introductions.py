"""Organisations that a document introduces by their name alone, without an acronym, where it says who was there.

In a list of those present, as the value of a label (`Manufacturing partner: Halloran Institute for Gene Medicine`), in the
letterhead, or in one of the opening sentences: `the Nordic Network for Academic Cell Manufacturing took part for the first time`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from engtrack.intake.grammar import grammar
from engtrack.intake.names import LEGAL_FORMS, ORGANISED, guess_kind, short_name
from engtrack.intake.organisations import Organisation
from engtrack.intake.presence import STAYED_AWAY
from engtrack.intake.structure import PEOPLE, Structure

_UPPER = "A-ZÀ-ÖØ-Þ"
_WORD = rf"[{_UPPER}][\w’'&-]*"
_JOINED = r"(?:of|for|in|and|the|against|with|de|des|du|der|für|et|&)"
NAME = rf"(?P<name>(?!(?:The|This|At|In|On|For|With|After|As|Dr|Mr|Ms|Mrs|Prof|Professor)\b){_WORD}(?:(?: {_JOINED}){{0,2}} {_WORD}){{1,8}})"
_CALLED = (
    r"(?:,? \((?:[^()\"“]{0,40}[\"“](?:the )?(?P<quoted>[^\"”()]{2,30})[\"”][^()]{0,30}|(?:in the following|hereinafter|hereafter):? (?:the )?(?P<short>[\w -]{3,30}))\)"
    r"|,? known (?:to \w+ )?as [\"“](?P<known>[^\"”]{2,30})[\"”])?"
)
_INTRODUCED = re.compile(rf"(?<![\w’'&-]){NAME}{_CALLED}")
_LISTED = re.compile(rf"\W*(?:[\w() -]{{3,32}}:\s+)?(?:[Tt]he )?{NAME}{_CALLED}(?P<after>\s*(?::|,|;|\||\.?$)| \()")
"""A line that opens with a name, or with a label and a name."""
_SAYS_WHO = re.compile(
    r"\b(?:organi[sz]ations?|participants?|participating|attendees|attending|attended|present|represented|took part|taking part|members?|external|guests?|partners?|sponsor|applicant|company|developer|visitors|delegations?|industry)\b",
    re.IGNORECASE,
)
_WAS_THERE = re.compile(
    r"\b(?:took part|attended|joined|(?:was|were) (?:also )?(?:present|there)|brought along|around the table|represented by|seat was taken by|met with|meeting with|sat down with|came together|"
    r"(?:request|meeting) (?:had been |was )?(?:made|requested) by|visited|hosted|welcomed|between|on behalf of|together with its|brings? together|brought together|made up of|of us from)\b",
    re.IGNORECASE,
)
_WHAT_IT_IS = re.compile(
    r",? (?:\([^()]*\),? )?(?:the |an? |our |which is an? )(?:[\w-]+ ){0,3}(?:charity|grouping|group|company|association|network|start-up|firm|foundation|federation|coalition|society|hospital|university|institute|"
    r"consortium|alliance|organi[sz]ation|body|union|umbrella|cooperative|spin-out|spin-off|manufacturer|developer)\b"
)
_PEOPLE = re.compile(
    rf"(?:{_WORD} ){{0,3}}[{_UPPER}][\w-]*(?:ers|ors|ians|ists|ents|ies|ses|ices|mers|eurs)(?: (?:of|for|in|against|with) | [A-Z]{{2}}$| Europe$| Ireland$| Canada$| Australia$)"
)
"""A name made of people: `Consumers for Safe Medicines`, `Cystinosis Families UK`."""
_MORE_ORGANISED = re.compile(
    r"(?:Cooperative|Collective|Collectif|Verband|Verein|Gesellschaft|Universität\w*|Klinikum|Clinic|Hospitals?|Centre|Center|Registry|Voices|Chapter|League|Guild|Circle|Lab(?:s|oratories)?|Fédération|Société|Associazione|Fundación|Stiftung|Trust)\b"
)
_NOT_A_PARTY = re.compile(
    r"\b(?:Department|Division|Directorate|Office|Unit|Branch|Section|Committee|Working (?:Party|Group)|Task Force|Board|Parliament|Cabinet|Act|Regulation|Directive|Guideline|Guidance|Module|Annex|Part|Article|"
    r"Agency|Authority|Ministry|Administration|Commission|Commissioner|President|Director|Head|Chair|Officer|Manager|Vice|Deputy|Member State|Member States|Meeting|Minutes|Report|Note|Highlights?|Summary|Record|Platform|Dialogue|Round|Item|"
    r"January|February|March|April|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Human|Veterinary|Services?|Innovation|Advice|Coordination|Steering|Expert|Role|Name|Function|Regulatory)\b"
    r"|\bCent(?:er|re) for (?:Biologics|Drugs?|Devices|Veterinary)\b|^European Union(?: and .*)?$|^(?:\w+ )?Organi[sz]ation$"
)


MOST = 12
"""Of them; a text that has more of such names is no list of those present."""


def introduced_in(structure: Structure, title: str, known: Iterable[Organisation]) -> list[Organisation]:
    """Those who were there by name alone, beside those who are *known* already; not the group whose meeting it is."""
    words = frozenset(word for organisation in known for word in (*organisation.words, organisation.name))
    found: dict[str, Organisation] = {}
    for match in islice((*_letterhead(structure), *_listed(structure), *_said(structure)), 50):
        name = match["name"].strip(" .,")
        if _OF_ALL.search(name) and name in title:
            continue
        if name not in found and len(found) < MOST and _is_party(name, match) and not _is_known(name, words):
            called = next((match[group] for group in ("quoted", "short", "known") if match[group]), None)
            found[name] = _organisation(name, called, structure.text)
    return list(found.values())


def _organisation(name: str, called: str | None, text: str) -> Organisation:
    """It goes by what the document says that it will call it, where that is a name, else by its own."""
    full = re.sub(rf",? {LEGAL_FORMS}\.?$", "", name)
    key = called if called and re.search(r"[A-Z].*[A-Z]|^[A-Z]\w+$", called) and called not in full.split() else None
    key = key or (short_name(name, text) if full != name else full)
    words = {key, name, full, name.upper(), *((called, called[:1].upper() + called[1:]) if called else ())}
    head = re.split(r" (?:of|for|against|with|in) ", full)[0]  # `the Nordic Network`
    rest = re.sub(r"^\S+ (?=\S+ \S)", "", full)  # `the Society of Paediatric Pharmacists`
    words |= {word for word in (head, rest) if " " in word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}
    return Organisation(key, full, "company" if full != name else guess_kind(name), tuple(words))


def _letterhead(structure: Structure) -> Iterator[re.Match[str]]:
    """Whose letterhead it is, in capitals in the first line: `BRITISH RARE THERAPIES COUNCIL`."""
    first = next((" ".join(piece.split()) for block in structure.header[:1] for _, piece in block.pieces[:1]), "")
    if first.isupper() and len(first) < 70 and (match := _INTRODUCED.fullmatch(_titled(first))):
        yield match


def _titled(capitals: str) -> str:
    return re.sub(r"\b(?:Of|For|And|The|In|With|De|Des|Du)\b", lambda word: word[0].lower(), capitals.title())


def _listed(structure: Structure) -> Iterator[re.Match[str]]:
    """Names at the head of a line of those present, or after a label that says who was."""
    says_who = False
    for block in (block for block in structure.header if block.kind != "row"):
        for _, piece in block.pieces:
            line = " ".join(piece.split())[:300]
            label = line.partition(":")[0] if ":" in line[:40] else ""
            match = _LISTED.match(line) if says_who or _SAYS_WHO.search(label) else None
            if match:
                yield match
            says_who = bool(
                match
                or PEOPLE.fullmatch(line)
                or _SAYS_WHO.search(label)
                or (_SAYS_WHO.search(line) and line.endswith(":"))
                or (says_who and (":" in line[:60] or block.kind == "bullet"))
            )
    for sentence in structure.sentences:
        if sentence.section == "people" and (match := _LISTED.match(sentence.text)):
            yield match


def _said(structure: Structure) -> Iterator[re.Match[str]]:
    """Names in the opening sentences that say who came together."""
    opening = [s for s in structure.sentences if s.section not in {"agenda", "boilerplate"}][:12]
    for sentence in opening:
        if _WAS_THERE.search(sentence.text):
            for match in _INTRODUCED.finditer(sentence.text[:600]):
                before = sentence.text[: match.start()]
                if not _AFFILIATED.search(before) and not _OF_A_PERSON.search(before):
                    yield match


def _is_party(name: str, match: re.Match[str]) -> bool:
    if len(name) > 90 or _NOT_A_PARTY.search(name) or grammar().routes.search(name):
        return False
    after = match.string[match.end("name") :]
    if STAYED_AWAY.match(after) or re.search(
        r"\b(?:[Aa]pologies|[Rr]egrets)\b[^.;]{0,60}$", match.string[: match.start("name")]
    ):
        return False
    if _ACRONYM.match(after) or re.match(r" met\b", after):
        return False
    head = re.split(r" (?:of|for|against|with|in|at) ", name)[0]
    is_organised = ORGANISED.search(head) or _MORE_ORGANISED.search(head) or _PEOPLE.match(name)
    return bool(is_organised or re.match(rf",? {LEGAL_FORMS}", after) or _WHAT_IT_IS.match(after))


_AFFILIATED = re.compile(r"(?<!behalf )(?<!of us )\b(?:of|from|at|in|for) (?:the )?$")
"""What stands before a name that only says where somebody comes from: `a spin-out of the University of Galway`."""
_OF_A_PERSON = re.compile(r"(?:Prof|Dr|Mr|Ms|Mrs)\.? (?:[A-Z][\w’'-]+ ?){1,3}, $")
_OF_ALL = re.compile(r"(?:Forum|Group|Council|Platform|Network|Circle)$")
_ACRONYM = re.compile(r" \([\w.-]{2,12}\)| \((?:the )?[\w.-]*[A-Z]{2,}[\w.-]*(?:\)|,? in )")
"""What stands behind a name that has an acronym, which is read elsewhere."""


def _is_known(name: str, known: frozenset[str]) -> bool:
    """Whether it is one of *known* in other words, or one of them with another: `EDQM and European`."""
    if set(name.split(" and ")) & known:
        return True
    return any(
        word == name
        or name in word
        or (
            (len(word) > 4 or (len(word) > 2 and word.isupper()))
            and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", name)
        )
        for word in known
    )
