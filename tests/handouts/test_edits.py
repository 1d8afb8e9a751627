"""A plan's workbook after people and programs had it: what was changed, and what stands against it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from igu_xl.errors import WrongUse
from igu_xl.handouts.edits.changed_plan import OfferedCohort, changed_plan
from igu_xl.handouts.edits.edited_plan import read_back
from igu_xl.handouts.edits.judging import faults_of, objections
from igu_xl.handouts.edits.plan_changes import ChangeKind, changes
from igu_xl.handouts.plan_book.plan_workbook import plan_workbook
from igu_xl.school.planning.pupil_plan import PlannedCourse, PupilPlan
from tests.support.pupil_plans import BARE, FGU_AND_LEAVE, HALF_WAY, NORMAL, ODD, PLANS, SHORT, TOGETHER, course

Edit = Callable[[Worksheet, Callable[[int, str], str]], None]


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write the workbook of a plan and let openpyxl change its sheet; `cell(number, header)` is an address."""

    def written(plan: PupilPlan, edit: Edit | None = None) -> Path:
        path = tmp_path / "plan.xlsx"
        path.write_bytes(plan_workbook(plan))
        if edit:
            opened = openpyxl.load_workbook(path)
            sheet = opened["Skoleplan"]
            (header,) = [row for row in sheet.iter_rows() if row[0].value == "Nr."]
            letters = {str(one.value): one.column_letter for one in header}
            edit(sheet, lambda number, name: f"{letters[name]}{header[0].row + number}")
            opened.save(path)
        return path

    return written


def told(plan: PupilPlan, path: Path) -> list[tuple[str, str, str, str]]:
    return [(one.kind.value, one.title, one.before, one.after) for one in changes(plan, read_back(path))]


@pytest.mark.parametrize("name", PLANS)
def test_a_workbook_that_nobody_touched_has_no_changes(name: str, book: Callable[..., Path]) -> None:
    edited = read_back(book(PLANS[name]))
    assert edited.placement == PLANS[name].name and edited.notes == ()
    assert edited.rows is not None and len(edited.rows) == len(PLANS[name].courses)
    assert changes(PLANS[name], edited) == ()


