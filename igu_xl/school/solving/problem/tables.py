"""The eleven tables of a school plan: their columns, types and defaults."""

from __future__ import annotations

from igu_xl.optimise.frames import ProblemColumn, ProblemTable, optional

_PUPIL = ProblemColumn("id", refers="pupils")
_COURSE = ProblemColumn("id", refers="courses")
_COHORT = ProblemColumn("id", refers="cohorts")
_DAY = ProblemColumn("date")
_NUMBER = ProblemColumn("number")
_WHOLE = ProblemColumn("whole")

TABLES = {
    "pupils": ProblemTable(
        ("pupil",),
        {
            "pupil": ProblemColumn("id"),
            "municipality": optional("text", ""),
            "begins": _DAY,
            "ends": _DAY,
            "hours": _NUMBER,
            "amu_hours": optional("number", 0.0),
            "priority": optional("number", 1.0),
        },
    ),
    "courses": ProblemTable(
        ("course",),
        {
            "course": ProblemColumn("id"),
            "hours": _NUMBER,
            "kind": optional("text", "AMU"),
            "after": optional("text", ""),
            # Hours at school; those of the weighting where nothing else is known.
            "taught": optional("number", None),
        },
    ),
    "wants": ProblemTable(
        ("pupil", "course"),
        {
            "pupil": _PUPIL,
            "course": _COURSE,
            "must": optional("flag", False),
            "earliest": optional("date", None),
            "latest": optional("date", None),
        },
    ),
    "cohorts": ProblemTable(
        ("cohort",),
        {
            "cohort": ProblemColumn("id"),
            "start": _DAY,
            "end": _DAY,
            "min": _WHOLE,
            "max": _WHOLE,
            "taken": optional("whole", 0),
            "state": optional("text", "planned"),
            "room": optional("text", None, refers="rooms"),
        },
    ),
    "teaches": ProblemTable(("cohort", "course"), {"cohort": _COHORT, "course": _COURSE}),
    "rooms": ProblemTable(("room",), {"room": ProblemColumn("id"), "max_cohorts": _WHOLE}),
    "seats": ProblemTable(("pupil", "cohort"), {"pupil": _PUPIL, "cohort": _COHORT, "value": optional("number", 0.0)}),
    "away": ProblemTable(("pupil", "begins", "ends"), {"pupil": _PUPIL, "begins": _DAY, "ends": _DAY}),
    "limits": ProblemTable(("days", "most_school_hours"), {"most_school_hours": _NUMBER, "days": _WHOLE}),
    "fixed": ProblemTable(
        ("pupil", "cohort", "decision"), {"pupil": _PUPIL, "cohort": _COHORT, "decision": ProblemColumn("text")}
    ),
    "previous": ProblemTable(("pupil", "cohort"), {"pupil": ProblemColumn("id"), "cohort": ProblemColumn("id")}),
}
