"""What happened between two readings: each kind has a case, nothing comes of nothing, and no reading loses anything."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.domain.codes import municipality_name
from igu_xl.sheets.contract.coordinator import LOOK, NOTICE, URGENT
from igu_xl.standing.events.between import all_events, events_between
from igu_xl.standing.events.event import Event, lines_of
from igu_xl.standing.events.event_words import EVENT_WORDS
from igu_xl.standing.events.kinds import TOLD_LATER_ONLY, EventKind
from igu_xl.standing.events.one_candidate import history_of
from igu_xl.standing.events.partners import untouched, untouched_events
from igu_xl.standing.history import History, reading_of
from igu_xl.standing.slots import Closed
from igu_xl.standing.tracked import ABSENCES, CANDIDATES, COHORTS, PLACEMENTS, SCHOOL_WEEKS, SLOTS, TABLES, table_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]

HOME, AWAY, BRANCH, SCHOOL = "kommune:101", "kommune:147", "branche:byg", "skole:next"
PATHS = {HOME: "kommuner/101.xlsx", AWAY: "kommuner/147.xlsx", BRANCH: "brancher/byg.xlsx", SCHOOL: "skoler/next.xlsx"}
OWNER = {CANDIDATES: HOME, PLACEMENTS: HOME, SCHOOL_WEEKS: HOME, ABSENCES: HOME, SLOTS: BRANCH, COHORTS: SCHOOL}
DAY_0, DAY_1 = date(2026, 11, 2), date(2026, 11, 20)
DATES = (
    "registered", "ready_from", "start", "end", "planned_end", "enrol_by", "start_earliest", "start_latest", "begins",
    "ends", "wish_from",
)  # fmt: skip


def partnership() -> Rows:
    """Two candidates, one of them with a placement that was agreed; two slots of one company; three cohorts, of which
    the school plan has the third."""
    slot = {"p_number": "1000000001", "type": "igu", "openings": 2, "status": "Åben", "start_latest": "2027-06-01"}
    cohort = {"type": "igu", "start": "2027-02-01", "end": "2027-06-30", "min": 6, "max": 12, "status": "Planlagt"}
    return {
        CANDIDATES: [
            {"candidate": "101-0001", "status": "Klar", "registered": "2026-06-01"},
            {"candidate": "101-0002", "status": "Klar", "registered": "2026-06-01"},
        ],
        PLACEMENTS: [
            {"placement": "101-0001-F1", "candidate": "101-0001", "slot": "BYG-0001", "cohort": "NEXT-1", "type": "igu",
             "start": "2027-02-01", "planned_end": "2029-01-31", "sent_on": "2026-11-01", "agreed_on": "2026-11-02"},
        ],
        SLOTS: [{"slot": "BYG-0001", **slot}, {"slot": "BYG-0002", **slot}],
        COHORTS: [{"cohort": "NEXT-1", **cohort}, {"cohort": "NEXT-2", **cohort}, {"cohort": "NEXT-9", **cohort}],
        SCHOOL_WEEKS: [
            {"placement": "101-0001-F1", "course": "47592", "cohort": "NEXT-9", "start": "2027-02-01",
             "end": "2027-06-30", "status": "Tilmeldt"},
        ],
        ABSENCES: [],
    }  # fmt: skip


def with_reading(
    history: History, rows: Mapping[str, Sequence[Row]], day: date, paths: Mapping[str, str] = PATHS
) -> History:
    """The history with a reading; a row is its table's owner's unless it says whose it is."""
    frames = {name: frame_of(name, rows[name]) for name in TABLES}
    read = reading_of(frames, {name: pd.Series(True, index=frame.index) for name, frame in frames.items()})
    return history.with_reading(read, dict.fromkeys(TABLES, tuple(paths)), day, paths)


def frame_of(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame([{"partner": OWNER[name], **row} for row in rows], columns=None if rows else ["partner"])
    for key in frame:
        if key in DATES or str(key).endswith("_on"):
            frame[key] = pd.to_datetime(frame[key])
    key = table_of(name).key
    return frame if key in frame else frame.assign(**{key: pd.Series(dtype="string")})


def happened(change: Any, day: date = DAY_1, paths: Mapping[str, str] = PATHS) -> list[Event]:
    """What a change of the rows is told as, without the days that only a history tells."""
    before = with_reading(History.empty(), partnership(), DAY_0)
    rows = copy.deepcopy(partnership())
    change(rows)
    after = with_reading(before, rows, day, paths)
    return [event for event in events_between(before, after) if event.kind not in TOLD_LATER_ONLY]


def told(events: Sequence[Event]) -> list[str]:
    return [line.sentence(name_of) for line in lines_of(events)]


def name_of(partner: str) -> str:
    kind, _, key = partner.partition(":")
    return municipality_name(key) if kind == "kommune" else key.upper()


def first(table: str, **cells: Any) -> Any:
    return lambda rows: rows[table][0].update(cells)


def second(table: str, **cells: Any) -> Any:
    return lambda rows: rows[table][1].update(cells)


def at(table: str, number: int, **cells: Any) -> Any:
    return lambda rows: rows[table][number].update(cells)


def pop(table: str, number: int) -> Any:
    return lambda rows: rows[table].pop(number)


def add(table: str, **cells: Any) -> Any:
    return lambda rows: rows[table].append({**rows[table][0], **cells})


def withdrawn(rows: Rows) -> None:
    for row in rows[SLOTS]:
        row["status"] = "Lukket"


def unknown(rows: Rows) -> None:
    for row in rows[SLOTS]:
        row["hindrance"] = str(Closed.COMPANY)


CASES: list[tuple[EventKind, str, Any, tuple[str, ...], str]] = [
    (EventKind.COHORT_CANCELLED, "NEXT-1", first(COHORTS, status="Aflyst"), ("101-0001",), URGENT),
    (EventKind.COHORT_CANCELLED, "NEXT-2", second(COHORTS, status="Aflyst"), (), LOOK),
    (EventKind.COHORT_GONE, "NEXT-1", pop(COHORTS, 0), ("101-0001",), URGENT),
    (EventKind.COHORT_MOVED, "NEXT-1", first(COHORTS, start="2027-03-01"), ("101-0001",), URGENT),
    (EventKind.COHORT_MINIMUM, "NEXT-1", first(COHORTS, min=10), ("101-0001",), LOOK),
    (EventKind.COHORT_NEW, "NEXT-3", add(COHORTS, cohort="NEXT-3"), (), NOTICE),
    (EventKind.COMPANY_WITHDRAWN, "1000000001", withdrawn, ("101-0001",), URGENT),
    (EventKind.COMPANY_WITHDRAWN, "1000000001", unknown, ("101-0001",), URGENT),
    (EventKind.SLOT_CLOSED, "BYG-0001", first(SLOTS, status="Lukket"), ("101-0001",), URGENT),
    (EventKind.SLOT_CLOSED, "BYG-0002", second(SLOTS, status="Lukket"), (), NOTICE),
    (EventKind.SLOT_GONE, "BYG-0001", pop(SLOTS, 0), ("101-0001",), URGENT),
    (EventKind.SLOT_FEWER, "BYG-0001", first(SLOTS, openings=0), ("101-0001",), URGENT),
    (EventKind.SLOT_FEWER, "BYG-0001", first(SLOTS, openings=1), (), NOTICE),
    (EventKind.SLOT_MORE, "BYG-0001", first(SLOTS, openings=3), (), NOTICE),
    (EventKind.SLOT_NEW, "BYG-0003", add(SLOTS, slot="BYG-0003"), (), NOTICE),
    (EventKind.CANDIDATE_GONE, "101-0001", pop(CANDIDATES, 0), ("101-0001",), URGENT),
    (EventKind.CANDIDATE_GONE, "101-0002", pop(CANDIDATES, 1), (), LOOK),
    (EventKind.CANDIDATE_LEFT, "101-0001", first(CANDIDATES, status="Udgået"), ("101-0001",), URGENT),
    (EventKind.CANDIDATE_LEFT, "101-0002", second(CANDIDATES, status="Afsluttet"), (), NOTICE),
    (EventKind.CANDIDATE_MOVED, "101-0002", second(CANDIDATES, municipality="Frederiksberg"), (), LOOK),
    (EventKind.CANDIDATE_MOVED, "101-0001", first(CANDIDATES, partner=AWAY), ("101-0001",), URGENT),
    (EventKind.CANDIDATE_NEW, "101-0003", add(CANDIDATES, candidate="101-0003"), (), NOTICE),
    (EventKind.PLACEMENT_GONE, "101-0001", pop(PLACEMENTS, 0), (), LOOK),
    (EventKind.PLACEMENT_CANCELLED, "101-0001",
     first(PLACEMENTS, outcome="Aflyst før start", outcome_on="2026-11-10"), (), LOOK),
    (EventKind.DROPPED_OUT, "101-0001",
     first(PLACEMENTS, start="2026-11-03", ended_on="2026-11-10", outcome="Afbrudt", ending_reason="Fravær"), (), LOOK),
    (EventKind.UNTOLD, "101-0001", first(PLACEMENTS, start="2026-11-03", planned_end="2026-11-10"), (), LOOK),
    (EventKind.COMPLETED, "101-0001",
     first(PLACEMENTS, start="2026-11-03", ended_on="2026-11-10", outcome="Gennemført"), (), NOTICE),
    (EventKind.MOVED_ON, "101-0001",
     first(PLACEMENTS, start="2026-11-03", ended_on="2026-11-10", outcome="Ordinært job"), (), NOTICE),
    (EventKind.BEGUN, "101-0001", first(PLACEMENTS, start="2026-11-10"), (), NOTICE),
    (EventKind.COURSES_CANCELLED, "NEXT-9", at(COHORTS, 2, status="Aflyst"), ("101-0001",), URGENT),
    (EventKind.COURSES_GONE, "NEXT-9", pop(COHORTS, 2), ("101-0001",), URGENT),
    (EventKind.COHORT_MOVED, "NEXT-9", at(COHORTS, 2, start="2027-03-01"), ("101-0001",), URGENT),
    (EventKind.COURSE_CANCELLED, "101-0001", first(SCHOOL_WEEKS, status="Aflyst"), (), LOOK),
    (EventKind.COURSE_MISSED, "101-0001", first(SCHOOL_WEEKS, status="Udeblevet"), (), LOOK),
    (EventKind.COURSE_HELD, "101-0001", first(SCHOOL_WEEKS, status="Gennemført"), (), NOTICE),
    (EventKind.WISH, "101-0001", first(SCHOOL_WEEKS, wish_from="2027-03-01"), (), NOTICE),
    (EventKind.ABSENCE, "101-0001",
     lambda rows: rows[ABSENCES].append({"placement": "101-0001-F1", "begins": "2027-03-01", "ends": "2027-03-31"}),
     (), NOTICE),
    (EventKind.AGREED, "101-0002",
     add(PLACEMENTS, placement="101-0002-F1", candidate="101-0002", agreed_on="2026-11-10"), (), NOTICE),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "change", "people", "weight"), CASES)
def test_each_kind_of_event_is_told_once_with_whom_it_strikes(
    kind: EventKind, name: str, change: Any, people: tuple[str, ...], weight: str
) -> None:
    events = happened(change)
    found = [event for event in events if event.kind is kind]
    assert [(event.id, event.people) for event in found] == [(name, people)]
    # Who has left before the end had begun; nothing else comes of one change.
    others = {event.kind for event in events} - {kind}
    assert others <= ({EventKind.BEGUN} if kind in (*ENDINGS, EventKind.UNTOLD) else set())
    (line,) = lines_of(found)
    assert line.weight == weight
    sentence = line.sentence(name_of)
    assert name in sentence and "{" not in sentence and sentence[0].isupper() | sentence[0].isdigit()


ENDINGS = (EventKind.DROPPED_OUT, EventKind.COMPLETED, EventKind.MOVED_ON)


@pytest.mark.parametrize(
    ("table", "cells", "kind"),
    [
        (COHORTS, {"status": "Aflyst"}, EventKind.COHORT_BACK),
        (SLOTS, {"status": "Lukket"}, EventKind.SLOT_BACK),
        (CANDIDATES, {"status": "Udgået"}, EventKind.CANDIDATE_BACK),
    ],
)
def test_what_comes_back_is_told(table: str, cells: Row, kind: EventKind) -> None:
    before = copy.deepcopy(partnership())
    first(table, **cells)(before)
    history = with_reading(History.empty(), before, DAY_0)
    events = events_between(history, with_reading(history, partnership(), DAY_1))
    assert [event.kind for event in events] == [kind]


def test_every_kind_has_words_and_a_case() -> None:
    assert set(EVENT_WORDS) == set(EventKind)
    elsewhere = {
        EventKind.COHORT_BACK, EventKind.SLOT_BACK, EventKind.CANDIDATE_BACK, EventKind.PARTNER_GONE,
        EventKind.PARTNER_NEW, EventKind.PARTNER_RENAMED, EventKind.UNTOUCHED, *TOLD_LATER_ONLY,
        EventKind.PLAN_SHORT, EventKind.PLAN_MET,  # of a plan, not of a reading: tests/actions/planning
    }  # fmt: skip
    assert {kind for kind, *_ in CASES} | elsewhere == set(EventKind)


def test_nothing_comes_of_nothing() -> None:
    assert happened(lambda rows: None) == []
    assert events_between(History.empty(), with_reading(History.empty(), partnership(), DAY_0)) == ()


def test_a_day_that_a_cell_states_is_the_events_day_else_that_of_the_reading() -> None:
    (begun,) = happened(first(PLACEMENTS, start="2026-11-10"))
    assert (begun.day, begun.seen) == (date(2026, 11, 10), False)
    (gone,) = happened(pop(SLOTS, 1))
    assert (gone.day, gone.seen) == (DAY_1, True)


def renamed_paths(partner: str, new: str, path: str) -> dict[str, str]:
    return {new if one == partner else one: path if one == partner else old for one, old in PATHS.items()}


@pytest.mark.parametrize(
    ("partner", "new", "path", "tables"),
    [
        (HOME, HOME, "kommuner/101-københavn.xlsx", ()),  # known by its number
        (BRANCH, BRANCH, "brancher/anlæg.xlsx", ()),  # known by what it says
        (BRANCH, "branche:anlæg", "brancher/anlæg.xlsx", (SLOTS,)),  # known by its path
        (SCHOOL, "skole:zbc", "skoler/zbc.xlsx", (COHORTS,)),
    ],
)
def test_a_renamed_workbook_is_told_as_renamed_alone(
    partner: str, new: str, path: str, tables: tuple[str, ...]
) -> None:
    def rename(rows: Rows) -> None:
        for row in (row for table in tables for row in rows[table]):
            row["partner"] = new

    events = happened(rename, paths=renamed_paths(partner, new, path))
    assert [(event.kind, event.id) for event in events] == [(EventKind.PARTNER_RENAMED, path)]
    assert told(events) == [f"Arbejdsbogen {PATHS[partner]} hedder nu {path}."]


def test_a_workbook_that_is_gone_is_one_line_and_its_rows_none() -> None:
    paths = {partner: path for partner, path in PATHS.items() if partner != BRANCH}
    events = happened(lambda rows: rows[SLOTS].clear(), paths=paths)
    assert [(event.kind, event.id) for event in events] == [(EventKind.PARTNER_GONE, "brancher/byg.xlsx")]


def test_a_new_workbook_is_one_line_with_all_that_it_brings() -> None:
    def join(rows: Rows) -> None:
        rows[CANDIDATES] += [{"partner": "kommune:155", "candidate": f"155-{at}", "status": "Klar"} for at in range(9)]

    events = happened(join, paths=PATHS | {"kommune:155": "kommuner/155.xlsx"})
    assert told(events) == ["Arbejdsbogen kommuner/155.xlsx er kommet til med 9 rækker."]


def test_a_burst_is_a_line_a_partner_and_what_strikes_somebody_stands_alone() -> None:
    def burst(rows: Rows) -> None:
        for at in range(500):
            rows[CANDIDATES].append({"candidate": f"101-1{at:03}", "status": "Ny"})
            rows[SLOTS].append({**rows[SLOTS][0], "slot": f"BYG-1{at:03}", "p_number": str(at)})
        rows[COHORTS][0]["status"] = "Aflyst"

    lines = lines_of(happened(burst))
    assert [line.who for line in lines] == ["NEXT-1", "BYG-1000 og 499 til", "101-1000 og 499 til"]
    sentences = [line.sentence(name_of) for line in lines]
    assert sentences[0] == "Holdet NEXT-1 er aflyst. Det strander 101-0001."
    assert sentences[1:] == [
        "500 nye pladser hos BYG: BYG-1000, BYG-1001, BYG-1002, BYG-1003, BYG-1004, BYG-1005 og 494 til.",
        "500 nye kandidater hos København: 101-1000, 101-1001, 101-1002, 101-1003, 101-1004, 101-1005 og 494 til.",
    ]


def test_a_row_that_was_moved_and_stands_in_both_workbooks_has_moved_once() -> None:
    before = with_reading(History.empty(), partnership(), DAY_0)
    rows = partnership()
    rows[CANDIDATES].append({**rows[CANDIDATES][1], "partner": AWAY})
    moved = with_reading(before, rows, DAY_1)
    (event,) = (event for event in events_between(before, moved) if event.kind not in TOLD_LATER_ONLY)
    assert told([event]) == ["101-0002 er flyttet fra København til Frederiksberg; rækken står nu dér."]
    rows[CANDIDATES].pop(1)
    assert events_between(moved, with_reading(moved, rows, DAY_1 + timedelta(days=1))) == ()


def test_a_workbook_that_nobody_touches_is_told_every_so_many_days() -> None:
    history, days = with_reading(History.empty(), partnership(), DAY_0), []
    second(CANDIDATES, status="Ny")(rows := partnership())
    before = DAY_0
    for day in (DAY_0 + timedelta(days=number) for number in range(5, 80, 5)):
        history = with_reading(history, rows, day)
        days += [(event.id, (day - DAY_0).days) for event in untouched_events(before, history, day, 30)]
        before = day
    assert [day for path, day in days if path == PATHS[SCHOOL]] == [30, 60]
    assert [day for path, day in days if path == PATHS[HOME]] == [35, 65]
    assert untouched(history, DAY_0 + timedelta(days=34), 30).keys() == {AWAY, BRANCH, SCHOOL}


def test_a_placement_that_was_sent_does_not_touch_its_workbook() -> None:
    history, day = with_reading(History.empty(), partnership(), DAY_0), DAY_0 + timedelta(days=20)
    rows = partnership()
    rows[PLACEMENTS].append({**rows[PLACEMENTS][0], "placement": "101-0002-F1", "sent_on": f"{day}"})
    assert HOME in untouched(with_reading(history, rows, day), DAY_0 + timedelta(days=30), 30)


def test_a_history_tells_dates_before_its_first_reading_and_what_was_only_found() -> None:
    history = with_reading(History.empty(), partnership(), DAY_0)
    mine = [event for event in all_events(history) if event.id == "101-0001"]
    assert [(event.kind, event.seen) for event in sorted(mine, key=lambda event: event.day)] == [
        (EventKind.REGISTERED, False), (EventKind.SENT, False), (EventKind.FIRST_SEEN, True), (EventKind.AGREED, False),
        (EventKind.COURSE_AGREED, True),
    ]  # fmt: skip


def test_one_candidates_part_of_a_history_tells_the_same_of_it() -> None:
    history = with_reading(History.empty(), partnership(), DAY_0)
    changes = [at(COHORTS, 2, status="Aflyst"), at(SCHOOL_WEEKS, 0, status="Aflyst"), first(COHORTS, status="Aflyst")]
    changes += [second(CANDIDATES, status="Ny"), first(SLOTS, openings=0), withdrawn]
    changes += [pop(PLACEMENTS, 0), pop(CANDIDATES, 0)]
    rows = partnership()
    for number, change in enumerate(changes, 1):
        change(rows := copy.deepcopy(rows))
        history = with_reading(history, rows, DAY_0 + timedelta(days=number))

    def of(told: History) -> list[tuple[str, date]]:
        return [(event.kind, event.day) for event in all_events(told) if "101-0001" in (event.id, *event.people)]

    mine = history_of(history, "101-0001")
    assert of(mine) == of(history) and len(of(mine)) > 6
    assert {EventKind.COURSES_CANCELLED, EventKind.COURSE_CANCELLED} <= {kind for kind, _ in of(mine)}
    assert mine.days == tuple(DAY_0 + timedelta(days=number) for number in (0, 1, 2, 3, 5, 6, 7, 8))


# Any three readings in a row.
_candidates = st.dictionaries(
    st.sampled_from(["101-0001", "101-0002", "101-0003"]),
    st.fixed_dictionaries(
        {"partner": st.sampled_from([HOME, AWAY]), "status": st.sampled_from(["Ny", "Klar", "Udgået"]),
         "municipality": st.sampled_from([None, "Frederiksberg"])}
    ),
)  # fmt: skip
_openings = st.dictionaries(
    st.sampled_from(["BYG-0001", "BYG-0002", "BYG-0003"]),
    st.fixed_dictionaries({"openings": st.integers(0, 2), "status": st.sampled_from(["Åben", "Lukket"])}),
)
_slots = st.builds(  # all are of one company, which is known or not
    lambda slots, hindrance: {name: {**cells, "hindrance": hindrance} for name, cells in slots.items()},
    _openings,
    st.sampled_from([None, str(Closed.COMPANY)]),
)
_cohorts = st.dictionaries(
    st.sampled_from(["NEXT-1", "NEXT-2"]),
    st.fixed_dictionaries({"min": st.integers(6, 7), "status": st.sampled_from(["Planlagt", "Aflyst"]),
                           "start": st.sampled_from(["2027-02-01", "2027-03-01"])}),
)  # fmt: skip
_placements = st.dictionaries(
    st.sampled_from(["101-0001", "101-0002"]),
    st.fixed_dictionaries({"agreed_on": st.sampled_from([None, "2026-11-03", "2026-11-22"]),
                           "outcome": st.sampled_from([None, "Aflyst før start"])}),
)  # fmt: skip
_weeks = st.dictionaries(
    st.sampled_from(["101-0001-F1", "101-0002-F1", "101-0003-F1"]),
    st.fixed_dictionaries({"status": st.sampled_from(["Foreslået", "Tilmeldt", "Gennemført", "Aflyst", "Udeblevet"]),
                           "cohort": st.sampled_from([None, "NEXT-1", "NEXT-2"]),
                           "wish_from": st.sampled_from([None, "2027-04-01"])}),
)  # fmt: skip
_absences = st.dictionaries(
    st.sampled_from(["101-0001-F1", "101-0003-F1"]),
    st.fixed_dictionaries({"ends": st.sampled_from([None, "2027-03-14", "2027-03-31"])}),
)
any_reading = st.tuples(_candidates, _slots, _cohorts, _placements, _weeks, _absences)


def rows_of(many: tuple[dict[str, Row], ...]) -> Rows:
    base = partnership()
    away = {"begins": "2027-03-01"}
    fixed = [{}, base[SLOTS][0], base[COHORTS][0], base[PLACEMENTS][0], base[SCHOOL_WEEKS][0], away]
    keys = ("candidate", "slot", "cohort", "candidate", "placement", "placement")
    told = [
        [{**more, key: name, **cells} for name, cells in rows.items()]
        for more, key, rows in zip(fixed, keys, many, strict=True)
    ]
    told[3] = [{**row, "placement": f"{row['candidate']}-F1"} for row in told[3]]
    return dict(zip((CANDIDATES, SLOTS, COHORTS, PLACEMENTS, SCHOOL_WEEKS, ABSENCES), told, strict=True))


@settings(deadline=None, max_examples=10)
@given(any_reading, any_reading, any_reading)
def test_two_steps_tell_of_every_row_that_one_step_tells_of(a: Any, b: Any, c: Any) -> None:
    one = with_reading(History.empty(), rows_of(a), DAY_0)
    two = with_reading(one, rows_of(b), DAY_1)
    three = with_reading(two, rows_of(c), DAY_1 + timedelta(days=5))
    steps = {name for pair in ((one, two), (two, three)) for event in events_between(*pair) for name in about(event)}
    assert {name for event in events_between(one, three) for name in about(event)} <= steps
    again = with_reading(three, rows_of(c), DAY_1 + timedelta(days=6))
    assert events_between(three, again) == ()


def about(event: Event) -> set[str]:
    """The rows that an event is about: a company's are its slots."""
    return set(event.details.get("slots", event.id).split(", "))
