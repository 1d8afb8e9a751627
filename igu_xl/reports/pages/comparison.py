"""Published figures from elsewhere, with year and source. They are for comparison and never a goal."""

from __future__ import annotations

from igu_xl.danish import number_text
from igu_xl.domain.reference_figures import ReferenceFigure, key_figures
from igu_xl.reports.parts import blocks, parts

_COMPARED = "sammenligning"


def comparison() -> parts.Part:
    """All figures of the kind, in the order of the data file."""
    rows = [
        (one.text, f"{number_text(one.value)} {one.unit}", one.year, _source(one))
        for one in key_figures().values()
        if one.kind == _COMPARED
    ]
    return parts.section(
        "Til sammenligning",
        blocks.facts("Tal fra andre opgørelser", ("Tal", "Størrelse", "År", "Kilde"), rows),
        lead="Hele landet, hvis ikke andet står. Tallene er gjort op på andre måder end partnerskabets og er ikke mål.",
    )


def _source(figure: ReferenceFigure) -> str:
    return f"{figure.source} ({figure.note})" if figure.note else figure.source
