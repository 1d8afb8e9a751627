"""The shared pages of a month: gather their tables and what they told before, and decide what they hide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData, about, load_everything, stem_of
from igu_xl.reports.disclosure import masks
from igu_xl.reports.disclosure.protection import SHARED, Told
from igu_xl.reports.figures.measure import BEFORE
from igu_xl.reports.kinds import kind_of, tables_of
from igu_xl.reports.release import joint, published
from igu_xl.reports.release.joint import Release, SharedPage
from igu_xl.system.fingerprint import digest


def decide(snapshot: Path, partners: Sequence[str], month: Month, archive_folder: Path) -> Release:
    """Protect the pages of all partners together, against each other and against what was told in other months.

    What they hide is written beside the month's data, where the notebooks look for it.
    """
    everything, told = load_everything(snapshot), _told(archive_folder, month)
    pages = [_page(everything, partner, month, told.get(stem_of(partner), {})) for partner in partners]
    release = joint.release([page for page in pages if page is not None])
    masks.write(snapshot.parent, release.masks)
    return release


def fingerprint(release: Release, stem: str) -> str:
    """What a shared page hides, in short: a page is made again when it is to hide something else."""
    return digest([], json.dumps(masks.as_json(release.masks.get(stem, {})), sort_keys=True))


def _page(everything: MonthData, partner: str, month: Month, told: Told) -> SharedPage | None:
    """A page with its tables; None where they cannot be made, for then the page fails and says why."""
    try:
        data = about(everything, partner)
        made = tables_of(data, month, SHARED)
    except Exception:
        return None
    return SharedPage(kind_of(data), data.stem, data.name, made, told) if all(one.adds_up for one in made) else None


def _told(archive_folder: Path, month: Month) -> dict[str, Told]:
    """What the pages told before: in later months, in earlier ones, and in the last edition of this one."""
    folders = sorted(path.parent.parent for path in archive_folder.glob(f"*/{published.FOLDER}/{published.TOLD}"))
    own = [folder for folder in folders if folder.name == str(month)]
    earlier = [folder for folder in folders if folder.name < str(month)]
    later = [folder for folder in folders if folder.name > str(month)]
    return {
        stem: {**figures, **{quantity | {BEFORE}: counts for quantity, counts in figures.items()}}
        for stem, figures in published.told_in([*later, *earlier, *own]).items()
    }
