"""What the files of a plan are called, on any system."""

from __future__ import annotations

import re
from hashlib import sha256

from igu_xl.school.planning.pupil_plan import PupilPlan

_UNSAFE = re.compile(r"[^0-9A-Za-zÆØÅæøå_-]+")
_LONGEST = 60


def workbook_name(plan: PupilPlan) -> str:
    """The name of the workbook of a plan."""
    return f"skoleplan-{file_name(plan.name)}.xlsx"


def file_name(text: str) -> str:
    """A text as part of a file's name on any system; one that had to be changed gets a hash, so that no two meet."""
    safe = _UNSAFE.sub("-", text).strip("-")[:_LONGEST]
    return safe if safe == text else f"{safe}-{sha256(text.encode()).hexdigest()[:6]}".strip("-")
