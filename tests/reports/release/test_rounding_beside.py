"""A month told by hiding and the rounded ones after it, attacked together by code that shares nothing with either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import highspy
import numpy as np
import pandas as pd
import pytest
from believer import Believer
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.month import Month
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.kinds import KINDS
from igu_xl.reports.release.hidden_months import Shown, as_told
from igu_xl.reports.release.hiding import hide
from igu_xl.reports.release.joint import Release, SharedPage
from igu_xl.reports.release.ledger import Ledger
from igu_xl.reports.release.rounding_beside import round_off_beside
from igu_xl.reports.release.rounding_off import round_off

OCTOBER = Month(2026, 10)
LATER = [OCTOBER.next(), OCTOBER.next().next()]
STATES, TYPES = ("Gennemført", "Afbrudt"), ("igu", "praktik")
Frames = Mapping[str, pd.DataFrame]  # a municipality for each but the steering group, which has their sums
Key = tuple[str, str, str]
Seen = dict[Key, int | None]  # what pages tell; None where they tell nothing

ROWS = st.integers(2, 4).flatmap(
    lambda towns: st.lists(st.lists(st.integers(0, 16), min_size=4, max_size=4), min_size=towns, max_size=towns)
)
FOUND = [[3, 6, 4, 2], [14, 13, 12, 6]]  # a partnership in which rounding by itself would tell
MORE = st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=8, max_size=8)


def partnership(rows: Sequence[Sequence[int]]) -> Frames:
    frames = {}
    for number, row in enumerate(rows):
        frame = pd.DataFrame(np.array(row).reshape(2, 2), index=list(STATES), columns=list(TYPES))
        frames[f"kommune-{number}"] = frame.assign(**{"I alt": frame.sum(axis=1)})
    whole = sum(frames.values(), start=0 * next(iter(frames.values())))
    return {"styregruppe": whole, **frames}


def pages(frames: Frames) -> list[SharedPage]:
    return [
        SharedPage(
            KINDS[stem.partition("-")[0]],
            stem,
            stem,
            [Counts("Efter type", frame, total_column="I alt", alias={"I alt": ""})],
        )
        for stem, frame in frames.items()
    ]


def cells(frames: Frames) -> dict[Key, int]:
    return {
        (stem, row, str(column)): int(frame.at[row, column])
        for stem, frame in frames.items()
        for row in frame.index
        for column in frame.columns
    }


def sums(frames: Frames) -> Iterator[tuple[list[Key], Key]]:
    """What anybody knows to add up."""
    for state in STATES:
        for stem in frames:
            yield [(stem, state, kind) for kind in TYPES], (stem, state, "I alt")
        for kind in (*TYPES, "I alt"):
            yield [(town, state, kind) for town in frames if town != "styregruppe"], ("styregruppe", state, kind)


def seen(done: Release, frames: Frames) -> Seen:
    """What a page of counts that are rounded tells."""
    return {key: done.plans[key[0]].tables["Efter type"][key[1], key[2]] for key in cells(frames)}


def seen_of_hidden(done: Release, frames: Frames) -> Seen:
    """What a page tells where small counts are hidden."""
    return {
        key: None if (key[1], key[2]) in done.plans[key[0]].tables["Efter type"] else count
        for key, count in cells(frames).items()
    }


def remembered(ledger: Ledger, done: Release) -> Ledger:
    told = {key: dict(months) for key, months in ledger.told.items()}
    for written in done.written.values():
        for (stem, quantity, month), entry in written.items():
            told.setdefault((stem, quantity), {})[month] = entry
    return replace(ledger, told=told)


class Outsider(Believer):
    """Who has October's exact numbers and the rounded ones after it, and knows that running totals do not fall."""

    def __init__(self, october: Seen, truth: Mapping[Key, int], later: Sequence[Seen], *, whole: bool) -> None:
        super().__init__()
        self.number = {(time, key): 0 for time in range(1 + len(later)) for key in october}
        for number, (time, key) in enumerate(self.number):
            self.number[time, key] = number
            told = [october, *later][time][key]
            least, most = (min(truth[key], 1), highspy.kHighsInf) if not time else (0, highspy.kHighsInf)
            if told is not None:
                least, most = (told, told) if not time else (max(told - 4, 0), told + 4)
            self.highs.addVar(least, most)
            if whole:
                self.highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        frames = dict.fromkeys(stem for stem, *_ in october)
        for time in range(1 + len(later)):
            for parts, total in sums(frames):  # type: ignore[arg-type]
                self.row([*((time, part, 1.0) for part in parts), (time, total, -1.0)], 0, 0)
        for before, after in pairwise(range(1 + len(later))):
            for key in october:
                self.row([(after, key, 1.0), (before, key, -1.0)], 0, highspy.kHighsInf)


