"""The coordinator's own workbook: partners, settings, findings, proposals and what became of them."""

from __future__ import annotations

from igu_xl.sheets.buttons import BUTTONS
from igu_xl.sheets.contract.common import FINDING_COLUMNS, calls_table, date_column
from igu_xl.sheets.schema import Book, Column, Kind, Table

# The layout of 0.1.0 has these; workbooks of the trials before it do not.
TRIAL = "0.1.0"

# fmt: off
PARTNERS = Table(
    "tblPartnere",
    "Partnere",
    "Partnere",
    "En række for hver arbejdsbog i partnerskabet. Skrives ved hver kontrol; kun Mappe er din: lad den stå tom, når partnerens mappe ligger i partnere.",
    (
        Column("path", "Arbejdsbog", width=54),
        Column("partner", "Partner", width=26),
        Column("kind", "Slags", width=11),
        Column("rows", "Rækker", Kind.INTEGER, width=9),
        Column("errors", "Fejl", Kind.INTEGER, width=12, bar=True),
        Column("warnings", "Advarsler", Kind.INTEGER, width=12, bar=True),
        Column("state", "Tilstand", width=46),
        Column("read_at", "Sidst læst", width=18),
        Column("folder", "Mappe", hint="Kun når partnerens mappe ligger et andet sted, fx et bibliotek, der er synkroniseret: hele stien, fx %USERPROFILE%\\Kommunen\\igu. En ny partner får en række, hvor kun Mappe er udfyldt.", width=44, since="0.2"),
    ),
    key="path",
    tool_owned=True,
)

SETTINGS = Table(
    "tblIndstillinger",
    "Indstillinger",
    "Indstillinger",
    "Ret kun i kolonnen Værdi.",
    (
        Column("setting", "Indstilling", Kind.ID, True, width=30),
        Column("value", "Værdi", width=22),
        Column("explanation", "Forklaring", width=84),
    ),
    key="setting",
)

ALL_FINDINGS = Table(
    "tblFund",
    "Fund",
    "Fund i alle arbejdsbøger",
    "Klik på cellen for at åbne arbejdsbogen på stedet. Fejl holder rækken ude af match, til den er rettet.",
    (Column("workbook", "Arbejdsbog", width=50), *FINDING_COLUMNS),
    key="cell",
    unique=False,
    tool_owned=True,
)

SINCE = Table(
    "tblSidenSidst",
    "Siden sidst",
    "Hvad er der sket siden sidst?",
    "En linje for hver ting, det, der haster, øverst. Den bliver stående, til du vælger Set i kolonnen Handling; så er den væk efter næste kørsel.",
    (
        Column("chosen", "Handling", Kind.CHOICE, options="Handling", hint="Set: jeg har set det, linjen kan gå. Rykket: jeg har skrevet til partneren; linjen er stille, til der er gået så mange dage, som der står i Indstillinger. Tag tilbage, Flyt borger og Udtrådt: gøres ved næste Godkend og send.", width=13),
        Column("weight", "Vægt", hint="haster, se på eller til orientering. Forbi: det gælder ikke mere.", width=15),
        Column("date", "Dato", Kind.DATE, hint="Dagen, der står i arbejdsbogen; ellers dagen, hvor det blev læst.", width=12),
        Column("what", "Hvad", width=22),
        Column("partner", "Partner", width=16),
        Column("who", "Hvem eller hvad", hint="Id for kandidat, plads eller hold, eller arbejdsbogens navn.", width=20),
        Column("sentence", "Det er sket", width=60),
        Column("advice", "Forslag til handling", width=40),
        Column("state", "Tilstand", hint="Hvad der blev af handlingen, eller hvorfor det ikke gælder mere.", width=40),
    ),
    key="who",
    unique=False,
    tool_owned=True,
    since="0.2",
)

