"""How much Danish a person knows, as one number that can be compared across the three tracks.

`DU2 M4` and `DU3 M4` are not the same Danish, so a demand (»Dansk mindst«) is compared only through the
column `orden` of `danskniveau.csv`. The order is made from the CEFR level of the final test of each track: A1
is 20 points, A2 40, B1 60, B2 80, C1 100; a passed test has the points of its level (PD1 »A2(+)« 45, PD2 60,
PD3 80, Studieprøven 100), and a person who attends module m of n stands at (m - 1/2)/n of the way to the
test. Module 6 of DU3 lies midway between PD3 and Studieprøven. The spread within a track is an estimate, so
every row is marked `verificeret=nej`; the partnership may edit the file.

A demand that is a test (PD1, PD2, PD3, Studieprøven) is met by a passed test only, that one or a higher: whoever
attends module 5 of DU3 knows more Danish than PD2 asks for, and has no PD2 to show.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import pandas as pd

from igu_xl.domain.tables import rows
from igu_xl.domain.texts import cell_text, fold

_MODULE = re.compile(r"(?:modul|m)?(\d)(?:\.0+)?")


@lru_cache(maxsize=4096)
def danish_level(track: object, module: object, test: object) -> int | None:
    """The level a person has shown: the higher of module attended and test passed; None when unknown."""
    number = _MODULE.fullmatch(fold(cell_text(module)))
    attended = f"{cell_text(track)} M{number[1]}" if number else track
    levels = (level_of_text(attended), passed_level(test))
    return max((level for level in levels if level is not None), default=None)


def danish_levels(track: pd.Series, module: pd.Series, test: pd.Series) -> pd.Series:
    """The levels of a column of people, as nullable integers (see `danish_level`)."""
    people = zip(track, module, test, strict=True)
    return pd.Series([danish_level(*person) for person in people], index=track.index, dtype="Int64")


def passed_level(test: object) -> int | None:
    """The level of a passed test; None for a text that is no test, also »Ingen«."""
    return level_of_text(test) if is_test(test) else None


def is_test(text: object) -> bool:
    """Whether a level is a test, which is passed or not, rather than a module, which is attended."""
    return _plain(text) in _tests()


def level_name(text: object) -> str | None:
    """A level as the lists write it, however it was spelled; None when it is none."""
    return _names().get(_plain(text))


def demand_words(text: str) -> str:
    """What a demand asks for, in words: `DU2 M4`, `bestået PD2`."""
    return f"bestået {text}" if is_test(text) else text


def level_of_text(text: object) -> int | None:
    """The level that a text such as `DU2 M4`, `DU2 modul 4`, `PD2`, `Studieprøven` or `Ingen` stands for."""
    return _orders().get(_plain(text))


def level_texts() -> tuple[str, ...]:
    """The texts that a demand on Danish may be chosen from, easiest first."""
    return tuple(sorted((row["tekst"] for row in rows("danskniveau")), key=lambda text: _orders()[_plain(text)]))


def _plain(text: object) -> str:
    folded = fold(cell_text(text)).replace(",", "")
    for long, short in (("danskuddannelse", "du"), ("proeveidansk", "pd"), ("modul", "m")):
        folded = folded.replace(long, short)
    return "studieproeven" if folded in {"sp", "studieproeve"} else folded


@cache
def _names() -> dict[str, str]:
    return {_plain(row["tekst"]): row["tekst"] for row in rows("danskniveau")}


@cache
def _tests() -> frozenset[str]:
    """The rows with a CEFR level of their own; modules have none, and »Ingen« is neither."""
    return frozenset(_plain(row["tekst"]) for row in rows("danskniveau") if row["cefr"])


@cache
def _orders() -> dict[str, int]:
    return {_plain(row["tekst"]): int(row["orden"]) for row in rows("danskniveau")}
