"""Findings as a person reads them in a window of text: by workbook, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from igu_xl.danish import plural
from igu_xl.findings import NOTE, Finding

# More would scroll away; every finding stands in the coordinator's workbook.
_SHOWN_OF_A_WORKBOOK = 12


def findings_text(findings: Iterable[Finding]) -> str:
    """The findings that need a hand, grouped by workbook; notes are left to the workbook. Ends with an empty line."""
    lines: list[str] = []
    serious = [finding for finding in findings if finding.level != NOTE]
    for workbook, group in groupby(serious, key=lambda finding: finding.place.workbook):
        own = list(group)
        lines.append(workbook)
        lines += [_line(finding) for finding in own[:_SHOWN_OF_A_WORKBOOK]]
        if len(own) > _SHOWN_OF_A_WORKBOOK:
            lines.append(f"  … og {plural(len(own) - _SHOWN_OF_A_WORKBOOK, 'fund', 'fund')} mere")
        lines.append("")
    return "\n".join([*lines, ""]) if lines else ""


def _line(finding: Finding) -> str:
    place = finding.place
    where = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    column = f" {place.column}:" if place.column else ""
    return f"  {finding.level:<9} {where:<16}{column} {finding.message} {finding.mend}"
