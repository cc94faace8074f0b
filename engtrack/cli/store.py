"""`engtrack store …`: the register's files."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from engtrack.cli.environment import Environment
from engtrack.cli.group import Group
from engtrack.cli.options import Reason, Yes, confirmed
from engtrack.cli.show import Format, FormatOption, show_report
from engtrack.errors import Misused

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
def init(
    ctx: typer.Context,
    address: Annotated[
        str | None, typer.Argument(metavar="[ADDRESS]", help="postgresql://… [--store, or ENGTRACK_STORE].")
    ] = None,
    roles: Annotated[
        bool, typer.Option("--roles", help="Make a reader, a writer and an owner to grant to people, too.")
    ] = False,
) -> None:
    """Prepare a database of a PostgreSQL server for a register; a file needs nothing of the kind."""
    from engtrack.store import is_server

    env: Environment = ctx.obj
    env.store = address or env.store
    if not is_server(env.store_address()):
        raise Misused(f"{env.store_address()} is a file, which the first change makes; init prepares postgresql://…")
    from engtrack.store.postgres import PostgresRegister

    register = env.register
    assert isinstance(register, PostgresRegister)
    register.set_up(roles)
    env.note(f"{register.name} is ready" + ("; grant engtrack_writer to those who work on it" if roles else ""))


@app.command()
def copy(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A file, or postgresql://….")],
    target: Annotated[str, typer.Argument(metavar="TO", help="A new file, or a prepared and empty database.")],
) -> None:
    """Copy a register with its journal from a file to a server or back, and prove that nothing is missing."""
    from engtrack.store import open_register
    from engtrack.store.copying import copy as bring

    env: Environment = ctx.obj
    there = open_register(target, env.note)
    copied = bring(open_register(source, env.note), there, env.author(None)._replace(command="store copy"))
    env.note(
        f"{there.name} holds all of it now: {copied.records:,} records, {copied.entries:,} commands; both are equal"
    )


@app.command()
def check(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Prove that the register is sound, or say exactly what is wrong and where."""
    from engtrack.layout import Column, Report, Role, Row, Table

    env: Environment = ctx.obj
    register = env.register
    found = register.check()
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
        as_it_is = " or engtrack store accept --reason TEXT (the file as it is)" if register.folder else ""
        env.note(f"put it right with engtrack store rebuild (from the journal){as_it_is}")
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
    written = back_up(register, target or env.folder / "backups", env.moment, keep)
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
    env: Environment = ctx.obj
    register = env.register
    what = f"from the copy {source}" if source else "from its journal"
    if not confirmed(env, f"Write {register.name} anew {what}?", yes):
        env.note("nothing was changed")
        return
    kept = register.rebuild(env.author(reason), source)
    env.note(
        f"{register.name} was written {what}" + (f"; what stood there is {', '.join(map(str, kept))}" if kept else "")
    )


@app.command()
def accept(ctx: typer.Context, reason: Reason = None) -> None:
    """Keep a register that was changed outside engtrack as it is; the journal says so, and why; both files are kept."""
    env: Environment = ctx.obj
    ids = env.register.accept(env.author(reason))
    env.note(f"accepted {env.register.name} as it is; the journal now has it so for: {', '.join(ids) or 'nothing'}")
