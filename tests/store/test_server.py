"""A register on a server: nothing is lost whatever breaks, rights are the server's to give, and a refusal is a sentence."""

import datetime as dt
import itertools
import re
import socket
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from engtrack.errors import Misused, Refused, RegisterError
from engtrack.model import Action, Meeting, Note, Stakeholder
from engtrack.store import Author, open_register
from engtrack.store.copying import copy
from engtrack.store.file import FileRegister
from engtrack.store.journal import NO_HASH, Diff, following
from engtrack.store.postgres import server as server_module
from engtrack.store.postgres.past import COLUMNS, row_of
from tests.conftest import NOW
from tests.servers import TestServer
from tests.store.test_processes import finish, start

ADDER = """
import datetime as dt, sys
from engtrack.model import Action
from engtrack.store import Author, open_register
register = open_register(sys.argv[1], lambda sentence: None)
for n in range(25):
    author = Author("x", dt.datetime(2025, 5, 9, tzinfo=dt.UTC), "action add")
    register.change(lambda c: c.add(Action, text=f"{sys.argv[2]} {n}"), author)
"""
PAIRS = """
import datetime as dt, sys
from engtrack.model import Action
from engtrack.store import Author, open_register
register = open_register(sys.argv[1], lambda sentence: None)
for n in range(40):
    author = Author("x", dt.datetime(2025, 5, 9, tzinfo=dt.UTC), "pair")
    register.change(lambda c: [c.add(Action, text=f"{n}{half}") for half in "ab"], author)
"""
READER = """
import sys
from engtrack.store import open_register
def fail(sentence): raise AssertionError(sentence)
register = open_register(sys.argv[1], fail)
for n in range(60):
    snapshot = register.read()
    assert len(list(snapshot.actions)) % 2 == 0
    assert len(snapshot.actions) % 2 == 0
"""
GROWER = """
import datetime as dt, itertools, sys
from engtrack.errors import RegisterError
from engtrack.model import Action
from engtrack.store import Author, open_register
register = open_register(sys.argv[1], lambda sentence: None)
for n in itertools.count():
    text = f"{sys.argv[2]} {n}"
    try:
        register.change(lambda c: c.add(Action, text=text), Author("k", dt.datetime(2025, 5, 9, tzinfo=dt.UTC), "w"))
    except RegisterError as refusal:
        print("refused", text, refusal, sep="|", flush=True)
        break
    print("kept", text, sep="|", flush=True)
"""


def opened(address: str):
    def refuse(sentence: str) -> None:
        raise AssertionError(f"unexpected warning: {sentence}")

    return open_register(address, refuse)


@pytest.fixture
def address(server) -> str:
    return server.emptied()


@pytest.fixture
def register(address):
    return opened(address)


def add(text, **fields):
    return lambda change: change.add(Action, text=text, **fields)


def texts(register):
    return [action.text for action in register.read().actions]


# many at once


def test_twelve_processes_lose_nothing_and_chain_cleanly(address, register):
    for process in [start(ADDER, address, f"p{n}") for n in range(12)]:
        finish(process)

    actions = list(register.read().actions)
    assert sorted(action.text for action in actions) == sorted(f"p{p} {n}" for p in range(12) for n in range(25))
    assert {action.id for action in actions} == {f"A{n}" for n in range(1, 301)}
    assert len(list(register.journal.entries())) == 300
    assert register.check().faults == []


def test_readers_never_fail_and_never_see_half_a_command(address):
    for process in [start(PAIRS, address), start(READER, address), start(READER, address)]:
        finish(process)


