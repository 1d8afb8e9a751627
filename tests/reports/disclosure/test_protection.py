from __future__ import annotations

import random
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hiding_alone import hiding_alone
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from igu_xl.reports.disclosure import protection
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import HIDE, LIMIT, ROUND, NotProtected, PagePlan, Protected, with_missing

COUNTS = st.integers(0, 12)
TABLES = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(COUNTS, min_size=n, max_size=n), min_size=1, max_size=5))


def table(rows: list[list[int]]) -> pd.DataFrame:
    """Some counts with their sums by row and by column."""
    frame = pd.DataFrame(rows, columns=[f"k{n}" for n in range(len(rows[0]))])
    frame["I alt"] = frame.sum(axis=1)
    frame.loc["I alt"] = frame.sum()
    return frame.set_axis([*(f"r{n}" for n in range(len(rows))), "I alt"])


def protect(frame: pd.DataFrame, audience: str, **about: Any) -> Protected:
    """A table whose small counts are hidden by itself."""
    return hiding_alone(Counts("En tabel", frame, **about), audience)


def shown(protected: Protected) -> list[list[int | None]]:
    return [[protected.count(row, column) for column in protected.counts] for row in protected.counts.index]


def hidden_in(protected: Protected) -> list[tuple[str, str]]:
    gone = protected.counts.isna()
    return [(row, column) for column in gone for row in gone.index if gone.at[row, column]]


def attack(protected: Protected) -> dict[tuple[str, str], tuple[float, float]]:
    """What anybody can work out: counts are not negative, and they add up."""
    return attack_on(protected.counts, dict.fromkeys(hidden_in(protected), 0))


def attack_on(counts: pd.DataFrame, least: dict[tuple[str, str], int]) -> dict[tuple[str, str], tuple[float, float]]:
    """The limits of each hidden count, by code that shares nothing with what hid it."""
    cells = [(row, column) for row in counts.index for column in counts.columns]
    number = {cell: position for position, cell in enumerate(cells)}
    lines = [[(row, column) for column in counts.columns] for row in counts.index]
    lines += [[(row, column) for row in counts.index] for column in counts.columns]
    equations = np.zeros((len(lines), len(cells)))
    for equation, line in zip(equations, lines, strict=True):
        for cell in line:
            equation[number[cell]] = -1 if cell == line[-1] else 1
    known = [None if pd.isna(counts.at[cell]) else int(counts.at[cell]) for cell in cells]
    bounds = [(least[cell] if value is None else value, value) for cell, value in zip(cells, known, strict=True)]

    def limit(cell: tuple[str, str], sign: int) -> float:
        aim = np.zeros(len(cells))
        aim[number[cell]] = sign
        found = linprog(aim, A_eq=equations, b_eq=np.zeros(len(lines)), bounds=bounds)
        return float(found.fun) * sign if found.status == 0 else -sign * float("inf")  # no limit to that side

    return {cell: (limit(cell, 1), limit(cell, -1)) for cell, value in zip(cells, known, strict=True) if value is None}


def test_nobody_else_can_make_a_protected_table() -> None:
    with pytest.raises(TypeError, match="only disclosure"):
        Protected("En tabel", pd.DataFrame(), pd.DataFrame(), {}, frozenset(), object())


def test_an_internal_edition_shows_everything() -> None:
    assert shown(protect(table([[1, 2], [3, 4]]), "intern")) == [[1, 2, 3], [3, 4, 7], [4, 6, 10]]


def test_counts_of_1_to_4_are_hidden_and_a_zero_is_shown() -> None:
    counts = pd.DataFrame({"Antal": {"a": 0, "b": 1, "c": 4, "d": 5}})
    protected = protect(counts, "delt")
    assert shown(protected) == [[0], [None], [None], [5]]
    assert protected.hides
    assert [protected.cell(row, "Antal") for row in "abd"] == [0, "[d]", 5]


