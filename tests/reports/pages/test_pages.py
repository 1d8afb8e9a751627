from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from nbformat import v4

from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import protect
from igu_xl.reports.parts import blocks, parts
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.page_html import Edition, page_of

OCTOBER = Month(2026, 10)
NODES: Any = v4
EDITION = Edition(1, "abc", "0.1.0")
VOID = {"meta", "br", "path", "rect", "use", "stop", "link"}


@pytest.fixture(scope="module")
def run(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> ReportRun:
    folder = tmp_path_factory.mktemp("sider")
    data = Path(shutil.copytree(snapshot, folder / "data"))
    return make_reports(data, folder / "rapporter", folder / "arkiv", OCTOBER, ReportOptions(jobs=1))


@pytest.fixture(scope="module")
def pages(run: ReportRun) -> dict[str, str]:
    files = [*(page.path for page in run.pages), run.index]
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def notebook(*shown: object) -> Any:
    """An executed notebook that shows parts, or anything else."""
    outputs = []
    for one in shown:
        bundle = one._repr_mimebundle_() if isinstance(one, parts.Part) else {"text/html": str(one)}
        outputs.append(NODES.new_output("display_data", data=bundle))
    return NODES.new_notebook(cells=[NODES.new_code_cell("", outputs=outputs)])


class Tags(HTMLParser):
    """Every start tag with its attributes; complains when tags are not closed as they were opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def test_a_page_needs_nothing_but_itself(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        tags = Tags(page).seen
        assert not [tag for tag, _ in tags if tag in ("script", "link", "img", "iframe")], name
        assert not re.findall(r"https?://|@import|url\((?!#)", page), name
        assert len(page.encode()) < 200_000, name


def test_a_page_is_danish_has_its_title_and_headings_in_order(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        tags = Tags(page).seen
        assert ("html", {"lang": "da"}) in tags, name
        levels = [tag for tag, _ in tags if tag in ("h1", "h2", "h3")]
        assert levels[0] == "h1" and levels.count("h1") == 1, name
    assert "<title>Månedsstatus oktober 2026: Amager</title>" in pages["kommune-101"]


def test_every_table_has_a_caption_and_headers_with_scope(pages: dict[str, str]) -> None:
    for name, tables in (("kommune-101", 12), ("branche-bygge-anlaeg", 9), ("styregruppe", 14)):
        tags = Tags(pages[name]).seen
        names = [tag for tag, _ in tags]
        assert names.count("table") == names.count("caption") == tables
        assert all(attributes.get("scope") in ("row", "col") for tag, attributes in tags if tag == "th")
        assert all(attributes.get("aria-label") for tag, attributes in tags if tag == "svg")


def test_the_ids_of_a_page_are_its_own(pages: dict[str, str]) -> None:
    for page in pages.values():
        ids = [attributes["id"] for _, attributes in Tags(page).seen if "id" in attributes]
        assert len(ids) == len(set(ids))


def test_the_page_tells_the_month_in_sentences(pages: dict[str, str]) -> None:
    for sentence in (
        "Amager har 6 i forløb, 1 flere end i september.",
        "3 begyndte i oktober, og 5 er klar og venter.",
        "1 forløb er gennemført, og 3 er kommet i job eller uddannelse.",
        "Der er overskredne frister, overskredne opfølgninger og fejl i arbejdsbogen. Se nedenfor.",
        "Status på kandidater, pladser og hold har ingen dato i månedens data",
        "Opgjort pr. 31. oktober 2026",
        "Til tjenstligt brug",
    ):
        assert sentence in pages["kommune-101"]
    change = r"(omtrent uændret siden|ca\. 5 flere end i) september"
    told = rf"Bygge og anlæg har ca\. (5|10) i forløb i sine virksomheder, {change}"
    assert re.search(told, pages["branche-bygge-anlaeg"])


def test_a_partner_without_rows_gets_a_kind_page_and_no_noughts(pages: dict[str, str]) -> None:
    for name in ("kommune-155", "branche-detail"):
        assert "har endnu ikke skrevet nogen rækker" in pages[name]
        assert "<table" not in pages[name] and "Sådan er tallene lavet" not in pages[name]


def test_the_index_lists_every_page_with_its_status_as_a_word(pages: dict[str, str]) -> None:
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', pages["index"].split("</main>")[0])
    assert links == [
        ("styregruppe.html", "Styregruppen"),
        ("kommune-101.html", "Amager"),
        ("kommune-147.html", "Byen"),
        ("kommune-155.html", "Tom By"),
        ("branche-bygge-anlaeg.html", "Bygge og anlæg"),
        ("branche-detail.html", "Detailhandel"),
        ("skole-next.html", "NEXT"),
    ]
    assert re.findall(r"</span> (\w[^<]+)</span>", pages["index"]) == [
        "Noget mangler", "Noget mangler", "I orden", "Ingen rækker", "Noget mangler", "Ingen rækker", "Noget mangler",
    ]  # fmt: skip


def test_only_parts_reach_a_page(snapshot: Path) -> None:
    heading = parts.heading(load(snapshot, "kommune:147"), OCTOBER, [], "intern")
    frame = pd.DataFrame({"kandidat": ["147-0001"]}).to_html()
    page = page_of(notebook(heading, frame, parts.summary(["Alt er godt."])), EDITION)
    assert "Alt er godt." in page.html and "147-0001" not in page.html


def test_text_from_the_data_is_never_markup(snapshot: Path) -> None:
    data = replace(load(snapshot, "kommune:147"), name="<b>Byen</b>")
    heading = parts.heading(data, OCTOBER, [], "intern")
    counts = protect(Counts("t", pd.DataFrame({"Antal": {"<script>x</script>": 7}})), "intern")
    page = page_of(notebook(heading, parts.section("A & B", blocks.table(counts, "<i>"))), EDITION).html
    assert "<script>" not in page and "<b>" not in page and "<i>" not in page
    assert "A &amp; B" in page


def test_a_notebook_without_a_heading_is_no_page() -> None:
    with pytest.raises(ValueError, match="no heading"):
        page_of(notebook(parts.summary(["Hej."])), EDITION)


def test_a_part_is_seen_in_jupyter_too() -> None:
    bundle = parts.section("Titel", blocks.text("x"))._repr_mimebundle_()
    assert "<h2>Titel</h2>" in str(bundle["text/html"])
