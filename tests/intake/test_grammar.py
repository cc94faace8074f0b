"""The grammar is data: a line of it is read as it stands, with nothing said of its words anywhere else."""

import tomllib
from importlib.resources import files

import pytest

from tests.intake.reading import drafted

GRAMMAR = tomllib.loads(files("engtrack.intake").joinpath("grammar.toml").read_text(encoding="utf-8"))
NOTE = """Highlights of the bilateral meeting between the European Medicines Agency (EMA) and the Alliance for Regenerative Medicine (ARM)

8 May 2025

1. Sites

{}
"""
FILLED = {
    "WAS": "was",
    "WILL": "will",
    "WHOM": "ARM",
    "WHOSE": "ARM's",
    "ANY": "the Agency",
    "DO": "send a list of the sites",
    "DOING": "sending a list of the sites",
    "WHAT": "list of the sites",
    "THINGS": "list of the sites",
    "NOMINATIONS": "comments",
}
LINES = [(group["strength"], words) for group in GRAMMAR["ask"] for words in group["words"]]


@pytest.mark.parametrize(("strength", "words"), LINES)
def test_each_line_of_asks_is_one(strength: str, words: str) -> None:
    said = " ".join(FILLED.get(token, token.split("|")[0]) for token in words.split(" "))
    is_passive = words.startswith("WAS") and "WHOM" not in words
    if words.startswith(("please", "Could")):
        sentence = f"{said[0].upper()}{said[1:]} by 30 June 2025."
    elif words.startswith("settled"):
        sentence = f"The EMA and ARM {said} by 30 June 2025."
    else:
        sentence = f"{'ARM' if is_passive or strength == 'committed' else 'The EMA'} {said} by 30 June 2025."
    actions = drafted(NOTE.format(sentence)).actions
    assert [(str(action.strength), str(action.due)) for action in actions] == [
        ("agreed" if words.startswith("settled") else strength, "2025-06-30")
    ]
