"""From a checked partnership to the school problem: the one place where workbooks become tables of the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.domain.law.practice_hours import most_school_hours, practice_days
from igu_xl.school.planning.offers import Offers, offers_on
from igu_xl.school.planning.orders import Orders, orders_of
from igu_xl.school.planning.pupil_plan import Away
from igu_xl.school.planning.pupils import pupils_on
from igu_xl.school.planning.rows import PlanRows, plan_rows
from igu_xl.school.planning.seats import seats_of
from igu_xl.school.planning.wants import wants_of
from igu_xl.school.solving.problem.problem import Problem
from igu_xl.school.solving.problem.states import CAN_OPEN, PLANNED
from igu_xl.standing.cohorts import CAN_BE_OPENED
from igu_xl.standing.columns import count_by

_AMU = "AMU"
BUSY = "Virksomheden kan ikke undvære nogen"


@dataclass(frozen=True, slots=True, eq=False)
class SchoolCase:
    """The school problem with what explains it. `away`: `pupil`, `begins`, `ends`, `reason`; `seats`: who sits in which
    cohort already (`Standing.seats`)."""

    problem: Problem
    day: date
    pupils: pd.DataFrame
    offers: Offers
    rows: PlanRows
    wants: pd.DataFrame
    away: pd.DataFrame
    seats: pd.DataFrame

    def away_of(self, pupil: str) -> tuple[Away, ...]:
        """When a pupil cannot be at school."""
        own = self.away[self.away["pupil"] == pupil].sort_values(["begins", "ends"])
        days = zip(own["reason"], own["begins"], own["ends"], strict=True)
        return tuple(Away(reason, begins.date(), ends.date()) for reason, begins, ends in days)


def build_school_case(validation: Validation, proposed: pd.DataFrame | None = None) -> SchoolCase:
    """The problem of planning the school of everybody in an igu, and of those whom a match proposes (`pupils_on`).

    Hours that are had or bound are not asked again; what the municipality has agreed or locked is held to, what was
    proposed last is kept where it costs nothing.
    """
    return case_of(validation, pupils_on(validation, proposed), offers_on(validation))


def case_of(validation: Validation, pupils: pd.DataFrame, offers: Offers) -> SchoolCase:
    """The problem of planning the school of these pupils (`as_pupils`) with what is offered."""
    day = validation.standing.day
    tomorrow = pd.Timestamp(day + timedelta(days=1))
    pupils = pupils.assign(begins=pupils["start"].where(pupils["start"] > tomorrow, tomorrow))
    pupils = pupils[pupils["begins"] <= pupils["planned_end"]].reset_index(drop=True)
    rows = plan_rows(validation, pupils, offers)
    wants = wants_of(pupils, offers, rows, day)
    away, seats = _away(validation, pupils), validation.standing.seats
    problem = _problem(pupils, offers, rows, wants, away, seats)
    return SchoolCase(problem, day, pupils, offers, rows, wants, away, seats)


def with_more_cohorts(case: SchoolCase, cohorts: pd.DataFrame, teaches: pd.DataFrame) -> SchoolCase:
    """The case with cohorts that no school has yet (columns of `Offers.cohorts` and `Offers.teaches`)."""
    offers = replace(
        case.offers,
        cohorts=pd.concat([case.offers.cohorts, cohorts], ignore_index=True),
        teaches=pd.concat([case.offers.teaches, teaches], ignore_index=True),
    )
    problem = _problem(case.pupils, offers, case.rows, case.wants, case.away, case.seats)
    return replace(case, offers=offers, problem=problem)


def _problem(
    pupils: pd.DataFrame,
    offers: Offers,
    rows: PlanRows,
    wants: pd.DataFrame,
    away: pd.DataFrame,
    seats: pd.DataFrame,
) -> Problem:
    orders = orders_of(offers)
    bound = rows.bound[["pupil", "start", "end"]].rename(columns={"start": "begins", "end": "ends"})
    return Problem.from_frames(
        pupils=_people(pupils, rows),
        courses=_courses(offers, orders),
        wants=_wants(pupils, wants, orders),
        cohorts=_cohorts(offers, pupils, rows, seats),
        teaches=_teaches(offers, orders),
        seats=seats_of(pupils, wants, offers, rows),
        away=pd.concat([away[["pupil", "begins", "ends"]], bound], ignore_index=True),
        limits=pd.DataFrame({"most_school_hours": [most_school_hours()], "days": [practice_days()]}),
        fixed=rows.held_to[["pupil", "cohort"]].drop_duplicates().assign(decision="lock"),
        previous=pd.concat([rows.before, rows.held_to])[["pupil", "cohort"]].drop_duplicates(),
    )


def _people(pupils: pd.DataFrame, rows: PlanRows) -> pd.DataFrame:
    taken = pd.concat([rows.had, rows.bound])
    got = _sum_by(pupils["pupil"], taken)
    amu = _sum_by(pupils["pupil"], taken[taken["course_kind"] == _AMU])
    return pd.DataFrame(
        {
            "pupil": pupils["pupil"],
            "municipality": pupils["municipality"],
            "begins": pupils["begins"],
            "ends": pupils["planned_end"],
            "hours": (pupils["hours"] - got).clip(lower=0),
            "amu_hours": (pupils["amu_hours"] - amu).clip(lower=0),
        }
    )


def _sum_by(pupils: pd.Series, rows: pd.DataFrame) -> pd.Series:
    found = rows.groupby("pupil")["weighted"].sum()
    return pupils.map(found).astype("Float64").fillna(0).astype("float64")


def _courses(offers: Offers, orders: Orders) -> pd.DataFrame:
    """The courses, and the signs of an order that is one package's, which have no hours."""
    known = offers.courses
    signs = orders.signs.loc[orders.signs["course"].isin(known["course"]), ["sign"]].drop_duplicates()
    there = {*known["course"], *signs["sign"]}
    after = [";".join(name for name in orders.before.get(course, ()) if name in there) for course in known["course"]]
    own = known[["course", "hours", "kind", "taught"]].assign(after=after)
    if signs.empty:
        return own
    extra = signs.rename(columns={"sign": "course"}).assign(hours=0.0, taught=0.0, kind="", after="")
    return pd.concat([own, extra], ignore_index=True)


