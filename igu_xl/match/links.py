"""Which cohort serves which slot, and for whom it begins too soon."""

from __future__ import annotations

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools
from igu_xl.domain.law.kinds import IGU
from igu_xl.match.allowed import jobs_by_company, late_enough, split


def possible_links(slots: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    """Which cohort serves which igu slot: same branch, begins in the slot's window, named for it if any is, and a start
    of its package.

    What is named for a slot stands in `named`: the cohorts of its own cell *Hold* and those of its cluster (pool.py).
    Which packages a cohort `begins` is asked where the slot has a `package` and the cohort is of any (starts.py).
    """
    igu = slots[slots["type"] == IGU]
    found = [_of_branch(own, cohorts[cohorts["branch"] == branch]) for branch, own in igu.groupby("branch")]
    return pd.concat([_NO_LINKS, *found], ignore_index=True)


def too_soon(candidates: pd.DataFrame, slots: pd.DataFrame, cohorts: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The (candidate, slot, cohort) that would begin too soon after an ordinary job in the slot's company."""
    jobs = jobs_by_company(candidates)
    employed = pd.DataFrame(
        {
            "candidate": candidates["candidate"].array.take(np.array([row for row, _ in jobs], dtype=np.int64)),
            "cvr": pd.Series([company for _, company in jobs], dtype=slots["cvr"].dtype),
            "jobs": pd.Series(list(jobs.values()), dtype=object),
        }
    )
    there = employed.merge(slots[["slot", "cvr"]], on="cvr")
    starts = there.merge(links, on="slot").merge(cohorts[["cohort", "start"]], on="cohort")
    asked = starts[["cvr", "jobs", "start"]].itertuples(index=False)
    early = [not late_enough(*row) for row in asked]
    return starts.loc[np.array(early, dtype=bool), ["candidate", "slot", "cohort"]]


_NO_LINKS = pd.DataFrame({"slot": pd.Series(dtype="str"), "cohort": pd.Series(dtype="str")})


def _of_branch(slots: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    start = cohorts["start"].to_numpy()[None, :]
    earliest, latest = (slots[end].to_numpy()[:, None] for end in ("start_earliest", "start_latest"))
    serves = (earliest <= start) & (start <= latest) & _named(slots["named"], cohorts["cohort"])
    serves &= _begun(slots["package"], cohorts["begins"])
    slot, cohort = np.nonzero(serves)
    return pd.DataFrame({"slot": slots["slot"].array.take(slot), "cohort": cohorts["cohort"].array.take(cohort)})


def _begun(packages: pd.Series, begins: pd.Series) -> Bools:
    """Whether each slot's package is begun by each cohort, where both are known."""
    own, numbers = packages.unique(), pd.factorize(packages, use_na_sentinel=False)[0]
    table = [[pd.isna(package) or begun is None or package in begun for begun in begins] for package in own]
    return np.array(table, dtype=bool).reshape(len(own), len(begins))[numbers]


def _named(names: pd.Series, cohorts: pd.Series) -> Bools:
    """Whether each slot may be served by each cohort, as far as cohorts are named for it."""
    known = [cohort.casefold() for cohort in cohorts]
    texts, numbers = names.unique(), pd.factorize(names, use_na_sentinel=False)[0]
    wanted = [{name.casefold() for name in split(text)} for text in texts]
    table = [[not names or cohort in names for cohort in known] for names in wanted]
    return np.array(table, dtype=bool).reshape(len(texts), len(known))[numbers]
