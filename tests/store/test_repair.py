"""A damaged register: said exactly, read where it is sound, written only after a repair that the user chose."""

import json
import random

import pytest

from engtrack.errors import EngtrackError, Misused, Refused, RegisterError
from engtrack.model import Action
from engtrack.store import Register
from engtrack.store.backup import back_up
from engtrack.store.repair import accept, check, rebuild
from tests.store.test_recovery import Faults


@pytest.fixture
def told(store):
    return []


@pytest.fixture
def register(store, told):
    return Register(store, told.append)


@pytest.fixture
def damaged(register, author, store):
    """A register with two actions, one of which was edited by hand."""
    for text in ("first", "second"):
        register.change(lambda c, text=text: c.add(Action, text=text), author("action add"))
    store.write_text(store.read_text().replace('"text":"second"', '"text":"forged"'))
    return register


def texts(register):
    return [action.text for action in register.read().actions]


def test_a_hand_edited_file_is_read_with_a_warning(damaged, told):
    assert texts(damaged) == ["first", "forged"]
    assert "is not as engtrack left it" in told[0]
    assert "store check says more" in told[0]


def test_a_hand_edited_file_is_not_written(damaged, author, store):
    before = store.read_bytes()

    with pytest.raises(RegisterError, match="nothing was changed: engtrack store rebuild"):
        damaged.change(lambda c: c.add(Action, text="third"), author("action add"))
    assert store.read_bytes() == before


def test_check_says_what_was_changed_and_where(damaged, store):
    assert check(damaged).faults == [f"{store}: A2: text is 'forged', the journal says 'second'"]


def test_rebuild_takes_the_journal_and_keeps_the_file_beside_it(damaged, author, store):
    (kept,) = rebuild(damaged, author("store rebuild"))

    assert texts(damaged) == ["first", "second"]
    assert "forged" in kept.read_text()
    assert check(damaged).faults == []


def test_accept_keeps_the_file_and_says_so_in_the_journal(damaged, author):
    reasoned = author("store accept")._replace(reason="corrected by hand")

    assert accept(damaged, reasoned) == ["A2"]

    assert texts(damaged) == ["first", "forged"]
    assert damaged.journal.tail().reason == "corrected by hand"
    assert damaged.journal.tail().changes["A2"].now == {"text": "forged"}
    assert check(damaged).faults == []
    assert damaged.change(lambda c: c.add(Action, text="third"), author("action add")).id == "A3"


def test_accept_wants_a_reason_and_something_to_accept(damaged, author, register):
    with pytest.raises(Misused, match="say why with --reason"):
        accept(damaged, author("store accept"))
    rebuild(damaged, author("store rebuild"))
    with pytest.raises(Refused, match="there is nothing to accept"):
        accept(damaged, author("store accept")._replace(reason="why"))


def test_a_missing_journal_is_a_warning_for_readers_and_a_refusal_for_writers(damaged, author, told, store):
    rebuild(damaged, author("store rebuild"))
    damaged.journal.path.unlink()

    assert texts(damaged) == ["first", "second"]
    assert "journal" in told[-1]
    assert "missing" in told[-1]
    with pytest.raises(RegisterError, match="is missing"):
        damaged.change(lambda c: c.add(Action, text="third"), author("action add"))
    accept(damaged, author("store accept")._replace(reason="moved without its journal"))
    assert check(damaged).faults == []
    assert damaged.change(lambda c: c.add(Action, text="third"), author("action add")).id == "A3"


def test_a_file_ahead_of_its_journal_is_found(register, author, store):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    old = register.journal.content()
    register.change(lambda c: c.add(Action, text="second"), author("action add"))
    register.journal.path.write_bytes(old)

    assert check(register).faults == [f"{store}: A2 is in the file and not in the journal"]


