"""What still fits when it is sent: seats, and the day on which a placement can begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.sending.rehearsal import rehearse
from igu_xl.actions.sending.sendable import approved_orders, refusal_for_partners
from igu_xl.checks.validation import validate
from igu_xl.records import records

BEGUN = datetime(2026, 11, 2, 9)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
Changed = Callable[..., Path]

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def begins(folder: Path, candidate: str) -> date:
    """When the placement of a candidate begins, in the municipality's workbook as it is read again."""
    placements = validate(folder, BEGUN.date()).partnership.frames["tblForloeb"]
    (start,) = placements.loc[placements["candidate"] == candidate, "start"]
    return date(start.year, start.month, start.day)


def plan_of(folder: Path, candidate: str) -> dict[str, Any]:
    """What the municipality reads of a candidate in its sheet Plan."""
    with CalamineWorkbook.from_path(folder / KOEBENHAVN, load_tables=True) as workbook:
        found = workbook.get_table_by_name("tblPlan")
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.to_python()]
    return next(row for row in rows if row["Kandidat-id"] == candidate)


def test_seats_are_not_given_twice(decided: Path, changed: Changed) -> None:
    """Six are approved for the cohort, which has four seats left meanwhile."""
    changed(lambda rows: rows[NEXT]["tblHold"][0].update(free_seats=4))
    done = publish_partnership(decided, BEGUN)
    placed = [row for row in records(read_coordinator(decided).proposals) if row["state"] == "Sendt" and row["cohort"]]
    assert len(placed) == 4
    assert list(done.refused.values()) == ["Kan ikke sendes: holdet kan ikke længere få flere."] * 2


@pytest.mark.parametrize(
    ("person", "slot", "start"),
    [
        ({}, {}, date(2026, 12, 1)),  # as proposed
        ({"ready_from": date(2027, 1, 15)}, {}, date(2027, 1, 15)),
        ({}, {"start_earliest": date(2027, 1, 20)}, date(2027, 1, 20)),
        ({"ready_from": date(2027, 1, 15)}, {"start_earliest": date(2027, 1, 4)}, date(2027, 1, 15)),
        ({"ready_from": date(2026, 11, 9)}, {"start_earliest": date(2026, 11, 9)}, date(2026, 12, 1)),
        (
            {"ready_from": date(2026, 11, 9)},
            {"start_earliest": date(2026, 11, 9), "start_latest": date(2026, 11, 20)},
            date(2026, 11, 20),
        ),
    ],
)
def test_a_placement_begins_when_both_can_and_the_slot_still_takes_anybody(
    person: dict[str, Any], slot: dict[str, Any], start: date, decided: Path, changed: Changed
) -> None:
    """Practice needs no cohort; 101-0006 was proposed for it from 1 December."""

    def change(rows: Any) -> None:
        rows[KOEBENHAVN]["tblKandidater"][5].update(person)
        rows[BYG]["tblPladser"][2].update(slot)

    changed(change)
    publish_partnership(decided, BEGUN)
    assert begins(decided, "101-0006") == start


@pytest.mark.parametrize(
    ("told", "is_open"), [({"open_cohorts": True}, True), ({"open_cohorts": False}, False), ({}, False)]
)
def test_only_an_open_cohort_takes_somebody_whose_slot_needs_none(
    told: dict[str, bool], is_open: bool, decided: Path, changed: Changed
) -> None:
    """101-0006 goes to practice, and could sit in the cohort beside it."""
    changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][5].update(measures="igu; praktik"))
    proposals = read_coordinator(decided).proposals
    one = proposals[proposals["candidate"] == "101-0006"].assign(cohort="NEXT-2027-01")
    orders, refused = approved_orders(validate(decided, BEGUN.date()), one, **told)
    assert [(order.placement, order.row["cohort"]) for order in orders] == (
        [("101-0006-F1", "NEXT-2027-01")] if is_open else []
    )
    assert [*refused] == ([] if is_open else ["101-0006"])
    assert all("passer ikke længere sammen" in reason for reason in refused.values())


