"""How far a search is, in the words of a status bar."""

from __future__ import annotations

import math

from igu_xl.danish import number_text
from igu_xl.optimise.reached import AimReached

_LATER = {
    "locks": "Holder fast i det, der er låst",
    "enrolled": "Holder liv i hold, som nogen er tilmeldt",
    "shortfall": "Gør forskellen mellem kommunerne mindre",
    "seats": "Fylder holdene",
    "value": "Vælger de bedste pladser",
    "kept": "Bevarer det forrige forslag, hvor det kan lade sig gøre",
}


def step_words(step: AimReached) -> str:
    """What the search works at; for people placed how many it has, and how many there can be at most."""
    if step.aim != "placed":
        return _LATER[step.aim]
    found = f"{number_text(int(step.value))} forløb fundet"
    if not math.isfinite(step.bound):
        return found
    most = math.floor(step.bound + 1e-6)
    return f"{found}, flere er ikke mulige" if most <= step.value else f"{found}, højst {number_text(most)} mulige"
