"""What the pages say of school weeks, and the page of a school."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.disclosure.protection import HIDE, INTERNAL, ROUND, SHARED
from igu_xl.reports.figures.school import calls
from igu_xl.reports.pages import school, school_section
from igu_xl.reports.release import shared_pages

OCTOBER = Month(2026, 10)
PARTNERS = ["styregruppe:alle", "kommune:101", "kommune:147", "skole:next"]


def text(part: object) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", str(getattr(part, "html", part))))


def decided(folder: Path, method: str = ROUND) -> Path:
    shared_pages.decide(folder, PARTNERS, OCTOBER, folder.parent.parent, method)
    return folder


def test_a_municipality_reads_its_own_hours_exactly(school_month: Path) -> None:
    told = text(school_section.of_municipality(load(school_month, "kommune:101"), OCTOBER, INTERNAL))
    assert "Mangler skoletimer 2" in told and "3.256 4.255 88,0" in told and "Personuger aflyst 3" in told


def test_the_steering_group_reads_what_pooling_saves(school_month: Path) -> None:
    data = load(decided(school_month), "styregruppe:alle")
    part = school_section.of_everybody(data, OCTOBER, SHARED)
    told = text(part)
    assert "9 hold kan kun køre, fordi flere kommuner sender elever." in told
    assert re.search(r"bliver der ca\. (95|100|105) flere skoleuger end hver for sig", told)
    assert 'role="img" aria-label="Søjler over skoleuger, planlagt på tre måder: Hver kommune for sig' in str(part.html)
    assert "Der er for få elever til at vise" in told  # five, and shares would be those of one


def test_a_month_without_school_plans_says_what_to_do(own_month: Path) -> None:
    for partner, section in (
        ("kommune:101", school_section.of_municipality),
        ("styregruppe:alle", school_section.of_everybody),
    ):
        assert "Tryk på Skoleplan" in text(section(load(own_month, partner), OCTOBER, SHARED))
    assert "Der er ikke lavet en skoleplan endnu" in text(
        school.asked_for(load(own_month, "skole:next"), OCTOBER, SHARED)
    )


def test_a_school_reads_what_it_is_asked_for_in_rounded_numbers(school_month: Path) -> None:
    data = load(decided(school_month), "skole:next")
    told = text(school.asked_for(data, OCTOBER, SHARED))
    assert re.search(r"Truckkursus, uge 14 i Ballerup \(NEXT-2\): ca\. 1[05] elever mangler det inden juni 2027", told)
    assert re.search(r"Rengøring, uge 32 i Ballerup: (under 5|ca\. 5) elever mangler det inden januar 2028", told)
    assert "Svejsning" not in told and "2029" not in told  # another school's, and not in the year to come
    assert "12" not in re.findall(r"\b\d+\b", told.replace("2027", ""))
    summary = text(school.summary(data, OCTOBER, SHARED))
    assert "Det næste år er der brug for 2 hold hos jer. Det første: Truckkursus" in summary
    assert "hold, der er brug for" in summary


def test_the_others_of_a_call_cannot_be_had_by_subtraction(school_month: Path) -> None:
    """Of 12 pupils 10 do not reach it without: where small counts are hidden the other 2 are, and one beside them."""
    path = school_month / "udbud.parquet"
    plan = load(school_month, "skole:next").school_plan
    assert plan is not None
    plan.calls.assign(gain=[10, 3, 20]).to_parquet(path)
    data = load(decided(school_month, HIDE), "skole:next")
    assert data.decided is not None
    first = next(one.name for one in calls.calls_ahead(data, OCTOBER) if one.call["pupils"] == 12)
    hidden = {column for row, column in data.decided.tables["Udbud"] if row == first}
    assert calls.REST in hidden and len(hidden) >= 2


@pytest.mark.parametrize("partner", ["kommune:101", "branche:bygge-anlaeg", "skole:tec"])
def test_nobody_but_the_school_sees_its_calls(school_month: Path, partner: str) -> None:
    if partner == "skole:tec":
        with pytest.raises(Exception, match="ingen arbejdsbog"):
            load(school_month, partner)
        return
    plan = load(school_month, partner).school_plan
    assert plan is not None and plan.calls.empty


def test_a_schools_page_tells_nobody_apart(school_month: Path) -> None:
    data = load(school_month, "skole:next")
    day = data.on(OCTOBER)
    assert day.candidates.empty and day.placements.empty and day.slots.empty and data.school.empty
    assert set(day.cohorts["cohort"]) == {"NEXT-1", "NEXT-2", "NEXT-3", "NEXT-4", "NEXT-5"}
