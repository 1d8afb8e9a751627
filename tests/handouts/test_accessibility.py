"""The citizen's page in a browser: no accessibility violations (axe), no scrolling on a phone, two sheets of A4."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from igu_xl.handouts.page.citizen_page import citizen_page
from igu_xl.system.pdf import find_browser, print_page
from tests.support.pupil_plans import PLANS

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(find_browser() is None, reason="no Edge, Chrome or Chromium on this machine"),
]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", PLANS)
def test_the_page_can_be_read_by_everybody(name: str, size: dict[str, int], browser: Any, axe: str) -> None:
    tab = browser.new_page(viewport=size)
    try:
        tab.set_content(citizen_page(PLANS[name]))
        tab.evaluate(axe)
        result = tab.evaluate("axe.run()")
        assert [(one["id"], one["nodes"][0]["html"][:80]) for one in result["violations"]] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    finally:
        tab.close()


@pytest.mark.parametrize("name", ["normal", "half-way", "fgu"])
def test_the_page_prints_on_two_sheets_of_a4(name: str, tmp_path: Path) -> None:
    path, browser = tmp_path / "side.html", find_browser()
    path.write_text(citizen_page(PLANS[name]), encoding="utf-8")
    assert browser is not None and print_page(path, browser) == ""
    pages = PdfReader(path.with_suffix(".pdf")).pages
    assert len(pages) == 2
    assert "Dine uger" in pages[0].extract_text() and "Dine kurser" in pages[1].extract_text()
