"""The shared pages that hide small counts, attacked together: by code that shares nothing with what hid the counts."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import lil_array

from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.disclosure.counts import Cell, Counts
from igu_xl.reports.disclosure.protection import HIDE, LIMIT, NotProtected, PagePlan, protect
from igu_xl.reports.figures import measures, tables
from igu_xl.reports.kinds import KINDS, tables_of
from igu_xl.reports.release import shared_pages
from igu_xl.reports.release.hiding import hide
from igu_xl.reports.release.joint import SharedPage
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import ReportOptions

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
PARTNERS = ("styregruppe:alle", "kommune:101", "kommune:147", "kommune:155", "branche:bygge-anlaeg", "branche:detail")
Key = tuple[str, Any]  # a page and what is counted
SharedTable = tuple[str, Counts, Mapping[Cell, int | None]]  # of a page, and what the page hides of it

STATES = ("Gennemført", "Afbrudt")
COUNTS = st.integers(0, 12)


@dataclass
class Release:
    """What each page hides, by its tables, and what it tells for good."""

    masks: Mapping[str, Mapping[str, Mapping[Cell, int | None]]]
    told: Mapping[str, Mapping[frozenset[str], int]]


def release(pages: Sequence[SharedPage]) -> Release:
    done = hide(pages)
    return Release({stem: plan.tables for stem, plan in done.plans.items()}, done.told)


class Outsider:
    """Who has all pages knows what is shown, what a mark says, and which counts add up."""

    def __init__(self) -> None:
        self.number: dict[object, int] = {}
        self.bounds: list[tuple[float, float | None]] = []
        self.rows: list[Mapping[int, float]] = []

    def sees(self, key: object, count: int | None, near: int | None = None) -> None:
        """A count; a hidden one can be anything, or is 1-4 away from what was told before."""
        if key not in self.number:
            self.number[key] = len(self.bounds)
            self.bounds.append((0, None))
        if count is not None:
            self.bounds[self.number[key]] = (count, count)
        elif near is not None:
            self.bounds[self.number[key]] = (near - LIMIT + 1, near + LIMIT - 1)

    def adds(self, parts: Sequence[object], total: object) -> None:
        """Counts that add up."""
        row = dict.fromkeys((self.number[part] for part in parts), 1.0)
        row[self.number[total]] = row.get(self.number[total], 0.0) - 1.0
        self.rows.append(row)

    def limits(self, key: object) -> tuple[float, float]:
        """The least and the most that a count can be."""
        matrix = lil_array((len(self.rows), len(self.bounds)))
        for line, row in enumerate(self.rows):
            for column, sign in row.items():
                matrix[line, column] = sign
        aim = np.zeros(len(self.bounds))
        aim[self.number[key]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(sign * aim, A_eq=matrix.tocsr(), b_eq=np.zeros(len(self.rows)), bounds=self.bounds)
            assert found.status in (0, 3), found.message
            ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
        return ends[0], ends[1]


def page(
    stem: str, name: str, frame: pd.DataFrame, told: Mapping[frozenset[str], list[int]] | None = None
) -> SharedPage:
    """A page with two tables: its counts by type, and how far people have come, which repeats the sums."""
    typed = Counts("Efter type", frame, total_column="I alt", alias={"I alt": ""})
    again = Counts("Trin", frame[["I alt"]].rename(columns={"I alt": "Antal"}), alias={"Antal": ""})
    return SharedPage(KINDS[stem.partition("-")[0]], stem, name, [typed, again], told or {})


def partnership(rows: list[list[int]]) -> dict[str, pd.DataFrame]:
    """A municipality for each row with a count for each state and type; the steering group has their sums."""
    frames = {}
    for number, row in enumerate(rows):
        frame = pd.DataFrame(np.array(row).reshape(2, 2), index=list(STATES), columns=["igu", "praktik"])
        frames[f"kommune-{number}"] = frame.assign(**{"I alt": frame.sum(axis=1)})
    whole = sum(frames.values(), start=0 * next(iter(frames.values())))
    return {"styregruppe": whole, **frames}


def released(frames: Mapping[str, pd.DataFrame], told: Mapping[str, Mapping[frozenset[str], list[int]]]) -> Release:
    return release([page(stem, stem, frame, told.get(stem)) for stem, frame in frames.items()])


def outsider_of(frames: Mapping[str, pd.DataFrame], done: Release) -> Outsider:
    """Reads all tables of all pages."""
    one = Outsider()
    for stem, frame in frames.items():
        for table, columns in (("Efter type", frame.columns), ("Trin", ["Antal"])):
            for state in STATES:
                for column in columns:
                    gone = done.masks[stem][table]
                    kind = "I alt" if column == "Antal" else column
                    shown = None if (state, column) in gone else int(frame.at[state, kind])
                    one.sees((stem, state, kind), shown, gone.get((state, column)))
        for state in STATES:
            one.adds([(stem, state, "igu"), (stem, state, "praktik")], (stem, state, "I alt"))
    towns = [stem for stem in frames if stem != "styregruppe"]
    for state in STATES:
        for kind in ("igu", "praktik", "I alt"):
            one.adds([(town, state, kind) for town in towns], ("styregruppe", state, kind))
    return one


def cells(frames: Mapping[str, pd.DataFrame]) -> Iterator[tuple[tuple[str, str, str], int]]:
    for stem, frame in frames.items():
        for state in STATES:
            for kind in frame.columns:
                yield (stem, state, str(kind)), int(frame.at[state, kind])


ROWS = st.lists(st.lists(COUNTS, min_size=4, max_size=4), min_size=2, max_size=4)


@settings(max_examples=20, deadline=None)
@given(ROWS)
def test_all_pages_together_do_not_narrow_a_small_count_to_less_than_1_to_4(rows: list[list[int]]) -> None:
    frames = partnership(rows)
    outsider = outsider_of(frames, released(frames, {}))
    for key, value in cells(frames):
        if 0 < value < LIMIT:
            least, most = outsider.limits(key)
            assert least <= 1 + 1e-6 and most >= LIMIT - 1 - 1e-6, (key, value, least, most)


@settings(max_examples=20, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_two_months_of_all_pages_do_not_tell_how_few_came_between_them(
    rows: list[list[int]], chance: random.Random
) -> None:
    before = partnership(rows)
    september = released(before, {})
    told = {stem: {one: [count] for one, count in figures.items()} for stem, figures in september.told.items()}
    after = partnership([[count + chance.choice((0, 0, 1, 2, 6)) for count in row] for row in rows])
    october = released(after, told)
    earlier, later = outsider_of(before, september), outsider_of(after, october)
    was = dict(cells(before))
    for key, value in cells(after):
        if 0 < value - was[key] < LIMIT:
            first, last = earlier.limits(key), later.limits(key)
            assert first[1] - first[0] + last[1] - last[0] >= 1 - 1e-6, (key, was[key], value)


def test_a_municipality_that_hides_a_count_is_not_given_away_by_the_sum_of_all() -> None:
    frames = partnership([[3, 9, 0, 0], [9, 9, 0, 0], [8, 9, 0, 0]])
    gone = released(frames, {}).masks
    hidden = [stem for stem in frames if ("Gennemført", "igu") in gone[stem]["Efter type"]]
    assert "kommune-0" in hidden and len(hidden) == 2 and "styregruppe" not in hidden


def test_pages_that_are_protected_one_by_one_would_give_a_count_away() -> None:
    frames = partnership([[3, 9, 0, 0], [9, 9, 0, 0], [8, 9, 0, 0]])
    one_by_one = [released({stem: frame}, {}) for stem, frame in frames.items()]
    apart = Release({stem: mask for one in one_by_one for stem, mask in one.masks.items()}, {})
    assert outsider_of(frames, apart).limits(("kommune-0", "Gennemført", "igu")) == (3, 3)


def test_the_same_count_is_hidden_in_every_table_of_a_page() -> None:
    gone = released(partnership([[1, 1, 9, 9], [9, 9, 9, 9]]), {}).masks["kommune-0"]
    assert ("Gennemført", "I alt") in gone["Efter type"] and ("Gennemført", "Antal") in gone["Trin"]


@pytest.mark.parametrize(
    ("now", "shown"),
    [(12, 12), (14, "ca. 12"), (9, "ca. 12"), (17, 17), (7, "[d]"), (3, "[d]"), (0, 0)],
)
def test_a_figure_that_has_hardly_changed_is_the_one_that_was_told(now: int, shown: int | str) -> None:
    frame = pd.DataFrame({"Antal": [now]}, index=["Gennemført"])
    counts = Counts("Trin", frame, alias={"Antal": ""})
    done = release(
        [SharedPage(KINDS["styregruppe"], "styregruppe", "Alle", [counts], {frozenset({"Gennemført"}): [6, 12]})]
    )
    assert protect(counts, "delt", PagePlan(HIDE, done.masks["styregruppe"])).cell("Gennemført", "Antal") == shown


def publish(folder: Path, month: Month) -> ReportRun:
    """The month's pages, to be passed on, from the data in its archive."""
    data, options = folder / "arkiv" / str(month) / "data", ReportOptions(audience="delt", jobs=1, method=HIDE)
    return make_reports(data, folder / "rapporter", folder / "arkiv", month, options)


