"""Whom the partnership has forgotten: `.igu/glemt.json`, a salted hash of each id, never the id.

An id that still stands in a workbook is known by it, so that nothing is learnt of the person again. A hash is no
secret to somebody who has the file and tries every id; it is there so that a list of the forgotten is not their names.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from igu_xl.documents import document, read_document
from igu_xl.system.swap_folder import put

FILE = "glemt.json"
_LENGTH = 24  # hexadecimal digits: too many for two of a country's ids to be alike
_WORDS = re.compile(r"[^\s()»«\"',.:;]+")
_PLACEMENT = re.compile(r"-F\d+$")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The ids that were forgotten, by their hash."""

    salt: str = ""
    hashes: frozenset[str] = frozenset()
    _known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def __contains__(self, text: str) -> bool:
        """Whether this is the id of somebody who was forgotten, in whatever letters."""
        name = text.strip().casefold()
        if name not in self._known:
            self._known[name] = bool(self.hashes) and _hash(self.salt, name) in self.hashes
        return self._known[name]

    def among(self, names: pd.Series) -> pd.Series:
        """Which ids of a column are of somebody who was forgotten."""
        known = {name: name in self for name in names.dropna().unique()}
        return names.map(known).fillna(False).astype(bool)

    def named_in(self, texts: Iterable[str]) -> set[str]:
        """The forgotten ids that are named in some texts, alone, in a sentence or in the name of a placement."""
        words = {word for text in texts for word in (text, *_WORDS.findall(text))}
        return {name for word in words for name in (word.strip(), _PLACEMENT.sub("", word.strip())) if name in self}

    def with_ids(self, ids: Iterable[str]) -> Forgotten:
        """The list with more people."""
        salt = self.salt or secrets.token_hex(16)
        new = {_hash(salt, one.strip().casefold()) for one in ids}
        return replace(self, salt=salt, hashes=self.hashes | new, _known={})


def kept_forgotten(state: Path) -> Forgotten:
    """Whom the partnership with this state folder has forgotten; nobody where nothing was kept."""
    stored: Mapping[str, object] = read_document(state / FILE)
    hashes = stored.get("hashes", [])
    return Forgotten(
        str(stored.get("salt", "")), frozenset(map(str, hashes)) if isinstance(hashes, list) else frozenset()
    )


def keep_forgotten(state: Path, forgotten: Forgotten) -> None:
    """Write the list, in one step."""
    put(state / FILE, document({"salt": forgotten.salt, "hashes": sorted(forgotten.hashes)}))


def _hash(salt: str, name: str) -> str:
    return hmac.new(salt.encode(), name.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
