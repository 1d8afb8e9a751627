"""Is Excel there, may it run macros, and do the add-in and xlwings belong together? Only Windows can tell."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path, PureWindowsPath

from igu_xl import __version__
from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine, warning
from igu_xl.actions.doctor.macros import igu_of, obeys_workbooks, xlwings_of
from igu_xl.actions.doctor.registry import SUBKEYS, Registry
from igu_xl.danish import listing

_OFFICE = r"Software\Microsoft\Office\16.0\Excel\Security"
_POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
_OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
_ADDIN = "igu.xlam"
_NAME = "Tilføjelsesprogram"
_OPENED = 20  # Excel numbers what it opens at its start: OPEN, OPEN1, OPEN2 ...


def look_at_excel(registry: Registry | None, folder: Path | None, platform: str = sys.platform) -> Iterator[Diagnosis]:
    """Excel itself, then its trust settings and the add-in; one diagnosis where this is not Windows."""
    if registry is None:
        yield _elsewhere(platform)
        return
    yield look_at_installation(registry)
    yield look_at_macros(registry)
    yield from look_at_trusted_places(registry, folder)
    yield look_at_library(Path(sys.prefix), version("xlwings"))
    yield look_at_addin(addin_places(registry, Path(os.environ.get("APPDATA", ""))), version("xlwings"))


def _elsewhere(platform: str) -> Diagnosis:
    if platform == "darwin":
        return warning(
            "Excel",
            "Det her er en Mac; knapperne virker, cellefunktionerne kun i Excel på Windows.",
            "Kør »xlwings runpython install« og »igu excel« én gang.",
        )
    return warning(
        "Excel",
        "Det her er ikke Windows; knapper og cellefunktioner virker kun i Excel på Windows.",
        "Brug kommandoen igu her; arbejdsbøgerne kan åbnes i ethvert Excel.",
    )


def look_at_installation(registry: Registry) -> Diagnosis:
    """Whether Excel is installed, and which."""
    current = registry(r"HKCR\Excel.Application\CurVer", "")
    if not current:
        return error(
            "Excel", "Excel blev ikke fundet.", "Installér Excel til skrivebordet; Excel på nettet har ingen makroer."
        )
    number = current.rpartition(".")[2]
    if number.isdigit() and int(number) < 16:
        return warning(
            "Excel", f"Excel {number} er for gammel til at brede svar ud.", "Opgradér til Excel 2021 eller 365."
        )
    return fine("Excel", f"Excel {number} er installeret.")


def look_at_macros(registry: Registry) -> Diagnosis:
    """Whether macros may run; what the IT department has decided counts before what the user has chosen."""
    decided = registry(rf"HKCU\{_POLICY}", "vbawarnings")
    setting = decided or registry(rf"HKCU\{_OFFICE}", "VBAWarnings") or "2"
    who = "It-afdelingen har bestemt" if decided else "Excel er sat til"
    if setting == "4":
        return error("Makroer", f"{who}, at makroer ikke må køre.", _ask_it(decided))
    if setting == "3":
        return warning("Makroer", f"{who}, at kun signerede makroer må køre.", _ask_it(decided))
    if setting == "1":
        return warning(
            "Makroer",
            f"{who}, at alle makroer må køre uden at spørge.",
            "Vælg »Deaktiver med meddelelse« i Center for sikkerhed, og føj mappen til placeringer, der er tillid til.",
        )
    return fine("Makroer", f"{who} at spørge, før makroer kører; vælg »Aktivér indhold« første gang.")


def look_at_trusted_places(registry: Registry, folder: Path | None) -> Iterator[Diagnosis]:
    """Whether Excel trusts the partnership's folder, so that macros run there without a question."""
    if folder is None:
        return
    here = PureWindowsPath(str(folder))
    if any(here == place or (below and here.is_relative_to(place)) for place, below in _trusted_places(registry)):
        yield fine("Tillid til mappen", "Excel har tillid til mappen.")
    else:
        yield warning(
            "Tillid til mappen",
            "Mappen er ikke en placering, Excel har tillid til, så knapperne kan være slået fra.",
            "Tilføj mappen i Excel: Filer, Indstillinger, Center for sikkerhed, Placeringer, der er tillid til.",
        )


