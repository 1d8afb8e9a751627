"""The same problem without the partnership: the people of one municipality alone must fill a cohort.

It is made to be solved as well as the real one, so that the gain of pooling is measured against the best that could
be done without, not against a clumsy booking.
"""

from __future__ import annotations

import pandas as pd

from igu_xl.match.solving.problem.problem import Problem


def unpooled(problem: Problem, needs: pd.Series | None = None) -> Problem:
    """The problem in which no cohort mixes municipalities; slots stay open to all.

    A cohort stands there once for each municipality that has people enough for its minimum, and at most one of these
    runs. `needs` is how many each municipality (index: `cohort`, `municipality`) must send where some sit there
    already; without it, the minimum of the cohort. A cohort that has its minimum already stays open to all. Locks, the
    last plan and who is enrolled are left out, rejections stay: what is compared is what could be done, not what was
    decided.
    """
    shared = (problem.cohorts["min"] <= 1) & (problem.cohorts["enrolled"] == 0)
    copies = _copies(problem, problem.cohorts[~shared], _needs(problem, needs))
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


def could_fill_alone(problem: Problem, needs: pd.Series | None = None) -> set[str]:
    """The cohorts for which some municipality has people enough, each with a slot that the cohort serves.

    `needs` as for `unpooled`: a municipality that need send nobody has filled the cohort already.
    """
    options = problem.seats if problem.open_cohorts else problem.triples()
    homes = problem.candidates.set_index("candidate")["municipality"]
    counts = options.groupby(["cohort", options["candidate"].map(homes)])["candidate"].nunique()
    least = _needs(problem, needs)
    enough = counts.reindex(least.index, fill_value=0) >= least
    return {str(cohort) for cohort in least.index[enough].get_level_values("cohort")}


def _needs(problem: Problem, needs: pd.Series | None) -> pd.Series:
    if needs is not None:
        return needs
    homes = sorted(problem.candidates["municipality"].unique())
    every = pd.MultiIndex.from_product([problem.cohorts["cohort"], homes], names=["cohort", "municipality"])
    least = problem.cohorts.set_index("cohort")["min"]
    return least.reindex(every.get_level_values("cohort")).set_axis(every)


def _copies(problem: Problem, cohorts: pd.DataFrame, needs: pd.Series) -> pd.DataFrame:
    homes = problem.candidates.set_index("candidate")["municipality"]
    seats = problem.seats[["candidate", "cohort"]].assign(municipality=problem.seats["candidate"].map(homes))
    counts = seats.groupby(["cohort", "municipality"]).size().rename("people").reset_index()
    copies = cohorts.rename(columns={"cohort": "original"}).merge(counts, left_on="original", right_on="cohort")
    least = needs.reindex(pd.MultiIndex.from_frame(copies[["original", "municipality"]]))
    copies["min"] = least.clip(lower=1).to_numpy()
    possible = (copies["people"] >= copies["min"]) & (copies["max"] >= copies["min"])
    copies = copies[possible].drop(columns=["people"])
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
