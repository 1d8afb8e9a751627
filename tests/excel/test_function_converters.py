"""The cell functions behind xlwings' own Windows code: its decorators, its converters and the VBA it generates.

Only what talks to Windows is replaced; the decorators (`xlwings.udfs`), the conversion and the treatment of dates,
errors and empty cells (`xlwings._xlwindows`) are the real ones of the pinned version.
"""

from __future__ import annotations

import atexit
import ctypes
import datetime as dt
import importlib
import io
import re
import sys
import types
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
import xlwings

from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.excel.function_help import HELP
from igu_xl.excel.function_wrappers import wrapper_module
from igu_xl.excel.place_answers import RISK_HEADERS

FUNCTIONS = "igu_xl.excel.functions"
GOLDEN = Path(__file__).parent / "golden" / "xlwings_udfs.bas"
WINDOWS = (
    *("pythoncom", "pywintypes", "win32api", "win32con", "win32gui", "win32process", "win32timezone"),
    *("win32com", "win32com.client", "xlwings.com_server"),
)
# fmt: off
VBA_WORDS = frozenset((
    "as", "byval", "byref", "call", "case", "date", "dim", "do", "each", "else", "end", "exit", "false", "for", "get",
    "function", "if", "in", "is", "let", "like", "loop", "me", "mod", "new", "next", "not", "nothing", "null", "on",
    "option", "optional", "or", "print", "private", "property", "public", "redim", "rem", "resume", "select", "set",
    "single", "static", "step", "stop", "string", "sub", "then", "to", "true", "type", "until", "variant", "while",
))
# fmt: on

LEFT_OUT = -2147352572
NOT_AVAILABLE, DIVIDED_BY_0 = -2146826246, -2146826281


class ComTime(dt.datetime):
    """What pywin32 hands over for a date: always with a time zone."""


def com_day(year: int, month: int, day: int) -> ComTime:
    return ComTime(year, month, day, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def udfs() -> Iterator[types.ModuleType]:
    """`xlwings.udfs` and xlwings' Excel engine, loaded as on Windows."""
    with pytest.MonkeyPatch.context() as patch:
        _pretend_windows(patch)
        windows = importlib.import_module("xlwings._xlwindows")
        atexit.unregister(windows.cleanup)
        engine = xlwings.Engine(impl=windows.engine)
        patch.setattr(xlwings, "_xlwindows", windows, raising=False)
        patch.setattr(xlwings.engines, "engines", [*xlwings.engines.engines, engine])
        patch.setitem(xlwings.engines.engines_by_name, "excel", engine)
        module = importlib.import_module("xlwings.udfs")
        for name, real in (("func", module.xlfunc), ("arg", module.xlarg), ("ret", module.xlret)):
            patch.setattr(xlwings, name, real)
        patch.delitem(sys.modules, FUNCTIONS, raising=False)
        importlib.import_module(FUNCTIONS)
        yield module
    for name in (FUNCTIONS, "xlwings.udfs", "xlwings._xlwindows", "xlwings._win32patch"):
        sys.modules.pop(name, None)


def _pretend_windows(patch: pytest.MonkeyPatch) -> None:
    for name in WINDOWS:
        patch.setitem(sys.modules, name, MagicMock(name=name))
    for name in ("oledll", "windll", "PyDLL"):
        patch.setattr(ctypes, name, MagicMock(), raising=False)
    windows: Any = sys.modules
    client, pywin = windows["win32com.client"], windows["pywintypes"]
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(client, name, type(name, (), {}))
    windows["win32com"].client, windows["pythoncom"].__file__ = client, ""
    pywin.TimeType, pywin.com_error = ComTime, OSError
    windows["win32timezone"].TimeZoneInfo.utc = lambda: dt.UTC


@pytest.fixture
def call(udfs: types.ModuleType, tmp_path: Path) -> Callable[..., Any]:
    """Calls a function as the VBA does; `workbook` is the path of the workbook that asks."""

    def run(name: str, *arguments: Any, workbook: Path = tmp_path / "bog.xlsx") -> Any:
        caller = MagicMock()
        caller.Worksheet.Parent.FullName = str(workbook)
        return udfs.call_udf(FUNCTIONS, name, arguments, None, caller)

    return run


def column(*values: Any) -> tuple[tuple[Any, ...], ...]:
    """A column of cells as COM hands it over."""
    return tuple((value,) for value in values)


def test_the_wrappers_are_those_xlwings_makes_itself(udfs: types.ModuleType) -> None:
    """As for a workbook with macros of its own: for an add-in xlwings would look for code in the active workbook."""
    made = io.StringIO()
    udfs.generate_vba_wrapper(FUNCTIONS, sys.modules[FUNCTIONS], made, types.SimpleNamespace(Name="koordinator.xlsm"))
    assert made.getvalue() in wrapper_module()
    assert "ActiveWorkbook" not in wrapper_module()


def test_the_module_of_the_add_in_is_the_one_that_was_read_and_approved() -> None:
    """After a change: read the difference, and write `wrapper_module()` to the golden file."""
    assert wrapper_module() == GOLDEN.read_text(encoding="utf-8")


def test_the_vba_fits_in_a_module_of_a_danish_machine() -> None:
    text = wrapper_module()
    text.encode("cp1252")
    assert max(map(len, text.splitlines())) <= 1023
    assert all(piece.count(" _") <= 24 for piece in re.findall(r"(?:.* _\n)+", text))


def test_no_name_is_a_cell_or_a_word_of_vba() -> None:
    names = set(HELP) | {argument for about in HELP.values() for argument in about.arguments}
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in names)
    assert not [name for name in names if re.fullmatch(r"[A-Za-z]{1,3}[0-9]+", name)]
    assert not {name.casefold() for name in names} & VBA_WORDS


