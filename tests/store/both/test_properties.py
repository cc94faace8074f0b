"""Laws of the register, over random commands: replay equals register, undo after do is identity, ids never return."""

import datetime as dt
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from engtrack.errors import EngtrackError
from engtrack.kinds import KINDS
from engtrack.model import Action, Meeting, Recommendation, Stakeholder, Strength
from engtrack.queries import IsOpen, Undated
from engtrack.store import Author, open_register
from engtrack.store.file import FileRegister
from engtrack.store.journal import Entry
from engtrack.store.replay import replay
from engtrack.store.snapshot import Snapshot
from engtrack.store.storage import FileContents
from engtrack.store.undo import undo

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)
DAYS = st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))


def plain(snapshot):
    """All records and the settings as plain data, wherever they are kept."""
    kinds = {kind.table: {item.id: item for item in snapshot.records(kind)} for kind in KINDS.values()}
    return msgspec.to_builtins({**kinds, "config": snapshot.config})


def told(register):
    """What the journal says happened: all but who, when, and what chains it together."""
    found = []
    for entry in register.journal.entries():
        changes = {id: (diff.was, diff.now) for id, diff in entry.changes.items() if id != "register"}
        found.append((entry.seq, entry.command, entry.reason, entry.undoes, changes))
    return found


class Commands(RuleBasedStateMachine):
    """Random commands on one register in a file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.register = FileRegister(self.folder / "engtrack.json", self.refuse)
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

    def undo(self, seq=None):
        return undo(self.register, seq, self.author("undo"))

    def state(self):
        return plain(self.register.read())

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
        before = self.state()
        try:
            self.undo()
        except EngtrackError:
            return
        self.undo()
        assert self.state() == before

    @precondition(lambda self: self.register.journal.tail() is not None)
    @rule()
    def do_then_undo(self):
        before = self.state()
        action = self.do("action add", lambda c: c.add(Action, text="to be undone"))
        self.fresh(action)
        self.undo()
        assert self.state() == before

    @precondition(lambda self: self.register.journal.tail() is not None)
    @rule(n=st.integers(1, 30))
    def undo_any(self, n):
        before = self.state()
        try:
            self.undo(n)
        except EngtrackError:
            assert self.state() == before

    @invariant()
    def the_journal_replayed_is_the_register(self):
        entries = list(self.register.journal.entries())
        if entries:
            assert plain(Snapshot(FileContents(replay(entries)), "the journal")) == self.state()

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
        assert self.register.check().faults == []


TestCommands = Commands.TestCase
TestCommands.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


class Twice(Commands):
    """The same random commands on a register in a file and on one on a server."""

    address = ""

    def __init__(self) -> None:
        super().__init__()
        self.other = open_register(self.address, self.refuse)

    def both(self, run):
        """What *run* does on the one register, done on the other too: the same comes out, or the same is refused."""
        outcomes = []
        for register in (self.register, self.other):
            try:
                outcomes.append((run(register), None))
            except EngtrackError as error:
                outcomes.append((None, error))
        (result, error), (other, refusal) = outcomes
        assert result == other or isinstance(result, Entry)
        assert str(error).replace(self.register.name, "") == str(refusal).replace(self.other.name, "")
        if error is not None:
            raise error
        return result

    def do(self, command, work):
        author = self.author(command)
        return self.both(lambda register: register.change(work, author))

    def undo(self, seq=None):
        author = self.author("undo")
        return self.both(lambda register: undo(register, seq, author))

    @invariant()
    def both_hold_and_tell_the_same(self):
        assert plain(self.other.read()) == self.state()
        assert told(self.other) == told(self.register)
        assert self.other.check().faults == []

    @invariant()
    def a_filter_finds_the_same_in_both(self):
        found = [
            [item.id for item in one.read().actions.where(IsOpen() & ~Undated())] for one in (self.register, self.other)
        ]
        assert found[0] == found[1]


def test_the_same_commands_on_a_file_and_on_a_server_give_equal_registers_and_journals(server):
    class OnThisServer(Twice):
        def __init__(self) -> None:
            type(self).address = server.emptied()
            super().__init__()

    run_state_machine_as_test(OnThisServer, settings=settings(max_examples=15, stateful_step_count=12, deadline=None))
