"""What an analyst asks in a notebook or a script, by the names of `import igu_xl`; docs/api.md shows it.

The answers are those of the commands, from the same functions: what `check_folder` says is what `igu validate` says.
Nothing is written to the folder, no reading is remembered and no lock is taken, so the folder may be looked at while
others work in it; each workbook is read as it is saved.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked, look
from igu_xl.actions.coordinator.file import coordinator_as_saved
from igu_xl.actions.coordinator.workbook import CoordinatorBook
from igu_xl.actions.matching.matching import proposed, task_of
from igu_xl.checks.validation import Validation
from igu_xl.errors import NotNow, WrongUse
from igu_xl.match.proposal import Proposal
from igu_xl.month import Month
from igu_xl.reports.data import kept_versions, month_data, selections
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.kinds import tables_of
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.standing.standing import Standing, stand

__all__ = [
    "Month",
    "NotNow",
    "Proposal",
    "Standing",
    "Validation",
    "WrongUse",
    "check_folder",
    "month_figures",
    "propose_match",
    "stand",
]

EVERYBODY = f"{selections.STEERING_GROUP.kind}:{month_data.EVERYBODY}"


def check_folder(folder: str | Path, day: date | None = None) -> Validation:
    """Read every workbook of a partnership and check it: what `igu validate` finds.

    `day` is the day that is asked about; without it *Dags dato* of the coordinator's workbook, else today. For an
    earlier day only what was known then counts.

    What can be asked of the answer:

        partnership.frames  one frame a table (`tblKandidater` ...), a row for each row of the workbooks, columns by the
                            keys of the contract; dates are timestamps, hours per week, money in kroner a month
        usable(table)       the same without the rows that an error keeps out
        findings            what is wrong, each with the cell it stands in
        verdicts            one row a candidate: `outcome`, `rule`, `reasons` of the law on igu at *Klar fra*
        standing            how the partnership stands on the day (see `Standing`)
        history             what every reading found; `stand(history, day)` answers for any other day

    Raises `WrongUse` when the folder is no partnership or the coordinator's workbook makes no sense, `NotNow` when
    that workbook cannot be read just now. What is wrong in a partner's workbook is a finding.
    """
    folder = Path(folder)
    find_workbooks(folder)
    checked, _ = look(folder, date.today(), _coordinator(folder, today=day))
    return checked.validation


def propose_match(validation: Validation, seconds: int | None = None) -> Proposal:
    """The best plan for what was read, by the settings and decisions of the coordinator's workbook: what `igu match`
    would propose.

    It takes at most about `seconds`, without them as many as the setting says (60). `pd.DataFrame(proposal.placements)`
    has a row for each person in the plan, `proposal.cohorts` and `proposal.unmatched` likewise; `plan.placed` is how
    many get a place and `plan.bound` how many can at most. More than 3,000 candidates are searched in processes of
    their own, so a script must then begin its work under `if __name__ == "__main__":`.

    Raises `WrongUse` and `NotNow` as `check_folder`.
    """
    book = _coordinator(validation.partnership.folder, match_seconds=seconds)
    checked = Checked(validation, book, validation.standing.day)
    return proposed(task_of(checked), checked)


def month_figures(folder: str | Path, month: Month, partner: str = EVERYBODY) -> dict[str, pd.DataFrame]:
    """The tables of a month's page by their titles: from the data that `igu report` kept when it made the month.

    A frame has the rows and columns of its table, in Danish; the cells are whole numbers of people, placements or
    places as of the last day of the month, missing where nobody knows. `partner` is `kommune:101`,
    `branche:bygge-anlaeg` or `styregruppe:alle`. These are the figures of the internal edition: none is hidden, and
    counts of 1-4 must not be passed on.

    Raises `WrongUse` for a month that was not reported, and for an unknown partner.
    """
    data = kept_versions.latest(layout_of(Path(folder)).archive / str(month))
    if not data.is_dir():
        raise WrongUse(
            f"Der er ingen tal for {month.name} i »{folder}«. Lav månedens rapport først: "
            f"igu report MAPPE --month {month}."
        )
    page = tables_of(month_data.load(data, partner), month, INTERNAL)
    return {one.name: one.frame for one in page}


def _coordinator(folder: Path, **asked: date | int | None) -> CoordinatorBook:
    """The coordinator's workbook as it is saved, with the settings that were asked for instead of its own."""
    book = coordinator_as_saved(folder)
    own = {name: value for name, value in asked.items() if value is not None}
    return replace(book, settings=replace(book.settings, **own))  # type: ignore[arg-type]