@pytest.mark.parametrize(
    ("ends", "start"),
    [
        (date(2026, 11, 30), date(2026, 12, 1)),  # as proposed
        (date(2026, 12, 9), date(2026, 12, 10)),  # it was made longer since
    ],
)
def test_who_is_in_practice_is_sent_to_what_begins_after_it(
    ends: date, start: date, decided: Path, changed: Changed
) -> None:
    """Also to the same slot: the placement that runs is not what an earlier run has sent."""
    running = {"placement": "101-0006-F1", "candidate": "101-0006", "slot": "BYG-0003", "type": "praktik",
               "start": date(2026, 9, 1), "planned_end": ends}  # fmt: skip
    changed(lambda rows: rows[KOEBENHAVN].update(tblForloeb=[running]))
    done = publish_partnership(decided, BEGUN)
    assert "101-0006-F2" in done.sent
    placements = validate(decided, BEGUN.date()).partnership.frames["tblForloeb"]
    (begins,) = placements.loc[placements["placement"] == "101-0006-F2", "start"]
    assert begins.date() == start
    assert "forloeb-samtidige" not in {one.code for one in validate(decided, BEGUN.date()).findings}


@pytest.mark.parametrize(
    ("start", "ends", "unread"),
    [
        (date(2026, 12, 31), date(2027, 3, 31), False),
        (date(2027, 1, 1), date(2027, 4, 1), True),  # the law is unread; the usual length is a suggestion
        (date(2027, 1, 2), date(2027, 4, 2), True),
    ],
)
def test_what_is_sent_lasts_as_the_rule_of_its_start_says(
    start: date, ends: date, unread: bool, decided: Path, changed: Changed
) -> None:
    """And the tool tells nobody that a length is wrong which it proposed itself."""
    changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][5].update(ready_from=start))
    assert "101-0006-F1" in publish_partnership(decided, BEGUN).sent
    checked = validate(decided, BEGUN.date())
    (row,) = [row for row in records(checked.partnership.frames["tblForloeb"]) if row["candidate"] == "101-0006"]
    assert (row["start"].date(), row["planned_end"].date()) == (start, ends)
    told = {one.code for one in checked.findings if one.code.startswith("laengde") and one.place.workbook == KOEBENHAVN}
    assert told == ({"laengde-ulaest"} if unread else set())


def test_practice_is_not_sent_where_the_steward_says_no_and_the_rest_is(decided: Path, changed: Changed) -> None:
    """101-0006 was proposed for practice; igu asks for no statement."""
    changed(lambda rows: rows[BYG]["tblVirksomheder"][0].update(steward_statement="Nej"))
    told = rehearse(decided, BEGUN).sent
    done = publish_partnership(decided, BEGUN)
    assert list(done.refused) == list(told.refused) == ["101-0006"]
    assert done.refused["101-0006"].startswith("Kan ikke sendes: pladsen kan ingen få nu: tillidsrep")
    assert len(done.sent) == len(told.sent) == 6
    plan = plan_of(decided, "101-0006")
    assert plan["Resultat"] == "Godkendt, men kunne ikke sendes endnu"
    assert plan["Forklaring"].startswith("Pladsen kan ingen få nu: tillidsrepræsentanten har ikke udtalt sig")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("Kan ikke sendes: holdet kan ikke længere få flere.", "Holdet kan ikke længere få flere."),
        ("Kan ikke sendes: holdet begynder en anden dag end foreslået. Kør Match igen.",
         "Holdet begynder en anden dag end foreslået."),
        ("Kan ikke sendes: virksomheden får ikke flere. Det står i arket Beslutninger (Højst i virksomhed).",
         "Virksomheden får ikke flere."),
        ("Venter på kommunens arbejdsbog", ""),
        ("Foreslået", ""),
    ],
)  # fmt: skip
def test_a_municipality_reads_why_without_what_only_the_coordinator_can_do(state: str, told: str) -> None:
    assert refusal_for_partners(state) == told


@pytest.mark.parametrize("said", ["Ja", None])
def test_practice_is_sent_where_nobody_has_said_no(said: str | None, decided: Path, changed: Changed) -> None:
    changed(lambda rows: rows[BYG]["tblVirksomheder"][0].update(steward_statement=said))
    assert not publish_partnership(decided, BEGUN).refused


def test_practice_is_not_sent_where_others_have_taken_the_room_meanwhile(decided: Path, changed: Changed) -> None:
    changed(lambda rows: rows[BYG]["tblVirksomheder"][0].update(others=4))
    done = publish_partnership(decided, BEGUN)
    assert done.refused == {
        "101-0006": "Kan ikke sendes: pladsen kan ingen få nu: rimelighedskravet giver ikke plads til flere i praktik "
        "og løntilskud på P-nummeret."
    }
