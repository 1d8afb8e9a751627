"""Matchrapport: the page of the latest match, for the secretariat or the steering group."""

from __future__ import annotations

import hashlib
from pathlib import Path

import igu_xl
from igu_xl.actions.coordinator.file import saved_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.reporting.kept_match import MATCHES, kept_matches
from igu_xl.errors import NotNow, WrongUse
from igu_xl.month import Month
from igu_xl.reports.disclosure.protection import INTERNAL, PARTNERSHIP, SHARED
from igu_xl.reports.match_report import match_data, match_index, match_release
from igu_xl.reports.release import shared_pages
from igu_xl.reports.run import overview
from igu_xl.reports.run.options import require_audience
from igu_xl.reports.run.page_html import Edition
from igu_xl.reports.run.page_runs import FAILED, Job, PageOrder, PageResult, run_month
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import exclusive
from igu_xl.system import swap_folder

NAME = "Matchrapport"


def make_match_page(folder: Path, *, audience: str = INTERNAL, with_pdf: bool = False) -> Path:
    """Make the page of the latest match that was kept: `rapporter/match/2026-11-22/match-2026-11-22.html`.

    The edition `delt` stands in a folder of its own. A page is published whole or not at all. Raises `WrongUse` for a
    folder that is no partnership, where no match was kept, and for an audience that it is not made for; `NotNow` when
    another run holds the partnership, the published folder is in use, or the page cannot be made.
    """
    find_workbooks(folder)
    require_audience(audience)
    book = saved_coordinator(folder)  # also while it is open: a button makes this page
    settings = book.settings if book else Settings()
    if audience == PARTNERSHIP:
        raise WrongUse(f"{NAME}en nævner hver kommune for sig og laves ikke til »partnerskab«. Brug »delt«.")
    with exclusive(folder):
        if not (matches := kept_matches(folder)):
            raise WrongUse("Der er endnu ikke lavet et match i partnerskabet. Kør Match først.")
        kept = matches[-1]
        layout = layout_of(folder)
        release = match_release.decide(kept, layout.archive, settings.method) if audience == SHARED else None
        final = layout.reports / MATCHES / (kept.name + ("" if audience == INTERNAL else f"-{audience}"))
        swap_folder.clear_wreck(final)
        page = _made(kept, swap_folder.start(final), audience, with_pdf)
        if page.status == FAILED:
            swap_folder.clear_wreck(final)
            raise NotNow(f"{NAME}en kunne ikke laves. {page.reason}")
        if release is not None:
            shared_pages.keep(
                release, [match_release.STEM], layout.archive / str(Month.of(match_data.load(kept).begun))
            )
        swap_folder.swap(final)
        match_index.write(final.parent)
        overview.write(layout.reports)
    return final / page.path.name


def _made(kept: Path, building: Path, audience: str, with_pdf: bool) -> PageResult:
    """The page in the folder where it is built, or the reason why it could not be made."""
    data = match_data.load(kept)
    fingerprint = hashlib.sha256((kept / match_data.FILE).read_bytes()).hexdigest()[:8]
    edition = Edition(data.edition, fingerprint, igu_xl.__version__)
    notebooks = kept / ("notebooks" if audience == INTERNAL else f"notebooks-{audience}")
    order = PageOrder(
        kept.absolute(), Month.of(data.begun), audience, building, notebooks.absolute(), edition, with_pdf
    )
    (page,) = run_month([Job(MATCHES, kept.name, NAME)], order, workers=1)
    return page