def test_a_broken_chain_is_found_with_its_line_and_accepted_with_the_old_journal_kept(register, author, store):
    for text in ("first", "second", "third"):
        register.change(lambda c, text=text: c.add(Action, text=text), author("action add"))
    lines = register.journal.content().splitlines(keepends=True)
    register.journal.path.write_bytes(lines[0] + lines[1].replace(b"second", b"SECOND") + lines[2])

    assert "line 2: its hash does not fit" in check(register).faults[0]
    with pytest.raises(EngtrackError, match="line 2"):
        rebuild(register, author("store rebuild"))
    accept(register, author("store accept")._replace(reason="the disk was bad"))

    assert texts(register) == ["first", "second", "third"]
    assert check(register).faults == []
    assert [path.name for path in store.parent.glob("*.journal.before-*")]


def test_a_record_that_cannot_be_read_is_found_with_its_line(register, author, store):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    store.write_text(store.read_text().replace('"status":"open"', '"status":"opened"'))

    fault = check(register).faults[0]
    number = next(n for n, line in enumerate(store.read_text().splitlines(), 1) if "opened" in line)
    assert f"line {number}: actions 1: Invalid enum value 'opened' - at `$.status`" in fault


def test_a_link_that_leads_nowhere_is_found(register, author, store):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    store.write_text(store.read_text().replace('"owner":[]', '"owner":["NOBODY"]'))

    assert f"{store}: A1: owner names NOBODY, which is no stakeholder" in check(register).faults


def test_a_copy_is_restored_whole(register, author, tmp_path):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    copy = back_up(register, tmp_path / "copies", author("store backup").at)
    register.change(lambda c: c.add(Action, text="second"), author("action add"))

    rebuild(register, author("store rebuild"), copy)

    assert texts(register) == ["first"]
    assert check(register).faults == []


def test_only_the_newest_copies_stay(register, author, tmp_path):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "mine.zip").write_text("not ours")

    made = [back_up(register, tmp_path / "copies", author("x").at, keep=2) for _ in range(4)]

    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == sorted(
        [made[2].name, made[3].name, "mine.zip"]
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"plain"])
def test_what_is_no_copy_is_not_restored(register, author, tmp_path, content):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    (tmp_path / "copy.zip").write_bytes(content)

    with pytest.raises(RegisterError, match="is not a copy of a register"):
        rebuild(register, author("store rebuild"), tmp_path / "copy.zip")
    assert texts(register) == ["first"]


def test_a_restored_copy_says_so_in_the_journal_and_gives_no_id_out_again(register, author, tmp_path):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    copy = back_up(register, tmp_path / "copies", author("store backup").at)
    register.change(lambda c: c.add(Action, text="second"), author("action add"))

    kept = rebuild(register, author("store rebuild")._replace(reason="tried something"), copy)

    assert register.journal.tail().reason == "tried something"
    assert len(kept) == 2
    assert register.change(lambda c: c.add(Action, text="third"), author("action add")).id == "A3"


def test_rebuilding_gives_no_id_out_again_that_the_file_had(register, author):
    for text in ("first", "second", "third"):
        register.change(lambda c, text=text: c.add(Action, text=text), author("action add"))
    lines = register.journal.content().splitlines(keepends=True)
    register.journal.path.write_bytes(b"".join(lines[:-1]))

    rebuild(register, author("store rebuild"))

    assert texts(register) == ["first", "second"]
    assert register.change(lambda c: c.add(Action, text="again"), author("action add")).id == "A4"
    assert check(register).faults == []


@pytest.mark.parametrize("at", range(1, 9))
def test_restoring_a_copy_that_fails_half_way_loses_nothing(register, author, tmp_path, at):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    copy = back_up(register, tmp_path / "copies", author("store backup").at)
    register.change(lambda c: c.add(Action, text="second"), author("action add"))
    before = register.journal.content()
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch)
        faults.at = at * 2
        try:
            rebuild(register, author("store rebuild"), copy)
        except (OSError, EngtrackError):
            parts = [*register.path.parent.glob("engtrack.json.journal*")]
            assert any(path.read_bytes() == before for path in parts)
    assert register.exists()
    assert texts(register)[0] == "first"


