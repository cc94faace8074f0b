"""The daily jobs, as they are typed: log, list, show, close, report."""

import json

import pytest


def test_an_empty_register_says_what_to_type_first(run, store, address):
    result = run()

    assert result.exit_code == 0
    assert f"{address} holds nothing yet. Type one of:" in result.stdout
    assert "engtrack import FILE" in result.stdout
    assert not store.exists()


def test_logging_an_action_says_the_day_back_and_prints_the_record(run):
    run("stakeholder", "add", "ARM")

    result = run("action", "add", "Send the pipeline data", "--owner", "arm", "--due", "+2w")

    assert result.exit_code == 0
    assert result.stderr == "engtrack: added A1, due Fri 2025-05-23\n"
    assert result.stdout.splitlines()[1].split("  ")[0] == "A1"
    assert "Send the pipeline data" in result.stdout


def test_the_record_that_was_made_is_whole_as_json(run):
    run("stakeholder", "add", "ARM")

    record = run.json(
        "action", "add", "Send the data", "--owner", "ARM", "--due", "2025-06-06", "--strength", "invited"
    )

    assert record == {
        "id": "A1",
        "text": "Send the data",
        "owner": ["ARM"],
        "requested_by": [],
        "strength": "invited",
        "status": "open",
        "due": "2025-06-06",
        "meeting": None,
        "topic": None,
        "evidence": None,
        "line": None,
        "happened_on": "2025-05-09",
        "closed_on": None,
        "outcome": None,
        "entered_at": "2025-05-09T10:00:00Z",
        "review_by": None,
        "priority": "normal",
        "assignee": None,
        "tags": [],
        "depends_on": [],
        "waiting_for": [],
        "waiting_until": None,
        "repeat": None,
        "continues": None,
        "recommendation": None,
        "notes": [],
    }


@pytest.fixture
def three(run):
    """Three actions: due late, due soon, undated; the last one closed would be A3."""
    run("stakeholder", "add", "ARM")
    run("stakeholder", "add", "EMA", "--kind", "regulator")
    run("action", "add", "undated ask", "--owner", "EMA", "--strength", "encouraged")
    run("action", "add", "due in June", "--owner", "ARM", "--due", "2025-06-06")
    run("action", "add", "due in May", "--owner", "ARM", "--owner", "EMA", "--due", "2025-05-12")
    return run


def ids(run, *words):
    return [item["id"] for item in run.json("action", "list", *words)]


def test_the_list_is_soonest_first_and_undated_after(three):
    assert ids(three) == ["A3", "A2", "A1"]


def test_closed_actions_leave_the_list_and_stay_in_all(three):
    three("action", "done", "A3", "2")

    assert ids(three) == ["A1"]
    assert ids(three, "--all") == ["A1", "A3", "A2"]


def test_the_list_is_narrowed_by_owner_and_by_lateness(three):
    assert ids(three, "--owner", "EMA") == ["A3", "A1"]
    assert [item["id"] for item in three.json("action", "list", "--overdue")] == []
    three.environment.environ = {**three.environment.environ, "ENGTRACK_TODAY": "2025-05-13"}
    assert ids(three, "--overdue") == ["A3"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--ours"], ["A2"]),
        (["--theirs"], ["A1"]),
        (["--joint"], ["A3"]),
        (["--ours", "--joint"], ["A3", "A2"]),
        (["--undated"], ["A1"]),
        (["--search", "DUE in"], ["A3", "A2"]),
        (["--search", "jüne"], ["A2"]),  # neither case nor accents matter
        (["--search", "due", "--owner", "EMA"], ["A3"]),
        (["--search", "nothing like it"], []),
    ],
)
def test_filters_compose(three, options, expected):
    three("config", "us", "ARM")

    assert ids(three, *options) == expected


def test_ours_needs_to_know_whose_register_it_is(three):
    result = three("action", "list", "--ours")

    assert (result.exit_code, result.stderr) == (
        1,
        "engtrack: it is not said whose register this is; engtrack config us KEY says it\n",
    )


def test_an_action_is_closed_on_a_day_with_an_outcome_and_a_reason(three):
    result = three(
        "action", "done", "a1", "--on", "yesterday", "--outcome", "it came up in a call", "--reason", "superseded"
    )

    assert result.exit_code == 0
    closed = three.json("action", "show", "A1")
    assert (closed["status"], closed["closed_on"], closed["outcome"]) == ("done", "2025-05-08", "it came up in a call")
    (entry, *_) = three.json("history", "A1")[::-1]
    assert entry["reason"] == "superseded"


def test_an_action_is_redated_with_a_reason_that_the_history_keeps(three):
    result = three("action", "edit", "A2", "--due", "+1w", "--reason", "EMA asked for time")

    assert "changed A2, due Fri 2025-05-16" in result.stderr
    entry = three.json("history", "A2")[-1]
    assert entry["changes"]["A2"] == {"was": {"due": "2025-06-06"}, "now": {"due": "2025-05-16"}}
    assert entry["reason"] == "EMA asked for time"
    assert three("action", "edit", "A2", "--due", "none").exit_code == 0
    assert three.json("action", "show", "A2")["due"] is None


