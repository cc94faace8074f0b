"""Ask a person, one question after the other, until the answer can be read."""

from collections.abc import Callable
from typing import TypeVar

import typer

from engtrack.cli.environment import Environment
from engtrack.errors import EngtrackError

T = TypeVar("T")


def ask(env: Environment, question: str, read: Callable[[str], T], default: str = "") -> T:
    """What *read* makes of the answer; where it refuses, its sentence is shown and the question asked again."""
    while True:
        answer = typer.prompt(question, default=default, show_default=bool(default), err=True)
        try:
            return read(answer.strip())
        except EngtrackError as error:
            env.note(str(error))
