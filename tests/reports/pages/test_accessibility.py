"""Every page in a real browser: no accessibility violations (axe), light enough to mail, no scrolling on a phone."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.errors import NotNow
from igu_xl.month import Month
from igu_xl.reports.run.monthly import make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.run_log import Outcome, after_run
from igu_xl.system.pdf import find_browser

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(find_browser() is None, reason="no Edge, Chrome or Chromium on this machine"),
]
PARTNERS = ("kommune:101", "kommune:155", "branche:bygge-anlaeg", "skole:next")
OCTOBER, BEGUN = Month(2026, 10), datetime(2026, 11, 3, 6, 0)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def files(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of every kind, empty and hidden ones too, the index, the run, the overview and the log of runs."""
    folder = tmp_path_factory.mktemp("sider")
    data, reports = Path(shutil.copytree(snapshot, folder / "data")), folder / "rapporter"
    partners = pd.read_parquet(data / "partners.parquet")
    partners[partners["partner"].isin(PARTNERS)].to_parquet(data / "partners.parquet")
    make_reports(data, reports, folder / "arkiv", OCTOBER, ReportOptions(jobs=1))
    make_reports(data, reports, folder / "arkiv", OCTOBER, ReportOptions(only="kommune:101", audience="delt"))
    after_run(Outcome(OCTOBER, "intern", BEGUN, NotNow("Et ark mangler.")), reports)
    return {str(path.relative_to(reports)): path for path in sorted(reports.rglob("*.html"))}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_no_violation_on_any_page(
    files: dict[str, Path], browser: Any, axe: str, size: dict[str, int]
) -> None:
    assert len(files) == 12
    with browser.new_context(viewport=size) as context:
        page = context.new_page()
        found = {name: violations(page, path, axe) for name, path in files.items()}
    assert {name: told for name, told in found.items() if told} == {}


def violations(page: Any, path: Path, axe: str) -> list[str]:
    """What axe says of a page: the rule and the element, one line each."""
    page.goto(path.as_uri())
    page.evaluate(axe)
    result = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert result["passes"], "axe looked at nothing"
    return [f"{one['id']}: {json.dumps(node['html'])[:200]}" for one in result["violations"] for node in one["nodes"]]


def test_axe_would_find_a_violation(browser: Any, axe: str, tmp_path: Path) -> None:
    bad = tmp_path / "dårlig.html"
    bad.write_text("<html><body><img src='x.png'></body></html>", encoding="utf-8")
    with browser.new_context() as context:
        assert any(told.startswith("image-alt") for told in violations(context.new_page(), bad, axe))


def test_no_page_is_wider_than_a_phone(files: dict[str, Path], browser: Any) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        wide = {}
        for name, path in files.items():
            page.goto(path.as_uri())
            wide[name] = page.evaluate("document.documentElement.scrollWidth")
    assert {name: width for name, width in wide.items() if width > PHONE["width"]} == {}


def test_no_page_asks_for_anything_outside_itself(files: dict[str, Path], browser: Any) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for path in files.values():
            page.goto(path.as_uri())
    assert {url for url in asked if not url.startswith(("file:", "data:"))} == set()
    assert len(asked) >= len(files)


def test_every_page_weighs_less_than_500_kb(files: dict[str, Path]) -> None:
    assert {name: path.stat().st_size for name, path in files.items() if path.stat().st_size >= 500_000} == {}