TABLE = Counts("En tabel", pd.DataFrame({"Antal": {"a": 0, "b": 1, "c": 4, "d": 5}}))
CELLS = {(row, "Antal"): told for row, told in zip("abcd", (0, 0, 5, 5), strict=True)}


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (None, "igu report MAPPE --audience delt"),
        (PagePlan(ROUND, refused="En tabel kunne ikke laves."), "kunne ikke laves"),
        (PagePlan(ROUND, {"En anden": CELLS}), "skal stå under »tables«"),
        (PagePlan(ROUND, {"En tabel": {("a", "Antal"): 0}}), "er andre, end da"),
        (PagePlan(ROUND, {"En tabel": CELLS | {("d", "Antal"): 15}}), "er andre, end da"),
        (PagePlan(HIDE, {"En anden": {}}), "skal stå under »tables«"),
        (PagePlan(HIDE, {"En tabel": {("b", "Antal"): None}}), "er andre, end da"),
    ],
)
def test_what_was_not_decided_together_with_the_others_is_never_drawn(plan: PagePlan | None, words: str) -> None:
    with pytest.raises(NotProtected, match=words):
        protection.protect(TABLE, "delt", plan)
    assert not protection.protect(TABLE, "intern", plan).hides  # nothing is decided for those who may see all


def test_a_rounded_table_shows_what_was_decided() -> None:
    protected = protection.protect(TABLE, "delt", PagePlan(ROUND, {"En tabel": CELLS}))
    assert shown(protected) == [[0], [0], [5], [5]]
    assert not protected.hides and protected.rounds("a", "Antal")


@pytest.mark.parametrize("audience", ["intern", "partnerskab"])
def test_a_shared_page_shows_no_table_of_people_in_another_editions_form(audience: str) -> None:
    """A section that forgets for whom it draws: nothing lists its table, and nothing needs to."""
    with protection.page_for("delt"):
        with pytest.raises(NotProtected, match="tæller personer og ville stå på en delt side uden beskyttelse"):
            protection.protect(TABLE, audience)
        things = Counts("Hold", pd.DataFrame({"Antal": {"i gang": 1}}), of_things=("Antal",))
        assert shown(protection.protect(things, audience)) == [[1]]
    assert shown(protection.protect(TABLE, audience)) == [[0], [1], [4], [5]]


def test_lines_of_a_rounded_table_that_are_0_all_the_way_are_left_out() -> None:
    counts = Counts(
        "En tabel", pd.DataFrame({"x": [1, 7, 8], "y": [0, 1, 1], "I alt": [1, 8, 9]}, index=["a", "b", "I alt"])
    )
    told = {
        ("a", "x"): 0,
        ("b", "x"): 10,
        ("I alt", "x"): 10,
        ("a", "I alt"): 0,
        ("b", "I alt"): 10,
        ("I alt", "I alt"): 10,
    }
    plan = PagePlan(ROUND, {"En tabel": told | {(row, "y"): 0 for row in ("a", "b", "I alt")}})
    left = protection.without_noughts(protection.protect(counts, "delt", plan), "I alt", "I alt")
    assert (list(left.counts.index), list(left.counts.columns)) == (["b", "I alt"], ["x", "I alt"])
    assert not protection.without_noughts(protection.protect(counts, "intern"), "I alt", "I alt").counts.empty


def test_a_table_without_rows_needs_no_decision() -> None:
    nothing = Counts("En tabel", pd.DataFrame({"Antal": pd.Series(dtype="Int64")}))
    assert protection.protect(nothing, "delt", None).counts.empty


