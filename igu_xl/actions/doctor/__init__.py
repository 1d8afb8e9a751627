"""`igu doctor`: is everything in place on this machine and in this folder, and if not, what is the one thing to do?"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from igu_xl.actions.doctor.diagnosis import Diagnosis, told
from igu_xl.actions.doctor.excel import look_at_excel
from igu_xl.actions.doctor.folder import look_at_folder
from igu_xl.actions.doctor.interpreter import look_at_interpreter
from igu_xl.actions.doctor.machine import look_at_machine
from igu_xl.actions.doctor.registry import windows_registry
from igu_xl.actions.doctor.rule_dates import look_at_rules
from igu_xl.sheets.layout import layout_on_disk

__all__ = ["Diagnosis", "doctor", "told"]


def doctor(folder: Path | None = None) -> list[Diagnosis]:
    """Look at Python and its packages, at Excel and the Python that it starts, at how long the rules are known, and at
    the partnership in a folder.

    Nothing is changed; to see whether the folder can be written, an empty file is made in it and removed again. It
    never raises: what cannot be looked at is a diagnosis too.
    """
    place = folder and folder.absolute()
    found = [
        *look_at_machine(),
        *look_at_excel(windows_registry(), place and layout_on_disk(place).secretariat),
        *look_at_interpreter(Path.home(), sys.platform),
        *look_at_rules(date.today()),
    ]
    return [*found, *look_at_folder(folder)] if folder else found
