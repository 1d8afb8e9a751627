"""Run the notebooks of a month: each page is one papermill run with its own parameters.

A page that fails does not stop the others; it is returned with the reason. The executed notebook goes to the
archive, the page that is made of it to the folder that is being built.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.errors import IguError, WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.month_data import stem_of
from igu_xl.reports.disclosure.protection import PARTNERSHIP, ROUND, SHARED, page_for
from igu_xl.reports.parts.parts import NOT_MADE, Status
from igu_xl.reports.release import published
from igu_xl.reports.run import engine
from igu_xl.reports.run.page_html import Edition, page_of
from igu_xl.resources import shipped
from igu_xl.system import cluster, pdf, processes

if TYPE_CHECKING:
    from nbformat import NotebookNode

MADE, UNCHANGED, FAILED = "lavet", "uændret", "fejlet"
PARAMETERS = frozenset({"month", "key", "audience", "folder"})
PagesMade = Callable[[int, int], None]
Mapper = Callable[
    [Callable[["Job"], "PageResult"], Sequence["Job"]],
    Iterator[tuple["Job", "PageResult | None"]],
]
_FEW = 4  # pages that are made sooner than a worker has started


@dataclass(frozen=True, slots=True)
class Job:
    """A page to make: `kommune` `101`, and the partner's name for people; `shared` if it is about others' people."""

    kind: str
    key: str
    name: str
    shared: bool = False

    @property
    def partner(self) -> str:
        """`kommune:101`"""
        return f"{self.kind}:{self.key}"

    @property
    def stem(self) -> str:
        """The name of its files without ending: `kommune-101`, or `styregruppe` which there is one of."""
        return stem_of(self.partner)

    def audience(self, asked: str) -> str:
        """Who may see the page: those asked for; what is about others' people is shared, unless it was agreed on."""
        return SHARED if self.shared and asked != PARTNERSHIP else asked

    @property
    def notebook(self) -> Path:
        """The notebook that makes it."""
        return shipped("notebooks") / f"{self.kind}.ipynb"


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of a page.

    `shows` is the status it shows, `reason` why it failed; `pdf` is its PDF, where one was made, `note` why not.
    """

    kind: str
    key: str
    name: str
    path: Path
    seconds: float
    status: str
    reason: str = ""
    shows: Status = NOT_MADE
    pdf: Path | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageOrder:
    """All that a worker needs to make pages: the same for every page of a run."""

    snapshot: Path
    month: Month
    audience: str
    pages: Path
    notebooks: Path
    edition: Edition
    with_pdf: bool = False
    contact: str = ""
    method: str = ROUND


def run_month(
    jobs: Sequence[Job], order: PageOrder, *, workers: int = 2, dask: str = "", progress: PagesMade | None = None
) -> list[PageResult]:
    """Make the pages; the results stand in the jobs' order.

    They are made on the cluster at the address `dask`, else by several workers in a pool unless they are few.

    Raises `WrongUse` before anything runs when a notebook does not take the parameters it is given.
    """
    for notebook in sorted({job.notebook for job in jobs}):
        _check_parameters(notebook)
    order.notebooks.mkdir(parents=True, exist_ok=True)
    make = partial(make_page, order)
    done: dict[Job, PageResult] = {}
    if progress is not None:
        progress(0, len(jobs))
    for job, result in _mapper(order, len(jobs), workers, dask)(make, jobs):
        done[job] = result or _failed(job, order, processes.LIMIT, "Siden tog for lang tid, eller programmet gik ned.")
        if progress is not None:
            progress(len(done), len(jobs))
    return [done[job] for job in jobs]


def make_page(order: PageOrder, job: Job) -> PageResult:
    """Run one notebook and write its page; never raises, so that one bad page is one bad result."""
    began = time.perf_counter()
    try:
        with page_for(job.audience(order.audience)):
            executed = _executed(order, job)
        page = page_of(executed, order.edition, order.contact)
    except IguError as error:
        return _failed(job, order, time.perf_counter() - began, str(error))
    except Exception as error:  # whatever a notebook does, the other pages are made
        return _failed(job, order, time.perf_counter() - began, _reason(error))
    path = order.pages / f"{job.stem}.html"
    path.write_text(page.html, encoding="utf-8", newline="\n")
    if not order.edition.unfinished:
        published.keep(executed, order.notebooks.parent)
    printed, note = _printed(path) if order.with_pdf else (None, "")
    seconds = time.perf_counter() - began
    return PageResult(job.kind, job.key, job.name, path, seconds, MADE, "", page.status, printed, note)


def warm_up() -> None:
    """Import once in a worker what every page needs."""
    import papermill  # noqa: F401

    from igu_xl.reports.pages import branch, cohort_section, foot, municipality, steering  # noqa: F401

    engine.register()


def _mapper(order: PageOrder, pages: int, workers: int, dask: str) -> Mapper:
    """The way to run: on a cluster, in a pool of processes, or here."""
    if dask:
        folders = (order.snapshot, order.pages, order.notebooks)
        return partial(cluster.on_cluster, address=dask, warm=warm_up, folders=folders)
    if workers > 1 and (pages > _FEW or order.with_pdf):
        return partial(processes.in_processes, workers=workers, warm=warm_up)
    warm_up()
    return processes.one_by_one


def _printed(page: Path) -> tuple[Path | None, str]:
    """The page's PDF, or why there is none."""
    browser = pdf.find_browser()
    note = pdf.print_page(page, browser) if browser else pdf.NO_BROWSER
    return (None, note) if note else (page.with_suffix(".pdf"), "")


def _executed(order: PageOrder, job: Job) -> NotebookNode:
    """Run the notebook with its parameters; the executed one replaces an older one only when it is whole."""
    import papermill

    unfinished = order.notebooks / f"{job.stem}.bygges.ipynb"
    try:
        executed: NotebookNode = papermill.execute_notebook(
            _literal(job.notebook),
            _literal(unfinished),
            parameters={
                "month": str(order.month),
                "key": job.key,
                "audience": job.audience(order.audience),
                "folder": str(order.snapshot),
            },
            engine_name=engine.NAME,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
        return executed
    finally:
        if unfinished.exists():
            unfinished.replace(order.notebooks / f"{job.stem}.ipynb")


def _literal(path: Path) -> str:
    """A path that papermill takes as it is; it formats paths with the parameters, so braces are doubled."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _check_parameters(notebook: Path) -> None:
    import papermill

    engine.register()
    known = set(papermill.inspect_notebook(_literal(notebook)))
    if known != PARAMETERS:
        wrong = ", ".join(sorted(known ^ PARAMETERS))
        raise WrongUse(f"Notebooken {notebook.name} har ikke de rette parametre ({wrong}).")


def _reason(error: Exception) -> str:
    """One Danish sentence; the message of a strange error is left out, because it may quote data."""
    from papermill.exceptions import PapermillExecutionError

    if isinstance(error, PapermillExecutionError):
        fault = f"{error.ename} i celle {error.exec_count}"
        return error.evalue or f"Siden kunne ikke laves ({fault}). Den kørte notebook ligger i arkivet."
    return f"Siden kunne ikke laves ({type(error).__name__})."


def _failed(job: Job, order: PageOrder, seconds: float, reason: str) -> PageResult:
    return PageResult(job.kind, job.key, job.name, order.pages / f"{job.stem}.html", seconds, FAILED, reason)
