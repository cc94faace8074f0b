"""`engtrack status`, and plain `engtrack`."""

import typer

from engtrack.cli.environment import Environment
from engtrack.cli.show import Format, FormatOption, show_report

app = typer.Typer(rich_markup_mode=None)

FIRST_STEPS = """\
{path} holds nothing yet. Type one of:

  engtrack import FILE            read the highlights of a meeting into the register
  engtrack stakeholder add ARM --name "Alliance for Regenerative Medicine"
  engtrack meeting add "1st bilateral" --date today
  engtrack action add "send the pipeline data" --owner ARM --due +2w
"""


@app.command("status")
def status_command(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Print the status report: overdue, due soon, who owes what, undated asks, routes, planned meetings."""
    print_status(ctx.obj, format)


def print_status(env: Environment, format: Format = Format.TABLE) -> None:
    """The report as of `--today`; what to type first while the register is empty."""
    from engtrack.reports.status import layout, status

    register = env.register
    if format is Format.TABLE and not register.exists():
        typer.echo(FIRST_STEPS.format(path=register.name), nl=False)
        return
    snapshot = register.read()
    value = status(
        register.name,
        snapshot.meetings,
        snapshot.actions,
        snapshot.recommendations,
        snapshot.config,
        env.today,
    )
    show_report(env, layout(value, snapshot.config), value, format)
