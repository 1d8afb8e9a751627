"""Can a partnership live in this folder: is it one, can it be written and locked, is it synchronised or too deep?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock, Timeout

from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine, warning
from igu_xl.actions.doctor.foreign_settings import look_at_foreign_settings
from igu_xl.actions.doctor.logbook import look_at_logbook
from igu_xl.actions.doctor.macros import obeys_workbooks, xlwings_of
from igu_xl.actions.doctor.who_reads import look_at_readers, look_at_sharing_in_the_cloud, rights_here
from igu_xl.actions.upgrading import older_workbooks
from igu_xl.danish import listing, plural
from igu_xl.errors import IguError, NotNow
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.partner_folders import folders_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import exclusive

# Excel opens no file whose whole path is longer.
_LONGEST_PATH = 218
_CLOUDS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_OPEN_MARKS = ("~$", ".~lock.")


def look_at_folder(folder: Path) -> Iterator[Diagnosis]:
    """The diagnoses of a partnership's folder; only the first where it is none."""
    is_one = look_at_partnership(folder)
    yield is_one
    yield look_at_cloud(folder, os.environ)
    if is_one.do:
        return
    layout = layout_of(folder)
    if layout.apart:
        yield look_at_named_folders(folder)
    yield look_at_rights(folder)
    yield from look_at_readers(layout, rights_here(layout))
    yield from look_at_sharing_in_the_cloud(layout, synchronised=is_synchronised(folder, os.environ))
    yield look_at_lock(folder)
    yield look_at_open_workbooks(folder)
    yield look_at_path_lengths(folder)
    yield look_at_layouts(folder)
    yield look_at_foreign_settings(folder)
    yield look_at_logbook(folder)
    book = layout.coordinator
    if book and book.suffix == ".xlsm":
        yield look_at_coordinator(book, version("xlwings"))


def look_at_partnership(folder: Path) -> Diagnosis:
    """Whether the folder holds a partnership."""
    try:
        files, _ = find_workbooks(folder)
    except IguError as problem:
        do = (
            "Kør »igu move MAPPE«."
            if isinstance(problem, NotNow)
            else "Angiv den mappe, hvor sekretariat og partnere er."
        )
        return error("Partnerskab", str(problem), do)
    except OSError as problem:
        return error("Partnerskab", f"Mappen kan ikke læses ({problem.strerror}).", "Bed om læseret til mappen.")
    return fine("Partnerskab", f"{plural(len(files), 'arbejdsbog', 'arbejdsbøger')} i {folder}.")


def look_at_named_folders(folder: Path) -> Diagnosis:
    """Whether the folders that *Partnere* names can be used."""
    unused = [finding for finding in find_workbooks(folder)[1] if finding.code.startswith("mappe-") and finding.value]
    if not unused:
        return fine("Partnernes mapper andre steder", "Alle mapper, der står i arket Partnere, kan bruges.")
    told = " ".join(f"»{finding.value}«: {finding.message}" for finding in unused)
    return warning("Partnernes mapper andre steder", told, unused[0].mend)


def look_at_rights(folder: Path) -> Diagnosis:
    """Whether files can be made and removed in the folder and in each folder of partners."""
    places = [place.path for place in folders_of(folder)]
    refused = [place.name or str(place) for place in places if not _writable(place)]
    if refused:
        return error(
            "Rettigheder",
            f"Der kan ikke skrives i {listing(refused)}.",
            "Bed om skriveret, eller opret mappen, hvis den mangler.",
        )
    return fine("Rettigheder", "Der kan skrives i partnerskabets mapper.")


def look_at_lock(folder: Path) -> Diagnosis:
    """Whether the lock that keeps two runs apart can be taken, as the next run will do it."""
    state = layout_of(folder).state
    try:
        if state.exists():
            with exclusive(folder):
                pass
        else:
            _try_lock(folder)
    except IguError as problem:
        return warning("Lås", str(problem), "Vent, til den anden kørsel er færdig.")
    except (OSError, NotImplementedError, Timeout):
        return error("Lås", "Mappen kan ikke låses, så to kørsler kan ødelægge noget for hinanden.", _ANOTHER_FOLDER)
    return fine("Lås", "Mappen kan låses.")


