"""The one shape of a candidate's id: the municipality's number, a hyphen and a number, `101-0007`.

Anything else may be a name or a CPR number, so it is neither used nor told.
"""

from __future__ import annotations

import re

from igu_xl.domain.digits.plain_text import as_typed
from igu_xl.domain.personal.cpr import HIDDEN

# Six digits at most: with seven it would have the ten digits of a CPR number.
MOST_DIGITS = 6
EXAMPLE = "101-0007"
NO_ID = (
    f"Det er ikke et kandidat-id. Skriv tre cifre, bindestreg og et løbenummer, fx {EXAMPLE}; aldrig navn eller "
    "CPR-nummer."
)

_SHAPE = re.compile(rf"[0-9]{{3}}-[0-9]{{1,{MOST_DIGITS}}}")
_AROUND_DASH = re.compile(r"\s*-\s*")


def id_text(typed: str) -> str:
    """An id as it is meant: plain digits, one hyphen for any dash, capital letters, nothing unseen or around it."""
    plain = " ".join(as_typed(typed).split()).removeprefix("'").strip()
    return _AROUND_DASH.sub("-", plain).upper()


def candidate_id(typed: str) -> str | None:
    """The candidate's id that a text is, however its hyphen, digits and spaces were typed; None for any other text."""
    text = id_text(typed)
    return text if _SHAPE.fullmatch(text) else None


def told_id(typed: str) -> str:
    """The id, or `[skjult]` where the text has not its shape: then it may be a person's name or number."""
    return candidate_id(typed) or HIDDEN
