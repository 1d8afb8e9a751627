"""What the municipalities' school plans say already: what is had, bound, proposed last, and wished.

A row of tblSkoleplan with the status Foreslået is the tool's; every other status, a lock and a wish are the
municipality's, and the plan goes by them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from igu_xl.checks.school.packages import course_key
from igu_xl.checks.validation import Validation
from igu_xl.domain.law.school_plan import hour_factor
from igu_xl.school.planning.offers import Offers
from igu_xl.school.planning.pupil_plan import AGREED, HELD, PROPOSED, SIGNED_UP
from igu_xl.school.planning.pupils import SIGNED
from igu_xl.standing.columns import looked_up

TABLE = "tblSkoleplan"
_YES = "Ja"
_COLUMNS = (
    "step", "course", "course_kind", "cohort", "start", "end", "hours", "weighted", "status", "wish_from", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class PlanRows:
    """The rows of the pupils' school plans, a row each with `pupil`, `key` (of the course) and the sheet's columns.

    `had`: held; `bound`: agreed, signed up or locked, in a cohort that nobody can join any more, or that no school has:
    its hours and days are taken as they stand; `held_to`: the same in a cohort that is offered: the plan has to keep
    it; `before`: proposed last, in a cohort that is offered; `wishes`: rows with a wish; `lost`: a cohort that is
    cancelled, or that the pupil did not attend.
    """

    had: pd.DataFrame
    bound: pd.DataFrame
    held_to: pd.DataFrame
    before: pd.DataFrame
    wishes: pd.DataFrame
    lost: pd.DataFrame


def plan_rows(validation: Validation, pupils: pd.DataFrame, offers: Offers) -> PlanRows:
    """Sort what stands in the municipalities' school plans, and the first cohort of each placement.

    A cohort that the school has held was attended unless the row says otherwise. The first cohort of a placement
    (*Hold-id* in Forløb) is bound by the placement, whether a row of the plan names it or not.
    """
    first = _first_cohorts(pupils, offers)
    rows = pd.concat([_typed(validation, pupils), first], ignore_index=True)
    rows["locked"] |= _pupil_cohorts(rows).isin(_pupil_cohorts(first))
    rows = rows.drop_duplicates(["pupil", "cohort", "key"], keep="first").reset_index(drop=True)
    known = offers.cohorts.set_index("cohort")
    status = looked_up(rows["cohort"], known["status"])
    offered = looked_up(rows["cohort"], known["offered"]).fillna(False).astype(bool)
    cancelled = (status == "Aflyst").fillna(False).astype(bool)
    attended = (rows["status"] == HELD).fillna(False).astype(bool)
    attended |= (status == "Afholdt").fillna(False) & rows["status"].isin([AGREED, SIGNED_UP])
    lost = ~attended & (cancelled | ~rows["status"].isin([PROPOSED, AGREED, SIGNED_UP]))
    binding = rows["status"].isin([AGREED, SIGNED_UP]) | rows["locked"]
    open_ = ~attended & ~lost
    proposed = open_ & ~binding & rows["cohort"].notna()
    return PlanRows(
        had=rows[attended],
        bound=rows[open_ & binding & ~offered & rows["start"].notna() & rows["end"].notna()],
        held_to=rows[open_ & binding & offered],
        before=rows[proposed & offered],
        wishes=rows[open_ & ~binding & rows["wish_from"].notna()],
        lost=rows[lost],
    )


def _typed(validation: Validation, pupils: pd.DataFrame) -> pd.DataFrame:
    rows = validation.usable(TABLE)
    own = rows[rows["placement"].isin(pupils["placement"].dropna())]
    told = own[list(_COLUMNS)].assign(
        pupil=own["placement"].astype("str"),
        key=[course_key(text) for text in own["course"]],
        locked=(own["locked"] == _YES).fillna(False).astype(bool),
        typed=True,
    )
    return told.assign(weighted=told["weighted"].fillna(_weighted(told)))


def _pupil_cohorts(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["pupil", "cohort"]].astype("object"))


def _weighted(rows: pd.DataFrame) -> pd.Series:
    """What the taught hours count for, where the row does not say it."""
    factors = {kind: hour_factor(str(kind)) for kind in rows["course_kind"].dropna().unique()}
    return rows["hours"] * rows["course_kind"].map(factors).astype("Float64")


def _first_cohorts(pupils: pd.DataFrame, offers: Offers) -> pd.DataFrame:
    """A row for each course of the cohort that a placement or a proposal begins with."""
    first = pupils.dropna(subset=["cohort"])[["pupil", "cohort", "state"]]
    rows = first.merge(offers.teaches, on="cohort").merge(
        offers.courses[["course", "title", "kind", "hours", "weighable"]], on="course"
    )
    known = offers.cohorts.set_index("cohort")
    factor = rows["kind"].map({kind: hour_factor(kind) for kind in rows["kind"].unique()}).astype("Float64")
    taught = rows["taught"].astype("Float64")
    return pd.DataFrame(
        {
            "pupil": rows["pupil"],
            "key": rows["course"],
            "step": pd.Series(pd.NA, index=rows.index, dtype="str"),
            "course": rows["title"],
            "course_kind": rows["kind"],
            "cohort": rows["cohort"],
            "start": looked_up(rows["cohort"], known["start"]),
            "end": looked_up(rows["cohort"], known["end"]),
            "hours": taught,
            "weighted": (taught * factor).where(rows["weighable"]),
            "status": rows["state"].isin(SIGNED).map({True: AGREED, False: PROPOSED}),
            "wish_from": pd.NaT,
            "why": None,
            "locked": True,
            "typed": False,
        }
    )
