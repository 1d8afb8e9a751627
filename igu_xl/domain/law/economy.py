"""What igu means for a person's income against the benefit: before tax, in kroner a month, for guidance only.

In the school weeks the person gets the education allowance of the home municipality instead of wage, in all others the
wage. Year = 52 weeks; with 23 school weeks in two years that is 11,5 weeks of allowance and 40,5 of wage a year. Tax,
child and housing benefit, kindergarten subsidy and transport are left out. A rate that is not known is never assumed:
the answer then says which one is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from igu_xl.domain.law.reasons import no_rule_sentence
from igu_xl.domain.law.rules import IguRule, igu_rule
from igu_xl.domain.law.school_plan import WEEK_HOURS
from igu_xl.domain.tables import optional_number, rows

NOTE = "vejledende, før skat"

PROVIDER_STATUS = {
    "Enlig forsørger": "enlig_forsoerger",
    "Forsørger": "forsoerger",
    "Ikke-forsørger": "ikke_forsoerger",
    "Hjemmeboende under 30": "hjemmeboende_under_30",
}
"""The list Forsørgerstatus, and the column of the rate in `ydelsessatser.csv`."""

_WEEKS, _MONTHS, _YEARS = 52, 12, 2
_OLD_BENEFIT, _NEW_BENEFIT = "SHO/overgangsydelse", "Kontanthjælp, mindstesats"
_NEW_SINCE = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Income:
    """Kroner a month before tax in igu and on benefit; both None, and `missing` says why, when a rate is unknown."""

    igu: float | None
    benefit: float | None
    missing: tuple[str, ...] = ()

    @property
    def difference(self) -> float | None:
        """What the person gains (or loses, below 0) a month."""
        return None if self.igu is None or self.benefit is None else self.igu - self.benefit


def compare_income(
    hourly_wage: float,
    provider_status: str,
    start: date,
    benefit: float | None = None,
    allowance: float | None = None,
) -> Income:
    """The income in an igu begun on `start` against the benefit now.

    `benefit` and `allowance` (uddannelsesgodtgørelse) are kroner a month before tax as the municipality knows them;
    where they are not given, the published rate of the year is used for both, and where there is none, no amount is
    computed. Raises `ValueError` for a negative wage or a status that is not on the list.
    """
    if hourly_wage < 0 or provider_status not in PROVIDER_STATUS:
        raise ValueError(f"not a wage or a status: {hourly_wage}, {provider_status!r}")
    rule = igu_rule(start)
    if rule is None:
        return Income(None, None, (no_rule_sentence(start),))
    rate = benefit_rate(provider_status, start)
    allowance, benefit = _first(allowance, rate), _first(benefit, rate)
    missing = tuple(
        _unknown(what, provider_status, start)
        for what, amount in (("uddannelsesgodtgørelsen", allowance), ("ydelsen", benefit))
        if amount is None
    )
    if allowance is None or benefit is None:
        return Income(None, None, missing)
    return Income(month_in_igu(hourly_wage * WEEK_HOURS, allowance, rule), benefit)


def month_in_igu(weekly_wage: float, allowance: float, rule: IguRule) -> float:
    """The average month in igu: wage in the weeks of work, `allowance` (kroner a month) in the weeks of school."""
    school = rule.school_weeks / _YEARS
    year = (_WEEKS - school) * weekly_wage + school * _MONTHS / _WEEKS * allowance
    return year / _MONTHS


def benefit_rate(provider_status: str, on: date) -> float | None:
    """The published rate of the benefit on a day, in kroner a month before tax; None where none was found.

    Selvforsørgelses- og hjemrejseydelse until 30 June 2025, then the lowest rate of kontanthjælp.
    """
    benefit = _NEW_BENEFIT if on >= _NEW_SINCE else _OLD_BENEFIT
    return _rates().get((benefit, on.year, PROVIDER_STATUS[provider_status]))


def _first(given: float | None, rate: float | None) -> float | None:
    return rate if given is None else given


def _unknown(what: str, provider_status: str, start: date) -> str:
    return f"Satsen for {what} ({provider_status.lower()}, {start.year}) er ikke kendt; skriv beløbet selv."


@cache
def _rates() -> dict[tuple[str, int, str], float]:
    found = {}
    for row in rows("ydelsessatser"):
        for column in PROVIDER_STATUS.values():
            amount = optional_number(row[column])
            if amount is not None:
                found[row["ydelse"], int(row["aar"]), column] = amount
    return found
