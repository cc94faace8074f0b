"""Laws of exchange, over random registers: export then import is identity, and brought in twice is brought in once."""

import datetime as dt
import tempfile
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from engtrack.exchange.register_file import bring, read_file, to_file
from engtrack.kinds import KINDS
from engtrack.model import Action, Meeting, Move, Note, Point, Recommendation, RouteStatus, Stakeholder, Strength, Topic
from engtrack.render.data import as_json
from engtrack.store import Author
from engtrack.store.file import FileRegister

TEXT = st.text(min_size=1, max_size=30).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))
DAY = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
NOW = dt.datetime(2025, 5, 9, 10, tzinfo=dt.UTC)


def author(n):
    return Author("ada", NOW + dt.timedelta(seconds=n), "test")


def registers(folder):
    def refuse(sentence):
        raise AssertionError(sentence)

    return [FileRegister(Path(folder) / name / "engtrack.json", refuse) for name in ("one", "two")]


def everything(register):
    snapshot = register.read()
    return {kind.table: list(snapshot.records(kind)) for kind in KINDS.values()} | {"config": snapshot.config}


@settings(max_examples=40)
@given(st.data())
def test_export_then_import_is_identity_and_twice_is_once(data):
    def fill(change):
        for n in range(data.draw(st.integers(0, 3))):
            change.add(Stakeholder, key=f"K{n}", name=f"K{n} {data.draw(TEXT)}")
        keys = tuple(item.key for item in change.stakeholders)
        some = st.lists(st.sampled_from(keys), unique=True).map(tuple) if keys else st.just(())
        for _ in range(data.draw(st.integers(0, 2))):
            topics = (Topic(number="1", title=data.draw(TEXT)),)
            change.add(Meeting, title=data.draw(TEXT), date=data.draw(DAY), stakeholders=data.draw(some), topics=topics)
        met = [item.id for item in change.meetings]
        for id in met:
            change.add(Point, meeting=id, topic="1", text=data.draw(TEXT), speaker=data.draw(some))
        for _ in range(data.draw(st.integers(0, 4))):
            before = [item.id for item in change.actions]
            change.add(
                Action,
                text=data.draw(TEXT),
                owner=data.draw(some),
                due=data.draw(DAY),
                strength=data.draw(st.sampled_from(Strength)),
                meeting=data.draw(st.sampled_from([None, *met])),
                depends_on=tuple(data.draw(st.lists(st.sampled_from(before), unique=True))) if before else (),
                notes=(Note(on=NOW.date(), by="ada", text=data.draw(TEXT)),),
            )
        for _ in range(data.draw(st.integers(0, 2))):
            moves = (Move(status=RouteStatus.REQUESTED, on=NOW.date(), note=data.draw(TEXT)),)
            change.add(Recommendation, route="QIG", for_=data.draw(some), moves=moves, status=RouteStatus.REQUESTED)
        actions = list(change.actions)
        if actions and data.draw(st.booleans()):
            change.remove(actions[-1].id) if not any(actions[-1].id in item.depends_on for item in actions) else None

    with tempfile.TemporaryDirectory() as folder:
        one, two = registers(folder)
        one.change(fill, author(0))
        exported = one.preview(lambda change: to_file(change, NOW), NOW)
        content = as_json(exported).encode()
        assert read_file(content, "register.json") == exported

        two.change(lambda change: bring(change, read_file(content, "register.json")), author(1))
        assert everything(two) == everything(one)
        assert two.preview(lambda change: change.counters, NOW) == one.preview(lambda change: change.counters, NOW)

        told = two.change(lambda change: bring(change, exported), author(2))
        assert everything(two) == everything(one)
        assert {item.outcome for item in told} <= {"there already"}


@settings(max_examples=20)
@given(st.lists(TEXT, min_size=1, max_size=5))
def test_what_is_brought_beside_others_loses_nothing_of_either(texts):
    with tempfile.TemporaryDirectory() as folder:
        one, two = registers(folder)
        for n, register in enumerate((one, two)):
            register.change(lambda change: [change.add(Action, text=text) for text in texts], author(n))
        exported = one.preview(lambda change: to_file(change, NOW), NOW)
        two.change(lambda change: bring(change, exported), author(3))

        assert sorted(item.text for item in two.read().actions) == sorted(texts * 2)
        assert msgspec.json.decode(msgspec.json.encode(list(two.read().actions)))
