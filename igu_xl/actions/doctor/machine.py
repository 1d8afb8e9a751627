"""Is Python right, are the packages there and in the right version, and can charts and files be made?"""

from __future__ import annotations

import re
import shutil
import struct
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine, warning
from igu_xl.danish import listing
from igu_xl.resources import shipped

_PYTHON = (3, 11)
_PACKAGE = "igu-xl"


def look_at_machine() -> Iterator[Diagnosis]:
    """The diagnoses that need no folder and no Excel."""
    yield look_at_python(sys.version_info[:3], sys.executable)
    yield look_at_packages()
    yield look_at_fonts()
    yield _libreoffice()


def look_at_python(running: tuple[int, int, int], executable: str) -> Diagnosis:
    """Whether this Python is new enough, and not the one that Excel cannot start."""
    name = ".".join(map(str, running))
    if running < _PYTHON:
        return error("Python", f"Python {name} er for gammel.", "Installér Python 3.11 eller nyere fra python.org.")
    if "WindowsApps" in executable:
        return warning(
            "Python",
            f"Python {name} er fra Microsoft Store; Excel kan ikke altid starte den.",
            "Installér Python fra python.org, og installér igu-xl der.",
        )
    return fine("Python", f"Python {name}, {struct.calcsize('P') * 8} bit, i {executable}.")


def look_at_packages() -> Diagnosis:
    """Whether the packages that igu-xl asks for are installed; xlwings in exactly the version that the macros name."""
    missing = [name for name in _required() if _version(name) is None]
    if missing:
        return error("Pakker", f"Der mangler {listing(missing)}.", f"Kør »python -m pip install --upgrade {_PACKAGE}«.")
    pinned, installed = pinned_xlwings(), _version("xlwings")
    if pinned and installed != pinned:
        return error(
            "Pakker",
            f"xlwings er {installed}, men igu-xl kræver {pinned}.",
            f"Kør »python -m pip install xlwings=={pinned}«.",
        )
    return fine("Pakker", f"xlwings {installed} og de øvrige pakker er på plads.")


def pinned_xlwings() -> str:
    """The xlwings version that igu-xl asks for; empty where igu-xl runs without being installed."""
    return next((name.partition("==")[2] for name in _requirements() if name.startswith("xlwings==")), "")


def look_at_fonts() -> Diagnosis:
    """Whether the font of the charts is there; it comes with matplotlib, so its absence is a damaged installation."""
    from matplotlib import font_manager, rc_params_from_file

    style = rc_params_from_file(shipped("reports") / "igu.mplstyle", use_default_template=False)
    wanted = style["font.sans-serif"][0]
    try:
        path = font_manager.findfont(wanted, fallback_to_default=False)
    except ValueError:
        return warning(
            "Skrifttype",
            f"Diagrammernes skrifttype {wanted} mangler; de får en anden.",
            "Kør »python -m pip install --force-reinstall matplotlib«.",
        )
    return fine("Skrifttype", f"{wanted} findes ({Path(path).name}).")


def _libreoffice() -> Diagnosis:
    found = shutil.which("soffice")
    return fine(
        "LibreOffice", "Er installeret." if found else "Er ikke installeret; det er kun til udviklernes prøver."
    )


def _requirements() -> list[str]:
    try:
        return [line for line in requires(_PACKAGE) or [] if "extra ==" not in line]
    except PackageNotFoundError:
        return []


def _required() -> list[str]:
    return [re.split(r"[^\w.-]", line)[0] for line in _requirements()] or ["xlwings", "pandas"]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
