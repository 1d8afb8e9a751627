"""What is wrong with absences and with the weeks in which a company can spare nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd

from igu_xl.checks.finding_cells import findings_at
from igu_xl.checks.school.periods import day_numbers, earlier_overlap, joined
from igu_xl.checks.school.plan_rows import placement_columns, whose
from igu_xl.danish import date_text, number_text
from igu_xl.domain.law.igu.rules import LAST_START, igu_rule
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.places.lengths import SICKNESS, extension_row
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.standing import Standing

ABSENCES, BUSY = "tblFravaer", "tblTravleUger"
_WEEK = 7
_TWO_YEARS = 2 * 52 * _WEEK


def check_absences(partnership: Partnership, blocked: Mapping[str, pd.Series], standing: Standing) -> Iterator[Finding]:
    """The findings on absences: of a placement that is over or is no igu, at the same time as another, or a sickness
    that is said to be longer than it is. The cause is told to nobody."""
    frame = partnership.frames[ABSENCES]
    rows = frame[~blocked[ABSENCES]].dropna(subset=["placement", "begins", "ends"])
    about = pd.DataFrame(placement_columns(rows["placement"], standing))
    other = about["type"].notna() & (about["type"] != IGU)
    yield from findings_at(partnership, ABSENCES, rows[other], "placement", "fravaer-ikke-igu", type=about["type"])
    known = standing.placements.dropna(subset=["placement"]).drop_duplicates("placement").set_index("placement")
    ends = known["closed_on"].fillna(known["planned_end"]).reindex(rows["placement"]).set_axis(rows.index)
    late = ~other & (rows["begins"] > ends)
    yield from findings_at(partnership, ABSENCES, rows[late], "begins", "fravaer-efter-forloeb", a=ends)
    met = earlier_overlap(whose(rows["placement"]), day_numbers(rows["begins"]), day_numbers(rows["ends"]))
    told, first = rows[met >= 0], rows.iloc[met[met >= 0]]
    words = {name: pd.Series(first[column].to_numpy(), told.index) for name, column in (("a", "begins"), ("b", "ends"))}
    yield from findings_at(partnership, ABSENCES, told, "begins", "fravaer-overlap", **words)
    yield from _short_sickness(partnership, rows, about["begins"])


def _short_sickness(partnership: Partnership, rows: pd.DataFrame, starts: pd.Series) -> Iterator[Finding]:
    """A sickness of more than 8 weeks that lasts 8 weeks or less: it extends no igu. Where the rules of the igu's start
    say nothing about sickness, there is nothing to tell."""
    sick = rows[rows["absence"] == SICKNESS]
    start = starts[sick.index].fillna(sick["begins"]).dt.date
    rules = {day: extension_row(day, SICKNESS) for day in start.unique()}
    least = start.map(lambda day: int(rule["antal"]) if (rule := rules[day]) else 0)
    days = (sick["ends"] - sick["begins"]).dt.days + 1
    short = sick[days <= least * _WEEK]
    told = {"days": days.map(number_text), "weeks": least.map(number_text)}
    yield from findings_at(partnership, ABSENCES, short, "absence", "fravaer-sygdom-kort", **told)


def check_busy_weeks(partnership: Partnership, blocked: Mapping[str, pd.Series], day: date) -> Iterator[Finding]:
    """The findings on busy weeks that leave less of the next two years than a school part needs."""
    rows = partnership.frames[BUSY][~blocked[BUSY]].dropna(subset=["p_number", "begins", "ends"])
    if rows.empty:
        return
    first = int(np.datetime64(day, "D").astype(np.int64))
    last = first + _TWO_YEARS - 1
    codes, names = pd.factorize(rows["p_number"])
    begins, ends = day_numbers(rows["begins"]).clip(first), day_numbers(rows["ends"]).clip(max=last)
    busy = joined(np.asarray(codes, dtype=np.int64), begins, ends)
    taken = np.bincount(busy.whose, weights=busy.last - busy.first + 1, minlength=len(names))
    free = (_TWO_YEARS - taken) // _WEEK
    rule = igu_rule(min(day, LAST_START))
    needed = rule.school_weeks if rule else 0
    told = rows[(free[codes] < needed) & ~rows.duplicated("p_number")]
    left = pd.Series(free[codes].astype(int), rows.index).map(number_text)
    words: dict[str, pd.Series | str] = {"weeks": left, "needed": str(needed), "a": date_text(day)}
    yield from findings_at(partnership, BUSY, told, "begins", "travle-uger-alle", **words)
