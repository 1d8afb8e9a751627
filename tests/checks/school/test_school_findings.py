"""What is wrong with the school part, as a table of cases: the change, and the finding at the exact cell.

One of København is in an igu from October 2026, with a package of three courses, a cohort for each, and a row of the
school plan for each; nothing is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from igu_xl.checks.validation import Validation, validate

TODAY = date(2026, 11, 2)
KOEBENHAVN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
BYG, NEXT = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
PLANS, ABSENCES, PLACEMENTS = "tblSkoleplan", "tblFravaer", "tblForloeb"
PACKAGES, BUSY, SLOTS = "tblPakker", "tblTravleUger", "tblPladser"
COHORTS, COURSES = "tblHold", "tblKurser"
BUILDING = "Bygge og anlæg"

Row = dict[str, Any]


class Case(NamedTuple):
    """Rows changed (or added, at -1) in tables, and the table, row and header where the code must be found."""

    code: str
    table: str
    row: int
    header: str
    changes: list[tuple[str, int, Row]]


BOOKS = {
    PLANS: KOEBENHAVN, ABSENCES: KOEBENHAVN, PLACEMENTS: KOEBENHAVN, PACKAGES: BYG, BUSY: BYG, SLOTS: BYG,
    COHORTS: NEXT, COURSES: NEXT,
}  # fmt: skip


def step(name: str, course: str, hours: float, kind: str = "AMU", **more: Any) -> Row:
    about = {"package": "Byggeri", "branch": BUILDING, "step": name, "course": course, "hours": hours}
    return about | {"course_kind": kind} | more


def planned(course: str, cohort: str, start: date, end: date, hours: float, **more: Any) -> Row:
    about = {"placement": "101-0001-F1", "course": course, "cohort": cohort, "start": start, "end": end}
    return about | {"course_kind": "AMU", "hours": hours, "weighted": hours, "status": "Foreslået"} | more


def cohort(name: str, start: date, end: date, **more: Any) -> Row:
    about = {"cohort": name, "title": "Et hold", "branch": BUILDING, "type": "igu", "start": start, "end": end}
    return about | {"min": 6, "max": 12, "enrol_by": date(2027, 1, 15), "status": "Planlagt"} | more


SAFETY = date(2027, 2, 1), date(2027, 6, 30)
SCAFFOLD = date(2027, 8, 2), date(2027, 12, 17)
DANISH = date(2028, 1, 10), date(2028, 8, 31)


def base(rows: dict[str, Any]) -> None:
    rows[KOEBENHAVN]["tblKandidater"][0]["status"] = "I forløb"
    rows[KOEBENHAVN][PLACEMENTS] = [
        {
            "placement": "101-0001-F1", "candidate": "101-0001", "slot": "BYG-0001", "type": "igu",
            "start": date(2026, 10, 1), "planned_end": date(2028, 9, 30), "agreed_on": date(2026, 9, 1),
        }
    ]  # fmt: skip
    rows[KOEBENHAVN][PLANS] = [
        planned("12345", "NEXT-2027-01", *SAFETY, 148, status="Tilmeldt", step="1"),
        planned("Stillads", "NEXT-2027-03", *SCAFFOLD, 148, step="2"),
        planned("Dansk på pladsen", "NEXT-2028-01", *DANISH, 277.5, course_kind="dansk", weighted=555, step="3"),
    ]
    rows[KOEBENHAVN][ABSENCES] = []
    rows[BYG][PACKAGES] = [
        step("1", "12345 Sikkerhed", 148, must="Skal"),
        step("2", "Stillads", 148, after="1", earliest_month=2, latest_month=20),
        step("3", "Dansk på pladsen", 277.5, "dansk", after="1;2"),
    ]
    rows[BYG][BUSY] = []
    rows[NEXT][COHORTS] += [cohort("NEXT-2027-03", *SCAFFOLD), cohort("NEXT-2028-01", *DANISH)]
    rows[NEXT][COURSES] += [
        {"cohort": "NEXT-2027-03", "amu_code": "54321", "title": "STILLADS", "course_kind": "AMU", "hours": 148},
        {"cohort": "NEXT-2028-01", "title": "Dansk på pladsen", "course_kind": "dansk", "hours": 277.5},
    ]


def absent(begins: date, ends: date, cause: str = "Ferie", **more: Any) -> Row:
    return {"placement": "101-0001-F1", "begins": begins, "ends": ends, "absence": cause} | more


def busy(begins: date, ends: date) -> Row:
    return {"p_number": "1000000001", "begins": begins, "ends": ends}


HELD_BEFORE = {"start": date(2026, 10, 5), "end": date(2026, 10, 9), "cohort": None}
OTHERS = {"placement": "147-0001-F1"}

CASES = [
    Case("pakke-maaneder", PACKAGES, 1, "Tidligst måned", [(PACKAGES, 1, {"earliest_month": 21})]),
    Case("pakke-trin-ukendt", PACKAGES, 1, "Efter trin", [(PACKAGES, 1, {"after": "1; 9"})]),
    Case("pakke-kreds", PACKAGES, 1, "Efter trin", [(PACKAGES, 0, {"after": "2"})]),
    Case("pakke-kreds", PACKAGES, 0, "Efter trin", [(PACKAGES, 0, {"after": "1"})]),
    Case("pakke-trin-dobbelt", PACKAGES, 2, "Trin", [(PACKAGES, 2, {"step": "2", "after": "1"})]),
    Case("pakke-kursus-dobbelt", PACKAGES, 3, "Kursus", [(PACKAGES, -1, step("4", "12345", 148))]),
    Case("pakke-to-brancher", PACKAGES, 2, "Branche", [(PACKAGES, 2, {"branch": "Detailhandel"})]),
    Case("pakke-timer", PACKAGES, 0, "Timer", [(PACKAGES, 2, {"hours": 277})]),
    Case("pakke-timer", PACKAGES, 0, "Timer", [(PACKAGES, 2, {"course_kind": "FGU"})]),
    Case("pakke-uden-amu", PACKAGES, 0, "Slags", [(PACKAGES, at, {"course_kind": "avu"}) for at in (0, 1)]),
    Case("pakke-amu-efter-proeve", PACKAGES, 0, "Slags", [(PACKAGES, 1, {"course_kind": "hf"})]),
    Case("pakke-kursus-uden-hold", PACKAGES, 1, "Kursus", [(PACKAGES, 1, {"course": "Nedrivning"})]),
    Case("pakke-kursus-uden-hold", PACKAGES, 1, "Kursus", [(COHORTS, 2, {"status": "Aflyst"})]),
    Case("plads-pakke-ukendt", SLOTS, 0, "Pakke", [(SLOTS, 0, {"package": "Byggerier"})]),
    Case("plads-pakke-mangler", SLOTS, 0, "Pakke", [(PACKAGES, -1, step("1", "12345", 851) | {"package": "Murer"})]),
    Case("hold-over-et-aar", COHORTS, 1, "Slut", [(COHORTS, 1, {"end": date(2028, 3, 6)})]),
    Case("hold-helligdag", COHORTS, 1, "Start", [(COHORTS, 1, {"start": date(2027, 3, 29)})]),
    Case("hold-helligdag", COHORTS, 1, "Slut", [(COHORTS, 1, {"end": date(2027, 12, 26)})]),
    Case(  # five days, one of them Maundy Thursday and one Good Friday
        "hold-timer",
        COHORTS,
        1,
        "Slut",
        [
            (COHORTS, 1, {"start": date(2027, 3, 22), "end": date(2027, 3, 26)}),
            (COURSES, -1, {"cohort": "NEXT-2027-02", "amu_code": "12345", "course_kind": "AMU", "hours": 37}),
        ],
    ),
    Case(
        "hold-frist-kan-oprettes",
        COHORTS,
        1,
        "Tilmeldingsfrist",
        [(COHORTS, 1, {"status": "Kan oprettes", "enrol_by": date(2026, 11, 1)})],
    ),
    Case("hold-fuldt", COHORTS, 0, "Maks. deltagere", [(COHORTS, 0, {"min": 1, "max": 1}), (PLANS, -1, OTHERS)]),
    Case("kursus-uden-pakke", COURSES, 0, "AMU-kode", [(COURSES, 0, {"amu_code": "99999"})]),
    Case("kursus-uden-pakke", COURSES, 2, "Titel", [(COURSES, 2, {"title": "Dansk i køkkenet"})]),
    Case("kursus-timer", COURSES, 1, "Timer", [(COURSES, 1, {"hours": 140})]),
    Case("travle-uger-alle", BUSY, 0, "Fra", [(BUSY, -1, busy(date(2026, 10, 1), date(2028, 8, 1)))]),
    Case("periode-omvendt", BUSY, 0, "Fra", [(BUSY, -1, busy(date(2027, 8, 1), date(2027, 7, 1)))]),
    Case("henvisning-ukendt", BUSY, 0, "P-nummer", [(BUSY, -1, busy(TODAY, TODAY) | {"p_number": "1000000009"})]),
    Case("periode-omvendt", ABSENCES, 0, "Fra", [(ABSENCES, -1, absent(date(2027, 8, 1), date(2027, 7, 1)))]),
    Case(
        "henvisning-ukendt",
        ABSENCES,
        0,
        "Forløb-id",
        [(ABSENCES, -1, absent(date(2027, 7, 1), date(2027, 7, 9), placement="101-0009-F1"))],
    ),
    Case(
        "fravaer-ikke-igu",
        ABSENCES,
        0,
        "Forløb-id",
        [
            (PLACEMENTS, 0, {"type": "praktik", "slot": "BYG-0003", "planned_end": date(2026, 12, 23)}),
            (ABSENCES, -1, absent(date(2026, 12, 1), date(2026, 12, 4))),
        ],
    ),
    Case("fravaer-efter-forloeb", ABSENCES, 0, "Fra", [(ABSENCES, -1, absent(date(2028, 10, 1), date(2028, 10, 9)))]),
    Case(
        "fravaer-overlap",
        ABSENCES,
        1,
        "Fra",
        [
            (ABSENCES, -1, absent(date(2027, 7, 1), date(2027, 7, 9))),
            (ABSENCES, -1, absent(date(2027, 7, 9), date(2027, 7, 16))),
        ],
    ),
    Case(
        "fravaer-sygdom-kort",
        ABSENCES,
        0,
        "Årsag",
        [(ABSENCES, -1, absent(date(2026, 11, 2), date(2026, 12, 27), "Sygdom over 8 uger"))],
    ),
    Case("periode-omvendt", PLANS, 1, "Start", [(PLANS, 1, {"end": date(2027, 8, 1)})]),
    Case("henvisning-ukendt", PLANS, 1, "Forløb-id", [(PLANS, 1, {"placement": "101-0001-F9"})]),
    Case("henvisning-ukendt", PLANS, 1, "Forløb-id", [(PLANS, 1, OTHERS)]),
    Case(
        "skoleplan-forloeb-slut",
        PLANS,
        1,
        "Forløb-id",
        [(PLACEMENTS, 0, {"ended_on": date(2026, 10, 30), "outcome": "Afbrudt", "ending_reason": "Job"})],
    ),
    Case(
        "skoleplan-ikke-igu",
        PLANS,
        0,
        "Forløb-id",
        [(PLACEMENTS, 0, {"type": "praktik", "slot": "BYG-0003", "planned_end": date(2026, 12, 23)})],
    ),
    Case("skoleplan-hold-ukendt", PLANS, 1, "Hold-id", [(PLANS, 1, {"cohort": "NEXT-9"})]),
    Case("skoleplan-hold-aflyst", PLANS, 1, "Status", [(COHORTS, 2, {"status": "Aflyst"})]),
    Case("skoleplan-hold-andet", PLANS, 1, "Hold-id", [(PLANS, 1, {"course": "Nedrivning"})]),
    Case("skoleplan-datoer", PLANS, 1, "Start", [(PLANS, 1, {"start": date(2027, 8, 1)})]),
    Case("skoleplan-datoer", PLANS, 1, "Start", [(COHORTS, 2, {"end": date(2027, 12, 10)})]),
    Case(
        "skoleplan-uden-dato",
        PLANS,
        1,
        "Start",
        [(PLANS, 1, {"start": None, "end": None, "cohort": None, "status": "Aftalt"})],
    ),
    Case("skoleplan-foer-igu", PLANS, 0, "Start", [(PLACEMENTS, 0, {"start": date(2027, 3, 1)})]),
    Case("skoleplan-efter-igu", PLANS, 2, "Slut", [(PLANS, 2, {"end": date(2028, 10, 1)})]),
    Case("skoleplan-fremtid", PLANS, 0, "Status", [(PLANS, 0, {"status": "Gennemført"})]),
    Case("skoleplan-fremtid", PLANS, 0, "Status", [(PLANS, 0, {"status": "Udeblevet"})]),
    Case("skoleplan-udfald-mangler", PLANS, 0, "Status", [(PLANS, 0, HELD_BEFORE)]),
    Case("skoleplan-timer", PLANS, 2, "Tæller timer", [(PLANS, 2, {"weighted": 277.5})]),
    Case("skoleplan-timer-ukendt", PLANS, 2, "Tæller timer", [(PLANS, 2, {"course_kind": "FGU"})]),
    Case("skoleplan-kursus-dobbelt", PLANS, 1, "Kursus", [(PLANS, 1, {"course": "12345 Sikkerhed"})]),
    Case(
        "skoleplan-overlap",
        PLANS,
        1,
        "Start",
        [(PLANS, 1, {"start": date(2027, 6, 30), "cohort": None, "end": date(2027, 9, 1)})],
    ),
    Case("skoleplan-raekkefoelge", PLANS, 2, "Start", [(PLANS, 2, {"start": date(2027, 12, 17), "cohort": None})]),
    Case("skoleplan-fravaer", PLANS, 1, "Start", [(ABSENCES, -1, absent(date(2027, 12, 17), date(2027, 12, 31)))]),
    Case("skoleplan-travl", PLANS, 1, "Start", [(BUSY, -1, busy(date(2027, 7, 1), date(2027, 8, 2)))]),
    Case(
        "skoleplan-praktik", PLANS, 1, "Start", [(PLANS, 1, {"end": date(2027, 9, 30), "hours": 157, "weighted": 157})]
    ),
]

# Close to a mistake and none.
GOOD = {
    "as it is": [],
    "a name for a step and another spelling of a course": [
        (PACKAGES, 0, {"step": "a", "course": "12 345"}),
        (PACKAGES, 1, {"after": "A"}),
        (PACKAGES, 2, {"after": "a, 2"}),
    ],
    "the only package of the branch, by name and in other letters": [(SLOTS, 0, {"package": " BYGGERI"})],
    "the longest sickness that counts": [
        (ABSENCES, -1, absent(date(2026, 11, 2), date(2026, 12, 28), "Sygdom over 8 uger")),
    ],
    "two absences, one after the other": [
        (ABSENCES, -1, absent(date(2027, 7, 5), date(2027, 7, 9))),
        (ABSENCES, -1, absent(date(2027, 7, 10), date(2027, 7, 16))),
    ],
    "absence and busy weeks between the courses": [
        (ABSENCES, -1, absent(date(2027, 7, 1), date(2027, 8, 1))),
        (BUSY, -1, busy(date(2027, 12, 18), date(2028, 1, 9))),
    ],
    "half of the two years busy": [(BUSY, -1, busy(date(2026, 10, 1), date(2027, 1, 31)))],
    "two courses of one cohort": [
        (COURSES, -1, {"cohort": "NEXT-2027-03", "title": "Dansk på pladsen", "course_kind": "dansk", "hours": 277.5}),
        (PLANS, 2, {"cohort": "NEXT-2027-03", "start": SCAFFOLD[0], "end": SCAFFOLD[1], "hours": None}),
        (PACKAGES, 2, {"after": "1"}),
    ],
    "a course that was cancelled, and its new cohort": [
        (PLANS, -1, planned("12345", "NEXT-2027-09", date(2027, 2, 8), date(2027, 3, 1), 148, status="Aflyst")),
    ],
    "a course that was held": [(PLANS, 0, HELD_BEFORE | {"status": "Gennemført"})],
    "no weighted hours of what nobody can weigh": [(PLANS, 2, {"course_kind": "FGU", "weighted": None})],
    "as much school as the practice rule lets": [
        (PLANS, 1, {"end": date(2027, 9, 30), "hours": 156, "weighted": 156}),
    ],
    "a cohort that can be opened until today": [(COHORTS, 1, {"status": "Kan oprettes", "enrol_by": TODAY})],
    "a cohort that was held last Easter": [
        (
            COHORTS,
            1,
            {"start": date(2026, 4, 6), "end": date(2026, 5, 29), "enrol_by": date(2026, 3, 1), "status": "Afholdt"},
        ),
    ],
}


def change(rows: dict[str, Any], changes: list[tuple[str, int, Row]]) -> None:
    base(rows)
    rows[FREDERIKSBERG][PLACEMENTS] = [
        rows[KOEBENHAVN][PLACEMENTS][0] | {"placement": "147-0001-F1", "candidate": "147-0001"}
    ]
    rows[FREDERIKSBERG]["tblKandidater"][0]["status"] = "I forløb"
    for table, at, cells in changes:
        if table == PLANS and at == -1 and cells == OTHERS:  # another pupil, signed up for the first cohort
            rows[FREDERIKSBERG][PLANS] = [rows[KOEBENHAVN][PLANS][0] | cells]
        elif at == -1:
            rows[BOOKS[table]][table].append(dict(cells))
        else:
            rows[BOOKS[table]][table][at] |= cells


def checked(changed: Callable[..., Path], changes: list[tuple[str, int, Row]]) -> Validation:
    return validate(changed(lambda rows: change(rows, changes)), TODAY)


def first_cell(path: Path, table: str, header: str) -> tuple[str, int]:
    """The column's letters and the first row of a table, found by another reader than the one that is tested."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if table in sheet.tables:
            top, *_ = sheet[sheet.tables[table].ref]
            return next((cell.column_letter, cell.row + 1) for cell in top if cell.value == header)
    raise AssertionError(f"no table {table} in {path}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} in {case.header} of {case.table}")
def test_a_mistake_is_found_at_its_cell(case: Case, changed: Callable[..., Path], clean_partnership: Path) -> None:
    findings = [found for found in checked(changed, case.changes).findings if found.code == case.code]
    column, first = first_cell(clean_partnership / BOOKS[case.table], case.table, case.header)
    cells = [(found.place.workbook, found.place.table, found.place.cell) for found in findings]
    assert (BOOKS[case.table], case.table, f"{column}{first + case.row}") in cells


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD.keys())
def test_what_is_close_to_a_mistake_is_none(changes: list[tuple[str, int, Row]], changed: Callable[..., Path]) -> None:
    told = [found for found in checked(changed, changes).findings if found.code != "igu-ikke-opfyldt"]
    assert [(found.code, found.place.cell, found.message) for found in told] == []


def test_a_sentence_more_begins_after_a_space(changed: Callable[..., Path]) -> None:
    changes: list[tuple[str, int, Row]] = [(PACKAGES, 2, {"course_kind": "FGU"})]
    told = next(found for found in checked(changed, changes).findings if found.code == "pakke-timer")
    assert ". Det vides ikke, hvor meget FGU-timer tæller" in told.message
