"""The rule tables as they are, and copies of the package in which one was broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import igu_xl
from igu_xl.domain.dated import OPEN_END, RULE_COLUMNS, holds
from igu_xl.domain.rule_tables import RULE_TABLES, UNREAD, RuleTable, horizons, look_through_rules, rule_rows

PACKAGE = Path(igu_xl.__file__).parent
_LOOK = """
from igu_xl.errors import WrongUse
from igu_xl.domain.rule_tables import look_through_rules
try:
    look_through_rules()
except WrongUse as problem:
    print(problem)
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package in it, whose data may be broken."""
    root = tmp_path_factory.mktemp("kopi")
    shutil.copytree(PACKAGE, root / "igu_xl", ignore=shutil.ignore_patterns("__pycache__"))
    return root


def broken(root: Path, table: str, old: str, new: str, encoding: str = "utf-8") -> None:
    own, path = PACKAGE / "domain" / "data", root / "igu_xl" / "domain" / "data"
    for file in own.glob("*.csv"):
        shutil.copy(file, path / file.name)
    text = (own / f"{table}.csv").read_text(encoding="utf-8")
    assert old in text
    (path / f"{table}.csv").write_text(text.replace(old, new, 1), encoding=encoding)


def ran(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=root, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize(
    ("table", "old", "new", "says"),
    [
        ("laengder", "2027-12-31", "2027-13-31", "laengder.csv, linje 2, har en dato, der mangler"),
        ("laengder", "2016-07-01", "", "linje 2, har en dato, der mangler"),
        ("laengder", "2016-07-01,2027-12-31", "2016-07-01,2016-06-30", "linje 2, slutter, før den begynder"),
        ("laengder", ",hoejst,", ",højst,", "mangler kolonnen hoejst"),
        ("laengder", "ug.dk; kk.dk", "", "linje 2, har intet i kilde"),
        ("laengder", "praktik,,13,uger", "praktik,,13,uger, og mere", "linje 4, har for mange celler"),
        ("laengder", "praktik,,13,uger", "praktik,,13,dage", "har »dage« i enhed; der kan stå uger, måneder"),
        ("laengder", "igu,,24", "igu,,to år", "har »to år« i hoejst; der skal stå et helt tal eller intet"),
        ("laengder", "igu,,24,måneder,ja,opfyldt", "igu,,24,måneder,ja,ja", "har »ja« i vurdering"),
        ("laengder", "2027-01-01,", "2026-12-31,", "linje 7, gælder på samme dage som en anden række"),
        ("laengder", "2020-01-01,2026-12-31", "2020-01-01,", "som andre rækker om praktik gælder"),
        ("pladsregler", "2027-01-01,", "2026-12-31,", "pladsregler.csv, linje 3, gælder på samme dage"),
        ("pladsregler", "1,5,50,10", "1,fem,50,10", "har »fem« i en_for_hver"),
        ("pladsregler", "rimelighedskrav,", '"rimelighedskrav,', "pladsregler.csv kan ikke læses"),
        ("rule_versions", "2019-06-30,18,40", "2019-06-30,atten,40", "linje 2, har »atten« i age_min_incl"),
        ("rule_versions", "2019-06-30,18,40", "2019-06-30,,40", "linje 2, har intet i age_min_incl"),
        ("rule_versions", "2019-07-01", "2019-06-30", "rule_versions.csv, linje 3, gælder på samme dage"),
        ("opholdsgrundlag", "opfyldt", "måske", "opholdsgrundlag.csv, linje 2, har »måske« i vurdering"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_line(copy: Path, table: str, old: str, new: str, says: str) -> None:
    broken(copy, table, old, new)
    done = ran(copy, "-c", _LOOK)
    assert (done.returncode, done.stderr) == (0, "")
    assert says in done.stdout and "docs/ny-lov.md" in done.stdout


def test_a_table_saved_in_another_alphabet_is_refused(copy: Path) -> None:
    broken(copy, "laengder", "En igu varer to år.", "En igu varer to år!", encoding="cp1252")
    assert "laengder.csv kan ikke læses; gem den" in ran(copy, "-c", _LOOK).stdout


def test_a_command_is_refused_with_the_sentence_and_nothing_else(copy: Path, partnership: Path) -> None:
    """Also where no row asks for the rule: a run must not depend on who is in it."""
    broken(copy, "laengder", "2027-12-31", "2027-13-31")
    done = ran(copy, "-m", "igu_xl", "validate", str(partnership))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Regeltabellen laengder.csv, linje 2, ") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [("validate",), ("doctor",)])
def test_also_a_table_that_is_read_before_any_command_is_refused_in_a_sentence(
    command: tuple[str, ...], copy: Path, partnership: Path
) -> None:
    broken(copy, "rule_versions", "2019-06-30,18,40", "2019-06-30,atten,40")
    done = ran(copy, "-m", "igu_xl", *command, str(partnership))
    assert "Traceback" not in done.stderr and done.returncode in (1, 2)
    assert "rule_versions.csv, linje 2, har »atten« i age_min_incl" in done.stdout + done.stderr


def test_a_row_is_all_that_a_new_law_takes(copy: Path) -> None:
    """The act that is expected on 1 January 2027, made up: the rows without law go, those of the act come."""
    text = (PACKAGE / "domain" / "data" / "laengder.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not (line.startswith("praktik") and "2027-01-01" in line)]
    act = "lov nr. 1 af 2026 § 7,,retsinformation.dk (opdigtet),set i loven,ja,0.1"
    kept += [  # in an order that nobody has asked for
        f"praktik,,,uger,nej,ikke opfyldt,Praktik kan højst vare 8 uger.,2027-01-01,,{act}",
        f"praktik,,8,uger,ja,opfyldt,Praktik kan vare op til 8 uger.,2027-01-01,,{act}",
    ]
    broken(copy, "laengder", text, "\n".join(kept) + "\n")
    asked = (
        "from datetime import date, timedelta\n"
        "from igu_xl.domain.law.places.lengths import length_verdict, planned_end, unread_from\n"
        "for start in date(2026, 12, 31), date(2027, 1, 1):\n"
        "    last = start + timedelta(weeks=8, days=-1)\n"
        "    later = length_verdict('praktik', start, last + timedelta(days=1))\n"
        "    print(planned_end(start, 'praktik') == last, length_verdict('praktik', start, last).outcome,\n"
        "          later.outcome, later.law, unread_from('praktik', start), sep='; ')\n"
    )
    assert ran(copy, "-c", asked).stdout.splitlines() == [
        "False; manuel vurdering; manuel vurdering; "
        "lov om en aktiv beskæftigelsesindsats § 61; integrationsloven § 23 b; None",
        "True; opfyldt; ikke opfyldt; lov nr. 1 af 2026 § 7; None",
    ]


@pytest.mark.parametrize("table", RULE_TABLES, ids=lambda table: table.name)
def test_every_rule_table_is_whole(table: RuleTable) -> None:
    look_through_rules()
    for row in rule_rows(table.name):
        assert set(RULE_COLUMNS) <= set(row)
        assert {*table.key, *table.says} <= set(row)
        assert (row["sikkerhed"] == UNREAD) <= (row["verificeret"] == "nej")


def test_what_nobody_has_read_is_left_to_a_person() -> None:
    unread = [row for table in RULE_TABLES for row in rule_rows(table.name) if row["sikkerhed"] == UNREAD]
    assert unread
    for row in unread:
        assert row["vurdering"] == "manuel vurdering"
        assert holds(row, date(2027, 1, 1)) and not holds(row, date(2026, 12, 31))
        assert "ingen har læst den endnu" in row["saetning"]


def test_the_employment_law_is_known_until_2026_and_igu_until_2027() -> None:
    ends = {one.until for one in horizons()}
    assert ends == {date(2026, 12, 31), date(2027, 12, 31)} and OPEN_END not in ends
