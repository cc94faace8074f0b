"""The clause round some words of a sentence, and whom its subject means."""

import re
from typing import NamedTuple

from engtrack.intake.grammar import grammar
from engtrack.intake.mentions import Parties
from engtrack.intake.structure import Sentence


class Clause(NamedTuple):
    """Where an ask stands in its sentence, and the words of its subject."""

    start: int
    end: int
    subject: str
    shared: bool


FINITE = (
    r"(?:was|were|is|are|has|have|had|will|would|can|could|may|might|should|shall|must|ought|did|does|do|took|gave|said|made|went|found|felt|told|"
    r"thought|spoke|undertook|wrote|saw|held|set out|led|came|began|knew|kept|put forward|drew|met|\w{3,}ed|notes|welcomes|invites|asks|agrees|confirms|undertakes|stresses|encourages|requests)"
)
CLAUSE_END = re.compile(
    r"[;:]\s|\s[–—]\s|(?<=\w)(?<!\bmax)(?<!\bmin)(?<!\bca)(?<!\bapprox)[.!?](?:\s|$)"
    r"|,\s+(?:but|while|whereas|although|though|since|because|so that|which|who|where|when|as|given|subject to|in order that|until|"
    r"with effect|thereby|if(?! possible)|once|not(?! later than)|nor|noting|recalling|stressing|adding|pointing|after which|in which|without|provided|moderated)\b"
    r"|,\s+and\s+(?=(?:the (?:(?:\w+ )?(?:members|companies) of )?)?[A-Z][\w-]*(?: [A-Z][\w-]*){0,2} to [a-z]{3,}\b)"
    rf"|,?\s+(?:and|but)\s+(?!let\b)(?=(?:that\s+)?(?:the\s+|its\s+|both\s+|all\s+)?[A-Z]?[\w’'-]*(?:\s+[\w’'()-]+){{0,4}}\s+(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bits ){FINITE}\s)"
    r"|,?\s+(?:and|but|or)\s+(?=(?:also\s+|further\s+|then\s+)?(?:asked|invited|encouraged|requested|advised|noted|welcomed|will|would|undertook|agreed|committed|"
    r"called|reminded|confirmed|offered|stressed|thanked|explained|said|added|saw|found|regretted|underlined|congratulated|was|were|is|are)\b)"
    r"|,\s+(?:in|for|on|of|after|before|to|with|at)\s+(?:\w+\s+of\s+)?which\b|\s+and,\s[^,]{2,60},\s+(?=to\b)|,\s+(?:and\s+)?(?=in the meantime\b)|\s+(?:so that|because|although|whereas)\s",
)
SUBJECT_BREAK = re.compile(
    r"[;:\])]\s+|\s[–—]\s|,\s+|\b(?:that|whether|because|since|while|whereas|although|though|but|if|when|where|(?<!more )(?<!less )(?<!fewer )(?<!later )(?<!other )(?<!earlier )than|so|which(?! (?:end|reason|purpose)\b)|who|whose|how|why)\s+|[(“\"]\s*|\.\s+"
)
_ASIDE = re.compile(r"\([^()]{1,80}\)")
"""What stands in brackets breaks no subject: `Dr Lind (FDA, Biostatistics) will send …`."""
_SO_KIND = re.compile(r"\s(?:was|were|is|are)\s(?:\w+\s)?(?:so (?:kind|good) as|(?:kind|good) enough) to$")
_SUBJECT_AFTER_THAT = re.compile(
    r"(?:the|an?|it|they|this|these|those|all|no|any|its|their|our|your|such|he|she|we|you|there|some|both|each|every|members?|compan(?:y|ies)|sponsors?|applicants?|developers?|[A-Z])",
)
_AFTER_PHRASE = re.compile(
    r"(?:For|In|At|On|With|To|By|After|Before|During|From|Under|Until|Within)\s.*\s(we|it|they|she|he|you|I)$"
)
_NAMED_BEFORE = re.compile(r"([^,;:]{2,60}),\s+(?:which|who)\s*$")
WHO_IS_NAMED = "who is named before it"
_GROUP = re.compile(
    r"\b(?:members?|companies|firms|sponsors|developers|applicants|holders|centres|hospitals|associations|organi[sz]ations|start-ups|groups|those|teams|manufacturers|academics|researchers|societies|charities|sites|consortia|networks|institutes|universities|units|laboratories|clinics|start-ups|spin-outs)$"
)
_PRESENT = re.compile(
    r"(?:plan|intend|offer|agree|undertake|propose|suggest|recommend|advise|expect|consider|explain|report|present|inform|promise|wish|want|support|share|mention|regret|point|see|hope|take|give|make)s?"
)
"""A verb of telegraphic or present style, where a party stands before it."""
_GROUP_WITH = re.compile(
    r"(?:^|[.;:,]\s)(?:(?:the|all|those|its|their)\s)?(?:members|companies|sponsors|applicants|developers|firms|hospitals|cent(?:re|er)s|groups)\s(?:with|of|in|for)\s[^,;.]{2,60}$",
    re.IGNORECASE,
)
"""People with something that is then described: `members with a trial that | straddles the date`."""
_IS_FINITE = re.compile(rf"{FINITE}\b")
_OPENING = re.compile(
    r"(?:in addition|moreover|furthermore|finally|also|then|however|therefore|in turn|lastly|until then|overall),?\s+",
    re.IGNORECASE,
)
_BETWEEN = frozenset(
    [
        "also",
        "therefore",
        "further",
        "then",
        "later",
        "now",
        "only",
        "again",
        "nevertheless",
        "nonetheless",
        "likewise",
        "meanwhile",
    ]
)
NEGATED = re.compile(
    r"\b(?:not(?!-)|never|no longer|nobody|none|neither|nor|no one|unable to)\b\s*(?:\w+\s+){0,2}$|\bwithout\s+(?:\w+ing\s+(?:\w+\s+)?)?$",
    re.IGNORECASE,
)
GAPPED = re.compile(
    r"(?:,?\s+and|,?\s+while|;|,)\s+(?P<who>(?:the (?:(?:\w+ )?(?:members|companies) of )?)?[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})(?:, in turn,)? to (?P<do>[a-z]{3,})\b"
)
"""Who comes next where two share a verb: `ARM was asked to …, and EMA to …`."""
CONDITIONAL = re.compile(
    r"^(?:should|if(?! (?:we|I) (?:have )?(?:understood|understand|remember|recall)\b)|were|unless|in case|whether)\b",
    re.IGNORECASE,
)
BACKGROUND = re.compile(
    r"(?:^(?:\d[\d.]*\s+)?|,\s+)(?:since|as|because|given that|insofar as|in so far as)\s+(?!of\b|a\b|an\b|part\b|well\b|to\b|for\b|agreed\b|regards\b)[^,;]*$",
    re.IGNORECASE,
)
"""What stands before a verb that only gives the reason, or the case, of what follows."""
_NOMINAL = re.compile(
    r"[A-Z][\w’'&().-]*|(?:it|they|he|she|we|you|us|members?|ones|companies|firms|delegation|representatives?|partners?|collaborators|institutions?|universities|staff|experts?|sponsors?|developers?|"
    r"applicants?|holders?|membership|start-ups?|spin-offs?|teams|association|associations|consortium|network|agency|parties|organisations?|delegates?|participants|investigators|sites|hospitals|authorities|group|groups|unit|side|team|teams)(?:['’]s?)?"
)
_IN_PHRASE = re.compile(
    r"(?:the|a|an|its|their|our|his|her|all|both|each|any|some|these|those|smaller|larger|small|large|young|younger|individual|interested|member|new|of|among|from|and|or|academic|"
    r"industry|medium-sized|first-time|other|two|three|four|several|many|most|concerned|affected|in|within|represented|by|first)(?:['’]s?)?|[a-z]+(?:-[a-z]+)+|\w+['’]s?"
)
RELATIVE = re.compile(r"\b(?:in|of|for|by|to|on|under|during|through)\s+which\s*$|\b(?:who|whom|which)\s*$")


