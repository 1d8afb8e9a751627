"""The rows of the school plans with what the checks ask of each: its placement, its cohort, and whether it counts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from igu_xl.checks.finding_cells import look_up
from igu_xl.checks.school.packages import course_key, package_of_slots
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.columns import looked_up
from igu_xl.standing.standing import Standing

TABLE = "tblSkoleplan"
PROPOSED, AGREED, SIGNED_UP, HELD, ABSENT = "Foreslået", "Aftalt", "Tilmeldt", "Gennemført", "Udeblevet"
BINDING = (AGREED, SIGNED_UP)
AHEAD = (PROPOSED, *BINDING)

_OF_PLACEMENT = {"slot": "slot", "type": "type", "state": "state", "start": "begins", "until": "until"}
_OF_COHORT = {"start": "cohort_start", "end": "cohort_end", "status": "cohort_status"}


def planned_rows(partnership: Partnership, blocked: Mapping[str, pd.Series], standing: Standing) -> pd.DataFrame:
    """The rows of all school plans that no error keeps out, by the index of their frame.

    Beside the sheet's columns: `key` (of the course), `whose` (a number for each placement), `ahead` (still to come)
    and `counts` (ahead or held: it takes time); `slot`, `type`, `state`, `begins` and `until` of the placement;
    `package` and `p_number` of its slot; `cohort_start`, `cohort_end`, `cohort_status` and `cohort_known`.
    """
    frame = partnership.frames[TABLE]
    rows = frame[~blocked[TABLE] & frame["placement"].notna()]
    ahead = rows["status"].isin(AHEAD)
    told = rows.assign(
        key=[course_key(text) for text in rows["course"]],
        whose=whose(rows["placement"]),
        ahead=ahead,
        counts=ahead | (rows["status"] == HELD).fillna(False).astype(bool),
    )
    told = told.assign(**placement_columns(told["placement"], standing))
    slots = partnership.frames["tblPladser"]
    slots = slots.assign(package=package_of_slots(partnership, blocked))
    cohorts = standing.cohorts.dropna(subset=["cohort"]).drop_duplicates("cohort").set_index("cohort")
    return told.assign(
        package=look_up(told["slot"], slots, "slot", "package"),
        p_number=look_up(told["slot"], slots, "slot", "p_number"),
        cohort_known=told["cohort"].isin(cohorts.index),
        **{name: looked_up(told["cohort"], cohorts[column]) for column, name in _OF_COHORT.items()},
    )


def placement_columns(names: pd.Series, standing: Standing) -> dict[str, pd.Series]:
    """What stands of the placement that each row names; missing where there is none."""
    known = standing.placements.dropna(subset=["placement"]).drop_duplicates("placement").set_index("placement")
    return {name: looked_up(names, known[column]) for column, name in _OF_PLACEMENT.items()}


def whose(names: pd.Series) -> np.ndarray:
    """A number for each different name."""
    return np.asarray(pd.factorize(names)[0], dtype=np.int64)
