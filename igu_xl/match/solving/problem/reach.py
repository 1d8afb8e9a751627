"""Who can use what, as rows of bits, one bit a candidate: counting people stays quick when there are many of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from igu_xl.match.solving.problem.problem import Problem

Bits = npt.NDArray[np.uint8]


class Reach:
    """For each slot and each cohort of a problem: which candidates the tables allow there."""

    def __init__(self, problem: Problem) -> None:
        self._people = pd.Index(problem.candidates["candidate"])
        self._slots = self._rows(problem.pairs, "slot")
        self._cohorts = self._rows(problem.seats, "cohort")
        links = problem.links.groupby("slot")["cohort"].agg(list)
        self._cohorts_of: dict[str, list[str]] = {str(slot): names for slot, names in links.items()}
        self._usable: dict[str, Bits] = {}
        self._nobody = self._row(np.array([], dtype=np.int64))
        self._plain = set(problem.slots.loc[~problem.slots["needs_cohort"], "slot"])

    def of(self, candidates: Iterable[str]) -> Bits:
        """These candidates as a row."""
        return self._row(self._people.get_indexer(pd.Index(list(candidates), dtype="str")))

    def names(self, people: Bits) -> list[str]:
        """The candidates of a row."""
        there = np.unpackbits(people, count=len(self._people)).astype(bool)
        return [str(name) for name in self._people[there]]

    def in_slot(self, slot: str) -> Bits:
        """Who may have the slot, and where it needs a cohort also a seat in one that serves it."""
        if slot not in self._usable:
            own = self._slots.get(slot, self._nobody)
            self._usable[slot] = own if slot in self._plain else np.bitwise_and(own, self._seated(slot))
        return self._usable[slot]

    def _seated(self, slot: str) -> Bits:
        """Who may sit in a cohort that serves the slot."""
        cohorts = [self._cohorts[name] for name in self._cohorts_of.get(slot, []) if name in self._cohorts]
        return _any([self._nobody, *cohorts])

    def in_slots(self, slots: Iterable[str]) -> Bits:
        """Who may have one of the slots."""
        return _any([self._nobody, *map(self.in_slot, slots)])

    def in_both(self, slot: str, cohort: str) -> Bits:
        """Who may have the slot and sit in the cohort."""
        return np.bitwise_and(self._slots.get(slot, self._nobody), self._cohorts.get(cohort, self._nobody))

    def _rows(self, table: pd.DataFrame, key: str) -> dict[str, Bits]:
        codes = pd.Series(self._people.get_indexer(pd.Index(table["candidate"])), index=table.index)
        return {str(name): self._row(own.to_numpy()) for name, own in codes.groupby(table[key])}

    def _row(self, codes: npt.NDArray[np.int64]) -> Bits:
        row = np.zeros(len(self._people), dtype=bool)
        row[codes[codes >= 0]] = True
        return np.packbits(row)


def _any(rows: Sequence[Bits]) -> Bits:
    """The people of all these rows."""
    return np.asarray(np.bitwise_or.reduce(rows), dtype=np.uint8)


def count(people: Bits) -> int:
    """How many people a row has."""
    return int(np.bitwise_count(people).sum())
