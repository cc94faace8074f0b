"""Tables of actions: a row with its owner, its day and its status is an ask."""

import datetime as dt
import re
from collections.abc import Callable

from engtrack.intake.asks import Ask, Passed
from engtrack.intake.days import due_in
from engtrack.intake.mentions import Parties
from engtrack.intake.route_uses import used_routes
from engtrack.intake.structure import Table
from engtrack.intake.texts import base_of, imperative
from engtrack.model import Strength

_ACTION_HEAD = re.compile(
    r"(?:agreed )?(?:actions?(?: items?| points?)?|what|task|follow-?ups?|description|to do|commitment|(?:next )?step)s?(?: required| agreed)?",
    re.I,
)
_OWNER_HEAD = re.compile(
    r"(?:action )?(?:owner|who|responsible|responsibility|lead|by whom|party|assigned to|actionee)s?(?: party| person)?",
    re.I,
)
_DUE_HEAD = re.compile(r"(?:due|by|by when|until|deadline|when|target|timeline|timing|date)(?: date| day| when)?", re.I)
_ITEM_HEAD = re.compile(r"(?:agenda )?item|topic|agenda point", re.I)
_STATUS_HEAD = re.compile(r"(?:status|state|progress)", re.I)
_CLOSED = re.compile(
    r"\b(?:closed|completed?|done|finished|fulfilled|withdrawn|cancelled|delivered|achieved|resolved|settled|discharged)\b",
    re.I,
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
    says_who = columns["owner"] is not None
    if not says_who:
        columns["owner"] = _column_of_parties(table, parties, columns["action"])
    if columns["due"] is None:
        columns["due"] = _column_of_days(table, met, american)
    if columns["action"] is None and columns["owner"] is not None and columns["due"] is not None:
        longest = _longest_column(table)
        if says_who or any(_opens_with_a_deed(row[longest]) for _, row in table.rows if longest < len(row)):
            columns["action"] = longest
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
        said = (text for n, text in enumerate(cells) if n not in {columns["action"], columns["owner"]})
        status = cell["status"] or next((text for text in said if _CLOSED.match(text)), cell["due"])
        if _CLOSED.search(status) and not _STILL.search(status):
            passed.append(Passed(words, line, f"closed: {status}"))
            continue
        if _NOTHING.match(cell["owner"]) and _NOTHING.match(cell["due"]) and not _opens_with_a_deed(words):
            passed.append(Passed(words, line, "nobody is to do it by any day"))
            continue
        owner = _owners(cell["owner"], parties)
        due = due_in(f"by {cell['due']}", met, american) or due_in(words, met, american)
        due = due or due_in(_NEW_DAY.sub("by ", cell["status"]), met, american)
        told = _TOLD.match(words)
        deed = words[told.end() :] if told else words
        by = parties.resolve(told["by"])[0] if told else ()
        routes = tuple(used_routes(deed[:1].lower() + deed[1:]))
        asks.append(
            Ask(
                imperative(deed),
                owner,
                by,
                Strength.REQUESTED if by else Strength.AGREED if len(owner) > 1 else Strength.COMMITTED,
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


def _opens_with_a_deed(words: str) -> bool:
    return " " in words and base_of(words.split(" ", 1)[0].lower()) is not None


def _column_of_deeds(table: Table, owner: int) -> int | None:
    """The column whose cells open with a verb that follow-ups are made of, in half of the rows at least."""
    for n in range(len(table.heads)):
        deeds = [row for _, row in table.rows if n < len(row) and _opens_with_a_deed(row[n])]
        if n != owner and deeds and 2 * len(deeds) >= len(table.rows):
            return n
    return None


def _column(table: Table, fits: Callable[[str], bool]) -> int | None:
    """The first column of whose cells, as far as they say anything, two of three fit, and one at least."""
    for n in range(len(table.heads)):
        said = [row[n] for _, row in table.rows if n < len(row) and not _NOTHING.match(row[n])]
        fitting = sum(fits(cell) for cell in said)
        if fitting and 3 * fitting >= 2 * len(said):
            return n
    return None


def _column_of_parties(table: Table, parties: Parties, action: int | None) -> int | None:
    """The column in which nobody but those who met stands, whatever its head is."""
    found = _column(table, lambda cell: bool(set(_owners(cell, parties)) & set(parties.met)) and len(cell) < 60)
    return found if found != action else None


def _column_of_days(table: Table, met: dt.date | None, american: bool) -> int | None:
    return _column(table, lambda cell: len(cell) < 40 and due_in(f"by {cell}", met, american) is not None)


def _longest_column(table: Table) -> int:
    lengths = [sum(len(row[n]) for _, row in table.rows if n < len(row)) for n in range(len(table.heads))]
    return lengths.index(max(lengths))


_TOLD = re.compile(r"(?P<by>[A-Z][\w -]{1,30}?) to (?:the )?[A-Z][\w -]{1,30}?:\s+(?=\w)")
"""Who asks whom in a cell: `PEI to BPG: hand in the assessment`."""
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
    for part in re.split(r"\s*(?:/|,|;|&|\+|\b(?:(?:together )?with|and)\b)\s*", cell):
        keys += parties.resolve(part)[0] if part.strip() else ()
    return tuple(dict.fromkeys(keys)) or parties.resolve(cell)[0]
