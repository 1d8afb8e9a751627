"""The report run on a Dask cluster: one inside this process's care, and one of separate processes."""

from __future__ import annotations

import gc
import re
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from igu_xl.errors import NotNow, WrongUse
from igu_xl.month import Month
from igu_xl.reports.run.monthly import make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.system.cluster import on_cluster

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
OCTOBER = Month(2026, 10)
DIES = "__import__('os')._exit(9)"
HANGS = "__import__('time').sleep(60)"
# Each in a process of its own, as in an office: a process with a cluster inside is slow to join another one.
WAIT = """
import sys, time
from distributed import Client
with Client(sys.argv[1], timeout=60) as client:
    while len(client.scheduler_info()["workers"]) < int(sys.argv[2]):
        time.sleep(0.1)
"""
ASK = """
import gc, sys
from igu_xl.errors import NotNow
from igu_xl.system import cluster
cluster._PATIENCE = 3
try:
    list(cluster.on_cluster(eval, ["1"], address=sys.argv[1], warm=gc.enable, folders=[]))
except NotNow as refusal:
    sys.stdout.buffer.write(str(refusal).encode())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def local() -> Iterator[str]:
    """A cluster of two workers as processes, with the keepers that start them again."""
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=":0") as cluster,
    ):
        warnings.simplefilter("ignore")
        yield cluster.scheduler_address


@contextmanager
def begun(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and workers begun as an office would: each by its own command."""
    address = f"tcp://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    scheduler = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
    worker = [
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--death-timeout",
        "30",
    ]
    with ExitStack() as stack:
        for command in (scheduler, *[worker] * workers):
            process = subprocess.Popen(
                [sys.executable, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
        subprocess.run([sys.executable, "-c", WAIT, address, str(workers)], check=True)
        yield address


@pytest.fixture(scope="module")
def separate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with begun(tmp_path_factory.mktemp("klynge"), workers=2) as address:
        yield address


@pytest.mark.parametrize("cluster", ["local", "separate"])
def test_a_cluster_makes_the_same_pages_as_this_machine(
    cluster: str, request: pytest.FixtureRequest, own_month: Path, tmp_path: Path
) -> None:
    address = request.getfixturevalue(cluster)
    here = make_reports(own_month, tmp_path / "her", tmp_path / "arkiv", OCTOBER, ReportOptions(jobs=1))
    told: list[tuple[int, int]] = []
    there = make_reports(
        own_month,
        tmp_path / "der",
        tmp_path / "arkiv2",
        OCTOBER,
        ReportOptions(dask=address),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(number, 7) for number in range(8)]  # three municipalities, branch, school, steering group, match
    for one, other in zip(here.pages, there.pages, strict=True):
        assert (other.name, other.status) == (one.name, "lavet")
        assert other.path.read_bytes() == one.path.read_bytes()


def test_a_folder_that_the_workers_cannot_see_is_said_before_anything_runs(local: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="fælles drev"):
        list(on_cluster(eval, ["1"], address=local, warm=gc.enable, folders=[tmp_path / "findes ikke"]))


@pytest.mark.parametrize(
    ("address", "error", "words"),
    [
        (f"tcp://127.0.0.1:{free_port()}", NotNow, "svarer ikke"),
        ("hos:os:selv", WrongUse, "er ikke adressen på en klynge"),
    ],
    ids=["nobody there", "no address"],
)
def test_a_cluster_that_is_not_there_is_said_in_danish(
    address: str, error: type[Exception], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("igu_xl.system.cluster._PATIENCE", 1)
    with pytest.raises(error, match=re.escape(words)):
        list(on_cluster(eval, ["1"], address=address, warm=gc.enable, folders=[]))


def test_a_cluster_without_workers_is_said_in_danish(tmp_path: Path) -> None:
    with begun(tmp_path, workers=0) as address:
        asked = subprocess.run([sys.executable, "-c", ASK, address], capture_output=True, check=True)
    assert asked.stdout.decode() == "Klyngen har ingen arbejdere. Start mindst én, og kør igen."


def test_a_worker_that_dies_or_hangs_takes_no_other_task_with_it(local: str, tmp_path: Path) -> None:
    """The last of the file: the workers that are begun again keep a small machine busy for a while."""
    tasks = ["1 + 1", DIES, "2 + 2", HANGS, "3 + 3"]
    done = dict(on_cluster(eval, tasks, address=local, warm=gc.enable, folders=[tmp_path], limit=1.5))
    assert done == {"1 + 1": 2, DIES: None, "2 + 2": 4, HANGS: None, "3 + 3": 6}
