"""The municipality's workbook: candidates, follow-up and placements."""

from __future__ import annotations

from datetime import date

from igu_xl.sheets.contract.common import (
    FINDINGS,
    GUIDE_END,
    RESULT,
    TYPE_START,
    WHY,
    date_column,
    judgement_columns,
    plan_table,
    score_column,
)
from igu_xl.sheets.schema import Book, Column, Kind, Table

# fmt: off
CANDIDATES = Table(
    "tblKandidater",
    "Kandidater",
    "Kandidater",
    "En række for hver borger, der kan komme i igu, løntilskud, praktik eller ordinært job. Skriv aldrig navn eller CPR-nummer.",
    (
        Column("candidate", "Kandidat-id", Kind.CANDIDATE, True, hint="Kommunens nummer (tre cifre), bindestreg og et løbenummer, fx 101-0007. Andet bliver holdt ude.", example="101-0007"),
        date_column("registered", "Registreret", low=date(2010, 1, 1), required=True, hint="Den dag, kandidaten blev skrevet ind."),
        date_column("born", "Fødselsdato", low=date(1940, 1, 1), high=date(2012, 12, 31), required=True, hint="Bruges kun til at regne alderen ud på startdagen."),
        Column("basis", "Opholdsgrundlag", Kind.CHOICE, True, "Opholdsgrundlag", hint="Vælg på listen.", example="Flygtning", width=26),
        date_column("residence_from", "Folkeregisteradresse fra", low=date(1980, 1, 1), required=True, hint="Første dag med dansk folkeregisteradresse, ikke datoen på opholdstilladelsen.", width=18, unless=("replacement_cpr", ("Ja",))),
        Column("municipality", "Bopælskommune", Kind.MUNICIPALITY, options="Kommune", hint="Tom: kommunen, der ejer arbejdsbogen.", example="København", width=18),
        Column("postcode", "Postnr", Kind.DIGITS, digits=4, hint="Fire cifre. Bruges til at regne afstand.", example="2400", width=9),
        Column("danish_track", "Danskuddannelse", Kind.CHOICE, True, "Danskuddannelse", hint="DU1, DU2, DU3 eller Ingen.", example="DU2", width=16),
        Column("danish_module", "Modul", Kind.CHOICE, True, "Modul", hint="Det modul, kandidaten er i gang med. Tom, når danskuddannelse er Ingen.", example="4", width=9, unless=("danish_track", ("Ingen",))),
        Column("danish_test", "Bestået prøve", Kind.CHOICE, options="Prøve", hint="Den højeste beståede prøve.", example="PD1", width=14),
        Column("language_centre", "Sprogcenter", hint="Hvor kandidaten går til dansk.", example="Sprogcenter Hellerup", width=22),
        Column("education", "Uddannelse fra hjemlandet", Kind.CHOICE, options="Uddannelse", example="Grundskole", width=18),
        Column("experience_branch", "Erhvervserfaring (branche)", Kind.CHOICES, options="Branche", hint="Flere brancher skilles med semikolon.", example="Bygge og anlæg", width=24),
        Column("experience_years", "Erfaring (år)", Kind.NUMBER, low=0, high=50, example="3,5", width=11),
        Column("skills", "Kompetencer", hint="Beviser og certifikater, skilt med semikolon, fx truckcertifikat; kørekort B.", example="truckcertifikat; kørekort B", width=26),
        Column("wish_1", "Brancheønske 1", Kind.CHOICE, True, "Branche", hint="Den branche, kandidaten helst vil arbejde i.", example="Bygge og anlæg", width=24),
        Column("wish_2", "Brancheønske 2", Kind.CHOICE, options="Branche", width=24),
        Column("wish_3", "Brancheønske 3", Kind.CHOICE, options="Branche", width=24),
        Column("measures", "Indsats", Kind.CHOICES, True, "Indsats", hint="igu, løntilskud, praktik eller ordinært. Flere skilles med semikolon.", example="igu; praktik", width=20),
        date_column("ready_from", "Klar fra", required=True, hint="Den første dag, kandidaten kan begynde."),
        Column("weekly_hours", "Timer pr. uge", Kind.NUMBER, low=1, high=37, hint="Det højeste timetal, kandidaten kan arbejde.", example="37", width=10),
        Column("transport_minutes", "Transport (min.)", Kind.INTEGER, low=0, high=180, hint="Den længste rejsetid hver vej i minutter.", example="45", width=12),
        Column("provider_status", "Forsørgerstatus", Kind.CHOICE, options="Forsørgerstatus", example="Ikke-forsørger", width=20),
        Column("benefit", "Ydelse kr./md.", Kind.NUMBER, low=0, high=40000, hint="Ydelsen før skat, i kroner om måneden.", example="6.900", width=12),
        Column("previous_igu", "Tidligere igu", Kind.CHOICE, options="Tidligere igu", hint="Man kan kun gennemføre én igu.", example="Nej", width=14),
        Column("last_employer_cvr", "Senest ansat CVR", Kind.CVR, hint="Virksomheden bag det seneste ordinære job, otte cifre.", example="26911125", width=14),
        date_column("last_employed_to", "Senest ansat til", low=date(2000, 1, 1), hint="Den sidste dag i det seneste ordinære job."),
        Column("contact", "Kontaktperson", hint="Medarbejderen i kommunen, ikke borgeren.", example="Jobkonsulent, team 2", width=20),
        Column("status", "Status", Kind.CHOICE, True, "Kandidatstatus", hint="Kun Klar er med i match. I forløb behøver ingen at skrive; det følger af arket Forløb.", example="Klar", width=12),
        Column("remark", "Bemærkning", hint="Aldrig navne, CPR-numre, helbred eller andet følsomt.", width=30),
        Column("check", "Tjek", Kind.COMPUTED, hint="Regnes ud: hvad mangler i rækken?", width=13),
        date_column("permit_until", "Opholdstilladelse udløber", high=date(2099, 12, 31), hint="Den sidste dag, opholdstilladelsen gælder. Tom: den er uden udløb, eller datoen er ikke oplyst.", width=18, since="0.2"),
        Column("residence_gap", "Afbrudt bopæl", Kind.CHOICE, options="Ja/Nej", hint="Ja, hvis folkeregisteradressen har været afbrudt. Så skal bopælstiden vurderes manuelt.", example="Nej", width=11, since="0.2"),
        Column("replacement_cpr", "Erstatnings-CPR", Kind.CHOICE, options="Ja/Nej", hint="Ja, hvis borgeren har et erstatningspersonnummer. Skriv aldrig selve nummeret.", example="Nej", width=13, since="0.2"),
        *judgement_columns(),
    ),
    key="candidate",
)

