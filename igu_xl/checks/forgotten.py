"""People who were forgotten and still stand in a workbook: nothing of theirs is read, and it is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import pandas as pd

from igu_xl.danish import listing
from igu_xl.findings import Finding
from igu_xl.sheets.forgotten import Forgotten
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.whose_rows import ABOUT_PEOPLE, candidates_of

_MOST_NAMED = 10


def without_forgotten(partnership: Partnership, forgotten: Forgotten) -> Partnership:
    """The partnership without the rows of people who were forgotten, with a finding for each table they stand in.

    The finding points to the first of the rows and never says the id: it is written into sheets.
    """
    if not forgotten:
        return partnership
    marks = {name: forgotten.among(candidates_of(partnership.frames, name)) for name in ABOUT_PEOPLE}
    if not any(mark.any() for mark in marks.values()):
        return partnership
    findings = [_quiet(one, spots) for spots in [_spots(partnership, marks)] for one in partnership.findings]
    told = [one for name in ABOUT_PEOPLE for one in _told(partnership, name, marks[name])]
    kept = {name: partnership.frames[name][~mark].reset_index(drop=True) for name, mark in marks.items()}
    return replace(
        partnership,
        frames={**partnership.frames, **kept},
        findings=(*(one for one in findings if one is not None), *told),
    )


def _spots(partnership: Partnership, marks: dict[str, pd.Series]) -> set[tuple[str, str, int]]:
    """Workbook, table and Excel row of what was forgotten."""
    found = set()
    for name, mark in marks.items():
        rows = partnership.frames[name][mark]
        paths = [partnership.books[number].path for number in rows["book"]]
        found |= {(path, name, int(row)) for path, row in zip(paths, rows["row"], strict=True)}
    return found


def _quiet(one: Finding, spots: Collection[tuple[str, str, int]]) -> Finding | None:
    """A finding without what is wrong in a forgotten row; a CPR number in it is still told, without the row's id."""
    row = int("".join(sign for sign in one.place.cell if sign.isdigit()) or 0)
    if (one.place.workbook, one.place.table, row) not in spots:
        return one
    return replace(one, place=replace(one.place, row_id="")) if one.code.startswith("cpr") else None


def _told(partnership: Partnership, name: str, mark: pd.Series) -> Iterator[Finding]:
    rows = partnership.frames[name][mark]
    for _, own in rows.groupby("book"):
        numbers = [str(row) for row in sorted(own["row"])]
        more = [f"{len(numbers) - _MOST_NAMED} til"] if len(numbers) > _MOST_NAMED else []
        named = listing([*numbers[:_MOST_NAMED], *more])
        key = "candidate" if "candidate" in own else "placement"
        place = replace(partnership.place(name, int(own.index[0]), key), row_id="")
        yield Finding(
            place, "glemt-staar-endnu", "", {"rows": f"{'række' if len(numbers) == 1 else 'rækkerne'} {named}"}
        )
