"""What a month's data keep of the school plan that was made last: what schools are asked for, and what it saves.

Numbers only; who attends what stands in the municipalities' own rows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from igu_xl.reports.data.kept_columns import OF_CALLS
from igu_xl.reports.data.savings import Savings, SchoolWay

CALLS, SAVINGS = "udbud.parquet", "skoleplan.parquet"
_DAY = "day"
_WAYS = ("alone", "first_come")
_TYPES = {
    **dict.fromkeys(OF_CALLS, "string"),
    **dict.fromkeys(("start", "needed_by"), "datetime64[s]"),
    **dict.fromkeys(("pupils", "gain"), "Int64"),
}


@dataclass(frozen=True, slots=True, eq=False)
class PlanOfMonth:
    """A school plan of a `day`: its `calls` (columns `OF_CALLS`, in exact numbers) and its `savings`."""

    day: date
    calls: pd.DataFrame
    savings: Savings

    def of(self, partner: str) -> PlanOfMonth:
        """The same plan with the calls of one partner only."""
        return replace(self, calls=self.calls[self.calls["partner"] == partner])


def keep(plan: PlanOfMonth, snapshot: Path) -> None:
    """Write a plan beside the month's tables."""
    told = {key: value for key, value in asdict(plan.savings).items() if key not in _WAYS}
    for name in _WAYS:
        told |= {f"{name}_{key}": value for key, value in asdict(getattr(plan.savings, name)).items()}
    pd.DataFrame([{_DAY: pd.Timestamp(plan.day), **told}]).to_parquet(snapshot / SAVINGS, index=False)
    calls = plan.calls[list(OF_CALLS)].astype(_TYPES).reset_index(drop=True)
    calls.to_parquet(snapshot / CALLS, index=False)


def read(snapshot: Path) -> PlanOfMonth | None:
    """The plan that was kept with a month's data; None where there was none."""
    if not (snapshot / SAVINGS).is_file():
        return None
    told = pd.read_parquet(snapshot / SAVINGS).to_dict("records")[0]
    alone, first_come = (SchoolWay(**{key: told[f"{name}_{key}"] for key in _names(SchoolWay)}) for name in _WAYS)
    own = {key: told[key] for key in _names(Savings) if key not in _WAYS}
    calls = pd.read_parquet(snapshot / CALLS, columns=list(OF_CALLS)).astype(_TYPES)
    return PlanOfMonth(told[_DAY].date(), calls, Savings(**own, alone=alone, first_come=first_come))


def _names(kind: Any) -> list[str]:
    return [one.name for one in fields(kind)]
