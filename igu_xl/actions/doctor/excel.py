"""Is Excel there, may it run macros, and do the add-in and xlwings belong together? Only Windows can tell."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path, PureWindowsPath

from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine, warning
from igu_xl.actions.doctor.macros import xlwings_of
from igu_xl.actions.doctor.registry import SUBKEYS, Registry
from igu_xl.danish import listing

_OFFICE = r"Software\Microsoft\Office\16.0\Excel\Security"
_POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
_ADDINS = ("igu.xlam", "xlwings.xlam")


def look_at_excel(registry: Registry | None, folder: Path | None) -> Iterator[Diagnosis]:
    """Excel itself, then its trust settings and the add-in; one diagnosis where this is not Windows."""
    if registry is None:
        yield warning(
            "Excel",
            "Det her er ikke Windows; knapper og cellefunktioner virker kun i Excel på Windows.",
            "Brug kommandoen igu her; arbejdsbøgerne kan åbnes i ethvert Excel.",
        )
        return
    yield look_at_installation(registry)
    yield look_at_macros(registry)
    yield from look_at_trusted_places(registry, folder)
    yield look_at_library(Path(sys.prefix), version("xlwings"))
    appdata = os.environ.get("APPDATA")
    if appdata:
        yield look_at_addin(Path(appdata) / "Microsoft" / "Excel" / "XLSTART", version("xlwings"))


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


def look_at_addin(start: Path, installed: str) -> Diagnosis:
    """Whether the add-in in Excel's start folder was made for the installed xlwings."""
    addin = next((start / name for name in _ADDINS if (start / name).is_file()), None)
    if addin is None:
        return warning(
            "Tilføjelsesprogram",
            "Der er intet tilføjelsesprogram i Excels startmappe, så cellefunktionerne findes ikke.",
            f"Læg igu.xlam i {start}, og start Excel igen.",
        )
    made_for = xlwings_of(addin)
    if made_for == installed:
        return fine("Tilføjelsesprogram", f"{addin.name} er lavet til xlwings {installed}.")
    return error(
        "Tilføjelsesprogram",
        f"{addin.name} er lavet til xlwings {made_for or 'i en ukendt version'}, men her er {installed} installeret.",
        "Hent det igu.xlam, der hører til denne version af igu-xl, og læg det samme sted.",
    )


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
