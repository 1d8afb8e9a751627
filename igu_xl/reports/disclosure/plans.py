"""What the shared edition of each page of a month tells, kept beside the month's data as `delt.json`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from igu_xl.documents import document, read_document
from igu_xl.reports.disclosure.protection import HIDE, PagePlan, TablePlan
from igu_xl.system import swap_folder

_FILE = "delt.json"
_BEFORE = "skjult-delt.json"  # of version 0.1.0, which hid: for each page its tables, and nothing else


def write(archive: Path, plans: Mapping[str, PagePlan]) -> None:
    """Keep the plans of a month's pages, by the pages' stems."""
    told = {stem: as_json(plan) for stem, plan in plans.items()}
    swap_folder.put(archive / _FILE, document(told, sort_keys=True))


def read(archive: Path, stem: str) -> PagePlan | None:
    """The plan of one page; None where none was made."""
    kept = read_document(archive / _FILE).get(stem)
    if kept is None:
        return None
    return PagePlan(**{**kept, "tables": _tables(kept["tables"])})


def read_all(archive: Path) -> dict[str, PagePlan]:
    """The plans of all pages of a month that was made, by version 0.1.0 too; none where none is kept."""
    if kept := read_document(archive / _FILE):
        return {stem: PagePlan(**{**plan, "tables": _tables(plan["tables"])}) for stem, plan in kept.items()}
    return {stem: PagePlan(HIDE, _tables(tables)) for stem, tables in read_document(archive / _BEFORE).items()}


def _tables(kept: Mapping[str, Any]) -> dict[str, TablePlan]:
    return {table: {(row, column): told for row, column, told in cells} for table, cells in kept.items()}


def as_json(plan: PagePlan) -> dict[str, Any]:
    """A page's plan as it is kept: for each table its cells, and what stands for the count."""
    tables = {
        name: sorted(([*cell, told] for cell, told in cells.items()), key=str) for name, cells in plan.tables.items()
    }
    return {"method": plan.method, "remark": plan.remark, "refused": plan.refused, "tables": tables}
