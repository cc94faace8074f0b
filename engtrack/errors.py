"""Every refusal: one sentence for the user and one number for scripts. Nothing here prints or exits."""

from collections.abc import Iterable
from difflib import get_close_matches


class EngtrackError(Exception):
    """Something that the user can understand and act on."""

    exit_code = 1


class Refused(EngtrackError):
    """What was asked is understood and is not done."""


class Misused(EngtrackError):
    """A value on the command line cannot be read."""

    exit_code = 2


class NotFound(EngtrackError):
    """No such record; *known* are the names among which the nearest is offered."""

    exit_code = 3

    def __init__(self, kind: str, name: str, known: Iterable[str] = (), hint: str = "") -> None:
        self.name = name
        near = nearest(name, known)
        offer = f"; did you mean {near}?" if near else ""
        super().__init__(f"there is no {kind} {name}{offer}{'; ' + hint if hint else ''}")


class RegisterError(EngtrackError):
    """The register cannot be read, is locked, is damaged or is newer than this program."""

    exit_code = 4


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one among *known* that *name* was probably meant to be, whatever its case."""
    by_fold = {word.casefold(): word for word in known}
    found = get_close_matches(name.casefold(), by_fold, n=3, cutoff=0.6)
    swapped = [word for word in found if sorted(word) == sorted(name.casefold())]  # dnoe is done, not note
    return by_fold[(swapped or found)[0]] if found else None
