"""Rimelighedskravet against workbooks: people on days, also in slots that are closed, filled or gone by now.

The company has 4 on its ordinary staff in these cases, so one person may be there at a time, unless a case says
otherwise. The day is 2 November 2026; practice lasts 13 weeks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.standing.slots import Closed

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx"
FREDERIKSBERG = "kommuner/147-frederiksberg.xlsx"
JAN, END = date(2027, 1, 4), date(2027, 4, 4)  # a Monday, and the last day of 13 weeks
FULL, MAY, MUST, ROW = "rimelighedskrav-fyldt", "rimelighedskrav-muligt", "rimelighedskrav", "rimelighedskrav-forloeb"
Changed = Callable[..., Path]


def practice(name: str, first: date, last: date, **more: Any) -> dict[str, Any]:
    row = {"slot": name, "p_number": "1000000001", "type": "praktik", "openings": 1, "branch": "Bygge og anlæg"}
    return row | {"start_earliest": first, "start_latest": last, "status": "Åben"} | more


def stay(candidate: str, slot: str, first: date, last: date, **more: Any) -> dict[str, Any]:
    row = {"placement": f"{candidate}-F1", "candidate": candidate, "slot": slot, "type": "praktik"}
    return row | {"start": first, "planned_end": last} | more


def write(changed: Changed, slots: list[dict[str, Any]], stays: list[dict[str, Any]], company: dict[str, Any]) -> Path:
    def change(rows: Any) -> None:
        rows[BYG]["tblVirksomheder"][0] |= {"ordinary_staff": 4} | company
        rows[BYG]["tblPladser"] = slots
        rows[KOEBENHAVN]["tblForloeb"] = [row for row in stays if row["candidate"].startswith("101")]
        rows[FREDERIKSBERG]["tblForloeb"] = [row for row in stays if row["candidate"].startswith("147")]

    return changed(change)


def found(folder: Path) -> set[tuple[str, str]]:
    """The findings of rimelighedskravet, each with the id of its row."""
    told = validate(folder, TODAY).findings
    return {(one.code, one.place.row_id) for one in told if one.code in {FULL, MAY, MUST, ROW}}


CASES = {
    "two that follow each other": (
        [practice("B-1", JAN, JAN), practice("B-2", date(2027, 4, 5), date(2027, 4, 5))], [], {}, set()
    ),
    "two that must overlap by a day": (
        [practice("B-1", JAN, JAN), practice("B-2", END, END)], [], {}, {(MUST, "B-1"), (MUST, "B-2")}
    ),
    "two that may overlap": (
        [practice("B-1", JAN, JAN), practice("B-2", END, date(2027, 4, 5))], [], {}, {(MAY, "B-1"), (MAY, "B-2")}
    ),
    "two that must overlap where two may be": (
        [practice("B-1", JAN, JAN), practice("B-2", END, END)], [], {"ordinary_staff": 10}, set()
    ),
    "one slot for two at a time": ([practice("B-1", JAN, END, openings=2)], [], {}, {(MUST, "B-1")}),
    "one slot for one": ([practice("B-1", JAN, END)], [], {}, set()),
    "one from elsewhere": ([practice("B-1", JAN, END)], [], {"others": 1}, {(FULL, "B-1")}),
    "one from elsewhere where two may be": (
        [practice("B-1", JAN, END)], [], {"others": 1, "ordinary_staff": 10}, set()
    ),
    "more offered than the one from elsewhere leaves": (
        [practice("B-1", JAN, END, openings=2)], [], {"others": 1, "ordinary_staff": 10}, {(MUST, "B-1")}
    ),
    "somebody there in a slot that is closed now": (
        [practice("B-1", JAN, END), practice("B-9", date(2026, 9, 1), date(2026, 10, 1), status="Lukket")],
        [stay("101-0002", "B-9", date(2026, 10, 1), date(2027, 6, 30))], {}, {(FULL, "B-1")},
    ),
    "somebody there who is gone the day before": (
        [practice("B-1", JAN, JAN), practice("B-9", date(2026, 9, 1), date(2026, 10, 1), status="Besat")],
        [stay("101-0002", "B-9", date(2026, 10, 1), date(2027, 1, 3))], {}, set(),
    ),
    "somebody there until the day itself": (
        [practice("B-1", JAN, JAN), practice("B-9", date(2026, 9, 1), date(2026, 10, 1), status="Besat")],
        [stay("101-0002", "B-9", date(2026, 10, 1), JAN)], {}, {(FULL, "B-1")},
    ),
    "somebody who leaves within the window": (
        [practice("B-1", JAN, END), practice("B-9", date(2026, 9, 1), date(2026, 10, 1), status="Besat")],
        [stay("101-0002", "B-9", date(2026, 10, 1), date(2027, 2, 1))], {}, {(MAY, "B-1")},
    ),
    "an igu does not count": (
        [practice("B-1", JAN, END), practice("B-9", date(2026, 9, 1), date(2026, 10, 1), type="igu")],
        [stay("101-0002", "B-9", date(2026, 10, 1), date(2028, 9, 30), type="igu")], {}, set(),
    ),
    "two people of two municipalities at a time": (
        [practice("B-9", date(2026, 9, 1), date(2026, 10, 1), openings=2, status="Besat")],
        [
            stay("101-0002", "B-9", date(2026, 10, 1), date(2026, 12, 31)),
            stay("147-0001", "B-9", date(2026, 12, 31), date(2027, 3, 1)),
        ], {}, {(ROW, "147-0001-F1")},
    ),
    "two people who begin on the same day": (
        [practice("B-9", date(2026, 9, 1), date(2026, 10, 1), openings=2, status="Besat")],
        [
            stay("101-0002", "B-9", date(2026, 10, 1), date(2026, 12, 31)),
            stay("147-0001", "B-9", date(2026, 10, 1), date(2027, 3, 1)),
        ], {}, {(ROW, "101-0002-F1"), (ROW, "147-0001-F1")},
    ),
    "one who goes on beside a newer one is not new": (
        [practice("B-9", date(2026, 9, 1), date(2026, 10, 1), openings=2, status="Besat")],
        [
            stay("101-0002", "B-9", date(2026, 10, 1), date(2026, 12, 31)),
            stay("101-0002", "B-9", date(2026, 12, 31), date(2027, 3, 1), placement="101-0002-F2"),
            stay("147-0001", "B-9", date(2026, 11, 1), date(2027, 2, 1)),
        ], {}, {(ROW, "147-0001-F1")},
    ),
    "one who comes back after a day away is new": (
        [practice("B-9", date(2026, 9, 1), date(2026, 10, 1), openings=2, status="Besat")],
        [
            stay("101-0002", "B-9", date(2026, 9, 1), date(2026, 10, 30)),
            stay("101-0002", "B-9", date(2026, 11, 2), date(2027, 1, 1), placement="101-0002-F2"),
            stay("147-0001", "B-9", date(2026, 11, 1), date(2027, 2, 1)),
        ], {}, {(ROW, "101-0002-F2")},
    ),
    "the newest of three where two may be": (
        [practice("B-9", date(2026, 9, 1), date(2026, 10, 1), openings=3, status="Besat")],
        [
            stay("101-0002", "B-9", date(2026, 9, 1), date(2026, 12, 31)),
            stay("147-0001", "B-9", date(2026, 10, 1), date(2027, 1, 1)),
            stay("101-0003", "B-9", date(2026, 10, 5), date(2027, 1, 4)),
        ], {"ordinary_staff": 10}, {(ROW, "101-0003-F1")},
    ),
    "two people of two municipalities after each other": (
        [practice("B-9", date(2026, 9, 1), date(2026, 10, 1), openings=2, status="Besat")],
        [
            stay("101-0002", "B-9", date(2026, 10, 1), date(2026, 12, 31)),
            stay("147-0001", "B-9", date(2027, 1, 1), date(2027, 3, 1)),
        ], {}, set(),
    ),
    "one person, and one from elsewhere": (
        [practice("B-9", date(2026, 9, 1), date(2026, 10, 1), status="Lukket")],
        [stay("101-0002", "B-9", date(2026, 10, 1), date(2026, 12, 31))], {"others": 1}, {(ROW, "101-0002-F1")},
    ),
    "one person who goes from one to the next on the last day": (
        [practice("B-9", date(2026, 9, 1), date(2026, 10, 1), status="Lukket")],
        [
            stay("101-0002", "B-9", date(2026, 10, 1), date(2026, 12, 31)),
            stay("101-0002", "B-9", date(2026, 12, 31), date(2027, 3, 1), placement="101-0002-F2"),
        ], {}, set(),
    ),
    "a placement that is over": (
        [practice("B-1", JAN, END), practice("B-9", date(2026, 6, 1), date(2026, 10, 1), status="Lukket")],
        [
            stay("101-0002", "B-9", date(2026, 6, 1), date(2027, 6, 30), ended_on=date(2026, 10, 1),
                 ending_reason="Job", outcome="Ordinært job")
        ], {}, set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("slots", "stays", "company", "told"), CASES.values(), ids=CASES.keys())
def test_people_are_counted_on_days(
    slots: list[dict[str, Any]],
    stays: list[dict[str, Any]],
    company: dict[str, Any],
    told: set[tuple[str, str]],
    changed: Changed,
) -> None:
    assert found(write(changed, slots, stays, company)) == told


@pytest.mark.parametrize(
    ("staff", "cap"), [(0, 1), (4, 1), (5, 1), (9, 1), (10, 2), (49, 9), (50, 10), (59, 10), (60, 11), (75, 12)]
)
def test_a_slot_may_offer_as_many_as_there_may_be_and_not_one_more(staff: int, cap: int, changed: Changed) -> None:
    slots = [
        practice("B-1", JAN, JAN, openings=cap),
        practice("B-2", JAN, JAN, openings=cap + 1, p_number="1000000002"),
    ]

    def change(rows: Any) -> None:
        for company in rows[BYG]["tblVirksomheder"]:
            company |= {"ordinary_staff": staff}
        rows[BYG]["tblPladser"] = slots

    assert found(changed(change)) == {(MUST, "B-2")}


def test_a_finding_says_what_the_number_is_made_of_and_that_the_new_act_is_not_read(changed: Changed) -> None:
    slots = [practice("B-1", JAN, JAN), practice("B-9", date(2026, 9, 1), date(2026, 10, 1), status="Lukket")]
    stays = [stay("101-0002", "B-9", date(2026, 10, 1), date(2027, 2, 1))]
    folder = write(changed, slots, stays, {"ordinary_staff": 10, "others": 1})
    (one,) = [one for one in validate(folder, TODAY).findings if one.code == FULL]
    assert "1 fra partnerskabet og 1 anden udefra er allerede" in one.message
    assert "den 4. januar 2027, og det tillader 2 ved 10 ordinært ansatte" in one.message
    assert "fra 1. januar 2027 manuel vurdering: reglen er ikke læst endnu" in one.message
    assert one.level == "advarsel"


@pytest.mark.parametrize(
    ("slot", "company", "closed"),
    [
        ({}, {}, Closed.OPEN),
        ({}, {"others": 1}, Closed.CROWDED),
        ({}, {"ordinary_staff": None, "others": 1}, Closed.STAFF),
        ({"type": "løntilskud"}, {"sector": None}, Closed.SECTOR),
        ({"type": "løntilskud"}, {"sector": None, "steward_statement": "Nej"}, Closed.SECTOR),
        ({}, {"steward_statement": "Nej", "others": 1}, Closed.STEWARD),
        ({}, {"steward_statement": None}, Closed.OPEN),
        ({"type": "igu"}, {"steward_statement": "Nej"}, Closed.OPEN),
        ({"type": "løntilskud"}, {"sector": "Offentlig"}, Closed.OPEN),
        ({"type": "praktik"}, {"sector": None}, Closed.OPEN),
        ({"type": "igu"}, {"sector": None, "others": 1}, Closed.OPEN),
    ],
)
def test_a_slot_is_closed_with_a_reason_of_its_own(
    slot: dict[str, Any], company: dict[str, Any], closed: Closed, changed: Changed
) -> None:
    standing = validate(write(changed, [practice("B-1", JAN, END) | slot], [], company), TODAY).standing
    assert standing.slots["closed"].tolist() == [closed]
    assert standing.slots["open"].tolist() == [closed == Closed.OPEN]


def test_who_is_in_a_slot_that_is_gone_counts(changed: Changed) -> None:
    """The slot was read before, and its row is not there any more."""
    slots = [practice("B-1", JAN, END), practice("B-9", date(2026, 9, 1), date(2026, 10, 1))]
    stays = [stay("101-0002", "B-9", date(2026, 10, 1), date(2027, 6, 30))]
    before = validate(write(changed, slots, stays, {}), TODAY).history
    after = validate(write(changed, slots[:1], stays, {}), TODAY.replace(day=3), history=before)
    assert [one.place.row_id for one in after.findings if one.code == FULL] == ["B-1"]
