"""A month that has not ended: marked, made again whenever asked, and never in the way of the whole month."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from igu_xl.actions.coordinator.file import new_coordinator, read_coordinator
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.reporting.scheduled import report_on_schedule
from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.run.monthly import ReportRun
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.overview import OVERVIEW
from igu_xl.reports.run.summary import report_json, report_text
from igu_xl.sheets.layout import layout_of

NOVEMBER, BEGUN = Month(2026, 11), datetime(2026, 11, 15, 9)
LATER = datetime(2026, 12, 3, 6)
ONE, ALL = ReportOptions(only="kommune:101", jobs=1), ReportOptions(jobs=1)
MARK, KNOWN = "november 2026 (foreløbig)", "Opgjort pr. 30. november 2026, som kendt 15. november 2026"


@pytest.fixture
def on(partnership: Path) -> Callable[[date | None], Path]:
    """The partnership with another *Dags dato*."""

    def settle(day: date | None) -> Path:
        settings = replace(read_coordinator(partnership).settings, today=day)
        own = layout_of(partnership).coordinator
        assert own is not None
        own.unlink()
        new_coordinator(partnership, settings)
        return partnership

    return settle


def made(run: ReportRun) -> set[str]:
    return {page.status for page in run.pages}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def record(run: ReportRun) -> dict[str, object]:
    found: dict[str, object] = json.loads(read(run.index.parent / "koersel.json"))
    return found


def test_the_pages_and_the_indexes_say_that_it_is_provisional(on: Callable[[date | None], Path]) -> None:
    folder = on(date(2026, 11, 15))
    run = report_partnership(folder, NOVEMBER, BEGUN, ONE)
    page, index, overview = (read(path) for path in (run.pages[0].path, run.index, folder / "rapporter" / OVERVIEW))
    assert f"<h1><span>Månedsstatus {MARK}:</span> København</h1>" in page
    assert f"<title>Månedsstatus {MARK}: København</title>" in page
    assert KNOWN in page and "Foreløbig udgave" in page and "Udgave 0" not in page
    assert f"Månedsstatus {MARK}:</span> Alle sider" in index and KNOWN in index
    assert "foreløbig udgave" in overview and "</span> Foreløbig</span>" in overview
    assert report_text(run).startswith("November 2026 (foreløbig): 1 side lavet")
    assert report_json(run)["provisional"] is True


def test_without_a_day_in_the_settings_the_clock_counts(on: Callable[[date | None], Path]) -> None:
    """The last day of the month belongs to it."""
    folder = on(None)
    begun = datetime(2026, 11, 30, 23)
    assert report_partnership(folder, NOVEMBER, begun, ONE).unfinished == date(2026, 11, 30)
    whole = report_partnership(folder, NOVEMBER, datetime(2026, 12, 1, 0, 30), ONE)
    assert whole.unfinished is None and "foreløbig" not in read(whole.pages[0].path).lower()


def test_it_is_made_again_whenever_it_is_asked_for(on: Callable[[date | None], Path]) -> None:
    folder = on(date(2026, 11, 15))
    runs = [report_partnership(folder, NOVEMBER, BEGUN, ONE) for _ in range(2)]
    assert [made(run) for run in runs] == [{"lavet"}, {"lavet"}]
    assert [run.edition for run in runs] == [0, 0]
    assert (runs[0].archive / "foreloebig" / "kommune-101.html").is_file()


def test_the_scheduled_run_makes_the_whole_month_after_it(on: Callable[[date | None], Path]) -> None:
    folder = on(date(2026, 11, 15))
    early = report_on_schedule(folder, NOVEMBER, BEGUN, ALL).run
    assert early is not None and early.unfinished
    assert MARK in read(folder / "rapporter" / "koersler.html")
    again = report_on_schedule(folder, NOVEMBER, BEGUN, ALL).run
    assert again is not None and made(again) == {"lavet"}
    on(None)
    whole = report_on_schedule(folder, NOVEMBER, LATER, ALL).run
    assert whole is not None and made(whole) == {"lavet"} and len(whole.pages) == 6
    assert (whole.edition, whole.unfinished, record(whole)["provisional"]) == (1, None, False)
    assert all("foreløbig" not in read(page.path).lower() for page in whole.pages)
    assert "oreløbig" not in read(folder / "rapporter" / OVERVIEW)
    assert report_on_schedule(folder, NOVEMBER, LATER, ALL).run is None


def test_one_page_of_the_whole_month_leaves_no_provisional_one_beside_it(on: Callable[[date | None], Path]) -> None:
    folder = on(date(2026, 11, 15))
    report_partnership(folder, NOVEMBER, BEGUN, ALL)
    on(None)
    run = report_partnership(folder, NOVEMBER, LATER, ONE)
    assert {path.name for path in run.index.parent.glob("k*-*.html")} == {"kommune-101.html"}
    assert "Sider mangler" in read(folder / "rapporter" / OVERVIEW)
    rest = report_on_schedule(folder, NOVEMBER, LATER, ALL).run
    assert rest is not None and len(rest.pages) == 6 and rest.edition == 1


def test_it_is_nothing_to_correct_but_what_a_shared_page_told_stays_told(on: Callable[[date | None], Path]) -> None:
    folder = on(date(2026, 11, 15))
    early = report_partnership(folder, NOVEMBER, BEGUN, ALL)
    kept, told = early.archive / "tal", folder / "arkiv" / "tal" / "afrundet.json"
    assert not [*kept.glob("*")] and "2026-11" in read(told)
    on(None)
    report_partnership(folder, NOVEMBER, LATER, ALL)
    names = {path.name for path in kept.glob("*")}
    assert "kommune-101-intern.json" in names and not [name for name in names if name.endswith("-foerst.json")]


def test_a_month_that_has_not_begun_is_refused(on: Callable[[date | None], Path]) -> None:
    folder = on(date(2026, 11, 15))
    with pytest.raises(WrongUse, match=r"^December 2026 er ikke begyndt endnu \(i dag er 15\. november 2026\)\."):
        report_partnership(folder, NOVEMBER.next(), BEGUN, ONE)
    assert not (folder / "arkiv").exists() and not (folder / "rapporter").exists()
