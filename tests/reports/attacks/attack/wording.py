"""What sentences and tallies tell of counts: that there are any, and how many cohorts have enough."""

from __future__ import annotations

from collections.abc import Container, Iterator

from attack.nesting import Key, Line
from attack.reading import Page, number

_ANY = float("inf")
_LATE = {
    "overskredne frister": (("Aftale i VITAS", "Mangler nu"), ("Undervisningsplan", "Mangler nu")),
    "overskredne opfølgninger": ("Opfølgning overskredet",),
}
_MANY = 1000.0


def worded(page: Page, seen: Container[Key]) -> Iterator[Line]:
    """»Der er overskredne frister«: one at least; where it is not said: none. And what tallies of cohorts tell."""
    said = next((one for one in page.sentences if one.startswith("Der er ") and one.endswith("Se nedenfor.")), "")
    for words, quantities in _LATE.items():
        keys = [(page.month, page.stem, one) for one in quantities]
        if page.cards and all(key in seen for key in keys):
            yield ({key: 1.0 for key in keys}, *((1.0, _ANY) if words in said else (0.0, 0.0)))
    yield from _enough(page, seen)
    yield from _homes(page)


def flag(page: Page, cohort: str) -> Key:
    """Whether a cohort has enough, as a count of 0 or 1."""
    return page.month, page.stem, ("nok", cohort)


def _enough(page: Page, seen: Container[Key]) -> Iterator[Line]:
    """How many coming cohorts have enough, beside who is enrolled in each."""
    coming, tally = page.table("Kommende hold"), next((one for one in page.tables if one.caption == "Alle hold"), None)
    if not coming or not tally:
        return
    told = {row: number(cells[0]) for row, _, cells in tally.rows}
    enough, short = told.get("Hold med deltagere nok"), told.get("Hold, der mangler deltagere")
    flags = []
    for name, _, cells in coming.rows:
        least, one = number(cells[coming.columns.index("Mindst")]), (page.month, page.stem, ("hold", name, "Tilmeldt"))
        if least and one in seen:
            flags.append((one, flag(page, name), least))
    if enough is None or short is None or not len(flags) == enough + short == len(coming.rows):
        return
    for one, has, least in flags:
        yield {has: 1.0}, 0.0, 1.0
        yield {one: 1.0, has: -float(least)}, 0.0, _ANY
        yield {one: 1.0, has: -_MANY}, -_ANY, least - 1.0
    yield {has: 1.0 for _, has, _ in flags}, float(enough), float(enough)


def _homes(page: Page) -> Iterator[Line]:
    """A cohort has at least as many people as municipalities."""
    cohorts = page.table("Alle hold ")
    if cohorts and "Kommuner" in cohorts.columns:
        for name, _, cells in cohorts.rows:
            homes = number(cells[cohorts.columns.index("Kommuner")])
            if homes is not None:
                yield {(page.month, page.stem, ("hold", name, "Samlet")): 1.0}, float(homes), _ANY
