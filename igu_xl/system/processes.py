"""Run one function for many tasks: here, one after another, or in worker processes.

Every way is a `Mapper`: it yields each task with its result as it is done, None where the task was lost. A cluster is
one more (see `cluster`). A task whose process dies does not take the others with it, and no worker outlives a run that
is killed.
"""

from __future__ import annotations

import multiprocessing
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
        futures = {pool.submit(guarded, function, task, limit): task for task in tasks}
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
            return pool.submit(guarded, function, task, limit).result()
        except BrokenProcessPool:
            return None


def _pool(workers: int, warm: Callable[[], None]) -> Executor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(warm,))


def _begin(warm: Callable[[], None]) -> None:
    """A worker that waits for tasks does not notice that the run was killed; a thread beside it does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warm()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def guarded(function: Callable[[Task], Result], task: Task, limit: float) -> Result:
    """Run a task and end the process if it hangs; a thread cannot be stopped, a process can."""
    watch = threading.Timer(limit, os._exit, (70,))
    watch.daemon = True
    watch.start()
    try:
        return function(task)
    finally:
        watch.cancel()