@pytest.mark.parametrize(("stem", "line"), [("kommune-101", "bopæl"), ("branche-byg", "branche")])
@pytest.mark.parametrize(("at_the_top", "hidden"), [(17, True), (40, False)])
def test_a_line_of_the_steering_group_that_is_a_pages_total_hides_with_it(
    stem: str, line: str, at_the_top: int, hidden: bool
) -> None:
    """The page hides 17, since it told 15 before; where the steering group's line is another count, nothing is told."""
    own = Counts("Trin", pd.DataFrame({"Antal": [17]}, index=["I forløb"]), alias={"Antal": ""})
    lines = pd.DataFrame({"I forløb": [at_the_top, 30]}, index=["Amager", "Byen"])
    whole = Counts("Steder", lines, rows=line)
    told = {frozenset({"I forløb"}): [15]}
    masks = release(
        [
            SharedPage(KINDS[stem.partition("-")[0]], stem, "Amager", [own], told),
            SharedPage(KINDS["styregruppe"], "styregruppe", "Alle", [whole]),
        ]
    ).masks
    assert masks[stem]["Trin"] == {("I forløb", "Antal"): 15}
    assert set(masks["styregruppe"]["Steder"]) == ({("Amager", "I forløb")} if hidden else set())


def test_a_figure_and_its_total_that_both_have_hardly_changed_are_told_as_before() -> None:
    """Who has both pages sees that 1-4 came; which of them, he cannot work out from the total either."""
    told = {
        frozenset({"Gennemført", "igu"}): [28],
        frozenset({"Gennemført", "praktik"}): [20],
        frozenset({"Gennemført"}): [48],
    }
    frame = pd.DataFrame({"igu": [30, 9], "praktik": [20, 9], "I alt": [50, 18]}, index=list(STATES))
    (mask,) = release([page("styregruppe", "Alle", frame, told)]).masks.values()
    assert mask == {
        "Efter type": {("Gennemført", "igu"): 28, ("Gennemført", "I alt"): 48},
        "Trin": {("Gennemført", "Antal"): 48},
    }


