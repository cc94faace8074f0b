"""Copies: one zip file with both parts of the register, proven readable after it is written."""

import datetime as dt
import re
import tempfile
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from engtrack.errors import Misused, RegisterError
from engtrack.store import Register
from engtrack.store.file import FileRegister
from engtrack.store.storage import replace_file

REGISTER_NAME = "engtrack.json"
JOURNAL_NAME = "engtrack.json.journal"
NAMED = re.compile(r"engtrack-(\d{8}T\d{6}Z)(?:-(\d+))?\.zip")


def back_up(register: Register, target: Path, at: dt.datetime, keep: int | None = None) -> Path:
    """Copy the register to *target*: a folder, or a file whose name ends in .zip. Returns the file.

    The file is read first and the journal after it, so that a command in between is in the copy as well. With
    *keep*, only that many of the copies in the folder stay, the newest.
    """
    if not register.exists():
        raise RegisterError(f"there is nothing to copy: {register.name} does not exist yet")
    path = target if target.suffix == ".zip" else _free_name(target, at)
    if register.is_part(path):
        raise Misused(f"{target} is the register itself; name a folder or another file to copy it to")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.SpooledTemporaryFile(max_size=1 << 26) as buffer:
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            file, journal = register.parts()
            if file is not None:
                archive.writestr(REGISTER_NAME, file)
            archive.writestr(JOURNAL_NAME, journal)
        buffer.seek(0)
        content = buffer.read()
    prove(BytesIO(content), path)
    with replace_file(path, content) as put_in_place:
        put_in_place()
    prove(path, path)
    if keep is not None:
        others = [file for file in _copies(path.parent) if file != path and _is_of(file, register)]
        for old in others[: len(others) - (keep - 1)]:
            old.unlink()
    return path


def _copies(folder: Path) -> list[Path]:
    """The copies in *folder* that carry our names, oldest first."""
    named = [(match, file) for file in folder.iterdir() if (match := NAMED.fullmatch(file.name))]
    return [file for match, file in sorted(named, key=lambda item: (item[0][1], int(item[0][2] or 1)))]


def _is_of(copy: Path, register: Register) -> bool:
    """Whether *copy* is one of this *register*, and not of another that is kept in the same folder."""
    with tempfile.TemporaryDirectory() as folder, suppress(RegisterError, OSError):
        unpack(copy, copy, Path(folder))
        copied = FileRegister(Path(folder) / REGISTER_NAME, lambda _: None)
        return copied.read().register_id == register.read().register_id
    return False


def _free_name(folder: Path, at: dt.datetime) -> Path:
    stem = f"engtrack-{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    same = [file for file in (_copies(folder) if folder.is_dir() else []) if file.name.startswith(stem)]
    if not same:
        return folder / f"{stem}.zip"
    last = NAMED.fullmatch(same[-1].name)
    return folder / f"{stem}-{int((last and last[2]) or 1) + 1}.zip"


def prove(copied: Path | BytesIO, path: Path) -> None:
    """Open the copy, which is or is to be at *path*, as a register of its own; RegisterError where it is not sound."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(copied, path, Path(folder))
        told: list[str] = []
        copy = FileRegister(Path(folder) / REGISTER_NAME, told.append)
        list(copy.journal.entries())
        copy.read()
        if told:
            raise RegisterError(f"{path} would be a copy of a register that is not sound: {told[0]}")


def unpack(copied: Path | BytesIO, path: Path, folder: Path) -> None:
    """Put both parts in the copy into *folder*."""
    try:
        with zipfile.ZipFile(copied) as archive:
            for name in (REGISTER_NAME, JOURNAL_NAME):
                if name in archive.namelist():
                    (folder / name).write_bytes(archive.read(name))
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, ValueError, zlib.error, NotImplementedError) as error:
        why = "there is no such file" if isinstance(error, FileNotFoundError) else str(error)
        raise RegisterError(f"{path} is not a copy of a register: {why}") from error
    if not (folder / JOURNAL_NAME).exists():
        raise RegisterError(f"{path} is not a copy of a register: it holds no {JOURNAL_NAME}")
