"""Placements that lapse before they begin, and who is in the match because of it or of what ends first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest

from igu_xl.standing.history import History, reading_of
from igu_xl.standing.standing import Out, Standing, State, Step, Stranded, stand
from igu_xl.standing.tracked import CANDIDATES, COHORTS, PLACEMENTS, SLOTS, TABLES, table_of

NOVEMBER, DECEMBER, FEBRUARY = date(2026, 11, 2), date(2026, 12, 7), date(2027, 2, 8)
READ = {name: ["kommune:101", "branche:byg", "skole:next"] for name in TABLES}
Row = dict[str, Any]
Rows = dict[str, list[Row]]

PERSON = {"partner": "kommune:101", "candidate": "101-0001", "registered": date(2026, 6, 1), "status": "Klar",
          "ready_from": date(2026, 10, 1)}  # fmt: skip
IGU = {"partner": "kommune:101", "placement": "101-0001-F1", "candidate": "101-0001", "slot": "BYG-0001",
       "cohort": "NEXT-1", "type": "igu", "start": date(2027, 2, 1), "planned_end": date(2029, 1, 31),
       "sent_on": NOVEMBER}  # fmt: skip
PRACTICE = {"partner": "kommune:101", "placement": "101-0001-F1", "candidate": "101-0001", "slot": "BYG-0001",
            "type": "praktik", "start": date(2026, 10, 1), "planned_end": date(2027, 1, 15)}  # fmt: skip
SIGNED = {"agreed_on": date(2026, 11, 9)}


def rows(**changed: Any) -> Rows:
    """One person with an igu to come, its slot and its cohort; `slot=None` is one whose row is not there."""
    slot = {"partner": "branche:byg", "slot": "BYG-0001", "openings": 1, "status": "Åben", "type": "igu",
            "start_latest": date(2027, 6, 1)}  # fmt: skip
    cohort = {"partner": "skole:next", "cohort": "NEXT-1", "status": "Planlagt", "type": "igu", "min": 1, "max": 9,
              "start": date(2027, 2, 1), "end": date(2027, 6, 1), "enrol_by": date(2027, 1, 15)}  # fmt: skip
    own = {CANDIDATES: PERSON, PLACEMENTS: IGU, SLOTS: slot, COHORTS: cohort}
    keys = {CANDIDATES: "person", PLACEMENTS: "placement", SLOTS: "slot", COHORTS: "cohort"}
    found = {name: changed.get(keys[name], {}) for name in own}
    return {name: [] if found[name] is None else [own[name] | found[name]] for name in own}


def read(history: History, day: date, now: Rows) -> History:
    """The history with a reading of these rows; a missing row is one that was deleted."""
    frames = {name: _frame(name, now.get(name, [])) for name in TABLES}
    usable = {
        name: frame.get("usable", pd.Series(True, index=frame.index)).astype(bool) for name, frame in frames.items()
    }
    return history.with_reading(reading_of(frames, usable), READ, day)


def _frame(name: str, own: list[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(own or None, columns=None if own else ["partner", table_of(name).key], dtype=object)
    dates = [key for key in frame if frame[key].map(lambda value: isinstance(value, date)).any()]
    return frame.assign(**{key: pd.to_datetime(frame[key]) for key in dates})


def on(day: date, *readings: tuple[date, Rows], unread: Mapping[str, list[str]] | None = None) -> Standing:
    history = History.empty()
    for when, now in readings:
        history = read(history, when, now)
    return stand(history, day, unread)


FIRST = (NOVEMBER, rows())


@pytest.mark.parametrize("signed", [{}, SIGNED], ids=["sent", "signed"])
@pytest.mark.parametrize(
    ("lost", "why"),
    [
        ({"cohort": {"status": "Aflyst"}}, Stranded.COHORT_CANCELLED),
        ({"cohort": None}, Stranded.COHORT_GONE),
        ({"slot": {"status": "Lukket"}}, Stranded.SLOT_CLOSED),
        ({"slot": None}, Stranded.SLOT_GONE),
    ],
)
def test_who_has_not_begun_lets_go_and_is_in_the_match_again(lost: Row, why: Stranded, signed: Row) -> None:
    """The day before it holds its place; from the reading on it holds nothing, and goes on holding nothing."""
    first, later = (NOVEMBER, rows(placement=signed)), (DECEMBER, rows(placement=signed, **lost))
    before = on(date(2026, 12, 6), first, later)
    assert before.placements["holds"].tolist() == [True]
    assert (before.slots["held"].sum(), len(before.in_match())) == (1, 0)
    for day in (DECEMBER, FEBRUARY):  # its start has passed in February, and it does not begin by its date alone
        now = on(day, first, later)
        row, person = now.placements.iloc[0], now.candidates.iloc[0]
        assert (row["state"], row["stranded"], row["holds"]) == (State.LAPSED, why, False)
        assert (now.slots["held"].sum(), now.cohorts[["taken", "enrolled"]].to_numpy().sum()) == (0, 0)
        assert (person["step"], person["out"], person["lapsed"]) == (Step.WAITING, Out.IN, "101-0001-F1")
        assert len(now.asking()) == 1


def test_the_opening_is_open_again_where_only_the_cohort_is_lost() -> None:
    now = on(DECEMBER, FIRST, (DECEMBER, rows(cohort={"status": "Aflyst"})))
    assert now.slots[["held", "left"]].to_numpy().tolist() == [[0, 1]]


@pytest.mark.parametrize(
    "lost",
    [{"cohort": {"status": "Aflyst"}}, {"cohort": None}, {"slot": {"status": "Lukket"}}, {"slot": None}],
)
def test_who_had_begun_stays(lost: Row) -> None:
    first = (NOVEMBER, rows(placement=SIGNED))
    now = on(FEBRUARY, first, (date(2027, 2, 5), rows(placement=SIGNED, **lost)))
    assert now.placements[["state", "holds"]].to_numpy().tolist() == [[State.RUNNING, True]]
    assert now.in_match().empty


@pytest.mark.parametrize("name", ["cohort", "slot"])
def test_an_id_that_no_reading_ever_found_is_a_slip_of_the_pen(name: str) -> None:
    now = on(DECEMBER, (NOVEMBER, rows(placement={name: "NIX-9999"})), (DECEMBER, rows(placement={name: "NIX-9999"})))
    why = Stranded.COHORT_UNKNOWN if name == "cohort" else Stranded.SLOT_UNKNOWN
    assert now.placements[["stranded", "holds"]].to_numpy().tolist() == [[why, True]]


def test_a_candidate_whose_row_is_gone_keeps_the_place() -> None:
    now = on(DECEMBER, FIRST, (DECEMBER, rows(person=None)))
    assert now.placements[["stranded", "holds"]].to_numpy().tolist() == [[Stranded.CANDIDATE_GONE, True]]


def test_nothing_is_gone_while_a_table_is_not_read() -> None:
    unread = {COHORTS: ["skole:next"]}
    assert on(DECEMBER, FIRST, (DECEMBER, rows(cohort=None)), unread=unread).placements["holds"].tolist() == [True]


@pytest.mark.parametrize(
    "mended",
    [{}, {"placement": {"cohort": "NEXT-2"}, "cohort": {"cohort": "NEXT-2"}}],
    ids=["the cohort is to be after all", "the municipality names another one"],
)
def test_it_stands_again_when_that_is_mended(mended: Row) -> None:
    now = on(
        date(2026, 12, 14), FIRST, (DECEMBER, rows(cohort={"status": "Aflyst"})), (date(2026, 12, 14), rows(**mended))
    )
    assert now.placements[["state", "holds"]].to_numpy().tolist() == [[State.SENT, True]]


def test_a_cohort_that_was_cancelled_twice_counts_from_the_second_time() -> None:
    """It was to be after all, they began, and then it was cancelled: who has begun stays."""
    signed, off = {"placement": SIGNED}, {"cohort": {"status": "Aflyst"}}
    days = [(NOVEMBER, {}), (DECEMBER, off), (date(2027, 1, 4), {}), (date(2027, 2, 5), off)]
    now = on(FEBRUARY, *((day, rows(**signed, **change)) for day, change in days))
    assert now.placements["state"].tolist() == [State.RUNNING]


def test_where_nobody_knows_when_it_was_read_who_has_begun_stays() -> None:
    now = rows(placement=SIGNED, slot={"status": "Lukket"})
    frames = {name: _frame(name, now.get(name, [])) for name in TABLES}
    usable = {name: pd.Series(True, index=frame.index) for name, frame in frames.items()}
    history = History.of_one_reading(reading_of(frames, usable))
    assert stand(history, FEBRUARY).placements["state"].tolist() == [State.RUNNING]
    assert stand(history, DECEMBER).placements["state"].tolist() == [State.LAPSED]


@pytest.mark.parametrize(
    ("status", "step", "out"),
    [
        ("Klar", Step.WAITING, Out.IN),
        ("I forløb", Step.WAITING, Out.IN),  # nobody had to write it, and nobody has to change it
        ("Ny", Step.WAITING, Out.IN),
        ("Afsluttet", Step.ENDED, Out.STATUS),
        ("Udgået", Step.LEFT, Out.STATUS),
    ],
)
def test_whose_placement_has_lapsed_wants_another_unless_the_status_says_that_it_is_over(
    status: str, step: Step, out: Out
) -> None:
    now = on(DECEMBER, FIRST, (DECEMBER, rows(cohort={"status": "Aflyst"}, person={"status": status})))
    assert now.candidates[["step", "out"]].to_numpy().tolist() == [[step, out]]
    assert now.candidates["lapsed"].notna().tolist() == [out == Out.IN]


@pytest.mark.parametrize(("status", "asks"), [("I forløb", True), ("Ny", False), ("Udgået", False)])
def test_who_was_cancelled_before_the_start_waits_though_the_status_tells_of_it(status: str, asks: bool) -> None:
    cancelled = {"outcome": "Aflyst før start", "outcome_on": date(2026, 12, 1)}
    now = on(DECEMBER, (DECEMBER, rows(placement=cancelled, person={"status": status})))
    assert now.candidates["asks"].tolist() == [asks]


def test_both_rows_count_once_while_they_stand_beside_each_other() -> None:
    """The new placement holds the slot; the old row is in nobody's way, also when its start has passed."""
    beside = rows(placement=SIGNED, cohort={"status": "Aflyst"})
    new = IGU | {"placement": "101-0001-F2", "cohort": "NEXT-2", "start": date(2027, 3, 1), "sent_on": DECEMBER}
    beside[PLACEMENTS].append(new)
    beside[COHORTS].append(beside[COHORTS][0] | {"cohort": "NEXT-2", "status": "Planlagt", "start": date(2027, 3, 1)})
    for day in (DECEMBER, FEBRUARY):
        now = on(day, FIRST, (DECEMBER, beside))
        assert now.placements["state"].tolist() == [State.LAPSED, State.SENT]
        counted = now.counts()
        assert [counted[name] for name in ("sent", "agreed", "running", "in_match", "open_places")] == [1, 0, 0, 0, 0]
        assert now.slots["held"].tolist() == [1]
        assert now.candidates[["step", "in_placement"]].to_numpy().tolist() == [[Step.SENT, "101-0001-F2"]]
        assert now.candidates["lapsed"].isna().all()


