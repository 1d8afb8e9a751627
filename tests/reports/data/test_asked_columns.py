"""Pages and the standing ask only for columns that are kept: a month's data hold no others, and no reading does.

A column of the contract that is asked for and not kept ends in a KeyError that names no place; this names it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.month import Month
from igu_xl.reports.data.month_data import load_everything
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.standing.tracked import TABLES, tracked

PACKAGE = Path(__file__).parents[3] / "igu_xl"
IN_CONTRACT = {column.key: column.header for book in PARTNER_BOOKS for table in book.inputs for column in table}
# Methods of a frame whose texts name columns.
METHODS = {"groupby", "dropna", "drop_duplicates", "set_index", "sort_values", "merge", "reindex"}
# What the companies, cohorts and courses of a month add to its days, which carry it under other names.
ADDED = {"p_number", "sector", "postcode", "cohort", "title", "hours"}
KEEP = (
    "Remember what a day is asked about in _TRACKED of igu_xl/standing/tracked.py; what does not change from day to "
    "day is named in _NEEDED of igu_xl/reports/data/snapshot.py."
)


def asked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The columns of the contract that a module asks a frame for, with the line."""
    for node in ast.walk(tree):
        names: list[ast.AST] = [node.slice] if isinstance(node, ast.Subscript) else []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            names += [*node.args, *(keyword.value for keyword in node.keywords)]
        for constant in (one for name in names for one in ast.walk(name) if isinstance(one, ast.Constant)):
            if constant.value in IN_CONTRACT:
                yield constant.lineno, str(constant.value)


@pytest.fixture
def kept(school_month: Path) -> set[str]:
    """The columns that a page's data and a standing have."""
    month = load_everything(school_month)
    assert month.school_plan is not None
    day = month.on(Month(2026, 10))
    frames: list[pd.DataFrame] = [day.candidates, day.placements, day.slots, day.cohorts]
    frames += [month.partners, month.follow_ups, month.findings, month.school, month.school_plan.calls]
    columns = {str(key) for frame in frames for key in frame}
    return columns | {key for name in TABLES for key in tracked(name)} | ADDED


@pytest.mark.parametrize("room", ["standing", "reports"])
def test_every_column_that_is_asked_for_is_kept(room: str, kept: set[str]) -> None:
    told = [
        f"{path.relative_to(PACKAGE.parent)}:{line} asks for »{IN_CONTRACT[key]}« ({key})"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for line, key in asked(ast.parse(path.read_text(encoding="utf-8")))
        if key not in kept
    ]
    assert not told, f"{'; '.join(told)}. {KEEP}"


def test_the_test_would_find_it() -> None:
    bad = ast.parse('late = slots["start_latest"]\nwhere = slots.groupby(["branch", "working_time"]).size()\n')
    assert list(asked(bad)) == [(1, "start_latest"), (2, "branch"), (2, "working_time")]
