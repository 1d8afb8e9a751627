"""The foot of a page: how its figures are made (by a measure, a deadline, for a whole table), what its words mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from igu_xl.domain.law.guidance import LAW_TERMS


class Explained(Protocol):
    """Anything with a key, a label and the text that tells how it is made."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def how(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the figures of a whole table are made."""

    key: str
    label: str
    how: str


# The words of the pages, in plain Danish.
ROUNDED, HIDDEN_OR_NEAR = "Afrundet til 5", "[d] og ca."
TERMS = (
    ("Igu", "Integrationsgrunduddannelse: to års lønnet arbejde i en virksomhed med 23 ugers skole."),
    ("Løntilskud", "Job, hvor virksomheden får tilskud til lønnen i en periode."),
    ("Praktik", "Virksomhedspraktik: en kort periode i en virksomhed uden løn fra den."),
    (
        "Kandidat",
        "En borger, der kan komme i igu, løntilskud, praktik eller ordinært job. Kun kommunen ved hvem.",
    ),
    ("Plads", "Et tilbud fra en virksomhed. En række i branchens arbejdsbog kan rumme flere pladser."),
    (
        "Forløb",
        "En kandidat på en plads fra start til slut. En kandidat kan have flere forløb efter hinanden.",
    ),
    ("Hold", "Et skoleforløb med et mindste og et højeste antal deltagere."),
    ("VITAS", "Det system, hvor virksomheden opretter igu-aftalen og undervisningsplanen."),
    ("Bonus", "Tilskud, som en privat virksomhed kan søge efter 6 og 24 måneders igu."),
    (
        "Delt udgave",
        "En udgave, der må gives videre. Ingen kan se af den, om et tal er 1, 2, 3 eller 4.",
    ),
    (
        ROUNDED,
        "Alle antal af personer, forløb og pladser er flyttet til et tal i 5-tabellen ved siden af, efter én plan for "
        "alle månedens sider, så tabellerne stadig går op. Et tal er højst flyttet 4, op eller ned: 0 kan være 0-4, 5 "
        "kan være 1-9, 10 kan være 6-14. »Under 5« er 0-4, ikke nødvendigvis ingen. Et tal, der ikke er ændret, er "
        "afrundet som sidst. En ændring er regnet af de afrundede tal. Kommunen har selv de nøjagtige tal.",
    ),
    (
        HIDDEN_OR_NEAR,
        "[d] er et skjult tal. ca. står ved et tal, som det var, da det sidst blev vist: det er ændret med 1-4 siden, "
        "og det nye tal vises, når det er ændret med mindst 5.",
    ),
    ("Fund", "Noget, kontrollen fandt i en arbejdsbog: fejl (rækken er ikke med), advarsel eller oplysning."),
    *LAW_TERMS,
)


def terms_of(*, rounded: bool, hides: bool, remark: str = "") -> list[tuple[str, str]]:
    """The words that a page needs: what is done to its counts only where it is; `remark` goes with the rounding."""
    left_out = {ROUNDED: not rounded, HIDDEN_OR_NEAR: not hides}
    told = [(term, f"{meaning} {remark}".strip() if term == ROUNDED else meaning) for term, meaning in TERMS]
    return [one for one in told if not left_out.get(one[0], False)]
