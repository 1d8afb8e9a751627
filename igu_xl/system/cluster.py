"""Run tasks on the workers of a Dask cluster: the same as `processes.in_processes`, on other machines.

The extra `igu-xl[cluster]` brings `distributed`. A scheduler runs whatever it is sent, so it must listen on a private
address only, or with TLS (Dask's own configuration). The workers need this package in the same version and must see
the partnership's folder under the same path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import igu_xl
from igu_xl.errors import NotNow, WrongUse
from igu_xl.system.processes import LIMIT, guarded

if TYPE_CHECKING:
    from distributed import Client

Task = TypeVar("Task")
Result = TypeVar("Result")

_PATIENCE = 10  # seconds to wait for the scheduler, and for a worker that is just starting


def on_cluster(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    address: str,
    warm: Callable[[], None],
    folders: Sequence[Path],
    limit: float = LIMIT,
) -> Iterator[tuple[Task, Result | None]]:
    """Run the tasks on the cluster; a result is None when the worker died or took more than `limit` seconds.

    A task that was on a worker when it died is a suspect and is run again alone, so that only the guilty one is lost.

    Raises `WrongUse` where `distributed` is not installed, a worker cannot see one of the `folders` or has another
    version; `NotNow` where the cluster does not answer or has no workers.
    """
    with _client(address) as client:
        _check_workers(client, folders)
        client.run(_warmed, warm)
        suspects = []
        futures = {client.submit(guarded, function, task, limit, pure=False): task for task in tasks}
        for future in _distributed().as_completed(futures, loop=client.loop):
            if future.status == "finished":
                yield futures[future], future.result()
            else:
                suspects.append(futures[future])
        for task in suspects:
            alone = client.submit(guarded, function, task, limit, pure=False)
            yield task, next(iter(client.gather([alone], errors="skip")), None)


def count_workers(address: str) -> int:
    """How many workers the cluster has; raises as `on_cluster` does."""
    with _client(address) as client:
        _check_workers(client, ())
        return len(client.scheduler_info(n_workers=-1)["workers"])


def _client(address: str) -> Client:
    distributed = _distributed()
    try:
        client: Client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
        return client
    except (OSError, TimeoutError) as error:
        raise NotNow(f"Klyngen på {address} svarer ikke. Er den startet?") from error
    except ValueError as error:
        raise WrongUse(f"»{address}« er ikke adressen på en klynge. Skriv fx tcp://10.0.0.5:8786.") from error


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise WrongUse('En klynge kræver en udvidelse. Skriv: pip install "igu-xl[cluster]"') from error
    return distributed


def _check_workers(client: Client, folders: Sequence[Path]) -> None:
    """Say before anything runs why no page could be made."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise NotNow("Klyngen har ingen arbejdere. Start mindst én, og kør igen.") from error
    try:
        seen: dict[str, tuple[str, bool]] = client.run(_seen, [str(folder) for folder in folders])
    except Exception as error:  # whatever keeps a worker from running a function of this package
        raise WrongUse("Klyngens arbejdere kan ikke køre igu_xl. Er pakken installeret på dem?") from error
    if others := {version for version, _ in seen.values()} - {igu_xl.__version__}:
        raise WrongUse(
            f"Klyngens arbejdere har igu_xl {min(others)}, og her er {igu_xl.__version__}. Brug samme udgave."
        )
    if not all(sees for _, sees in seen.values()):
        raise WrongUse("Klyngens arbejdere kan ikke se partnerskabets mappe. Den skal ligge på et fælles drev.")


def _seen(folders: Sequence[str]) -> tuple[str, bool]:
    """What a worker says of itself: its version of this package, and whether it sees the folders."""
    return igu_xl.__version__, all(Path(folder).is_dir() for folder in folders)


def _warmed(warm: Callable[[], None]) -> None:
    warm()
