"""People of a cohort that was cancelled are matched again, and those in practice to what comes after it.

How many can be placed is counted by code of its own: rows as they were typed, plain loops, every way to put people into
slots and cohorts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import STOP, Decision, build_case
from igu_xl.match.proposal import Proposal, propose
from igu_xl.match.returned import returned_words
from igu_xl.match.solving.problem.plan import check
from igu_xl.match.summary import summary
from igu_xl.standing.standing import State

NOVEMBER, DECEMBER = date(2026, 11, 2), date(2026, 12, 7)
KOEBENHAVN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
BYG, NEXT = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
FIRST, SECOND = "NEXT-2027-01", "NEXT-2027-02"
DRIVERS = {"101-0001", "101-0002", "147-0001", "147-0002"}
OTHERS = {"101-0003", "101-0004", "101-0005", "147-0003", "147-0004"}
Row = dict[str, Any]
Rows = dict[str, dict[str, list[Row]]]
Changed = Callable[..., Path]
Happened = Callable[[Rows], object]


def igu(candidate: str, slot: str, cohort: str | None = FIRST, **more: Any) -> tuple[str, Row]:
    book = KOEBENHAVN if candidate.startswith("101") else FREDERIKSBERG
    row = {"placement": f"{candidate}-F1", "candidate": candidate, "slot": slot, "cohort": cohort, "type": "igu",
           "start": date(2027, 2, 1), "planned_end": date(2029, 1, 31), "sent_on": NOVEMBER}  # fmt: skip
    return book, row | more


def practice(candidate: str, ends: date) -> tuple[str, Row]:
    return igu(
        candidate, "BYG-0003", None, type="praktik", start=date(2026, 10, 1), planned_end=ends, agreed_on=NOVEMBER
    )


SIGNED = {"agreed_on": date(2026, 11, 20)}
FOUR_SIGNED = [igu(one, "BYG-0002", **SIGNED) for one in sorted(DRIVERS)]
SIX = [*FOUR_SIGNED, igu("101-0003", "BYG-0001"), igu("147-0003", "BYG-0001")]


def matched(
    changed: Callable[[Happened], Path], placements: list[tuple[str, Row]], happened: Happened, *ruled: Decision
) -> Proposal:
    """The match in December of a partnership that was read in November, and where something has happened since."""

    def before(rows: Rows) -> None:
        rows[NEXT]["tblHold"][1]["min"] = 5
        for book, row in placements:
            rows[book].setdefault("tblForloeb", []).append(dict(row))

    def after(rows: Rows) -> None:
        before(rows)
        happened(rows)

    history = validate(changed(before), NOVEMBER).history
    checked = validate(changed(after), DECEMBER, history=history)
    return propose(build_case(checked, ruled), checked, 10)


def cancelled(rows: Rows) -> None:
    rows[NEXT]["tblHold"][0]["status"] = "Aflyst"


def deleted(rows: Rows) -> None:
    rows[NEXT]["tblHold"].pop(0)


def closed(rows: Rows) -> None:
    rows[BYG]["tblPladser"][1]["status"] = "Lukket"


def nothing(rows: Rows) -> None:
    """All is as it was."""


def most(free: dict[str, int], cohorts: dict[str, tuple[int, int, date]], ready: dict[str, date]) -> int:
    """How many igu placements there can be at most, by trying everything: openings, and for each cohort how many it
    still needs, how many it takes and when it begins."""
    slots, courses = sorted(free), sorted(cohorts)
    ways = {(tuple(free[slot] for slot in slots), tuple(0 for _ in courses))}
    for person, day in ready.items():
        more = set(ways)
        for left, seated in ways:
            for s, slot in enumerate(slots):
                if left[s] and (slot == "BYG-0001" or person in DRIVERS):
                    for c, course in enumerate(courses):
                        if seated[c] < cohorts[course][1] and cohorts[course][2] >= day:
                            more.add((_with(left, s, -1), _with(seated, c, 1)))
        ways = more
    return max(
        sum(seated)
        for _, seated in ways
        if all(not people or people >= cohorts[course][0] for people, course in zip(seated, courses, strict=True))
    )


def _with(numbers: tuple[int, ...], at: int, change: int) -> tuple[int, ...]:
    return (*numbers[:at], numbers[at] + change, *numbers[at + 1 :])


FEBRUARY, MARCH = date(2027, 2, 1), date(2027, 3, 1)
JANUARY_15, FEBRUARY_15 = date(2027, 1, 15), date(2027, 2, 15)
BOTH = {FIRST: (6, 12, FEBRUARY), SECOND: (5, 12, MARCH)}
ONLY_SECOND = {SECOND: (5, 12, MARCH)}
BEGAN = igu("101-0001", "BYG-0002", start=date(2026, 10, 1), **SIGNED)
RUNNING = igu("101-0001", "BYG-0002", None, start=date(2026, 10, 1), **SIGNED)


@pytest.mark.parametrize(
    ("placements", "happened", "free", "cohorts", "busy", "back"),
    [
        # all six want a place again, and the ten openings are free
        (SIX, cancelled, {"BYG-0001": 6, "BYG-0002": 4}, ONLY_SECOND, set(), 6),
        (SIX, deleted, {"BYG-0001": 6, "BYG-0002": 4}, ONLY_SECOND, set(), 6),
        # four lose their slot, and two stay in the cohort with theirs: it needs four more and takes ten
        (SIX, closed, {"BYG-0001": 4}, BOTH | {FIRST: (4, 10, FEBRUARY)}, {"101-0003", "147-0003"}, 4),
        (SIX, nothing, {"BYG-0001": 4}, BOTH | {FIRST: (1, 6, FEBRUARY)}, {one["candidate"] for _, one in SIX}, 0),
        # one who has begun stays, and holds the opening
        ([BEGAN, *SIX[1:]], cancelled, {"BYG-0001": 6, "BYG-0002": 3}, ONLY_SECOND, {"101-0001"}, 5),
        # one ends before either cohort, one before the second only
        (
            [practice("101-0001", JANUARY_15), practice("147-0001", FEBRUARY_15)],
            nothing,
            {"BYG-0001": 6, "BYG-0002": 4},
            BOTH,
            set(),
            0,
        ),
        # nobody leaves an igu that runs for another
        ([RUNNING], nothing, {"BYG-0001": 6, "BYG-0002": 3}, BOTH, {"101-0001"}, 0),
    ],
    ids=["cancelled", "deleted", "slot closed", "nothing", "one has begun", "practice ends", "igu runs"],
)
def test_as_many_are_placed_as_there_can_be(
    placements: list[tuple[str, Row]],
    happened: Happened,
    free: dict[str, int],
    cohorts: dict[str, tuple[int, int, date]],
    busy: set[str],
    back: int,
    changed: Changed,
) -> None:
    told = matched(changed, placements, happened)
    ends = {row["candidate"]: row["planned_end"] for _, row in placements if row["type"] == "praktik"}
    first = date(2026, 12, 1)
    ready = {one: ends.get(one, first - timedelta(1)) + timedelta(1) for one in sorted((DRIVERS | OTHERS) - busy)}
    in_igu = [one for one in told.placements if one.type == "igu"]
    assert len(in_igu) == most(free, cohorts, ready)
    assert check(told.case.problem, told.plan) == []
    assert {one.candidate for one in in_igu} <= set(ready)
    assert all(one.start.date() >= ready[one.candidate] for one in in_igu)
    assert len(told.as_json()["returned"]) == back  # type: ignore[arg-type]
    assert (f"{back} kandidater er tilbage i match" in summary(told)) == bool(back)


def test_who_had_a_slot_is_proposed_the_same_one_and_told_why(changed: Changed) -> None:
    told = matched(changed, SIX, cancelled)
    found = {one.candidate: one for one in told.placements}
    for _, row in SIX:
        assert (found[row["candidate"]].slot, found[row["candidate"]].cohort) == (row["slot"], SECOND)
    signed, sent = found["101-0001"].reasons, found["101-0003"].reasons
    back = f"Holdet {FIRST} er aflyst; kandidaten er tilbage i match."
    assert signed[:2] == (back, "Det er den plads, kandidaten har en aftale om.")
    assert sent[:2] == (back, "Det er den plads, kandidaten blev sendt til.")
    assert back not in found["101-0004"].reasons
    moves = {one.candidate: one.words for one in told.moves}
    assert (moves["101-0001"], moves["101-0004"]) == (f"Ny. {back}", "Ny")
    assert summary(told).startswith(
        "10 forløb foreslået (flere er ikke muligt). 6 kandidater er tilbage i match, fordi deres hold er aflyst: "
        "101-0001, 101-0002, 101-0003, 147-0001, 147-0002 og 147-0003. "
    )


def test_who_gets_nothing_is_told_that_too(changed: Changed) -> None:
    told = matched(changed, SIX[:1], cancelled, Decision("", "", SECOND, STOP))
    unmatched = {one.candidate: one.detail for one in told.unmatched}
    assert unmatched["101-0001"].startswith(
        f"Holdet {FIRST} er aflyst; kandidaten er tilbage i match. "
        f"Koordinatoren har besluttet, at {SECOND} ikke skal køre."
    )
    assert "tilbage i match" not in unmatched["101-0002"]
    assert "1 kandidat er tilbage i match, fordi holdet er aflyst: 101-0001." in summary(told)


def test_a_long_list_is_cut_and_each_reason_has_its_own_sentence(changed: Changed) -> None:
    """Ten of a cancelled cohort are named; who has lost a slot is told beside them."""

    def more_people(happened: Happened) -> Path:
        def change(rows: Rows) -> None:
            people = rows[KOEBENHAVN]["tblKandidater"]
            people += [people[2] | {"candidate": name} for name in ("101-0007", "101-0008")]
            happened(rows)

        return changed(change)

    def both(rows: Rows) -> None:
        cancelled(rows)
        rows[BYG]["tblPladser"][2]["status"] = "Lukket"

    begins = {"type": "praktik", "start": date(2027, 1, 4), "planned_end": date(2027, 4, 4)}
    people = [*sorted(DRIVERS | OTHERS), "147-0005", "101-0007", "101-0008"]
    placements = [igu("101-0006", "BYG-0003", None, **begins), *(igu(one, "BYG-0001") for one in people)]
    told = matched(more_people, placements, both)
    assert returned_words(told.standing) == (
        "12 kandidater er tilbage i match, fordi deres hold er aflyst: 101-0001, 101-0002, 101-0003, 101-0004, "
        "101-0005, 101-0007, 101-0008, 147-0001, 147-0002, 147-0003 og 2 andre. "
        "1 kandidat er tilbage i match, fordi pladsen er lukket: 101-0006."
    )
    assert (told.standing.placements["state"] == State.LAPSED).sum() == 13


def test_who_is_in_practice_is_told_from_when(changed: Changed) -> None:
    told = matched(changed, [practice("101-0001", FEBRUARY_15), practice("147-0001", date(2027, 5, 15))], nothing)
    reasons = {one.candidate: one.reasons for one in told.placements}
    assert reasons["101-0001"][0] == "Er i gang med et forløb og kan begynde fra 16. februar 2027."
    (late,) = [one.detail for one in told.unmatched if one.candidate == "147-0001"]
    assert late.startswith("Er klar fra 16. maj 2027, når forløbet er slut; pladsen BYG-0001 begynder senest 30. april")


@pytest.mark.parametrize(
    ("people", "municipalities", "pooled"),
    [
        (4, 2, True),  # four of Frederiksberg are in the cohort that needs eight, and five of København could come
        (0, 1, False),  # København could fill one of five alone
    ],
)
def test_those_in_a_cohort_already_are_counted_with_their_municipality(
    people: int, municipalities: int, pooled: bool, changed: Changed
) -> None:
    names = ["147-0001", "147-0002", "147-0003", "147-0004"]
    placements = [igu(one, "BYG-0001", **SIGNED) for one in names[:people]]

    def only_one(rows: Rows) -> None:
        rows[NEXT]["tblHold"][0]["min"] = 8 if people else 5
        rows[NEXT]["tblHold"][1]["status"] = "Aflyst"
        rows[BYG]["tblPladser"][0]["openings"] = 10
        for row in rows[FREDERIKSBERG]["tblKandidater"]:
            row["status"] = "I forløb"

    told = matched(changed, placements, only_one)
    (fill,) = told.cohorts
    assert (fill.seats, fill.municipalities) == (people + 5, municipalities)
    assert told.pooled == ((FIRST,) if pooled else ())
    words = "som ingen kommune kunne fylde alene" if pooled else "som en kommune også kunne fylde alene"
    assert f"1 hold kan køre, {words}." in summary(told)
    assert told.alone.cohorts == (0 if pooled else 1)
    new = "5 nye fra 1 kommune, i alt fra 2 kommuner" if people else "5 fra 1 kommune"
    assert f"({new})" in told.placements[0].reasons[-2]