FOLLOW_UPS = Table(
    "tblOpfoelgning",
    "Opfølgning",
    "Opfølgning",
    "En række for hver samtale med borger og virksomhed. Vælg koder, skriv aldrig diagnoser.",
    (
        Column("candidate", "Kandidat-id", Kind.CANDIDATE, True, refers="tblKandidater", hint="Vælg en kandidat fra arket Kandidater.", example="101-0007"),
        date_column("date", "Dato", required=True, hint="Dagen for samtalen."),
        score_column("wellbeing", "Trivsel (1-5)"),
        score_column("language", "Sprog (1-5)"),
        score_column("learning", "Læring (1-5)"),
        Column("action", "Handling", hint="Hvad er aftalt? Kort, uden navne og helbred.", example="Justér undervisningsplan", width=34),
        date_column("next_followup", "Næste opfølgning", width=16),
        date_column("buddy_from", "Sprogmakker fra", width=16),
        Column("buddy_hours", "Sprogmakker timer", Kind.NUMBER, low=0, high=5, hint="Timer pr. uge, højst 5 i 26 uger.", example="5", width=12),
    ),
    key="candidate",
    unique=False,
)

PLACEMENTS = Table(
    "tblForloeb",
    "Forløb",
    "Forløb",
    "Sekretariatet tilføjer en række, når et forslag er sendt; en aftale er det først med Aftale indgået. Rækken er kommunens: udfyld datoerne, når tingene sker.",
    (
        Column("placement", "Forløb-id", Kind.ID, True, hint="Sættes af sekretariatet.", example="101-0007-F1", width=14),
        Column("candidate", "Kandidat-id", Kind.CANDIDATE, True, refers="tblKandidater", example="101-0007"),
        Column("slot", "Plads-id", Kind.ID, True, refers="tblPladser", example="BYG-0012"),
        Column("cohort", "Hold-id", Kind.ID, refers="tblHold", example="NEXT-2027-03"),
        Column("type", "Type", Kind.CHOICE, True, "Indsats", example="igu", width=11),
        date_column("start", "Start", required=True),
        date_column("planned_end", "Planlagt slut", required=True, unless=("type", ("ordinært",))),
        date_column("sent_on", "Sendt", hint="Skrives af sekretariatet: dagen, hvor forslaget blev godkendt og sendt.", since="0.2"),
        date_column("agreed_on", "Aftale indgået", hint="Dagen, hvor virksomhed og borger skrev under. Tom: ingen har skrevet under endnu."),
        date_column("vitas_on", "VITAS oprettet", hint="Senest en måned efter at aftalen er indgået."),
        date_column("plan_on", "Undervisningsplan oprettet", hint="Inden den første måned i ansættelsen er gået.", width=18),
        date_column("bonus1_on", "Bonus 1 søgt", hint="Private virksomheder, efter 6 måneder."),
        date_column("bonus2_on", "Bonus 2 søgt", hint="Private virksomheder, ved gennemført igu."),
        date_column("certificate_on", "Bevis udstedt"),
        date_column("ended_on", "Ophørt", hint="Kun når forløbet sluttede før tid eller er gennemført."),
        Column("ending_reason", "Ophørsårsag", Kind.CHOICE, options="Ophørsårsag", hint="Kun koden. Aldrig diagnose eller fritekst.", example="Job", width=14),
        Column("outcome", "Udfald", Kind.CHOICE, options="Udfald", hint="Begyndte forløbet aldrig, så vælg Aflyst før start; det er ikke frafald.", example="Ordinært job", width=18),
        date_column("outcome_on", "Udfaldsdato"),
        Column("extension", "Forlænget på grund af", Kind.CHOICE, options="Forlængelse", hint="Kun når en igu varer mere end to år. Aldrig diagnose.", example="Barsel eller adoption", width=24, since="0.2"),
        Column("absence_weeks", "Uger forlænget", Kind.NUMBER, low=0, high=208, hint="Så længe varede fraværet, eller så lang tid mangler skoledelen.", example="12", width=12, since="0.2"),
        *judgement_columns(),
    ),
    key="placement",
)

