"""Groups of commands, each built when it is typed; names may be shortened where that is clear, and a slip is offered the nearest."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command_from_info, get_command_name, get_group
from typer.models import CommandInfo

from engtrack.errors import nearest


class Commands(Mapping[str, Any]):
    """The commands of a noun by name. One is built when it is looked up: nobody waits for the options of the others."""

    def __init__(self, app: typer.Typer) -> None:
        self.infos = {_name(info): info for info in app.registered_commands}

    def __getitem__(self, name: str) -> Any:
        return _command(self.infos[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.infos)

    def __len__(self) -> int:
        return len(self.infos)


def command_of(app: typer.Typer) -> Any:
    """The only command of *app*, or the group of its commands."""
    if len(app.registered_commands) == 1 and not app.registered_callback:
        return _command(app.registered_commands[0])
    empty = copy.copy(app)
    empty.registered_commands = []
    group: Any = get_group(empty)
    group.commands = Commands(app)
    return group


def _command(info: CommandInfo) -> Any:
    return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)


def _name(info: CommandInfo) -> str:
    return info.name or get_command_name(getattr(info.callback, "__name__", ""))


class Group(TyperGroup):
    """The commands of a noun."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        names = self.list_commands(ctx)
        if not name.startswith("-") and name not in names:
            meant = [known for known in names if known.startswith(name)]
            if len(meant) != 1:
                near = " or ".join(meant) or nearest(name, names)
                ctx.fail(f"there is no command {name!r}{f'; did you mean {near}?' if near else ''}")
            args = [meant[0], *args[1:]]
        if ctx.parent is not None and ctx.obj is not None:  # there is none while the shell asks what could follow
            ctx.obj.command = f"{ctx.info_name} {args[0]}"
        return super().resolve_command(ctx, args)
