"""Who met: organisations in the title, among the participants, said to have come together, or seen to speak and act."""

import re
from collections import Counter

from engtrack.intake.attendance import people_texts
from engtrack.intake.grammar import grammar
from engtrack.intake.names import pattern_of
from engtrack.intake.organisations import Organisation
from engtrack.intake.structure import Structure

_ACTS = re.compile(
    r"(?:\s+\([^()]*\)|\))?\s+(?:(?:members?|delegation|representatives?|officials|staff|observer|inspectors|secretariat)\s+)?(?:(?:also|further|then|each|\w+ly)\s+)?"
    r"(?:presented|shared|welcomed|thanked|noted|confirmed|stressed|highlighted|agreed|undertook|took|was|were|is|are|will|would|has|have|had|reported|described|explained|"
    r"asked|invited|requested|suggested|proposed|felt|said|argued|acknowledged|appreciated|recalled|raised|gave|set|spoke|offered|volunteered|committed|showed|"
    r"introduced|outlined|expressed|underlined|emphasi[sz]ed|pointed|remarked|regretted|informed|announced|voiced|held|received|replied|provided|reassured|proposes|called|adopted|"
    r"discussed|considered|to\s+[a-z]+|invites|welcomes|asks|notes|warned|indicated|clarified|reiterated|stated|encouraged|recommended|summarised|opened|repeated)\b"
)
_CONVENED = re.compile(
    r"\b(?:representatives of|met with|meeting with|met the|met|between|brings? together|brought together|meets|hosted(?! by)|delegations? (?:of|from)|delegation from|for the|"
    r"organi[sz]ations? (?:spoke|took part|attended|were present)|represented by|led by|on the side of|stakeholders from|took part(?! in\b)|chairs?)\b"
)
_ABSENT = re.compile(r"\W*(?:excused|apologies|regrets|absent|not present|unable to attend)\b", re.IGNORECASE)
_APOLOGIES = re.compile(
    r"[Aa]pologies (?:(?:had been|have been|were) )?(?:received |sent |given )?(?:from|by|for) ([^.;]{2,80})"
)
_SENT_APOLOGIES = re.compile(r"\b(?:Apologies|Excused|Regrets|Absent)\b")
STAYED_AWAY = re.compile(
    r"\s+(?:could not (?:attend|take part|be present)|(?:had )?sent (?:its |their )?(?:apologies|regrets)|was (?:unable to attend|excused|not represented|absent))\b"
)
_NAME_ONLY = re.compile(
    r"/[A-Z]{2}|,? (?:meeting )?(?:room|building|premises|offices)\b|(?:['’]s)? (?:public )?(?:web ?sites?|web ?pages?)\b"
)
_REPRESENTED = re.compile(r"\b(?:(?:were|was) (?:also )?represented(?! by)|took part|attended|were present)\b")
_GATHERS = re.compile(r"\b(?:meetings? (?:of|with|between)|met|brought together|represent\w*|participated|attended)\b")


def who_met(
    structure: Structure, pieces: list[str], title: str, organisations: dict[str, Organisation], there: set[str]
) -> tuple[str, ...]:
    """The keys of those who met, agencies first, each side in the order in which they are first named.

    Those who are *there* were introduced as being so.
    """
    presence = Presence(structure, pieces, title, organisations)
    met = [key for key in organisations if key in there or presence.has_met(key)]
    if sum(organisations[key].is_agency for key in met) > 1:
        met = [key for key in met if not presence.only_lends_its_name(key)]
    met.sort(key=lambda key: (not organisations[key].is_agency, presence.first_named(key), key))
    members = [key for key in met if not _is_the_meeting(organisations[key], title)]
    if (
        sum(not organisations[key].is_agency for key in members) < 3
    ):  # `joint meeting of PCWP and HCPWP`, and two guests
        members = [
            key for key in met if not (_is_the_meeting(organisations[key], title) and organisations[key].name in title)
        ]
    return tuple(members if sum(not organisations[key].is_agency for key in members) > 1 else met)


