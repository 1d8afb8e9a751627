"""What is wrong with a pupil's rows of a school plan together: overlaps, order, absence, too much school at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from igu_xl.checks.finding_cells import findings_at
from igu_xl.checks.school.packages import step_order
from igu_xl.checks.school.periods import day_numbers, earlier_overlap, hours_in, joined, known_days
from igu_xl.checks.school.plan_rows import TABLE
from igu_xl.danish import number_text
from igu_xl.domain.law.practice_hours import most_school_hours, practice_days
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership

# Courses are spread evenly over their days, and hours are typed with few decimals.
_HALF = 0.5
_DAY = pd.Timedelta(days=1)


def check_plan_clashes(
    partnership: Partnership, rows: pd.DataFrame, steps: pd.DataFrame, blocked: Mapping[str, pd.Series]
) -> Iterator[Finding]:
    """The findings on the rows of each pupil (`planned_rows`) together; `steps` are those of the packages."""
    counted = rows[rows["counts"]]
    yield from _twice(partnership, counted)
    dated = counted[known_days(counted["start"], counted["end"])]
    dated = dated[dated["start"] <= dated["end"]]
    yield from _overlaps(partnership, dated)
    yield from _order(partnership, dated, steps)
    ahead = dated[dated["ahead"]]
    yield from _away(partnership, ahead, "tblFravaer", "placement", "skoleplan-fravaer", blocked)
    yield from _away(partnership, ahead, "tblTravleUger", "p_number", "skoleplan-travl", blocked)
    yield from _too_much(partnership, dated)


def _twice(partnership: Partnership, rows: pd.DataFrame) -> Iterator[Finding]:
    """The same course twice for a pupil; told at the later row."""
    again = rows.duplicated(["placement", "key"])
    first = rows.drop_duplicates(["placement", "key"]).set_index(["placement", "key"])["row"]
    told = rows[again]
    other = pd.Series(
        first.reindex(pd.MultiIndex.from_frame(told[["placement", "key"]])).to_numpy(), told.index, dtype="Int64"
    )
    yield from findings_at(partnership, TABLE, told, "course", "skoleplan-kursus-dobbelt", other=other)


def _overlaps(partnership: Partnership, rows: pd.DataFrame) -> Iterator[Finding]:
    """Two cohorts of a pupil on the same day; the courses of one cohort are at the same time, and may be."""
    alone = pd.Series([f"{index}\n" for index in rows.index], rows.index, dtype="string")
    group = rows["cohort"].fillna(alone)
    blocks = rows.assign(group=group).groupby(["whose", "group"], sort=False)
    first = rows.assign(group=group).drop_duplicates(["whose", "group"])
    keys = pd.MultiIndex.from_frame(first[["whose", "group"]])
    begins, ends = blocks["start"].min().reindex(keys), blocks["end"].max().reindex(keys)
    other = earlier_overlap(first["whose"].to_numpy(), day_numbers(begins), day_numbers(ends))
    told, met = first[other >= 0], first.iloc[other[other >= 0]]
    words = {"other": met["course"], "a": met["start"], "b": met["end"]}
    words = {name: blank.set_axis(told.index) for name, blank in words.items()}
    yield from findings_at(partnership, TABLE, told, "start", "skoleplan-overlap", **words)


def _order(partnership: Partnership, rows: pd.DataFrame, steps: pd.DataFrame) -> Iterator[Finding]:
    """A course that begins before one that must come before it has ended."""
    links = step_order(steps)
    names = steps[["package", "step", "key"]].rename(columns={"step": "after", "key": "before"})
    links = links.merge(names, on=["package", "after"])
    asked = rows[rows["ahead"] & rows["package"].notna()].reset_index(names="at")
    asked = asked[["at", "placement", "package", "key", "start"]].merge(links, on=["package", "key"])
    ends = rows.groupby(["placement", "key"]).agg(end=("end", "max"), course=("course", "first"))
    found = asked.merge(ends, left_on=["placement", "before"], right_index=True)
    late = found[found["start"] <= found["end"]].sort_values("end").drop_duplicates("at", keep="last").set_index("at")
    words = {"step": late["after"], "course": late["course"], "a": late["end"]}
    yield from findings_at(partnership, TABLE, rows.loc[late.index], "start", "skoleplan-raekkefoelge", **words)


def _away(
    partnership: Partnership,
    rows: pd.DataFrame,
    table: str,
    key: str,
    code: str,
    blocked: Mapping[str, pd.Series],
) -> Iterator[Finding]:
    """Courses on days on which the pupil, or the company, cannot."""
    periods = partnership.frames[table][~blocked[table]].dropna(subset=[key, "begins", "ends"])
    asked = rows[rows[key].isin(periods[key])]
    codes, names = pd.factorize(periods[key])
    away = joined(codes, day_numbers(periods["begins"]), day_numbers(periods["ends"]))
    own = names.get_indexer(pd.Index(asked[key])).astype(np.int64)
    met = away.met(own, day_numbers(asked["start"]), day_numbers(asked["end"]))
    told, found = asked[met >= 0], met[met >= 0]
    days = {"a": away.first[found], "b": away.last[found]}
    words = {name: pd.Series(pd.to_datetime(day, unit="D"), told.index) for name, day in days.items()}
    yield from findings_at(partnership, TABLE, told, "start", code, **words)


def _too_much(partnership: Partnership, rows: pd.DataFrame) -> Iterator[Finding]:
    """More school in some 13 weeks than the practice rule lets (`practice_hours`); told once for a pupil, at the first.

    The rule is asked with 37 hours a week for everybody, as the planning does.
    """
    dated = rows.dropna(subset=["hours"])
    if dated.empty:
        return
    begins = dated["begins"].fillna(dated["start"]).dt.date
    rules = {day: (most_school_hours(start=day), practice_days(day)) for day in begins.unique()}
    for days in sorted({days for _, days in rules.values()} - {0}):
        some = dated[begins.map(lambda day, days=days: rules[day][1] == days)]
        most = begins[some.index].map(lambda day: rules[day][0]).to_numpy(dtype=float)
        first, last = day_numbers(some["start"]), day_numbers(some["end"])
        hours = some["hours"].to_numpy(dtype=float, na_value=0.0)
        ahead, back = hours_in(days, some["whose"].to_numpy(), first, last, hours)
        taught = np.maximum(ahead, back)
        since = np.where(ahead >= back, first, last - days + 1)
        found = some.assign(taught=taught, most=most, since=pd.to_datetime(since, unit="D"))
        found = found[taught > most + _HALF].sort_values(["since", "row"]).drop_duplicates("whose").sort_index()
        words = {"a": found["since"], "b": found["since"] + (days - 1) * _DAY}
        words |= {"hours": found["taught"].map(_whole), "most": found["most"].map(_whole)}
        yield from findings_at(partnership, TABLE, found, "start", "skoleplan-praktik", **words)


def _whole(hours: float) -> str:
    return number_text(hours, 0)
