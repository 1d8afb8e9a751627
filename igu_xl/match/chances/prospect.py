"""The chances of one candidate: every slot with every cohort that serves it, the nearest first, whatever is in the way.

A chance is as far as what would have to change: what the candidate can change weighs least, what takes a course weighs
more, and what nobody can change (the law, a rule, the day) puts it behind all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.travel import travel_table
from igu_xl.match.allowed import BY_LAW, PAIR_TESTS, SEAT_TESTS, Test, pair_tests, seat_tests
from igu_xl.match.case import Case
from igu_xl.match.chances.ways import Board, Obstacle
from igu_xl.match.fills import CohortFill
from igu_xl.match.links import too_soon
from igu_xl.records import Record, records

WISH = "wish"
"""The test that is none of the match: it offers nobody a slot outside the wishes."""

# How far each change is, beside what `_distances` adds for the size of it.
_WEIGHT = {WISH: 7.0, "measure": 6.0, "ready": 3.0, "danish": 2.0, "skills": 3.0, "hours": 2.0, "travel": 2.0}
_LEVEL, _MINUTE = 0.2, 0.05
_NEVER = 1000.0
_REJECTED = 4.0
_OBSTACLE = {
    Obstacle.NONE: 0.0,
    Obstacle.SLOT_FULL: 3.0,
    Obstacle.CROWDED: 4.0,
    Obstacle.COHORT_FULL: 3.0,
    Obstacle.COMPANY_FULL: 4.0,
    Obstacle.TEAM: 5.0,
    Obstacle.COHORT_STOPPED: 5.0,
    Obstacle.COHORT_SHORT: 6.0,
    Obstacle.TEAM_UNSEATED: 7.0,
}


@dataclass(frozen=True, slots=True)
class Prospect:
    """A slot with a cohort that serves it (none where an igu needs none, or nobody does), and what is between.

    failed    the tests of the slot that the candidate does not pass, `WISH` among them; `seat` those of the cohort
    obstacle  what stands in it for everybody, `rejected` a decision against it
    never     no change of anybody opens it
    """

    slot: Record
    cohort: Record | None
    fill: CohortFill | None
    failed: tuple[str, ...]
    seat: tuple[str, ...]
    obstacle: Obstacle
    rejected: bool
    never: bool

    @property
    def allowed(self) -> bool:
        """Whether the candidate may have it, were there room."""
        return not self.failed and not self.seat and not self.never


class Prospects:
    """The chances of the candidates of a case with a plan."""

    def __init__(self, case: Case, board: Board) -> None:
        self.case, self.board = case, board
        self._row = {name: row for row, name in enumerate(case.candidates["candidate"])}
        self._people, self._slots, self._cohorts = map(records, (case.candidates, case.slots, case.cohorts))
        self._pair_tests = pair_tests(case.candidates, case.slots)
        self._seat_tests = seat_tests(case.candidates, case.cohorts)
        self._slot, self._cohort = self._ways()
        self._obstacles = [
            board.obstacle(self._slots[slot], self._fill(cohort))
            for slot, cohort in zip(self._slot.tolist(), self._cohort.tolist(), strict=True)
        ]
        self._far = np.array([_OBSTACLE[obstacle] for obstacle in self._obstacles])
        early = too_soon(case.candidates, case.slots, case.cohorts, case.problem.links)
        self._early = set(zip(early["candidate"], early["slot"], early["cohort"], strict=True))
        self._levels = (
            _numbers(case.slots["level"])[self._slot],
            *(self._of_cohort(_numbers(case.cohorts[end])) for end in ("lowest", "highest")),
        )

    def person(self, candidate: str) -> Record:
        """The row of a candidate."""
        return self._people[self._row[candidate]]

    def of(self, candidate: str, slot: str = "", *, wished: bool = False) -> Iterator[Prospect]:
        """The chances of a candidate, the nearest first, those of equal distance by start: of one slot, or of all.

        Only those in wished branches where only they are asked for.
        """
        row, person = np.array([self._row[candidate]]), self.person(candidate)
        pair, seat = self._answers(row, person)
        never = self._never(person, pair, seat)
        distance = self._distance(person, pair, seat) + _NEVER * never
        order = np.lexsort((self._cohort, self._slot, self._days(), distance))
        order = order[self._for(candidate)[order]]
        if wished:
            order = order[pair[WISH][order]]
        if slot:
            order = order[[self._slots[at]["slot"] == slot for at in self._slot[order]]]
        for at in order.tolist():
            yield self._chance(candidate, at, pair, seat, never=bool(never[at]))

    def _chance(
        self, candidate: str, at: int, pair: Mapping[str, Bools], seat: Mapping[str, Bools], *, never: bool
    ) -> Prospect:
        slot, row = self._slots[self._slot[at]], int(self._cohort[at])
        fill = self._fill(row)
        return Prospect(
            slot,
            self._cohorts[row] if row >= 0 else None,
            fill,
            tuple(test for test in (WISH, *PAIR_TESTS) if not pair[test][at]),
            tuple(test for test in SEAT_TESTS if not seat[test][at]),
            self._obstacles[at],
            self.board.is_rejected(candidate, slot, fill),
            never,
        )

    def _ways(self) -> tuple[Ints, Ints]:
        """Row numbers of slots and of cohorts, -1 for none: each igu slot with each cohort that serves it, and once
        without where somebody may begin so."""
        slots, links = self.case.slots, self.case.problem.links
        links = links[self.case.early.real(links["cohort"])]
        slot = pd.Index(slots["slot"]).get_indexer(pd.Index(links["slot"]))
        cohort = pd.Index(self.case.cohorts["cohort"]).get_indexer(pd.Index(links["cohort"]))
        alone = slots["slot"].isin(self.case.early.rows["slot"])
        plain = np.flatnonzero((slots["type"] != IGU) | alone)
        return np.concatenate([slot, plain]), np.concatenate([cohort, np.full(len(plain), -1)])

    def _for(self, candidate: str) -> Bools:
        """The ways that are there for a candidate: those without a cohort only where the candidate may begin so."""
        if not self.case.early:
            return np.ones(len(self._slot), dtype=bool)
        own = self.case.early.rows.loc[self.case.early.rows["candidate"] == candidate, "slot"]
        may = (self.case.slots["type"] != IGU) | self.case.slots["slot"].isin(own)
        return (self._cohort >= 0) | may.to_numpy()[self._slot]

    def _fill(self, row: int) -> CohortFill | None:
        return self.board.fills[self._cohorts[row]["cohort"]] if row >= 0 else None

    def _of_cohort(self, values: Floats) -> Floats:
        """What each way has of its cohort; nothing known where it needs none."""
        return np.append(values.astype(np.float64), np.nan)[self._cohort]

    def _answers(self, row: Ints, person: Record) -> tuple[dict[str, Bools], dict[str, Bools]]:
        """For each test whether each way passes it."""
        branches = self.case.slots["branch"].isin([person[f"wish_{rank}"] for rank in (1, 2, 3)]).to_numpy()
        pair = {WISH: branches[self._slot]}
        pair |= {name: self._asked(test, row, len(self._slots))[self._slot] for name, test in self._pair_tests.items()}
        seat = {
            name: np.append(self._asked(test, row, len(self._cohorts)), True)[self._cohort]
            for name, test in self._seat_tests.items()
        }
        return pair, seat

    def _asked(self, test: Test, row: Ints, count: int) -> Bools:
        return np.broadcast_to(test(row, np.arange(count)), count)

    def _never(self, person: Record, pair: Mapping[str, Bools], seat: Mapping[str, Bools]) -> Bools:
        """Which ways nobody can open: the law, an earlier job there, too much Danish, no room for one wish more."""
        needed, highest = np.fmax(*self._levels[:2]), self._levels[2]
        level = np.nan if person["level"] is None else float(person["level"])
        never = ~seat[BY_LAW] | ~pair["company"] | ~pair["employer"]
        never |= np.fmax(level, np.where(level >= needed, np.nan, needed)) > highest
        if all(person[f"wish_{rank}"] for rank in (1, 2, 3)):
            never |= ~pair[WISH]
        names = (
            (
                (self._slots[slot]["slot"], self._cohorts[cohort]["cohort"] if cohort >= 0 else None)
                for slot, cohort in zip(self._slot.tolist(), self._cohort.tolist(), strict=True)
            )
            if self._early
            else ()
        )
        early = np.array([(person["candidate"], *name) in self._early for name in names], dtype=bool)
        return never | early if len(early) else never

    def _distance(self, person: Record, pair: Mapping[str, Bools], seat: Mapping[str, Bools]) -> Floats:
        far = self._far.copy()
        for test in (WISH, *PAIR_TESTS, *SEAT_TESTS):
            passed = pair.get(test, True) & seat.get(test, True)
            far += _WEIGHT.get(test, 0.0) * ~np.asarray(passed)
        needed = np.fmax(*self._levels[:2])
        level = 0.0 if person["level"] is None else float(person["level"])
        far += _LEVEL * np.nan_to_num(needed - level, nan=0.0).clip(min=0)
        return far + _MINUTE * self._minutes_more(person)

    def _minutes_more(self, person: Record) -> Floats:
        """How much longer than now the candidate would have to travel."""
        if person["transport_minutes"] is None:
            return np.zeros(len(self._slot))
        to_slots = travel_table([person["postcode"]], self.case.slots["postcode"].tolist())[0][self._slot]
        to_schools = self._of_cohort(travel_table([person["postcode"]], self.case.cohorts["postcode"].tolist())[0])
        longest = np.fmax(to_slots, to_schools)
        return np.asarray(np.nan_to_num(longest - float(person["transport_minutes"]), nan=0.0).clip(min=0))

    def _days(self) -> Floats:
        """When somebody would begin."""
        begin = (
            pd.to_datetime(self.case.slots["begin"]).to_numpy().astype("datetime64[D]").astype(np.float64)[self._slot]
        )
        start = pd.to_datetime(self.case.cohorts["start"]).to_numpy().astype("datetime64[D]").astype(np.float64)
        return np.where(self._cohort >= 0, self._of_cohort(start), begin)


def _numbers(values: pd.Series) -> Floats:
    return np.asarray(values.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))
