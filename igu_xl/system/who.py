"""Who runs the program, and on which machine: as the system knows it, not as a variable says."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from typing import NamedTuple


class Who(NamedTuple):
    """A user's name on a machine, and the machine's; empty where the system does not say."""

    user: str
    machine: str


def who_runs() -> Who:
    """The user this process belongs to, and the machine it runs on."""
    return Who(_user(), platform.node())


def _user() -> str:
    try:
        if sys.platform == "win32":
            import win32api  # xlwings brings it on Windows

            return str(win32api.GetUserName())
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError, OSError):
        pass
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name
        return ""
