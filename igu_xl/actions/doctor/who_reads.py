"""Who may read what of a partnership: the secretariat's folder nobody else, a partner's folder no other partner."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine, warning
from igu_xl.actions.doctor.posix_rights import PosixRights
from igu_xl.actions.doctor.rights import EVERYBODY, Rights
from igu_xl.actions.doctor.windows_rights import WindowsRights, descriptor_by_icacls, name_by_powershell, own_sid
from igu_xl.danish import listing
from igu_xl.sheets.layout import Layout
from igu_xl.sheets.partner_folders import PartnerFolder, partner_folders

_SECRETARIAT, _PARTNERS, _ROOT = "Sekretariatets mappe", "Partnernes mapper", "Hele mappen"
_MOST_NAMED = 6


def rights_here(layout: Layout, platform: str = sys.platform) -> Rights:
    """The rights as this machine knows them; who runs this and who owns the secretariat's folder are its own."""
    if platform == "win32":
        return WindowsRights(descriptor_by_icacls, own_sid(), name_by_powershell)
    return PosixRights(frozenset({os.geteuid(), layout.secretariat.stat().st_uid}))


def look_at_readers(layout: Layout, rights: Rights) -> Iterator[Diagnosis]:
    """What is too open; in the earlier layout, that all share one folder."""
    if not layout.apart:
        yield warning(
            _PARTNERS,
            "Alle partnere deler én mappe og kan læse hinandens arbejdsbøger, koordinatorens og arkivet.",
            "Kør »igu move MAPPE --dry-run«, og så »igu move MAPPE«; så får hver partner sin egen mappe.",
        )
        return
    yield _told(_SECRETARIAT, lambda: _look_at_secretariat(layout, rights))
    yield _told(_PARTNERS, lambda: _look_at_partners(layout, rights))
    yield _told(_ROOT, lambda: _look_at_root(layout, rights))


def _told(name: str, look: Callable[[], Diagnosis]) -> Diagnosis:
    try:
        return look()
    except OSError as problem:
        return warning(
            name,
            f"Det kan ikke ses herfra, hvem der kan læse den ({problem.strerror or problem}).",
            "Se efter i mappens egenskaber, under Sikkerhed, eller spørg it-afdelingen.",
        )


def _look_at_secretariat(layout: Layout, rights: Rights) -> Diagnosis:
    """Whether others than the secretariat may open its folder."""
    found = rights.readers(layout.secretariat)
    who = _named(list(found.values()))
    if EVERYBODY in found:
        return error(
            _SECRETARIAT,
            f"{layout.secretariat.name} kan læses af {who}; der ligger alles oplysninger samlet.",
            "Fjern deres adgang til mappen; kun sekretariatet skal have den. " + _how(layout.secretariat),
        )
    if found:
        return warning(
            _SECRETARIAT,
            f"{layout.secretariat.name} kan læses af {who}.",
            "Er det andre end sekretariatet, så fjern deres adgang. " + _how(layout.secretariat),
        )
    return fine(_SECRETARIAT, "Kun sekretariatet kan læse den.")


def _look_at_partners(layout: Layout, rights: Rights) -> Diagnosis:
    """Whether somebody who is not the secretariat may open the folders of two partners."""
    folders = partner_folders(layout)[0]
    readers = {own.name: rights.readers(own.path) for own in folders}
    if open_ones := [name for name, found in readers.items() if EVERYBODY in found]:
        who = next(found[EVERYBODY] for found in readers.values() if EVERYBODY in found)
        return error(
            _PARTNERS,
            f"{_named(open_ones)} kan læses af {who}, altså også af de andre partnere.",
            "Fjern deres adgang, og del hver mappe med den partner alene. " + _how_to_share(),
        )
    if found := _reads_several(folders, readers, rights, rights.readers(layout.secretariat)):
        who, names = next(iter(found.items()))
        more = f" Det samme gælder {_named(list(found)[1:])}." if len(found) > 1 else ""
        return error(
            _PARTNERS,
            f"{who[0].upper()}{who[1:]} kan læse {_named(names)}.{more}",
            "Er det ikke sekretariatet, så del hver mappe med den partner alene.",
        )
    return fine(_PARTNERS, "Ingen kan læse to partneres mapper ud over sekretariatet.")


def _reads_several(
    folders: Sequence[PartnerFolder], readers: Mapping[str, Mapping[str, str]], rights: Rights, own: Mapping[str, str]
) -> dict[str, list[str]]:
    """Who may open several partners' folders, with the folders; those who may open the secretariat's are told there."""
    words: dict[str, str] = {}
    for found in readers.values():
        for who, called in found.items():
            words |= dict.fromkeys(rights.people(who) - words.keys(), called)
    colleagues = {one for who in own for one in rights.people(who)}
    several: dict[str, list[str]] = {}
    for who in sorted(words.keys() - colleagues):
        names = [one.name for one in folders if rights.opens(who, one.path)]
        if len(names) > 1:
            several.setdefault(words[who], names)
    return several


def _look_at_root(layout: Layout, rights: Rights) -> Diagnosis:
    """Whether others may put something where the tool looks for the secretariat's and the partners' folders."""
    places = [layout.root, layout.partners] if layout.partners.is_dir() else [layout.root]
    for place in places:
        if found := rights.writers_of(place):
            return error(
                _ROOT,
                f"{place.name} kan ændres af {_named(list(found.values()))}; den er over alle partneres mapper.",
                f"Fjern den gamle deling af {place.name}; kun sekretariatet må lave og flytte mapper i den.",
            )
    return fine(_ROOT, "Kun sekretariatet kan lave og flytte mapper i den.")


def look_at_sharing_in_the_cloud(layout: Layout, *, synchronised: bool) -> Iterator[Diagnosis]:
    """What no machine can see: with whom a synchronised folder is shared in OneDrive or SharePoint."""
    if synchronised and layout.apart:
        yield warning(
            "Deling i skyen",
            "Hvem mapperne er delt med i OneDrive eller SharePoint, kan ikke ses fra denne maskine.",
            "Åbn mapperne i browseren, og se Administrer adgang: hver partner kun sin egen, sekretariat ingen, hele "
            "mappen ingen.",
        )


def _how(place: Path) -> str:
    if sys.platform == "win32":
        return "Højreklik på mappen, vælg Egenskaber og Sikkerhed."
    return f"Fx: chmod 700 »{place}«, og fjern adgangslisten med setfacl -b."


def _how_to_share() -> str:
    if sys.platform == "win32":
        return "Højreklik på mappen, vælg Egenskaber og Sikkerhed."
    return "Fx en gruppe til hver partner: chgrp GRUPPE MAPPE, og chmod 2770 MAPPE."


def _named(names: list[str]) -> str:
    return listing([*names[:_MOST_NAMED], *(["flere"] if len(names) > _MOST_NAMED else [])])
