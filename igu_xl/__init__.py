"""Spreadsheet-native toolkit that places refugees in igu, wage-subsidy jobs and company practice.

    import igu_xl

    seen = igu_xl.check_folder("partnerskab")   # read and check every workbook; nothing is written
    seen.standing.counts()                      # how the partnership stands
    igu_xl.propose_match(seen).placements       # who could get which place

The names below are for analysts and programs, and stay; docs/api.md describes them. What else can be imported from the
package is its inside.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = [
    "Month",
    "NotNow",
    "Proposal",
    "Standing",
    "Validation",
    "WrongUse",
    "check_folder",
    "month_figures",
    "propose_match",
    "stand",
]

if TYPE_CHECKING:
    from igu_xl.analysis import (
        Month,
        NotNow,
        Proposal,
        Standing,
        Validation,
        WrongUse,
        check_folder,
        month_figures,
        propose_match,
        stand,
    )
else:

    def __getattr__(name):
        """A public name when it is asked for first: pandas takes longer than all of `igu --help`."""
        if name in __all__:
            return getattr(import_module("igu_xl.analysis"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *__all__})
