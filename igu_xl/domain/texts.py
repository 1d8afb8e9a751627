"""Comparing what people type: one normalisation, and the nearest word to one that is unknown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd
from rapidfuzz import fuzz, process

# Danish letters and their two-letter forms are one; Swedish and German keyboards give ä and ö.
_LETTERS = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"})
# White space, every dash, and characters that are not seen: soft hyphen, zero-width ones, byte-order mark.
_IGNORED = re.compile(r"[\s\-‐‑‒–—―−_\u00ad\u200b-\u200f\u2060\ufeff]+")

# Below 80 of 100 a suggestion is more often noise than help; when two words are within 5 points, neither is
# the one that was meant.
_LIKE_ENOUGH = 80
_AHEAD_BY = 5


def cell_text(value: object) -> str:
    """The text of a cell, without the spaces around it; empty for every kind of missing value."""
    missing = value is None or bool(pd.isna(value))  # type: ignore[call-overload]
    return "" if missing else str(value).strip()


def fold(text: str) -> str:
    """The form in which two texts are compared: headers, list values and names of places.

    Case, spaces (also non-breaking), hyphens and dashes do not count, and æ/ae, ø/oe, å/aa are one:
    `Lyngby-Taarbæk`, `LYNGBY – TÅRBÆK` and `lyngby taarbaek` all give `lyngbytaarbaek`.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return _IGNORED.sub("", folded)


def meant(typed: str, choices: Iterable[str]) -> str | None:
    """The one choice that this is, however its case, spaces and dashes were typed."""
    same = {choice for choice in choices if fold(choice) == fold(typed)}
    return typed if typed in same else same.pop() if len(same) == 1 else None


def suggest(value: object, choices: Iterable[str]) -> str | None:
    """The one choice that the value is probably a slip of, or None where none or several are near."""
    wanted = fold(cell_text(value))
    if not wanted:
        return None
    folded = {choice: fold(choice) for choice in choices}
    best = process.extract(wanted, folded, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=2)
    if not best or (len(best) == 2 and best[0][1] - best[1][1] < _AHEAD_BY):
        return None
    return best[0][2]
