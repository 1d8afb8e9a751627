"""Which of the listed seats a pupil may really have: in time, not away, after what comes before."""

from __future__ import annotations

import pandas as pd

from igu_xl.school.solving.problem.problem import Problem, before_of

SEAT = ["pupil", "cohort"]


def allowed_seats(problem: Problem) -> pd.DataFrame:
    """pupil, cohort, value, start, end of every seat that some plan may use, sorted by pupil, end, cohort."""
    cohorts = _open_cohorts(problem)
    seats = problem.seats.drop_duplicates(SEAT).merge(cohorts, on="cohort")
    seats = seats.merge(problem.pupils[["pupil", "begins", "ends"]], on="pupil")
    seats = seats[(seats["start"] >= seats["begins"]) & (seats["end"] <= seats["ends"])]
    seats = seats[["pupil", "cohort", "value", "start", "end"]]
    rejected = problem.fixed.loc[problem.fixed["decision"] == "reject", SEAT]
    seats = _without(seats, rejected)
    seats = _without(seats, _while_away(seats, problem.away))
    seats = _without(seats, _unwanted(seats, problem))
    count = -1
    while count != len(seats):
        count = len(seats)
        seats = _fillable(_reachable(seats, problem), problem)
    return seats.sort_values(["pupil", "end", "start", "cohort"], ignore_index=True)


def _open_cohorts(problem: Problem) -> pd.DataFrame:
    """The cohorts that can run with somebody of ours, and that nobody is at school too much in."""
    cohorts = problem.cohorts
    room = cohorts["max"] - cohorts["taken"]
    short = cohorts["min"] - cohorts["taken"]
    cohorts = cohorts[(room >= 1) & (short <= room) & (cohorts["start"] <= cohorts["end"])]
    taught = problem.teaches.drop_duplicates().merge(problem.courses, on="course").groupby("cohort")["taught"].sum()
    hours = cohorts["cohort"].map(taught).astype("float64")
    cohorts, hours = cohorts[hours.notna()], hours.dropna()
    length = (cohorts["end"] - cohorts["start"]).dt.days + 1
    for allowed, days in zip(problem.limits["most_school_hours"], problem.limits["days"], strict=True):
        fits = hours * (days / length).clip(upper=1.0) <= allowed + 1e-9
        cohorts, hours, length = cohorts[fits], hours[fits], length[fits]
    return cohorts[["cohort", "start", "end"]]


def _without(seats: pd.DataFrame, dropped: pd.DataFrame) -> pd.DataFrame:
    if not len(dropped):
        return seats
    return seats[~pd.MultiIndex.from_frame(seats[SEAT]).isin(pd.MultiIndex.from_frame(dropped[SEAT]))]


def _while_away(seats: pd.DataFrame, away: pd.DataFrame) -> pd.DataFrame:
    both = seats.merge(away, on="pupil")
    return both[(both["start"] <= both["ends"]) & (both["end"] >= both["begins"])]


def _unwanted(seats: pd.DataFrame, problem: Problem) -> pd.DataFrame:
    """Seats in a cohort that lies outside the days in which one of its courses is wanted."""
    wants = problem.wants[problem.wants["earliest"].notna() | problem.wants["latest"].notna()]
    both = seats.merge(problem.teaches, on="cohort").merge(wants, on=["pupil", "course"])
    return both[(both["start"] < both["earliest"]) | (both["end"] > both["latest"])]


def needed_before(seats: pd.DataFrame, problem: Problem) -> pd.DataFrame:
    """pupil, cohort, before: each course that the pupil must have had before the seat, and does not get in it."""
    rows = [(str(c.course), name) for c in problem.courses.itertuples() for name in before_of(c.after)]
    after = pd.DataFrame(rows, columns=["course", "before"], dtype="str")
    needs = problem.teaches.merge(after, on="course")[["cohort", "before"]].drop_duplicates()
    own = pd.MultiIndex.from_frame(problem.teaches[["cohort", "course"]])
    needs = needs[~pd.MultiIndex.from_frame(needs).isin(own)]
    needed = seats.merge(needs, on="cohort")
    wanted = pd.MultiIndex.from_frame(problem.wants[["pupil", "course"]])
    asked = pd.MultiIndex.from_frame(needed[["pupil", "before"]]).isin(wanted)
    # Who says what is wanted, and does not name what comes before, has had it.
    return needed[asked | ~needed["pupil"].isin(problem.wants["pupil"])].reset_index(drop=True)


def _fillable(seats: pd.DataFrame, problem: Problem) -> pd.DataFrame:
    """Without the cohorts that would not have their minimum if everybody came who may."""
    if not len(seats):
        return seats
    short = (problem.cohorts["min"] - problem.cohorts["taken"]).set_axis(problem.cohorts["cohort"])
    return seats[seats.groupby("cohort")["pupil"].transform("size") >= seats["cohort"].map(short).astype("float64")]


def _reachable(seats: pd.DataFrame, problem: Problem) -> pd.DataFrame:
    """Without the seats before which something can never be had, nor those that then fall away."""
    needed = needed_before(seats, problem)
    given = problem.teaches.drop_duplicates()
    while len(needed):
        first = seats.merge(given, on="cohort").groupby(["pupil", "course"])["end"].min().rename("first_end")
        late = needed.merge(first, left_on=["pupil", "before"], right_index=True, how="left")
        gone = late[~(late["first_end"] < late["start"])]
        if not len(gone):
            break
        seats, needed = _without(seats, gone), _without(needed, gone)
    return seats