SCHOOL_WEEKS = Table(
    "tblSkoleplan",
    "Skoleplan",
    "Skoleplan",
    "En række for hvert kursus i en igu. Sekretariatet tilføjer og fornyer rækker med status Foreslået; skriv status, Lås eller en ønsket dato, når noget er aftalt, så bliver rækken stående, som I har skrevet den.",
    (
        Column("placement", "Forløb-id", Kind.ID, True, refers="tblForloeb", hint="Forløbet fra arket Forløb.", example="101-0007-F1", width=14, since="0.2"),
        Column("step", "Trin", Kind.TEXT, hint="Trinnet i branchens pakke (arket Pakker hos branchen).", example="2", width=8, since="0.2"),
        Column("course", "Kursus", required=True, hint="Kursets nummer eller titel, som i pakken.", example="Dansk på arbejdspladsen", width=34, since="0.2"),
        Column("course_kind", "Slags", Kind.CHOICE, options="Kursustype", example="AMU", width=10, since="0.2"),
        Column("cohort", "Hold-id", Kind.ID, hint="Holdet, kurset tages på. Tom: der er ikke fundet et hold endnu.", example="NEXT-2027-03", width=16, since="0.2"),
        date_column("start", "Start", since="0.2"),
        date_column("end", "Slut", since="0.2"),
        Column("hours", "Timer", Kind.NUMBER, low=0, high=1500, hint="Timer, der undervises.", example="37", width=8, since="0.2"),
        Column("weighted", "Tæller timer", Kind.NUMBER, low=0, high=3000, hint="Timer, der tæller i skoledelen: dansk, FVU, avu og hf tæller dobbelt. Tom: det vides ikke (FGU).", example="37", width=11, since="0.2"),
        Column("status", "Status", Kind.CHOICE, True, "Skoleplanstatus", hint="Foreslået er sekretariatets. Vælg Aftalt eller Tilmeldt, når det er det, og bagefter Gennemført, Aflyst eller Udeblevet.", example="Tilmeldt", width=13, since="0.2"),
        Column("locked", "Lås", Kind.CHOICE, options="Ja/Nej", hint="Ja: rækken må ikke flyttes, når planen regnes igen.", example="Ja", width=7, since="0.2"),
        date_column("wish_from", "Ønskes tidligst", hint="Et ønske om en anden dato: kurset skal helst begynde her eller senere.", width=14, since="0.2"),
        date_column("sent_on", "Skrevet", hint="Skrives af sekretariatet: dagen, hvor rækken blev foreslået.", since="0.2"),
        Column("why", "Forklaring", hint="Skrives af sekretariatet: hvorfor netop det hold, og hvad der er ændret.", width=60, since="0.2"),
    ),
    key="placement",
    unique=False,
    since="0.2",
)

