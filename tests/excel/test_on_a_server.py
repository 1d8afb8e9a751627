"""The optional server: the real client of xlwings in a browser, over a stand-in for Excel on the web.

Nothing here runs by default. xlwings Server and its licence are chosen by whoever runs these tests: install the extra
`server` beside `test`, and set the licence key as docs/server.md says.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils.datetime import to_excel

from igu_xl.excel import functions
from igu_xl.excel.function_help import HELP
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.system.pdf import find_browser

pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore:.* is not supported and will be removed"),  # openpyxl on what it does not read
    pytest.mark.skipif(
        find_spec("xlwings_server") is None or "XLWINGS_LICENSE_KEY" not in os.environ,
        reason="optional: needs igu-xl[server], and a licence key for xlwings that you may use (docs/server.md)",
    ),
]

PATIENCE = 60_000  # milliseconds
FAULT = "document.querySelector('#global-error-alert span').textContent"  # what the client shows of an error
Page = Any


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, clean_partnership: Path) -> Path:
    """The partnership that the server works on."""
    folder = tmp_path_factory.mktemp("server") / clean_partnership.name
    return Path(shutil.copytree(clean_partnership, folder))


@pytest.fixture(scope="module")
def address(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server that asks for no login."""
    said = tmp_path_factory.mktemp("log") / "server.txt"
    with running({"IGU_PARTNERSKAB": str(served), "IGU_UDEN_LOGIN": "ja"}, said) as address:
        yield address


@contextmanager
def running(settings: dict[str, str], said: Path) -> Iterator[str]:
    """A server with these settings; what it says is kept in a file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "igu_xl.excel.server.app:app", "--port", str(port)]
    with said.open("w") as log, subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/manifest.xml", server, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(url: str, server: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(PATIENCE // 200):
        assert server.poll() is None, said.read_text()
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(said.read_text())


def fetched(url: str, asked: dict[str, Any] | None = None) -> bytes:
    data = None if asked is None else json.dumps(asked).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, {"Content-Type": "application/json"})) as answer:
        return bytes(answer.read())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=str(find_browser()))
        yield opened
        opened.close()


@pytest.fixture
def pane(browser: Any, address: str, support: Path, served: Path) -> Iterator[Callable[..., Page]]:
    """Opens the task pane beside a workbook of some name, as Excel on the web does."""
    office = (support / "fake_excel.js").read_text(encoding="utf-8")
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))

    def opened(name: str = "koordinator.xlsm") -> Page:
        workbook = json.dumps(workbook_of(served / "koordinator.xlsm") | {"name": name})
        body = f"globalThis.startingWorkbook = {workbook};\n{office}"
        page.route("**/office.js", lambda route: route.fulfill(body=body, content_type="text/javascript"))
        page.goto(f"{address}/taskpane")
        page.wait_for_selector("[xw-click-initialized]", timeout=PATIENCE)
        return page

    yield opened
    page.close()
    assert faults == []


def workbook_of(path: Path) -> dict[str, Any]:
    """A real workbook as the stand-in takes it: values, formats and tables of each sheet."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {"sheets": [sheet_of(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]}


def sheet_of(sheet: Any) -> dict[str, Any]:
    rows = list(sheet.iter_rows())
    return {
        "name": sheet.title,
        "values": [[in_json(cell.value) for cell in row] for row in rows],
        "formats": [[cell.number_format for cell in row] for row in rows],
        "tables": [{"name": table.displayName, "address": table.ref} for table in sheet.tables.values()],
    }


def in_json(value: object) -> object:
    return "" if value is None else to_excel(value) if isinstance(value, date | datetime) else value


def press(page: Page, label: str) -> str:
    """Press a button of the task pane; what the message box says."""
    page.get_by_role("button", name=label, exact=True).click()
    page.wait_for_function(f"standIn.boxes.length || {FAULT}", timeout=PATIENCE)
    assert not page.evaluate(FAULT)
    [box] = page.evaluate("standIn.boxes.splice(0)")
    return parse_qs(urlsplit(box).query)["prompt"][0]


def rows_of(page: Page, table: str) -> list[dict[str, Any]]:
    header, *rows = page.evaluate("name => standIn.rows(name)", table)
    keys = [column.key for column in COORDINATOR.table(table)]
    assert header == [column.header for column in COORDINATOR.table(table)]
    return [dict(zip(keys, row, strict=True)) for row in rows if any(row)]


def test_every_function_that_excel_is_told_of_has_code_and_danish_help(pane: Callable[..., Page], address: str) -> None:
    told = json.loads(fetched(f"{address}/xlwings/custom-functions-meta.json"))["functions"]
    assert sorted(one["id"] for one in told) == sorted(HELP) == pane().evaluate("standIn.functions()")
    for one in told:
        assert (one["name"], one["description"]) == (one["id"], HELP[one["id"]].purpose)
        assert all(HELP[one["id"]].arguments[part["name"]] == part["description"] for part in one["parameters"])


