"""Runs macros of an add-in in headless LibreOffice while other workbooks are the active one, each in its turn.

Run by the system's Python, which has LibreOffice's bridge: `python3 press_in_front.py WORK.json`, a file that names
`addin`, `profile`, the `calls` (a macro `Module.Name`, then what it is given) and the workbooks to be `active`.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

from press_in_libreoffice import ALWAYS_RUN_MACROS, PATIENCE, desktop, option, started


def main(addin: Path, profile: Path, calls: list[list[str]], active: list[str]) -> None:
    pipe = f"igu{profile.stat().st_ino}"
    office = started(profile, pipe)
    try:
        desk = desktop(pipe)
        options = (option("MacroExecutionMode", ALWAYS_RUN_MACROS),)
        macros = desk.loadComponentFromURL(addin.as_uri(), "_blank", 0, options)
        for path in active:
            book = desk.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, options)
            book.CurrentController.Frame.activate()
            for macro, *given in calls:
                url = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
                with contextlib.suppress(Exception):  # a macro may refuse; what it did is noted by the macros
                    macros.getScriptProvider().getScript(url).invoke(tuple(given), (), ())
            book.close(True)
        macros.close(True)
        desk.terminate()
    finally:
        office.terminate()
        office.wait(PATIENCE)


if __name__ == "__main__":
    work = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    main(Path(work["addin"]), Path(work["profile"]), work["calls"], work["active"])
