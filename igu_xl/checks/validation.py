"""Hent og kontrollér: read every workbook, find what is wrong, and judge every candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from igu_xl.checks.links import check_links
from igu_xl.checks.offers import check_foundations, check_offers
from igu_xl.checks.placements import check_placements
from igu_xl.checks.rows import check_rows
from igu_xl.checks.verdicts import check_verdicts, igu_verdicts
from igu_xl.domain.slot_rules import IGU
from igu_xl.findings import LEVELS, Finding, counts_by_level
from igu_xl.records import Record, records
from igu_xl.sheets.partnership import Partnership, Progress, blocked_rows, read_partnership


@dataclass(frozen=True, slots=True)
class Validation:
    """A checked partnership.

    `verdicts` has one row a candidate that could be read (index of the candidates' frame); `blocked` says for each
    table which rows a finding of level fejl keeps out of match and figures.
    """

    partnership: Partnership
    findings: tuple[Finding, ...]
    verdicts: pd.DataFrame
    blocked: Mapping[str, pd.Series]

    def usable(self, table: str) -> pd.DataFrame:
        """The rows of a table that no error keeps out."""
        return self.partnership.frames[table][~self.blocked[table]]

    def as_json(self) -> dict[str, object]:
        """The answer of `igu validate --json` (DESIGN section 7)."""
        return {
            "workbooks": [
                {
                    "path": book.path,
                    "partner": book.partner,
                    "kind": book.book.kind,
                    "rows": sum(len(rows.numbers) for rows in book.tables.values()),
                }
                for book in self.partnership.books
            ],
            "findings": [finding.as_json() for finding in self.findings],
            "verdicts": [_verdict_json(row) for row in records(self.verdicts)],
            "counts": counts_by_level(self.findings),
        }


def validate(folder: Path, today: date, progress: Progress | None = None) -> Validation:
    """Read and check the partnership in a folder as of a day; raises `WrongUse` when it is none."""
    partnership = read_partnership(folder, progress)
    return check(partnership, today)


def check(partnership: Partnership, today: date) -> Validation:
    """Check what was read."""
    verdicts = igu_verdicts(partnership.frames["tblKandidater"])
    findings = [*partnership.findings, *check_rows(partnership, today), *check_links(partnership)]
    findings += check_offers(partnership)
    findings += check_placements(partnership, today)
    findings += check_verdicts(partnership, verdicts)
    blocked = {table: blocked_rows(partnership, findings, table) for table in partnership.frames}
    findings += check_foundations(partnership, blocked)
    findings.sort(key=_order)
    return Validation(partnership, tuple(findings), verdicts, blocked)


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    column = place.cell.rstrip("0123456789")
    row = int(place.cell[len(column) :] or 0)
    return (place.workbook, LEVELS.index(finding.level), place.sheet, row, len(column), column, finding.code)


def _verdict_json(row: Record) -> dict[str, object]:
    return {
        "candidate": row["candidate"],
        "measure": IGU,
        "start": _day(row["start"]),
        "outcome": row["outcome"],
        "rule": row["rule"],
        "law": row["law"],
        "reasons": list(row["reasons"]),
        "changes_on": _day(row["changes_on"]),
        "changes_to": row["changes_to"],
    }


def _day(day: date | None) -> str | None:
    return f"{day:%Y-%m-%d}" if day else None
