"""Areas of several municipalities: the parts of the country, for counts that may not be told of one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from igu_xl.domain.municipalities import landsdel, resolve_municipality

OTHERS = "Øvrige kommuner"


def areas_of(names: Sequence[str]) -> dict[str, str]:
    """The area of each municipality, by name. Each has at least two of them, where there are two.

    An area is a part of the country (`landsdel`). Those that stand alone in theirs, and names that are no municipality,
    are the others; one that would be the only other goes with the first area.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        match = resolve_municipality(name)
        members[landsdel(match.code) if match.known else OTHERS].append(name)
    others = [name for area, own in members.items() for name in own if len(own) == 1 or area == OTHERS]
    several = {area: own for area, own in sorted(members.items()) if len(own) > 1 and area != OTHERS}
    if len(others) == 1 and several:
        first, own = next(iter(several.items()))
        several = {f"{first} og {others[0]}": [*own, *others], **{k: v for k, v in several.items() if k != first}}
    elif others:
        several[OTHERS] = others
    return {name: area for area, own in several.items() for name in own}
