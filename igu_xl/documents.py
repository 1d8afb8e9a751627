"""The JSON documents that the tool keeps for itself: each says the version of its form, and older ones are read.

A document without a version was written by igu 0.1.0, and has version 1. A field that a reader does not know is
ignored; a whole document of a later version is not, for nobody can know what it means.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from igu_xl.errors import WrongUse

VERSION = 2
FIRST = 1  # igu 0.1.0, which did not write it
_KEY = "version"


def document(
    content: Mapping[str, Any], *, sort_keys: bool = False, default: Callable[[Any], object] | None = None
) -> str:
    """The text of a document with its version, and a line end."""
    told = {_KEY: VERSION, **content}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=sort_keys, default=default) + "\n"


def read_document(path: Path) -> dict[str, Any]:
    """What a document says besides its version; nothing where there is none.

    Raises `WrongUse` for one that a newer igu wrote.
    """
    return understood(path, json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def understood(path: Path, stored: dict[str, Any]) -> dict[str, Any]:
    """What a document that was read says besides its version; raises `WrongUse` for one that a newer igu wrote."""
    version = stored.pop(_KEY, FIRST)
    if isinstance(version, int) and version > VERSION:
        raise WrongUse(
            f"»{path.name}« i mappen »{path.parent.name}« er skrevet af en nyere version af igu. Opdatér igu på denne "
            "computer, og prøv igen."
        )
    return stored


def known(kind: Any, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass among those that were stored; others are of another version, and ignored."""
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in stored.items() if name in names}
