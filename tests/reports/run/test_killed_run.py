"""A run that is killed at any moment publishes nothing half, leaves no process behind, and does not stop the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from igu_xl.month import Month
from igu_xl.reports.run.monthly import make_reports
from igu_xl.reports.run.options import ReportOptions

OCTOBER = Month(2026, 10)
SCRIPT = """
import sys
from pathlib import Path
from igu_xl.month import Month
from igu_xl.reports.run.monthly import make_reports
from igu_xl.reports.run.options import ReportOptions
if __name__ == "__main__":
    data, folder, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    make_reports(data, folder / "rapporter", folder / "arkiv", Month(2026, 10), ReportOptions(jobs=workers),
                 progress=lambda done, total: print(done, flush=True))
"""


def begun(data: Path, folder: Path, workers: int) -> subprocess.Popen[str]:
    script = folder / "koer.py"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script), str(data), str(folder), str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def processes_in_session(session: int) -> list[int]:
    """Those that still live, of the session that the run began."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(state[3]) == session and state[0] not in "ZX":
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_is_killed_publishes_nothing_and_the_next_one_clears_up(
    own_month: Path, tmp_path: Path, workers: int
) -> None:
    with begun(own_month, tmp_path, workers) as run:
        assert run.stdout is not None
        assert [run.stdout.readline().strip() for _ in range(2)] == ["0", "1"]  # one page is made, the others are not
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
    reports = tmp_path / "rapporter"
    assert [path.name for path in reports.iterdir()] == [".2026-10.bygges"]
    until = time.monotonic() + 15
    while processes_in_session(run.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert processes_in_session(run.pid) == []
    make_reports(own_month, reports, tmp_path / "arkiv", OCTOBER, ReportOptions(only="kommune:155"))
    assert sorted(path.name for path in reports.iterdir()) == ["2026-10", "index.html"]
