"""A diagnosis: one thing that was looked at, how it is, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FINE, WARNING, ERROR = "i orden", "advarsel", "fejl"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was looked at, its state (`i orden`, `advarsel` or `fejl`), a Danish sentence, and what to do (or empty)."""

    name: str
    state: str
    sentence: str
    do: str = ""

    def as_json(self) -> dict[str, str]:
        """The diagnosis for programs."""
        return {"name": self.name, "state": self.state, "sentence": self.sentence, "do": self.do}


def fine(name: str, sentence: str) -> Diagnosis:
    """Nothing to do."""
    return Diagnosis(name, FINE, sentence)


def warning(name: str, sentence: str, do: str) -> Diagnosis:
    """It works, but something may go wrong."""
    return Diagnosis(name, WARNING, sentence, do)


def error(name: str, sentence: str, do: str) -> Diagnosis:
    """It does not work before something is done."""
    return Diagnosis(name, ERROR, sentence, do)


def told(diagnoses: Iterable[Diagnosis]) -> str:
    """The diagnoses for people, one under the other."""
    lines = []
    for one in diagnoses:
        lines.append(f"{one.state:<9} {one.name}: {one.sentence}")
        if one.do:
            lines.append(f"{'':<9} → {one.do}")
    return "\n".join(lines)
