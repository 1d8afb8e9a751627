"""The rounded pages, attacked together over pages and months: by code that shares nothing with what rounded them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import highspy
import numpy as np
import pandas as pd
import pytest
from believer import Believer
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.month import Month
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import ROUND
from igu_xl.reports.figures.measure import BEFORE, CHANGE, VALUE
from igu_xl.reports.kinds import KINDS
from igu_xl.reports.release.joint import Release, SharedPage
from igu_xl.reports.release.ledger import Ledger
from igu_xl.reports.release.rounding_off import round_off, timed

OCTOBER = Month(2026, 10)
MONTHS = [OCTOBER.previous(), OCTOBER, OCTOBER.next()]
STATES = ("Gennemført", "Afbrudt")
Frames = Mapping[str, pd.DataFrame]  # a municipality for each but the steering group, which has their sums
Key = tuple[str, str, str]

COUNTS = st.lists(st.integers(0, 9), min_size=4, max_size=4)
MORE = st.lists(st.integers(0, 6), min_size=4, max_size=4)
TOWNS = st.integers(2, 4)


def partnership(rows: list[list[int]]) -> dict[str, pd.DataFrame]:
    frames = {}
    for number, row in enumerate(rows):
        frame = pd.DataFrame(np.array(row).reshape(2, 2), index=list(STATES), columns=["igu", "praktik"])
        frames[f"kommune-{number}"] = frame.assign(**{"I alt": frame.sum(axis=1)})
    whole = sum(frames.values(), start=0 * next(iter(frames.values())))
    return {"styregruppe": whole, **frames}


def pages(frames: Frames) -> list[SharedPage]:
    return [SharedPage(KINDS[stem.partition("-")[0]], stem, stem, [table(frame)]) for stem, frame in frames.items()]


def table(frame: pd.DataFrame) -> Counts:
    return Counts("Efter type", frame, total_column="I alt", alias={"I alt": ""})


def remembered(ledger: Ledger, done: Release) -> Ledger:
    """What was told so far, as the file would keep it."""
    told = {key: dict(months) for key, months in ledger.told.items()}
    for written in done.written.values():
        for (stem, quantity, month), entry in written.items():
            told.setdefault((stem, quantity), {})[month] = entry
    return replace(ledger, told=told)


def told_in(done: Release) -> dict[Key, int]:
    return {
        (stem, row, column): told
        for stem, plan in done.plans.items()
        for (row, column), told in plan.tables["Efter type"].items()
        if told is not None
    }


def cells(frames: Frames) -> dict[Key, int]:
    return {
        (stem, row, str(column)): int(frame.at[row, column])
        for stem, frame in frames.items()
        for row in frame.index
        for column in frame.columns
    }


def sums(frames: Frames) -> Iterator[tuple[list[Key], Key]]:
    """What anybody knows to add up."""
    towns = [stem for stem in frames if stem != "styregruppe"]
    for state in STATES:
        for stem in frames:
            yield [(stem, state, kind) for kind in ("igu", "praktik")], (stem, state, "I alt")
        for kind in ("igu", "praktik", "I alt"):
            yield [(town, state, kind) for town in towns], ("styregruppe", state, kind)


class Outsider(Believer):
    """Who has the pages of several months: a count is at most 4 from what is told of it, whole, and never falls."""

    def __init__(self, told: list[dict[Key, int]], frames: Frames) -> None:
        super().__init__()
        self.number = {(time, key): 0 for time, counts in enumerate(told) for key in counts}
        for number, (time, key) in enumerate(self.number):
            self.number[time, key] = number
            self.highs.addVar(max(told[time][key] - 4, 0), told[time][key] + 4)
            self.highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        for time in range(len(told)):
            for parts, total in sums(frames):
                self.row([*((time, part, 1.0) for part in parts), (time, total, -1.0)], 0, 0)
        for time, key in self.number:
            if time:
                self.row([(time, key, 1.0), (time - 1, key, -1.0)], 0, highspy.kHighsInf)


@settings(max_examples=15, deadline=None)
@given(TOWNS.flatmap(lambda n: st.lists(COUNTS, min_size=n, max_size=n)), st.lists(MORE, min_size=8, max_size=8))
def test_who_has_all_pages_of_three_months_still_believes_1_to_4_of_every_small_count(
    first: list[list[int]], more: list[list[int]]
) -> None:
    ledger, told, truth, rows = Ledger("hemmelig"), [], [], first
    for turn, month in enumerate(MONTHS):
        frames = partnership(rows)
        done = round_off(pages(frames), ledger, month)
        ledger = remembered(ledger, done)
        told.append(told_in(done))
        truth.append(cells(frames))
        assert all(abs(told[-1][key] - count) < 5 and told[-1][key] % 5 == 0 for key, count in truth[-1].items())
        assert all(sum(told[-1][part] for part in parts) == told[-1][total] for parts, total in sums(frames))
        assert not any(plan.remark for plan in done.plans.values())
        rows = [[old + new for old, new in zip(row, more[(turn * 4 + one) % 8], strict=True)]
                for one, row in enumerate(rows)]  # fmt: skip
    outsider = Outsider(told, partnership(first))
    for time, counts in enumerate(truth):
        for key, count in counts.items():
            if 0 < count < 5:
                assert all(outsider.believes(time, key, guess) for guess in range(1, 5)), (time, key, count)


@settings(max_examples=15, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=4), st.integers(0, 7), st.integers(0, 3))
def test_a_count_that_has_not_changed_is_told_as_before(rows: list[list[int]], where: int, more: int) -> None:
    ledger = Ledger("hemmelig")
    first = round_off(pages(partnership(rows)), ledger, MONTHS[0])
    same = round_off(pages(partnership(rows)), remembered(ledger, first), MONTHS[1])
    assert told_in(same) == told_in(first)
    rows[where % len(rows)][where % 4] += more
    changed = round_off(pages(partnership(rows)), remembered(ledger, first), MONTHS[1])
    apart = [key for key, told in told_in(changed).items() if told != told_in(first)[key]]
    moved = {key for key, count in cells(partnership(rows)).items() if abs(count - told_in(first)[key]) >= 5}
    assert not apart or moved  # nothing is told as another number before a count has left what was told of it


def one(count: int, label: str = "I forløb") -> list[SharedPage]:
    counts = Counts("Trin", pd.DataFrame({"Antal": [count]}, index=[label]), alias={"Antal": ""})
    return [SharedPage(KINDS["styregruppe"], "styregruppe", "Alle", [counts])]


def told_of(done: Release) -> int:
    (told,) = done.plans["styregruppe"].tables["Trin"].values()
    assert told is not None
    return told


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 9])
def test_both_multiples_are_told_of_a_count_by_a_coin_that_only_the_secret_knows(count: int) -> None:
    """So a 0 is not »nearest to 0«; and on average nothing is added."""
    told = [told_of(round_off(one(count), Ledger(f"{secret}"), OCTOBER)) for secret in range(400)]
    assert set(told) == {count // 5 * 5, count // 5 * 5 + 5}
    assert abs(sum(told) / len(told) - count) < 0.4
    assert [told_of(round_off(one(count), Ledger("7"), OCTOBER)) for _ in range(3)] == [told[7]] * 3


def test_a_5_that_becomes_a_0_need_not_be_nobody() -> None:
    became = set()
    for secret in range(200):
        first = round_off(one(6), Ledger(f"{secret}"), MONTHS[0])
        if told_of(first) == 5:
            then = round_off(one(3), remembered(Ledger(f"{secret}"), first), MONTHS[1])
            became.add(told_of(then))
    assert became == {0, 5}


def test_a_change_is_the_difference_of_what_is_told() -> None:
    frame = pd.DataFrame({VALUE: [14, 9], BEFORE: [6, 9], CHANGE: [8, 0]}, index=["Begyndt", "Gennemført"])
    counts = Counts("Nøgletal", frame, total_column=VALUE, balances=(CHANGE,), alias={VALUE: ""})
    done = round_off([SharedPage(KINDS["styregruppe"], "styregruppe", "Alle", [counts])], Ledger("x"), OCTOBER)
    told = done.plans["styregruppe"].tables["Nøgletal"]
    for row in frame.index:
        assert told[row, VALUE] == (told[row, BEFORE] or 0) + (told[row, CHANGE] or 0)
    september = {
        key[1]: entry.told for key, entry in done.written["styregruppe"].items() if key[2] == OCTOBER.previous()
    }
    assert september[frozenset({"Begyndt"})] == told["Begyndt", BEFORE]


def test_a_count_of_another_month_is_known_by_its_month() -> None:
    assert timed(frozenset({"I forløb", BEFORE}), OCTOBER) == (frozenset({"I forløb"}), OCTOBER.previous())
    assert timed(frozenset({"I forløb", "marts 2026"}), OCTOBER) == (frozenset({"I forløb"}), Month(2026, 3))
    assert timed(frozenset({"I forløb"}), OCTOBER) == (frozenset({"I forløb"}), OCTOBER)


def test_things_are_told_as_they_are_and_places_that_add_up_with_people_are_rounded() -> None:
    cohorts = Counts("Hold", pd.DataFrame({"Antal": [3]}, index=["Aflyste hold"]), of_things=("Antal",))
    places = pd.DataFrame({"Besat": [3], "Åbne": [4], "Tilbudt": [7]}, index=["igu"])
    slots = Counts("Pladser", places, total_column="Tilbudt", of_things=("Åbne", "Tilbudt"))
    done = round_off([SharedPage(KINDS["branche"], "branche-x", "X", [cohorts, slots])], Ledger("x"), OCTOBER)
    tables = done.plans["branche-x"].tables
    assert done.method == ROUND and not tables["Hold"]
    assert all(told is not None and told % 5 == 0 for told in tables["Pladser"].values())
    assert (tables["Pladser"]["igu", "Besat"] or 0) + (tables["Pladser"]["igu", "Åbne"] or 0) == tables["Pladser"][
        "igu", "Tilbudt"
    ]
