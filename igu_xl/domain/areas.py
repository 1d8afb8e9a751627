"""Areas of several municipalities: the parts of the country, for counts that may not be told of one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from igu_xl.danish import listing
from igu_xl.domain.municipalities import landsdel, resolve_municipality

OTHERS = "Øvrige kommuner"


LEAST = 3
"""The municipalities of an area: of two, each knows the other's count by its own."""


def areas_of(names: Sequence[str]) -> dict[str, str]:
    """The area of each municipality, by name. Each has at least three of them, where there are three.

    An area is a part of the country (`landsdel`). Those of a part with fewer, and names that are no municipality, are
    the others; where the others are too few, they go with the first area.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        match = resolve_municipality(name)
        members[landsdel(match.code) if match.known else OTHERS].append(name)
    several = {area: own for area, own in sorted(members.items()) if len(own) >= LEAST and area != OTHERS}
    others = sorted(name for area, own in members.items() if area not in several for name in own)
    if several and 0 < len(others) < LEAST:
        first, own = next(iter(several.items()))
        several = {f"{first} og {listing(others)}": [*own, *others], **{k: v for k, v in several.items() if k != first}}
    elif others:
        several[OTHERS] = others
    return {name: area for area, own in several.items() for name in own}
