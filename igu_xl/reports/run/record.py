"""The record of a published month, `koersel.json`: what each page was made from and what became of it.

It is written last of all, so a folder with a record is whole. A page whose data, notebook, look and code are the same
as when it was made is not made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import igu_xl
from igu_xl.documents import document, known, read_document
from igu_xl.reports.parts.parts import Status
from igu_xl.reports.run.page_html import Edition, Entry
from igu_xl.reports.run.page_runs import FAILED, Job, PageOrder, PageResult
from igu_xl.resources import shipped
from igu_xl.system.fingerprint import digest, digest_of_package

RECORD = "koersel.json"
# What no page can import, because it lies above the reports or beside them. What is shipped is looked at by itself.
NO_PART_OF_PAGES = frozenset({"__main__.py", "actions", "cli", "demo", "excel", "locale", "match", "shipped"})

PageRecord = dict[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What stands in the published folder: its record, empty when there is none.

    `expected` are all pages that the month should have, made or not; empty in the record of an earlier version.
    `provisional`: the month had not ended, so its pages are made again whenever they are asked for. `editions` are all
    that were published, and what changed in each (`run/editions`); `figures` are the key figures of the pages.
    """

    folder: Path
    month: str = ""
    audience: str = ""
    edition: int = 0
    data: str = ""
    made: str = ""
    pages: dict[str, PageRecord] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)
    provisional: bool = False
    editions: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, dict[str, int | None]] = field(default_factory=dict)
    kept: str = ""

    def keeps(self, job: Job, identity: str, *, with_pdf: bool) -> bool:
        """Whether the page is there for good, made from just this, with its PDF where one is wanted."""
        if self.provisional:
            return False
        made = self.pages.get(job.partner, {})
        wanted = [made.get("file", ""), *([made.get("pdf", "")] if with_pdf else [])]
        return made.get("identity") == identity and all(name and (self.folder / name).is_file() for name in wanted)

    def would_lose(self, job: Job, identity: str) -> bool:
        """Whether the page would be made from something else, and in its present form belongs to this edition."""
        made = self.pages.get(job.partner, {})
        own = made.get("edition", str(self.edition)) == str(self.edition)
        return own and not self.provisional and made.get("identity", "") not in ("", identity)

    @property
    def whole(self) -> bool:
        """Whether every page that the month should have was made, be they asked for one by one."""
        made = {partner for partner, page in self.pages.items() if page["file"]}
        return bool(made) and made.issuperset([*self.pages, *self.expected])


def read_record(folder: Path) -> Published:
    """What is published in a folder; nothing where the record does not say all.

    Raises `WrongUse` where a newer igu has published it.
    """
    record = read_document(folder / RECORD)
    later = {"folder", "expected", "provisional", "editions", "figures", "kept"}
    wanted = {one.name for one in fields(Published)} - later
    return Published(folder, **known(Published, record)) if wanted <= set(record) else Published(folder)


def write_record(
    order: PageOrder,
    data: str,
    made: str,
    pages: dict[str, PageRecord],
    expected: Sequence[str],
    editions: Sequence[Mapping[str, Any]],
    figures: Mapping[str, Mapping[str, int | None]],
) -> None:
    """The record of the pages that were built, of those expected and of all editions; `made` is when the run began."""
    record = {
        "month": str(order.month),
        "audience": order.audience,
        "edition": order.edition.number,
        "data": data,
        "made": made,
        "pages": pages,
        "expected": list(expected),
        "provisional": order.edition.unfinished is not None,
        "editions": list(editions),
        "figures": figures,
        "kept": order.snapshot.name,
    }
    (order.pages / RECORD).write_text(document(record), encoding="utf-8", newline="\n")


def next_edition(
    published: Published, data: str, unfinished: date | None = None, *, loses: bool = False, archived: int = 0
) -> Edition:
    """The edition that pages from these data belong to: a new one where the data have changed, or where a page that is
    made again would be lost (`loses`).

    A provisional one, of a month that was `unfinished` on that day, takes no number. Where nothing is published any
    more, it is the one after the last that was `archived`.
    """
    new = not unfinished and (published.provisional or data != published.data or loses)
    return Edition((published.edition or archived) + new, data[:8], igu_xl.__version__, unfinished)


def identity(job: Job, data: str, audience: str, earlier: str, code: str) -> str:
    """What a page is made from: the data, its notebook, the look of the pages, the `code_of` the program, its version.

    `earlier` stands for what was published before, which decides what a page hides and what it calls corrected.
    """
    look = sorted(path for path in shipped("reports").iterdir() if path.is_file())
    return digest([job.notebook, *look], data, job.name, audience, earlier, code, igu_xl.__version__)


@cache
def code_of(package: Path = Path(igu_xl.__file__).parent) -> str:
    """The code that pages are made with, in short; asked once, for what a process has imported stays as it was."""
    return digest_of_package(package, leave_out=NO_PART_OF_PAGES)


def page_record(page: PageResult, made_from: str, edition: Edition, audience: str) -> PageRecord:
    """What the record says of a page that was made for an edition and an audience."""
    made = page.status != FAILED
    return {
        "name": page.name,
        "identity": made_from if made else "",
        "edition": str(edition.number),
        "audience": audience,
        "file": page.path.name if made else "",
        "pdf": page.pdf.name if page.pdf else "",
        "reason": page.reason,
        "note": page.note,
        "seconds": f"{page.seconds:.1f}",
        **asdict(page.shows),
    }


def entry(record: PageRecord) -> Entry:
    """The page as a line of the index."""
    status = Status(record["key"], record["sign"], record["word"])
    return Entry(record["name"], record["file"], status, record["reason"], record["pdf"])
