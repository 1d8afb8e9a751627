"""What can be wrong with a problem given as tables, or with a plan for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from igu_xl.optimise.frames import ProblemTable

# What nothing fits and a decision that cannot be kept still leave a problem with a meaning: the cohort never runs,
# nobody attends the course, the decision is reported as unmet.
_HARMLESS = {"min_above_max", "team_above_openings", "ends_before_begin", "courses_in_a_circle", "nothing_taught"}


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One thing that is wrong: its code, the table, the key of the row, and the values that show it."""

    code: str
    table: str
    key: tuple[str, ...]
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """True when the problem cannot be solved before this is mended."""
        return self.code not in _HARMLESS and self.table != "fixed"


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that the plan breaks, and where: ids of the person, slot, cohort, room or company."""

    code: str
    key: tuple[str, ...]


def rows(name: str, tables: Mapping[str, pd.DataFrame], shapes: Mapping[str, ProblemTable]) -> Iterator[Inconsistency]:
    """What is wrong in single rows: ids that are missing, twice there or unknown, and numbers that are none."""
    table, frame = shapes[name], tables[name]
    # What was decided twice is decided once, and what was planned for somebody who has left is of no account.
    if name not in ("fixed", "previous"):
        yield from report("duplicate", name, table.key, frame[frame.duplicated(list(table.key), keep="first")])
    for label, column in table.columns.items():
        values = frame[label]
        if column.kind == "id":
            yield from report("missing_id", name, table.key, frame[values.isna()], label)
        if column.refers and name != "previous":
            known = values.isin(tables[column.refers][shapes[column.refers].key[0]])
            yield from report("unknown_id", name, table.key, frame[values.notna() & ~known], label)
        if column.kind in ("whole", "number"):
            finite = np.isfinite(values)
            yield from report("not_a_number", name, table.key, frame[~finite], label)
            yield from report("negative", name, table.key, frame[finite & (values < 0)], label)
        if column.kind == "date" and column.required:
            yield from report("no_date", name, table.key, frame[values.isna()], label)
        if column.kind == "whole":
            yield from report("not_whole", name, table.key, frame[finite & (values % 1 != 0)], label)


def report(
    code: str, name: str, key: tuple[str, ...], rows: pd.DataFrame, label: str | None = None
) -> Iterator[Inconsistency]:
    """Each of these rows of a table as an inconsistency; `label` is the column whose value shows it."""
    # Sound tables are the rule, and listing no rows takes as long as listing some.
    for row in rows.to_dict("records") if len(rows) else ():
        named = tuple("" if pd.isna(row[part]) else str(row[part]) for part in key)
        yield Inconsistency(code, name, named, {} if label is None else {label: row[label]})
