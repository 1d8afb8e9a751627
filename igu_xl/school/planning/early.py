"""Who could begin an igu before its first cohort: whether the school part could be had with cohorts that run anyway.

The law lets an igu begin any day. It is worth proposing where the 23 weeks can be had in time, and where the first
course is not far away. Each question is asked for one person alone, as if there were room for all (`reaching`): the
school plan that is made with those who are proposed says what becomes of all of them together.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from igu_xl.checks.school.packages import package_of_slots
from igu_xl.checks.validation import Validation
from igu_xl.domain.law.igu.eligibility import met_on
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.working_days import first_working_day
from igu_xl.match.allowed import jobs_by_company, late_enough
from igu_xl.match.options import pair_options
from igu_xl.match.pool import open_slots, waiting_candidates
from igu_xl.school.planning.case import case_of
from igu_xl.school.planning.offers import offers_on
from igu_xl.school.planning.pupils import FROM_PLACEMENT, ON_PAPER, as_pupils
from igu_xl.school.planning.reaching import first_blocks

COLUMNS = ("candidate", "slot", "start", "course", "first_day")


def early_starts(
    validation: Validation, running: Collection[str], first_school_days: int, seconds: float, only: Collection[str] = ()
) -> pd.DataFrame:
    """Who may begin in which igu slot without a cohort: `candidate`, `slot` and `start`, the first day possible.

    The candidate passes the tests of the slot and of the law on that day, and would have the school part in time with
    the cohorts of `running` alone, the first of them at most `first_school_days` after the start: `course` names one
    that could be the first, `first_day` is its day. `only` asks about these candidates alone. What is not answered
    within the seconds is no.
    """
    asked = _asked(validation, only)
    pupils = asked.drop_duplicates("pupil")
    offers = offers_on(validation)
    runs = offers.cohorts["cohort"].isin(list(running))
    offers = replace(offers, cohorts=offers.cohorts.assign(offered=offers.cohorts["offered"] & runs))
    rows = pupils.assign(cohort=None, state=ON_PAPER).reindex(columns=[*FROM_PLACEMENT, "state", "pupil"])
    case = case_of(validation, as_pupils(rows, validation), offers)
    first = first_blocks(case, first_school_days, seconds)
    found = asked.merge(first, on="pupil").merge(offers.cohorts[["cohort", "title", "start"]], on="cohort")
    told = found.rename(columns={"start_x": "start", "title": "course", "start_y": "first_day"})
    return told[list(COLUMNS)].sort_values(["candidate", "slot"], ignore_index=True)


def _asked(validation: Validation, only: Collection[str]) -> pd.DataFrame:
    """Each candidate with each igu slot that may be begun on a day: `pupil` is the same where the school is."""
    candidates, slots = waiting_candidates(validation), open_slots(validation)
    if only:
        candidates = candidates[candidates["candidate"].isin(list(only))].reset_index(drop=True)
    slots = slots[slots["type"] == IGU].reset_index(drop=True)
    pairs = pair_options(candidates, slots).allowed()[["candidate", "slot"]]
    person = pd.Index(candidates["candidate"]).get_indexer(pd.Index(pairs["candidate"]))
    place = pd.Index(slots["slot"]).get_indexer(pd.Index(pairs["slot"]))
    begin = np.maximum(_moments(slots["begin"])[place], _moments(candidates["ready_from"])[person])
    pairs["start"] = _working_days(begin, _moments(slots["start_latest"])[place])
    may = _lawful(candidates, person, pairs["start"]) & ~_too_soon(candidates, slots, person, place, pairs["start"])
    packages = package_of_slots(validation.partnership, validation.blocked).fillna("")
    known = validation.partnership.frames["tblPladser"]
    package = packages.groupby(known["slot"]).first().reindex(slots["slot"]).to_numpy()
    busy = slots["p_number"].where(slots["p_number"].isin(validation.usable("tblTravleUger")["p_number"]), "")
    asked = pairs.assign(
        partner=candidates["partner"].to_numpy()[person],
        package=package[place],
        branch=slots["branch"].to_numpy()[place],
        busy=busy.to_numpy()[place],
    )[may]
    alike: pd.Series = asked.groupby(["candidate", "branch", "package", "busy", "start"], sort=False).ngroup()
    told: pd.DataFrame = asked.assign(pupil="spørgsmål " + alike.astype("str").str.zfill(9))
    return told


def _moments(days: pd.Series) -> np.ndarray:
    return np.asarray(days.to_numpy().astype("datetime64[D]"))


def _working_days(earliest: np.ndarray, latest: np.ndarray) -> pd.Series:
    pairs = pd.Series(list(zip(earliest.tolist(), latest.tolist(), strict=True)), dtype=object)
    known = {days: first_working_day(*days) for days in pairs.unique()}
    return pd.Series([known[days] for days in pairs], dtype="datetime64[s]")


def _lawful(candidates: pd.DataFrame, person: np.ndarray, start: pd.Series) -> np.ndarray:
    """Whether the law lets each person begin an igu on the day."""
    days, day = np.unique(_moments(start), return_inverse=True)
    return np.asarray(met_on(candidates, days)[person, day])


def _too_soon(
    candidates: pd.DataFrame, slots: pd.DataFrame, person: np.ndarray, place: np.ndarray, start: pd.Series
) -> np.ndarray:
    """Whether the day comes too soon after an ordinary job in the slot's company."""
    jobs, company = jobs_by_company(candidates), slots["cvr"].to_numpy(object)[place]
    asked = zip(person.tolist(), company, start, strict=True)
    return np.array(
        [(who, name) in jobs and not late_enough(name, jobs[who, name], day) for who, name, day in asked], dtype=bool
    )
