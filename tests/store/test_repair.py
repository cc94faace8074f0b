"""A damaged register: said exactly, read where it is sound, written only after a repair that the user chose."""

import json
import os
import random
from contextlib import suppress

import msgspec
import pytest

from engtrack.errors import EngtrackError, Misused, Refused, RegisterError
from engtrack.model import Action
from engtrack.store.backup import back_up
from engtrack.store.file import FileRegister
from engtrack.store.journal import Diff, sealed
from engtrack.store.repair import accept, check, rebuild
from engtrack.store.undo import undo
from tests.store.test_recovery import Faults


@pytest.fixture
def told(store):
    return []


@pytest.fixture
def register(store, told):
    return FileRegister(store, told.append)


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
    kept, _ = rebuild(damaged, author("store rebuild"))

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
        damaged.accept(author("store accept"))
    rebuild(damaged, author("store rebuild"))
    with pytest.raises(Refused, match="there is nothing to accept"):
        damaged.accept(author("store accept")._replace(reason="why"))


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
    store.write_text(store.read_text().replace('"text":"first"', '"text":"first","owner":["NOBODY"]'))

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


def log(register, author, *words):
    return [register.change(lambda c, word=word: c.add(Action, text=word), author("action add")).id for word in words]


def test_accept_keeps_both_parts_as_they_were(register, author):
    log(register, author, "first", "second")
    content = register.journal.content().replace(b"\n", b"\r")
    register.journal.path.write_bytes(content)
    file = register.path.read_bytes().replace(b'"2":', b'"2":' + b'{"text":"other branch"}' + b'\n,"2":')
    register.path.write_bytes(file)

    accept(register, author("store accept")._replace(reason="both branches"))

    folder = register.path.parent
    assert [path.read_bytes() for path in folder.glob("engtrack.json.before-*")] == [file]
    assert [path.read_bytes() for path in folder.glob("engtrack.json.journal.before-*")] == [content]


@pytest.mark.parametrize("mend", ["rebuild", "journal alone"])
def test_ids_that_a_restored_copy_did_not_know_are_not_given_out_though_the_file_is_lost(
    register, author, tmp_path, mend
):
    log(register, author, "first")
    copy = back_up(register, tmp_path / "copies", author("store backup").at)
    log(register, author, "second")
    rebuild(register, author("store rebuild"), copy)
    register.path.unlink()
    if mend == "rebuild":
        rebuild(register, author("store rebuild"))

    assert log(register, author, "third") == ["A3"]


def test_ids_that_were_undone_are_not_given_out_by_a_journal_begun_afresh(register, author):
    log(register, author, "first", "second")
    undo(register, None, author("undo"))
    register.journal.path.unlink()
    accept(register, author("store accept")._replace(reason="it was lost"))
    register.path.unlink()

    assert log(register, author, "third") == ["A3"]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("at", range(1, 20))
def test_a_restore_that_is_killed_at_any_step_leaves_the_old_register_or_the_new(register, author, tmp_path, at):
    log(register, author, "first")
    copy = back_up(register, tmp_path / "copies", author("store backup").at)
    log(register, author, "second")
    steps = 0

    def step(real):
        def stepped(*words, **options):
            nonlocal steps
            steps += 1
            if steps == at:
                raise Killed
            return real(*words, **options)

        return stepped

    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "replace"):
            patch.setattr(os, name, step(getattr(os, name)))
        with suppress(Killed):
            rebuild(register, author("store rebuild"), copy)

    assert texts(register) in (["first"], ["first", "second"])
    assert check(register).faults == []
    assert log(register, author, "third") == ["A3"]


def test_a_counter_that_was_edited_is_rebuilt(register, author):
    log(register, author, "first")
    register.path.write_text(register.path.read_text().replace('"A":1', '"A":5'))

    rebuild(register, author("store rebuild"))

    assert check(register).faults == []
    assert log(register, author, "second") == ["A6"]


def test_a_counter_that_was_accepted_holds_though_the_file_is_lost(register, author):
    log(register, author, "first")
    register.path.write_text(register.path.read_text().replace('"A":1', '"A":5'))
    accept(register, author("store accept")._replace(reason="five were given out on paper"))
    register.path.unlink()

    assert log(register, author, "second") == ["A6"]


def test_the_last_id_that_there_can_be_is_the_last(register, author):
    log(register, author, "first")
    register.path.write_text(register.path.read_text().replace('"A":1', '"A":999999999'))
    accept(register, author("store accept")._replace(reason="to see"))

    with pytest.raises(RegisterError, match="A999999999, the last id"):
        log(register, author, "second")
    assert texts(register) == ["first"]


def test_the_copy_just_made_stays_and_so_do_those_of_other_registers(register, author, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    strange = folder / "engtrack-20991231T000000Z.zip"
    strange.write_bytes(b"no copy")
    other = FileRegister(tmp_path / "other.json", pytest.fail)
    log(other, author, "of the other")
    log(register, author, "first")
    theirs = back_up(other, folder, author("store backup").at)
    made = [back_up(register, folder, author("store backup").at, keep=1) for _ in range(2)]

    assert sorted(folder.iterdir()) == sorted([strange, theirs, made[1]])


def test_a_register_is_not_overwritten_with_its_own_copy(author, tmp_path):
    register = FileRegister(tmp_path / "r.zip", pytest.fail)
    log(register, author, "first")

    with pytest.raises(Misused, match="is the register itself"):
        back_up(register, tmp_path / "r.zip", author("store backup").at)
    assert texts(register) == ["first"]


@pytest.mark.parametrize("id", ["A", "A0x", "", "Z1", "A0", "registers"])
def test_a_line_that_changes_what_is_no_id_is_damage_and_no_crash(register, author, id):
    log(register, author, "first")
    entry = msgspec.structs.replace(register.journal.tail(), changes={id: Diff(None, {})}, prev="0" * 64, seq=1)
    register.journal.path.write_bytes(msgspec.json.encode(sealed(entry)) + b"\n")
    register.path.unlink()

    with pytest.raises(RegisterError, match="line 1: it changes .*, which is no id"):
        register.read()
    assert check(register).faults


def test_a_line_that_is_nested_without_end_is_damage_and_no_crash(register, author):
    log(register, author, "first")
    line = register.journal.content().replace(b'"was":null', b'"was":{"text":' + b"[" * 200_000, 1)
    register.journal.path.write_bytes(line)

    assert check(register).faults


def test_a_journal_of_a_newer_schema_is_not_brought_down(register, author):
    log(register, author, "first")
    entry = register.journal.tail()
    header = entry.changes["register"].now | {"schema": 99}
    newer = msgspec.structs.replace(entry, changes={**entry.changes, "register": Diff(None, header)})
    register.journal.path.write_bytes(msgspec.json.encode(sealed(newer)) + b"\n")
    register.path.unlink()

    for attempt in (register.read, lambda: rebuild(register, author("store rebuild"))):
        with pytest.raises(RegisterError, match="newer engtrack"):
            attempt()


@pytest.mark.parametrize("part", ["engtrack.json", "engtrack.json.journal"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path, part):
    os.mkfifo(tmp_path / part)

    with pytest.raises(RegisterError, match="is no file"):
        FileRegister(tmp_path / "engtrack.json", pytest.fail)


def test_a_repair_that_the_system_refuses_names_the_file(register, author, monkeypatch):
    log(register, author, "first")
    register.path.write_text("{}")

    def refuse(descriptor):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(RegisterError, match=r"engtrack\.json cannot be written: Input/output error"):
        rebuild(register, author("store rebuild"))
