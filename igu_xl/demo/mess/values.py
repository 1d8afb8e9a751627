"""What people type that cannot be right: each value gives a finding in its own cell.

Each function is one thing a real person did; its docstring tells it in Danish, as the coordinator would. The CPR
numbers are invented and put together here: a day of birth that nobody in the demo has, and four zeros.
"""

from __future__ import annotations

from datetime import date, timedelta

from igu_xl.demo.mess.desk import MessDesk
from igu_xl.domain.law.igu.rules import LAST_START

_NOBODYS_BIRTHDAY = date(1989, 7, 14)


def invented_cpr(*, replacement: bool = False) -> str:
    """A CPR number of nobody; a replacement number (erstatningspersonnummer) has 60 more in the day."""
    day = _NOBODYS_BIRTHDAY.day + (60 if replacement else 0)
    return f"{day:02d}{_NOBODYS_BIRTHDAY:%m%y}-{0:04d}"


def impossible_date(desk: MessDesk) -> None:
    """Har talt forkert: den 31. februar findes ikke."""
    desk.candidate("101", status="Ny")["ready_from"] = "31-02-2027"


def month_without_day(desk: MessDesk) -> None:
    """Ved kun, at det bliver i maj."""
    desk.candidate("185")["ready_from"] = "05/2027"


def american_date(desk: MessDesk) -> None:
    """Har fået listen fra et engelsk system med måneden først."""
    desk.candidate("159")["registered"] = "10/25/2026"


def year_mistyped(desk: MessDesk) -> None:
    """Har byttet om på cifre i årstallet."""
    row = desk.candidate("147")
    row["residence_from"] = row["residence_from"].replace(year=2202, day=1)


def branch_misspelt(desk: MessDesk) -> None:
    """Har tabt et n i Rengøring."""
    desk.candidate("151")["wish_1"] = "Rengøing og service"


def measure_misspelt(desk: MessDesk) -> None:
    """Staver løntilskud med et s for meget."""
    desk.candidate("219")["measures"] = "igu; lønstilskud"


def unknown_basis(desk: MessDesk) -> None:
    """Har skrevet sin egen betegnelse for opholdsgrundlaget."""
    desk.candidate("157")["basis"] = "Asyl"


def two_municipalities(desk: MessDesk) -> None:
    """Har skrevet det fælles jobcenters navn som bopælskommune."""
    desk.candidate("185")["municipality"] = "Tårnby-Dragør"


def hours_in_words(desk: MessDesk) -> None:
    """Ved ikke helt, hvor mange timer det bliver."""
    desk.candidate("173")["weekly_hours"] = "ca. 30"


def travel_in_seconds(desk: MessDesk) -> None:
    """Har regnet rejsetiden ud i noget andet end minutter."""
    desk.candidate("101")["transport_minutes"] = 2700


def birth_date_missing(desk: MessDesk) -> None:
    """Mangler fødselsdatoen og vil skrive den senere."""
    desk.candidate("101", status="Ny")["born"] = None


def status_missing(desk: MessDesk) -> None:
    """Har glemt at sætte status."""
    desk.candidate("219")["status"] = None


def lived_here_before_birth(desk: MessDesk) -> None:
    """Har skrevet to datoer i hinandens kolonner."""
    row = desk.candidate("101", status="Ny")
    row["born"], row["residence_from"] = date(2008, 3, 1), date(2001, 9, 10)


def cvr_with_wrong_digit(desk: MessDesk) -> None:
    """Har tastet det sidste ciffer i CVR-nummeret forkert."""
    row = desk.take("brancher/bygge-anlaeg.xlsx", "tblVirksomheder")
    row["cvr"] = row["cvr"][:-1] + str((int(row["cvr"][-1]) + 1) % 10)


def cpr_in_remark(desk: MessDesk) -> None:
    """Har skrevet borgerens CPR-nummer i bemærkningen, så kollegaen kan finde sagen."""
    desk.candidate("101")["remark"] = f"Se sagen på {invented_cpr()}"


def cpr_as_id(desk: MessDesk) -> None:
    """Har brugt CPR-nummeret som kandidat-id."""
    desk.candidate("151")["candidate"] = invented_cpr()


def replacement_cpr_in_followup(desk: MessDesk) -> None:
    """Har skrevet et erstatningspersonnummer i handlingen efter en samtale."""
    row = desk.take(desk.municipality("159"), "tblOpfoelgning")
    row["action"] = f"Ny aftale for {invented_cpr(replacement=True)}"


def ready_after_the_law(desk: MessDesk) -> None:
    """Planlægger en start, efter at igu-loven er udløbet."""
    row = desk.candidate("157")
    row["measures"], row["ready_from"] = "igu", LAST_START + timedelta(days=32)


def too_young(desk: MessDesk) -> None:
    """Har en ung, der først fylder 18 efter den dag, hun er klar."""
    row = desk.candidate("101")
    row["measures"], row["ready_from"] = "igu", date(2026, 12, 1)
    row["born"], row["residence_from"] = date(2009, 1, 20), date(2019, 5, 1)


def exactly_twenty_years(desk: MessDesk) -> None:
    """Har en borger, der på startdagen har boet her i præcis 20 år."""
    row = desk.candidate("101")
    row["measures"], row["basis"] = "igu", "Flygtning"
    row["born"], row["residence_from"], row["ready_from"] = date(1988, 2, 2), date(2006, 12, 1), date(2026, 12, 1)


VALUES = (
    impossible_date,
    month_without_day,
    american_date,
    year_mistyped,
    branch_misspelt,
    measure_misspelt,
    unknown_basis,
    two_municipalities,
    hours_in_words,
    travel_in_seconds,
    birth_date_missing,
    status_missing,
    lived_here_before_birth,
    cvr_with_wrong_digit,
    cpr_in_remark,
    cpr_as_id,
    replacement_cpr_in_followup,
    ready_after_the_law,
    too_young,
    exactly_twenty_years,
)
