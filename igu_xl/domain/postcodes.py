"""The municipality that a postcode mostly lies in.

A postal district may cross municipal borders; the data name the municipality that holds most of it. That is good enough
to say where the workplaces are, and not good enough for anything about one person.
"""

from __future__ import annotations

from functools import cache

from igu_xl.domain.municipalities import municipality_name
from igu_xl.domain.tables import rows


def municipality_of_postcode(postcode: str) -> str:
    """The name of the municipality, anywhere in Denmark, or "" when the data do not know the postcode."""
    for first, last, name in _ranges():
        if first <= postcode.strip().zfill(4) <= last:
            return name
    return ""


@cache
def _ranges() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["fra"], row["til"], municipality_name(row["kommune"])) for row in rows("postnumre"))
