"""Who does not reach the school part in time by the plan that was made last: findings, told however early it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from igu_xl.actions.school_plan.kept_plan import LACKS, KeptPlan, kept_plan
from igu_xl.checks.finding_cells import findings_where
from igu_xl.checks.validation import Validation
from igu_xl.danish import date_text
from igu_xl.errors import WrongUse
from igu_xl.findings import Finding, Place
from igu_xl.school.planning.helping import NOTHING_ALONE
from igu_xl.sheets.layout import COORDINATOR_FILES
from igu_xl.standing.columns import looked_up
from igu_xl.standing.tracked import PLACEMENTS

_SHORT, _UNREADABLE = "skoleplan-naas-ikke", "skoleplan-ulaeselig"


def with_plan_findings(validation: Validation, kept: KeptPlan | None) -> Validation:
    """The validation with what a plan finds, in place of what an earlier one found."""
    others = (finding for finding in validation.findings if finding.code != _SHORT)
    return replace(validation, findings=(*others, *plan_findings(validation, kept))) if kept else validation


def plan_findings(validation: Validation, kept: KeptPlan) -> Iterator[Finding]:
    """A finding at each placement in Forløb that still holds its place, and does not reach the school part in time.

    It says of which day the plan is: the rows of Skoleplan may have changed since.
    """
    rows = short_pupils(kept).set_index("placement")
    frame = validation.partnership.frames[PLACEMENTS]
    held = validation.standing.placements
    here = frame.index.isin(held.loc[held["holds"] & held["at"].notna(), "at"].astype(int))
    known = frame["placement"].where(here)
    told = {
        "missing": looked_up(known, rows["result"].map(_in_a_sentence)),
        "help": looked_up(known, rows["would_help"].map(_help)),
        "end": looked_up(known, rows["planned_end"].map(date_text, na_action="ignore")),
    }
    wrong = known.isin(rows.index)
    yield from findings_where(
        validation.partnership, PLACEMENTS, wrong, "placement", _SHORT, on=date_text(kept.day), **told
    )


def short_pupils(kept: KeptPlan) -> pd.DataFrame:
    """The rows of `KeptPlan.pupils` who have a placement and do not reach the school part in time."""
    pupils = kept.pupils
    short: pd.DataFrame = pupils[(pupils["placement"] != "") & pupils["result"].str.startswith(LACKS)]
    return short.drop_duplicates("placement")


def readable_plan(folder: Path) -> KeptPlan | Finding | None:
    """The plan that was made last; a finding that says so where it cannot be read."""
    try:
        return kept_plan(folder)
    except WrongUse as problem:
        return Finding(Place(COORDINATOR_FILES[0]), _UNREADABLE, details={"why": str(problem).rstrip(".")})


def _help(would_help: str) -> str:
    nothing = would_help in ("", NOTHING_ALONE)
    return NOTHING_ALONE if nothing else f"Det første, der ville hjælpe: {_in_a_sentence(would_help)}"


def _in_a_sentence(result: str) -> str:
    return f"{result[:1].lower()}{result[1:]}"
