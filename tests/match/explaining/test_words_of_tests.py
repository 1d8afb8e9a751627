"""A test that may leave somebody without a place has words for it everywhere they are asked for.

Without words `igu match` would end in an error on the first day that somebody fails only the new test.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.allowed import BY_LAW, PAIR_TESTS, SEAT_TESTS, pair_tests, seat_tests
from igu_xl.match.best_places import _WORDS
from igu_xl.match.case import Case, build_case
from igu_xl.match.explaining.step_words import _LATER
from igu_xl.match.explaining.why_not import PAIRS, SEATS
from igu_xl.match.solving.model.aims import in_order
from igu_xl.match.solving.model.columns import list_columns
from igu_xl.match.solving.model.model import Model
from igu_xl.standing.candidates import Out

from ..conftest import MakeProblem
from .test_unmatched import CASES


def wordless(names: Collection[str], words: Collection[str], where: str) -> str:
    """What to do where a name has no words, or words have no name; empty where all is well."""
    lacking, idle = sorted(set(names) - set(words)), sorted(set(words) - set(names))
    told = [f"add the words of {', '.join(lacking)} to {where}"] * bool(lacking)
    return "; ".join(told + [f"take {', '.join(idle)} out of {where}"] * bool(idle))


@pytest.fixture
def case(clean_partnership: Path) -> Case:
    return build_case(validate(clean_partnership, date(2026, 11, 2)))


WHY_NOT = "igu_xl/match/explaining/why_not.py"
TESTS: list[tuple[Collection[str], Mapping[str, object], str]] = [
    (PAIR_TESTS, PAIRS, f"PAIRS in {WHY_NOT}"),
    ([test for test in SEAT_TESTS if test != BY_LAW], SEATS, f"SEATS in {WHY_NOT}"),
    ([out for out in Out if out != Out.IN], _WORDS, "_WORDS in igu_xl/match/best_places.py"),
]


@pytest.mark.parametrize(("names", "words", "where"), TESTS, ids=["of a slot", "of a seat", "of who is out"])
def test_every_test_has_words(names: Collection[str], words: Mapping[str, object], where: str) -> None:
    assert not (told := wordless(names, words, where)), told


def test_the_tests_are_named_in_the_order_in_which_they_are_told(case: Case) -> None:
    for made, names in (
        (pair_tests(case.candidates, case.slots), PAIR_TESTS),
        (seat_tests(case.candidates, case.cohorts), SEAT_TESTS),
    ):
        assert tuple(made) == names, "name the test in PAIR_TESTS or SEAT_TESTS of igu_xl/match/allowed.py"


def test_the_words_of_every_test_are_tried() -> None:
    """Words may stumble over what is missing in a row: each has a case in which they are told."""
    reasons = {telling.reason for telling in (*PAIRS.values(), *SEATS.values())}
    untried = sorted(reasons - {one.reason for one in CASES})
    assert not untried, f"add a case to tests/match/explaining/test_unmatched.py: {', '.join(untried)}"


def test_every_aim_has_words_in_the_status_bar(make_problem: MakeProblem) -> None:
    made = [make_problem(seed, people=14) for seed in range(8)]
    problems = [replace(one, cohorts=one.cohorts.assign(enrolled=1.0)) for one in made]
    aims = {aim.name for one in problems for aim in in_order(Model(one, list_columns(one)), {})}
    assert not (told := wordless(aims - {"placed"}, _LATER, "_LATER in igu_xl/match/explaining/step_words.py")), told


def test_a_new_test_without_words_is_named() -> None:
    told = wordless(("ready", "night"), {"ready"}, TESTS[0][2])
    assert told == "add the words of night to PAIRS in igu_xl/match/explaining/why_not.py"
