"""`engtrack config [KEY [VALUE]]`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engtrack.cli.environment import Environment, clean
from engtrack.cli.show import Format, FormatOption, show_report
from engtrack.errors import Misused
from engtrack.model import Config

if TYPE_CHECKING:
    from engtrack.store.change import Change

app = typer.Typer(rich_markup_mode=None)

SETTINGS = {
    "us": "whose register this is: a stakeholder's key",
    "date-order": "how 03/04/2025 is read: dmy or mdy",
    "review-after": "days until an ask without a day comes up for review",
    "due-soon": "how many days ahead the status report looks",
    "calendar": "whose public holidays are no working days: a country like NL, or weekends",
}


@app.command("config")
def config(
    ctx: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="One setting: " + ", ".join(SETTINGS) + ".")
    ] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="Its new value; none takes it away.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the settings of the register, or set one."""
    env: Environment = ctx.obj
    if key is not None and key not in SETTINGS:
        raise Misused(f"there is no setting {key!r}; the settings are: {', '.join(SETTINGS)}")
    if key is not None and value is not None:
        settings = env.change(lambda change: _set(change, key, clean(value, key)))
        env.note(f"{key} is now {_field(settings, key) or 'not set'}")
        return
    _show(env, env.read().config, key, format)


def _set(change: "Change", key: str, value: str) -> Config:
    read: Any = _READERS[key](change, value) if value != "none" else _field(Config(), key)
    change.set_config(change.config.having(key, read))
    return change.config


def _us(change: "Change", value: str) -> str:
    return change.stakeholder(value).key


def _date_order(change: "Change", value: str) -> str:
    if value.casefold() not in {"dmy", "mdy"}:
        raise Misused(f"cannot read {value!r} as a date order; it is dmy (3 April) or mdy (4 March)")
    return value.casefold()


def _days(change: "Change", value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 365):
        raise Misused(f"cannot read {value!r} as a number of days; try 14 (1 to 365)")
    return int(value)


def _calendar(change: "Change", value: str) -> str:
    from engtrack.dates.working import check_calendar

    return check_calendar(value)


_READERS = {"us": _us, "date-order": _date_order, "review-after": _days, "due-soon": _days, "calendar": _calendar}


def _field(settings: Config, key: str) -> Any:
    return getattr(settings, key.replace("-", "_"))


def _show(env: Environment, settings: Config, key: str | None, format: Format) -> None:
    from engtrack.layout import Report

    if key is not None and format is Format.TABLE:
        typer.echo("" if _field(settings, key) is None else _field(settings, key))
        return
    facts = tuple(
        (name, f"{_field(settings, name) or 'not set'} ({meaning})")
        for name, meaning in SETTINGS.items()
        if key in {None, name}
    )
    show_report(env, Report("Settings of this register", facts), settings, format)