def look_at_cloud(folder: Path, environment: Mapping[str, str]) -> Diagnosis:
    """Whether the folder is synchronised with OneDrive or SharePoint, or is an address and no folder at all."""
    if "://" in str(folder) or str(folder).startswith(("https:/", "http:/")):
        return error(
            "Placering",
            "Det er en adresse i skyen, ikke en mappe.",
            "Vælg »Føj genvej til OneDrive« eller »Synkronisér«, og angiv mappen på maskinen.",
        )
    if is_synchronised(folder, environment):
        return warning(
            "Placering",
            "Mappen synkroniseres med OneDrive eller SharePoint; en anden kan ændre en fil imens.",
            "Højreklik på mappen, og vælg »Behold altid på denne enhed«; lad kun én maskine køre igu ad gangen.",
        )
    return fine("Placering", "Mappen synkroniseres ikke.")


def is_synchronised(folder: Path, environment: Mapping[str, str]) -> bool:
    """Whether a folder lies in OneDrive, or in a library of SharePoint that it synchronises."""
    roots = [Path(environment[name]) for name in _CLOUDS if environment.get(name)]
    place = folder.absolute()
    return any(place.is_relative_to(root) for root in roots) or any(part.startswith("OneDrive") for part in place.parts)


def look_at_open_workbooks(folder: Path) -> Diagnosis:
    """Whether somebody has a workbook open: it is read as it was saved last, and not written."""
    found = [
        path.name.removeprefix(mark).removesuffix("#" if mark == ".~lock." else "")
        for place in [one.path for one in folders_of(folder)]
        for mark in _OPEN_MARKS
        for path in sorted(place.glob(f"{mark}*"))
    ]
    if found:
        return warning(
            "Åbne arbejdsbøger", f"Der er nogen, der har {listing(found)} åben.", "Bed dem om at gemme og lukke."
        )
    return fine("Åbne arbejdsbøger", "Ingen arbejdsbog er åben.")


def look_at_layouts(folder: Path) -> Diagnosis:
    """Whether every workbook has what this version of igu has added."""
    older = older_workbooks(folder)
    if older:
        told = listing([f"{name} har ikke {lacks}" for name, lacks in older.items()])
        return warning("Version", f"{told}.", "Bed alle lukke deres arbejdsbøger, og kør »igu upgrade MAPPE«.")
    return fine("Version", "Alle arbejdsbøger er på den nyeste version.")


def look_at_path_lengths(folder: Path) -> Diagnosis:
    """Whether Excel can open every workbook, whose path may not be longer than 218 characters."""
    longest = max((file.path for file in find_workbooks(folder)[0]), key=lambda path: len(str(path)), default=folder)
    length = len(str(longest.absolute()))
    if length > _LONGEST_PATH:
        return error(
            "Lange stier",
            f"Stien til {longest.name} er {length} tegn; Excel åbner højst {_LONGEST_PATH}.",
            "Flyt partnerskabet tættere på drevets rod, eller giv mappen et kortere navn.",
        )
    return fine("Lange stier", "Ingen sti er for lang til Excel.")


def look_at_coordinator(book: Path, installed: str) -> Diagnosis:
    """Whether Windows blocks the coordinator's macros as downloaded, and whether they are made for this xlwings."""
    if Path(f"{book}:Zone.Identifier").exists():
        return error(
            "Koordinatorens makroer",
            f"{book.name} er hentet fra nettet eller en mail, så Windows spærrer for knapperne.",
            "Højreklik på filen, vælg Egenskaber, og sæt flueben i »Fjern blokering«.",
        )
    if obeys_workbooks(book):
        return error(
            "Koordinatorens makroer",
            f"{book.name} er fra en version, hvor et ark i arbejdsbogen eller en fil i mappen kan bestemme, hvilket "
            "program knapperne starter.",
            "Luk den, og kør »igu upgrade MAPPE«; alt, der står i den, bliver stående.",
        )
    made_for = xlwings_of(book)
    if made_for not in (None, installed):
        return error(
            "Koordinatorens makroer",
            f"{book.name} er lavet til xlwings {made_for}, men her er {installed} installeret.",
            "Luk den, og kør »igu upgrade MAPPE«; alt, der står i den, bliver stående.",
        )
    return fine("Koordinatorens makroer", f"{book.name} er lavet til xlwings {installed}.")


_ANOTHER_FOLDER = "Flyt partnerskabet til en mappe på et drev, der kan låse filer, fx en lokal disk."


def _writable(place: Path) -> bool:
    try:
        with tempfile.NamedTemporaryFile(dir=place):
            return True
    except OSError:
        return False


def _try_lock(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as place, FileLock(Path(place) / "lås", timeout=0):
        pass