class Presence:
    """What a document says of who was there. Committees that go under their agency do not speak for it here."""

    def __init__(
        self, structure: Structure, pieces: list[str], title: str, organisations: dict[str, Organisation]
    ) -> None:
        pieces = [piece for piece in pieces if not _ABSENT.match(piece)]
        self._organisations = organisations
        self._keys: dict[str, list[str]] = {}
        self._named: dict[str, re.Pattern[str]] = {}
        for key, organisation in organisations.items():
            words = set(organisation.words) - set(grammar().organisations.get(key, {}).get("units", ()))
            self._named[key] = pattern_of(words)
            for word in words:
                self._keys.setdefault(word, []).append(key)
        self._any_name = pattern_of(self._keys)
        self._pieces = pieces
        self._top = " \n ".join(pieces[:12])
        self._title = title
        self._people = " \n ".join(text for text in people_texts(structure) if not _ABSENT.match(text))
        self._preamble = " \n ".join(pieces)
        self._opening = " ".join(_SENT_APOLOGIES.split(sentence.text)[0] for sentence in structure.sentences[:12])
        silent = {"people", "agenda", "boilerplate"}
        self._body = " \n ".join(s.text for s in structure.sentences if s.section not in silent)
        self._letterhead = " | ".join(pieces[:5]).casefold()
        self._titled = self._in(title)
        sides = {o.is_agency for o in organisations.values() if pattern_of(o.words).search(title)}
        self._is_bilateral = len(sides) == 2
        self._sides_listed = self._titled <= self._in(self._people)
        self._missing = {
            key
            for match in self._any_name.finditer(self._body)
            if STAYED_AWAY.match(self._body, match.end())
            for key in self._keys[match[0]]
        } | {key for match in _APOLOGIES.finditer(self._body) for key in self._in(match[1])}
        headed = self._in(f"{title} \n {self._people} \n {' '.join(pieces[:12])}")
        self._agencies_above = {key for key in headed if organisations[key].is_agency}
        self._acts = Counter(
            key
            for match in self._any_name.finditer(self._body)
            if _ACTS.match(self._body, match.end())
            for key in self._keys[match[0]]
        )
        self._gathered = {
            key
            for sentence in structure.sentences[:12]
            if (said := _REPRESENTED.search(sentence.text))
            for key in self._in(sentence.text[: said.start()])
        }
        for sentence in structure.sentences[:8]:
            there = _SENT_APOLOGIES.split(sentence.text)[0]
            introduced = {key for key in organisations if f"({key})" in there}
            if len(introduced) > 2:  # `Three partners came: Tyneford Hospitals (Tyneford), …`
                self._gathered |= introduced
        for sentence in structure.sentences[:5]:
            listed = self._in(_SENT_APOLOGIES.split(sentence.text)[0]) if _GATHERS.search(sentence.text) else set()
            if len(listed) > 2 and any(organisations[key].is_agency for key in listed):
                self._gathered |= listed

    def _in(self, text: str) -> set[str]:
        """The keys of those whom *text* names."""
        return {key for match in self._any_name.finditer(text) for key in self._keys[match[0]]}

    def has_met(self, key: str) -> bool:
        """Whether the organisation was at the table."""
        organisation, named = self._organisations[key], self._named[key]
        convened = key in self._gathered or _is_convened(named, self._opening)
        present = key in self._titled or bool(named.search(self._people)) or self._in_letterhead(organisation)
        if key in self._missing and key not in self._titled:
            return False
        if present or (convened and not (self._is_bilateral and self._sides_listed)):
            return True
        is_other_agency = organisation.is_agency and bool(self._agencies_above) and key not in self._agencies_above
        if self._is_bilateral or (is_other_agency and not (self._acts[key] > 3 and f"({key})" in self._opening)):
            return False  # only spoken of, by two others or by another agency
        if organisation.is_agency and named.search(self._top):
            return True
        acts = self._acts[key] + 2 * _is_convened(named, f"{self._opening} {self._preamble}")
        if acts >= (3 if key in grammar().organisations else 2):
            return True
        if acts and (named.search(self._preamble) or named.search(self._opening)):
            return True
        heads_a_line = re.search(rf"^{named.pattern}", self._preamble, re.M)
        return bool(organisation.is_agency and heads_a_line and re.search(r"\bthe Agency\b", self._body))

    def _in_letterhead(self, organisation: Organisation) -> bool:
        if organisation.kind == "company" and any(
            w in piece for w in organisation.words for piece in self._pieces[:20]
        ):
            return True
        if any(piece in organisation.words for piece in self._pieces[:15]):  # a line of an address
            return True
        return " " in organisation.name and organisation.name.casefold() in self._letterhead

    def only_lends_its_name(self, key: str) -> bool:
        """Whether an agency is named in references and as the place of a website, and not otherwise."""
        text = f"{self._title} \n {self._preamble} \n {self._body}"
        return self._organisations[key].is_agency and all(
            _NAME_ONLY.match(text, found.end()) for found in self._named[key].finditer(text)
        )

    def first_named(self, key: str) -> int:
        """Where the organisation is first named, the title before all else."""
        found = self._named[key].search(f"{self._title} {self._preamble} {self._body}")
        return found.start() if found else 0


def _is_convened(named: re.Pattern[str], text: str) -> bool:
    """Whether somebody is named in *text* among those who are said to have come together."""
    for start in _CONVENED.finditer(text):
        stop = text.find(".", start.end())
        stop = len(text) if stop < 0 else stop
        if named.search(text, start.end(), min(stop, start.end() + 700) + 80):
            return True
    return False


def _is_the_meeting(organisation: Organisation, title: str) -> bool:
    """Whether it is the very group whose meeting it is: its members met, and not it."""
    is_group = re.search(
        r"(?:Working (?:Group|Party)|Task Force|Round ?table|Platform|Advisory Board)$", organisation.name
    )
    return (
        bool(is_group)
        and not organisation.is_agency
        and (organisation.name in title or bool(re.search(rf"\b{re.escape(organisation.key)}\b", title)))
    )


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
        if not acts or not ((is_titled and wholes < 4) or (sum(acts.values()) > 1 and wholes == 0)):
            continue
        printed = next((word for word in parts if f"({word})" in structure.text or f"DG {word}" in title), None)
        printed = f"DG {printed}" if f"DG {printed}" in title and f"({printed})" not in structure.text else printed
        short = printed or max((word for word in parts if word in acts), key=lambda word: (len(word) < 9, acts[word]))
        full = next(
            (word for word in parts if " " in word and not word.startswith("DG ") and word in structure.text), short
        )
        del changed[key]
        changed[short] = Organisation(
            short, full, whole.kind, (short, *(word for word in whole.words if word != short))
        )
    return changed
