"""The match report from counts alone: what it says, what it hides, and that an outsider cannot work it out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from igu_xl.month import Month
from igu_xl.reports.charts import flow_chart
from igu_xl.reports.disclosure.protection import HIDE, ROUND, NotProtected, protect
from igu_xl.reports.match_report import match_data, match_release, match_words
from igu_xl.reports.match_report.match_data import (
    CohortLine,
    Flow,
    KeptAim,
    KeptReason,
    KeptWay,
    MatchData,
    Tip,
    Without,
)
from igu_xl.reports.match_report.match_tables import (
    COUNT,
    IMPOSSIBLE,
    PLACED,
    POSSIBLE,
    READY,
    TOTAL,
    MatchTables,
    made,
    protected,
)
from igu_xl.reports.run.page_html import Edition
from igu_xl.reports.run.page_runs import MADE, Job, PageOrder, run_month
from igu_xl.system.pdf import find_browser

BEGUN = datetime(2026, 11, 22, 9, 5)
NOTHING = MatchData(BEGUN, 1, 0, 0, KeptWay(0, 0, 0), KeptWay(0, 0, 0), 0)
NO_CHROMIUM = pytest.mark.skipif(find_browser() is None, reason="no Edge, Chrome or Chromium on this machine")


def cohort(name: str, seats: int, alone: int = 0, **more: Any) -> CohortLine:
    known = {"title": "Trin 1", "branch": "Rengøring", "start": date(2027, 2, 1), "min": 8, "max": 16, "largest": 7}
    return CohortLine(cohort=name, seats=seats, alone=alone, **{**known, "municipalities": 3, **more})


IDLE = cohort("SKOLE-3", 0, runs=False, pooled=False, municipalities=0)


def example(**more: Any) -> MatchData:
    """22 are placed of 36; one of two running cohorts needed several municipalities."""
    data = MatchData(
        begun=BEGUN,
        edition=1,
        placed=22,
        bound=22,
        alone=KeptWay(10, 10, 1),
        first_come=KeptWay(15, 20, 1),
        unkept=0,
        aims=(KeptAim("placed", 22.0, 22.0), KeptAim("shortfall", 0.375, 0.375), KeptAim("seats", 19.5, float("inf"))),
        flows=(
            Flow("Amager", "Rengøring", 9),
            Flow("Amager", "Hotel/køkken", 6),
            Flow("Byen", "Rengøring", 5),
            Flow("Byen", "Hotel/køkken", 2),
        ),
        without=(Without("Amager", 3, 6), Without("Byen", 0, 5)),
        reasons=(KeptReason("Mangler dansk", 11), KeptReason("Pladserne er fyldt", 3)),
        cohorts=(
            cohort("SKOLE-1", 13, runs=True, pooled=True),
            cohort("SKOLE-2", 9, 9, runs=True, pooled=False, largest=9),
            IDLE,
        ),
    )
    return replace(data, **more)


MakePage = Callable[..., str]


@pytest.fixture
def page_of(tmp_path: Path) -> MakePage:
    """Makes the page of a match through its notebook, as it is published."""

    def make(data: MatchData, audience: str = "intern", method: str = ROUND) -> str:
        match_data.keep(data, tmp_path / "data")
        if audience == "delt":
            match_release.decide(tmp_path / "data", tmp_path / "arkiv", method)
        order = PageOrder(
            tmp_path / "data", Month(2026, 11), audience, tmp_path, tmp_path / "arkiv", Edition(1, "abc", "1")
        )
        (made,) = run_month([Job("match", "2026-11-22", "Matchrapport")], order)
        assert made.status == MADE, made.reason
        return made.path.read_text(encoding="utf-8")

    return make


def shared(data: MatchData, folder: Path, method: str = ROUND) -> MatchTables:
    """The tables of the page that may be passed on."""
    match_data.keep(data, folder / "data")
    match_release.decide(folder / "data", folder / "arkiv", method)
    return protected(data, "delt", match_release.plan_of(folder / "data"))


def test_what_is_kept_is_read_as_it_was(tmp_path: Path) -> None:
    data = example(tips=(Tip("En plads mere", 2, "Holdet bliver til noget", "bevist"),))
    match_data.keep(data, tmp_path)
    assert match_data.load(tmp_path) == data


def test_the_edition_counts_the_different_matches_of_a_day(tmp_path: Path) -> None:
    editions = []
    for data in (example(), example(begun=BEGUN.replace(hour=12)), example(unkept=1), example(unkept=1)):
        match_data.keep(data, tmp_path)
        editions.append(match_data.load(tmp_path).edition)
    assert editions == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "22 af 36 kandidater får et forløb i forslaget, og 2 hold kan køre."),
        ({}, "Det er bevist, at ingen plan giver flere."),
        ({}, "1 af holdene kunne ingen kommune fylde alene."),
        ({}, "Hver for sig kunne kommunerne højst få 10 forløb og 1 hold. Samlet giver 12 forløb mere."),
        ({"bound": 25}, "Det er bevist, at ingen plan giver flere end 25; forslaget er højst 12,0 % fra det."),
        ({"alone": KeptWay(10, 14, 0)}, "højst få 10-14 forløb og ingen hold. Samlet giver 8-12 forløb mere."),
        ({"alone": KeptWay(20, 30, 1)}, "højst få 20-30 forløb og 1 hold. Samlet giver 0-2 forløb mere."),
        ({"alone": KeptWay(22, 22, 2)}, "højst få 22 forløb og 2 hold. Samlet giver lige så mange."),
        ({"cohorts": ()}, "22 af 36 kandidater får et forløb i forslaget, og ingen hold kan køre endnu."),
        ({"cohorts": (cohort("A", 9, runs=True, pooled=True),)}, "Det kunne ingen kommune fylde alene."),
        (
            {"cohorts": (cohort("A", 9, runs=True, pooled=True), cohort("B", 9, runs=True, pooled=True))},
            "Ingen af holdene kunne en kommune fylde alene.",
        ),
    ],
)
def test_the_match_is_told_in_sentences(changed: dict[str, Any], told: str) -> None:
    data = example(**changed)
    assert told in " ".join(match_words.in_short(data, protected(data, "intern")))


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ((Without("Amager", 3, 6), Without("Byen", 0, 5)), "Længst fra er Amager, hvor 15 af 18 kandidater"),
        ((Without("Amager", 0, 6), Without("Byen", 0, 5)), "Alle, der har en mulig plads, får en."),
        ((Without("Colby", 2, 0), Without("Derby", 4, 0)), "Længst fra er Colby og Derby, hvor 0 af 6 kandidater"),
    ],
)
def test_the_municipality_that_is_furthest_is_named(without: tuple[Without, ...], told: str) -> None:
    assert match_words.furthest(protected(example(without=without), "intern")).startswith(told)


@pytest.mark.parametrize(
    ("alone", "figure"),
    [
        (KeptWay(10, 10, 1), ("12", "det er bevist")),
        (KeptWay(10, 14, 0), ("8", "mindst; det er bevist")),
        (KeptWay(20, 30, 1), ("2", "højst; det er ikke bevist")),
        (KeptWay(22, 22, 2), ("0", "det er bevist")),
    ],
)
def test_the_gain_is_called_proven_only_as_far_as_it_is(alone: KeptWay, figure: tuple[str, str]) -> None:
    assert match_words.gain_figure(protected(example(alone=alone), "intern")) == figure


def test_a_gain_that_is_hidden_is_no_figure(tmp_path: Path) -> None:
    assert match_words.gain_figure(shared(example(alone=KeptWay(2, 2, 1)), tmp_path, HIDE)) == ("[d]", "")


def test_a_shared_page_is_not_drawn_before_it_is_decided_on() -> None:
    with pytest.raises(NotProtected, match="ikke besluttet"):
        protected(example(), "delt")


def test_a_rounded_match_is_told_as_about(tmp_path: Path) -> None:
    data = example()
    told = " ".join(match_words.in_short(data, shared(data, tmp_path)))
    assert "kandidater får et forløb i forslaget, og 2 hold kan køre." in told
    numbers = [int(one) for one in re.findall(r"[Cc]a\. (\d+)", told)]
    assert len(numbers) == 4 and not [one for one in numbers if one % 5]
    assert "Det er bevist, at ingen plan giver flere." in told
    behind = example(bound=25)
    assert "Planen er den bedste, der blev fundet." in match_words.certificate(behind, shared(behind, tmp_path))


def test_the_lines_of_the_shared_page_tell_no_more_than_its_counts(tmp_path: Path) -> None:
    """By name, without those of which nothing is told, and without how many municipalities a cohort has."""
    flows = tuple(Flow(f"By{number}", "Kontor", people) for number, people in enumerate((1, 30, 2, 20, 1)))
    data = replace(NOTHING, placed=54, bound=54, flows=flows, cohorts=(cohort("A", 9, runs=True, pooled=True),))
    tables = shared(data, tmp_path)
    lines = [str(name) for name in tables.flows.counts.index]
    assert lines == [*sorted(lines[:-1]), TOTAL] and {"By1", "By3"} <= set(lines)
    assert all(tables.flows.count(line, PLACED) for line in lines)
    assert "Kommuner" not in tables.cohorts.counts


def test_every_section_stands_on_the_page_with_its_figures(page_of: MakePage) -> None:
    tip = Tip("En plads mere i rengøring", 3, "Holdet bliver til noget", "bevist")
    page = page_of(example(tips=(tip,), unkept=2))
    assert re.findall("<h2>([^<]+)</h2>", page)[:7] == [
        "Hvad samarbejdet giver",
        "Fra kommune til branche",
        "Hold",
        "Kommuner",
        "Uden plads",
        "Hvad ville hjælpe mest",
        "Hvor sikkert er det",
    ]
    assert "<title>Matchrapport 22. november 2026</title>" in page and "kl. 09.05" in page
    for told in (
        "Bevist bedst",
        "13 (før 0)",
        "9 (før 9)",
        "15 af 18",
        "37,5 %",
        "En plads mere i rengøring",
        "2 beslutninger kunne ikke",
    ):
        assert told in page
    assert page.count("<svg") == page.count('role="img" aria-label="') == 4


def test_the_shared_page_rounds_and_leaves_out_what_is_for_the_secretariat(page_of: MakePage) -> None:
    tip = Tip("En plads mere", 3, "Fordi", "bevist")
    page = page_of(example(tips=(tip,), unkept=2), "delt")
    assert (
        "Delt udgave: antal er afrundet til 5 efter en fælles plan" in page
        and "[d]" not in page
        and "0 kan være 0-4" in page
    )
    assert not [told for told in ("En plads mere", "37,5 %", "beslutninger") if told in page]


def test_the_shared_page_of_a_partnership_that_hides_hides(page_of: MakePage) -> None:
    page = page_of(example(), "delt", HIDE)
    assert "Delt udgave: tal på 1-4 er skjult" in page and "[d]" in page and "mødes i midten" in page


def test_nobody_who_waits_gives_a_kind_page_and_no_noughts(page_of: MakePage) -> None:
    page = page_of(NOTHING)
    assert match_words.NOBODY in page and "<table" not in page


@pytest.mark.parametrize("audience", ["intern", "delt"])
@pytest.mark.parametrize(
    "data",
    [
        replace(NOTHING, without=(Without("Byen", 0, 9),), reasons=(KeptReason("Mangler dansk", 9),)),
        replace(NOTHING, placed=3, bound=3, flows=(Flow("Byen", "Kontor", 3),), cohorts=(IDLE,)),
        replace(NOTHING, placed=7, bound=9, flows=(Flow("Byen", "Kontor", 7),), alone=KeptWay(7, 7, 0)),
    ],
    ids=["nobody placed", "no cohort runs", "one municipality"],
)
def test_a_thin_match_has_its_page_too(page_of: MakePage, data: MatchData, audience: str) -> None:
    assert "<h2>Kommuner</h2>" in page_of(data, audience)


def big() -> MatchData:
    """A whole country: 98 municipalities, ten branches, 300 cohorts, and long names."""
    homes = [f"Fælleskommunen {number} med et langt navn" for number in range(98)]
    branches = [f"Branche {number}/med flere/dele i navnet" for number in range(10)]
    numbered = [(one, other) for one in range(len(homes)) for other in range(len(branches))]
    flows = tuple(Flow(homes[one], branches[other], (3 * one + 7 * other) % 13) for one, other in numbered)
    without = tuple(Without(home, number % 9, number % 31) for number, home in enumerate(homes))
    left = sum(one.possible + one.impossible for one in without)
    lines = [(f"SKOLE-MED-LANGT-NAVN-{number}", number < 200) for number in range(300)]
    placed = sum(one.people for one in flows)
    return replace(
        NOTHING,
        placed=placed,
        bound=placed + 9,
        alone=KeptWay(900, 950, 40),
        flows=flows,
        without=without,
        reasons=(KeptReason("Holdet mangler deltagere", left),),
        cohorts=tuple(cohort(name, 12 if runs else 0, runs=runs, pooled=runs) for name, runs in lines),
    )


@pytest.mark.parametrize("audience", ["intern", "delt"])
def test_the_page_of_a_country_is_light_and_its_charts_show_the_largest(page_of: MakePage, audience: str) -> None:
    page = page_of(big(), audience)
    assert len(page.encode()) < 500_000
    assert "De første 24 af 300 hold" in page and "Øvrige" in page


# What an outsider can work out.


REASONS = ("Mangler dansk", "Intet hold", "Pladserne er fyldt", "Klar for sent")  # each of another group


def random_match(seed: int) -> MatchData:
    chance = random.Random(seed)
    homes, branches = (
        [f"K{one}" for one in range(chance.randint(1, 6))],
        [f"B{one}" for one in range(chance.randint(1, 4))],
    )
    counts = [0, 0, 1, 2, 3, 4, 5, 7, 12, 30]
    flows = tuple(
        Flow(home, branch, count) for home in homes for branch in branches if (count := chance.choice(counts))
    )
    without = tuple(Without(home, chance.choice(counts), chance.choice(counts)) for home in homes)
    left = sum(one.possible + one.impossible for one in without)
    cuts = sorted(chance.randint(0, left) for _ in range(3))
    shares = [high - low for low, high in zip([0, *cuts], [*cuts, left], strict=True)]
    reasons = tuple(KeptReason(reason, share) for reason, share in zip(REASONS, shares, strict=True) if share)
    placed = sum(one.people for one in flows)
    return replace(NOTHING, placed=placed, bound=placed, flows=flows, without=without, reasons=reasons)


def counts(tables: MatchTables) -> Iterator[tuple[tuple[str, str], int | None]]:
    """Every count of the tables that share their sums."""
    for table in (tables.flows, tables.people, tables.reasons):
        yield from (((row, column), table.count(row, column)) for row in table.counts.index for column in table.counts)


def small(tables: MatchTables) -> dict[tuple[str, str], int]:
    return {cell: count for cell, count in counts(tables) if count is not None and 0 < count < 5}


def exact_lines(data: MatchData) -> MatchTables:
    """The lines of the shared page with their true counts."""
    tables = made(data, "delt")
    told = {name: protect(getattr(tables, name), "intern") for name in ("ways", "bounds", "flows", "people", "reasons")}
    return MatchTables(**told, turned=told["people"], cohorts=protect(tables.cohorts, "intern"))


class Outsider:
    """Knows all that the page shows, which lines there are, and how its counts add up, and asks how small and how large
    a hidden or rounded one can be."""

    def __init__(self, tables: MatchTables, lines: MatchTables) -> None:
        self.homes = [name for name in lines.people.counts.index if name != TOTAL]
        self.branches = [name for name in lines.flows.counts.columns if name != PLACED]
        self.reasons = [name for name in lines.reasons.counts.index if name != TOTAL]
        flows = [(home, branch) for home in self.homes for branch in self.branches]
        rest = [(home, name) for home in self.homes for name in (POSSIBLE, IMPOSSIBLE)]
        self.unknowns = {
            cell: number for number, cell in enumerate([*flows, *rest, *((one, COUNT) for one in self.reasons)])
        }
        left = self.row([*rest]) - self.row([(one, COUNT) for one in self.reasons])
        away = 4 if tables.ways.rounded else 0
        told = {cell: 0 for cell, _ in counts(lines)} if away else {}  # a line that is left out is told as 0
        told |= {cell: count for cell, count in counts(tables) if count is not None}
        self.least, self.most = [0.0], [0.0]
        self.rows = [left]
        for cell, count in told.items():
            self.rows.append(self.row(self.parts(cell)))
            self.least.append(max(count - away, 0))
            self.most.append(count + away)

    def parts(self, cell: tuple[str, str]) -> list[tuple[str, str]]:
        """The unknowns that a cell is the sum of."""
        row, column = cell
        if column == COUNT:
            return [(one, COUNT) for one in (self.reasons if row == TOTAL else [row])]
        columns = {PLACED: self.branches, READY: [*self.branches, POSSIBLE, IMPOSSIBLE]}.get(column, [column])
        return [(home, name) for home in (self.homes if row == TOTAL else [row]) for name in columns]

    def row(self, cells: list[tuple[str, str]]) -> Any:
        found = np.zeros(len(self.unknowns))
        found[[self.unknowns[cell] for cell in cells]] = 1
        return found

    def limits(self, cell: tuple[str, str]) -> tuple[float, float]:
        price, rows = self.row(self.parts(cell)), np.array(self.rows)
        above, limits = np.vstack([rows, -rows]), np.array([*self.most, *(-least for least in self.least)])
        ends = [linprog(sign * price, A_ub=above, b_ub=limits, bounds=(0, None)) for sign in (1, -1)]
        return (float(ends[0].fun), float(-ends[1].fun) if ends[1].status == 0 else float("inf"))


@pytest.mark.parametrize("method", [ROUND, HIDE])
@pytest.mark.parametrize("seed", range(20))
def test_no_small_count_can_be_worked_out_from_the_shared_page(seed: int, method: str, tmp_path: Path) -> None:
    data = random_match(seed)
    shown, exact = shared(data, tmp_path, method), exact_lines(data)
    outsider = Outsider(shown, exact)
    assert not small(shown)
    for cell in small(exact):
        low, high = outsider.limits(cell)
        assert low < 1 + 1e-6 and high > 4 - 1e-6, (cell, low, high)


def test_the_outsider_finds_what_is_not_protected() -> None:
    exact = protected(random_match(3), "intern")
    outsider = Outsider(exact, exact)
    found = {cell: outsider.limits(cell) for cell in small(exact)}
    assert found and found == {cell: pytest.approx((count, count)) for cell, count in small(exact).items()}


# The picture.


def test_bands_stand_in_the_picture_with_the_sums_of_both_sides() -> None:
    tables = protected(example(), "intern")
    drawing = flow_chart.flows(tables.flows, TOTAL, PLACED, others="Øvrige", alt="Bånd")
    told = set(re.findall("<text[^>]*>([^<]+)<", drawing)) | set(re.findall("<tspan[^>]*>([^<]+)<", drawing))
    assert {"Amager  15", "Byen  7", "14  Rengøring"} <= told
    assert drawing.count("stroke: #ffffff") == 4


def test_small_and_hidden_places_stand_together() -> None:
    flows = tuple(Flow(f"By{number:02}", "Kontor", 40 - number) for number in range(20))
    data = replace(NOTHING, placed=610, bound=610, flows=flows)
    drawing = flow_chart.flows(protected(data, "intern").flows, TOTAL, PLACED, others="Øvrige", alt="Bånd")
    assert "Øvrige  168" in drawing and "By12  28" in drawing and "By13" not in drawing


def test_there_is_no_picture_of_nobody() -> None:
    data = replace(NOTHING, without=(Without("Byen", 0, 9),), reasons=(KeptReason("Mangler dansk", 9),))
    with pytest.raises(ValueError, match="no whole"):
        flow_chart.flows(protected(data, "intern").flows, TOTAL, PLACED, others="Øvrige", alt="Bånd")


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    tool = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with tool.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(find_browser()))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def axe() -> str:
    found = find_spec("axe_playwright_python")
    if found is None or found.submodule_search_locations is None:
        pytest.skip("axe-playwright-python is not installed")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


@NO_CHROMIUM
@pytest.mark.chromium
@pytest.mark.parametrize("audience", ["intern", "delt"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_violation(
    page_of: MakePage, browser: Any, axe: str, tmp_path: Path, audience: str, width: int
) -> None:
    page_of(example(tips=(Tip("En plads mere", 3, "Holdet bliver til noget", "bevist"),)), audience)
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        page = context.new_page()
        page.goto((tmp_path / "match-2026-11-22.html").as_uri())
        page.evaluate(axe)
        result = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert result["passes"], "axe looked at nothing"
    assert [one["id"] for one in result["violations"]] == []


@NO_CHROMIUM
@pytest.mark.chromium
def test_not_even_a_country_is_wider_than_a_phone(page_of: MakePage, browser: Any, tmp_path: Path) -> None:
    page_of(big())
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto((tmp_path / "match-2026-11-22.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
