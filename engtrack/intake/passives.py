"""Passives: by whom something is done, and what is done to which thing, as an order."""

import re

from engtrack.intake.grammar import grammar
from engtrack.intake.lens import Lens
from engtrack.intake.texts import base_of

_PARTY = r"\b{}\s+((?:the\s+)?[\w’'& -]{{2,60}}?)(?=\s+(?:by|on|in|before|at|for|to|with|within|until|after|once|when|as|under|early|later|shortly|(?:one|two|three|four|five|six|\d+) \w+)\b|[,.;]|$)"


_SAID_THAT = re.compile(r"^.*\b(?:\w{2,}ed|said|told|wrote|says|confirms|informs|notes)\b[^,;.]{0,60}?\bthat\s+")


class PassiveReading(Lens):
    """What is to be done, and who stands after "by"."""

    def _agent(self, words: str) -> tuple[str, ...]:
        """Who stands after "by": `by the Licensing sector by 12 December`."""
        return self._without("by", words)[1]

    def _without(self, preposition: str, words: str) -> tuple[str, tuple[str, ...]]:
        """*words* without the party that stands after "by" or "from" in them, and who that is."""
        for party in re.finditer(_PARTY.format(preposition), words):
            if keys := self.parties.resolve(party[1])[0]:
                return f"{words[: party.start()].rstrip()}{words[party.end() :]}", keys
        return words, ()

    def _order_of(self, thing: str, at: int, end: int) -> str:
        """`the list`, `published by the EMA in June` → `publish the list in June`.

        A participle whose verb is not known stays: `the list to be bound`.
        """
        compiled = grammar()
        known = (compiled.promised, compiled.promised_by, compiled.advised)
        until = next(filter(None, (phrases.end_in(self.text, at) for phrases in known)), 0)
        if until:
            base = compiled.bases[" ".join(self.text[at:until].split())]
        else:
            until = at + len(re.match(r"[\w-]*", self.text[at:])[0])  # type: ignore[index]
            base = base_of(re.sub(r"ed$", "ing", self.text[at:until])) or ""
        if not base:
            return f"{thing.strip()} to be {self._without('by', self.text[at:end])[0]}"
        return f"{base} {self._within(thing)} {self._without('by', self.text[until:end])[0].strip(' ,')}"

    def _shared_subject(self, at: int) -> str:
        """Whom or what the verb at *at* shares its subject with: `The report is in draft and will be posted`."""
        said = _SAID_THAT.sub("", self.text[:at])
        return re.split(r"\s(?:was|were|is|are|has|have|had)\s", said)[0]

    def _within(self, thing: str) -> str:
        """*thing* as it stands within a sentence, without its number: `2.1 The list` → `the list`, but `EMA` stays."""
        thing = re.sub(r"^\d+(?:\.\d+)*\.?\s+(?=[A-Z])", "", thing.strip())
        is_name = thing[1:2].isupper() or self.parties.masked(thing, "\x01").startswith("\x01")
        return thing if is_name else f"{thing[:1].lower()}{thing[1:]}"
