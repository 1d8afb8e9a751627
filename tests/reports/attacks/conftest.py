"""The attack is a package beside its tests. The pages' trend is three months instead of thirteen, for speed: each month
of it is a day more to work out, and three are what is attacked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from igu_xl.reports.figures import trend

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module", autouse=True)
def _a_short_trend() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trend, "MONTHS", 2)
        yield
