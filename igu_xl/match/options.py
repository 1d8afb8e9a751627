"""All options of the candidates: every slot, or cohort, of the branches they wish, and which of them pass every test.

A region has tens of millions of options. They are judged in blocks, the people who wish a branch with what the branch
offers, and only those that pass are kept. What one candidate failed is judged again when somebody asks why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.domain.law.kinds import IGU
from igu_xl.match.allowed import WISH_POINTS, PairValue, Test, pair_tests, pair_value, seat_tests, seat_value, split

# How many options are judged at a time: a few tables of answers of this size stay within some dozen megabytes.
_BLOCK = 2_000_000
_NONE: Ints = np.array([], dtype=np.int64)
_NOTHING: Floats = np.array([], dtype=np.float64)


class Options:
    """The options of candidates for targets of one kind, `slot` or `cohort`."""

    def __init__(
        self,
        kind: str,
        candidates: pd.DataFrame,
        targets: pd.DataFrame,
        tests: Mapping[str, Test],
        value: PairValue,
        wanting: Bools,
    ) -> None:
        self._kind, self._tests, self._value = kind, tests, value
        self._people, self._targets = candidates["candidate"], targets[kind]
        self._row_of = {name: row for row, name in enumerate(self._people)}
        self._wishes = _wishes(candidates, wanting)
        self._first_wish = np.searchsorted(self._wishes["person"], np.arange(len(candidates) + 2))
        self._offered = _rows_by(targets["branch"])

    def allowed(self) -> pd.DataFrame:
        """Those that pass every test: `candidate`, `slot` or `cohort`, and `value`."""
        found = [(_NONE, _NONE, _NOTHING), *(self._passing(*block) for block in self._blocks())]
        people, targets, value = (np.concatenate(part) for part in zip(*found, strict=True))
        return pd.DataFrame({**self._ids(people, targets), "value": value})

    def of(self, candidate: str) -> pd.DataFrame:
        """All options of a candidate: `candidate`, `slot` or `cohort`, `wish` (1-3), the tests by name, and `value`.

        None for somebody who is not in the pool.
        """
        person = self._row_of.get(candidate, len(self._people))
        own = slice(*self._first_wish[[person, person + 1]])
        offers = [self._offered.get(branch, _NONE) for branch in self._wishes["branch"].array[own]]
        targets = np.concatenate([_NONE, *offers])
        people = np.full(len(targets), person)
        wish = np.repeat(self._wishes["wish"].to_numpy()[own], [len(offer) for offer in offers])
        answers = {name: test(people, targets) for name, test in self._tests.items()}
        ids = self._ids(people, targets)
        return pd.DataFrame({**ids, "wish": wish, **answers, "value": self._value(people, targets, wish)})

    def _blocks(self) -> Iterator[tuple[Ints, Ints, Ints]]:
        """People with the rank of their wish, and the targets of the branch that they wish."""
        for branch, wishes in self._wishes.groupby("branch", sort=False):
            targets = self._offered.get(str(branch))
            if targets is not None:
                people, wish = wishes["person"].to_numpy(), wishes["wish"].to_numpy()
                size = max(_BLOCK // len(targets), 1)
                for start in range(0, len(people), size):
                    yield people[start : start + size], wish[start : start + size], targets

    def _passing(self, people: Ints, wish: Ints, targets: Ints) -> tuple[Ints, Ints, Floats]:
        passed = np.ones((len(people), len(targets)), dtype=bool)
        for test in self._tests.values():
            passed &= test(people[:, None], targets[None, :])
        person, target = np.nonzero(passed)
        people, targets = people[person], targets[target]
        return people, targets, self._value(people, targets, wish[person])

    def _ids(self, people: Ints, targets: Ints) -> dict[str, ExtensionArray]:
        return {"candidate": self._people.array.take(people), self._kind: self._targets.array.take(targets)}


def pair_options(candidates: pd.DataFrame, slots: pd.DataFrame) -> Options:
    """Every candidate with every slot of a wished branch."""
    everybody = np.ones(len(candidates), dtype=bool)
    tests, value = pair_tests(candidates, slots), pair_value(candidates, slots)
    return Options("slot", candidates, slots, tests, value, everybody)


def seat_options(candidates: pd.DataFrame, cohorts: pd.DataFrame) -> Options:
    """Every candidate for igu with every cohort of a wished branch."""
    wanting = np.array([IGU in split(text) for text in candidates["measures"]], dtype=bool)
    return Options("cohort", candidates, cohorts, seat_tests(candidates, cohorts), seat_value, wanting)


def _wishes(candidates: pd.DataFrame, wanting: Bools) -> pd.DataFrame:
    """One row a wanting person and wished branch: `person` (row number), `branch`, and `wish`, the best rank of it."""
    ranked = [
        pd.DataFrame({"person": np.arange(len(candidates)), "branch": candidates[f"wish_{rank}"].array, "wish": rank})
        for rank in WISH_POINTS
    ]
    wishes = pd.concat([each[wanting] for each in ranked], ignore_index=True)
    return wishes.dropna(subset=["branch"]).drop_duplicates(["person", "branch"]).sort_values("person", kind="stable")


def _rows_by(branches: pd.Series) -> dict[str, Ints]:
    names, numbers = branches.unique(), pd.factorize(branches, use_na_sentinel=False)[0]
    return {str(name): np.flatnonzero(numbers == number) for number, name in enumerate(names)}
