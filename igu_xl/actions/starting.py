"""Starting a partnership: an empty folder with everything a secretariat needs to begin."""

from __future__ import annotations

import shutil
from pathlib import Path

from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.errors import WrongUse
from igu_xl.resources import shipped
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.templates import build_workbook

GUIDE = "kom-i-gang.docx"

_README = """\
Læs »kom-i-gang.docx«: installation, måned for måned, og når der sker noget.

Læg hver partners arbejdsbog i sin mappe:

  kommuner    kopiér »skabelon-kommune.xlsx«, og kald kopien kommunens nummer og navn, fx 101-koebenhavn.xlsx
  brancher    kopiér »skabelon-branche.xlsx«, og kald kopien branchens navn, fx bygge-anlaeg.xlsx
  skoler      kopiér »skabelon-skole.xlsx«, og kald kopien skolens navn, fx next.xlsx

Tryk så i koordinatorens arbejdsbog på Hent og kontrollér. Det, der er galt, står i arket Fund. Partnerne ser deres egne
fund i deres arbejdsbøger, når du trykker på Godkend og send; det gælder også, når der intet er at godkende.

Skriv sekretariatets navn, telefon og mail i koordinatorens arbejdsbog, arket Indstillinger. Så står de i hver partners
arbejdsbog (arket Vejledning), når du har trykket på Godkend og send, og nederst på månedens sider.

Arbejdsbøgerne må ikke indeholde navne eller CPR-numre på borgere.
"""


def new_partnership(folder: Path) -> list[Path]:
    """Make an empty partnership: folders, templates to copy, the coordinator's workbook and the guide *Kom i gang*.

    Returns what was made. Raises `WrongUse` when the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(f"Mappen »{folder}« er ikke tom. Vælg en ny mappe.")
    made = []
    for book in PARTNER_BOOKS:
        (folder / book.folder).mkdir(parents=True, exist_ok=True)
        made.append(folder / f"skabelon-{book.kind}.xlsx")
        build_workbook(book, made[-1])
    made.append(new_coordinator(folder, Settings()))
    made.append(Path(shutil.copy(shipped("workbooks") / GUIDE, folder)))
    made.append(folder / "læs mig først.txt")
    made[-1].write_text(_README, encoding="utf-8")
    return made
