"""Six igu pupils have a cohort in their school plans: everybody who tells of it tells of them, and of nobody twice.

Four of København are signed up for NEXT-2027-01, two of Frederiksberg are only proposed; it needs six and takes twelve.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.past import past_of
from igu_xl.actions.school_plan.kept_plan import CALL_TYPES, FILE, PUPIL_TYPES, ROW_TYPES, KeptPlan, keep_plan
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import Validation, validate
from igu_xl.match.pool import joinable_cohorts, seated_people
from igu_xl.match.risk import cohorts_at_risk
from igu_xl.records import records
from igu_xl.reports.data.savings import Savings, SchoolWay
from igu_xl.school.planning.case import build_school_case
from igu_xl.sheets.layout import layout_of
from tests.acceptance.test_cancelled_cohort import rows, write
from tests.conftest import BYG, FREDERIKSBERG, KOEBENHAVN, NEXT, TODAY

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

COHORT = "NEXT-2027-01"
SIGNED_UP = [f"101-001{number}" for number in range(1, 5)]
PROPOSED = ["147-0011", "147-0012"]
LEFT = {"Ophørt": date(2026, 10, 30), "Udfald": "Afbrudt", "Udfaldsdato": date(2026, 10, 30)}
Change = Callable[..., Path]
Row = dict[str, Any]


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour)


def pupils(rows_of: dict[str, dict[str, list[Row]]], **of_cohort: Any) -> None:
    """Six people in the second half of their first year, and their school plans."""
    slot = rows_of[BYG]["tblPladser"][0] | {"slot": "BYG-0004", "status": "Besat", "start_latest": date(2026, 4, 1)}
    rows_of[BYG]["tblPladser"].append(slot | {"start_earliest": date(2026, 1, 1)})
    rows_of[NEXT]["tblHold"][0].update(of_cohort)
    for book, names, status in ((KOEBENHAVN, SIGNED_UP, "Tilmeldt"), (FREDERIKSBERG, PROPOSED, "Foreslået")):
        like = rows_of[book]["tblKandidater"][0]
        rows_of[book]["tblKandidater"] += [like | {"candidate": name, "status": "I forløb"} for name in names]
        rows_of[book]["tblForloeb"] = [
            {"placement": f"{name}-F1", "candidate": name, "slot": "BYG-0004", "type": "igu", "start": date(2026, 3, 2),
             "planned_end": date(2028, 3, 1), "agreed_on": date(2026, 2, 20), "vitas_on": date(2026, 2, 20),
             "plan_on": date(2026, 3, 2)}
            for name in names
        ]  # fmt: skip
        rows_of[book]["tblSkoleplan"] = [
            {"placement": f"{name}-F1", "course": "12345", "course_kind": "AMU", "cohort": COHORT, "hours": 37,
             "weighted": 37, "start": date(2027, 2, 1), "end": date(2027, 6, 30), "status": status}
            for name in names
        ]  # fmt: skip


def told(validation: Validation) -> Row:
    (row,) = [row for row in records(validation.standing.cohorts) if row["cohort"] == COHORT]
    return row


def test_everybody_who_counts_the_cohort_counts_them(changed: Change) -> None:
    folder = changed(pupils)
    validation = validate(folder, TODAY)
    row = told(validation)
    assert [row[key] for key in ("approved", "agreed", "enrolled", "taken", "missing")] == [2, 4, 4, 6, 0]
    seated = seated_people(validation).set_index(["cohort", "municipality"])["people"].to_dict()
    assert seated == {(COHORT, "København"): 4, (COHORT, "Frederiksberg"): 2}
    assert dict(zip(*joinable_cohorts(validation)[["cohort", "taken"]].to_numpy().T, strict=True))[COHORT] == 6
    risk = cohorts_at_risk(validation).set_index("cohort")
    assert risk.loc[COHORT, ["enrolled", "missing"]].tolist() == [4, 2]


@pytest.mark.parametrize(
    ("free_seats", "others"),
    [(None, 0), (9, 0), (8, 0), (3, 5)],  # the school has none, three, four or nine on its list, ours among them
)
def test_the_school_plan_does_not_take_its_own_pupils_for_others(
    changed: Change, free_seats: int | None, others: int
) -> None:
    folder = changed(lambda rows_of: pupils(rows_of, free_seats=free_seats))
    case = build_school_case(validate(folder, TODAY))
    taken = case.problem.cohorts.set_index("cohort")["taken"]
    assert taken[COHORT] == others


def test_somebody_else_who_sits_there_takes_a_seat_from_the_school_plan(changed: Change) -> None:
    """A row with an error keeps its pupil out of the plan, and its placement in its first cohort."""

    def with_other(rows_of: Any) -> None:
        pupils(rows_of)
        rows_of[KOEBENHAVN]["tblForloeb"][0].update(cohort=COHORT, ended_on=date(2026, 1, 1), outcome="Afbrudt")
        rows_of[KOEBENHAVN]["tblSkoleplan"].pop(0)

    validation = validate(changed(with_other), TODAY)
    inside = set(validation.standing.seats.loc[validation.standing.seats["holds"], "candidate"])
    case = build_school_case(validation)
    there = case.problem.cohorts.set_index("cohort")["taken"][COHORT]
    assert there == len(inside - set(case.pupils["candidate"]))


def plan_rows(folder: Path) -> list[Row]:
    """The school's Plan about the cohort, without what is told of others."""
    return [row for row in rows(folder / NEXT, "tblPlan") if row["Hold-id"] == COHORT]


