"""What every statement about the law is said with: which version it rests on, when it changes, who decides, and that
it is guidance.

A sentence that says why somebody may not begin has the paragraph itself (`igu/reasons.py`); what stands beside it, once
in a cell, comes from here. Nothing of this is a rule: the rules are rows of tables (`rule_tables.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from igu_xl.danish import date_text
from igu_xl.domain.law.igu.rules import LAST_START, LAW
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET

RULES_READ_ON = date(2026, 11, 28)
"""The day the rule tables were last read against their sources; a person sets it who has done so."""

RULES_PAGE = "lov-og-regler.html"
"""The file with all rules that lies beside »kom-i-gang.docx« at the secretariat; it is docs/lov.md."""

WHO_DECIDES = (
    "Virksomhed og borger indgår selv igu-aftalen. Virksomheden har ansvaret for, at betingelserne er opfyldt, og "
    "borgeren dokumenterer dem med opholdstilladelse, opholdskort og bopælsattest. Kommunen afgør, om der kan gives "
    "praktik eller løntilskud."
)
NATIONAL_LIMITS = (
    "I hele landet må der højst begynde 1.500 nye igu om året (igu-loven § 3, stk. 3), og ministeren kan standse nye i "
    "op til tre måneder (§ 3, stk. 4); begge dele er kun set i lovforslaget L 82 som fremsat. Værktøjet kan ikke se, "
    "hvor mange der er begyndt."
)
LAW_TERMS = (
    (
        "Vejledende",
        "Det, der står om loven, er vejledende. Det bygger på det, der er skrevet i arbejdsbøgerne, og på regler med "
        "kilde; det er ingen afgørelse.",
    ),
    ("Hvem afgør", WHO_DECIDES),
    (
        "Hvilken regel",
        "Den, der gælder på dagen, hvor forløbet begynder, ikke i dag og ikke på aftalens dag. IGU2024 er navnet på "
        "den igu-regel, der gælder fra 2024.",
    ),
    ("Loft og stop for igu", NATIONAL_LIMITS),
    (
        "Lov og regler",
        f"Alle regler med datoer, lov, kilde og det, de ikke kan svare på, står i »{RULES_PAGE}«, som sekretariatet "
        f"har. De er læst {date_text(RULES_READ_ON)}.",
    ),
)
"""The words about the law that every *Ordbog* and the foot of every page explain."""

_THEN = {
    MET: "kan kandidaten komme i igu",
    MANUAL: "skal det vurderes manuelt",
    MISSING: "mangler der en oplysning",
    NOT_MET: "kan kandidaten ikke komme i igu",
}


def law_name(law: str) -> str:
    """A law as a cell cites it: without the order that goes with it, and as »igu-loven«."""
    named = law.split(";")[0]
    for full in (LAW, LAW.removesuffix(" (igu)")):
        named = named.replace(full, "igu-loven")
    return named


def citation(rule: str, law: str) -> str:
    """The version of the law that an answer rests on: `IGU2024, igu-loven som ændret ved L 82 (...)`."""
    return f"{rule}, {law_name(law)}" if rule else law_name(law)


def guided(text: str, citations: Iterable[str]) -> str:
    """A text about the law with what it rests on and that it is guidance, said once at its end."""
    named = list(dict.fromkeys(one for one in citations if one))
    return f"{text} Regel: {' og '.join(named)}; vejledende." if named else text


def change_words(changes_on: date | None, changes_to: str) -> str:
    """`Fra den 4. marts 2027 kan kandidaten komme i igu.`; empty where the answer stays, or only the scheme ends."""
    if changes_on is None or (changes_to == NOT_MET and changes_on > LAST_START):
        return ""
    return f"Fra den {date_text(changes_on)} {_THEN[changes_to]}."
