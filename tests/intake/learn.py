"""Learn the weights of `engtrack/intake/*_cues.tsv` from documents with drafts: `make learn`.

Two logistic regressions over all documents of `first/` and `fresh/`: of the sentences that hold an ask of the expected draft
against the others, and of the routes that are named where the draft has them recommended against the others. What careful
colleagues would differ about is left out. Cues that weigh nothing are dropped (L1), so that a table can be read. For each it prints
what is heard in documents that the weights were not learnt from, by leaving out one group of documents after another.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
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
from engtrack.intake.grammar import routes_in
from engtrack.intake.header import read_header
from engtrack.intake.mentions import Parties
from engtrack.intake.structure import Sentence, read_structure

HEAD = """\
# How much a word, two in a row or two with one between them makes {what}: made by
# tests/intake/learn.py, `make learn`. A word that ends in - stands for it with any ending.
# The line without a cue is where every sentence starts. PARTY, DAY, NUMBER and ROUTE stand for any (OTHER for a route beside
# the one in question), ^ and • for the beginning of a sentence and of a bullet.
"""


class Example(NamedTuple):
    group: str
    cues: frozenset[str]
    is_so: bool


class Read(NamedTuple):
    """A document with its expected draft, as far as the reader takes it apart."""

    group: str
    expected: dict[str, Any]
    sentences: list[Sentence]
    parties: Parties
    recommended: list[tuple[str, str]]


def read(path: Path, expected: dict[str, Any]) -> Read:
    document = read_document(path.read_bytes(), path.name)
    structure = read_structure(document)
    facts = read_header(structure)
    parties = facts.parties()
    recommended = [(item.route, item.evidence) for item in read_draft(document).draft.recommendations]
    sentences = [sentence for sentence in structure.sentences if sentence.section not in SILENT]
    return Read(re.match(r"[a-z]+", path.name)[0], expected, sentences, parties, recommended)  # type: ignore[index]


def is_in(evidence: str, sentence: str) -> bool:
    said, there = set(words(evidence)), set(words(sentence))
    return len(said & there) >= 0.85 * max(1, len(said)) and (evidence[:15] in sentence or evidence[-15:] in sentence)


def asks(document: Read) -> Iterator[Example]:
    """The sentences of which it is sure whether they hold an ask."""
    for sentence in document.sentences:
        is_ask = any(is_in(item["evidence"], sentence.text) for item in document.expected["actions"])
        is_unsure = any(is_in(text, sentence.text) for text in document.expected.get("possible", []))
        is_to_route = any(evidence in sentence.text for _, evidence in document.recommended)
        if is_ask or not (is_unsure or is_to_route):
            heard = cues.words_in(sentence.text, document.parties, sentence.is_bullet)
            yield Example(document.group, frozenset(cues.cues_in(heard)), is_ask)


def routes(document: Read) -> Iterator[Example]:
    """The mentions of routes of which it is sure whether they are recommended: a draft says under which topic only."""
    topics: dict[str, set[str | None]] = {}
    for item in document.expected["recommendations"]:
        topics.setdefault(item["route"], set()).add(item["topic"])
    labels = {sentence.topic for sentence in document.sentences}
    named = Counter(
        (key, sentence.topic)
        for sentence in document.sentences
        for key in {key for key, _, _ in routes_in(sentence.text)}
    )
    for sentence in document.sentences:
        for key, _, _, heard in cues.route_words_in(sentence.text, document.parties, sentence.is_bullet):
            if sentence.topic in topics.get(key, ()):
                is_read = any(key == route and evidence in sentence.text for route, evidence in document.recommended)
                if named[key, sentence.topic] > 1 and not is_read:
                    continue
            elif not topics.get(key, set()) <= labels:
                continue
            yield Example(document.group, frozenset(cues.cues_in(heard)), sentence.topic in topics.get(key, ()))


TABLES = {
    "ask_cues.tsv": (asks, "a sentence sound like an ask", 4),
    "route_cues.tsv": (routes, "a route sound recommended, requested or planned", 3),
}
"""The examples of each table, what it says, and in how many examples a cue must occur to say something."""


def learn(table: str, data: list[Example], what: str, least: int) -> None:
    seen = Counter(cue for example in data for cue in example.cues)
    vectors = DictVectorizer(dtype=np.float32)
    heard = vectors.fit_transform([{cue: 1 for cue in sorted(example.cues) if seen[cue] >= least} for example in data])
    heard.indices, heard.indptr = heard.indices.astype(np.int32), heard.indptr.astype(np.int32)
    is_so = np.array([example.is_so for example in data])
    groups = np.array([example.group for example in data])
    learner = LogisticRegression(C=1.0, l1_ratio=1, solver="liblinear", max_iter=1000, random_state=0)
    chance = np.zeros(len(is_so))
    for train, test in GroupKFold(10).split(heard, is_so, groups):
        chance[test] = learner.fit(heard[train], is_so[train]).predict_proba(heard[test])[:, 1]
    sys.stdout.write(f"{table}: {len(is_so)} examples, {is_so.sum()} of them so\n")
    for at in (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        loud = chance >= at
        recall, precision = (loud & is_so).sum() / is_so.sum(), (loud & is_so).sum() / loud.sum()
        sys.stdout.write(f"  from {at:.2f}: {recall:.3f} of them are heard, {precision:.3f} of what is heard is so\n")
    learner.fit(heard, is_so)
    weighed = zip(learner.coef_[0], vectors.get_feature_names_out(), strict=True)
    rows = sorted(((round(weight, 2), cue) for weight, cue in weighed if abs(weight) >= 0.005), key=lambda row: (-row[0], row[1]))  # fmt: skip
    lines = [f"{weight:.2f}\t{cue}\n" for weight, cue in [(learner.intercept_[0], ""), *rows]]
    Path(cues.__file__).with_name(table).write_text(HEAD.format(what=what) + "".join(lines), encoding="utf-8")
    sys.stdout.write(f"  {len(rows)} cues\n")


def main() -> None:
    documents = [read(path, expected) for folder in ("first", "fresh") for path, expected in pairs(HERE / folder)]
    for table, (examples, what, least) in TABLES.items():
        learn(table, [example for document in documents for example in examples(document)], what, least)


if __name__ == "__main__":
    main()
