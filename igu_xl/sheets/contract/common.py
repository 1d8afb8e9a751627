"""What the partners' workbooks share: date and score columns, the tool's own sheets, the end of the guide."""

from __future__ import annotations

from datetime import date

from igu_xl.domain.law.guidance import RULES_PAGE, WHO_DECIDES
from igu_xl.sheets.schema import Column, Kind, Table

# fmt: off
FIRST = date(2016, 7, 1)  # no igu exists before its law
LAST = date(2035, 12, 31)


def date_column(key: str, header: str, *, low: date = FIRST, high: date = LAST, **more: object) -> Column:
    return Column(key, header, Kind.DATE, low=low, high=high, example="01-12-2026", **more)  # type: ignore[arg-type]


def score_column(key: str, header: str) -> Column:
    return Column(key, header, Kind.INTEGER, low=1, high=5, hint="1 er lavest, 5 er højest.", example="4", width=12)


def judgement_columns() -> tuple[Column, ...]:
    """The municipality's answer to »manuel vurdering«: what was judged, by whom, when, and until when it holds."""
    return (
        Column("judgement", "Manuel vurdering", Kind.CHOICE, options="Vurdering", hint="Kommunens svar, når kontrollen siger manuel vurdering.", example="Opfyldt", width=14, since="0.2"),
        Column("judged_by", "Vurderet af", hint="Funktion, ikke et navn. Kræves, når der er en vurdering.", example="Jobkonsulent, team 2", width=20, since="0.2"),
        date_column("judged_on", "Vurderet den", hint="Dagen for vurderingen.", since="0.2"),
        date_column("judged_until", "Vurdering gælder til", hint="Den sidste startdato, vurderingen gælder for.", width=14, since="0.2"),
    )


FINDING_COLUMNS = (
    Column("level", "Niveau", hint="fejl, advarsel eller oplysning.", width=11),
    Column("sheet", "Ark", hint="Arket, cellen står i.", width=14),
    Column("cell", "Celle", hint="Klik for at gå til cellen.", width=9),
    Column("row_id", "Række-id", hint="Rækkens id, fx kandidatens.", width=14),
    Column("column", "Kolonne", hint="Kolonnens overskrift.", width=20),
    Column("value", "Værdi", hint="Det, der står i cellen. CPR-numre vises aldrig.", width=22),
    Column("message", "Fund", hint="Hvad der er galt.", width=56),
    Column("mend", "Sådan retter du", hint="Hvad du kan gøre.", width=56),
    Column("rule", "Regel", hint="Reglens navn, og i parentes den udgave af loven, den bygger på.", width=40),
)

FINDINGS = Table(
    "tblFund",
    "Fund",
    "Fund i denne arbejdsbog",
    "Skrives af sekretariatet. Klik på cellen for at gå til den. Fejl holder rækken ude af match, til den er rettet.",
    FINDING_COLUMNS,
    key="cell",
    unique=False,
    tool_owned=True,
)


def plan_table(help_text: str, *columns: Column) -> Table:
    return Table("tblPlan", "Plan", "Plan: hvad blev der af rækkerne?", help_text, columns, columns[0].key, False, True)


RESULT = Column("result", "Resultat", hint="Hvad der blev af rækken.", width=26)
WHY = Column("why", "Forklaring", hint="Hvorfor, og hvad der kunne ændre det.", width=70)
TYPE_START = (Column("type", "Type", width=11), Column("start", "Start", Kind.DATE, width=12))

GUIDE_END = (
    "Kolonnen Tjek viser »Mangler 2«, når to felter mangler, og »Ret 1«, når kontrollen fandt en fejl. Arket Fund siger hvilken.",
    "Arkene Plan og Fund skrives af sekretariatet. Skriv ikke i dem; det, du skriver, bliver erstattet.",
    "Du må gerne sortere, filtrere, farve, skjule og indsætte egne kolonner. Lad overskrifterne hedde det, de hedder. Gem og luk arbejdsbogen, når du er færdig, så sekretariatet kan hente den.",
    f"{WHO_DECIDES} Det, der står om loven, er vejledende; alle regler med kilde står i »{RULES_PAGE}«, som sekretariatet har.",
)

# What a call for cohorts says, in the school's own workbook and in the coordinator's: numbers, nobody's id.
CALL_COLUMNS = (
    Column("course", "Kursus", width=34),
    Column("week", "Uge", hint="Ugen, holdet bør begynde i.", width=14),
    Column("start", "Begynder", Kind.DATE, width=12),
    Column("place", "Sted", width=22),
    Column("cohort", "Hold-id", hint="Et hold, der kan oprettes eller mangler elever. Tom: et nyt hold.", width=16),
    Column("pupils", "Elever", hint="Så mange ville tage kurset på holdet. Under 5 vises ikke som tal.", width=10),
    Column("municipalities", "Kommuner", Kind.INTEGER, width=10),
    Column("needed_by", "Senest", Kind.DATE, hint="Den dag, det første behov skal være dækket.", width=12),
    Column("gain", "Når ellers ikke", hint="Så mange færre elever når deres skoletimer uden holdet.", width=13),
    Column("certainty", "Sikkerhed", width=34),
    Column("call", "Udbud", width=84),
)


def calls_table(help_text: str, *before: Column) -> Table:
    return Table("tblUdbud", "Udbud", "Udbud: hold, der er brug for", help_text, (*before, *CALL_COLUMNS), "course", False, True, "0.2")