def test_a_conflict_is_tried_again_with_the_command_run_anew(server, address, register, author):
    """The server itself aborts the first two transactions, as it does where it cannot put them in an order."""
    register.change(add("first"), author("action add"))
    database = address.partition("@/")[2].partition("?")[0]
    server.ask("create sequence tries; grant usage on sequence tries to public", database)
    server.ask(
        "create function conflict() returns trigger language plpgsql as $$ begin "
        "if nextval('tries') < 3 then raise serialization_failure; end if; return new; end $$; "
        "create trigger conflict before insert on engtrack.journal for each row execute function conflict()",
        database,
    )
    runs = []

    def work(change):
        runs.append([action.text for action in change.actions])
        return change.add(Action, text="second")

    try:
        assert register.change(work, author("action add")).id == "A2"
    finally:
        server.ask("drop trigger conflict on engtrack.journal; drop function conflict; drop sequence tries", database)
    assert runs == [["first"]] * 3
    assert register.check().faults == []


def test_who_waits_too_long_for_another_is_told_so_and_nothing_is_changed(
    server, address, register, author, monkeypatch
):
    register.change(add("first"), author("action add"))
    monkeypatch.setattr(server_module, "LOCK_SECONDS", 1)
    with psycopg.connect(address) as other:
        other.execute("lock table engtrack.record in exclusive mode")
        with pytest.raises(RegisterError, match=r"is locked by another engtrack since 1 seconds; nothing was changed$"):
            register.change(add("second"), author("action add"))
        assert texts(register) == ["first"]
    register.change(add("third"), author("action add"))
    assert texts(register) == ["first", "third"]


# what breaks


def test_a_killed_server_loses_nothing_that_was_acknowledged():
    server = TestServer()
    try:
        address = server.new()
        for round in range(2):
            children = [start(GROWER, address, f"{round}{n}") for n in range(3)]
            time_to_work = [child.stdout.readline() for child in children]
            assert all(time_to_work)
            server.kill()
            said = [
                line.strip().split("|") for child in children for line in child.communicate(timeout=60)[0].splitlines()
            ]
            said += [line.strip().split("|") for line in time_to_work]
            server.start_again()
            register = opened(address)
            there = set(texts(register))
            assert {line[1] for line in said if line[0] == "kept"} <= there
            refused = [line for line in said if line[0] == "refused"]
            assert refused
            for _, text, sentence in refused:
                assert "nothing was changed" not in sentence or text not in there
            assert register.check().faults == []
    finally:
        server.stop()


class Proxy:
    """Stands between a program and the server, and cuts the line after so many messages of the program, or at one that
    holds *words*; *answered* says whether the server still hears that message, though its answer is lost."""

    def __init__(self, path: Path, cut_after: int, answered: bool, words: bytes = b"\0no words\0") -> None:
        self.path, self.cut_after, self.answered, self.words = path, cut_after, answered, words
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        self.messages = 0
        self.is_cut = False
        self.threads = [threading.Thread(target=self._serve)]
        self.threads[0].start()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self.path))
            for ends in ((near, far, True), (far, near, False)):
                self.threads.append(threading.Thread(target=self._pass, args=ends))
                self.threads[-1].start()

    def _pass(self, source: socket.socket, target: socket.socket, from_program: bool) -> None:
        with source, suppress(OSError):
            while data := source.recv(1 << 16):
                if from_program and not self.is_cut:
                    self.messages += 1
                    self.is_cut = self.messages > self.cut_after or self.words in data
                    if self.is_cut and self.answered:  # the server hears it, and its answer is lost
                        source.shutdown(socket.SHUT_RDWR)
                        target.sendall(data)
                    if self.is_cut:
                        break
                target.sendall(data)
        with suppress(OSError):
            source.shutdown(socket.SHUT_RDWR)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join(5)


