"""Replacing a file that others may have open: never half, never over somebody else's change."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from igu_xl.errors import WriteRefused

# Office programs may drop the first two characters of a long name in the name of the lock file.
_LONG_STEM = 8
_MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS)


def file_sha256(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_open(path: Path) -> str | None:
    """The name of the lock file that says somebody has the workbook open, in Excel or LibreOffice."""
    names = [f"~${path.name}", f".~lock.{path.name}#"]
    if len(path.stem) >= _LONG_STEM:
        names.append(f"~${path.name[2:]}")
    return next((name for name in names if (path.parent / name).exists()), None)


def refuse_if_open(path: Path) -> None:
    """Raise WriteRefused when a lock file says that the workbook is open."""
    lock = is_open(path)
    if lock:
        raise WriteRefused(
            f"Arbejdsbogen er åben hos en anden (låsefilen {lock} findes). Den bliver opdateret næste gang.",
            path.name,
        )


def replace_file(path: Path, content: bytes, read_sha256: str, verify: Callable[[Path], None]) -> None:
    """Put new content in place of the file in one step, with its mode and, where allowed, its owner.

    The content is written beside the file, flushed to disk and given to `verify`, which raises when it is not as it
    should be. Raises WriteRefused when the file is open, is no longer the one with `read_sha256`, or lies in a folder
    that may not be written. A process that is killed leaves the file as it was (and perhaps a `.igu-*.tmp` beside it).
    """
    refuse_if_open(path)
    try:
        temporary = _written_beside(path, content)
    except OSError as problem:
        if problem.errno not in _MAY_NOT:
            raise
        raise WriteRefused(
            "Der kan ikke skrives i mappen, den ligger i. Bed om skriveret; den bliver opdateret næste gang.", path.name
        ) from problem
    try:
        verify(temporary)
        _refuse_if_changed(path, read_sha256)
        refuse_if_open(path)
        temporary.replace(path)
    except PermissionError as problem:
        raise WriteRefused(
            "Arbejdsbogen er åben eller skrivebeskyttet. Den bliver opdateret næste gang.",
            path.name,
        ) from problem
    finally:
        temporary.unlink(missing_ok=True)


def _written_beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".igu-", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    shutil.copymode(path, name)
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(name, path.stat().st_uid, path.stat().st_gid)
    return Path(name)


def _refuse_if_changed(path: Path, read_sha256: str) -> None:
    if not path.exists() or file_sha256(path) != read_sha256:
        raise WriteRefused(
            "Arbejdsbogen er blevet ændret, siden den blev læst. Den bliver opdateret næste gang.", path.name
        )
