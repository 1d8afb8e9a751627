"""A partnership whose months were told by hiding begins to round: real pages, of the frozen one of version 0.1.0."""

from __future__ import annotations

import json
import shutil
from html import unescape
from pathlib import Path

import pytest

from igu_xl.month import Month
from igu_xl.reports.disclosure import plans
from igu_xl.reports.disclosure.protection import HIDE, ROUND
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.summary import report_notes

FROZEN = Path(__file__).parents[2] / "fixtures" / "partnerships" / "0.1.0"
OCTOBER = Month(2026, 10)
NOVEMBER = OCTOBER.next()


def publish(folder: Path, month: Month, method: str = ROUND) -> ReportRun:
    data = folder / "arkiv" / str(month) / "data"
    options = ReportOptions(audience="delt", jobs=1, method=method)
    return make_reports(data, folder / "rapporter", folder / "arkiv", month, options)


def page(folder: Path, month: Month, stem: str = "styregruppe") -> str:
    return unescape((folder / "rapporter" / f"{month}-delt" / f"{stem}.html").read_text(encoding="utf-8"))


def method_of(folder: Path, month: Month) -> set[str]:
    return {plan.method for plan in plans.read_all(folder / "arkiv" / str(month)).values()}


@pytest.fixture(scope="module")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October as version 0.1.0 published it, and November as this one does."""
    folder = tmp_path_factory.mktemp("skift")
    shutil.copytree(FROZEN / "arkiv", folder / "arkiv")
    shutil.copytree(folder / "arkiv" / "2026-10" / "data", folder / "arkiv" / "2026-11" / "data")
    run = publish(folder, NOVEMBER)
    assert {one.status for one in run.pages} == {"lavet"}
    assert "Til og med oktober 2026 skjulte de små tal" in " ".join(report_notes(run))
    return folder


def test_a_new_month_is_rounded_and_says_what_it_does_not_tell(partnership: Path) -> None:
    assert method_of(partnership, OCTOBER) == {HIDE}
    assert method_of(partnership, NOVEMBER) == {ROUND}
    html = page(partnership, NOVEMBER)
    assert "antal er afrundet til 5" in html and "Til og med oktober 2026 skjulte de små tal" in html
    assert "end i oktober" not in html and "siden oktober" not in html.replace("ændringen siden oktober er skjult", "")


def test_nothing_is_told_of_october_but_what_was_shown_exactly_then(partnership: Path) -> None:
    archive = partnership / "arkiv"
    shown = json.loads((archive / "2026-10" / "tal" / "styregruppe-delt.json").read_text(encoding="utf-8"))
    told = plans.read_all(archive / "2026-11")["styregruppe"].tables
    assert told["Udvikling måned for måned"]["oktober 2026", "I forløb"] == shown["running"] == 0
    assert told["Udvikling måned for måned"]["september 2026", "I forløb"] is None
    for name in ("Nøgletal", "Nøgletal: bestande"):
        assert {count for (_, column), count in told[name].items() if column != "Nu"} == {None}
    kept = json.loads((archive / "tal" / "afrundet.json").read_text(encoding="utf-8"))["fortalt"]
    early = {(what, when) for counts in kept.values() for what, months in counts.items() for when in months}
    assert {what for what, when in early if when <= "2026-10"} <= {"I forløb", "Klar og venter"}


def test_a_hidden_month_made_again_is_hidden_and_says_so_and_the_next_one_is_rounded(
    partnership: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(partnership, tmp_path / "igen"))
    run = publish(folder, OCTOBER)
    assert method_of(folder, OCTOBER) == {HIDE} and {one.status for one in run.pages} == {"lavet"}
    assert "til og med oktober 2026 skjuler små tal" in report_notes(run)[0]
    assert "tal på 1-4 er skjult" in run.index.read_text(encoding="utf-8")
    before = plans.read_all(folder / "arkiv" / "2026-11")
    publish(folder, NOVEMBER)
    assert plans.read_all(folder / "arkiv" / "2026-11") == before
    december = folder / "arkiv" / "2026-12"
    shutil.copytree(folder / "arkiv" / "2026-11" / "data", december / "data")
    run = publish(folder, NOVEMBER.next(), HIDE)
    assert method_of(folder, NOVEMBER.next()) == {ROUND}
    assert "har før været afrundet" in report_notes(run)[0]


def test_where_the_hidden_month_cannot_be_read_the_new_one_hides(tmp_path: Path) -> None:
    shutil.copytree(FROZEN / "arkiv", tmp_path / "arkiv")
    (tmp_path / "arkiv" / "2026-10" / "data").rename(tmp_path / "arkiv" / "2026-11-data")
    (tmp_path / "arkiv" / "2026-11").mkdir()
    (tmp_path / "arkiv" / "2026-11-data").rename(tmp_path / "arkiv" / "2026-11" / "data")
    run = publish(tmp_path, NOVEMBER)
    assert method_of(tmp_path, NOVEMBER) == {HIDE}
    assert "arkivet for oktober 2026 kan ikke læses" in report_notes(run)[0]
