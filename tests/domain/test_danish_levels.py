from __future__ import annotations

import math

import pandas as pd
import pytest

from igu_xl.domain.codes import (
    danish_level,
    danish_levels,
    demand_words,
    is_test,
    level_name,
    level_of_text,
    level_texts,
    passed_level,
)
from igu_xl.domain.tables import rows

TRACKS = {"DU1": ("PD1", 6), "DU2": ("PD2", 6), "DU3": ("PD3", 5)}


def level(text: str) -> int:
    found = level_of_text(text)
    assert found is not None
    return found


@pytest.mark.parametrize("track", TRACKS)
def test_each_module_is_above_the_one_before_and_the_test_above_them_all(track: str) -> None:
    test, modules = TRACKS[track]
    steps = ["Ingen", *(f"{track} M{number}" for number in range(1, modules + 1)), test]
    assert [level(step) for step in steps] == sorted({level(step) for step in steps})


@pytest.mark.parametrize("number", range(1, 6))
def test_the_same_module_of_a_higher_track_is_more_danish(number: int) -> None:
    assert level(f"DU1 M{number}") < level(f"DU2 M{number}") < level(f"DU3 M{number}")


def test_the_tests_are_in_the_order_of_their_cefr_levels() -> None:
    assert level("PD1") < level("PD2") < level("PD3") < level("DU3 M6") < level("Studieprøven")


@pytest.mark.parametrize("track", TRACKS)
def test_the_order_is_the_one_the_module_documents(track: str) -> None:
    test, modules = TRACKS[track]
    made = [level(f"{track} M{number}") for number in range(1, modules + 1)]
    assert made == [math.floor(level(test) * (number - 0.5) / modules + 0.5) for number in range(1, modules + 1)]


def test_the_estimated_order_is_marked_as_not_verified() -> None:
    assert {row["verificeret"] for row in rows("danskniveau")} == {"nej"}


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("DU2 modul 4", "DU2 M4"),
        ("du2m4", "DU2 M4"),
        ("DU2, modul 4", "DU2 M4"),
        ("Danskuddannelse 2 modul 4", "DU2 M4"),
        ("Prøve i Dansk 2", "PD2"),
        ("pd 2", "PD2"),
        ("Studieproeven", "Studieprøven"),
        ("SP", "Studieprøven"),
        ("INGEN", "Ingen"),
    ],
)
def test_a_level_is_read_however_it_is_spelled(text: str, same_as: str) -> None:
    assert level_of_text(text) == level(same_as)


@pytest.mark.parametrize("text", [None, "", "DU2", "DU4 M1", "DU2 M7", "B1", "4", math.nan])
def test_what_is_no_level_is_not_guessed(text: object) -> None:
    assert level_of_text(text) is None


def test_the_drop_down_is_in_order_and_every_text_can_be_read() -> None:
    levels = [level(text) for text in level_texts()]
    assert levels == sorted(levels)
    assert (level_texts()[0], level_texts()[-1]) == ("Ingen", "Studieprøven")
    assert len(set(level_texts())) == 23


PEOPLE = [
    (("DU2", 4, None), "DU2 M4"),
    (("DU2", "4", "Ingen"), "DU2 M4"),
    (("du 2", 4.0, ""), "DU2 M4"),
    (("DU2", "modul 4", "PD1"), "PD1"),
    (("DU3", 1, "PD2"), "PD2"),
    (("DU3", 6, "PD3"), "DU3 M6"),
    (("DU3", 6, "Studieprøven"), "Studieprøven"),
    ((None, None, "PD3"), "PD3"),
    (("Ingen", None, None), "Ingen"),
    (("Ingen", None, "PD1"), "PD1"),
    (("DU2", None, "PD2"), "PD2"),
    (("DU2", 7, "PD2"), "PD2"),
    (("DU2", None, None), None),
    (("DU3", 9, None), None),
    ((None, 4, None), None),
    ((None, None, "Ingen"), None),
    ((None, None, None), None),
]


@pytest.mark.parametrize("text", level_texts())
def test_only_a_passed_test_is_a_test(text: str) -> None:
    tests = {"PD1", "PD2", "PD3", "Studieprøven"}
    assert is_test(text) == (text in tests)
    assert passed_level(text) == (level(text) if text in tests else None)
    assert demand_words(text) == (f"bestået {text}" if text in tests else text)


@pytest.mark.parametrize("text", level_texts())
def test_every_level_keeps_its_name_also_where_two_have_the_same_order(text: str) -> None:
    assert level_name(text.replace(" M", ", modul ")) == text


@pytest.mark.parametrize(("person", "text"), PEOPLE)
def test_a_person_has_the_higher_of_module_and_passed_test(
    person: tuple[object, object, object], text: str | None
) -> None:
    assert danish_level(*person) == (None if text is None else level(text))


def test_a_column_of_people_gets_the_same_levels_and_keeps_its_index() -> None:
    index = pd.Index([f"101-{number:04d}" for number in range(len(PEOPLE))])
    track, module, test = (
        pd.Series(values, index=index, dtype=object) for values in zip(*(p for p, _ in PEOPLE), strict=True)
    )
    levels = danish_levels(track, module, test)
    assert levels.dtype == "Int64"
    assert levels.index.equals(index)
    assert [None if pd.isna(found) else found for found in levels] == [danish_level(*person) for person, _ in PEOPLE]