def test_an_edit_of_nothing_is_refused(three):
    result = three("action", "edit", "A2")

    assert result.exit_code == 2
    assert "there is nothing to change; name at least one of --due" in result.stderr


def test_what_happened_is_never_to_come(three):
    result = three("action", "done", "A1", "--on", "2025-12-01")

    assert result.exit_code == 2
    assert "'2025-12-01' is Mon 2025-12-01, which is still to come; today is Fri 2025-05-09" in result.stderr
    assert three("action", "done", "A1", "--on", "thursday").exit_code == 0
    assert three.json("action", "show", "A1")["closed_on"] == "2025-05-08"


def test_joint_owners_may_be_typed_with_a_comma(three):
    record = three.json("action", "add", "draft a paper", "--owner", "ARM,EMA")

    assert (record["owner"], record["strength"]) == (["ARM", "EMA"], "agreed")


def test_store_and_today_may_be_typed_after_the_command(three, store):
    assert three("action", "list", "--overdue", "--today", "2025-05-13").stdout.splitlines()[1].startswith("A3")
    assert three("--store", "/nowhere/x.json", "action", "list", "--store", str(store)).exit_code == 0


def test_bulk_closing_is_wholly_done_or_not_at_all(three):
    result = three("action", "done", "A1", "A9")

    assert (result.exit_code, result.stderr) == (3, "engtrack: there is no action A9\n")
    assert ids(three) == ["A3", "A2", "A1"]


def test_undo_shows_without_doing_and_does(three):
    three("action", "done", "A1")

    assert "nothing was changed" in three("undo", "--dry-run").stderr
    assert ids(three) == ["A3", "A2"]
    assert three("undo", "--yes").exit_code == 0
    assert ids(three) == ["A3", "A2", "A1"]


@pytest.mark.files
def test_history_is_filtered_by_who_and_since(three):
    three("--by", "bob", "action", "done", "A1")

    assert [entry["command"] for entry in three.json("history", "--by", "bob")] == ["action done"]
    assert len(three.json("history", "--since", "today")) == 6
    assert three("history", "--since", "tomorrow").exit_code == 2
    assert len(three.json("history")) == 6


def test_a_meeting_is_recorded_with_topics_and_its_actions_belong_to_it(three):
    three(
        "meeting",
        "add",
        "1st bilateral",
        "--date",
        "2025-05-08",
        "--with",
        "EMA",
        "--with",
        "ARM",
        "--topic",
        "Pipeline",
    )
    three("action", "add", "share figures", "--owner", "ARM", "--meeting", "m1", "--topic", "pipeline")

    (meeting,) = three.json("meeting", "list")
    assert (meeting["status"], meeting["topics"]) == ("held", [{"number": "1", "title": "Pipeline"}])
    assert ids(three, "--meeting", "M1") == ["A4"]
    action = three.json("action", "show", "A4")
    assert (action["topic"], action["happened_on"]) == ("1", "2025-05-08")


def test_a_meeting_to_come_is_planned(run):
    run("meeting", "add", "2nd bilateral", "--date", "2026-05-08")

    assert run.json("meeting", "list")[0]["status"] == "planned"


def test_a_route_is_recorded_for_someone(three):
    assert (
        three("route", "add", "qig", "--for", "ARM", "--recommended-by", "EMA", "--because", "novel device").exit_code
        == 0
    )

    (item,) = three.json("route", "list", "--for", "arm")
    assert (item["route"], item["for"], item["recommended_by"], item["status"]) == (
        "QIG",
        ["ARM"],
        ["EMA"],
        "recommended",
    )


def test_the_settings_are_shown_set_and_taken_away(three):
    assert three("config", "us", "arm").exit_code == 0
    assert three("config", "us").stdout == "ARM\n"
    assert three("config", "due-soon", "30").exit_code == 0
    assert three.json("config")["due-soon"] == 30
    assert three("config", "us", "none").exit_code == 0
    assert three("config", "us").stdout == "\n"


def test_a_command_may_be_shortened_where_that_is_clear(three):
    assert json.loads(three("a", "l", "-f", "json").stdout) == three.json("action", "list")


def test_global_options_choose_register_day_and_author(run, tmp_path):
    other = tmp_path / "elsewhere" / "register.json"
    result = run(
        "--store", str(other), "--today", "2025-12-01", "--by", "bob", "action", "add", "ask", "--due", "tomorrow"
    )

    assert "due Tue 2025-12-02" in result.stderr
    assert '"by":"bob"' in other.with_name("register.json.journal").read_text()


def test_the_nearest_register_above_is_used(run, tmp_path):
    (tmp_path / "project" / "deep").mkdir(parents=True)
    run("--store", str(tmp_path / "project" / "engtrack.json"), "action", "add", "in the project")
    run.environment.environ = {"ENGTRACK_USER": "ada"}
    run.environment.cwd = lambda: tmp_path / "project" / "deep"

    assert [item["text"] for item in run.json("action", "list")] == ["in the project"]


def test_without_any_register_the_data_folder_is_used(run, tmp_path):
    run.environment.environ = {"ENGTRACK_USER": "ada", "XDG_DATA_HOME": str(tmp_path / "data")}
    run.environment.cwd = lambda: tmp_path

    assert run("store", "path").stdout == f"{tmp_path}/data/engtrack/engtrack.json\n"
