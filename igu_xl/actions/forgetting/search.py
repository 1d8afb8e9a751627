"""Which id is meant, however it was typed, and whether the tool holds anything about it."""

from __future__ import annotations

from pathlib import Path

from igu_xl.actions.forgetting.begun import begun_before
from igu_xl.actions.forgetting.holdings import holdings
from igu_xl.actions.known_ids import known_candidate
from igu_xl.domain.codes import meant
from igu_xl.sheets.forgotten import kept_forgotten
from igu_xl.sheets.layout import Layout
from igu_xl.standing.history import FORGOTTEN
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.tracked import CANDIDATES, PLACEMENTS


def known_as(folder: Path, layout: Layout, typed: str) -> str:
    """The id as it is kept; empty for one that was forgotten and of which nothing is left.

    Raises `WrongUse`, with the nearest one, for one that the tool holds nothing about.
    """
    versions = kept_history(folder).versions
    read = {str(name) for table in (CANDIDATES, PLACEMENTS) for name in versions[table]["candidate"].dropna()}
    ids = {name for name in read if not name.startswith(FORGOTTEN)} | set(begun_before(layout.state))
    if found := meant(typed, ids):
        return found
    if holdings(folder, layout, typed.strip()):
        return typed.strip()
    if typed in kept_forgotten(layout.state):
        return ""
    return known_candidate(typed, ids)
