"""What the shell offers while a word is being typed: ids with their texts, keys, topics, tags, views, routes.

Nothing here may fail, print or take long: a register that cannot be read offers nothing.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import typer

from engtrack.cli.environment import Environment
from engtrack.errors import EngtrackError
from engtrack.render.text import visible

if TYPE_CHECKING:
    from engtrack.store.snapshot import Snapshot

Offer = tuple[str, str]
LONGEST = 60


def _offering(choices: "Callable[[Snapshot], Iterable[Offer]]") -> Callable[[typer.Context, str], list[Offer]]:
    """What completes a word from the register: those of *choices* that begin with it, whatever its case."""

    def offer(ctx: typer.Context, incomplete: str) -> list[Offer]:
        try:
            return [
                (value, _brief(said))
                for value, said in choices(_environment(ctx).read())
                if value.casefold().startswith(incomplete.casefold())
            ]
        except (EngtrackError, OSError):
            return []

    return offer


def _environment(ctx: Any) -> Environment:
    """The world as the command would find it: what was typed before the word says which register."""
    env = ctx.obj if isinstance(ctx.obj, Environment) else Environment()
    env.store = ctx.find_root().params.get("store") or env.store
    env.note = lambda sentence: None  # type: ignore[method-assign]  # nobody is to be told anything now
    return env


def show_texts_as_they_are() -> None:
    """Keep Typer from reading the texts of records as rich's markup, and from loading rich to do so."""
    from typer import _completion_classes

    _completion_classes._sanitize_help_text = lambda text: text


def _brief(text: str) -> str:
    words = visible(text)
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _topics(snapshot: "Snapshot") -> Iterable[Offer]:
    for meeting in snapshot.meetings:
        for topic in meeting.topics:
            yield topic.label, f"{meeting.id}: {topic.title}"


def _tags(snapshot: "Snapshot") -> Iterable[Offer]:
    return ((tag, "") for tag in sorted({tag for action in snapshot.actions for tag in action.tags}))


open_actions = _offering(lambda snapshot: ((item.id, item.text) for item in snapshot.actions if item.is_open))
closed_actions = _offering(lambda snapshot: ((item.id, item.text) for item in snapshot.actions if not item.is_open))
actions = _offering(lambda snapshot: ((item.id, item.text) for item in snapshot.actions))
meetings = _offering(lambda snapshot: ((item.id, item.title) for item in snapshot.meetings))
recommendations = _offering(
    lambda snapshot: ((item.id, f"{item.route} for {' + '.join(item.for_)}") for item in snapshot.recommendations)
)
stakeholders = _offering(lambda snapshot: ((item.key, item.name) for item in snapshot.stakeholders))
topics = _offering(_topics)
tags = _offering(_tags)
views = _offering(lambda snapshot: ((name, " ".join(words)) for name, words in snapshot.config.views.items()))
records = _offering(
    lambda snapshot: (
        *((item.id, item.text) for item in snapshot.actions),
        *((item.id, item.title) for item in snapshot.meetings),
        *((item.id, item.route) for item in snapshot.recommendations),
    )
)


def routes(ctx: typer.Context, incomplete: str) -> list[Offer]:
    """The keys of the catalogue."""
    try:
        found = _environment(ctx).catalogue().values()
    except (EngtrackError, OSError):
        return []
    return [(route.key, _brief(route.name.value or "")) for route in found if route.key.startswith(incomplete.upper())]
