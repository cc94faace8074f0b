"""A record in the user's editor: as readable TOML with comments, and back, with nothing lost on the way."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from engtrack.errors import EngtrackError, Misused, Refused, RegisterError
from engtrack.model import Record

R = TypeVar("R", bound=Record)
FAULT = "# This could not be taken: "


class Editor:
    """The editor that VISUAL or EDITOR names, on a file of its own that only the user can read."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.command = environ.get("VISUAL") or environ.get("EDITOR") or "vi"

    def edit(self, path: Path) -> None:
        """Let the user change the file at *path*; Refused where the editor cannot be run or gives up."""
        try:
            code = subprocess.run([*shlex.split(self.command), str(path)], check=False).returncode  # noqa: S603
        except (OSError, ValueError) as error:
            raise Refused(f"the editor {self.command!r} cannot be run: {error}; EDITOR names another") from error
        if code:
            raise Refused(f"the editor {self.command!r} gave up (exit code {code}); nothing was changed")


def edit_record(
    editor: Editor, record: R, comments: Mapping[str, str], read: Callable[[dict[str, Any]], R]
) -> tuple[dict[str, Any], Path]:
    """The fields of *record* as the user leaves them, and the file that still holds what was typed.

    *comments* are the fields that can be changed, with what is said of each; *read* makes a record of them, or refuses:
    then the editor opens again with the fault on top. A text that is left as it was, faults and all, is given up.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    descriptor, name = tempfile.mkstemp(prefix=f"engtrack-{record.id}-", suffix=".toml")
    os.close(descriptor)
    path = Path(name)
    text = original = as_toml(record, comments)
    before = ""
    while True:
        path.write_text(text, encoding="utf-8")
        try:
            editor.edit(path)
        except Refused:
            path.unlink()
            raise
        try:
            typed = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise Refused(f"the editor left no text of {record.id} ({error.strerror}); nothing was changed") from error
        kept = "".join(line for line in typed.splitlines(keepends=True) if not line.startswith(FAULT))
        if kept == original:
            path.unlink()
            raise Refused(f"{record.id} was left as it was; nothing was changed")
        try:
            fields = tomlkit.parse(typed).unwrap()
            if unknown := sorted(set(fields) - set(comments)):
                raise Misused(f"there is no field {unknown[0]!r}; the fields are: {', '.join(comments)}")
            found = {name: fields.get(name) for name in comments}
            read(found)
            return found, path
        except RegisterError as error:  # nothing that was typed is at fault
            raise RegisterError(f"{error}; your text is kept in {path}") from error
        except (TOMLKitError, EngtrackError, ValueError, RecursionError) as error:
            if kept == before:  # nobody mends it: an editor that types the same again would go on for ever
                path.write_text(kept, encoding="utf-8")
                raise Refused(f"{error}; nothing was changed, and your text is kept in {path}") from error
            before = kept
            text = f"{FAULT}{' '.join(str(error).split())}\n{kept}"


def as_toml(record: Record, comments: Mapping[str, str]) -> str:
    """The fields that *comments* names, each under its comment; what is not known stands there commented out."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(f"{record.id}. Save to change it; leave it as it is to change nothing."))
    for name, comment in comments.items():
        document.add(tomlkit.nl())
        document.add(tomlkit.comment(comment))
        value = _plain(getattr(record, name))
        if value is None:
            document.add(tomlkit.comment(f"{name} ="))
        else:
            document.add(name, tomlkit.item(value))
    return tomlkit.dumps(document)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value.value) if hasattr(value, "value") else value
