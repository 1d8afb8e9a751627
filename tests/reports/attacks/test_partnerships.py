"""Ten random partnerships over three months, their shared pages attacked together: rounded, and with counts hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from attack import partnerships
from attack.judging import truth_of_tables
from attack.knowing import Knowledge
from attack.nesting import Key
from attack.partnerships import Partnership
from attack.reading import Page
from attack.solving import SMALL, Possible, possible

SEEDS = range(10)


def published(folder: Path, seed: int, method: str) -> tuple[Partnership, list[Page], dict[Key, int]]:
    """A partnership that has published three months, what all can see of it, and the truth."""
    own = partnerships.make(folder, seed, towns=2 + seed % 2, branches=1 + seed % 3 // 2)
    partnerships.decide(own, method)
    true: dict[Key, int] = {}
    for (month, partner, _), tables in own.tables.items():
        true |= truth_of_tables(tables, str(month), partner.removesuffix(":alle").replace(":", "-"))
    return own, partnerships.shared(own), true


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


@pytest.mark.parametrize("seed", SEEDS)
def test_who_has_all_rounded_pages_of_three_months_believes_all_of_1_to_4(tmp_path: Path, seed: int) -> None:
    own, pages, true = published(tmp_path, seed, "afrund")
    told = remains(pages, true)
    assert len(told) > 50
    assert narrowed(told) == {}
    insider = remains([*pages, *partnerships.internal(own)], true, of_others_than=own.insider.replace(":", "-"))
    assert [key for key, one in insider.items() if one.exact] == []


def test_who_has_all_pages_that_hide_believes_all_of_1_to_4_by_sums_order_and_words(tmp_path: Path) -> None:
    """That a part is no larger than its whole is more than suppression protects against (docs/security/pages.md)."""
    _, pages, true = published(tmp_path, 3, "skjul")
    told = remains(pages, true, by_nesting=False)
    assert len(told) > 20 and narrowed(told) == {}
