"""A month of data small enough to count by hand: 30 people in three municipalities, one branch, one school.

October 2026. Amager (101) has 20 people, Byen (147) 10, Tom By (155) none. Read PLACEMENTS as a table: the figures
that the tests expect were counted in it by hand.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.reports.data import plan_of_month
from igu_xl.reports.data.plan_of_month import PlanOfMonth
from igu_xl.reports.data.savings import Savings, SchoolWay

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

AMAGER, BYEN, NOBODY = "kommune:101", "kommune:147", "kommune:155"
BUILDING, NO_BRANCH, SCHOOL = "branche:bygge-anlaeg", "branche:detail", "skole:next"

# candidate, registered, ready from, status, first wish
CANDIDATES = [
    *((f"101-{n:04}", "2026-01-10", "2026-03-01", "I forløb", "Bygge og anlæg") for n in range(1, 13)),
    *((f"101-{n:04}", "2026-08-01", "2026-09-15", "Klar", "Bygge og anlæg") for n in range(13, 16)),
    *((f"101-{n:04}", "2026-10-05", "2026-10-20", "Klar", "Detailhandel") for n in range(16, 18)),
    ("101-0018", "2026-10-06", "2026-12-01", "Klar", "Bygge og anlæg"),  # ready later
    ("101-0019", "2026-10-07", "2026-10-08", "Ny", "Bygge og anlæg"),  # not assessed
    ("101-0020", "2026-11-02", "2026-11-02", "Klar", "Bygge og anlæg"),  # registered after the month
    *((f"147-{n:04}", "2026-02-01", "2026-04-01", "I forløb", "Bygge og anlæg") for n in range(1, 5)),
    *((f"147-{n:04}", "2026-02-01", "2026-04-01", "Klar", "Bygge og anlæg") for n in range(5, 11)),
]

# The six who are in igu or will be (0003 lacks VITAS since 20.9., 0004 since 30.10. and its plan since 31.10.), three
# who left igu (for a job, an education, for nothing), practice completed and followed by an ordinary job, practice
# that is over without a word; in Byen one in wage subsidy and one who completes in November.
PLACEMENTS = """
candidate|slot|cohort|type|start|planned_end|agreed_on|vitas_on|plan_on|ended_on|ending_reason|outcome|outcome_on
101-0001|BYG-0001|NEXT-1|igu|2026-04-01|2028-03-31|2026-03-15|2026-04-01|2026-04-20||||
101-0002|BYG-0001|NEXT-1|igu|2026-04-01|2028-03-31|2026-03-15|2026-04-01|2026-04-20||||
101-0003|BYG-0002|NEXT-1|igu|2026-09-01|2028-08-31|2026-08-20||2026-09-20||||
101-0004|BYG-0002|NEXT-1|igu|2026-10-01|2028-09-30|2026-09-30||||||
101-0005|BYG-0003|NEXT-1|igu|2026-10-15|2028-10-14|2026-10-10||||||
101-0006|BYG-0003|NEXT-1|igu|2026-12-01|2028-11-30|2026-10-20|2026-10-20|||||
101-0007|BYG-0004||igu|2026-04-01|2028-03-31|2026-03-20|2026-03-25|2026-04-20|2026-10-10|Job|Afbrudt|
101-0008|BYG-0004||igu|2026-04-01|2028-03-31|2026-03-20|2026-03-25|2026-04-20|2026-08-01||Erhvervsuddannelse|2026-08-01
101-0009|BYG-0004||igu|2026-04-01|2028-03-31|2026-03-20|2026-03-25|2026-04-20|2026-09-10|Fravær|Afbrudt|2026-09-10
101-0010|BYG-0005||praktik|2026-06-01|2026-08-31||||2026-08-31||Gennemført|2026-08-31
101-0010|BYG-0006||ordinært|2026-10-01|2035-12-31|||||||
101-0011|BYG-0005||praktik|2026-07-01|2026-09-30|||||||
147-0001|BYG-0007||løntilskud|2026-09-01|2027-02-28|||||||
147-0002|BYG-0007||praktik|2026-08-01|2026-11-05||||2026-11-05||Gennemført|2026-11-05
"""

SLOTS = """
slot|p_number|type|openings|start_latest|status
BYG-0001|1000000001|igu|2|2026-06-01|Besat
BYG-0002|1000000001|igu|4|2027-01-01|Åben
BYG-0003|1000000002|igu|3|2026-10-31|Åben
BYG-0004|1000000002|igu|5|2026-06-01|Åben
BYG-0005|1000000001|praktik|2|2027-01-01|Åben
BYG-0006|1000000001|ordinært|1|2027-01-01|Besat
BYG-0007|1000000002|løntilskud|6|2027-01-01|Lukket
"""

COHORTS = """
cohort|title|branch|start|end|min|max|enrol_by|free_seats|status
NEXT-1|Bygge og anlæg, trin 1|Bygge og anlæg|2027-01-10|2027-06-30|12|18|2026-12-10|10|Åbent
NEXT-2|Bygge og anlæg, trin 2|Bygge og anlæg|2027-03-01|2027-06-30|8|18|2027-01-31|9|Planlagt
NEXT-3|Murer|Bygge og anlæg|2026-08-01|2026-12-20|8|18|2026-07-01||Åbent
NEXT-4|Tømrer|Bygge og anlæg|2027-02-01|2027-05-31|8|18|2027-01-01||Aflyst
NEXT-5|Butik|Detailhandel|2027-02-01|2027-05-31|8|18|2027-01-01||Åbent
"""

# The igu that run in October: 101-0001 to 0005, from 2026 on, so each needs 851 hours. 0001 has them all: 391 done, 460
# to come. 0002 is short: 37 done, 74 to come, 37 cancelled, and a course of which nobody knows the hours. 0003 has one
# whose day has passed untold and one that ends after the igu; 0004 and 0005 have no course.
SCHOOL_WEEKS = """
placement|cohort|start|end|weighted|status
101-0001-F1|NEXT-3|2026-08-03|2026-10-09|391|Gennemført
101-0001-F1|NEXT-2|2027-03-01|2027-06-30|400|Tilmeldt
101-0001-F1|NEXT-5|2027-02-01|2027-02-26|60|Foreslået
101-0002-F1|NEXT-3|2026-08-03|2026-08-07|37|Gennemført
101-0002-F1|NEXT-2|2027-03-01|2027-03-12|74|Aftalt
101-0002-F1|NEXT-4|2027-02-01|2027-02-05|37|Aflyst
101-0002-F1|NEXT-1|2027-01-11|2027-01-15||Foreslået
101-0003-F1|NEXT-3|2026-10-05|2026-10-09|37|Tilmeldt
101-0003-F1||2028-09-04|2028-09-08|37|Foreslået
101-0003-F1|NEXT-9|2026-10-19|2026-10-23|111|Aflyst
"""

CALLS = """
partner|course|start|place|cohort|pupils|needed_by|gain|certainty
skole:next|Truckkursus|2027-04-05|2750|NEXT-2|12|2027-05-31|7|bevist
skole:next|Rengøring|2027-08-09|2750||3|2027-12-31|2|fundet
skole:next|Rengøring|2029-08-09|2750||30|2029-12-31|20|fundet
skole:tec|Svejsning|2027-05-03|2100||8|2027-12-31|8|fundet
"""
SAVINGS = Savings(40, 8000, 38, 7800.5, 21, 9, SchoolWay(11, 4000, 6), SchoolWay(20, 6000, 12))

# 0001 is overdue, 0002 was seen since, 0009 has left.
FOLLOW_UPS = """
candidate|date|next_followup
101-0001|2026-09-10|2026-10-10
101-0002|2026-08-10|2026-10-10
101-0002|2026-10-12|2026-12-01
101-0003|2026-10-20|
101-0009|2026-08-20|2026-09-01
"""


def write_snapshot(folder: Path) -> Path:
    """The snapshot as the partnership writes it: one Parquet file for each table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in _tables().items():
        frame.to_parquet(folder / f"{name}.parquet")
    return folder


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The month's data, shared by all tests. A run keeps what it decides beside its data: give it `own_month`."""
    return write_snapshot(tmp_path_factory.mktemp("maaned") / "data")


