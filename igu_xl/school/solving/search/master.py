"""Some pupils and cohorts of a school plan as a programme whose columns are whole schedules.

Rows: a pupil has one schedule; a cohort that runs has people between its minimum and maximum, and one that does not
has nobody; rooms; and, only where a solution of the relaxation breaks it, "a pupil sits in a cohort at most as far as
it runs" (Dantzig and Wolfe, 1960; the last rows make the relaxation tight).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.search.columns import Schedule, Schedules

INFINITY = highspy.kHighsInf
# What a person costs who misses in a cohort that must run: more than any schedule is worth.
MISSING = 1e6
# Ways of HiGHS along the edges.
DUAL, PRIMAL = 1, 4
# With more pupils the first relaxation is solved sooner from the inside (and then brought to a corner).
MANY = 1000


@dataclass(frozen=True, slots=True)
class SchoolPart:
    """The pupils who may change; of all cohorts how many of them each needs and can have; which may run, and must."""

    pupils: Ints
    least: Ints
    most: Ints
    may_run: Bools
    must_run: Bools


class Master:
    """The programme of a part of a school; columns and rows are added as they are found."""

    def __init__(self, school: SchoolArrays, schedules: Schedules, part: SchoolPart, missing: float = MISSING) -> None:
        self.school, self.schedules, self.part = school, schedules, part
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {"output_flag": False, "threads": 1, "random_seed": 1, "mip_allow_restart": False}.items():
            self.highs.setOptionValue(name, value)
        if len(part.pupils) > MANY:
            self.highs.setOptionValue("solver", "ipm")
        self.highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.row_of_pupil = {int(pupil): row for row, pupil in enumerate(part.pupils)}
        seats = np.concatenate(
            [np.zeros(0, dtype=np.int64), *(np.asarray(school.seats_of(int(p))) for p in part.pupils)]
        )
        there = np.unique(school.seat_cohort[seats.astype(np.int64)])
        self.cohorts = there[part.may_run[there]]
        self.place = {int(cohort): place for place, cohort in enumerate(self.cohorts)}
        # Which of them are decided not to run.
        self.shut = np.zeros(len(self.cohorts), dtype=bool)
        self.links: dict[int, int] = {}
        self.columns: list[tuple[int, Schedule]] = []
        self._known: dict[int, set[Schedule]] = {}
        self.having: dict[int, list[int]] = {}
        self.broken = True  # whether rows or limits have changed since the last solution, and not columns only
        # The last solution: nothing, as long as there is none.
        self.solved, self.worth = False, -np.inf
        self.runs, self.missing, self.amounts = np.zeros(len(self.cohorts)), np.zeros(len(self.cohorts)), np.zeros(0)
        self._begin(missing)

    def _begin(self, missing: float) -> None:
        part, count = self.part, len(self.part.pupils)
        nothing = np.zeros(0, dtype=np.int32), np.zeros(0)
        for _ in range(count):
            self.highs.addRow(1.0, 1.0, 0, *nothing)
        for _ in self.cohorts:
            self.highs.addRow(-INFINITY, 0.0, 0, *nothing)
            self.highs.addRow(0.0, INFINITY, 0, *nothing)
        for place, cohort in enumerate(self.cohorts.tolist()):
            rows = np.array([count + 2 * place, count + 2 * place + 1], dtype=np.int32)
            entries = np.array([-float(part.most[cohort]), -float(part.least[cohort])])
            self.highs.addCol(0.0, float(part.must_run[cohort]), 1.0, 2, rows, entries)
        for place, cohort in enumerate(self.cohorts.tolist()):
            top = float(part.least[cohort]) if part.must_run[cohort] else 0.0
            row = np.array([count + 2 * place + 1], dtype=np.int32)
            self.highs.addCol(-missing, 0.0, top, 1, row, np.ones(1))
        self._rooms()
        self.first_column = self.highs.getNumCol()

    def _rooms(self) -> None:
        """Of the cohorts beyond this part those run that must."""
        for together, limit in self.school.room_overlaps:
            own = [self.place[one] for one in together if one in self.place]
            others = sum(bool(self.part.must_run[one]) for one in together if one not in self.place)
            if own and len(own) + others > limit:
                places = np.array(own, dtype=np.int32)
                self.highs.addRow(-INFINITY, float(limit - others), len(own), places, np.ones(len(own)))

    def add(self, pupil: int, schedule: Schedule) -> None:
        """A schedule as a column; one with a cohort that may not run is left out."""
        school = self.school
        cohorts = school.seat_cohort[np.array(schedule, dtype=np.int64)].tolist()
        if any(cohort not in self.place for cohort in cohorts):
            return
        count = len(self.part.pupils)
        rows, entries = [self.row_of_pupil[pupil]], [1.0]
        for cohort in cohorts:
            first = count + 2 * self.place[cohort]
            rows += [first, first + 1]
            entries += [1.0, 1.0]
        for seat in schedule:
            self.having.setdefault(seat, []).append(len(self.columns))
            if seat in self.links:
                rows.append(self.links[seat])
                entries.append(1.0)
        worth = self.schedules.of[pupil][schedule]
        self.highs.addCol(worth, 0.0, INFINITY, len(rows), np.array(rows, dtype=np.int32), np.array(entries))
        self.columns.append((pupil, schedule))
        self._known.setdefault(pupil, set()).add(schedule)

    def known(self, pupil: int) -> set[Schedule]:
        """The schedules of a pupil that are columns."""
        return self._known.get(pupil, set())

    def solve(self, deadline: float = np.inf) -> bool:
        """Solve the relaxation; whether it has a solution, found before the deadline (of time.perf_counter)."""
        # The last solution stays allowed when columns come, and its prices when rows come or limits change.
        self.highs.setOptionValue("simplex_strategy", DUAL if self.broken else PRIMAL)
        self.broken = False
        self._run_until(deadline)
        self.highs.setOptionValue("solver", "simplex")
        self.solved = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if not self.solved:
            return False
        self.worth = float(self.highs.getInfo().objective_function_value)
        solution = self.highs.getSolution()
        values, self.duals = np.array(solution.col_value), np.array(solution.row_dual)
        self.runs, self.amounts = values[: len(self.cohorts)], values[self.first_column :]
        self.missing = values[len(self.cohorts) : self.first_column]
        return True

    def prices(self) -> Floats:
        """The price of every seat by the duals of the last solution; out of reach where a cohort may not run.

        Rows that have come since have no price yet.
        """
        school, count = self.school, len(self.part.pupils)
        of_cohort = np.full(school.cohorts, 1e9)
        of_rows = self.duals[count : count + 2 * len(self.cohorts)]
        of_cohort[self.cohorts] = np.where(self.shut, 1e9, of_rows[0::2] + of_rows[1::2])
        price = of_cohort[school.seat_cohort]
        for seat, row in self.links.items():
            if row < len(self.duals):
                price[seat] += self.duals[row]
        return np.asarray(price)

    def gain_needed(self) -> Floats:
        """What a new schedule of each pupil of the part must gain after prices to be of use."""
        return np.asarray(self.duals[: len(self.part.pupils)])

    def separate(self) -> int:
        """Add the rows "sits there at most as far as it runs" that the last solution breaks."""
        share: dict[int, float] = {}
        for number in np.flatnonzero(self.amounts > 1e-9).tolist():
            for seat in self.columns[number][1]:
                share[seat] = share.get(seat, 0.0) + float(self.amounts[number])
        broken = [
            seat
            for seat, amount in share.items()
            if seat not in self.links and amount > self.runs[self._place(seat)] + 1e-6
        ]
        self.broken |= bool(broken)
        for seat in sorted(broken):
            members = [self.first_column + number for number in self.having[seat]]
            columns = np.array([self._place(seat), *members], dtype=np.int32)
            entries = np.array([-1.0, *([1.0] * len(members))])
            self.links[seat] = self.highs.getNumRow()
            self.highs.addRow(-INFINITY, 0.0, len(columns), columns, entries)
        return len(broken)

    def asked_for(self, seats: Ints) -> Floats:
        """How much of these seats the last solution uses, by cohort."""
        asked = np.zeros(len(self.cohorts))
        for seat in seats.tolist():
            numbers = self.having.get(seat, [])
            if numbers:
                asked[self._place(seat)] += float(self.amounts[numbers].sum())
        return asked

    def _place(self, seat: int) -> int:
        return self.place[int(self.school.seat_cohort[seat])]

    def open(self, place: int) -> None:
        """Leave it open whether a cohort runs."""
        self.broken, self.shut[place] = True, False
        self.highs.changeColBounds(int(place), 0.0, 1.0)
        self.highs.changeColBounds(len(self.cohorts) + int(place), 0.0, 0.0)

    def decide(self, place: int, *, runs: bool) -> None:
        """Let a cohort run (people may miss in it, at a price) or not."""
        self.broken, self.shut[place] = True, not runs
        self.highs.changeColBounds(int(place), float(runs), float(runs))
        least = float(self.part.least[self.cohorts[place]]) if runs else 0.0
        self.highs.changeColBounds(len(self.cohorts) + int(place), 0.0, least)

    def whole(
        self, begin: dict[int, Schedule] | None, seconds: float, *, some_miss: bool = False
    ) -> dict[int, Schedule] | None:
        """The best whole choice among the columns, each pupil's schedule; None when none was found in time."""
        total = self.highs.getNumCol()
        kinds = np.array([highspy.HighsVarType.kInteger] * total)
        kinds[len(self.cohorts) : self.first_column] = highspy.HighsVarType.kContinuous
        self.highs.changeColsIntegrality(total, np.arange(total, dtype=np.int32), kinds)
        if begin is not None:
            self._start_with(begin)
        self._run_until(time.perf_counter() + seconds)
        if self.highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = np.array(self.highs.getSolution().col_value)
        if not some_miss and values[len(self.cohorts) : self.first_column].sum() > 1e-6:
            return None
        chosen = np.flatnonzero(values[self.first_column :] > 0.5).tolist()
        return dict(self.columns[number] for number in chosen)

    def _run_until(self, deadline: float) -> None:
        # HiGHS counts the seconds of all runs of one programme.
        left = max(0.05, deadline - time.perf_counter())
        self.highs.setOptionValue("time_limit", float(min(1e9, self.highs.getRunTime() + left)))
        self.highs.run()

    def _start_with(self, begin: dict[int, Schedule]) -> None:
        values = np.zeros(self.highs.getNumCol())
        for number, (pupil, schedule) in enumerate(self.columns):
            values[self.first_column + number] = float(begin.get(pupil) == schedule)
        people: dict[int, int] = {}
        for schedule in begin.values():
            for seat in schedule:
                people[self._place(seat)] = people.get(self._place(seat), 0) + 1
        for place in people:
            values[place] = 1.0
        for place in np.flatnonzero(self.part.must_run[self.cohorts]).tolist():
            values[place] = 1.0
        solution = highspy.HighsSolution()
        solution.col_value = values.tolist()
        self.highs.setSolution(solution)
