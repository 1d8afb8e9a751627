"""Tables are found by name and header whatever people did to the workbook, and what is unclear is said."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from igu_xl.findings import Finding
from igu_xl.sheets.contract import COORDINATOR, SCHOOL
from igu_xl.sheets.reading.typed_rows import ReadBook, read_book, read_table
from igu_xl.sheets.reading.workbook import open_workbook
from igu_xl.sheets.templates import build_workbook

ROWS = [
    {
        "cohort": f"NEXT-2027-0{number}",
        "title": f"Bygge og anlæg, trin {number}",
        "branch": "Bygge og anlæg",
        "type": "igu",
        "start": date(2027, number, 1),
        "end": date(2027, number + 2, 28),
        "min": 12,
        "max": 18,
        "enrol_by": date(2026, 12, number),
        "status": "Planlagt",
    }
    for number in (1, 2, 3)
]
COURSES = [{"cohort": "NEXT-2027-01", "amu_code": "48050", "title": "Murerarbejde", "days": 5}]
IDS = [row["cohort"] for row in ROWS]

Damage = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("skole") / "next.xlsx"
    build_workbook(SCHOOL, path, {"tblHold": ROWS, "tblKurser": COURSES})
    return path


@pytest.fixture
def read(built: Path, tmp_path: Path) -> Callable[[Damage], ReadBook]:
    """The workbook as it is read after somebody did something to it."""

    def after(damage: Damage) -> ReadBook:
        workbook = openpyxl.load_workbook(built)
        damage(workbook)
        path = tmp_path / "next.xlsx"
        workbook.save(path)
        return read_book(path, "skoler/next.xlsx", "skole:next", SCHOOL)

    return after


def codes(read: ReadBook) -> list[str]:
    return [finding.code for finding in read.findings]


def ids(read: ReadBook) -> list[object]:
    return list(read.tables["tblHold"].typed["cohort"])


def only(read: ReadBook, code: str) -> Finding:
    found = [finding for finding in read.findings if finding.code == code]
    assert len(found) == 1, codes(read)
    return found[0]


def sheet_of(workbook: Workbook, name: str = "tblHold") -> Worksheet:
    return next(sheet for sheet in workbook.worksheets if name in sheet.tables)


def area(sheet: Worksheet, name: str = "tblHold") -> tuple[int, int, int, int]:
    """The first column and row, the last column and row."""
    left, top, right, bottom = range_boundaries(sheet.tables[name].ref)
    assert left and top and right and bottom
    return left, top, right, bottom


def resize(sheet: Worksheet, left: int, top: int, right: int, bottom: int, name: str = "tblHold") -> None:
    ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
    sheet.tables[name].ref = ref
    if sheet.tables[name].autoFilter:
        sheet.tables[name].autoFilter.ref = ref


def header_cell(sheet: Worksheet, header: str) -> tuple[int, int]:
    left, top, right, _ = area(sheet)
    return top, next(column for column in range(left, right + 1) if sheet.cell(top, column).value == header)


def rename_header(sheet: Worksheet, old: str, new: str | None) -> None:
    row, column = header_cell(sheet, old)
    sheet.cell(row, column).value = new
    columns = sheet.tables["tblHold"].tableColumns
    columns[column - area(sheet)[0]].name = new or "Kolonne1"


def moved_down_and_right(workbook: Workbook) -> None:
    sheet = sheet_of(workbook)
    left, top, right, bottom = area(sheet)
    sheet.move_range(sheet.tables["tblHold"].ref, rows=40, cols=7)
    resize(sheet, left + 7, top + 40, right + 7, bottom + 40)


def renamed_and_moved_sheet(workbook: Workbook) -> None:
    sheet_of(workbook).title = "Vores hold 🙂"
    workbook.move_sheet("Vores hold 🙂", 4)


def hidden_everything(workbook: Workbook) -> None:
    sheet = sheet_of(workbook)
    sheet.sheet_state = "veryHidden"
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[area(sheet)[1] + 1].hidden = True


def own_column(workbook: Workbook) -> None:
    sheet = sheet_of(workbook)
    left, top, right, bottom = area(sheet)
    sheet.insert_cols(left + 2)
    for row in range(top, bottom + 1):
        sheet.cell(row, left + 2).value = "Vores team" if row == top else "A"
    resize(sheet, left, top, right + 1, bottom)
    columns = sheet.tables["tblHold"].tableColumns
    columns.insert(2, TableColumn(id=99, name="Vores team"))


def headers_typed_elsewhere(workbook: Workbook) -> None:
    for old, new in (("Hold-id", "HOLD–ID"), ("Min. deltagere", "min.\u00a0deltagere"), ("Start", " START ")):
        rename_header(sheet_of(workbook), old, new)


def table_name_in_other_case(workbook: Workbook) -> None:
    sheet = sheet_of(workbook)
    table = sheet.tables.pop("tblHold")
    table.displayName = table.name = "TBLhold"
    sheet.tables.add(table)


@pytest.mark.parametrize(
    "damage",
    [
        moved_down_and_right,
        renamed_and_moved_sheet,
        hidden_everything,
        own_column,
        headers_typed_elsewhere,
        table_name_in_other_case,
    ],
)
def test_what_people_do_to_a_sheet_changes_nothing(read: Callable[[Damage], ReadBook], damage: Damage) -> None:
    found = read(damage)
    assert codes(found) == []
    assert ids(found) == IDS
    assert list(found.tables["tblHold"].typed["max"]) == [18, 18, 18]


def test_every_value_knows_its_cell(read: Callable[[Damage], ReadBook]) -> None:
    rows = read(moved_down_and_right).tables["tblHold"]
    again = read(lambda workbook: None).tables["tblHold"]
    assert [rows.numbers[at] - again.numbers[at] for at in range(3)] == [40, 40, 40]
    assert (again.cell(0, "cohort")[0], rows.cell(0, "cohort")[0]) == ("A", "H")


def test_empty_rows_inside_the_table_are_passed_over(read: Callable[[Damage], ReadBook]) -> None:
    def empty(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        left, top, right, bottom = area(sheet)
        for column in range(left, right + 1):
            sheet.cell(top + 2, column).value = " " if column == left else None
        resize(sheet, left, top, right, bottom + 20)

    found = read(empty)
    assert codes(found) == []
    assert ids(found) == [IDS[0], IDS[2]]
    first, second = found.tables["tblHold"].numbers
    assert second == first + 2


def paste_under(workbook: Workbook, gap: int, values: dict[str, object]) -> None:
    sheet = sheet_of(workbook)
    for header, value in values.items():
        sheet.cell(area(sheet)[3] + gap, header_cell(sheet, header)[1]).value = value  # type: ignore[assignment]


@pytest.mark.parametrize("gap", [1, 3, 50])
def test_a_row_pasted_under_the_table_is_read_and_told(read: Callable[[Damage], ReadBook], gap: int) -> None:
    found = read(lambda workbook: paste_under(workbook, gap, {"Hold-id": "NEXT-2027-09", "Titel": "Nyt hold"}))
    assert ids(found) == [*IDS, "NEXT-2027-09"]
    assert only(found, "raekker-under-tabel").message == "1 række(r) står under tabellen og er læst med."


def test_a_note_under_the_table_is_no_row(read: Callable[[Damage], ReadBook]) -> None:
    found = read(lambda workbook: paste_under(workbook, 2, {"Hold-id": "Rettet af Kim", "Dansk mindst": "x"}))
    assert (codes(found), ids(found)) == ([], IDS)


def test_a_row_under_the_table_with_an_id_only_is_told_and_not_read(read: Callable[[Damage], ReadBook]) -> None:
    def two(workbook: Workbook) -> None:
        paste_under(workbook, 1, {"Hold-id": "NEXT-2027-09"})
        paste_under(workbook, 2, {"Hold-id": "NEXT-2027-10", "Dansk mindst": "DU2 M3"})

    found = read(two)
    assert ids(found) == IDS
    told = only(found, "raekker-kun-id")
    assert told.message == "2 række(r) under tabellen har næsten kun et id og er ikke læst."
    assert (told.place.table, told.place.column, told.place.cell) == ("tblHold", "Hold-id", "A8")


@pytest.mark.parametrize("note", [date(2026, 11, 2), 3, "Husk hold 4", "-"])
def test_a_date_a_sum_or_a_text_under_the_table_is_no_id(note: object, read: Callable[[Damage], ReadBook]) -> None:
    found = read(lambda workbook: paste_under(workbook, 1, {"Hold-id": note}))
    assert (codes(found), ids(found)) == ([], IDS)


def test_a_row_of_totals_is_no_row(read: Callable[[Damage], ReadBook]) -> None:
    def totals(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        left, top, right, bottom = area(sheet)
        paste_under(workbook, 1, {"Hold-id": "I alt", "Titel": "3 hold", "Min. deltagere": 36, "Maks. deltagere": 54})
        resize(sheet, left, top, right, bottom + 1)
        sheet.tables["tblHold"].totalsRowCount = 1

    found = read(totals)
    assert (codes(found), ids(found)) == ([], IDS)


def test_a_partners_own_table_under_ours_is_left_alone(read: Callable[[Damage], ReadBook]) -> None:
    def own(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        left, _, right, bottom = area(sheet)
        for row in range(bottom + 3, bottom + 6):
            for column in range(left, right + 1):
                sheet.cell(row, column).value = f"felt {column}" if row == bottom + 3 else f"v{row}{column}"
        own_area = f"{get_column_letter(left)}{bottom + 3}:{get_column_letter(right)}{bottom + 5}"
        sheet.add_table(Table(displayName="Lokaler", ref=own_area))

    found = read(own)
    assert (codes(found), ids(found)) == ([], IDS)


def test_a_partners_own_table_beside_ours_is_left_alone(read: Callable[[Damage], ReadBook]) -> None:
    def own(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        _, top, right, bottom = area(sheet)
        for row in range(top, bottom + 30):
            sheet.cell(row, right + 2).value = "Lokale" if row == top else f"B{row}"
        letters = get_column_letter(right + 2)
        sheet.add_table(Table(displayName="Lokaler", ref=f"{letters}{top}:{letters}{bottom + 29}"))

    found = read(own)
    assert (codes(found), ids(found)) == ([], IDS)


def test_a_header_row_pasted_among_the_rows_is_no_row(read: Callable[[Damage], ReadBook]) -> None:
    def repeated(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        left, top, right, bottom = area(sheet)
        for column in range(left, right + 1):
            sheet.cell(bottom + 1, column).value = sheet.cell(top, column).value
        resize(sheet, left, top, right, bottom + 1)

    found = read(repeated)
    assert (codes(found), ids(found)) == ([], IDS)


def test_a_table_with_headers_only_has_no_rows(read: Callable[[Damage], ReadBook]) -> None:
    def emptied(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        sheet.delete_rows(area(sheet)[1] + 1, 10)

    found = read(emptied)
    assert (codes(found), ids(found)) == ([], [])


def test_a_table_that_hides_its_header_row_is_read_by_the_headers_it_remembers(
    read: Callable[[Damage], ReadBook],
) -> None:
    def headless(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        left, top, right, bottom = area(sheet)
        sheet.tables["tblHold"].headerRowCount = 0
        sheet.tables["tblHold"].autoFilter = None
        for column in range(left, right + 1):
            sheet.cell(top, column).value = None
        resize(sheet, left, top + 1, right, bottom)

    found = read(headless)
    assert (codes(found), ids(found)) == ([], IDS)


def made_a_range(workbook: Workbook) -> None:
    del sheet_of(workbook).tables["tblHold"]


def test_a_table_made_a_range_is_found_by_its_headers(read: Callable[[Damage], ReadBook]) -> None:
    found = read(made_a_range)
    assert ids(found) == IDS
    assert only(found, "tabel-uden-navn").place.sheet == "Hold"


def test_the_end_of_a_range_is_not_guessed(read: Callable[[Damage], ReadBook]) -> None:
    def with_notes(workbook: Workbook) -> None:
        paste_under(workbook, 1, {"Hold-id": "NEXT-2027-04", "Titel": "Lige under"})
        paste_under(workbook, 3, {"Hold-id": "NEXT-2027-05", "Titel": "Efter en tom række"})
        paste_under(workbook, 5, {"Hold-id": "Rettet af Kim"})
        made_a_range(workbook)

    found = read(with_notes)
    assert ids(found) == [*IDS, "NEXT-2027-04", "NEXT-2027-05"]
    assert codes(found) == ["tabel-uden-navn", "raekker-under-tabel"]


def copy_of(workbook: Workbook) -> Worksheet:
    """A copy of the sheet, whose table Excel gives a 2."""
    original = sheet_of(workbook)
    copied = workbook.copy_worksheet(original)
    copied.add_table(Table(displayName="tblHold2", ref=original.tables["tblHold"].ref))
    copied.cell(area(original)[1] + 1, 1).value = "KOPI-1"
    return copied


def test_the_copy_of_a_sheet_is_not_read(read: Callable[[Damage], ReadBook]) -> None:
    def copied(workbook: Workbook) -> None:
        copy_of(workbook)

    found = read(copied)
    assert (codes(found), ids(found)) == ([], IDS)


def test_a_copy_that_is_all_that_is_left_is_read_and_told(read: Callable[[Damage], ReadBook]) -> None:
    def only_the_copy(workbook: Workbook) -> None:
        original = sheet_of(workbook)
        copied = copy_of(workbook)
        copied.cell(area(copied, "tblHold2")[3] + 1, 1).value = "Rettet af Kim"
        workbook.remove(original)

    found = read(only_the_copy)
    assert ids(found) == ["KOPI-1", *IDS[1:]]
    assert codes(found) == ["tabel-uden-navn"]


def test_two_places_with_the_headers_are_never_chosen_between(read: Callable[[Damage], ReadBook]) -> None:
    def twice(workbook: Workbook) -> None:
        workbook.copy_worksheet(sheet_of(workbook)).title = "Gamle hold"
        made_a_range(workbook)

    found = read(twice)
    assert "tblHold" not in found.tables
    message = only(found, "tabel-flere").message
    assert "Hold, række" in message and "Gamle hold, række" in message


def test_a_missing_table_is_told_with_the_sheet_to_copy(read: Callable[[Damage], ReadBook]) -> None:
    found = read(lambda workbook: workbook.remove(sheet_of(workbook)))
    assert codes(found) == ["tabel-mangler"]
    assert "»Hold«" in found.findings[0].mend
    assert list(found.tables) == ["tblKurser"]


def test_a_missing_required_column_is_one_finding_that_guesses_aloud(read: Callable[[Damage], ReadBook]) -> None:
    found = read(lambda workbook: rename_header(sheet_of(workbook), "Tilmeldingsfrist", "Tilmeldingsfristen"))
    finding = only(found, "kolonne-mangler")
    assert finding.message.endswith("Er det kolonnen »Tilmeldingsfristen«?")
    assert (finding.place.sheet, finding.level) == ("Hold", "fejl")
    assert "tblHold" not in found.tables and codes(found) == ["kolonne-mangler"]


def test_a_missing_optional_column_is_a_warning_and_the_rows_are_read(read: Callable[[Damage], ReadBook]) -> None:
    found = read(lambda workbook: rename_header(sheet_of(workbook), "Dansk højst", "Vores eget"))
    assert (only(found, "kolonne-savnes").level, ids(found)) == ("advarsel", IDS)
    rows = found.tables["tblHold"]
    assert list(rows.column("danish_max")) == [None] * 3
    assert rows.cell(0, "danish_max") == ""


def test_two_columns_that_look_alike_are_never_chosen_between(read: Callable[[Damage], ReadBook]) -> None:
    found = read(lambda workbook: rename_header(sheet_of(workbook), "Postnr", "start"))
    finding = only(found, "kolonne-dobbelt")
    assert finding.message == "To kolonner ligner begge »Start«."
    assert finding.place.cell.startswith("K")
    assert "tblHold" not in found.tables


def test_merged_cells_are_told_with_the_cell(read: Callable[[Damage], ReadBook]) -> None:
    def merged(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        row, column = header_cell(sheet, "Dansk mindst")
        sheet.merge_cells(start_row=row + 1, end_row=row + 2, start_column=column, end_column=column)

    found = read(merged)
    assert only(found, "celler-flettet").place.cell.startswith("I")
    assert ids(found) == IDS


def test_of_merged_headers_the_lost_one_is_told(read: Callable[[Damage], ReadBook]) -> None:
    def merged(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        rename_header(sheet, "Maks. deltagere", None)
        row, column = header_cell(sheet, "Min. deltagere")
        sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)

    assert set(codes(read(merged))) == {"kolonne-mangler"}


def test_merged_titles_above_the_table_are_nobodys_concern(read: Callable[[Damage], ReadBook]) -> None:
    assert codes(read(lambda workbook: sheet_of(workbook).merge_cells("A1:F1"))) == []


def test_a_row_of_group_names_above_the_headers_is_no_header(read: Callable[[Damage], ReadBook]) -> None:
    def two_rows(workbook: Workbook) -> None:
        sheet = sheet_of(workbook)
        left, top, right, _ = area(sheet)
        sheet.insert_rows(top)
        for column in range(left, right + 1):
            sheet.cell(top, column).value = "Hold" if column < 5 else "Start"
        moved = area(sheet)
        resize(sheet, moved[0], top + 1, moved[2], moved[3] + 1)

    found = read(two_rows)
    assert (codes(found), ids(found)) == ([], IDS)


def test_a_table_without_required_columns_is_found_by_name_alone(
    tmp_path: Path, reopened: Callable[[Path], Workbook]
) -> None:
    path = tmp_path / "koordinator.xlsx"
    proposals = COORDINATOR.table("tblForslag")
    build_workbook(COORDINATOR, path, {"tblForslag": [{"candidate": "101-0001", "slot": "BYG-0001"}]})
    rows = read_table(open_workbook(path), proposals, "koordinator", [])
    assert rows is not None and list(rows.typed["candidate"]) == ["101-0001"]
    workbook = reopened(path)
    del sheet_of(workbook, "tblForslag").tables["tblForslag"]
    workbook.save(path)
    findings: list[Finding] = []
    assert read_table(open_workbook(path), proposals, "koordinator", findings) is None
    assert [finding.code for finding in findings] == ["tabel-mangler"]


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def test_a_workbook_saved_as_strict_open_xml_is_read(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "next.xlsx"
    with zipfile.ZipFile(built) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            for old, new in STRICT.items():
                content = content.replace(old, new)
            target.writestr(name, content)
    found = read_book(path, "skoler/next.xlsx", "skole:next", SCHOOL)
    assert (codes(found), ids(found)) == ([], IDS)


def test_parts_named_from_the_root_are_found(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "next.xlsx"
    with zipfile.ZipFile(built) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".rels"):
                content = content.replace(b'"../', b'"/xl/').replace(b'"worksheets/', b'"/xl/worksheets/')
            target.writestr(name, content)
    found = read_book(path, "skoler/next.xlsx", "skole:next", SCHOOL)
    assert (codes(found), ids(found)) == ([], IDS)


def test_the_same_file_is_known_by_its_fingerprint(built: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copy(built, tmp_path))
    first, second = (read_book(path, "x", "skole:next", SCHOOL).sha256 for path in (built, copied))
    assert first == second and len(first) == 64
