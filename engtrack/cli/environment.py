"""All that comes in from outside: clock, user, paths, terminal. The only place that asks the world."""

import datetime as dt
import io
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import typer

from engtrack.errors import Misused

if TYPE_CHECKING:
    from engtrack.cli.editor import Editor
    from engtrack.routes.catalogue import Route
    from engtrack.store import Author, Register
    from engtrack.store.change import Change
    from engtrack.store.snapshot import Snapshot

T = TypeVar("T")
STORE_NAME = "engtrack.json"
WIDEST = 1000
"""Columns; what COLUMNS says beyond that is no screen."""


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


class Environment:
    """One run of the program: the world as it was found, and the global options."""

    def __init__(
        self,
        environ: Mapping[str, str] = os.environ,
        cwd: Callable[[], Path] = Path.cwd,
        now: Callable[[], dt.datetime] = _now,
    ) -> None:
        self.environ = environ
        self.cwd = cwd
        self.now = now
        self.store: str | None = None
        self.day: str | None = None
        self.by: str | None = None
        self.command = ""
        self._register: tuple[str, Register] | None = None

    # the world

    @property
    def today(self) -> dt.date:
        """The day that everything is seen from: `--today`, else ENGTRACK_TODAY, else the calendar's."""
        given = self.day or self.environ.get("ENGTRACK_TODAY")
        if not given:
            return self.now().date()
        from engtrack.dates import read_day

        return read_day(given, self.now().date())

    @property
    def user(self) -> str:
        """Who changes the register: `--by`, else ENGTRACK_USER, else the login name; on a server, the role there."""
        role = self.register.role
        if role and self.by and clean(self.by, "--by") != role:
            raise Misused(
                f"--by {self.by!r} cannot be chosen on a server, where you are {role}; log in as somebody else"
            )
        return role or self._login

    @property
    def _login(self) -> str:
        given = self.by or self.environ.get("ENGTRACK_USER")
        if given:
            return clean(given, "--by")
        import getpass

        try:
            return getpass.getuser().encode("utf-8", "replace").decode() or "unknown"
        except (KeyError, OSError):
            return "unknown"

    def store_address(self) -> str:
        """`--store`, else ENGTRACK_STORE, else the nearest engtrack.json here or above, else the data folder."""
        given = self.store or self.environ.get("ENGTRACK_STORE")
        if given:
            with suppress(RuntimeError):  # there is no such home
                return given if "://" in given else str(Path(given).expanduser())
            return given
        try:
            here = self.cwd()
        except OSError:  # the folder was taken away
            return str(self._data_folder() / STORE_NAME)
        for folder in (here, *here.parents):
            if (folder / STORE_NAME).is_file() or (folder / f"{STORE_NAME}.journal").is_file():
                return str(folder / STORE_NAME)
        return str(self._data_folder() / STORE_NAME)

    def _data_folder(self) -> Path:
        if os.name == "nt" or sys.platform == "darwin":
            return Path(typer.get_app_dir("engtrack"))
        home = self.environ.get("XDG_DATA_HOME")
        return (Path(home) if home else Path.home() / ".local" / "share") / "engtrack"

    # the register

    @property
    def register(self) -> "Register":
        from engtrack.store import open_register

        address = self.store_address()
        if self._register is None or self._register[0] != address:
            self._register = (address, open_register(address, self.note))
        return self._register[1]

    @property
    def folder(self) -> Path:
        """Where what belongs to the register, but is not in it, is kept: beside its file, else in the user's data folder."""
        return self.register.folder or self._data_folder()

    def read(self) -> "Snapshot":
        return self.register.read()

    def change(self, work: "Callable[[Change], T]", reason: str | None = None) -> T:
        """Do *work* on the register as one command of this user, now."""
        return self.register.change(work, self.author(reason))

    @property
    def moment(self) -> dt.datetime:
        """Now, as it is written down: UTC, to the second."""
        return self.now().astimezone(dt.UTC).replace(microsecond=0)

    def author(self, reason: str | None = None) -> "Author":
        from engtrack.store import Author

        return Author(self.user, self.moment, self.command, clean(reason, "--reason") if reason else None)

    def catalogue(self) -> "dict[str, Route]":
        """The engagement routes, with those of the user's own file beside the register."""
        from engtrack.routes.catalogue import OWN_FILE, load_catalogue

        return load_catalogue(self.folder / OWN_FILE)

    # the terminal

    def words(self, text: str, what: str) -> str:
        """*text* from the command line, or from standard input where it is `-`; refused when there is nothing in it."""
        if text != "-":
            return clean(text, what)
        if sys.stdin is None:
            raise Misused(f"{what} cannot be read: standard input is closed")
        return " ".join(clean(sys.stdin.read(), f"{what} on standard input").split())

    @property
    def editor(self) -> "Editor":
        from engtrack.cli.editor import Editor

        return Editor(self.environ)

    def note(self, sentence: str) -> None:
        """Tell the user something that is not data."""
        from engtrack.render.text import visible

        typer.echo(f"engtrack: {visible(sentence)}", err=True)

    @property
    def progress(self) -> TextIO:
        """Where a progress bar goes: to a person who watches, or nowhere."""
        return sys.stderr if sys.stderr is not None and sys.stderr.isatty() else io.StringIO()

    @property
    def is_watched(self) -> bool:
        """Whether a person sees what is printed."""
        return sys.stdout.isatty()

    @property
    def can_ask(self) -> bool:
        """Whether there is a person to answer a question."""
        return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))

    @property
    def width(self) -> int | None:
        """The columns to fit output to: COLUMNS, else the terminal's; None in a pipe, which is never folded."""
        columns = self.environ.get("COLUMNS", "")
        if columns.isdecimal() and columns.strip("0"):
            return min(max(int(columns[:9]), 20), WIDEST)
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, 20) if self.is_watched else None

    @property
    def colour(self) -> bool:
        return self.is_watched and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"


def clean(text: str, what: str) -> str:
    """*text* from the command line, trimmed; refused when there is nothing in it or it is no text."""
    words = text.strip()
    if not words:
        raise Misused(f"{what} is empty; it takes a few words")
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise Misused(f"{what} is not readable text (UTF-8): {text!r}") from error
    return words
