"""What would help a pupil who does not reach the requirement in time: the first thing that does, proven by a re-solve.

Each change is tried for the pupil alone, with the cohorts that run in the plan and have room; everybody else's plan
stands as it is. So a change that is named is enough, whatever others do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from igu_xl.danish import date_text, listing, number_text, plural
from igu_xl.match.allowed import danish_fits, near_enough
from igu_xl.records import Record, records_by
from igu_xl.school.planning.case import SchoolCase
from igu_xl.school.planning.reaching import Question, reachable
from igu_xl.school.solving.problem.plan import Plan

_MORE_MINUTES = (30, 60)
_EXTENSIONS = (13, 26, 52)  # weeks
_MODULE_UP = 1
_A_FEW = 3  # people whom a cohort lacks
NOTHING_ALONE = "Ingen enkelt ændring er nok; se på pakken, pladsen og datoerne sammen."
CLOSER = (
    "At skoleugerne må ligge tættere end 25 timers praktik i snit over 13 uger; at måle det sådan er partnerskabets "
    "eget valg."
)
_LAW = "igu-lovens § 6, stk. 5"
_LAW_AWAY = "igu-lovens § 6, stk. 6-7"


@dataclass(frozen=True, slots=True)
class _Try:
    """A change and the question whether it is enough."""

    words: str
    question: Question


def helps(case: SchoolCase, plan: Plan, reached: Collection[str], seconds: float) -> dict[str, str]:
    """For each pupil who does not reach the requirement: the first change that is enough, in Danish.

    `reached` are those who would with the cohorts that are called for (`calls`): that is named first, for others have
    the same need.
    """
    met = set(plan.pupils.loc[plan.pupils["met"], "pupil"])
    pupils = records_by(case.pupils, "pupil")
    short = [name for name in pupils if name not in met]
    asked = [name for name in short if name not in reached]
    tries = [one for name in asked for one in _tries(case, plan, pupils[name])]
    answers = zip(tries, reachable(case, [one.question for one in tries], seconds / 2), strict=True)
    enough = {
        name: next((one.words for one, works in own if works), "")
        for name, own in groupby(answers, key=lambda one: one[0].question.pupil)
    }
    left = [name for name in asked if not enough.get(name)]
    closer = [Question(name, _allowed(case, name, _running(case, plan, name))) for name in left]
    dense = zip(left, reachable(case, closer, seconds / 2, closer=True), strict=True)
    enough |= {name: CLOSER for name, works in dense if works}
    called = "Et hold mere, som en skole skal oprette; det står i skolens ark Udbud."
    return {name: called if name in reached else enough.get(name) or NOTHING_ALONE for name in short}


def _tries(case: SchoolCase, plan: Plan, pupil: Record) -> Iterator[_Try]:
    """The changes in the order in which they are asked for: what costs least first."""
    name = pupil["pupil"]
    own = _running(case, plan, name)
    allowed = _allowed(case, name, own)
    yield from _filled(case, plan, name, allowed)
    yield from _nearly_full(case, plan, name, allowed)
    yield from _unlocked(case, name, allowed)
    if len(case.away[(case.away["pupil"] == name)]):
        yield _Try("At virksomheden kan undvære eleven i de travle uger.", Question(name, allowed, free=True))
    for minutes in _MORE_MINUTES:
        limit = pupil["transport_minutes"]
        if limit is not None and not pd.isna(limit):
            wider = _widened(case, pupil | {"transport_minutes": float(limit) + minutes}, own)
            yield _Try(f"En rejsetid på {number_text(float(limit) + minutes, 0)} minutter.", Question(name, wider))
    if pupil["level"] is not None and not pd.isna(pupil["level"]):
        wider = _widened(case, pupil | {"level": int(pupil["level"]) + _MODULE_UP}, own)
        yield _Try("Et danskmodul mere.", Question(name, wider))
    yield from _extended(case, pupil, allowed)


def _filled(case: SchoolCase, plan: Plan, name: str, allowed: tuple[str, ...]) -> Iterator[_Try]:
    """That the cohorts which the pupil is in already run after all."""
    short = [cohort for pupil, cohort in plan.unmet_locks if pupil == name]
    if short:
        lacks = plan.cohorts.set_index("cohort")["missing"]
        told = [f"{cohort} (mangler {lacks[cohort]})" for cohort in short]
        yield _Try(f"At {listing(told)} bliver fyldt og kører.", Question(name, (*allowed, *short)))


def _nearly_full(case: SchoolCase, plan: Plan, name: str, allowed: tuple[str, ...]) -> Iterator[_Try]:
    """That a few people more sign up for a cohort which those who are short could join."""
    short = plan.pupils.loc[~plan.pupils["met"], "pupil"]
    seats = case.problem.seats[case.problem.seats["pupil"].isin(short)]
    asking = seats.groupby("cohort")["pupil"].nunique()
    idle = plan.cohorts.loc[~plan.cohorts["runs"], "cohort"]
    needs = case.problem.cohorts.set_index("cohort")
    for cohort in seats.loc[(seats["pupil"] == name) & seats["cohort"].isin(idle), "cohort"]:
        lacks = int(needs["min"][cohort] - needs["taken"][cohort] - asking[cohort])
        if 0 < lacks <= _A_FEW:
            people = plural(lacks, "deltager", "deltagere")
            yield _Try(f"At {cohort} får {people} mere.", Question(name, (*allowed, cohort)))


def _unlocked(case: SchoolCase, name: str, allowed: tuple[str, ...]) -> Iterator[_Try]:
    """Without what is locked or agreed, where something is."""
    locks = case.problem.fixed
    if (locks["pupil"] == name).any():
        yield _Try("At de låste og aftalte rækker i skoleplanen må flyttes.", Question(name, allowed))


def _extended(case: SchoolCase, pupil: Record, allowed: tuple[str, ...]) -> Iterator[_Try]:
    """A longer igu, where the law lets it be extended: a cancelled course, leave, or a long illness."""
    lost = case.rows.lost[case.rows.lost["pupil"] == pupil["pupil"]]
    away = case.away[(case.away["pupil"] == pupil["pupil"]) & case.away["reason"].isin(_EXTENDING)]
    if not len(lost) and not len(away):
        return
    law = _LAW if len(lost) else _LAW_AWAY
    for weeks in _EXTENSIONS:
        end = pupil["planned_end"] + pd.Timedelta(weeks=weeks)
        words = f"At forløbet bliver forlænget {plural(weeks, 'uge', 'uger')}, til {date_text(end.date())} ({law})."
        yield _Try(words, Question(pupil["pupil"], _until(case, allowed, pupil, end), ends=end))


_EXTENDING = ("Barsel eller adoption", "Sygdom over 8 uger")


def _running(case: SchoolCase, plan: Plan, name: str) -> pd.DataFrame:
    """The offered cohorts that run with room, or that the pupil is in already."""
    room = plan.cohorts.merge(case.problem.cohorts[["cohort", "max", "taken"]], on="cohort")
    free = room["runs"] & (room["seats"] + room["taken"] < room["max"])
    mine = set(plan.attends.loc[plan.attends["pupil"] == name, "cohort"])
    names = set(room.loc[free, "cohort"]) | mine
    return case.offers.cohorts[case.offers.cohorts["cohort"].isin(names)].reset_index(drop=True)


def _allowed(case: SchoolCase, name: str, running: pd.DataFrame) -> tuple[str, ...]:
    seats = case.problem.seats
    own = seats.loc[seats["pupil"] == name, "cohort"]
    return tuple(own[own.isin(running["cohort"])])


def _widened(case: SchoolCase, pupil: Record, running: pd.DataFrame) -> tuple[str, ...]:
    """The running cohorts that teach something the pupil wants, by what the changed pupil may."""
    wants = set(case.wants.loc[case.wants["pupil"] == pupil["pupil"], "course"])
    teaches = case.offers.teaches
    wanted = running[running["cohort"].isin(teaches.loc[teaches["course"].isin(wants), "cohort"])].reset_index(
        drop=True
    )
    if wanted.empty:
        return ()
    one = pd.DataFrame([pupil]).astype({"level": "Int64", "passed": "Int64", "transport_minutes": "Float64"})
    rows, here = pd.Index(range(len(wanted))).to_numpy(), pd.Index([0] * len(wanted)).to_numpy()
    fits = danish_fits(one, wanted)(here, rows) & near_enough(one, wanted)(here, rows)
    had = pd.concat([case.rows.had, case.rows.bound])
    taken = set(had.loc[had["pupil"] == pupil["pupil"], "key"])
    again = set(teaches.loc[teaches["course"].isin(taken), "cohort"])
    return tuple(name for name in wanted.loc[fits, "cohort"] if name not in again)


def _until(case: SchoolCase, allowed: tuple[str, ...], pupil: Record, end: pd.Timestamp) -> tuple[str, ...]:
    """The allowed cohorts, and all that are offered and end before the later end, whether they run or not: none of
    those after the igu could be planned for anybody in it."""
    late = case.offers.cohorts[case.offers.cohorts["offered"] & (case.offers.cohorts["end"] > pupil["planned_end"])]
    return (*allowed, *_widened(case, pupil, late[late["end"] <= end].reset_index(drop=True)))
