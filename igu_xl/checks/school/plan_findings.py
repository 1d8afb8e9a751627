"""What is wrong in a row of a school plan, against its placement and its cohort."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.checks.school.packages import course_key
from igu_xl.checks.school.plan_rows import ABSENT, BINDING, HELD, TABLE
from igu_xl.danish import number_text
from igu_xl.domain.law.igu.rules import LAST_START
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.school_plan import hour_factor
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.placements import HOLDING, State

_CANCELLED = "Aflyst"
_YES = "Ja"
# Hours are typed with few decimals; half an hour is no contradiction.
_HALF = 0.5


def check_plan_rows(partnership: Partnership, rows: pd.DataFrame, day: date, schools_read: bool) -> Iterator[Finding]:
    """The findings on each row of the school plans (`planned_rows`) by itself; `schools_read` says whether every
    school's cohorts could be read, so that one that is not there does not exist."""
    tell = _Teller(partnership, rows)
    yield from _placements(tell)
    yield from _cohorts(tell, schools_read)
    yield from _days(tell, pd.Timestamp(day))
    yield from _hours(tell)


class _Teller:
    """Makes findings on some of the rows."""

    def __init__(self, partnership: Partnership, rows: pd.DataFrame) -> None:
        self.partnership, self.rows = partnership, rows
        self._index = partnership.frames[TABLE].index

    def where(self, wrong: pd.Series, key: str, code: str, /, **blanks: pd.Series) -> Iterator[Finding]:
        """A finding for each row where `wrong` is true; the blanks have the index of the rows."""
        mask = wrong.fillna(False).astype(bool).reindex(self._index, fill_value=False)
        told = {name: blank.reindex(self._index) for name, blank in blanks.items()}
        yield from findings_where(self.partnership, TABLE, mask, key, code, **told)


def _placements(tell: _Teller) -> Iterator[Finding]:
    """Rows whose placement is over, or is no igu."""
    rows = tell.rows
    over = rows["ahead"] & rows["state"].notna() & ~rows["state"].isin([*HOLDING, State.NOT_YET])
    yield from tell.where(over, "placement", "skoleplan-forloeb-slut", state=rows["state"].astype("str"))
    other = rows["ahead"] & rows["type"].notna() & (rows["type"] != IGU)
    yield from tell.where(other, "placement", "skoleplan-ikke-igu", type=rows["type"])


def _cohorts(tell: _Teller, schools_read: bool) -> Iterator[Finding]:
    """Rows whose cohort is unknown or cancelled, lies on other days, or does not teach the course."""
    rows = tell.rows
    named = rows["ahead"] & rows["cohort"].notna()
    if schools_read:
        yield from tell.where(named & ~rows["cohort_known"], "cohort", "skoleplan-hold-ukendt")
    cancelled = named & (rows["cohort_status"] == _CANCELLED).fillna(False).astype(bool)
    yield from tell.where(cancelled, "status", "skoleplan-hold-aflyst", cohort=rows["cohort"])
    outside = (rows["start"] < rows["cohort_start"]) | (rows["end"] > rows["cohort_end"])
    words = {"cohort": rows["cohort"], "a": rows["start"], "b": rows["end"]}
    words |= {"c": rows["cohort_start"], "d": rows["cohort_end"]}
    whole = rows[["start", "end", "cohort_start", "cohort_end"]].notna().all(axis=1)
    yield from tell.where(named & ~cancelled & whole & outside, "start", "skoleplan-datoer", **words)
    wrong = named & ~cancelled & _not_taught(tell)
    yield from tell.where(wrong, "cohort", "skoleplan-hold-andet", course=rows["course"])


def _not_taught(tell: _Teller) -> pd.Series:
    """Rows whose cohort has courses, and not this one."""
    rows, taught = tell.rows, tell.partnership.frames["tblKurser"].dropna(subset=["cohort"])
    pairs = {
        (cohort, key)
        for column in ("amu_code", "title")
        for cohort, key in zip(taught["cohort"], map(course_key, taught[column]), strict=True)
    }
    there = [pair in pairs for pair in zip(rows["cohort"], rows["key"], strict=True)]
    return rows["cohort"].isin(taught["cohort"]) & ~pd.Series(there, index=rows.index, dtype=bool)


def _days(tell: _Teller, day: pd.Timestamp) -> Iterator[Finding]:
    """Rows outside the igu's days, held in the future, or past and nobody said what came of it."""
    rows = tell.rows
    agreed = rows["status"].isin(BINDING)
    undated = agreed & rows["start"].isna() & ~rows["cohort_known"]
    yield from tell.where(undated, "start", "skoleplan-uden-dato", status=rows["status"])
    holds = rows["ahead"] & rows["state"].isin(HOLDING) & (rows["type"] == IGU).fillna(False)
    words = {"a": rows["begins"], "b": rows["until"]}
    yield from tell.where(holds & (rows["start"] < rows["begins"]), "start", "skoleplan-foer-igu", **words)
    yield from tell.where(holds & (rows["end"] > rows["until"]), "end", "skoleplan-efter-igu", **words)
    done = (rows["status"] == HELD) & (rows["end"] > day) | (rows["status"] == ABSENT) & (rows["start"] > day)
    yield from tell.where(done, "status", "skoleplan-fremtid", a=rows["end"].fillna(rows["start"]))
    passed = agreed & (rows["end"] < day) & (rows["cohort_status"] != _CANCELLED).fillna(True)
    yield from tell.where(passed, "status", "skoleplan-udfald-mangler", a=rows["end"])


def _hours(tell: _Teller) -> Iterator[Finding]:
    """Weighted hours that are not the taught hours times the factor of the kind; and of FGU, which nobody knows."""
    rows = tell.rows
    starts = rows["begins"].fillna(pd.Timestamp(LAST_START))
    asked = pd.DataFrame({"kind": rows["course_kind"], "start": starts})
    cases = asked.drop_duplicates()
    factors = [None if pd.isna(kind) else _factor(str(kind), start) for kind, start in cases.itertuples(index=False)]
    known = pd.Series(factors, index=pd.MultiIndex.from_frame(cases), dtype="Float64")
    factor = pd.Series(known.reindex(pd.MultiIndex.from_frame(asked)).to_numpy(), index=rows.index, dtype="Float64")
    right = rows["hours"] * factor
    wrong = (rows["weighted"] - right).abs() > _HALF
    off = wrong.fillna(False).astype(bool)  # only these are put into words: it is slow for a region's rows
    words = {"a": rows.loc[off, "hours"].map(_told), "b": right[off].map(_told), "kind": rows["course_kind"]}
    yield from tell.where(wrong, "weighted", "skoleplan-timer", **words)
    unknown = rows["weighted"].notna() & rows["course_kind"].notna() & factor.isna()
    yield from tell.where(unknown, "weighted", "skoleplan-timer-ukendt", kind=rows["course_kind"])


def _factor(kind: str, start: pd.Timestamp) -> float | None:
    return hour_factor(kind, start.date())


def _told(hours: float) -> str:
    return number_text(hours, 0 if float(hours).is_integer() else 1)
