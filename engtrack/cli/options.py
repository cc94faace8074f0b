"""Options that several commands share, and what they mean."""

import datetime as dt
from typing import Annotated

import typer

from engtrack.cli.complete import meetings, topics
from engtrack.cli.environment import Environment
from engtrack.errors import Misused
from engtrack.model import Config

MeetingOption = Annotated[
    str | None, typer.Option("--meeting", "-m", metavar="ID", autocompletion=meetings, help="The meeting, like M1.")
]
TopicOption = Annotated[
    str | None,
    typer.Option("--topic", "-t", metavar="N", autocompletion=topics, help="The agenda item of that meeting."),
]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened [today].")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; kept in the history.")]


def day_option(env: Environment, text: str | None, config: Config, past: bool = False) -> dt.date | None:
    """The day that an option names; None where it was not given. With *past*, one that is not to come."""
    if text is None:
        return None
    from engtrack.dates import read_day

    day = read_day(text, env.today, config.date_order, past, config.calendar)
    if past and day > env.today:
        from engtrack.dates import say_day

        raise Misused(f"{text!r} is {say_day(day)}, which is still to come; today is {say_day(env.today)}")
    if "wd" in text or "working" in text:
        _say_working_days(env, day, config.calendar)
    return day


def _say_working_days(env: Environment, day: dt.date, calendar: str) -> None:
    """Say which days were not counted as working days."""
    from engtrack.dates import say_day
    from engtrack.dates.working import WEEKENDS, holidays_between, knows_holidays

    if calendar == WEEKENDS or not knows_holidays():
        hint = (
            "" if calendar == WEEKENDS else f"; the holidays of {calendar} come with: pip install 'engtrack[holidays]'"
        )
        env.note(f"working days counted without weekends only{hint}")
        return
    first, last = sorted((env.today, day))
    skipped = [f"{name} {say_day(found)}" for found, name in holidays_between(first, last, calendar)]
    found = (
        f"the holidays of {calendar}: {', '.join(skipped)}" if skipped else f"no holiday of {calendar} falls between"
    )
    env.note(f"working days counted without weekends and {found}" if skipped else f"working days counted; {found}")


DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be done, and do nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def confirmed(env: Environment, question: str, yes: bool) -> bool:
    """Ask *question* where there is a person to answer it; without one, or with *yes*, the answer is yes."""
    return yes or not env.can_ask or typer.confirm(question, err=True)
