from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.reports.disclosure import LIMIT, Protected, protect, with_missing

COUNTS = st.integers(0, 12)


def table(rows: list[list[int]]) -> pd.DataFrame:
    """Some counts with their sums by row and by column."""
    frame = pd.DataFrame(rows, columns=[f"k{n}" for n in range(len(rows[0]))])
    frame["I alt"] = frame.sum(axis=1)
    frame.loc["I alt"] = frame.sum()
    return frame.set_axis([*(f"r{n}" for n in range(len(rows))), "I alt"])


def shown(protected: Protected) -> list[list[int | None]]:
    return [[protected.count(row, column) for column in protected.counts] for row in protected.counts.index]


def test_nobody_else_can_make_a_protected_table() -> None:
    with pytest.raises(TypeError, match="only disclosure"):
        Protected(pd.DataFrame(), pd.DataFrame(), "<5", object())


def test_an_internal_edition_shows_everything() -> None:
    assert shown(protect(table([[1, 2], [3, 4]]), "intern")) == [[1, 2, 3], [3, 4, 7], [4, 6, 10]]


def test_counts_of_1_to_4_are_hidden_and_a_zero_is_shown() -> None:
    counts = pd.DataFrame({"Antal": {"a": 0, "b": 1, "c": 4, "d": 5}})
    protected = protect(counts, "delt")
    assert shown(protected) == [[0], [None], [None], [5]]
    assert (protected.mark, protected.hides) == ("<5", True)


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
    assert protected.mark == "[d]" and len(protected.counts) == 1


def test_a_small_change_is_not_told_by_the_figures_beside_it() -> None:
    figures = pd.DataFrame({"Nu": [12, 12], "Sidste måned": [15, 5], "Ændring": [-3, 7]})
    assert shown(protect(figures, "delt", total_column="Nu")) == [[12, None, None], [12, 5, 7]]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(COUNTS, min_size=n, max_size=n), min_size=1, max_size=4)))
def test_no_line_gives_a_hidden_count_away(rows: list[list[int]]) -> None:
    raw = table(rows)
    protected = protect(raw, "delt", total_column="I alt", total_row="I alt")
    hidden = protected.counts.isna()
    assert not ((raw > 0) & (raw < LIMIT) & ~hidden).any(axis=None)
    lines = [raw.loc[row] for row in raw.index] + [raw[column] for column in raw]
    masks = [hidden.loc[row] for row in raw.index] + [hidden[column] for column in raw]
    for line, mask in zip(lines, masks, strict=True):
        parts, total_hidden = line.drop("I alt")[mask.drop("I alt")], bool(mask["I alt"])
        assert len(parts) != 1 or total_hidden or line["I alt"] == 0
        if len(parts) and not total_hidden:
            assert parts.sum() - (len(parts) - 1) >= LIMIT - 1


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
