"""The columns of a month's data that figures and pages read: what the archive keeps, and nothing else.

A figure that asks for a column which is not named here ends in a `KeyError`, also where the workbooks have it. Dates
of birth, permits, benefits and postcodes of people are nowhere among them. `tests/reports/data/test_kept_columns.py`
holds that each of them is needed.

The rows of candidates, placements, slots and cohorts are kept as what every reading found (`standing`), which is how
the days of a month are worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from igu_xl.sheets.contract.branch import COMPANIES
from igu_xl.sheets.contract.municipality import FOLLOW_UPS
from igu_xl.sheets.contract.school import COHORTS, COURSES
from igu_xl.sheets.schema import Table
from igu_xl.standing import tracked
from igu_xl.standing.history import History
from igu_xl.standing.known_workbooks import NO_WORKBOOKS
from igu_xl.standing.tracked import TABLES

# Of a company only the municipality that it lies in, not its postcode.
WORKPLACE = "workplace"

OF_TABLES: Mapping[Table, tuple[str, ...]] = {
    FOLLOW_UPS: ("partner", "candidate", "date", "next_followup"),
    COMPANIES: ("p_number", "sector", WORKPLACE),
    COHORTS: ("cohort", "title"),
    COURSES: ("cohort", "hours"),
}
# Of a pupil's school only when, how much it counts and where it stands: not which course it is.
OF_SCHOOL = ("placement", "cohort", "start", "end", "weighted", "status")
SCHOOL = "skoleuger"  # its file, which has other columns than the sheet
OF_PARTNERS = ("partner", "name", "rows")
OF_FINDINGS = ("partner", "level")
OF_UNMATCHED = ("candidate", "reason")
# Of a school plan what schools are asked for, in numbers, and what it saves; nobody's own plan.
OF_CALLS = ("partner", "course", "start", "place", "cohort", "pupils", "needed_by", "gain", "certainty")

# What is remembered of each reading for the match and for Siden sidst, and no figure asks for.
_ASKED_BY_NO_FIGURE: Mapping[str, frozenset[str]] = {
    tracked.SLOTS: frozenset({"start_earliest"}),
    tracked.COHORTS: frozenset({"type"}),
    tracked.SCHOOL_WEEKS: frozenset({"course", "start", "end", "wish_from"}),
    tracked.ABSENCES: frozenset(tracked.tracked(tracked.ABSENCES)),
}


def of_history(name: str) -> tuple[str, ...]:
    """The columns that figures read of what the readings found of a table."""
    return tuple(key for key in tracked.tracked(name) if key not in _ASKED_BY_NO_FIGURE.get(name, ()))


def columns_of_figures(name: str) -> frozenset[str]:
    """The columns that figures read of a table of the contract, by its name; none for a file that is no such table."""
    if name == SCHOOL:
        return frozenset(OF_SCHOOL)
    wanted = next((columns for table, columns in OF_TABLES.items() if table.name == name), ())
    also = ("partner", *of_history(name)) if name in TABLES else ()
    return frozenset((*wanted, *also))


def only_asked(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of a table, as they were read or as they stand on a day, without the columns that no figure reads."""
    return frame.drop(columns=list(_ASKED_BY_NO_FIGURE.get(name, ())), errors="ignore")


def history_of_figures(history: History) -> History:
    """What the readings found, as it is written to the archive: without what no figure reads.

    The days on which nothing new was and the places of workbooks are left out too: they would make every page another
    edition.
    """
    versions = {name: only_asked(frame, name) for name, frame in history.versions.items()}
    versions[tracked.ABSENCES] = history.versions[tracked.ABSENCES].head(0)
    return replace(history, versions=versions, days=history.days[:1], workbooks=NO_WORKBOOKS)
