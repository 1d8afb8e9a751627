"""Finding and hiding CPR numbers. All numbers here are invented: the serials are 0000, 1234 and the like."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.dk import cpr as stdnum_cpr

from igu_xl.domain.digits.month_names import month_numbers
from igu_xl.domain.personal.cpr import HIDDEN, Suspicion, has_cpr, hide_cpr, suspicion_of
from igu_xl.domain.personal.p_numbers import p_numbers_of, typed_digits

SHAPES = (Path(__file__).parents[2] / "fixtures" / "cpr_shapes.txt").read_text(encoding="utf-8").splitlines()
MONTHS = {number: name for name, number in month_numbers().items()}

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
    "０１０１９０－１２３４",
    "①10190-1234",
    "01⁰190-1234",
    "0\u00ad1\u00ad0\u00ad1\u00ad9\u00ad0-\u00ad1\u00ad2\u00ad3\u00ad4",
    "0\u03361\u03360\u03361\u033690-1234",
    "O1O190-1234",
    "0l0l90-l234",
    "0 1 0 1 9 0 1 2 3 4",
    "0 1 0 1 9 0 - 1 2 3 4",
    "1/1-90 1234",
    "1/1-1990-1234",
    "1.1.1990 1234",
    "01.01.1990 12:34",
    "01-01-90 12:34",
    "10190-1234",
    "010 190 1234",
    "61 01 90 12 34",
    "61-01-1990 1234",
    "01\n01\n90\n1234",
    "den 1. januar 1990, 1234",
    "010117 1234",
    "01-01-2017-1234",
    "+010190-1234",
    "barn 1: 010190-1234, barn 2: 020291-1234",
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
    "01-12-2026 14:30",
    "01-12-2026 kl. 14.30",
    "01-12-2026 1430",
    "01.12.26 14.30",
    "101126 14:00",
    "2026-12-01 14:30",
    "2026-12-01T14:30:00",
    "1990-01-01 00:00:00",
    "01-01-1990 00:00",
    "20261201_1430",
    "01-12-2026 - 01-12-2027",
    "01-12-2026-01-12-2027",
    "01-12-90-01-12-91",
    "01.12.26-31.12.26",
    "den 01.12.2026 1500 kr.",
    "01-12-2026, 2400 København",
    "20 10 12 34",
    "20 10 12 34 56 78 90 12",
    "20 10 12 34, 21 10 12 34",
    "20 10 12 34 / 21 10 12 34",
    "+45 20 10 12 34",
    "+31 10 12 34 56 78",
    "+3110123456",
    "0045 20 10 12 34",
    "uge 10, 11, 12, 13, 14",
    "uge 10 11 12 13 14",
    "kl. 10.30-12.15 og 13.00-15.30",
    "48101, 48102, 40939",
    "48101 20110",
    "20910-2026",
    "5790001234567",
    "101-0007, 101-0008, 101-0009",
    "101-0007-F1",
    "BYG-0012 og BYG-0013",
    "kr. 10.190,50 og 12.400,00",
    "1.010.190.124 kr.",
    "VITAS 1234567",
    "VITAS-nr. 12345678",
    "CVR 26911125, P-nr. 1025123456",
    "15.20.00-P19-12-26",
    "sag 2026-001234",
    "26/01234567",
    "DK50 0040 0440 1162 43",
    "978-87-02-12345-6",
    "01011990-3456-4abc-8def-000000000000",
    "3f2a01019012344abc8def0000000000",
    "2024 2025 2026",
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
        (10190.1234, True),  # a comma typed in Danish Excel: 010190,1234
        (10190.124, True),
        (10190.5, False),
        (10190.12, False),
        (10190.123456, False),
        (10119901234.0, True),  # with century, without the zero in front
        (1990.01011234, False),
        (datetime(1927, 11, 24, 2, 57, 41, 760000), True),  # 10190.1234 in a cell that shows a date
        (datetime(1927, 11, 24, 0, 0), False),
        (datetime(2026, 11, 24, 12, 30), False),
        (timedelta(days=101901234), True),
        (timedelta(hours=37), False),
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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1010123456", Suspicion.PERHAPS),
        (1010123456.0, Suspicion.PERHAPS),
        ("P-nr. 1011123456", Suspicion.PERHAPS),
        ("101012-3456", Suspicion.CPR),
        ("0101901234", Suspicion.CPR),
        ("1010123456 og 0101901234", Suspicion.CPR),
        ("1025123456", Suspicion.NONE),
    ],
)
def test_ten_digits_that_may_be_a_p_number_are_not_called_a_cpr_number(value: object, expected: Suspicion) -> None:
    assert suspicion_of(value) is expected


def test_only_what_can_be_a_p_number_is_known_as_one() -> None:
    column = [
        "1010123456",
        1025123456.0,
        " 10 25 12 34 57\u00a0",
        "0101901234",
        "010190-1234",
        "101012-3456",
        None,
        "ukendt",
    ]
    assert p_numbers_of(column) == {"1010123456", "1025123456", "1025123457"}
    assert typed_digits("01 01 90 12 34") == "0101901234" and typed_digits("P 1025123456") == ""


def written(shape: str, day: date, serial: int, shift: int = 0) -> str:
    number = f"{serial:04d}"
    return shape.format(
        d=f"{day.day + shift:02d}", m=f"{day.month:02d}", y=f"{day:%y}", c=f"{day:%Y}", month=MONTHS[day.month],
        s=number, s1=number[:2], s2=number[2:],
    )  # fmt: skip


# People who can be in a partnership, and their children before igu began; who is born since is in the test below.
births = st.dates(date(1936, 1, 1), date(2015, 12, 31))


@st.composite
def cpr_numbers(draw: st.DrawFn) -> str:
    day = draw(births)
    shift = draw(st.sampled_from([0, 60]))
    return written(draw(st.sampled_from(SHAPES)), day, draw(st.integers(1, 9999)), shift)


words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Nd", "Nl", "No", "Cs"]), max_size=30)


@settings(max_examples=500, deadline=None)
@given(words, cpr_numbers(), words)
def test_every_shape_is_found_in_any_text(before: str, number: str, after: str) -> None:
    assert has_cpr(f"{before} x {number} x {after}")


@settings(max_examples=300, deadline=None)
@given(st.text(), cpr_numbers(), st.text())
def test_hiding_never_leaves_one(before: str, number: str, after: str) -> None:
    hidden = hide_cpr(f"{before} x {number} x {after}")
    assert not has_cpr(hidden)
    assert number not in hidden


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="0123456789-. /:,()+oOl\u00ada") | st.lists(cpr_numbers(), max_size=4).map(" ".join))
def test_hiding_is_done_once_and_for_all(text: str) -> None:
    hidden = hide_cpr(text)
    assert not has_cpr(hidden)
    assert hide_cpr(hidden) == hidden


@given(st.dates(date(2016, 1, 1), date(2057, 12, 31)), st.sampled_from([0, 60]), st.integers(0, 9999))
def test_who_is_born_since_igu_began_is_found_too(day: date, shift: int, serial: int) -> None:
    """Only a whole date with something that can be a time of the day behind it is taken for a date with a time."""
    for shape in (
        "{d}{m}{y}-{s}",
        "{d}{m}{y}{s}",
        "{d}{m}{y} {s}",
        "{d}{m}{y}:{s}",
        "{d}-{m}-{c}-{s}",
        "{d}{m}{c}-{s}",
    ):
        assert has_cpr(written(shape, day, serial, shift))


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(1, 9999))
def test_whatever_stdnum_takes_for_one_is_found(day: date, serial: int) -> None:
    for text in (f"{day:%d%m%y}-{serial:04d}", f"{day:%d%m%y}{serial:04d}"):
        if stdnum_cpr.is_valid(text):
            assert has_cpr(text)


HOSTILE = {
    "soft hyphens": lambda count: "010190" + "\u00ad" * count + "x",
    "digits": lambda count: "1" * count,
    "spaces": lambda count: "010190" + " " * count + "x",
    "single digits": lambda count: "0 " * (count // 2),
    "pairs": lambda count: "01-" * (count // 3),
    "almost dates": lambda count: "01.01.90." * (count // 9),
    "numbers": lambda count: "010190-1234 " * (count // 12),
    "decimals": lambda count: "0101901234." * (count // 11),
    "ids": lambda count: "01011990-3456-4abc-8def-000000000000 " * (count // 37),
    "units": lambda count: "010117 1234 kr " * (count // 15),
}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no bound on a process's CPU")
def test_no_text_takes_more_than_its_length_is_worth() -> None:
    """The system ends a process after 60 CPU seconds; in proportion to their lengths, all texts together take a few."""
    script = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (60, 60))\n"
        "from igu_xl.domain.personal.cpr import has_cpr, hide_cpr\n"
        "for text in sys.stdin.read().split(chr(10)):\n"
        "    has_cpr(text), hide_cpr(text)\n"
    )
    texts = "\n".join(text(64_000) for text in HOSTILE.values())
    ran = subprocess.run([sys.executable, "-c", script], input=texts, text=True, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr[-500:]


def test_what_is_hidden_leaves_the_rest_as_it_was_typed() -> None:
    text = "Åse\u00adr ½ time: ０１０１９０－１２３４, se 1\u00ad2"
    assert hide_cpr(text) == f"Åse\u00adr ½ time: {HIDDEN}, se 1\u00ad2"
    assert re.sub(re.escape(HIDDEN), "", hide_cpr("a 010190-1234 b")) == "a  b"