@pytest.mark.parametrize("answered", [False, True])
def test_a_line_that_is_cut_at_any_step_leaves_all_or_nothing_and_the_message_says_which(
    server, address, author, answered
):
    register = opened(address)
    register.change(add("first"), author("action add"))
    database = address.partition("@/")[2].partition("?")[0]
    outcomes = []
    for step in itertools.count(1):
        proxy = Proxy(server.socket / ".s.PGSQL.5432", step, answered)
        far = open_register(
            f"postgresql://ada@127.0.0.1:{proxy.port}/{database}?sslmode=disable&gssencmode=disable", print
        )
        text = f"step {step}"
        try:
            far.change(add(text), author("action add"))
            kept = True
        except RegisterError as error:
            assert "nothing was changed" in str(error) or not proxy.is_cut, str(error)
            kept = False
        far.server.disconnect()
        proxy.close()
        assert (text in texts(register)) is kept, f"step {step}: {outcomes}"
        outcomes.append(kept)
        if not proxy.is_cut:
            break
    assert register.check().faults == []
    assert outcomes[-1] is True
    assert len(outcomes) > 8
    assert outcomes.count(False) > 5


@contextmanager
def cut_at_the_commit(server, address, answered):
    """The register through a line that is cut when the server is told to keep the change."""
    database = address.partition("@/")[2].partition("?")[0]
    proxy = Proxy(server.socket / ".s.PGSQL.5432", 1_000, answered, b"commit\0")
    far = open_register(f"postgresql://ada@127.0.0.1:{proxy.port}/{database}?sslmode=disable&gssencmode=disable", print)
    try:
        yield far
    finally:
        far.server.disconnect()
        proxy.close()
    assert proxy.is_cut


@pytest.mark.parametrize("answered", [False, True])
def test_a_line_that_is_cut_at_the_commit_is_asked_about_anew(server, address, author, answered):
    register = opened(address)
    register.change(add("first"), author("action add"))
    with cut_at_the_commit(server, address, answered) as far:
        if answered:
            assert far.change(add("second"), author("action add")).id == "A2"
        else:
            with pytest.raises(RegisterError, match="was lost; nothing was changed$"):
                far.change(add("second"), author("action add"))
    assert texts(register) == (["first", "second"] if answered else ["first"])


@pytest.mark.parametrize("answered", [False, True])
def test_forgetting_that_is_cut_at_its_commit_says_what_became_of_it(server, address, author, answered):
    from engtrack.store.erasure import forget

    register = opened(address)
    register.change(add("ask Ada Lovelace"), author("action add"))
    with cut_at_the_commit(server, address, answered) as far:
        if answered:
            assert forget(far, ["Ada Lovelace"], author("stakeholder forget")).times == 1
        else:
            with pytest.raises(RegisterError, match="was lost; nothing was changed$"):
                forget(far, ["Ada Lovelace"], author("stakeholder forget"))
    assert texts(register) == (["ask forgotten-1"] if answered else ["ask Ada Lovelace"])