def test_a_count_of_things_is_shown() -> None:
    counts = pd.DataFrame({"Antal": {"hold": 1, "personer": 1}})
    assert shown(protect(counts, "delt", of_things=("hold",))) == [[1], [None]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ([12, 3], [None, None, 15]),  # 15 - 12 would tell it
        ([12, 3, 8], [12, None, None, 23]),  # the smallest other goes too
        ([4, 4], [None, None, 8]),  # each could be 1-7
        ([3, 0], [None, 0, None]),  # the total is small itself
        ([1, 1, 9], [None, None, None, 11]),  # two that make 2 are both 1
        ([4, 1, 0], [None, None, 0, 5]),  # 1-4 both
        ([5, 6], [5, 6, 11]),
    ],
)
def test_what_a_total_would_tell_is_hidden_too(line: list[int], expected: list[int | None]) -> None:
    counts = pd.DataFrame([[*line, sum(line)]], columns=[*(f"k{n}" for n in range(len(line))), "I alt"])
    protected = protect(counts, "delt", total_column="I alt")
    assert shown(protected) == [expected]


def test_a_small_change_is_not_told_by_the_figures_beside_it() -> None:
    figures = pd.DataFrame({"Nu": [12, 12], "Sidste måned": [15, 5], "Ændring": [-3, 7]})
    assert shown(protect(figures, "delt", total_column="Nu")) == [[12, None, None], [12, 5, 7]]


@settings(max_examples=20, deadline=None)
@given(TABLES)
def test_an_outsider_cannot_narrow_a_hidden_count_to_less_than_1_to_4(rows: list[list[int]]) -> None:
    raw = table(rows)
    protected = protect(raw, "delt", total_column="I alt", total_row="I alt")
    assert not ((raw > 0) & (raw < LIMIT) & protected.counts.notna()).any(axis=None)
    for cell, (least, most) in attack(protected).items():
        if 0 < raw.at[cell] < LIMIT:
            assert least <= 1 and most >= LIMIT - 1, (cell, least, most)


@settings(max_examples=20, deadline=None)
@given(TABLES)
def test_nothing_is_hidden_that_the_outsider_may_see(rows: list[list[int]]) -> None:
    """Each large count that is hidden is needed: shown again, some hidden count could be narrowed down."""
    raw = table(rows)
    protected = protect(raw, "delt", total_column="I alt", total_row="I alt")
    for cell in [cell for cell in hidden_in(protected) if raw.at[cell] >= LIMIT]:
        counts = protected.counts.copy()
        counts.at[cell] = raw.at[cell]
        ranges = attack_on(counts, {one: min(1, raw.at[one]) for one in hidden_in(protected)})
        small = {one: limits for one, limits in ranges.items() if 0 < raw.at[one] < LIMIT}
        assert any(least > 1 or most < LIMIT - 1 for least, most in small.values()), cell


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=4, max_size=4), min_size=1, max_size=4))
def test_a_total_of_5_or_more_is_shown_where_the_cells_before_it_can_be_hidden(rows: list[list[int]]) -> None:
    """The same total stands in other tables of a page, where its parts are not seen."""
    raw = table(rows).drop(index="I alt")
    protected = protect(raw, "delt", total_column="I alt")
    large = raw["I alt"] >= LIMIT
    assert protected.counts.loc[large, "I alt"].notna().all()


def test_a_regions_table_is_protected_in_less_than_a_second() -> None:
    spread = random.Random(1)
    rows = [[int(spread.expovariate(0.25)) for _ in range(10)] for _ in range(29)]
    began = time.process_time()
    protected = protect(table(rows), "delt", total_column="I alt", total_row="I alt")
    assert time.process_time() - began < 1
    assert protected.hides


@settings(deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_a_large_count_is_hidden_only_to_protect_a_small_one(line: list[int]) -> None:
    counts = pd.DataFrame([[*line, sum(line)]], columns=[*map(str, range(len(line))), "I alt"])
    hides = protect(counts, "delt", total_column="I alt").hides
    assert hides == any(0 < count < LIMIT for count in [*line, sum(line)])


def test_how_many_are_missing_is_hidden_where_the_count_is() -> None:
    cohorts = pd.DataFrame({"Mindst": [12, 8, 8], "Tilmeldt": [9, 3, 10]})
    protected = with_missing(protect(cohorts, "delt", facts=("Mindst",)), "Tilmeldt", "Mindst", "Mangler")
    assert shown(protected) == [[9, 3], [None, None], [10, 0]]


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="alle"):
        protect(pd.DataFrame({"a": [1]}), "alle")


