"""All tables of rules that hold from a day to a day: what docs/lov.md is made from, and what `igu doctor` watches."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import combinations

from igu_xl.domain.dated import OPEN_END, RULE_COLUMNS, dated_rows, first_day, last_day
from igu_xl.domain.tables import CsvRow, rows
from igu_xl.errors import WrongUse

UNREAD = "ikke læst endnu"
"""The `sikkerhed` of a row for days whose law nobody has read: it holds the place of a rule and is none."""

_OUTCOMES = ("opfyldt", "manuel vurdering", "ikke opfyldt")


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A file of `data/` with the columns of `domain.dated.RULE_COLUMNS`.

    `key` are the columns that tell one rule from another, `says` those that say what the rule is, in the order people
    read them, and `title` what the table is about. Rows with the same `subject` (a column; empty where all rows are one
    rule) take over from each other. `choices` are what may stand in a column, `counts` the columns with a whole
    number or nothing, and `needed` those that are never empty.
    """

    name: str
    key: tuple[str, ...]
    title: str
    says: tuple[str, ...]
    subject: str
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


RULE_TABLES = (
    RuleTable(
        "rule_versions",
        (),
        "Igu: alder, bopæl, skoledel og frist",
        ("rule_id", "age_min_incl", "age_max_excl", "residence_op", "residence_years", "school_weeks", "annual_cap"),
        "",
        {"residence_op": ("lt", "le")},
        (
            *("age_min_incl", "age_max_excl", "residence_years", "school_weeks", "school_hours", "annual_cap"),
            "same_company_months",
        ),
        (
            *("rule_id", "age_min_incl", "age_max_excl", "residence_years", "school_weeks", "school_hours"),
            *("alder_bopael_paragraf", "frist_paragraf"),
        ),
    ),
    RuleTable(
        "opholdsgrundlag",
        ("grundlag",),
        "Igu: opholdsgrundlag",
        ("grundlag", "vurdering", "paragraf", "saetning"),
        "grundlag",
        {"vurdering": _OUTCOMES},
    ),
    RuleTable(
        "laengder",
        ("type", "sektor", "hoejst"),
        "Hvor længe et forløb varer",
        ("type", "sektor", "hoejst", "enhed", "saedvanlig", "vurdering", "saetning"),
        "type",
        {
            "type": ("igu", "løntilskud", "praktik"),
            "sektor": ("", "Privat", "Offentlig"),
            "enhed": ("uger", "måneder"),
            "saedvanlig": ("ja", "nej"),
            "vurdering": _OUTCOMES,
        },
        ("hoejst",),
    ),
    RuleTable(
        "pladsregler",
        ("regel",),
        "Regler om pladser, virksomheder og forlængelse",
        ("regel", "vurdering", "saetning"),
        "regel",
        {"vurdering": _OUTCOMES},
        ("antal", "mindst", "en_for_hver", "op_til", "derefter_en_for_hver"),
    ),
    RuleTable(
        "skoleplan",
        ("regel",),
        "Igu: hvad skoledelen skal indeholde",
        ("regel", "uger", "timer", "ved_brud", "note"),
        "regel",
        {"ved_brud": _OUTCOMES},
        ("uger", "timer"),
    ),
    RuleTable(
        "skoletimer",
        ("slags",),
        "Igu: hvor meget en undervisningstime tæller",
        ("slags", "faktor", "note"),
        "slags",
        counts=("faktor",),
    ),
)
"""Every rule table, in the order in which people read of them."""

_TABLES = {table.name: table for table in RULE_TABLES}


@cache
def rule_rows(name: str) -> tuple[CsvRow, ...]:
    """The rows of a rule table, after they were looked at; raises `WrongUse` with the line that is wrong."""
    table = _TABLES[name]
    try:
        found = rows(name)
    except (csv.Error, UnicodeDecodeError):
        raise _wrong(table, " kan ikke læses; gem den som kommasepareret tekst (UTF-8)") from None
    for line, row in enumerate(found, start=2):
        if fault := _fault(table, row):
            raise _wrong(table, f", linje {line}, {fault}")
    dated = dated_rows(name, *table.key)
    _look_at_versions(table, dated)
    return dated


def look_through_rules() -> None:
    """Look at all rule tables before any is used; raises `WrongUse` for the first that is wrong.

    A table that only some rows ask for would otherwise stop the run of one month and not that of another.
    """
    for table in RULE_TABLES:
        rule_rows(table.name)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The last day for which the law was read on some subjects of a table (all of it where none is named)."""

    until: date
    table: RuleTable
    subjects: tuple[str, ...]


def horizons() -> list[Horizon]:
    """Where the rules end that have an end, the first to end first; raises `WrongUse` for a table that is wrong.

    A row whose law nobody has read holds a place and is no rule: it lengthens nothing.
    """
    found = []
    for table in RULE_TABLES:
        known: dict[str, date] = {}
        for row in rule_rows(table.name):
            subject = row[table.subject] if table.subject else ""
            until = date.min if row["sikkerhed"] == UNREAD else last_day(row)
            known[subject] = max(known.get(subject, date.min), until)
        for until in set(known.values()) - {OPEN_END}:
            subjects = tuple(subject for subject in known if subject and known[subject] == until)
            found.append(Horizon(until, table, subjects))
    return sorted(found, key=lambda one: one.until)


def _fault(table: RuleTable, row: CsvRow) -> str:
    """What is wrong with the cells of a row, as the end of a sentence; empty when they can be understood."""
    if None in row:  # the reader puts the cells that are too many there
        return "har for mange celler; sæt citationstegn om en tekst med komma"
    for column in (*table.key, *table.says, *table.choices, *table.counts, *RULE_COLUMNS):
        if row.get(column) is None:
            return f"mangler kolonnen {column}"
    for column in table.needed:
        if not row.get(column, ""):
            return f"har intet i {column}"
    for column, choices in table.choices.items():
        if row[column] not in choices:
            return f"har »{row[column]}« i {column}; der kan stå {', '.join(filter(None, choices))}"
    for column in table.counts:
        if row[column] and not row[column].isdecimal():
            return f"har »{row[column]}« i {column}; der skal stå et helt tal eller intet"
    return ""


def _look_at_versions(table: RuleTable, found: Sequence[CsvRow]) -> None:
    """Rows on one subject are versions of it: they hold on the same days or on none of each other's."""
    versions: dict[str, list[tuple[date, date, int]]] = {}
    for line, row in enumerate(found if table.subject else (), start=2):
        versions.setdefault(row[table.subject], []).append((first_day(row), last_day(row), line))
    for subject, own in versions.items():
        for (begins, ends, _), (since, until, line) in combinations(own, 2):
            if (begins, ends) != (since, until) and begins <= until and since <= ends:
                what = f"gælder på nogle af de dage, som andre rækker om {subject} gælder, men ikke på dem alle"
                raise _wrong(table, f", linje {line}, {what}")


def _wrong(table: RuleTable, what: str) -> WrongUse:
    return WrongUse(f"Regeltabellen {table.name}.csv{what}. Ret den (docs/ny-lov.md); indtil da bruges ingen.")
