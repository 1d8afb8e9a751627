"""How the figures of a match report are made, and what its words mean: the foot of the page."""

from __future__ import annotations

from igu_xl.domain.law.guidance import LAW_TERMS
from igu_xl.reports.disclosure.protection import HIDE, SHARED, PagePlan
from igu_xl.reports.figures.explanations import HIDDEN_OR_NEAR, ROUNDED, Explanation, terms_of
from igu_xl.reports.match_report.match_tables import (
    ALONE,
    ALONE_SEATS,
    FIRST_COME,
    IMPOSSIBLE,
    LARGEST,
    PLACED,
    POSSIBLE,
    READY,
    SEATS,
)
from igu_xl.reports.parts import parts
from igu_xl.reports.parts.parts import Part
from igu_xl.standing import words
from igu_xl.standing.words import DEFINITIONS

_KNOWN_TERMS = (
    "Igu",
    "Løntilskud",
    "Praktik",
    "Kandidat",
    "Plads",
    "Forløb",
    "Hold",
    "Delt udgave",
    ROUNDED,
    HIDDEN_OR_NEAR,
    *(term for term, _ in LAW_TERMS),
)
_OWN_TERMS = (
    ("Samlet", "Én plan for alle kommuner: kandidater fra flere kommuner kan være på samme hold."),
    (
        "Bevist",
        "Søgningen regner også ud, hvad der højst er muligt. Er de to tal ens, findes ingen bedre plan.",
    ),
)
_EXPLAINED = (
    Explanation(
        "ready",
        READY,
        f"Da match blev kørt. {DEFINITIONS[words.IN_MATCH]} Dem, som kun en fejl holder ude, er talt med.",
    ),
    Explanation("placed", PLACED, "Kandidater, som forslaget giver en plads. Kommunen er den, der har meldt dem."),
    Explanation(
        "possible",
        POSSIBLE,
        "Der er mindst én ledig plads, og til igu et hold, som kandidaten må få, men forslaget giver den til en anden, "
        "eller holdet kan ikke køre.",
    ),
    Explanation("impossible", IMPOSSIBLE, "Ingen ledig plads passer, eller der er en fejl i kandidatens række."),
    Explanation(
        "alone",
        ALONE,
        "Den bedste plan, hvor hvert hold kun har kandidater fra én kommune. Pladserne er åbne for alle som før, og "
        "låse og godkendelser er ikke med. Et interval betyder, at søgningen ikke nåede at bevise det sidste.",
    ),
    Explanation(
        "first_come",
        FIRST_COME,
        "En liste efter ventetid, hvor hver tager det bedste, der er tilbage; hold, der bliver for små, aflyses.",
    ),
    Explanation(
        "seats",
        f"{SEATS} og {ALONE_SEATS.lower()}",
        "Optagne pladser på holdet: dem, der var optaget i forvejen, og forslagets nye, eller dem, holdet får i den "
        "bedste plan, hvor kommunerne ikke går sammen.",
    ),
    Explanation(
        "largest",
        LARGEST,
        "Så mange pladser ville være optaget, hvis alle, der kunne, kom fra den kommune, der har flest af dem. "
        "Er det under det mindste antal, kan ingen kommune fylde holdet alene.",
    ),
)


def notes(audience: str, plan: PagePlan | None = None) -> Part:
    """How every figure on the page is made, and what the words mean."""
    shared = plan if audience == SHARED else None
    hides = shared is not None and shared.method == HIDE
    terms = terms_of(rounded=shared is not None and not hides, hides=hides, remark=shared.remark if shared else "")
    return parts.notes(_EXPLAINED, [*(term for term in terms if term[0] in _KNOWN_TERMS), *_OWN_TERMS])
