"""A whole model as one integer programme: searches the best for one aim, keeps what was won, goes on to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from igu_xl.arrays import Bools, Floats
from igu_xl.match.solving.model.aims import Aim
from igu_xl.match.solving.model.model import Model
from igu_xl.optimise.programme import Running, begin_with, chosen_of, programme, solved
from igu_xl.optimise.reached import AimReached, SearchProgress
from igu_xl.optimise.rows import Constraints

# How far a value may be from a whole number.
WHOLE = 1e-6
# A share of the people of a municipality that is not worth a search.
SHORTFALL_GAP = 0.01
# What HiGHS does to find better columns, beside its proof.
HEURISTICS = ("feasibility_jump", "rins", "rens", "root_reduced_cost")


@dataclass(frozen=True, slots=True, eq=False)
class SearchResult:
    """What a search found: the chosen columns, the proven bound of the aim, and whether the user stopped it."""

    chosen: Bools
    bound: float
    interrupted: bool = False


class Engine:
    """A model inside HiGHS, which always maximises: an aim to be smallest has its price turned round."""

    def __init__(self, model: Model, *, hunting: bool = True) -> None:
        """Not hunting: better columns are looked for elsewhere, and only the bound is worth time."""
        self.model, self.levelled = model, False
        rows = [*model.rows(), model.slot_cuts(), model.person_cuts()]
        self.highs: Any = programme(np.zeros(model.size), np.ones(model.size), rows, whole=True)
        self.highs.changeColIntegrality(model.shortfall, highspy.HighsVarType.kContinuous)
        for name in HEURISTICS if not hunting else ():
            self.highs.setOptionValue(f"mip_heuristic_run_{name}", False)
        if not hunting:
            self.highs.setOptionValue("mip_heuristic_effort", 0.0)

    def search(
        self, aim: Aim, chosen: Bools, seconds: float, progress: SearchProgress, bound: float | None = None
    ) -> SearchResult:
        """The best columns for the aim, at least as good as the chosen ones, found within the time.

        `bound` is one that is known already. Ctrl-C ends the search with the best so far.
        """
        return self.begin(aim, chosen, seconds, progress, bound).outcome()

    def begin(
        self, aim: Aim, chosen: Bools, seconds: float, progress: SearchProgress, bound: float | None = None
    ) -> Hunt:
        """The same search, which goes on while something else is done, until its outcome is asked for."""
        hunt = Hunt(self.highs, aim, self.model, chosen, progress, aim.most(self.model) if bound is None else bound)
        if hunt.done or seconds <= 0:
            return hunt
        if aim.price[self.model.shortfall] and not self.levelled:
            # These rows are long, and mean nothing to the aims before this one.
            self._add(self.model.shortfalls())
            self.levelled = True
        self._aim_at(aim, seconds)
        begin_with(self.highs, self.model.complete(chosen))
        hunt.running = Running(self.highs)
        return hunt

    def keep(self, aim: Aim, value: float) -> None:
        """From now on the aim is worth at least as much, less its tolerance."""
        level = aim.sign * value - aim.tolerance - WHOLE * max(1.0, abs(value))
        used = np.flatnonzero(aim.price)
        row = np.zeros(len(used), dtype=np.int64)
        self._add(Constraints(np.array([level]), np.array([np.inf]), row, used, aim.sign * aim.price[used]))

    def _aim_at(self, aim: Aim, seconds: float) -> None:
        everything = np.arange(self.model.size, dtype=np.int32)
        self.highs.changeColsCost(self.model.size, everything, aim.sign * aim.price)
        gap, share = (0.55 * aim.grain, 0.0) if aim.grain else (SHORTFALL_GAP, 1e-4)
        for name, limit in (("time_limit", seconds), ("mip_abs_gap", gap), ("mip_rel_gap", share)):
            self.highs.setOptionValue(name, limit)

    def _add(self, rows: Constraints) -> None:
        order = np.argsort(rows.row, kind="stable")
        starts = np.searchsorted(rows.row[order], np.arange(len(rows.lower))).astype(np.int32)
        entries = rows.variable[order].astype(np.int32), rows.coefficient[order]
        self.highs.addRows(len(starts), rows.lower, rows.upper, len(order), starts, *entries)


class Hunt:
    """A search for an aim: the best columns so far, and the bound so far."""

    def __init__(
        self, highs: Any, aim: Aim, model: Model, chosen: Bools, progress: SearchProgress, bound: float
    ) -> None:
        self.highs, self.aim, self.model, self.progress = highs, aim, model, progress
        self.best, self.bound = chosen, bound
        self.running: Running | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing is searched any more."""
        return self.running is None or self.running.ended

    def ended_below(self, bound: float) -> bool:
        """Whether the search has come to its end, and has proven less than this bound."""
        return self.running is not None and self.running.ended and self._dual() < bound - WHOLE

    def outcome(self, deadline: float = np.inf) -> SearchResult:
        """What was found when the search ends, which it does at the deadline at the latest."""
        if self.running is None:
            return SearchResult(self.best, self.bound)
        interrupted = False
        try:
            self.running.wait(deadline)
        except KeyboardInterrupt:
            interrupted = True
        self.running = None
        self._prove(self._dual())
        self._offer(solved(self.highs))
        return SearchResult(self.best, self.bound, interrupted)

    @property
    def done(self) -> bool:
        """True when the best is as good as the bound."""
        return self.aim.sign * (self.bound - self._worth(self.best)) <= WHOLE * max(1.0, abs(self.bound))

    def _dual(self) -> float:
        return float(self.highs.getInfo().mip_dual_bound)

    def _prove(self, bound: float) -> None:
        """Take over a bound (of the price turned round, where the aim is) when it is tighter."""
        if np.isfinite(bound):
            self.bound = self.aim.sign * min(self.aim.sign * self.bound, self.aim.rounded(bound))
            self._tell()

    def _offer(self, values: Floats | None) -> None:
        """Take over the columns of these values when they are better."""
        if values is None:
            return
        chosen = chosen_of(values, len(self.best))
        if self.aim.sign * (self._worth(chosen) - self._worth(self.best)) > 0:
            self.best = chosen
            self._tell()

    def _tell(self) -> None:
        self.progress.moved(AimReached(self.aim.name, self._worth(self.best), self.bound))

    def _worth(self, chosen: Bools) -> float:
        return self.aim.worth(self.model.complete(chosen))
