"""The errors a run can end with.

    IguError                   one Danish sentence for the user; `exit_code` for the shell
    ├── WrongUse               wrong folder, unknown month, bad option                    exit 2
    ├── NotNow                 another run holds the lock, a sheet is missing             exit 75
    └── WriteRefused           a workbook must not be written now (open, changed, merged) exit 1

What is wrong *in* a workbook is no error but a `Finding` (see findings.py): the run goes on.
Each error carries its parts as arguments, so that it survives pickling between processes.
"""

from __future__ import annotations


class IguError(Exception):
    """Something the user must know; its text is one Danish sentence that says what to do."""

    exit_code = 1


class WrongUse(IguError):
    """The command cannot run as it was given."""

    exit_code = 2


class NotNow(IguError):
    """The command may succeed later without any change to it."""

    exit_code = 75


class WriteRefused(IguError):
    """A workbook was left as it was because writing could lose something."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason
