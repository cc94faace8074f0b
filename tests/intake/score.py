"""Score the reader against hand-written drafts: `python tests/intake/score.py [-v] FOLDER...`.

Actions and recommendations are matched one to one: an action by owner and overlapping evidence, a recommendation
by route and for whom. Strength and due day are counted over the matched actions.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from engtrack.intake.documents import read_document
from engtrack.intake.draft import read_draft

HERE = Path(__file__).parent


def pairs(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each document with its expected draft."""
    for expected in sorted(folder.glob("*.expected.json")):
        stem = expected.name.removesuffix(".expected.json")
        document = next(path for path in folder.glob(f"{stem}.*") if path != expected)
        yield document, json.loads(expected.read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def overlap(first: str, second: str) -> float:
    """The share of the shorter evidence's words that the other has too."""
    one, two = set(words(first)), set(words(second))
    return len(one & two) / max(1, min(len(one), len(two)))


class Score:
    """Counts over documents, and the misses in words."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}
        self.misses: list[str] = []

    def add(self, what: str, good: int, all_: int) -> None:
        count = self.counts.setdefault(what, [0, 0])
        count[0] += good
        count[1] += all_

    def rate(self, what: str) -> float:
        good, all_ = self.counts.get(what, [0, 0])
        return good / all_ if all_ else 1.0

    def f1(self, what: str) -> float:
        precision, recall = self.rate(f"{what} precision"), self.rate(f"{what} recall")
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score_document(path: Path, expected: dict[str, Any], score: Score) -> None:
    draft = msgspec.to_builtins(read_draft(read_document(path.read_bytes(), path.name)).draft)
    miss = lambda text: score.misses.append(f"{path.name}: {text}")  # noqa: E731
    for what in ("date", "document_date", "reference", "kind", "next_meeting"):
        got_value, want_value = (
            (meeting[what] or "").replace("\u2011", "-") for meeting in (draft["meeting"], expected["meeting"])
        )
        same = got_value == want_value
        score.add(what, same, 1)
        if not same:
            miss(f"{what}: {draft['meeting'][what]!r}, expected {expected['meeting'][what]!r}")
    got = {item["key"] for item in draft["meeting"]["stakeholders"]}
    want = {item["key"] for item in expected["meeting"]["stakeholders"]}
    score.add("stakeholders", len(got & want), len(got | want))
    if got != want:
        miss(f"stakeholders: {sorted(got)}, expected {sorted(want)}")
    got_topics = [(item["number"], item["title"]) for item in draft["topics"]]
    want_topics = [(item["number"], item["title"]) for item in expected["topics"]]
    score.add("topics", len(set(got_topics) & set(want_topics)), len(set(got_topics) | set(want_topics)))
    for topic in sorted(set(got_topics) ^ set(want_topics), key=str):
        miss(f"topic {'extra' if topic in got_topics else 'missing'}: {topic}")
    score_actions(draft, expected, score, miss)
    got_routes = {(item["route"], tuple(sorted(item["for"]))) for item in draft["recommendations"]}
    want_routes = {(item["route"], tuple(sorted(item["for"]))) for item in expected["recommendations"]}
    score.add("routes precision", len(got_routes & want_routes), len(got_routes))
    score.add("routes recall", len(got_routes & want_routes), len(want_routes))
    for route in sorted(got_routes ^ want_routes):
        miss(f"route {'extra' if route in got_routes else 'missing'}: {route}")


def score_actions(draft: dict[str, Any], expected: dict[str, Any], score: Score, miss: Any) -> None:
    left = list(draft["actions"])
    possible = list(draft["possible"])
    matched = found = 0
    for want in expected["actions"]:
        same = [a for a in left if overlap(a["evidence"], want["evidence"]) >= 0.6]
        best = next((a for a in same if sorted(a["owner"]) == sorted(want["owner"])), None)
        if best is None:
            miss(
                f"action {'owner ' + str(same[0]['owner']) if same else 'missing'}: {want['owner']} {want['evidence']}"
            )
            found += bool(same) or any(overlap(a["evidence"], want["evidence"]) >= 0.6 for a in possible)
            continue
        left.remove(best)
        matched += 1
        found += 1
        for what in ("strength", "due"):
            score.add(what, best[what] == want[what], 1)
            if best[what] != want[what]:
                miss(f"{what} {best[what]}, expected {want[what]}: {want['evidence']}")
        score.add("action topic", best["topic"] == want["topic"], 1)
        score.add("requested by", sorted(best["requested_by"]) == sorted(want["requested_by"]), 1)
        if sorted(best["requested_by"]) != sorted(want["requested_by"]):
            miss(f"requested by {best['requested_by']}, expected {want['requested_by']}: {want['evidence']}")
        if best["topic"] != want["topic"]:
            miss(f"topic {best['topic']}, expected {want['topic']}: {want['evidence']}")
    may = expected.get("possible", [])
    extra = [a for a in left if not any(overlap(a["evidence"], text) >= 0.6 for text in may)]
    score.add("actions precision", matched, matched + len(extra))
    score.add("actions recall", matched, len(expected["actions"]))
    score.add("asks found", found, len(expected["actions"]))
    for action in extra:
        miss(f"action extra: {action['owner']} {action['evidence']}")
    taken = [text for text in expected["not_actions"] if any(overlap(a["evidence"], text) >= 0.8 for a in extra)]
    score.add("look-alikes taken", len(taken), len(expected["not_actions"]))


def report(folders: list[Path], verbose: bool) -> dict[str, float]:
    """Print the figures of all documents in *folders*, and return them."""
    score = Score()
    number = 0
    for folder in folders:
        for path, expected in pairs(folder):
            score_document(path, expected, score)
            number += 1
    figures = {"actions F1": score.f1("actions"), "recommendations F1": score.f1("routes")}
    figures |= {what: score.rate(what) for what in score.counts if what not in figures}
    sys.stdout.write(f"{number} documents in {', '.join(folder.name for folder in folders)}\n")
    for what, figure in figures.items():
        good, all_ = score.counts.get(what, ["", ""])
        sys.stdout.write(f"  {what:22} {figure:6.3f}  {f'{good}/{all_}' if all_ else ''}\n")
    if verbose:
        sys.stdout.write("\n".join(score.misses) + "\n")
    return figures


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "-v"]
    report([Path(argument) for argument in arguments] or [HERE / "first", HERE / "fresh"], "-v" in sys.argv)
