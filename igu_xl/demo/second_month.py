"""What happens in the demo after its first sending, typed in the partners' workbooks as they would do it.

Agreements are signed, schools cancel a first cohort and two of later courses, a company withdraws, one person says no,
one moves and one leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from igu_xl.checks.validation import Validation, validate
from igu_xl.danish import listing
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.domain.codes import fold
from igu_xl.records import Record, records
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.sheets.layout import located
from igu_xl.sheets.writing.lossless import CellValue, WorkbookEdit
from igu_xl.standing.candidates import Step
from igu_xl.standing.cohorts import CohortState
from igu_xl.standing.placements import State
from igu_xl.standing.tracked import CANDIDATES, COHORTS, PLACEMENTS, SLOTS, table_of

NEXT_DAY = date(2026, 12, 1)
"""The day on which the coordinator of the demo looks again."""

_SIGNED_AFTER = timedelta(days=9)
_SIGNED_UP, _COURSES_CANCELLED = ("Tilmeldt", "Aftalt"), 2


@dataclass(frozen=True, slots=True)
class _Typed:
    """A cell that a partner fills: in the row `at` of a table's frame."""

    table: str
    at: int
    key: str
    value: CellValue


def november_passes(folder: Path) -> str:
    """Let the partners type what happened in November, and tell it in one sentence."""
    now = validate(folder, DEMO_TODAY)
    sent = now.standing.in_state(State.SENT).dropna(subset=["at"]).sort_values("placement")
    cancelled = _smallest_cohort(sent)
    courses = _cancelled_courses(now)
    others = sent[sent["cohort"] != cancelled]
    withdrawn = str(others[~others["slot"].duplicated(keep=False)]["slot"].iloc[0])
    no, *signing = records(others[others["slot"] != withdrawn])
    mover, leaver = (int(at) for at in now.standing.at_step(Step.WAITING).dropna(subset=["at"])["at"].iloc[:2])
    home = now.partnership.frames[CANDIDATES].loc[mover, "partner"]
    homes = [book.partner for book in now.partnership.books if book.book is MUNICIPALITY]
    elsewhere = next(partner for partner in homes if partner != home)
    _type(
        folder,
        now,
        [
            *(_Typed(PLACEMENTS, int(row["at"]), "agreed_on", DEMO_TODAY + _SIGNED_AFTER) for row in signing),
            *_not_begun(no),
            *(_Typed(COHORTS, _row(now, COHORTS, name), "status", "Aflyst") for name in (cancelled, *courses)),
            _Typed(SLOTS, _row(now, SLOTS, withdrawn), "status", "Lukket"),
            _Typed(CANDIDATES, mover, "municipality", now.partnership.partner_name(elsewhere)),
            _Typed(CANDIDATES, leaver, "status", "Udgået"),
        ],
    )
    return (
        f"{len(signing)} aftaler er skrevet under. Holdet {cancelled} er aflyst, og kurserne på {listing(courses)} er "
        f"aflyst for elever fra flere kommuner. En virksomhed har trukket pladsen {withdrawn} tilbage, en har sagt "
        "nej, en er flyttet, og en er udgået."
    )


def _cancelled_courses(now: Validation) -> list[str]:
    """Two cohorts of later courses that lack people, with pupils of the most municipalities."""
    cohorts = now.standing.cohorts
    lacking = cohorts.loc[cohorts["state"] == CohortState.SHORT, "cohort"]
    plan = now.usable(SCHOOL_WEEKS.name)
    signed = plan[plan["status"].isin(_SIGNED_UP) & plan["cohort"].isin(lacking)]
    counts = signed.groupby("cohort").agg(homes=("partner", "nunique"), people=("placement", "nunique"))
    ranked = counts.sort_values(["homes", "people"], ascending=False, kind="stable")
    return [str(name) for name in ranked.index[:_COURSES_CANCELLED]]


def _smallest_cohort(sent: pd.DataFrame) -> str:
    return str(sent.dropna(subset=["cohort"]).groupby("cohort").size().sort_values(kind="stable").index[0])


def _not_begun(row: Record) -> Iterator[_Typed]:
    yield _Typed(PLACEMENTS, int(row["at"]), "outcome", "Aflyst før start")
    yield _Typed(PLACEMENTS, int(row["at"]), "outcome_on", DEMO_TODAY + _SIGNED_AFTER)


def _row(now: Validation, table: str, name: str) -> int:
    frame = now.partnership.frames[table]
    return next(at for at, known in enumerate(frame[table_of(table).key]) if known == name)


def _type(folder: Path, now: Validation, cells: list[_Typed]) -> None:
    by_book: dict[str, list[_Typed]] = {}
    for one in cells:
        by_book.setdefault(now.partnership.place(one.table, one.at, one.key).workbook, []).append(one)
    for name, own in by_book.items():
        edit = WorkbookEdit(located(folder, name), normalise=fold)
        for one in own:
            row = int(now.partnership.frames[one.table]["row"].loc[one.at])
            edit.set_cell(one.table, row, table_of(one.table).column(one.key).header, one.value)
        edit.save()
