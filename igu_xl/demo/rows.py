"""The day on which the demo is played, and what a row of it is."""

from __future__ import annotations

from datetime import date
from typing import Any

DemoRow = dict[str, Any]
"""The cells of a row by column key."""

DEMO_TODAY = date(2026, 11, 2)
