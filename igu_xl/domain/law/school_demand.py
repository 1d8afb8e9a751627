"""What the school part of an igu must come to: weighted hours, AMU, and whether Danish may be part of it.

The numbers are those of `rule_versions.csv` and `skoleplan.csv` on the day the igu begins. The verdict on a plan that
is written (`school_plan.py`) and the planning of one that is not ask here, so that they can never differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from igu_xl.domain.dated import row_on
from igu_xl.domain.law.igu.rules import LAW, igu_rule
from igu_xl.domain.law.verdict import MANUAL, MET
from igu_xl.domain.rule_tables import rule_rows
from igu_xl.domain.tables import CsvRow
from igu_xl.domain.texts import fold

WEEK_HOURS = 37
"""The weighted hours of a school week."""

SOME_AMU = 1.0
"""The weighted hours that are planned for at least where the law asks for some AMU and names no number."""

_AMU, _AMU_AFTER_TEST, _DANISH_AFTER_TEST = "amu", "amu_efter_proeve", "dansk_efter_proeve"
_PASSED_TESTS = ("PD1", "PD2", "PD3")
_HIGHER_TEST = "Studieprøven"


@dataclass(frozen=True, slots=True)
class SchoolDemand:
    """What the school part must have for an igu that begins on a day, with the test of Danish that was passed.

    `hours` are weighted hours, `weeks` the same as school weeks of 37. `amu_hours` are the weighted hours of AMU at
    least: `SOME_AMU` where any AMU will do. `without_amu` is the outcome of a plan without any, `short_of_amu` of one
    with less than `amu_hours`. `danish` says whether danskuddannelse may be planned: `MET` (yes), `NOT_MET` (no) or
    `MANUAL`: a person must judge. `written` is False where no row says what the part must hold; then all of it is
    left to a person. `law` is the order or guidance it rests on.
    """

    rule_id: str
    hours: float
    weeks: int
    amu_hours: float
    without_amu: str
    short_of_amu: str
    danish: str
    written: bool
    law: str


@lru_cache(maxsize=8192)
def school_demand(start: date, passed_test: str = "") -> SchoolDemand | None:
    """The demand on the school part of an igu begun on `start`; None where there is no igu for that day.

    `passed_test` is the highest test passed (PD1, PD2, PD3, Studieprøven; anything else: none). After Prøve i Dansk 1,
    2 or 3 at least 8 weeks are AMU. The rules do not name Studieprøven: 8 weeks are asked for as well, so that a plan
    is on the safe side, and one with less is left to a person.
    """
    rule = igu_rule(start)
    if rule is None:
        return None
    amu, after_test, danish = (plan_rule(name, start) for name in (_AMU, _AMU_AFTER_TEST, _DANISH_AFTER_TEST))
    if amu is None or after_test is None or danish is None:
        content = (SOME_AMU, MANUAL, MANUAL, MANUAL, False)
    elif is_higher(passed_test):
        content = (int(after_test["uger"]) * WEEK_HOURS, amu["ved_brud"], MANUAL, MANUAL, True)
    elif is_passed(passed_test):
        eight_weeks = int(after_test["uger"]) * WEEK_HOURS
        content = (eight_weeks, amu["ved_brud"], after_test["ved_brud"], danish["ved_brud"], True)
    else:
        content = (SOME_AMU, amu["ved_brud"], MET, MET, True)
    return SchoolDemand(rule.rule_id, float(rule.school_hours), rule.school_weeks, *content, plan_law(start))


def plan_law(start: date) -> str:
    """The order or guidance on the school part of an igu begun on `start`, and whether it was seen."""
    row = plan_rule(_AMU, start)
    return row["lov"] if row else LAW


def plan_rule(name: str, start: date) -> CsvRow | None:
    """The row of `skoleplan.csv` on a rule that holds for an igu begun on `start`."""
    return row_on([row for row in rule_rows("skoleplan") if row["regel"] == name], start)


def is_passed(test: str) -> bool:
    """Whether a text names Prøve i Dansk 1, 2 or 3."""
    return fold(test) in {fold(passed) for passed in _PASSED_TESTS}


def is_higher(test: str) -> bool:
    """Whether a text names Studieprøven, of which the rules say nothing."""
    return fold(test) == fold(_HIGHER_TEST)
