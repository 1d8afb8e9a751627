"""The month that was counted by hand: every figure of the three pages, from workbooks to the page and its workbook."""

from __future__ import annotations

import re
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import date, datetime
from html import unescape
from io import BytesIO
from itertools import groupby
from pathlib import Path

import openpyxl
import papermill
import pytest

from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.danish import number_text
from igu_xl.month import Month
from igu_xl.reports.run import engine
from igu_xl.reports.run.monthly import ReportRun
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.page_html import Edition, page_of
from igu_xl.resources import shipped

OCTOBER = Month(2026, 10)
EXPECTED = Path(__file__).parents[1] / "fixtures" / "truth.txt"
ABOUT_THE_DATA = {
    "Fund i arbejdsbogen", "Fund i partnernes arbejdsbøger", "Tal fra andre opgørelser", "Sådan er tallene lavet",
    "Ordliste",
}  # fmt: skip

Figures = dict[tuple[str, str, str], str]  # table, row, column -> what the cell says


def expected(page: str) -> Figures:
    """The hand-counted figures of a page."""
    lines = [line.split("#")[0].strip() for line in EXPECTED.read_text(encoding="utf-8").splitlines()]
    blocks = [list(block) for some, block in groupby(lines, key=bool) if some]
    at = next(number for number, block in enumerate(blocks) if block[0] == f"== {page}")
    ours = [blocks[at][1:]]
    for block in blocks[at + 1 :]:
        if block[0].startswith("== "):
            break
        ours.append(block)
    return dict(figure for block in ours for figure in _figures(block))


def _figures(block: list[str]) -> Iterator[tuple[tuple[str, str, str], str]]:
    title, *columns = (cell.strip() for cell in block[0].removeprefix("-- ").split("|"))
    for line in block[1:]:
        row, *cells = (cell.strip() for cell in line.split("|"))
        assert len(cells) == len(columns), line
        yield from (((title, row, column), cell) for column, cell in zip(columns, cells, strict=True))


def shown(html: str) -> Figures:
    """The figures of a page, read from the workbook that it carries."""
    link = re.search(r'href="data:[^,]+,([^"]+)"', html)
    assert link is not None
    book = openpyxl.load_workbook(BytesIO(b64decode(link[1])))
    figures: Figures = {}
    for sheet in book.worksheets[1:]:
        title = str(sheet["A1"].value)
        _, *columns = (str(cell.value) for cell in sheet[4])
        for row in sheet.iter_rows(min_row=5, values_only=True):
            figures |= {
                (title, str(row[0]), column): _text(cell) for column, cell in zip(columns, row[1:], strict=True)
            }
    return {key: value for key, value in figures.items() if key[0] not in ABOUT_THE_DATA}


def _text(cell: object) -> str:
    """What a cell says; an empty one is what the page shows as a dash."""
    if cell is None:
        return "–"
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)


@pytest.fixture(scope="module")
def run(truth: Path) -> ReportRun:
    return report_partnership(truth, OCTOBER, datetime(2026, 11, 3, 6, 0), ReportOptions(jobs=1))


@pytest.fixture(scope="module")
def pages(run: ReportRun) -> dict[str, str]:
    return {page.path.stem: page.path.read_text(encoding="utf-8") for page in run.pages}


