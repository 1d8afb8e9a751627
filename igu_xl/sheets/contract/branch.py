"""The branch's workbook: companies, slots and candidate profiles."""

from __future__ import annotations

from igu_xl.sheets.contract.common import (
    FINDINGS,
    GUIDE_END,
    RESULT,
    TYPE_START,
    WHY,
    date_column,
    plan_table,
)
from igu_xl.sheets.schema import Book, Column, Kind, Table

# fmt: off
COMPANIES = Table(
    "tblVirksomheder",
    "Virksomheder",
    "Virksomheder",
    "En række for hvert produktionssted (P-nummer), der tilbyder pladser.",
    (
        Column("cvr", "CVR", Kind.CVR, True, hint="Virksomhedens CVR-nummer, otte cifre.", example="26911125", width=12),
        Column("p_number", "P-nummer", Kind.P_NUMBER, True, hint="Produktionsenhedens nummer, ti cifre.", example="1025123456", width=14),
        Column("name", "Navn", required=True, hint="Virksomhedens navn.", example="Eksempel Byg A/S", width=30),
        Column("sector", "Sektor", Kind.CHOICE, options="Sektor", example="Privat", width=12),
        Column("industry_code", "Branchekode", Kind.TEXT, hint="Kode fra CVR uden punktum, fx 412000.", example="412000", width=12),
        Column("postcode", "Postnr", Kind.DIGITS, digits=4, hint="Fire cifre.", example="2400", width=9),
        Column("agreement", "Overenskomst", example="Bygningsoverenskomsten", width=24),
        Column("ordinary_staff", "Ordinært ansatte", Kind.NUMBER, low=0, high=100000, hint="Gennemsnit af de seneste 4 måneder, fuldtid, på P-nummeret.", example="24", width=12),
        Column("steward_statement", "TR-udtalelse", Kind.CHOICE, options="Ja/Nej", hint="Har tillidsrepræsentanten udtalt sig? Kræves til praktik og løntilskud.", example="Ja", width=12),
        Column("cluster", "Klynge", hint="Virksomheder i samme klynge deler hold.", example="Klynge Nord", width=18),
        Column("contact", "Kontaktperson", hint="Funktion, ikke privatperson.", example="Personalechef", width=20),
        Column("others", "Andre i praktik mv.", Kind.INTEGER, low=0, high=10000, hint="Hvor mange andre end partnerskabets, der er i praktik, løntilskud eller nytteindsats på P-nummeret.", example="1", width=12, since="0.2"),
    ),
    key="p_number",
)

