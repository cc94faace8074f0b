"""Laws of the register, over random commands: replay equals register, undo after do is identity, ids never return."""

import datetime as dt
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engtrack.errors import EngtrackError
from engtrack.model import Action, Meeting, Recommendation, Stakeholder, Strength
from engtrack.store import Author, Register
from engtrack.store.repair import check
from engtrack.store.replay import replay
from engtrack.store.undo import undo

TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))
DAYS = st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))


def rows(tables):
    """The records as decoded JSON, and the counters apart."""
    plain = {
        name: {number: msgspec.json.decode(row) for number, row in table.items()} for name, table in tables.items()
    }
    plain["register"]["1"].pop("counters", None)
    return plain


class Commands(RuleBasedStateMachine):
    """Random commands on one register."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.register = Register(self.folder / "engtrack.json", self.refuse)
        self.given: set[str] = set()
        self.keys: list[str] = []
        self.second = 0

    def refuse(self, sentence: str) -> None:
        raise AssertionError(sentence)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def author(self, command: str) -> Author:
        self.second += 1
        return Author("ada", dt.datetime(2025, 5, 9, tzinfo=dt.UTC) + dt.timedelta(seconds=self.second), command)

    def do(self, command, work):
        return self.register.change(work, self.author(command))

    def fresh(self, record):
        assert record.id not in self.given
        self.given.add(record.id)

    @rule(name=TEXTS)
    def add_stakeholder(self, name):
        key = f"K{len(self.keys)}"
        self.fresh(self.do("stakeholder add", lambda c: c.add(Stakeholder, key=key, name=f"{key} {name}")))
        self.keys.append(key)

    @rule(text=TEXTS, due=DAYS, strength=st.sampled_from(Strength))
    def add_action(self, text, due, strength):
        known = [item.key for item in self.register.read().stakeholders]
        action = self.do(
            "action add", lambda c: c.add(Action, text=text, due=due, strength=strength, owner=tuple(known[:2]))
        )
        self.fresh(action)
        assert self.register.read().actions.get(action.id) == action

    @rule(titles=st.lists(TEXTS, min_size=1, max_size=3))
    def add_meetings_with_routes(self, titles):
        def work(change):
            return [
                record
                for title in titles
                for meeting in [change.add(Meeting, title=title)]
                for record in (meeting, change.add(Recommendation, route="QIG", meeting=meeting.id))
            ]

        for record in self.do("import", work):
            self.fresh(record)

    @rule(text=TEXTS, n=st.integers(0, 50))
    def edit_action(self, text, n):
        actions = list(self.register.read().actions)
        if actions:
            self.do("action edit", lambda c: c.put(actions[n % len(actions)].having(text=text)))

    @rule(n=st.integers(0, 50))
    def close_action(self, n):
        actions = [action for action in self.register.read().actions if action.is_open]
        if actions:
            self.do("action done", lambda c: c.put(actions[n % len(actions)].done(dt.date(2025, 6, 1))))

    @rule(n=st.integers(0, 50), on=st.integers(0, 50), field=st.sampled_from(["depends_on", "continues"]))
    def link_actions(self, n, on, field):
        actions = list(self.register.read().actions)
        if actions:
            id = actions[on % len(actions)].id
            value = (id,) if field == "depends_on" else id
            with suppress(EngtrackError):
                self.do("action edit", lambda c: c.put(actions[n % len(actions)].having(**{field: value})))

    @rule(n=st.integers(0, 50), on=st.none() | st.integers(0, 50))
    def link_meetings(self, n, on):
        meetings = list(self.register.read().meetings)
        if meetings:
            id = None if on is None else meetings[on % len(meetings)].id
            with suppress(EngtrackError):
                self.do("meeting edit", lambda c: c.put(meetings[n % len(meetings)].having(follows=id)))

    @precondition(lambda self: self.register.journal.tail() is not None)
    @rule()
    def undo_and_redo(self):
        before = rows(self.register.load().tables)
        try:
            undo(self.register, None, self.author("undo"))
        except EngtrackError:
            return
        undo(self.register, None, self.author("undo"))
        assert rows(self.register.load().tables) == before

    @precondition(lambda self: self.register.journal.tail() is not None)
    @rule()
    def do_then_undo(self):
        before = rows(self.register.load().tables)
        action = self.do("action add", lambda c: c.add(Action, text="to be undone"))
        self.fresh(action)
        undo(self.register, None, self.author("undo"))
        assert rows(self.register.load().tables) == before

    @precondition(lambda self: self.register.journal.tail() is not None)
    @rule(n=st.integers(1, 30))
    def undo_any(self, n):
        before = rows(self.register.load().tables)
        try:
            undo(self.register, n, self.author("undo"))
        except EngtrackError:
            assert rows(self.register.load().tables) == before

    @invariant()
    def the_journal_replayed_is_the_register(self):
        loaded = self.register.load()
        if loaded.tail is not None:
            assert rows(replay(self.register.journal.entries())) == rows(loaded.tables)

    @invariant()
    def nothing_comes_before_itself_and_one_thing_comes_next(self):
        snapshot = self.register.read()
        before = {action.id: {*action.depends_on} for action in snapshot.actions}
        before |= {meeting.id: {meeting.follows} - {None} for meeting in snapshot.meetings}
        while before:
            free = {id for id, earlier in before.items() if not earlier & before.keys()}
            assert free, f"a circle among {sorted(before)}"
            before = {id: earlier for id, earlier in before.items() if id not in free}
        nexts = [action.continues for action in snapshot.actions if action.continues]
        assert len(nexts) == len(set(nexts))

    @invariant()
    def the_check_is_clean(self):
        assert check(self.register).faults == []


TestCommands = Commands.TestCase
TestCommands.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
