"""Ids as people type them on a command line, told from those that stand in no workbook."""

from __future__ import annotations

from collections.abc import Iterable

from igu_xl.domain.codes import meant, suggest
from igu_xl.domain.cpr import hide_cpr
from igu_xl.errors import WrongUse


def known_id(typed: str, ids: Iterable[str], what: str, whose: str) -> str:
    """The id as it stands in the workbooks; raises `WrongUse`, with the nearest one, for one that does not."""
    known = sorted(set(ids))
    if found := meant(typed, known):
        return found
    near = suggest(typed, known)
    hint = f" (mente du {near}?)" if near else ""
    raise WrongUse(f"{what} {hide_cpr(typed.strip())}{hint} findes ikke i {whose} arbejdsbøger.")
