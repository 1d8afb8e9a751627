"""Ids as people type them on a command line, told from those that stand in no workbook."""

from __future__ import annotations

from collections.abc import Iterable

from igu_xl.domain.codes import meant, suggest
from igu_xl.domain.personal.candidate_id import NO_ID, candidate_id, id_text
from igu_xl.errors import WrongUse


def known_candidate(typed: str, ids: Iterable[str]) -> str:
    """The candidate's id as it stands in the workbooks; raises `WrongUse`, with the nearest one, for one that does not.

    What has not the shape of an id is not repeated: it may be a name or a CPR number.
    """
    known = sorted(set(ids))
    if found := meant(id_text(typed), known):
        return found
    if candidate_id(typed) is None:
        raise WrongUse(NO_ID)
    near = suggest(typed, known)
    hint = f" (mente du {near}?)" if near else ""
    raise WrongUse(f"Kandidaten {candidate_id(typed)}{hint} findes ikke i kommunernes arbejdsbøger.")
