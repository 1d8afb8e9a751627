"""The cell function, the checks and the report say the same about the same rows, on the demo with all of its mess."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.actions.checking import Checked
from igu_xl.actions.coordinator.file import new_coordinator, read_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.reporting.month_snapshot import keep_snapshot
from igu_xl.checks.validation import Validation, validate
from igu_xl.demo.writing import write_partnership
from igu_xl.domain.codes import resolve_municipality
from igu_xl.domain.law.anniversaries import anniversary
from igu_xl.domain.law.igu.eligibility import BASES, verdict, verdicts
from igu_xl.domain.law.igu.rules import LAST_START, RULES
from igu_xl.domain.law.places.lengths import planned_end
from igu_xl.domain.law.school_plan import Course, weighted_hours
from igu_xl.excel import functions
from igu_xl.excel.place_answers import RISK_HEADERS
from igu_xl.findings import Finding
from igu_xl.match.case import build_case
from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.figures import cohorts
from igu_xl.sheets.reading.typed_rows import Broken

FACTS = ("previous_igu", "permit_until", "residence_gap", "replacement_cpr")
MONTH = Month(2026, 10)
TODAY = MONTH.last
STARTS = [
    edge + timedelta(days=days)
    for edge in (*(rule.valid_from for rule in RULES), LAST_START, date(2025, 12, 1))
    for days in (-1, 0, 1)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("partnerskab")
    write_partnership(folder)
    new_coordinator(folder, Settings(today=TODAY))
    return folder


@pytest.fixture(scope="module")
def validation(folder: Path) -> Validation:
    return validate(folder, TODAY)


@pytest.fixture(scope="module")
def snapshot(validation: Validation, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the report reads."""
    archive = tmp_path_factory.mktemp("arkiv")
    keep_snapshot(Checked(validation, read_coordinator(folder), TODAY), archive)
    return archive / "data"


def typed(validation: Validation, table: str, key: str) -> list[list[Any]]:
    """A column as it stands in the workbooks, one after another as in the frame, and as Excel hands it over."""
    columns = [book.tables[table].column(key) for book in validation.partnership.books if table in book.tables]
    cells = [cell for column in columns for cell in column]
    assert len(cells) == len(validation.partnership.frames[table])
    return [[cell.shown if isinstance(cell, Broken) else cell] for cell in cells]


def answers_of(cells: list[list[Any]], index: pd.Index) -> Any:
    return pd.Series([cell for (cell,) in cells], index=index)


