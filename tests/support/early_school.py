"""The small partnership with a school of six blocks that run, and a slot that begins before the first of them.

BYG-0001 takes six from 1 December 2026 to 15 January 2027, when no cohort begins; the package has 23 weeks, and its
blocks lie so far apart that each quarter has practice enough.
"""

from __future__ import annotations

from datetime import date
from typing import Any

KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
BUILDING = "Bygge og anlæg"
BLOCKS = (
    ("NEXT-2027-01", date(2027, 2, 1), date(2027, 2, 26), 148),
    ("NEXT-2027-06", date(2027, 6, 7), date(2027, 7, 2), 148),
    ("NEXT-2027-10", date(2027, 10, 4), date(2027, 10, 29), 148),
    ("NEXT-2028-02", date(2028, 2, 7), date(2028, 3, 3), 148),
    ("NEXT-2028-06", date(2028, 6, 5), date(2028, 6, 30), 148),
    ("NEXT-2028-10", date(2028, 10, 2), date(2028, 10, 20), 111),
)
COHORTS = tuple(name for name, *_ in BLOCKS)


def with_school(rows: Any) -> None:
    """Change the rows of the small partnership: 8 of 20 seats of each block are taken at the school."""
    rows[BYG]["tblPladser"][0] |= {"start_earliest": date(2026, 12, 1), "start_latest": date(2027, 1, 15)}
    rows[BYG]["tblPakker"] = [
        {"package": "Byggeri", "branch": BUILDING, "step": f"{at}", "course": f"Byggeri {at}", "hours": hours,
         "course_kind": "AMU", "after": f"{at - 1}" if at > 1 else None, "must": "Skal"}
        for at, (_, _, _, hours) in enumerate(BLOCKS, start=1)
    ]  # fmt: skip
    rows[NEXT]["tblHold"] = [
        {"cohort": name, "title": f"Byggeri, blok {at}", "branch": BUILDING, "type": "igu", "start": start, "end": end,
         "min": 6, "max": 20, "enrol_by": start, "free_seats": 12, "status": "Åbent"}
        for at, (name, start, end, _) in enumerate(BLOCKS, start=1)
    ]  # fmt: skip
    rows[NEXT]["tblKurser"] = [
        {"cohort": name, "amu_code": f"9000{at}", "title": f"Byggeri {at}", "course_kind": "AMU", "hours": hours}
        for at, (name, _, _, hours) in enumerate(BLOCKS, start=1)
    ]
