"""How long a region's workbooks take to read and check, beside openpyxl with loops over rows; and how it grows.

    python benchmarks/reading.py

Builds 29 municipalities x 500 candidates, 10 branches x 300 slots and 20 schools x 40 cohorts in a temporary folder,
then prints seconds. The comparison reads the same cells with openpyxl and understands each with the same column
readers, one by one; it makes no checks between rows, so it does less than what it is compared with.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import openpyxl
import pandas as pd

from igu_xl.checks.validation import check, validate
from igu_xl.demo.partnership import clean_partnership
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.domain.codes import fold
from igu_xl.domain.municipalities import municipality_codes
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL
from igu_xl.sheets.partnership import find_workbooks, read_partnership
from igu_xl.sheets.reading.values import understand
from igu_xl.sheets.schema import Book
from igu_xl.sheets.templates import build_workbook

Row = Mapping[str, object]

CANDIDATES, SLOTS, COHORTS = 500, 300, 40
BRANCHES, SCHOOLS = 10, 20


def build_region(folder: Path) -> None:
    """Write the workbooks of a whole region, from the rows of the demo repeated under new ids."""
    books = clean_partnership(2_500)
    rows = {book: _all_rows(books, book) for book in (MUNICIPALITY, BRANCH, SCHOOL)}
    for code in municipality_codes("Region Hovedstaden", date(2026, 11, 2)):
        candidates = _renamed(rows[MUNICIPALITY]["tblKandidater"], CANDIDATES, "candidate", f"{code}-{{:04d}}")
        own = [{**row, "municipality": None} for row in candidates]
        _write(MUNICIPALITY, folder / "kommuner" / f"{code}.xlsx", {"tblKandidater": own})
    companies = rows[BRANCH]["tblVirksomheder"]
    for number in range(BRANCHES):
        p_numbers = {row["p_number"]: f"{number + 1:02d}40{row['p_number'][4:]}" for row in companies}  # type: ignore[index]
        own = [{**row, "p_number": p_numbers[row["p_number"]]} for row in companies]
        slots = _renamed(rows[BRANCH]["tblPladser"], SLOTS, "slot", f"B{number:02d}-{{:04d}}")
        slots = [{**row, "p_number": p_numbers[row["p_number"]], "profile": None} for row in slots]
        _write(BRANCH, folder / "brancher" / f"branche-{number}.xlsx", {"tblVirksomheder": own, "tblPladser": slots})
    for number in range(SCHOOLS):
        cohorts = _renamed(rows[SCHOOL]["tblHold"], COHORTS, "cohort", f"S{number:02d}-{{:04d}}")
        _write(SCHOOL, folder / "skoler" / f"skole-{number}.xlsx", {"tblHold": cohorts})


def openpyxl_with_loops(folder: Path) -> int:
    """Read and understand every cell of the input tables one by one; returns how many cells had a fault."""
    faults = 0
    for file in find_workbooks(folder)[0]:
        workbook = openpyxl.load_workbook(file.path, data_only=True)
        for table in file.book.inputs:
            sheet = next(sheet for sheet in workbook.worksheets if table.name in sheet.tables)
            rows = list(sheet[sheet.tables[table.name].ref])
            keys = {fold(column.header): column for column in table.inputs}
            columns = [keys.get(fold(str(cell.value))) for cell in rows[0]]
            for row in rows[1:]:
                for column, cell in zip(columns, row, strict=True):
                    if column is not None and cell.value is not None:
                        faults += bool(understand(pd.Series([cell.value], dtype=object), column)[1])
    return faults


def growth() -> list[tuple[int, int, float, float]]:
    """Rows, seconds to read and seconds to check for partnerships of 1, 4 and 16 times the size."""
    figures = []
    for times in (1, 4, 16):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for book in clean_partnership(1_000 * times):
                _write(book.book, folder / book.filename, book.rows)
            partnership, read = timed(lambda at=folder: read_partnership(at))
            _, checked = timed(lambda what=partnership: check(what, DEMO_TODAY))
            figures.append((times, sum(map(len, partnership.frames.values())), read, checked))
    return figures


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """What some work gives, and the seconds it takes."""
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def main() -> None:
    """Print the figures with the machine they were made on."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_region(folder)
        validation, ours = timed(lambda: validate(folder, DEMO_TODAY))
        rows = sum(map(len, validation.partnership.frames.values()))
        print(f"read and check {len(validation.partnership.books)} workbooks, {rows} rows: {ours:.2f} s")
        _, loops = timed(lambda: openpyxl_with_loops(folder))
        times = loops / ours
        print(f"the same cells with openpyxl and loops, without checks: {loops:.2f} s, {times:.1f} times as long")
    print("growth with the number of candidates (rows, seconds to read, seconds to check, microseconds a row):")
    for times, rows, read, checked in growth():
        print(f"  {times:>2}x {rows:>7} {read:>7.2f} {checked:>7.2f} {1e6 * (read + checked) / rows:>8.0f}")


def _all_rows(books: Sequence[object], book: Book) -> dict[str, list[Row]]:
    own = [one for one in books if one.book.kind == book.kind]  # type: ignore[attr-defined]
    return {table.name: [row for one in own for row in one.rows.get(table.name, ())] for table in book.inputs}  # type: ignore[attr-defined]


def _renamed(rows: Sequence[Row], count: int, key: str, pattern: str) -> list[dict[str, object]]:
    return [{**row, key: pattern.format(number)} for number, row in enumerate(islice(cycle(rows), count), 1)]


def _write(book: Book, path: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    build_workbook(book, path, rows)


if __name__ == "__main__":
    main()
