"""Counts of some beside counts of all: no part is larger than its whole, and what counts from the start never falls."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise

from attack.quantities import ENDED, TYPES
from attack.reading import Page

Key = tuple[str, str, Hashable]  # month, page, quantity
Line = tuple[Mapping[Hashable, float], float, float]  # a sum of counts with their factors, and between what it lies

_ANY = float("inf")
_CHAIN = ("Har gennemført", "Kommet i forløb", "Klar", "Registreret")
_PAIRS: tuple[tuple[Hashable, Hashable], ...] = (
    *pairwise(_CHAIN),
    ("I job eller uddannelse", "Kommet i forløb"),
    ("Har gennemført igu", ("Gennemført", "igu")),
    ("Har gennemført igu", "Har gennemført"),
    ("Fulgt op i måneden", "I forløb"),
    ("Opfølgning overskredet", "I forløb"),
    ("Endnu ingen opfølgning", "I forløb"),
    ("Begyndt i måneden", "Begyndt på 12 måneder"),
    *(((("gennemførelse", "", ended)), (ended, "igu")) for ended in ENDED),
)
_GROWING = (
    "Registreret",
    "Kommet i forløb",
    "Har gennemført",
    "I job eller uddannelse",
    "Har gennemført igu",
    *ENDED[:3],
)


def nested(page: Page, seen: Container[Key]) -> Iterator[Line]:
    """The counts of one page that are part of another of its counts."""

    def key(quantity: Hashable) -> Key:
        return page.month, page.stem, quantity

    begun = ("I forløb", *ENDED)
    parts = [([less], [more]) for less, more in _PAIRS]
    parts.append((["Kommet i forløb"], [*begun]))
    for started in ("Begyndt i måneden", "Begyndt på 12 måneder"):
        parts.append(([started], [*begun]))
        parts += [([(started, kind)], [(state, kind) for state in begun]) for kind in TYPES]
    for less, more in parts:
        if all(key(one) in seen for one in (*less, *more)):
            yield {**{key(one): 1.0 for one in less}, **{key(one): -1.0 for one in more}}, -_ANY, 0.0


def growing(key: Key, months: Sequence[str], seen: Container[Key]) -> Iterator[Line]:
    """A count from the start beside the same in the next month that tells it."""
    month, stem, quantity = key
    named = quantity[0] if isinstance(quantity, tuple) else quantity
    if named in _GROWING:
        later = [one for one in months if one > month and (one, stem, quantity) in seen]
        if later:
            yield {key: 1.0, (later[0], stem, quantity): -1.0}, -_ANY, 0.0
