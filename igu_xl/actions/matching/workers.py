"""Who searches a match: one search, processes of this machine, or the workers of a cluster."""

from __future__ import annotations

import os
from functools import partial

from igu_xl.match.solving.country.national import Crew, warm_up
from igu_xl.system.cluster import count_workers, on_cluster
from igu_xl.system.processes import in_processes

# More people than one search looks at well in the time that somebody waits.
DIVIDED_ABOVE = 3_000


def crew_for(people: int, seconds: float, dask: str = "") -> Crew | None:
    """The crew for so many people: that of the cluster where one is named, None where one search is enough.

    Raises `WrongUse` and `NotNow` for a cluster that cannot be used (see `on_cluster`).
    """
    # A block may overrun its time by what it takes to write down its plan, never twice.
    limit = 2 * seconds
    if dask:
        mapper = partial(on_cluster, address=dask, warm=warm_up, folders=(), limit=limit)
        return Crew(mapper, count_workers(dask))
    if people > DIVIDED_ABOVE:
        workers = os.cpu_count() or 1
        return Crew(partial(in_processes, workers=workers, warm=warm_up, limit=limit), workers)
    return None
