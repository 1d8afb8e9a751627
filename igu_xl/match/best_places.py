"""The best open places for one candidate, taken alone: what a consultant asks while the candidate sits there.

The match is made for everybody together and may propose another place; the tests and the points are the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from igu_xl.arrays import Ints
from igu_xl.checks.validation import Validation
from igu_xl.domain.working_days import first_working_day
from igu_xl.errors import WrongUse
from igu_xl.match.case import LOCK, Decision, build_case
from igu_xl.match.solving.model.columns import Columns, decided, list_columns
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.standing.candidates import Out

COLUMNS = ("slot", "name", "branch", "type", "start", "cohort", "wish", "value")


def best_places(
    validation: Validation,
    candidate: str,
    decisions: Sequence[Decision] = (),
    *,
    open_cohorts: bool = False,
) -> pd.DataFrame:
    """The open slots that the match could give a waiting candidate, best first (most points, then soonest start).

    Asked of the match's own problem with nobody else in it, so all that it forbids this candidate is left out, and a
    lock of the candidate is kept where it can be. Whether others fill a cohort or a team is not asked.

    Columns: `slot`, `name` (company), `branch`, `type`, `start`, `cohort` (the first that fits, for igu), `wish` (1-3)
    and `value` (0-100 points). Raises `WrongUse`, with the reason, for a candidate who is not waiting.
    """
    case = build_case(validation, decisions, open_cohorts=open_cohorts, only=candidate)
    if case.candidates.empty:
        raise WrongUse(_why_not_waiting(validation, candidate))
    fits = _allowed(case.problem).merge(case.pairs_of(candidate)[["slot", "wish"]], on="slot")
    fits = fits.merge(case.slots, on="slot").merge(_starts(case.cohorts), on="cohort", how="left")
    earliest = fits["begin"].clip(lower=case.candidates["ready_from"].iloc[0])
    alone = [first_working_day(*days) for days in zip(earliest, fits["start_latest"], strict=True)]
    starts = fits["cohort_start"].fillna(pd.Series(alone, fits.index, dtype=earliest.dtype))
    fits = fits.assign(start=starts).sort_values(["start", "cohort"])
    best = fits.drop_duplicates("slot").sort_values(["value", "start", "slot"], ascending=[False, True, True])
    return best[list(COLUMNS)].reset_index(drop=True)


def _allowed(problem: Problem) -> pd.DataFrame:
    """Each `slot` that the one candidate may have, with a `cohort` (none where none is needed) and the `value`."""
    slots, cohorts = problem.slots.assign(together_min=1.0), problem.cohorts.assign(min=1.0)
    alone = replace(problem, slots=slots, cohorts=cohorts)
    columns = list_columns(alone)
    kept = _locks_kept(alone, columns)
    columns = columns[(kept == kept.max(initial=0)) & (columns.slot >= 0)]
    slot = slots["slot"].array.take(columns.slot)
    cohort = cohorts["cohort"].array.take(columns.cohort, allow_fill=True)
    return pd.DataFrame({"slot": slot, "cohort": cohort, "value": columns.value})


def _locks_kept(problem: Problem, columns: Columns) -> Ints:
    """How many of the candidate's locks each choice keeps; beside a slot that needs no cohort a seat may be had."""
    locks, kept = decided(problem, LOCK), np.zeros(len(columns), dtype=np.int64)
    seats = columns.cohort[columns.slot < 0]
    for slot, cohort in zip(locks.slot, locks.cohort, strict=True):
        seated = (columns.cohort == cohort) | ((columns.cohort < 0) & (cohort in seats))
        kept += ((slot < 0) | (columns.slot == slot)) & ((cohort < 0) | seated)
    return kept


def _starts(cohorts: pd.DataFrame) -> pd.DataFrame:
    return cohorts[["cohort", "start"]].rename(columns={"start": "cohort_start"})


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