def months_of(rows: Sequence[Sequence[int]], more: Sequence[Sequence[int]]) -> list[Frames]:
    """October and the two months after it, in which only more have come."""
    found = [[list(row) for row in rows]]
    for turn in range(2):
        new = more[turn * 4 : turn * 4 + 4]
        found.append([[a + b for a, b in zip(row, new[at], strict=True)] for at, row in enumerate(found[-1])])
    return [partnership(one) for one in found]


def told_after(frames: Sequence[Frames], secret: str, *, beside: bool = True) -> tuple[Seen, list[Seen], bool]:
    """What October tells by hiding and the later months by rounding, and whether these had to tell less or other."""
    october = hide(pages(frames[0]))
    before = as_told(OCTOBER, pages(frames[0]), october.plans)
    ledger, later, moved = Ledger(secret), [], False
    for month, now in zip(LATER, frames[1:], strict=True):
        plain = round_off(pages(now), ledger, month)
        done = round_off_beside(pages(now), ledger, month, Shown(OCTOBER, {}), [before]) if beside else plain
        moved |= seen(done, now) != seen(plain, now)
        ledger = remembered(ledger, done)
        later.append(seen(done, now))
    return seen_of_hidden(october, frames[0]), later, moved


def lost(frames: Sequence[Frames], october: Seen, later: Sequence[Seen], *, whole: bool) -> list[tuple[int, Key, int]]:
    """What October alone, or the later months alone, left open of small counts, and is not open any more."""
    truth = [cells(one) for one in frames]
    only_october = Outsider(october, truth[0], [dict.fromkeys(october)] * len(later), whole=whole)
    only_later = Outsider(dict.fromkeys(october), dict.fromkeys(october, 0), later, whole=whole)
    together = Outsider(october, truth[0], later, whole=whole)
    return [
        (time, key, guess)
        for time, counts in enumerate(truth)
        for key, count in counts.items()
        if 0 < count < 5 and (time or october[key] is None)
        for guess in range(1, 5)
        if not together.believes(time, key, guess)
        and only_october.believes(time, key, guess)
        and (not time or only_later.believes(time, key, guess))
    ]


@settings(max_examples=10, deadline=None)
@given(ROWS, MORE, st.integers(0, 99))
@pytest.mark.parametrize("whole", [False, True])
def test_two_rounded_months_take_nothing_from_what_was_hidden_before(
    whole: bool, rows: list[list[int]], more: list[list[int]], secret: int
) -> None:
    frames = months_of(rows, more)
    october, later, _ = told_after(frames, f"{secret}")
    assert not lost(frames, october, later, whole=whole)
    assert all(abs(told - count) < 5 for one, now in zip(later, frames[1:], strict=True)
               for key, count in cells(now).items() if (told := one[key]) is not None)  # fmt: skip


def test_rounding_without_the_months_before_would_tell_what_was_hidden() -> None:
    """So the attack finds what there is to find."""
    frames = months_of(FOUND, [[0] * 4] * 8)
    october, later, moved = told_after(frames, "2")
    assert moved and not lost(frames, october, later, whole=True)
    october, later, _ = told_after(frames, "2", beside=False)
    assert lost(frames, october, later, whole=True)
