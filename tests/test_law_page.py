"""docs/lov.md, its picture and the page that `igu new` lays out are what the rule tables say, and say all of it."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from igu_xl.danish import date_text
from igu_xl.domain.dated import RULE_COLUMNS
from igu_xl.domain.law.guidance import RULES_PAGE, RULES_READ_ON
from igu_xl.domain.rule_tables import RULE_TABLES, RuleTable, rule_rows

REPOSITORY = Path(__file__).parent.parent
DATA = REPOSITORY / "igu_xl" / "domain" / "data"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The program that makes the page."""
    sys.path.insert(0, str(REPOSITORY / ".ci"))
    try:
        spec = spec_from_file_location("lov", REPOSITORY / ".ci" / "lov.py")
        assert spec is not None and spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.pop(0)


@pytest.mark.parametrize("name", ["lov.md", "lov.svg", RULES_PAGE])
def test_it_is_what_the_tables_say_now(maker: ModuleType, name: str) -> None:
    (kept,) = [(path, text) for path, text in maker.built().items() if path.name == name]
    assert kept[0].read_text(encoding="utf-8") == kept[1], "run python .ci/current.py --mend"


def test_every_table_with_dates_of_law_is_a_rule_table() -> None:
    heads = {path.stem: path.read_text("utf-8").split("\n")[0].split(",") for path in DATA.glob("*.csv")}
    dated = {name for name, head in heads.items() if set(RULE_COLUMNS) <= set(head)}
    rates = {"loensatser", "ydelsessatser"}  # amounts of money, which secretariats write themselves
    assert dated - rates == {table.name for table in RULE_TABLES}


@pytest.mark.parametrize("table", RULE_TABLES, ids=lambda table: table.name)
def test_every_rule_is_there_with_its_dates_law_source_and_how_sure_it_is(maker: ModuleType, table: RuleTable) -> None:
    text = maker.page()
    section = text.split(f"## {table.title}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| **")]
    assert len(lines) == len(rule_rows(table.name))
    for row, line in zip(rule_rows(table.name), lines, strict=True):
        assert f"| {row['lov']} |" in line and row["kilde"] in line and f"| {row['siden']} |" in line
        assert row["sikkerhed"][1:] in line
        said = row.get("note") if "note" in table.says else row.get("saetning", "")
        assert (said or "") in line
        assert "gyldig" not in line


def test_the_page_answers_what_a_municipality_asks_before_the_tables(maker: ModuleType) -> None:
    first = maker.page().split("## Igu: ")[0]
    for word in ("vejledende", "fyldt 18 og ikke fyldt 50", "præcis 20 år", "31. december 2027", "§ 5, stk. 1"):
        assert word in first, word
    assert date_text(RULES_READ_ON) in first
    assert "virksomhed og borger indgår selv aftalen" in first and "1.500" in first


@pytest.mark.parametrize(
    "unknown", ["Afbrudt bopæl", "29. februar", "FGU", "17. marts 2026", "§ 23 b", "L 82", "1. januar 2027", "Én igu"]
)
def test_what_nobody_knows_is_said(maker: ModuleType, unknown: str) -> None:
    assert unknown in maker.page().split("## Det kan reglerne ikke svare på")[1]


def test_the_web_page_needs_nothing_beside_it(maker: ModuleType) -> None:
    text = maker.web_page()
    assert "<svg" in text and "<img" not in text and "<script" not in text and 'src="' not in text
    for anchor in [part.split('"')[0] for part in text.split('href="#')[1:]]:
        assert f'id="{anchor}"' in text, anchor
