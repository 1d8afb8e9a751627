"""Published figures to set the partnership's own beside: each with its year, its unit and its source.

They are for comparison, not targets, except those of kind `mål`. An amount of kind `beløb` holds at the price
level of its year and for the unit it names: 282.223 kr. is per *completed* person in 2017 and is never
multiplied by starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from igu_xl.domain.tables import is_verified, optional_number, rows


@dataclass(frozen=True, slots=True)
class ReferenceFigure:
    """A figure, or a range when `upper` is given, as it was published."""

    key: str
    kind: str
    text: str
    value: float
    upper: float | None
    unit: str
    year: str
    note: str
    source: str
    verified: bool


@cache
def key_figures() -> dict[str, ReferenceFigure]:
    """All figures by key, in the order of the data file."""
    return {
        row["noegle"]: ReferenceFigure(
            key=row["noegle"],
            kind=row["slags"],
            text=row["tekst"],
            value=float(row["vaerdi"]),
            upper=optional_number(row["vaerdi_til"]),
            unit=row["enhed"],
            year=row["aar"],
            note=row["note"],
            source=row["kilde"],
            verified=is_verified(row),
        )
        for row in rows("noegletal")
    }
