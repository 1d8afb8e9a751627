"""Presses every button of a workbook in headless LibreOffice, and prints what each is as JSON.

Run by the system's Python, which has LibreOffice's bridge: `python3 press_in_libreoffice.py WORKBOOK PROFILE`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ALWAYS_RUN_MACROS = 4
PATIENCE = 60


def option(name: str, value: object) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def started(profile: Path, pipe: str) -> subprocess.Popen[bytes]:
    office = shutil.which("soffice") or "soffice"
    accept = f"--accept=pipe,name={pipe};urp;"
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", accept]
    return subprocess.Popen([office, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def desktop(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(PATIENCE * 4):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def pressed(document: Any) -> list[dict[str, str]]:
    """Press every form control of every sheet; its label, and the action that assistive tools are told of."""
    controller = document.CurrentController
    controller.setFormDesignMode(False)
    found = []
    for sheet in document.Sheets:
        controller.setActiveSheet(sheet)
        for form in sheet.DrawPage.Forms:
            for model in form:
                access = controller.getControl(model).getAccessibleContext()
                found.append(
                    {"sheet": sheet.Name, "label": model.Label, "action": access.getAccessibleActionDescription(0)}
                )
                access.doAccessibleAction(0)
                time.sleep(0.2)
    return found


def main(workbook: Path, profile: Path) -> None:
    pipe = f"igu{profile.stat().st_ino}"
    office = started(profile, pipe)
    try:
        desk = desktop(pipe)
        options = (option("MacroExecutionMode", ALWAYS_RUN_MACROS),)
        document = desk.loadComponentFromURL(workbook.resolve().as_uri(), "_blank", 0, options)
        print(json.dumps(pressed(document)))
        document.close(True)
        desk.terminate()
    finally:
        office.terminate()
        office.wait(PATIENCE)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
