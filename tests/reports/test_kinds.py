"""What is easily forgotten when a page gets something new: one test tells each omission, with the place to mend."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pandas as pd
import pytest

from igu_xl.month import Month
from igu_xl.reports import figures, pages
from igu_xl.reports.data.month_data import EVERYBODY, load
from igu_xl.reports.data.selections import SELECTIONS
from igu_xl.reports.disclosure import protection
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import PagePlan, Protected
from igu_xl.reports.kinds import KINDS, tables_of
from igu_xl.reports.pages import foot
from igu_xl.reports.release import shared_pages
from igu_xl.resources import shipped

OCTOBER = Month(2026, 10)
PARTNERS = {
    "styregruppe": f"styregruppe:{EVERYBODY}",
    "kommune": "kommune:101",
    "branche": "branche:bygge-anlaeg",
    "skole": "skole:next",
}
KINDS_PY = "igu_xl/reports/kinds.py"


@pytest.fixture
def month(school_month: Path) -> Path:
    """The month's data with a match and a school plan, so that there is something to say in every section."""
    own_month = school_month
    unmatched = pd.DataFrame({"candidate": ["101-0013", "101-0014"], "reason": ["Intet hold", "Mangler dansk"]})
    unmatched.to_parquet(own_month / "unmatched.parquet")
    shared_pages.decide(own_month, list(PARTNERS.values()), OCTOBER, own_month.parent.parent)
    return own_month


def cells(kind: str, kind_of_cell: str = "code") -> list[dict[str, Any]]:
    stored = json.loads((shipped("notebooks") / f"{kind}.ipynb").read_text(encoding="utf-8"))
    return [cell for cell in stored["cells"] if cell["cell_type"] == kind_of_cell]


def run(kind: str, folder: Path) -> dict[str, Any]:
    """Run the cells of a notebook, one by one, in the edition that may be passed on; the answer is its names."""
    names: dict[str, Any] = {}
    for cell in cells(kind):
        exec("".join(cell["source"]), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            names |= {"key": PARTNERS[kind].partition(":")[2], "audience": "delt", "folder": str(folder)}
    return names


def explainable() -> dict[str, str]:
    """How each figure is made, by its label: the measures and deadlines of all modules of figures."""
    modules = [import_module(f"{figures.__name__}.{one.name}") for one in iter_modules(figures.__path__)]
    found = [value for module in modules for value in vars(module).values()]
    found += [one for value in found if isinstance(value, tuple) for one in value]
    return {one.label: one.how for one in found if {"key", "label", "how"} <= set(getattr(one, "__slots__", ()))}


def test_every_kind_of_page_has_a_selection_and_a_notebook() -> None:
    notebooks = {path.stem for path in shipped("notebooks").glob("*.ipynb")} - {"match", "analyse"}
    assert set(KINDS) == set(SELECTIONS) == notebooks == set(PARTNERS)


def test_the_line_of_a_partner_is_a_line_of_a_table_on_the_page_of_everybody(month: Path) -> None:
    rows = {one.rows for one in tables_of(load(month, PARTNERS["styregruppe"]), OCTOBER, "delt")}
    assert {kind.line for kind in KINDS.values() if not kind.about_everybody} <= rows


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_listed_where_it_is_drawn_and_drawn_where_it_is_listed(
    kind: str, month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, decided = set[str](), protection._decided

    def noted(counts: Counts, plan: PagePlan | None) -> Any:
        drawn.add(counts.name)
        return decided(counts, plan)

    monkeypatch.setattr(protection, "_decided", noted)  # every shared table of people comes by
    run(kind, month)
    tables = tables_of(load(month, PARTNERS[kind]), OCTOBER, "delt")
    # A table that counts nobody is shown as it is, and comes by nobody.
    listed = {one.name for one in tables if any(one.of_people(cell) for cell, _ in one.cells())}
    missing, needless = drawn - listed, listed - drawn
    assert not missing, (
        f"{missing} is drawn by notebooks/{kind}.ipynb: list it under `tables` of »{kind}« in {KINDS_PY}"
    )
    assert not needless, (
        f"{needless} is listed for »{kind}« in {KINDS_PY}, but no cell of notebooks/{kind}.ipynb draws it"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_margin_is_declared_so_that_nobody_subtracts(kind: str, month: Path) -> None:
    data = load(month, PARTNERS[kind])
    found = [undeclared(tables_of(data, OCTOBER.previous(back), "delt")) for back in (0, 1, 3)]
    always = set.intersection(*found)  # in one month it may be chance
    assert not always, (
        f"{always}: what the others add up to; say so in figures/tables.py (`total_row`, `total_column`), or a hidden "
        "count can be computed from it"
    )


def undeclared(made: list[Counts]) -> set[tuple[str, str]]:
    """The rows and columns, by their tables, that add up and do not say so."""
    return {
        (table.name, name)
        for table in made
        for axis, declared in ((0, table.total_row), (1, table.total_column))
        for name in added_up(table.people, axis)
        if name != declared
    }


def added_up(people: pd.DataFrame, axis: int) -> list[str]:
    """The rows (or columns) that are the sum of at least two others that are not empty, all the way along."""
    frame = (people if axis == 0 else people.T).dropna(axis=1)
    filled = frame[(frame != 0).any(axis=1)]
    if len(filled) < 3 or not len(frame.columns):
        return []
    return [str(name) for name in filled.index if (2 * filled.loc[name] == filled.sum()).all()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_is_explained_at_the_foot_of_the_page_that_shows_it(
    kind: str, month: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels, checked = set[str](), Protected.__post_init__

    def noted(table: Protected) -> None:
        labels.update(map(str, [*table.counts.index, *table.counts.columns]))
        checked(table)

    monkeypatch.setattr(Protected, "__post_init__", noted)
    run(kind, month)
    told = {label: how for label, how in foot.notes(load(month, PARTNERS[kind]), "delt").sheets[0].rows}
    shown = {label: how for label, how in explainable().items() if label in labels}
    assert shown
    missing = {label for label, how in shown.items() if told.get(label) != how}
    assert not missing, f"{missing} is shown on »{kind}«: explain it under `notes` in {KINDS_PY}, or in pages/foot.py"


def test_every_section_stands_in_a_notebook() -> None:
    source = "\n".join("".join(cell["source"]) for kind in KINDS for cell in cells(kind))
    for one in iter_modules(pages.__path__):
        module = import_module(f"{pages.__name__}.{one.name}")
        for name, value in vars(module).items():
            is_section = callable(value) and str(getattr(value, "__annotations__", {}).get("return")).endswith("Part")
            if is_section and value.__module__ == module.__name__ and not name.startswith("_"):
                call = f"{one.name}.{name}("
                assert call in source, f"no cell shows {call}...): add one to the notebooks of its pages in notebooks/"


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_notebook_says_can_be_looked_at_can_be(kind: str, month: Path) -> None:
    names = run(kind, month)
    told = [code for cell in cells(kind, "markdown") for code in re.findall(r"`([^`]+\))`", "".join(cell["source"]))]
    assert told
    for code in told:
        assert not eval(code, names).empty
