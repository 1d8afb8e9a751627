"""The archive keeps what figures read and nothing else: without any column that it keeps, some page says another thing.

The rows below are few, and each is there for a column that nothing else would show. October 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.month import Month
from igu_xl.reports.data import kept_columns
from igu_xl.reports.data.kept_columns import (
    OF_CALLS,
    OF_FINDINGS,
    OF_PARTNERS,
    OF_SCHOOL,
    OF_TABLES,
    OF_UNMATCHED,
    of_history,
)
from igu_xl.reports.data.month_data import MonthData, about, load_everything
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.figures import cohorts, tables
from igu_xl.reports.figures.school import school_weeks
from igu_xl.reports.kinds import kind_of
from igu_xl.reports.pages import quality
from igu_xl.standing.history import History, reading_of
from igu_xl.standing.history_file import FILE, write_history
from igu_xl.standing.slots import Closed
from igu_xl.standing.tracked import (
    ABSENCES,
    CANDIDATES,
    COHORTS,
    PLACEMENTS,
    SCHOOL_WEEKS,
    SLOTS,
    TABLES,
    table_of,
    tracked,
)

OCTOBER, READ = Month(2026, 10), "historik-"
AMAGER, BYEN, BUILDING, SCHOOL = "kommune:101", "kommune:147", "branche:byg", "skole:next"
NEVER_KEPT = {
    "born", "basis", "residence_from", "postcode", "benefit", "previous_igu", "education", "contact", "remark",
    "action",
    "permit_until", "residence_gap", "replacement_cpr", "judgement", "judged_by", "judged_on", "judged_until",
    "last_employer_cvr", "provider_status", "transport_minutes", "wellbeing", "wish_2", "name", "cvr",
}  # fmt: skip
IGU = {"type": "igu", "slot": "B-1", "start": "2026-09-01", "planned_end": "2028-08-31", "agreed_on": "2026-08-25"}
OLD = IGU | {"start": "2024-09-01", "planned_end": "2026-08-31", "agreed_on": "2024-08-25"}
DONE = {"vitas_on": "2026-09-01", "plan_on": "2026-09-02"}
LEFT = {"ended_on": "2026-10-10", "outcome": "Afbrudt", "ending_reason": "Fravær"}

ROWS: dict[str, list[dict[str, Any]]] = {
    CANDIDATES: [
        *({"candidate": f"101-{n:04}", "ready_from": "2026-08-01", "status": "I forløb"} for n in range(1, 12)),
        {"candidate": "101-0012", "ready_from": "2026-08-01", "status": "Klar"},
        {"candidate": "101-0013", "ready_from": "2026-10-20", "status": "Klar", "municipality": "Gentofte"},
        {"candidate": "101-0014", "ready_from": "2026-08-01", "status": "Udgået"},
        {"candidate": "101-0015", "registered": "2026-11-01", "ready_from": "2026-08-01", "status": "Klar"},
        {"candidate": "147-0001", "ready_from": "2026-08-01", "status": "Klar", "wish_1": "Detailhandel"},
    ],
    PLACEMENTS: [
        IGU | DONE | {"cohort": "N-1"},
        IGU | {"sent_on": "2026-08-20", "agreed_on": None, "start": "2026-10-05"},
        IGU | {"sent": "2026-08-20", "agreed_on": None, "start": "2026-10-06"},
        IGU | DONE | LEFT,
        IGU | DONE | {"outcome": "Erhvervsuddannelse", "outcome_on": "2026-10-20"},
        OLD | DONE | {"bonus1_on": "2025-03-01", "bonus2_on": "2026-09-01", "certificate_on": "2026-09-01"},
        IGU | DONE | {"slot": "B-2", "type": "praktik", "planned_end": "2026-10-15"},
        IGU | DONE | {"start": "2026-03-01", "vitas_on": None},  # the agreement in VITAS and the first bonus are due
    ],
    SLOTS: [
        {"slot": "B-1", "p_number": "1000000001", "openings": 9},
        {"slot": "B-2", "p_number": "1000000002", "type": "praktik", "branch": "Detailhandel"},
        {"slot": "B-3", "openings": 2, "start_latest": "2026-10-01"},
        {"slot": "B-4", "status": "Lukket"},
        {"slot": "B-5", "openings": 3, "hindrance": str(Closed.COMPANY)},
    ],
    COHORTS: [
        {"cohort": "N-1", "min": 1},
        {"cohort": "N-2", "min": 8, "max": 18, "free_seats": 9},
        {"cohort": "N-3", "start": "2026-03-01", "end": "2026-09-01"},
        {"cohort": "N-4", "status": "Aflyst"},
        {"cohort": "N-5", "branch": "Detailhandel"},
        {"cohort": "N-6", "min": 1},  # which has its participant by a school plan
    ],
    SCHOOL_WEEKS: [{"placement": "101-0004-F1"}, {"placement": "101-0005-F1"}, {"placement": "101-0001-F1"}],
    ABSENCES: [{"placement": "101-0001-F1", "begins": "2026-10-01", "ends": "2026-10-31"}],
}  # fmt: skip
ALL: dict[str, dict[str, Any]] = {
    CANDIDATES: {"registered": "2026-07-01", "wish_1": "Bygge og anlæg"},
    PLACEMENTS: {},
    SLOTS: {"type": "igu", "openings": 1, "branch": "Bygge og anlæg", "start_latest": "2027-05-01", "status": "Åben"},
    COHORTS: {
        "branch": "Bygge og anlæg", "type": "igu", "start": "2027-02-01", "end": "2027-06-30", "min": 6, "max": 12,
        "enrol_by": "2027-01-15", "status": "Planlagt",
    },
    SCHOOL_WEEKS: {"cohort": "N-6", "status": "Tilmeldt"},
    ABSENCES: {},
}  # fmt: skip
TABLE_ROWS = {
    "tblOpfoelgning": [
        {"partner": AMAGER, "candidate": "101-0001", "date": "2026-10-02", "next_followup": "2026-10-20"},
    ],
    "tblVirksomheder": [
        {"p_number": "1000000001", "sector": "Privat", "workplace": "Ballerup"},
        {"p_number": "1000000002", "sector": "Offentlig", "workplace": "Dragør"},
    ],
    "tblHold": [{"cohort": "N-2", "title": "Murer"}],
    "tblKurser": [{"cohort": "N-2", "hours": 20}],
    "skoleuger": [
        {"placement": "101-0001-F1", "cohort": "N-2", "end": "2027-03-05", "weighted": 851, "status": "Tilmeldt"},
        {"placement": "101-0008-F1", "cohort": "N-3", "end": "2026-10-02", "weighted": 37, "status": "Aftalt"},
        {"placement": "101-0008-F1", "cohort": "N-4", "start": "2026-10-12", "weighted": 37, "status": "Aflyst"},
        {"placement": "101-0008-F1", "start": "2026-10-12", "weighted": 37, "status": "Aflyst"},
    ],
    "skoleplan": [
        {
            "day": "2026-11-02", "pupils": 2, "needed": 851.0, "met": 1, "hours": 814.0, "cohorts_run": 3,
            "cohorts_pooled": 1, "alone_met": 0, "alone_hours": 37.0, "alone_cohorts": 1, "first_come_met": 0,
            "first_come_hours": 74.0, "first_come_cohorts": 2,
        },
    ],
    "udbud": [
        {
            "partner": SCHOOL, "course": "Truckkursus", "start": "2027-04-05", "place": "2750", "cohort": "N-2",
            "pupils": 12, "needed_by": "2027-06-01", "gain": 7, "certainty": "bevist",
        },
    ],
    "partners": [
        {"partner": AMAGER, "name": "Amager", "rows": 11},
        {"partner": BYEN, "name": "Byen", "rows": 1},
        {"partner": BUILDING, "name": "Bygge og anlæg", "rows": 3},
        {"partner": SCHOOL, "name": "NEXT", "rows": 3},
    ],
    "findings": [{"partner": AMAGER, "level": "fejl"}],
    "unmatched": [{"candidate": "101-0012", "reason": "Timer passer ikke"}],
}  # fmt: skip


DATES = ("date", "next_followup", "start", "end", "needed_by", "day")


def history() -> History:
    """Two readings; one placement was sent by the tool."""
    frames = {name: _frame(name, ROWS[name]) for name in TABLES}
    frames[CANDIDATES]["partner"] = "kommune:" + frames[CANDIDATES]["candidate"].str[:3]
    placements = frames[PLACEMENTS]
    sent = placements.loc[placements["sent"].notna(), ["partner", "placement"]].assign(
        sent_on=pd.Timestamp(2026, 8, 20)
    )
    usable = {name: pd.Series(True, index=frame.index) for name, frame in frames.items()}
    read = {name: {AMAGER, BYEN, BUILDING, SCHOOL} for name in TABLES}
    rows = reading_of(frames, usable)
    first = {**rows, PLACEMENTS: rows[PLACEMENTS].head(0)}
    known = History.empty().with_reading(first, read, date(2026, 7, 1)).with_sent(sent)
    return known.with_reading(rows, read, date(2026, 11, 2))


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    whose = {SLOTS: BUILDING, COHORTS: SCHOOL}.get(name, AMAGER)
    ids = {"candidate": "101-{:04}", "placement": "101-{:04}-F1"} if name == PLACEMENTS else {}
    told = [
        {"partner": whose, **{key: form.format(n) for key, form in ids.items()}, **ALL[name], **row}
        for n, row in enumerate(rows, start=1)
    ]
    frame = pd.DataFrame(told).reindex(columns=["partner", "sent", *tracked(name)])
    dates = [column.key for column in table_of(name) if column.kind.name == "DATE" and column.key in frame]
    return frame.assign(**{key: pd.to_datetime(frame[key]) for key in dates})


def write(folder: Path, left_out: tuple[str, str] = ("", "")) -> Path:
    """A month's data as they are kept, without one column of a table."""
    folder.mkdir(parents=True)
    table, column = left_out
    known = kept_columns.history_of_figures(history())
    if table.startswith(READ):
        frame = known.versions[name := table.removeprefix(READ)]
        blank = frame.assign(**{column: pd.Series(index=frame.index, dtype=frame[column].dtype)})
        known = replace(known, versions={**known.versions, name: blank})
    write_history(known, folder / FILE)
    for name, rows in TABLE_ROWS.items():
        frame = pd.DataFrame(rows)
        dates = {key: pd.to_datetime(frame[key]) for key in DATES if key in frame}
        frame = frame.assign(**dates)
        frame.drop(columns=column if name == table else []).to_parquet(folder / f"{name}.parquet")
    return folder


