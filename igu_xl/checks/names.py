"""Names where none should stand: what people may write freely in, and ids that they make up."""

from __future__ import annotations

from collections.abc import Iterator

from igu_xl.checks.finding_cells import findings_where
from igu_xl.domain.personal.names import has_name
from igu_xl.findings import Finding
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.schema import Column, Kind, Table

# Free text about a person. A municipality's Kontaktperson is its own employee and has a name; at a company only a
# function may stand. Companies, schools and titles are called after people.
_ABOUT_PEOPLE = {
    "tblKandidater": {"skills", "remark", "judged_by"},
    "tblForloeb": {"judged_by"},
    "tblOpfoelgning": {"action"},
    "tblVirksomheder": {"contact"},
    "tblPladser": {"requirements"},
    "tblProfiler": {"expected_experience", "content"},
}


def check_names(partnership: Partnership) -> Iterator[Finding]:
    """A note at each cell that seems to hold a person's name; the name itself is not told."""
    for table in (table for book in PARTNER_BOOKS for table in book.inputs):
        for column in (column for column in table if _is_looked_at(table, column)):
            texts = partnership.frames[table.name][column.key]
            named = {text for text in texts.dropna().unique() if has_name(text)}
            if named:
                yield from findings_where(partnership, table.name, texts.isin(named), column.key, "navn-maaske")


def _is_looked_at(table: Table, column: Column) -> bool:
    return column.kind is Kind.ID or column.key in _ABOUT_PEOPLE.get(table.name, ())
