"""Following actions day after day: waiting, notes, series, dependence, review, urgency."""

import pytest


@pytest.fixture
def two(run):
    """We are ARM. A1 is ours and due in June, A2 is theirs and has no day."""
    run("stakeholder", "add", "ARM", "--kind", "association")
    run("stakeholder", "add", "EMA", "--kind", "regulator")
    run("config", "us", "ARM")
    run("action", "add", "send the data", "--owner", "ARM", "--requested-by", "EMA", "--due", "2025-06-06")
    run("action", "add", "share the draft", "--owner", "EMA", "--strength", "encouraged")
    return run


def on(run, day):
    run.environment.environ = {**run.environment.environ, "ENGTRACK_TODAY": day}
    return run


def ids(run, *words):
    return [item["id"] for item in run.json("action", "list", *words)]


def test_a_waiting_action_says_on_whom_and_until_when_and_sinks(two):
    result = two("action", "wait", "A1", "--for", "ema", "--until", "+2w")

    assert result.stderr == "engtrack: A1: waiting for EMA until 2025-05-23\n"
    assert ids(two) == ["A2", "A1"]
    assert "waiting for EMA until 2025-05-23" in two("action", "list").stdout
    assert [item["id"] for item in two.json("status")["waiting"]] == ["A1"]


def test_a_waiting_action_comes_back_by_itself_on_its_day(two):
    two("action", "wait", "A1", "--until", "2025-05-23")
    on(two, "2025-05-23")

    assert ids(two) == ["A1", "A2"]
    assert "back since 2025-05-23" in two("action", "list").stdout
    assert two.json("status")["waiting"] == []


def test_a_waiting_action_is_reopened_or_done(two):
    two("action", "wait", "A1", "--for", "EMA")
    assert two.json("action", "show", "A1")["waiting_for"] == ["EMA"]
    two("action", "reopen", "A1")
    two("action", "wait", "A1", "--for", "EMA")
    two("action", "done", "A1")

    action = two.json("action", "show", "A1")
    assert (action["status"], action["waiting_for"], action["waiting_until"]) == ("done", [], None)


def test_nobody_waits_until_a_day_that_is_not_to_come(two):
    result = two("action", "wait", "A1", "--until", "today")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'today' is 2025-05-09, which is not to come" in result.stderr


def test_notes_are_dated_and_found(two):
    two("action", "note", "A1", "Ada has the first half", "--on", "yesterday")

    assert two.json("action", "show", "A1")["notes"] == [
        {"on": "2025-05-08", "by": "ada", "text": "Ada has the first half"}
    ]
    assert "Thu 2025-05-08  ada  Ada has the first half" in two("action", "show", "A1").stdout
    assert ids(two, "--search", "first half") == ["A1"]


def test_a_text_comes_from_standard_input(two):
    two("action", "add", "-", "--owner", "ARM", input="a long text\nover two lines\n")

    assert two.json("action", "show", "A3")["text"] == "a long text over two lines"


def test_done_makes_the_next_of_a_series_exactly_once(two):
    two("action", "edit", "A1", "--due", "2025-06-30", "--repeat", "quarterly", "--tag", "Data")
    result = two("action", "done", "A1")

    assert "A3 comes next (every quarter), due Tue 2025-09-30" in result.stderr
    new = two.json("action", "show", "A3")
    assert (new["text"], new["due"], new["continues"], new["tags"]) == ("send the data", "2025-09-30", "A1", ["data"])
    two("action", "reopen", "A1")
    two("action", "done", "A1")
    assert ids(two, "--all") == ["A3", "A2", "A1"]


def test_the_next_of_a_series_goes_with_its_undo(two):
    two("action", "edit", "A1", "--repeat", "every week")
    two("action", "done", "A1")
    two("undo")

    assert ids(two, "--all") == ["A1", "A2"]
    assert two.json("action", "show", "A1")["status"] == "open"


def test_dropping_ends_a_series(two):
    two("action", "edit", "A1", "--repeat", "every month")
    two("action", "drop", "A1", "--reason", "no longer asked for")

    assert ids(two) == ["A2"]


def test_what_comes_again_needs_a_day(two):
    result = two("action", "edit", "A2", "--repeat", "every month")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "what comes again (every month) needs a day to start from; give it one with --due" in result.stderr
    assert two("action", "edit", "A1", "--repeat", "monthly").exit_code == 0
    assert two("action", "edit", "A1", "--due", "none").exit_code == 2


def test_what_depends_on_another_sinks_below_it_until_that_is_done(two):
    two("action", "edit", "A1", "--depends-on", "A2")

    assert "it depends on A2" in two("action", "show", "A1").stdout
    assert "A1 cannot go on without it" in two("action", "show", "A2").stdout
    assert ids(two) == ["A2", "A1"]
    two("action", "done", "A2")
    assert "it depends on" not in two("action", "show", "A1").stdout


def test_a_circle_of_dependence_is_refused_with_its_way_round(two):
    two("action", "edit", "A1", "--depends-on", "A2")

    result = two("action", "edit", "A2", "--depends-on", "A1")
    assert (result.exit_code, result.stderr) == (
        1,
        "engtrack: A2 would depend on itself: A2 → A1 → A2; nothing was changed\n",
    )
    assert two("action", "edit", "A1", "--depends-on", "A1").exit_code == 1
    assert two("action", "edit", "A1", "--depends-on", "none").exit_code == 0


