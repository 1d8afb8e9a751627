"""An empty partnership: what is made, and that everything runs on it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership, summary
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.starting import new_partnership
from igu_xl.cli import igu
from igu_xl.danish import date_text
from igu_xl.domain.law.guidance import RULES_PAGE, RULES_READ_ON
from igu_xl.errors import WrongUse
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.templates import build_workbook

BEGUN = datetime(2026, 11, 2, 9)


def test_it_has_folders_templates_a_coordinators_workbook_and_a_word_on_how_to_begin(tmp_path: Path) -> None:
    folder = tmp_path / "nyt partnerskab"
    made = new_partnership(folder)
    assert {path.name for path in folder.iterdir()} == {"sekretariat", "partnere"}
    assert {path.name for path in (folder / "sekretariat").iterdir()} == {path.name for path in made}
    assert [path.name for path in made[:3]] == [
        "skabelon-kommune.xlsx",
        "skabelon-branche.xlsx",
        "skabelon-skole.xlsx",
    ]
    assert "101-koebenhavn.xlsx" in (folder / "sekretariat" / "læs mig først.txt").read_text(encoding="utf-8")


def test_the_guide_lies_in_the_folder_and_is_short_enough_to_read(tmp_path: Path) -> None:
    """At most four pages with some 500 words each; every command that it names is there."""
    (guide,) = [path for path in new_partnership(tmp_path / "ny") if path.suffix == ".docx"]
    paper = docx.Document(str(guide))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
    assert "Kom i gang med igu" in text and "Når der sker noget" in text
    assert len(text.split()) < 2_000
    commands = {command.name for command in igu.commands.values()}
    assert set(re.findall(r"\bigu ([a-z]+)", text)) & commands >= {"validate", "match", "publish", "report"}
    assert set(re.findall(r"igu ([a-z]+) C:", text)) <= commands


def test_the_page_of_the_law_lies_beside_the_guide(tmp_path: Path) -> None:
    (page,) = [path for path in new_partnership(tmp_path / "ny") if path.name == RULES_PAGE]
    text = page.read_text(encoding="utf-8")
    assert "IGU2024" in text and "vejledende" in text and date_text(RULES_READ_ON) in text
    assert RULES_PAGE in (page.parent / "læs mig først.txt").read_text(encoding="utf-8")


def test_it_says_how_partners_get_their_findings_and_that_is_how(tmp_path: Path) -> None:
    """With nothing approved, Godkend og send alone brings a partner its findings."""
    new_partnership(tmp_path)
    assert "Godkend og send" in (tmp_path / "sekretariat" / "læs mig først.txt").read_text(encoding="utf-8")
    book = tmp_path / "partnere" / "101-københavn" / "101-københavn.xlsx"
    book.parent.mkdir()
    build_workbook(MUNICIPALITY, book, {"tblKandidater": [{"candidate": "101-0001"}]})
    check_partnership(tmp_path, BEGUN)
    assert findings_told(book) == []
    assert publish_partnership(tmp_path, BEGUN).sent == []
    assert "»Status« skal udfyldes." in findings_told(book)


def findings_told(path: Path) -> list[object]:
    """What stands in the partner's own sheet Fund."""
    sheet = openpyxl.load_workbook(path)["Fund"]
    rows = sheet[sheet.tables["tblFund"].ref]
    at = [cell.value for cell in rows[0]].index("Fund")
    return [row[at].value for row in rows[1:] if row[at].value]


def test_everything_runs_on_it(tmp_path: Path) -> None:
    new_partnership(tmp_path)
    assert summary(check_partnership(tmp_path, BEGUN).validation) == "Der er ingen arbejdsbøger i mappen endnu."
    assert match_partnership(tmp_path, BEGUN).plan.placed == 0
    assert publish_partnership(tmp_path, BEGUN).sent == []


def test_an_untouched_template_of_each_kind_has_nothing_wrong(tmp_path: Path) -> None:
    made = new_partnership(tmp_path)
    for path, name in zip(made, ("101-københavn", "bygge", "next"), strict=False):
        (tmp_path / "partnere" / name).mkdir()
        (tmp_path / "partnere" / name / f"{name}.xlsx").write_bytes(path.read_bytes())
    assert check_partnership(tmp_path, BEGUN).validation.findings == ()
    assert match_partnership(tmp_path, BEGUN).plan.placed == 0
    assert publish_partnership(tmp_path, BEGUN).waiting == {}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "vigtigt.txt").touch()
    with pytest.raises(WrongUse, match="ikke tom"):
        new_partnership(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["vigtigt.txt"]
