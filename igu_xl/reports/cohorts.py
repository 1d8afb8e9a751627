"""The cohorts: those that run, wait for people or were cancelled, what an empty seat costs, and what pooling does."""

from __future__ import annotations

from enum import Enum, auto

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.domain.key_figures import key_figures
from igu_xl.month import Month
from igu_xl.reports.explained import Explanation
from igu_xl.reports.measures import Measure
from igu_xl.reports.month_data import MonthData

COHORT, TITLE, START, ENROL_BY, DAYS_LEFT = "Hold", "Titel", "Start", "Tilmeldingsfrist", "Dage til frist"
ENROLLED, MIN, SEATS_MISSING, SEAT_PRICE = "Tilmeldt", "Mindst", "Mangler", "En tom plads koster"
FACTS = (COHORT, TITLE, START, ENROL_BY, SEAT_PRICE, DAYS_LEFT, MIN)
_SHORT_COURSE = 37  # hours
_NO_SHOW_SHORT, _NO_SHOW_LONG = "udeblivelse_til_37_timer", "udeblivelse_over_37_timer"


class Cohort(Enum):
    """Where a cohort stands on a day."""

    RUNNING = auto()
    ENOUGH = auto()
    AT_RISK = auto()
    CANCELLED = auto()
    HELD = auto()


def participants(data: MonthData, month: Month) -> pd.DataFrame:
    """The placements in the cohorts that were agreed at the end of the month; one without a date counts as agreed."""
    later = data.in_cohorts["agreed_on"] > pd.Timestamp(month.last)
    return data.in_cohorts[~later & data.in_cohorts["cohort"].isin(data.cohorts["cohort"])]


def enrolled(data: MonthData, month: Month) -> pd.Series:
    """The seats taken: what the school says (Maks. less Ledige pladser) or our own placements, whichever is more."""
    cohorts = data.cohorts
    ours = cohorts["cohort"].map(participants(data, month).groupby("cohort").size()).fillna(0).astype("Int64")
    told = (cohorts["max"] - cohorts["free_seats"]).fillna(0).astype("Int64")
    return ours.where(ours > told, told)


def states(data: MonthData, month: Month) -> pd.Series:
    """Where each cohort stands on the last day of the month."""
    cohorts, day = data.cohorts, pd.Timestamp(month.last)
    enough = (enrolled(data, month) >= cohorts["min"]).fillna(False).astype(bool)
    state = pd.Series(Cohort.AT_RISK, index=cohorts.index, dtype="object").mask(enough, Cohort.ENOUGH)
    state = state.mask(cohorts["start"] <= day, Cohort.RUNNING)
    held = (cohorts["end"] < day) | (cohorts["status"] == "Afholdt").fillna(False).astype(bool)
    cancelled = (cohorts["status"] == "Aflyst").fillna(False).astype(bool)
    return state.mask(held, Cohort.HELD).mask(cancelled, Cohort.CANCELLED)


def pooled(data: MonthData, month: Month) -> pd.Series:
    """Which cohorts have enough participants only because several municipalities sent some."""
    sent = participants(data, month).drop_duplicates(["cohort", "candidate"]).groupby(["cohort", "partner"]).size()
    by_cohort = sent.groupby(level="cohort").agg(["sum", "max"])
    most, together = (data.cohorts["cohort"].map(by_cohort[part]).fillna(0).astype("Int64") for part in ("max", "sum"))
    return ((together >= data.cohorts["min"]) & (most < data.cohorts["min"])).fillna(False).astype(bool)


def _in_state(state: Cohort) -> Measure:
    label, how = _WORDS[state]
    return Measure(
        f"cohorts_{state.name.lower()}",
        label,
        how,
        lambda data, month: int((states(data, month) == state).sum()),
        of_people=False,
        balance=True,
    )


_WORDS = {
    Cohort.RUNNING: ("Hold i gang", "Hold, der er begyndt, ikke slut og ikke aflyst."),
    Cohort.ENOUGH: ("Hold med deltagere nok", "Kommende hold, hvor mindst »Min. deltagere« er tilmeldt."),
    Cohort.AT_RISK: (
        "Hold, der mangler deltagere",
        "Kommende hold, hvor færre end »Min. deltagere« er tilmeldt. Tilmeldt er det højeste af skolens tal (»Maks. "
        "deltagere« minus »Ledige pladser«) og antallet af aftalte forløb på holdet.",
    ),
    Cohort.CANCELLED: ("Aflyste hold", "Hold med status Aflyst."),
    Cohort.HELD: ("Afholdte hold", "Hold, der er slut eller har status Afholdt."),
}
LINES = tuple(_in_state(state) for state in Cohort)
AT_RISK = LINES[list(Cohort).index(Cohort.AT_RISK)]
POOLED = Measure(
    "cohorts_pooled",
    "Kun fordi kommuner gik sammen",
    "Hold, der er i gang, afholdt eller har deltagere nok, hvor kommunernes deltagere tilsammen når »Min. deltagere«, "
    "men ingen kommune når det alene.",
    lambda data, month: int(
        (pooled(data, month) & states(data, month).isin([Cohort.RUNNING, Cohort.HELD, Cohort.ENOUGH])).sum()
    ),
    of_people=False,
)
PRICE = Explanation(
    "seat_price",
    SEAT_PRICE,
    "Taksten, når en tilmeldt udebliver, efter længden af holdets kurser (»Timer« i tblKurser); er den ukendt, regnes "
    "holdet for langt.",
)


def upcoming(data: MonthData, month: Month) -> pd.DataFrame:
    """The cohorts to come, soonest deadline first: days until enrolment closes, seats needed and seats taken."""
    coming = states(data, month).isin([Cohort.AT_RISK, Cohort.ENOUGH])
    cohorts = data.cohorts.assign(enrolled=enrolled(data, month))[coming].sort_values(["enrol_by", "cohort"])
    cohorts = cohorts.drop_duplicates("cohort")
    short = (cohorts["hours"] <= _SHORT_COURSE).fillna(False).astype(bool)
    return pd.DataFrame(
        {
            COHORT: cohorts["cohort"],
            TITLE: cohorts["title"],
            START: cohorts["start"].dt.date,
            ENROL_BY: cohorts["enrol_by"].dt.date,
            SEAT_PRICE: short.map({True: seat_price(_NO_SHOW_SHORT), False: seat_price(_NO_SHOW_LONG)}),
            DAYS_LEFT: (cohorts["enrol_by"] - pd.Timestamp(month.last)).dt.days,
            MIN: cohorts["min"],
            ENROLLED: cohorts["enrolled"],
        }
    ).set_index(cohorts["cohort"])


def seat_price(key: str) -> str:
    """A published price in words: `3.500 kr.`"""
    return f"{number_text(key_figures()[key].value)} kr."


def price_source() -> str:
    """Where the prices of an empty seat come from, as a sentence."""
    short, long = key_figures()[_NO_SHOW_SHORT], key_figures()[_NO_SHOW_LONG]
    return (
        f"Udebliver en tilmeldt, koster den tomme plads virksomheden {number_text(short.value)} kr. for kurser på "
        f"højst {_SHORT_COURSE} timer og {number_text(long.value)} kr. for længere ({long.source}; {long.note})."
    )
