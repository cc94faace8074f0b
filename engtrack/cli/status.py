"""`engtrack status`, and plain `engtrack`."""

from typing import Annotated

import typer

from engtrack.cli.environment import Environment
from engtrack.cli.output import Force, Output, deliver
from engtrack.cli.show import Format, FormatOption

app = typer.Typer(rich_markup_mode=None)

FIRST_STEPS = """\
{path} holds nothing yet. Type one of:

  engtrack import FILE            read the highlights of a meeting into the register
  engtrack stakeholder add ARM --name "Alliance for Regenerative Medicine"
  engtrack meeting add "1st bilateral" --date today
  engtrack action add "send the pipeline data" --owner ARM --due +2w
"""


@app.command("status")
def status_command(
    ctx: typer.Context,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="As the register stood on that day, from its journal.")
    ] = None,
    output: Output = None,
    force: Force = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Print the status report: overdue, due soon, who owes what, undated asks, trend, routes, planned meetings."""
    print_status(ctx.obj, format, as_of, output, force)


def print_status(
    env: Environment,
    format: Format = Format.TABLE,
    as_of: str | None = None,
    output: str | None = None,
    force: bool = False,
) -> None:
    """The report as of `--today`; what to type first while the register is empty."""
    from engtrack.reports.status import layout, status

    register = env.register
    if format is Format.TABLE and output is None and not register.exists():
        typer.echo(FIRST_STEPS.format(path=register.name), nl=False)
        return
    from engtrack.cli.report import seen

    snapshot, today = seen(env, as_of)
    value = status(register.name, snapshot.meetings, snapshot.actions, snapshot.recommendations, snapshot.config, today)
    deliver(env, layout(value, snapshot.config), value, format, output, force)
