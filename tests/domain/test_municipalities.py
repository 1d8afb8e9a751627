from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from igu_xl.domain.codes import (
    landsdel,
    municipality_codes,
    municipality_name,
    municipality_names,
    region_of,
    resolve_municipality,
)

BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("København", "101"),
        ("Københavns Kommune", "101"),
        ("københavn kommune", "101"),
        ("KOEBENHAVN", "101"),
        ("koebenhavns kommune", "101"),
        ("København\u00a0", "101"),
        ("Københavns  Kommune", "101"),
        ("Kbh.", "101"),
        ("0101", "101"),
        ("101", "101"),
        ("101.0", "101"),
        (101, "101"),
        (101.0, "101"),
        (np.int64(101), "101"),
        (np.float64(101), "101"),
        ("Lyngby-Taarbæk", "173"),
        ("Lyngby-Tårbæk", "173"),
        ("Lyngby-Tårbæk kommune", "173"),
        ("Lyngby – Taarbaek", "173"),
        ("lyngby tårbæk", "173"),
        ("Høje-Taastrup", "169"),
        ("Høje-Tåstrup", "169"),
        ("Hoeje Taastrup Kommune", "169"),
        ("Bornholm", "400"),
        ("Bornholms Regionskommune", "400"),
        ("bornholms kommune", "400"),
        ("Tårnby", "185"),
        ("Taarnby kommune", "185"),
        ("Dragør Kommune", "155"),
        ("Dragoer", "155"),
        ("Rødovre", "175"),
        ("Vallensbaek", "187"),
        ("Halsnæs Kommune", "260"),
        ("Køge", "259"),
    ],
)
def test_a_municipality_is_known_by_every_name_and_code_form(typed: object, code: str) -> None:
    match = resolve_municipality(typed)
    assert match.known
    assert (match.code, match.names) == (code, (municipality_name(code),))


@pytest.mark.parametrize(
    "typed",
    [
        "Tårnby-Dragør",
        "Tårnby-Dragør kommune",
        "Tårnby/Dragør",
        "Tårnby og Dragør",
        "taarnby – dragoer",
        "TÅRNBY DRAGØR",
    ],
)
def test_a_joint_name_is_two_municipalities_and_no_code(typed: str) -> None:
    match = resolve_municipality(typed)
    assert not match.known
    assert (match.code, match.names) == ("", ("Tårnby", "Dragør"))


@pytest.mark.parametrize("typed", [None, math.nan, "", "Malmø", "999", 101.5, "1010", "01", True, "Kommune", "s"])
def test_an_unknown_municipality_has_no_code_and_no_names(typed: object) -> None:
    match = resolve_municipality(typed)
    assert not match.known
    assert (match.code, match.names) == ("", ())


def test_the_capital_region_has_29_municipalities_until_the_end_of_2026() -> None:
    assert len(municipality_codes("Region Hovedstaden", BEFORE)) == 29
    assert municipality_codes("Region Hovedstaden", AFTER) == ()


def test_eastern_denmark_has_46_municipalities_from_2027() -> None:
    assert municipality_codes("Region Østdanmark", BEFORE) == ()
    assert len(municipality_codes("Region Østdanmark", AFTER)) == 46


def test_the_country_has_98_municipalities() -> None:
    assert len(municipality_names()) == len(set(municipality_names())) == 98


@pytest.mark.parametrize(
    ("code", "on", "region"),
    [
        ("461", BEFORE, "Region Syddanmark"),
        ("751", AFTER, "Region Midtjylland"),
        ("851", AFTER, "Region Nordjylland"),
        ("101", date(2018, 5, 1), "Region Hovedstaden"),
        ("101", BEFORE, "Region Hovedstaden"),
        ("101", AFTER, "Region Østdanmark"),
        ("259", BEFORE, "Region Sjælland"),
        ("259", AFTER, "Region Østdanmark"),
        ("999", AFTER, ""),
    ],
)
def test_the_region_follows_the_date(code: str, on: date, region: str) -> None:
    assert region_of(code, on) == region


def test_a_municipality_lies_in_one_region_at_a_time() -> None:
    everywhere = [
        region_of(resolve_municipality(name).code, day) for name in municipality_names() for day in (BEFORE, AFTER)
    ]
    assert all(everywhere)


def test_every_municipality_is_found_by_its_own_name() -> None:
    assert [resolve_municipality(name).names for name in municipality_names()] == [
        (name,) for name in municipality_names()
    ]


def test_the_name_of_an_unknown_code_is_a_programmers_mistake() -> None:
    with pytest.raises(KeyError):
        municipality_name("999")


@pytest.mark.parametrize(("code", "part"), [("155", "Byen København"), ("400", "Bornholm"), ("219", "Nordsjælland")])
def test_a_municipality_lies_in_a_part_of_the_country(code: str, part: str) -> None:
    assert landsdel(code) == part
