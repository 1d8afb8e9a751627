"""Put a finished folder in the place of an older one, at once or not at all.

It is built beside its place, on the same disk, and then renamed. A run that is killed publishes nothing; the next one
clears the wreck.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from igu_xl.errors import NotNow


def start(final: Path) -> Path:
    """An empty folder to build in, beside the final one."""
    building = _building(final)
    building.mkdir(parents=True)
    return building


def clear_wreck(final: Path) -> None:
    """Remove what a killed run left; put the old folder back if it was killed between the two renames."""
    old = _aside(final)
    if old.exists() and not final.exists():
        old.replace(final)
    for wreck in (_building(final), old):
        if wreck.exists():
            shutil.rmtree(wreck)


def swap(final: Path) -> None:
    """Put the built folder in the place of the final one, or change nothing and raise `NotNow`."""
    building, old = _building(final), _aside(final)
    try:
        if final.exists():
            final.replace(old)
        building.replace(final)
    except PermissionError as error:
        if old.exists() and not final.exists():
            old.replace(final)
        shutil.rmtree(building, ignore_errors=True)
        raise NotNow(f"Mappen {final.name} er åben i et andet program. Luk den, og kør igen.") from error
    shutil.rmtree(old, ignore_errors=True)


def put(path: Path, text: str) -> None:
    """Write a text file at once: a reader sees the old one or the new one. Raises `NotNow` where it is locked."""
    beside = path.with_name(f".{path.name}.ny")
    beside.write_text(text, encoding="utf-8", newline="\n")
    try:
        beside.replace(path)
    except PermissionError as error:
        beside.unlink(missing_ok=True)
        raise NotNow(f"Filen {path.name} er åben i et andet program. Luk den, og kør igen.") from error


def _building(final: Path) -> Path:
    return final.with_name(f".{final.name}.bygges")


def _aside(final: Path) -> Path:
    return final.with_name(f".{final.name}.gammel")
