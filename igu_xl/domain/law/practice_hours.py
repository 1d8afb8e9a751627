"""How much school may lie close together: an igu is practice of at least 25 hours a week on average.

School and practice are together 32-37 hours a week on average. Neither says over which time. **Convention of this
program:** any 13 weeks (a quarter), so that no company is without its pupil for long and an average over two years is
kept, too. Hours count here as they are taught, and 37 of them take the place of a week of work: with `w` agreed hours a
week and `s` such weeks in 13, practice is (13 - s) w hours, which must be at least 13 x 25.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from igu_xl.domain.law.igu.rules import LAST_START
from igu_xl.domain.law.school_demand import WEEK_HOURS, plan_rule
from igu_xl.domain.tables import CsvRow

_PRACTICE, _WEEK_DAYS = "praktik", 7


@lru_cache(maxsize=4096)
def most_school_hours(weekly_hours: float = WEEK_HOURS, start: date = LAST_START) -> float:
    """The most hours at school in any `practice_days` days of an igu with `weekly_hours` agreed hours a week.

    156 of them with 37 hours a week (a little more than 4 school weeks in 13), 105,2 with 32; none with 25 or less.
    More than 37 hours count as 37. Without a rule for `start` nothing limits: infinity.
    """
    rule = _rule(start)
    if rule is None:
        return float("inf")
    least = float(rule["timer"])
    if weekly_hours <= least:
        return 0.0
    return int(rule["uger"]) * WEEK_HOURS * (1 - least / min(float(weekly_hours), WEEK_HOURS))


@lru_cache(maxsize=4096)
def practice_days(start: date = LAST_START) -> int:
    """The days over which practice is averaged for an igu begun on `start`; 0 without a rule for it."""
    rule = _rule(start)
    return int(rule["uger"]) * _WEEK_DAYS if rule else 0


def _rule(start: date) -> CsvRow | None:
    return plan_rule(_PRACTICE, start)
