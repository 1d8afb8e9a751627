"""What was published stays as it was, beside what is published now, and the index says what has changed."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.documents import document
from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.record import read_record

OCTOBER = Month(2026, 10)
FIRST, SECOND = datetime(2026, 11, 3, 6, 0), datetime(2026, 12, 4, 9, 30)
AMAGER = "kommune:101"


@pytest.fixture
def data(snapshot: Path, tmp_path: Path) -> Path:
    """A copy of the month's data in its archive, with two partners only."""
    copy = Path(shutil.copytree(snapshot, tmp_path / "arkiv" / "2026-10" / "data"))
    partners = pd.read_parquet(copy / "partners.parquet")
    partners[partners["partner"].isin([AMAGER, "kommune:147"])].to_parquet(copy / "partners.parquet")
    return copy


def report(
    data: Path, begun: datetime, *, only: str = AMAGER, audience: str = "intern", again: bool = False
) -> ReportRun:
    archive = data.parents[1]
    options = ReportOptions(only=only, audience=audience, jobs=1, again=again)
    return make_reports(data, archive.parent / "rapporter", archive, OCTOBER, options, begun=begun)


def drop(data: Path, *candidates: str) -> None:
    frame = pd.read_parquet(data / "tblKandidater.parquet")
    frame[~frame["candidate"].isin(candidates)].to_parquet(data / "tblKandidater.parquet")


def provisional_on(data: Path, day: date | None) -> None:
    told = {"day": f"{day:%Y-%m-%d}"} if day else {}
    (data.parent / "manifest.json").write_text(document(told), encoding="utf-8")


def editions(run: ReportRun) -> list[str]:
    """The lines about editions in the index, as somebody reads them."""
    text = run.index.read_text(encoding="utf-8").partition("<h2>Udgaver</h2>")[2].partition("</section>")[0]
    lines = (" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def test_an_earlier_edition_stays_as_it_was_with_its_data(data: Path) -> None:
    first = report(data, FIRST)
    page = first.pages[0].path.read_bytes()
    later = Path(shutil.copytree(data, data.with_name("data-2")))
    drop(later, "101-0013")
    second = report(later, SECOND)
    folder = second.index.parent
    assert (folder / "udgave-1" / "kommune-101.html").read_bytes() == page
    assert "Udgave 2 ·" in (folder / "kommune-101.html").read_text(encoding="utf-8")
    assert not list(folder.rglob("*.parquet")) and not list((folder / "udgave-1").glob("udgave-*"))
    for number, people in ((1, 20), (2, 19)):
        kept = second.archive / f"udgave-{number}"
        assert not list(kept.rglob("*.parquet"))  # the data are archived once, and the record says where
        made_of = second.archive / read_record(kept).kept
        assert len(load(made_of, AMAGER).on(OCTOBER).candidates) == people  # pages can be made of it again


def test_the_index_says_what_has_changed_and_leads_to_every_edition(data: Path) -> None:
    assert editions(report(data, FIRST)) == []
    drop(data, "101-0013")
    report(data, SECOND)
    drop(data, "101-0014", "101-0015")
    third = report(data, datetime(2026, 12, 5))
    assert editions(third) == [
        "Udgave 3, som vises her · 5. december 2026", "Amager: »Klar og venter« 4 → 2",
        "Udgave 2 · 4. december 2026", "Amager: »Klar og venter« 5 → 4",
        "Udgave 1 · 3. november 2026",
    ]  # fmt: skip
    text = third.index.read_text(encoding="utf-8")
    ways = re.findall(r'href="(udgave[^"]+)"', text)
    assert ways == ["udgave-2/index.html", "udgave-1/index.html"]
    for way in ways:
        index = third.index.parent / way
        up = re.findall(r'href="([^"]*index.html)"', index.read_text(encoding="utf-8"))[-1]
        assert (index.parent / up).resolve() == (third.index.parents[1] / "index.html").resolve()


def test_an_edition_without_changed_key_figures_says_so(data: Path) -> None:
    report(data, FIRST)
    drop(data, "101-0020")  # registered after the month
    assert editions(report(data, SECOND))[:2] == [
        "Udgave 2, som vises her · 4. december 2026",
        "Ingen nøgletal er ændret.",
    ]


def test_a_shared_edition_does_not_tell_that_one_person_has_gone(data: Path) -> None:
    report(data, FIRST, only="", audience="delt")
    drop(data, "101-0013")
    report(data, SECOND, only="", audience="intern")
    told = editions(report(data, SECOND, only="", audience="delt"))
    assert "Ingen nøgletal er ændret." in told  # one person less is told as before
    assert not [line for line in told if "→" in line]


def test_nothing_new_makes_no_edition_again_or_not(data: Path) -> None:
    page = report(data, FIRST).pages[0].path
    before = page.read_bytes()
    for again in (False, True):
        run = report(data, SECOND, again=again)
        assert (run.edition, page.read_bytes(), editions(run)) == (1, before, [])
    assert not list(run.index.parent.glob("udgave-*"))


def test_pages_made_one_by_one_are_of_one_edition_and_tell_all_changes(data: Path) -> None:
    report(data, FIRST, only="")
    drop(data, "101-0013", "147-0005")
    report(data, SECOND)
    run = report(data, SECOND, only="kommune:147")
    assert run.edition == 2
    assert editions(run)[1:3] == ["Amager: »Klar og venter« 5 → 4", "Byen: »Klar og venter« 6 → 5"]
    assert "Udgave 1 ·" in (run.index.parent / "udgave-1" / "kommune-147.html").read_text(encoding="utf-8")


def test_a_provisional_page_is_replaced_and_never_takes_the_place_of_a_published_one(data: Path) -> None:
    provisional_on(data, date(2026, 10, 20))
    report(data, FIRST)
    provisional_on(data, None)
    first = report(data, FIRST)
    assert (first.edition, list(first.index.parent.glob("udgave-*"))) == (1, [])
    page = first.pages[0].path.read_bytes()
    provisional_on(data, date(2026, 10, 25))
    provisional = report(data, SECOND)
    assert provisional.unfinished
    assert (provisional.index.parent / "udgave-1" / "kommune-101.html").read_bytes() == page
    provisional_on(data, None)
    drop(data, "101-0013")
    second = report(data, SECOND)
    assert (second.edition, second.unfinished) == (2, None)
    assert (second.index.parent / "udgave-1" / "kommune-101.html").read_bytes() == page


def test_an_edition_that_somebody_deleted_comes_back_from_the_archive(data: Path) -> None:
    first = report(data, FIRST)
    page = first.pages[0].path.read_bytes()
    shutil.rmtree(first.index.parent)
    second = report(data, SECOND)
    assert second.edition == 2
    assert (second.index.parent / "udgave-1" / "kommune-101.html").read_bytes() == page
