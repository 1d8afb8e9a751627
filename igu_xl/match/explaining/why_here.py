"""Why a plan does not give one candidate one slot, and what it would cost to do it: for any pair, in plain Danish."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.domain.law.guidance import guided
from igu_xl.match.allowed import SEAT_TESTS
from igu_xl.match.case import LOCK, Case
from igu_xl.match.chances.prospect import Prospects
from igu_xl.match.chances.ways import Board, Obstacle, Way, nearest
from igu_xl.match.explaining.not_in_match import candidate_out, slot_out
from igu_xl.match.explaining.obstacle_words import obstacle_words
from igu_xl.match.explaining.placements import wish_rank
from igu_xl.match.explaining.why_not import Why, chance_words
from igu_xl.match.solving.near import Near, search_again
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.problem.reach import Reach, count
from igu_xl.match.what_if.idea import Ground, changed
from igu_xl.records import Record, records_by
from igu_xl.standing.standing import Standing

_MEANWHILE = "At planen bliver, som den er; ellers en Lås i arket Beslutninger."


def why_not_here(case: Case, plan: Plan, candidate: str, slot: str, seconds: float = 5.0, *, standing: Standing) -> Why:
    """Why the plan does not have the candidate in the slot.

    Where one of them is not in the match, the true reason (`standing`); where it is not allowed, all that stands in the
    way; where it is, what was preferred, and what it would cost to force it, found by a new search of at most so many
    seconds.
    """
    person = records_by(case.candidates, "candidate").get(candidate)
    place = records_by(case.slots, "slot").get(slot)
    if person is None or place is None:
        parts = [] if person else [candidate_out(standing, candidate)]
        return Why("Ikke med i match", " ".join(parts if place else [*parts, slot_out(standing, slot)]))
    if _given(plan, candidate)[0] == slot:
        return Why("Er foreslået", f"{candidate} er foreslået netop til {slot}.")
    board = Board(case, plan)
    return _forbidden(case, board, person, place) or _possible(case, plan, board, person, place, seconds)


def _given(plan: Plan, candidate: str) -> tuple[str, str]:
    own = plan.placements[plan.placements["candidate"] == candidate]
    if own.empty:
        return "", ""
    slot, cohort = own[["slot", "cohort"]].iloc[0]
    return "" if pd.isna(slot) else str(slot), "" if pd.isna(cohort) else str(cohort)


def _forbidden(case: Case, board: Board, person: Record, slot: Record) -> Why | None:
    """All that the rules have against the nearest chance in the slot; None when the candidate may have it."""
    chance = next(Prospects(case, board).of(person["candidate"], slot["slot"]), None)
    if chance is None:
        detail = f"Der begynder ingen hold i {slot['branch']}, mens {slot['slot']} kan begynde."
        return Why("Intet hold", detail, ("Et hold, mens pladsen kan begynde.",))
    whys = chance_words(person, chance)
    if not whys:
        return None
    help_ = () if chance.never else tuple(part for why in whys for part in why.would_help)
    return Why(whys[0].reason, guided(" ".join(why.detail for why in whys), (why.law for why in whys)), help_)


def _possible(case: Case, plan: Plan, board: Board, person: Record, slot: Record, seconds: float) -> Why:
    """What was preferred to something allowed, and the price of forcing it."""
    candidate = person["candidate"]
    seats = case.seats_of(candidate)
    cohorts = set(seats.loc[seats[list(SEAT_TESTS)].all(axis=1), "cohort"]) if len(seats) else set()
    ways = board.ways(candidate, [slot], cohorts)
    near = nearest(ways)
    reason = _preferred(case, plan, person, near, board)
    if near[0].rejected or near[0].obstacle is Obstacle.COHORT_STOPPED:
        return reason
    search = _near(case, plan, candidate, slot["slot"], ways)
    price = _price(case.problem, plan, candidate, slot["slot"], search, seconds)
    return Why(reason.reason, f"{reason.detail} {price}", reason.would_help)


def _preferred(case: Case, plan: Plan, person: Record, ways: list[Way], board: Board) -> Why:
    candidate = person["candidate"]
    slot, cohort = _given(plan, candidate)
    if ways[0].obstacle is not Obstacle.NONE:
        reach = Reach(case.problem)
        rivals = count(reach.in_slots({way.slot["slot"] for way in ways}) & ~reach.of([candidate]))
        why = obstacle_words(ways, board, rivals)
    elif slot:
        why = Why("Har en anden plads", "Pladsen er ledig.", (_MEANWHILE,))
    else:
        why = obstacle_words(ways, board, 0)
    if not slot and not cohort:
        return why
    told = f"{why.detail} Kandidaten er i stedet foreslået til {_place(case, person, slot, cohort)}."
    return Why(why.reason, told, why.would_help)


def _place(case: Case, person: Record, slot: str, cohort: str) -> str:
    if not slot:
        return f"en ledig plads på holdet {cohort}"
    branch = records_by(case.slots, "slot")[slot]["branch"]
    return f"{slot} ({wish_rank(person, branch)}. ønske: {branch})"


def _near(case: Case, plan: Plan, candidate: str, slot: str, ways: Sequence[Way]) -> Near:
    """What must be searched again: a few cohorts that serve the slot, and those of who would have to leave a place."""
    held = plan.placements[(plan.placements["slot"] == slot) | (plan.placements["candidate"] == candidate)]
    served = Ground(case, plan).nearest({way.cohort.cohort for way in ways if way.cohort})
    alone = {case.early.name(candidate)} & case.early.names
    return Near({*served, *held["cohort"].dropna(), *alone}, [slot], [candidate, *held["candidate"]])


def _price(problem: Problem, plan: Plan, candidate: str, slot: str, near: Near, seconds: float) -> str:
    """What it costs in placements to have the candidate in the slot."""
    lock = pd.DataFrame([{"candidate": candidate, "slot": slot, "cohort": None, "decision": LOCK}])
    others = problem.fixed[~((problem.fixed["candidate"] == candidate) & (problem.fixed["decision"] == LOCK))]
    found = search_again(changed(problem, fixed=pd.concat([others, lock])), plan, near, seconds)
    if _given(found, candidate)[0] != slot:
        return "Der blev ikke fundet en plan, hvor det kan lade sig gøre."
    fewer = plan.placed - found.placed
    if fewer <= 0:
        return "Det ville ikke koste nogen et forløb; planen vælger det, der i øvrigt er bedst."
    most = "" if found.status == "optimal" else "højst "
    return f"Skal det være sådan, får {most}{number_text(fewer)} færre et forløb."
