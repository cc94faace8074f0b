"""Whole outputs, compared with ones that were looked at: `ENGTRACK_GOLDEN=write pytest tests/test_golden.py` writes them anew, to be looked at again."""

import os
from pathlib import Path

import pytest

WRITE = os.environ.get("ENGTRACK_GOLDEN") == "write"
GOLDEN = Path(__file__).parent / "golden"
OUTPUTS = {
    "status.txt": ["status"],
    "status.md": ["status"],
    "status.html": ["status"],
    "status.csv": ["status"],
    "minutes.md": ["report", "minutes", "M1"],
    "briefing.md": ["report", "briefing", "EMA"],
    "positions.md": ["report", "positions", "--topic", "platform"],
    "changes.md": ["report", "changes", "--since", "2025-05-01"],
    "timeline.html": ["report", "timeline"],
    "routes.txt": ["report", "routes"],
}


@pytest.fixture
def scene(filled):
    """The real document, and a few weeks of work on it, seen from the end of August."""
    filled("config", "us", "ARM")
    filled("action", "add", "Send the pipeline data", "--owner", "ARM", "--requested-by", "EMA", "--due", "2025-06-06")
    filled(
        "action", "add", "Share the pilot criteria", "--owner", "EMA", "--requested-by", "ARM", "--due", "2025-09-05"
    )
    filled("action", "done", "A1", "--on", "2025-05-09", "--outcome", "sent")
    filled("meeting", "add", "3rd bilateral", "--with", "EMA", "--with", "ARM", "--date", "2025-11-03")
    filled("route", "advance", "R1", "requested", "--on", "2025-05-09")
    filled.environment.environ = {**filled.environment.environ, "ENGTRACK_TODAY": "2025-08-29"}
    return filled


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_report_is_as_it_was_when_it_was_looked_at(scene, name, tmp_path, store):
    path = tmp_path / name
    assert scene(*OUTPUTS[name], "--output", str(path)).exit_code == 0
    text = (
        path.read_text(encoding="utf-8").replace(str(store).replace("_", "\\_"), "STORE").replace(str(store), "STORE")
    )

    golden = GOLDEN / name
    if WRITE:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
