"""What is known of whoever asks, from the register: the stakeholder's kind, the words of an action, routes already taken."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from engtrack.errors import Misused
from engtrack.model import Action, Meeting, Recommendation, Stakeholder, StakeholderKind

WHO = {
    StakeholderKind.COMPANY: "company",
    StakeholderKind.SME: "sme",
    StakeholderKind.ACADEMIA: "academia",
    StakeholderKind.ASSOCIATION: "association",
    StakeholderKind.PATIENTS: "patients",
}


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """The words by which a text shows what it is about, by part of the situation and value."""
    return tomllib.loads(files("engtrack.routes").joinpath("words.toml").read_text(encoding="utf-8"))


def who_is(stakeholder: Stakeholder) -> str | None:
    """What *stakeholder* is to the catalogue; None where its kind does not say, Misused for those who advise."""
    if stakeholder.kind in {StakeholderKind.REGULATOR, StakeholderKind.HTA}:
        raise Misused(
            f"{stakeholder.key} is {'a regulator' if stakeholder.kind is StakeholderKind.REGULATOR else 'an HTA body'}; "
            "routes are for those who come to one"
        )
    return WHO.get(stakeholder.kind)


def taken(key: str, recommendations: list[Recommendation]) -> tuple[str, ...]:
    """The routes that stand in the ledger for *key*."""
    return tuple(dict.fromkeys(item.route for item in recommendations if key in item.for_))


def said_in(action: Action, meeting: Meeting | None) -> str:
    """The words of *action*, with the title of the topic that it came up under."""
    topic = next((item.title for item in meeting.topics if item.label == action.topic), "") if meeting else ""
    return ". ".join(filter(None, (action.text, action.evidence, topic)))


def read_from(text: str) -> dict[str, str]:
    """What *text* shows of a situation: of each part the value most spoken of, and nothing where none is."""
    folded = text.casefold()
    found = {}
    for part, values in words().items():
        counts = {
            value: sum(len(re.findall(rf"\b{re.escape(word)}", folded)) for word in stems)
            for value, stems in values.items()
        }
        best = max(counts, key=lambda value: counts[value])
        if counts[best]:
            found[part] = best
    return found