@pytest.mark.parametrize(("near", "before", "small"), [(20, 24, 3), (28, 24, 2)])
def test_a_figure_at_the_end_of_what_its_mark_says_cannot_make_room_for_a_small_one(
    near: int, before: int, small: int
) -> None:
    """`ca. 24` is 20-28: beside 20 nobody believes that 3 could be 4, unless the total is hidden as well."""
    frame = pd.DataFrame({"igu": [near, 0], "praktik": [small, 0], "I alt": [near + small, 0]}, index=list(STATES))
    (mask,) = release([page("styregruppe", "Alle", frame, {frozenset({"Gennemført", "igu"}): [before]})]).masks.values()
    gone = mask["Efter type"]
    assert gone[("Gennemført", "igu")] == before
    assert set(gone) == {("Gennemført", column) for column in ("igu", "praktik", "I alt")}


@pytest.mark.parametrize(("now", "before"), [((15, 23), (12, 20)), ((13, 21), (16, 24))])
def test_two_figures_that_are_told_as_before_need_only_be_uncertain(
    now: tuple[int, int], before: tuple[int, int]
) -> None:
    """Beside their sum each can be one more or less, which is enough: the sum stays, though neither can be two off."""
    frame = pd.DataFrame({"igu": [now[0], 0], "praktik": [now[1], 0], "I alt": [sum(now), 0]}, index=list(STATES))
    kinds = zip(("igu", "praktik"), before, strict=True)
    told = {frozenset({"Gennemført", kind}): [count] for kind, count in kinds}
    (mask,) = release([page("styregruppe", "Alle", frame, told)]).masks.values()
    assert mask["Efter type"] == {("Gennemført", "igu"): before[0], ("Gennemført", "praktik"): before[1]}


