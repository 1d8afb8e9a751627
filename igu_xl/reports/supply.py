"""What a branch offers: slots filled and open, and cohorts that run, wait for people or were cancelled."""

from __future__ import annotations

from enum import Enum, auto

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.measures import JOB_OR_EDUCATION, RUNNING, STARTED, Measure
from igu_xl.reports.month_data import MonthData

COHORT, TITLE, START, ENROL_BY, DAYS_LEFT = "Hold", "Titel", "Start", "Tilmeldingsfrist", "Dage til frist"
ENROLLED, MIN, SEATS_MISSING = "Tilmeldt", "Mindst", "Mangler"


class Cohort(Enum):
    """Where a cohort stands on a day."""

    RUNNING = auto()
    ENOUGH = auto()
    AT_RISK = auto()
    CANCELLED = auto()
    HELD = auto()


def _seats(data: MonthData, month: Month) -> pd.DataFrame:
    """Each slot's openings split in those taken, those one can still get, and the rest."""
    slots = data.slots
    bookable = (slots["status"] == "Åben") & (slots["start_latest"] >= pd.Timestamp(month.last))
    left = slots["openings"] - slots["taken"]
    free = left.where(bookable.fillna(False), 0)
    return pd.DataFrame({"offered": slots["openings"], "taken": slots["taken"], "free": free, "gone": left - free})


def _sum_of(part: str) -> Measure:
    label, how = _SEAT_WORDS[part]
    return Measure(f"slots_{part}", label, how, lambda data, month: int(_seats(data, month)[part].sum()))


_SEAT_WORDS = {
    "taken": ("Besat", "Pladser med et forløb, aftalt eller begyndt; højst så mange, som pladsen har (»Antal«)."),
    "free": ("Åbne", "Pladser med status Åben, der ikke er besat, og hvis »Start senest« ikke er passeret."),
    "gone": ("Lukket eller udløbet", "Pladser, der ikke er besat og ikke længere kan besættes."),
    "offered": ("Tilbudt i alt", "Alle pladser i branchens arbejdsbog."),
}
FILLED, OPEN, GONE, OFFERED = (_sum_of(part) for part in ("taken", "free", "gone", "offered"))
SLOT_LINES = (FILLED, OPEN, GONE, OFFERED)


def cohort_states(data: MonthData, month: Month) -> pd.Series:
    """Where each cohort of the branch stands on the last day of the month."""
    cohorts, day = data.cohorts, pd.Timestamp(month.last)
    enough = (cohorts["enrolled"] >= cohorts["min"]).fillna(False).astype(bool)
    state = pd.Series(Cohort.AT_RISK, index=cohorts.index, dtype="object").mask(enough, Cohort.ENOUGH)
    state = state.mask(cohorts["start"] <= day, Cohort.RUNNING)
    held = (cohorts["end"] < day) | (cohorts["status"] == "Afholdt").fillna(False).astype(bool)
    cancelled = (cohorts["status"] == "Aflyst").fillna(False).astype(bool)
    return state.mask(held, Cohort.HELD).mask(cancelled, Cohort.CANCELLED)


def _in_state(state: Cohort) -> Measure:
    label, how = _COHORT_WORDS[state]
    return Measure(
        f"cohorts_{state.name.lower()}",
        label,
        how,
        lambda data, month: int((cohort_states(data, month) == state).sum()),
        of_people=False,
    )


_COHORT_WORDS = {
    Cohort.RUNNING: ("Hold i gang", "Hold, der er begyndt, ikke slut og ikke aflyst."),
    Cohort.ENOUGH: ("Hold med deltagere nok", "Kommende hold, hvor mindst »Min. deltagere« er tilmeldt."),
    Cohort.AT_RISK: (
        "Hold, der mangler deltagere",
        "Kommende hold, hvor færre end »Min. deltagere« er tilmeldt. Tilmeldt er det højeste af skolens tal (»Maks. "
        "deltagere« minus »Ledige pladser«) og antallet af forløb på holdet.",
    ),
    Cohort.CANCELLED: ("Aflyste hold", "Hold med status Aflyst."),
    Cohort.HELD: ("Afholdte hold", "Hold, der er slut eller har status Afholdt."),
}
COHORT_LINES = tuple(_in_state(state) for state in Cohort)
AT_RISK = COHORT_LINES[list(Cohort).index(Cohort.AT_RISK)]
WISHING = Measure(
    "wishing",
    "Kandidater, der ønsker branchen",
    "Kandidater i hele partnerskabet med status Klar og branchen som første ønske, hvis »Klar fra« er nået.",
    lambda data, month: int(
        (
            (data.candidates["ready_from"] <= pd.Timestamp(month.last))
            & (data.candidates["status"] == "Klar").fillna(False).astype(bool)
        ).sum()
    ),
)
BRANCH_FIGURES = (WISHING, STARTED, RUNNING, AT_RISK, JOB_OR_EDUCATION)


def upcoming_cohorts(data: MonthData, month: Month) -> pd.DataFrame:
    """The cohorts to come, soonest deadline first: days until enrolment closes, seats needed and seats taken."""
    day = pd.Timestamp(month.last)
    coming = cohort_states(data, month).isin([Cohort.AT_RISK, Cohort.ENOUGH])
    cohorts = data.cohorts[coming].sort_values(["enrol_by", "cohort"])
    return pd.DataFrame(
        {
            COHORT: cohorts["cohort"],
            TITLE: cohorts["title"],
            START: cohorts["start"].dt.date,
            ENROL_BY: cohorts["enrol_by"].dt.date,
            DAYS_LEFT: (cohorts["enrol_by"] - day).dt.days,
            MIN: cohorts["min"],
            ENROLLED: cohorts["enrolled"],
        }
    ).reset_index(drop=True)
