from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.domain.reasons import GROUPS
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData, load
from igu_xl.reports.disclosure.protection import HIDE, ROUND
from igu_xl.reports.figures import goals, measures, waiting
from igu_xl.reports.figures.measure import COUNT
from igu_xl.reports.pages import first_page, sections, steering
from igu_xl.reports.pages.corrections import corrections
from igu_xl.reports.parts.key_figures import key_figures
from igu_xl.reports.release import shared_pages

OCTOBER = Month(2026, 10)
PEOPLE = ["101-0013", "101-0014", "101-0015"]
FIGURES = (measures.RUNNING, measures.JOB_OR_EDUCATION)


def publish(folder: Path, audience: str, figures: dict[str, int | None]) -> None:
    """What the page of Amager said in September."""
    path = folder / "2026-09" / "tal" / f"kommune-101-{audience}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures), encoding="utf-8")


@pytest.fixture
def archive(snapshot: Path, tmp_path: Path) -> Path:
    """An archive in which the month's data lie as they do in a partnership."""
    shutil.copytree(snapshot, tmp_path / "2026-10" / "data")
    return tmp_path


def decided(month: Path, partner: str, method: str = ROUND) -> MonthData:
    """What is behind a page, with what it tells where it may be passed on."""
    shared_pages.decide(month, [partner], OCTOBER, month.parent.parent, method)
    return load(month, partner)


def test_a_small_change_of_people_is_hidden_where_small_counts_are(own_month: Path) -> None:
    figures = key_figures(FIGURES, decided(own_month, "styregruppe:alle", HIDE), OCTOBER, "delt")
    assert (figures["job_or_education"].value, figures["job_or_education"].change) == (None, None)


def test_a_rounded_figure_is_about_and_its_change_is_that_of_rounded_figures(own_month: Path) -> None:
    figures = key_figures(FIGURES, decided(own_month, "styregruppe:alle"), OCTOBER, "delt")
    for one in figures.values():
        assert one.value is not None and one.before is not None and one.change == one.value - one.before
        assert one.value % 5 == one.before % 5 == 0 and one.rounded
    assert figures["running"].value in (5, 10)
    assert figures["running"].told("i forløb", OCTOBER).startswith(("ca. 5 i forløb", "ca. 10 i forløb"))
    few = figures["job_or_education"]  # 3
    assert (few.value_text, few.amount) in {("0-4", "under 5"), ("5", "ca. 5")}


def test_a_rounded_page_calls_nothing_corrected_that_it_tells_as_before(own_month: Path) -> None:
    data = decided(own_month, "kommune:101")
    now = {key: one.value for key, one in key_figures(FIGURES, data, OCTOBER, "delt").items()}
    path = data.archive(OCTOBER) / "tal" / "kommune-101-delt.json"
    for told, corrected in ((now, 0), ({**now, "running": 20}, 1)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(told), encoding="utf-8")
        found = corrections(FIGURES, data, OCTOBER, "delt")
        assert len(found) == corrected
        assert all(one.sentence == f"oktober er rettet fra 20 til {now['running']}" for one in found)


def test_the_shared_edition_tells_starts_of_twelve_months(snapshot: Path) -> None:
    data = load(snapshot, "kommune:101")
    assert measures.started_for("delt").count(data, OCTOBER) == 11  # all but the one of December
    assert measures.started_for("intern").count(data, OCTOBER) == 3


@pytest.mark.parametrize(
    ("reached", "told"),
    [
        (0, "▼ under halvvejs"),
        (None, "skjult"),
        (50, "● over halvvejs"),
        (99, "● over halvvejs"),
        (100, "▲ nået"),
    ],
)
def test_how_far_a_goal_is(reached: int | None, told: str) -> None:
    igu = goals.goals()[0]
    assert (igu.text, igu.progress(reached)) == ("100-150", told)


@pytest.mark.parametrize(
    ("completed", "told"),
    [
        (2, "2 × 282.223 kr. = 564.446 kr."),
        (0, "Endnu har ingen gennemført."),
        (None, "er skjult, så beløbet er ikke ganget op."),
    ],
)
def test_the_business_case_is_multiplied_by_completions_that_are_shown(completed: int | None, told: str) -> None:
    assert told in goals.saving(completed) and "prisniveau 2017" in goals.saving(completed)


def test_a_published_figure_that_is_another_now_is_a_correction(archive: Path) -> None:
    publish(archive, "intern", {"running": 12, "job_or_education": 1})
    found = corrections(FIGURES, load(archive / "2026-10" / "data", "kommune:101"), OCTOBER, "intern")
    assert [one.sentence for one in found] == ["september er rettet fra 12 til 5"]


