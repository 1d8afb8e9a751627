"""The school of the igu pupils: who has all hours in time, how many hours are had, and what was cancelled.

A month tells what its data say of its last day. Which course a pupil takes is in no figure.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.school_demand import WEEK_HOURS
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.data.school_hours import HELD, SIGNED
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import Measure
from igu_xl.reports.figures.measures import in_state
from igu_xl.standing.columns import looked_up
from igu_xl.standing.placements import State
from igu_xl.standing.standing import CohortState

_RAN = (CohortState.BEGUN, CohortState.HELD)


def pupils(data: MonthData, month: Month) -> pd.DataFrame:
    """The igu placements that run on the last day of the month, with their hours of school (`data/school_hours`)."""
    running = in_state(data, month, State.RUNNING)
    return running[(running["type"] == IGU).fillna(False)]


def courses(data: MonthData, month: Month) -> pd.DataFrame:
    """The courses of the igu placements that the page sees."""
    return data.school[data.school["placement"].isin(data.on(month).placements["placement"])]


def _pupils(key: str, label: str, how: str, which: Callable[[pd.DataFrame], pd.Series]) -> Measure:
    return Measure(
        key, label, how, lambda data, month: int(which(pupils(data, month)).sum()), balance=True, dated=False
    )


def _in_time(rows: pd.DataFrame) -> pd.Series:
    return rows["has_school"] & (rows["school_needed"] > 0) & (rows["school_missing"] == 0)


ON_TIME = _pupils(
    "school_in_time",
    "Har alle skoletimer i tide",
    "Elever i igu, hvor gennemførte, aftalte, tilmeldte og foreslåede kurser før forløbets slutning tæller så mange "
    "timer, som loven på startdagen kræver.",
    _in_time,
)
NOT_YET = _pupils(
    "school_short",
    "Mangler skoletimer",
    "Elever i igu med en skoleplan, hvor kurserne før forløbets slutning ikke tæller timer nok.",
    lambda rows: rows["has_school"] & ~_in_time(rows),
)
NO_PLAN = _pupils(
    "school_without_plan",
    "Ingen skoleplan endnu",
    "Elever i igu uden et eneste kursus i arket Skoleplan eller på et hold i arket Forløb.",
    lambda rows: ~rows["has_school"],
)
PUPILS = _pupils(
    "school_pupils",
    "Elever i igu",
    "Igu-forløb, der er i gang den sidste dag i måneden.",
    lambda rows: rows["has_school"].notna(),
)
PUPIL_LINES = (ON_TIME, NOT_YET, NO_PLAN, PUPILS)


def _hours(key: str, label: str, how: str, column: str) -> Measure:
    return Measure(
        key, label, how, lambda data, month: int(pupils(data, month)[column].sum()), balance=True, dated=False
    )


DONE = _hours("school_done", "Timer gennemført", "Timer af kurser, som er gennemført.", "school_done")
PLANNED = _hours(
    "school_planned",
    "Timer planlagt",
    "Timer af kurser, som er foreslået, aftalt eller tilmeldt og slutter før forløbet; højst det, eleven mangler.",
    "school_planned",
)
MISSING = _hours(
    "school_missing", "Timer mangler", "Timer, der hverken er gennemført eller planlagt.", "school_missing"
)
NEEDED = _hours(
    "school_needed",
    "Timer i alt",
    "De timer, som loven på hver igus startdag kræver (851 timer er 23 uger).",
    "school_needed",
)
HOUR_LINES = (DONE, PLANNED, MISSING, NEEDED)


def _lost(data: MonthData, month: Month) -> pd.DataFrame:
    """The courses that were cancelled in the month."""
    rows = courses(data, month)
    return rows[rows["cancelled_on"].between(pd.Timestamp(month.first), pd.Timestamp(month.last))]


def _untold(data: MonthData, month: Month) -> int:
    rows = courses(data, month)
    return int((rows["status"].isin(SIGNED) & (rows["end"] <= pd.Timestamp(month.last))).sum())


def _cancelled_cohorts(data: MonthData, month: Month) -> int:
    days = data.on(month).cohorts["cancelled_on"]
    return int(days.between(pd.Timestamp(month.first), pd.Timestamp(month.last)).sum())


def _pooled_cohorts(data: MonthData, month: Month) -> int:
    """Cohorts that have begun whose minimum the municipalities' pupils reach together, and none alone."""
    cohorts, rows = data.on(month).cohorts, courses(data, month)
    owners = data.on(month).placements.drop_duplicates("placement").set_index("placement")["partner"]
    there = rows[rows["status"].isin([HELD, *SIGNED])].drop_duplicates(["placement", "cohort"])
    sent = there.groupby(["cohort", looked_up(there["placement"], owners).rename("owner")]).size()
    by_cohort = sent.groupby(level="cohort").agg(["sum", "max"])
    together, most = (looked_up(cohorts["cohort"], by_cohort[part]).fillna(0) for part in ("sum", "max"))
    pooled = cohorts["pooled"] | ((together >= cohorts["min"]) & (most < cohorts["min"])).fillna(False)
    return int((pooled & cohorts["state"].isin(_RAN)).sum())