@pytest.mark.parametrize("name", sorted(HELP))
def test_every_function_tells_excel_what_it_is_for(udfs: types.ModuleType, name: str) -> None:
    about = getattr(sys.modules[FUNCTIONS], name).__xlfunc__
    shown = [argument for argument in about["args"] if argument["name"] != "caller"]
    assert about["category"] == "IGU"
    assert about["ret"]["doc"] == HELP[name].purpose
    assert [(one["name"], one["doc"]) for one in shown] == list(HELP[name].arguments.items())
    assert all("optional" in one for one in shown if one["doc"].startswith("["))
    assert all(len(text) <= 255 for text in (about["ret"]["doc"], *(one["doc"] for one in shown)))


def test_every_function_has_its_help() -> None:
    module = importlib.import_module(FUNCTIONS)
    assert {name for name in dir(module) if name.startswith("IGU_")} == set(HELP)


def test_dates_errors_and_empty_cells_come_through_the_converters(call: Callable[..., Any]) -> None:
    answers = call(
        "IGU_MAALGRUPPE",
        column(com_day(1990, 5, 1), None, NOT_AVAILABLE, 33000.0, "01-02-1995"),
        column(*[com_day(2016, 1, 1)] * 5),
        column("Flygtning", "Flygtning", "Flygtning", "FAMILIESAMMENFØRT (ANDEN)", "særlov ukraine"),
        46357.0,
        LEFT_OUT,
    )
    assert answers == [["opfyldt"], ["mangler data"], ["mangler data"], ["opfyldt"], ["opfyldt"]]


def test_dates_go_back_as_dates_that_excel_takes(call: Callable[..., Any]) -> None:
    ends = call("IGU_SLUTDATO", column(com_day(2026, 12, 1), None), "igu", LEFT_OUT, LEFT_OUT, LEFT_OUT)
    assert ends == [[dt.datetime(2028, 11, 30, tzinfo=dt.UTC)], [""]]


def test_danish_letters_and_truth_values_go_both_ways(call: Callable[..., Any]) -> None:
    assert call("IGU_KOMMUNEKODE", column("Høje-Tåstrup", "rødovre", "Tårnby-Dragør")) == [
        ["169"],
        ["175"],
        ["Kommune: »Tårnby-Dragør« er flere kommuner: Tårnby og Dragør."],
    ]
    assert call("IGU_CVR_GYLDIGT", column("26911125", 26911125.0, "1", None, DIVIDED_BY_0)) == [
        [True],
        [True],
        [False],
        [""],
        ["CVR: Cellen viser en fejl (#DIV/0!)."],
    ]


def test_an_amount_in_a_cell_of_currency_is_a_number(call: Callable[..., Any]) -> None:
    row = call("IGU_INDKOMST", Decimal("84.05"), "Ikke-forsørger", com_day(2021, 6, 1), LEFT_OUT, LEFT_OUT)
    assert row == [[11871, 6219, 5652, "vejledende, før skat"]]


def test_one_cell_gives_one_answer_and_5000_give_5000(call: Callable[..., Any]) -> None:
    assert call("IGU_RIMELIGHED", 15.0, 3.0) == [["opfyldt"]]
    staff = column(*(float(number % 80) for number in range(5000)))
    answers = call("IGU_RIMELIGHED", staff, 2.0)
    assert [len(answers), len(answers[0])] == [5000, 1]
    assert answers[3] == ["ikke opfyldt: højst 1"]


def test_the_partnership_is_found_from_the_workbook_that_asks(call: Callable[..., Any], tmp_path: Path) -> None:
    write_partnership(tmp_path)
    new_coordinator(tmp_path, Settings(today=DEMO_TODAY))
    inside = tmp_path / "kommuner" / "101-koebenhavn.xlsx"
    found = call("IGU_HOLDRISIKO", LEFT_OUT, None, workbook=inside)
    assert found[0] == list(RISK_HEADERS)
    assert found == call("IGU_HOLDRISIKO", str(tmp_path), None)
    assert len(call("IGU_PLADSER", "101-0018", 1.0, LEFT_OUT, None, workbook=inside)) == 2
    elsewhere = [tmp_path.parent / "partnere" / "plan.xlsx", tmp_path / "andet" / "plan.xlsx", Path("plan.xltx")]
    for asking in elsewhere:
        for given in (str(tmp_path), str(tmp_path.parent), r"\\ond\deling", "/"):
            for told in (
                call("IGU_HOLDRISIKO", given, None, workbook=asking),
                call("IGU_PLADSER", "101-0018", 1.0, given, None, workbook=asking),
            ):
                assert len(told) == 1 and any(
                    words in told[0][0] for words in ("Svaret rummer flere partneres", "ligger ikke i et partnerskab")
                )


def test_a_folder_on_another_machine_is_not_looked_at(
    call: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    is_dir = Path.is_dir
    monkeypatch.setattr(Path, "is_dir", lambda path: looked.append(path) or is_dir(path))
    ((sentence,),) = call("IGU_HOLDRISIKO", r"\\ond\deling", None, workbook=tmp_path / "plan.xlsx")
    assert sentence.startswith("Svaret rummer flere partneres") and not [one for one in looked if "ond" in str(one)]


def test_a_workbook_in_the_cloud_is_told_to_be_saved_here(call: Callable[..., Any]) -> None:
    cloud = "https://kommunen.sharepoint.com/sites/igu/bog.xlsx"
    ((sentence,),) = call("IGU_HOLDRISIKO", LEFT_OUT, None, workbook=cloud)
    assert (
        sentence == "Arbejdsbogens mappe kan ikke findes. Gem den på computeren i partnerskabets mappe, og prøv igen."
    )
