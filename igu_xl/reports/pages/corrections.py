"""Corrections: figures that are not what was published, because the data were corrected since: those of earlier months,
and those of the month itself where this is a later edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from igu_xl.danish import number_text
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.figures.measure import Measure
from igu_xl.reports.release.published import earlier, first_edition

LOOKED_BACK = 12  # months


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of a month: what was published and what the data say now; None where that is not told."""

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
    """The corrected key figures of the month since its first edition, and of the twelve before it, latest first.

    In an edition that may be passed on, a correction is told without its numbers: beside the present figures they
    would tell how few came since.
    """
    found = []
    for when in [month.previous(back) for back in range(LOOKED_BACK + 1)]:
        published = (first_edition if when == month else earlier)(data.archive(when), data.stem, audience)
        for one in measures:
            told, now = published.get(one.key), one.count(data, when) if when == month else one.known(data, when)
            if told is not None and now not in (told, None):
                found.append(_correction(when, one, told, now, audience))
    return found


def beside_figures(found: Sequence[Correction], month: Month) -> dict[str, str]:
    """What to say beside the key figures about the month's own and last month's, by the figures' keys."""
    told: dict[str, list[str]] = {}
    for one in found:
        if one.month in (month, month.previous()):
            told.setdefault(one.key, []).append(one.sentence)
    return {key: "; ".join(sentences) for key, sentences in told.items()}


def months_published(data: MonthData, month: Month, audience: str) -> int:
    """How many of the last twelve months have published figures to compare with."""
    months = (month.previous(back) for back in range(1, LOOKED_BACK + 1))
    return sum(bool(earlier(data.archive(when), data.stem, audience)) for when in months)


def _correction(month: Month, measure: Measure, told: int, now: int | None, audience: str) -> Correction:
    tell = audience == INTERNAL or not measure.of_people
    return Correction(month, measure.key, measure.label, told if tell else None, now if tell else None)
