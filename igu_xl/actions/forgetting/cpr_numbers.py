"""CPR numbers as they are looked for in kept files; the P-numbers that are known look like them and are none."""

from __future__ import annotations

from collections.abc import Collection

from igu_xl.actions.forgetting.anonymous import Alias
from igu_xl.domain.personal.cpr import has_cpr, hide_cpr


class CprNumbers:
    """Every CPR number, whoever's."""

    in_attributes = False

    def __init__(self, p_numbers: Collection[str]) -> None:
        self.p_numbers = frozenset(p_numbers)
        self._known: dict[str, bool] = {}
        self._names: dict[str, str] = {}

    def within(self, text: str) -> bool:
        """Whether a number stands in a text."""
        if text not in self._known:
            self._known[text] = has_cpr(text, self.p_numbers)
        return self._known[text]

    def owns(self, text: str) -> bool:
        """No row is about a number: it is taken out of the cell, and the row stays."""
        return False

    def without(self, text: str) -> str:
        """The text with `[skjult]` in the place of each number."""
        return hide_cpr(text, self.p_numbers) if self.within(text) else text

    def renamed(self, text: str) -> str:
        """An id that holds a number, under a random name: two rows that had the same one still have."""
        if not self.within(text):
            return text
        return self._names.setdefault(text, Alias.new(()).key)

    def in_bytes(self, content: bytes, *, written: bool = True) -> bool:
        """Every text is looked into; a picture or a macro is none."""
        return written
