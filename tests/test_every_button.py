"""A button is declared once, in `igu_xl/sheets/buttons.py`: what does not follow from that is told with its place."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from igu_xl.actions.commands import WORK, Answer, Press
from igu_xl.cli import main
from igu_xl.cli.commands import igu
from igu_xl.cli.plain_commands import plain_command, plain_commands
from igu_xl.errors import WrongUse
from igu_xl.excel import buttons as functions
from igu_xl.excel.packaging import ribbon
from igu_xl.excel.server import custom_scripts
from igu_xl.sheets import buttons as declarations
from igu_xl.sheets.building.macros import addin_modules
from igu_xl.sheets.buttons import BUTTONS
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.schema import Button

EVERY = pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.key)
DECLARED = "igu_xl/sheets/buttons.py"

# What workbooks that partners have call; it may grow, and nothing is taken from it.
IN_USE = {
    "HentOgKontroller": "check",
    "Match": "match",
    "GodkendOgSend": "publish",
    "Rapport": "report",
    "HvadNuHvis": "what_if",
    "Opgrader": "upgrade",
    "Fortryd": "undo",
    "GlemBorger": "forget",
}

GREETING = Button("greet", "Hils", "Hils på", "Sig goddag til alle.", "HappyFace", "greet")


def subs(module: str) -> dict[str, str]:
    """The public Subs of one of our modules of VBA, with what each does."""
    found = re.findall(r"^Public Sub (\w+)\([^)]*\)\n(.*?)\nEnd Sub$", addin_modules()[module].text, re.M | re.S)
    return {name: body.strip() for name, body in found}


def test_every_declared_button_stands_on_start() -> None:
    declared = [name for name, value in vars(declarations).items() if isinstance(value, Button)]
    missing = [name for name in declared if getattr(declarations, name) not in BUTTONS]
    assert not missing, f"{DECLARED}: BUTTONS lacks {missing}"
    assert COORDINATOR.buttons == BUTTONS, "igu_xl/sheets/contract/coordinator.py: the workbook has other buttons"


@pytest.mark.parametrize("field", ["key", "macro", "label", "command"])
def test_no_two_buttons_are_called_the_same(field: str) -> None:
    told = [getattr(button, field).casefold() for button in BUTTONS]
    twice = {one for one in told if told.count(one) > 1}
    assert not twice, f"{DECLARED}: more than one button has the {field} {twice}"


@EVERY
def test_a_button_is_named_as_its_languages_allow(button: Button) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", button.key), f"{DECLARED}: the key {button.key!r} is no name in Python"
    assert re.fullmatch(r"[A-Z][A-Za-z]{1,30}", button.macro), f"{DECLARED}: {button.macro!r} is no name of a Sub"
    for field in ("label", "help", "icon", "command"):
        assert getattr(button, field), f"{DECLARED}: {button.macro} has no {field}"


def test_what_workbooks_in_use_call_is_never_renamed() -> None:
    now = {button.macro: button.key for button in BUTTONS}
    assert {macro: now.get(macro) for macro in IN_USE} == IN_USE, f"{DECLARED}: workbooks in use call these"
    assert all(callable(getattr(functions, key)) for key in IN_USE.values())


def test_every_button_has_its_work() -> None:
    missing = [button.key for button in BUTTONS if button.key not in WORK]
    assert not missing, f"igu_xl/actions/commands.py: WORK lacks {missing}"


def test_all_work_has_a_button() -> None:
    extra = sorted(set(WORK) - {button.key for button in BUTTONS})
    assert not extra, f"{DECLARED} declares no button for {extra}, which stands in WORK of igu_xl/actions/commands.py"


@EVERY
def test_every_button_has_its_macro(button: Button) -> None:
    place = f"IguButtons, made by igu_xl/sheets/building/macros.py, lacks what {button.macro} calls"
    assert subs("IguButtons").get(button.macro) == (
        f'RunCommand "from igu_xl.excel import buttons; buttons.{button.key}()"'
    ), place
    assert callable(getattr(functions, button.key, None)), f"igu_xl/excel/buttons.py has no function {button.key}"


def test_a_function_of_no_button_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no button has the key 'nix'"):
        functions.nix  # noqa: B018


@EVERY
def test_every_button_is_on_the_ribbon(button: Button) -> None:
    shown = {one.get("label"): one for one in ElementTree.fromstring(ribbon(BUTTONS)).iter() if one.get("imageMso")}
    assert button.label in shown, f"igu_xl/excel/packaging.py puts no {button.label!r} on the ribbon"
    module, _, sub = shown[button.label].get("onAction", "").partition(".")
    place = f"{module}, made by igu_xl/sheets/building/macros.py, lacks {sub}, which calls {button.macro}"
    assert subs(module).get(sub) == button.macro, place


@EVERY
def test_every_button_is_a_script_on_the_server_that_does_its_work(
    button: Button, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = getattr(custom_scripts, button.macro, None)
    assert script, f"igu_xl/excel/server/custom_scripts.py has no script {button.macro}"
    said: list[tuple[Any, ...]] = []
    book: Any = type("Book", (), {"app": type("App", (), {"alert": lambda self, *told, mode: said.append(told)})()})()
    monkeypatch.setattr(custom_scripts, "carried_out", lambda pressed, *more: Answer(f"gjort: {pressed.key}", "info"))
    asyncio.run(script(book))
    assert said == [(f"gjort: {button.key}", f"igu: {button.label}")]


# A stand-in for xlwings Server, which has another licence: what it keeps its templates in, and finds scripts by.
SERVER = """
import inspect, json, sys, types
from pathlib import Path
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
import igu_xl.excel.server as face
own = FileSystemLoader(Path(face.__file__).parent / "project" / "templates")
base = DictLoader({"base.html": "{% block content %}{% endblock %}"})
kept = types.SimpleNamespace(env=Environment(loader=ChoiceLoader([own, base]), autoescape=True))
sys.modules["xlwings_server"] = types.ModuleType("xlwings_server")
for name, value in {"main": {"main_app": None}, "templates": {"templates": kept}}.items():
    sys.modules[f"xlwings_server.{name}"] = types.ModuleType(name)
    vars(sys.modules[f"xlwings_server.{name}"]).update(value)
