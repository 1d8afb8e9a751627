"""How figures are made, told at the foot of a page: by a measure, a deadline, or for a whole table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Explained(Protocol):
    """Anything with a key, a label and the text that tells how it is made."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def how(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the figures of a whole table are made."""

    key: str
    label: str
    how: str
