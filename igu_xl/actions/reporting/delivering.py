"""Each partner gets its own pages in its own folder: those of all months, as far as they do not lie there already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from igu_xl.actions.checking import Checked, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.partner_places import Places
from igu_xl.documents import document, read_document
from igu_xl.month import Month
from igu_xl.reports.run.delivery import Delivery, deliver
from igu_xl.reports.run.monthly import ReportRun, as_published
from igu_xl.reports.run.partner_pages import PartnerPages, pages_by_partner
from igu_xl.sheets.layout import REPORTS, Layout, layout_of
from igu_xl.sheets.writing.keeping import exclusive
from igu_xl.system import swap_folder

FILE = "leveret.json"  # beside the lock: what was laid where, and whether everybody has got all
Laying = dict[str, Any]  # the `folder` of a partner, from the root, and its `files` with the SHA-256 of each


def deliver_pages(checked: Checked) -> tuple[Delivery, ...]:
    """Lay every partner's published pages in its folder; in the earlier layout, where partners share one, nothing.

    Who has left is given nothing more. Whoever has not got all is told of with the reason, and gets it at the next run.
    """
    layout = layout_of(checked.validation.partnership.folder)
    if not layout.apart:
        return ()
    known = read_document(layout.state / FILE)
    laid: dict[str, Laying] = known.get("laid", {})
    places = Places(checked.validation, layout, {partner: one["folder"] for partner, one in laid.items()})
    delivered = []
    for partner, pages in pages_by_partner(layout.reports).items():
        if not places.has_left(partner):
            delivered.append(done := _deliver(partner, pages, places, layout, laid))
            if done.files:
                _remember(layout, laid, whole=False)  # a killed run knows what it has laid
    _remember(layout, laid, whole=not any(one.reason for one in delivered))
    return tuple(delivered)


def is_delivered(folder: Path) -> bool:
    """Whether every partner has got all that was published, as far as the last run knows."""
    layout = layout_of(folder)
    return not layout.apart or read_document(layout.state / FILE).get("whole", False)


def deliver_again(folder: Path, month: Month, audience: str, begun: datetime) -> ReportRun:
    """Lay what is missing in partners' folders, where the month's pages are made already.

    Raises `NotNow` when another run holds the folder or the coordinator's workbook cannot be read.
    """
    with exclusive(folder):
        checked = read_and_check(folder, begun, None, CoordinatorFile(folder))
        layout = layout_of(folder)
        run = as_published(layout.reports, layout.archive, month, audience)
        return replace(run, delivered=deliver_pages(checked))


def _deliver(partner: str, pages: PartnerPages, places: Places, layout: Layout, laid: dict[str, Laying]) -> Delivery:
    folder = places.folder(partner)
    if folder is None:
        return Delivery(partner, pages.name, None, (), f"{pages.name}: Siderne er ikke lagt, {places.doubt(partner)}")
    before = laid.get(partner, {}).get("files", {})
    done, what = deliver(partner, pages, folder / REPORTS, before)
    inside = folder.relative_to(layout.root) if folder.is_relative_to(layout.root) else folder
    laid[partner] = {"folder": inside.as_posix(), "files": dict(what.there)}
    return done


def _remember(layout: Layout, laid: Mapping[str, Laying], *, whole: bool) -> None:
    told = document({"whole": whole, "laid": laid}, sort_keys=True)
    path = layout.state / FILE
    if not path.is_file() or path.read_text(encoding="utf-8") != told:
        swap_folder.put(path, told)
