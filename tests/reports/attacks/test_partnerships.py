"""Ten random partnerships over three months, their shared pages attacked together: rounded, and with counts hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from attack import partnerships
from attack.judging import truth_of_month
from attack.knowing import Key, Knowledge
from attack.partnerships import MONTHS, Partnership
from attack.reading import Page
from attack.solving import SMALL, Possible, possible

SEEDS = range(10)


def published(folder: Path, seed: int, method: str) -> tuple[Partnership, list[Page], dict[Key, int]]:
    """A partnership that has published three months, what all can see of it, and the truth."""
    own = partnerships.make(folder, seed, towns=2 + seed % 2, branches=1 + seed % 3 // 2)
    partnerships.decide(own, method)
    true: dict[Key, int] = {}
    for month in MONTHS:
        true |= truth_of_month(own.data(month), month, own.partners)
    return own, partnerships.shared(own), true


def remains(pages: Sequence[Page], true: Mapping[Key, int], *, but: str = "") -> dict[Key, Possible]:
    """What remains of every count of 1-4 that is told somewhere; `but` leaves a page out."""
    known = Knowledge(pages, true)
    small = [key for key in known.seen if 0 < true.get(key, 0) < 5 and (not but or _of_others(key, but))]
    return possible(known.system, small)


def _of_others(key: Key, own: str) -> bool:
    return key[1].startswith("kommune-") and key[1] != own


@pytest.mark.parametrize("seed", SEEDS)
def test_who_has_all_rounded_pages_of_three_months_believes_all_of_1_to_4(tmp_path: Path, seed: int) -> None:
    own, pages, true = published(tmp_path, seed, "afrund")
    told = remains(pages, true)
    assert len(told) > 50
    assert {key: sorted(one.whole) for key, one in told.items() if one.whole != frozenset(SMALL)} == {}
    for partner in own.partners[1:2]:
        insider = remains([*pages, *partnerships.internal(own, partner)], true, but=partner.replace(":", "-"))
        assert [key for key, one in insider.items() if one.exact] == []


@pytest.mark.parametrize("seed", [3])
def test_who_has_all_pages_that_hide_believes_all_of_1_to_4(tmp_path: Path, seed: int) -> None:
    _, pages, true = published(tmp_path, seed, "skjul")
    told = remains(pages, true)
    assert len(told) > 20
    assert {key: sorted(one.whole) for key, one in told.items() if one.exact} == {}
