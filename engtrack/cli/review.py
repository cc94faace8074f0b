"""The review of a draft on a terminal: all at once, or item by item."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import typer

from engtrack.dates import say_day
from engtrack.intake.asks import DraftAction
from engtrack.intake.draft import Possible, Read
from engtrack.render.text import visible

HELP = "y keep it, n skip it, e edit its text, a keep it and all that follow, q keep nothing at all, ? this help"


class Stopped(Exception):
    """The user wants nothing of it."""


def review(read: Read) -> Read | None:
    """The draft as the user wants it kept; None for not at all."""
    answer = _ask(
        "Keep this? [y]es, [n]o, [r]eview one by one", "ynr", "y keep it as shown, n keep nothing, r go through it"
    )
    if answer == "n":
        return None
    return read if answer == "y" else _one_by_one(read)


def _one_by_one(read: Read) -> Read | None:
    draft = read.draft
    asker = _Asker()
    try:
        actions = asker.choose(draft.actions, _say)
        more = asker.choose(draft.possible, lambda item: f"possible, {item.why}: {_say(item)}")
        routes = asker.choose(
            draft.recommendations, lambda item: f"{item.route} for {'+'.join(item.for_) or 'nobody'} ({item.strength})"
        )
    except Stopped:
        return None
    kept = (*actions, *(item.as_action() for item in more))
    return msgspec.structs.replace(
        read, draft=msgspec.structs.replace(draft, actions=tuple(kept), recommendations=tuple(routes))
    )


def _say(item: DraftAction) -> str:
    """Who is to do what, how strongly it was asked, by whom, until when."""
    asked = f", asked by {'+'.join(item.requested_by)}" if item.requested_by else ""
    due = f", due {say_day(item.due)}" if item.due else ""
    return f"{'+'.join(item.owner) or 'nobody'} ({item.strength}{asked}{due}): {item.text}"


class _Asker:
    """Asks about one item after the other, until the answer is "all"."""

    def __init__(self) -> None:
        self.all = False

    def choose(self, items: Sequence[Any], say: Callable[[Any], str]) -> list[Any]:
        kept = []
        for item in items:
            if self.all:
                kept += [] if isinstance(item, Possible) else [item]
                continue
            typer.echo(f"\nline {item.line}: {visible(say(item))}\n  “{visible(item.evidence)}”", err=True)
            editable = hasattr(item, "text")
            answer = _ask("Keep it? [y/n/e/a/q/?]", "yneaq" if editable else "ynaq", HELP)
            if answer == "q":
                raise Stopped
            self.all = answer == "a"
            if answer == "e":
                item = msgspec.structs.replace(item, text=typer.prompt("Text", default=item.text, err=True))
            if answer != "n":
                kept.append(item)
        return kept


def _ask(question: str, letters: str, help: str) -> str:
    while True:
        answer = str(typer.prompt(question, default="y", err=True)).strip().casefold()[:1]
        if answer in letters and answer:
            return answer
        typer.echo(help, err=True)
