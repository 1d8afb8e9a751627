"""The code lists behind the drop-downs, one door to all of them.

Municipalities and regions, branches, Danish levels, and how placements end; each list is a data file with its
source, and each has a module of its own beside this one.
"""

from __future__ import annotations

from igu_xl.domain.branches import branch_names, branch_of_industry_code, resolve_branch
from igu_xl.domain.danish_levels import (
    danish_level,
    danish_levels,
    demand_words,
    is_test,
    level_name,
    level_of_text,
    level_texts,
    passed_level,
)
from igu_xl.domain.municipalities import (
    MunicipalityMatch,
    landsdel,
    municipality_codes,
    municipality_name,
    municipality_names,
    region_of,
    resolve_municipality,
)
from igu_xl.domain.outcomes import ENDING_REASONS, OUTCOMES, EndingCode, Exit, exit_of
from igu_xl.domain.texts import cell_text, fold, meant, suggest

__all__ = [
    "ENDING_REASONS",
    "OUTCOMES",
    "EndingCode",
    "Exit",
    "MunicipalityMatch",
    "branch_names",
    "branch_of_industry_code",
    "cell_text",
    "danish_level",
    "danish_levels",
    "demand_words",
    "exit_of",
    "fold",
    "is_test",
    "landsdel",
    "level_name",
    "level_of_text",
    "level_texts",
    "meant",
    "municipality_codes",
    "municipality_name",
    "municipality_names",
    "passed_level",
    "region_of",
    "resolve_branch",
    "resolve_municipality",
    "suggest",
]
