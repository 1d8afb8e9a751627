from __future__ import annotations

import time
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.domain.law.anniversaries import anniversary
from igu_xl.domain.law.answers import ManualAnswer
from igu_xl.domain.law.igu.eligibility import BASES, PREVIOUS, Verdict, met_on, verdict, verdicts
from igu_xl.domain.law.igu.reasons import SEEN
from igu_xl.domain.law.igu.rules import LAST_START, RULES

DAY = timedelta(days=1)


class Person(NamedTuple):
    born: date | None
    residence_from: date | None
    basis: str | None
    previous_igu: str | None
    start: date | None
    replacement_cpr: bool
    residence_gap: bool
    permit_until: date | None
    seen_igu: str
    judgement: str | None
    judged_by: str | None
    judged_on: date | None
    judged_until: date | None


DATES = ("born", "residence_from", "permit_until", "judged_on", "judged_until")
EDGES = [rule.valid_from for rule in RULES] + [LAST_START + DAY] + [date(2025, 12, 1), date(2026, 3, 18)]
STARTS = st.dates(date(2015, 1, 1), date(2029, 1, 1)) | st.builds(
    lambda edge, days: edge + days * DAY, st.sampled_from(EDGES), st.integers(-1, 1)
)


@st.composite
def people(draw: st.DrawFn) -> Person:
    """A person whose dates often lie on, or a day beside, a limit of the law."""
    start = draw(STARTS)
    near = st.integers(-1, 1)
    born = draw(
        st.none()
        | st.dates(date(1960, 1, 1), date(2012, 1, 1))
        | st.builds(lambda age, days: anniversary(start, -age) + days * DAY, st.sampled_from([18, 40, 50]), near)
        | st.sampled_from([date(1976, 2, 29), date(2004, 2, 29), date(2008, 2, 29)])
    )
    residence_from = draw(
        st.none()
        | st.dates(date(1995, 1, 1), date(2030, 1, 1))
        | st.builds(lambda years, days: anniversary(start, -years) + days * DAY, st.sampled_from([0, 5, 10, 20]), near)
        | st.sampled_from([date(2004, 2, 29), date(2012, 2, 29), date(2016, 2, 29)])
    )
    permits = st.builds(lambda years, days: anniversary(start, years) + days * DAY, st.integers(0, 2), near)
    return Person(
        born,
        residence_from,
        draw(st.sampled_from([*BASES, *BASES, None, "", "flygtning ", "Turist"])),
        draw(st.sampled_from([None, "Nej", *PREVIOUS, "nej", "måske"])),
        draw(st.just(start) | st.none()) if draw(st.integers(0, 9)) == 0 else start,
        draw(st.integers(0, 9)) == 0,
        draw(st.integers(0, 9)) == 0,
        draw(st.none() | permits),
        draw(st.sampled_from(["", "", *SEEN])),
        draw(st.sampled_from([None, "Opfyldt", "Ikke opfyldt"])),
        draw(st.sampled_from([None, "Jobkonsulent, team 2"])),
        draw(st.none() | st.just(start - DAY)),
        draw(st.none() | st.builds(lambda days: start + days * DAY, near)),
    )


def one_by_one(rows: list[Person]) -> list[Verdict]:
    return [
        verdict(
            *(p.born, p.residence_from, p.basis, p.previous_igu, p.start, p.replacement_cpr),
            residence_gap=p.residence_gap,
            permit_until=p.permit_until,
            seen_igu=p.seen_igu,
            answer=ManualAnswer(p.judgement or "", p.judged_by or "", p.judged_on, p.judged_until),
        )
        for p in rows
    ]


def as_column(rows: list[Person]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(Person._fields), index=range(10, 10 + len(rows)))
    for name in (*DATES, "start"):
        frame[name] = pd.to_datetime(frame[name])
    return verdicts(frame.drop(columns="start"), frame["start"])


def read(found: pd.DataFrame) -> list[Verdict]:
    changes = [None if pd.isna(day) else day.date() for day in found["changes_on"]]
    told = (found["outcome"], found["rule"], found["law"], found["reasons"])
    columns = (*told, changes, found["changes_to"], found["paragraph"], found["answered"])
    return [Verdict(*row) for row in zip(*columns, strict=True)]


