"""Which candidate may have which slot, and sit in which cohort: one named test a column.

A frame of options keeps its failed tests, so that explain.py can say which one stood in the way. The tests stand in
the order in which they are told: the first that leaves a candidate without any option is the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from igu_xl.domain.codes import fold
from igu_xl.domain.eligibility import verdicts
from igu_xl.domain.slot_rules import IGU, three_months_rule
from igu_xl.domain.verdict import MET

PAIR_TESTS = ("measure", "ready", "danish", "skills", "hours", "company")
SEAT_TESTS = ("eligible", "ready", "danish")

WISH_POINTS = {1: 50, 2: 30, 3: 15}
EXPERIENCE_POINTS = 25
PROFILE_POINTS = 15
DANISH_POINTS = 10
MOST_POINTS = 100

# What the tests look at; the pairs of a region are millions, so nothing else is carried along.
_OF_SLOTS = [
    *("slot", "branch", "type", "cvr", "start_latest", "level"),
    *("requirements", "weekly_hours", "skills_profile"),
]
_OF_PEOPLE = [
    *("candidate", "measures", "ready_from", "level", "skills", "weekly_hours"),
    *("last_employer_cvr", "last_employed_to", "experience_branch", "experience_years"),
]


def possible_pairs(candidates: pd.DataFrame, slots: pd.DataFrame) -> pd.DataFrame:
    """Every candidate with every slot of a wished branch: `candidate`, `slot`, `wish` (1-3), the tests and `value`."""
    pairs = _wishes(candidates).merge(slots[_OF_SLOTS].add_prefix("s_"), left_on="branch", right_on="s_branch")
    pairs = pairs.merge(candidates[_OF_PEOPLE].add_prefix("c_"), left_on="candidate", right_on="c_candidate")
    pairs["measure"] = _each(pairs, lambda row: row.s_type in split(row.c_measures), "c_measures", "s_type")
    pairs["ready"] = pairs["c_ready_from"] <= pairs["s_start_latest"]
    pairs["danish"] = _at_least(pairs["c_level"], pairs["s_level"])
    pairs["skills"] = _each(
        pairs, lambda row: skills(row.s_requirements) <= skills(row.c_skills), "c_skills", "s_requirements"
    )
    pairs["hours"] = ~(pairs["c_weekly_hours"] < pairs["s_weekly_hours"]).fillna(False)
    pairs["company"] = _company(pairs)
    pairs["value"] = _value(pairs)
    return pairs.rename(columns={"s_slot": "slot"})[["candidate", "slot", "wish", *PAIR_TESTS, "value"]]


def possible_seats(candidates: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    """Every candidate for igu with every cohort of a wished branch: `candidate`, `cohort`, the tests and `value`.

    The law is asked at the cohort's start, which is the start of the placement.
    """
    wanting = candidates[candidates["measures"].map(lambda text: IGU in split(text)).astype(bool)]
    about = ["cohort", "branch", "start", "lowest", "highest"]
    seats = _wishes(wanting).merge(cohorts[about].add_prefix("k_"), left_on="branch", right_on="k_branch")
    facts = ["born", "residence_from", "basis", "previous_igu"]
    known = wanting[["candidate", "ready_from", "level", *facts]]
    seats = seats.merge(known.add_prefix("c_"), left_on="candidate", right_on="c_candidate")
    people = seats[[f"c_{fact}" for fact in facts]].set_axis(facts, axis=1)
    seats["eligible"] = (verdicts(people, seats["k_start"])["outcome"] == MET).astype(bool)
    seats["ready"] = seats["c_ready_from"] <= seats["k_start"]
    too_good = (seats["c_level"] > seats["k_highest"]).fillna(False)
    seats["danish"] = _at_least(seats["c_level"], seats["k_lowest"]) & ~too_good
    seats["cohort"], seats["value"] = seats["k_cohort"], 0.0
    return seats[["candidate", "cohort", *SEAT_TESTS, "value"]]


def possible_links(slots: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    """Which cohort serves which igu slot: same branch, begins in the slot's window, and named by it if it names any."""
    igu = slots[slots["type"] == IGU]
    links = igu.merge(cohorts, on="branch", suffixes=("", "_cohort"))
    inside = (links["start_earliest"] <= links["start"]) & (links["start"] <= links["start_latest"])
    named = [
        pd.isna(names) or cohort.casefold() in {part.casefold() for part in split(names)}
        for names, cohort in zip(links["cohorts"], links["cohort"], strict=True)
    ]
    return links.loc[inside & np.array(named, dtype=bool), ["slot", "cohort"]].reset_index(drop=True)


