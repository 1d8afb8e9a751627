"""Tells how far a search is: each aim as it is done, and now and then its best value and bound so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

PlanStatus = Literal["optimal", "feasible"]

# Nobody reads faster.
SECONDS_BETWEEN = 0.5


@dataclass(frozen=True, slots=True)
class AimReached:
    """One aim in the order of aims: the value the plan has for it, and the proven best one.

    The bound holds among the plans that are as good for the earlier aims (within their tolerance).
    """

    aim: str
    value: float
    bound: float


TellAim = Callable[[AimReached], None]


@dataclass(slots=True)
class SearchProgress:
    """Passes on what has moved, not too often."""

    tell: TellAim
    last: AimReached | None = None
    told: float = field(default_factory=lambda: -SECONDS_BETWEEN)

    def moved(self, step: AimReached) -> None:
        """The best value or the bound of an aim that is still searched; passed on when it is time."""
        now = time.perf_counter()
        if step != self.last and now - self.told >= SECONDS_BETWEEN:
            self._pass_on(step, now)

    def done(self, step: AimReached) -> None:
        """What an aim came to; always passed on."""
        self._pass_on(step, time.perf_counter())

    def _pass_on(self, step: AimReached, now: float) -> None:
        self.last, self.told = step, now
        self.tell(step)