@pytest.mark.parametrize("turned", [False, True])
def test_a_count_that_two_tables_hide_can_be_all_that_both_ask_for(turned: bool) -> None:
    """One table tells how it went for all 9, so 8 must be possible; the other told 8 before, so 10 must be too.

    The 0 beside it leaves no room for that, so the total goes.
    """
    ends = pd.DataFrame({"Gennemført": [9], "Afbrudt": [0]}, index=["igu"])
    told = pd.DataFrame({"Gennemført": [9], "Praktik": [0], "I alt": [9]}, index=["igu"])
    tables = [
        Counts("Udfald", ends, telling=("Gennemført", "Afbrudt"), balances=("igu",)),
        Counts("Type", told, total_column="I alt"),
    ]
    before = {frozenset({"igu", "Gennemført"}): [8]}
    (mask,) = release(
        [SharedPage(KINDS["styregruppe"], "styregruppe", "Alle", tables[:: -1 if turned else 1], before)]
    ).masks.values()
    assert mask["Udfald"] == {("igu", "Gennemført"): 8, ("igu", "Afbrudt"): None}
    assert ("igu", "I alt") in mask["Type"]


def test_what_was_told_before_is_not_said_where_it_would_give_a_small_count_away() -> None:
    """`ca. 24` is at most 28 and `ca. 35` at least 31, so what is between them is 3 or more: neither is said."""
    frame = pd.DataFrame({"igu": [28, 50], "praktik": [3, 60], "I alt": [31, 110]}, index=list(STATES))
    frame.loc["Alle"] = frame.sum()
    counts = Counts("Efter type", frame, total_column="I alt", total_row="Alle", alias={"I alt": ""})
    told = {frozenset({"Gennemført", "igu"}): [24], frozenset({"Gennemført"}): [35]}
    (mask,) = release([SharedPage(KINDS["styregruppe"], "styregruppe", "Alle", [counts], told)]).masks.values()
    hidden = mask["Efter type"]
    assert {hidden[("Gennemført", column)] for column in frame} == {None}
    assert ("Alle", "I alt") not in hidden  # and no more than must be


