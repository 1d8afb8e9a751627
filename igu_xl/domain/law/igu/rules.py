"""The versions of the igu law, and which one holds for a course that begins on a date.

The versions of lov om integrationsgrunduddannelse are rows of `domain/data/rule_versions.csv`. One is chosen by the day
the course *begins*, not by today and not by the day of the agreement. Before the first and after the last of them there
is no rule, and nothing falls back to a neighbouring one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from igu_xl.domain.dated import first_day, last_day
from igu_xl.domain.rule_tables import rule_rows
from igu_xl.domain.tables import CsvRow, is_verified

SHORT_LAW = "igu-loven"
"""The law as it is cited to people, before a paragraph."""

LAW = "lov om integrationsgrunduddannelse (igu)"
"""The law itself, cited where no version of it holds."""


@dataclass(frozen=True, slots=True)
class IguRule:
    """One version of the law, for courses that begin from `valid_from` to and including `valid_to`.

    `age_min` counts in, `age_max` counts out. Residence must be less than `residence_years`, or up to and
    including them where `residence_inclusive`. `annual_cap` is the most new courses a year in the whole country, and
    `same_company_months` how long ago an ordinary job in the same company must have ended; None where the version has
    no such limit. `people_paragraph` is where age and residence stand in the law, `deadline_paragraph` the last start.
    Which bases of residence are covered is told in `bases.py`.
    """

    rule_id: str
    valid_from: date
    valid_to: date
    age_min: int
    age_max: int
    residence_years: int
    residence_inclusive: bool
    school_weeks: int
    school_hours: int
    annual_cap: int | None
    same_company_months: int | None
    people_paragraph: str
    deadline_paragraph: str
    law: str
    note: str
    source: str
    verified: bool


def igu_rule(start: date) -> IguRule | None:
    """The rule for a course that begins on a date; None when there is no igu for that date."""
    return next((rule for rule in RULES if rule.valid_from <= start <= rule.valid_to), None)


def _rule(row: CsvRow) -> IguRule:
    return IguRule(
        rule_id=row["rule_id"],
        valid_from=first_day(row),
        valid_to=last_day(row),
        age_min=int(row["age_min_incl"]),
        age_max=int(row["age_max_excl"]),
        residence_years=int(row["residence_years"]),
        residence_inclusive=row["residence_op"] == "le",
        school_weeks=int(row["school_weeks"]),
        school_hours=int(row["school_hours"]),
        annual_cap=_count(row["annual_cap"]),
        same_company_months=_count(row["same_company_months"]),
        people_paragraph=row["alder_bopael_paragraf"],
        deadline_paragraph=row["frist_paragraf"],
        law=row["lov"],
        note=row["note"],
        source=row["kilde"],
        verified=is_verified(row),
    )


def _count(cell: str) -> int | None:
    return int(cell) if cell else None


RULES: tuple[IguRule, ...] = tuple(_rule(row) for row in rule_rows("rule_versions"))
FIRST_START = RULES[0].valid_from
LAST_START = RULES[-1].valid_to