def too_soon(candidates: pd.DataFrame, slots: pd.DataFrame, cohorts: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The (candidate, slot, cohort) that would begin too soon after an ordinary job in the slot's company."""
    employed = candidates[["candidate", "last_employer_cvr", "last_employed_to"]].dropna(subset=["last_employer_cvr"])
    there = employed.merge(slots[["slot", "cvr"]], left_on="last_employer_cvr", right_on="cvr")
    starts = there.merge(links, on="slot").merge(cohorts[["cohort", "start"]], on="cohort")
    asked = starts[["cvr", "last_employed_to", "start"]].itertuples(index=False)
    early = [not _late_enough(*row) for row in asked]
    return starts.loc[np.array(early, dtype=bool), ["candidate", "slot", "cohort"]]


def split(text: object) -> list[str]:
    """The values of a cell that may hold several."""
    return [] if pd.isna(text) else [part.strip() for part in str(text).split(";") if part.strip()]  # type: ignore[call-overload]


def skills(text: object) -> frozenset[str]:
    """Skills and certificates in the form in which they are compared."""
    return frozenset(fold(part) for part in split(text))


def _wishes(candidates: pd.DataFrame) -> pd.DataFrame:
    """One row a candidate and wished branch, with the best rank of the wish."""
    ranked = [
        pd.DataFrame({"candidate": candidates["candidate"], "branch": candidates[f"wish_{rank}"], "wish": rank})
        for rank in WISH_POINTS
    ]
    return pd.concat(ranked).dropna(subset=["branch"]).drop_duplicates(["candidate", "branch"])


def _each(pairs: pd.DataFrame, test: Callable[[Any], bool], a: str, b: str) -> pd.Series:
    """A test on two text columns, asked once for each different pair of texts."""
    asked = pairs[[a, b]].drop_duplicates()
    asked["answer"] = [test(row) for row in asked.itertuples()]
    return pairs[[a, b]].merge(asked, on=[a, b], how="left")["answer"].set_axis(pairs.index).astype(bool)


def _at_least(has: pd.Series, needs: pd.Series) -> pd.Series:
    """Whether a level reaches another; no demand is always met, an unknown level meets no demand."""
    return needs.isna() | (has.notna() & (has >= needs)).fillna(False)


def _company(pairs: pd.DataFrame) -> pd.Series:
    """Whether the three-months rule leaves any start in the slot, asked only where the last employer is its company."""
    asked = (pairs["s_type"] == IGU) & (pairs["c_last_employer_cvr"] == pairs["s_cvr"]).fillna(False)
    starts = pairs.loc[asked, ["c_last_employer_cvr", "c_last_employed_to", "s_start_latest"]]
    late = [_late_enough(*row) for row in starts.itertuples(index=False)]
    return pd.Series(late, index=starts.index, dtype=bool).reindex(pairs.index, fill_value=True)


def _late_enough(company: str, employed_to: pd.Timestamp, start: pd.Timestamp) -> bool:
    until = None if pd.isna(employed_to) else employed_to.date()
    return three_months_rule(company, until, company, start.date()).outcome == MET


def _value(pairs: pd.DataFrame) -> pd.Series:
    """How good a pair is, 0-100: the rank of the wish, experience in the branch, fit with the profile, spare Danish."""
    value = pairs["wish"].map(WISH_POINTS).astype(float)
    experienced = _each(
        pairs, lambda row: row.s_branch in split(row.c_experience_branch), "c_experience_branch", "s_branch"
    )
    years = pairs["c_experience_years"].fillna(1).clip(0, 5).astype(float) / 5
    value += np.where(experienced, EXPERIENCE_POINTS * np.maximum(years, 0.2), 0)
    fits = _each(
        pairs,
        lambda row: bool(skills(row.s_skills_profile)) and skills(row.s_skills_profile) <= skills(row.c_skills),
        "s_skills_profile",
        "c_skills",
    )
    value += np.where(fits, PROFILE_POINTS, 0)
    value += np.where((pairs["c_level"] > pairs["s_level"]).fillna(False), DANISH_POINTS, 0)
    return value.clip(0, MOST_POINTS)