def test_a_connection_that_the_server_ended_in_the_meantime_is_made_anew(server, address, register, author):
    register.change(add("first"), author("action add"))
    register.read()
    database = address.partition("@/")[2].partition("?")[0]
    server.ask(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'")

    assert register.change(add("second"), author("action add")).id == "A2"
    assert texts(register) == ["first", "second"]


# rights


def as_person(address: str, person: str) -> str:
    return re.sub(r"//\w+@", f"//{person}@", address)


def test_a_writer_appends_to_the_journal_and_changes_nothing_in_it(address, register, author):
    register.change(add("first"), author("action add"))
    ben = opened(as_person(address, "ben"))
    ben.change(add("by ben"), author("action add"))

    assert [entry.by for entry in register.journal.entries()] == ["ada", "ben"]
    for statement in (
        "update engtrack.journal set line = replace(line, 'first', 'forged')",
        "delete from engtrack.journal",
        "truncate engtrack.journal",
        "drop table engtrack.journal",
    ):
        with (
            psycopg.connect(as_person(address, "ben")) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement.encode())
    assert register.check().faults == []


def entry_after(register, by, **changed):
    """The row of an entry that would follow the last one, with some columns or members changed."""
    entry = following(register.journal.tail(), Author(by, NOW, "w"), changed.pop("changes", {}), NO_HASH)
    row = dict(zip(COLUMNS.split(", "), row_of(entry), strict=True)) | changed
    return tuple(row.values())


INSERT = f"insert into engtrack.journal ({COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s)".encode()


def test_a_writer_writes_in_no_other_name(address, register, author):
    register.change(add("first"), author("action add"))
    with (
        psycopg.connect(as_person(address, "ben")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        connection.execute(INSERT, entry_after(register, "ada"))


@pytest.mark.parametrize(
    "forged",
    [
        {"seq": 9},
        {"prev": None},
        {"hash": "f" * 64},
        {"ids": ["A1"]},
        {"changes": {"A1": Diff({"text": "first"}, {"text": "forged"})}, "ids": []},
        {"line": '{"by":"ben"}'},
        {"author": "ada"},
    ],
    ids=str,
)
def test_the_server_takes_no_entry_that_does_not_follow_the_journal(address, register, author, forged):
    register.change(add("first"), author("action add"))
    with psycopg.connect(as_person(address, "ben")) as connection, pytest.raises(psycopg.errors.IntegrityError):
        connection.execute(INSERT, entry_after(register, "ben", **forged))
    register.change(add("second"), author("action add"))
    assert register.check().faults == []


def test_a_reader_reads_and_is_told_why_no_more(address, register, author):
    register.change(add("first"), author("action add"))
    eve = opened(as_person(address, "eve"))

    assert texts(eve) == ["first"]
    assert eve.check().faults == []
    with pytest.raises(RegisterError, match="the role eve has no right to do this in .*nothing was changed"):
        eve.change(add("second"), author("action add"))
    assert texts(register) == ["first"]


def test_a_writer_cannot_forget_a_name_which_is_the_owners(address, register, author):
    from engtrack.store.erasure import forget

    register.change(add("ask Ada Lovelace"), author("action add"))
    with pytest.raises(RegisterError, match="the role ben has no right to do this"):
        forget(opened(as_person(address, "ben")), ["Ada Lovelace"], author("stakeholder forget"))
    forget(register, ["Ada Lovelace"], author("stakeholder forget"))

    assert texts(register) == ["ask forgotten-1"]
    assert register.check().faults == []
    assert b"Lovelace" not in register.journal.content()


# bad input


def test_an_address_shows_no_password_wherever_it_stands():
    for address in (
        "postgresql://ada:s3cr%40t@db.example.org:5432/engagement",
        "postgresql://ada@db.example.org/engagement?sslmode=require&password=s3cr%40t",
        "POSTGRES://ada:s3cr+t@db.example.org/x",
        "postgresql://ada@db.example.org/x?pass%77ord=s3cr",
        "postgresql://ada@db.example.org/x?oauth_client_secret=s3cr&sslmode=require",
    ):
        register = open_register(address, print)
        assert "s3cr" not in register.name
        assert "ada" in register.name
        assert "db.example.org" in register.name


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ada:s3cr@t@db.example.org/x",
        "postgresql://ada:s3cr/t@db.example.org/x",
        "postgresql://ada:s3cr?t@db.example.org/x",
        "postgresql://ada:s3cr t@db.example.org/x",
        "postgresql://ada:s3cr#t@db.example.org/x",
    ],
)
def test_a_password_that_makes_the_address_mean_something_else_is_refused_unread(address):
    with pytest.raises(Misused, match="write @ / [?] # as %40 %2F %3F %23") as refused:
        open_register(address, print)
    assert "s3cr" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda a: a.replace("engtrack_", "nowhere_"), r'cannot be reached: database "nowhere_\d+" does not exist'),
        (lambda a: re.sub("host=.*", "host=/nowhere", a), "cannot be reached: "),
        (lambda a: a.replace("//ada@", "//nobody@"), 'cannot be reached: role "nobody" does not exist'),
        (lambda a: a + "&colour=red", "is no address of a server: "),
        (lambda a: "postgresql://ada:hush@127.0.0.1/no%db", "is no address of a server: "),
        (lambda a: "postgresql://ada:hush@127.0.0.1:notaport/x", 'invalid integer value "notaport"'),
        (lambda a: "postgresql://ada:hush@127.0.0.1:1/x", "cannot be reached: "),
        (lambda a: "postgresql://ada@/hush?host=/nowhere&password=hush", "cannot be reached: "),
        (lambda a: "postgresql://ada:hush@hush.invalid/x", "cannot be reached: "),
    ],
)
def test_a_server_that_cannot_be_reached_is_a_sentence_without_a_password(address, author, change, sentence):
    register = open_register(change(address), print)
    for attempt in (register.read, lambda: register.change(add("x"), author("action add"))):
        with pytest.raises(RegisterError, match=sentence) as refused:
            attempt()
        assert "hush" not in str(refused.value).replace("hush.invalid", "").replace("@/hush?", "")
        assert "\n" not in str(refused.value)


