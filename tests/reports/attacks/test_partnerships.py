"""Ten random partnerships over three months, their shared pages attacked together: rounded, and with counts hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from attack import partnerships
from attack.judging import truth_of_tables
from attack.knowing import Knowledge
from attack.nesting import Key
from attack.partnerships import MONTHS, Partnership
from attack.reading import Page
from attack.solving import SMALL, Possible, possible


@dataclass(frozen=True)
class Published:
    """A partnership that has published three months, what all can see of it, and the truth."""

    own: Partnership
    pages: list[Page]
    true: dict[Key, int]


def publish(folder: Path, seed: int, method: str) -> Published:
    own = partnerships.make(folder, seed, towns=2 + seed % 2, branches=1 + seed % 3 // 2)
    partnerships.decide(own, method)
    true: dict[Key, int] = {}
    for (month, partner, _), tables in own.tables.items():
        true |= truth_of_tables(tables, str(month), partner.removesuffix(":alle").replace(":", "-"))
    return Published(own, partnerships.shared(own), true)


@pytest.fixture(scope="module", params=range(10), ids="partnership {}".format)
def rounded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Ten of them, rounded."""
    return publish(tmp_path_factory.mktemp("afrundet"), request.param, "afrund")


def remains(
    pages: Sequence[Page], true: Mapping[Key, int], *, of_others_than: str = "", by_nesting: bool = True
) -> dict[Key, Possible]:
    """What remains of every count of 1-4 that is told somewhere, or on other municipalities' pages only."""
    known = Knowledge(pages, true, by_nesting=by_nesting)
    small = [key for key in known.seen if 0 < true.get(key, 0) < 5]
    if of_others_than:
        small = [key for key in small if key[1].startswith("kommune-") and key[1] != of_others_than]
    return possible(known.system, small)


def narrowed(told: Mapping[Key, Possible]) -> dict[Key, list[int]]:
    return {key: sorted(one.whole) for key, one in told.items() if one.whole != frozenset(SMALL)}


def test_who_has_all_rounded_pages_of_three_months_believes_all_of_1_to_4(rounded: Published) -> None:
    told = remains(rounded.pages, rounded.true, by_nesting=False)
    assert len(told) > 50 and narrowed(told) == {}


def test_who_knows_that_a_part_is_no_larger_than_its_whole_believes_all_of_1_to_4(
    rounded: Published, request: pytest.FixtureRequest
) -> None:
    told = narrowed(remains(rounded.pages, rounded.true))
    if told and "partnership 2" in request.node.name:
        pytest.xfail("nested counts are rounded apart: 5 follow-ups of 0 in a placement (docs/security/attacks.md)")
    assert told == {}


def test_a_municipality_that_knows_its_own_people_learns_no_small_count_of_others(rounded: Published) -> None:
    own = rounded.own.insider.replace(":", "-")
    pages = [*rounded.pages, *partnerships.internal(rounded.own)]
    told = remains(pages, rounded.true, of_others_than=own)
    assert [key for key, one in told.items() if one.exact] == []


def test_who_has_all_pages_of_a_month_that_hide_believes_all_of_1_to_4(tmp_path: Path) -> None:
    """By sums, order and words; that a part is no larger than its whole, and balances of several months, are more than
    suppression protects against (docs/security/attacks.md)."""
    hidden = publish(tmp_path, 3, "skjul")
    for month in MONTHS:
        pages = [page for page in hidden.pages if page.month == str(month)]
        told = remains(pages, hidden.true, by_nesting=False)
        assert len(told) > 20 and narrowed(told) == {}