@settings(max_examples=200, deadline=None)
@given(st.lists(people(), max_size=20))
def test_a_column_gets_the_verdicts_that_each_person_gets_alone(rows: list[Person]) -> None:
    assert read(as_column(rows)) == one_by_one(rows)


@settings(max_examples=30, deadline=None)
@given(st.lists(people(), max_size=8), st.lists(STARTS, max_size=4))
def test_whether_the_law_lets_them_begin_is_the_same_on_every_day_that_is_asked_for(
    rows: list[Person], days: list[date]
) -> None:
    frame = pd.DataFrame(rows, columns=list(Person._fields)).drop(columns="start")
    for name in DATES:
        frame[name] = pd.to_datetime(frame[name])
    expected = [[one_by_one([row._replace(start=day)])[0].outcome == "opfyldt" for day in days] for row in rows]
    found = met_on(frame, np.array(days, dtype="datetime64[D]"))
    assert found.shape == (len(rows), len(days)) and found.tolist() == expected


@settings(max_examples=60, deadline=None)
@given(people().filter(lambda person: person.start is not None))
def test_the_outcome_changes_on_the_day_it_names_and_on_no_day_before(person: Person) -> None:
    assert person.start is not None
    found = one_by_one([person])[0]
    until = found.changes_on or date(2036, 1, 1)
    between = [person.start + number * DAY for number in range((until - person.start).days)]
    same = as_column([person._replace(start=day) for day in between])
    assert set(same["outcome"]) <= {found.outcome}
    if found.changes_on:
        then = one_by_one([person._replace(start=found.changes_on)])[0]
        assert then.outcome == found.changes_to != found.outcome


def test_the_answer_has_the_index_and_types_that_are_promised() -> None:
    frame = pd.DataFrame(
        {"born": pd.DatetimeIndex(["1990-01-01", "NaT"]), "residence_from": pd.DatetimeIndex(["2020-01-01", "NaT"])},
        index=["101-0001", "101-0002"],
    )
    frame["basis"] = pd.Series(["Flygtning", None], index=frame.index, dtype=object)
    frame["previous_igu"] = None
    found = verdicts(frame, date(2026, 12, 1))
    assert found.index.equals(frame.index)
    assert found.dtypes.astype(str).to_dict() == {
        "outcome": "str",
        "rule": "str",
        "law": "str",
        "reasons": "object",
        "changes_on": "datetime64[s]",
        "changes_to": "str",
        "paragraph": "str",
        "answered": "bool",
    }
    assert found["outcome"].tolist() == ["opfyldt", "mangler data"]
    assert all(isinstance(reasons, tuple) for reasons in found["reasons"])


def test_no_people_get_no_verdicts() -> None:
    empty = pd.DataFrame(columns=["born", "residence_from", "basis", "previous_igu"])
    found = verdicts(empty, date(2026, 12, 1))
    assert (len(found), "outcome" in found) == (0, True)


def test_start_dates_of_other_people_are_refused() -> None:
    frame = pd.DataFrame({"born": [], "residence_from": [], "basis": [], "previous_igu": []}, index=pd.Index([]))
    with pytest.raises(ValueError, match="index"):
        verdicts(frame, pd.Series([pd.Timestamp("2026-12-01")]))


def test_the_candidates_of_a_region_are_judged_as_columns_not_one_by_one() -> None:
    size, random = 29 * 500, np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "born": pd.Timestamp("1960-01-01") + pd.to_timedelta(random.integers(0, 18_000, size), "D"),
            "residence_from": pd.Timestamp("2003-01-01") + pd.to_timedelta(random.integers(0, 8_000, size), "D"),
            "basis": random.choice(BASES, size),
            "previous_igu": "Nej",
        }
    )
    began = time.process_time()
    found = verdicts(frame, date(2026, 12, 1))
    assert time.process_time() - began < 5, "about 0.1 s; the bound catches work for each person"
    assert set(found["outcome"]) >= {"opfyldt", "ikke opfyldt"}
