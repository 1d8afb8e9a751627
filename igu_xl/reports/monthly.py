"""A month's reports: make the pages that are missing or out of date, write the index, publish it all at once.

A page whose data, notebook and look are the same as when it was made is not made again. What each page was made from
stands in `koersel.json`, which is written last.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import igu_xl
from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports import publish
from igu_xl.reports.disclosure import AUDIENCES, INTERNAL
from igu_xl.reports.month_data import EVERYBODY, STEERING
from igu_xl.reports.pages import Edition, Entry, index_of
from igu_xl.reports.parts import Status
from igu_xl.reports.runs import FAILED, UNCHANGED, Job, Order, PageResult, Progress, run_month
from igu_xl.reports.snapshot import partners
from igu_xl.resources import shipped

INDEX, RECORD = "index.html", "koersel.json"
GROUPS = {STEERING: "Hele partnerskabet", "kommune": "Kommuner", "branche": "Brancher"}
_STEERING_GROUP = Job(STEERING, EVERYBODY, "Styregruppen")


@dataclass(frozen=True, slots=True)
class ReportRun:
    """What a run did: every page of the month, where the index and the archive are, and how long it took."""

    month: Month
    pages: tuple[PageResult, ...]
    index: Path
    archive: Path
    seconds: float


@dataclass(frozen=True, slots=True)
class _Published:
    """What stands in the published folder: its record, empty when there is none."""

    folder: Path
    edition: int
    data: str
    pages: dict[str, dict[str, str]]

    def keeps(self, job: Job, identity: str) -> bool:
        """Whether the page is there, made from just this."""
        made = self.pages.get(job.partner, {})
        return made.get("identity") == identity and (self.folder / made["file"]).is_file()


def make_reports(
    snapshot: Path,
    reports_folder: Path,
    archive_folder: Path,
    month: Month,
    *,
    only: str = "",
    audience: str = INTERNAL,
    jobs: int = 2,
    again: bool = False,
    progress: Progress | None = None,
) -> ReportRun:
    """Make and publish the pages of a month: the steering group's, each municipality's and branch's, or `only` one.

    The edition `delt` stands in a folder of its own. `again` makes pages again though nothing has changed. Raises
    `WrongUse` for a folder without data or an unknown page, `NotNow` when the published folder is in use.
    """
    began = time.perf_counter()
    everything = _jobs(snapshot, audience)
    wanted = _only(everything, only)
    suffix = "" if audience == INTERNAL else f"-{audience}"
    final, archive = reports_folder / f"{month}{suffix}", archive_folder / str(month)
    publish.clear_wreck(final)
    published = _published(final)
    data = _digest(sorted(snapshot.glob("*.parquet")))
    identities = {job: _identity(job, data, audience) for job in everything}
    stale = [job for job in wanted if again or not published.keeps(job, identities[job])]
    made: dict[Job, PageResult] = {}
    if stale:
        edition = Edition(published.edition + (data != published.data), data[:8], igu_xl.__version__)
        order = Order(snapshot, month, audience, publish.start(final), archive / f"notebooks{suffix}", edition)
        made = dict(zip(stale, run_month(stale, order, workers=jobs, progress=progress), strict=True))
        _write_folder(order, data, everything, _records(everything, made, identities, published, order.pages))
        publish.swap(final)
    pages = [
        replace(made[job], path=final / made[job].path.name) if job in made else _unchanged(final, job)
        for job in wanted
    ]
    return ReportRun(month, tuple(pages), final / INDEX, archive, time.perf_counter() - began)


def _jobs(snapshot: Path, audience: str) -> list[Job]:
    """The steering group's page and one for each municipality and branch of the month, in the order of the index."""
    if audience not in AUDIENCES:
        raise WrongUse(f"Udgaven skal være {' eller '.join(AUDIENCES)}, ikke »{audience}«.")
    known = partners(snapshot).sort_values(["name", "partner"])
    pairs = [(partner.partition(":"), name) for partner, name in zip(known["partner"], known["name"], strict=True)]
    jobs = dict.fromkeys(Job(kind, key, name) for (kind, _, key), name in pairs if kind in GROUPS)
    return [_STEERING_GROUP, *sorted(jobs, key=lambda job: list(GROUPS).index(job.kind))]


def _only(jobs: Sequence[Job], only: str) -> list[Job]:
    chosen = [job for job in jobs if only in ("", job.partner)]
    if only and not chosen:
        raise WrongUse(f"Der er ingen side for »{only}«. Skriv fx kommune:101 eller branche:bygge-anlaeg.")
    return chosen


def _digest(files: Iterable[Path], *more: str) -> str:
    """A fingerprint of the files' names and bytes, and of some words."""
    digest = hashlib.sha256("\0".join(more).encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _identity(job: Job, data: str, audience: str) -> str:
    """What a page is made from: the data, its notebook, the look of the pages, the program's version."""
    look = sorted(path for path in shipped("reports").iterdir() if path.is_file())
    return _digest([job.notebook, *look], data, job.name, audience, igu_xl.__version__)


def _published(folder: Path) -> _Published:
    path = folder / RECORD
    record = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return _Published(folder, record.get("edition", 0), record.get("data", ""), record.get("pages", {}))


def _records(
    jobs: Sequence[Job],
    made: dict[Job, PageResult],
    identities: dict[Job, str],
    published: _Published,
    building: Path,
) -> dict[str, dict[str, str]]:
    """What stands in the new folder for each job; a page that was not asked for comes along as it was."""
    records = {}
    for job in jobs:
        if job in made:
            records[job.partner] = _record(made[job], identities[job])
        elif record := published.pages.get(job.partner):
            records[job.partner] = record
            if record["file"]:
                shutil.copy2(published.folder / record["file"], building / record["file"])
    return records


def _record(page: PageResult, identity: str) -> dict[str, str]:
    made = page.status != FAILED
    return {
        "identity": identity if made else "",
        "file": page.path.name if made else "",
        "reason": page.reason,
        **asdict(page.standing),
    }


def _write_folder(order: Order, data: str, jobs: Sequence[Job], records: dict[str, dict[str, str]]) -> None:
    """The index and, last of all, the record."""
    groups = [
        (title, [_entry(job, records[job.partner]) for job in jobs if job.kind == kind and job.partner in records])
        for kind, title in GROUPS.items()
    ]
    index = index_of(groups, order.month, order.audience, order.edition)
    (order.pages / INDEX).write_text(index, encoding="utf-8", newline="\n")
    record = {
        "month": str(order.month),
        "audience": order.audience,
        "edition": order.edition.number,
        "version": order.edition.version,
        "data": data,
        "pages": records,
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    (order.pages / RECORD).write_text(text, encoding="utf-8", newline="\n")


def _entry(job: Job, record: dict[str, str]) -> Entry:
    status = Status(record["key"], record["sign"], record["word"])
    return Entry(job.name, record["file"], status, record["reason"])


def _unchanged(final: Path, job: Job) -> PageResult:
    return PageResult(job.kind, job.key, job.name, final / f"{job.stem}.html", 0.0, UNCHANGED)