def figures(folder: Path) -> Iterator[str]:
    """All that the pages of a month tell in figures, table by table."""
    everything = load_everything(folder)
    for partner in (everything.partner, AMAGER, BUILDING, BYEN, SCHOOL):
        yield from _of_page(about(everything, partner))


def _of_page(data: MonthData) -> Iterator[str]:
    """One after the other, without the year's months: each of them asks for the columns of one day."""
    kind = kind_of(data)
    yield data.name
    for make in (one for one in kind.tables if one is not tables.months):
        made = make(data, OCTOBER, INTERNAL)
        yield f"{made.name}\n{made.frame.to_csv()}"
    for line in (*cohorts.LINES, cohorts.POOLED, *school_weeks.COHORT_LINES):
        yield f"{line.label}: {line.count(data, OCTOBER)}"
    yield quality.by_partner(data).to_csv()


KEPT = [
    *((READ + name, key) for name in TABLES for key in of_history(name)),
    *((table.name, key) for table, columns in OF_TABLES.items() for key in columns),
    *(("partners", key) for key in OF_PARTNERS),
    *(("findings", key) for key in OF_FINDINGS),
    *(("unmatched", key) for key in OF_UNMATCHED),
    *(("udbud", key) for key in OF_CALLS),
    *(("skoleuger", key) for key in OF_SCHOOL),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return list(figures(write(tmp_path_factory.mktemp("hel") / "data")))


@pytest.mark.parametrize("left_out", KEPT, ids=lambda one: f"{one[0]}-{one[1]}")
def test_every_column_that_is_kept_is_needed(left_out: tuple[str, str], whole: list[str], tmp_path: Path) -> None:
    """A page says something else without it, or cannot be made."""
    folder = write(tmp_path / "data", left_out)
    try:
        same = all(ours == theirs for ours, theirs in zip(whole, figures(folder), strict=False))
    except Exception:
        same = False
    assert not same, f"no page asks for {left_out[1]} of {left_out[0]}: do not keep it"


def test_what_no_figure_needs_is_not_kept(tmp_path: Path) -> None:
    stored = {path.stem: set(pd.read_parquet(path).columns) for path in write(tmp_path / "data").glob("*.parquet")}
    assert not NEVER_KEPT & {key for name, keys in stored.items() if name != "partners" for key in keys}
    assert "start_earliest" not in stored["historik"]
    assert not {"wish_from", "begins", "ends"} & stored["historik"]


def test_a_figure_cannot_ask_a_day_for_a_column_that_is_not_kept(tmp_path: Path) -> None:
    day = load_everything(write(tmp_path / "data")).on(OCTOBER)
    for frame, key in ((day.slots, "start_earliest"), (day.cohorts, "type"), (day.candidates, "born")):
        with pytest.raises(KeyError):
            frame[key]
