"""The lists a cell can be chosen from, as users see them."""

from __future__ import annotations

from igu_xl.domain.codes import branch_names, level_texts, municipality_names

# The values that came after the first layout: by list, the value and the layout version it came with.
LATER_VALUES: dict[str, dict[str, str]] = {
    "Udfald": {"Aflyst før start": "0.2"},
    "Afgørelse": {"Glem borger": "0.2"},
    "Kursustype": {"FGU": "0.2"},
    "Holdstatus": {"Kan oprettes": "0.2"},
}

LISTS: dict[str, tuple[str, ...]] = {
    "Opholdsgrundlag": (
        "Flygtning",
        "Familiesammenført til flygtning",
        "Familiesammenført (anden)",
        "Særlov Ukraine",
        "Særlov Afghanistan",
        "Øvrig tosproget",
    ),
    "Indsats": ("igu", "løntilskud", "praktik", "ordinært"),
    "Danskuddannelse": ("DU1", "DU2", "DU3", "Ingen"),
    "Modul": ("1", "2", "3", "4", "5", "6"),
    "Prøve": ("PD1", "PD2", "PD3", "Studieprøven", "Ingen"),
    "Dansk": level_texts(),
    "Branche": branch_names(),
    "Kommune": municipality_names(),
    "Forsørgerstatus": ("Enlig forsørger", "Forsørger", "Ikke-forsørger", "Hjemmeboende under 30"),
    "Tidligere igu": ("Nej", "Gennemført", "Afbrudt"),
    "Kandidatstatus": ("Ny", "Klar", "I forløb", "Afsluttet", "Udgået"),
    "Pladsstatus": ("Åben", "Besat", "Lukket"),
    "Holdstatus": ("Planlagt", "Åbent", "Aflyst", "Afholdt", "Kan oprettes"),
    "Udfald": ("Gennemført", "Ordinært job", "Erhvervsuddannelse", "Anden uddannelse", "Afbrudt", "Aflyst før start"),
    "Ophørsårsag": (
        "Job",
        "Uddannelse",
        "Økonomi",
        "Sprog",
        "Fravær",
        "Virksomheden",
        "Flytning",
        "Andet",
    ),
    "Handling": ("Set", "Rykket", "Tag tilbage", "Flyt borger", "Udtrådt"),
    "Beslutning": ("Godkend", "Afvis", "Lås"),
    "Afgørelse": (
        "Lås",
        "Afvis",
        "Ikke denne virksomhed",
        "Hold skal køre",
        "Hold må ikke køre",
        "Højst i virksomhed",
        "Glem borger",
    ),
    "Delte sider": ("Afrund", "Skjul"),
    "Afgørelsens status": ("Gælder", "Ophævet", "Udført"),
    "Vurdering": ("Opfyldt", "Ikke opfyldt"),
    "Forlængelse": ("Skoledel ikke gennemført", "Barsel eller adoption", "Sygdom over 8 uger"),
    "Fravær": ("Barsel eller adoption", "Sygdom over 8 uger", "Ferie", "Andet"),
    "Skoleplanstatus": ("Foreslået", "Aftalt", "Tilmeldt", "Gennemført", "Aflyst", "Udeblevet"),
    "Skal/Kan": ("Skal", "Kan"),
    "Ja/Nej/Ukendt": ("Ja", "Nej", "Ukendt"),
    "Sektor": ("Privat", "Offentlig"),
    "Ja/Nej": ("Ja", "Nej"),
    "Arbejdstid": ("Dag", "Aften", "Nat", "Skiftende", "Weekend"),
    "Kursustype": ("AMU", "dansk", "FVU", "avu", "hf", "FGU"),
    "Uddannelse": ("Ingen", "Grundskole", "Gymnasial", "Erhvervsuddannelse", "Videregående"),
}
