"""Who sits in which cohort: by the placement (*Hold-id* in Forløb) or the school plan, each person once a cohort."""

from __future__ import annotations

import pandas as pd

from igu_xl.standing.columns import looked_up
from igu_xl.standing.placements import BEGUN, State
from igu_xl.standing.school.weeks import starts_of

_WHO = ["cohort", "candidate"]
_TOLD = [*_WHO, "partner", "placement", "slot", "type", "start", "said"]


def seats_on(placements: pd.DataFrame, weeks: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    """The people in each cohort, a row each person and cohort, from `placements_on` and `weeks_on`.

    `holds`: the person has a seat; `agreed` of them have signed, the others are only approved or proposed and sent.
    `signed` are those and who has left since the cohort began. `by_plan`: only the school plan has the person there,
    and `said` (its status) and `start` are those of its row; else `said` is missing, and `start` is the placement's.
    """
    both = pd.concat([_of_placements(placements, cohorts), _of_weeks(weeks, placements)], ignore_index=True)
    both = both[(both["holds"] | both["signed"]) & both["cohort"].notna()]
    both = both.sort_values(["holds", "by_plan"], ascending=[False, True], kind="stable").reset_index(drop=True)
    same = both.groupby(_WHO, dropna=False, sort=False)
    flags = {name: same[name].transform("any").astype(bool) for name in ("holds", "agreed", "signed")}
    return both.assign(**flags).drop_duplicates(_WHO).reset_index(drop=True)


def _of_placements(placements: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    left_on = placements["closed_on"].fillna(placements["planned_end"])
    was_there = placements["state"].isin(BEGUN) & (left_on >= looked_up(placements["cohort"], starts_of(cohorts)))
    agreed = placements["holds"] & (placements["state"] != State.SENT)
    none = pd.Series(pd.NA, index=placements.index, dtype="string")
    told = placements.assign(said=none, agreed=agreed, signed=agreed | was_there, by_plan=False)
    return told[[*_TOLD, "holds", "agreed", "signed", "by_plan"]]


def _of_weeks(weeks: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    rows = weeks[weeks["holds"] | weeks["attended"]].sort_values("agreed", ascending=False, kind="stable")
    known = placements.dropna(subset=["placement"]).drop_duplicates("placement").set_index("placement")
    told = rows.assign(
        slot=looked_up(rows["placement"], known["slot"]),
        type=looked_up(rows["placement"], known["type"]),
        said=rows["status"],
        signed=rows["agreed"] | rows["attended"],
        by_plan=True,
    )
    return told[[*_TOLD, "holds", "agreed", "signed", "by_plan"]]
