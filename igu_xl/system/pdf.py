"""A page as PDF, printed by the browser that is there: Edge is on every Windows machine, so nothing is installed.

The PDF has the page's headings as bookmarks and is tagged, so that it can be read aloud. Where there is no browser
no PDF is made, and the run says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

NO_BROWSER = "Der blev ikke lavet PDF, for Edge, Chrome eller Chromium blev ikke fundet på maskinen."
_FAILED = "Der blev ikke lavet PDF, for browseren kunne ikke skrive siden ud."
_COMMANDS = ("msedge", "microsoft-edge", "chromium", "chromium-browser", "google-chrome", "chrome")
_INSTALLED = (
    r"Microsoft\Edge\Application\msedge.exe",
    r"Google\Chrome\Application\chrome.exe",
)
_PROGRAMS = ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_LIMIT = 60.0  # seconds for one page; two or three are usual


def find_browser() -> Path | None:
    """A browser that can print: one on the path, else where Windows and macOS keep them."""
    return next((path for path in _candidates() if path.is_file()), None)


def print_page(page: Path, browser: Path, limit: float = _LIMIT) -> str:
    """Print an HTML file to a PDF beside it; the answer is empty, or the sentence that says why there is none."""
    target = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        printed = Path(scratch) / "side.pdf"
        command = [*_command(browser, Path(scratch)), f"--print-to-pdf={printed}", page.absolute().as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=limit, check=True)
            shutil.copyfile(printed, target)
        except (OSError, subprocess.SubprocessError):
            return _FAILED
    return ""


def _command(browser: Path, scratch: Path) -> list[str]:
    """The browser with a profile of its own: one that is open already would take the page and print nothing."""
    return [
        str(browser),
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        "--export-tagged-pdf",
        f"--user-data-dir={scratch / 'profil'}",
        *(["--no-sandbox"] if _is_root() else []),
    ]


def _is_root() -> bool:
    """Chromium refuses its sandbox to the administrator of a Linux machine; the page is our own, without scripts."""
    return os.name == "posix" and os.geteuid() == 0


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in _COMMANDS if (found := shutil.which(name)))
    for programs in (os.environ.get(name) for name in _PROGRAMS):
        yield from (Path(programs) / installed for installed in _INSTALLED if programs)
    yield Path(_MAC)