@pytest.mark.parametrize("published", [12, 6])
def test_a_correction_is_told_without_its_numbers_in_a_shared_edition(archive: Path, published: int) -> None:
    publish(archive, "delt", {"running": published, "job_or_education": None})
    found = corrections(FIGURES, load(archive / "2026-10" / "data", "kommune:101"), OCTOBER, "delt")
    assert [one.sentence for one in found] == ["september er rettet"]


@pytest.mark.parametrize(
    ("figures", "told"),
    [({}, "Der er ingen tidligere måneder"), ({"running": 5}, "Nøgletallene for 1 tidligere måned er, som de blev")],
)
def test_nothing_to_correct_is_said(archive: Path, figures: dict[str, int | None], told: str) -> None:
    if figures:
        publish(archive, "intern", figures)
    data = load(archive / "2026-10" / "data", "kommune:101")
    assert told in sections.corrected(data, OCTOBER, "intern").html


def test_why_people_wait_is_told_by_reason_or_why_it_is_not_known(snapshot: Path) -> None:
    data = load(snapshot, "kommune:101")
    assert "Efter det næste match står grundene her" in sections.who_waits(data, OCTOBER, "intern").html
    unmatched = pd.DataFrame({"candidate": PEOPLE, "reason": ["Intet hold", "Mangler dansk", "Mangler dansk"]})
    counted = {"Mangler dansk": 2, "Intet hold": 1, "I alt": 3}
    told = replace(data, unmatched=unmatched)
    assert waiting.reasons(told, OCTOBER, "intern")[COUNT].to_dict() == counted
    assert "Mangler dansk" in sections.who_waits(told, OCTOBER, "intern").html
    nobody = replace(data, unmatched=unmatched.head(0))
    assert "Ingen stod uden forslag" in sections.who_waits(nobody, OCTOBER, "intern").html


def test_a_page_that_may_be_passed_on_has_all_groups_of_reasons_whoever_waits(snapshot: Path) -> None:
    data = load(snapshot, "kommune:101")
    unmatched = pd.DataFrame({"candidate": PEOPLE, "reason": ["Intet hold", "Mangler dansk", None]})
    told = waiting.reasons(replace(data, unmatched=unmatched), OCTOBER, "delt")[COUNT]
    assert list(told.index) == [*GROUPS, "I alt"]
    assert told[told > 0].to_dict() == {"Dansk, beviser og timer": 1, "Holdene": 1, "Andet": 1, "I alt": 3}
    nobody = waiting.reasons(replace(data, unmatched=unmatched.head(0)), OCTOBER, "delt")[COUNT]
    assert list(nobody.index) == list(told.index) and not nobody.any()


def just_begun(snapshot: Path, partner: str, known_from: date = date(2026, 10, 20)) -> MonthData:
    """A partnership that was read first in October, and in which nobody has a placement."""
    data = replace(load(snapshot, partner), known_from=known_from)
    return data.part(lambda day: replace(day, placements=day.placements.head(0)))


@pytest.mark.parametrize("partner", ["styregruppe:alle", "kommune:101", "branche:bygge-anlaeg"])
def test_the_first_month_of_a_partnership_is_compared_with_nothing(partner: str, snapshot: Path) -> None:
    figures = first_page.figures(just_begun(snapshot, partner), OCTOBER, "intern")
    told = {one.change_text(OCTOBER) for one in figures.values()}
    assert (told, {one.sign for one in figures.values()}) == ({"tallet for september er ikke kendt"}, {""})
    assert not any("halvvejs" in one.goal for one in figures.values())


def test_the_first_month_is_not_measured_against_the_goals(snapshot: Path) -> None:
    told = steering.towards_goals(just_begun(snapshot, "styregruppe:alle"), OCTOBER, "intern").html
    assert told.count("<td>ikke bedømt endnu</td>") == 3 and "under halvvejs" not in told


def test_a_month_after_the_first_reading_is_compared(snapshot: Path) -> None:
    data = just_begun(snapshot, "styregruppe:alle", known_from=date(2026, 9, 20))
    figures = first_page.figures(data, OCTOBER, "intern")
    assert figures["running"].change_text(OCTOBER) == "uændret siden september"
    assert figures["completed_igu"].goal == "mål 100-150: ▼ under halvvejs"


def test_what_is_dated_before_the_first_reading_is_compared(snapshot: Path) -> None:
    """Statuses were read first in October; the placements of September have dates."""
    data = replace(load(snapshot, "styregruppe:alle"), known_from=date(2026, 10, 20))
    figures = first_page.figures(data, OCTOBER, "intern")
    assert figures["running"].change_text(OCTOBER) == "1 flere end i september"
    assert figures["waiting"].change_text(OCTOBER) == "tallet for september er ikke kendt"
