"""How much school an igu has: taught hours weighted by kind of course, and whether a plan fulfils the law.

A school week is 37 weighted hours. An hour of AMU counts once; an hour of dansk, FVU, avu or hf counts twice, because
it asks for as much preparation (`skoletimer.csv`). An igu begun before 1 May 2021 has 20 school weeks (740 hours),
later ones 23 (851). What a plan must come to is asked of `school_demand.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from igu_xl.danish import date_text, listing, number_text
from igu_xl.domain.dated import row_on
from igu_xl.domain.law.igu.reasons import no_rule_sentence
from igu_xl.domain.law.igu.rules import LAST_START, LAW
from igu_xl.domain.law.school_demand import WEEK_HOURS, SchoolDemand, is_higher, is_passed, school_demand
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET, Verdict, firmest
from igu_xl.domain.rule_tables import rule_rows
from igu_xl.domain.tables import optional_number
from igu_xl.domain.texts import fold

AMU, DANISH = "AMU", "dansk"

# Hours are typed with decimals; a rounding in the last of them is no shortage.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Course:
    """A course of a plan: its kind (AMU, dansk, FVU, avu, hf, FGU) and the hours that are taught."""

    kind: str
    hours: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan that is judged: its courses whose hours are known to count and the others, for an igu begun on `start`."""

    counted: tuple[Course, ...]
    others: tuple[Course, ...]
    start: date
    demand: SchoolDemand
    passed_test: str


@lru_cache(maxsize=4096)
def hour_factor(kind: str, start: date = LAST_START) -> float | None:
    """How many hours one taught hour counts for in an igu begun on `start`; None where no source says it (FGU).

    Raises `ValueError` for a kind that is not in the data.
    """
    versions = [row for row in rule_rows("skoletimer") if fold(row["slags"]) == fold(kind)]
    if not versions:
        raise ValueError(f"not a kind of course: {kind!r}")
    row = row_on(versions, start)
    return optional_number(row["faktor"]) if row else None


def weighted_hours(course: Course, start: date = LAST_START) -> float | None:
    """The hours a course counts for in the school part; None where the factor of its kind is not known."""
    factor = hour_factor(course.kind, start)
    return None if factor is None else course.hours * factor


def unknown_hours_sentence(kinds: Iterable[str]) -> str:
    """Why the hours of some kinds of course cannot be weighted."""
    return f"Det vides ikke, hvor meget {listing(sorted({f'{kind}-timer' for kind in kinds}))} tæller i skoledelen."


def school_weeks(hours: float) -> float:
    """Weighted hours as school weeks."""
    return hours / WEEK_HOURS


def total_hours(courses: Iterable[Course], start: date = LAST_START) -> float:
    """The weighted hours of courses whose factors are all known; raises `ValueError` where one is not."""
    counted = [weighted_hours(course, start) for course in courses]
    if None in counted:
        raise ValueError("a course has no known hour factor")
    return float(sum(hours for hours in counted if hours is not None))


def counted_courses(courses: Iterable[Course], start: date) -> tuple[Course, ...]:
    """The courses of a plan whose hours are known to count."""
    return tuple(course for course in courses if hour_factor(course.kind, start) is not None)


def plan_verdict(courses: Iterable[Course], start: date, passed_test: str = "") -> Verdict:
    """Whether the courses are enough school for an igu that begins on `start`.

    There must be AMU, at least 8 weeks of it when Prøve i Dansk 1, 2 or 3 is passed (`passed_test`), and as many
    weighted hours as the rule of the start date asks for. Hours that nobody knows how to count are left out: a plan
    that is enough without them is judged without them, one that is not lacks the factor.
    """
    demand = school_demand(start, passed_test)
    if demand is None:
        return Verdict(NOT_MET, "", LAW, (no_rule_sentence(start),))
    every = tuple(courses)
    counted = counted_courses(every, start)
    others = tuple(course for course in every if course not in counted and course.hours > 0)
    plan = _Plan(counted, others, start, demand, passed_test)
    said = [_enough_hours(plan), *_content(plan)]
    outcome = firmest(tuple(outcome for outcome, _ in said))
    reasons = [reason for found, reason in said if found == outcome]
    if others and outcome != MISSING:
        reasons.append(f"{unknown_hours_sentence(_kinds(others))} De {_hours(_taught(others))} er ikke regnet med.")
    return Verdict(outcome, demand.rule_id, demand.law, tuple(reasons))