@pytest.mark.parametrize(
    ("placement", "person", "asks"),
    [
        ({}, {}, True),
        ({"type": "løntilskud"}, {}, True),
        ({}, {"status": "I forløb"}, False),
        ({"type": "igu"}, {}, False),
        ({"type": "ordinært", "planned_end": None}, {}, False),
        ({"planned_end": None}, {}, False),  # nobody knows when it ends
        ({"usable": False}, {}, False),  # the end may be what is wrong
        ({"start": date(2026, 12, 20), "agreed_on": NOVEMBER}, {}, False),  # it is to begin first
    ],
)
def test_who_is_in_what_leads_on_asks_for_what_begins_after_it(placement: Row, person: Row, asks: bool) -> None:
    now = on(DECEMBER, (DECEMBER, rows(person=person) | {PLACEMENTS: [PRACTICE | placement]}))
    (one,) = now.candidates.to_dict("records")
    assert (one["asks"], one["out"]) == (asks, Out.IN if asks else Out.PLACED)
    assert one["step"] == (Step.AGREED if placement.get("agreed_on") else Step.RUNNING)
    assert len(now.waiting()) == 0
    if asks:
        assert one["free_from"] == pd.Timestamp(2027, 1, 16)


@pytest.mark.parametrize("state", [{"sent_on": NOVEMBER}, {"agreed_on": NOVEMBER}])
def test_who_has_the_next_one_already_does_not_ask(state: Row) -> None:
    next_one = IGU | {"placement": "101-0001-F2", "sent_on": None} | state
    now = on(DECEMBER, (DECEMBER, rows() | {PLACEMENTS: [PRACTICE, next_one]}))
    assert now.candidates[["out", "asks"]].to_numpy().tolist() == [[Out.PLACED, False]]


def test_who_is_in_practice_and_lost_the_next_one_asks_again() -> None:
    next_one = IGU | {"placement": "101-0001-F2"}
    own = rows(cohort={"status": "Aflyst"}, person={"status": "I forløb"}) | {PLACEMENTS: [PRACTICE, next_one]}
    now = on(DECEMBER, (NOVEMBER, rows() | {PLACEMENTS: [PRACTICE, next_one]}), (DECEMBER, own))
    (one,) = now.candidates.to_dict("records")
    assert (one["step"], one["out"], one["lapsed"]) == (Step.RUNNING, Out.IN, "101-0001-F2")
    assert one["free_from"] == pd.Timestamp(2027, 1, 16)
