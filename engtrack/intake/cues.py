"""How much words sound like an ask: a net under the grammar, so that an ask worded as nobody did before is not missed.

`cues.tsv` is a table of single words and of two in a row, each with a weight, learnt from the documents of `tests/intake` by
`tests/intake/learn.py`. The weights of what a sentence holds are added up. It says neither who is asked nor how
strongly: the rules do, and what only the cues find is no more than `possible`.
"""

import math
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from engtrack.dates import MONTHS
from engtrack.intake.mentions import Parties

LIKELY = 0.25
"""What is at least as likely an ask is shown as possible."""
LOUD = 0.5
"""A cue of less weight is not worth naming as a reason."""
_PARTY, _DAY = "\x01", "\x02"
_DAYS = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b(?:{'|'.join(month for month in MONTHS if len(month) > 3 or month == 'may')})\b(?: \d{{1,2}}\b)?(?:,? \d{{4}})?"
    r"|\bq[1-4](?: \d{4})?|\b\d{4}-\d\d-\d\d|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
_TOKEN = re.compile(rf"{_PARTY}+|{_DAY}+|\d[\d.,/]*|[^\W\d][\w’'-]*|[:;,.?(]")
_SPOKEN = {_PARTY: "PARTY", _DAY: "DAY"}


class Heard(NamedTuple):
    """How likely words are an ask, from 0 to 1, which cues say so most, and where the first of these stands."""

    chance: float
    cues: tuple[str, ...]
    at: int


@cache
def _weights() -> dict[str, float]:
    lines = Path(__file__).with_name("cues.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {cue: float(weight) for weight, cue in rows}


def words_in(text: str, parties: Parties, is_bullet: bool) -> list[tuple[str, int]]:
    """The words and stops of *text*, with where each stands: parties, days and numbers by what they are."""
    masked = _DAYS.sub(lambda day: _DAY * len(day[0]), parties.masked(text, _PARTY).lower())
    found = [("•" if is_bullet else "^", 0)]
    for token in _TOKEN.finditer(masked):
        first = token[0][0]
        word = _SPOKEN.get(first) or ("NUMBER" if first.isdigit() else token[0])
        if word == "PARTY" and found[-1][0] == "the":
            found[-1] = (word, found[-1][1])
        elif word != found[-1][0]:
            found.append((word, token.start()))
    return found


def cues_in(words: list[tuple[str, int]]) -> dict[str, int]:
    """Each word and each two in a row, with where it first stands."""
    pairs = [(f"{first} {second}", at) for (first, at), (second, _) in pairwise(words)]
    return dict(reversed([*words, *pairs]))


def heard_in(text: str, parties: Parties, is_bullet: bool) -> Heard | None:
    """How much *text* sounds like an ask; None where it is not likely one."""
    weights = _weights()
    found = {cue: at for cue, at in cues_in(words_in(text, parties, is_bullet)).items() if cue in weights}
    total = weights[""] + sum(weights[cue] for cue in found)
    chance = 1 / (1 + math.exp(-total))
    if chance < LIKELY:
        return None
    most = sorted((cue for cue in found if weights[cue] >= LOUD), key=lambda cue: -weights[cue])[:3]
    return Heard(chance, tuple(most), min((found[cue] for cue in most), default=0))
