"""Ids of people as they are looked for in a file: in a cell of their own, and in any text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

GONE = "(glemt)"
_FEWEST = 5  # a shorter id, or one of digits alone, is found in everything: it is looked for in cells of its own only
# How the id of a placement ends that the tool gave; before it stands that of its candidate.
PLACEMENT = re.compile(r"-f\d+$")


class Ids:
    """Some ids, in whatever letters, and those of their placements that do not begin with them."""

    def __init__(self, names: Iterable[str], placements: Iterable[str] = ()) -> None:
        self.names = tuple(names)
        self._names = {name.casefold() for name in self.names}
        self._placements = {name.casefold() for name in placements}

    def owns(self, text: str) -> bool:
        """Whether a text is an id, or that of one of their placements."""
        name = text.strip().casefold()
        return name in self._names or name in self._placements or PLACEMENT.sub("", name) in self._names

    def within(self, text: str) -> bool:
        """Whether an id stands in a text."""
        return bool(self.words and text and self.words.search(text))

    def names_placement(self, text: str) -> bool:
        """Whether the id of one of their placements stands in a text, as in the name of a file."""
        return any(name in text.casefold() for name in self._placements if len(name) >= _FEWEST)

    def without(self, text: str) -> str:
        """The text with `(glemt)` in the place of an id; all of it where the text is the id."""
        return GONE if self.owns(text) else self.words.sub(GONE, text) if self.words else text

    in_attributes = True

    def in_bytes(self, content: bytes, *, written: bool = True) -> bool:
        """Whether an id may stand in some bytes."""
        return any(one in content for one in self._bytes)

    @cached_property
    def words(self) -> re.Pattern[str] | None:
        """What finds an id in a text; None where no id can be told from other words."""
        told = [re.escape(name) for name in self.names if len(name) >= _FEWEST and not name.isdecimal()]
        return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(told, key=len, reverse=True))})(?!\w)", re.I) if told else None

    @cached_property
    def _bytes(self) -> list[bytes]:
        spelled = {way for name in self.names for way in (name, name.upper(), name.lower())}
        return [way.encode(coding) for way in spelled for coding in ("utf-8", "utf-16-le")]
