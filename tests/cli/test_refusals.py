"""Every refusal: a sentence that quotes what it refuses, the right exit code, nothing on stdout, nothing changed."""

import os

import pytest


@pytest.fixture
def one(run):
    """A register with a stakeholder, a meeting and an action."""
    run("stakeholder", "add", "ARM", "--name", "Alliance for Regenerative Medicine")
    run("meeting", "add", "1st bilateral", "--date", "2025-05-08", "--topic", "Pipeline")
    run("action", "add", "send the data", "--owner", "ARM")
    return run


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["action", "done", "9"], 3, "engtrack: there is no action A9"),
        (["action", "show", "M1"], 2, "engtrack: cannot read 'M1' as an action; try A1"),
        (["action", "add", "x", "--owner", "AMR"], 3, "engtrack: there is no stakeholder AMR; did you mean ARM?; engtrack stakeholder add KEY --name NAME adds one"),
        (["action", "add", "x", "--due", "31 feb"], 2, "engtrack: cannot read '31 feb' as a date; try 2026-03-14, 14 March, friday, +2w, eom or Q3 2026"),
        (["action", "add", "  "], 2, "engtrack: the text of the action is empty; it takes a few words"),
        (["action", "add", "x", "--meeting", "M7"], 3, "engtrack: there is no meeting M7"),
        (["action", "add", "x", "--meeting", "M1", "--topic", "9"], 2, "engtrack: M1 has no topic '9'; its topics are: 1"),
        (["action", "reopen", "A1"], 1, "engtrack: A1 is open already"),
        (["stakeholder", "add", "arm"], 1, "engtrack: 'arm' is taken: it names ARM (Alliance for Regenerative Medicine)"),
        (["stakeholder", "add", "a,b"], 2, "engtrack: cannot keep 'a,b' as key"),
        (["stakeholder", "show", "EMA"], 3, "engtrack: there is no stakeholder EMA"),
        (["route", "add", "QIC", "--for", "ARM"], 3, "engtrack: there is no route QIC; did you mean QIG?; engtrack route catalogue lists them"),
        (["config", "colour", "red"], 2, "engtrack: there is no setting 'colour'; the settings are: us, date-order, review-after, due-soon"),
        (["config", "due-soon", "many"], 2, "engtrack: cannot read 'many' as a number of days; try 14 (1 to 365)"),
        (["config", "date-order", "ymd"], 2, "engtrack: cannot read 'ymd' as a date order; it is dmy (3 April) or mdy (4 March)"),
        (["undo", "99"], 3, "engtrack: there is no command 99; engtrack history lists them"),
        (["undo", "A99"], 2, "engtrack: cannot read 'A99' as the number of a command, like 12; engtrack history A99 shows which commands changed it"),
        (["undo", "lots"], 2, "engtrack: cannot read 'lots' as the number of a command, like 12; engtrack history lists them"),
        (["history", "A77"], 3, "engtrack: there is no record A77; engtrack history lists all that happened"),
        (["--today", "someday", "status"], 2, "engtrack: cannot read 'someday' as a date"),
        (["--by", " ", "action", "add", "x"], 2, "engtrack: --by is empty; it takes a few words"),
        (["store", "accept", "--reason", "x"], 1, "engtrack: there is nothing to accept"),
        (["import", "nowhere.txt", "--yes"], 1, "engtrack: there is no file 'nowhere.txt'"),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_and_a_number_and_changes_nothing(one, words, code, sentence):
    before = one.content()

    result = one(*words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(sentence), result.stderr
    assert result.stderr.count("\n") == 1
    assert one.content() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["actoin", "list"], "there is no command 'actoin'; did you mean action?"),
        (["action", "dnoe", "A1"], "there is no command 'dnoe'; did you mean done?"),
        (["s", "list"], "there is no command 's'; did you mean status or search or stakeholder or store?"),
        (["action", "list", "--ovredue"], "No such option: --ovredue"),
        (["action", "add", "x", "--strength", "strong"], "'strong' is not one of 'committed', 'agreed'"),
        (["action", "list", "--format", "xml"], "'xml' is not one of 'table', 'json', 'csv', 'md'"),
        (["action", "add", "x", "--topic", "1"], "a topic belongs to a meeting; say which with --meeting"),
    ],
)
def test_wrong_usage_is_said_with_the_nearest(one, words, sentence):
    result = one(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"   \n\n ", "is empty"),
        (bytes(range(256)) * 20, "is not a text"),
        (b"%PDF-1.4 garbage", "is a PDF that cannot be read"),
        (b"PK\x03\x04 garbage", "is damaged"),
    ],
)
def test_a_file_that_holds_no_text_is_refused(run, tmp_path, store, content, sentence):
    (tmp_path / "minutes.txt").write_bytes(content)

    result = run("import", str(tmp_path / "minutes.txt"), "--yes")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "minutes.txt" in result.stderr
    assert sentence in result.stderr
    assert not store.exists()


