"""The cell functions under whatever stands in the cells, under 5,000 rows, and at their start."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igu_xl.excel import functions
from igu_xl.excel.function_help import HELP

START = datetime(2026, 12, 1)
ELEMENTWISE = sorted(set(HELP) - {"IGU_PLADSER", "IGU_HOLDRISIKO", "IGU_SKOLEPLAN", "IGU_INDKOMST"})


def column(*values: Any) -> list[list[Any]]:
    return [[value] for value in values]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(max_size=20),
    st.decimals(-(10**14), 10**14, places=4),
    st.datetimes(),
    st.dates(),
    st.sampled_from(["#N/A", "#DIV/0!", -2146826246, "Flygtning", "igu", "AMU", "01-02-1990", "Ja", "Forsørger"]),
    st.floats(0, 60_000),
    st.just(START),
)


@pytest.mark.parametrize("name", ELEMENTWISE)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_stands_in_the_cells_there_is_an_answer_in_each(name: str, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 5))
    columns = [
        [[data.draw(CELLS)] for _ in range(count if data.draw(st.booleans()) else 1)] for _ in HELP[name].arguments
    ]
    told = getattr(functions, name)(*columns)
    assert [len(told), *map(len, told)] == [max(map(len, columns)), *[1] * max(map(len, columns))]
    for (cell,) in told:
        assert isinstance(cell, str | float | int | datetime)
        assert not isinstance(cell, float) or math.isfinite(cell)
        assert "kunne ikke regne det ud" not in str(cell)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=4))
def test_plans_and_incomes_always_have_an_answer(rows: list[tuple[Any, ...]]) -> None:
    columns = [column(*cells) for cells in zip(*rows, strict=True)]
    plan, income = functions.IGU_SKOLEPLAN(*columns[:4]), functions.IGU_INDKOMST(*columns)
    assert "kunne ikke regne" not in str(plan) + str(income)
    assert [len(row) for row in income] == [4] * len(rows)


def test_5000_rows_in_one_call_take_less_than_half_a_second_and_a_fiftieth_of_one_by_one() -> None:
    rows = 5000
    born = column(*(datetime(1970 + row % 40, 1 + row % 12, 1 + row % 28) for row in range(rows)))
    resident = column(*(datetime(2005 + row % 20, 1 + row % 12, 1 + row % 27) for row in range(rows)))
    basis = column(*(["Flygtning", "Særlov Ukraine", "Øvrig tosproget", None][row % 4] for row in range(rows)))
    functions.IGU_MAALGRUPPE(born[:1], resident[:1], basis[:1], START)

    def seconds(start: int, stop: int) -> float:
        began = time.process_time()
        functions.IGU_MAALGRUPPE(born[start:stop], resident[start:stop], basis[start:stop], START)
        return time.process_time() - began

    at_once = min(seconds(0, rows) for _ in range(3))
    one_by_one = min(sum(seconds(row, row + 1) for row in range(20)) for _ in range(3)) / 20 * rows
    assert at_once < 0.5
    assert one_by_one > 50 * at_once


def test_the_functions_bring_no_charts_solver_or_notebooks() -> None:
    code = (
        "import sys, xlwings; before = set(sys.modules); import igu_xl.excel.functions; "
        "print(sorted({'matplotlib', 'highspy', 'papermill', 'IPython'} & (set(sys.modules) - before)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
