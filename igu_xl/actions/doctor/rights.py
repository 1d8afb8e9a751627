"""What is asked of a system about who may read a folder, whichever system it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

EVERYBODY = "*"
"""The key of all who can use the machine, or all in the organisation."""


class Rights(Protocol):
    """Who may open a folder besides its owner's own secretariat and the machine's administrators."""

    def readers(self, place: Path) -> Mapping[str, str]:
        """Who may open what lies in a folder: a key of the system, with what people call them.

        Raises `OSError` where that cannot be read.
        """

    def people(self, who: str) -> frozenset[str]:
        """The keys of those who are meant by a key: the members of a group, or just the one."""

    def opens(self, who: str, place: Path) -> bool:
        """Whether somebody may open what lies in a folder. Raises as `readers`."""

    def writers_of(self, place: Path) -> Mapping[str, str]:
        """Who may put something in a folder, remove it or give it another name; raises as `readers`."""
