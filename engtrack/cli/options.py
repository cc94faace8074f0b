"""Options that several commands share, and what they mean."""

import datetime as dt
from typing import Annotated

import typer

from engtrack.cli.environment import Environment
from engtrack.errors import Misused

MeetingOption = Annotated[str | None, typer.Option("--meeting", "-m", metavar="ID", help="The meeting, like M1.")]
TopicOption = Annotated[str | None, typer.Option("--topic", "-t", metavar="N", help="The agenda item of that meeting.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it happened [today].")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; kept in the history.")]


def day_option(env: Environment, text: str | None, order: str | None, past: bool = False) -> dt.date | None:
    """The day that an option names; None where it was not given. With *past*, one that is not to come."""
    if text is None:
        return None
    from engtrack.dates import read_day

    day = read_day(text, env.today, order, past)
    if past and day > env.today:
        from engtrack.dates import say_day

        raise Misused(f"{text!r} is {say_day(day)}, which is still to come; today is {say_day(env.today)}")
    return day


DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be done, and do nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def confirmed(env: Environment, question: str, yes: bool) -> bool:
    """Ask *question* where there is a person to answer it; without one, or with *yes*, the answer is yes."""
    return yes or not env.can_ask or typer.confirm(question, err=True)