ABSENCES = Table(
    "tblFravaer",
    "Fravær",
    "Fravær, der flytter skolen",
    "En række for hver periode, hvor en borger i igu ikke kan gå i skole. Kun koden, aldrig diagnose.",
    (
        Column("placement", "Forløb-id", Kind.ID, True, refers="tblForloeb", hint="Forløbet fra arket Forløb.", example="101-0007-F1", width=14, since="0.2"),
        date_column("begins", "Fra", required=True, hint="Den første dag.", since="0.2"),
        date_column("ends", "Til", required=True, hint="Den sidste dag.", since="0.2"),
        Column("absence", "Årsag", Kind.CHOICE, True, "Fravær", hint="Kun koden. Aldrig diagnose eller fritekst.", example="Ferie", width=22, since="0.2"),
    ),
    key="placement",
    unique=False,
    since="0.2",
)

MUNICIPALITY_PLAN = plan_table(
    "Skrives af sekretariatet: hvor hver kandidat står, og hvorfor.",
    Column("candidate", "Kandidat-id", width=13),
    RESULT,
    Column("slot", "Plads-id", width=13),
    Column("company", "Virksomhed", width=30),
    Column("cohort", "Hold-id", width=16),
    *TYPE_START,
    WHY,
)

MUNICIPALITY = Book(
    "kommune",
    "kommuner",
    "Kommunens arbejdsbog",
    "Her skriver kommunen sine kandidater, følger op på dem og ser, hvilke forløb de er foreslået til, godkendt til eller i gang med.",
    (CANDIDATES, FOLLOW_UPS, PLACEMENTS, SCHOOL_WEEKS, ABSENCES, MUNICIPALITY_PLAN, FINDINGS),
    (
        "Gå til arket Kandidater. Skriv en række for hver borger, der er klar eller snart klar. Kolonner med * skal udfyldes.",
        "Giv hver borger et id: kommunens nummer, bindestreg og fire cifre, fx 101-0007. Andet bliver holdt ude (Tjek viser »Ret id«). Kun kommunen ved, hvem id'et er.",
        "Vælg på listerne i stedet for at skrive. Datoer skrives som 01-12-2026. Sæt status til Klar, når borgeren kan begynde, også når det er efter en praktik eller et løntilskud, der er i gang. Kun kandidater med status Klar er med i match.",
        "Skriv en række i Opfølgning efter hver samtale, og udfyld datoerne i Forløb, når de sker. Begynder et forløb aldrig, så vælg Aflyst før start i Udfald; så bliver pladsen ledig.",
        "Skoleplan viser hver igus kurser over de to år. Skriv status, når et kursus er aftalt, tilmeldt og gennemført, og skriv barsel, lang sygdom og ferie i Fravær; så bliver planen regnet om det næste gang.",
        "Siger Fund »manuel vurdering«, så undersøg det, og skriv svaret længst til højre i rækken: Manuel vurdering, Vurderet af, Vurderet den og Vurdering gælder til.",
        *GUIDE_END,
    ),
    (
        "Arbejdsbogen må aldrig indeholde navne eller CPR-numre. Kontrollen holder rækker med CPR-numre ude. Navne kan den ikke finde med sikkerhed: den spørger ved almindelige fornavne, resten må I selv se efter.",
        "Kommunen er dataansvarlig. Andre partnere ser kun kandidat-id, kommune og det, de skal bruge for at tage imod.",
        "Skriv ikke om helbred, religion eller familie. Ophør angives med en kode, ikke med en forklaring.",
    ),
)
