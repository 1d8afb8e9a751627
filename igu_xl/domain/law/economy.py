"""What igu means for a person's income against the benefit: before tax, in kroner a month, for guidance only.

In the school weeks the person gets the education allowance of the home municipality instead of wage, in all others the
wage of the agreed 32-37 hours. Year = 52 weeks; with 23 school weeks in two years that is 11,5 weeks of allowance and
40,5 of wage a year. Tax, child and housing benefit, kindergarten subsidy and transport are left out. A rate that is not
known is never assumed: the answer then says which one is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from igu_xl.danish import number_text
from igu_xl.domain.dated import dated_rows, row_on
from igu_xl.domain.law.igu.reasons import no_rule_sentence
from igu_xl.domain.law.igu.rules import IguRule, igu_rule
from igu_xl.domain.law.school_demand import WEEK_HOURS
from igu_xl.domain.tables import CsvRow, optional_number

NOTE = "vejledende, før skat"

LEAST_HOURS, MOST_HOURS = 32, WEEK_HOURS
"""School and practice of an igu are together 32 to 37 hours a week on average (voksenuddannelse.dk, roskilde.dk)."""

PROVIDER_STATUS = {
    "Enlig forsørger": "enlig_forsoerger",
    "Forsørger": "forsoerger",
    "Ikke-forsørger": "ikke_forsoerger",
    "Hjemmeboende under 30": "hjemmeboende_under_30",
}
"""The list Forsørgerstatus, and the column of the rate in `ydelsessatser.csv`."""

_WEEKS, _MONTHS, _YEARS = 52, 12, 2
_BENEFIT = "ydelse"


@dataclass(frozen=True, slots=True)
class Income:
    """Kroner a month before tax in igu and on benefit; both None, and `missing` says why, when it cannot be said."""

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
    weekly_hours: float = WEEK_HOURS,
) -> Income:
    """The income in an igu of `weekly_hours` (32-37) begun on `start` against the benefit now.

    `benefit` and `allowance` (uddannelsesgodtgørelse) are kroner a month before tax as the municipality knows them;
    where they are not given, the published rate of the day is used, and where there is none, no amount is computed.
    Raises `ValueError` for a negative wage or a status that is not on the list.
    """
    if hourly_wage < 0 or provider_status not in PROVIDER_STATUS:
        raise ValueError(f"not a wage or a status: {hourly_wage}, {provider_status!r}")
    rule = igu_rule(start)
    if rule is None:
        return Income(None, None, (no_rule_sentence(start),))
    if not LEAST_HOURS <= weekly_hours <= MOST_HOURS:
        return Income(None, None, (_no_hours_of_igu(weekly_hours),))
    allowance = allowance_rate(provider_status, start) if allowance is None else allowance
    benefit = benefit_rate(provider_status, start) if benefit is None else benefit
    if allowance is None or benefit is None:
        typed = (("uddannelsesgodtgørelsen", "godtgørelse", allowance), ("ydelsen", "ydelse", benefit))
        unknown = [_unknown(what, field, provider_status, start) for what, field, known in typed if known is None]
        return Income(None, None, tuple(unknown))
    return Income(month_in_igu(hourly_wage * weekly_hours, allowance, rule), benefit)


def month_in_igu(weekly_wage: float, allowance: float, rule: IguRule) -> float:
    """The average month in igu: wage in the weeks of work, `allowance` (kroner a month) in the weeks of school.

    A school week is 37 hours however many hours a week are worked, so fewer hours take from the wage only.
    """
    school = rule.school_weeks / _YEARS
    year = (_WEEKS - school) * weekly_wage + school * _MONTHS / _WEEKS * allowance
    return year / _MONTHS


def benefit_rate(provider_status: str, on: date) -> float | None:
    """The published rate of the benefit on a day, in kroner a month before tax; None where none was found.

    Selvforsørgelses- og hjemrejseydelse until 30 June 2025, then the lowest rate of kontanthjælp.
    """
    row = _benefit_on(on)
    return optional_number(row[PROVIDER_STATUS[provider_status]]) if row else None


def allowance_rate(provider_status: str, on: date) -> float | None:
    """The uddannelsesgodtgørelse on a day, in kroner a month; None where no source says that it follows the benefit."""
    row = _benefit_on(on)
    return benefit_rate(provider_status, on) if row and row["godtgoerelse_foelger"] == "ja" else None


def income_note(weekly_hours: float) -> str:
    """What is said of an income: that it is for guidance, and what fewer hours than 37 do to it."""
    if weekly_hours == WEEK_HOURS:
        return NOTE
    worked = number_text(weekly_hours, 0 if float(weekly_hours).is_integer() else 1)
    return (
        f"{NOTE}; løn for {worked} timer om ugen, når der arbejdes. En skoleuge er stadig {WEEK_HOURS} timer, og "
        "godtgørelsen er den samme."
    )


def _no_hours_of_igu(weekly_hours: float) -> str:
    typed = number_text(weekly_hours, 0 if float(weekly_hours).is_integer() else 1)
    return (
        f"En igu er på {LEAST_HOURS} til {MOST_HOURS} timer om ugen i gennemsnit, skole og praktik i alt, "
        f"ikke {typed}; skriv timerne i aftalen."
    )


def _unknown(what: str, field: str, provider_status: str, start: date) -> str:
    return (
        f"Satsen for {what} ({provider_status.lower()}, {start.year}) er ikke kendt; spørg kommunen, og skriv beløbet "
        f"i kr. om måneden før skat som »{field}«."
    )


@lru_cache(maxsize=4096)
def _benefit_on(on: date) -> CsvRow | None:
    return row_on([row for row in dated_rows("ydelsessatser", "slags") if row["slags"] == _BENEFIT], on)
