"""What somebody knows who has many pages: the counts he sees, and how the counts of all pages hang together.

A shown number is exact, or on a page of rounded numbers a multiple of five that is less than five away. A hidden one
can be anything. Cells of one page that count the same are one unknown. Rows and columns that the page marks as sums
add up; pages of municipalities and branches add up to the steering group's where they do; a count of some is no larger
than that of all; what is counted from the beginning never falls. `true` is the count behind every unknown: what would
contradict it is left out, for nobody can know what is not so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise

from attack.quantities import ENDED, LOST, TYPES, WAITING, counted, of_card
from attack.reading import EXACT, ROUNDED, Page, Table, number
from attack.solving import Coefs, System

Key = tuple[str, str, Hashable]  # month, page, quantity
NEAR = 4  # a rounded number, and one that is told as it was, is at most so far from the count

# Each is no larger than the next: of the same page and month.
_CHAIN = ("Har gennemført", "Kommet i forløb", "Klar", "Registreret")
_PAIRS = (
    ("I job eller uddannelse", "Kommet i forløb"),
    ("Har gennemført igu", ("Gennemført", "igu")),
    ("Har gennemført igu", "Har gennemført"),
    ("Fulgt op i måneden", "I forløb"),
    ("Opfølgning overskredet", "I forløb"),
    ("Endnu ingen opfølgning", "I forløb"),
    ("Begyndt i måneden", "Begyndt på 12 måneder"),
)
_GROWING = ("Registreret", "Kommet i forløb", "Har gennemført", "I job eller uddannelse", "Har gennemført igu")


class Knowledge:
    """All pages that somebody has, as a system of unknowns; `left_out` is how much of it was not so."""

    def __init__(self, pages: Sequence[Page], true: Mapping[Key, int], *, order: bool = True) -> None:
        self.system, self.true, self.left_out = System(), true, 0
        self.seen: dict[Key, set[str]] = defaultdict(set)
        self.pages = pages
        self.orders = [*_known_orders(pages)]
        for page in pages:
            self._page(page)
        for page in pages:
            for table in page.tables:
                self._sums(page, table)
                if order:
                    self._order(page, table)
        for month in sorted({page.month for page in pages}):
            self._across([page for page in pages if page.month == month and page.stem != "match"])
        for page in pages:
            self._within(page)
            self._told(page)
        self._over_time()

    # What is seen.

    def _page(self, page: Page) -> None:
        for table in page.tables:
            for _, _, text, quantity in counted(table):
                self._sees(page, (page.month, page.stem, quantity), text)
        for card in page.cards:
            if (quantity := of_card(page, card)) is not None:
                key = (page.month, page.stem, quantity)
                self._sees(page, key, card.value)
                self._change(page, key, card.change)

    def _sees(self, page: Page, key: Key, text: str) -> None:
        text = "[d]" if text == "skjult" else text
        if text == "–":
            return
        self.seen[key].add(text)
        self.system.knows(key)
        if under := re.fullmatch(r"[Uu]nder (\d+)", text):
            self._limits(key, 0, int(under[1]) - 1)
        elif (count := number(text)) is not None:
            near = NEAR if page.way == ROUNDED and count % 5 == 0 else 0
            self._limits(key, count - near, count + near)
        elif told := re.fullmatch(r"ca\. ([\d.]+)", text):
            before = number(told[1]) or 0
            self._limits(key, before - NEAR, before + NEAR)

    def _limits(self, key: Key, low: float, high: float) -> None:
        if self._so({key: 1.0}, low, high):
            self.system.knows(key, low, high)

    def _change(self, page: Page, key: Key, words: str) -> None:
        """»3 flere end i oktober«, »uændret siden oktober«."""
        found = re.search(r"([\d.]+) (flere|færre) end", words)
        same = "uændret siden" in words
        if not found and not same:
            return
        change = 0 if same else (number(found[1]) or 0) * (1 if found[2] == "flere" else -1) if found else 0
        before = (key[0], key[1], ("før", key[2]))
        near = 2 * NEAR if page.way == ROUNDED and change % 5 == 0 else 0
        self._between({key: 1.0, before: -1.0}, change - near, change + near)

    # How counts hang together.

    def _so(self, coefs: Coefs, low: float, high: float) -> bool:
        """Whether a sum truly lies there; nobody can know what is not so."""
        if any(key not in self.true and key[1] != "match" for key in coefs):  # type: ignore[index]
            self.left_out += 1
            return False
        value = sum(factor * self.true.get(key, 0) for key, factor in coefs.items())  # type: ignore[call-overload]
        self.left_out += not low <= value <= high
        return low <= value <= high

    def _between(self, coefs: Coefs, low: float = -float("inf"), high: float = float("inf")) -> None:
        if self._so(coefs, low, high):
            self.system.between(coefs, low, high)

    def _adds(self, parts: Sequence[Key], total: Key) -> None:
        coefs: dict[Hashable, float] = defaultdict(float)
        for part in parts:
            coefs[part] += 1.0
        coefs[total] -= 1.0
        if any(coefs.values()):
            self._between(coefs, 0.0, 0.0)

    def _sums(self, page: Page, table: Table) -> None:
        """Rows and columns whose head is marked as the sum of the others."""
        cells = {(row, column): quantity for row, column, _, quantity in counted(table)}
        columns = list(dict.fromkeys(column for _, column in cells))
        rows, totals = (
            [name for name, is_sum, _ in table.rows if not is_sum],
            [n for n, is_sum, _ in table.rows if is_sum],
        )

        def key(row: str, column: str) -> Key:
            return page.month, page.stem, cells[row, column]

        for total in [one for one in columns if one in table.sums]:
            for row in dict.fromkeys(row for row, _ in cells):
                parts = [key(row, one) for one in columns if one not in table.sums and (row, one) in cells]
                if parts and (row, total) in cells:
                    self._adds(parts, key(row, total))
        for total in totals:
            for column in columns:
                parts = [key(row, column) for row in rows if (row, column) in cells]
                if parts and (total, column) in cells:
                    self._adds(parts, key(total, column))

    def _across(self, pages: Sequence[Page]) -> None:
        """The pages of all municipalities, and those of all branches, beside the steering group's."""
        top = next((page for page in pages if page.stem == "styregruppe"), None)
        if top is None:
            return
        of_top = [key for key in self.seen if key[:2] == (top.month, top.stem)]
        for kind in ("kommune", "branche"):
            own = [page for page in pages if page.stem.startswith(f"{kind}-")]
            for key in of_top:
                parts = [(page.month, page.stem, key[2]) for page in own]
                there = [part for part in parts if part in self.seen]
                if there and all(part in self.true for part in parts):
                    for part in parts:
                        self.system.knows(part)
                    self._adds(parts, key)
        for page in pages:  # a line of the steering group's that a page is about
            for key in [one for one in self.seen if one[:2] == (page.month, page.stem)]:
                for place in ("bopæl", "branche"):
                    line = (top.month, top.stem, (place, page.name, key[2]))
                    if page is not top and line in self.seen:
                        self._between({key: 1.0, line: -1.0}, 0.0, 0.0)
                same = (top.month, top.stem, key[2])
                if page is not top and same in self.seen and page.stem.startswith(("kommune", "branche")):
                    self._between({key: 1.0, same: -1.0}, high=0.0)
                    if isinstance(key[2], tuple) and key[2][0] == "hold":
                        self._between({key: 1.0, same: -1.0}, 0.0, 0.0)

    def _within(self, page: Page) -> None:
        """Counts of some beside counts of all."""

        def key(quantity: Hashable) -> Key:
            return page.month, page.stem, quantity

        pairs: list[tuple[Hashable, Hashable]] = [*pairwise(_CHAIN), *_PAIRS]
        for kind in (None, *TYPES):
            begun = [key(state if kind is None else (state, kind)) for state in ("I forløb", *ENDED)]
            for started in ("Begyndt i måneden", "Begyndt på 12 måneder"):
                one = key(started if kind is None else (started, kind))
                if one in self.seen and all(part in self.seen for part in begun):
                    self._between({one: 1.0, **dict.fromkeys(begun, -1.0)}, high=0.0)
            holding = [key(state if kind is None else (state, kind)) for state in _HOLDING]
            filled = key("Besat" if kind is None else ("Besat", kind))
            if filled in self.seen and all(part in self.seen for part in holding):
                self._adds(holding, filled)
        if all(key(one) in self.seen for one in ("Kommet i forløb", "I forløb", *ENDED)):
            self._between({key("Kommet i forløb"): 1.0, **{key(one): -1.0 for one in ("I forløb", *ENDED)}}, high=0.0)
        for ended in ENDED:
            pairs.append((("gennemførelse", "", ended), (ended, "igu")))
        for less, more in pairs:
            if key(less) in self.seen and key(more) in self.seen:
                self._between({key(less): 1.0, key(more): -1.0}, high=0.0)
        if page.stem == "match":
            left = [key(("klar", "", one)) for one in ("Mulig, men uden plads", "Ingen mulig plads")]
            if key(LOST) in self.seen and all(one in self.seen for one in left):
                self._adds(left, key(LOST))

    def _told(self, page: Page) -> None:
        """What sentences say of counts: whether there are any, how many cohorts have enough."""
        said = next((one for one in page.sentences if one.startswith("Der er ") and one.endswith("Se nedenfor.")), "")
        late = {
            "overskredne frister": [("Aftale i VITAS", "Mangler nu"), ("Undervisningsplan", "Mangler nu")],
            "overskredne opfølgninger": ["Opfølgning overskredet"],
        }
        for words, quantities in late.items():
            keys = [(page.month, page.stem, one) for one in quantities]
            if page.cards and all(key in self.seen for key in keys):
                coefs = dict.fromkeys(keys, 1.0)
                self._between(coefs, *((1.0, float("inf")) if words in said else (0.0, 0.0)))
        self._cohorts(page)

    def _cohorts(self, page: Page) -> None:
        """How many coming cohorts have enough, beside who is enrolled in each; how many municipalities a cohort has."""
        coming, tally = (
            page.table("Kommende hold"),
            next((one for one in page.tables if one.caption == "Alle hold"), None),
        )
        if coming and tally:
            told = {row: number(cells[0]) for row, _, cells in tally.rows}
            enough, short = told.get("Hold med deltagere nok"), told.get("Hold, der mangler deltagere")
            columns, flags = coming.columns, []
            for name, _, cells in coming.rows:
                least = number(cells[columns.index("Mindst")])
                one, flag = (page.month, page.stem, ("hold", name, "Tilmeldt")), (page.month, page.stem, ("nok", name))
                if least and one in self.seen:
                    self.system.knows(flag, 0, 1)
                    flags.append((one, flag, least))
            if enough is not None and short is not None and len(flags) == enough + short == len(coming.rows):
                for one, flag, least in flags:
                    self._between({one: 1.0, flag: -float(least)}, 0.0)
                    self._between({one: 1.0, flag: -1000.0}, high=least - 1)
                self._between({flag: 1.0 for _, flag, _ in flags}, enough, enough)
        if (cohorts := page.table("Alle hold ")) and "Kommuner" in cohorts.columns:
            for name, _, cells in cohorts.rows:
                homes, seats = (
                    number(cells[cohorts.columns.index("Kommuner")]),
                    (page.month, page.stem, ("hold", name, "Samlet")),
                )
                if homes is not None:
                    self._between({seats: 1.0}, homes)

    def _order(self, page: Page, table: Table) -> None:
        """Lines that stand by size with equals by name, or lines that stand there only where there is anybody."""
        self.kind = page.stem.partition("-")[0]
        cells = {(row, column): quantity for row, column, _, quantity in counted(table)}
        rows = [name for name, is_sum, _ in table.rows if not is_sum]
        columns = [one for one in table.columns if one not in table.sums]
        by = next((one for one in ("Klar i alt", "Foreslået", "Antal") if one in table.columns), "")
        if table.caption.startswith(_BY_SIZE) and by:
            lines = [(row, (page.month, page.stem, cells[row, by])) for row in rows]
            self._falling(lines)
            if table.caption.startswith("Foreslåede forløb fra"):
                self._falling([(one, (page.month, page.stem, cells["I alt", one])) for one in columns])
        if table.caption.startswith(_ONLY_THOSE) and not self._always(table):
            for row in rows:
                self._between(
                    {(page.month, page.stem, cells[row, one]): 1.0 for one in columns if (row, one) in cells}, 1.0
                )

    def _falling(self, lines: Sequence[tuple[str, Key]]) -> None:
        """The order of size, equals by name; an order by name alone says nothing."""
        names = [name for name, _ in lines]
        if not lines or any(_in_order(names, known) for known in (sorted(names), *self.orders)):
            return
        told = [((one, two), name > next_name) for (name, one), (next_name, two) in pairwise(lines)]
        if all(self.true.get(one, 0) - self.true.get(two, 0) >= more for (one, two), more in told):
            for (one, two), more in told:
                self._between({one: 1.0, two: -1.0}, float(more))

    def _always(self, table: Table) -> bool:
        """Whether the same lines stand in this table on every page of the kind: then no line tells that there is any.

        A page's own name may stand in the place of another page's.
        """
        lines = {
            tuple("egen" if name == page.name else name for name in one.names)
            for page in self.pages
            for one in page.tables
            if one.caption == table.caption and page.stem.partition("-")[0] == self.kind
        }
        return len(lines) == 1

    def _over_time(self) -> None:
        """The same page in another month: what was told of this one, and what never falls."""
        months = sorted({page.month for page in self.pages})
        for key in list(self.seen):
            month, stem, quantity = key
            if isinstance(quantity, tuple) and quantity[0] == "udvikling":
                then = (quantity[1], stem, quantity[2])
                if then in self.seen or then[0] == month:
                    self.system.knows(then)
                    self._between({key: 1.0, then: -1.0}, 0.0, 0.0)
                before = (_after(quantity[1]), stem, ("før", quantity[2]))
                if before in self.system.low and before[0] == month:
                    self._between({key: 1.0, before: -1.0}, 0.0, 0.0)
            if (
                quantity in _GROWING
                or (isinstance(quantity, tuple) and quantity[0] in ENDED[:3])
                or quantity in ENDED[:3]
            ):
                later = [one for one in months if one > month and (one, stem, quantity) in self.seen]
                if later:
                    self._between({key: 1.0, (later[0], stem, quantity): -1.0}, high=0.0)
        for key in [one for one in self.system.low if isinstance(one[2], tuple) and one[2][0] == "før"]:  # type: ignore[index]
            month, stem, (_, quantity) = key  # type: ignore[misc]
            then = (_before(month), stem, quantity)
            if then in self.seen:
                self._between({key: 1.0, then: -1.0}, 0.0, 0.0)


_HOLDING = ("Godkendt og sendt, aftale mangler", "Aftalt, begynder senere", "I forløb")
_BY_SIZE = ("Uden forslag ved", "Foreslåede forløb fra", "Alle, der er klar", "Kandidater uden plads")
_ONLY_THOSE = (
    "Uden forslag ved",
    "Afbrudt efter årsag",
    "Forløb efter",
    "Kandidater og forløb efter",
    "Kandidater uden plads",
)


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


def _after(month: str) -> str:
    year, number_ = int(month[:4]), int(month[5:])
    return f"{year + number_ // 12}-{number_ % 12 + 1:02}"


def _before(month: str) -> str:
    year, number_ = int(month[:4]), int(month[5:])
    return f"{year - (number_ == 1)}-{(number_ - 2) % 12 + 1:02}"


__all__ = ["EXACT", "WAITING", "Key", "Knowledge"]
