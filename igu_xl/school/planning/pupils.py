"""The pupils of a school plan: everybody in an igu that runs or is agreed, and those whom a match proposes."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.checks.offers import slots_with_companies
from igu_xl.checks.school.packages import package_of_slots
from igu_xl.checks.validation import Validation
from igu_xl.domain.codes import danish_levels, passed_level
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.places.lengths import planned_end
from igu_xl.domain.law.school_demand import school_demand
from igu_xl.domain.law.verdict import MET
from igu_xl.records import records
from igu_xl.standing.columns import looked_up
from igu_xl.standing.placements import State

ON_PAPER = "foreslået"
"""The state of a pupil who has no placement yet: a match proposes one."""

SIGNED = (State.AGREED, State.RUNNING)
"""The states of a pupil whose company and person have agreed: the first cohort is no proposal any more."""

FROM_PLACEMENT = (
    "placement", "candidate", "slot", "cohort", "partner", "start", "planned_end", "agreed_on", "vitas_on", "plan_on",
)  # fmt: skip
# What is missing for everybody has its type all the same.
_TYPES = dict.fromkeys(("pupil", "placement", "candidate", "slot", "cohort", "partner"), "str") | dict.fromkeys(
    ("start", "planned_end", "agreed_on", "vitas_on", "plan_on"), "datetime64[s]"
)
_OF_SLOT = ("p_number", "cvr", "name", "branch", "position", "weekly_hours", "wage_1", "wage_2", "sector")
_OF_PERSON = ("danish_track", "danish_module", "danish_test", "postcode", "transport_minutes")


def pupils_on(validation: Validation, proposed: pd.DataFrame | None = None) -> pd.DataFrame:
    """The pupils as of the day of the run, one row each, sorted by `pupil`.

    `proposed` (`candidate`, `slot`, `cohort`, `start`) are the open proposals of a match. `pupil` is the placement's
    id, and the candidate's where there is no placement yet. `state` is where the placement stands; `start` and
    `planned_end` its days; `hours`, `amu_hours` and `danish` what the law asks for (`school_demand`); `package` what
    the slot's branch teaches; `level`, `passed`, `postcode` and `transport_minutes` are the person's, missing where the
    candidate's row is not there.
    """
    placed = _placed(validation)
    pupils = pd.concat([placed, _proposed(validation, proposed, placed)], ignore_index=True)
    return as_pupils(pupils, validation).drop_duplicates("pupil").reset_index(drop=True)


def as_pupils(rows: pd.DataFrame, validation: Validation) -> pd.DataFrame:
    """Placements, or what might become some, as pupils, sorted by `pupil`: with what slot, person and law say of each.

    `rows` have `pupil`, `state` and what a placement has; those without a start or an end are left out.
    """
    pupils = _with_slot(rows.astype(_TYPES), validation)
    pupils = _with_person(pupils, validation)
    pupils["planned_end"] = [_end(row["start"], row["planned_end"], row["sector"]) for row in records(pupils)]
    pupils["planned_end"] = pupils["planned_end"].astype("datetime64[s]")
    pupils["municipality"] = pupils["partner"].map(validation.partnership.partner_name)
    pupils = _with_demand(pupils.dropna(subset=["start", "planned_end"]))
    return pupils.sort_values("pupil").reset_index(drop=True)


def _placed(validation: Validation) -> pd.DataFrame:
    placements = validation.standing.placements
    igu = placements[placements["holds"] & placements["usable"] & (placements["type"] == IGU).fillna(False)]
    held = igu[[*FROM_PLACEMENT, "state"]].dropna(subset=["placement"])
    return held.assign(pupil=held["placement"])


def _proposed(validation: Validation, proposed: pd.DataFrame | None, placed: pd.DataFrame) -> pd.DataFrame:
    if proposed is None or proposed.empty:
        return placed.iloc[:0]
    slots = validation.standing.slots.dropna(subset=["slot"]).drop_duplicates("slot").set_index("slot")
    new = proposed[proposed["slot"].map(slots["type"]).eq(IGU).fillna(False)]
    new = new[~new["candidate"].isin(placed["candidate"])].drop_duplicates("candidate")
    people = validation.standing.candidates.dropna(subset=["candidate"]).drop_duplicates("candidate")
    owner = looked_up(new["candidate"], people.set_index("candidate")["partner"])
    told = new[["candidate", "slot", "cohort", "start"]].assign(partner=owner, state=ON_PAPER, pupil=new["candidate"])
    return told.dropna(subset=["partner"]).reindex(columns=placed.columns)


def _with_slot(pupils: pd.DataFrame, validation: Validation) -> pd.DataFrame:
    slots = slots_with_companies(validation.partnership)
    slots = slots.assign(package=package_of_slots(validation.partnership, validation.blocked))
    known = slots.dropna(subset=["slot"]).drop_duplicates("slot").set_index("slot")
    own = {column: looked_up(pupils["slot"], known[column]) for column in (*_OF_SLOT, "package")}
    return pupils.assign(**own)


def _with_person(pupils: pd.DataFrame, validation: Validation) -> pd.DataFrame:
    people = validation.partnership.frames["tblKandidater"].dropna(subset=["candidate"])
    known = people.drop_duplicates("candidate").set_index("candidate")
    own = pupils.assign(**{column: looked_up(pupils["candidate"], known[column]) for column in _OF_PERSON})
    levels = danish_levels(own["danish_track"], own["danish_module"], own["danish_test"])
    return own.assign(level=levels, passed=own["danish_test"].map(passed_level, na_action="ignore").astype("Int64"))


def _end(start: date | None, typed: date | None, sector: str | None) -> date | None:
    """The typed end, which may be later than usual by an extension; else the usual one."""
    if typed is not None or start is None:
        return typed
    return planned_end(pd.Timestamp(start).date(), IGU, sector or "")


def _with_demand(pupils: pd.DataFrame) -> pd.DataFrame:
    """What each must have of school; who began on a day that no rule covers is asked nothing, and a finding says so."""
    asked = [
        school_demand(start.date(), "" if pd.isna(test) else str(test))
        for start, test in zip(pupils["start"], pupils["danish_test"], strict=True)
    ]
    return pupils.assign(
        hours=[one.hours if one else 0.0 for one in asked],
        amu_hours=[one.amu_hours if one else 0.0 for one in asked],
        danish=[one.danish if one else MET for one in asked],
    )
