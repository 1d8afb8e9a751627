"""The same problem without the partnership: the people of one municipality alone must fill a cohort.

It is made to be solved as well as the real one, so that the gain of pooling is measured against the best that could
be done without, not against a clumsy booking.
"""

from __future__ import annotations

import pandas as pd

from igu_xl.match.solving.problem.problem import Problem


def unpooled(problem: Problem) -> Problem:
    """The problem in which no cohort mixes municipalities; slots stay open to all.

    A cohort stands there once for each municipality that has people enough for its minimum, and at most one of these
    runs. A cohort that needs no more than one person has its minimum already and stays open to all. Locks, the last
    plan and who is enrolled are left out, rejections stay: what is compared is what could be done, not what was
    decided.
    """
    shared = problem.cohorts["min"] <= 1
    copies = _copies(problem, problem.cohorts[~shared])
    kept = problem.cohorts[shared]
    kept = kept.assign(original=kept["cohort"], municipality=pd.Series(pd.NA, index=kept.index, dtype="string"))
    cohorts = pd.concat([copies, kept], ignore_index=True)
    names = cohorts[["original", "cohort", "municipality"]]
    rejected = problem.fixed[problem.fixed["decision"] == "reject"]
    return Problem.from_frames(
        open_cohorts=problem.open_cohorts,
        candidates=problem.candidates,
        slots=problem.slots,
        cohorts=cohorts.drop(columns=["original", "municipality", "enrolled"]),
        rooms=pd.concat([problem.rooms, _rooms(copies)], ignore_index=True),
        pairs=problem.pairs,
        seats=_own_seats(problem, names),
        links=_renamed(problem.links, names),
        fixed=pd.concat([rejected[rejected["cohort"].isna()], _renamed(rejected, names)], ignore_index=True),
    )


def could_fill_alone(problem: Problem) -> set[str]:
    """The cohorts for which some municipality has people enough, each with a slot that the cohort serves."""
    options = problem.seats if problem.open_cohorts else problem.triples()
    homes = problem.candidates.set_index("candidate")["municipality"]
    counts = options.groupby(["cohort", options["candidate"].map(homes)])["candidate"].nunique()
    most = counts.groupby("cohort").max()
    least = problem.cohorts.set_index("cohort")["min"]
    enough = most >= least.reindex(most.index)
    return {str(cohort) for cohort in most.index[enough]}


def _copies(problem: Problem, cohorts: pd.DataFrame) -> pd.DataFrame:
    homes = problem.candidates.set_index("candidate")["municipality"]
    seats = problem.seats[["candidate", "cohort"]].assign(municipality=problem.seats["candidate"].map(homes))
    counts = seats.groupby(["cohort", "municipality"]).size().rename("people").reset_index()
    copies = cohorts.rename(columns={"cohort": "original"}).merge(counts, left_on="original", right_on="cohort")
    copies = copies[copies["people"] >= copies["min"]].drop(columns=["people"])
    copies["cohort"] = copies["original"] + "\n" + copies["municipality"]
    copies["room"] = copies["room"].fillna("\n" + copies["original"])
    return copies


def _rooms(copies: pd.DataFrame) -> pd.DataFrame:
    """A room of its own for each cohort that had none, so that only one of its copies runs."""
    own = copies.loc[copies["room"].str.startswith("\n"), "room"].drop_duplicates()
    return pd.DataFrame({"room": own, "max_cohorts": 1})


def _own_seats(problem: Problem, names: pd.DataFrame) -> pd.DataFrame:
    homes = problem.candidates.set_index("candidate")["municipality"]
    seats = _renamed(problem.seats, names, keep="municipality")
    own = seats["municipality"].isna() | (seats["municipality"] == seats["candidate"].map(homes))
    return seats[own].drop(columns="municipality")


def _renamed(frame: pd.DataFrame, names: pd.DataFrame, keep: str | None = None) -> pd.DataFrame:
    """The rows of a cohort once for each of its copies, under the name of the copy."""
    wanted = names if keep else names.drop(columns="municipality")
    merged = frame.rename(columns={"cohort": "original"}).merge(wanted, on="original")
    return merged.drop(columns="original")