def test_a_function_answers_on_the_web_as_on_windows(pane: Callable[..., Page]) -> None:
    born, resident = [[33000], [20000], [""]], [[44000], [44000], [44000]]
    basis, start = [["Flygtning"], ["Flygtning"], ["Flygtning"]], [[46357]]
    arguments = [born, resident, basis, start]
    page = pane()
    for name in ("IGU_MAALGRUPPE", "IGU_HVORFOR"):
        answer = page.evaluate("([name, args]) => standIn.call(name, args)", [name, arguments])
        assert answer == getattr(functions, name)(*arguments)
        assert len({cell for (cell,) in answer}) == 3


def test_a_day_comes_back_as_a_day_and_an_error_as_a_sentence(pane: Callable[..., Page]) -> None:
    page = pane()
    [[day]] = page.evaluate("standIn.call('IGU_SLUTDATO', [[[46357]], [['igu']]])")
    [[expected]] = functions.IGU_SLUTDATO([[46357]], [["igu"]])
    assert (day["type"], day["basicValue"]) == ("FormattedNumber", to_excel(expected))
    [[sentence]] = page.evaluate("standIn.call('IGU_KOMMUNEKODE', [[['Ingensteds']]])")
    assert sentence == functions.IGU_KOMMUNEKODE([["Ingensteds"]])[0][0]


def test_the_functions_that_look_into_the_partnership_use_the_servers(pane: Callable[..., Page]) -> None:
    page = pane()
    places = page.evaluate("standIn.call('IGU_PLADSER', [[['101-0001']]])")
    assert places[0][0] == "Plads-id" and {row[0] for row in places[1:]} >= {"BYG-0001"}
    assert page.evaluate("standIn.call('IGU_HOLDRISIKO', [])")[0][0] == "Hold-id"


def test_the_buttons_do_in_the_browser_what_they_do_on_windows(pane: Callable[..., Page], served: Path) -> None:
    page = pane()
    answer = press(page, "Hent og kontrollér")
    assert answer.startswith("5 arbejdsbøger læst")
    assert len(rows_of(page, "tblPartnere")) == 5
    found = rows_of(page, "tblFund")
    assert len(found) == len(page.evaluate("standIn.links"))
    answer = press(page, "Match")
    assert "forløb foreslået" in answer
    proposals = rows_of(page, "tblForslag")
    assert {row["candidate"][:3] for row in proposals} == {"101", "147"}
    assert all(isinstance(row["start"], int) for row in proposals)
    assert "flere forløb" in press(page, "Hvad nu hvis")
    answer = press(page, "Rapport")
    assert "sider lavet" in answer
    assert (served / "rapporter" / "2026-10" / "index.html").is_file()
    log = rows_of(page, "tblLog")
    assert [row["action"] for row in log] == ["Hent og kontrollér", "Match", "Hvad nu hvis", "Rapport"]
    assert log[-1]["result"] == answer


def test_what_was_approved_in_the_browser_reaches_the_partners_workbooks(
    pane: Callable[..., Page], served: Path
) -> None:
    page = pane()
    press(page, "Match")
    page.evaluate(
        """() => {
            const sheet = Excel.run(async (context) => context.workbook.worksheets.getItemOrNullObject("Forslag"));
            return sheet.then((found) => { found.getRange("A5").values = [["Godkend"]]; });
        }"""
    )
    [approved] = [row for row in rows_of(page, "tblForslag") if row["decision"] == "Godkend"]
    assert press(page, "Godkend og send").startswith("1 forløb sendt.")
    assert [row["state"] for row in rows_of(page, "tblForslag") if row["candidate"] == approved["candidate"]] == [
        "Sendt"
    ]
    book = next((served / "kommuner").glob(f"{approved['candidate'][:3]}-*.xlsx"))
    written = openpyxl.load_workbook(book)["Forløb"]
    assert approved["candidate"] in {cell.value for row in written.iter_rows() for cell in row}


def test_another_workbook_than_the_coordinators_is_refused(pane: Callable[..., Page]) -> None:
    assert press(pane("regneark.xlsx"), "Match").startswith("Åbn koordinatorens arbejdsbog")


def test_a_server_without_a_login_keeps_the_partnership_closed(served: Path, tmp_path: Path) -> None:
    asked = {"args": [[["101-0001"]]], "version": "", "client": "Office.js", "runtime": "1.4"}
    with running({"IGU_PARTNERSKAB": str(served)}, tmp_path / "server.txt") as address:
        url = f"{address}/xlwings/custom-functions-call"
        [[places]] = json.loads(fetched(url, asked | {"func_name": "IGU_PLADSER"}))["result"]
        [[code]] = json.loads(fetched(url, asked | {"func_name": "IGU_KOMMUNEKODE", "args": [[["Dragør"]]]}))["result"]
    assert (places.startswith("Serveren beder ikke om login"), code) == (True, "155")


def test_the_manifest_names_addresses_that_answer(address: str) -> None:
    manifest = etree.fromstring(fetched(f"{address}/manifest.xml"))
    named = {element.get("DefaultValue", "") for element in manifest.iter("{*}Url", "{*}SourceLocation", "{*}Image")}
    addresses = {name for name in named if name.startswith("http")}
    assert len(addresses) >= 6
    for name in addresses:
        assert fetched(name)