PROPOSALS = Table(
    "tblForslag",
    "Forslag",
    "Forslag fra det seneste match",
    "Vælg en beslutning for hver række: Godkend sendes til partnerne, Lås holdes fast i næste match, Afvis foreslås ikke igen. Det er ikke en aftale, før begge har skrevet under.",
    (
        Column("decision", "Beslutning", Kind.CHOICE, options="Beslutning", hint="Godkend, Afvis eller Lås. Tom: ikke besluttet endnu.", width=13),
        Column("candidate", "Kandidat-id", Kind.ID, width=13),
        Column("municipality", "Kommune", width=18),
        Column("slot", "Plads-id", Kind.ID, width=13),
        Column("company", "Virksomhed", width=30),
        Column("branch", "Branche", width=24),
        Column("cohort", "Hold-id", Kind.ID, width=16),
        Column("type", "Type", width=11),
        Column("start", "Start", Kind.DATE, width=12),
        Column("why", "Begrundelse", width=70),
        Column("change", "Ændring", width=40, since=TRIAL),
        Column("state", "Tilstand", width=40),
    ),
    key="candidate",
    unique=False,
    tool_owned=True,
)

RULINGS = Table(
    "tblBeslutninger",
    "Beslutninger",
    "Beslutninger til næste match",
    "Skriv en række for hver afgørelse. Det, der vælges i arket Forslag, føjes selv til. Fortryd med Ophævet i Status.",
    (
        Column("ruling", "Afgørelse", Kind.CHOICE, True, options="Afgørelse", hint="Lås og Afvis: kandidat og plads eller hold. Ikke denne virksomhed: kandidat og CVR. Hold skal eller må ikke køre: hold. Højst i virksomhed: CVR og antal. Glem borger: kandidat; knappen Glem borger gør det.", width=22),
        Column("candidate", "Kandidat-id", Kind.ID, hint="Hvem afgørelsen gælder.", example="101-0007", width=13),
        Column("slot", "Plads-id", Kind.ID, hint="Pladsen, hvis det gælder en bestemt.", example="BYG-0012", width=13),
        Column("cohort", "Hold-id", Kind.ID, hint="Holdet, hvis det gælder et bestemt.", example="NEXT-2027-01", width=16),
        Column("cvr", "CVR", Kind.CVR, hint="Virksomheden: alle dens pladser.", example="12345678", width=11),
        Column("limit", "Antal", Kind.INTEGER, low=0, high=10_000, hint="Højst så mange i virksomheden.", width=9),
        date_column("decided_on", "Dato", hint="Hvornår det blev besluttet.", width=12),
        Column("because", "Begrundelse", hint="Kort, og aldrig om helbred.", width=46),
        Column("validity", "Status", Kind.CHOICE, options="Afgørelsens status", hint="Tom eller Gælder: næste match retter sig efter den. Ophævet: ikke længere.", width=12),
        Column("source", "Kilde", hint="Skrives af igu. Tom: skrevet af koordinatoren.", width=20),
    ),
    key="ruling",
    unique=False,
    since=TRIAL,
)

WHAT_IF = Table(
    "tblHvadNuHvis",
    "Hvad nu hvis",
    "Hvad nu hvis: det, der ville hjælpe mest",
    "Hver ændring er prøvet for sig ved at regne planen igen.",
    (
        Column("change", "Ændring", width=60),
        Column("gives", "Giver", Kind.INTEGER, hint="Så mange flere forløb.", width=10, bar=True),
        Column("because", "Fordi", width=64),
        Column("certainty", "Sikkerhed", width=44),
        Column("candidates", "Kandidater", hint="Dem, ændringen er for, når den er for bestemte kandidater.", width=36, since="0.2"),
        Column("computed", "Regnet ud", hint="Hvornår, og om der siden er gjort noget, som svaret ikke kender.", width=44, since="0.2"),
    ),
    key="change",
    unique=False,
    tool_owned=True,
    since=TRIAL,
)

