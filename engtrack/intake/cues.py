"""How much words sound like an ask, or like a route that is recommended: a net under the grammar.

`ask_cues.tsv` and `route_cues.tsv` are tables of words, as they are and without their endings (`invit-`), single, two in a row and two
with one between (`…`), each with a weight, learnt from the documents of `tests/intake` by `tests/intake/learn.py`. The weights of what a sentence
holds are added up. They say neither who is asked nor how strongly: the rules do.
"""

import math
import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from engtrack.dates import MONTHS
from engtrack.intake.grammar import routes_in
from engtrack.intake.mentions import Parties

LOUD = 0.5
"""A cue of less weight is not worth naming as a reason."""
_DAYS = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b(?:{'|'.join(month for month in MONTHS if len(month) > 3 or month == 'may')})\b(?: \d{{1,2}}\b)?(?:,? \d{{4}})?"
    r"|\bq[1-4](?: \d{4})?|\b\d{4}-\d\d-\d\d|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
_PARTY, _DAY, _ROUTE, _OTHER = "\x01", "\x02", "\x03", "\x04"
_SPOKEN = {_PARTY: "PARTY", _DAY: "DAY", _ROUTE: "ROUTE", _OTHER: "OTHER"}
"""What stands in a table for any of a kind, and the mark that stands for it meanwhile: OTHER is a route beside the ROUTE."""
_TOKEN = re.compile(rf"{'|'.join(f'{mark}+' for mark in _SPOKEN)}|\d[\d.,/]*|[^\W\d][\w’'-]*|[:;,.?(]")

Words = list[tuple[str, int]]


class Heard(NamedTuple):
    """How likely something is, from 0 to 1, which cues say so most, and where the first of these stands."""

    chance: float
    cues: tuple[str, ...]
    at: int


def words_in(text: str, parties: Parties, is_bullet: bool) -> Words:
    """The words and stops of *text*, with where each stands: parties, days and numbers by what they are."""
    marked = parties.masked(text, _PARTY).lower()
    if any(char.isdigit() for char in marked):
        marked = _DAYS.sub(lambda day: _DAY * len(day[0]), marked)
    found = [("•" if is_bullet else "^", 0)]
    for token in _TOKEN.finditer(marked):
        first = token[0][0]
        word = _SPOKEN.get(first) or ("NUMBER" if first.isdigit() else token[0])
        if word == "PARTY" and found[-1][0] == "the":
            found[-1] = (word, found[-1][1])
        elif word != found[-1][0]:
            found.append((word, token.start()))
    return found


def route_words_in(text: str, parties: Parties, is_bullet: bool) -> list[tuple[str, int, int, Words]]:
    """Each route that *text* names, with where it stands and the words of *text* as they are seen from it."""
    named = routes_in(text)
    marked = text
    for _, start, end in named:
        marked = f"{marked[:start]}{_OTHER * (end - start)}{marked[end:]}"
    return [
        (key, start, end, words_in(f"{marked[:start]}{_ROUTE * (end - start)}{marked[end:]}", parties, is_bullet))
        for key, start, end in named
    ]


def cues_in(words: Words) -> dict[str, int]:
    """Each word and each two in a row, as they are and without endings, and each two with one between; with where each first stands."""
    stems = [(stem_of(word), at) for word, at in words]
    found = [*words, *stems]
    for row in (words, stems):
        found += [(f"{first} {second}", at) for (first, at), (second, _) in pairwise(row)]
    found += [(f"{first} … {third}", at) for (first, at), (third, _) in zip(stems, stems[2:], strict=False)]
    return dict(reversed(found))


_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "e")


@lru_cache(maxsize=4096)
def stem_of(word: str) -> str:
    """A word of five letters or more without its ending, as long as three letters are left: `invit-` of `inviting`."""
    if len(word) > 4 and word.islower():
        ending = next((ending for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) > 2), "")
        return f"{word.removesuffix(ending)}-" if ending else word
    return word


@cache
def _weights(table: str) -> dict[str, float]:
    lines = Path(__file__).with_name(table).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {cue: float(weight) for weight, cue in rows}


def _heard(words: Words, table: str) -> Heard:
    weights = _weights(table)
    found = {cue: at for cue, at in cues_in(words).items() if cue in weights}
    chance = 1 / (1 + math.exp(-weights[""] - sum(weights[cue] for cue in found)))
    loudest: dict[int, str] = {}  # one at each place: `recommended` says what `recommend-` says
    for cue in sorted(found, key=lambda cue: -weights[cue]):
        if weights[cue] >= LOUD and len(loudest) < 3:
            loudest.setdefault(found[cue], cue)
    return Heard(chance, tuple(loudest.values()), min(loudest, default=0))


def ask_heard_in(text: str, parties: Parties, is_bullet: bool) -> Heard:
    """How likely *text* holds an ask."""
    return _heard(words_in(text, parties, is_bullet), "ask_cues.tsv")


def routes_heard_in(text: str, parties: Parties, is_bullet: bool) -> list[tuple[str, int, int, Heard]]:
    """Each route that *text* names, with where it stands and how likely it is recommended, requested or planned there."""
    return [
        (key, start, end, _heard(words, "route_cues.tsv"))
        for key, start, end, words in route_words_in(text, parties, is_bullet)
    ]
