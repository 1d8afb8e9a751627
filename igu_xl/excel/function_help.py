"""What the function wizard of Excel shows: each cell function's purpose and arguments, in Danish.

The names are ASCII, because names in VBA are stored in the code page of the machine; the texts are shown as they are.
An argument in brackets may be left out. No text may be longer than 255 characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CATEGORY = "IGU"

# Reading the whole partnership takes seconds; the function wizard would do it at every key.
SLOW = frozenset({"IGU_PLADSER", "IGU_HOLDRISIKO"})


@dataclass(frozen=True, slots=True)
class Help:
    """The purpose of a function, and what to give each argument, in their order."""

    purpose: str
    arguments: Mapping[str, str]


_BORN = "Fødselsdato, én celle eller en hel kolonne, fx tblKandidater[Fødselsdato]."
_RESIDENT = "Første dag med dansk folkeregisteradresse."
_BASIS = "Opholdsgrundlag fra listen, fx Flygtning."
_START = "Den dag, forløbet begynder: en kolonne eller én celle for alle rækker, fx Klar fra."
_PREVIOUS = "[Tidligere igu]: Nej, Gennemført eller Afbrudt. Kan udelades."
_PERMIT = "[Tilladelse til]: opholdstilladelsens sidste dag. Tom: den er uden udløb, eller dagen kendes ikke."
_GAP = "[Adresse afbrudt]: Ja, hvis folkeregisteradressen i Danmark har været afbrudt. Kan udelades."
_REPLACED = "[Erstatningsnummer]: Ja, hvis personen har et erstatningspersonnummer. Skriv ikke nummeret."
_COURSE = "Kursets slags: AMU, dansk, FVU, avu, hf eller FGU."
_HOURS = "Undervisningstimer, ikke vægtede."
_FOLDER = "[Mappe]: partnerskabets mappe. Kan altid udelades, for arbejdsbogen skal ligge i den."

HELP: Mapping[str, Help] = {
    "IGU_MAALGRUPPE": Help(
        "Er kandidaten i målgruppen for igu på startdagen? Opfyldt, ikke opfyldt, manuel vurdering eller mangler data.",
        {
            "foedt": _BORN,
            "adresse_fra": _RESIDENT,
            "opholdsgrundlag": _BASIS,
            "start": _START,
            "tidligere_igu": _PREVIOUS,
            "tilladelse_til": _PERMIT,
            "adresse_afbrudt": _GAP,
            "erstatningsnummer": _REPLACED,
        },
    ),
    "IGU_HVORFOR": Help(
        "Hvorfor kandidaten er eller ikke er i målgruppen for igu på startdagen.",
        {
            "foedt": _BORN,
            "adresse_fra": _RESIDENT,
            "opholdsgrundlag": _BASIS,
            "start": _START,
            "tidligere_igu": _PREVIOUS,
            "tilladelse_til": _PERMIT,
            "adresse_afbrudt": _GAP,
            "erstatningsnummer": _REPLACED,
        },
    ),
    "IGU_SLUTDATO": Help(
        "Den sidste dag i et forløb af sædvanlig længde. Igu kan forlænges efter fravær, eller når skoledelen mangler. "
        "Praktik og løntilskud fra 2027: kun et forslag, for reglerne er ikke læst.",
        {
            "start": "Forløbets første dag.",
            "indsats": "Forløbets type: igu, løntilskud eller praktik.",
            "sektor": "[Sektor]: Privat eller Offentlig. Bruges til løntilskud.",
            "fravaer_uger": "[Fravær]: uger med barsel, adoption eller én sygdom over 8 uger, eller uger, der mangler.",
            "barsel": "[Barsel]: Ja ved barsel eller adoption, eller en årsag: Skoledel ikke gennemført. Kan være tom.",
        },
    ),
    "IGU_SKOLETIMER": Help(
        "De timer, et kursus tæller i en igus skoledel: AMU én gang; dansk, FVU, avu og hf to gange; FGU er ukendt.",
        {"slags": _COURSE, "timetal": _HOURS, "start": _START},
    ),
    "IGU_SKOLEUGER": Help(
        "De skoleuger à 37 vægtede timer, et kursus tæller i en igus skoledel.",
        {"slags": _COURSE, "timetal": _HOURS, "start": _START},
    ),
    "IGU_SKOLEPLAN": Help(
        "Er en plans kurser nok skole til en igu? Giver vurdering, vægtede timer, uger og begrundelse.",
        {
            "slags": "Alle planens kurser: AMU, dansk, FVU, avu, hf eller FGU (tælles ikke, for faktoren er ukendt).",
            "timetal": _HOURS,
            "start": "Den dag, igu'en begynder; den bestemmer, om kravet er 851 eller 740 timer.",
            "proeve": "[Bestået prøve]: PD1, PD2, PD3, Studieprøven eller Ingen. Kan udelades.",
        },
    ),
    "IGU_RIMELIGHED": Help(
        "Er så mange i praktik og løntilskud inden for rimelighedskravet på P-nummeret?",
        {
            "ordinaert_ansatte": "Ordinært ansatte på P-nummeret: gennemsnit af de seneste 4 måneder i fuldtid.",
            "antal": "Personer i praktik og løntilskud i alt på P-nummeret.",
        },
    ),
    "IGU_INDKOMST": Help(
        "Indkomst i igu mod ydelsen, kr. om måneden, vejledende, før skat. Giver igu, ydelse, forskel og bemærkning.",
        {
            "timeloen": "Løn i kr. i timen før skat.",
            "forsoergerstatus": "Enlig forsørger, Forsørger, Ikke-forsørger eller Hjemmeboende under 30.",
            "start": "Den dag, igu'en begynder; den bestemmer satserne og antallet af skoleuger.",
            "ydelse": "[Ydelse]: den ydelse, personen får nu, i kr. om måneden før skat.",
            "godtgoerelse": "[Godtgørelse]: uddannelsesgodtgørelse, kr. om måneden. Tom: satsen, hvis den kendes.",
            "timer_om_ugen": "[Timer]: 32 til 37 om ugen; 37, hvis det udelades. Skoleuger er altid 37 timer.",
        },
    ),
    "IGU_PLADSER": Help(
        "De bedste åbne pladser til en kandidat, bedste først. Match ser på alle kandidater og kan foreslå en anden.",
        {
            "kandidat_id": "Kandidatens id, fx 101-0007.",
            "antal": "[Antal]: hvor mange pladser der vises; 5, hvis det udelades.",
            "mappe": _FOLDER,
        },
    ),
    "IGU_HOLDRISIKO": Help(
        "Kommende hold, der mangler deltagere: hvor mange, og hvor mange dage der er til tilmeldingsfristen.",
        {"mappe": _FOLDER},
    ),
    "IGU_KOMMUNEKODE": Help(
        "Kommunens nummer ud fra navnet, fx 101 for København.",
        {"navn": "Kommunens navn, som man skriver det, eller en kolonne af navne."},
    ),
    "IGU_CVR_GYLDIGT": Help(
        "SAND, når CVR-nummeret er gyldigt (otte cifre og kontrolciffer).",
        {"cvr": "CVR-nummer, eller en kolonne af dem."},
    ),
}
