"""Who and what is in the match: the candidates that wait, the slots with openings, the cohorts that can be joined.

Municipal borders shut nobody in or out. A candidate belongs to the municipality whose workbook the row stands in, which
decides on the placement and keeps it, also when *Bopælskommune* is another one; a company may lie anywhere. Only the
way between the two postcodes can be too long.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.checks.marking import look_up
from igu_xl.checks.offers import profile_key, rest_on_errors, slots_with_companies
from igu_xl.checks.placements import books_with_unread_placements, running
from igu_xl.checks.validation import Validation
from igu_xl.domain.codes import cell_text, danish_levels, fold, level_of_text
from igu_xl.domain.slot_rules import IGU, PRACTICE, WAGE_SUBSIDY

JOINABLE = ("Planlagt", "Åbent")


def waiting_candidates(validation: Validation) -> pd.DataFrame:
    """The usable candidates with status Klar and no running placement, with their Danish level and wishes.

    Nobody of a municipality whose placements could not be read is among them: they may be placed already.
    """
    unread = [book.partner for book in books_with_unread_placements(validation.partnership)]
    everyone = validation.usable("tblKandidater")
    everyone = everyone[~everyone["partner"].isin(unread)]
    placed = _running(validation)["candidate"].dropna()
    pool = everyone[(everyone["status"] == "Klar") & ~everyone["candidate"].isin(placed)].copy()
    pool["level"] = danish_levels(pool["danish_track"], pool["danish_module"], pool["danish_test"])
    pool["home"] = pool["partner"].map(validation.partnership.partner_name)
    return pool.reset_index(drop=True)


def open_slots(validation: Validation, today: date) -> pd.DataFrame:
    """The usable open slots whose window is not over, with the openings that are left and the Danish they need.

    A slot for practice or wage subsidy is open only where the ordinary staff of its P-number is known, because
    rimelighedskravet cannot be held otherwise, and any slot only where no error is in its company and its profile.

    *Mindst samlet* is about one row of Pladser: a company that takes only a whole team offers it in one row, and those
    who are in the slot already count, so that the rest of a team that has begun may come one by one. The team begins
    together when the row names one cohort in *Hold*; else its members may sit in several.
    """
    blocked = validation.blocked["tblPladser"] | rest_on_errors(validation.partnership, validation.blocked)
    slots = slots_with_companies(validation.partnership)[~blocked]
    taken = slots["slot"].map(_running(validation).groupby("slot").size()).fillna(0).astype("Int64")
    slots = slots.assign(left=(slots["openings"] - taken).clip(lower=0), named=_named_cohorts(slots))
    slots["together_min"] = (slots["together_min"].fillna(1) - taken).clip(lower=1)
    counted = slots["type"].isin([PRACTICE, WAGE_SUBSIDY])
    keep = (slots["status"] == "Åben") & (slots["left"] > 0) & (slots["start_latest"] >= pd.Timestamp(today))
    keep &= slots["cvr"].notna() & (~counted | slots["ordinary_staff"].notna())
    slots = slots[keep].copy()
    slots = _with_profiles(slots, validation.usable("tblProfiler"))
    slots["demand"] = slots["danish_min"].fillna(slots["danish_min_profile"])
    slots["level"] = _levels(slots["demand"])
    slots["begin"] = slots["start_earliest"].where(slots["start_earliest"] > pd.Timestamp(today), pd.Timestamp(today))
    return slots.reset_index(drop=True)


def joinable_cohorts(validation: Validation, today: date) -> pd.DataFrame:
    """The usable igu cohorts whose deadline is not over, with the seats left and how many are missing to the minimum.

    Seats are taken by running placements in the cohort, and by others as far as *Ledige pladser* says more are gone.
    """
    cohorts = validation.usable("tblHold")
    keep = cohorts["status"].isin(JOINABLE) & (cohorts["type"] == IGU)
    keep &= (cohorts["enrol_by"] >= pd.Timestamp(today)) & (cohorts["start"] >= pd.Timestamp(today))
    cohorts = cohorts[keep].copy()
    ours = cohorts["cohort"].map(_running(validation).groupby("cohort").size()).fillna(0).astype("Int64")
    gone = (cohorts["max"] - cohorts["free_seats"]).fillna(0)
    cohorts["taken"] = ours.where(ours > gone, gone)
    cohorts["lowest"], cohorts["highest"] = _levels(cohorts["danish_min"]), _levels(cohorts["danish_max"])
    return cohorts.reset_index(drop=True)


def _named_cohorts(slots: pd.DataFrame) -> pd.Series:
    """The cohorts that a slot is bound to: those of its own cell *Hold*, and those named by others of its cluster.

    Companies of a cluster (*Klynge*) share cohorts within a branch, also those that only a slot that is filled or
    closed names. Sharing widens and never narrows: a slot that names no cohort stays open to all of its branch.
    """
    clusters = [(branch, fold(cell_text(name))) for branch, name in zip(slots["branch"], slots["cluster"], strict=True)]
    shared: dict[tuple[str, str], list[str]] = {cluster: [] for cluster in clusters}
    for cluster, own in zip(clusters, slots["cohorts"], strict=True):
        if cluster[1] and not pd.isna(own):
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


def _running(validation: Validation) -> pd.DataFrame:
    placements = validation.partnership.frames["tblForloeb"]
    return placements[running(placements)]


def _levels(texts: pd.Series) -> pd.Series:
    return texts.map(level_of_text, na_action="ignore").astype("Int64")
