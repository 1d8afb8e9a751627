"""Only the part of xlwings with a free licence is ever loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import igu_xl

PACKAGE = Path(igu_xl.__file__).parent
IMPORT_ALL = """
import importlib, sys, xlwings
itself = set(sys.modules)  # xlwings asks for a key when it is imported, and finds none
for name in sys.argv[1:]:
    importlib.import_module(name)
other = [name for name in sys.modules if name.startswith(("xlwings.pro", "xlwings.server", "xlwings_server"))]
print(xlwings.__pro__, sorted(set(other) - itself))
"""


def test_everything_runs_without_the_part_of_xlwings_with_another_licence() -> None:
    paths = [path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py"]
    parts = [path.relative_to(PACKAGE.parent).with_suffix("").parts for path in paths if "shipped" not in path.parts]
    names = sorted(".".join(part for part in one if part != "__init__") for one in parts)
    ran = subprocess.run([sys.executable, "-c", IMPORT_ALL, *names], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False []"


def test_nothing_names_the_server_of_xlwings() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.startswith(("xlwings_server", "xlwings.server")) for name in names), path


def test_no_licence_key_stands_in_the_package() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert "LICENSE_KEY" not in path.read_text(encoding="utf-8"), path


def test_no_installation_asks_for_the_server() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    assert not any(line.startswith("xlwings-server") for line in asked)