def test_an_ask_without_a_day_comes_up_for_review_and_not_as_overdue(two):
    on(two, "2025-08-07")  # 90 days after it was asked

    assert ids(two, "--to-review") == ["A2"]
    assert ids(two, "--overdue") == ["A1"]
    assert "to review" in two("action", "list").stdout
    two("action", "edit", "A2", "--review-by", "+1m")
    assert ids(two, "--to-review") == []
    on(two, "2025-09-07")
    assert ids(two, "--to-review") == ["A2"]


def test_assignee_tags_and_priority_are_kept_and_filtered_by(two):
    two("action", "edit", "A1", "--assignee", "Ada", "--tag", "#Data", "--tag", "board", "--priority", "low")

    assert two.json("action", "show", "A1")["tags"] == ["data", "board"]
    assert ids(two, "--assignee", "ada") == ["A1"]
    assert ids(two, "--tag", "board") == ["A1"]
    assert ids(two, "--not-tag", "board") == ["A2"]
    two("action", "edit", "A1", "--untag", "board", "--assignee", "none")
    assert two.json("action", "show", "A1")["tags"] == ["data"]
    assert "has no tag 'board'" in two("action", "edit", "A1", "--untag", "board").stderr


def test_show_says_why_it_stands_where_it_stands(two):
    two("action", "edit", "A1", "--priority", "high")
    shown = on(two, "2025-06-08")("action", "show", "A1").stdout

    assert "it is overdue by 2 days" in shown
    assert "it was requested" in shown
    assert "its priority is high" in shown


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--due", "june"], ["A1"]),
        (["--due", "..2025-06-05"], []),
        (["--with", "EMA"], ["A1", "A2"]),
        (["--not-owner", "EMA"], ["A1"]),
        (["--owner", "EMA", "--owner", "ARM"], ["A1", "A2"]),
        (["--strength", "at-least invited"], ["A1"]),
        (["--strength", "encouraged"], ["A2"]),
        (["--status", "done"], []),
        (["--since", "2025-05-09"], ["A1", "A2"]),
        (["--since", "2025-05-09", "--limit", "1"], ["A1"]),
        (["--sort", "id"], ["A1", "A2"]),
        (["--sort", "asked", "--undated"], ["A2"]),
        (["--sort", "owner"], ["A1", "A2"]),
        (["--sort", "strength", "--theirs"], ["A2"]),
    ],
)
def test_more_filters_compose(two, options, expected):
    assert ids(two, *options) == expected


def test_actions_are_chosen_by_meeting_topic_and_route(filled):
    assert ids(filled, "--meeting", "M1", "--topic", "gene editing") == ["A3", "A4"]
    assert ids(filled, "--topic", "2") == ["A1", "A2"]
    assert ids(filled, "--since", "last meeting") == ["A3", "A1", "A2", "A4", "A5"]
    filled("action", "add", "Book the QIG meeting", "--owner", "ARM")
    assert ids(filled, "--route", "qig") == ["A6"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--strength", "firm"], "cannot read 'firm' as a strength"),
        (["--due", "soon"], "cannot read 'soon' as a range of days"),
        (["--sort", "mood"], "mood"),
        (["--owner", "EMEA"], "did you mean EMA?"),
        (["--limit", "0"], "0"),
        (["--since", "last meeting"], "no meeting with a day was held yet"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(two, options, message):
    result = two("action", "list", *options)

    assert result.exit_code in {1, 2, 3}
    assert result.stdout == ""
    assert message in result.stderr


def test_a_month_end_stays_a_month_end_all_through_a_series(two):
    two("action", "add", "report", "--due", "2027-01-31", "--repeat", "every month")
    days = []
    for n in range(3, 7):
        two("action", "done", f"A{n}")
        days.append(two.json("action", "show", f"A{n + 1}")["due"])

    assert days == ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


def test_a_series_that_was_re_dated_goes_on_from_its_new_day(two):
    two("action", "add", "report", "--due", "2027-01-31", "--repeat", "every month")
    two("action", "done", "A3")
    two("action", "edit", "A4", "--due", "2027-03-10")
    two("action", "done", "A4")

    assert two.json("action", "show", "A5")["due"] == "2027-04-10"


def test_undo_cannot_bring_a_second_next_of_a_series(two):
    two("action", "edit", "A1", "--repeat", "every month")
    two("action", "done", "A1")  # 7: A3
    two("undo", "7")
    two("action", "done", "A1")  # 9: A4
    two("action", "reopen", "A1")
    result = two("undo", "8")

    assert result.exit_code == 1
    assert ids(two) == ["A1", "A4", "A2"]


def test_undo_cannot_bring_a_circle_of_dependence(two):
    two("action", "edit", "A1", "--depends-on", "A2")  # 6
    two("action", "edit", "A1", "--depends-on", "none")  # 7
    two("action", "edit", "A2", "--depends-on", "A1")  # 8
    result = two("undo", "7")

    assert result.exit_code == 1
    assert "A1 would depend on itself: A1 → A2 → A1" in result.stderr


def test_a_tag_is_taken_away_as_it_is_given(two):
    two("action", "edit", "A1", "--tag", "#foo")
    assert two("action", "edit", "A1", "--untag", "#foo").exit_code == 0


def test_a_closed_standard_input_is_said(two, monkeypatch):
    monkeypatch.setattr("engtrack.cli.environment.sys.stdin", None)
    result = two.environment.can_ask

    assert result is False


@pytest.mark.parametrize("columns", ["99999999999999999999", "2147483648", "0", "x", "-3"])
def test_a_screen_of_no_sensible_width_is_none_or_a_wide_one(two, columns):
    result = two("action", "list", env={"COLUMNS": columns})

    assert result.exit_code == 0
    assert "send the data" in result.stdout


def test_a_history_without_an_entry_says_so(run):
    assert "no change was found" in run("history").stdout + run("history").stderr
