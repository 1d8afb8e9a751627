"""What rounded pages told, kept in the archive as `tal/afrundet.json`: of every count, for the month that it is of.

A count that has not changed is rounded as it was, in later months and editions; one that has stays what it was told as
while that lies beside it. Else who has both pages would learn more from the two than from each. The file also keeps
the secret that the coins are thrown with, which is made of the first month's data: who does not know these cannot
know which way a count was rounded.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from igu_xl.documents import document, read_document
from igu_xl.month import Month
from igu_xl.reports.disclosure.counts import Quantity
from igu_xl.system import swap_folder

FOLDER, FILE = "tal", "afrundet.json"
_SEPARATOR = "\n"
_SECRET, _TOLD = "hemmelighed", "fortalt"


@dataclass(frozen=True, slots=True)
class ToldCount:
    """What was told of a count of a month, and what it was then."""

    month: Month
    told: int
    value: int


Written = Mapping[tuple[str, Quantity, Month], ToldCount]  # by page, what is counted, and the month that it is of


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that was told; `secret` is "" before anything was."""

    secret: str = ""
    told: dict[tuple[str, Quantity], dict[Month, ToldCount]] = field(default_factory=dict)

    def last(self, stem: str, quantity: Quantity, month: Month) -> ToldCount | None:
        """What was told of a count of this month, else of the nearest earlier one, else of the nearest later one."""
        known = self.told.get((stem, quantity), {})
        earlier, later = [one for one in known if one <= month], [one for one in known if one > month]
        return known[max(earlier)] if earlier else known[min(later)] if later else None

    def coin(self, stem: str, quantity: Quantity, value: int) -> float:
        """A number from 0 to 1 for a count of this size, always the same; only who has the secret can work it out."""
        text = _SEPARATOR.join([stem, *sorted(quantity), str(value)])
        thrown = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).digest()
        return int.from_bytes(thrown[:6], "big") / 2**48


def read_ledger(archive_folder: Path) -> Ledger:
    """What was told so far; nothing where nothing was."""
    kept = read_document(archive_folder / FOLDER / FILE)
    told: dict[tuple[str, Quantity], dict[Month, ToldCount]] = {}
    for stem, counts in kept.get(_TOLD, {}).items():
        for name, months in counts.items():
            entries = [ToldCount(Month.parse(month), *pair) for month, pair in months.items()]
            told[stem, _quantity(name)] = {one.month: one for one in entries}
    return Ledger(kept.get(_SECRET, ""), told)


def write_ledger(archive_folder: Path, ledger: Ledger, new: Iterable[Written]) -> None:
    """Keep what is told now beside, and in the place of, what was told of the same counts before."""
    told: dict[str, dict[str, dict[str, list[int]]]] = {}
    everything = {key: dict(months) for key, months in ledger.told.items()}
    for written in new:
        for (stem, quantity, month), entry in written.items():
            everything.setdefault((stem, quantity), {})[month] = entry
    for (stem, quantity), months in everything.items():
        told.setdefault(stem, {})[_name(quantity)] = {
            str(month): [entry.told, entry.value] for month, entry in months.items()
        }
    path = archive_folder / FOLDER / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    swap_folder.put(path, document({_SECRET: ledger.secret, _TOLD: told}, sort_keys=True))


def _name(quantity: Quantity) -> str:
    return _SEPARATOR.join(sorted(quantity))


def _quantity(name: str) -> Quantity:
    return frozenset(filter(None, name.split(_SEPARATOR)))
