"""Do the macros find Python with igu, of the version that is asked here? They look in the user's own file alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from igu_xl import __version__
from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine
from igu_xl.actions.excel_settings import FLAGS, INTERPRETER, interpreter_in, settings_file

_NAME = "Python i Excel"
_POINT_HERE = "Kør »igu excel« på denne computer."
_PATIENCE = 30  # seconds for another Python to start, also on a slow drive
_ASK = "import igu_xl; print(igu_xl.__version__)"


def look_at_interpreter(home: Path, platform: str) -> Iterator[Diagnosis]:
    """Whether the Python that the macros start is there and has this igu; nothing where Excel has no macros."""
    if platform in INTERPRETER:
        yield _look_at(settings_file(home, platform), platform)


def _look_at(settings: Path, platform: str) -> Diagnosis:
    do = _POINT_HERE
    if not settings.is_file():
        return error(_NAME, f"Excel ved ikke, hvor igu er: {settings} findes ikke.", do)
    interpreter = interpreter_in(settings, platform)
    if not interpreter:
        return error(_NAME, f"Excel ved ikke, hvor igu er: {settings} nævner ingen Python.", do)
    if not Path(interpreter).is_file():
        return error(_NAME, f"{settings} peger på {interpreter}, som ikke findes.", do)
    if not Path(interpreter).is_absolute():
        return error(_NAME, f"{settings} nævner ikke hele stien til Python, kun »{interpreter}«.", do)
    return _look_at_version(interpreter, _version_of_igu(interpreter), do)


def _look_at_version(interpreter: str, found: str, do: str) -> Diagnosis:
    if not found:
        return error(_NAME, f"Den Python, som knapperne starter ({interpreter}), har ikke igu.", do)
    if found != __version__:
        return error(_NAME, f"Knapperne starter igu {found} ({interpreter}), men her er igu {__version__}.", do)
    return fine(_NAME, f"Knapperne starter igu {found} i {interpreter}.")


def _version_of_igu(interpreter: str) -> str:
    """The igu that a Python has; empty where it has none, or does not start."""
    try:
        # Not in the folder we are in, which may hold an igu_xl of its own.
        place = Path(interpreter).parent
        asked = subprocess.run(
            [interpreter, *FLAGS, "-c", _ASK], capture_output=True, text=True, timeout=_PATIENCE, cwd=place
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return "" if asked.returncode else asked.stdout.strip()
