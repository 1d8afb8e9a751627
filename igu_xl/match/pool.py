"""Who and what is in the match: the candidates that wait, the slots with openings, the cohorts that can be joined.

Municipal borders shut nobody in or out. A candidate belongs to the municipality whose workbook the row stands in, which
decides on the placement and keeps it, also when *Bopælskommune* is another one; a company may lie anywhere. Only the
way between the two postcodes can be too long.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from igu_xl.checks.crowding.people_there import crowding_on
from igu_xl.checks.finding_cells import look_up
from igu_xl.checks.law.verdicts import with_law_facts
from igu_xl.checks.offers import profile_key, rest_on_errors, slots_with_companies
from igu_xl.checks.placements import earlier_jobs, job_of
from igu_xl.checks.school.packages import package_of_slots
from igu_xl.checks.validation import Validation
from igu_xl.domain.codes import cell_text, danish_levels, fold, level_of_text, passed_level
from igu_xl.domain.law.places.same_company import EarlierJob
from igu_xl.domain.working_days import first_working_day
from igu_xl.match.returned import returned
from igu_xl.match.starts import packages_begun
from igu_xl.records import records
from igu_xl.standing.columns import looked_up
from igu_xl.standing.tracked import SLOTS


def waiting_candidates(validation: Validation) -> pd.DataFrame:
    """The candidates whom a match looks at (`Standing.in_match`), with their Danish (`level`, test `passed`).

    Nobody of a municipality whose placements could not be read is among them: they may be placed already. Who is in a
    placement that leads on is ready when it has ended (`leaves_first`), whatever stands in *Klar fra*. Who is back
    since a placement has lapsed has `back`, `slot_before` and `signed_before` (`returned`).
    `jobs` are the ordinary jobs that stand in Forløb.
    """
    chosen = validation.standing.in_match()
    chosen = chosen.set_index(chosen["at"].astype(int))
    pool = validation.partnership.frames["tblKandidater"].loc[chosen.index].sort_index()
    free_from = chosen["free_from"].reindex(pool.index)
    pool["leaves_first"] = free_from > pool["ready_from"]
    pool["ready_from"] = pool["ready_from"].where(~pool["leaves_first"], free_from)
    back = returned(validation.standing).set_index("candidate")
    for name, known in (("back", "back"), ("slot_before", "slot"), ("signed_before", "signed")):
        pool[name] = looked_up(pool["candidate"], back[known])
    pool["signed_before"] = pool["signed_before"].fillna(False).astype(bool)
    pool = with_law_facts(pool, validation.standing)
    pool["level"] = danish_levels(pool["danish_track"], pool["danish_module"], pool["danish_test"])
    pool["passed"] = pool["danish_test"].map(passed_level, na_action="ignore").astype("Int64")
    pool["jobs"] = _jobs(pool["candidate"], validation)
    pool["home"] = pool["partner"].map(validation.partnership.partner_name)
    return pool.reset_index(drop=True)


def _jobs(people: pd.Series, validation: Validation) -> pd.Series:
    """The ordinary jobs of each that stand in Forløb, as a tuple; that of the candidate's row is not among them."""
    found = earlier_jobs(validation.partnership, validation.standing.placements, validation.history.rows(SLOTS))
    own: dict[str, tuple[EarlierJob, ...]] = {}
    for row in records(found[found["candidate"].isin(people)]):
        own[row["candidate"]] = (*own.get(row["candidate"], ()), job_of(row))
    return pd.Series([own.get(name, ()) for name in people], index=people.index, dtype=object)


def open_slots(validation: Validation) -> pd.DataFrame:
    """The slots that somebody can get on the day of the run, with what is `left` and the Danish they need.

    *Mindst samlet* is about one row of Pladser: a company that takes only a whole team offers it in one row, and those
    who are in the slot already count, so that the rest of a team that has begun may come one by one. The team begins
    together when the row names one cohort in *Hold*; else its members may sit in several. `begin` is the first working
    day on which somebody could begin there without a cohort.

    For practice and wage subsidy `left`, `begin` and `start_latest` are within what rimelighedskravet leaves at the
    P-number; `free` is how many openings nobody holds, `until` the last day on which anybody of the slot could be there
    and `always` how many more may be there on every day from `begin` to it (missing for other kinds).
    """
    standing = validation.standing
    chosen = standing.slots[standing.slots["open"] > 0].set_index("at")
    slots = slots_with_companies(validation.partnership)
    out = validation.blocked["tblPladser"] | rest_on_errors(validation.partnership, validation.blocked)
    packages = package_of_slots(validation.partnership, validation.blocked)
    slots = slots.assign(named=_named_cohorts(slots, out), package=packages.reindex(slots.index))
    slots = slots.loc[chosen.index.astype(int)]
    slots = slots.assign(left=chosen["open"].to_numpy(), held=chosen["held"].to_numpy())
    slots["together_min"] = (slots["together_min"].fillna(1) - slots["held"]).clip(lower=1)
    slots = _with_profiles(slots, validation.usable("tblProfiler"))
    slots["demand"] = slots["danish_min"].fillna(slots["danish_min_profile"])
    slots["level"], slots["test"] = _levels(slots["demand"]), _tests(slots["demand"])
    today = pd.Timestamp(standing.day)
    begin = slots["start_earliest"].where(slots["start_earliest"] > today, today)
    days = [first_working_day(*days) for days in zip(begin, slots["start_latest"], strict=True)]
    slots["begin"] = pd.Series(days, index=slots.index, dtype=begin.dtype)
    return _within_room(slots, validation).sort_index().reset_index(drop=True)


