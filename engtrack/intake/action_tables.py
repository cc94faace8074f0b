"""Tables of actions: a row with its owner, its day and its status is an ask."""

import datetime as dt
import re

from engtrack.intake.asks import Ask, Passed, base_of, imperative
from engtrack.intake.days import due_in
from engtrack.intake.mentions import Parties
from engtrack.intake.route_uses import used_routes
from engtrack.intake.structure import Table
from engtrack.model import Strength

_ACTION_HEAD = re.compile(
    r"(?:agreed )?(?:actions?(?: items?| points?)?|what|task|follow-?ups?|description|to do|commitment|(?:next )?step)s?(?: required| agreed)?",
    re.I,
)
_OWNER_HEAD = re.compile(
    r"(?:action )?(?:owner|who|responsible|responsibility|lead|by whom|party|assigned to|actionee)s?(?: party| person)?",
    re.I,
)
_DUE_HEAD = re.compile(r"(?:due|by|by when|deadline|when|target|timeline|timing|date)(?: date| day)?", re.I)
_ITEM_HEAD = re.compile(r"(?:agenda )?item|topic|agenda point", re.I)
_STATUS_HEAD = re.compile(r"(?:status|state|progress)", re.I)
_CLOSED = re.compile(
    r"\b(?:closed|completed?|done|finished|fulfilled|withdrawn|cancelled|delivered|achieved|resolved)\b", re.I
)
_NOTHING = re.compile(r"\W*(?:no(?:ne)?\b|nil\b|n/?a\b|closed\b|done\b|–|-|$)", re.I)
_STILL = re.compile(r"\b(?:not|to be|partly|partially|in)\b", re.I)


def asks_in_table(
    table: Table, parties: Parties, met: dt.date | None, american: bool, topics: dict[str, str]
) -> tuple[list[Ask], list[Passed]]:
    """An ask for each row of a table of actions that is not closed; other tables hold none."""
    columns = {
        name: next((n for n, head in enumerate(table.heads) if pattern.fullmatch(head.strip(" :*"))), None)
        for name, pattern in (
            ("action", _ACTION_HEAD),
            ("owner", _OWNER_HEAD),
            ("due", _DUE_HEAD),
            ("status", _STATUS_HEAD),
            ("item", _ITEM_HEAD),
        )
    }
    if columns["action"] is None and columns["owner"] is not None:
        columns |= {"action": columns["item"], "item": None}  # a table of items, each with who is responsible
    if columns["action"] is None and columns["owner"] is not None:
        columns["action"] = _column_of_deeds(table, columns["owner"])
    if columns["action"] is None and (by_party := _party_columns(table, parties)):
        return _asks_by_party(table, by_party, met, american), []
    if columns["action"] is None or (columns["owner"] is None and columns["due"] is None):
        return [], []
    asks: list[Ask] = []
    passed: list[Passed] = []
    for line, cells in table.rows:
        cell = {name: cells[n] if n is not None and n < len(cells) else "" for name, n in columns.items()}
        words = " ".join(cell["action"].split())
        if not re.search(r"\w", words):
            continue
        status = cell["status"] or cell["due"]
        if _CLOSED.search(status) and not _STILL.search(status):
            passed.append(Passed(words, line, f"closed: {status}"))
            continue
        owner = _owners(cell["owner"], parties)
        due = due_in(f"by {cell['due']}", met, american) or due_in(words, met, american)
        due = due or due_in(_NEW_DAY.sub("by ", cell["status"]), met, american)
        routes = tuple(used_routes(words[:1].lower() + words[1:]))
        asks.append(
            Ask(
                imperative(words),
                owner,
                (),
                Strength.AGREED if len(owner) > 1 else Strength.COMMITTED,
                due,
                topics.get(cell["item"].strip(" .")) or table.topic,
                words,
                line,
                "row of a table",
                "the owner's column says who",
                routes,
            )
        )
    return asks, passed


def _column_of_deeds(table: Table, owner: int) -> int | None:
    """The column whose cells open with a verb that follow-ups are made of, in half of the rows at least."""
    for n in range(len(table.heads)):
        opening = [row[n].split(" ", 1)[0].lower() for _, row in table.rows if n < len(row) and " " in row[n]]
        if n != owner and opening and 2 * sum(base_of(word) is not None for word in opening) >= len(table.rows):
            return n
    return None


_NEW_DAY = re.compile(r"\b(?:new|revised|extended)? ?(?:deadline|date|due)(?: date)?:? ", re.I)


def _party_columns(table: Table, parties: Parties) -> list[tuple[int, tuple[str, ...]]]:
    """The columns that are headed by those who met, one for what each is to do; none where fewer than two are."""
    found = [
        (n, parties.named(head)) for n, head in enumerate(table.heads) if not parties.without_names(head).strip(" ()")
    ]
    found = [(n, keys) for n, keys in found if keys and set(keys) <= set(parties.met)]
    return found if len(found) > 1 else []


def _asks_by_party(
    table: Table, columns: list[tuple[int, tuple[str, ...]]], met: dt.date | None, american: bool
) -> list[Ask]:
    """An ask for each cell under a party that says with a verb what it does."""
    asks = []
    for line, cells in table.rows:
        for n, owner in columns:
            words = " ".join(cells[n].split()) if n < len(cells) else ""
            verb = re.match(r"(?:to |will )?(?P<base>[A-Za-z-]+)", words)
            base = base_of(verb["base"].lower()) if verb and not _NOTHING.match(words) else None
            if verb is None or base is None:
                continue
            text = imperative(f"{base}{words[verb.end() :]}")
            due = due_in(words, met, american)
            why = "the column is headed by who is to do it"
            asks.append(Ask(text, owner, (), Strength.COMMITTED, due, table.topic, words, line, "cell of a table", why))
    return asks


def _owners(cell: str, parties: Parties) -> tuple[str, ...]:
    keys: list[str] = []
    for part in re.split(r"\s*(?:/|,|;|&|\+|\band\b)\s*", cell):
        keys += parties.resolve(part)[0] if part.strip() else ()
    return tuple(dict.fromkeys(keys)) or parties.resolve(cell)[0]
