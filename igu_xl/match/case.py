"""From a checked partnership to a match problem: the one place where workbooks become tables of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.domain.law.kinds import IGU
from igu_xl.match.early import EarlyStarts
from igu_xl.match.links import possible_links, too_soon
from igu_xl.match.options import Options, pair_options, seat_options
from igu_xl.match.pool import joinable_cohorts, open_slots, seated_people, waiting_candidates
from igu_xl.match.sharing import shared_rooms, with_shares
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.standing.slots import HINDERED

LOCK, REJECT, NOT_COMPANY, RUN, STOP, LIMIT = "lock", "reject", "not_company", "run", "stop", "limit"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the coordinator has decided; what it is not about is an empty text.

    lock         the candidate gets the slot, the cohort or both (also Godkend)
    reject       the candidate is not to have them
    not_company  the candidate gets no slot of the company (CVR), whatever its P-number
    run, stop    the cohort must run, or must not; where both are decided it must not
    limit        the company (CVR) takes at most `limit` people of the plan, over all its slots; of several the lowest

    Raises ValueError for an unknown kind, and for one that does not say what it is about.
    """

    candidate: str
    slot: str
    cohort: str
    kind: str
    company: str = ""
    limit: int | None = None

    def __post_init__(self) -> None:
        needed = {
            LOCK: bool(self.candidate and (self.slot or self.cohort)),
            REJECT: bool(self.candidate and (self.slot or self.cohort)),
            NOT_COMPANY: bool(self.candidate and self.company),
            RUN: bool(self.cohort),
            STOP: bool(self.cohort),
            LIMIT: bool(self.company) and self.limit is not None and self.limit >= 0,
        }
        if not needed.get(self.kind, False):
            raise ValueError(f"not a decision: {self}")


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A match problem with what explains it: the pool, who holds a seat (`seated`: `cohort`, `municipality`, `people`),
    the decisions, the slots that nobody can get for a reason that lies with the company (`hindered`, with the reason),
    who may begin without a cohort (`early`), and on demand all options of a candidate.

    `cohorts` are those of the schools; the problem has besides those of one person (`EarlyStarts`)."""

    problem: Problem
    candidates: pd.DataFrame
    slots: pd.DataFrame
    cohorts: pd.DataFrame
    seated: pd.DataFrame
    pair_options: Options
    seat_options: Options
    early: EarlyStarts
    decisions: tuple[Decision, ...] = ()
    hindered: Mapping[str, str] = field(default_factory=dict)

    def pairs_of(self, candidate: str) -> pd.DataFrame:
        """All slots of the wished branches: `candidate`, `slot`, `wish` (1-3), each of `PAIR_TESTS`, and `value`."""
        return self.pair_options.of(candidate)

    def seats_of(self, candidate: str) -> pd.DataFrame:
        """All cohorts of those branches: `candidate`, `cohort`, `wish`, each of `SEAT_TESTS`, and `value`.

        None for a candidate who is not for igu.
        """
        return self.seat_options.of(candidate)


def build_case(
    validation: Validation,
    decisions: Sequence[Decision] = (),
    previous: pd.DataFrame | None = None,
    *,
    open_cohorts: bool = False,
    only: str = "",
    early: pd.DataFrame | None = None,
) -> Case:
    """The problem of matching everybody in the match, or the `only` candidate of that id, as of the day of the
    run.

    `previous` is the last proposal (candidate, slot, cohort), which the new plan keeps where it costs nothing; `early`
    who may begin without a cohort (`school.planning.early`).
    A decision on somebody or something that is no longer in the pool cannot be kept; the case remembers it.
    """
    candidates = waiting_candidates(validation)
    if only:
        candidates = candidates[candidates["candidate"] == only].reset_index(drop=True)
    decided = tuple(dict.fromkeys(decisions))
    slots = with_shares(open_slots(validation), set(_companies(decided)["company"]))
    cohorts = joinable_cohorts(validation)
    pairs, seats = pair_options(candidates, slots), seat_options(candidates, cohorts)
    links = possible_links(slots, cohorts)
    soon = too_soon(candidates, slots, cohorts, links).assign(decision=REJECT)
    free = EarlyStarts.among(early, candidates, slots)
    before = _still_there(previous, candidates, slots, cohorts)
    locked = _fixed(decided, candidates, slots, cohorts)
    problem = Problem.from_frames(
        open_cohorts=open_cohorts,
        candidates=_people(candidates, validation.standing.day),
        slots=_places(slots),
        cohorts=_with(free, _courses(cohorts, decided), free.cohorts()),
        companies=pd.concat([_companies(decided), shared_rooms(slots)]),
        pairs=pairs.allowed(),
        seats=free.seats(seats.allowed()) if free else seats.allowed(),
        links=_with(free, links, free.links()),
        fixed=pd.concat([_alone(free, locked, before), _unwanted(decided, candidates, slots), soon]),
        previous=free.solved(before),
    )
    seated = seated_people(validation)
    seated = seated[seated["cohort"].isin(cohorts["cohort"])]
    hindered = validation.standing.slots[validation.standing.slots["closed"].isin(HINDERED)]
    reasons = dict(zip(hindered["slot"], hindered["closed"], strict=True))
    return Case(problem, candidates, slots, cohorts, seated, pairs, seats, free, tuple(decisions), reasons)


def _with(early: EarlyStarts, table: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """A table with what those add who may begin without a cohort; the same where nobody may."""
    return pd.concat([table, more], ignore_index=True).fillna({"enrolled": 0}) if early else table


def _alone(early: EarlyStarts, fixed: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """A yes to a proposal without a cohort is a yes to just that, as long as it may be.

    In the sheets it names a candidate and a slot, as a lock does that leaves the cohort open.
    """
    proposed = pd.MultiIndex.from_frame(before.loc[before["cohort"].isna(), ["candidate", "slot"]])
    meant = (fixed["decision"] == LOCK) & fixed["cohort"].isna()
    meant &= pd.MultiIndex.from_frame(fixed[["candidate", "slot"]]).isin(proposed)
    return pd.concat([fixed[~meant], early.solved(fixed[meant])]) if meant.any() else fixed


def _people(candidates: pd.DataFrame, today: date) -> pd.DataFrame:
    waited = (pd.Timestamp(today) - candidates["registered"]).dt.days.clip(lower=0)
    return pd.DataFrame(
        {"candidate": candidates["candidate"], "municipality": candidates["home"], "waited_days": waited}
    )


def _places(slots: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "slot": slots["slot"],
            "openings": slots["left"].astype(int),
            "needs_cohort": slots["type"] == IGU,
            "together_min": slots["together_min"].astype(int),
            "branch": slots["branch"],
            # A share counts instead of the company, which has no limit of its own where there is one.
            "company": slots["share"].fillna(slots["cvr"]),
        }
    )


def _courses(cohorts: pd.DataFrame, decisions: Sequence[Decision]) -> pd.DataFrame:
    """Seats taken already count towards the minimum; a cohort that has it needs only one more to be worth a start."""
    decided = {one.cohort: one.kind for kind in (RUN, STOP) for one in decisions if one.kind == kind}
    return pd.DataFrame(
        {
            "cohort": cohorts["cohort"],
            "min": (cohorts["min"] - cohorts["taken"]).clip(lower=1).astype(int),
            "max": (cohorts["max"] - cohorts["taken"]).clip(lower=0).astype(int),
            "branch": cohorts["branch"],
            "decision": cohorts["cohort"].map(decided).astype("str"),
            # Who is in a cohort that has its minimum already loses nothing.
            "enrolled": cohorts["taken"].where(cohorts["taken"] < cohorts["min"], 0).astype(int),
        }
    )


def _companies(decisions: Sequence[Decision]) -> pd.DataFrame:
    limits = [(one.company, one.limit) for one in decisions if one.kind == LIMIT]
    frame = pd.DataFrame(limits, columns=["company", "max_people"])
    return frame.sort_values("max_people").drop_duplicates("company")


def _fixed(
    decisions: Sequence[Decision], candidates: pd.DataFrame, slots: pd.DataFrame, cohorts: pd.DataFrame
) -> pd.DataFrame:
    people, places, courses = set(candidates["candidate"]), set(slots["slot"]), set(cohorts["cohort"])
    rows = [
        (one.candidate, one.slot or None, one.cohort or None, one.kind)
        for one in decisions
        if one.kind in (LOCK, REJECT)
        and one.candidate in people
        and one.slot in places | {""}
        and one.cohort in courses | {""}
    ]
    return pd.DataFrame(rows, columns=["candidate", "slot", "cohort", "decision"], dtype="str")


def _unwanted(decisions: Sequence[Decision], candidates: pd.DataFrame, slots: pd.DataFrame) -> pd.DataFrame:
    """A rejection of each slot of a company that somebody is not to go to."""
    people = set(candidates["candidate"])
    unwanted = [(one.candidate, one.company) for one in decisions if one.kind == NOT_COMPANY]
    asked = pd.DataFrame([row for row in unwanted if row[0] in people], columns=["candidate", "cvr"], dtype="str")
    return asked.merge(slots[["slot", "cvr"]], on="cvr")[["candidate", "slot"]].assign(decision=REJECT)


def _still_there(
    previous: pd.DataFrame | None, candidates: pd.DataFrame, slots: pd.DataFrame, cohorts: pd.DataFrame
) -> pd.DataFrame:
    if previous is None:
        return pd.DataFrame(columns=["candidate", "slot", "cohort"])
    keep = previous["candidate"].isin(candidates["candidate"]) & previous["slot"].isin(slots["slot"])
    keep &= previous["cohort"].isna() | previous["cohort"].isin(cohorts["cohort"])
    return previous[keep].drop_duplicates("candidate")