def test_match_holdstatus_and_the_schools_plan_tell_of_the_same_people(
    changed: Change, decide: Callable[..., None]
) -> None:
    folder = changed(pupils)
    proposal = match_partnership(folder, at(2))
    assert proposal.plan.placements["cohort"].eq(COHORT).sum() <= 6  # the seats that are left
    decide(folder, {}, others="Afvis")
    publish_partnership(folder, at(2, 10))
    first, *people = plan_rows(folder)
    assert first["Resultat"] == "Kan køre (2 godkendt, 4 aftalt)"
    assert first["Forklaring"].startswith("4 deltagere aftalt, 2 godkendt og sendt; mindst 6, højst 12.")
    said = {(row["Kandidat-id"], row["Kommune"], row["Plads-id"], row["Resultat"]) for row in people}
    assert said == {
        *((name, "København", None, "Tilmeldt i skoleplanen") for name in SIGNED_UP),
        *((name, "Frederiksberg", None, "Foreslået i skoleplanen") for name in PROPOSED),
    }
    (status,) = [row for row in rows(folder / "koordinator.xlsm", "tblHoldstatus") if row["Hold-id"] == COHORT]
    assert (status["Aftalt"], status["Godkendt"], status["Mangler"], status["Kommuner"]) == (4, 2, 0, 2)
    before = {path: path.read_bytes() for path in folder.glob("*/*.xlsx")}
    publish_partnership(folder, at(2, 11))
    assert {path: path.read_bytes() for path in folder.glob("*/*.xlsx")} == before


def since(folder: Path) -> dict[str, tuple[str, str]]:
    return {row["what"]: (row["weight"], row["sentence"]) for row in records(read_coordinator(folder).since)}


def test_a_cancelled_cohort_and_what_was_typed_is_told_once_and_in_the_persons_history(changed: Change) -> None:
    folder = changed(pupils)
    check_partnership(folder, at(2))
    write(folder / NEXT, "tblHold", ("Hold-id", COHORT), Status="Aflyst")
    write(folder / KOEBENHAVN, "tblSkoleplan", ("Forløb-id", "101-0011-F1"), Status="Udeblevet")
    write(folder / FREDERIKSBERG, "tblSkoleplan", ("Forløb-id", "147-0011-F1"), Ønskes_tidligst=date(2027, 4, 1))
    book = openpyxl.load_workbook(folder / KOEBENHAVN)
    sheet = book["Fravær"]
    head, line = list(sheet[sheet.tables["tblFravaer"].ref])[:2]
    typed = {"Forløb-id": "101-0012-F1", "Fra": date(2027, 3, 1), "Til": date(2027, 3, 31), "Årsag": "Ferie"}
    for cell, name in zip(line, head, strict=True):
        cell.value = next((value for key, value in typed.items() if str(name.value).startswith(key)), cell.value)
    book.save(folder / KOEBENHAVN)
    check_partnership(folder, at(2, 12))
    lines = since(folder)
    assert lines["Hold i skoleplaner aflyst"] == (
        "haster",
        "Holdet NEXT-2027-01 er aflyst; 5 igu-elever har det i skoleplanen: 101-0012, 101-0013, 101-0014, 147-0011 og "
        "147-0012.",
    )
    assert "Hold aflyst" not in lines  # which strands nobody: the igu goes on
    assert lines["Kursus udeblevet"] == ("se på", "101-0011 udeblev fra kurset på holdet NEXT-2027-01.")
    assert lines["Ønske i skoleplan"][1] == (
        "147-0011 ønsker kurset på holdet NEXT-2027-01 tidligst den 1. april 2027."
    )
    assert lines["Nyt fravær"][1] == "101-0012 kan ikke gå i skole fra 1. marts 2027 til 31. marts 2027."
    assert {row["state"] for row in records(validate(folder, TODAY).standing.placements)} == {"i gang"}
    past = past_of(folder, at(2, 13), "101-0011").text
    assert "101-0011 udeblev fra kurset på holdet NEXT-2027-01." in past
    other = past_of(folder, at(2, 13), "101-0013").text
    assert "101-0013 har en aftale om kurset på holdet NEXT-2027-01." in other


