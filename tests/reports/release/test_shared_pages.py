"""Real pages that are rounded: what is kept of them, what they show, and in which way a partnership goes on."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import HIDE, ROUND
from igu_xl.reports.figures import tables
from igu_xl.reports.kinds import KINDS, tables_of
from igu_xl.reports.release import shared_pages
from igu_xl.reports.release.published import keep_told
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.summary import report_notes

OCTOBER = Month(2026, 10)
PARTNERS = ["styregruppe:alle", "kommune:101", "kommune:147", "kommune:155", "branche:bygge-anlaeg", "branche:detail"]


def publish(folder: Path, options: ReportOptions | None = None, month: Month = OCTOBER) -> ReportRun:
    data = folder / "arkiv" / str(month) / "data"
    asked = options or ReportOptions(audience="delt", jobs=1)
    return make_reports(data, folder / "rapporter", folder / "arkiv", month, asked)


@pytest.fixture(scope="module")
def partnership(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October, published to be passed on."""
    folder = tmp_path_factory.mktemp("afrundet")
    shutil.copytree(snapshot, folder / "arkiv" / "2026-10" / "data")
    assert {page.status for page in publish(folder).pages} == {"lavet"}
    return folder


@pytest.fixture
def fresh(snapshot: Path, tmp_path: Path) -> Path:
    shutil.copytree(snapshot, tmp_path / "arkiv" / "2026-10" / "data")
    return tmp_path


def test_a_page_shows_just_what_was_decided_for_it(partnership: Path) -> None:
    seen = 0
    for partner in PARTNERS:
        data = load(partnership / "arkiv" / "2026-10" / "data", partner)
        assert data.decided is not None and data.decided.method == ROUND
        html = unescape((partnership / "rapporter" / "2026-10-delt" / f"{data.stem}.html").read_text(encoding="utf-8"))
        for counts in tables_of(data, OCTOBER, "delt"):
            told = data.decided.tables[counts.name]
            assert {cell for cell, _ in counts.cells() if counts.of_people(cell)} <= told.keys()
            for parts, total in counts.sums():
                assert sum(told[part] or 0 for part in parts) == told[total]
            shown = re.search(rf"<caption>{re.escape(counts.name)}</caption>(.*?)</table>", html, re.DOTALL)
            if shown is None or counts.facts:
                continue
            for name, line in re.findall(r"<th scope=\"row\"[^>]*>([^<]*)</th>(.*?)</tr>", shown[1], re.DOTALL):
                for column, cell in zip(
                    counts.people.columns, re.findall(r"<td[^>]*>([^<]*)</td>", line), strict=False
                ):
                    if (name, column) in told:
                        assert int(cell) == told[name, column]
                        seen += 1
    assert seen > 200


def test_a_month_that_is_made_again_is_the_same_to_the_byte(partnership: Path, tmp_path: Path) -> None:
    kept = partnership / "arkiv" / "tal" / "afrundet.json"
    before = kept.read_bytes()
    assert {page.status for page in publish(partnership).pages} == {"uændret"}
    assert kept.read_bytes() == before
    shutil.copytree(partnership / "arkiv" / "2026-10" / "data", tmp_path / "arkiv" / "2026-10" / "data")
    publish(tmp_path)
    assert (tmp_path / "arkiv" / "tal" / "afrundet.json").read_bytes() == before


def test_branch_pages_are_rounded_in_the_internal_edition_too_and_as_in_the_shared_one(partnership: Path) -> None:
    run = publish(partnership, ReportOptions(only="branche:bygge-anlaeg", jobs=1))
    inside = run.pages[0].path.read_text(encoding="utf-8")
    shared = (partnership / "rapporter" / "2026-10-delt" / "branche-bygge-anlaeg.html").read_text(encoding="utf-8")
    assert "Delt udgave: antal er afrundet til 5" in inside
    assert inside.split("<footer>")[0] == shared.split("<footer>")[0]


def test_exact_totals_need_an_agreement_that_is_written_down(fresh: Path) -> None:
    with pytest.raises(WrongUse, match="»Aftale om nøjagtige tal«"):
        publish(fresh, ReportOptions(audience="partnerskab"))
    agreed = ReportOptions(audience="partnerskab", agreement="Aftale af 1. oktober 2026", jobs=1)
    run = publish(fresh, agreed)
    assert {page.kind for page in run.pages} == {"styregruppe", "branche", "skole"}
    page = (fresh / "rapporter" / "2026-10-partnerskab" / "styregruppe.html").read_text(encoding="utf-8")
    assert "nøjagtige tal efter skriftlig aftale" in page
    assert "Partnerskabet har 8 i forløb, 1 flere end i september." in page
    with pytest.raises(WrongUse, match="ingen side"):
        publish(fresh, replace(agreed, only="kommune:101"))


def test_a_partnership_that_has_hidden_counts_goes_on_hiding_and_is_told(fresh: Path) -> None:
    """A month published before there was rounding: its exact counts would give rounded ones away."""
    september = fresh / "arkiv" / "2026-09"
    keep_told(september, {"kommune-101": {frozenset({"Registreret"}): 17}})
    run = publish(fresh)
    data = load(fresh / "arkiv" / "2026-10" / "data", "kommune:101")
    assert data.decided is not None and data.decided.method == HIDE
    assert "skjult små tal" in report_notes(run)[0]
    assert "tal på 1-4 er skjult" in run.index.read_text(encoding="utf-8")


def test_a_partnership_that_has_rounded_goes_on_rounding_and_is_told(partnership: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(partnership, tmp_path / "igen"))
    run = publish(folder, ReportOptions(audience="delt", only="kommune:147", method=HIDE, again=True, jobs=1))
    assert "været afrundet" in report_notes(run)[0]
    assert "antal er afrundet til 5" in run.pages[0].path.read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", ["not listed", "raises", "does not add up"])
def test_what_was_not_decided_is_a_failed_page_with_its_reason_and_the_others_are_made(
    wrong: str, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad(*_: object) -> Counts:
        if wrong == "raises":
            raise RuntimeError("101-0001")
        return Counts("Forkert", pd.DataFrame({"a": [1], "b": [2], "I alt": [9]}), total_column="I alt")

    kind = KINDS["kommune"]
    listed = (
        tuple(one for one in kind.tables if one is not tables.funnel) if wrong == "not listed" else (bad, *kind.tables)
    )
    monkeypatch.setitem(KINDS, "kommune", replace(kind, tables=listed))
    run = publish(fresh)
    failed = {page.key: page.reason for page in run.pages if page.status == "fejlet"}
    assert set(failed) == {"101", "147", "155"} - ({"155"} if wrong != "not listed" else set()) | {"155"}
    said = {"not listed": "kinds.py", "raises": "RuntimeError", "does not add up": "»Forkert« passer ikke"}[wrong]
    assert all(said in reason and "101-0001" not in reason for reason in failed.values())
    assert {page.kind for page in run.pages if page.status == "lavet"} == {"styregruppe", "branche", "skole"}


def test_what_is_kept_says_what_was_told_and_of_which_month(partnership: Path) -> None:
    kept = json.loads((partnership / "arkiv" / "tal" / "afrundet.json").read_text(encoding="utf-8"))
    months = kept["fortalt"]["kommune-101"]["I forløb"]
    assert {"2026-09", "2026-10"} <= set(months) and months["2026-10"][1] == 6
    assert all(told % 5 == 0 and abs(told - value) < 5 for told, value in months.values())
    assert shared_pages.decide(
        partnership / "arkiv" / "2026-10" / "data", PARTNERS, OCTOBER, partnership / "arkiv"
    ).written["kommune-101"]
