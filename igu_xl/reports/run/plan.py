"""What a run is to do: which pages a month has, which were asked for, and which of them must be made.

A page is made again when it would be made from something else than it was, or hide something else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.month_data import EVERYBODY
from igu_xl.reports.data.snapshot import partners, unfinished
from igu_xl.reports.disclosure.protection import INTERNAL, PARTNERSHIP, SHARED
from igu_xl.reports.kinds import KINDS, MUNICIPALITY, PageKind
from igu_xl.reports.release import shared_pages
from igu_xl.reports.release.joint import Release
from igu_xl.reports.release.published import fingerprint
from igu_xl.reports.run.editions import last_archived
from igu_xl.reports.run.options import ReportOptions, require_agreement, require_several
from igu_xl.reports.run.page_html import Edition
from igu_xl.reports.run.page_runs import Job
from igu_xl.reports.run.record import PageRecord, Published, code_of, identity, next_edition, read_record
from igu_xl.system import pdf, swap_folder
from igu_xl.system.fingerprint import digest


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run is to do.

    `everything` are all pages of the month, `wanted` those that were asked for, `stale` those of them that must be
    made. `identities` is what each page would be made from, `data` stands for the month's data, and `release` is what
    the shared pages hide, None where none is wanted.
    """

    month: Month
    options: ReportOptions
    snapshot: Path
    final: Path
    archive: Path
    published: Published
    edition: Edition
    data: str
    release: Release | None
    everything: Sequence[Job]
    wanted: Sequence[Job]
    stale: Sequence[Job]
    identities: Mapping[Job, str]

    @property
    def comes_along(self) -> Mapping[str, PageRecord]:
        """The published pages that stay where they are not made; no provisional ones among those of a whole month."""
        outdated = self.published.provisional and not self.edition.unfinished
        return {} if outdated else self.published.pages

    @property
    def suffix(self) -> str:
        """What the names of the edition's own folders end with."""
        return suffix_of(self.options.audience)


def planned(snapshot: Path, final: Path, archive_folder: Path, month: Month, options: ReportOptions) -> RunPlan:
    """Compare what the pages would be made from with what is published in `final`, and decide what shared ones hide.

    Raises `WrongUse` for a folder without data, an unknown page, and exact totals that nobody has agreed on.
    """
    require_agreement(options.audience, options.agreement)
    everything = _jobs(snapshot)
    partners_of_all = [job.partner for job in everything]
    require_several(options.audience, sum(job.kind == MUNICIPALITY.key for job in everything))
    if options.audience == PARTNERSHIP:
        everything = [job for job in everything if job.shared]  # a municipality's own page tells of one alone
    wanted = _only(everything, options.only)
    swap_folder.clear_wreck(final)
    published, data = read_record(final), digest(sorted(snapshot.glob("*.parquet")))
    not_ended = unfinished(snapshot, month)
    release = None
    if any(job.audience(options.audience) == SHARED for job in wanted):
        release = shared_pages.decide(snapshot, partners_of_all, month, archive_folder, options.method)
    earlier = {job: _earlier(job, release, month, options.audience, archive_folder) for job in everything}
    identities = {job: identity(job, data, options.audience, earlier[job], code_of()) for job in everything}
    printable = options.with_pdf and pdf.find_browser() is not None
    kept = {job for job in wanted if published.keeps(job, identities[job], with_pdf=printable)}
    stale = [job for job in wanted if options.again or not_ended or job not in kept]
    loses = any(published.would_lose(job, identities[job]) for job in stale)
    archived = last_archived(archive_folder / str(month), suffix_of(options.audience))
    return RunPlan(
        month=month,
        options=options,
        snapshot=snapshot.absolute(),
        final=final,
        archive=archive_folder.absolute() / str(month),
        published=published,
        edition=next_edition(published, data, not_ended, loses=loses, archived=archived),
        data=data,
        release=release,
        everything=everything,
        wanted=wanted,
        stale=stale,
        identities=identities,
    )


def suffix_of(audience: str) -> str:
    """What the names of an edition's own folders end with."""
    return "" if audience == INTERNAL else f"-{audience}"


def partners_of(snapshot: Path) -> list[str]:
    """The pages of a month by their partners: `kommune:101`."""
    return [job.partner for job in _jobs(snapshot)]


def _jobs(snapshot: Path) -> list[Job]:
    """The pages of the month in the order of the index: of everybody, and of each municipality and branch."""
    known = partners(snapshot).sort_values(["name", "partner"])
    jobs = [job for kind in KINDS.values() for job in _jobs_of(kind, known)]
    return list(dict.fromkeys(jobs))


def _jobs_of(kind: PageKind, known: pd.DataFrame) -> list[Job]:
    if kind.about_everybody:
        return [Job(kind.key, EVERYBODY, kind.only, shared=kind.others)]
    partners = [(partner.partition(":"), name) for partner, name in zip(known["partner"], known["name"], strict=True)]
    return [Job(kind.key, key, name, shared=kind.others) for (own, _, key), name in partners if own == kind.key]


def _only(jobs: Sequence[Job], only: str) -> list[Job]:
    chosen = [job for job in jobs if only in ("", job.partner)]
    if only and not chosen:
        raise WrongUse(f"Der er ingen side for »{only}«. Skriv fx kommune:101 eller branche:bygge-anlaeg.")
    return chosen


def _earlier(job: Job, release: Release | None, month: Month, audience: str, archive_folder: Path) -> str:
    """All that a page owes to what was published before."""
    audience = job.audience(audience)
    hides = shared_pages.fingerprint(release, job.stem) if release and audience == SHARED else ""
    return hides + fingerprint(archive_folder, month, job.stem, audience)
