from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.writing.lossless import Link, WorkbookEdit


def tampered(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Has every part written wrongly from here on: `spoil(pattern, replacement)`."""

    def start(pattern: str, replacement: str) -> None:
        build = Package.build

        def change(_: str, data: bytes) -> bytes:
            return re.sub(pattern.encode(), replacement.encode(), data)

        monkeypatch.setattr(Package, "build", lambda self: tampered(build(self), change))

    return start


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        (b"F-9999", b"F-0003", "læses ikke igen, som den blev skrevet"),
        (b"<v>46358</v>", b"<v>46357</v>", "læses ikke igen, som den blev skrevet"),
        (b"Office Tema", b"Office Theme", "Delen xl/theme/theme1.xml blev en anden"),
        (b"F-0003<t>", b"F-0003</t>", "kunne ikke læses igen"),
    ],
)
def test_a_write_that_went_wrong_never_reaches_the_workbook(
    openpyxl_book: Path, monkeypatch: pytest.MonkeyPatch, wrong: bytes, right: bytes, reason: str
) -> None:
    before, build = openpyxl_book.read_bytes(), Package.build
    monkeypatch.setattr(
        Package, "build", lambda self: tampered(build(self), lambda _, data: data.replace(right, wrong))
    )
    edit = WorkbookEdit(openpyxl_book)
    edit.append_rows("tblForloeb", [{"Forløb-id": "F-0003", "Start": date(2026, 12, 1)}])
    with pytest.raises(WriteRefused, match=reason):
        edit.save()
    assert openpyxl_book.read_bytes() == before
    assert [path.name for path in openpyxl_book.parent.iterdir()] == [openpyxl_book.name]


def test_a_part_that_was_damaged_on_its_way_to_the_disk_is_named(
    openpyxl_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name, size and checksum are right, and the bytes are not."""
    before, build = openpyxl_book.read_bytes(), Package.build
    monkeypatch.setattr(
        Package, "build", lambda self: tampered(build(self), lambda _, data: data).replace(b"Office Th", b"Office Xh")
    )
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Timer", 30)
    with pytest.raises(WriteRefused, match=r"Delen xl/theme/theme1\.xml blev en anden"):
        edit.save()
    assert openpyxl_book.read_bytes() == before


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r'(<c r="B6"[^>]*?) t="inlineStr"><is>.*?</is>', r"\1><v>5</v>"),  # a text that became a number
        (r'(<c r="D6"[^>]*)><v>30</v>', r'\1 t="str"><v>tredive</v>'),  # a number that became a text
        (r'(<c r="D6"[^>]*)><v>30</v>', r'\1 t="b"><v>1</v>'),
        (r'<c r="D6".*?</c>', ""),  # what is not there at all: the last cell, and the last row
        (r'<row r="6".*?</row>', ""),
        (r'(<c r="B4"[^>]*)/>', r'\1 t="str"><v>F-0001</v></c>'),  # what should be gone
    ],
)
def test_a_cell_that_holds_anything_else_than_was_written_is_refused(
    openpyxl_book: Path, spoil: Any, pattern: str, replacement: str
) -> None:
    before = openpyxl_book.read_bytes()
    spoil(pattern, replacement)
    edit = WorkbookEdit(openpyxl_book)
    edit.append_rows("tblForloeb", [{"Forløb-id": "F-0003", "Timer": 30}])
    edit.set_cell("tblForloeb", 4, "Forløb-id", None)
    with pytest.raises(WriteRefused, match="læses ikke igen, som den blev skrevet"):
        edit.save()
    assert openpyxl_book.read_bytes() == before


def test_what_a_link_shows_is_read_back_too(openpyxl_book: Path, spoil: Any) -> None:
    spoil("<v>her</v>", "<v>der</v>")
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Forløb-id", Link("#A1", "her"))
    with pytest.raises(WriteRefused, match="læses ikke igen, som den blev skrevet"):
        edit.save()


@pytest.mark.parametrize(("milliseconds", "refused"), [(0.9, False), (1.6, True), (-0.9, False), (-1.6, True)])
def test_a_number_may_differ_by_the_millisecond_that_readers_round_to(
    openpyxl_book: Path, spoil: Any, milliseconds: float, refused: bool
) -> None:
    spoil("<v>0.4375</v>", f"<v>{0.4375 + milliseconds / 86_400_000:.17f}</v>")
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Timer", 0.4375)
    if refused:
        with pytest.raises(WriteRefused, match="læses ikke igen"):
            edit.save()
    else:
        assert edit.save()


TIMES = [
    ("hh:mm:ss", 0.75),  # a time of day
    ("hh:mm:ss", 0.123456789),  # not a whole second
    ("[h]:mm", 1.75),  # a duration
    ("dd-mm-yyyy hh:mm", 46357.75),
    ("dd-mm-yyyy", 46357),
]


def _timed(path: Path, number_format: str) -> WorkbookEdit:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Ark")
        sheet.add_table("A1:A2", {"name": "tblX", "columns": [{"header": "Tid"}]})
        sheet.write_blank("A2", None, book.add_format({"num_format": number_format}))
    return WorkbookEdit(path)


@pytest.mark.parametrize(("number_format", "number"), TIMES)
def test_a_number_is_known_again_in_a_cell_of_days_and_times(tmp_path: Path, number_format: str, number: float) -> None:
    edit = _timed(tmp_path / "bog.xlsx", number_format)
    edit.set_cell("tblX", 2, "Tid", number)
    assert edit.save()
    assert WorkbookEdit(tmp_path / "bog.xlsx").column("tblX", "Tid") == [number]


@pytest.mark.parametrize(("number_format", "number"), TIMES)
def test_another_number_in_a_cell_of_days_and_times_is_refused(
    tmp_path: Path, number_format: str, number: float, spoil: Any
) -> None:
    edit = _timed(tmp_path / "bog.xlsx", number_format)
    edit.set_cell("tblX", 2, "Tid", number)
    spoil(f"<v>{number}</v>", f"<v>{number + 0.001}</v>")
    with pytest.raises(WriteRefused, match="læses ikke igen"):
        edit.save()
