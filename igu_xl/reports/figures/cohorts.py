"""The cohorts: those that run, wait for people or were cancelled, what an empty seat costs, and what pooling does."""

from __future__ import annotations

from enum import Enum, auto

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.domain.reference_figures import key_figures
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import Measure
from igu_xl.standing import words
from igu_xl.standing.cohorts import CohortState
from igu_xl.standing.words import DEFINITIONS

COHORT, TITLE, START, ENROL_BY, DAYS_LEFT = "Hold", "Titel", "Start", "Tilmeldingsfrist", "Dage til frist"
ENROLLED, MIN, SEATS_MISSING, SEAT_PRICE = "Tilmeldt", "Mindst", "Mangler", "En tom plads koster"
PRICE_UNKNOWN = "ukendt, timer mangler"
FACTS = (COHORT, TITLE, START, ENROL_BY, SEAT_PRICE, DAYS_LEFT, MIN)
_SHORT_COURSE = 37  # hours
_NO_SHOW_SHORT, _NO_SHOW_LONG = "udeblivelse_til_37_timer", "udeblivelse_over_37_timer"


class Cohort(Enum):
    """Where a page tells that a cohort stands: by those who are enrolled, since names on paper make none run."""

    RUNNING = auto()
    ENOUGH = auto()
    AT_RISK = auto()
    CANCELLED = auto()
    HELD = auto()


def states(data: MonthData, month: Month) -> pd.Series:
    """Where each cohort stands on the last day of the month."""
    return data.on(month).cohorts["state"].map(_STATES).astype("object")


def _in_state(state: Cohort) -> Measure:
    label, how = _WORDS[state]
    return Measure(
        f"cohorts_{state.name.lower()}",
        label,
        how,
        lambda data, month: int((states(data, month) == state).sum()),
        of_people=False,
        balance=True,
        dated=False,
    )


_STATES = {
    CohortState.SHORT: Cohort.AT_RISK,
    CohortState.CAN_RUN: Cohort.AT_RISK,
    CohortState.RUNS: Cohort.ENOUGH,
    CohortState.BEGUN: Cohort.RUNNING,
    CohortState.HELD: Cohort.HELD,
    CohortState.CANCELLED: Cohort.CANCELLED,
}
_WORDS = {
    Cohort.RUNNING: ("Hold i gang", DEFINITIONS[words.COHORT_BEGUN]),
    Cohort.ENOUGH: ("Hold med deltagere nok", DEFINITIONS[words.RUNS]),
    Cohort.AT_RISK: (
        "Hold, der mangler deltagere",
        f"Kommende hold, hvor færre end »Min. deltagere« er tilmeldt. Tilmeldt: {DEFINITIONS[words.ENROLLED]}",
    ),
    Cohort.CANCELLED: ("Aflyste hold", DEFINITIONS[words.COHORT_CANCELLED]),
    Cohort.HELD: ("Afholdte hold", DEFINITIONS[words.COHORT_HELD]),
}
LINES = tuple(_in_state(state) for state in Cohort)
RUNNING, ENOUGH, AT_RISK, CANCELLED, HELD = LINES
POOLED = Measure(
    "cohorts_pooled",
    "Kun fordi kommuner gik sammen",
    "Hold, der er i gang, afholdt eller har deltagere nok, hvor kommunernes deltagere tilsammen når »Min. deltagere«, "
    "men ingen kommune når det alene.",
    lambda data, month: int(
        (
            data.on(month).cohorts["pooled"] & states(data, month).isin([Cohort.RUNNING, Cohort.HELD, Cohort.ENOUGH])
        ).sum()
    ),
    of_people=False,
    dated=False,
)
PRICE = Explanation(
    "seat_price",
    SEAT_PRICE,
    "Taksten, når en tilmeldt udebliver, efter længden af holdets kurser. Mangler »Timer« på et af dem i arket Kurser, "
    "vides taksten ikke.",
)


def upcoming(data: MonthData, month: Month) -> pd.DataFrame:
    """The cohorts to come, soonest deadline first: days until enrolment closes, seats needed and seats taken."""
    coming = states(data, month).isin([Cohort.AT_RISK, Cohort.ENOUGH])
    cohorts = data.on(month).cohorts[coming].sort_values(["enrol_by", "cohort"])
    cohorts = cohorts.drop_duplicates("cohort")
    return pd.DataFrame(
        {
            COHORT: cohorts["cohort"],
            TITLE: cohorts["title"],
            START: cohorts["start"].dt.date,
            ENROL_BY: cohorts["enrol_by"].dt.date,
            SEAT_PRICE: cohorts["hours"].map(_no_show_price).astype("object"),
            DAYS_LEFT: (cohorts["enrol_by"] - pd.Timestamp(month.last)).dt.days,
            MIN: cohorts["min"],
            ENROLLED: cohorts["enrolled"],
        }
    ).set_index(cohorts["cohort"])


def _no_show_price(hours: object) -> str:
    """The published price of an empty seat by the hours of the courses: `3.500 kr.`; without them no price is said."""
    if pd.isna(hours) or not hours:  # type: ignore[call-overload]
        return PRICE_UNKNOWN
    key = _NO_SHOW_SHORT if float(str(hours)) <= _SHORT_COURSE else _NO_SHOW_LONG
    return f"{number_text(key_figures()[key].value)} kr."


def price_source() -> str:
    """Where the prices of an empty seat come from, as a sentence."""
    short, long = key_figures()[_NO_SHOW_SHORT], key_figures()[_NO_SHOW_LONG]
    return (
        f"Udebliver en tilmeldt, koster den tomme plads virksomheden {number_text(short.value)} kr. for kurser på "
        f"højst {_SHORT_COURSE} timer og {number_text(long.value)} kr. for længere ({long.source}; {long.note})."
    )
