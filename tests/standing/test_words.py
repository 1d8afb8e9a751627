from __future__ import annotations

import re
from pathlib import Path

from igu_xl.finding_words import WORDS
from igu_xl.findings import LEVELS
from igu_xl.reports.figures import cohorts, measures, supply
from igu_xl.standing.tracked import TABLES, tracked
from igu_xl.standing.words import DEFINITIONS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "standing.md").read_text(encoding="utf-8")


def table_under(heading: str) -> dict[str, str]:
    """The rows of the table under a heading of the document: its first column and the rest."""
    text = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ", 1) for line in text.splitlines() if line.startswith("| ")]
    return {row[0]: row[1] for row in rows[1:]}


def test_the_document_says_of_each_word_what_the_code_says() -> None:
    assert list(table_under("The words").items()) == list(DEFINITIONS.items())


def test_the_document_names_every_column_that_is_kept() -> None:
    told = table_under("The file `.igu/historik.parquet`")
    for name in TABLES:
        columns = tuple(re.findall(r"`(\w+)`", told[f"`{name}`"]))
        assert columns == tracked(name), (
            f"write the columns of {name} in docs/standing.md as igu_xl/standing/tracked.py"
        )


def test_every_finding_that_the_document_names_is_one() -> None:
    codes = {code for row in table_under("Answers for bad input").values() for code in re.findall(r"`([\w-]+)`", row)}
    assert codes and codes <= set(WORDS) and {WORDS[code].level for code in codes} <= set(LEVELS)


def test_the_pages_cite_the_sentences() -> None:
    figures = (*measures.placement_lines("intern"), measures.WAITING, *supply.SLOT_LINES, *cohorts.LINES)
    told = " ".join(one.how for one in figures)
    cited = {word for word, sentence in DEFINITIONS.items() if sentence in told}
    unseen = {"Klar senere", "Foreslået", "Strandet", "Med i match", "Bortfaldet", "Hold: mangler", "Hold: kan køre"}
    assert set(DEFINITIONS) - cited == unseen