def test_a_wrong_password_is_refused_without_showing_it(server, address):
    server.ask("drop role if exists pat; create role pat login password 'right' in role engtrack_writer")
    rules = server.folder / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f"local all pat scram-sha-256\n{before}")
    server.ask("select pg_reload_conf()")
    try:
        right = as_person(address, "pat").replace("pat@", "pat:right@")
        assert texts(opened(right)) == []
        wrong = open_register(right.replace(":right@", ":wr0ng@"), print)
        with pytest.raises(RegisterError, match='password authentication failed for user "pat"') as refused:
            wrong.read()
        assert "wr0ng" not in str(refused.value)
    finally:
        rules.write_text(before)
        server.ask("select pg_reload_conf()")


@pytest.mark.parametrize(
    "address",
    [
        "postgressql://ada@db/x",
        "mysql://ada@db/x",
        "https://db/x",
        "postgresql:/db/x",
        " postgresql://ada:s3cr@db/x",
        "postgresql:ada:s3cr@db/x",
    ],
)
def test_an_address_with_a_typing_error_is_no_file(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Misused, match="there is no register of the kind"):
        open_register(address, print)
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_a_register_says_how_to_prepare_one(server, author):
    address = server.new(template="template1")
    register = open_register(address, print)
    for attempt in (register.read, lambda: register.change(add("x"), author("action add"))):
        with pytest.raises(RegisterError, match="holds no register yet; engtrack store init postgresql://ada@"):
            attempt()
    with pytest.raises(RegisterError, match="the role ada has no right to do this"):
        register.set_up(roles=False)
    owner = open_register(as_person(address, "postgres"), print)
    for _ in range(2):
        owner.set_up(roles=True)
    register.change(add("x"), author("action add"))
    assert texts(register) == ["x"]


def test_a_newer_schema_is_refused(server, address, register, author):
    register.change(add("first"), author("action add"))
    database = address.partition("@/")[2].partition("?")[0]
    server.ask(
        "update engtrack.record set record = jsonb_set(record, '{schema}', '99') where kind = 'register'", database
    )
    for attempt in (register.read, lambda: register.change(add("x"), author("action add"))):
        with pytest.raises(RegisterError, match=r"was written by a newer engtrack \(schema 99"):
            attempt()


def test_a_character_that_the_server_cannot_keep_is_refused_and_nothing_is_changed(register, author):
    register.change(add("first"), author("action add"))
    with pytest.raises(
        RegisterError, match="cannot keep the character NUL, which stands in a text; nothing was changed"
    ):
        register.change(add("nu\0l"), author("action add"))
    assert texts(register) == ["first"]


# what somebody changed past engtrack


