"""A CPR number anywhere in a workbook is found, said where, and never repeated. All numbers here are invented."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from igu_xl.checks.validation import check
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY
from igu_xl.sheets.partnership import Partnership, blocked_rows, read_partnership
from igu_xl.sheets.templates import build_workbook

SERIAL = "0000"
CPR = f"140789-{SERIAL}"
DIGITS = CPR.replace("-", "")

NAME = "kommuner/101-koebenhavn.xlsx"


def candidate(number: int, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "candidate": f"101-{number:04d}",
        "registered": date(2026, 9, 1),
        "born": date(1990, 5, 17),
        "basis": "Flygtning",
        "residence_from": date(2023, 2, 1),
        "danish_track": "DU2",
        "danish_module": "4",
        "wish_1": "Bygge og anlæg",
        "measures": "igu; praktik",
        "ready_from": date(2026, 12, 1),
        "status": "Klar",
    }
    return row | more


def build(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / NAME
    path.parent.mkdir(exist_ok=True)
    build_workbook(MUNICIPALITY, path, {"tblKandidater": rows or (candidate(1), candidate(2))})
    return path


@pytest.fixture
def planted(tmp_path: Path) -> Callable[[Callable[[Workbook], None]], Partnership]:
    """The partnership after somebody put a number somewhere in a workbook with two candidates."""

    def read(plant: Callable[[Workbook], None]) -> Partnership:
        path = build(tmp_path)
        workbook = openpyxl.load_workbook(path)
        plant(workbook)
        workbook.save(path)
        return read_partnership(tmp_path)

    return read


def first_row(sheet: Worksheet) -> int:
    return next(row for row in range(1, 20) if sheet.cell(row, 1).value == "101-0001")


def said(partnership: Partnership) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.place.sheet, finding.place.cell) for finding in partnership.findings]


def leaks(partnership: Partnership) -> bool:
    """Whether the digits are anywhere in what leaves the reader: findings, frames and rows."""
    told = [finding.as_json() for finding in partnership.findings]
    frames = [frame.to_json(date_format="iso", force_ascii=False) for frame in partnership.frames.values()]
    typed = [rows.typed.to_csv() for book in partnership.books for rows in book.tables.values()]
    everything = json.dumps(told, ensure_ascii=False) + "".join(frames) + "".join(typed) + repr(partnership)
    return any(digits in everything for digits in (CPR, DIGITS, DIGITS.lstrip("0")))


def blocked(partnership: Partnership) -> list[object]:
    marks = blocked_rows(partnership, list(partnership.findings), "tblKandidater")
    return list(partnership.frames["tblKandidater"].loc[marks, "row"])


@pytest.mark.parametrize(
    "value",
    [CPR, DIGITS, int(DIGITS), f"Se sagen på {CPR}.", "740789-0000", "140789 0000", f"cpr{DIGITS}", f'="{DIGITS}"'],
)
def test_a_number_in_a_cell_blocks_its_row_and_is_blanked(
    planted: Callable[[Callable[[Workbook], None]], Partnership], value: object
) -> None:
    def plant(workbook: Workbook) -> None:
        sheet = workbook["Kandidater"]
        sheet.cell(first_row(sheet), 30).value = value  # type: ignore[assignment]

    partnership = planted(plant)
    row = partnership.frames["tblKandidater"]["row"][0]
    assert said(partnership) == [("cpr", "Kandidater", f"AD{row}")]
    finding = partnership.findings[0]
    assert (finding.place.column, finding.place.row_id, finding.value) == ("Bemærkning", "101-0001", "")
    assert blocked(partnership) == [row]
    assert partnership.frames["tblKandidater"]["remark"].isna().all()
    assert not leaks(partnership)


def test_a_number_used_as_id_is_blanked_too(planted: Callable[[Callable[[Workbook], None]], Partnership]) -> None:
    def plant(workbook: Workbook) -> None:
        sheet = workbook["Kandidater"]
        row = first_row(sheet)
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = CPR, "snart"

    partnership = planted(plant)
    assert [(finding.code, finding.place.row_id) for finding in partnership.findings] == [
        ("cpr", ""),
        ("dato-ulaeselig", ""),
    ]
    assert partnership.frames["tblKandidater"]["candidate"].isna()[0]
    assert not leaks(partnership)


@pytest.mark.parametrize("typed", [101890000, "101890000"])
def test_a_number_whose_zero_excel_dropped_is_found(
    planted: Callable[[Callable[[Workbook], None]], Partnership], typed: object
) -> None:
    def plant(workbook: Workbook) -> None:
        sheet = workbook["Kandidater"]
        sheet.cell(first_row(sheet), 1).value = typed  # 0101890000

    partnership = planted(plant)
    assert [finding.code for finding in partnership.findings] == ["cpr"]
    assert partnership.frames["tblKandidater"]["candidate"].isna()[0]


def test_a_number_in_the_owners_own_column_blocks_the_row(
    planted: Callable[[Callable[[Workbook], None]], Partnership],
) -> None:
    def plant(workbook: Workbook) -> None:
        sheet = workbook["Kandidater"]
        sheet.cell(first_row(sheet) + 1, 40).value = CPR

    partnership = planted(plant)
    assert blocked(partnership) == [partnership.frames["tblKandidater"]["row"][1]]
    assert partnership.findings[0].place.column == ""


@pytest.mark.parametrize("column", [1, 5, 35])
def test_a_number_in_a_comment_blocks_the_row_it_hangs_on(
    planted: Callable[[Callable[[Workbook], None]], Partnership], column: int
) -> None:
    def plant(workbook: Workbook) -> None:
        sheet = workbook["Kandidater"]
        sheet.cell(first_row(sheet) + 1, column).comment = Comment(f"Er det {CPR}?", "Kollega")

    partnership = planted(plant)
    row = partnership.frames["tblKandidater"]["row"][1]
    assert [code for code, _, _ in said(partnership)] == ["cpr-kommentar"]
    assert said(partnership)[0][2].endswith(str(row)) and said(partnership)[0][1] == "Kandidater"
    assert blocked(partnership) == [row]
    assert list(partnership.frames["tblKandidater"]["candidate"]) == ["101-0001", "101-0002"]
    assert not leaks(partnership)


def hidden_sheet(workbook: Workbook) -> None:
    sheet = workbook.create_sheet("Skjult")
    sheet.sheet_state = "veryHidden"
    sheet["B7"] = CPR


def many_on_a_sheet(workbook: Workbook) -> None:
    sheet = workbook.create_sheet("Udtræk")
    for number in range(40):
        sheet.append([None, f"140789-{number:04d}"])


def comment_elsewhere(workbook: Workbook) -> None:
    workbook["Vejledning"]["B3"].comment = Comment(CPR, "Kollega")


def author(workbook: Workbook) -> None:
    workbook["Kandidater"]["A1"].comment = Comment("Hej", f"Kim {CPR}")


def header(workbook: Workbook) -> None:
    part = workbook["Kandidater"].oddHeader
    assert part is not None
    part.center.text = f"Liste {CPR}"


def footer(workbook: Workbook) -> None:
    part = workbook["Opfølgning"].evenFooter
    assert part is not None
    part.left.text = CPR


def defined_name(workbook: Workbook) -> None:
    workbook.defined_names["sag"] = DefinedName("sag", attr_text=f'"{CPR}"')


def sheet_name(workbook: Workbook) -> None:
    workbook.create_sheet(f"Sag {CPR}")


def properties(workbook: Workbook) -> None:
    workbook.properties.keywords = f"sag {DIGITS}"


def prompt(workbook: Workbook) -> None:
    rule = DataValidation("whole", prompt=f"Fx {CPR}", promptTitle="Sådan", formula1="1", operator="greaterThan")
    rule.add("A1")
    workbook["Kandidater"].add_data_validation(rule)


def list_of_choices(workbook: Workbook) -> None:
    rule = DataValidation("list", formula1=f'"{CPR},020202-0000"')
    rule.add("A1")
    workbook["Kandidater"].add_data_validation(rule)


def link(workbook: Workbook) -> None:
    workbook["Vejledning"]["A1"].hyperlink = Hyperlink(ref="A1", target=f"https://example.org/sag/{CPR}")


def tooltip(workbook: Workbook) -> None:
    workbook["Vejledning"]["A1"].hyperlink = Hyperlink(ref="A1", location="Kandidater!A1", tooltip=CPR)


@pytest.mark.parametrize(
    ("plant", "where"),
    [
        (hidden_sheet, "celle B7 i arket Skjult"),
        (many_on_a_sheet, "celle B1 i arket Udtræk og 39 steder mere på arket"),
        (comment_elsewhere, "kommentaren til celle B3 i arket Vejledning"),
        (author, "navnet på den, der skrev en kommentar"),
        (header, "sidehoved, sidefod, link eller hjælpetekst på arket Kandidater"),
        (footer, "sidehoved, sidefod, link eller hjælpetekst på arket Opfølgning"),
        (prompt, "sidehoved, sidefod, link eller hjælpetekst på arket Kandidater"),
        (list_of_choices, "sidehoved, sidefod, link eller hjælpetekst på arket Kandidater"),
        (tooltip, "sidehoved, sidefod, link eller hjælpetekst på arket Vejledning"),
        (link, "et links adresse"),
        (defined_name, "et ark- eller områdenavn"),
        (properties, "dokumentets egenskaber (Filer, Oplysninger)"),
    ],
)
def test_a_number_elsewhere_is_found_and_said_where(
    planted: Callable[[Callable[[Workbook], None]], Partnership], plant: Callable[[Workbook], None], where: str
) -> None:
    partnership = planted(plant)
    assert [finding.message for finding in partnership.findings] == [f"Der står et CPR-nummer i {where}."]
    assert (partnership.findings[0].code, partnership.findings[0].level) == ("cpr-andetsteds", "fejl")
    assert not leaks(partnership)


def test_a_number_as_the_name_of_a_sheet_is_found_and_never_repeated(
    planted: Callable[[Callable[[Workbook], None]], Partnership],
) -> None:
    partnership = planted(sheet_name)
    assert {finding.code for finding in partnership.findings} == {"cpr-andetsteds"}
    assert not leaks(partnership)


def with_parts(path: Path, **parts: bytes) -> None:
    with zipfile.ZipFile(path, "a") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)


DRAWN = (
    b'<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><a:p><a:r><a:t>Sag 1407</a:t></a:r>'
    b"<a:r><a:t>89-0000</a:t></a:r></a:p><a:p><a:r><a:t>0000</a:t></a:r></a:p></xdr:sp></xdr:wsDr>"
)


@pytest.mark.parametrize(
    ("part", "content", "where"),
    [
        ("xl__drawings__drawing9", DRAWN, "en tekstboks eller et billede"),
        ("xl__drawings__drawing8", DRAWN.replace(b"</xdr:sp>", b""), "en tekstboks eller et billede"),
        (
            "xl__drawings__drawing7",
            b'<a><b name="Billede" descr="Pas 140789-0000"/></a>',
            "en tekstboks eller et billede",
        ),
        ("xl__charts__chart1", b"<c><v>140789-0000</v></c>", "et diagram"),
        ("xl__pivotCache__pivotCacheRecords1", b'<r><s v="140789-0000"/></r>', "en pivottabels gemte data"),
        ("xl__pivotCache__pivotCacheDefinition1", b'<d><n v="1407890000"/></d>', "en pivottabels gemte data"),
        ("customXml__item1", b"<p><sag>1407890000</sag></p>", "skjulte data i filen"),
        ("customXml__item2", b"<p><!-- 140789-0000 --></p>", "skjulte data i filen"),
        (
            "xl__persons__person",
            b'<p><person displayName="Kim 140789-0000"/></p>',
            "navnet på den, der skrev en kommentar",
        ),
        ("xl__queryTables__queryTable1", b'<q name="140789-0000"/>', "filens del xl/queryTables/queryTable1.xml"),
    ],
)
def test_a_number_in_a_part_of_the_file_is_found(tmp_path: Path, part: str, content: bytes, where: str) -> None:
    with_parts(build(tmp_path), **{part: content})
    partnership = read_partnership(tmp_path)
    assert [finding.message for finding in partnership.findings] == [f"Der står et CPR-nummer i {where}."]
    assert not leaks(partnership)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl__drawings__drawing9", b'<a><off x="1407890000" y="0101011234"/><b id="0101011234"/></a>'),
        ("xl__drawings__drawing8", b"<a><p><t>140789</t></p><p><t>0000</t></p></a>"),
        (
            "customXml__item1",
            b"<p><id>0x0101003F5A1B0101901234AB</id><g>{140789AB-0101-4001-9000-010101123456}</g></p>",
        ),
        ("xl__pivotCache__pivotCacheRecords1", b'<r><n v="14078.90000"/><n v="32078900000"/></r>'),
    ],
)
def test_ids_and_sizes_in_a_file_are_no_cpr_numbers(tmp_path: Path, part: str, content: bytes) -> None:
    with_parts(build(tmp_path), **{part: content})
    assert read_partnership(tmp_path).findings == ()


def test_settings_of_a_printer_are_not_taken_for_a_part(tmp_path: Path) -> None:
    path = build(tmp_path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/printerSettings/printerSettings1.bin", b"\x00\x01 140789-0000 \xff")
    assert read_partnership(tmp_path).findings == ()


def test_a_text_box_and_a_text_in_pieces_are_read_whole(tmp_path: Path) -> None:
    path = build(tmp_path)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Noter")
        sheet.insert_textbox("B2", f"Husk {CPR}")
        sheet.write_rich_string("A1", "14", book.add_format({"bold": True}), "0789-", "0000")
        book.set_properties({"created": datetime(2026, 11, 1)})
    messages = [finding.message for finding in read_partnership(tmp_path).findings]
    assert messages[1:] == [
        "Der står et CPR-nummer i en tekstboks eller et billede.",
        "Der står et CPR-nummer i celle A1 i arket Noter.",
    ]


def threaded(path: Path, ref: str) -> None:
    """A comment as Excel 365 keeps it: a part of its own beside the sheet."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = "xl/worksheets/_rels/sheet2.xml.rels"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    new = f'<Relationship Id="rId99" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", new.encode())
    parts["xl/threadedComments/threadedComment1.xml"] = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="{ref}" id="{{140789AB-0101-4001-9000-010101123456}}"><text>Er det {CPR}?</text>'
        "</threadedComment></ThreadedComments>"
    ).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def test_a_threaded_comment_blocks_its_row_and_is_told_once(tmp_path: Path) -> None:
    path = build(tmp_path)
    row = read_partnership(tmp_path).frames["tblKandidater"]["row"][0]
    threaded(path, f"C{row}")
    partnership = read_partnership(tmp_path)
    assert said(partnership) == [("cpr-kommentar", "Kandidater", f"C{row}")]
    assert blocked(partnership) == [row]


