"""The options judged in blocks are those that one gets by reading the rules row by row, on any pool."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.domain.law.igu.eligibility import verdict
from igu_xl.domain.law.places.same_company import EarlierJob, same_company_rule
from igu_xl.domain.law.verdict import MET
from igu_xl.domain.travel import travel_minutes
from igu_xl.match import options
from igu_xl.match.allowed import PAIR_TESTS, SEAT_TESTS
from igu_xl.match.links import possible_links, too_soon
from igu_xl.match.options import pair_options, seat_options
from igu_xl.records import Record, records

DAYS = st.sampled_from([date(2026, 12, 1), date(2027, 2, 1), date(2027, 2, 2), date(2027, 6, 1)])
BRANCHES = st.sampled_from(["Bygge og anlæg", "Detailhandel"])
LEVELS = st.none() | st.sampled_from([0, 20, 40])
HOURS = st.none() | st.sampled_from([30.0, 37.0])
POSTCODES = st.none() | st.sampled_from(["2200", "2800", "3400", "9999"])
COMPANIES = st.none() | st.sampled_from(["12345607", "12345615"])
CERTIFICATES = st.none() | st.sampled_from(["truck", "Truck; kørekort B", "kørekort b"])
SOME_BRANCH = st.none() | BRANCHES
JOB_ENDS = st.none() | st.just(date(2026, 11, 1))

PEOPLE = {
    "measures": st.sampled_from(["igu", "praktik", "praktik; igu", "løntilskud"]),
    "ready_from": DAYS,
    "level": LEVELS,
    "passed": LEVELS,
    "skills": CERTIFICATES,
    "weekly_hours": HOURS,
    "transport_minutes": st.none() | st.sampled_from([10, 28, 60]),
    "postcode": POSTCODES,
    "last_employer_cvr": COMPANIES,
    "last_employed_to": st.none() | st.sampled_from([date(2026, 10, 31), date(2026, 12, 31)]),
    "jobs": st.lists(st.builds(EarlierJob, st.sampled_from(["12345607", "12345615"]), JOB_ENDS), max_size=2).map(tuple),
    "wish_1": BRANCHES,
    "wish_2": SOME_BRANCH,
    "wish_3": SOME_BRANCH,
    "experience_branch": st.none() | st.just("Detailhandel; Bygge og anlæg") | BRANCHES,
    "experience_years": st.none() | st.sampled_from([0.5, 3.0, 12.0]),
    "born": st.sampled_from([date(1977, 2, 1), date(1990, 1, 1), date(2009, 3, 1)]),
    "residence_from": st.sampled_from([date(2017, 2, 1), date(2022, 1, 1)]),
    "basis": st.sampled_from(["Flygtning", "Øvrig tosproget"]),
    "previous_igu": st.none() | st.sampled_from(["Nej", "Afbrudt"]),
    "slot_before": st.none() | st.sampled_from(["s-0", "s-3"]),
}
SLOTS = {
    "branch": BRANCHES,
    "type": st.sampled_from(["igu", "praktik", "løntilskud"]),
    "cvr": st.sampled_from(["12345607", "12345615"]),
    "start_earliest": DAYS,
    "start_latest": DAYS,
    "level": LEVELS,
    "test": LEVELS,
    "requirements": CERTIFICATES,
    "weekly_hours": HOURS,
    "skills_profile": CERTIFICATES,
    "postcode": POSTCODES,
    "named": st.none() | st.sampled_from(["K-1", "k-2; K-3"]),
    "package": st.none() | st.sampled_from(["Murer", "Tømrer"]),
}
COHORTS = {
    "branch": BRANCHES,
    "start": DAYS,
    "lowest": LEVELS,
    "test": LEVELS,
    "highest": LEVELS,
    "postcode": POSTCODES,
    "begins": st.none() | st.sampled_from([("Murer",), ("Tømrer", "Murer")]),
}
TYPES = {
    **dict.fromkeys(("level", "passed", "test", "lowest", "highest", "transport_minutes"), "Int64"),
    **dict.fromkeys(("weekly_hours", "experience_years"), "Float64"),
    **dict.fromkeys(("ready_from", "start_earliest", "start_latest", "start"), "datetime64[s]"),
    **dict.fromkeys(("jobs", "begins"), object),
    **dict.fromkeys(("last_employed_to", "born", "residence_from"), "datetime64[s]"),
}


def frames(name: str, columns: dict[str, st.SearchStrategy[Any]], most: int) -> st.SearchStrategy[pd.DataFrame]:
    def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
        told = {key: pd.Series([row[key] for row in rows], dtype=TYPES.get(key, "str")) for key in columns}
        return pd.DataFrame({name: pd.Series([f"{name[0]}-{at}" for at in range(len(rows))], dtype="str"), **told})

    return st.lists(st.fixed_dictionaries(columns), max_size=most).map(frame)


people = frames("candidate", PEOPLE, 6)
slots = frames("slot", SLOTS, 6)
cohorts = frames("kohort", COHORTS, 4).map(lambda frame: frame.rename(columns={"kohort": "cohort"}))


def certificates(text: str | None) -> set[str]:
    return {part.strip().lower() for part in (text or "").split(";")} - {""}


def near(person: Record, place: Record) -> bool:
    minutes = travel_minutes(person["postcode"], place["postcode"])
    return minutes is None or person["transport_minutes"] is None or minutes <= person["transport_minutes"]


def reaches(person: Record, demand: int | None, test: int | None) -> bool:
    if test is not None and (person["passed"] is None or person["passed"] < test):
        return False
    return demand is None or (person["level"] is not None and person["level"] >= demand)


def apart(person: Record, company: str, start: pd.Timestamp) -> bool:
    until = person["last_employed_to"] and person["last_employed_to"].date()
    named = [EarlierJob(person["last_employer_cvr"], until)] if person["last_employer_cvr"] else []
    return same_company_rule([*named, *person["jobs"]], company, start.date()).outcome == MET


def employed_elsewhere(person: Record, company: str) -> bool:
    until = person["last_employed_to"] and person["last_employed_to"].date()
    named = [EarlierJob(person["last_employer_cvr"], until)] if person["last_employer_cvr"] else []
    jobs = [*named, *person["jobs"]]
    days = [date.max if job.held else job.until for job in jobs]
    known = [day for day in days if day is not None]
    last = {job.company for job, day in zip(jobs, days, strict=True) if day is None or day == max(known)}
    return company not in last


def wish_of(person: Record, branch: str) -> int | None:
    ranks = [rank for rank in (1, 2, 3) if person[f"wish_{rank}"] == branch]
    return min(ranks, default=None)


def pair(person: Record, slot: Record) -> Record:
    return {
        "measure": slot["type"] in person["measures"].split("; "),
        "ready": person["ready_from"] <= slot["start_latest"],
        "danish": reaches(person, slot["level"], slot["test"]),
        "skills": certificates(slot["requirements"]) <= certificates(person["skills"]),
        "hours": (person["weekly_hours"] or 100) >= (slot["weekly_hours"] or 0),
        "travel": near(person, slot),
        "company": slot["type"] != "igu" or apart(person, slot["cvr"], slot["start_latest"]),
        "employer": slot["type"] != "praktik" or employed_elsewhere(person, slot["cvr"]),
        "value": value(person, slot),
    }


def value(person: Record, slot: Record) -> float:
    if person["slot_before"] == slot["slot"]:
        return 100
    points: float = {1: 50, 2: 30, 3: 15}[wish_of(person, slot["branch"]) or 3]
    if slot["branch"] in (person["experience_branch"] or ""):
        points += 5 * min(max(person["experience_years"] or 1, 1), 5)
    wanted = certificates(slot["skills_profile"])
    points += 10 * (bool(wanted) and wanted <= certificates(person["skills"]))
    minutes = travel_minutes(person["postcode"], slot["postcode"])
    points += 0 if minutes is None else 10 * max(1 - minutes / 60, 0)
    return points + 5 * (None not in (person["level"], slot["level"]) and person["level"] > slot["level"])


def seat(person: Record, cohort: Record) -> Record:
    born, since = person["born"].date(), person["residence_from"].date()
    too_good = None not in (person["level"], cohort["highest"]) and person["level"] > cohort["highest"]
    judged = verdict(born, since, person["basis"], person["previous_igu"], cohort["start"].date())
    return {
        "eligible": judged.outcome == MET,
        "ready": person["ready_from"] <= cohort["start"],
        "danish": reaches(person, cohort["lowest"], cohort["test"]) and not too_good,
        "travel": near(person, cohort),
        "value": 0.0,
    }


@settings(deadline=None)
@given(people, slots, st.sampled_from([1, 5, 1000]))
def test_pairs_are_judged_as_one_by_one_in_blocks_of_any_size(
    candidates: pd.DataFrame, offered: pd.DataFrame, block: int
) -> None:
    judged = pair_options(candidates, offered)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(options, "_BLOCK", block)
        allowed = judged.allowed().set_index(["candidate", "slot"])["value"].to_dict()
    expected = {}
    for person in records(candidates):
        told = {row["slot"]: row for row in records(judged.of(person["candidate"]))}
        wished = [slot for slot in records(offered) if wish_of(person, slot["branch"])]
        assert set(told) == {slot["slot"] for slot in wished}
        for slot in wished:
            one, answer = pair(person, slot), told[slot["slot"]]
            assert {key: answer[key] for key in PAIR_TESTS} == {key: one[key] for key in PAIR_TESTS}
            assert (answer["wish"], answer["value"]) == (wish_of(person, slot["branch"]), pytest.approx(one["value"]))
            if all(one[key] for key in PAIR_TESTS):
                expected[person["candidate"], slot["slot"]] = one["value"]
    assert allowed == pytest.approx(expected)


@settings(deadline=None)
@given(people, cohorts)
def test_seats_are_judged_as_one_by_one(candidates: pd.DataFrame, offered: pd.DataFrame) -> None:
    judged = seat_options(candidates, offered)
    expected = set()
    for person in records(candidates):
        told = {row["cohort"]: row for row in records(judged.of(person["candidate"]))}
        wants = "igu" in person["measures"].split("; ")
        wished = [cohort for cohort in records(offered) if wants and wish_of(person, cohort["branch"])]
        assert set(told) == {cohort["cohort"] for cohort in wished}
        for cohort in wished:
            one = seat(person, cohort)
            assert {key: told[cohort["cohort"]][key] for key in one} == one
            if all(one[key] for key in SEAT_TESTS):
                expected.add((person["candidate"], cohort["cohort"]))
    allowed = judged.allowed()
    assert set(zip(allowed["candidate"], allowed["cohort"], strict=True)) == expected
    assert len(allowed) == len(expected)


@settings(deadline=None)
@given(people, slots, cohorts)
def test_links_and_starts_too_soon_are_those_of_every_triple(
    candidates: pd.DataFrame, offered: pd.DataFrame, courses: pd.DataFrame
) -> None:
    links = possible_links(offered, courses)
    named = {"K-1": {"k-1"}, "k-2; K-3": {"k-2", "k-3"}}
    expected = {
        (slot["slot"], cohort["cohort"])
        for slot, cohort in product(records(offered), records(courses))
        if slot["type"] == "igu"
        and slot["branch"] == cohort["branch"]
        and slot["start_earliest"] <= cohort["start"] <= slot["start_latest"]
        and (slot["named"] is None or cohort["cohort"] in named[slot["named"]])
        and (None in (slot["package"], cohort["begins"]) or slot["package"] in cohort["begins"])
    }
    assert set(zip(links["slot"], links["cohort"], strict=True)) == expected
    assert len(links) == len(expected)

    early = too_soon(candidates, offered, courses, links)
    starts = {row["cohort"]: row["start"] for row in records(courses)}
    companies = {row["slot"]: row["cvr"] for row in records(offered)}
    assert sorted(zip(early["candidate"], early["slot"], early["cohort"], strict=True)) == sorted(
        (person["candidate"], slot, cohort)
        for person, (slot, cohort) in product(records(candidates), expected)
        if not apart(person, companies[slot], starts[cohort])
    )