def kept(*results: tuple[str, str, str]) -> KeptPlan:
    """A plan of which these pupils are told: placement, result, and when the igu ends."""
    told_of = [
        {"placement": placement, "candidate": placement[:8], "partner": f"kommune:{placement[:3]}", "result": result,
         "would_help": "En rejsetid på 75 minutter." if result.startswith("Mangler") else "", "planned_end": end,
         "needed": 851, "done": 0, "planned": 700, "missing": 151}
        for placement, result, end in results
    ]  # fmt: skip
    frames = (pd.DataFrame(made, columns=list(types)).astype(types) for made, types in
              (([], ROW_TYPES), (told_of, PUPIL_TYPES), ([], CALL_TYPES)))  # fmt: skip
    nothing = SchoolWay(0, 0.0, 0)
    return KeptPlan(at(2), TODAY, *frames, Savings(1, 851.0, 0, 700.0, 1, 0, nothing, nothing))


def findings(validation: Validation) -> dict[str, tuple[str, str]]:
    return {
        one.place.row_id: (one.message, one.mend) for one in validation.findings if one.code == "skoleplan-naas-ikke"
    }


def test_who_does_not_reach_the_hours_is_a_finding_at_the_municipality(changed: Change) -> None:
    folder = changed(pupils)
    plan = kept(
        ("101-0011-F1", "Mangler 151 timer, AMU", "2028-03-01"),
        ("101-0012-F1", "Når sine timer i tide", "2028-03-01"),
        ("101-0099-F1", "Mangler 100 timer", "2028-03-01"),  # no such placement any more
    )
    keep_plan(folder, plan)
    checked = check_partnership(folder, at(2))
    ((message, mend),) = findings(checked.validation).values()
    assert message == (
        "Efter skoleplanen fra 2. november 2026 når eleven ikke skoledelen, inden forløbet slutter 1. marts 2028: "
        "mangler 151 timer, AMU."
    )
    assert mend.startswith("Det første, der ville hjælpe: en rejsetid på 75 minutter.")
    assert "skoleplan-naas-ikke" in {row["Regel"] for row in rows(folder / "koordinator.xlsm", "tblFund")}
    publish_partnership(folder, at(2, 10), anyway=True)
    assert [row["Regel"] for row in rows(folder / KOEBENHAVN, "tblFund")].count("skoleplan-naas-ikke") == 1
    assert "skoleplan-naas-ikke" not in {row["Regel"] for row in rows(folder / FREDERIKSBERG, "tblFund")}
    write(
        folder / KOEBENHAVN,
        "tblForloeb",
        ("Forløb-id", "101-0011-F1"),
        **LEFT,
    )
    assert findings(check_partnership(folder, at(2, 12)).validation) == {}


def test_a_kept_plan_that_cannot_be_read_is_a_finding_and_no_crash(changed: Change) -> None:
    folder = changed(pupils)
    path = layout_of(folder).state / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\xff{")
    found = {one.code: one.message for one in check_partnership(folder, at(2)).validation.findings}
    assert found["skoleplan-ulaeselig"].startswith(
        "Den skoleplan, der blev lavet sidst, kan ikke læses (skoleplan.json"
    )
