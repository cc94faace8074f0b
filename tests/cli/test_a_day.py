"""A policy officer's day, as it is typed: each step one short command with the answer that one wants."""


def test_a_scripted_day(filled):
    def said(*words, code=0):
        result = filled(*words)
        assert result.exit_code == code, result.stderr
        return result

    def ids(*words):
        return [item["id"] for item in filled.json("action", "list", *words)]

    said("config", "us", "ARM")
    for n in range(10):
        said("action", "add", f"follow-up {n}", "-o", "ARM" if n % 2 else "EMA", "-d", f"+{n + 1}d", "-m", "M1")
    assert ids("--search", "follow-up", "--sort", "due") == [f"A{n}" for n in range(6, 16)]

    said("action", "done", "A6", "A7", "A8", "A9", "A10", "--outcome", "done in the call")
    assert ids("--search", "follow-up", "--sort", "due") == ["A11", "A12", "A13", "A14", "A15"]

    result = said("action", "edit", "A11", "A12", "--due", "next friday", "--reason", "the draft is late")
    assert result.stderr == "engtrack: changed A11, A12, due Fri 2025-05-16\n"

    said("action", "wait", "A13", "--for", "EMA", "--until", "2025-05-20")
    assert ids("--status", "waiting") == ["A13"]

    said("action", "edit", "A15", "--repeat", "every quarter")
    assert "A16 comes next (every quarter), due Tue 2025-08-19" in said("action", "done", "A15").stderr

    said("view", "add", "week", "--ours", "--due", "next-week")
    assert [item["id"] for item in filled.json("view", "week")] == ["A11", "A13"]

    briefing = said("meeting", "prepare", "EMA").stdout
    assert "EMA owes (2)" in briefing
    assert "We owe (7)" in briefing
    assert filled("store", "check").exit_code == 0
    assert len(filled.json("history")) == 18
