"""Learn the weights of `engtrack/intake/cues.tsv` from documents with drafts: `make learn`.

A logistic regression over the sentences of all documents of `first/` and `fresh/`: those that hold an ask of the expected
draft, and the others. What careful colleagues would differ about is left out, and so is what asks to use a route. Cues that
weigh nothing are dropped (L1), so that the table can be read. It prints how much of the asks is heard in documents
that the weights were not learnt from, by leaving out one group of documents after another.
"""

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from score import HERE, pairs, words
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from engtrack.intake import cues
from engtrack.intake.documents import read_document
from engtrack.intake.draft import SILENT, read_draft
from engtrack.intake.header import read_header
from engtrack.intake.mentions import Parties
from engtrack.intake.structure import read_structure

SEEN = 4
"""In fewer sentences a cue says nothing."""
TABLE = Path(cues.__file__).with_name("cues.tsv")
HEAD = """\
# How much a word, or two in a row, makes a sentence sound like an ask: made by tests/intake/learn.py, `make learn`.
# The first line without a cue is where every sentence starts; PARTY, DAY and NUMBER stand for any, ^ and • for the beginning of a
# sentence and of a bullet.
"""


class Example(NamedTuple):
    group: str
    cues: frozenset[str]
    is_ask: bool


def is_in(evidence: str, sentence: str) -> bool:
    said, there = set(words(evidence)), set(words(sentence))
    return len(said & there) >= 0.85 * max(1, len(said)) and (evidence[:15] in sentence or evidence[-15:] in sentence)


def examples(path: Path, expected: dict[str, Any]) -> list[Example]:
    """The sentences of a document of which it is sure whether they hold an ask."""
    document = read_document(path.read_bytes(), path.name)
    structure = read_structure(document)
    facts = read_header(structure)
    parties = Parties(facts.organisations, facts.met, facts.people, facts.we, facts.leading, facts.is_letter)
    routes = [item.evidence for item in read_draft(document).draft.recommendations]
    found = []
    for sentence in structure.sentences:
        is_ask = any(is_in(item["evidence"], sentence.text) for item in expected["actions"])
        is_unsure = any(is_in(text, sentence.text) for text in expected.get("possible", [])) or any(
            text in sentence.text for text in routes
        )
        if sentence.section not in SILENT and (is_ask or not is_unsure):
            heard = cues.cues_in(cues.words_in(sentence.text, parties, sentence.is_bullet))
            found.append(Example(re.match(r"[a-z]+", path.name)[0], frozenset(heard), is_ask))  # type: ignore[index]
    return found


def main() -> None:
    data = [
        example
        for folder in ("first", "fresh")
        for path, expected in pairs(HERE / folder)
        for example in examples(path, expected)
    ]
    seen = Counter(cue for example in data for cue in example.cues)
    vectors = DictVectorizer(dtype=np.float32)
    heard = vectors.fit_transform([{cue: 1 for cue in sorted(example.cues) if seen[cue] >= SEEN} for example in data])
    heard.indices, heard.indptr = heard.indices.astype(np.int32), heard.indptr.astype(np.int32)
    asks = np.array([example.is_ask for example in data])
    groups = np.array([example.group for example in data])
    learner = LogisticRegression(C=1.0, l1_ratio=1, solver="liblinear", max_iter=1000, random_state=0)
    chance = np.zeros(len(asks))
    for learn, test in GroupKFold(8).split(heard, asks, groups):
        chance[test] = learner.fit(heard[learn], asks[learn]).predict_proba(heard[test])[:, 1]
    for least in (0.1, 0.2, cues.LIKELY, 0.3, 0.4, 0.5):
        loud = chance >= least
        sys.stdout.write(
            f"at {least:.2f}: {(loud & asks).sum() / asks.sum():.3f} of the asks are heard, "
            f"{(loud & asks).sum() / loud.sum():.3f} of what is heard is one\n"
        )
    learner.fit(heard, asks)
    weighed = zip(vectors.get_feature_names_out(), learner.coef_[0], strict=True)
    rows = sorted(((f"{weight:.2f}", cue) for cue, weight in weighed if abs(weight) >= 0.005), key=lambda row: (-float(row[0]), row[1]))  # fmt: skip
    lines = [f"{weight}\t{cue}\n" for weight, cue in [(f"{learner.intercept_[0]:.2f}", ""), *rows]]
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")
    sys.stdout.write(f"{len(asks)} sentences, {asks.sum()} with an ask: {len(rows)} cues in {TABLE.name}\n")


if __name__ == "__main__":
    main()
