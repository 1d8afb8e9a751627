"""A month's reports: make the pages that are missing or out of date, write the index, publish it all at once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.month_data import EVERYBODY
from igu_xl.reports.data.snapshot import partners
from igu_xl.reports.disclosure.counts import Quantity
from igu_xl.reports.disclosure.protection import AUDIENCES, INTERNAL, SHARED
from igu_xl.reports.kinds import KINDS, PageKind
from igu_xl.reports.release import shared_pages
from igu_xl.reports.release.joint import Release
from igu_xl.reports.release.published import fingerprint, keep_told
from igu_xl.reports.run import overview
from igu_xl.reports.run.page_html import index_of, run_page_of
from igu_xl.reports.run.page_runs import MADE, UNCHANGED, Job, Order, PageResult, Progress, run_month
from igu_xl.reports.run.record import (
    PageRecord,
    Published,
    entry,
    identity,
    next_edition,
    page_record,
    read_record,
    write_record,
)
from igu_xl.system import pdf, swap_folder
from igu_xl.system.fingerprint import digest

INDEX, RUN_PAGE = "index.html", "koersel.html"


@dataclass(frozen=True, slots=True)
class ReportRun:
    """What a run did: every page of the month, where the index and the archive are, and how long it took."""

    month: Month
    audience: str
    edition: int
    pages: tuple[PageResult, ...]
    index: Path
    archive: Path
    seconds: float


def make_reports(
    snapshot: Path,
    reports_folder: Path,
    archive_folder: Path,
    month: Month,
    *,
    only: str = "",
    audience: str = INTERNAL,
    jobs: int = 2,
    dask: str = "",
    with_pdf: bool = False,
    again: bool = False,
    begun: datetime | None = None,
    progress: Progress | None = None,
) -> ReportRun:
    """Make and publish the pages of a month: the steering group's, each municipality's and branch's, or `only` one.

    The edition `delt` stands in a folder of its own. `jobs` pages are made at a time, or as many as the cluster at
    the address `dask` takes. `again` makes pages again though nothing has changed. Every edition is kept in the
    archive. Raises `WrongUse` for a folder without data or an unknown page, `NotNow` when the published folder is in
    use or the cluster does not answer.
    """
    began = time.perf_counter()
    everything = _jobs(snapshot, audience)
    wanted = _only(everything, only)
    final, archive = folder_of(reports_folder, month, audience), archive_folder.absolute() / str(month)
    swap_folder.clear_wreck(final)
    published = read_record(final)
    data = digest(sorted(snapshot.glob("*.parquet")))
    release = _decided(snapshot, wanted, everything, month, audience, archive_folder)
    earlier = {job: _earlier(job, release, month, audience, archive_folder) for job in everything}
    identities = {job: identity(job, data, audience, earlier[job]) for job in everything}
    printable = with_pdf and pdf.find_browser() is not None
    stale = [job for job in wanted if again or not published.keeps(job, identities[job], with_pdf=printable)]
    edition, made = next_edition(published, data), dict[Job, PageResult]()
    if stale:
        notebooks = archive / f"notebooks{_suffix(audience)}"
        order = Order(snapshot.absolute(), month, audience, swap_folder.start(final), notebooks, edition, with_pdf)
        made = dict(zip(stale, run_month(stale, order, workers=jobs, dask=dask, progress=progress), strict=True))
        records = _records(everything, made, identities, published, order.pages)
        _write_folder(order, everything, records, begun)
        write_record(order, data, begun.isoformat(timespec="seconds") if begun else "", records)
        if release:
            keep_told(archive, _told(made, release, audience))
        swap_folder.keep_copy(order.pages, archive / f"udgave-{edition.number}{_suffix(audience)}")
        swap_folder.swap(final)
    overview.write(reports_folder)
    pages = tuple(_published_page(made.get(job), final, job) for job in wanted)
    return ReportRun(month, audience, edition.number, pages, final / INDEX, archive, time.perf_counter() - began)


def folder_of(reports_folder: Path, month: Month, audience: str) -> Path:
    """Where the month is published: `rapporter/2026-10`, the shared edition in `rapporter/2026-10-delt`."""
    return reports_folder.absolute() / f"{month}{_suffix(audience)}"


def is_finished(reports_folder: Path, month: Month, audience: str = INTERNAL) -> bool:
    """Whether every page of the month is published, whatever has changed since: a scheduled run is then done."""
    return read_record(folder_of(reports_folder, month, audience)).whole


def _decided(
    snapshot: Path, wanted: Sequence[Job], everything: Sequence[Job], month: Month, audience: str, archive_folder: Path
) -> Release | None:
    """What the month's shared pages hide; None where no page is wanted that is shared."""
    if not any(job.audience(audience) == SHARED for job in wanted):
        return None
    return shared_pages.decide(snapshot, [job.partner for job in everything], month, archive_folder)


