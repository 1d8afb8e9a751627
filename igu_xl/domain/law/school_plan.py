"""How much school an igu has: taught hours weighted by kind of course, and whether a plan fulfils the law.

A school week is 37 weighted hours. An hour of AMU counts once; an hour of dansk, FVU, avu or hf counts twice, because
it asks for as much preparation. An igu begun before 1 May 2021 has 20 school weeks (740 hours), later ones 23 (851).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from igu_xl.danish import number_text
from igu_xl.domain.law.reasons import no_rule_sentence
from igu_xl.domain.law.rules import LAW, IguRule, igu_rule
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET, Verdict, firmest
from igu_xl.domain.tables import optional_number, rows
from igu_xl.domain.texts import fold

WEEK_HOURS = 37
AMU, DANISH = "AMU", "dansk"
PLAN_LAW = "bekendtgørelse nr. 1825 af 28. december 2023 om igu § 6"

# With a passed Danish test this many of the school weeks must be AMU (BEK 1825/2023 § 6, stk. 2).
AMU_WEEKS_AFTER_TEST = 8
_PASSED_TESTS = ("PD1", "PD2", "PD3")
_HIGHER_TEST = "Studieprøven"

# Hours are typed with decimals; a rounding in the last of them is no shortage.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Course:
    """A course of a plan: its kind (AMU, dansk, FVU, avu, hf) and the hours that are taught."""

    kind: str
    hours: float


def hour_factor(kind: str) -> float | None:
    """How many hours one taught hour counts for; None where no source says it (FGU).

    Raises `ValueError` for a kind that is not in the data.
    """
    try:
        return _factors()[fold(kind)]
    except KeyError:
        raise ValueError(f"not a kind of course: {kind!r}") from None


def weighted_hours(course: Course) -> float | None:
    """The hours a course counts for in the school part; None where the factor of its kind is not known."""
    factor = hour_factor(course.kind)
    return None if factor is None else course.hours * factor


def school_weeks(hours: float) -> float:
    """Weighted hours as school weeks."""
    return hours / WEEK_HOURS


def plan_verdict(courses: Iterable[Course], start: date, passed_test: str = "") -> Verdict:
    """Whether the courses are enough school for an igu that begins on `start`.

    There must be AMU, at least 8 weeks of it when Prøve i Dansk 1, 2 or 3 is passed (`passed_test`), and as many
    weighted hours as the rule of the start date asks for.
    """
    rule = igu_rule(start)
    if rule is None:
        return Verdict(NOT_MET, "", LAW, (no_rule_sentence(start),))
    plan = tuple(courses)
    if any(weighted_hours(course) is None for course in plan):
        reason = "Det vides ikke, hvor meget FGU-timer tæller, så planens timer kan ikke regnes ud."
        return Verdict(MISSING, rule.rule_id, PLAN_LAW, (reason,))
    said = [_enough_hours(plan, rule), _enough_amu(plan, passed_test), *_danish_after_test(plan, passed_test)]
    outcome = firmest(tuple(outcome for outcome, _ in said))
    return Verdict(outcome, rule.rule_id, PLAN_LAW, tuple(reason for found, reason in said if found == outcome))


def total_hours(courses: Iterable[Course]) -> float:
    """The weighted hours of courses whose factors are all known; raises `ValueError` where one is not."""
    counted = [weighted_hours(course) for course in courses]
    if None in counted:
        raise ValueError("a course has no known hour factor")
    return float(sum(hours for hours in counted if hours is not None))


def _enough_hours(plan: tuple[Course, ...], rule: IguRule) -> tuple[str, str]:
    hours = total_hours(plan)
    demand = f"{rule.school_hours} timer ({rule.school_weeks} uger)"
    if hours + _ROUNDING >= rule.school_hours:
        return MET, f"Planen tæller {_hours(hours)} timer; kravet er {demand}."
    missing = _hours(rule.school_hours - hours)
    return NOT_MET, f"Planen tæller {_hours(hours)} timer og mangler {missing}; kravet er {demand}."


def _enough_amu(plan: tuple[Course, ...], passed_test: str) -> tuple[str, str]:
    amu = [course for course in plan if fold(course.kind) == fold(AMU)]
    if not amu:
        return NOT_MET, "Der er ingen AMU i planen; der skal altid være et element af AMU."
    weeks = school_weeks(total_hours(amu))
    if fold(passed_test) == fold(_HIGHER_TEST) and weeks + _ROUNDING < AMU_WEEKS_AFTER_TEST:
        return MANUAL, f"Reglen om {AMU_WEEKS_AFTER_TEST} ugers AMU nævner ikke Studieprøven; vurdér det manuelt."
    if _is_passed(passed_test) and weeks + _ROUNDING < AMU_WEEKS_AFTER_TEST:
        found = f"mindst {AMU_WEEKS_AFTER_TEST} uger være AMU; planen har {number_text(weeks, 1)}"
        return NOT_MET, f"Når {passed_test} er bestået, skal {found}."
    return MET, f"Planen har {number_text(weeks, 1)} ugers AMU."


def _danish_after_test(plan: tuple[Course, ...], passed_test: str) -> list[tuple[str, str]]:
    """Danish after a passed test was not allowed in the 20-week years; the text for 23 weeks was not seen."""
    if _is_passed(passed_test) and any(fold(course.kind) == fold(DANISH) for course in plan):
        reason = f"Danskuddannelse efter bestået {passed_test} må måske ikke tælle med i skoleugerne."
        return [(MANUAL, f"{reason} Vurdér det manuelt.")]
    return []


def _is_passed(test: str) -> bool:
    return fold(test) in {fold(passed) for passed in _PASSED_TESTS}


def _hours(hours: float) -> str:
    return number_text(hours, 0 if float(hours).is_integer() else 1)


@cache
def _factors() -> dict[str, float | None]:
    return {fold(row["slags"]): optional_number(row["faktor"]) for row in rows("skoletimer")}
