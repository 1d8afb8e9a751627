"""The kinds of placement, as the lists Type and Indsats have them."""

from __future__ import annotations

IGU, WAGE_SUBSIDY, PRACTICE, ORDINARY = "igu", "løntilskud", "praktik", "ordinært"
KINDS = (IGU, WAGE_SUBSIDY, PRACTICE, ORDINARY)
"""The list Type (and Indsats)."""

COUNTED = (PRACTICE, WAGE_SUBSIDY)
"""What rimelighedskravet counts; an igu is no offer under integrationsloven."""
