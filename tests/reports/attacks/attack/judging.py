"""The truth behind published pages: what only the judge knows, never the attack.

The pages' own counts before anything is hidden or rounded (`figures`); those of a match are counted here from what was
kept of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from attack.nesting import Key
from attack.quantities import LOST, quantity
from igu_xl.month import Month
from igu_xl.reports.data.month_data import about, load_everything
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.kinds import tables_of

REST = ("Mulig, men uden plads", "Ingen mulig plads")


def truth_of_month(data: Path, month: Month, partners: Iterable[str]) -> dict[Key, int]:
    """Every count of every page of a month, by month, page and quantity."""
    found: dict[Key, int] = {}
    everything = load_everything(data)
    for partner in partners:
        own = about(everything, partner)
        for audience in ("intern", "delt"):
            found |= truth_of_tables(tables_of(own, month, audience), str(month), own.stem)
    return found


def truth_of_tables(tables: Iterable[Counts], month: str, stem: str) -> dict[Key, int]:
    """The counts of some tables, before anything is decided; a cohort with enough as 1."""
    found: dict[Key, int] = {}
    for counts in tables:
        for (row, column), value in counts.cells():
            name = _cell(counts.name, str(row), str(column), {counts.total_row} - {""})
            found[month, stem, name] = value
        if counts.name == "Kommende hold":
            for cohort, least, enrolled in counts.frame[["Mindst", "Tilmeldt"]].itertuples():
                found[month, stem, ("nok", cohort)] = int(enrolled >= least)
    return found


def _cell(caption: str, row: str, column: str, totals: set[str]) -> object:
    row, column = (name.replace("\N{ZERO WIDTH SPACE}", "") for name in (row, column))
    if caption.startswith("Nøgletal"):
        return {"Nu": row, "Sidste måned": ("før", row)}.get(column, ("ændring", row))
    return quantity(caption, row, column, totals)


def truth_of_match(kept: Path, month: str, groups: dict[str, str]) -> dict[Key, int]:
    """Every count of a match, from `match.json`; `groups` are the lines that reasons are told in, if any."""
    told = json.loads(kept.read_text(encoding="utf-8"))
    found: Counter[object] = Counter()
    for one in told["flows"]:
        for home in ("", one["municipality"]):
            for branch in ("", one["branch"]):
                found["fra", home, branch] += one["people"]
            found["klar", home, "Klar i alt"] += one["people"]
    for one in told["without"]:
        for home in ("", one["municipality"]):
            for name, people in zip(REST, (one["possible"], one["impossible"]), strict=True):
                found["klar", home, name] += people
                found["klar", home, "Klar i alt"] += people
    for one in told["reasons"]:
        found["grund", groups.get(one["reason"], one["reason"])] += one["people"]
        found[LOST] += one["people"]
    for one in told["cohorts"]:
        for name, key in (("Hver for sig", "alone"), ("Samlet", "seats"), ("Flest fra én kommune", "largest")):
            found["hold", one["cohort"], name] = one[key]
    found["Først til mølle", "Foreslået"] = told["first_come"]["placed"]
    found["Hver kommune for sig", "Foreslået"] = told["alone"]["placed"]
    return {(month, "match", name): count for name, count in found.items()}
