"""The foot of a page: how its figures are made (by a measure, a deadline, for a whole table), what its words mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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
        "En udgave, der må gives videre. Tal på 1-4 er skjult, og også tal, de kunne regnes ud af på denne side, på "
        "andre delte sider eller ved at sammenligne med en tidligere måned.",
    ),
    (
        "[d] og ca.",
        "[d] er et skjult tal. ca. står ved et tal, som det var, da det sidst blev vist: det er ændret med 1-4 siden, "
        "og det nye tal vises, når det er ændret med mindst 5.",
    ),
    ("Fund", "Noget, kontrollen fandt i en arbejdsbog: fejl (rækken er ikke med), advarsel eller oplysning."),
)