def test_a_failed_copy_leaves_the_good_one(register, author, tmp_path, store):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    copy = back_up(register, tmp_path / "good.zip", author("store backup").at)
    good = copy.read_bytes()
    store.write_text(store.read_text().replace("first", "forged"))

    with pytest.raises(RegisterError, match="not sound"):
        back_up(register, tmp_path / "good.zip", author("store backup").at)
    assert copy.read_bytes() == good


@pytest.mark.parametrize(
    "forgery",
    [
        lambda line: line[:-1] + b',"by":"mallory"}',  # the last of two members of one name would win
        lambda line: line.replace(b'"by":"ada"', b'"by": "ada"'),
        lambda line: line + b"\r",
    ],
    ids=["doubled member", "other spacing", "carriage return"],
)
def test_a_line_that_only_reads_the_same_is_found(register, author, forgery):
    for text in ("first", "second"):
        register.change(lambda c, text=text: c.add(Action, text=text), author("action add"))
    lines = register.journal.content().splitlines()
    register.journal.path.write_bytes(forgery(lines[0]) + b"\n" + lines[1] + b"\n")

    assert "line 1" in check(register).faults[0]


def test_a_last_line_that_only_lacks_its_newline_still_counts(register, author):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    register.change(lambda c: c.put(c.actions.get("A1").having(text="second")), author("action edit"))
    register.journal.path.write_bytes(register.journal.content()[:-1])

    assert texts(register) == ["second"]
    assert check(register).faults == []
    register.change(lambda c: c.add(Action, text="third"), author("action add"))
    assert [entry.seq for entry in register.journal.entries()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"actions":{', '"acts":{},"actions":{', "it has a table 'acts'"),
        ('"1":{"id":"A1"', '"01":{"id":"A1"', "actions has a record under '01'"),
        ('"config":{', '"config":{"2":{},', "config has a record under"),
    ],
)
def test_a_file_of_another_shape_is_refused_and_not_accepted(register, author, store, old, new, sentence):
    register.change(lambda c: c.add(Action, text="first"), author("action add"))
    store.write_text(store.read_text().replace(old, new, 1))
    before = store.read_bytes()

    for attempt in (register.read, lambda: accept(register, author("store accept")._replace(reason="why"))):
        with pytest.raises(RegisterError, match=sentence):
            attempt()
    assert store.read_bytes() == before


def scrambled(content: bytes, dice: random.Random) -> bytes:
    """*content* with bytes flipped, or lines cut, doubled or swapped."""
    lines = content.splitlines(keepends=True)
    how = dice.randrange(5)
    n, m = dice.randrange(len(lines)), dice.randrange(len(lines))
    if how == 0:
        at = dice.randrange(len(content))
        return content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :]
    if how == 1:
        return content[: dice.randrange(len(content))]
    if how == 2:
        return b"".join(lines[:n] + lines[n + 1 :])
    if how == 3:
        return b"".join([*lines[:n], lines[n], *lines[n:]])
    lines[n], lines[m] = lines[m], lines[n]
    return b"".join(lines)


@pytest.mark.parametrize("part", ["file", "journal"])
def test_a_scrambled_register_gives_a_sentence_and_never_loses_the_other_part(register, author, part):
    for n in range(6):
        register.change(lambda c, n=n: c.add(Action, text=f"action {n}"), author("action add"))
    paths = {"file": register.path, "journal": register.journal.path}
    sound = {name: path.read_bytes() for name, path in paths.items()}
    dice = random.Random(11)
    for _ in range(300):
        paths[part].write_bytes(scrambled(sound[part], dice))
        present = {name: path.read_bytes() for name, path in paths.items()}
        try:
            list(register.read().actions)
        except EngtrackError as refusal:
            assert refusal.exit_code == 4
        try:
            register.change(lambda c: c.add(Action, text="new"), author("action add"))
        except EngtrackError as refusal:
            assert refusal.exit_code == 4
            assert {name: path.read_bytes() for name, path in paths.items()} == present
        check(register)
        for name, path in paths.items():
            path.write_bytes(sound[name])
        register.journal.torn_path.unlink(missing_ok=True)
    assert len(list(register.read().actions)) == 6


def test_json_stays_json(damaged, store):
    assert set(json.loads(store.read_text())) >= {"register", "actions"}
