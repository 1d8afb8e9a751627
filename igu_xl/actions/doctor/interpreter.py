"""Do the macros find Python with igu, of the version that is asked here? They look in the file `igu.conf`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from igu_xl import __version__
from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine, warning
from igu_xl.actions.excel_settings import FILE, INTERPRETER, interpreter_in, settings_file

_NAME = "Python i Excel"
_POINT_HERE = "Kør »igu excel« på denne computer."
_PATIENCE = 30  # seconds for another Python to start, also on a slow drive
_ASK = "import igu_xl; print(igu_xl.__version__)"


def look_at_interpreter(home: Path, platform: str, folder: Path | None) -> Iterator[Diagnosis]:
    """Whether the Python that the macros start is there and has this igu; nothing where Excel has no macros."""
    if platform not in INTERPRETER:
        return
    own = folder / FILE if folder else None
    if own and interpreter_in(own, platform):
        yield warning(
            "Indstillinger i mappen",
            f"{own} bestemmer, hvilken Python knapperne starter, før det, der er valgt på computeren.",
            f"Slet {own}, hvis det ikke er meningen.",
        )
        yield _look_at(own, platform, f"Ret stien i {own}, eller slet filen.")
    else:
        yield _look_at(settings_file(home, platform), platform, _POINT_HERE)


def _look_at(settings: Path, platform: str, do: str) -> Diagnosis:
    if not settings.is_file():
        return error(_NAME, f"Excel ved ikke, hvor igu er: {settings} findes ikke.", do)
    interpreter = interpreter_in(settings, platform)
    if not interpreter:
        return error(_NAME, f"Excel ved ikke, hvor igu er: {settings} nævner ingen Python.", do)
    if not Path(interpreter).is_file():
        return error(_NAME, f"{settings} peger på {interpreter}, som ikke findes.", do)
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
        asked = subprocess.run([interpreter, "-c", _ASK], capture_output=True, text=True, timeout=_PATIENCE, cwd=place)
    except (OSError, subprocess.SubprocessError):
        return ""
    return "" if asked.returncode else asked.stdout.strip()
