"""The rows of the demo: reproducible, within the contract, and such that pooling makes the difference."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from stdnum.dk import cvr

from igu_xl.demo import partnership as partnership_module
from igu_xl.demo.books import DemoBook
from igu_xl.demo.partnership import clean_partnership, make_partnership, pupils_beside
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.domain.law.places.reasonable import reasonable_cap
from igu_xl.domain.personal.cpr import has_cpr
from igu_xl.sheets.contract import LISTS, PARTNER_BOOKS
from igu_xl.sheets.schema import TEXT_KINDS, Column, Kind, Table


@pytest.fixture(scope="module")
def clean() -> list[DemoBook]:
    return clean_partnership()


def rows_of(books: list[DemoBook], table: str) -> list[dict]:
    return [row for book in books for row in book.rows.get(table, [])]


def fits(value: object, column: Column) -> bool:
    """Whether a value is what the contract asks for, written the way the template would have it."""
    if value is None:
        return not column.required or column.unless is not None
    if column.kind is Kind.DATE:
        return isinstance(value, date) and column.low <= value <= column.high
    if column.kind in (Kind.INTEGER, Kind.NUMBER):
        whole = isinstance(value, int) or column.kind is Kind.NUMBER
        return whole and (column.low is None or column.low <= value) and (column.high is None or value <= column.high)
    if column.kind is Kind.CHOICES:
        return set(value.split("; ")) <= set(LISTS[column.options])
    if column.kind in (Kind.CHOICE, Kind.MUNICIPALITY):
        return value in LISTS[column.options]
    if column.kind is Kind.CVR:
        return cvr.is_valid(value)
    if column.kind is Kind.P_NUMBER:
        return re.fullmatch(r"\d{10}", value) is not None
    if column.kind is Kind.DIGITS:
        return re.fullmatch(rf"\d{{{column.digits}}}", value) is not None
    return column.kind in TEXT_KINDS and isinstance(value, str) and bool(value)


@pytest.mark.parametrize("candidates", [200, 2500])
def test_every_value_of_the_clean_partnership_fits_its_column(candidates: int) -> None:
    wrong = [
        (book.filename, table.name, column.header, row.get(column.key))
        for book in clean_partnership(candidates)
        for table in book.book.inputs
        for row in book.rows[table.name]
        for column in table.inputs
        if not fits(row.get(column.key), column)
    ]
    assert wrong == []


def test_the_clean_rows_have_no_key_that_the_contract_lacks(clean: list[DemoBook]) -> None:
    for book in clean:
        for table in book.book.inputs:
            keys = {column.key for column in table.inputs}
            assert all(set(row) <= keys for row in book.rows[table.name]), (book.filename, table.name)


TABLES = [table for book in PARTNER_BOOKS for table in book.inputs]

# The columns that no row of the demo fills, and why.
LEFT_EMPTY = {
    ("tblForloeb", "sent_on"): "the tool writes it when it sends: the demo's month fills it",
    ("tblProfiler", "skills"): "a wish that gives points only; a slot's own Krav show what certificates do",
    ("tblSkoleplan", "sent_on"): "the tool writes it when it proposes a row: the demo's month fills it",
    ("tblSkoleplan", "why"): "the tool writes it when it proposes a row: the demo's month fills it",
    ("tblHold", "danish_max"): "cohorts lack people as it is; none of the demo's turns away those who know more Danish",
}
FILLED_IN = {
    "tblKandidater": "people/people.py",
    "tblOpfoelgning": "people/followups.py",
    "tblForloeb": "people/history.py",
    "tblVirksomheder": "offers/companies.py",
    "tblPladser": "offers/offers.py",
    "tblProfiler": "offers/offers.py",
    "tblHold": "offers/schools.py",
    "tblKurser": "offers/packages.py",
    "tblPakker": "offers/packages.py",
    "tblTravleUger": "people/absences.py",
    "tblSkoleplan": "people/schooling.py",
    "tblFravaer": "people/absences.py",
}


def unfilled(books: list[DemoBook]) -> set[tuple[str, str]]:
    """The columns of the contract that no row has anything in, by table and key."""
    columns = [(table.name, column.key) for table in TABLES for column in table.inputs]
    return {(table, key) for table, key in columns if all(row.get(key) is None for row in rows_of(books, table))}


def test_every_column_of_the_contract_is_filled_somewhere() -> None:
    empty = unfilled(make_partnership())
    told = [f"{key} in igu_xl/demo/{FILLED_IN[table]}" for table, key in sorted(empty - LEFT_EMPTY.keys())]
    assert not told, f"the demo fills no row of {', '.join(told)}: fill it there, or say in LEFT_EMPTY why not"
    assert not (filled := LEFT_EMPTY.keys() - empty), f"the demo fills {sorted(filled)}: take it out of LEFT_EMPTY"


@pytest.mark.parametrize("table", [table for table in TABLES if table.unique], ids=lambda table: table.name)
def test_ids_are_given_once(clean: list[DemoBook], table: Table) -> None:
    for size in (clean, clean_partnership(3000)):
        ids = [row[table.key] for row in rows_of(size, table.name)]
        assert len(ids) == len(set(ids)) > 0


def test_every_reference_of_the_clean_rows_leads_to_a_row(clean: list[DemoBook]) -> None:
    known = {table.name: {row[table.key] for row in rows_of(clean, table.name)} for table in TABLES}
    for table in TABLES:
        for column in (column for column in table if column.refers):
            used = {row[column.key] for row in rows_of(clean, table.name)} - {None}
            assert used <= known[column.refers], (table.name, column.header)


def test_the_same_arguments_give_the_same_rows_and_another_seed_gives_others() -> None:
    assert make_partnership(200, 7) == make_partnership(200, 7)
    assert rows_of(make_partnership(200, 7), "tblKandidater") != rows_of(make_partnership(200, 8), "tblKandidater")


@pytest.mark.parametrize("candidates", [40, 200, 333, 2001])
def test_there_are_exactly_as_many_candidates_as_asked_for_and_pupils_beside(candidates: int) -> None:
    rows = rows_of(clean_partnership(candidates), "tblKandidater")
    assert len(rows) == candidates + pupils_beside(candidates)


def test_slots_cohorts_and_companies_grow_with_the_candidates() -> None:
    small, large = clean_partnership(200), clean_partnership(2000)
    for table in ("tblPladser", "tblVirksomheder", "tblHold", "tblForloeb"):
        ratio = len(rows_of(large, table)) / len(rows_of(small, table))
        assert 5 < ratio < 15, table


def test_a_large_partnership_has_all_29_municipalities_of_the_region() -> None:
    municipalities = [book.filename for book in clean_partnership(2001) if book.filename.startswith("kommuner/")]
    assert len(municipalities) == 29
    assert sum(book.filename.startswith("kommuner/") for book in clean_partnership(2000)) == 9


@pytest.mark.parametrize("make, candidates", [(clean_partnership, 39), (make_partnership, 199)])
def test_too_few_candidates_are_refused(make: object, candidates: int) -> None:
    with pytest.raises(ValueError, match="needs at least"):
        make(candidates)  # type: ignore[operator]


def test_more_than_half_are_ready_and_no_municipality_but_the_largest_has_many(clean: list[DemoBook]) -> None:
    ready = Counter(row["candidate"][:3] for row in rows_of(clean, "tblKandidater") if row["status"] == "Klar")
    assert 110 <= ready.total() <= 130
    assert max(ready, key=ready.__getitem__) == "101"
    assert all(count <= 16 for code, count in ready.items() if code != "101")


def test_candidates_of_the_clean_partnership_have_lived_before_they_moved_here(clean: list[DemoBook]) -> None:
    for row in rows_of(clean, "tblKandidater"):
        assert row["born"] <= row["residence_from"] <= row["registered"] <= DEMO_TODAY


def test_the_edges_of_the_law_are_there(clean: list[DemoBook]) -> None:
    ready = [row for row in rows_of(clean, "tblKandidater") if row["status"] in ("Klar", "Ny")]
    assert any(row["born"].year <= 1975 for row in ready), "nobody is too old"
    assert any(row["born"] > date(2008, 11, 2) for row in ready), "nobody turns 18"
    assert any(row["residence_from"] < date(2016, 11, 2) for row in ready), "nobody has been here for ten years"


def test_placements_end_as_the_published_figures_say(clean: list[DemoBook]) -> None:
    placements = rows_of(clean_partnership(5000), "tblForloeb")
    stopped = [row for row in placements if row["ending_reason"]]
    # The pupils of earlier years are all still at it; they came beside the candidates.
    assert 0.2 < len(stopped) / (len(placements) - pupils_beside(5000)) < 0.36
    assert any(row["ending_reason"] == "Job" and row["outcome"] == "Ordinært job" for row in stopped)
    assert {row["start"].year for row in placements} == {2023, 2024, 2025, 2026}
    assert all(row["ended_on"] is None or row["start"] <= row["ended_on"] <= DEMO_TODAY for row in placements)
    completed = [row for row in placements if row["ended_on"] and not row["ending_reason"]]
    assert all(row["ended_on"] == row["planned_end"] for row in completed)


def test_some_deadlines_were_missed_and_most_kept() -> None:
    placements = rows_of(clean_partnership(5000), "tblForloeb")
    late = sum(row["vitas_on"] is None or (row["vitas_on"] - row["agreed_on"]).days > 31 for row in placements)
    assert 0.1 < late / len(placements) < 0.3


def test_followups_are_held_until_now_and_some_are_overdue(clean: list[DemoBook]) -> None:
    last: dict[str, dict] = {}
    for row in rows_of(clean, "tblOpfoelgning"):
        assert row["date"] <= DEMO_TODAY
        last[row["candidate"]] = row
    overdue = [row for row in last.values() if row["next_followup"] and row["next_followup"] < DEMO_TODAY]
    assert 0 < len(overdue) < len(last) / 3


def test_no_company_offers_more_than_rimelighedskravet_allows(clean: list[DemoBook]) -> None:
    staff = {row["p_number"]: row["ordinary_staff"] for row in rows_of(clean, "tblVirksomheder")}
    offered: Counter[str] = Counter()
    for row in rows_of(clean, "tblPladser"):
        if row["type"] in ("praktik", "løntilskud") and row["status"] != "Lukket":
            offered[row["p_number"]] += row["openings"]
    assert offered
    assert all(count <= reasonable_cap(staff[place]) for place, count in offered.items())


def test_some_p_numbers_look_like_a_date_of_birth_and_some_do_not(clean: list[DemoBook]) -> None:
    looks = {has_cpr(row["p_number"]) for row in rows_of(clean, "tblVirksomheder")}
    assert looks == {True, False}


def test_companies_say_that_they_are_examples(clean: list[DemoBook]) -> None:
    assert all(row["name"].startswith("Eksempel ") for row in rows_of(clean, "tblVirksomheder"))


def test_deadlines_lie_ahead_and_two_to_four_weeks_before_the_start(clean: list[DemoBook]) -> None:
    waiting = [
        row
        for row in rows_of(clean, "tblHold")
        if row["status"] in ("Planlagt", "Åbent", "Kan oprettes") and row["start"] > DEMO_TODAY
    ]
    assert len(waiting) > 100
    for row in waiting:
        assert row["enrol_by"] > DEMO_TODAY
        assert 10 <= (row["start"] - row["enrol_by"]).days <= 28
        assert row["min"] < row["max"]


def test_no_text_or_number_of_the_clean_partnership_is_a_cpr_number(clean: list[DemoBook]) -> None:
    places = {row["p_number"] for row in rows_of(clean, "tblVirksomheder")}
    found = [
        value
        for table in TABLES
        for row in rows_of(clean, table.name)
        for value in row.values()
        if isinstance(value, str) and has_cpr(value, places)
    ]
    assert found == []


def test_no_literal_in_the_demos_code_looks_like_a_cpr_number() -> None:
    for source in Path(partnership_module.__file__).parent.glob("*.py"):
        assert not has_cpr(source.read_text(encoding="utf-8")), source.name
