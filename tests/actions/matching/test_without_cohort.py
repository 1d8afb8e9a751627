"""Igu without a cohort, as the coordinator plays it: the setting, the school plan, the match, the sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.actions.coordinator.settings import setting_rows
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.planning.planning import plan_partnership
from igu_xl.actions.school_plan.kept_plan import kept_plan
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import validate
from igu_xl.match.summary import summary
from igu_xl.records import records
from igu_xl.sheets.writing.keeping import Backups
from tests.support.early_school import with_school

BEGUN = datetime(2026, 11, 2, 9)
ALONE = "101-0003"
Changed = Callable[..., Path]
Decide = Callable[..., None]

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def settle(folder: Path, **told: Any) -> None:
    """Write some settings into the coordinator's workbook."""
    desk = CoordinatorFile(folder)
    book = desk.read()
    chosen = replace(book.settings, match_seconds=8, plan_seconds=20, **told)
    desk.write(book, {"tblIndstillinger": setting_rows(chosen)}, Backups(folder, BEGUN), None)


@pytest.fixture
def folder(changed: Changed) -> Path:
    """The partnership with the school of six blocks, and the setting that says yes."""
    folder = changed(with_school)
    settle(folder, start_without_cohort=True)
    return folder


@pytest.fixture
def planned(folder: Path) -> Path:
    """The same with a school plan."""
    plan_partnership(folder, BEGUN)
    return folder


def proposed(folder: Path) -> dict[str, dict[str, Any]]:
    """The open rows of Forslag for igu without a cohort, by candidate."""
    rows = records(read_coordinator(folder).proposals)
    return {row["candidate"]: row for row in rows if row["type"] == "igu" and not row["cohort"]}


def test_without_a_school_plan_nobody_begins_without_a_cohort(folder: Path) -> None:
    told = summary(match_partnership(folder, BEGUN))
    assert "Tryk på Skoleplan først" in told
    assert proposed(folder) == {}


def test_where_the_setting_says_no_a_school_plan_changes_nothing(planned: Path) -> None:
    settle(planned, start_without_cohort=False)
    told = summary(match_partnership(planned, BEGUN))
    assert "kolepla" not in told
    assert proposed(planned) == {}


def test_the_first_course_must_not_be_too_far_away(planned: Path) -> None:
    settle(planned, start_without_cohort=True, first_school_days=61)
    told = summary(match_partnership(planned, BEGUN))
    assert "Skoleplanen er fra 2. november 2026." in told
    assert proposed(planned) == {}


def test_from_the_setting_to_the_weeks_at_school(planned: Path, decide: Decide) -> None:
    """Four begin with the cohort in BYG-0002; in the window of BYG-0001 no cohort begins, and five can without."""
    match_partnership(planned, BEGUN)
    alone = proposed(planned)
    assert len(alone) == 5
    assert {(row["slot"], row["start"].date()) for row in alone.values()} == {("BYG-0001", date(2026, 12, 1))}
    assert all("Begynder uden hold" in row["why"] for row in alone.values())
    decide(planned, {}, others="Godkend")
    match_partnership(planned, BEGUN)
    assert set(proposed(planned)) == set(alone)  # approved, and not proposed otherwise
    done = publish_partnership(planned, BEGUN, anyway=True)
    assert done.refused == {}
    plan_partnership(planned, BEGUN)
    publish_partnership(planned, BEGUN, anyway=True)
    checked = validate(planned, BEGUN.date())
    placements, weeks = (checked.partnership.frames[table] for table in ("tblForloeb", "tblSkoleplan"))
    own = placements[placements["candidate"].isin(list(alone))]
    assert own["cohort"].isna().all()
    assert len(own) == len(alone)
    assert not [one for one in checked.findings if one.place.table == "tblForloeb"]
    taught = weeks[weeks["placement"].isin(own["placement"]) & weeks["cohort"].notna()]
    found = taught.groupby("placement").agg(hours=("weighted", "sum"), first=("start", "min"))
    assert list(found["hours"]) == [23 * 37] * 5
    assert (found["first"] - pd.Timestamp(2026, 12, 1) <= pd.Timedelta(days=90)).all()
    told = kept_plan(planned)
    assert told is not None
    assert set(told.pupils.loc[told.pupils["placement"].isin(found.index), "result"]) == {"Når sine timer i tide"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda folder: settle(folder, start_without_cohort=False), "indstillingen »Igu må begynde uden hold« er Nej"),
        (lambda folder: settle(folder, first_school_days=30), "skoleplanen viser ikke"),
    ],
)
def test_what_was_proposed_is_asked_again_when_it_is_sent(
    change: Callable[[Path], None], why: str, planned: Path, decide: Decide
) -> None:
    match_partnership(planned, BEGUN)
    alone = set(proposed(planned))
    decide(planned, {}, others="Godkend")
    change(planned)
    done = publish_partnership(planned, BEGUN, anyway=True)
    assert set(done.refused) == alone
    assert all(why in reason for reason in done.refused.values())


def test_a_start_that_has_passed_becomes_today(planned: Path, decide: Decide) -> None:
    match_partnership(planned, BEGUN)
    alone = set(proposed(planned))
    decide(planned, {}, others="Godkend")
    later = datetime(2026, 12, 3, 9)
    settle(planned, today=later.date())
    done = publish_partnership(planned, later, anyway=True)
    assert done.refused == {}
    placements = validate(planned, later.date()).partnership.frames["tblForloeb"]
    own = placements[placements["candidate"].isin(list(alone))]
    assert set(own["start"]) == {pd.Timestamp(2026, 12, 3)}
