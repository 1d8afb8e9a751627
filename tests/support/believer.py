"""What somebody can still believe who has published counts and knows how they hang together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import highspy
import numpy as np


class Believer:
    """Has a column for each count of each month (`number`), and rows of what he knows of them."""

    def __init__(self) -> None:
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.number: dict[tuple[int, Hashable], int] = {}

    def row(self, terms: Sequence[tuple[int, Hashable, float]], least: float, most: float) -> None:
        """He knows that these counts, each times its factor, make a sum between two numbers."""
        columns = np.array([self.number[time, key] for time, key, _ in terms], dtype=np.int32)
        self.highs.addRow(least, most, len(terms), columns, np.array([sign for *_, sign in terms]))

    def believes(self, time: int, key: Hashable, count: int) -> bool:
        """Whether nothing that he knows speaks against this count."""
        column = self.number[time, key]
        least, most = (bounds[column] for bounds in (self.highs.getLp().col_lower_, self.highs.getLp().col_upper_))
        self.highs.changeColBounds(column, count, count)
        self.highs.run()
        possible = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        self.highs.changeColBounds(column, least, most)
        return bool(possible)
