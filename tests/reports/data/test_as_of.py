"""A month is what it was: nothing that happens afterwards changes its figures, and corrections are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData, load
from igu_xl.reports.figures import measures, trend
from igu_xl.reports.kinds import tables_of
from igu_xl.reports.pages import known_since
from igu_xl.reports.pages.corrections import corrections
from igu_xl.reports.run.monthly import make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.standing.history import History, reading_of
from igu_xl.standing.history_file import FILE, write_history
from igu_xl.standing.tracked import ABSENCES, SCHOOL_WEEKS, TABLES, table_of, tracked

OCTOBER = Month(2026, 10)
FIRST, BEFORE, AFTER = date(2026, 10, 2), date(2026, 11, 2), date(2026, 11, 10)
PAGES = ("kommune:101", "kommune:147", "branche:bygge-anlaeg", "styregruppe:alle")

Frames = dict[str, pd.DataFrame]


class Partnership:
    """The hand-counted month as it is read on one day after the other, and archived after each."""

    def __init__(self, snapshot: Path, folder: Path) -> None:
        self.folder = folder
        self.history = History.empty()
        self.frames: Frames = {file.stem: pd.read_parquet(file) for file in snapshot.glob("*.parquet")}
        for name in TABLES:
            none = pd.DataFrame(columns=["partner", *tracked(name)], dtype="string")
            self.frames[name] = self.frames.get(name, none).assign(usable=True)

    def read(self, day: date) -> Path:
        """Read the workbooks on a day and archive October; where the data are."""
        read = {name: set(self.frames[name]["partner"]) for name in TABLES}
        rows = reading_of(self.frames, {name: self.frames[name]["usable"] for name in TABLES})
        self.history = self.history.with_reading(rows, read, day)
        data = self.folder / "arkiv" / "2026-10" / "data"
        data.mkdir(parents=True, exist_ok=True)
        for name in set(self.frames) - {SCHOOL_WEEKS, ABSENCES}:  # which the month keeps in another form
            self.frames[name].to_parquet(data / f"{name}.parquet")
        write_history(self.history, data / FILE)
        return data

    def write(self, table: str, row: str, **cells: object) -> None:
        """Type into the cells of a row."""
        frame = self.frames[table]
        for column, value in cells.items():
            if column not in frame:
                frame[column] = pd.Series(pd.NaT if column.endswith("_on") else pd.NA, index=frame.index)
            frame.loc[frame[table_of(table).key] == row, column] = value

    def delete(self, table: str, row: str) -> None:
        frame = self.frames[table]
        self.frames[table] = frame[frame[table_of(table).key] != row].reset_index(drop=True)

    def add(self, table: str, like: str, **cells: object) -> None:
        """Add a row like another one."""
        frame = self.frames[table]
        row = frame[frame[table_of(table).key] == like].assign(**cells)
        self.frames[table] = pd.concat([frame, row], ignore_index=True)


@pytest.fixture
def partnership(snapshot: Path, tmp_path: Path) -> Partnership:
    """The partnership that was read first in October."""
    made = Partnership(snapshot, tmp_path)
    made.read(FIRST)
    return made


def figures(data: Path) -> dict[tuple[str, str], pd.DataFrame]:
    return {(page, one.name): one.frame for page in PAGES for one in tables_of(load(data, page), OCTOBER, "intern")}


def a_match_is_approved_and_sent(one: Partnership) -> None:
    sent = {"candidate": "101-0013", "slot": "BYG-0002", "start": pd.Timestamp(2026, 12, 1), "agreed_on": pd.NaT}
    one.write("tblForloeb", "101-0006-F1", sent_on=pd.NaT)
    one.add(
        "tblForloeb", "101-0006-F1", placement="101-0013-F1", sent_on=pd.Timestamp(2026, 11, 3), vitas_on=pd.NaT, **sent
    )


def statuses_wishes_and_homes_change(one: Partnership) -> None:
    one.write("tblKandidater", "101-0013", status="Udgået")
    one.write("tblKandidater", "101-0014", wish_1="Detailhandel")
    one.write("tblKandidater", "101-0015", municipality="Gentofte")
    one.write("tblKandidater", "101-0019", status="Klar")


def slots_are_closed_and_offered(one: Partnership) -> None:
    one.write("tblPladser", "BYG-0002", status="Lukket")
    one.write("tblPladser", "BYG-0003", openings=9)
    one.add("tblPladser", "BYG-0005", slot="BYG-0008")


def cohorts_are_cancelled_and_filled(one: Partnership) -> None:
    one.write("tblHold", "NEXT-2", status="Aflyst")
    one.write("tblHold", "NEXT-1", free_seats=1)


def a_school_plan_is_written(one: Partnership) -> None:
    """Everybody is signed up for every cohort."""
    people, cohorts = one.frames["tblForloeb"], one.frames["tblHold"]["cohort"].dropna()
    rows = people[["partner", "placement"]].merge(cohorts.to_frame(), how="cross")
    one.frames[SCHOOL_WEEKS] = rows.assign(course="47592", status="Tilmeldt", usable=True)


def rows_are_deleted(one: Partnership) -> None:
    one.delete("tblKandidater", "101-0017")
    one.delete("tblKandidater", "101-0001")
    one.delete("tblForloeb", "101-0002-F1")
    one.delete("tblPladser", "BYG-0006")
    one.delete("tblHold", "NEXT-3")


def rows_get_errors(one: Partnership) -> None:
    one.write("tblKandidater", "147-0005", usable=False)
    one.write("tblForloeb", "101-0001-F1", usable=False)
    one.write("tblPladser", "BYG-0003", usable=False, status="Aaben")
    one.write("tblHold", "NEXT-1", usable=False)
    one.frames["tblVirksomheder"] = one.frames["tblVirksomheder"].assign(usable=False)


AFTERWARDS = (
    a_match_is_approved_and_sent, statuses_wishes_and_homes_change, slots_are_closed_and_offered,
    cohorts_are_cancelled_and_filled, a_school_plan_is_written, rows_are_deleted, rows_get_errors,
)  # fmt: skip


@pytest.mark.parametrize("happens", AFTERWARDS, ids=lambda happens: str(happens.__name__))
def test_what_happens_in_november_changes_no_figure_of_october(
    partnership: Partnership, happens: Callable[[Partnership], None]
) -> None:
    before = figures(partnership.read(BEFORE))
    happens(partnership)
    after = figures(partnership.read(AFTER))
    assert before.keys() == after.keys()
    for name, frame in before.items():
        pd.testing.assert_frame_equal(after[name], frame, obj=str(name))


def test_november_knows_what_happened_in_november(partnership: Partnership) -> None:
    partnership.read(BEFORE)
    a_match_is_approved_and_sent(partnership)
    rows_get_errors(partnership)
    data = load(partnership.read(AFTER), "styregruppe:alle")
    assert [one.count(data, OCTOBER) for one in (measures.SENT, measures.WAITING, measures.RUNNING)] == [0, 11, 8]
    # 20 of Amager has come, its 13 was sent and waits no more, and 5 of Byen has an error
    assert [one.count(data, OCTOBER.next()) for one in (measures.SENT, measures.WAITING)] == [1, 10]


def test_an_outcome_of_october_that_is_written_in_november_is_a_correction(partnership: Partnership) -> None:
    partnership.read(BEFORE)
    left = {"outcome": "Afbrudt", "ending_reason": "Fravær"}
    partnership.write("tblForloeb", "101-0001-F1", ended_on=pd.Timestamp(2026, 10, 30), **left)
    data = load(partnership.read(AFTER), "kommune:101")
    assert (measures.RUNNING.count(data, OCTOBER), measures.DROPPED_OUT.count(data, OCTOBER)) == (5, 2)


def test_a_later_edition_of_the_month_says_what_was_corrected_since_the_first(partnership: Partnership) -> None:
    def page() -> str:
        folder = partnership.folder
        data, only = folder / "arkiv" / "2026-10" / "data", ReportOptions(only="kommune:101")
        run = make_reports(data, folder / "rapporter", folder / "arkiv", OCTOBER, only)
        return run.pages[0].path.read_text(encoding="utf-8")

    partnership.read(BEFORE)
    assert "oktober er rettet" not in page()
    partnership.write("tblForloeb", "101-0001-F1", ended_on=pd.Timestamp(2026, 10, 30), ending_reason="Fravær")
    partnership.read(AFTER)
    assert "oktober er rettet fra 6 til 5" in page()
    partnership.write("tblKandidater", "101-0014", status="Udgået")
    partnership.read(date(2026, 11, 12))
    assert "oktober er rettet fra 6 til 5" in page()
    data = load(partnership.folder / "arkiv" / "2026-10" / "data", "kommune:101")
    found = corrections((measures.WAITING,), data, OCTOBER, "intern")
    assert found == []


@pytest.mark.parametrize(("first", "waiting"), [(FIRST, [None, 5]), (date(2026, 9, 1), [3, 5]), (AFTER, [None, 5])])
def test_the_trend_tells_who_waited_only_where_it_is_known(
    snapshot: Path, tmp_path: Path, first: date, waiting: list[int | None]
) -> None:
    data = load(Partnership(snapshot, tmp_path).read(first), "kommune:101")
    told = trend.table(data, OCTOBER, "intern")[measures.WAITING.label]
    assert [None if pd.isna(cell) else cell for cell in told][-2:] == waiting
    assert told[:-2].isna().all()


def test_the_page_says_once_from_when_statuses_are_known(snapshot: Path, tmp_path: Path) -> None:
    def told(first: date) -> tuple[list[str], str]:
        data: MonthData = load(Partnership(snapshot, tmp_path).read(first), "kommune:101")
        return known_since.at_the_top(data, OCTOBER), known_since.in_trend(data, OCTOBER)

    assert told(date(2025, 10, 31)) == ([], "")
    top, beside = told(AFTER)
    assert "kendt fra 10. november 2026 og er her, som den var den dag" in top[0] and not beside
    top, beside = told(FIRST)
    assert "kendt fra 2. oktober 2026" in beside and not top
