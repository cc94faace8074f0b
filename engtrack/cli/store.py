"""`engtrack store …`: the register's files."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from engtrack.cli.environment import Environment
from engtrack.cli.group import Group
from engtrack.cli.options import Reason, Yes, confirmed
from engtrack.cli.show import Format, FormatOption, show_report

app = typer.Typer(
    cls=Group, rich_markup_mode=None, no_args_is_help=True, help="The register's files: where, whether sound, copies."
)


@app.command()
def path(ctx: typer.Context) -> None:
    """Print where the register is."""
    env: Environment = ctx.obj
    typer.echo(env.register.name)


class Checked(msgspec.Struct, frozen=True):
    """The outcome of a check."""

    register: str
    sound: bool
    records: int
    entries: int
    faults: tuple[str, ...]
    notes: tuple[str, ...]


@app.command()
def check(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Prove that the register is sound, or say exactly what is wrong and where."""
    from engtrack.layout import Column, Report, Role, Row, Table
    from engtrack.store.repair import check as find

    env: Environment = ctx.obj
    register = env.register
    found = find(register)
    value = Checked(
        register.name, not found.faults, found.records, found.entries, tuple(found.faults), tuple(found.notes)
    )
    facts = (
        ("Register", register.name),
        ("Records", f"{found.records:,}"),
        ("Commands", f"{found.entries:,} in the journal"),
        ("Verdict", "damaged" if found.faults else "sound" if register.exists() else "nothing there yet"),
    )
    tables = tuple(
        Table(title, (Column("", Role.MAIN),), tuple(Row((text,)) for text in texts))
        for title, texts in (("Faults", found.faults), ("Notes", found.notes))
        if texts
    )
    show_report(env, Report("Check of the register", facts, tables), value, format)
    if found.faults:
        env.note(
            "put it right with engtrack store rebuild (from the journal) "
            "or engtrack store accept --reason TEXT (the file as it is)"
        )
        raise typer.Exit(4)


@app.command()
def backup(
    ctx: typer.Context,
    target: Annotated[
        Path | None, typer.Argument(metavar="[TARGET]", help="A folder, or a file ending in .zip [backups/ beside it].")
    ] = None,
    keep: Annotated[int | None, typer.Option(min=1, metavar="N", help="Keep only the newest N copies there.")] = None,
) -> None:
    """Copy the register and its journal into one file, and prove that it can be restored."""
    from engtrack.store.backup import back_up

    env: Environment = ctx.obj
    register = env.register
    written = back_up(register, target or register.path.parent / "backups", env.author(None).at, keep)
    typer.echo(str(written))


@app.command()
def rebuild(
    ctx: typer.Context,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A copy that engtrack store backup made.")
    ] = None,
    reason: Reason = None,
    yes: Yes = False,
) -> None:
    """Write the register anew from its journal, or restore a copy; what stood there is kept beside it."""
    from engtrack.store.repair import rebuild as write_anew

    env: Environment = ctx.obj
    register = env.register
    what = f"from the copy {source}" if source else "from its journal"
    if not confirmed(env, f"Write {register.name} anew {what}?", yes):
        env.note("nothing was changed")
        return
    kept = write_anew(register, env.author(reason), source)
    env.note(
        f"{register.name} was written {what}" + (f"; what stood there is {', '.join(map(str, kept))}" if kept else "")
    )


@app.command()
def accept(ctx: typer.Context, reason: Reason = None) -> None:
    """Keep a register that was changed outside engtrack as it is; the journal says so, and why; both files are kept."""
    from engtrack.store.repair import accept as keep

    env: Environment = ctx.obj
    ids = keep(env.register, env.author(reason))
    env.note(f"accepted {env.register.name} as it is; the journal now has it so for: {', '.join(ids) or 'nothing'}")
