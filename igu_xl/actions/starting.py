"""Starting a partnership: an empty folder with everything a secretariat needs to begin."""

from __future__ import annotations

import shutil
from pathlib import Path

from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.domain.law.guidance import RULES_PAGE
from igu_xl.errors import WrongUse
from igu_xl.resources import shipped
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.layout import new_layout
from igu_xl.sheets.templates import build_workbook

GUIDE = "kom-i-gang.docx"
README = "læs mig først.txt"

README_TEXT = """\
Læs »kom-i-gang.docx«: installation, måned for måned, og når der sker noget. Reglerne om igu, løntilskud og praktik med
datoer, lov og kilde står i »lov-og-regler.html«; send den gerne til partnerne.

Hvem må se hvad:

  sekretariat            kun sekretariatet. Her ligger alles oplysninger samlet: koordinatorens arbejdsbog, alle sider,
                         arkivet og kopierne. Del den ikke med nogen partner, heller ikke til læsning.
  partnere/<partner>     én mappe til hver partner. Del hver mappe med den partner alene, aldrig hele »partnere«.

Lav en mappe i »partnere« til hver partner, og læg partnerens arbejdsbog i den:

  en kommune    mappen 101-koebenhavn (kommunens nummer og navn); kopiér »skabelon-kommune.xlsx« til 101-koebenhavn.xlsx
  en branche    mappen bygge-anlaeg; kopiér »skabelon-branche.xlsx« til bygge-anlaeg.xlsx
  en skole      mappen next; kopiér »skabelon-skole.xlsx« til next.xlsx

I OneDrive: højreklik på partnerens mappe, vælg Del, skriv partnerens mailadresser, og vælg »Personer, du angiver«;
aldrig »Alle i organisationen«. I SharePoint er det sikreste et bibliotek til hver partner, delt med den partner alene.
Synkronisér det til denne maskine, og skriv dets sti i koordinatorens arbejdsbog, arket Partnere, kolonnen Mappe; så
bruges den mappe i stedet. »igu doctor MAPPE« siger, hvis nogen på maskinen eller drevet kan læse for meget; delingen i
OneDrive og SharePoint kan kun ses i browseren, under Administrer adgang.

Tryk så i koordinatorens arbejdsbog på Hent og kontrollér. Det, der er galt, står i arket Fund. Partnerne ser deres egne
fund i deres arbejdsbøger, når du trykker på Godkend og send; det gælder også, når der intet er at godkende.

Skriv sekretariatets navn, telefon og mail i koordinatorens arbejdsbog, arket Indstillinger. Så står de i hver partners
arbejdsbog (arket Vejledning), når du har trykket på Godkend og send, og nederst på månedens sider.

Arbejdsbøgerne må ikke indeholde navne eller CPR-numre på borgere.
"""


def new_partnership(folder: Path) -> list[Path]:
    """Make an empty partnership: folders, templates to copy, the coordinator's workbook, the guide *Kom i gang* and
    the page of the law.

    Returns what was made. Raises `WrongUse` when the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(f"Mappen »{folder}« er ikke tom. Vælg en ny mappe.")
    home = new_layout(folder).secretariat
    made = []
    for book in PARTNER_BOOKS:
        made.append(home / f"skabelon-{book.kind}.xlsx")
        build_workbook(book, made[-1])
    made.append(new_coordinator(folder, Settings()))
    made += [Path(shutil.copy(shipped("workbooks") / name, home)) for name in (GUIDE, RULES_PAGE)]
    made.append(home / README)
    made[-1].write_text(README_TEXT, encoding="utf-8")
    return made
