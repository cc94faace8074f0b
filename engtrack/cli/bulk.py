"""Changes to many actions at once: those that a filter chooses, shown before they are touched."""

import shlex
from typing import Annotated

import typer

from engtrack.cli.complete import views
from engtrack.cli.environment import Environment
from engtrack.cli.options import confirmed
from engtrack.errors import Misused, Refused
from engtrack.kinds import ACTIONS

Where = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar="FILTER",
        autocompletion=views,
        help='Instead of ids: options of action list, like "--overdue --ours", or the name of a view.',
    ),
]


def chosen_ids(env: Environment, ids: list[str] | None, where: str | None, what: str, yes: bool) -> list[str]:
    """The ids that were typed, each once, or those that *where* chooses; then *what* is asked about before."""
    if where is None:
        if not ids:
            raise Misused('there is nothing to work on; name actions like A12, or choose them with --where "--overdue"')
        return list(dict.fromkeys(map(ACTIONS.read_id, ids)))
    if ids:
        raise Misused(f"name the actions ({', '.join(ids)}) or choose them with --where, not both")
    from engtrack.cli.listing import matching

    snapshot = env.read()
    try:
        typed = shlex.split(where)
    except ValueError as error:
        raise Misused(f"cannot read {where!r} as options of action list: {error}") from error
    if not typed:
        raise Misused('--where is empty, which would choose everything; say what is meant, like --where "--overdue"')
    words = [*snapshot.config.views.get(typed[0], typed[:1]), *typed[1:]]
    found = matching(env, snapshot, words)
    if not found:
        raise Refused(f"no action is chosen by {where!r}; nothing was changed")
    for action in found:
        env.note(f"{action.id}  {action.text}")
    count = f"{len(found)} actions" if len(found) > 1 else "1 action"
    if not yes and not env.can_ask:
        raise Refused(f"there is nobody to ask whether these {count} are meant; --yes says so; nothing was changed")
    if not confirmed(env, f"{what} {'these ' if len(found) > 1 else 'this '}{count}?", yes):
        raise Refused("nothing was changed")
    return [action.id for action in found]