def test_a_record_that_was_changed_past_the_journal_is_found_and_put_right_either_way(
    server, address, register, author
):
    register.change(add("first"), author("action add"))
    database = address.partition("@/")[2].partition("?")[0]

    def forge(text):
        server.ask(
            f"update engtrack.record set record = jsonb_set(record, '{{text}}', '\"{text}\"') where kind = 'A'",
            database,
        )

    forge("forged")
    assert register.check().faults == [
        f"{register.name}: A1: the words that a search looks in are not its own",
        f"{register.name}: A1: text is 'forged', the journal says 'first'",
    ]
    with pytest.raises(RegisterError, match="A1 in .* is not as its journal says.*nothing was changed"):
        register.change(lambda c: c.put(c.actions.get("A1").having(text="laundered")), author("action edit"))
    register.rebuild(author("store rebuild"))
    assert (texts(register), register.check().faults) == (["first"], [])
    forge("corrected")
    assert register.accept(author("store accept")._replace(reason="by hand")) == ["A1"]
    assert (texts(register), register.check().faults) == (["corrected"], [])
    with pytest.raises(Refused, match="there is nothing to accept"):
        register.accept(author("store accept")._replace(reason="by hand"))


def test_an_id_is_not_given_out_twice_though_somebody_turned_the_counters_back(server, address, register, author):
    register.change(add("first"), author("action add"))
    database = address.partition("@/")[2].partition("?")[0]
    server.ask(
        "update engtrack.record set record = jsonb_set(record, '{counters}', '{}') where kind = 'register'", database
    )

    assert "the last numbers given out are {}, the journal says {'A': 1}" in register.check().faults[0]
    with pytest.raises(RegisterError, match="A1 in .* is not as its journal says"):
        register.change(add("second"), author("action add"))
    register.rebuild(author("store rebuild"))
    assert register.change(add("second"), author("action add")).id == "A2"
    assert texts(register) == ["first", "second"]


@pytest.mark.parametrize("header", ["{}", "[]", '{"schema": "one"}'])
def test_a_damaged_header_is_a_sentence_and_is_rebuilt(server, address, register, author, header):
    register.change(add("first"), author("action add"))
    database = address.partition("@/")[2].partition("?")[0]
    server.ask(f"update engtrack.record set record = '{header}' where kind = 'register'", database)

    for attempt in (register.read, lambda: register.change(add("x"), author("action add"))):
        with pytest.raises(RegisterError, match="its header cannot be read: .*engtrack store rebuild restores it"):
            attempt()
    assert register.check().faults != []
    register.rebuild(author("store rebuild"))
    assert (texts(register), register.check().faults) == (["first"], [])


def test_words_for_a_search_that_were_changed_are_found_and_rebuilt(server, address, register, author):
    register.change(add("first"), author("action add"))
    database = address.partition("@/")[2].partition("?")[0]
    server.ask("update engtrack.record set said = ''", database)

    assert register.check().faults == [f"{register.name}: A1: the words that a search looks in are not its own"]
    register.rebuild(author("store rebuild"))
    assert register.check().faults == []


def test_a_record_of_no_known_kind_is_not_taken_by_the_server(server, address, register):
    database = address.partition("@/")[2].partition("?")[0]
    for row in ("('Z', 1, '{}')", "('register', 2, '{}')"):
        with pytest.raises(psycopg.errors.CheckViolation):
            server.ask(f"insert into engtrack.record (kind, number, record) values {row}", database)


def test_a_line_of_the_journal_that_was_changed_is_named(server, address, register, author):
    for text in ("first", "second", "third"):
        register.change(add(text), author("action add"))
    database = address.partition("@/")[2].partition("?")[0]
    server.ask("update engtrack.journal set line = replace(line, 'second', 'SECOND') where seq = 2", database)

    assert [fault.partition("engtrack_")[2].partition(", ")[2] for fault in register.check().faults] == [
        "line 2: its hash does not fit its content (entry 2)"
    ]


# from a file to a server and back


