"""The house: imports run one way, and every module is one idea of a readable size."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parent.parent
PACKAGE = REPOSITORY / "igu_xl"


def _drawing() -> ModuleType:
    """The program that draws the house from its imports."""
    spec = spec_from_file_location("house", REPOSITORY / ".ci" / "house.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["house"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


HOUSE = _drawing()
ARROWS = HOUSE.arrows()

# Each layer may import those before it. What stands beside it in a row is one layer, whose members are apart.
LAYERS = (
    ("arrays", "errors", "danish", "frames", "progress", "records", "resources"),
    ("documents", "month"),
    ("optimise", "system"),
    ("domain",),
    ("finding_words",),
    ("findings",),
    ("sheets",),
    ("standing",),
    ("checks",),
    ("match", "reports"),
    ("school",),
    ("handouts",),
    ("actions",),
    ("analysis", "demo", "excel"),
    ("cli",),
    ("__main__",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

# The law of one cell: these may import heavy packages; a command or a button must not pay for them at its start.
HEAVY = {"numba", "matplotlib", "papermill", "highspy", "IPython", "xlwings", "pyarrow"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "shipped" not in path.parts)


def imports(path: Path, *, only_at_start: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if only_at_start else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from [node.module or ""] + [f"{node.module}.{alias.name}" for alias in node.names]


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_down_the_layers_only(path: Path) -> None:
    own = part_of(path)
    if own == "__init__":
        return
    assert own in LEVEL, f"{own} has no layer: give it one in LAYERS"
    for name in imports(path):
        if name.startswith("igu_xl."):
            other = name.split(".")[1]
            allowed = other == own or LEVEL.get(other, -1) < LEVEL[own] or name == "igu_xl.__version__"
            assert allowed, f"{path.relative_to(PACKAGE)} imports {name}, which lies above or beside it"


ROOMS = sorted({".".join(["igu_xl", *path.parent.relative_to(PACKAGE).parts]) for path in modules()})


def test_no_module_imports_itself_in_a_circle() -> None:
    HOUSE.floors(ARROWS)


@pytest.mark.parametrize("room", ROOMS)
def test_the_folders_of_a_room_form_no_circle(room: str) -> None:
    HOUSE.floors(HOUSE.inside(room, ARROWS))


def test_the_picture_of_the_house_is_true() -> None:
    drawn = HOUSE.house(ARROWS)
    assert HOUSE.PICTURE.read_text(encoding="utf-8") == drawn, "run python .ci/house.py"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_can_be_seen_at_a_glance(room: str) -> None:
    files = [path for path in (PACKAGE.parent / room.replace(".", "/")).glob("*.py") if path.name != "__init__.py"]
    assert len(files) <= 15, f"{room} has {len(files)} files: which of them belong together?"


def test_every_room_says_what_it_is() -> None:
    for room in ROOMS:
        face = PACKAGE.parent / room.replace(".", "/") / "__init__.py"
        assert ast.get_docstring(ast.parse(face.read_text(encoding="utf-8"))), f"{room} has no docstring"


def test_what_starts_fast_imports_nothing_heavy() -> None:
    """`igu --help` and a button's first answer wait for everything these import at their start."""
    for path in (
        *(PACKAGE / "cli").glob("*.py"),
        PACKAGE / "actions" / "commands.py",
        PACKAGE / "excel" / "buttons.py",
        *(PACKAGE / "sheets").rglob("*.py"),
    ):
        heavy = {name.split(".")[0] for name in imports(path, only_at_start=True)} & HEAVY
        assert not heavy, f"{path.relative_to(PACKAGE)} imports {heavy} when it is imported"


@pytest.mark.parametrize("module", ["igu_xl.cli", "igu_xl.excel.buttons"])
def test_what_starts_fast_does_not_wait_for_what_it_imports_in_turn(module: str) -> None:
    code = f"import sys, {module}; print(sorted({HEAVY | {'pandas'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_nothing_touches_the_part_of_xlwings_with_another_licence() -> None:
    for path in modules():
        assert not any(name.startswith(("xlwings.pro", "xlwings.server")) for name in imports(path)), path


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_one_idea(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400, f"{path.relative_to(PACKAGE)} has {len(lines)} lines: is it two ideas?"


def test_functions_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.body[0].lineno + 1
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[len(lengths) * 9 // 10] <= 25
