"""What is wrong with what is offered: slots against their companies, profiles and cohorts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from igu_xl.checks.marking import cell_words, findings_where
from igu_xl.domain.slot_rules import PRACTICE, WAGE_SUBSIDY, reasonable_caps
from igu_xl.findings import Finding
from igu_xl.records import records_by
from igu_xl.sheets.partnership import Partnership

# What a slot rests on: the column that names it, and the table it stands in.
_FOUNDATIONS = (("p_number", "tblVirksomheder", "Virksomheder"), ("profile", "tblProfiler", "Profiler"))


def check_offers(partnership: Partnership) -> Iterator[Finding]:
    """The findings on slots that need their company or their cohorts to see."""
    yield from _cohort_windows(partnership)
    yield from _reasonable(partnership)


def slots_with_companies(partnership: Partnership) -> pd.DataFrame:
    """The slots' frame with what is known of the company at each P-number; same index as the slots."""
    companies = partnership.frames["tblVirksomheder"].dropna(subset=["p_number"]).drop_duplicates("p_number")
    about = ["p_number", "cvr", "name", "sector", "ordinary_staff", "steward_statement", "cluster", "postcode"]
    slots = partnership.frames["tblPladser"]
    return slots.merge(companies[about], on="p_number", how="left").set_axis(slots.index)


def split_ids(value: object) -> list[str]:
    """The ids of a cell that may hold several, in small letters."""
    return [part.strip().casefold() for part in str(value).split(";") if part.strip()]


def profile_key(frame: pd.DataFrame) -> pd.Series:
    """What a profile is found by: each branch has its own, and nobody minds capital letters."""
    return frame["partner"] + "\n" + frame["profile"].str.casefold()


def check_foundations(partnership: Partnership, blocked: Mapping[str, pd.Series]) -> Iterator[Finding]:
    """Slots whose company or profile an error keeps out: what they ask for is not known."""
    slots = partnership.frames["tblPladser"]
    for key, table, sheet in _FOUNDATIONS:
        wrong = _rests_on(slots, partnership.frames[table][blocked[table]], key)
        yield from findings_where(partnership, "tblPladser", wrong, key, "henvisning-fejl", target=f"arket {sheet}")


def rest_on_errors(partnership: Partnership, blocked: Mapping[str, pd.Series]) -> pd.Series:
    """Which slots name a company or a profile that an error keeps out, as truth values."""
    slots = partnership.frames["tblPladser"]
    company, profile = (
        _rests_on(slots, partnership.frames[table][blocked[table]], key) for key, table, _ in _FOUNDATIONS
    )
    return company | profile


def _rests_on(slots: pd.DataFrame, broken: pd.DataFrame, key: str) -> pd.Series:
    if key == "profile":
        return profile_key(slots).isin(profile_key(broken).dropna())
    return slots[key].isin(broken[key].dropna())


def _cohort_windows(partnership: Partnership) -> Iterator[Finding]:
    """A slot that names a cohort which begins outside the slot's window."""
    cohorts = partnership.frames["tblHold"].dropna(subset=["cohort", "start"])
    starts = {name.casefold(): row["start"] for name, row in records_by(cohorts, "cohort").items()}
    frame = partnership.frames["tblPladser"]
    for index, row in frame.dropna(subset=["cohorts", "start_earliest", "start_latest"]).iterrows():
        low, high = row["start_earliest"], row["start_latest"]
        for cohort in split_ids(row["cohorts"]):
            start = starts.get(cohort)
            if start is not None and not low <= start <= high:
                words = {"a": cell_words(start), "b": cell_words(low), "c": cell_words(high)}
                place = partnership.place("tblPladser", int(str(index)), "cohorts")
                value, details = cell_words(row["cohorts"]), {"cohort": cohort.upper(), **words}
                yield Finding(place, "hold-uden-for-vindue", value, details)


def _reasonable(partnership: Partnership) -> Iterator[Finding]:
    """Rimelighedskravet: practice and wage subsidy at one P-number, against the ordinary staff there."""
    slots = slots_with_companies(partnership)
    counted = slots["type"].isin([PRACTICE, WAGE_SUBSIDY]) & (slots["status"] != "Lukket")
    offered = slots[counted].groupby("p_number")["openings"].sum()
    count = slots["p_number"].map(offered).astype("Int64")
    cap = reasonable_caps(slots["ordinary_staff"])
    words = {"count": count, "cap": cap, "staff": slots["ordinary_staff"]}
    yield from findings_where(
        partnership, "tblPladser", counted & (count > cap), "openings", "rimelighedskrav", **words
    )
    unknown = counted & slots["cvr"].notna() & slots["ordinary_staff"].isna()
    yield from findings_where(partnership, "tblPladser", unknown, "openings", "rimelighedskrav-ukendt")
    unheard = counted & slots["cvr"].notna() & (slots["steward_statement"].fillna("Nej") != "Ja")
    yield from findings_where(partnership, "tblPladser", unheard, "type", "tr-udtalelse-mangler", type=slots["type"])
