"""docs/words.md says what the code says, and no name gets a second meaning unnoticed."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from igu_xl.reports.figures.explanations import TERMS
from igu_xl.sheets.contract import COORDINATOR, PARTNER_BOOKS
from igu_xl.standing.candidates import Step
from igu_xl.standing.cohorts import CohortState
from igu_xl.standing.history import History
from igu_xl.standing.placements import State
from igu_xl.standing.standing import stand
from igu_xl.standing.words import DEFINITIONS

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "igu_xl"
DOCUMENT = (PROJECT / "docs" / "words.md").read_text(encoding="utf-8")
WORDS, MEANINGS = DOCUMENT.split("## Where each stands")[0], DOCUMENT.split("## Two meanings")[1]

# Terms of the pages that are no word for a thing of the product.
ONLY_ON_PAGES = {"Igu", "Løntilskud", "Praktik", "VITAS", "Bonus", "Delt udgave", "Afrundet til 5", "[d] og ca."}

SOURCES = {
    str(path.relative_to(PACKAGE)): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
    if "shipped" not in path.parts
}
CONTRACT = [table for book in (*PARTNER_BOOKS, COORDINATOR) for table in book.tables]


def rows(text: str) -> list[list[str]]:
    """The rows of all tables in a text, without their headings."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [cells for cells in lines if cells[0] not in ("code", "word", "name")]


def types_defined(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The classes of a module, and its aliases of types with what they stand for."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, ""
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, meaning = node.targets[0].id, ast.unparse(node.value)
            if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name) and not meaning.startswith("TypeVar"):
                yield name, meaning


def twice(sources: dict[str, ast.Module]) -> dict[str, set[str]]:
    """The names that mean different things in different modules, with the modules."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for module, tree in sources.items():
        for name, meaning in types_defined(tree):
            if not name.startswith("_"):
                found[name][module] = meaning or module
    return {name: set(where) for name, where in found.items() if len(set(where.values())) > 1}


def defined() -> set[str]:
    """Every name that a word may have in the code."""
    names = {part.removesuffix(".py") for module in SOURCES for part in Path(module).parts}
    for tree in SOURCES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.AnnAssign | ast.Assign):
                targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
    standing = stand(History.empty(), date(2026, 11, 2))
    frames = (standing.placements, standing.slots, standing.cohorts, standing.candidates)
    return names | {column.key for table in CONTRACT for column in table} | {str(key) for one in frames for key in one}


def test_every_code_word_names_something() -> None:
    words = [re.fullmatch(r"`(\w+)`", cells[0]) for cells in rows(WORDS)]
    assert len(words) > 60 and all(words), "the first column is one name in backticks"
    unknown = {word[1] for word in words if word} - defined()
    assert not unknown, f"docs/words.md names what is not in the code any more: {sorted(unknown)}"


def test_every_code_word_stands_once() -> None:
    words = [cells[0] for cells in rows(WORDS)]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("sheet", sorted({table.sheet for table in CONTRACT}))
def test_every_sheet_is_a_word(sheet: str) -> None:
    assert any(f"ark: {sheet})" in cells[1] for cells in rows(WORDS)), f"write which code word the sheet {sheet} is"


def test_what_is_defined_for_users_is_a_word_here() -> None:
    danish = " ".join(cells[1] for cells in rows(DOCUMENT.split("## Two meanings")[0])).casefold()
    told = {word.removeprefix("Hold: ") for word in DEFINITIONS}
    terms = {label for label, _ in TERMS} - ONLY_ON_PAGES
    assert {word for word in told | terms if word.casefold() not in danish} == set()


@pytest.mark.parametrize("words", [State, Step, CohortState], ids=lambda words: words.__name__)
def test_where_each_stands_is_said_in_the_words_of_users(words: type[StrEnum]) -> None:
    text = DOCUMENT.split("## Where each stands")[1].split("\n## ")[0]
    told = {code.strip("`"): danish for code, danish in rows(text) if code.startswith(f"`{words.__name__}.")}
    assert told == {f"{words.__name__}.{one.name}": one.value for one in words}


def beyond(some: Mapping[str, set[str]], others: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """The modules of each name that the others do not have for it."""
    more = {name: sorted(where - others.get(name, set())) for name, where in some.items()}
    return {name: where for name, where in more.items() if where}


def test_no_name_has_two_meanings_unless_the_page_says_so() -> None:
    told = {cells[0].strip("`"): set(re.findall(r"`([\w/]+\.py)`", cells[1])) for cells in rows(MEANINGS)}
    found = twice(SOURCES)
    new, gone = beyond(found, told), beyond(told, found)
    assert not new, f"means something else in another module; find another name, or say why in docs/words.md: {new}"
    assert not gone, f"does not mean two things any more, take it out of docs/words.md: {gone}"


def test_the_test_would_find_a_second_meaning() -> None:
    modules = {
        "a.py": "class Desk: ...\nRow = dict[str, str]\nInts = list[int]\nclass _Own: ...",
        "b.py": "class Desk: ...\nRow = list[str]\nInts = list[int]\nclass _Own: ...",
    }
    found = twice({name: ast.parse(text) for name, text in modules.items()})
    assert found == {"Desk": {"a.py", "b.py"}, "Row": {"a.py", "b.py"}}