LOST_COURSES = Measure(
    "school_lost_pupils",
    "Elever, der fik et kursus aflyst",
    "Elever med mindst ét kursus, der er aflyst: holdet blev læst som aflyst i måneden, eller kurset skulle være "
    "begyndt i den.",
    lambda data, month: _lost(data, month)["placement"].nunique(),
    dated=False,
)
LOST_WEEKS = Measure(
    "school_lost_weeks",
    "Personuger aflyst",
    f"De aflyste kursers timer, som loven tæller dem, delt med {WEEK_HOURS} og rundet til hele uger.",
    lambda data, month: round(float(_lost(data, month)["weighted"].sum()) / WEEK_HOURS),
    dated=False,
)
UNTOLD = Measure(
    "school_untold",
    "Kurser, der mangler et svar",
    "Kurser med status Aftalt eller Tilmeldt, som er slut. Skriv Gennemført, Aflyst eller Udeblevet i Skoleplan.",
    _untold,
    balance=True,
    dated=False,
)
CANCELLED_COHORTS = Measure(
    "cohorts_cancelled_in_month",
    "Hold aflyst i måneden",
    "Hold, der blev læst som aflyst i måneden; et, der var det ved den første læsning og skulle være begyndt inden, "
    "tæller, hvor det skulle være begyndt.",
    _cancelled_cohorts,
    of_people=False,
    dated=False,
)
RAN_POOLED = Measure(
    "cohorts_ran_pooled",
    "Hold, der kørte, kun fordi kommuner gik sammen",
    "Hold, der er i gang eller afholdt, hvor kommunernes elever tilsammen når »Min. deltagere«, men ingen kommune "
    "når det alene.",
    _pooled_cohorts,
    of_people=False,
    dated=False,
)
EVENT_LINES = (LOST_COURSES, LOST_WEEKS, UNTOLD)
COHORT_LINES = (CANCELLED_COHORTS, RAN_POOLED)

HOW = Explanation(
    "school_weeks",
    "Skoleuger",
    f"En skoleuge er {WEEK_HOURS} timer, som loven tæller dem: dansk, FVU, avu og hf dobbelt. FGU-timer tæller ikke "
    "med, for det vides ikke, hvad de tæller. Kurserne er, som de stod i kommunernes ark Skoleplan, da månedens data "
    "blev gemt. I en delt udgave står timer kun som andele, og kun hvor der er mindst 25 elever.",
)
SAVES = Explanation(
    "school_saves",
    "Hvad fælles planlægning giver",
    "De samme elever og hold planlagt på tre måder, da der sidst blev trykket på Skoleplan. Hver kommune for sig: et "
    "hold kører kun, når en kommune selv fylder det. Først til mølle: eleverne vælger efter tur. Alle sammen: den "
    "plan, der blev fundet for alle kommuner på én gang.",
)
