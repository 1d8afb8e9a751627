"""Why a match places somebody nowhere: every reason that there is, in the groups in which shared pages tell them.

The groups are told in this order and all of them always, so that neither the order nor the presence of a line tells
how many there are. `match/explaining` makes the reasons; a test holds that each of them is here.
"""

from __future__ import annotations

from collections.abc import Mapping

OTHER = "Andet"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Reglerne for igu": (
        "Igu: ikke opfyldt",
        "Igu: manuel vurdering",
        "Igu: mangler data",
        "Tremånedersreglen",
        "Praktik hos seneste arbejdsgiver",
    ),
    "Ønsker og indsats": ("Ingen plads i ønskede brancher", "Ikke et ønske", "Anden indsats"),
    "Dansk, beviser og timer": (
        "Mangler dansk",
        "Hold på andet danskniveau",
        "Mangler bevis",
        "Timer passer ikke",
    ),
    "Tid og rejse": ("Klar for sent", "Klar for sent til hold", "For lang rejsetid", "For lang rejsetid til hold"),
    "Pladserne er fyldt": (
        "Pladserne er fyldt",
        "Rimelighedskravet er fyldt",
        "Virksomheden tager ikke flere",
        "Pladsen tages kun samlet",
    ),
    "Holdene": (
        "Intet hold",
        "Holdet mangler deltagere",
        "Holdet er fyldt",
        "Holdet har ikke plads til så mange",
        "Holdet er stoppet",
    ),
    "Fejl i arbejdsbogen": ("Fejl i rækken", "Forløb kan ikke læses"),
    OTHER: ("Afvist", "Ikke nået"),
}
_GROUP_OF = {reason: group for group, reasons in GROUPS.items() for reason in reasons}


def group_of(reason: str) -> str:
    """The group of a reason; the last one for one that another version of the tool wrote."""
    return _GROUP_OF.get(reason, OTHER)
