"""The quality of the data behind a page: what the checks found in the partners' workbooks."""

from __future__ import annotations

import pandas as pd

from igu_xl.danish import plural
from igu_xl.findings import ERROR, LEVELS, WARNING
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import INTERNAL, protect
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import COUNT
from igu_xl.reports.parts import blocks, parts

HOW = Explanation(
    "quality",
    "Datakvalitet",
    "Fund ved kontrollen af arbejdsbøgerne, da månedens data blev gemt. En række med fejl er ikke med i tallene.",
)
_PARTNER, _ERRORS, _WARNINGS = "Partner", "Fejl", "Advarsler"
_KINDS = ("kommune", "branche", "skole")


def counts(data: MonthData) -> pd.DataFrame:
    """How many findings of each level the checks made in the workbooks."""
    found = data.findings["level"].value_counts()
    return pd.DataFrame({COUNT: {level.capitalize(): int(found.get(level, 0)) for level in LEVELS}})


def errors(data: MonthData) -> int:
    """How many of them block a row."""
    return int((data.findings["level"] == ERROR).sum())


def by_partner(data: MonthData) -> pd.DataFrame:
    """The errors and warnings of every partner's workbook: municipalities by code, then branches and schools.

    How many rows a workbook has is not told: in a municipality's each is a person, or one of a person's.
    """
    levels = data.findings.groupby(["partner", "level"]).size().unstack(fill_value=0)
    levels = levels.reindex(columns=[ERROR, WARNING], fill_value=0)
    known = data.partners.drop_duplicates("partner")[["partner", "name"]]
    found = known.join(levels, on="partner").fillna({ERROR: 0, WARNING: 0})
    kinds = [_KINDS.index(partner.partition(":")[0]) for partner in found["partner"]]
    found = found.assign(kind=kinds).sort_values(["kind", "partner"])
    told: pd.DataFrame = found.rename(columns={"name": _PARTNER, ERROR: _ERRORS, WARNING: _WARNINGS})
    return told[[_PARTNER, _ERRORS, _WARNINGS]].reset_index(drop=True)


def data_quality(data: MonthData, audience: str) -> parts.Part:
    """The findings by level. They are about cells, not people, so they are the same in every edition."""
    shown = protect(Counts("Fund i arbejdsbogen", counts(data), of_things=(COUNT,)), audience)
    rows = f"Arbejdsbogen har {plural(data.rows, 'række', 'rækker')}. " if audience == INTERNAL else ""  # one a person
    return parts.section(
        "Datakvalitet",
        blocks.table(shown, "Fund i arbejdsbogen", head="Fund"),
        lead=f"{rows}Rækker med fejl er ikke med i tallene og i match, før de er rettet; arket Fund viser hvor.",
    )


def data_quality_by_partner(data: MonthData, audience: str) -> parts.Part:
    """The findings in every partner's workbook: about cells, not people."""
    table = by_partner(data)
    if table.empty:
        return parts.section("Datakvalitet", blocks.text("Der er endnu ingen arbejdsbøger."))
    found = Counts("Fund i partnernes arbejdsbøger", table, facts=(_PARTNER,), of_things=(_ERRORS, _WARNINGS))
    shown = protect(found, audience)
    return parts.section(
        "Datakvalitet",
        blocks.listed(shown, "Fund i partnernes arbejdsbøger"),
        lead="Rækker med fejl er ikke med i tallene, før de er rettet.",
    )