@pytest.fixture(scope="module")
def exactly(run: ReportRun, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Makes a page with nothing rounded, as its notebook makes it for the secretariat."""
    engine.register()

    def made(kind: str, **parameters: str) -> str:
        notebook = papermill.execute_notebook(
            str(shipped("notebooks") / f"{kind}.ipynb"),
            str(tmp_path_factory.mktemp(kind) / "ud.ipynb"),
            parameters={"month": "2026-10", "audience": "intern", "folder": str(run.archive / "data"), **parameters},
            engine_name=engine.NAME,
            progress_bar=False,
        )
        return page_of(notebook, Edition(1, "x", "x")).html

    return made


def test_every_figure_of_a_page_is_what_was_counted(pages: dict[str, str]) -> None:
    assert shown(pages["kommune-101"]) == expected("kommune-101")


def test_every_figure_of_the_steering_group_and_of_a_branch_is_what_was_counted(exactly: Callable[..., str]) -> None:
    assert shown(exactly("styregruppe")) == expected("styregruppe")
    assert shown(exactly("branche", key="bygge-anlaeg")) == expected("branche-bygge-anlaeg")


@pytest.mark.parametrize("page", ["styregruppe", "branche-bygge-anlaeg"])
def test_what_is_told_of_others_people_is_a_multiple_of_5_within_4_of_what_was_counted(
    pages: dict[str, str], page: str
) -> None:
    truth = expected(page)
    told = {key: value for key, value in shown(pages[page]).items() if key in truth}
    differing = {key: value for key, value in told.items() if value != truth[key]}
    in_words = ("Ændring", "Gennemført i pct.", "Mål", "Hvor langt")
    for key, value in differing.items():
        if key[2] not in in_words:
            assert abs(int(value) - int(truth[key])) <= 4, (key, value, truth[key])
            assert int(value) % 5 == 0 or key[2] == "Mangler", (key, value)  # the minimum less a multiple of 5
    assert len(told) > 90 and len(differing) < len(told)


def test_the_page_says_in_its_tables_what_its_workbook_says(pages: dict[str, str]) -> None:
    for page in pages.values():
        tables = re.findall(r"<caption>([^<]*)</caption>.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
        seen = {
            (unescape(title), unescape(row)): [unescape(cell) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", cells)]
            for title, body in tables
            for row, cells in re.findall(r'<th scope="row">([^<]*)</th>(.*?)</tr>', body, re.DOTALL)
        }
        for (title, row, _), cell in shown(page).items():
            assert title == "Nøgletal" or _as_read(cell) in seen[title, row], (title, row)


def _as_read(cell: str) -> str:
    if cell.lstrip("-").isdecimal():
        return number_text(int(cell))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        day = date.fromisoformat(cell)
        return f"{day.day}. {['jan.', 'feb.', '', '', '', '', '', '', '', '', '', 'dec.'][day.month - 1]} {day.year}"
    return cell


def test_the_business_case_counts_the_completed_only_and_says_which_year(exactly: Callable[..., str]) -> None:
    assert "282.223 kr. om året for hver person, der gennemfører igu" in exactly("styregruppe")
    assert "prisniveau 2017" in exactly("styregruppe")
    assert "3 × 282.223 kr. = 846.669 kr. om året" in exactly("styregruppe")


def test_a_cohort_that_no_municipality_could_fill_alone_is_told(exactly: Callable[..., str]) -> None:
    assert "1 hold har deltagere nok, kun fordi kommuner gik sammen." in exactly("styregruppe")


def test_the_price_of_an_empty_seat_has_its_source(exactly: Callable[..., str]) -> None:
    assert "2.500 kr. for kurser på højst 37 timer og 3.500 kr. for længere (kcv.dk og khs.dk" in exactly("styregruppe")


def test_nothing_about_a_person_is_on_a_page_or_in_an_executed_notebook(run: ReportRun, pages: dict[str, str]) -> None:
    notebooks = [path.read_text(encoding="utf-8") for path in (run.archive / "notebooks").iterdir()]
    assert len(notebooks) == len(pages)
    for text in [*pages.values(), *notebooks]:
        assert not re.search(r"\b1[05]\d-00\d\d\b|1990-05-17|17\. maj 1990", text)


def test_last_months_figures_that_are_corrected_since_are_told(truth: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(truth, tmp_path / "partnerskab"))
    report_partnership(folder, OCTOBER.previous(), datetime(2026, 10, 3), ReportOptions(only="kommune:101"))
    published = folder / "arkiv" / "2026-09" / "tal" / "kommune-101-intern.json"
    text = published.read_text(encoding="utf-8")
    assert '"running": 3' in text
    published.write_text(text.replace('"running": 3', '"running": 4'), encoding="utf-8")
    run = report_partnership(folder, OCTOBER, datetime(2026, 11, 3), ReportOptions(only="kommune:101", again=True))
    page = run.pages[0].path.read_text(encoding="utf-8")
    assert "september er rettet fra 4 til 3" in page
    assert shown(page)["Rettede nøgletal", "september 2026", "Nu"] == "3"