import igu_xl.excel.server.app
scripts = [name for name, _ in inspect.getmembers(sys.modules["custom_scripts"], inspect.isfunction)]
print(json.dumps({"scripts": scripts, "pane": kept.env.get_template("taskpane.html").render()}))
"""


def test_the_task_pane_of_the_server_shows_every_button() -> None:
    environment = os.environ | {"XLWINGS_ON_SERVER": "false"}  # so that xlwings asks for no key
    ran = subprocess.run([sys.executable, "-c", SERVER], env=environment, capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    place = "taskpane.html, filled by igu_xl/excel/server/app.py, does not show these buttons"
    shown = re.findall(r'<button xw-click="(\w+)".*?>(.*?)</button>', told["pane"])
    assert shown == [(button.macro, button.label) for button in BUTTONS], place
    missing = {button.macro for button in BUTTONS} - set(told["scripts"])
    assert not missing, f"xlwings finds no {missing} in igu_xl/excel/server/custom_scripts.py"


@EVERY
def test_every_button_can_be_typed(button: Button) -> None:
    name, *options = button.command.split()
    assert name in igu.commands, f"igu_xl/cli has no command {name!r}, which {button.macro} is in {DECLARED}"
    known = {opt for one in igu.commands[name].params for opt in one.opts}
    lacking = set(options) - known
    assert not lacking, f"igu {name} has no {lacking}, which {button.macro} is in {DECLARED}"


def test_a_button_with_no_face_of_its_own_gets_a_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("igu_xl.cli.plain_commands.BUTTONS", (*BUTTONS, GREETING))
    made = [(one.name, one.help) for one in plain_commands(igu.commands.values())]
    assert made == [("greet", "Hils på: sig goddag til alle.")], "igu_xl/cli/plain_commands.py"
    assert plain_commands([*igu.commands.values(), plain_command(GREETING)]) == []


@pytest.fixture
def greet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs `igu greet` where it is a command: its exit code, what it said, and what it complained of."""

    def greeting(press: Press) -> str:
        if not press.folder.is_dir():
            raise WrongUse("Der er ingen at hilse på.")
        press.progress(1, 1, "hilser")
        return f"Goddag til {press.folder.name} og {press.coordinator.path.name}."

    monkeypatch.setitem(WORK, "greet", greeting)
    monkeypatch.setitem(igu.commands, "greet", plain_command(GREETING))

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["greet", *map(str, words)])
        assert isinstance(ended.value.code, int)
        return ended.value.code, *capsys.readouterr()

    return run


def test_a_plain_face_does_the_work_and_says_the_sentence(greet: Callable[..., Any], tmp_path: Path) -> None:
    sentence = f"Goddag til {tmp_path.name} og koordinator.xlsm."
    assert greet(tmp_path) == (0, f"{sentence}\n", "")
    code, said, _ = greet(tmp_path, "--json")
    assert (code, json.loads(said)) == (0, {"sentence": sentence})
    assert greet(tmp_path / "nix") == (2, "", "Der er ingen at hilse på.\n")
