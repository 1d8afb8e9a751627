"""The workbooks of plans in a folder that somebody has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from igu_xl.errors import WrongUse
from igu_xl.handouts.edits.changed_plan import Cohorts
from igu_xl.handouts.edits.edited_plan import read_back
from igu_xl.handouts.edits.judging import objections
from igu_xl.handouts.edits.plan_changes import PlanChange, changes
from igu_xl.handouts.marks import is_untouched
from igu_xl.handouts.names import workbook_name
from igu_xl.school.planning.pupil_plan import PupilPlan


@dataclass(frozen=True, slots=True)
class PlanEdits:
    """A changed workbook: of which plan, what was changed, what stands against it, and what could not be read."""

    path: Path
    plan: PupilPlan
    made: tuple[PlanChange, ...]
    against: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether the changes can be taken in as they are; what could not be read is told, and hinders nothing."""
        return bool(self.made) and not self.against


def edits_in(place: Path, plans: Iterable[PupilPlan], cohorts: Cohorts | None = None) -> Iterator[PlanEdits]:
    """What was changed in the workbooks of these plans, by plan; those that nobody touched are left out.

    `cohorts` are all that the schools offer, by id.
    """
    for plan in sorted(plans, key=lambda one: one.name):
        path = place / workbook_name(plan)
        if not path.is_file() or is_untouched(path):
            continue
        edited = read_back(path)
        try:
            made = changes(plan, edited)
        except WrongUse as problem:
            yield PlanEdits(path, plan, (), (), (str(problem),))
            continue
        if made or edited.notes:
            yield PlanEdits(path, plan, made, objections(plan, made, cohorts), edited.notes)
