"""Corrections: figures of earlier months that are not what was published, because the data were corrected since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from igu_xl.danish import number_text
from igu_xl.month import Month
from igu_xl.reports.disclosure import INTERNAL
from igu_xl.reports.measures import Measure
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.published import earlier

LOOKED_BACK = 12  # months


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of an earlier month: what was published and what the data say now; None where that is not told."""

    month: Month
    key: str
    label: str
    published: int | None
    now: int | None

    @property
    def sentence(self) -> str:
        """The correction in words: `september er rettet fra 12 til 11`."""
        name = self.month.name.split()[0]
        if self.published is None or self.now is None:
            return f"{name} er rettet"
        return f"{name} er rettet fra {number_text(self.published)} til {number_text(self.now)}"


def corrections(measures: Sequence[Measure], data: MonthData, month: Month, audience: str) -> list[Correction]:
    """The corrected key figures of the last twelve months, latest month first.

    In an edition that may be passed on, a correction is told without its numbers: beside the present figures they
    would tell how few came since.
    """
    months = [month.previous(back) for back in range(1, LOOKED_BACK + 1)]
    found = []
    for when in months:
        published = earlier(data.archive(when), data.stem, audience)
        for one in measures:
            told = published.get(one.key)
            if told is not None and (now := one.count(data, when)) != told:
                found.append(_correction(when, one, told, now, audience))
    return found


def of_last_month(found: Sequence[Correction], month: Month) -> dict[str, str]:
    """What to say beside the key figures about last month's, by the figures' keys."""
    return {one.key: one.sentence for one in found if one.month == month.previous()}


def months_published(data: MonthData, month: Month, audience: str) -> int:
    """How many of the last twelve months have published figures to compare with."""
    months = (month.previous(back) for back in range(1, LOOKED_BACK + 1))
    return sum(bool(earlier(data.archive(when), data.stem, audience)) for when in months)


def _correction(month: Month, measure: Measure, told: int, now: int, audience: str) -> Correction:
    tell = audience == INTERNAL or not measure.of_people
    return Correction(month, measure.key, measure.label, told if tell else None, now if tell else None)