WHY_NOT = Table(
    "tblHvorfor",
    "Hvorfor ikke",
    "Hvorfor ikke denne kandidat på denne plads?",
    "Skriv en kandidat og en plads i hver række. Svaret kommer, næste gang der trykkes på Match.",
    (
        Column("candidate", "Kandidat-id", Kind.ID, hint="Hvem der spørges om.", example="101-0007", width=13),
        Column("slot", "Plads-id", Kind.ID, hint="Pladsen, der spørges om.", example="BYG-0012", width=13),
        Column("answer", "Svar", hint="Skrives af igu ved næste Match.", width=110),
    ),
    key="candidate",
    unique=False,
    since=TRIAL,
)

COHORT_STATUS = Table(
    "tblHoldstatus",
    "Holdstatus",
    "Holdstatus",
    "Hvor hvert hold står nu. Det kører først, når mindst det mindste antal har en aftale eller er tilmeldt på skolen; foreslået og godkendt er kun på papiret.",
    (
        Column("cohort", "Hold-id", width=16),
        Column("title", "Titel", width=32),
        Column("branch", "Branche", width=22),
        Column("start", "Start", Kind.DATE, width=12),
        Column("enrol_by", "Tilmeldingsfrist", Kind.DATE, width=15),
        Column("min", "Min.", Kind.INTEGER, width=7),
        Column("max", "Maks.", Kind.INTEGER, width=7),
        Column("proposed", "Foreslået", Kind.INTEGER, hint="Foreslået i arket Forslag og ikke sendt.", width=11, since="0.2"),
        Column("approved", "Godkendt", Kind.INTEGER, hint="Godkendt og sendt; ingen har skrevet under endnu.", width=11, since="0.2"),
        Column("agreed", "Aftalt", Kind.INTEGER, hint="Aftale indgået eller begyndt.", width=9, since="0.2"),
        Column("seats", "Tilmeldte", Kind.INTEGER, hint="Aftalt, eller det skolen siger (Maks. minus Ledige pladser), hvis det er flere.", width=11),
        Column("fill", "Fyldt (%)", Kind.INTEGER, low=0, high=100, hint="Tilmeldte, godkendte og foreslåede af dem, der er plads til.", width=13, bar=True, since=TRIAL),
        Column("missing", "Mangler", Kind.INTEGER, hint="Så mange færre end mindst, også med de foreslåede.", width=13, bar=True),
        Column("municipalities", "Kommuner", Kind.INTEGER, width=10),
        Column("result", "Resultat", width=40),
        Column("why", "Forklaring", hint="Fra det seneste match.", width=64, since="0.2"),
    ),
    key="cohort",
    tool_owned=True,
)

UNMATCHED = Table(
    "tblUmatchede",
    "Umatchede",
    "Kandidater uden forslag",
    "Den første grund, der gælder, og hvad der kunne ændre den.",
    (
        Column("candidate", "Kandidat-id", width=13),
        Column("municipality", "Kommune", width=18),
        Column("reason", "Årsag", width=30),
        Column("detail", "Forklaring", width=70),
        Column("would_help", "Hvad ville hjælpe", width=50),
        Column("before", "Havde i det forrige forslag", width=50, since=TRIAL),
    ),
    key="candidate",
    tool_owned=True,
)

ALL_PLACEMENTS = Table(
    "tblForloeb",
    "Forløb",
    "Forløb i alle kommuner",
    "Hentet fra kommunernes arbejdsbøger ved den seneste kontrol.",
    (
        Column("placement", "Forløb-id", width=16),
        Column("candidate", "Kandidat-id", width=13),
        Column("municipality", "Kommune", width=18),
        Column("slot", "Plads-id", width=13),
        Column("cohort", "Hold-id", width=16),
        Column("type", "Type", width=11),
        Column("start", "Start", Kind.DATE, width=12),
        Column("planned_end", "Planlagt slut", Kind.DATE, width=12),
        Column("ended_on", "Ophørt", Kind.DATE, width=12),
        Column("outcome", "Udfald", width=18),
        Column("state", "Tilstand", hint="Hvor forløbet står på dagen for kontrollen.", width=30, since="0.2"),
    ),
    key="placement",
    tool_owned=True,
)

