"""Findings as a person reads them in a window of text: by workbook, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from igu_xl.checks.validation import Validation
from igu_xl.danish import plural
from igu_xl.errors import WrongUse
from igu_xl.findings import NOTE, Finding

# More would scroll away; every finding stands in the coordinator's workbook.
_SHOWN_OF_A_WORKBOOK = 12


def selected(validation: Validation, levels: Sequence[str] = (), partner: str = "") -> list[Finding]:
    """The findings of these levels in the workbooks of one partner (`kommune:101`); all where nothing is asked for.

    Raises `WrongUse` for a partner that has no workbook.
    """
    books = {book.path for book in validation.partnership.books if partner in ("", book.partner)}
    if partner and not books:
        raise WrongUse(f"Der er ingen arbejdsbog for »{partner}«. Skriv fx kommune:101 eller branche:bygge-anlaeg.")
    return [
        finding
        for finding in validation.findings
        if (not levels or finding.level in levels) and (not partner or finding.place.workbook in books)
    ]


def findings_text(findings: Iterable[Finding]) -> str:
    """The findings that need a hand, grouped by workbook; notes are left to the workbook. Ends with an empty line."""
    return _text([finding for finding in findings if finding.level != NOTE], _SHOWN_OF_A_WORKBOOK)


def all_findings_text(findings: Iterable[Finding]) -> str:
    """Every one of these findings, grouped by workbook, for who asked for just them. Ends with an empty line."""
    return _text(findings, None)


def _text(findings: Iterable[Finding], most: int | None) -> str:
    lines: list[str] = []
    for workbook, group in groupby(findings, key=lambda finding: finding.place.workbook):
        own = list(group)
        lines.append(workbook)
        lines += [_line(finding) for finding in own[:most]]
        if more := len(own[most:]) if most else 0:
            lines.append(f"  … og {plural(more, 'fund', 'fund')} mere")
        lines.append("")
    return "\n".join([*lines, ""]) if lines else ""


def _line(finding: Finding) -> str:
    place = finding.place
    where = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    column = f" {place.column}:" if place.column else ""
    return f"  {finding.level:<9} {where:<16}{column} {finding.message} {finding.mend}"
