"""A month's reports: make the pages that are missing or out of date, write the index, publish it all at once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from igu_xl.month import Month
from igu_xl.reports.disclosure.protection import INTERNAL, SHARED
from igu_xl.reports.kinds import KINDS
from igu_xl.reports.parts.parts import edition_words, month_words
from igu_xl.reports.release import shared_pages
from igu_xl.reports.run import editions, overview
from igu_xl.reports.run.delivery import Delivery
from igu_xl.reports.run.editions import EditionRecord, ShownFigures
from igu_xl.reports.run.options import AS_USUAL, ReportOptions
from igu_xl.reports.run.page_html import index_of, run_page_of
from igu_xl.reports.run.page_runs import FAILED, MADE, UNCHANGED, Job, PageOrder, PageResult, PagesMade, run_month
from igu_xl.reports.run.plan import RunPlan, planned, suffix_of
from igu_xl.reports.run.record import PageRecord, entry, page_record, read_record, write_record
from igu_xl.system import swap_folder

INDEX, RUN_PAGE = "index.html", "koersel.html"


@dataclass(frozen=True, slots=True)
class ReportRun:
    """What a run did: every page of the month, where the index and the archive are, and how long it took.

    `unfinished` is the day of the data where the month had not ended then: its pages are provisional. `delivered` is
    what became of each partner's own pages, where partners have folders of their own. `note` is what the one who asked
    must know of how the shared pages are protected.
    """

    month: Month
    audience: str
    edition: int
    pages: tuple[PageResult, ...]
    index: Path
    archive: Path
    seconds: float
    unfinished: date | None = None
    delivered: tuple[Delivery, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """The month as people read it, marked where it had not ended."""
        return month_words(self.month, self.unfinished)

    @property
    def to_mend(self) -> bool:
        """Whether somebody must do something: a page failed, or did not come to its partner."""
        return any(page.status == FAILED for page in self.pages) or any(one.reason for one in self.delivered)


def make_reports(
    snapshot: Path,
    reports_folder: Path,
    archive_folder: Path,
    month: Month,
    options: ReportOptions = AS_USUAL,
    *,
    begun: datetime | None = None,
    progress: PagesMade | None = None,
) -> ReportRun:
    """Make and publish the pages of a month: the steering group's, each municipality's and branch's, or one only.

    Every edition is kept in the archive; of provisional ones, made before the month had ended, the last. Raises
    `WrongUse` for a folder without data or an unknown page, `NotNow` when the published folder is in use or the cluster
    does not answer.
    """
    began = time.perf_counter()
    final = folder_of(reports_folder, month, options.audience)
    plan = planned(snapshot, final, archive_folder, month, options)
    made = _publish(plan, begun, progress) if plan.stale else {}
    overview.write(reports_folder)
    pages = tuple(_published_page(made.get(job), final, job) for job in plan.wanted)
    seconds = time.perf_counter() - began
    edition = plan.edition
    return ReportRun(
        month=month,
        audience=options.audience,
        edition=edition.number,
        pages=pages,
        index=final / INDEX,
        archive=plan.archive,
        seconds=seconds,
        unfinished=edition.unfinished,
        note=plan.release.note if plan.release else "",
    )


def folder_of(reports_folder: Path, month: Month, audience: str) -> Path:
    """Where the month is published: `rapporter/2026-10`, the shared edition in `rapporter/2026-10-delt`."""
    return reports_folder.absolute() / f"{month}{suffix_of(audience)}"


def is_finished(reports_folder: Path, month: Month, audience: str = INTERNAL) -> bool:
    """Whether every page of the whole month is published, whatever has changed since: a scheduled run is then done."""
    published = read_record(folder_of(reports_folder, month, audience))
    return published.whole and not published.provisional


def as_published(reports_folder: Path, archive_folder: Path, month: Month, audience: str) -> ReportRun:
    """A month as it stands, as a run that had nothing to make."""
    final = folder_of(reports_folder, month, audience)
    published = read_record(final)
    made = {partner: page for partner, page in published.pages.items() if page["file"]}
    pages = tuple(_as_it_stands(partner, page, final) for partner, page in made.items())
    archive = archive_folder.absolute() / str(month)
    return ReportRun(month, audience, published.edition, pages, final / INDEX, archive, 0.0)


def _as_it_stands(partner: str, page: PageRecord, final: Path) -> PageResult:
    kind, _, key = partner.partition(":")
    return PageResult(kind, key, page["name"], final / page["file"], 0.0, UNCHANGED)


def _publish(plan: RunPlan, begun: datetime | None, progress: PagesMade | None) -> dict[Job, PageResult]:
    """Make the pages that must be, and put them in the place of the published ones with all that belongs to them."""
    order = PageOrder(
        snapshot=plan.snapshot,
        month=plan.month,
        audience=plan.options.audience,
        pages=swap_folder.start(plan.final),
        notebooks=plan.archive / f"notebooks{plan.suffix}",
        edition=plan.edition,
        with_pdf=plan.options.with_pdf,
        contact=plan.options.contact,
        method=plan.release.method if plan.release else plan.options.method,
    )
    before = editions.figures_before(plan.published, plan.stale, order.audience, plan.archive)
    results = run_month(plan.stale, order, workers=plan.options.jobs, dask=plan.options.dask, progress=progress)
    made = dict(zip(plan.stale, results, strict=True))
    records = _records(plan, made, order.pages)
    started = begun.isoformat(timespec="seconds") if begun else ""
    figures = _figures(plan, made)
    changed = editions.changes(before, figures, order.audience)
    all_editions = editions.with_edition(plan.published, order, started, changed)
    _write_folder(order, plan.everything, records, begun, all_editions)
    expected = [job.partner for job in plan.everything]
    told = plan.published.figures | {job.partner: dict(one) for job, one in figures.items()}
    write_record(order, plan.data, started, records, expected, all_editions, told)
    if plan.release:
        shared_pages.keep(plan.release, _shared(made, plan.options.audience), plan.archive)
    editions.bring_earlier(plan.published, order, plan.suffix)
    swap_folder.swap(plan.final)
    kept_as = "foreloebig" if plan.edition.unfinished else f"udgave-{plan.edition.number}"
    editions.keep_in_archive(plan.final, plan.archive / f"{kept_as}{plan.suffix}")
    return made


def _figures(plan: RunPlan, made: Mapping[Job, PageResult]) -> dict[Job, ShownFigures]:
    """The key figures of the pages that were made; provisional ones are not held against anybody."""
    jobs = [job for job, page in made.items() if page.status == MADE and not plan.edition.unfinished]
    return {job: editions.figures_of(job, plan.options.audience, plan.archive) for job in jobs}


def _shared(made: Mapping[Job, PageResult], audience: str) -> list[str]:
    """The shared pages that were made, by their stems."""
    return [job.stem for job, page in made.items() if page.status == MADE and job.audience(audience) == SHARED]


def _records(plan: RunPlan, made: Mapping[Job, PageResult], building: Path) -> dict[str, PageRecord]:
    """What stands in the new folder for each job; a page that was not asked for comes along as it was."""
    records = {}
    for job in plan.everything:
        if job in made:
            audience = job.audience(plan.options.audience)
            records[job.partner] = page_record(made[job], plan.identities[job], plan.edition, audience)
        elif record := plan.comes_along.get(job.partner):
            records[job.partner] = record
            for name in filter(None, (record["file"], record["pdf"])):
                shutil.copy2(plan.published.folder / name, building / name)
    return records


def _write_folder(
    order: PageOrder,
    jobs: Sequence[Job],
    records: dict[str, PageRecord],
    begun: datetime | None,
    all_editions: Sequence[EditionRecord],
) -> None:
    """The index and the page about the run."""
    groups = [
        (kind.title, [entry(records[job.partner]) for job in jobs if job.kind == kind.key and job.partner in records])
        for kind in KINDS.values()
    ]
    listed = editions.for_index(all_editions, order)
    index = index_of(groups, order.month, order.audience, order.edition, listed, order.contact, order.method)
    (order.pages / INDEX).write_text(index, encoding="utf-8", newline="\n")
    said = edition_words(order.audience, order.method)
    told = run_page_of(list(records.values()), order.month, said, order.edition, begun)
    (order.pages / RUN_PAGE).write_text(told, encoding="utf-8", newline="\n")


def _published_page(made: PageResult | None, final: Path, job: Job) -> PageResult:
    """The page with its place after publication."""
    if made is None:
        return PageResult(job.kind, job.key, job.name, final / f"{job.stem}.html", 0.0, UNCHANGED)
    return replace(made, path=final / made.path.name, pdf=final / made.pdf.name if made.pdf else None)