@pytest.fixture
def filled_file(tmp_path, author):
    register = FileRegister(tmp_path / "engtrack.json", pytest.fail)
    register.change(lambda c: c.add(Stakeholder, key="ARM", name="Alliance"), author("stakeholder add"))
    register.change(lambda c: c.set_config(c.config.having("us", "ARM")), author("config"))
    meeting = register.change(lambda c: c.add(Meeting, title="1st", date=dt.date(2025, 5, 8)), author("meeting add"))
    register.change(add("send", owner=("ARM",), meeting=meeting.id), author("action add"))
    register.change(lambda c: c.remove("A1"), author("undo"))
    register.change(
        add("ünïcode \u202e ‘x’", notes=(Note(on=NOW.date(), by="ada", text="a note"),)), author("action add")
    )
    return register


def everything(register):
    snapshot = register.read()
    return [list(snapshot.records(kind)) for kind in server_kinds()] + [snapshot.config, snapshot.register_id]


def server_kinds():
    from engtrack.kinds import KINDS

    return KINDS.values()


def test_a_register_goes_to_a_server_and_back_with_nothing_lost(filled_file, register, author, tmp_path):
    found = copy(filled_file, register, author("store copy"))
    back = FileRegister(tmp_path / "back" / "engtrack.json", pytest.fail)
    copy(register, back, author("store copy"))

    assert everything(filled_file) == everything(register) == everything(back)
    lines = [one.journal.content().splitlines() for one in (filled_file, register, back)]
    assert lines[0] == lines[1][:-1] == lines[2][:-2]
    assert (found.records, found.entries) == (3, 7)
    assert [one.check().faults for one in (filled_file, register, back)] == [[], [], []]
    assert (
        register.change(add("next"), author("action add")).id
        == back.change(add("next"), author("action add")).id
        == "A3"
    )


def test_nothing_is_copied_over_what_is_there_nor_from_nothing(filled_file, register, author, tmp_path):
    with pytest.raises(Refused, match="there is nothing to copy"):
        copy(register, filled_file, author("store copy"))
    register.change(add("theirs"), author("action add"))
    for source, target in ((filled_file, register), (register, filled_file)):
        before = target.parts()
        with pytest.raises(Refused, match="is not empty and was kept"):
            copy(source, target, author("store copy"))
        assert target.parts() == before


def test_nothing_is_copied_over_records_that_have_no_journal(server, address, filled_file, register, author):
    database = address.partition("@/")[2].partition("?")[0]
    server.ask("insert into engtrack.record (kind, number, record) values ('A', 1, '{}')", database)

    with pytest.raises(Refused, match="is not empty and was kept"):
        copy(filled_file, register, author("store copy"))
    assert server.ask("select count(*) from engtrack.record", database) == [(1,)]


def test_a_copy_in_a_zip_file_is_a_register_of_its_own(filled_file, register, author, tmp_path):
    import zipfile

    from engtrack.store.backup import back_up

    copy(filled_file, register, author("store copy"))
    made = back_up(register, tmp_path / "copies", NOW)
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path / "unpacked")

    restored = FileRegister(tmp_path / "unpacked" / "engtrack.json", print)
    assert everything(restored) == everything(register)


# an older schema


def test_an_older_register_is_read_in_the_form_of_today_and_brought_there_by_the_next_change(
    server, address, register, author, monkeypatch
):
    from engtrack.store import migrations

    register.change(add("first"), author("action add"))

    def capitals(tables):
        for row in tables["actions"].values():
            row["text"] = row["text"].upper()

    monkeypatch.setattr(migrations, "MIGRATIONS", (capitals,))
    for module in ("migrations", "storage", "postgres"):
        monkeypatch.setattr(f"engtrack.store.{module}.SCHEMA", 2)
    told = []
    register.warn = told.append

    assert texts(register) == ["FIRST"]
    assert told == []
    register.change(add("second"), author("action add"))
    assert texts(register) == ["FIRST", "second"]
    assert [entry.command for entry in register.journal.entries()] == ["action add", "migrate", "action add"]
    assert told == [f"{register.name} was brought to schema 2"]
    assert register.check().faults == []


def test_what_is_kept_says_whose_login_it_was(register):
    register.change(add("x"), Author("somebody else", NOW, "action add"))

    assert register.journal.tail().by == "ada"
