"""Reports that people hand to each other: minutes, positions, changes, timeline, and how it stood on a day."""

import datetime as dt
import re

import pytest


@pytest.fixture
def year(filled):
    """We are ARM. A second meeting in September, at which EMA said something else, and ARM the same again."""
    filled("config", "us", "ARM")
    filled("action", "add", "Send the data", "--owner", "ARM", "--due", "2025-06-01")
    return filled


def later(run, day, moment=None):

    run.environment.environ = {**run.environment.environ, "ENGTRACK_TODAY": day}
    at = dt.datetime.fromisoformat(moment or f"{day}T10:00:00+00:00")
    run.environment.now = lambda: at
    return run


def test_minutes_have_the_form_of_published_highlights(filled):
    text = filled("report", "minutes", "M1").stdout

    assert text.startswith("Highlights – 2nd EMA - Alliance for Regenerative Medicine bilateral meeting\n")
    assert "Date: 8 May 2025\nReference: EMA/158016/2025\n" in text
    assert "\n5. Platform technologies for gene editing\nARM work in promoting discussion" in text
    assert (
        "\nFollow-up by both sides\n- Keep an open dialogue and collaboration on this topic (agreed, topic 5; A3)\n"
        in text
    )
    assert "- QIG for ARM (encouraged; R1)" in text


def test_positions_say_who_said_what_and_whether_it_moved(run):
    run("stakeholder", "add", "EMA")
    for n, (day, words) in enumerate(
        [
            ("2025-01-10", "Platform status is not foreseen in the law."),
            ("2025-05-08", "Platform status is not foreseen in the law, EMA repeated."),
            ("2025-05-09", "A pilot on platform status will start in autumn."),
        ],
        start=1,
    ):
        run("meeting", "add", f"bilateral {n}", "--date", day, "--with", "EMA")
        run.environment.register.change(
            lambda change, n=n, words=words: change.add(
                __import__("engtrack.model", fromlist=["Point"]).Point, meeting=f"M{n}", speaker=("EMA",), text=words
            ),
            run.environment.author(),
        )
    found = run.json("report", "positions", "--topic", "platform status")

    assert [(item["on"], item["moved"]) for item in found] == [
        ("2025-01-10", "first"),
        ("2025-05-08", "again"),
        ("2025-05-09", "moved"),
    ]
    assert "nothing was said on unicorns" in run("report", "positions", "--topic", "unicorns").stdout


def test_changes_say_what_is_new_closed_and_slipped_since_a_day(year):
    later(year, "2025-05-20")
    year("action", "edit", "A6", "--due", "2025-06-15", "--reason", "the partner is late")
    year("action", "done", "A1")
    year("action", "add", "new one")
    year("route", "advance", "R1", "requested")
    year("meeting", "add", "3rd", "--date", "2025-11-03")
    changes = year.json("report", "changes", "--since", "2025-05-20")

    assert [item["id"] for item in changes["new"]] == ["A7"]
    assert [(item["id"], item["now"]) for item in changes["closed"]] == [("A1", "done")]
    assert [(item["was"], item["now"], item["reason"]) for item in changes["slipped"]] == [
        ("2025-06-01", "2025-06-15", "the partner is late")
    ]
    assert [(item["id"], item["now"]) for item in changes["routes"]] == [("R1", "requested")]
    assert [item["id"] for item in changes["meetings"]] == ["M2"]
    assert changes["redated"] == changes["reopened"] == []


def test_the_last_report_is_remembered_only_when_it_is_marked(year):
    refused = year("report", "changes")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "no report was marked as the last one yet" in refused.stderr
    assert year("report", "changes", "--since", "M1", "--mark").exit_code == 0
    later(year, "2025-05-20")
    year("action", "done", "A2")

    assert [item["id"] for item in year.json("report", "changes")["closed"]] == ["A2"]
    assert year.json("report", "changes")["new"] == []


def test_the_timeline_is_in_the_order_of_days_with_today_in_it(year):
    found = year.json("report", "timeline", "--days", "2025-05-01..2025-06-30")

    assert [item["day"] for item in found] == sorted(item["day"] for item in found)
    assert {"day": "2025-06-01", "id": "A6", "kind": "due", "text": "ARM: Send the data", "is_late": False} in found
    drawn = year("report", "timeline", env={"COLUMNS": "60"}).stdout
    assert "today" in drawn


