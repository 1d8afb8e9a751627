"""Why not this candidate in this slot: asked on a command line, answered from the best plan; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.matching.matching import task_of
from igu_xl.actions.matching.questions import answer_text
from igu_xl.domain.codes import meant
from igu_xl.errors import WrongUse
from igu_xl.match.explaining.not_in_match import candidate_out, slot_out
from igu_xl.match.explaining.why_here import why_not_here
from igu_xl.match.explaining.why_not import Why
from igu_xl.match.proposal import best_plan
from igu_xl.progress import Progress, teller
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import exclusive
from igu_xl.standing.standing import Standing

# The share of the time for a match that finds the plan; the rest finds what it would cost to change it.
_FOR_PLAN = 0.75


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a candidate does not have a slot in the best plan."""

    candidate: str
    slot: str
    why: Why

    @property
    def text(self) -> str:
        """The answer in a few Danish sentences."""
        return answer_text(self.why)

    def as_json(self) -> dict[str, object]:
        """The answer of `igu match --why --json`."""
        why = self.why
        told = {"reason": why.reason, "detail": why.detail, "would_help": list(why.would_help)}
        return {"candidate": self.candidate, "slot": self.slot, **told}


def why_partnership(
    folder: Path, begun: datetime, candidate: str, slot: str, progress: Progress | None = None
) -> WhyNot:
    """Why a candidate does not have a slot in the best plan of what stands in the workbooks now.

    Raises `WrongUse` for a folder that is no partnership and an id that is in no workbook, `NotNow` when another run
    holds the folder or the coordinator's workbook is open.
    """
    find_workbooks(folder)
    with exclusive(folder):
        checked = read_and_check(folder, begun, progress, CoordinatorFile(folder))
        standing = checked.validation.standing
        candidate, slot = _both_known(candidate, slot, standing)
        task, settings = task_of(checked), checked.coordinator.settings
        tell, seconds = teller(progress), settings.match_seconds
        plan = best_plan(
            task.case.problem, seconds * _FOR_PLAN, tell, previous=task.previous, fair_cost=settings.fair_cost
        )
        tell("Regner ud, hvad det ville koste")
        asked = (candidate, slot, seconds * (1 - _FOR_PLAN))
        why = why_not_here(task.case, plan, *asked, standing=standing)
        return WhyNot(candidate, slot, why)


def _both_known(candidate: str, slot: str, standing: Standing) -> tuple[str, str]:
    """The ids as they stand in the workbooks; raises `WrongUse` with a sentence for each that is in none."""
    who, where = (
        _meant(*one) for one in ((candidate, standing.candidates["candidate"]), (slot, standing.slots["slot"]))
    )
    if who and where:
        return who, where
    unknown = [] if who else [candidate_out(standing, candidate.strip())]
    raise WrongUse(" ".join(unknown if where else [*unknown, slot_out(standing, slot.strip())]))


def _meant(typed: str, ids: pd.Series) -> str | None:
    return meant(typed, [str(name) for name in ids.dropna().unique()])
