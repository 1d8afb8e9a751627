"""The settings that the secretariat keeps in the coordinator's workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date

from igu_xl.danish import listing
from igu_xl.domain.codes import fold
from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.disclosure.protection import ROUND
from igu_xl.sheets.reading.values import Fault, shown, understand
from igu_xl.sheets.schema import Column, Kind
from igu_xl.system.mail import MailSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """What the secretariat can decide about a run.

    `today` replaces the clock when it is set, so that a run can be repeated; `open_cohorts` lets candidates without
    an igu slot fill seats; `match_seconds` is the time the match may take, and `fair_cost` how many placements fewer a
    plan may have to make municipalities more alike. With `start_without_cohort` an igu may begin before its first
    cohort where a school plan shows that the school part can be had, the first of it within `first_school_days` days;
    `plan_seconds` is the time a school plan may take. A workbook is reminded of when nothing in it has changed for
    `remind_days`. Whose case has been over for `forget_months` is forgotten; nobody where it is not set.
    `left_partners` are the partners who are in no more. `method` says how pages that may be passed on are protected,
    and `agreement` names the written agreement that lets partners see exact totals. Then who gets word by mail of a
    scheduled run, and how it is sent, and how partners reach the secretariat.
    """

    today: date | None = None
    open_cohorts: bool = False
    match_seconds: int = 60
    fair_cost: int = 0
    start_without_cohort: bool = False
    first_school_days: int = 90
    plan_seconds: int = 60
    remind_days: int = 30
    forget_months: int | None = None
    left_partners: str = ""
    mail_host: str = ""
    mail_port: int = 587
    mail_from: str = ""
    mail_to: str = ""
    mail_user: str = ""
    mail_tls: bool = True
    method: str = ROUND
    agreement: str = ""
    office_name: str = ""
    office_phone: str = ""
    office_mail: str = ""

    @property
    def left(self) -> list[str]:
        """The names of the partners who have left."""
        return [name.strip() for name in self.left_partners.split(";") if name.strip()]

    @property
    def mail(self) -> MailSettings:
        """Where and to whom word is sent."""
        recipients = tuple(address.strip() for address in self.mail_to.split(";") if address.strip())
        return MailSettings(self.mail_host, self.mail_port, self.mail_from, recipients, self.mail_user, self.mail_tls)

    @property
    def contact(self) -> str:
        """How partners reach the secretariat: `Sekretariatet, telefon 12 34 56 78, post@a.dk`; empty where unsaid."""
        ways = [f"telefon {self.office_phone}" if self.office_phone else "", self.office_mail]
        return ", ".join(filter(None, [self.office_name or "Sekretariatet" * any(ways), *ways]))

    def day(self, clock: Callable[[], date]) -> date:
        """The day of the run."""
        return self.today or clock()

    def previous_month(self, clock: Callable[[], date]) -> Month:
        """The month before the day of the run: the one that is reported on."""
        return Month.of(self.day(clock)).previous()


@dataclass(frozen=True, slots=True)
class _Declared:
    """How one setting is written in the sheet: its name, what its cell may hold, and what it does."""

    field: str
    name: str
    column: Column
    explanation: str
    allowed: str


_YES_NO = "Ja/Nej"
_DECLARED = (
    _Declared(
        "today",
        "Dags dato",
        Column("today", "Dags dato", Kind.DATE, low=date(2016, 7, 1), high=date(2035, 12, 31)),
        "Tom: i dag. Skriv en dato for at gentage en kørsel, som den var den dag.",
        "en dato, fx 02-11-2026, eller tom.",
    ),
    _Declared(
        "open_cohorts",
        "Åbne hold",
        Column("open_cohorts", "Åbne hold", Kind.CHOICE, options="Ja/Nej"),
        "Ja: kandidater uden igu-plads må fylde ledige pladser på holdene. Nej: kun igu-kandidater.",
        "Ja eller Nej.",
    ),
    _Declared(
        "match_seconds",
        "Tid til match (sekunder)",
        Column("match_seconds", "Tid til match (sekunder)", Kind.INTEGER, low=1, high=3600),
        "Så længe må Match regne. Er der ikke fundet den bedste plan, bruges den bedste, der er fundet.",
        "et helt tal fra 1 til 3600.",
    ),
    _Declared(
        "fair_cost",
        "Forløb, der må ofres for ligelighed",
        Column("fair_cost", "Forløb, der må ofres for ligelighed", Kind.INTEGER, low=0, high=1000),
        "0: flest muligt i forløb. Ellers: så mange færre, hvis det hjælper den kommune, der får mindst.",
        "et helt tal fra 0 til 1000.",
    ),
    _Declared(
        "start_without_cohort",
        "Igu må begynde uden hold",
        Column("start_without_cohort", "Igu må begynde uden hold", Kind.CHOICE, options=_YES_NO),
        "Nej: en igu begynder med et hold. Ja: den må begynde før, når skoleplanen viser, at skolen kan nås.",
        "Ja eller Nej.",
    ),
    _Declared(
        "first_school_days",
        "Første skoleuge senest (dage)",
        Column("first_school_days", "Første skoleuge senest (dage)", Kind.INTEGER, low=1, high=365),
        "Begynder en igu uden hold, skal det første kursus begynde senest så mange dage efter starten.",
        "et helt tal fra 1 til 365.",
    ),
    _Declared(
        "plan_seconds",
        "Tid til skoleplan (sekunder)",
        Column("plan_seconds", "Tid til skoleplan (sekunder)", Kind.INTEGER, low=1, high=3600),
        "Så længe må Skoleplan regne. Er der ikke fundet den bedste plan, bruges den bedste, der er fundet.",
        "et helt tal fra 1 til 3600.",
    ),
    _Declared(
        "remind_days",
        "Minde om arbejdsbog efter (dage)",
        Column("remind_days", "Minde om arbejdsbog efter (dage)", Kind.INTEGER, low=1, high=366),
        "Er ingen række i en arbejdsbog ændret så længe, siger arket Siden sidst det. Rykket er stille lige så længe.",
        "et helt tal fra 1 til 366.",
    ),
    _Declared(
        "forget_months",
        "Glem afsluttede efter (måneder)",
        Column("forget_months", "Glem afsluttede efter (måneder)", Kind.INTEGER, low=1, high=240),
        "Tom: ingen glemmes af sig selv. Ellers slettes alt om borgere, der har været afsluttet så længe. Tal bliver.",
        "et helt tal fra 1 til 240, eller lad den være tom.",
    ),
    _Declared(
        "left_partners",
        "Udtrådte partnere",
        Column("left_partners", "Udtrådte partnere"),
        "Partnere, der er holdt op for altid, skilt med semikolon, fx Dragør; VUF. Flyt deres arbejdsbog ud af mappen.",
        "partnernes navne skilt med semikolon, eller lad den være tom.",
    ),
    _Declared(
        "method",
        "Delte sider",
        Column("method", "Delte sider", Kind.CHOICE, options="Delte sider"),
        "Afrund: alle antal på sider, der må gives videre, er afrundet til 5. Skjul: tal på 1-4 er skjult i stedet.",
        "Afrund eller Skjul. Det kan ikke ændres, når der er lavet delte sider.",
    ),
    _Declared(
        "agreement",
        "Aftale om nøjagtige tal",
        Column("agreement", "Aftale om nøjagtige tal"),
        "Tom: ingen udgave »partnerskab«. Ellers navn og dato på den skriftlige aftale mellem partnerne om at se dem.",
        "aftalens navn og dato, eller lad den være tom.",
    ),
    _Declared(
        "mail_host",
        "Mailserver",
        Column("mail_host", "Mailserver"),
        "Tom: der sendes ingen mail om de planlagte rapporter.",
        "et servernavn, eller lad den være tom.",
    ),
    _Declared(
        "mail_port",
        "Mailport",
        Column("mail_port", "Mailport", Kind.INTEGER, low=1, high=65535),
        "587 er det almindelige.",
        "et helt tal fra 1 til 65535.",
    ),
    _Declared("mail_from", "Mail fra", Column("mail_from", "Mail fra"), "Afsenderens adresse.", "en mailadresse."),
    _Declared(
        "mail_to",
        "Mail til",
        Column("mail_to", "Mail til"),
        "Hvem der får besked, når siderne er lavet, og når de ikke er. Flere adresser skilles med semikolon.",
        "mailadresser skilt med semikolon, eller lad den være tom.",
    ),
    _Declared(
        "mail_user",
        "Mailbruger",
        Column("mail_user", "Mailbruger"),
        "Tom: serveren kræver ikke adgangskode. Koden gemmes med »igu mailkode« i maskinens nøglering, aldrig her.",
        "brugernavnet på mailserveren, eller lad den være tom.",
    ),
    _Declared(
        "mail_tls",
        "Mail med TLS",
        Column("mail_tls", "Mail med TLS", Kind.CHOICE, options="Ja/Nej"),
        "Ja: forbindelsen er krypteret. En adgangskode sendes kun med Ja.",
        "Ja eller Nej.",
    ),
    _Declared(
        "office_name",
        "Sekretariatets navn",
        Column("office_name", "Sekretariatets navn"),
        "Hvem partnerne spørger: står i deres arbejdsbøger (Vejledning) efter Godkend og send, og nederst på siderne.",
        "et navn, eller lad den være tom.",
    ),
    _Declared(
        "office_phone",
        "Sekretariatets telefon",
        Column("office_phone", "Sekretariatets telefon"),
        "Står samme steder.",
        "et telefonnummer, eller lad den være tom.",
    ),
    _Declared(
        "office_mail",
        "Sekretariatets mail",
        Column("office_mail", "Sekretariatets mail"),
        "Står samme steder.",
        "en mailadresse, eller lad den være tom.",
    ),
)


def settings_from(cells: Iterable[tuple[object, object]]) -> Settings:
    """Understand the rows of the sheet, name and value; a setting that is not there has the value of the template.

    Raises `WrongUse` for a name that is no setting and a value that makes no sense.
    """
    declared = {fold(one.name): one for one in _DECLARED}
    values: dict[str, object] = {}
    for name, cell in cells:
        if name is None or cell is None:
            continue
        found = declared.get(fold(shown(name)))
        if found is None:
            known = listing([one.name for one in _DECLARED])
            raise WrongUse(f"Indstillingen »{shown(name)}« findes ikke. I arket Indstillinger kan stå {known}.")
        values[found.field] = _understood(found, cell)
    return Settings(**values)  # type: ignore[arg-type]


def setting_rows(settings: Settings) -> list[dict[str, object]]:
    """The rows of the sheet for these settings, by column key."""
    shown = {field.name: _cell(getattr(settings, field.name)) for field in fields(settings)}
    shown["method"] = settings.method.capitalize()
    return [
        {"setting": declared.name, "value": shown[declared.field], "explanation": declared.explanation}
        for declared in _DECLARED
    ]


def _understood(declared: _Declared, cell: object) -> object:
    values, faults = understand([cell], declared.column)
    for fault in faults.values():
        raise WrongUse(_refusal(declared, fault))
    value = values.iloc[0]
    if declared.column.kind is Kind.DATE:
        return value.date()
    if declared.column.kind is Kind.CHOICE:
        return value == "Ja" if declared.column.options == _YES_NO else str(value).lower()
    return int(value) if declared.column.kind is Kind.INTEGER else str(value)


def _refusal(declared: _Declared, fault: Fault) -> str:
    return (
        f"Indstillingen »{declared.name}« kan ikke være »{fault.value}«. Skriv i arket Indstillinger {declared.allowed}"
    )


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return None if value in (None, "") else str(value)