def look_at_library(prefix: Path, installed: str) -> Diagnosis:
    """Whether the library that the macros load lies beside Python, in the version of the installed xlwings."""
    found = sorted(path.name for path in prefix.glob("xlwings*-*.dll"))
    if any(name.endswith(f"-{installed}.dll") for name in found):
        return fine("xlwings i Python", f"xlwings {installed} og dens bibliotek hører sammen.")
    return error(
        "xlwings i Python",
        f"Biblioteket til xlwings {installed} mangler i {prefix}"
        + (f"; der ligger {listing(found)}." if found else "."),
        f"Kør »python -m pip install --force-reinstall xlwings=={installed}«.",
    )


def look_at_addin(places: Iterable[Path], installed: str) -> Diagnosis:
    """Whether the add-in that Excel opens was made for the installed xlwings and by this version of igu."""
    addin = next((place for place in places if place.is_file()), None)
    if addin is None:
        return warning(
            _NAME,
            f"Excel åbner intet {_ADDIN}, så båndet og cellefunktionerne findes ikke.",
            f"Vælg {_ADDIN} i Excel: Filer, Indstillinger, Tilføjelsesprogrammer, Gå til, Gennemse.",
        )
    if obeys_workbooks(addin):
        return error(
            _NAME,
            f"{addin} er fra en version, hvor den arbejdsbog, der er fremme, kan bestemme, hvilket program knapperne "
            "starter.",
            f"Kør »igu templates«, og læg det nye {_ADDIN} samme sted, før du åbner en partners arbejdsbog igen.",
        )
    made_for, made_by = xlwings_of(addin), igu_of(addin)
    if (made_for, made_by) == (installed, __version__):
        return fine(_NAME, f"{addin} er lavet af igu {made_by} til xlwings {made_for}.")
    unknown = "en ukendt version"
    return error(
        _NAME,
        f"{addin} er lavet af igu {made_by or unknown} til xlwings {made_for or unknown}, "
        f"men her er igu {__version__} og xlwings {installed}.",
        f"Kør »igu templates«, og læg det nye {_ADDIN} samme sted.",
    )


def addin_places(registry: Registry, appdata: Path) -> Iterator[Path]:
    """Where Excel may find the add-in: what a person has chosen in Excel, then the folders it looks in by itself."""
    excel = appdata / "Microsoft"
    for number in range(_OPENED):
        value = registry(_OPTIONS, f"OPEN{number or ''}") or ""
        named = re.sub(r'^/\w+\s+|"', "", value)
        if named.lower().endswith(_ADDIN):
            path = Path(os.path.expandvars(named))
            yield path if path.is_absolute() else excel / "AddIns" / path
    yield excel / "Excel" / "XLSTART" / _ADDIN


def _trusted_places(registry: Registry) -> Iterator[tuple[PureWindowsPath, bool]]:
    """The folders that Excel trusts, and whether it trusts those below them."""
    key = rf"HKCU\{_OFFICE}\Trusted Locations"
    for name in filter(None, (registry(key, SUBKEYS) or "").split("|")):
        path = registry(rf"{key}\{name}", "Path")
        if path:
            below = registry(rf"{key}\{name}", "AllowSubFolders") == "1"
            yield PureWindowsPath(os.path.expandvars(path)), below


def _ask_it(decided: str | None) -> str:
    if decided:
        return "Bed it-afdelingen om at have tillid til mappen eller signere igu.xlam; brug ellers kommandoen igu."
    return "Vælg »Deaktiver med meddelelse« i Center for sikkerhed, Indstillinger for makro."
