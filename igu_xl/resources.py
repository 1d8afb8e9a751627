"""Where the files that ship beside the code lie: workbooks, notebooks and the look of the reports.

In a checkout they are the top-level folders that a person opens; in a wheel they travel inside the package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(folder: str) -> Path:
    """The folder `workbooks`, `notebooks` or `reports`, wherever this installation keeps it."""
    inside = _PACKAGE / "shipped" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
