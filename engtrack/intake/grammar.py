"""The grammar of `grammar.toml`, compiled: forms of words by which something is asked, and what they say of it."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

ADVERB = r"(?!(?:ap|sup|re|com)ply|rely|rally|likely|unlikely)[a-z]+ly"
"""An adverb, and no verb that ends like one."""
_ADVERBS = re.compile(
    r"(?<=\s)(?:(?:also|(?<!for\s)further|again|kindly|well|likewise|in return|for its part|for their part|for our part|in the meantime|in due course|mutually|therefore|thus|then|now|once more|in addition|"
    r"in turn|still|already|soon|both|jointly|all|together|only|furthermore|moreover|in particular|later|shortly|either|nevertheless|nonetheless|each|"
    rf"{ADVERB})\s+)+"
)
_OWN_TO = re.compile(
    r"\b(?:plan|intend|wish|want|need|hope|seek|prepare|work)(?:s|ing|ning)?\s+(?=to\b)|\b(?:hoping|tied|able|ready|due|close|new|access|have|has|had|ought)\s+(?=to\b)"
)
_OWN_THAT = re.compile(
    r"(?<!\bus )(?<!\byou )(?<!\bthem )(?<!\basked )(?<!\basks )(?<!\bask )(?<!\brequested )(?<!\brequests )(?<!\brequest )\bthat(?=\s(?!(?:the|an?|it|they|this|these|all|no|any|its|their|such|he|she|we|there|some)\b))"
)
_IN_THAT = re.compile(r"(\bin )that(?= (?:position|case|situation|field|area|category)\b)")
_TWO_WORDS = re.compile(r"(\b(?:an?|the|its|their)\s[a-z-]+),(?=\s[a-z-]+\s[a-z]+)")
"""`a closed, automated system`, where the comma ends nothing."""
_THAT_OF_GROUP = re.compile(
    r"(?P<group>\b(?:members|companies|firms|sponsors|developers|applicants|start-ups|organi[sz]ations|groups|centres|hospitals|(?:in|of|from) [A-Z]\w+)\s)"
    + _OWN_THAT.pattern
)
PLACES = {
    "WAS": r"(?:was|were|is|are|has been|have been|would be|will be|['’]ve been|['’]re)",
    "WILL": r"(?:will|would|shall)",
    "WHOM": r"(?!(?:by|in|at|on|during|with|under|after|before)\b)(?P<whom>(?:(?!\b(?:to|that|what|how|whether)\b)[^,;:()]|,\s(?=(?:the\s)?[A-Z][\w-]+(?:,|\s+and\b|\s[A-Z]))|\([^()]{1,40}\)){1,110}?)",
    "ANY": r"[^,;:]{2,80}?",
    "WHOSE": r"(?P<whom>their|its|his|her|our|your|[A-Z][\w'’]+)",
    "DO": r"[\"“‘']?(?!by\b|non-)(?P<do>[a-z][a-z-]+\b)",
    "DOING": r"(?P<do>(?!according|including|during|nothing|something|anything|being|having|following|regarding|concerning)[a-z]{2,}ing\b)(?=\s)",
    "WHAT": r"(?P<what>\w[^,;:]{2,80})",
    "THINGS": r"(?P<what>(?:[\w-]+ ){0,3}(?:data|analys[ei]s|calculations?|plans?|maps?|outline|tables?|timeline|timetable|drafts?|documentation|breakdown|justification|protocol|input|information|overview|summary|description|clarifications?|examples|figures|comments|lists?|details|evidence|reports?|slides|cop(?:y|ies)|contributions?|proposals?|contacts?|names?|transcripts?|consent|certificates?|results|records?|questionnaires?|narratives?|listings?|dossiers?|statements?|letters?|translations?|estimates?)\b[^,;:]{0,80})",
    "NOMINATIONS": r"(?P<what>(?:written |further )?(?:nominations?|comments|contributions|proposals|applications|feedback|volunteers|input|suggestions|expressions? of interest)\b)",
}


PLAIN = {"WAS": "was|were|is|are|been|be|'re|’re", "WILL": "will|would|shall"}
"""The words of which one stands in the place of a capital, for those that are but words."""


class Form:
    """A line of the grammar: its words as typed, what they mean, and their pattern, compiled when it is first needed.

    *begins* is how the text of an action begins, where the words name a thing and no deed.
    """

    def __init__(self, words: str, strength: str, why: str, begins: str = "") -> None:
        self.words = words
        self.strength = strength
        self.why = why
        self.begins = begins
        tokens = [PLAIN.get(token, token) for token in words.split(" ")]
        literal = [token.split("|") for token in tokens if token not in PLACES]
        self.hints = sorted(literal, key=lambda options: -min(map(len, options)))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(rf"\b{source_of(self.words)}", re.IGNORECASE if self.words.startswith("please") else 0)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Where *text* has this form, adverbs between its words or not: the groups hold blanks in the place of those.

        Most texts are told apart by a word of the form that they lack, before its pattern is compiled.
        """
        if self.words.startswith("please") or all(any(word in text for word in hint) for hint in self.hints):
            is_described = "WHOM" in self.words and "that" not in self.words
            may_tell = re.search(r"recommend|advise|told|remind", self.words) is not None
            yield from self.pattern.finditer(_around_parties(text, may_tell) if is_described else without_adverbs(text))

    @property
    def is_passive(self) -> bool:
        return self.words.startswith("WAS") and "WHOM" not in self.words and "going" not in self.words

    @property
    def has_whom(self) -> bool:
        return "WHOM" in self.words or "WHOSE" in self.words


