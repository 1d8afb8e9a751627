"""The buttons on the demo partnership, from press to message box on the stand-in for Excel, and what they import.

    python benchmarks/buttons.py [CANDIDATES]

Processor seconds (with those of the worker processes) say what a press costs, also where others use the machine;
seconds on the clock are what the coordinator waits. Excel's own part, a few milliseconds a call, is not in them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import excel_bed

from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.excel.buttons import press
from igu_xl.sheets.buttons import BUTTONS
from igu_xl.sheets.schema import Button

PARTS = ("xlwings", "igu_xl.excel.buttons", "igu_xl.excel.desk", "igu_xl.excel.functions")


def pressed(button: Button) -> tuple[float, float, str]:
    """Processor seconds, seconds on the clock, and what the message box said."""
    processor, clock = sum(os.times()[:4]), time.perf_counter()
    press(button)
    [(_, sentence)] = excel_bed.said()
    return sum(os.times()[:4]) - processor, time.perf_counter() - clock, sentence


def imported(module: str, after: str = "sys") -> float:
    """Processor seconds to import a module in a new process, when another is there already."""
    code = f"import time, {after}; begun = time.process_time(); import {module}; print(time.process_time() - begun)"
    return min(float(subprocess.run([sys.executable, "-c", code], capture_output=True).stdout) for _ in range(3))


def main(candidates: int) -> None:
    """Print what each press took, and what is imported before it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        write_partnership(folder, candidates)
        new_coordinator(folder, Settings(today=DEMO_TODAY))
        with excel_bed.opened(folder / "koordinator.xlsm") as book:
            book.set_mock_caller()
            for button in BUTTONS:
                processor, clock, sentence = pressed(button)
                print(f"{button.key:<10}{processor:>8.1f} s processor{clock:>8.1f} s clock   {sentence}")
    print(f"\nimport xlwings {imported('xlwings'):.2f} s processor; besides it:")
    for module in PARTS[1:]:
        print(f"  {module:<24}{imported(module, 'xlwings'):>6.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
