"""Finding and hiding CPR numbers. All numbers here are invented: the serials are 0000, 1234 and the like."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.domain.cpr import HIDDEN, has_cpr, hide_cpr

WRITTEN = [
    "010190-1234",
    "0101901234",
    "010190 1234",
    "010190\u00a01234",
    "010190–1234",
    "010190‑1234",
    "010190 - 1234",
    "010190/1234",
    "010190.1234",
    "010190_1234",
    "010190\u00ad1234",
    "010190\u200b-1234",
    "01.01.90-1234",
    "01 01 90-1234",
    "01-01-90-1234",
    "Se 010190-1234.",
    "CPR:0101901234,",
    "cpr0101901234",
    "(010190-1234)",
    "f.010190-1234",
    "1.010190-1234",
    "a\n010190-1234\nb",
    "610190-1234",
    "910190-0000",
    "290200-1234",
    "290201-1234",
    "١٠٠١٩٠-١٢٣٤",
]

HARMLESS = [
    "",
    "101-0007",
    "BYG-0012",
    "26911125",
    "45 12 34 56 78",
    "+4512345678",
    "320190-1234",
    "011390-1234",
    "000190-1234",
    "600190-1234",
    "920190-1234",
    "10101901234",
    "01019012345",
    "01.01.1990",
    "01.01.90",
    "den 01.01.90 1500 kr.",
    "26.11.26 - 1500 kr.",
    "010190",
    "010190-123",
    "2026-05-01 12:00:00",
    "{01019012-3456-4abc-8def-000000000000}",
    "{ab010190-1234-4abc-8def-000000000000}",
    "0x0101003F5A1B0101901234AB",
    "1,0101901234",
    "NEXT-2027-03",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_cpr_number_is_seen_however_it_is_written(text: str) -> None:
    assert has_cpr(text)
    assert HIDDEN in hide_cpr(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert not has_cpr(text)
    assert hide_cpr(text) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (101901234.0, True),  # Excel drops the leading zero
        (101901234, True),
        (3112901234.0, True),
        (3212901234.0, False),
        (10101901234.0, False),
        (10190.1234, False),
        (float("nan"), False),
        (float("inf"), False),
        ("101901234", True),
        (None, False),
        (date(1990, 1, 1), False),
        (True, False),
    ],
)
def test_a_number_is_read_as_excel_keeps_it(value: object, expected: bool) -> None:
    assert has_cpr(value) is expected


def test_modulus_11_is_not_asked() -> None:
    """Numbers that fail it are issued since 2007, mostly to people whose birthday is given as 1 January."""
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    failing = next(
        number
        for number in (f"010190{serial:04d}" for serial in range(10))
        if sum(weight * int(digit) for weight, digit in zip(weights, number, strict=True)) % 11
    )
    assert has_cpr(failing)


def test_a_known_p_number_is_no_cpr_number() -> None:
    assert has_cpr("1010123456")
    assert not has_cpr("1010123456", {"1010123456"})
    assert not has_cpr(1010123456.0, {"1010123456"})
    assert has_cpr("101012-3456", {"1010123456"})


def test_everything_but_the_number_stays() -> None:
    text = "Se 010190-1234 og 0202911234; ring 12345678"
    assert hide_cpr(text) == f"Se {HIDDEN} og {HIDDEN}; ring 12345678"


def test_one_that_is_hidden_does_not_shield_its_neighbour() -> None:
    assert hide_cpr("0101901234.0202911234") == f"{HIDDEN}.{HIDDEN}"


days = st.dates(date(1900, 1, 1), date(2057, 12, 31))
separators = st.sampled_from(["", "-", " ", "\u00a0", "–", " - ", "/"])


@st.composite
def cpr_numbers(draw: st.DrawFn) -> str:
    day = draw(days)
    shift = draw(st.sampled_from([0, 60]))
    serial = draw(st.integers(0, 9999))
    return f"{day.day + shift:02d}{day:%m%y}{draw(separators)}{serial:04d}"


@given(st.text(), cpr_numbers(), st.text())
def test_hiding_never_leaves_one(before: str, number: str, after: str) -> None:
    hidden = hide_cpr(f"{before} {number} {after}")
    assert not has_cpr(hidden)
    assert number not in hidden


@given(st.text(alphabet="0123456789-. /a"))
def test_hiding_is_done_once_and_for_all(text: str) -> None:
    hidden = hide_cpr(text)
    assert not has_cpr(hidden)
    assert hide_cpr(hidden) == hidden


@given(cpr_numbers())
def test_every_day_and_serial_counts(number: str) -> None:
    assert has_cpr(number)
