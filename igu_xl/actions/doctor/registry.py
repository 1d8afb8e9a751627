"""Reading the Windows registry: a function, so that what is made of it can be tried on any machine."""

from __future__ import annotations

import sys
from collections.abc import Callable

Registry = Callable[[str, str], str | None]
"""The text of a value under a key such as `HKCU\\\\Software\\\\...`; None where there is none."""

SUBKEYS = "*"
"""Asked for as a value name: the names of the keys below, separated by `|`."""


def windows_registry() -> Registry | None:
    """The reader of this machine's registry; None where there is no Windows."""
    if sys.platform != "win32":
        return None
    import winreg

    roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCR": winreg.HKEY_CLASSES_ROOT}

    def read(key: str, value: str) -> str | None:
        root, _, path = key.partition("\\")
        try:
            with winreg.OpenKey(roots[root], path) as opened:
                if value == SUBKEYS:
                    return "|".join(winreg.EnumKey(opened, at) for at in range(winreg.QueryInfoKey(opened)[0]))
                return str(winreg.QueryValueEx(opened, value)[0])
        except OSError:
            return None

    return read
