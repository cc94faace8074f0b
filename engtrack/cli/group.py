"""Groups of commands whose names may be shortened where that is clear, and that offer the nearest to a slip."""

from typing import Any

from typer.core import TyperGroup

from engtrack.errors import nearest


class Group(TyperGroup):
    """The commands of a noun."""

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