def joinable_cohorts(validation: Validation) -> pd.DataFrame:
    """The igu cohorts that the match may fill, with the seats `taken`, the Danish they are for and the packages that
    each `begins`. One that teaches only what comes later in a package is no start, and not among them."""
    standing = validation.standing
    chosen = standing.cohorts[standing.cohorts["joinable"]].set_index("at")
    cohorts = validation.partnership.frames["tblHold"].loc[chosen.index.astype(int)]
    cohorts = with_danish_asked(cohorts.assign(taken=chosen["taken"].to_numpy()))
    cohorts = cohorts.assign(begins=packages_begun(cohorts, validation))
    cohorts = cohorts[np.array([packages != () for packages in cohorts["begins"]], dtype=bool)]
    return cohorts.sort_index().reset_index(drop=True)


def with_danish_asked(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Cohorts with the Danish they are for: `lowest` and `highest` level, and the level of the `test` that is asked."""
    least, most = cohorts["danish_min"], cohorts["danish_max"]
    return cohorts.assign(lowest=_levels(least), highest=_levels(most), test=_tests(least))


def seated_people(validation: Validation) -> pd.DataFrame:
    """How many `people` of each `municipality` hold a seat in each `cohort`, by their placement or the school plan."""
    seats = validation.standing.seats
    held = seats[seats["holds"]]
    homes = held["partner"].map(validation.partnership.partner_name).rename("municipality")
    return held.groupby(["cohort", homes]).size().rename("people").reset_index()


def _within_room(slots: pd.DataFrame, validation: Validation) -> pd.DataFrame:
    """The open slots with what rimelighedskravet leaves of each of them."""
    standing, ever = validation.standing, validation.history.rows(SLOTS)
    rooms = crowding_on(validation.partnership, standing.placements, ever, standing.day).room()
    here = {index: room for index, room in rooms.items() if room and index in slots.index}
    told = pd.DataFrame(
        {
            "left": pd.Series({index: room.people for index, room in here.items()}, dtype="Int64"),
            "begin": _moments({index: room.first for index, room in here.items()}),
            "start_latest": _moments({index: room.last for index, room in here.items()}),
            "until": _moments({index: room.until for index, room in here.items()}),
            "always": pd.Series({index: room.always for index, room in here.items()}, dtype="float64"),
        }
    ).reindex(slots.index)
    cut = {key: told[key].fillna(slots[key]).astype(slots[key].dtype) for key in ("left", "begin", "start_latest")}
    return slots.assign(free=slots["left"], until=told["until"], always=told["always"], **cut)


def _moments(days: Mapping[int, date]) -> pd.Series:
    """Days as a frame has them; of what has no known end it has none as far away as that."""
    told = {index: pd.Timestamp(min(day, _FAR)) for index, day in days.items()}
    return pd.Series(told, dtype="datetime64[s]")


_FAR = date(2200, 1, 1)


def _named_cohorts(slots: pd.DataFrame, blocked: pd.Series) -> pd.Series:
    """The cohorts that a slot is bound to: those of its own cell *Hold*, and those named by others of its cluster.

    Companies of a cluster (*Klynge*) share cohorts within a branch, also those that only a slot that is filled or
    closed names. Sharing widens and never narrows: a slot that names no cohort stays open to all of its branch.
    """
    clusters = [(branch, fold(cell_text(name))) for branch, name in zip(slots["branch"], slots["cluster"], strict=True)]
    shared: dict[tuple[str, str], list[str]] = {cluster: [] for cluster in clusters}
    for cluster, own, out in zip(clusters, slots["cohorts"], blocked, strict=True):
        if cluster[1] and not pd.isna(own) and not out:
            shared[cluster].append(own)
    named = [
        None if pd.isna(own) else "; ".join([own, *shared[cluster]])
        for cluster, own in zip(clusters, slots["cohorts"], strict=True)
    ]
    return pd.Series(named, index=slots.index, dtype="str")


def _with_profiles(slots: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """The slots with the demands of the profile they name, in columns that end in `_profile`."""
    known = profiles.assign(found_by=profile_key(profiles))
    named = profile_key(slots)
    demands = {f"{key}_profile": look_up(named, known, "found_by", key) for key in ("danish_min", "skills")}
    return slots.assign(**demands)


def _levels(texts: pd.Series) -> pd.Series:
    return texts.map(level_of_text, na_action="ignore").astype("Int64")


def _tests(texts: pd.Series) -> pd.Series:
    """The level of each demand that is a test, missing where it is a module."""
    return texts.map(passed_level, na_action="ignore").astype("Int64")
