"""What the verdict on a column of people asks about, as arrays: read once, judged on many days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from igu_xl.arrays import Bools, Ints
from igu_xl.domain.law.anniversaries import DateArray, anniversaries
from igu_xl.domain.law.answers import JUDGED_MET, JUDGED_NOT_MET, NO_ANSWER, ManualAnswer, somebody
from igu_xl.domain.law.igu.bases import BASES
from igu_xl.domain.law.igu.reasons import EMPTY, PREVIOUS, SEEN, UNKNOWN, choice
from igu_xl.domain.law.igu.rules import RULES

YES = "Ja"
BASIS_CODES = (*BASES, EMPTY, UNKNOWN)
PREVIOUS_CODES = (*PREVIOUS, EMPTY, UNKNOWN)
SEEN_CODES = (*SEEN, EMPTY, UNKNOWN)
JUDGEMENT_CODES = (JUDGED_MET, JUDGED_NOT_MET, EMPTY, UNKNOWN)
"""The texts of a column by the number they have in its array."""

_AGES = sorted({age for rule in RULES for age in (rule.age_min, rule.age_max)})
_STAYS = sorted({rule.residence_years for rule in RULES})


@dataclass(frozen=True, slots=True, eq=False)
class PeopleColumns:
    """The columns as arrays, with the dates on which each limit is reached."""

    born: DateArray
    residence_from: DateArray
    basis: Ints
    previous: Ints
    residence_gap: Bools
    replacement_cpr: Bools
    permit_until: DateArray
    seen: Ints
    judgement: Ints
    judged_until: DateArray
    judged_by: npt.NDArray[np.object_]
    judged_on: DateArray
    birthdays: dict[int, DateArray]
    stays: dict[int, DateArray]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> PeopleColumns:
        born, since = day_array(frame["born"]), day_array(frame["residence_from"])
        by = _told(frame, "judged_by")
        on, until = (day_array(_told(frame, name)) for name in ("judged_on", "judged_until"))
        whole = _named(by) & ~np.isnat(on) & ~np.isnat(until)
        judgement = _choices(_told(frame, "judgement"), JUDGEMENT_CODES[:2], JUDGEMENT_CODES)
        return cls(
            born=born,
            residence_from=since,
            basis=_choices(frame["basis"], BASES, BASIS_CODES),
            previous=_choices(frame["previous_igu"], PREVIOUS, PREVIOUS_CODES),
            residence_gap=_yes(frame, "residence_gap"),
            replacement_cpr=_yes(frame, "replacement_cpr"),
            permit_until=day_array(_told(frame, "permit_until")),
            seen=_choices(_told(frame, "seen_igu"), SEEN, SEEN_CODES),
            judgement=np.where(whole, judgement, JUDGEMENT_CODES.index(EMPTY)),
            judged_until=until,
            judged_by=by.to_numpy(dtype=object),
            judged_on=on,
            birthdays={age: anniversaries(born, age) for age in _AGES},
            stays={years: anniversaries(since, years) for years in _STAYS},
        )

    def at(self, rows: Ints) -> PeopleColumns:
        """Some of them."""
        own = {name: getattr(self, name)[rows] for name in _ARRAYS}
        birthdays, stays = (
            {limit: days[rows] for limit, days in limits.items()} for limits in (self.birthdays, self.stays)
        )
        return PeopleColumns(**own, birthdays=birthdays, stays=stays)

    def facts(self) -> tuple[list[Any], ...]:
        """The columns of `PersonFacts` up to its answer, as lists of Python values."""
        on, until = self.judged_on.tolist(), self.judged_until.tolist()
        judged = zip(self.judgement.tolist(), self.judged_by, on, until, strict=True)
        none = JUDGEMENT_CODES.index(EMPTY)
        return (
            self.born.tolist(),
            self.residence_from.tolist(),
            [BASIS_CODES[code] for code in self.basis.tolist()],
            [PREVIOUS_CODES[code] for code in self.previous.tolist()],
            self.residence_gap.tolist(),
            self.replacement_cpr.tolist(),
            self.permit_until.tolist(),
            [SEEN_CODES[code] for code in self.seen.tolist()],
            [NO_ANSWER if code >= none else ManualAnswer(JUDGEMENT_CODES[code], *given) for code, *given in judged],
        )


_ARRAYS = tuple(field.name for field in fields(PeopleColumns) if field.name not in ("birthdays", "stays"))


def _told(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column that a frame may lack: then nothing is told of anybody."""
    return frame.get(column, pd.Series(pd.NA, index=frame.index, dtype="object"))


def _yes(frame: pd.DataFrame, column: str) -> Bools:
    """Where a column says »Ja« or True."""
    said = _told(frame, column)
    return np.asarray(((said == YES) | (said == True)).fillna(False), dtype=bool)  # noqa: E712


def _named(by: pd.Series) -> Bools:
    """Where a cell says who judged."""
    named = by.notna().to_numpy(copy=True)
    named[named] = [somebody(text) for text in by[named]]
    return named


def day_array(column: pd.Series) -> DateArray:
    """A column of dates as days."""
    return pd.to_datetime(column).to_numpy().astype("datetime64[D]")


def _choices(column: pd.Series, choices: Sequence[str], codes: Sequence[str]) -> Ints:
    """The number in `codes` of what each cell holds; every different text is looked up once."""
    numbers, texts = pd.factorize(column)
    found = [codes.index(choice(text, choices)) for text in texts]
    return np.array([*found, codes.index(EMPTY)])[numbers]
