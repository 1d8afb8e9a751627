"""Sums that must hold whatever the partnership looks like: tables add up, and stocks follow from flows."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData, load
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import protect
from igu_xl.reports.figures import by_municipality, completion, endings, measures, supply, trend, waiting
from igu_xl.reports.figures.measure import TOTAL, TYPES, by_type

OCTOBER = Month(2026, 10)
PARTNERS = {"kommune:101": "København", "kommune:159": "Gladsaxe", "kommune:157": "Gentofte"}
COMPANIES = {"1000000001": "2300", "1000000002": "2860", "1000000003": "9999", "1000000004": None}
SLOTS = {"A-1": "1000000001", "A-2": "1000000002", "B-1": "1000000003", "B-2": "1000000004"}
ENDINGS = [
    ("", "Gennemført"), ("", "Ordinært job"), ("", "Afbrudt"),
    ("Job", "Afbrudt"), ("Uddannelse", ""), ("Fravær", "Afbrudt"),
]  # fmt: skip

days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def placements(draw: st.DrawFn) -> dict[str, object]:
    """A placement with a start, a planned end, and perhaps an ending in between with what came of it."""
    start, length = draw(days), draw(st.integers(1, 800))
    planned_end = start + timedelta(days=length)
    ended = start + timedelta(days=draw(st.integers(0, length))) if draw(st.booleans()) else None
    reason, outcome = draw(st.sampled_from(ENDINGS)) if ended else ("", "")
    return {
        "owner": draw(st.sampled_from(list(PARTNERS))),
        "lives_in": draw(st.sampled_from(["", "Gentofte", "kbh", "Andeby"])),
        "slot": draw(st.sampled_from([*SLOTS, "X-9"])),
        "type": draw(st.sampled_from(TYPES)),
        "start": start,
        "planned_end": planned_end,
        "agreed_on": draw(st.none() | st.just(start - timedelta(days=10))),
        "ended_on": ended,
        "ending_reason": reason or None,
        "outcome": outcome or None,
        "outcome_on": ended if outcome else None,
    }


partnerships = st.lists(placements(), max_size=25)


def everybody(rows: list[dict[str, object]]) -> MonthData:
    """The steering group's data of a partnership with these placements, each of a candidate of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, frame in _tables(rows).items():
            frame.to_parquet(folder / f"{table}.parquet")
        return load(folder, "styregruppe:alle")


def _tables(rows: list[dict[str, object]]) -> dict[str, pd.DataFrame]:
    told = [{**row, "candidate": f"k{number}", "partner": row["owner"]} for number, row in enumerate(rows)]
    people = [
        {
            "partner": row["partner"], "candidate": row["candidate"], "municipality": row["lives_in"] or None,
            "registered": date(2023, 12, 1), "ready_from": date(2024, 1, 1), "status": "I forløb",
        }
        for row in told
    ]  # fmt: skip
    slots = [
        {"slot": slot, "p_number": place, "type": "igu", "openings": 3, "branch": slot[0], "partner": "branche:x"}
        for slot, place in SLOTS.items()
    ]
    partners = [(key, "kommune", name, 9) for key, name in PARTNERS.items()]
    return {
        "partners": pd.DataFrame(partners, columns=["partner", "kind", "name", "rows"]),
        "tblKandidater": pd.DataFrame(people),
        "tblForloeb": pd.DataFrame(told),
        "tblPladser": pd.DataFrame(slots),
        "tblVirksomheder": pd.DataFrame({"p_number": list(COMPANIES), "postcode": list(COMPANIES.values())}),
    }  # fmt: skip


def adds_up(table: pd.DataFrame, total: str) -> bool:
    """Whether the last row is the sum of the others."""
    return bool((table.drop(index=total).sum() == table.loc[total]).all())


@given(partnerships)
@settings(max_examples=20, deadline=None)
def test_figures_by_residence_and_by_workplace_have_the_same_totals(rows: list[dict[str, object]]) -> None:
    data = everybody(rows)
    for audience in ("intern", "delt"):
        living = by_municipality.by_residence(by_municipality.OF_PLACEMENTS, data, OCTOBER, audience)
        working = by_municipality.by_workplace(by_municipality.OF_PLACEMENTS, data, OCTOBER, audience)
        assert adds_up(living, TOTAL) and adds_up(working, TOTAL)
        assert (living.loc[TOTAL] == working.loc[TOTAL]).all()
        assert adds_up(by_municipality.by_residence(by_municipality.OF_PEOPLE, data, OCTOBER, audience), TOTAL)


