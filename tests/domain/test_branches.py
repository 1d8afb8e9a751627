from __future__ import annotations

import pytest

from igu_xl.domain.codes import branch_names, branch_of_industry_code, fold, resolve_branch
from igu_xl.domain.tables import parts, rows

CONSTRUCTION, GREEN, SERVICE, INDUSTRY = (
    "Bygge og anlæg",
    "Anlægsgartner/grønne fag",
    "Rengøring og service",
    "Jern/metal og industri",
)


@pytest.mark.parametrize(
    ("typed", "branch"),
    [
        ("Bygge og anlæg", CONSTRUCTION),
        ("BYGGE- OG ANLÆG", CONSTRUCTION),
        ("bygge-anlaeg", CONSTRUCTION),
        ("bygge_anlaeg", CONSTRUCTION),
        ("Anlægsgartner", GREEN),
        ("servicebranchen", SERVICE),
        ("Transport", "Transport og logistik"),
        ("HORESTA", "Hotel/restaurant/køkken"),
        ("sosu", "Ældrepleje/SOSU"),
        ("Jern og metal", INDUSTRY),
    ],
)
def test_a_branch_is_known_by_name_key_and_alias(typed: str, branch: str) -> None:
    assert resolve_branch(typed) == branch


@pytest.mark.parametrize("typed", ["", None, "Frisør", "og"])
def test_an_unknown_branch_is_not_guessed(typed: object) -> None:
    assert resolve_branch(typed) is None


def test_no_spelling_stands_for_two_branches() -> None:
    spellings = [
        {fold(word) for word in (row["navn"], row["branche_key"], *parts(row["aliaser"]))} for row in rows("brancher")
    ]
    assert sum(map(len, spellings)) == len(set().union(*spellings))


def test_the_official_course_packages_are_not_invented() -> None:
    assert {row["officiel_uddannelsespakke"] for row in rows("brancher")} == {"ukendt"}
    assert len(branch_names()) == 8


@pytest.mark.parametrize(
    ("code", "branch"),
    [
        ("81.21.00", SERVICE),
        ("812100", SERVICE),
        (812100, SERVICE),
        ("81.10.00", SERVICE),
        ("81.30.00", GREEN),
        ("813000", GREEN),
        ("56.11.10", "Hotel/restaurant/køkken"),
        ("561110", "Hotel/restaurant/køkken"),
        ("41", CONSTRUCTION),
        ("43.3", CONSTRUCTION),
        ("10.11", INDUSTRY),
        ("33.12.00", INDUSTRY),
        ("87.10.10", "Ældrepleje/SOSU"),
        ("88.10.30", "Ældrepleje/SOSU"),
        ("88.1", "Ældrepleje/SOSU"),
    ],
)
def test_an_industry_code_gives_the_branch_of_its_longest_prefix(code: object, branch: str) -> None:
    assert branch_of_industry_code(code) == branch


@pytest.mark.parametrize(
    "code",
    [
        "",
        None,
        "81",
        "88",
        "88.91.10",
        "88.99",
        "01",
        "011100",
        "01.30.00",
        "96.02",
        "11100",
        11100,
        "5611100",
        "byg",
        "9",
    ],
)
def test_a_code_that_does_not_tell_the_branch_gives_none(code: object) -> None:
    assert branch_of_industry_code(code) is None
