"""Whether a cohort is planned, or could be opened if enough people want it."""

from __future__ import annotations

PLANNED, CAN_OPEN = "planned", "can_open"

# As the callers say it; the workbooks say »Kan oprettes«.
_CAN_OPEN = {"can_open", "can be opened", "can open", "open", "kan oprettes", "kan_oprettes"}
_PLANNED = {"planned", "planlagt", "åben", "aaben", ""}


def state_of(text: object) -> str:
    """`PLANNED` or `CAN_OPEN`, from any of the spellings above in any case; ValueError for another word."""
    word = str(text).strip().casefold()
    if word in _CAN_OPEN:
        return CAN_OPEN
    if word in _PLANNED:
        return PLANNED
    raise ValueError(f"unknown state of a cohort: {text!r}")
