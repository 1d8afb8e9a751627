"""HiGHS, the library for linear and integer programmes, without a word of its own on the screen."""

from __future__ import annotations

import highspy

__all__ = ["Highs"]


class Highs(highspy.Highs):
    """A programme that is never printed about: what goes to the screen is ours, and `--json` is one document."""

    def enableCallbacks(self) -> None:
        """Called as the first thing of a new programme; from version 1.16 on it would print who made HiGHS."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]