@given(partnerships)
@settings(max_examples=20, deadline=None)
def test_the_lines_of_a_shared_page_are_the_same_whoever_lives_and_works_where(rows: list[dict[str, object]]) -> None:
    data, nobody = everybody(rows), everybody([])
    lines = [*by_municipality.by_residence(by_municipality.OF_PEOPLE, nobody, OCTOBER, "delt").index]
    assert lines == ["København", "Gentofte", "Gladsaxe", "Uden for partnerskabet", "Ukendt", TOTAL]
    assert [*by_municipality.by_residence(by_municipality.OF_PEOPLE, data, OCTOBER, "delt").index] == lines
    assert [*by_municipality.by_workplace(by_municipality.OF_PLACEMENTS, data, OCTOBER, "delt").index] == lines
    for make in (endings.dropped_out, completion.table):
        assert [*make(data, OCTOBER, "delt").index] == [*make(nobody, OCTOBER, "delt").index]


@given(partnerships)
@settings(max_examples=20, deadline=None)
def test_those_running_are_those_before_and_the_starts_without_the_ends(rows: list[dict[str, object]]) -> None:
    data = everybody(rows)
    for month in trend.months(OCTOBER)[1:]:
        first, last = month.first, month.last
        ended = sum(row["start"] <= last and first <= _gone_from(row) <= last for row in rows)  # type: ignore[operator]
        before, now = (measures.RUNNING.count(data, when) for when in (month.previous(), month))
        assert now == before + measures.STARTED.count(data, month) - ended


def _gone_from(row: dict[str, object]) -> date:
    """The first day on which a placement does not run: when it ended, else the day after its planned end."""
    planned_end, ended = row["planned_end"], row["ended_on"]
    assert isinstance(planned_end, date) and (ended is None or isinstance(ended, date))
    return ended or planned_end + timedelta(days=1)


@given(partnerships)
@settings(max_examples=20, deadline=None)
def test_every_placement_that_began_stands_in_one_state_and_the_parts_add_up(rows: list[dict[str, object]]) -> None:
    data = everybody(rows)
    table = by_type(measures.placement_lines("intern"), data, OCTOBER)
    assert (table[list(TYPES)].sum(axis=1) == table[TOTAL]).all()
    begun = sum(row["start"] <= OCTOBER.last for row in rows)  # type: ignore[operator]
    assert sum(one.count(data, OCTOBER) for one in (measures.RUNNING, *measures.ENDINGS)) == begun
    for part in (
        endings.onward(data, OCTOBER),
        endings.dropped_out(data, OCTOBER, "delt"),
        waiting.lengths(data, OCTOBER),
    ):
        assert adds_up(part, str(part.index[-1]))
    for audience in ("intern", "delt"):
        assert adds_up(supply.by_branch(data, OCTOBER, audience), TOTAL)
        old = completion.table(data, OCTOBER, audience)
        assert adds_up(old, TOTAL)
        assert (old.drop(columns=completion.BEGUN).sum(axis=1) == old[completion.BEGUN]).all()


@given(partnerships)
@settings(max_examples=10, deadline=None)
def test_running_totals_never_fall_and_the_trend_ends_at_the_month(rows: list[dict[str, object]]) -> None:
    data = everybody(rows)
    for one in (measures.PLACED, measures.FINISHED, measures.JOB_OR_EDUCATION, measures.REGISTERED):
        counts = [one.count(data, month) for month in trend.months(OCTOBER)]
        assert counts == sorted(counts), one.label
    latest = trend.table(data, OCTOBER, "intern").iloc[-1]
    assert all(latest[one.label] == one.count(data, OCTOBER) for one in (*trend.LINES, measures.STARTED_YEAR))


@given(partnerships)
@settings(max_examples=20, deadline=None)
def test_a_rate_is_of_old_enough_starts_only(rows: list[dict[str, object]]) -> None:
    table = completion.table(everybody(rows), OCTOBER, "delt")
    assert table.at[TOTAL, completion.BEGUN] == sum(
        row["type"] == "igu" and row["start"] <= date(2024, 11, 1)  # type: ignore[operator]
        for row in rows
    )
    shares = completion.shares(protect(Counts("t", table), "intern"))[completion.SHARE]
    assert all(share == "–" or 0 <= int(share.removesuffix(" %")) <= 100 for share in shares)
