"""The people who are being forgotten: their ids, and the random names that stand in their place."""

from __future__ import annotations

from collections.abc import Mapping

from igu_xl.actions.forgetting.anonymous import Alias
from igu_xl.sheets.writing.wanted_ids import Ids


class People(Ids):
    """Ids with the random names that stand in their place where figures are counted."""

    def __init__(self, aliases: Mapping[str, Alias]) -> None:
        """`aliases` are by the id as it is written where it belongs."""
        super().__init__(aliases, (one for alias in aliases.values() for one in alias.placements))
        self.aliases = dict(aliases)
        self._keys = {name.casefold(): alias.key for name, alias in aliases.items()}
        self._new = {one.casefold(): new for alias in aliases.values() for one, new in alias.placements.items()}

    def renamed(self, text: str) -> str:
        """An id, or that of a placement, under its random name."""
        name = text.strip().casefold()
        known = self._new.get(name) or self._keys.get(name)
        if known or not self.words:
            return known or text
        return self.words.sub(lambda hit: self._keys[hit[0].casefold()], text)