@pytest.fixture
def own_month(snapshot: Path, tmp_path: Path) -> Path:
    """A copy of the month's data that a run may write beside."""
    return Path(shutil.copytree(snapshot, tmp_path / "maaned" / "data"))


@pytest.fixture
def school_month(own_month: Path) -> Path:
    """The same month with the pupils' courses and a school plan of 3 November."""
    weeks = _dated(_frame(SCHOOL_WEEKS))
    weeks.assign(weighted=weeks["weighted"].astype("Float64")).to_parquet(own_month / "skoleuger.parquet")
    calls = _dated(_frame(CALLS))
    counts = {key: calls[key].astype("Int64") for key in ("pupils", "gain")}
    plan_of_month.keep(PlanOfMonth(date(2026, 11, 3), calls.assign(**counts), SAVINGS), own_month)
    return own_month


@pytest.fixture(autouse=True)
def _the_shared_month_stays_as_it_is(snapshot: Path) -> Iterator[None]:
    before = _times(snapshot)
    yield
    written = [path for path in snapshot.parent.iterdir() if path != snapshot]
    for path in written:
        path.unlink()  # so that the next test is not blamed
    assert written == []
    assert _times(snapshot) == before


def _times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def _tables() -> dict[str, pd.DataFrame]:
    candidates = pd.DataFrame(CANDIDATES, columns=["candidate", "registered", "ready_from", "status", "wish_1"])
    placements, slots = _frame(PLACEMENTS), _frame(SLOTS).assign(branch="Bygge og anlæg")
    companies = pd.DataFrame({"p_number": ["1000000001", "1000000002"], "sector": ["Privat", "Offentlig"]})
    private = candidates.assign(born="1990-01-01", remark="HEMMELIGT", contact="HEMMELIGT")
    return {
        "tblKandidater": _owned(_dated(private)),
        "tblForloeb": _owned(_dated(placements.assign(placement=placements["candidate"] + "-F1"))),
        "tblOpfoelgning": _owned(_dated(_frame(FOLLOW_UPS))),
        "tblPladser": _dated(slots).assign(partner=BUILDING),
        "tblVirksomheder": companies.assign(partner=BUILDING),
        "tblHold": _dated(_frame(COHORTS)).assign(partner=SCHOOL),
        "findings": pd.DataFrame(
            [("a.xlsx", AMAGER, "fejl", "paakraevet"), ("a.xlsx", AMAGER, "advarsel", "valg-ligner")],
            columns=["workbook", "partner", "level", "code"],
        ),
        "partners": pd.DataFrame(
            [
                (AMAGER, "kommune", "Amager", 37),
                (BYEN, "kommune", "Byen", 12),
                (NOBODY, "kommune", "Tom By", 0),
                (BUILDING, "branche", "Bygge og anlæg", 9),
                (NO_BRANCH, "branche", "Detailhandel", 0),
                (SCHOOL, "skole", "NEXT", 5),
            ],
            columns=["partner", "kind", "name", "rows"],
        ),
    }


def _frame(text: str) -> pd.DataFrame:
    numbers = {"openings": "Int64", "min": "Int64", "max": "Int64", "free_seats": "Int64"}
    frame = pd.read_csv(StringIO(text), sep="|", dtype="string")
    return frame.astype({name: kind for name, kind in numbers.items() if name in frame})


def _owned(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(partner="kommune:" + frame["candidate"].str[:3], book="a.xlsx", row=range(len(frame)))


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that hold dates, as dates."""
    names = {
        "registered", "ready_from", "born", "start", "end", "date", "next_followup", "start_latest", "enrol_by",
        "needed_by",
    }  # fmt: skip
    dates = [name for name in map(str, frame) if name in names or name.endswith(("_on", "_end"))]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in dates})
