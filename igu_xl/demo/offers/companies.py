"""Invented companies: names that say »Eksempel«, and numbers that no real company has been given.

A CVR number must pass modulus 11, so the demo's do, in a series (99...) outside those that are in use. Every second
P-number begins like a date of birth: the search for CPR numbers must not take it for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from stdnum.dk import cvr

from igu_xl.demo.chance import Chance
from igu_xl.demo.partners import Organisation
from igu_xl.demo.rows import DemoRow

_PLACES = ("Havblik", "Lindehøj", "Nordvang", "Rosenlund", "Solbakken", "Vestskov", "Bøgebjerg", "Kildegård")
_FORMS = {"A/S": 45, "ApS": 45, "I/S": 10}
_POSTCODES = ("2200", "2300", "2400", "2450", "2600", "2650", "2700", "2730", "2750", "2770", "2800", "2860", "3400")
_CLUSTERS = {None: 70, "Klynge Nord": 15, "Klynge Vest": 15}
_STAFF = {8: 10, 14: 20, 22: 25, 35: 20, 60: 15, 140: 10}


def make_companies(organisation: Organisation, size: int, first: int, chance: Chance) -> list[DemoRow]:
    """`size` companies of a branch; `first` is how many companies other branches have used up before."""
    numbers = _cvr_numbers(first + size)[first:]
    return [_company(organisation, index, cvr, chance) for index, cvr in enumerate(numbers, start=first)]


def _company(organisation: Organisation, index: int, cvr_number: str, chance: Chance) -> DemoRow:
    trade, form = chance.any_of(organisation.trades), chance.choice(_FORMS)
    public = chance.happens(0.12)
    return {
        "cvr": cvr_number,
        "p_number": _p_number(index),
        "name": f"Eksempel {trade} {_PLACES[index % len(_PLACES)]} {'' if public else form}".strip(),
        "sector": "Offentlig" if public else "Privat",
        "industry_code": organisation.industry_code,
        "postcode": chance.any_of(_POSTCODES),
        "agreement": organisation.agreement if chance.happens(0.8) else None,
        "ordinary_staff": chance.choice(_STAFF),
        "steward_statement": None,
        "cluster": chance.choice(_CLUSTERS),
        "others": 0 if index % 4 == 0 else None,
        "contact": chance.any_of(("Personalechef", "Driftsleder", "Daglig leder")),
    }


def _p_number(index: int) -> str:
    month = index % 12 + 1 if index % 2 == 0 else 50 + index % 40
    return f"11{month:02d}{50 + index % 45:02d}{index % 10_000:04d}"


def staff_for(subsidised: int) -> int:
    """How many ordinary employees a company needs for this many people in practice and wage subsidy.

    The inverse of rimelighedskravet: one for every five up to 50 employees, one for every ten above.
    """
    return subsidised * 5 if subsidised <= 10 else 50 + (subsidised - 10) * 10


@cache
def _cvr_numbers(size: int) -> tuple[str, ...]:
    return tuple(islice(_valid_cvr_numbers(), size))


def _valid_cvr_numbers() -> Iterator[str]:
    """The valid numbers of the series, enough for the companies of 100,000 candidates."""
    for stem in range(9_900_018, 10_000_000, 3):
        yield from (f"{stem}{digit}" for digit in range(10) if cvr.is_valid(f"{stem}{digit}"))