SLOTS = Table(
    "tblPladser",
    "Pladser",
    "Pladser",
    "En række for hver slags plads, en virksomhed tilbyder.",
    (
        Column("slot", "Plads-id", Kind.ID, True, hint="Branchens bogstaver og et løbenummer, fx BYG-0012.", example="BYG-0012"),
        Column("p_number", "P-nummer", Kind.P_NUMBER, True, refers="tblVirksomheder", hint="Vælg et P-nummer fra arket Virksomheder.", example="1025123456", width=14),
        Column("type", "Type", Kind.CHOICE, True, "Indsats", hint="igu, løntilskud, praktik eller ordinært.", example="igu", width=11),
        Column("openings", "Antal", Kind.INTEGER, True, low=0, high=10000, hint="Hvor mange personer der er plads til.", example="2", width=8),
        Column("branch", "Branche", Kind.CHOICE, True, "Branche", example="Bygge og anlæg", width=24),
        Column("position", "Stilling", example="Murerarbejdsmand", width=24),
        Column("profile", "Profil", Kind.TEXT, refers="tblProfiler", hint="Vælg en profil fra arket Profiler.", example="Murer", width=20),
        date_column("start_earliest", "Start tidligst", required=True),
        date_column("start_latest", "Start senest", required=True),
        Column("weekly_hours", "Timer pr. uge", Kind.NUMBER, low=1, high=48, hint="Igu: praktik mindst 25 timer, i alt 32-37 timer.", example="37", width=10),
        Column("danish_min", "Dansk mindst", Kind.CHOICE, options="Dansk", hint="Det laveste danskniveau, der er nok. En prøve (PD1-3, Studieprøven) skal være bestået.", example="DU2 M3", width=13),
        Column("requirements", "Krav", hint="Beviser, der kræves, skilt med semikolon, fx truckcertifikat.", example="kørekort B", width=22),
        Column("working_time", "Arbejdstid", Kind.CHOICE, options="Arbejdstid", example="Dag", width=12),
        Column("wage_1", "Løn år 1", Kind.NUMBER, low=0, high=60000, hint="Kr. om måneden før skat. Skriv kun en løn, I kender.", example="13.900", width=11),
        Column("wage_2", "Løn år 2", Kind.NUMBER, low=0, high=60000, example="15.400", width=11),
        Column("cohorts", "Hold", Kind.TEXT, refers="tblHold", hint="Kun hvis pladsen hører til bestemte hold. Flere skilles med semikolon.", example="NEXT-2027-03", width=18),
        Column("together_min", "Mindst samlet", Kind.INTEGER, low=1, high=1000, hint="Hvis virksomheden kun tager et helt hold: det mindste antal.", example="1", width=11),
        Column("status", "Status", Kind.CHOICE, True, "Pladsstatus", hint="Kun pladser med status Åben er med i match.", example="Åben", width=11),
        Column("check", "Tjek", Kind.COMPUTED, hint="Regnes ud: hvad mangler i rækken?", width=13),
        Column("package", "Pakke", Kind.TEXT, hint="Uddannelsespakken fra arket Pakker. Tom: branchens pakke, når der kun er en.", example="Byggeri", width=20, since="0.2"),
    ),
    key="slot",
)

PROFILES = Table(
    "tblProfiler",
    "Profiler",
    "Kandidatprofiler",
    "Hvad branchen venter af en kandidat, og hvad forløbet fører til.",
    (
        Column("profile", "Profil", Kind.ID, True, hint="Et kort navn.", example="Murer", width=20),
        Column("expected_experience", "Forventet erfaring", example="Har arbejdet på byggeplads", width=34),
        Column("danish_min", "Dansk mindst", Kind.CHOICE, options="Dansk", hint="En prøve (PD1-3, Studieprøven) skal være bestået.", example="DU2 M3", width=13),
        Column("skills", "Kompetencer", hint="Skilt med semikolon.", example="stillads", width=26),
        Column("content", "Indhold og mål", width=44),
        Column("leads_to", "Fører til", example="Erhvervsuddannelse som murer", width=34),
    ),
    key="profile",
)

PACKAGES = Table(
    "tblPakker",
    "Pakker",
    "Uddannelsespakker",
    "En række for hvert trin: de kurser, en igu i branchen består af, i rækkefølge.",
    (
        Column("package", "Pakke", Kind.TEXT, True, hint="Pakkens navn; det samme i alle dens rækker.", example="Byggeri", width=20, since="0.2"),
        Column("branch", "Branche", Kind.CHOICE, True, "Branche", example="Bygge og anlæg", width=24, since="0.2"),
        Column("step", "Trin", Kind.TEXT, True, hint="Et nummer eller et kort navn, fx 1.", example="1", width=8, since="0.2"),
        Column("course", "Kursus", required=True, hint="Kursets nummer eller titel, præcis som skolerne skriver det i arket Kurser.", example="Sikkerhed på byggepladsen", width=40, since="0.2"),
        Column("hours", "Timer", Kind.NUMBER, True, low=1, high=1500, hint="Timer, der undervises. En uge er 37.", example="37", width=8, since="0.2"),
        Column("course_kind", "Slags", Kind.CHOICE, True, "Kursustype", hint="AMU-timer tæller en gang i skoledelen; dansk, FVU, avu og hf tæller dobbelt. Hvad FGU tæller, vides ikke.", example="AMU", width=10, since="0.2"),
        Column("after", "Efter trin", Kind.TEXT, hint="Trin, der skal være gennemført først; flere skilles med semikolon.", example="1", width=10, since="0.2"),
        Column("earliest_month", "Tidligst måned", Kind.INTEGER, low=1, high=48, hint="Den måned i forløbet, kurset tidligst begynder i: 1 er den første.", example="1", width=10, since="0.2"),
        Column("latest_month", "Senest måned", Kind.INTEGER, low=1, high=48, hint="Den måned i forløbet, kurset senest slutter i: 24 er den sidste.", example="12", width=10, since="0.2"),
        Column("must", "Skal/Kan", Kind.CHOICE, options="Skal/Kan", hint="Skal: alle i pakken tager kurset. Kan (eller tom): det tæller, hvis der er plads.", example="Skal", width=9, since="0.2"),
        Column("official", "Officiel", Kind.CHOICE, options="Ja/Nej/Ukendt", hint="Er det branchens officielle uddannelsespakke?", example="Ukendt", width=10, since="0.2"),
    ),
    key="package",
    unique=False,
    since="0.2",
)