def test_a_text_that_is_deleted_but_still_stored_is_told(tmp_path: Path) -> None:
    path = build(tmp_path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        b"</sst>", f"<si><t>{CPR}</t></si></sst>".encode()
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    messages = [finding.message for finding in read_partnership(tmp_path).findings]
    assert messages == ["Der står et CPR-nummer i en slettet tekst, som filen gemmer endnu (gem den igen i Excel)."]


def test_a_number_in_the_name_of_a_file_keeps_it_unread_and_unsaid(tmp_path: Path) -> None:
    path = build(tmp_path)
    path.rename(path.with_name(f"101-koebenhavn {CPR}.xlsx"))
    partnership = read_partnership(tmp_path)
    assert [finding.code for finding in partnership.findings] == ["fil-cpr"]
    assert partnership.books == () and not leaks(partnership)


COMPANY = {"cvr": "26911125", "p_number": "1010123456", "name": "Eksempel Byg A/S"}
SLOT = {
    "slot": "BYG-0001",
    "p_number": "1010123456",
    "type": "igu",
    "openings": 2,
    "branch": "Bygge og anlæg",
    "start_earliest": date(2027, 1, 1),
    "start_latest": date(2027, 6, 1),
    "status": "Åben",
}


def branch(folder: Path, **more: object) -> None:
    path = folder / "brancher" / "bygge.xlsx"
    path.parent.mkdir(exist_ok=True)
    build_workbook(BRANCH, path, {"tblVirksomheder": [COMPANY | more], "tblPladser": [SLOT]})


def test_a_p_number_that_looks_like_one_is_known_everywhere(tmp_path: Path) -> None:
    branch(tmp_path, contact="P-nr. 1010123456")
    build(tmp_path, candidate(1, remark="Har været på 1010123456"))
    partnership = read_partnership(tmp_path)
    assert partnership.findings == ()
    assert list(partnership.frames["tblPladser"]["p_number"]) == ["1010123456"]


@pytest.mark.parametrize("typed", ["1010123456", 1010123456, " 1010123456\u00a0"])
def test_a_p_number_is_known_however_it_is_typed(tmp_path: Path, typed: object) -> None:
    branch(tmp_path, p_number=typed)
    assert read_partnership(tmp_path).findings == ()


def test_a_cpr_number_with_its_hyphen_is_found_in_the_column_of_p_numbers(tmp_path: Path) -> None:
    branch(tmp_path, p_number=CPR)
    partnership = read_partnership(tmp_path)
    assert [finding.code for finding in partnership.findings] == ["cpr"]
    assert not leaks(partnership)


@pytest.mark.parametrize("typed", ["0101901234", 101901234.0, "101901234", "01 01 90 1234", "3112901234"])
def test_a_p_number_that_cannot_be_one_is_not_told_and_not_called_a_cpr_number(tmp_path: Path, typed: object) -> None:
    branch(tmp_path, p_number=typed)
    build(tmp_path, candidate(1, remark="Har været på 0101901234 og 3112901234"))
    partnership = read_partnership(tmp_path)
    told = [(finding.code, finding.place.table, finding.value) for finding in partnership.findings]
    assert told == [("p-nummer-umuligt", "tblVirksomheder", ""), ("cpr", "tblKandidater", "")]
    assert not any(digits in repr(partnership) for digits in ("0101901234", "101901234", "3112901234"))


def test_a_mistyped_p_number_is_no_cpr_number(tmp_path: Path) -> None:
    """One digit too few, one too many, two changed places: what is told is that there is no such P-number."""
    for typed, code in (("101012345", "p-nummer-umuligt"), ("10101234567", "p-nummer-ugyldigt")):
        branch(tmp_path, p_number=typed)
        assert [finding.code for finding in read_partnership(tmp_path).findings] == [code]
    branch(tmp_path, p_number="1001123456")
    checked = check(read_partnership(tmp_path), date(2026, 11, 22))
    told = {finding.code: finding for finding in checked.findings}
    assert "henvisning-ukendt" in told and not any(code.startswith("cpr") for code in told)
    assert "1010123456" not in told["henvisning-ukendt"].message


def test_ten_digits_that_may_be_a_p_number_nobody_knows_are_held_back_and_not_called_a_cpr_number(
    tmp_path: Path,
) -> None:
    build(tmp_path, candidate(1, remark="P-nr. 1011123456"))
    partnership = read_partnership(tmp_path)
    assert [finding.code for finding in partnership.findings] == ["cpr-maaske"]
    assert blocked(partnership) == [partnership.frames["tblKandidater"]["row"][0]]
    assert "1011123456" not in repr(partnership)


def test_ten_digits_beside_the_tables_that_may_be_a_p_number_are_held_back(
    planted: Callable[[Callable[[Workbook], None]], Partnership],
) -> None:
    partnership = planted(lambda workbook: workbook.create_sheet("Noter").append(["1011123456"]))
    assert [finding.code for finding in partnership.findings] == ["cpr-maaske-andetsteds"]
    assert "celle A1 i arket Noter" in partnership.findings[0].message


@pytest.mark.parametrize(
    ("typed", "shape"),
    [
        (140789_0000, "dd-mm-yyyy"),
        (101901234, "dd-mm-yyyy"),
        (10190.1234, "dd-mm-yyyy"),
        (101901234, "[h]:mm"),
        ("14-07-1989 0000", "dd-mm-yyyy"),
        ("14-07-89 00:01", "dd-mm-yyyy"),
    ],
)
def test_a_number_in_a_cell_for_dates_is_found_and_not_told(
    planted: Callable[[Callable[[Workbook], None]], Partnership], typed: object, shape: str
) -> None:
    def plant(workbook: Workbook) -> None:
        sheet = workbook["Kandidater"]
        cell = sheet.cell(first_row(sheet) + 1, 3)
        cell.value, cell.number_format = typed, shape  # type: ignore[assignment]

    partnership = planted(plant)
    row = partnership.frames["tblKandidater"]["row"][1]
    assert said(partnership) == [("cpr", "Kandidater", f"C{row}")]
    assert partnership.findings[0].value == "" and not leaks(partnership)
    assert partnership.frames["tblKandidater"]["born"].isna()[1]


def test_a_number_as_a_duration_of_more_days_than_there_are_keeps_the_sheet_unread(
    planted: Callable[[Callable[[Workbook], None]], Partnership],
) -> None:
    def plant(workbook: Workbook) -> None:
        cell = workbook["Kandidater"]["C7"]
        cell.value, cell.number_format = int(DIGITS), "[h]:mm"

    partnership = planted(plant)
    assert [finding.code for finding in partnership.findings] == ["ark-varighed"]
    assert not leaks(partnership)


def test_what_is_said_of_a_number_tells_that_copies_keep_it(tmp_path: Path) -> None:
    build(tmp_path, candidate(1, remark=CPR))
    assert "igu forget MAPPE --cpr" in read_partnership(tmp_path).findings[0].mend


def test_another_number_beside_a_p_number_is_still_found(tmp_path: Path) -> None:
    branch(tmp_path, contact="P-nr. 1010123456, Kim 140789-0000")
    assert [finding.code for finding in read_partnership(tmp_path).findings] == ["cpr"]


def test_two_tables_side_by_side_keep_their_own_rows(tmp_path: Path) -> None:
    """The follow-up stands beside the candidates: a number in it blocks the follow-up, not the candidate."""
    path = build(tmp_path)
    workbook = openpyxl.load_workbook(path)
    source, target = workbook["Opfølgning"], workbook["Kandidater"]
    table = source.tables.pop("tblOpfoelgning")
    row = first_row(target)
    headers = [column.name for column in table.tableColumns]
    for at, text in enumerate(headers, start=40):
        target.cell(row - 1, at).value = text
    target.cell(row, 40).value = "101-0001"
    target.cell(row, 41).value = date(2026, 11, 3)
    target.cell(row, 45).value = f"Aftale med {CPR}"
    last = get_column_letter(39 + len(headers))
    table.ref = f"AN{row - 1}:{last}{row}"
    table.autoFilter.ref = table.ref
    target.add_table(table)
    workbook.save(path)
    partnership = read_partnership(tmp_path)
    assert [(finding.code, finding.place.table) for finding in partnership.findings] == [("cpr", "tblOpfoelgning")]
    assert partnership.frames["tblOpfoelgning"]["action"].isna().all()
    assert blocked(partnership) == [] and not leaks(partnership)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from(["Kandidater", "Opfølgning", "Forløb", "Vejledning", "Plan"]),
            st.integers(1, 12),
            st.integers(1, 40),
            st.sampled_from([CPR, DIGITS, int(DIGITS), f"Kim {CPR}", f'="x{DIGITS}"']),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_wherever_numbers_are_typed_their_digits_are_nowhere_after(
    cells: list[tuple[str, int, int, object, bool]], tmp_path: Path
) -> None:
    path = build(tmp_path)
    workbook = openpyxl.load_workbook(path)
    for sheet, row, column, value, as_comment in cells:
        cell = workbook[sheet].cell(row, column)
        if as_comment:
            cell.comment = Comment(str(value), "Kollega")
        elif type(cell).__name__ != "MergedCell":
            cell.value = value  # type: ignore[assignment]
    workbook.save(path)
    partnership = read_partnership(tmp_path)
    checked = check(partnership, date(2026, 11, 22))
    assert any(finding.code.startswith("cpr") for finding in partnership.findings)
    assert not leaks(partnership)
    assert DIGITS not in json.dumps(checked.as_json()) and CPR not in json.dumps(checked.as_json())
