"""Who and what is in the match: the candidates that wait, the slots with openings, the cohorts that can be joined.

Municipal borders shut nobody in or out. A candidate belongs to the municipality whose workbook the row stands in, which
decides on the placement and keeps it, also when *Bopælskommune* is another one; a company may lie anywhere. Only the
way between the two postcodes can be too long.
"""

from __future__ import annotations

import pandas as pd

from igu_xl.checks.finding_cells import look_up
from igu_xl.checks.offers import profile_key, rest_on_errors, slots_with_companies
from igu_xl.checks.validation import Validation
from igu_xl.domain.codes import cell_text, danish_levels, fold, level_of_text
from igu_xl.domain.working_days import first_working_day
from igu_xl.match.returned import returned
from igu_xl.standing.columns import looked_up


def waiting_candidates(validation: Validation) -> pd.DataFrame:
    """The candidates whom a match looks at (`Standing.in_match`), with their Danish level and wishes.

    Nobody of a municipality whose placements could not be read is among them: they may be placed already. Who is in a
    placement that leads on is ready when it has ended (`leaves_first`), whatever stands in *Klar fra*. Who is back
    since a placement has lapsed has `back`, `slot_before` and `signed_before` (`returned`).
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
    pool["level"] = danish_levels(pool["danish_track"], pool["danish_module"], pool["danish_test"])
    pool["home"] = pool["partner"].map(validation.partnership.partner_name)
    return pool.reset_index(drop=True)


def open_slots(validation: Validation) -> pd.DataFrame:
    """The slots that somebody can get on the day of the run, with what is `left` and the Danish they need.

    *Mindst samlet* is about one row of Pladser: a company that takes only a whole team offers it in one row, and those
    who are in the slot already count, so that the rest of a team that has begun may come one by one. The team begins
    together when the row names one cohort in *Hold*; else its members may sit in several. `begin` is the first working
    day on which somebody could begin there without a cohort.
    """
    standing = validation.standing
    chosen = standing.slots[standing.slots["open"] > 0].set_index("at")
    slots = slots_with_companies(validation.partnership)
    out = validation.blocked["tblPladser"] | rest_on_errors(validation.partnership, validation.blocked)
    slots = slots.assign(named=_named_cohorts(slots, out))
    slots = slots.loc[chosen.index.astype(int)]
    slots = slots.assign(left=chosen["open"].to_numpy(), held=chosen["held"].to_numpy())
    slots["together_min"] = (slots["together_min"].fillna(1) - slots["held"]).clip(lower=1)
    slots = _with_profiles(slots, validation.usable("tblProfiler"))
    slots["demand"] = slots["danish_min"].fillna(slots["danish_min_profile"])
    slots["level"] = _levels(slots["demand"])
    today = pd.Timestamp(standing.day)
    begin = slots["start_earliest"].where(slots["start_earliest"] > today, today)
    slots["begin"] = [first_working_day(*days) for days in zip(begin, slots["start_latest"], strict=True)]
    return slots.sort_index().reset_index(drop=True)


def joinable_cohorts(validation: Validation) -> pd.DataFrame:
    """The igu cohorts that the match may fill, with the seats `taken` and the Danish they are for."""
    standing = validation.standing
    chosen = standing.cohorts[standing.cohorts["joinable"]].set_index("at")
    cohorts = validation.partnership.frames["tblHold"].loc[chosen.index.astype(int)]
    cohorts = cohorts.assign(taken=chosen["taken"].to_numpy())
    cohorts["lowest"], cohorts["highest"] = _levels(cohorts["danish_min"]), _levels(cohorts["danish_max"])
    return cohorts.sort_index().reset_index(drop=True)


def seated_people(validation: Validation) -> pd.DataFrame:
    """How many `people` of each `municipality` hold a seat in each `cohort`."""
    placements = validation.standing.placements
    held = placements[placements["holds"]].dropna(subset=["cohort"]).drop_duplicates(["cohort", "candidate"])
    homes = held["partner"].map(validation.partnership.partner_name).rename("municipality")
    return held.groupby(["cohort", homes]).size().rename("people").reset_index()


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
