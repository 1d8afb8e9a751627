"""The server: xlwings Server with the functions and commands of igu. It is an ASGI application.

    uvicorn igu_xl.excel.server.app:app

xlwings Server takes its settings from the environment, and the functions and scripts from modules of fixed names, so
both must be in place before it is imported.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from igu_xl.sheets.buttons import BUTTONS

_DEFAULTS = {
    "XLWINGS_ON_SERVER": "true",
    "XLWINGS_PROJECT_DIR": str(Path(__file__).parent / "project"),  # our task pane and manifest
    "XLWINGS_PROJECT_NAME": "igu",
    "XLWINGS_MANIFEST_ID_PROD": "b7c0f8f4-52a4-4f0e-9a43-6f1c0c6b2d31",
    "XLWINGS_FUNCTIONS_NAMESPACE": "",  # the same names as in igu.xlam: a workbook works in both
    "XLWINGS_ENABLE_SOCKETIO": "false",
    "XLWINGS_ENABLE_HTMX": "false",
    "XLWINGS_ENABLE_ALPINEJS_CSP": "false",
}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)

# xlwings asks for Pyodide at every cell of every call, a search through all of sys.path: 110 microseconds a cell.
# This answers at once that it is not here.
sys.modules.setdefault("pyodide", None)  # type: ignore[arg-type]

from igu_xl.excel.server import custom_functions, custom_scripts  # noqa: E402

sys.modules["custom_functions"] = custom_functions
sys.modules["custom_scripts"] = custom_scripts

from xlwings_server.main import main_app as app  # noqa: E402
from xlwings_server.templates import templates  # noqa: E402

templates.env.globals["buttons"] = BUTTONS  # for taskpane.html

__all__ = ["app"]
