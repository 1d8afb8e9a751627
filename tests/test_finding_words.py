"""The Danish words of findings: every code is used, every blank is filled, every sentence is whole."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from igu_xl.finding_words import WORDS, Words
from igu_xl.findings import LEVELS

PACKAGE = Path(__file__).parents[1] / "igu_xl"
FROM_THE_PLACE = {"value", "column", "sheet"}
ENGLISH = re.compile(
    r"\b(the|and|is|are|not|of|with|cell|row|file|sheet|table|date|number|error|missing|value|please|must)\b", re.I
)


def sources() -> Iterator[ast.AST]:
    for path in PACKAGE.rglob("*.py"):
        if path.name != "finding_words.py":
            yield ast.parse(path.read_text(encoding="utf-8"))


def texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def codes_given(tree: ast.AST) -> Iterator[str]:
    """The codes that stand as the second argument of `Finding(...)` or the first of `Fault(...)`, `Unreadable(...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = {"Finding": 1, "Fault": 0, "Unreadable": 0}.get(node.func.id)
            if at is not None and len(node.args) > at:
                yield from texts(node.args[at])


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_code_is_used_somewhere() -> None:
    used = {text for tree in sources() for text in texts(tree)}
    assert set(WORDS) - used == set()


def test_every_code_has_a_case() -> None:
    """Some test says what makes the finding: a check that nobody tries may find nothing, or everything."""
    here = Path(__file__)
    tests = "".join(path.read_text(encoding="utf-8") for path in here.parent.rglob("*.py") if path != here)
    told = {code for code in WORDS if f'"{code}"' in tests}
    assert set(WORDS) - told == set(), "add a case, for a check in tests/checks/test_findings.py"


def test_every_code_that_is_made_has_words() -> None:
    given = {code for tree in sources() for code in codes_given(tree)}
    assert len(given) > 30
    assert given - set(WORDS) == set()


def names_given(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Each call with a code and blanks written out, as a dict or as keywords: the code and the names of the blanks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            codes = {arg.value for arg in node.args if isinstance(arg, ast.Constant) and arg.value in WORDS}
            dicts = [arg for arg in node.args if isinstance(arg, ast.Dict)]
            words = {key.value for given in dicts for key in given.keys if isinstance(key, ast.Constant)}
            words |= {keyword.arg for keyword in node.keywords if keyword.arg}
            for code in codes if words else ():
                yield str(code), {str(word) for word in words}


def test_makers_fill_the_blanks_of_their_code_and_no_others() -> None:
    seen = 0
    for tree in sources():
        for code, names in names_given(tree):
            seen += 1
            assert names - FROM_THE_PLACE == blanks(WORDS[code].message + WORDS[code].mend) - FROM_THE_PLACE, code
    assert seen > 20


@pytest.mark.parametrize("code", WORDS)
def test_codes_are_plain_and_levels_known(code: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert WORDS[code].level in LEVELS


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_sentences_are_whole(words: Words) -> None:
    for sentence in (words.message, words.mend):
        end = re.sub(r"(?<=:) \{reason\}$|\{hint\}$", "", sentence)  # both bring a sentence of their own
        assert end.endswith((".", "?", ":")) and not end.endswith("..")
        assert re.match(r"[A-ZÆØÅ»{]", sentence)
        assert "  " not in sentence


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_sentences_are_danish(words: Words) -> None:
    said = re.sub(r"\{\w+\}", "", f"{words.message} {words.mend}")
    assert ENGLISH.search(said) is None


def test_no_two_codes_say_the_same() -> None:
    assert len({words.message for words in WORDS.values()}) == len(WORDS)
