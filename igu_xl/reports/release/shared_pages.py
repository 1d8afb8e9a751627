"""The shared pages of a month: gather their tables and what was told before, and decide what they tell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from igu_xl.errors import IguError
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData, about, load_everything, stem_of
from igu_xl.reports.disclosure import plans
from igu_xl.reports.disclosure.protection import HIDE, ROUND, SHARED, Told
from igu_xl.reports.figures.measure import BEFORE
from igu_xl.reports.kinds import KINDS, tables_of
from igu_xl.reports.release import published
from igu_xl.reports.release.hiding import hide
from igu_xl.reports.release.joint import Release, SharedPage
from igu_xl.reports.release.ledger import Ledger, read_ledger, write_ledger
from igu_xl.reports.release.rounding_off import round_off
from igu_xl.system.fingerprint import digest

_HIDES_STILL = (
    "Partnerskabets delte sider har før skjult små tal. De gør det stadig, for afrundede tal ville sammen med dem give "
    "skjulte tal væk."
)
_ROUNDS_STILL = (
    "Partnerskabets delte sider har før været afrundet. De er det stadig, for de nøjagtige tal ville sammen med dem "
    "give små tal væk."
)


def decide(snapshot: Path, partners: Sequence[str], month: Month, archive_folder: Path, method: str = ROUND) -> Release:
    """Protect the pages of all partners together, against each other and against what was told in other months.

    What they tell is written beside the month's data, where the notebooks look for it.
    """
    pages = pages_of(load_everything(snapshot), partners, month, _told(archive_folder, month))
    release = protected(archive_folder, method, pages, month, sorted(snapshot.glob("*.parquet")))
    plans.write(snapshot.parent, release.plans)
    return release


def pages_of(
    everything: MonthData, partners: Sequence[str], month: Month, told: Mapping[str, Told] | None = None
) -> list[SharedPage]:
    """The pages of all partners before anything is protected, with what those that hide told before."""
    return [_page(everything, partner, month, (told or {}).get(stem_of(partner), {})) for partner in partners]


def protected(
    archive_folder: Path, method: str, pages: Sequence[SharedPage], month: Month, data: Sequence[Path]
) -> Release:
    """Round or hide, beside what was told before; the coins of the first release are made of its `data`.

    A partnership that has told anything in one way goes on in it, whatever `method` says, and the release says so: what
    the other way tells could be subtracted from it.
    """
    ledger = read_ledger(archive_folder)
    before = _method_before(archive_folder, ledger)
    note = (_HIDES_STILL if before == HIDE else _ROUNDS_STILL) if before not in ("", method) else ""
    if (before or method) == HIDE:
        return replace(hide(pages), note=note)
    secret = ledger.secret or digest(data)
    return replace(round_off(pages, replace(ledger, secret=secret), month), note=note, secret=secret)


def keep(release: Release, stems: Sequence[str], archive: Path) -> None:
    """Keep what the shared pages that were made tell, so that later ones do not tell more; `archive` is the month's."""
    if release.method == HIDE:
        published.keep_told(archive, {stem: release.told.get(stem, {}) for stem in stems})
    else:
        ledger = replace(read_ledger(archive.parent), secret=release.secret)
        write_ledger(archive.parent, ledger, [release.written.get(stem, {}) for stem in stems])


def fingerprint(release: Release, stem: str) -> str:
    """What a shared page tells, in short: a page is made again when it is to tell something else."""
    plan = release.plans.get(stem)
    return digest([], json.dumps(plans.as_json(plan), sort_keys=True) if plan else "")


def _method_before(archive_folder: Path, ledger: Ledger) -> str:
    """How the partnership's shared pages were protected so far; "" where none was made."""
    if ledger.told:
        return ROUND
    return HIDE if any(archive_folder.glob(f"*/{published.FOLDER}/{published.TOLD}")) else ""


def _page(everything: MonthData, partner: str, month: Month, told: Told) -> SharedPage:
    """A page with its tables; where they cannot be made it has none, is not drawn, and says why."""
    stem, kind = stem_of(partner), KINDS[partner.partition(":")[0]]
    try:
        data = about(everything, partner)
        made = tables_of(data, month, SHARED)
    except IguError as error:
        return SharedPage(kind, stem, partner, [], refused=str(error))
    except Exception as error:  # whatever a table does, the other pages are made
        return SharedPage(
            kind, stem, partner, [], refused=_REFUSED.format(f"kunne ikke laves ({type(error).__name__})")
        )
    if wrong := [one.name for one in made if not one.adds_up]:
        return SharedPage(
            kind, stem, data.name, [], refused=_REFUSED.format(f"»{wrong[0]}« passer ikke med sine summer")
        )
    return SharedPage(kind, stem, data.name, made, told)


_REFUSED = "Siden er ikke beskyttet sammen med månedens andre delte sider, og vises derfor ikke: en tabel {}."


def _told(archive_folder: Path, month: Month) -> Mapping[str, Told]:
    """What the pages told before: in later months, in earlier ones, and in the last edition of this one."""
    folders = sorted(path.parent.parent for path in archive_folder.glob(f"*/{published.FOLDER}/{published.TOLD}"))
    own = [folder for folder in folders if folder.name == str(month)]
    earlier = [folder for folder in folders if folder.name < str(month)]
    later = [folder for folder in folders if folder.name > str(month)]
    return {
        stem: {**figures, **{quantity | {BEFORE}: counts for quantity, counts in figures.items()}}
        for stem, figures in published.told_in([*later, *earlier, *own]).items()
    }
