"""The cell functions on 5,000 rows: one call over the columns, and one call per row.

    python benchmarks/cell_functions.py

Excel's own part of a call (a round trip through COM, a few milliseconds) is not in the figures; it would make one call
per row slower still. The last lines are the cold start: what the first function of a session waits for.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from igu_xl.excel import functions

ROWS, SAMPLE = 5000, 100
START = [[datetime(2026, 12, 1)]]


def days(chance: random.Random, first: datetime, span: int) -> list[list[Any]]:
    """A column of dates."""
    return [[first + timedelta(days=chance.randrange(span))] for _ in range(ROWS)]


def texts(chance: random.Random, *choices: Any) -> list[list[Any]]:
    """A column of choices."""
    return [[chance.choice(choices)] for _ in range(ROWS)]


def calls(chance: random.Random) -> dict[str, list[Any]]:
    """The arguments of each function."""
    person = [
        days(chance, datetime(1970, 1, 1), 16_000),
        days(chance, datetime(2005, 1, 1), 7_500),
        texts(chance, "Flygtning", "Familiesammenført til flygtning", "Særlov Ukraine", "Øvrig tosproget", None),
        days(chance, datetime(2026, 6, 1), 500),
    ]
    hours = texts(chance, *(float(number) for number in range(1, 60)))
    return {
        "IGU_MAALGRUPPE": person,
        "IGU_HVORFOR": person,
        "IGU_SLUTDATO": [days(chance, datetime(2024, 1, 1), 1_400), texts(chance, "igu", "praktik"), None, None],
        "IGU_SKOLETIMER": [texts(chance, "AMU", "dansk", "FVU", "avu", "hf"), hours, START],
        "IGU_SKOLEUGER": [texts(chance, "AMU", "dansk", "FVU", "avu", "hf"), hours, START],
        "IGU_RIMELIGHED": [hours, texts(chance, 1.0, 2.0, 3.0)],
        "IGU_INDKOMST": [hours, texts(chance, "Forsørger", "Ikke-forsørger"), [[datetime(2021, 6, 1)]]],
        "IGU_KOMMUNEKODE": [texts(chance, "København", "Lyngby-Tårbæk", "høje tåstrup", "Tårnby-Dragør", None)],
        "IGU_CVR_GYLDIGT": [texts(chance, "26911125", "76065314", "20578912", "12345678", None)],
    }


def at_once(function: Callable[..., Any], arguments: list[Any]) -> float:
    """The fastest of three calls over all rows."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        function(*arguments)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def one_by_one(function: Callable[..., Any], arguments: list[Any]) -> float:
    """What a call for each row would take, from the first rows."""
    began = time.perf_counter()
    for row in range(SAMPLE):
        function(*(column if column is None or len(column) == 1 else [column[row]] for column in arguments))
    return (time.perf_counter() - began) / SAMPLE * ROWS


def cold_start(modules: str) -> float:
    """Seconds to import in a new process, less the start of Python."""
    code = f"import time; began = time.perf_counter(); import {modules}; print(time.perf_counter() - began)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(ran.stdout)


def main() -> None:
    """Print the figures as a table."""
    print(f"{'function':<18}{'one call, s':>12}{'per row, s':>12}{'times':>8}")
    for name, arguments in calls(random.Random(7)).items():
        function = getattr(functions, name)
        once, single = at_once(function, arguments), one_by_one(function, arguments)
        print(f"{name:<18}{once:>12.3f}{single:>12.1f}{single / once:>8.0f}")
    whole, theirs = cold_start("igu_xl.excel.functions"), cold_start("xlwings")
    print(f"\ncold start {whole:.2f} s, of which xlwings itself {theirs:.2f} s")


if __name__ == "__main__":
    main()
