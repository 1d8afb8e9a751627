"""The branches of the partnership, by name, alias or the industry code of a company."""

from __future__ import annotations

from functools import cache

from igu_xl.domain.tables import parts, rows
from igu_xl.domain.texts import cell_text, fold

# A Danish industry code has 6 digits and begins with NACE's 2-4. Five digits are a code whose leading zero
# was lost, or a digit forgotten: 11100 may be arable farming (011100) or drinks (1110), so it is not read.
_CODE_LENGTHS = {2, 3, 4, 6}


def branch_names() -> tuple[str, ...]:
    """The names in the order of the data file."""
    return tuple(row["navn"] for row in rows("brancher"))


def resolve_branch(value: object) -> str | None:
    """The branch that a name, key or alias stands for; None when it is unknown."""
    return _by_name().get(fold(cell_text(value)))


def branch_of_industry_code(code: object) -> str | None:
    """The branch of a DB07 or DB25 industry code, by the longest prefix that is known; dots do not count.

    Two digits are enough for most; 81 holds both cleaning (81.2) and landscaping (81.3), so 81 alone gives
    None.
    """
    digits = cell_text(code).replace(".", "").replace(" ", "")
    if not digits.isdecimal() or len(digits) not in _CODE_LENGTHS:
        return None
    prefixes = (digits[:length] for length in range(len(digits), 0, -1))
    return next((_by_prefix()[prefix] for prefix in prefixes if prefix in _by_prefix()), None)


@cache
def _by_name() -> dict[str, str]:
    spellings = {row["navn"]: (row["navn"], row["branche_key"], *parts(row["aliaser"])) for row in rows("brancher")}
    return {fold(spelling): name for name, words in spellings.items() for spelling in words}


@cache
def _by_prefix() -> dict[str, str]:
    return {prefix.replace(".", ""): row["navn"] for row in rows("brancher") for prefix in parts(row["nace_prefix"])}
