"""A person out of a whole workbook: cells, comments, filters and deleted texts go, everything else stays as it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from igu_xl.errors import WriteRefused
from igu_xl.sheets.forgotten import Forgotten, keep_forgotten, kept_forgotten
from igu_xl.sheets.writing.erasing import erased, traces_in
from igu_xl.sheets.writing.forgotten_rows import without_forgotten
from igu_xl.sheets.writing.wanted_ids import Ids

WHO = Ids(["101-0007"], ["F-12"])
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def workbook(rows: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    for row in [["Kandidat-id", "Født", "Bemærkning"], *rows]:
        sheet.append(row)
    sheet.add_table(Table(displayName="tblPlan", ref=f"A1:C{len(rows) + 1}"))
    return book


def packed(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def values(content: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book["Plan"].iter_rows()]


def test_the_row_is_emptied_and_nothing_moves() -> None:
    source = packed(workbook([["101-0006", 1, "a"], ["101-0007", 2, "født i marts"], ["101-0008", 3, "se 101-0007."]]))
    content = erased(source, "a.xlsx", WHO)
    assert content is not None
    assert values(content)[1:] == [["101-0006", 1, "a"], [None, None, None], ["101-0008", 3, "se (glemt)."]]
    told = b"".join(parts(content).values())
    assert b"101-0007" not in told
    assert "født i marts".encode() not in told  # the shared text of the row that is gone
    assert erased(content, "a.xlsx", WHO) is None


def test_a_comment_a_filter_a_formula_and_a_name_do_not_keep_it() -> None:
    book = workbook([["101-0007", 2, "x"], ["101-0008", 3, '="se 101-0007"']])
    sheet = book["Plan"]
    sheet["A3"].comment, sheet["B2"].comment = Comment("spørg om 101-0007", "A"), Comment("moderen er syg", "A")
    sheet.tables["tblPlan"].autoFilter = openpyxl.worksheet.filters.AutoFilter(
        ref="A1:C3",
        filterColumn=[
            openpyxl.worksheet.filters.FilterColumn(
                colId=0, filters=openpyxl.worksheet.filters.Filters(filter=["101-0007"])
            )
        ],
    )
    book.properties.subject = "Om 101-0007"
    book.create_sheet("Til 101-0007")["B2"] = "ringede"
    content = erased(packed(book), "a.xlsx", WHO)
    assert content is not None
    told = b"".join(parts(content).values())
    assert b"101-0007" not in told
    assert b"syg" not in told
    assert values(content)[2][0] == "101-0008"


def test_in_a_partners_workbook_only_the_named_tables_are_changed() -> None:
    book = workbook([["101-0007", 2, "x"]])
    typed = book.create_sheet("Kandidater")
    typed.append(["Kandidat-id", "Bemærkning"])
    typed.append(["101-0007", "bliver stående"])
    content = erased(packed(book), "a.xlsx", WHO, only=["tblPlan"])
    assert content is not None
    assert values(content)[1] == [None, None, None]
    kept = openpyxl.load_workbook(io.BytesIO(content))["Kandidater"]
    assert [cell.value for cell in kept[2]] == ["101-0007", "bliver stående"]
    before, after = parts(packed(book)), parts(content)
    assert {name for name in before if before[name] != after.get(name)} <= {
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml",
    }  # fmt: skip


def test_what_cannot_be_cleaned_is_refused() -> None:
    source = io.BytesIO(packed(workbook([["101-0008", 2, "x"]])))
    with zipfile.ZipFile(source, "a") as package:
        package.writestr("xl/embeddings/oleObject1.bin", b"\0\0 101-0007 \0")
    with pytest.raises(WriteRefused, match="ikke kan ændres"):
        erased(source.getvalue(), "a.xlsx", WHO)
    with pytest.raises(WriteRefused):
        erased(b"PK no zip", "a.xlsx", WHO)


def test_a_placement_of_theirs_is_theirs_and_a_longer_id_is_not(tmp_path: Path) -> None:
    rows = [["101-0007-F2", 1, "a"], ["F-12", 2, "b"], ["101-00071", 3, "c"], ["1101-0007", 4, "d"]]
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(workbook(rows)))
    found = traces_in(path, WHO)
    assert [(one.cell, one.owned) for one in found] == [("A2", True), ("A3", True)]
    assert found[0].row == (("Kandidat-id", "101-0007-F2"), ("Født", "1"), ("Bemærkning", "a"))


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["101-0006", "101-0007", "101-0008"]), st.integers(0, 9), TEXT), max_size=6))
def test_every_other_cell_is_as_it_was(rows: list[tuple[str, int, str]]) -> None:
    source = packed(workbook([list(row) for row in rows] or [["101-0006", 1, "a"]]))
    content = erased(source, "a.xlsx", WHO) or source
    assert b"101-0007" not in b"".join(parts(content).values())
    expected = [[None] * 3 if row[0] == "101-0007" else row for row in values(source)]
    assert values(content) == expected


def test_who_is_forgotten_is_known_by_a_hash_and_left_out_of_a_copy(tmp_path: Path) -> None:
    state = tmp_path / ".igu"
    state.mkdir()
    assert not kept_forgotten(state)
    keep_forgotten(state, Forgotten().with_ids(["101-0007"]))
    known = kept_forgotten(state)
    assert "101-0007" not in (state / "glemt.json").read_text(encoding="utf-8")
    assert (" 101-0007 " in known, "101-0008" in known) == (True, False)
    assert known.named_in(["se 101-0007-F1, tak"]) == {"101-0007"}
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(workbook([["101-0007", 2, "x"], ["101-0008", 3, "y"]])))
    content = without_forgotten(path, known)
    assert content is not None
    assert values(content)[1:] == [[None, None, None], ["101-0008", 3, "y"]]
    assert without_forgotten(path, Forgotten()) is None
