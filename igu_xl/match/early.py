"""Igu that may begin before its first cohort: to the engine a cohort of one person, which nobody else is told of.

The engine knows only igu with a cohort. So each person who may begin without one has a cohort alone, which serves the
slots where that may be; a plan's placements in it are placements without a cohort to everybody (`EarlyStarts.told`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from igu_xl.match.allowed import MOST_POINTS
from igu_xl.records import Record, records

_ALONE = "uden hold "
_COLUMNS = {"candidate": "str", "slot": "str", "start": "datetime64[s]", "course": "str", "first_day": "datetime64[s]"}


@dataclass(frozen=True, eq=False)
class EarlyStarts:
    """Who may begin in which slot without a cohort: `candidate`, `slot`, `start`, and the `course` that may come first,
    on its `first_day`."""

    rows: pd.DataFrame

    @classmethod
    def among(cls, rows: pd.DataFrame | None, candidates: pd.DataFrame, slots: pd.DataFrame) -> EarlyStarts:
        """Those of the rows whose candidate and slot are in the match; none where nobody may begin without a cohort."""
        told = pd.DataFrame(columns=list(_COLUMNS)) if rows is None else rows
        known = told["candidate"].isin(candidates["candidate"]) & told["slot"].isin(slots["slot"])
        return cls(told.loc[known, list(_COLUMNS)].astype(_COLUMNS).reset_index(drop=True))

    def __bool__(self) -> bool:
        return not self.rows.empty

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], Record]:
        return {(row["candidate"], row["slot"]): row for row in records(self.rows)}

    def of(self, candidate: str, slot: str) -> Record | None:
        """How the candidate may begin in the slot without a cohort; None where that may not be."""
        return self._known.get((candidate, slot))

    @cached_property
    def names(self) -> frozenset[str]:
        """What the engine calls the cohorts of one."""
        return frozenset(_ALONE + self.rows["candidate"])

    def name(self, candidate: str) -> str:
        """What the engine calls the cohort of a candidate alone."""
        return f"{_ALONE}{candidate}"

    def cohorts(self) -> pd.DataFrame:
        """The cohorts of one, as a table of a problem."""
        return pd.DataFrame({"cohort": sorted(self.names), "min": 1, "max": 1})

    def seats(self, seats: pd.DataFrame) -> pd.DataFrame:
        """The seats of a problem and everybody's in the cohort alone, which is worth less than any other of the person:
        whoever can begin with others does, where as many get a place."""
        people = self.rows[["candidate"]].drop_duplicates()
        worth = seats["value"].mask(seats["candidate"].isin(people["candidate"]), seats["value"] + MOST_POINTS)
        alone = people.assign(cohort=_ALONE + people["candidate"], value=0.0)
        return pd.concat([seats.assign(value=worth), alone], ignore_index=True)

    def links(self) -> pd.DataFrame:
        """The slots that each cohort of one serves."""
        return pd.DataFrame({"slot": self.rows["slot"], "cohort": _ALONE + self.rows["candidate"]})

    def real(self, cohorts: pd.Series) -> pd.Series:
        """Which cohorts a school holds."""
        return ~cohorts.isin(self.names)

    def told(self, placements: pd.DataFrame) -> pd.DataFrame:
        """A plan's placements as people know them: the cohort is missing where somebody begins alone.

        A seat in such a cohort without a slot is nothing.
        """
        if not self:
            return placements
        alone = placements["cohort"].isin(self.names)
        kept = placements[~alone | placements["slot"].notna()]
        return kept.assign(cohort=kept["cohort"].mask(alone))

    def solved(self, placements: pd.DataFrame) -> pd.DataFrame:
        """The opposite: placements as people know them (`candidate`, `slot`, `cohort`) as the engine names them."""
        if not self or placements.empty:
            return placements
        pairs = zip(placements["candidate"], placements["slot"], strict=True)
        alone = pd.Series([pair in self._known for pair in pairs], index=placements.index, dtype=bool)
        alone &= placements["cohort"].isna()
        return placements.assign(cohort=placements["cohort"].mask(alone, _ALONE + placements["candidate"]))