SCHOOL_PLANS = Table(
    "tblSkoleplaner",
    "Skoleplaner",
    "Skoleplaner for alle igu-elever",
    "En række for hver igu: får eleven sine skoletimer i tide? Skrives, når der trykkes på Skoleplan.",
    (
        Column("placement", "Forløb-id", width=16),
        Column("candidate", "Kandidat-id", width=13),
        Column("municipality", "Kommune", width=18),
        Column("branch", "Branche", width=22),
        Column("package", "Pakke", width=20),
        Column("start", "Start", Kind.DATE, width=12),
        Column("planned_end", "Planlagt slut", Kind.DATE, width=12),
        Column("needed", "Timer i alt", Kind.INTEGER, hint="De timer, skoledelen skal tælle.", width=10),
        Column("done", "Gennemført", Kind.INTEGER, width=12),
        Column("planned", "Planlagt", Kind.INTEGER, hint="Aftalt, tilmeldt eller foreslået.", width=10),
        Column("missing", "Mangler", Kind.INTEGER, width=12, bar=True),
        Column("result", "Resultat", width=34),
        Column("would_help", "Hvad ville hjælpe", hint="Det første, der ville hjælpe; prøvet ved at regne planen igen.", width=60),
        Column("change", "Ændret siden sidst", width=60),
    ),
    key="placement",
    tool_owned=True,
    since="0.2",
)

ALL_CALLS = calls_table(
    "Hold, som skolerne bør oprette eller holde åbne, når alle kommuners igu-elever regnes sammen. Hver skole ser sine egne.",
    Column("school", "Skole", width=22),
)

KEY_FIGURES = Table(
    "tblNoegletal",
    "Nøgletal",
    "Nøgletal",
    "Tal, som arket Start viser. Skrives ved hver kontrol.",
    (
        Column("figure", "Nøgletal", width=30),
        Column("count", "Antal", Kind.INTEGER, width=10),
        Column("explanation", "Sådan er det talt", width=84),
    ),
    key="figure",
    tool_owned=True,
)

LOG = Table(
    "tblLog",
    "Log",
    "Log",
    "Hvad der blev gjort, det nyeste nederst.",
    (
        Column("at", "Tidspunkt", width=18),
        Column("action", "Handling", width=22),
        Column("result", "Resultat", width=110),
        Column("user", "Bruger", hint="Hvem der gjorde det, som computeren kender brugeren.", width=18, since="0.2"),
        Column("machine", "Maskine", hint="Computeren, det blev gjort på.", width=18, since="0.2"),
        Column("line", "Linje", hint="Nummer og kode i logbogen. Ret ikke i loggen: igu doctor ser det.", width=24, since="0.2"),
    ),
    key="at",
    unique=False,
    tool_owned=True,
)

# The names of the rows of Nøgletal, by which the sheet Start finds them.
READY, PLACES, CANCELLED = "Kandidater klar", "Åbne pladser", "Aflyste hold"
WAITING, READY_LATER, RUNNING, SENT = "Venter", "Klar senere", "I forløb", "Godkendt og sendt"
AGREED = "Aftalt, begynder senere"
RUNS, CAN_RUN, SHORT = "Hold, der kører", "Hold, der kan køre", "Hold, der mangler deltagere"
COMPLETED, JOBS, IN_ALL = "Har gennemført igu", "I job uden igu", "I job eller uddannelse"
GOALS = {COMPLETED: "maal_igu", JOBS: "maal_ordinaert_job", IN_ALL: "maal_i_alt"}  # name -> published goal

