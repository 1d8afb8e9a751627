"""A button is declared once, in `igu_xl/sheets/buttons.py`: what does not follow from that is told with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from igu_xl.actions.commands import WORK, Press
from igu_xl.cli import main
from igu_xl.cli.commands import igu
from igu_xl.cli.plain_commands import plain_command, plain_commands
from igu_xl.errors import WrongUse
from igu_xl.excel import buttons as functions
from igu_xl.excel.packaging import ribbon
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
        f'RunPython "from igu_xl.excel import buttons; buttons.{button.key}()"'
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
