"""When an igu ends that was interrupted: lov om integrationsgrunduddannelse § 6, stk. 5-7 (L 217, 2018-19).

The parties may agree to extend after maternity or adoption leave, or after one continuous sickness of more than
8 weeks, and only by as long as the absence lasted. Only igu is extended this way, and only igu begun since 1 July 2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from igu_xl.danish import number_text
from igu_xl.domain.law.kinds import IGU, ORDINARY, WAGE_SUBSIDY
from igu_xl.domain.law.lengths import planned_end
from igu_xl.domain.law.reasons import no_rule_sentence
from igu_xl.domain.law.rules import igu_rule

MOST_WEEKS_WITHOUT = 8
"""A sickness of this many weeks or fewer extends nothing."""

EXTENSION_SINCE = date(2019, 7, 1)


@dataclass(frozen=True, slots=True)
class End:
    """The last day of a placement, or why it cannot be said (`day` is None)."""

    day: date | None
    reason: str = ""


def end_with_absence(
    start: date, kind: str, sector: str = "", absence_weeks: float = 0, leave: bool | None = None
) -> End:
    """The planned last day of a placement, later by `absence_weeks` where the law lets it be extended.

    `leave` says that the absence was maternity or adoption leave, False that it was sickness, None that it is not
    told: then only what extends in both cases does. Raises `ValueError` for an unknown kind or a negative absence.
    """
    if absence_weeks < 0:
        raise ValueError(f"not a number of weeks: {absence_weeks}")
    usual = _usual_end(start, kind, sector)
    if usual.day is None or not absence_weeks:
        return usual
    hindrance = _no_extension(start, kind, absence_weeks, leave)
    if hindrance:
        return End(None, hindrance)
    return End(usual.day + timedelta(days=int(absence_weeks * 7)))


def _usual_end(start: date, kind: str, sector: str) -> End:
    if kind == IGU and igu_rule(start) is None:
        return End(None, no_rule_sentence(start))
    day = planned_end(start, kind, sector)
    if day is not None:
        return End(day)
    missing = {
        ORDINARY: "Et ordinært job har ingen slutdato.",
        WAGE_SUBSIDY: "Skriv virksomhedens sektor, Privat eller Offentlig; længden afhænger af den.",
    }
    return End(None, missing[kind])


def _no_extension(start: date, kind: str, weeks: float, leave: bool | None) -> str:
    """Why the absence does not extend; empty when it does."""
    if kind != IGU:
        return "Kun igu kan forlænges efter fravær; om andre forløb afgør kommunen det."
    if start < EXTENSION_SINCE:
        return "Reglerne om forlængelse gælder kun igu, der er begyndt 1. juli 2019 eller senere."
    if leave or weeks > MOST_WEEKS_WITHOUT:
        return ""
    said = f"{number_text(weeks, 0 if float(weeks).is_integer() else 1)} ugers fravær"
    if leave is None:
        return f"{said} forlænger kun, når det er barsel eller adoption; skriv Ja, hvis det er det."
    return f"{said} forlænger ikke; sygdom skal vare mere end {MOST_WEEKS_WITHOUT} uger i træk."