BUSY_WEEKS = Table(
    "tblTravleUger",
    "Travle uger",
    "Travle uger",
    "En række for hver periode, hvor virksomheden ikke kan undvære nogen til skole.",
    (
        Column("p_number", "P-nummer", Kind.P_NUMBER, True, refers="tblVirksomheder", hint="Vælg et P-nummer fra arket Virksomheder.", example="1025123456", width=14, since="0.2"),
        date_column("begins", "Fra", required=True, hint="Den første dag.", since="0.2"),
        date_column("ends", "Til", required=True, hint="Den sidste dag.", since="0.2"),
    ),
    key="p_number",
    unique=False,
    since="0.2",
)

BRANCH_PLAN = plan_table(
    "Skrives af sekretariatet: hvem der har hver plads, og hvad der stadig er åbent.",
    Column("slot", "Plads-id", width=13),
    RESULT,
    Column("candidate", "Kandidat-id", width=13),
    Column("municipality", "Kommune", width=18),
    Column("cohort", "Hold-id", width=16),
    *TYPE_START,
    WHY,
)

BRANCH = Book(
    "branche",
    "brancher",
    "Branchens arbejdsbog",
    "Her skriver branchen sine virksomheder, de pladser de tilbyder, og hvad de venter af en kandidat.",
    (COMPANIES, SLOTS, PROFILES, PACKAGES, BUSY_WEEKS, BRANCH_PLAN, FINDINGS),
    (
        "Gå til arket Virksomheder. Skriv hvert produktionssted (P-nummer) en gang. Kolonner med * skal udfyldes.",
        "Gå til arket Pladser. Skriv en række for hver slags plads og hvor mange der er af den (Antal). Bruger pladsen en profil, skal den stå i arket Profiler.",
        "Skriv, hvornår pladsen tidligst og senest kan begynde. Jo længere vindue, jo lettere er det at fylde et hold.",
        "Skriv i arket Pakker, hvilke kurser en igu i branchen består af, og i Travle uger, hvornår en virksomhed ikke kan undvære nogen; så bliver de 23 skoleuger lagt for alle kommuners elever på én gang.",
        "Sæt status til Åben, når pladsen kan besættes. Kun åbne pladser er med i match.",
        "Er der nogen på pladsen, så vælg Besat. Vælg kun Lukket, når den ikke findes mere; så kommer de kandidater, der ikke er begyndt, med i match igen.",
        *GUIDE_END,
    ),
    (
        "Arbejdsbogen må aldrig indeholde oplysninger om borgere ud over kandidat-id i arket Plan.",
        "Skriv virksomhedens funktioner (personalechef), ikke privatpersoners navne og telefonnumre.",
        "Løn og overenskomst ses af sekretariatet og indgår i beregninger; de vises ikke for andre brancher.",
    ),
)
