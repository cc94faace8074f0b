"""`engtrack demo PATH`."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engtrack.cli.environment import STORE_NAME, Environment
from engtrack.errors import Refused

if TYPE_CHECKING:
    from engtrack.store import Register

SEED = "000_975d3c0c9cbb6028.txt"
app = typer.Typer(rich_markup_mode=None)


@app.command("demo")
def demo(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="A new folder, or the file of a new register.")],
    actions: Annotated[
        int, typer.Option("--actions", min=1, max=100_000, metavar="N", help="How many actions it has.")
    ] = 120,
) -> None:
    """Make a believable register of two years to play with; beside EMA and ARM all in it is made up."""
    from engtrack.demo import Demo
    from engtrack.store import Author
    from engtrack.store.file import FileRegister

    env: Environment = ctx.obj
    target = Path(path).expanduser()
    store = target if target.suffix == ".json" else target / STORE_NAME
    register = FileRegister(store, env.note)
    if register.exists():
        raise Refused(f"{store} is a register already and was kept; name a new folder or file")
    parts = 24 if actions <= 5_000 else 4
    made = Demo(actions, env.today, parts)
    with typer.progressbar(range(parts), label="making it", file=env.progress) as bar:
        for part in bar:
            at = dt.datetime.combine(made.days[part], dt.time(12), dt.UTC)
            register.change(lambda change, part=part: made.fill(change, part), Author("demo", at, "demo"))  # type: ignore[misc]
    register.change(made.finish, Author("demo", dt.datetime.combine(env.today, dt.time(12), dt.UTC), "demo"))
    _read_the_real_document(env, register)
    env.note(f"made {store} with {actions:,} actions; try: engtrack --store {store}")


def _read_the_real_document(env: Environment, register: "Register") -> None:
    """Keep the published highlights of the second bilateral of EMA and ARM, where they came with the program."""
    from engtrack.cli.keeping import keep
    from engtrack.intake.documents import read_document
    from engtrack.intake.draft import read_draft
    from engtrack.store import Author

    package = Path(__file__).parent.parent
    found = next((path for path in (package / "seeds" / SEED, package.parent / "seeds" / SEED) if path.is_file()), None)
    if found is None:
        return
    read = read_draft(read_document(found.read_bytes(), found.name))
    at = dt.datetime.combine(env.today, dt.time(13), dt.UTC)
    register.change(lambda change: keep(change, read, env.today), Author("demo", at, "import"))
