"""The shared pages of a month: gather their tables and what was told before, and decide what they tell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from igu_xl.errors import IguError, WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.month_data import EVERYBODY, MonthData, about, load_everything, stem_of
from igu_xl.reports.disclosure import plans
from igu_xl.reports.disclosure.protection import HIDE, ROUND, SHARED, Told
from igu_xl.reports.figures.measure import BEFORE
from igu_xl.reports.kinds import KINDS, tables_of
from igu_xl.reports.release import published
from igu_xl.reports.release.beside import Moment, narrowed
from igu_xl.reports.release.hidden_months import as_told, hidden_months, shown_of
from igu_xl.reports.release.hiding import hidden_whole, hide
from igu_xl.reports.release.joint import Release, SharedPage, System
from igu_xl.reports.release.ledger import Ledger, read_ledger, write_ledger
from igu_xl.reports.release.rounding_beside import growing_of, round_off_beside, rounded_months
from igu_xl.reports.release.rounding_off import round_off
from igu_xl.system.fingerprint import digest

_STAYS_HIDDEN = (
    "Delte sider til og med {} skjuler små tal. Det bliver de ved med, for de samme måneders afrundede tal ville give "
    "de skjulte væk. Senere måneder kan afrundes."
)
_BEGINS = (
    "Delte sider er afrundet. Til og med {} skjulte de små tal: det, der var skjult, vises heller ikke nu, og der "
    "sammenlignes ikke med de måneder."
)
_HIDES_STILL = (
    "Partnerskabets delte sider har før skjult små tal. De gør det stadig, for arkivet for {} kan ikke læses, og så "
    "kan det ikke ses, om afrundede tal ville give skjulte tal væk."
)
_ROUNDS_STILL = (
    "Partnerskabets delte sider har før været afrundet. De er det stadig, for de nøjagtige tal ville sammen med dem "
    "give små tal væk."
)
_LOOKED_BACK = 2  # hidden months that a rounded one is held against: running totals of older ones lie below these


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

    How a month was told it stays told, whatever `method` says. A month after those that were told by hiding is rounded
    beside them, one after a rounded month always is: exact numbers could be subtracted from what was told. The release
    says so where it is not as asked, or where a reader will miss something.
    """
    ledger, hidden = read_ledger(archive_folder), hidden_months(archive_folder)
    if hidden and month <= hidden[-1]:
        note = _STAYS_HIDDEN.format(hidden[-1].name) if method != HIDE else ""
        return replace(_hidden_again(pages, ledger, month, hidden[-1]), note=note)
    if method == HIDE and not ledger.told:
        return hide(pages)
    ledger = replace(ledger, secret=ledger.secret or digest(data))
    note = _ROUNDS_STILL if method == HIDE else ""
    if not hidden:
        return replace(round_off(pages, ledger, month), note=note, secret=ledger.secret)
    try:
        before = [one for when in hidden[-_LOOKED_BACK:] for one in _as_told(archive_folder, when)]
    except UnknownRelease as error:
        if ledger.told:
            raise WrongUse(_UNREADABLE.format(error)) from error
        return replace(hide(pages), note=_HIDES_STILL.format(error))
    shown = shown_of(archive_folder, hidden, pages)
    release = round_off_beside(pages, ledger, month, shown, before)
    begins = _BEGINS.format(hidden[-1].name)
    plans_of = {stem: replace(plan, remark=f"{plan.remark} {begins}".strip()) for stem, plan in release.plans.items()}
    return replace(release, plans=plans_of, note=note or begins, secret=ledger.secret)


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


_UNREADABLE = (
    "Den delte udgave kan ikke laves: arkivet for {0} kan ikke læses, så det kan ikke ses, om afrundede tal ville give "
    "det væk, som siderne skjulte dengang. Hent mappen for {0} i arkivet frem fra en sikkerhedskopi."
)


class UnknownRelease(Exception):
    """It cannot be known any more what the pages of a month told by hiding."""


def _hidden_again(pages: Sequence[SharedPage], ledger: Ledger, month: Month, last: Month) -> Release:
    """A month told by hiding, made again: beside months that are rounded by now nothing more may follow."""
    release, system = hide(pages), System(pages)
    after = rounded_months(ledger, system, last, month)
    if not after:
        return release
    found = narrowed([as_told(month, pages, release.plans)], after, growing_of(pages), month)
    return hidden_whole(release, pages, system, found.together) if found else release


def _as_told(archive_folder: Path, month: Month) -> list[Moment]:
    """A month as its pages told it by hiding; nothing where only the page of a match did.

    Raises `UnknownRelease` where that cannot be known.
    """
    archive = archive_folder / str(month)
    snapshot, decided = archive / "data", plans.read_all(archive)
    if not decided and not any(published.told_in([archive]).values()):
        return []
    if not decided or not any(snapshot.glob("*.parquet")):
        raise UnknownRelease(month.name)
    partners = [_partner(stem) for stem in decided]
    pages = pages_of(load_everything(snapshot), partners, month, _told(archive_folder, month))
    if any(page.refused and decided[page.stem].tables for page in pages):
        raise UnknownRelease(month.name)
    return [as_told(month, pages, decided)]


def _partner(stem: str) -> str:
    """The partner of a page, by the name of its files."""
    kind, _, key = stem.partition("-")
    return f"{kind}:{key or EVERYBODY}"


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
