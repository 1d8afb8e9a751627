"""Corrections: figures that are not what was published, because the data were corrected since: those of earlier months,
and those of the month itself where this is a later edition.

A rounded page knows of itself and of the month before only, as it tells no other; a figure that is still told as it was
is no correction there, whatever happened to the count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from igu_xl.danish import number_text
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import INTERNAL, PARTNERSHIP, ROUND, SHARED
from igu_xl.reports.figures.measure import Measure
from igu_xl.reports.parts.key_figures import KeyFigure, key_figures
from igu_xl.reports.release.published import earlier, first_edition, tells_by_hiding

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

    Where small counts are hidden, a correction is told without its numbers: beside the present figures they would tell
    how few came since.
    """
    shown = key_figures(measures, data, month, audience) if _rounds(data, audience) else None
    found = []
    for when in _months(data, month, audience):
        published = (first_edition if when == month else earlier)(data.archive(when), data.stem, audience)
        for one in measures:
            told, now = published.get(one.key), _now(one, data, when, month, shown)
            if told is not None and now not in (told, None):
                found.append(_correction(when, one, told, now, audience, tell=shown is not None))
    return found


def _rounds(data: MonthData, audience: str) -> bool:
    return audience == SHARED and data.decided is not None and data.decided.method == ROUND


def _months(data: MonthData, month: Month, audience: str) -> list[Month]:
    """The month and those before it of which the page knows the figures, latest first.

    A rounded page knows nothing of a month that was told by hiding.
    """
    if not _rounds(data, audience):
        return [month.previous(back) for back in range(LOOKED_BACK + 1)]
    before = month.previous()
    return [month] if tells_by_hiding(data.archive(before)) else [month, before]


def _now(one: Measure, data: MonthData, when: Month, month: Month, shown: Mapping[str, KeyFigure] | None) -> int | None:
    """A figure of a month by the data of now; of a rounded page as it tells it."""
    if shown is None:
        return one.count(data, when) if when == month else one.known(data, when)
    return shown[one.key].value if when == month else shown[one.key].before


def beside_figures(found: Sequence[Correction], month: Month) -> dict[str, str]:
    """What to say beside the key figures about the month's own and last month's, by the figures' keys."""
    told: dict[str, list[str]] = {}
    for one in found:
        if one.month in (month, month.previous()):
            told.setdefault(one.key, []).append(one.sentence)
    return {key: "; ".join(sentences) for key, sentences in told.items()}


def months_published(data: MonthData, month: Month, audience: str) -> int:
    """How many of the last twelve months have published figures to compare with."""
    earlier_months = _months(data, month, audience)[1:]
    return sum(bool(earlier(data.archive(when), data.stem, audience)) for when in earlier_months)


def _correction(month: Month, measure: Measure, told: int, now: int | None, audience: str, *, tell: bool) -> Correction:
    tell = tell or audience in (INTERNAL, PARTNERSHIP) or not measure.of_people
    return Correction(month, measure.key, measure.label, told if tell else None, now if tell else None)
