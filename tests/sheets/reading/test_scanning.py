"""What a look through a worksheet's bytes finds, however its writer spells the same cells."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.sheets.ooxml.areas import cell_name
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.scanning import MOST_CELLS, Scan, scan_worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def scanned(rows: str) -> Scan:
    return scan_worksheet(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode(), "Ark")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="B2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B2" s="4" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c t="e" r="B2"><v>#N/A</v></c>', "#N/A"),
        ("<c r='B2' t='e'><v>#N/A</v></c>", "#N/A"),
        ('<c r="B2" t="e"><f t="shared" si="0"/><v>#SPILL!</v></c>', "#SPILL!"),
        ('<c r="b2" t="e" vm="1"><v>#CALC!</v></c>', "#CALC!"),
        ('<c r="B2" t="e"><v>&#35;A &amp; B</v></c>', "#A & B"),
    ],
)
def test_an_error_cell_is_found_with_what_it_shows(cell: str, shown: str) -> None:
    scan = scanned(f'<row r="2"><c r="A2"><v>1</v></c>{cell}<c r="C2"><v>3</v></c></row>')
    assert scan.errors == {"B2": shown}
    assert b"<v>#N/A</v>" in scan.content and scan.content.count(b"<v>") == 3


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>1+1</f></c>',
        '<c r="B2"><f>1+1</f><v></v></c>',
        '<c r="B2"><f>1+1</f><v/></c>',
        '<c r="B2" s="3"><f t="shared" si="0"/></c>',
        '<c r="B2">\n  <f>1+1</f>\n  <v> </v>\n</c>',
        '<c s="1" r="B2"><f/></c>',
    ],
)
def test_a_formula_without_a_result_is_found(cell: str) -> None:
    assert scanned(f'<row r="2"><c r="A2"><v>1</v></c>{cell}<c r="C2"><v/></c></row>').uncalculated == {"B2"}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>1+1</f><v>2</v></c>',
        '<c r="B2"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="B2" t="str"><f>""</f><v></v></c>',
        '<c r="B2" t="str"><f>A1</f><v>tekst</v></c>',
        '<c r="B2" t="inlineStr"><is><t>t="e"</t></is></c>',
        '<c r="B2"/>',
    ],
)
def test_a_cell_with_its_value_is_in_order(cell: str) -> None:
    scan = scanned(f'<row r="2">{cell}</row>')
    assert (scan.errors, scan.uncalculated) == ({}, set())


def test_names_with_a_prefix_are_the_same_names() -> None:
    rows = '<x:row r="2"><x:c r="B2" t="e"><x:v>#N/A</x:v></x:c><x:c r="C2"><x:f>1</x:f></x:c></x:row>'
    part = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    scan = scan_worksheet(part.encode(), "Ark")
    assert (scan.errors, scan.uncalculated) == ({"B2": "#N/A"}, {"C2"})


def test_cells_without_an_address_stand_one_after_the_other() -> None:
    rows = (
        '<row><c t="e"><v>#N/A</v></c><c/><c><f>1</f></c></row>'
        '<row r="5"><c><v>1</v></c><c r="D5"><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
        "<row><c><f>2</f></c></row>"
    )
    scan = scanned(rows)
    assert scan.errors == {"A1": "#N/A", "E5": "#REF!"}
    assert scan.uncalculated == {"C1", "A6"}
    assert b'<c r="B1"/>' in scan.content and b'<c r="A6">' in scan.content


def test_formulas_that_could_hold_a_cpr_number_are_kept() -> None:
    rows = '<row r="2"><c r="A2"><f>LEFT("0101901234",6)</f><v>1</v></c><c r="B2"><f>A2+1</f><v>2</v></c></row>'
    assert scanned(rows).formulas == {"A2": 'LEFT("0101901234",6)'}


def test_rows_that_hold_only_a_format_are_counted() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(f'<row r="{n}" s="1"/>' for n in range(2, 12))
    assert scanned(rows).empty_rows == 10


@pytest.mark.parametrize(
    ("last", "fits"),
    [("XFD1048576", False), ("A1048576", True), ("A1048577", False), (f"E{MOST_CELLS // 5}", True), ("XFD400", False)],
)
def test_a_sheet_may_reach_so_far(last: str, fits: bool) -> None:
    rows = f'<row><c r="A1"><v>1</v></c></row><row><c r="{last}"><v>1</v></c></row>'
    if fits:
        scanned(rows)
        return
    with pytest.raises(Unreadable) as refused:
        scanned(rows)
    assert refused.value.code == "ark-for-stort"
    assert refused.value.details == {"area": "Ark", "cell": last}


def test_an_empty_cell_far_away_does_not_count() -> None:
    assert scanned('<row><c r="A1"><v>1</v></c></row><row><c r="XFD1048576" s="1"/></row>').empty_rows == 1


@pytest.mark.parametrize("address", ["ZZZZZ1", "A", "1", "A12345678", "Æ1", "A-1"])
def test_an_address_that_is_none_is_damage(address: str) -> None:
    with pytest.raises(Unreadable, match="fil-beskadiget"):
        scanned(f'<row><c r="{address}"><v>1</v></c></row>')


@pytest.mark.parametrize("part", [b"", b"<worksheet>", b"\x00\x01", b"<a/><b/>", "<ø>".encode("cp1252")])
def test_what_is_no_xml_is_damage(part: bytes) -> None:
    with pytest.raises(Unreadable, match="fil-beskadiget"):
        scan_worksheet(part, "Ark")


@given(
    st.dictionaries(st.tuples(st.integers(1, 60), st.integers(1, 60)), st.sampled_from("ev f"), min_size=1, max_size=40)
)
def test_every_cell_is_seen_for_what_it_is(cells: dict[tuple[int, int], str]) -> None:
    kinds = {"e": ' t="e"><v>#N/A</v></c>', "v": "><v>1</v></c>", " ": ' s="1"/>', "f": "><f>1</f></c>"}
    rows = "".join(
        f'<row r="{row}"><c r="{cell_name(row, column)}"{kinds[kind]}</row>'
        for (row, column), kind in sorted(cells.items())
    )
    scan = scanned(rows)
    assert set(scan.errors) == {cell_name(*at) for at, kind in cells.items() if kind == "e"}
    assert scan.uncalculated == {cell_name(*at) for at, kind in cells.items() if kind == "f"}


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c x="' + "r=A1 " * 400_000 + '"/></row>',
        "<row><c x='" + ' r="A1"' * 300_000 + "'/></row>",
        '<row><c r="A1"><f>' + "(" * 1_500_000 + "</f></c></row>",
        '<row><c r="A1"><v>' + " " * 1_500_000 + "x</v></c></row>",
    ],
)
def test_no_part_can_make_the_search_slow(rows: str) -> None:
    begun = time.process_time()
    scanned(rows)
    assert time.process_time() - begun < 10, "the bound catches a search that goes back and forth"