def _enough_hours(plan: _Plan) -> tuple[str, str]:
    hours, needed = total_hours(plan.counted, plan.start), plan.demand.hours
    demand = f"{_number(needed)} timer ({plan.demand.weeks} uger)"
    if hours + _ROUNDING >= needed:
        return MET, f"Planen tæller {_number(hours)} timer; kravet er {demand}."
    missing = _number(needed - hours)
    if not plan.others:
        return NOT_MET, f"Planen tæller {_number(hours)} timer og mangler {missing}; kravet er {demand}."
    kinds = listing(sorted(_kinds(plan.others)))
    return MISSING, (
        f"Planen tæller {_number(hours)} timer uden {kinds} og mangler {missing}; kravet er {demand}. "
        f"{unknown_hours_sentence(_kinds(plan.others))} Spørg, hvad de {_hours(_taught(plan.others))} tæller, "
        "eller læg andre kurser i planen."
    )


def _content(plan: _Plan) -> list[tuple[str, str]]:
    """What the rules of the start date say about AMU and Danish; left to a person where no row is written for it."""
    if not plan.demand.written:
        began = f"igu begyndt den {date_text(plan.start)}"
        return [(MANUAL, f"Reglerne om AMU og dansk i skoledelen er ikke skrevet for {began}; vurdér det manuelt.")]
    return [_enough_amu(plan), *_danish_after_test(plan)]


def _enough_amu(plan: _Plan) -> tuple[str, str]:
    amu = [course for course in plan.counted if fold(course.kind) == fold(AMU) and course.hours > 0]
    if not amu:
        return plan.demand.without_amu, "Der er ingen AMU i planen; der skal altid være et element af AMU."
    hours = total_hours(amu, plan.start)
    weeks, least = school_weeks(hours), school_weeks(plan.demand.amu_hours)
    if hours + _ROUNDING * WEEK_HOURS < plan.demand.amu_hours and plan.demand.short_of_amu != MET:
        if is_higher(plan.passed_test):
            said = f"Reglen om {_number(least)} ugers AMU nævner ikke Studieprøven; vurdér det manuelt."
        else:
            found = f"mindst {_number(least)} uger være AMU; planen har {number_text(weeks, 1)}"
            said = f"Når {plan.passed_test} er bestået, skal {found}."
        return plan.demand.short_of_amu, said
    return MET, f"Planen har {number_text(weeks, 1)} ugers AMU."


def _danish_after_test(plan: _Plan) -> list[tuple[str, str]]:
    """Danish after a passed test was not allowed in the 20-week years; the text for 23 weeks was not seen."""
    if not any(fold(course.kind) == fold(DANISH) and course.hours > 0 for course in plan.counted):
        return []
    if is_higher(plan.passed_test):
        return [(MANUAL, "Reglen om dansk efter en bestået prøve nævner ikke Studieprøven; vurdér det manuelt.")]
    if not is_passed(plan.passed_test):
        return []
    test, weeks = plan.passed_test, plan.demand.weeks
    if plan.demand.danish == NOT_MET:
        return [(NOT_MET, f"Når {test} er bestået, må danskuddannelse ikke indgå i de {weeks} ugers skole.")]
    doubt = f"Danskuddannelse efter bestået {test} må måske ikke tælle med i skoleugerne"
    return [(plan.demand.danish, f"{doubt}; reglen for {weeks} uger er ikke set. Vurdér det manuelt.")]


def _kinds(courses: Sequence[Course]) -> set[str]:
    return {course.kind for course in courses}


def _taught(courses: Sequence[Course]) -> float:
    return sum(course.hours for course in courses)


def _hours(hours: float) -> str:
    return f"{_number(hours)} {'time' if hours == 1 else 'timer'}"


def _number(hours: float) -> str:
    return number_text(hours, 0 if float(hours).is_integer() else 1)
