"""How whoever waits is told how far a piece of work is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]  # how many are done of how many, and what is done now
Tell = Callable[[str], None]  # what is done now
