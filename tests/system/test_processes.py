"""The tasks are texts for `eval`: a spawned worker can always find that, also where it cannot import this module."""

from __future__ import annotations

import gc

from igu_xl.system import processes

DIES = "__import__('os')._exit(9)"
HANGS = "__import__('time').sleep(60)"


def test_tasks_in_this_process_are_done_in_order() -> None:
    assert list(processes.one_by_one(eval, ["1 + 1", "2 + 2"])) == [("1 + 1", 2), ("2 + 2", 4)]


def test_a_worker_that_dies_or_hangs_takes_no_other_task_with_it() -> None:
    tasks = ["1 + 1", DIES, "2 + 2", HANGS, "3 + 3"]
    done = dict(processes.in_processes(eval, tasks, workers=2, warm=gc.enable, limit=2.0))
    assert done == {"1 + 1": 2, DIES: None, "2 + 2": 4, HANGS: None, "3 + 3": 6}
