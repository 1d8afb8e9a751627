"""When an igu ends that was interrupted: lov om integrationsgrunduddannelse § 6, stk. 5-7 (L 217, 2018-19).

An igu is extended when special circumstances made it impossible to finish the school part (stk. 5). The parties may
agree to extend after maternity or adoption leave, or after one continuous sickness of more than 8 weeks, and only by as
long as the absence lasted (stk. 6-7). Only igu is extended this way, and only igu begun since 1 July 2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from igu_xl.domain.law.kinds import IGU, ORDINARY, WAGE_SUBSIDY
from igu_xl.domain.law.places.lengths import (
    LEAVE,
    SCHOOL,
    SICKNESS,
    extended_end,
    extension_row,
    no_extension_sentence,
    no_length_sentence,
    planned_end,
    too_short_sickness,
    weeks_text,
)


@dataclass(frozen=True, slots=True)
class End:
    """The last day of a placement, or why it cannot be said (`day` is None)."""

    day: date | None
    reason: str = ""


def end_with_absence(
    start: date,
    kind: str,
    sector: str = "",
    absence_weeks: float = 0,
    leave: bool | None = None,
    *,
    school: bool = False,
) -> End:
    """The planned last day of a placement, later by `absence_weeks` where the law lets it be extended.

    `leave` says that the absence was maternity or adoption leave, False that it was sickness, None that it is not
    told: then only what extends in both cases does. With `school` the weeks are those that the school part lacks.
    Raises `ValueError` for an unknown kind or a negative absence.
    """
    if absence_weeks < 0:
        raise ValueError(f"not a number of weeks: {absence_weeks}")
    usual = _usual_end(start, kind, sector)
    if usual.day is None or not absence_weeks:
        return usual
    reason = SCHOOL if school else LEAVE if leave else SICKNESS
    hindrance = _no_extension(start, kind, absence_weeks, reason, told=school or leave is not None)
    if hindrance:
        return End(None, hindrance)
    return End(extended_end(usual.day, absence_weeks))


def _usual_end(start: date, kind: str, sector: str) -> End:
    day = planned_end(start, kind, sector)
    if day is not None:
        return End(day)
    if kind == ORDINARY:
        return End(None, "Et ordinært job har ingen slutdato.")
    if kind == WAGE_SUBSIDY and planned_end(start, kind, "Privat"):
        return End(None, "Skriv virksomhedens sektor, Privat eller Offentlig; længden afhænger af den.")
    return End(None, no_length_sentence(kind, start))


def _no_extension(start: date, kind: str, weeks: float, reason: str, *, told: bool) -> str:
    """Why the absence does not extend; empty when it does. Where the reason is not `told`, what both need is asked."""
    if kind != IGU:
        return "Kun igu kan forlænges efter fravær; om andre forløb afgør kommunen det."
    rule = extension_row(start, reason)
    if rule is None:
        sentence = no_extension_sentence()
        return sentence[0].upper() + sentence[1:]
    if reason != SICKNESS or not (short := too_short_sickness(weeks, rule)):
        return ""
    if told:
        return short
    return (
        f"{weeks_text(weeks)}s fravær forlænger kun, når det er barsel eller adoption (skriv Ja), eller når det er "
        f"skolen, der mangler (skriv {SCHOOL})."
    )