def findings_at(validation: Validation, table: str, header: str) -> dict[int, list[Finding]]:
    """The findings on a column by row of the frame."""
    frame, books = validation.partnership.frames[table], validation.partnership.books
    every: Any = frame.itertuples()
    rows = {(books[row.book].path, str(row.row)): int(row.Index) for row in every}
    found: dict[int, list[Finding]] = {}
    for finding in validation.findings:
        place = finding.place
        if place.table == table and place.column == header and place.cell:
            found.setdefault(rows[place.workbook, place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")], []).append(finding)
    return found


def asked_of(validation: Validation) -> list[list[list[Any]]]:
    """The cells of all candidates and the day for which each is judged: Klar fra, or today where that has passed."""
    rows = [
        typed(validation, "tblKandidater", key) for key in ("born", "residence_from", "basis", "ready_from", *FACTS)
    ]
    judged = validation.verdicts["start"].dropna()
    for row, start in judged[judged == pd.Timestamp(TODAY)].items():
        rows[3][int(str(row))] = [start.to_pydatetime()]
    return rows


@pytest.fixture(scope="module")
def outcomes(validation: Validation) -> Any:
    """What IGU_MAALGRUPPE says about each row of candidates on the day of the check."""
    cells = functions.IGU_MAALGRUPPE(*asked_of(validation))
    return answers_of(cells, validation.partnership.frames["tblKandidater"].index)


@pytest.fixture(scope="module")
def answered(validation: Validation) -> set[Any]:
    """The rows whose manual question the municipality has answered: the function is not told, and still asks it."""
    rows = validation.verdicts["answered"]
    return set(rows.index[rows])


def test_every_verdict_is_the_one_of_the_check(validation: Validation, outcomes: pd.Series, answered: set[Any]) -> None:
    judged = validation.verdicts["outcome"]
    assert len(judged) > 150
    assert set(judged) >= {"opfyldt", "ikke opfyldt", "manuel vurdering", "mangler data"}
    assert answered and all(outcomes[row] == "manuel vurdering" for row in answered)
    differing = set(judged.index[outcomes[judged.index] != judged]) - answered
    # Where a date is a plain number the check asks for a date, and a cell function takes it as Excel does.
    numbers = set()
    for header in ("Fødselsdato", "Folkeregisteradresse fra", "Klar fra"):
        found = findings_at(validation, "tblKandidater", header)
        numbers |= {row for row, findings in found.items() if "dato-er-tal" in {one.code for one in findings}}
    # What the rows of Forløb show is not in the candidate's row.
    placed = {row for row, reasons in validation.verdicts["reasons"].items() if "arket Forløb" in " ".join(reasons)}
    assert differing <= numbers | placed
    assert len(differing - placed) < 5


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """A person and a start whose dates often lie on, or a day beside, a limit of the law."""
    start = draw(st.sampled_from(STARTS) | st.dates(date(2015, 1, 1), date(2029, 1, 1)))
    day = st.integers(-1, 1).map(lambda days: timedelta(days=days))
    years = st.sampled_from([0, 5, 10, 18, 20, 30, 40, 50]).map(lambda count: anniversary(start, -count))
    near = st.builds(lambda limit, off: limit + off, years, day)
    ends = st.builds(lambda count, off: anniversary(start, count) + off, st.sampled_from([0, 2]), day)
    ends = ends.filter(lambda end: end >= RULES[0].valid_from)
    return {
        "born": draw(st.none() | near.filter(lambda born: date(1940, 1, 1) <= born <= date(2012, 12, 31))),
        "residence_from": draw(st.none() | near.filter(lambda since: since >= date(1980, 1, 1))),
        "basis": draw(st.none() | st.sampled_from([*BASES, "ukendt"])),
        "start": draw(st.none() | st.just(start)),
        "previous_igu": draw(st.none() | st.sampled_from(["Nej", "Gennemført", "Afbrudt"])),
        "permit_until": draw(st.none() | ends),
        "residence_gap": draw(st.none() | st.sampled_from(["Ja", "Nej"])),
        "replacement_cpr": draw(st.none() | st.sampled_from(["Ja", "Nej"])),
    }


@settings(deadline=None, max_examples=60)
@given(st.lists(people(), min_size=1, max_size=20))
def test_one_person_a_column_and_the_cell_function_are_answered_alike(rows: list[dict[str, Any]]) -> None:
    order = ("born", "residence_from", "basis", "start", *FACTS)
    cells = [[[excel_day(row[key])] for row in rows] for key in order]
    told = [cell for (cell,) in functions.IGU_MAALGRUPPE(*cells)]
    why = [cell for (cell,) in functions.IGU_HVORFOR(*cells)]
    frame = pd.DataFrame({key: pd.Series([row[key] for row in rows], dtype=object) for key in order})
    column = verdicts(frame, pd.to_datetime(frame["start"]))
    for at, row in enumerate(rows):
        one = verdict(
            row["born"],
            row["residence_from"],
            row["basis"],
            row["previous_igu"],
            row["start"],
            row["replacement_cpr"] == "Ja",
            residence_gap=row["residence_gap"] == "Ja",
            permit_until=row["permit_until"],
        )
        assert column["outcome"][at] == one.outcome
        assert column["reasons"][at] == one.reasons
        nobody = all(row[key] is None for key in ("born", "residence_from", "basis"))
        assert told[at] == ("" if nobody else one.outcome)
        if row["basis"] != "ukendt":
            assert why[at] == ("" if nobody else " ".join(one.reasons))


def excel_day(value: Any) -> Any:
    return datetime.combine(value, time()) if isinstance(value, date) else value


def test_every_reason_is_the_one_of_the_check(validation: Validation, answered: set[Any]) -> None:
    cells = functions.IGU_HVORFOR(*asked_of(validation))
    told = answers_of(cells, validation.partnership.frames["tblKandidater"].index)
    judged: Any = validation.verdicts
    for row, reasons in judged["reasons"].items():
        if row in answered:
            assert reasons[0].startswith("Kommunen har vurderet") and told[row] == " ".join(reasons[1:])
        elif judged["outcome"][row] == "opfyldt":
            assert told[row] == " ".join(reasons)


def test_as_many_are_found_who_cannot_as_the_function_says(
    validation: Validation, outcomes: pd.Series, answered: set[Any]
) -> None:
    people = validation.partnership.frames["tblKandidater"]
    asked = people["measures"].str.contains("igu", regex=False).fillna(False) & people["status"].isin(["Ny", "Klar"])
    asked &= people["candidate"].notna()
    asked &= ~people.index.isin(answered)
    ruled = validation.verdicts["rule"].reindex(people.index) != ""
    for outcome, code in (("ikke opfyldt", "igu-ikke-opfyldt"), ("manuel vurdering", "igu-manuel")):
        said = people[asked & ruled & (outcomes == outcome)].groupby("partner").size()
        assert said.sum() > 0
        for book in (one for one in validation.partnership.books if one.book.kind == "kommune"):
            found = sum(one.code == code and one.place.workbook == book.path for one in validation.findings)
            assert found == said.get(book.partner, 0), (book.partner, code)


def test_the_reasonable_cap_is_the_one_of_the_check(validation: Validation) -> None:
    broken = [finding.details for finding in validation.findings if finding.code == "rimelighedskrav"]
    assert broken
    for details in broken:
        told = functions.IGU_RIMELIGHED(details["staff"], details["count"])
        assert told == [[f"ikke opfyldt: højst {details['cap']}"]]


def test_where_the_check_finds_no_breach_the_function_finds_none(validation: Validation) -> None:
    frames = validation.partnership.frames
    slots = frames["tblPladser"]
    counted = slots[slots["type"].isin(["praktik", "løntilskud"]) & (slots["status"] != "Lukket")]
    staff = frames["tblVirksomheder"].dropna(subset=["p_number"]).drop_duplicates("p_number").set_index("p_number")
    breaches = {validation.partnership.frames["tblPladser"]["p_number"][row] for row in breached_rows(validation)}
    offered = counted.groupby("p_number")["openings"].sum()
    assert len(offered) > 5
    for p_number, count in offered.items():
        known = staff["ordinary_staff"].get(p_number)
        ((told,),) = functions.IGU_RIMELIGHED(None if pd.isna(known) else float(known), float(count))
        assert told.startswith("ikke opfyldt") == (p_number in breaches)


def breached_rows(validation: Validation) -> list[int]:
    found = findings_at(validation, "tblPladser", "Antal")
    return [row for row, findings in found.items() if "rimelighedskrav" in {one.code for one in findings}]


def test_every_municipality_is_the_one_of_the_check(validation: Validation) -> None:
    frame = validation.partnership.frames["tblKandidater"]
    codes = answers_of(functions.IGU_KOMMUNEKODE(typed(validation, "tblKandidater", "municipality")), frame.index)
    findings = findings_at(validation, "tblKandidater", "Bopælskommune")
    names: Any = frame["municipality"].items()
    for row, name in names:
        if pd.notna(name):
            assert codes[row] == resolve_municipality(name).code
        else:
            unclear = [f"Kommune: {one.message}" for one in findings.get(row, []) if one.level == "fejl"]
            assert codes[row] in (*unclear, "")


def test_every_cvr_number_is_valid_where_the_check_accepts_it(validation: Validation) -> None:
    frame = validation.partnership.frames["tblVirksomheder"]
    said = answers_of(functions.IGU_CVR_GYLDIGT(typed(validation, "tblVirksomheder", "cvr")), frame.index)
    assert ((said == True) == frame["cvr"].notna()).all()  # noqa: E712  (a text in the cell is not True)
    refused = findings_at(validation, "tblVirksomheder", "CVR")
    assert all((said[row] == False) == ("cvr-ugyldigt" in {one.code for one in refused[row]}) for row in refused)  # noqa: E712


def test_the_planned_end_is_the_one_that_is_sent_to_the_partners(validation: Validation) -> None:
    companies = validation.usable("tblVirksomheder").drop_duplicates("p_number").set_index("p_number")
    slots = validation.usable("tblPladser")
    starts = slots["start_earliest"].dropna().sort_values()
    types = slots.loc[starts.index, "type"]
    sectors = slots.loc[starts.index, "p_number"].map(companies["sector"]).fillna("")
    sent = [planned_end(*row) for row in zip(starts.dt.date, types, sectors, strict=True)]
    columns = [[value] for value in starts.dt.to_pydatetime()], [[one] for one in types], [[one] for one in sectors]
    answers = [cell for (cell,) in functions.IGU_SLUTDATO(*columns)]
    assert [cell.date() if isinstance(cell, datetime) else None for cell in answers] == sent
    assert sum(day is not None for day in sent) > 50


def test_every_course_counts_the_hours_of_the_school_plan(validation: Validation) -> None:
    frame = validation.partnership.frames["tblKurser"]
    columns = (typed(validation, "tblKurser", key) for key in ("course_kind", "hours"))
    told = answers_of(functions.IGU_SKOLETIMER(*columns, "01-12-2026"), frame.index)
    known = frame[frame["course_kind"].notna() & frame["hours"].notna()]
    assert len(known) > 20
    for row, course in known.iterrows():
        assert told[row] == weighted_hours(Course(course["course_kind"], float(course["hours"])))


def test_the_cohorts_at_risk_are_those_of_the_report(folder: Path, snapshot: Path) -> None:
    head, *rows = functions.IGU_HOLDRISIKO([[str(folder)]])
    assert head == list(RISK_HEADERS)
    told = {row[0]: dict(zip(RISK_HEADERS, row, strict=True)) for row in rows}
    data = load(snapshot, "styregruppe:alle")
    coming = cohorts.upcoming(data, MONTH)
    short = coming[coming[cohorts.ENROLLED] < coming[cohorts.MIN]]
    assert len(short) == cohorts.AT_RISK.count(data, MONTH)
    on_pages = {
        row[cohorts.COHORT]: (int(row[cohorts.MIN] - row[cohorts.ENROLLED]), int(row[cohorts.DAYS_LEFT]))
        for row in short.to_dict("records")
    }
    assert on_pages
    assert {cohort: (row["Mangler"], row["Dage til frist"]) for cohort, row in told.items()} == on_pages


def test_the_best_places_are_those_the_match_may_choose_from(validation: Validation, folder: Path) -> None:
    problem = build_case(validation).problem
    allowed: dict[str, set[str]] = {}
    for pairs in (problem.plain_pairs(), problem.triples()):
        every: Any = pairs.itertuples()
        for row in every:
            allowed.setdefault(row.candidate, set()).add(row.slot)
    waiting = sorted(problem.candidates["candidate"])[:25]
    assert any(candidate in allowed for candidate in waiting)
    for candidate in waiting:
        rows = functions.IGU_PLADSER(candidate, 100.0, [[str(folder)]])
        assert {row[0] for row in rows[1:]} == allowed.get(candidate, set()), rows
        points = [row[-1] for row in rows[1:]]
        assert points == sorted(points, reverse=True)
        if candidate not in allowed:
            assert rows[0][0].startswith("Ingen åben plads passer")


def test_a_candidate_who_does_not_wait_is_told_why(validation: Validation, folder: Path) -> None:
    frame = validation.partnership.frames["tblKandidater"]
    usable = ~validation.blocked["tblKandidater"]
    new = frame.loc[(frame["status"] == "Ny") & usable, "candidate"].iloc[0]
    assert functions.IGU_PLADSER(new, None, [[str(folder)]]) == [[f"Kandidaten {new} har ikke status Klar."]]
    placements = validation.partnership.frames["tblForloeb"]
    busy = placements.loc[placements["ended_on"].isna() & placements["outcome"].isna(), "candidate"].dropna().iloc[0]
    assert functions.IGU_PLADSER(busy, None, [[str(folder)]]) == [[f"Kandidaten {busy} har et forløb: i gang."]]
    blocked = frame[validation.blocked["tblKandidater"] & (frame["status"] == "Klar")]["candidate"].dropna().iloc[0]
    assert "arket Fund" in functions.IGU_PLADSER(blocked, None, [[str(folder)]])[0][0]
    assert functions.IGU_PLADSER("101-9999", None, [[str(folder)]]) == [
        ["Kandidaten 101-9999 findes ikke i kommunernes arbejdsbøger."]
    ]


def test_the_partnership_is_read_again_when_a_workbook_changes(folder: Path) -> None:
    before = functions.IGU_HOLDRISIKO([[str(folder)]])
    school = next((folder / "skoler").glob("next*.xlsx"))
    kept = school.read_bytes()
    try:
        school.unlink()
        assert functions.IGU_HOLDRISIKO([[str(folder)]]) != before
    finally:
        school.write_bytes(kept)
    assert functions.IGU_HOLDRISIKO([[str(folder)]]) == before


def test_the_day_of_the_answers_is_the_one_in_the_settings(folder: Path) -> None:
    for row in functions.IGU_HOLDRISIKO([[str(folder)]])[1:]:
        assert row[4].date() - timedelta(days=row[5]) == TODAY