def test_a_report_as_of_a_day_is_what_the_register_said_then(year):
    later(year, "2025-05-20")
    year("action", "done", "A6", "--on", "2025-05-20")
    now, then = year.json("status"), year.json("status", "--as-of", "2025-05-09")

    assert (now["counts"]["open actions"], then["counts"]["open actions"]) == (5, 6)
    assert then["as_of"] == "2025-05-09"
    assert year.json("status", "--as-of", "2025-05-08")["counts"]["meetings"] == 0
    assert year("status", "--as-of", "2025-06-01").exit_code == 2


def test_the_status_has_trend_age_silence_and_take_up(year):
    later(year, "2025-08-20")
    year("action", "done", "A6", "--on", "2025-08-19")
    status = year.json("status")

    assert len(status["weeks"]) == 12
    assert status["weeks"][-1] == {"monday": "2025-08-18", "opened": 0, "closed": 1, "open": 5}
    assert status["ages"] == [
        {"days": 30, "count": 0},
        {"days": 90, "count": 0},
        {"days": 180, "count": 5},
        {"days": None, "count": 0},
    ]
    assert status["take_up"]["recommended"] == 5
    drawn = year("status", env={"COLUMNS": "80"}).stdout
    assert "▁" in drawn
    assert "Taken up" in drawn


def test_the_open_ones_of_each_week_are_those_asked_and_not_yet_closed(run):
    run("action", "add", "old", "--asked", "2024-01-05")
    run("action", "add", "new", "--asked", "2025-05-06")
    run("action", "done", "A1", "--on", "2025-05-07")
    weeks = run.json("status")["weeks"]

    assert [week["open"] for week in weeks[-2:]] == [1, 1]
    assert (weeks[-1]["opened"], weeks[-1]["closed"]) == (1, 1)


def test_what_was_asked_of_somebody_is_said_by_who_asked(filled):
    found = filled.json("report", "positions", "--topic", "Industry Standing Group")

    assert [item["speaker"] for item in found] == [["EMA"]]


@pytest.mark.parametrize(
    "words",
    [["positions", "--topic", "platform"], ["timeline"], ["routes"], ["minutes", "M1"], ["changes", "--since", "M1"]],
)
def test_every_report_has_a_csv_and_a_narrow_form(filled, words):
    assert filled("report", *words, "--format", "csv").exit_code == 0
    narrow = filled("report", *words, env={"COLUMNS": "40"})
    assert narrow.exit_code == 0
    assert max(map(len, narrow.stdout.splitlines())) <= 40


def test_nothing_falls_between_a_mark_and_what_comes_after_it(year):
    assert year("report", "changes", "--mark").exit_code == 0
    year("action", "done", "A2")  # in the same second

    assert [item["id"] for item in year.json("report", "changes")["closed"]] == ["A2"]


def test_minutes_of_a_meeting_that_is_to_come_say_so(year):
    year("meeting", "add", "3rd", "--date", "2025-11-03")

    assert "M2 is planned: it was not held" in year("report", "minutes", "M2").stderr


def test_the_picture_of_a_timeline_has_a_line_a_kind_and_one_dot_for_what_would_cover_each_other(year):
    from engtrack.layout import Mark, Report, Timeline, Tone
    from engtrack.render.html import html_page

    days = [dt.date(2025, 1, 1), *[dt.date(2025, 6, 2)] * 20, dt.date(2025, 12, 31)]
    marks = [Mark(day, "due", "due", f"A{n} text", Tone.LATE if n == 7 else Tone.PLAIN) for n, day in enumerate(days)]
    marks.append(Mark(dt.date(2025, 6, 2), "meetings", "meeting held", "M1 <b>"))
    page = html_page(Report("Timeline", (), (Timeline("Days", tuple(marks), dt.date(2025, 5, 9)),)))

    dots = re.findall(r'<circle class="mark (\w+)" .*?<title>(.*?)</title>', page)
    assert [tone for tone, _ in dots] == ["plain", "late", "plain", "plain"]
    assert dots[1][1].endswith("; and 12 more")
    assert dots[3][1] == "2025-06-02 meeting held: M1 &lt;b&gt;"
