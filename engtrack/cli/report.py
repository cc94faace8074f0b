"""`engtrack report …`: what people hand to each other."""

import typer

from engtrack.cli.environment import Environment
from engtrack.cli.group import Group
from engtrack.cli.show import Format, FormatOption, show_report

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Reports on what the register holds.")


@app.callback()
def report() -> None:
    """Reports on what the register holds."""


@app.command()
def routes(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """Show how many of the recommended routes were taken up, by route and by who recommended, and who is silent."""
    from engtrack.reports.ledger import ledger, ledger_report

    env: Environment = ctx.obj
    snapshot = env.read()
    value = ledger(snapshot.recommendations, snapshot.actions, snapshot.meetings, snapshot.config.us, env.today)
    show_report(env, ledger_report(value), value, format)
