"""`engtrack stakeholder …`: organisations, known by a short key."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from engtrack.cli.environment import Environment, clean
from engtrack.cli.group import Group
from engtrack.cli.show import Format, FormatOption, show_one, show_records, show_report
from engtrack.errors import Misused, Refused
from engtrack.model import KINDS, Stakeholder, StakeholderKind

if TYPE_CHECKING:
    from engtrack.store.snapshot import Change

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Organisations, regulators included.")


@app.command()
def add(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="The short name that you will type, like ARM.")],
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="The full name [the key].")] = None,
    kind: Annotated[StakeholderKind, typer.Option(help="What it is.")] = StakeholderKind.OTHER,
    alias: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="Another name; repeat it for more.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Add a stakeholder."""
    env: Environment = ctx.obj
    short = clean(key, "the key")
    if re.fullmatch(rf"[{''.join(KINDS)}]\d+", short, re.IGNORECASE):
        raise Misused(f"{short!r} looks like the id of a record; a key has to be a name, like ARM")
    full = clean(name, "--name") if name is not None else short
    aliases = tuple(clean(word, "--alias") for word in alias or ())

    def enter(change: "Change") -> Stakeholder:
        for known in change.stakeholders:
            for word in (short, full, *aliases):
                if known.answers_to(word):
                    raise Refused(f"{word!r} is taken: it names {known.key} ({known.name})")
        return change.add(Stakeholder, key=short, name=full, kind=kind, aliases=aliases)

    stakeholder = env.change(enter)
    env.note(f"added {stakeholder.key}")
    from engtrack.reports.tables import stakeholders_table

    show_one(env, stakeholder, stakeholders_table([stakeholder], ""), format)


@app.command("list")
def list_stakeholders(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the stakeholders by key."""
    env: Environment = ctx.obj
    _show(sorted(env.read().stakeholders, key=lambda item: item.key.casefold()), env, format)


def _show(stakeholders: list[Stakeholder], env: Environment, format: Format) -> None:
    from engtrack.reports.tables import stakeholders_table

    table = stakeholders_table(stakeholders, "no stakeholder yet; engtrack stakeholder add KEY --name NAME adds one")
    show_records(env, stakeholders, Stakeholder, table, format)


@app.command()
def show(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="Its key, name or an alias.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Show a stakeholder: meetings, what it owes, the routes recommended to it."""
    from engtrack import queries
    from engtrack.layout import Report
    from engtrack.reports.tables import actions_table, meetings_table, recommendations_table

    env: Environment = ctx.obj
    snapshot = env.read()
    who = snapshot.stakeholder(key)
    owed = snapshot.actions.where(queries.IsOpen() & queries.Concerns("owner", who.key))
    report = Report(
        f"{who.key}  {who.name}",
        (("Kind", who.kind.value), *((("Also known as", ", ".join(who.aliases)),) if who.aliases else ())),
        (
            meetings_table("Meetings", snapshot.meetings.where(queries.Concerns("stakeholders", who.key))),
            actions_table(
                "Open actions",
                sorted(owed, key=queries.soonest_first),
                env.today,
                snapshot.config.due_soon,
                "owes nothing",
            ),
            recommendations_table(
                "Recommended routes", snapshot.recommendations.where(queries.Concerns("for_", who.key))
            ),
        ),
    )
    show_report(env, report, who, format)