class Forms:
    """The forms of a group, in the order of the grammar."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._forms = tuple(forms)
        self._by_word: dict[str, list[int]] = {}
        for number, form in enumerate(self._forms):
            for option in form.hints[0]:
                word = _WORD.search(option)
                for spelling in {word[0], word[0].capitalize()} if word else ():
                    self._by_word.setdefault(spelling, []).append(number)

    def found_in(self, text: str) -> Iterator[tuple[Form, re.Match[str]]]:
        """Each form that *text* has, with where it stands: only those are tried of which *text* has a word."""
        words = self._by_word.keys() & set(_WORD.findall(text))
        for number in sorted({number for word in words for number in self._by_word[word]}):
            for match in self._forms[number].finditer(text):
                yield self._forms[number], match


_WORD = re.compile(r"\w+")
_RUN = re.compile(r"\w+(?:\s+\w+){0,7}")


class Phrases:
    """Phrases of one or more words, to be found where a text goes on with one of them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = frozenset(phrases)

    def end_in(self, text: str, at: int) -> int | None:
        """Where the longest of the phrases that *text* goes on with from *at* ends; None where it is none of them."""
        run = _RUN.match(text, at)
        ends = [word.end() for word in _WORD.finditer(text, at, run.end())] if run else []
        return next((end for end in reversed(ends) if " ".join(text[at:end].split()) in self._phrases), None)


class Grammar(NamedTuple):
    asks: Forms
    own: Forms
    possible: Forms
    look_alikes: Forms
    who: dict[str, frozenset[str]]
    foretold: Phrases
    weak: Phrases
    weak_in_general: Phrases
    promised: Phrases
    promised_by: Phrases
    advised: Phrases
    bases: dict[str, str]
    verbs: frozenset[str]
    use: Phrases
    routes: re.Pattern[str]
    route_keys: tuple[str, ...]
    organisations: dict[str, dict[str, Any]]


@cache
def grammar() -> Grammar:
    """The grammar as it stands in the file beside this one."""
    data = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text(encoding="utf-8"))
    route_keys = tuple(data["routes"])
    routes = "|".join(f"(?P<r{n}>{'|'.join(words)})" for n, words in enumerate(data["routes"].values()))
    return Grammar(
        asks=Forms(
            Form(words, group["strength"], "", group.get("begins", ""))
            for group in data["ask"]
            for words in group["words"]
        ),
        own=Forms(Form(words, group["strength"], "") for group in data["own"] for words in group["words"]),
        possible=Forms(
            Form(words, "committed", group["why"]) for group in data["possible"] for words in group["words"]
        ),
        look_alikes=Forms(Form(words, "", group["why"]) for group in data["look_alike"] for words in group["words"]),
        who={side: frozenset(names) for side, names in data["who"].items()},
        foretold=Phrases(data["not"]["foretold"]),
        weak=Phrases(data["not"]["weak"]),
        weak_in_general=Phrases(data["not"]["weak_in_general"]),
        promised=Phrases(data["promised"]),
        promised_by=Phrases(data["promised_by"]),
        advised=Phrases(data["advised"]),
        bases=data["promised"] | data["promised_by"] | data["advised"],
        verbs=frozenset(
            [*data["promised"].values(), *data["advised"].values(), *data["use"]["verbs"], *data["more_verbs"]["verbs"]]
        ),
        use=Phrases(data["use"]["verbs"]),
        routes=re.compile(rf"(?<![\w-])(?:{routes})(?![A-Za-z_])"),
        route_keys=route_keys,
        organisations=data["organisations"],
    )


def source_of(words: str) -> str:
    """The pattern of a line of the grammar, its places filled."""
    tokens = [
        PLACES[token] if token in PLACES else f"(?:{'|'.join(map(re.escape, token.split('|')))})"
        for token in words.split(" ")
    ]
    if words.startswith("WAS") and (" to DO" in words or " to|towards WHAT" in words):
        tokens[-2] = rf"(?:by\s+[^,;:]{{2,50}}?\s+)?{tokens[-2]}"
    pattern = r"(?:,\s[^,;.]{2,40},)?\s+".join(tokens)
    return pattern + (r"(?=[,.;]|\s(?:by|for|on|in|so|before|and)\b|$)" if words.endswith("WHOM") else "")


@lru_cache(maxsize=4)
def without_adverbs(text: str) -> str:
    """*text* with blanks in the place of its adverbs, so that all else stands where it stood."""
    return _ADVERBS.sub(lambda adverbs: " " * len(adverbs[0]), text)


@lru_cache(maxsize=4)
def _around_parties(text: str, may_tell: bool) -> str:
    """The same, and without each "to" and "that" by which a party is described: `members that plan to file`.

    Where it *may_tell*, as in `advised ARM that …`, the "that" must follow a group of people.
    """
    plain = without_adverbs(text)
    parts, done = [], 0
    for own in _OWN_TO.finditer(plain):
        parts += [plain[done : own.end()], "  "]
        done = own.end() + 2
    plain = _IN_THAT.sub(r"\g<1>    ", plain)
    plain = _TWO_WORDS.sub(r"\g<1> ", "".join(parts) + plain[done:])
    return _THAT_OF_GROUP.sub(r"\g<group>    ", plain) if may_tell else _OWN_THAT.sub("    ", plain)


def look_alike(text: str) -> str | None:
    """Why *text*, which holds no ask, may sound as if it did; None where it does not."""
    return next((form.why for form, _ in grammar().look_alikes.found_in(text)), None)


@lru_cache(maxsize=16)
def routes_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """(key, start, end) for each route that *text* names, in order."""
    compiled = grammar()
    return tuple(
        (compiled.route_keys[int(str(match.lastgroup)[1:])], match.start(), match.end())
        for match in compiled.routes.finditer(text)
    )