class ClauseReader:
    """A sentence, who is who in it, and the clauses that it is made of.

    *head* are whom its subject means, *last* whom a pronoun at its start does.
    """

    def __init__(self, sentence: Sentence, parties: Parties, head: tuple[str, ...], last: tuple[str, ...]) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.parties = parties
        self.head = head
        self.last = last

    def clause(self, start: int, end: int) -> Clause:
        """The clause in which the words from *start* to *end* stand."""
        stop = CLAUSE_END.search(self.text, end)
        to = stop.start() if stop else len(self.text.rstrip(" .!;:"))
        left = _SO_KIND.sub("", self.text[:start].rstrip())
        first = 0
        for broken in SUBJECT_BREAK.finditer(_ASIDE.sub(lambda aside: "x" * len(aside[0]), left)):
            first = broken.end()
        phrase = left[first:]
        if left.endswith(","):
            pieces = left.rstrip(",").split(", ")
            if self._says_already(pieces[-1]):  # `The Agency thanked ARM, asked it to …`
                return Clause(len(left) + 1, to, "", True)
            is_added = len(pieces) > 1 and not (self.parties.named(pieces[-1]) and not self.parties.named(pieces[-2]))
            phrase = pieces[-2] if is_added else pieces[-1]
            first = left.rfind(phrase)
        relative = re.search(r"\s+(?:who|which|that|whose)\s+$", left[:first])
        if relative and (re.search(rf"\b{FINITE}\b", phrase) or self._describes(left[: relative.start()], phrase)):
            before = left[: relative.start()]
            first = max((broken.end() for broken in SUBJECT_BREAK.finditer(before)), default=0)
            phrase = left[first:]
        while first > 2 and left[:first].endswith(", ") and self._is_name_list(left, first):
            first = left.rfind(", ", 0, first - 2) + 2 if ", " in left[: first - 2] else 0
            phrase = left[first:]
        return self._subject(left, first, phrase, to)

    def _says_already(self, piece: str) -> bool:
        """Whether a piece of a sentence has its own subject and verb."""
        verb = re.search(rf"\s{FINITE}\s", piece)
        return verb is not None and bool(self.parties.resolve(piece[: verb.start()])[0])

    def _describes(self, before: str, phrase: str) -> bool:
        """Whether *phrase* only says more of the people before it: `members of vfa that | develop a medicine`."""
        if _GROUP_WITH.search(before) and re.match(r"[a-z]+s\s", phrase):
            return True
        tail = before.split()[-4:]
        is_party = bool(tail) and bool(_GROUP.search(tail[-1]) or self.parties.named(" ".join(tail)))
        return is_party and not re.search(r"^[a-z]+ed$", tail[-1]) and not _SUBJECT_AFTER_THAT.match(phrase)

    def _is_name_list(self, left: str, first: int) -> bool:
        """Whether the piece before the comma at *first* is but another name in an enumeration."""
        before = left[: first - 2]
        piece = re.split(r"[,;:]\s|\.\s", before)[-1]
        named = self.parties.named(piece)
        return (
            bool(named)
            and len(piece.split()) <= 4
            and bool(self.parties.named(left[first:]))
            and " and " in left[first:]
        )

    def _subject(self, left: str, first: int, phrase: str, to: int) -> Clause:
        lead = re.match(r"\s*(?:and|but|or|also|then|moreover|furthermore|in addition)\b[, ]*", phrase, re.IGNORECASE)
        if lead:
            first += lead.end()
            phrase = phrase[lead.end() :]
        verbless = re.sub(
            r"(?:\s+(?:also|further|therefore|then|later|and|but|kindly|now|again|nevertheless|nonetheless|likewise|meanwhile|moreover|in turn|for its part|for their part))+$",
            "",
            phrase,
        )
        if not verbless.strip() or re.search(r"\b(?:and|but)$", left):
            return Clause(len(left) + 1 if left else 0, to, "", True)
        if pronoun := _AFTER_PHRASE.match(verbless):  # `for the whole portfolio we | plan`
            return Clause(first + pronoun.start(1), to, pronoun[1], False)
        parts = re.split(r"\s+and\s+|\s+but\s+", verbless)
        first_parts = re.sub(r"^(?:interested|related|affected|concerned)\s", "", " ".join(parts[:-1]), flags=re.I)
        if len(parts) > 1 and re.search(rf"\b{FINITE}\b(?!\s+by\b)", first_parts):
            verbless = parts[-1]
            first = left.rfind(verbless)
        verbs = list(re.finditer(rf"\b{FINITE}\s+(?!by\b)", verbless))[-6:]
        finite = [
            found
            for found in verbs
            if not found[0].strip().endswith("ed") or self.parties.resolve(verbless[: found.start()], ("it",))[0]
        ]
        if finite and not re.match(
            r"(?:interested|related|affected|involved|concerned|invited|selected|united)\b", verbless, re.I
        ):
            tail = verbless[finite[-1].end() :]
            if self.parties.resolve(tail)[0] or not self.parties.resolve(verbless)[0]:
                return Clause(first, to, verbless, not self.parties.resolve(tail)[0])
        return Clause(first, to, verbless, False)

    def who(self, clause: Clause) -> tuple[tuple[str, ...], str]:
        """The keys of the clause's subject: of the sentence's where they share it, of the pronoun's where it is one."""
        if clause.shared or clause.subject in {"which", "who"}:
            named = _NAMED_BEFORE.search(self.text[: clause.start + len(clause.subject)])
            who = re.split(r"\s(?:to|and|by|from|with|for|that)\s", named[1])[-1] if named else ""
            if who and not self.parties.without_names(who).removeprefix("the ").strip():
                return self.parties.resolve(who)[0], WHO_IS_NAMED
            part = re.split(r"[;:]\s", self.text[: clause.start])[-1]
            head = (head_of(part, self.parties, ()) if len(part) < clause.start else ()) or self.head
            return (head, "it shares the subject of the sentence") if clause.shared else ((), "a relative clause")
        last = self.head if clause.start > 2 and self.head else self.last
        return self.parties.resolve(clause.subject, last)

    def _verb_after_party(self, at: int) -> int:
        """Where the party that starts at *at* ends and its verb begins: `its smaller members | take up …`."""
        position, end = at, at
        for token in re.finditer(r"\S+\s*", self.text[at : at + 160]):
            word = token[0].strip(" ,")
            if (
                _NOMINAL.fullmatch(word)
                or word in grammar().who["others"] | grammar().who["members"] | grammar().who["agency"]
            ) or (word in {"concerned", "affected", "involved", "interested"} and end > at):
                end = at + token.end()
            elif not _IN_PHRASE.fullmatch(word):
                break
            position = at + token.end()
        return end if end > at else position


def head_of(text: str, parties: Parties, last: tuple[str, ...]) -> tuple[str, ...]:
    """Whom the subject of the sentence means: what stands before its first finite verb."""
    opening = _OPENING.match(text)
    tokens = text[opening.end() if opening else 0 :].split(" ", 20)[:20]
    end = next((n for n, token in enumerate(tokens) if n and _IS_FINITE.fullmatch(token.strip(",."))), None)
    for n, token in enumerate(tokens[: min(end or 12, 12)]):
        if n and _PRESENT.fullmatch(token) and (keys := parties.resolve(" ".join(tokens[:n]), last)[0]):
            return keys
    if end is None:
        return ()
    while end > 1 and (tokens[end - 1] in _BETWEEN or tokens[end - 1].endswith("ly")):
        end -= 1
    phrase = " ".join(tokens[:end])
    if ", " in phrase:
        tail = phrase.rsplit(", ", 1)[1]
        phrase = tail if parties.resolve(tail)[0] else phrase.split(", ")[0]
    return parties.resolve(phrase, last)[0]
