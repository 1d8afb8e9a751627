"""Whether a text looks as if it names a person: a common first name written with a capital letter.

A list of first names knows neither all of them nor who is meant: a name that is not on it is not found, and a
colleague's is. So what is found is only ever a note to look again, and the name is never repeated. Words that are also
Danish words or trades (Bent, Line, Mark) are not on the list. Streets and institutions that are called after somebody
are left alone.
"""

from __future__ import annotations

import re
from functools import cache

from igu_xl.domain.personal.cpr import HIDDEN, hide_cpr
from igu_xl.domain.tables import rows

_WORD = re.compile(r"[^\W\d_]+")
# A street, a school or a company whose name goes on from a first name: `Peter Bangs Vej`, `Niels Brock`, `Ali Byg ApS`.
_CALLED_AFTER = re.compile(
    r"(?:[ .\-]+[A-ZÆØÅ]\w*){0,2}[ \-]+"
    r"(?:\w*(?i:vej|gade|allé|alle|plads|torv|boulevard|stræde|skole|skolen|gymnasium|kirke|hospital|brock)\b|A/S|ApS|I/S)"
)
_CAPITALISED = re.compile(r"\b[A-ZÆØÅ][^\W\d_]+[ \-]+[A-ZÆØÅ][^\W\d_]+")


def has_name(text: str) -> bool:
    """Whether a text has a common first name in it, with a capital letter."""
    return any(
        word[0][0].isupper() and _is_name(word[0]) and _CALLED_AFTER.match(text, word.end()) is None
        for word in _WORD.finditer(text)
    )


def hide_personal(text: str) -> str:
    """What a finding may tell of a value: no CPR number, and nothing of a text with a common first name in it."""
    hidden = hide_cpr(text)
    return HIDDEN if any(_is_name(word) for word in _WORD.findall(hidden)) else hidden


def hide_unclear(text: str) -> str:
    """What may be told of a text that is not what its column is for, and so may be anything.

    Nothing that looks like a first name and a surname is told either, whatever they are.
    """
    return HIDDEN if _CAPITALISED.search(text) else hide_personal(text)


def _is_name(word: str) -> bool:
    name = word.casefold()
    return len(name) > 2 and (name in _first_names() or (name.endswith("s") and name[:-1] in _first_names()))


@cache
def _first_names() -> frozenset[str]:
    return frozenset(row["navn"].casefold() for row in rows("fornavne"))
