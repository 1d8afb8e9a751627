"""How the partnership stands on a day: placements, slots, cohorts, their people and candidates, each worked out once.

    standing = stand(history, date(2026, 10, 31))                    # as it is known now
    standing = stand(history.known_on(date(2026, 11, 2)), october)   # as it was known then

Every number and word about it that anybody reads comes from here. No clock is read and nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from igu_xl.standing.candidates import Out, Step, candidates_on
from igu_xl.standing.cohorts import CohortState, cohorts_on, with_states
from igu_xl.standing.columns import count_by
from igu_xl.standing.history import History
from igu_xl.standing.placements import State, placements_on
from igu_xl.standing.school.seats import seats_on
from igu_xl.standing.school.weeks import weeks_on
from igu_xl.standing.slots import Closed, slots_on
from igu_xl.standing.stranded import Stranded, with_stranded
from igu_xl.standing.tracked import CANDIDATES, COHORTS, PLACEMENTS, SCHOOL_WEEKS, SLOTS, TABLES

__all__ = ["Closed", "CohortState", "Out", "Standing", "State", "Step", "Stranded", "stand"]


@dataclass(frozen=True, slots=True)
class _Unread:
    """For each table whose could not be read, as something to look up by."""

    partners: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, unread: Mapping[str, Collection[str]]) -> _Unread:
        return cls(tuple(frozenset(unread.get(name, ())) for name in TABLES))

    def by_table(self) -> dict[str, frozenset[str]]:
        return dict(zip(TABLES, self.partners, strict=True))


_FRAMES = ("placements", "slots", "cohorts", "candidates", "weeks", "seats")
_COUNTED = {"sent": State.SENT, "agreed": State.AGREED, "running": State.RUNNING}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Standing:
    """The partnership on a day, one row each in frames with the remembered columns and those told here:

    placements  `state`, `holds`, `stranded`, ... (`placements_on`, `with_stranded`)
    slots       `held`, `left`, `open`, `closed`, ... (`slots_on`)
    cohorts     `proposed`, `approved`, `agreed`, `enrolled`, `missing`, `state`, ... (`cohorts_on`)
    candidates  `step`, `since`, `out`, `asks`, `lapsed`, `in_placement`, `free_from` (`candidates_on`)
    weeks       the rows of the school plans: `candidate`, `holds`, `agreed`, `attended` (`weeks_on`)
    seats       who is in which cohort, by placement or school plan, once each: `holds`, `agreed`, ... (`seats_on`)

    `at` is a row's index in the frames that were read; missing for a row that was not there this time. `known_from`
    is the day of the first reading where the day lies before it: statuses are as they were found then; else None.
    """

    day: date
    placements: pd.DataFrame
    slots: pd.DataFrame
    cohorts: pd.DataFrame
    candidates: pd.DataFrame
    weeks: pd.DataFrame
    seats: pd.DataFrame
    known_from: date | None = None

    def with_plan(self, proposed: pd.DataFrame) -> Standing:
        """The same with a proposal (`candidate`, `slot`, `cohort`) laid over: people on paper beside those in it."""
        people = proposed.dropna(subset=["cohort"]).drop_duplicates(["cohort", "candidate"])
        cohorts = self.cohorts.assign(proposed=count_by(self.cohorts["cohort"], people["cohort"]))
        return replace(self, cohorts=with_states(cohorts, self.day))

    def waiting(self) -> pd.DataFrame:
        """The candidates who wait: usable rows only."""
        return self.at_step(Step.WAITING)

    def at_step(self, *steps: Step) -> pd.DataFrame:
        """The candidates at some of the steps: usable rows only."""
        return self.candidates[self.candidates["usable"] & self.candidates["step"].isin(steps)]

    def in_match(self) -> pd.DataFrame:
        """The candidates whom a match looks at: who waits, is ready later, or is in what leads on to something else."""
        return self.candidates[self.candidates["out"] == Out.IN]

    def asking(self) -> pd.DataFrame:
        """Those whom a match looks at, and those whom only an error or an unread sheet keeps out; each id once."""
        people = self.candidates
        return people[people["asks"]].dropna(subset=["candidate"]).drop_duplicates("candidate").sort_values("candidate")

    def unwritten(self) -> pd.DataFrame:
        """The placements to come of which nobody wrote when they were sent or agreed."""
        undated = self.placements["typed"] & self.placements["agreed_on"].isna()
        return self.placements[undated & (self.placements["state"] == State.AGREED)]

    def counts(self) -> dict[str, int]:
        """How many wait, are in which placements, could get a place, and how many cohorts stand where; usable rows."""
        states = self.cohorts.loc[self.cohorts["usable"], "state"].value_counts()
        people = {"in_match": len(self.in_match()), "waiting": len(self.waiting())}
        people |= {"ready_later": len(self.at_step(Step.READY_LATER))}
        placements = {name: len(self.in_state(state)) for name, state in _COUNTED.items()}
        cohorts = {f"cohorts_{state.name.lower()}": int(states.get(state, 0)) for state in CohortState}
        return people | placements | {"open_places": int(self.slots["open"].sum())} | cohorts

    def in_state(self, *states: State) -> pd.DataFrame:
        """The usable placements in some of the states."""
        return self.placements[self.placements["usable"] & self.placements["state"].isin(states)]


def stand(history: History, day: date, unread: Mapping[str, Collection[str]] | None = None) -> Standing:
    """How the partnership stands at the end of a day, by what the history knows.

    `unread` tells for each table whose could not be read: what is remembered of theirs stays, and nobody is matched to
    it.
    """
    standing = _stand(history, day, _Unread.of(unread or {}))
    return replace(standing, **{name: getattr(standing, name).copy(deep=False) for name in _FRAMES})


def stand_placements(history: History, day: date, unread: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """The placements alone, as `stand` has them."""
    return _placements(history, day, _Unread.of(unread)).copy(deep=False)


# Both are kept, because the check, the events and every sheet ask for the same day of the same history. What is handed
# out is a copy of its own: a column that an analyst adds is nobody else's.


@lru_cache(maxsize=8)
def _stand(history: History, day: date, unread: _Unread) -> Standing:
    out = unread.by_table()
    people, placements = _registered(history, day), _placements(history, day, unread)
    slots = slots_on(history.on(SLOTS, day), history.gone(SLOTS, day), placements, out[SLOTS], day)
    courses = history.on(COHORTS, day)
    weeks = weeks_on(history.on(SCHOOL_WEEKS, day), placements, courses, day)
    seats = seats_on(placements, weeks, courses)
    cohorts = cohorts_on(courses, seats, out[COHORTS], day)
    candidates = candidates_on(people, placements, out[PLACEMENTS], out[CANDIDATES], day)
    before = history.since if history.since and day < history.since else None
    return Standing(day, placements, slots, cohorts, candidates, weeks, seats, before)


@lru_cache(maxsize=8)
def _placements(history: History, day: date, unread: _Unread) -> pd.DataFrame:
    rows = placements_on(history.dated(day), day)
    return with_stranded(rows, history, _registered(history, day), unread.by_table(), day)


def _registered(history: History, day: date) -> pd.DataFrame:
    """The candidates as they were on a day; those first read later count by the day they were registered."""
    then, ever = history.on(CANDIDATES, day), history.rows(CANDIDATES)
    gone = history.gone(CANDIDATES, day)
    later = ever[~ever.index.isin([*then.index, *gone.index]) & (ever["registered"] <= pd.Timestamp(day))]
    return pd.concat([then, later]) if len(later) else then
