"""Whether a scheduled run may begin: nobody looks at it, so it does not make a month from half of the sheets."""

from __future__ import annotations

from collections.abc import Sequence

from igu_xl.danish import listing
from igu_xl.errors import NotNow


def require_sheets(missing: Sequence[str], unreadable: Sequence[str] = ()) -> None:
    """Raise `NotNow` (exit code 75) where partners' workbooks are missing or cannot be read; they are named."""
    reasons = []
    if missing:
        reasons.append(f"Der mangler ark fra {listing(missing)}.")
    if unreadable:
        reasons.append(f"Disse ark kunne ikke læses, måske fordi de er åbne: {listing(unreadable)}.")
    if reasons:
        raise NotNow(f"{' '.join(reasons)} Månedens sider er ikke lavet; kørslen prøver igen næste morgen.")
