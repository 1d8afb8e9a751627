"""What is kept when something goes wrong that nobody foresaw: where in the code, never what stood in a cell."""

from __future__ import annotations

import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from igu_xl import __version__
from igu_xl.sheets.layout import layout_of


def keep_mishap(folder: Path | None, begun: datetime, problem: BaseException) -> Path:
    """Write the kinds of the errors and the lines of code they came through to a file, and return its path.

    The errors' own texts are left out, because they may quote a cell. Without a partnership's folder the file lies
    among the computer's temporary files.
    """
    home = layout_of(folder).state if folder else Path(tempfile.gettempdir())
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"fejl {begun:%Y-%m-%d %H.%M.%S}.txt"
    path.write_text(f"igu {__version__}\n\n{_told(problem)}", encoding="utf-8")
    return path


def _told(problem: BaseException) -> str:
    before = problem.__cause__ or problem.__context__
    lines = "".join(traceback.format_tb(problem.__traceback__))
    own = f"{type(problem).__module__}.{type(problem).__qualname__}\n{lines}"
    return f"{_told(before)}\n{own}" if before else own
