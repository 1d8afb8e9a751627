"""What people changed in the workbooks of plans is taken into Skoleplan before anything else is sent.

What fits is written; what something stands against, or cannot be read, is a finding at the municipality, and the
changed workbook is kept beside the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from igu_xl.actions.partner_places import Places
from igu_xl.actions.planning.edit_rows import write_edits
from igu_xl.actions.planning.handing_out import FOLDER, standing_plans
from igu_xl.actions.planning.kept_plan import kept_plan
from igu_xl.actions.planning.week_rows import WeekSheets
from igu_xl.checks.validation import Validation
from igu_xl.findings import Finding, Place
from igu_xl.handouts.edits.changed_plan import Cohorts, OfferedCohort
from igu_xl.handouts.edits.collecting import PlanEdits, edits_in
from igu_xl.records import Record, records
from igu_xl.school.planning.offers import offers_on
from igu_xl.school.planning.pupil_plan import CANCELLED
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.reading.typed_rows import ReadBook
from igu_xl.sheets.writing.lossless import WorkbookEdit

ChangeBook = Callable[[ReadBook, Callable[[WorkbookEdit], None]], bool]


@dataclass(slots=True)
class EditsTaken:
    """How many changes were written, by placement, and what is to be told at the municipalities."""

    written: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def take_in_edits(folder: Path, validation: Validation, change: ChangeBook) -> EditsTaken:
    """Write what fits of the changed plans into the municipalities' Skoleplan by `change`, and say what does not."""
    taken, layout, kept = EditsTaken(), layout_of(folder), kept_plan(folder)
    if kept is None or not layout.apart:
        return taken
    plans = standing_plans(validation, WeekSheets.of(kept, validation))
    places, cohorts = Places(validation, layout, {}), cohorts_on(validation)
    sheet = validation.partnership.frames[SCHOOL_WEEKS.name]
    for book in validation.partnership.books:
        place = places.folder(book.partner) if book.book is MUNICIPALITY else None
        if place is None or places.has_left(book.partner):
            continue
        own = [plan for home, plan in plans.values() if home == book.partner]
        edits = list(edits_in(place / FOLDER, own, cohorts))
        fitting = [one for one in edits if one.fits]
        rows = records(sheet[sheet["partner"] == book.partner])
        if fitting and change(book, partial(_write, rows, fitting, cohorts)):
            taken.written |= {one.plan.placement: len(one.made) for one in fitting}
        taken.findings += [finding for one in edits for finding in _told(book, one)]
    return taken


def cohorts_on(validation: Validation) -> Cohorts:
    """All cohorts that a course may be moved to, by id, with the courses they teach."""
    offers = offers_on(validation)
    taught = offers.teaches.groupby("cohort")["course"].agg(tuple).to_dict()
    return {row["cohort"]: _offered(row, taught.get(row["cohort"], ())) for row in records(offers.cohorts)}


def _offered(row: Record, courses: tuple[str, ...]) -> OfferedCohort:
    return OfferedCohort(
        cohort=row["cohort"],
        school=row["school"] or "",
        postcode=row["postcode"] or "",
        start=row["start"].date(),
        end=row["end"].date(),
        courses=courses,
        cancelled=row["status"] == CANCELLED,
    )


def _write(rows: list[Record], edits: list[PlanEdits], cohorts: Cohorts, edit: WorkbookEdit) -> None:
    if SCHOOL_WEEKS.name.casefold() not in {name.casefold() for name in edit.table_names()}:
        return
    for one in edits:
        write_edits(edit, rows, one, cohorts)


def _told(book: ReadBook, edits: PlanEdits) -> Iterator[Finding]:
    """A finding for what stands against the changes of a plan, and for each cell that could not be read."""
    place = Place(book.path, SCHOOL_WEEKS.sheet, SCHOOL_WEEKS.name, row_id=edits.plan.placement)
    if edits.against:
        said = [*(one.sentence for one in edits.made), *edits.against]
        yield Finding(place, "skoleplan-rettelse", "", {"file": edits.path.name, "reason": " ".join(said)})
    for note in edits.notes:
        yield Finding(place, "skoleplan-ulaest", "", {"file": edits.path.name, "reason": note})