def _wants(pupils: pd.DataFrame, wants: pd.DataFrame, orders: Orders) -> pd.DataFrame:
    """What is wanted, and with it the signs of the own package."""
    own = wants[["pupil", "course", "must", "earliest", "latest"]]
    signs = own.merge(pupils[["pupil", "package"]], on="pupil").merge(orders.signs, on=["package", "course"])
    extra = signs[["pupil", "sign"]].rename(columns={"sign": "course"}).assign(must=False)
    return pd.concat([own, extra], ignore_index=True) if len(extra) else own


def _teaches(offers: Offers, orders: Orders) -> pd.DataFrame:
    open_ = offers.cohorts.loc[offers.cohorts["offered"], "cohort"]
    own = offers.teaches.loc[offers.teaches["cohort"].isin(open_), ["cohort", "course"]]
    signs = own.merge(orders.signs, on="course")[["cohort", "sign"]].rename(columns={"sign": "course"})
    return pd.concat([own, signs.drop_duplicates()], ignore_index=True)


def _cohorts(offers: Offers, pupils: pd.DataFrame, rows: PlanRows, people: pd.DataFrame) -> pd.DataFrame:
    """The cohorts that are offered. `taken` are others' seats: of `people` (`Standing.seats`) those who are no pupils
    with a row there; or, where it is more, those whom the school has told of less the pupils who have agreed.
    """
    open_ = offers.cohorts[offers.cohorts["offered"]]
    held = people[people["holds"]]
    told = pd.concat([rows.held_to, rows.before])[["pupil", "cohort"]].merge(pupils[["pupil", "candidate"]], on="pupil")
    ours = _pairs(held).isin(_pairs(told))
    others = count_by(open_["cohort"], held.loc[~ours, "cohort"])
    agreed = count_by(open_["cohort"], held.loc[ours & held["agreed"].to_numpy(), "cohort"])
    strangers = open_["told"].astype("int64") - agreed
    return pd.DataFrame(
        {
            "cohort": open_["cohort"],
            "start": open_["start"],
            "end": open_["end"],
            "min": open_["min"].astype("int64"),
            "max": open_["max"].astype("int64"),
            "taken": others.where(others > strangers, strangers),
            "state": (open_["status"] == CAN_BE_OPENED).map({True: CAN_OPEN, False: PLANNED}),
        }
    ).reset_index(drop=True)


def _pairs(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["candidate", "cohort"]].astype("object"))


def _away(validation: Validation, pupils: pd.DataFrame) -> pd.DataFrame:
    """Leave and illness of each, and the weeks in which their company cannot spare them."""
    absent = validation.usable("tblFravaer").dropna(subset=["placement", "begins", "ends"])
    own = absent.merge(pupils[["pupil", "placement"]], on="placement").assign(reason=lambda one: one["absence"])
    busy = validation.usable("tblTravleUger").dropna(subset=["p_number", "begins", "ends"])
    theirs = busy.merge(pupils[["pupil", "p_number"]], on="p_number").assign(reason=BUSY)
    columns = ["pupil", "begins", "ends", "reason"]
    away = pd.concat([own[columns], theirs[columns]], ignore_index=True)
    return away[away["begins"] <= away["ends"]].reset_index(drop=True)
