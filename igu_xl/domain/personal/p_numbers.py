"""P-numbers (produktionsenheder) beside CPR numbers: both have ten digits.

P-numbers are given out in order, and all so far begin with 10; those that the demo makes up begin with 11. A CPR number
does so for who is born on the tenth or eleventh of a month. Nothing but the company register can tell the two apart
then, so a P-number is believed where it is typed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from igu_xl.domain.digits.plain_text import as_read

_BEGINS = ("10", "11")
_PARTED = re.compile(r"[0-9][0-9 \-]*")
_AS_CPR = re.compile(r"[0-9]{6}[ -]+[0-9]{4}")


def may_be_p_number(digits: str) -> bool:
    """Whether digits can be a P-number."""
    return len(digits) == 10 and digits.startswith(_BEGINS)


def typed_digits(value: object) -> str:
    """The digits of a cell that holds nothing but one number, also parted by spaces or hyphens, but not as a CPR number
    is; empty for any other cell."""
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else as_read(str(value))
    text = text.strip().removeprefix("'").strip()
    whole = _PARTED.fullmatch(text) is not None and _AS_CPR.fullmatch(text) is None
    return re.sub(r"\D", "", text) if whole else ""


def p_numbers_of(values: Iterable[object]) -> set[str]:
    """The P-numbers among the cells of a column that holds them."""
    return {digits for value in values if may_be_p_number(digits := typed_digits(value))}
