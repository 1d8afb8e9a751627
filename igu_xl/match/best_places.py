"""The best open places for one candidate, taken alone: what a consultant asks while the candidate sits there.

The match is made for everybody together and may propose another place; the tests and the points are the same ones.
"""

from __future__ import annotations

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.domain.slot_rules import IGU
from igu_xl.errors import WrongUse
from igu_xl.match.links import possible_links
from igu_xl.match.options import pair_options, seat_options
from igu_xl.match.pool import joinable_cohorts, open_slots, waiting_candidates
from igu_xl.standing.candidates import Out

COLUMNS = ("slot", "name", "branch", "type", "start", "cohort", "wish", "value")


def best_places(validation: Validation, candidate: str) -> pd.DataFrame:
    """The open slots that pass every test for a waiting candidate, best first (most points, then soonest start).

    Columns: `slot`, `name` (company), `branch`, `type`, `start`, `cohort` (the first that fits, for igu), `wish` (1-3)
    and `value` (0-100 points). Raises `WrongUse`, with the reason, for a candidate who is not waiting.
    """
    everyone = waiting_candidates(validation)
    person = everyone[everyone["candidate"] == candidate]
    if person.empty:
        raise WrongUse(_why_not_waiting(validation, candidate))
    slots, cohorts = open_slots(validation), joinable_cohorts(validation)
    options = pair_options(person, slots)
    wishes = options.of(candidate)[["slot", "wish"]]
    fits = options.allowed().merge(wishes, on="slot").merge(slots, on="slot")
    fits = fits.merge(_first_cohorts(person, slots, cohorts), on="slot", how="left")
    fits = fits[(fits["type"] != IGU) | fits["cohort"].notna()]
    alone = fits["begin"].clip(lower=person["ready_from"].iloc[0])
    fits = fits.assign(start=fits["cohort_start"].fillna(alone))
    best = fits.sort_values(["value", "start", "slot"], ascending=[False, True, True])
    return best[list(COLUMNS)].reset_index(drop=True)


def _first_cohorts(person: pd.DataFrame, slots: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    """For each igu slot the soonest cohort that serves it and that the candidate may sit in."""
    open_seats = seat_options(person, cohorts).allowed()[["cohort"]]
    starts = cohorts[["cohort", "start"]].rename(columns={"start": "cohort_start"})
    linked = possible_links(slots, cohorts).merge(open_seats, on="cohort").merge(starts, on="cohort")
    return linked.sort_values(["cohort_start", "cohort"]).drop_duplicates("slot")


def _why_not_waiting(validation: Validation, candidate: str) -> str:
    rows = validation.standing.candidates
    known = rows[rows["candidate"] == candidate]
    if known.empty:
        return f"Kandidaten {candidate} findes ikke i kommunernes arbejdsbøger."
    return _WORDS[Out(known["out"].iloc[0])].format(candidate=candidate, step=known["step"].iloc[0])


_WORDS = {
    Out.PLACED: "Kandidaten {candidate} har et forløb: {step}.",
    Out.STATUS: "Kandidaten {candidate} har ikke status Klar.",
    Out.UNREAD: "Kommunens arbejdsbog kan ikke læses, så ingen ved, om kandidaten {candidate} har et forløb.",
    Out.ERROR: "Kandidaten {candidate} er ikke med i match lige nu; arket Fund siger hvorfor.",
}
