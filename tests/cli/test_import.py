"""The real document: read as its expected draft, kept once, shown whole."""

import json

from tests.conftest import SEED

EXPECTED = json.loads(SEED.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8"))


def test_the_real_document_gives_its_expected_draft(run, store):
    draft = run.json("import", str(SEED), "--dry-run")

    assert draft["meeting"] == EXPECTED["meeting"]
    assert draft["topics"] == EXPECTED["topics"]
    assert [{name: item[name] for name in EXPECTED["actions"][0]} for item in draft["actions"]] == EXPECTED["actions"]
    assert [
        {name: item[name] for name in EXPECTED["recommendations"][0]} for item in draft["recommendations"]
    ] == EXPECTED["recommendations"]
    assert not store.exists()


def test_no_look_alike_of_the_real_document_is_taken(run):
    draft = run.json("import", str(SEED), "--dry-run")

    for look_alike in EXPECTED["not_actions"]:
        for item in [*draft["actions"], *draft["recommendations"]]:
            assert look_alike not in item["evidence"]
            assert item["evidence"] not in look_alike


def test_the_draft_has_the_promised_fields(run):
    draft = run.json("import", str(SEED), "--dry-run")

    assert set(draft) == {"source", "meeting", "topics", "points", "actions", "possible", "recommendations", "doubts"}
    assert set(draft["source"]) == {"file", "sha256"}
    assert set(draft["points"][0]) == {"topic", "speaker", "kind", "text", "line"}
    assert set(draft["actions"][0]) == {"text", "owner", "requested_by", "strength", "due", "topic", "evidence", "line"}
    assert set(draft["recommendations"][0]) == {
        "route",
        "for",
        "recommended_by",
        "strength",
        "topic",
        "evidence",
        "line",
    }


def test_page_break_and_links_are_gone_and_lines_are_right(run):
    draft = run.json("import", str(SEED), "--dry-run")
    texts = [point["text"] for point in draft["points"]]

    assert any("need to standardise regulatory terminology and concepts" in text for text in texts)
    assert not any("](" in text or "\\(" in text for text in texts)
    lines = SEED.read_text(encoding="utf-8").splitlines()
    for item in draft["actions"]:
        assert item["evidence"].split()[0] in lines[item["line"] - 1]


def test_kept_it_is_a_meeting_with_points_actions_and_routes(filled):
    assert [item["key"] for item in filled.json("stakeholder", "list")] == ["ARM", "EMA"]
    meeting = filled.json("meeting", "show", "M1")
    assert (meeting["reference"], meeting["date"]) == ("EMA/158016/2025", "2025-05-08")
    assert [item["happened_on"] for item in filled.json("action", "list")] == ["2025-05-08"] * 5
    assert [item["route"] for item in filled.json("route", "list")] == ["QIG", "ITF", "ACADEMIA", "SME", "ISG"]
    assert {item["kind"] for item in filled.json("stakeholder", "list")} == {"association", "regulator"}


def test_the_same_document_is_kept_once(filled, tmp_path):
    result = filled("import", str(SEED), "--yes")
    assert (result.exit_code, "is M1 already (the same document)" in result.stderr) == (1, True)

    (tmp_path / "again.txt").write_text(SEED.read_text(encoding="utf-8") + "\nOne more line.\n")
    result = filled("import", str(tmp_path / "again.txt"), "--yes")
    assert (result.exit_code, "the same reference, EMA/158016/2025" in result.stderr) == (1, True)
    assert len(filled.json("meeting", "list")) == 1


def test_a_dry_run_reads_a_kept_document_again(filled):
    assert filled("import", str(SEED), "--dry-run").exit_code == 0


def test_an_import_is_one_command_and_one_undo(filled):
    assert filled("undo", "--yes").exit_code == 0

    assert filled.json("meeting", "list") == []
    assert filled.json("action", "list", "--all") == []
    assert filled.json("stakeholder", "list") == []


def test_a_document_comes_from_stdin(run):
    result = run("import", "-", "--yes", input=SEED.read_bytes())

    assert result.exit_code == 0
    assert run.json("meeting", "show", "M1")["source"]["file"] == "stdin"


def test_latin1_and_utf16_are_read_and_said(run, tmp_path):
    text = "1 May 2025\n\nMinutes of a meeting with Société Générale des Thérapies (SGT)\n\n1. Opening\n\nThe SGT was invited to send its données.\n\n2. Close\n\nThanks.\n"
    for encoding, said in (("latin-1", "was read as Latin-1"), ("utf-16", "was read as UTF-16")):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes(text.encode(encoding))

        draft = run.json("import", str(path), "--dry-run")

        assert said in draft["doubts"][0]
        assert "données" in draft["actions"][0]["evidence"]


def test_one_bad_file_does_not_stop_the_others(run, tmp_path):
    (tmp_path / "empty.txt").write_text("")

    result = run("import", str(tmp_path / "empty.txt"), str(SEED), "--yes")

    assert result.exit_code == 1
    assert "empty.txt is empty" in result.stderr
    assert f"read 1 of 2 files; failed: {tmp_path / 'empty.txt'}" in result.stderr
    assert len(run.json("meeting", "list")) == 1


def test_each_item_is_explained(run):
    items = run.json("import", str(SEED), "--dry-run", "--explain")

    assert {"line", "taken_as", "words", "form", "why"} == set(items[0])
    assert sum(item["taken_as"] == "action" for item in items) == 5
    assert all(item["why"] for item in items)
