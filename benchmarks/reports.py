"""How long a month's pages take: in a pool, and beside papermill's default engine.

    python benchmarks/reports.py

Makes the demo partnership in a temporary folder and takes its month of data. Prints seconds for all its pages, for
106 pages (98 municipalities, 7 branches, the steering group; the demo's municipalities again under new keys), and for
a few of the same notebooks with a kernel each, as papermill runs them. CPU seconds hold on a busy machine too.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import pandas as pd
import papermill

from igu_xl.demo.tour import run_demo
from igu_xl.month import Month
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.resources import shipped

Result = TypeVar("Result")

REGION = 106
KERNELS = 4  # pages that are also run with a kernel each


def main() -> None:
    """Print the table."""
    workers = os.cpu_count() or 2
    print(f"{workers} CPU, Python {platform.python_version()}, papermill {papermill.__version__}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        run_demo(folder / "demo", 200, lambda done, total, name: None)
        data = next((folder / "demo" / "arkiv").glob("*/data"))
        month = Month.parse(data.parent.name)

        def run(name: str, jobs: int) -> ReportRun:
            return make_reports(data, folder / name, folder / f"{name}-arkiv", month, ReportOptions(jobs=jobs))

        pages = _timed("all pages, pool", lambda: run("pulje", workers)).pages
        _timed("all pages, one process", lambda: run("alene", 1))
        keys = [page.key for page in pages if page.kind == "kommune"][:KERNELS]
        _timed(f"{KERNELS} pages, papermill's default engine", lambda: _with_kernels(data, month, keys, folder))
        _grow(data, REGION - len(pages))
        assert len(_timed(f"{REGION} pages, pool", lambda: run("region", workers)).pages) == REGION


def _timed(name: str, do: Callable[[], Result]) -> Result:
    began, used = time.perf_counter(), _cpu_seconds()
    result = do()
    print(f"{name:40} {time.perf_counter() - began:7.1f} s wall {_cpu_seconds() - used:7.1f} s CPU", flush=True)
    return result


def _cpu_seconds() -> float:
    """What this process and those it began and saw end have used (children are not counted on Windows)."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _with_kernels(data: Path, month: Month, keys: list[str], folder: Path) -> None:
    """The same notebooks with a kernel each, one after another."""
    for key in keys:
        values = {"month": str(month), "key": key, "audience": "intern", "folder": str(data)}
        target = str(folder / f"{key}.ipynb")
        notebook = str(shipped("notebooks") / "kommune.ipynb")
        papermill.execute_notebook(notebook, target, parameters=values, kernel_name="python3", progress_bar=False)


def _grow(data: Path, more: int) -> None:
    """Give the month so many more municipalities: copies of its own under new keys."""
    partners = pd.read_parquet(data / "partners.parquet")
    known = partners.loc[partners["kind"] == "kommune", "partner"].to_list()
    copies = [(source, f"kommune:{800 + number}") for number, source in enumerate(islice(cycle(known), more))]
    for path in data.glob("*.parquet"):
        table = pd.read_parquet(path)
        if "partner" in table:
            added = [table[table["partner"] == source].assign(partner=copy) for source, copy in copies]
            pd.concat([table, *added], ignore_index=True).to_parquet(path)


if __name__ == "__main__":
    main()
