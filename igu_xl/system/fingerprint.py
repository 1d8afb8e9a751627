"""Fingerprints: whether something is the same as when a page was made from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *more: str) -> str:
    """A fingerprint of the files' names and bytes, and of some words."""
    whole = hashlib.sha256("\0".join(more).encode())
    for file in files:
        whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
