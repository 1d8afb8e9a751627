"""The school's workbook: cohorts and the courses they consist of."""

from __future__ import annotations

from igu_xl.sheets.contract.common import (
    FINDINGS,
    GUIDE_END,
    RESULT,
    TYPE_START,
    WHY,
    calls_table,
    date_column,
    plan_table,
)
from igu_xl.sheets.schema import Book, Column, Kind, Table

# fmt: off
COHORTS = Table(
    "tblHold",
    "Hold",
    "Hold",
    "En række for hvert hold, skolen kan oprette. Holdet kører, når mindst det mindste antal er tilmeldt.",
    (
        Column("cohort", "Hold-id", Kind.ID, True, hint="Skolens navn og et løbenummer, fx NEXT-2027-03.", example="NEXT-2027-03", width=16),
        Column("title", "Titel", required=True, example="Bygge og anlæg, trin 1", width=34),
        Column("branch", "Branche", Kind.CHOICE, True, "Branche", example="Bygge og anlæg", width=24),
        Column("type", "Type", Kind.CHOICE, True, "Indsats", hint="Den slags forløb, holdet er til.", example="igu", width=11),
        date_column("start", "Start", required=True),
        date_column("end", "Slut", required=True),
        Column("min", "Min. deltagere", Kind.INTEGER, True, low=1, high=500, hint="Færre end det, og holdet bliver aflyst.", example="12", width=11),
        Column("max", "Maks. deltagere", Kind.INTEGER, True, low=1, high=500, example="18", width=11),
        Column("danish_min", "Dansk mindst", Kind.CHOICE, options="Dansk", hint="En prøve (PD1-3, Studieprøven) skal være bestået.", example="DU1 M4", width=13),
        Column("danish_max", "Dansk højst", Kind.CHOICE, options="Dansk", example="DU3 M3", width=13),
        Column("postcode", "Postnr", Kind.DIGITS, digits=4, hint="Hvor holdet mødes.", example="2200", width=9),
        date_column("enrol_by", "Tilmeldingsfrist", required=True, width=15),
        Column("free_seats", "Ledige pladser", Kind.INTEGER, low=0, high=500, hint="Tom: alle pladser er ledige.", example="18", width=11),
        Column("status", "Status", Kind.CHOICE, True, "Holdstatus", hint="Planlagte og åbne hold er med i match. Kan oprettes: skolen opretter holdet, hvis nok melder sig.", example="Planlagt", width=12),
        Column("check", "Tjek", Kind.COMPUTED, hint="Regnes ud: hvad mangler i rækken?", width=13),
    ),
    key="cohort",
)

COURSES = Table(
    "tblKurser",
    "Kurser",
    "Kurser på holdene",
    "En række for hvert kursus, et hold består af.",
    (
        Column("cohort", "Hold-id", Kind.ID, True, refers="tblHold", hint="Vælg et hold fra arket Hold.", example="NEXT-2027-03", width=16),
        Column("amu_code", "AMU-kode", Kind.DIGITS, True, digits=5, hint="Fem cifre fra voksenuddannelse.dk.", example="00000", width=11, unless=("course_kind", ("dansk", "FVU", "avu", "hf", "FGU"))),
        Column("title", "Titel", example="Kursets navn", width=40),
        Column("days", "Dage", Kind.NUMBER, low=0, high=250, example="5", width=8),
        Column("hours", "Timer", Kind.NUMBER, low=0, high=1500, example="37", width=8),
        Column("course_kind", "Slags", Kind.CHOICE, options="Kursustype", example="AMU", width=10),
    ),
    key="cohort",
    unique=False,
)

SCHOOL_PLAN = plan_table(
    "Skrives af sekretariatet: hvor holdet står, og hvem der er på det.",
    Column("cohort", "Hold-id", width=16),
    RESULT,
    Column("candidate", "Kandidat-id", width=13),
    Column("municipality", "Kommune", width=18),
    Column("slot", "Plads-id", width=13),
    *TYPE_START,
    WHY,
)

CALLS = calls_table(
    "Skrives af sekretariatet, et år frem: de hold, der er brug for hos jer, når alle kommuners igu-elever regnes sammen. Kun tal.",
)

SCHOOL = Book(
    "skole",
    "skoler",
    "Skolens arbejdsbog",
    "Her skriver skolen de hold, den kan oprette, og ser, om de bliver fyldt.",
    (COHORTS, COURSES, SCHOOL_PLAN, CALLS, FINDINGS),
    (
        "Gå til arket Hold. Skriv en række for hvert hold, skolen kan oprette. Kolonner med * skal udfyldes.",
        "Skriv det mindste og det største antal deltagere. Holdet kører kun, når det mindste antal er nået.",
        "Skriv tilmeldingsfristen. Sekretariatet samler kandidater fra alle kommuner indtil da.",
        "Skriv i arket Kurser, hvilke kurser holdet består af.",
        "Kan skolen oprette et hold, hvis nok melder sig, så skriv det med status Kan oprettes. Arket Udbud siger, hvilke hold der er brug for.",
        "Sæt status til Aflyst, hvis holdet ikke kan gennemføres; så kommer de kandidater, der ikke er begyndt, med i match igen.",
        *GUIDE_END,
    ),
    (
        "Skolen ser kandidat-id og kommune for deltagerne på sine egne hold, ikke andet.",
        "Navne og CPR-numre på deltagere udveksles ved tilmeldingen, ikke i arbejdsbogen.",
    ),
)