def test_the_rule_looks_again_after_each_cell_it_hides() -> None:
    rows = shown(protect(table([[3, 9], [8, 9]]), "delt", total_column="I alt", total_row="I alt"))
    assert rows == [[None, None, 12], [None, None, 17], [11, 18, 29]]


def test_everybody_in_one_cell_tells_how_it_went_for_each() -> None:
    ends = pd.DataFrame({"Gennemført": [0, 6, 7], "Afbrudt": [9, 8, 0]}, index=["a", "b", "c"])
    protected = protect(ends, "delt", telling=("Gennemført", "Afbrudt"))
    assert shown(protected) == [[None, None], [6, 8], [None, None]]
    upright = protect(ends.T, "delt", telling=("Gennemført", "Afbrudt"))
    assert shown(upright) == [[None, 6, None], [None, 8, None]]


def test_of_a_group_in_one_of_three_cells_just_one_of_the_empty_ones_is_hidden_too() -> None:
    ends = pd.DataFrame({"Gennemført": [0, 6], "Afbrudt": [9, 8], "Skiftet": [0, 0]}, index=["a", "b"])
    telling = ("Gennemført", "Afbrudt", "Skiftet")
    assert shown(protect(ends, "delt", telling=telling)) == [[None, None, 0], [6, 8, 0]]
    summed = protect(ends.assign(**{"I alt": [9, 14]}), "delt", telling=telling, total_column="I alt")
    assert shown(summed) == [[None, None, 0, 9], [6, 8, 0, 14]]


def test_a_count_that_was_hidden_early_is_shown_where_the_later_ones_do_without_it() -> None:
    rows = [[7, 12, 7, 2], [5, 9, 9, 9], [1, 2, 5, 2], [7, 2, 7, 2]]
    protected = protect(table(rows), "delt", total_column="I alt", total_row="I alt")
    assert protected.count("r1", "k0") == 5
    assert len(hidden_in(protected)) == 11


@pytest.mark.parametrize(
    ("now", "before", "interval"),
    [
        (9, 5, (6, 9)),  # four came: between one and four did
        (14, 12, (13, 16)),
        (9, 12, (8, 11)),  # some went
        (9, 9, None),
        (9, 14, None),  # as many as may be told
        (9, 4, None),
        (2, 4, (0, 4)),  # and it is small itself: 1-4, or 1-4 fewer than it was
        (0, 3, (0, 2)),
        (-2, 1, (-4, 0)),  # a change downwards
    ],
)
def test_what_was_told_before_says_what_a_count_must_be_able_to_be(
    now: int, before: int, interval: tuple[int, int] | None
) -> None:
    counts = Counts("Trin", pd.DataFrame({"Antal": [now]}, index=["I forløb"]), alias={"Antal": ""})
    found = protection.sensitive(counts, {frozenset({"I forløb"}): [before]})
    assert found == ({("I forløb", "Antal"): interval} if interval else {})


def test_things_and_balances_may_change_by_a_few_and_people_beside_them_may_not() -> None:
    frame = pd.DataFrame({"Antal": [12, 12, 12]}, index=["hold", "venter", "personer"])
    counts = Counts("Trin", frame, alias={"Antal": ""}, of_things=("hold",), balances=("venter",))
    told = {frozenset({row}): [10] for row in frame.index}
    assert protection.sensitive(counts, told) == {("personer", "Antal"): (11, 14)}


def test_counts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        protect(pd.DataFrame({"a": [1], "b": [2], "I alt": [9]}), "delt", total_column="I alt")


def test_where_the_total_must_stay_a_hidden_count_may_look_like_none() -> None:
    rows = shown(protect(pd.DataFrame([[1, 1, 1, 2, 5]], columns=[*"abcd", "I alt"]), "delt", total_column="I alt"))
    assert rows == [[None, None, None, None, 5]]