@pytest.fixture(scope="module")
def archive(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """September and then October, both published to be passed on, each from its own data."""
    folder = tmp_path_factory.mktemp("delt")
    for month in (SEPTEMBER, OCTOBER):
        shutil.copytree(snapshot, folder / "arkiv" / str(month) / "data")
        publish(folder, month)
    return folder / "arkiv"


@pytest.fixture(scope="module")
def september(archive: Path) -> list[SharedTable]:
    return list(shared_tables(archive, SEPTEMBER))


@pytest.fixture(scope="module")
def october(archive: Path) -> list[SharedTable]:
    return list(shared_tables(archive, OCTOBER))


def shared_tables(archive: Path, month: Month) -> Iterator[SharedTable]:
    """Every table of every shared page of a month, with what the page hides of it."""
    for partner in PARTNERS:
        data = load(archive / str(month) / "data", partner)
        for counts in tables_of(data, month, "delt"):
            yield data.stem, counts, data.decided.tables[counts.name]


def reader_of(shown: Sequence[SharedTable]) -> tuple[Outsider, dict[Key, int]]:
    """Somebody who has all pages of a month; and the truth about every count of people."""
    outsider, truth = Outsider(), dict[Key, int]()
    for stem, counts, gone in shown:
        for cell, value in counts.cells():
            key = (stem, counts.quantity(cell))
            assert truth.setdefault(key, value) == value, "one quantity, two values"
            outsider.sees(key, None if cell in gone else value, gone.get(cell))
        for parts, total in counts.sums():
            outsider.adds([(stem, counts.quantity(part)) for part in parts], (stem, counts.quantity(total)))
    for total in [key for key in truth if key[0] == "styregruppe"]:
        for kind in ("kommune", "branche"):
            pages = [key for key in truth if key[0].startswith(kind) and key[1] == total[1]]
            if pages and sum(truth[one] for one in pages) == truth[total]:
                outsider.adds(pages, total)
    for filled in [key for key in truth if "Besat" in key[1]]:
        holding = [(filled[0], filled[1] - {"Besat"} | {one.label}) for one in measures.HOLDING]
        if all(key in truth for key in holding) and sum(truth[key] for key in holding) == truth[filled]:
            outsider.adds(holding, filled)  # whoever holds a place has been sent, has agreed or runs
    return outsider, truth


def test_who_has_every_shared_page_of_a_month_cannot_work_out_a_small_count(
    october: list[SharedTable],
) -> None:
    outsider, truth = reader_of(october)
    small = {
        (stem, counts.quantity(cell))
        for stem, counts, _ in october
        for cell, value in counts.cells()
        if 0 < value < LIMIT and counts.of_people(cell)
    }
    assert len(small) > 50
    for key in sorted(small, key=str):
        least, most = outsider.limits(key)
        assert least <= 1 + 1e-6 and most >= LIMIT - 1 - 1e-6, (key, truth[key], least, most)


def test_no_running_total_of_a_month_and_the_one_before_differ_by_1_to_4(
    september: list[SharedTable], october: list[SharedTable]
) -> None:
    shown: dict[Key, dict[Month, int]] = {}
    for month, tables_shown in ((SEPTEMBER, september), (OCTOBER, october)):
        for stem, counts, gone in tables_shown:
            for cell, value in counts.cells():
                if counts.over_time(cell) and cell not in gone and "Sidste måned" not in cell:
                    shown.setdefault((stem, counts.quantity(cell)), {})[month] = value
    both = [told for told in shown.values() if len(told) == 2]
    assert len(both) > 50
    assert not [told for told in both if 0 < abs(told[OCTOBER] - told[SEPTEMBER]) < LIMIT]


def test_a_page_shows_just_what_was_decided_for_it(archive: Path, october: list[SharedTable]) -> None:
    seen = 0
    for stem, counts, gone in october:
        html = (archive.parent / "rapporter" / "2026-10-delt" / f"{stem}.html").read_text(encoding="utf-8")
        table = re.search(rf"<caption>{re.escape(escape(counts.name))}</caption>(.*?)</table>", html, re.DOTALL)
        if table is None or counts.facts:
            continue
        rows = {
            unescape(name): [unescape(cell) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", told)]
            for name, told in re.findall(r"<tr[^>]*>\s*<th[^>]*>([^<]*)</th>(.*?)</tr>", table[1], re.DOTALL)
        }
        for column, name in enumerate(counts.people.columns):
            for row in counts.people.index:
                assert (rows[row][column] in ("[d]", f"ca. {gone.get((row, name))}")) == ((row, name) in gone)
                seen += (row, name) in gone
    assert seen > 100


def test_a_month_that_is_made_again_tells_the_same(archive: Path) -> None:
    told = archive / "2026-10" / "tal" / "delt.json"
    before = told.read_bytes()
    stems = {partner.replace(":", "-").removesuffix("-alle") for partner in PARTNERS}
    assert set(json.loads(before)) == {"version", "skole-next", *stems}  # the school has a page, too
    run = publish(archive.parent, OCTOBER)
    assert {page.status for page in run.pages} == {"uændret"}
    assert told.read_bytes() == before


def test_a_page_is_made_again_when_it_must_hide_something_else(archive: Path) -> None:
    """Somebody makes an earlier month again with other data: October's page may not stay as it was."""
    copy = Path(shutil.copytree(archive.parent, archive.parent.with_name("efter")))
    told = copy / "arkiv" / "2026-09" / "tal" / "delt.json"
    figures = json.loads(told.read_text(encoding="utf-8"))
    figures["kommune-101"]["Registreret"][-1] -= 1
    told.write_text(json.dumps(figures), encoding="utf-8")
    run = publish(copy, OCTOBER)
    assert {page.status for page in run.pages if page.key == "101"} == {"lavet"}


def test_the_steering_group_sees_the_same_in_both_editions(snapshot: Path, archive: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(snapshot, tmp_path / "arkiv" / "2026-09" / "data"))
    make_reports(
        data, tmp_path / "rapporter", tmp_path / "arkiv", SEPTEMBER, ReportOptions(only="styregruppe:alle", method=HIDE)
    )
    shared_edition = load(archive / "2026-09" / "data", "styregruppe:alle").decided
    assert load(data, "styregruppe:alle").decided == shared_edition


def test_a_page_that_draws_a_table_it_does_not_list_is_one_bad_page_that_says_where_to_list_it(
    own_month: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = KINDS["kommune"].tables
    short = replace(KINDS["kommune"], tables=tuple(one for one in listed if one is not tables.funnel))
    monkeypatch.setitem(KINDS, "kommune", short)
    options = ReportOptions(audience="delt", jobs=1, method=HIDE)
    run = make_reports(own_month, tmp_path / "rapporter", tmp_path / "arkiv", OCTOBER, options)
    reasons = {page.key: page.reason for page in run.pages if page.status == "fejlet"}
    assert set(reasons) == {"101", "147", "155"}
    for reason in reasons.values():
        assert reason.startswith("Tabellen »Kandidater efter trin« er ikke beskyttet") and "kinds.py" in reason


def test_a_notebook_that_is_tried_on_a_month_for_which_nothing_is_decided_is_told_what_to_do(snapshot: Path) -> None:
    data = load(snapshot, "kommune:101")
    assert data.decided is None
    with pytest.raises(NotProtected, match="igu report MAPPE --audience delt"):
        tables.shown(tables.funnel, data, OCTOBER, "delt")


def test_a_page_whose_tables_cannot_be_made_does_not_stop_the_others_and_is_named(
    snapshot: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(snapshot, tmp_path / "arkiv" / "2026-10" / "data"))
    decided = shared_pages.decide(data, [*PARTNERS, "kommune:999"], OCTOBER, tmp_path / "arkiv", HIDE)
    refused = {stem: plan.refused for stem, plan in decided.plans.items() if plan.refused}
    assert refused == {"kommune-999": "Der er ingen arbejdsbog for kommune 999 i månedens data."}
