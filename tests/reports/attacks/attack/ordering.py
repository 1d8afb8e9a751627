"""What lines tell by standing there, and by where they stand: by size with equals by name, or only where anybody is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from attack.nesting import Key, Line
from attack.quantities import counted
from attack.reading import Page, Table

_BY_SIZE = ("Uden forslag ved", "Foreslåede forløb fra", "Alle, der er klar", "Kandidater uden plads")
_ONLY_THOSE = (
    "Uden forslag ved", "Afbrudt efter årsag", "Forløb efter", "Kandidater og forløb efter", "Kandidater uden plads",
)  # fmt: skip
_ANY = float("inf")


def ordered(page: Page, table: Table, pages: Sequence[Page], true: Mapping[Key, int]) -> Iterator[Line]:
    """What the lines of a table tell, where their order or presence is not what everybody knows anyway."""
    cells = {(row, column): (page.month, page.stem, quantity) for row, column, _, quantity in counted(table)}
    rows = [name for name, is_sum, _ in table.rows if not is_sum]
    columns = [one for one in table.columns if one not in table.sums]
    by = next((one for one in ("Klar i alt", "Foreslået", "Antal") if one in table.columns), "")
    if table.caption.startswith(_BY_SIZE) and by:
        known = [*_known_orders(pages)]
        yield from _falling([(row, cells[row, by]) for row in rows], known, true)
        if table.caption.startswith("Foreslåede forløb fra"):
            yield from _falling([(one, cells["I alt", one]) for one in columns], known, true)
    if table.caption.startswith(_ONLY_THOSE) and not _always(page, table, pages):
        for row in rows:
            yield {cells[row, one]: 1.0 for one in columns if (row, one) in cells}, 1.0, _ANY


def _falling(lines: Sequence[tuple[str, Key]], known: list[list[str]], true: Mapping[Key, int]) -> Iterator[Line]:
    """Each is at least the next one, and more where it would else stand after it by name."""
    names = [name for name, _ in lines]
    if not lines or any(_in_order(names, order) for order in (sorted(names), *known)):
        return
    told = [((one, two), float(name > after)) for (name, one), (after, two) in pairwise(lines)]
    if all(true.get(one, 0) - true.get(two, 0) >= more for (one, two), more in told):
        for (one, two), more in told:
            yield {one: 1.0, two: -1.0}, more, _ANY


def _always(page: Page, table: Table, pages: Sequence[Page]) -> bool:
    """Whether the same lines stand in this table on every page of the kind: then no line tells that there is any.

    A page's own name may stand in the place of another page's.
    """
    kind = page.stem.partition("-")[0]
    lines = {
        tuple("egen" if name == other.name else name for name in one.names)
        for other in pages
        if other.stem.partition("-")[0] == kind
        for one in other.tables
        if one.caption == table.caption
    }
    return len(lines) == 1


def _known_orders(pages: Sequence[Page]) -> Iterator[list[str]]:
    """The orders that everybody knows: municipalities by code, branches and reasons as they always stand."""
    yield [page.name for page in sorted(pages, key=lambda page: page.stem) if page.stem.startswith("kommune-")]
    for start in ("Pladser efter branche", "Uden forslag ved"):
        seen = {tuple(table.names) for page in pages if (table := page.table(start))}
        if len(seen) == 1:
            yield [*seen.pop()]


def _in_order(names: Sequence[str], known: Sequence[str]) -> bool:
    """Whether all names stand in a known order."""
    places = [known.index(name) for name in names if name in known]
    return len(places) == len(names) and places == sorted(places)
