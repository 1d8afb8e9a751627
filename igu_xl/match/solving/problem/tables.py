"""The ten tables of a match problem: their columns, types and defaults."""

from __future__ import annotations

from igu_xl.optimise.frames import ProblemColumn, ProblemTable, optional

_CANDIDATE = ProblemColumn("id", refers="candidates")
_SLOT = ProblemColumn("id", refers="slots")
_COHORT = ProblemColumn("id", refers="cohorts")
_NO_SLOT = optional("text", None, refers="slots")
_NO_COHORT = optional("text", None, refers="cohorts")
_VALUE = optional("number", 0.0)

TABLES = {
    "candidates": ProblemTable(
        ("candidate",),
        {
            "candidate": ProblemColumn("id"),
            "municipality": optional("text", ""),
            "waited_days": optional("number", 0.0),
            "priority": optional("number", 1.0),
        },
    ),
    "slots": ProblemTable(
        ("slot",),
        {
            "slot": ProblemColumn("id"),
            "openings": ProblemColumn("whole"),
            "needs_cohort": optional("flag", True),
            "together_min": optional("whole", 1),
            "branch": optional("text", ""),
            "company": optional("text", None),
        },
    ),
    "cohorts": ProblemTable(
        ("cohort",),
        {
            "cohort": ProblemColumn("id"),
            "min": ProblemColumn("whole"),
            "max": ProblemColumn("whole"),
            "room": optional("text", None, refers="rooms"),
            "branch": optional("text", ""),
            "decision": optional("text", None),
            "enrolled": optional("whole", 0),
        },
    ),
    "rooms": ProblemTable(("room",), {"room": ProblemColumn("id"), "max_cohorts": ProblemColumn("whole")}),
    "companies": ProblemTable(("company",), {"company": ProblemColumn("id"), "max_people": ProblemColumn("whole")}),
    "pairs": ProblemTable(("candidate", "slot"), {"candidate": _CANDIDATE, "slot": _SLOT, "value": _VALUE}),
    "seats": ProblemTable(("candidate", "cohort"), {"candidate": _CANDIDATE, "cohort": _COHORT, "value": _VALUE}),
    "links": ProblemTable(("slot", "cohort"), {"slot": _SLOT, "cohort": _COHORT}),
    "fixed": ProblemTable(
        ("candidate", "slot", "cohort", "decision"),
        {"candidate": _CANDIDATE, "slot": _NO_SLOT, "cohort": _NO_COHORT, "decision": ProblemColumn("text")},
    ),
    "previous": ProblemTable(
        ("candidate", "slot", "cohort"), {"candidate": ProblemColumn("id"), "slot": _NO_SLOT, "cohort": _NO_COHORT}
    ),
}
