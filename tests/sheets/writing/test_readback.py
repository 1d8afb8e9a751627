from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.writing.lossless import WorkbookEdit


def tampered(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        (b"F-9999", b"F-0003", "læses ikke igen, som den blev skrevet"),
        (b"<v>46358</v>", b"<v>46357</v>", "læses ikke igen, som den blev skrevet"),
        (b"Office Tema", b"Office Theme", "blev en anden"),
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
