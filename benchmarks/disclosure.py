"""What shared pages tell and what they do not: `python benchmarks/disclosure.py ARKIV 2026-10 2026-11`.

ARKIV is a partnership's archive (`igu demo` makes one). For each month, in both ways of protecting: how many of the
counts that are not 0 are told, how far they are from the truth, and for how many small counts an outsider who has all
pages still believes 1, 2, 3 and 4: by a linear programme, and by one in whole numbers. The outsider is written here
and shares nothing with what rounds. Nothing is written to the archive.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import highspy
import numpy as np

from igu_xl.month import Month
from igu_xl.reports.data.month_data import load_everything
from igu_xl.reports.release import shared_pages
from igu_xl.reports.release.hiding import hide
from igu_xl.reports.release.joint import Release, SharedPage, System
from igu_xl.reports.release.ledger import Ledger
from igu_xl.reports.release.rounding_off import round_off
from igu_xl.reports.run.plan import partners_of


def main(archive: Path, months: Sequence[str]) -> None:
    ledger = Ledger("benchmark")
    for name in months:
        month, data = Month.parse(name), archive / name / "data"
        pages = shared_pages.pages_of(load_everything(data), partners_of(data), month)
        began = time.perf_counter()
        hidden = hide(pages)
        took_hiding, began = time.perf_counter() - began, time.perf_counter()
        rounded = round_off(pages, ledger, month)
        took = time.perf_counter() - began
        values, told, gone = cells(pages, rounded, hidden)
        some = values != 0
        print(f"{name}: {len(pages)} pages, {len(values)} cells of people, {some.sum()} of them not 0")
        print(f"  hidden: {1 - gone[some].mean():.0%} of those not 0 are told, {took_hiding:.1f} s")
        print(f"  rounded: all are told, mean error {np.abs(values - told)[some].mean():.2f}, {took:.1f} s")
        for whole in (False, True):
            began = time.perf_counter()
            small, safe = attacked(pages, rounded, whole)
            way = "whole numbers" if whole else "linear"
            print(f"  attack ({way}): {safe} of {small} small counts can be 1-4, {time.perf_counter() - began:.1f} s")
        for written in rounded.written.values():
            for (stem, quantity, when), entry in written.items():
                ledger.told.setdefault((stem, quantity), {})[when] = entry


def cells(pages: Sequence[SharedPage], rounded: Release, hidden: Release) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every count that is rounded, what is told of it, and whether the other way would hide it."""
    found = [
        (value, told, cell in hidden.plans[page.stem].tables[table.name])
        for page in pages
        for table in page.tables
        for cell, value in table.cells()
        if (told := rounded.plans[page.stem].tables[table.name].get(cell)) is not None
    ]
    values, told, gone = (np.array(one) for one in zip(*found, strict=True))
    return values, told, gone.astype(float)


def attacked(pages: Sequence[SharedPage], rounded: Release, whole: bool) -> tuple[int, int]:
    """How many counts are 1-4, and of how many of them the outsider believes each of these."""
    system, told = System(pages), dict[object, int]()
    for page in pages:
        for table in page.tables:
            for cell, one in system.of_table(page, table).items():
                if (count := rounded.plans[page.stem].tables[table.name].get(cell)) is not None:
                    told[one] = count
    number = {one: position for position, one in enumerate(told)}
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    ends = {}
    for one, count in told.items():
        low = count - 4 if one.value < 0 or count < 0 else max(0, count - 4)  # type: ignore[attr-defined]
        ends[one] = (low, count + 4)
        highs.addVar(low, count + 4)
        if whole:
            highs.changeColIntegrality(number[one], highspy.HighsVarType.kInteger)
    for line in system.lines:
        row: dict[int, float] = {}
        if line.total in number:
            for one, sign in [*((part, 1.0) for part in line.parts), (line.total, -1.0)]:
                row[number[one]] = row.get(number[one], 0.0) + sign
            highs.addRow(0, 0, len(row), np.array(list(row), dtype=np.int32), np.array(list(row.values())))
    small = [one for one in told if 0 < one.value < 5]  # type: ignore[attr-defined]
    return len(small), sum(
        all(believed(highs, number[one], ends[one], guess) for guess in range(1, 5)) for one in small
    )


def believed(highs: highspy.Highs, column: int, ends: tuple[int, int], guess: int) -> bool:
    highs.changeColBounds(column, guess, guess)
    highs.run()
    possible = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    highs.changeColBounds(column, *ends)
    return bool(possible)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
