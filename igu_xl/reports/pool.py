"""Run one function for many tasks: here, one after another, or in worker processes.

Both ways yield each task with its result as it is done, so that another way to run (a cluster) is one more function.
A task whose process dies does not take the others with it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

LIMIT = 300.0  # seconds that one task may take in a worker


def one_by_one(function: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
    """Run the tasks in this process."""
    for task in tasks:
        yield task, function(task)


def in_processes(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    workers: int,
    warm: Callable[[], None],
    limit: float = LIMIT,
) -> Iterator[tuple[Task, Result | None]]:
    """Run the tasks in warm worker processes; a result is None when the process died or took more than `limit`.

    Workers are spawned, which is the same on every system. When one dies, every task that was not done is a suspect
    and is run again alone, so that only the guilty one is lost.
    """
    suspects = []
    with _pool(min(workers, len(tasks)), warm) as pool:
        futures = {pool.submit(_guarded, function, task, limit): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                suspects.append(futures[future])
    for task in suspects:
        yield task, _alone(function, task, warm, limit)


def _alone(function: Callable[[Task], Result], task: Task, warm: Callable[[], None], limit: float) -> Result | None:
    with _pool(1, warm) as pool:
        try:
            return pool.submit(_guarded, function, task, limit).result()
        except BrokenProcessPool:
            return None


def _pool(workers: int, warm: Callable[[], None]) -> Executor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=warm)


def _guarded(function: Callable[[Task], Result], task: Task, limit: float) -> Result:
    """Run a task and end the process if it hangs; a thread cannot be stopped, a process can."""
    watch = threading.Timer(limit, os._exit, (70,))
    watch.daemon = True
    watch.start()
    try:
        return function(task)
    finally:
        watch.cancel()
