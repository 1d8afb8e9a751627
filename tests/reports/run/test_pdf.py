from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from igu_xl.month import Month
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.system import pdf

pypdf = pytest.importorskip("pypdf")
OCTOBER = Month(2026, 10)
needs_browser = pytest.mark.skipif(pdf.find_browser() is None, reason="no Edge, Chrome or Chromium on this machine")


@pytest.fixture(scope="module")
def run(shared_month: Path, tmp_path_factory: pytest.TempPathFactory) -> ReportRun:
    folder = tmp_path_factory.mktemp("pdf")
    data = Path(shutil.copytree(shared_month, folder / "data"))
    return make_reports(data, folder / "r", folder / "a", OCTOBER, only="kommune:101", with_pdf=True, jobs=1)


@needs_browser
@pytest.mark.chromium
def test_a_page_as_pdf_has_its_headings_as_bookmarks_and_is_tagged_in_danish(run: ReportRun) -> None:
    (page,) = run.pages
    assert page.pdf is not None and page.pdf == page.path.with_suffix(".pdf")
    printed = pypdf.PdfReader(page.pdf)
    (title, sections), root = printed.outline, printed.trailer["/Root"]
    headings = re.findall(r"<h2>([^<]+)</h2>", page.path.read_text(encoding="utf-8"))
    assert title["/Title"].replace(": ", ":") == "Månedsstatus oktober 2026:Amager"  # two lines on the page
    assert [one["/Title"] for one in sections] == headings
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == "da"
    assert "Amager" in printed.pages[0].extract_text()


@needs_browser
@pytest.mark.chromium
def test_the_index_leads_to_the_pdf_and_a_page_with_its_pdf_is_not_made_again(run: ReportRun, snapshot: Path) -> None:
    assert 'href="kommune-101.pdf"' in run.index.read_text(encoding="utf-8")
    folder = run.index.parents[2]
    again = make_reports(snapshot, folder / "r", folder / "a", OCTOBER, only="kommune:101", with_pdf=True, jobs=1)
    assert [page.status for page in again.pages] == ["uændret"]


def test_a_machine_without_a_browser_makes_pages_and_says_so(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "_MAC", str(tmp_path / "ingen"))
    for name in ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    run = make_reports(snapshot, tmp_path / "r", tmp_path / "a", OCTOBER, only="kommune:155", with_pdf=True)
    (page,) = run.pages
    assert (page.status, page.pdf, page.note) == ("lavet", None, pdf.NO_BROWSER)
    assert pdf.NO_BROWSER in (run.index.parent / "koersel.html").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize("script", ["exit 3", "sleep 30", "exit 0"])
def test_a_browser_that_fails_hangs_or_prints_nothing_leaves_no_pdf(script: str, tmp_path: Path) -> None:
    browser, page = tmp_path / "browser", tmp_path / "side.html"
    browser.write_text(f"#!/bin/sh\nexec {script}\n" if script.startswith("sleep") else f"#!/bin/sh\n{script}\n")
    browser.chmod(0o755)
    page.write_text("<p>x</p>")
    assert "kunne ikke skrive siden ud" in pdf.print_page(page, browser, limit=0.5)
    assert not page.with_suffix(".pdf").exists()


def test_edge_is_found_where_windows_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(pdf, "_INSTALLED", ("Microsoft/Edge/Application/msedge.exe",))
    edge = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.write_text("")
    monkeypatch.setenv("ProgramFiles(x86)", str(tmp_path))
    assert pdf.find_browser() == edge
