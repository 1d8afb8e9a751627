"""That neither the lines of a table nor their order depend on people: twins that differ in their people only."""

from __future__ import annotations

import pytest
from attack import partnerships
from attack.partnerships import Partnership

Lines = dict[tuple[str, str, str], tuple[list[str], list[str]]]  # rows and columns by month, partner and table


def labels(own: Partnership) -> Lines:
    """The lines and columns of every table of every shared page, before anything is decided."""
    return {
        (str(month), partner, counts.name): ([*map(str, counts.frame.index)], [*map(str, counts.frame.columns)])
        for (month, partner, audience), tables in own.tables.items()
        for counts in tables
        if audience == "delt"
    }


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> list[Lines]:
    """The lines of all shared pages of partnerships with the same partners, slots and cohorts, and other people."""
    return [
        labels(partnerships.make(tmp_path_factory.mktemp("tvilling"), seed, towns=3, branches=2)) for seed in (1, 2)
    ]


def test_every_shared_table_has_the_same_lines_in_the_same_order_whoever_the_people_are(
    twins: list[Lines],
) -> None:
    one, other = twins
    assert one.keys() == other.keys() and len(one) > 100
    assert {key: (one[key], other[key]) for key in one if one[key] != other[key]} == {}


def test_every_shared_table_has_the_same_lines_in_all_months_but_those_of_months_and_half_years(
    twins: list[Lines],
) -> None:
    lines: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for (_, partner, name), (rows, _) in twins[0].items():
        if name != "Udvikling måned for måned":
            lines.setdefault((partner, name), set()).add(tuple(rows))
    assert {key for key, found in lines.items() if len(found) > 1} == set()


def test_municipalities_stand_by_code_and_not_by_size_or_name(twins: list[Lines]) -> None:
    rows, _ = twins[0]["2026-10", "styregruppe:alle", "Kandidater og forløb efter kandidatens bopælskommune"]
    assert rows == ["København", "Frederiksberg", "Dragør", "Uden for partnerskabet", "Ukendt", "I alt"]