URGENT, LOOK, NOTICE = WEIGHTS = "haster", "se på", "til orientering"  # how much a line of Siden sidst matters
PASSED = "forbi"  # the weight of a line of Siden sidst whose matter is over
TODAY = "Dags dato"  # the setting that replaces the clock

COORDINATOR = Book(
    "koordinator",
    "",
    "Koordinatorens arbejdsbog",
    "Her ser sekretariatet fund, forslag og hold, og her besluttes det, hvem der bliver foreslået til hvilke forløb.",
    (SINCE, PROPOSALS, COHORT_STATUS, UNMATCHED, WHAT_IF, RULINGS, WHY_NOT, ALL_FINDINGS, PARTNERS, SETTINGS, ALL_PLACEMENTS, SCHOOL_PLANS, ALL_CALLS, KEY_FIGURES, LOG),
    (
        "Tryk på knapperne i arket Start fra venstre mod højre. Hver knap svarer med en sætning, som også står i arket Log.",
        "Hent og kontrollér læser alle arbejdsbøger og skriver fund i arket Fund her. Partnerne ser dem først efter Godkend og send. Siden sidst, øverst i arket Start, siger, hvad der er sket siden dit forrige tryk; vælg Set, når du har set det.",
        "Match foreslår forløb og hold i arkene Forslag, Holdstatus og Umatchede. Vælg Godkend, Afvis eller Lås i kolonnen Beslutning i arket Forslag. Godkend betyder, at forslaget sendes; forløbet er aftalt, når virksomhed og borger har skrevet under. Det, der står om loven, er vejledende, og i hele landet må der højst begynde 1.500 nye igu om året (se Ordbog).",
        "Godkend og send skriver de godkendte forløb i partnernes arbejdsbøger og giver hver partner sine fund. Tryk derfor også på den, når intet er godkendt. En arbejdsbog, der er åben hos en partner, venter til næste gang.",
        "Skoleplan lægger alle igu-elevers skoleuger over de to år, de begyndte og de foreslåede, på de hold, skolerne har. Arkene Skoleplaner og Udbud siger, hvem der ikke når sine timer, og hvilke hold der er brug for. Godkend og send skriver planerne i kommunernes arbejdsbøger og udbuddet i skolernes.",
        "Fortryd tager det tilbage, som den seneste Godkend og send skrev hos kommunerne; det første tryk siger, hvad det er, det næste gør det. En række, som kommunen har skrevet i siden, bliver stående. Beslutningerne bliver i arket Forslag, så de kan ændres og sendes igen.",
        "Rapport laver sider til kommuner, brancher og skoler for den seneste hele måned. Hvad nu hvis viser, hvilke ændringer der ville give flest flere forløb, og arket Hvorfor ikke svarer på, hvorfor en kandidat ikke fik en bestemt plads.",
        "Knapperne gemmer arbejdsbogen. Uden makroer kan det samme gøres med kommandoerne igu validate, igu match, igu plan, igu publish, igu undo og igu report; så skal arbejdsbogen være lukket. Opgrader føjer det, en ny version af igu har med, til arbejdsbøger, der er lavet før den; koordinatorens egen fornys med igu upgrade, når den er lukket.",
        "Beslutninger bliver stående i arket Beslutninger: det næste match holder Lås og Godkend fast og foreslår ikke det, der er afvist. Dér kan også stå, hvilke hold der skal eller ikke må køre, og hvem der skal glemmes: knappen Glem borger sletter alt om dem, og tallene bliver; det første tryk spørger, det næste gør det.",
        "En partners arbejdsbog må gerne skifte navn. Er en partner holdt op for altid, så flyt arbejdsbogen ud af mappen, og vælg Udtrådt i Siden sidst; lægges den tilbage, er partneren med igen. Er en borger flyttet til en anden kommune, så vælg Flyt borger dér; forløb og historik følger med. Godkend og send gør det.",
    ),
    ("Arbejdsbogen samler id'er fra alle kommuner og må kun ligge hos sekretariatet.",),
    BUTTONS,
)
