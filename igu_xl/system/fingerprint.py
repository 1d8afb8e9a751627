"""Fingerprints: whether something is the same as when a page was made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path


def digest(files: Iterable[Path], *more: str) -> str:
    """A fingerprint of the files' names and bytes, and of some words."""
    whole = hashlib.sha256("\0".join(more).encode())
    for file in files:
        whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def digest_of_package(package: Path, leave_out: Collection[str] = ()) -> str:
    """A fingerprint of a package: of the places and contents of its files, without the rooms and modules left out.

    It is the same for a checkout and an installed wheel, whatever ends the lines and whatever Python compiled.
    """
    whole = hashlib.sha256()
    for file in _sources(package, leave_out):
        content = hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n"))
        whole.update(file.relative_to(package).as_posix().encode() + b"\0" + content.digest())
    return whole.hexdigest()


def _sources(folder: Path, leave_out: Collection[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in leave_out or path.name.startswith((".", "__pycache__")):
            continue
        if path.is_dir():
            yield from _sources(path, ())
        else:
            yield path
