"""What a new school plan changes for a pupil, told once in Siden sidst: who does not reach the school part any more."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.actions.school_plan.kept_plan import KeptPlan
from igu_xl.actions.school_plan.plan_findings import short_pupils
from igu_xl.danish import date_text
from igu_xl.records import Record, records
from igu_xl.standing.events.event import Event
from igu_xl.standing.events.kinds import EventKind

_SOON = pd.DateOffset(months=6)  # two quarters


def plan_events(before: KeptPlan | None, now: KeptPlan) -> Iterator[Event]:
    """Who does not reach the school part by the new plan and was not told of before, and who does again.

    However early it is told; it strikes somebody (`Event.people`) whose igu ends within two quarters.
    """
    was = set(short_pupils(before)["placement"]) if before else set()
    short = short_pupils(now)
    for row in records(short[~short["placement"].isin(was)]):
        soon = row["planned_end"] is not None and row["planned_end"] <= pd.Timestamp(now.day) + _SOON
        yield _event(EventKind.PLAN_SHORT, row, now, missing=row["result"][:1].lower() + row["result"][1:], soon=soon)
    again = now.pupils["placement"].isin(was) & ~now.pupils["placement"].isin(short["placement"])
    for row in records(now.pupils[again].drop_duplicates("placement")):
        yield _event(EventKind.PLAN_MET, row, now)


def _event(kind: EventKind, row: Record, plan: KeptPlan, missing: str = "", *, soon: bool = False) -> Event:
    end = date_text(row["planned_end"]) if row["planned_end"] is not None else "en dag, der ikke er skrevet"
    people = (row["candidate"],) if soon else ()
    details = {"placement": row["placement"], "end": end, "missing": missing}
    return Event(kind, row["partner"], row["candidate"], plan.day, people=people, details=details)