def test_a_folder_is_refused_as_a_file(run, tmp_path):
    result = run("import", str(tmp_path), "--yes")

    assert result.exit_code == 1
    assert "is a folder; name the files in it" in result.stderr


@pytest.mark.files
def test_a_register_that_is_not_json_is_refused_and_left_alone(run, store):
    store.write_text("{broken")

    result = run("action", "add", "x")

    assert (result.exit_code, result.stdout) == (4, "")
    assert f"engtrack: {store} is not a register" in result.stderr
    assert store.read_text() == "{broken"


@pytest.mark.files
def test_a_register_that_is_a_folder_is_refused(run, store):
    store.mkdir()

    result = run("status")

    assert result.exit_code == 4
    assert "cannot be read: Is a directory" in result.stderr


def test_a_register_in_a_place_that_cannot_be_made_is_refused(run, tmp_path):
    (tmp_path / "file").write_text("not a folder")

    result = run("--store", str(tmp_path / "file" / "engtrack.json"), "action", "add", "x")

    assert result.exit_code == 4
    assert "nothing was changed" in result.stderr


def test_a_date_with_two_readings_is_settled_by_the_setting(run):
    refused = run("action", "add", "x", "--due", "03/04/2026")
    assert refused.exit_code == 2
    assert "has two readings, Fri 2026-04-03 or Wed 2026-03-04" in refused.stderr

    run("config", "date-order", "mdy")

    assert "due Wed 2026-03-04" in run("action", "add", "x", "--due", "03/04/2026").stderr


def test_a_name_that_is_no_text_is_refused(run):
    result = run("action", "add", os.fsdecode(b"caf\xe9"))

    assert result.exit_code == 2
    assert "is not readable text (UTF-8)" in result.stderr


def test_import_without_anybody_to_ask_keeps_nothing(run, store, tmp_path):
    (tmp_path / "minutes.txt").write_text("1 May 2025\n\nMinutes of a meeting\n\nThe EMA will send the data.\n")

    result = run("import", str(tmp_path / "minutes.txt"))

    assert result.exit_code == 1
    assert "--yes keeps it, --dry-run only shows it" in result.stderr
    assert not store.exists()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.symlink_to(path), "is no place for a register"),
        (lambda path: os.mkfifo(path), "is no file; name one with --store"),
        (lambda path: path.write_bytes(b"[" * 100_000), "is not a register"),
        (
            lambda path: path.write_bytes(b'{"register":{"1":{"schema":1,"id":"\xff"}},"config":{"1":{}}}'),
            "cannot be read",
        ),
    ],
    ids=["symlink loop", "pipe", "nested", "not utf-8"],
)
def test_an_odd_thing_in_the_place_of_the_register_is_refused(run, tmp_path, make, sentence):
    path = tmp_path / "odd.json"
    make(path)

    for words in (["action", "list"], ["action", "add", "x"], ["status"]):
        result = run("--store", str(path), *words)
        assert result.exit_code == 4
        assert sentence in result.stderr or "is not a register" in result.stderr