def everything(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
    """One change of each kind, as a person types them."""
    sheet[cell(3, "Hold-id")] = "NEXT-2027-13"
    sheet[cell(1, "Status")] = "gennemført"
    sheet[cell(7, "Tag ud")] = "ja"
    sheet[cell(5, "Ønsket start")] = "1. marts 2028"
    sheet[cell(6, "Låst")] = "Nej"
    for name, value in {
        "Kursus": "Førstehjælp", "Slags": "AMU", "Hold-id": "NEXT-2028-30", "Timer": 14.8,
        "Start": datetime(2028, 6, 5), "Slut": "06-06-2028",
    }.items():  # fmt: skip
        sheet[cell(8, name)] = value


EVERYTHING = [
    ("status", "Sikkerhed på byggeplads", "Tilmeldt", "Gennemført"),
    ("flyttet", "Stillads", "NEXT-2027-11", "NEXT-2027-13"),
    ("ønske om en anden dato", "Truck", "1. januar 2028", "1. marts 2028"),
    ("lås", "Murerfag 1", "Ja", "Nej"),
    ("taget ud", "Matematik", "FVU-2028-01", ""),
    ("tilføjet", "Førstehjælp", "", "NEXT-2028-30"),
]


def test_each_kind_of_change_is_told(book: Callable[..., Path]) -> None:
    assert told(NORMAL, book(NORMAL, everything)) == EVERYTHING


def test_the_changed_plan_has_them(book: Callable[..., Path]) -> None:
    cohorts = {
        "NEXT-2027-13": OfferedCohort("NEXT-2027-13", "NEXT", "2750", date(2027, 9, 20), date(2027, 10, 1)),
        "NEXT-2028-30": OfferedCohort("NEXT-2028-30", "NEXT", "2750", date(2028, 6, 5), date(2028, 6, 6)),
    }
    made = changes(NORMAL, read_back(book(NORMAL, everything)))
    after = {row.title: row for row in changed_plan(NORMAL, made, cohorts).courses}
    stillads = after["Stillads"]
    assert (stillads.cohort, stillads.start, stillads.status) == ("NEXT-2027-13", date(2027, 9, 20), "Foreslået")
    assert after["Truck"].wish_from == date(2028, 3, 1) and not after["Murerfag 1"].locked
    assert "Matematik" not in after and after["Førstehjælp"].weighted == 14.8
    assert after["Sikkerhed på byggeplads"].status == "Gennemført"
    untouched = ("Dansk på arbejdspladsen", "Dansk 2")
    assert [after[title] for title in untouched] == [row for row in NORMAL.courses if row.title in untouched]


def test_a_course_is_known_by_its_own_name_though_each_cohort_has_a_title(book: Callable[..., Path]) -> None:
    def elsewhere(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(3, "Hold-id")] = "SPROG-2027-03"

    edited = read_back(book(TOGETHER, elsewhere))
    made = changes(TOGETHER, edited)
    assert [one.sentence for one in made] == [
        "Dansk på arbejdspladsen: flyttet fra hold SPROG-2027-02 til hold SPROG-2027-03."
    ]
    taken_in = changed_plan(TOGETHER, made)
    moved = replace(taken_in.courses[2], title="Sprog sommer")
    assert moved.locked  # somebody chose it, so it is not the tool's to move
    assert changes(replace(taken_in, courses=(*taken_in.courses[:2], moved)), edited) == ()


def test_changes_that_were_taken_in_are_not_told_again(book: Callable[..., Path]) -> None:
    edited = read_back(book(NORMAL, everything))
    taken_in = changed_plan(NORMAL, changes(NORMAL, edited))
    left = [one for one in changes(taken_in, edited) if one.kind is not ChangeKind.STATUS]
    assert left == []


def test_a_plan_that_was_made_anew_is_not_taken_back_by_an_old_file(book: Callable[..., Path]) -> None:
    def lock_the_truck(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(5, "Låst")] = "Ja"

    moved = replace(NORMAL.courses[2], cohort="NEXT-2027-99", start=date(2027, 10, 4), end=date(2027, 10, 15))
    remade = replace(NORMAL, courses=(*NORMAL.courses[:2], moved, *NORMAL.courses[3:]))
    assert told(remade, book(NORMAL, lock_the_truck)) == [("lås", "Truck", "Nej", "Ja")]


def test_a_change_of_a_course_that_lies_elsewhere_by_now_is_told_so(book: Callable[..., Path]) -> None:
    def hold(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(3, "Status")] = "Gennemført"

    remade = replace(NORMAL, courses=(replace(NORMAL.courses[2], cohort="NEXT-2027-99"), *NORMAL.courses[3:]))
    made = changes(remade, read_back(book(NORMAL, hold)))
    assert changed_plan(remade, made) == remade
    assert any("kurset ligger nu på hold NEXT-2027-99" in sentence for sentence in objections(remade, made))


def test_rows_may_be_sorted_deleted_copied_and_columns_moved(book: Callable[..., Path]) -> None:
    def turn_over(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        first, last = cell(1, "Nr."), cell(7, "Bemærkning")
        rows = [[one.value for one in row] for row in sheet[f"{first}:{last}"]]
        del rows[1]
        rows = [*reversed(rows), [3, *rows[1][1:]]]
        for number, row in enumerate(rows, 1):
            for header, value in zip([one.value for one in sheet[8]], row, strict=True):
                sheet[cell(number, str(header))] = value

    assert told(NORMAL, book(NORMAL, turn_over)) == [
        ("tilføjet", "Stillads", "", "NEXT-2027-11"),
        ("taget ud", "Dansk på arbejdspladsen", "SPROG-2027-02", ""),
    ]


@pytest.mark.parametrize(
    ("header", "typed"),
    [("Hold-id", "Hold id "), ("Hold-id", "Hold-idd"), ("Hold-id", "Kursushold"), ("Status", "STATUS"), ("Nr.", "nr.")],
)
def test_a_header_may_be_changed(header: str, typed: str, book: Callable[..., Path]) -> None:
    def rename(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        everything(sheet, cell)
        sheet[cell(0, header)] = typed

    assert told(NORMAL, book(NORMAL, rename)) == EVERYTHING


@pytest.mark.parametrize("header", ["Nr.", "Hold-id", "Status", "Låst", "Ønsket start", "Tag ud", "Trin"])
def test_a_lost_column_is_told_and_is_no_wish_to_empty_it(header: str, book: Callable[..., Path]) -> None:
    def lose(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet.tables.clear()
        address = cell(0, header)
        sheet.delete_cols(sheet[address].column)

    edited = read_back(book(NORMAL, lose))
    if edited.rows is None:
        assert any(f"»{header}«" in note or "tblPlanen" in note for note in edited.notes)
    else:
        assert changes(NORMAL, edited) == () and any(f"»{header}«" in note for note in edited.notes)


def test_dates_come_in_any_form_and_a_doubtful_one_is_told_and_changes_nothing(book: Callable[..., Path]) -> None:
    for typed in (date(2028, 3, 1), datetime(2028, 3, 1), "1/3-2028", "01.03.2028", "1. marts 2028", "2028-03-01"):

        def wish(sheet: Worksheet, cell: Callable[[int, str], str], typed: object = typed) -> None:
            sheet[cell(1, "Ønsket start")] = typed

        assert told(NORMAL, book(NORMAL, wish)) == [
            ("ønske om en anden dato", "Sikkerhed på byggeplads", "", "1. marts 2028")
        ]

    def later(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(1, "Ønsket start")] = "efter påske"
        sheet[cell(5, "Ønsket start")] = "31-02-2028"

    edited = read_back(book(NORMAL, later))
    assert changes(NORMAL, edited) == ()
    assert len(edited.notes) == 2 and "»efter påske« kan ikke læses som en dato" in edited.notes[0]


def test_a_start_that_was_written_over_is_a_wish(book: Callable[..., Path]) -> None:
    def start(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(1, "Start")] = date(2027, 3, 15)

    made = changes(NORMAL, read_back(book(NORMAL, start)))
    assert [(one.kind, one.after) for one in made] == [(ChangeKind.WISH, "15. marts 2027")]
    assert changed_plan(NORMAL, made).courses[0].wish_from == date(2027, 3, 15)


def test_a_cpr_number_is_not_read_and_its_cell_is_told(book: Callable[..., Path]) -> None:
    def type_it(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(8, "Kursus")] = "010190-1234"

    edited = read_back(book(NORMAL, type_it))
    assert changes(NORMAL, edited) == ()
    assert any("CPR-nummer" in note for note in edited.notes) and "0101" not in " ".join(edited.notes)


def test_values_without_any_excel_table_are_read(tmp_path: Path, book: Callable[..., Path]) -> None:
    path = book(NORMAL, everything)
    frame = pd.read_excel(path, sheet_name="Skoleplan", header=7, engine="calamine")
    bare = tmp_path / "bar.xlsx"
    frame.to_excel(bare, index=False)
    assert read_back(bare).placement == ""
    assert told(NORMAL, bare) == EVERYTHING


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine")

    def saved(path: Path) -> Path:
        out = tmp_path / "gemt"
        profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
        subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
        return out / path.name

    yield saved


@pytest.mark.libreoffice
@pytest.mark.parametrize("plan", [NORMAL, ODD], ids=["normal", "odd"])
def test_libreoffice_may_save_it(plan: PupilPlan, book: Callable[..., Path], office: Callable[[Path], Path]) -> None:
    def lock(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(1, "Låst")] = "Ja"

    path = office(book(plan, lock))
    assert read_back(path).placement == plan.placement
    assert [(kind, after) for kind, _, _, after in told(plan, path)] == [("lås", "Ja")]


def test_what_is_no_plan_is_one_sentence(tmp_path: Path, book: Callable[..., Path]) -> None:
    (tmp_path / "tekst.xlsx").write_text("ikke en arbejdsbog")
    openpyxl.Workbook().save(tmp_path / "tom.xlsx")
    for name in ("tekst.xlsx", "tom.xlsx", "findes-ikke.xlsx"):
        edited = read_back(tmp_path / name)
        assert edited.rows is None and len(edited.notes) == 1
        with pytest.raises(WrongUse):
            changes(NORMAL, edited)
    with pytest.raises(WrongUse, match="forløb 101-0008-F1, ikke for 101-0007-F1"):
        changes(NORMAL, read_back(book(HALF_WAY)))


COHORTS = {
    "NEXT-2027-13": OfferedCohort("NEXT-2027-13", "NEXT", "2750", date(2027, 9, 20), date(2027, 10, 1), ("Stillads",)),
    "NEXT-2027-14": OfferedCohort("NEXT-2027-14", "NEXT", "2750", date(2027, 11, 8), date(2027, 11, 19)),
    "NEXT-2029-01": OfferedCohort("NEXT-2029-01", "NEXT", "2750", date(2029, 1, 29), date(2029, 2, 9)),
    "NEXT-2027-20": OfferedCohort("NEXT-2027-20", "NEXT", "2750", date(2027, 12, 6), date(2027, 12, 17)),
    "NEXT-2027-21": OfferedCohort("NEXT-2027-21", "NEXT", "2750", date(2028, 8, 7), date(2028, 8, 18), (), True),
}


def after(plan: PupilPlan, path: Path) -> str:
    return " | ".join(objections(plan, changes(plan, read_back(path)), COHORTS))


@pytest.mark.parametrize(
    ("plan", "number", "header", "typed", "said"),
    [
        (NORMAL, 3, "Hold-id", "next-2027-13", ""),
        (NORMAL, 3, "Hold-id", "NEXT-2027-14", "Dansk 2 og Stillads ligger oven i hinanden (8.-19. november 2027)"),
        (NORMAL, 3, "Hold-id", "NEXT-2029-01", "ligger uden for igu'en (1. februar 2027 - 31. januar 2029)"),
        (NORMAL, 3, "Hold-id", "NEXT-2027-31", "hold NEXT-2027-31 findes ikke hos skolerne."),
        (NORMAL, 3, "Hold-id", "NEXT-2027-21", "hold NEXT-2027-21 er aflyst"),
        (NORMAL, 5, "Hold-id", "NEXT-2027-13", "har ikke kurset"),
        (NORMAL, 6, "Hold-id", "NEXT-2027-20", ""),
        (NORMAL, 2, "Tag ud", "Ja", "mangler 222; kravet er 851 timer"),
        (NORMAL, 2, "Tag ud", "Ja", "kurset skal med i pakken"),
        (NORMAL, 1, "Status", "Gennemført", "kan ikke være gennemført endnu"),
        (NORMAL, 1, "Ønsket start", "01-02-2030", "uden for igu'en"),
        (FGU_AND_LEAVE, 5, "Hold-id", "NEXT-2027-20", "eleven ikke kan komme på skole"),
        (SHORT, 5, "Status", "Aftalt", "der er intet hold"),
        (BARE, 1, "Kursus", "Svejsning", "slags mangler"),
        (BARE, 1, "Hold-id", "NEXT-2027-13", "antallet af timer mangler"),
    ],
)
def test_what_stands_against_a_change_is_said(
    plan: PupilPlan, number: int, header: str, typed: str, said: str, book: Callable[..., Path]
) -> None:
    def edit(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(number, header)] = typed

    found = after(plan, book(plan, edit))
    assert said in found if said else not found


def test_a_plan_as_it_is_has_the_faults_that_the_law_sees() -> None:
    assert faults_of(replace(NORMAL, passed_test="")) == ()
    assert not [one for one in faults_of(TOGETHER) if "oven i hinanden" in one]
    (doubt,) = faults_of(NORMAL)
    assert doubt.startswith("Skoledelen, manuel vurdering: Danskuddannelse efter bestået PD1")
    assert any("mangler 333; kravet er 851 timer" in one for one in faults_of(SHORT))
    assert any("ikke, hvor meget FGU-timer tæller" in one for one in faults_of(FGU_AND_LEAVE))


def test_a_fault_that_was_there_before_is_no_objection_to_a_change(book: Callable[..., Path]) -> None:
    def lock(sheet: Worksheet, cell: Callable[[int, str], str]) -> None:
        sheet[cell(1, "Låst")] = "Ja"

    assert faults_of(SHORT) and not after(SHORT, book(SHORT, lock))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Nd")), max_size=30)
ROWS = st.builds(
    course,
    st.sampled_from(["", "1", "2"]),
    WORDS,
    st.sampled_from(["AMU", "dansk", "FGU"]),
    WORDS.map(str.strip),
    st.none() | st.dates(date(2027, 2, 1), date(2028, 12, 1)),
    st.integers(1, 9),
    status=st.sampled_from(["", "Foreslået", "Aftalt", "Gennemført", "Aflyst"]),
    locked=st.booleans(),
    wish_from=st.none() | st.dates(date(2027, 2, 1), date(2028, 12, 1)),
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(courses=st.lists(ROWS, max_size=8))
def test_any_plan_comes_back_unchanged(courses: list[PlannedCourse], tmp_path: Path) -> None:
    plan, path = replace(NORMAL, courses=tuple(courses)), tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(plan))
    edited = read_back(path)
    assert edited.notes == () and changes(plan, edited) == ()


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 20_000), junk=st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_a_sentence_and_never_a_crash(at: int, junk: bytes, tmp_path: Path) -> None:
    path, whole = tmp_path / "plan.xlsx", plan_workbook(NORMAL)
    path.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    edited = read_back(path)
    assert edited.rows is not None or edited.notes
