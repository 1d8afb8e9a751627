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
from collections.abc import Hashable, Iterable, Mapping, Sequence

from attack.nesting import Key, Line, growing, nested
from attack.ordering import ordered
from attack.quantities import LOST, TYPES, counted, of_card
from attack.reading import ROUNDED, Page, Table, number
from attack.solving import Coefs, System
from attack.wording import worded

NEAR = 4  # a rounded number, and one that is told as it was, is at most so far from the count


class Knowledge:
    """All pages that somebody has, as a system of unknowns; `left_out` is how much of it was not so."""

    def __init__(
        self, pages: Sequence[Page], true: Mapping[Key, int], *, by_order: bool = True, by_nesting: bool = True
    ) -> None:
        self.system, self.true, self.left_out = System(), true, 0
        self.seen: dict[Key, set[str]] = defaultdict(set)
        months = sorted({page.month for page in pages})
        for page in pages:
            self._page(page)
        for page in pages:
            for table in page.tables:
                self._sums(page, table)
                self._lines(ordered(page, table, pages, true) if by_order else ())
            self._held(page)
            self._lines(worded(page, self.seen))
            self._lines(nested(page, self.seen) if by_nesting else ())
        for month in months:
            self._across([page for page in pages if page.month == month and page.stem != "match"])
        self._over_time()
        for key in [*self.seen] if by_nesting else []:
            self._lines(growing(key, months, self.seen))

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
        if under := re.fullmatch(r"[Uu]nder (\d+)", text.replace("0-4", "under 5")):
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

    def _lines(self, lines: Iterable[Line]) -> None:
        for coefs, low, high in lines:
            self._between(coefs, low, high)

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

    def _held(self, page: Page) -> None:
        """What holds a place beside the filled ones; on the page of a match, those without a place in both tables."""

        def key(quantity: Hashable) -> Key:
            return page.month, page.stem, quantity

        for kind in (None, *TYPES):
            holding = [key(state if kind is None else (state, kind)) for state in _HOLDING]
            filled = key("Besat" if kind is None else ("Besat", kind))
            if all(one in self.seen for one in (filled, *holding)):
                self._adds(holding, filled)
        left = [key(("klar", "", one)) for one in ("Mulig, men uden plads", "Ingen mulig plads")]
        if page.stem == "match" and all(one in self.seen for one in (key(LOST), *left)):
            self._adds(left, key(LOST))

    def _over_time(self) -> None:
        """What a page tells of another month, beside what was told of it then."""
        for key in list(self.seen):
            month, stem, quantity = key
            if isinstance(quantity, tuple) and quantity[0] == "udvikling":
                then, before = (quantity[1], stem, quantity[2]), (month, stem, ("før", quantity[2]))
                if then in self.seen:
                    self._between({key: 1.0, then: -1.0}, 0.0, 0.0)
                if before in self.system.low and _before(month) == quantity[1]:
                    self._between({key: 1.0, before: -1.0}, 0.0, 0.0)
        for key in [*self.system.low]:
            month, stem, quantity = key  # type: ignore[misc]
            if isinstance(quantity, tuple) and quantity[0] == "før":
                then = (_before(month), stem, quantity[1])
                if then in self.seen:
                    self._between({key: 1.0, then: -1.0}, 0.0, 0.0)


_HOLDING = ("Godkendt og sendt, aftale mangler", "Aftalt, begynder senere", "I forløb")


def _before(month: str) -> str:
    year, number_ = int(month[:4]), int(month[5:])
    return f"{year - (number_ == 1)}-{(number_ - 2) % 12 + 1:02}"