def _told(made: Mapping[Job, PageResult], release: Release, audience: str) -> dict[str, Mapping[Quantity, int]]:
    """What the shared pages that were made tell for good."""
    new = [job.stem for job, page in made.items() if page.status == MADE and job.audience(audience) == SHARED]
    return {stem: release.told.get(stem, {}) for stem in new}


def _earlier(job: Job, release: Release | None, month: Month, audience: str, archive_folder: Path) -> str:
    """All that a page owes to what was published before."""
    audience = job.audience(audience)
    hides = shared_pages.fingerprint(release, job.stem) if release and audience == SHARED else ""
    return hides + fingerprint(archive_folder, month, job.stem, audience)


def _suffix(audience: str) -> str:
    return "" if audience == INTERNAL else f"-{audience}"


def _jobs(snapshot: Path, audience: str) -> list[Job]:
    """The pages of the month in the order of the index: of everybody, and of each municipality and branch."""
    if audience not in AUDIENCES:
        raise WrongUse(f"Udgaven skal være {' eller '.join(AUDIENCES)}, ikke »{audience}«.")
    known = partners(snapshot).sort_values(["name", "partner"])
    jobs = [job for kind in KINDS.values() for job in _jobs_of(kind, known)]
    return list(dict.fromkeys(jobs))


def _jobs_of(kind: PageKind, known: pd.DataFrame) -> list[Job]:
    if kind.about_everybody:
        return [Job(kind.key, EVERYBODY, kind.only, shared=True)]
    keys = known["partner"].str.partition(":")
    own = keys[0] == kind.key
    return [Job(kind.key, key, name) for key, name in zip(keys.loc[own, 2], known.loc[own, "name"], strict=True)]


def _only(jobs: Sequence[Job], only: str) -> list[Job]:
    chosen = [job for job in jobs if only in ("", job.partner)]
    if only and not chosen:
        raise WrongUse(f"Der er ingen side for »{only}«. Skriv fx kommune:101 eller branche:bygge-anlaeg.")
    return chosen


def _records(
    jobs: Sequence[Job],
    made: dict[Job, PageResult],
    identities: dict[Job, str],
    published: Published,
    building: Path,
) -> dict[str, PageRecord]:
    """What stands in the new folder for each job; a page that was not asked for comes along as it was."""
    records = {}
    for job in jobs:
        if job in made:
            records[job.partner] = page_record(made[job], identities[job])
        elif record := published.pages.get(job.partner):
            records[job.partner] = record
            for name in filter(None, (record["file"], record["pdf"])):
                shutil.copy2(published.folder / name, building / name)
    return records


def _write_folder(order: Order, jobs: Sequence[Job], records: dict[str, PageRecord], begun: datetime | None) -> None:
    """The index and the page about the run."""
    groups = [
        (kind.title, [entry(records[job.partner]) for job in jobs if job.kind == kind.key and job.partner in records])
        for kind in KINDS.values()
    ]
    index = index_of(groups, order.month, order.audience, order.edition)
    (order.pages / INDEX).write_text(index, encoding="utf-8", newline="\n")
    told = run_page_of(list(records.values()), order.month, order.audience, order.edition, begun)
    (order.pages / RUN_PAGE).write_text(told, encoding="utf-8", newline="\n")


def _published_page(made: PageResult | None, final: Path, job: Job) -> PageResult:
    """The page with its place after publication."""
    if made is None:
        return PageResult(job.kind, job.key, job.name, final / f"{job.stem}.html", 0.0, UNCHANGED)
    return replace(made, path=final / made.path.name, pdf=final / made.pdf.name if made.pdf else None)
