"""A school plan as tables: what is kept of it, and the coordinator's sheets Skoleplaner and Udbud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from igu_xl.actions.school_plan.kept_plan import CALL_TYPES, LACKS, PUPIL_TYPES, ROW_TYPES
from igu_xl.danish import listing, number_text
from igu_xl.domain.law.school_demand import SOME_AMU
from igu_xl.records import Record
from igu_xl.school.planning.calls import Call
from igu_xl.school.planning.proposal import SchoolProposal
from igu_xl.school.planning.pupil_plan import PROPOSED, PupilPlan


def row_frame(proposal: SchoolProposal) -> pd.DataFrame:
    """What the plan proposes and no row of tblSkoleplan binds yet, a row each course, with its pupil."""
    partners = proposal.case.pupils.set_index("pupil")["partner"]
    rows = [row for pupil, plan in proposal.plans.items() for row in _rows(plan, str(partners[pupil]))]
    return pd.DataFrame(rows, columns=list(ROW_TYPES)).astype(ROW_TYPES)


def _rows(plan: PupilPlan, partner: str) -> Iterator[Record]:
    for one in plan.courses:
        if one.status in ("", PROPOSED):
            yield {
                "pupil": plan.placement,
                "placement": plan.placement,
                "candidate": plan.candidate,
                "slot": plan.slot,
                "partner": partner,
                "step": one.step,
                "course": one.course,
                "course_kind": one.kind,
                "cohort": one.cohort,
                "start": one.start,
                "end": one.end,
                "hours": one.taught,
                "weighted": one.weighted,
                "why": one.why,
            }


def pupil_frame(proposal: SchoolProposal) -> pd.DataFrame:
    """The rows of Skoleplaner, those who do not reach the requirement first."""
    pupils = proposal.case.pupils.set_index("pupil")
    shaky: dict[str, list[str]] = {}
    for name, cohort in proposal.plan.unmet_locks:
        shaky.setdefault(name, []).append(cohort)
    rows = []
    for pupil, plan in proposal.plans.items():
        told = pupils.loc[pupil]
        rows.append(
            {
                "placement": plan.placement,
                "candidate": plan.candidate,
                "municipality": plan.municipality,
                "branch": plan.branch,
                "package": plan.package,
                "start": plan.begins,
                "planned_end": plan.ends,
                "needed": round(plan.needed),
                "done": round(plan.done),
                "planned": round(plan.planned),
                "missing": round(plan.missing),
                "result": result_words(plan, shaky.get(pupil, ())),
                "would_help": proposal.helps.get(pupil, ""),
                "change": proposal.changes.get(pupil, ""),
                "partner": told["partner"],
            }
        )
    rows.sort(key=lambda row: (not row["would_help"], str(row["placement"] or row["candidate"])))
    return pd.DataFrame(rows, columns=list(PUPIL_TYPES)).astype(PUPIL_TYPES)


def result_words(plan: PupilPlan, shaky: Sequence[str] = ()) -> str:
    """Whether a pupil reaches the requirement, and what is short. `shaky` are cohorts that the pupil is in and that
    nobody can fill: what they give is not sure."""
    if plan.met:
        return f"Mangler timer, hvis {listing(shaky)} ikke bliver fyldt" if shaky else "Når sine timer i tide"
    parts = [f"{number_text(plan.missing, 0)} timer"] if plan.missing else []
    amu = "AMU" if plan.amu_needed <= SOME_AMU else f"{number_text(plan.amu_missing, 0)} timers AMU"
    parts += [amu] if plan.amu_missing else []
    parts += [f"kurset {one.course}" for one in plan.unplaced]
    return f"{LACKS} {', '.join(parts)}"


def call_frame(calls: Iterable[Call]) -> pd.DataFrame:
    """The calls in exact numbers."""
    rows = [
        {
            "course": call.course,
            "week": "",
            "start": call.start,
            "place": call.place,
            "cohort": call.cohort,
            "pupils": call.pupils,
            "municipalities": call.municipalities,
            "needed_by": call.needed_by,
            "gain": call.gain,
            "certainty": call.certainty,
            "call": "",
            "school": call.school,
            "partner": call.partner,
        }
        for call in calls
    ]
    return pd.DataFrame(rows, columns=list(CALL_TYPES)).astype(CALL_TYPES)
