"""What people type that looks wrong and is not: every value here can be read, and must give no finding of an error.

Each function is one thing a real person did; its docstring tells it in Danish, as the coordinator would.
"""

from __future__ import annotations

from babel.dates import format_date

from igu_xl.demo.mess.desk import MessDesk


def date_with_slash(desk: MessDesk) -> None:
    """Har skrevet datoen som i en kalender: 1/12-2026."""
    row = desk.candidate("101")
    row["ready_from"] = f"{row['ready_from'].day}/{row['ready_from'].month}-{row['ready_from'].year}"


def date_with_points(desk: MessDesk) -> None:
    """Har skrevet 01.05.26 med punktummer og kort årstal."""
    row = desk.candidate("101")
    row["registered"] = f"{row['registered']:%d.%m.%y}"


def date_with_month_name(desk: MessDesk) -> None:
    """Har skrevet måneden ud: 1. maj 2026."""
    row = desk.candidate("147")
    row["ready_from"] = format_date(row["ready_from"], "d. MMMM y", locale="da")


def date_from_case_system(desk: MessDesk) -> None:
    """Har kopieret datoen fra fagsystemet, som skriver 2026-05-01."""
    row = desk.candidate("151")
    row["residence_from"] = row["residence_from"].isoformat()


def number_as_text(desk: MessDesk) -> None:
    """Har skrevet timetallet i en celle, der er formateret som tekst."""
    row = desk.candidate("101")
    row["weekly_hours"] = str(row["weekly_hours"])


def decimal_comma_as_text(desk: MessDesk) -> None:
    """Har skrevet erfaringen som tekst med komma: 3,5."""
    desk.candidate("147")["experience_years"] = "3,5"


def hard_spaces(desk: MessDesk) -> None:
    """Har kopieret branchen fra en hjemmeside, med hårde mellemrum."""
    row = desk.candidate("101")
    row["wish_1"] = f"\u00a0{row['wish_1'].replace(' ', chr(0xA0))}\u00a0"


def double_spaces(desk: MessDesk) -> None:
    """Har fået et mellemrum for meget ind i branchen."""
    desk.candidate("101", wish_1="Transport og logistik")["wish_1"] = "Transport  og logistik "


def municipality_in_full(desk: MessDesk) -> None:
    """Skriver altid Københavns Kommune."""
    desk.candidate("101")["municipality"] = "Københavns Kommune"


def other_case(desk: MessDesk) -> None:
    """Skriver med store og små bogstaver efter humør."""
    row = desk.candidate("159")
    row["basis"], row["measures"] = row["basis"].upper(), row["measures"].upper()


def module_as_number(desk: MessDesk) -> None:
    """Har skrevet modulet som et tal."""
    row = desk.candidate("219", danish_module=...)
    row["danish_module"] = int(row["danish_module"])


def postcode_as_number(desk: MessDesk) -> None:
    """Har skrevet postnummeret som et tal."""
    row = desk.candidate("185")
    row["postcode"] = int(row["postcode"])


def short_branch_name(desk: MessDesk) -> None:
    """Siger bare Rengøring."""
    desk.candidate("101", wish_1="Rengøring og service")["wish_1"] = "Rengøring"


def commas_between_measures(desk: MessDesk) -> None:
    """Skiller indsatserne med komma i stedet for semikolon."""
    desk.candidate("101", measures="igu; praktik")["measures"] = "igu, praktik"


def long_danish_level(desk: MessDesk) -> None:
    """Skriver modul helt ud i kravet til dansk."""
    desk.take("brancher/bygge-anlaeg.xlsx", "tblPladser", status="Åben", type="igu")["danish_min"] = "DU1 modul 4"


def p_number_as_number(desk: MessDesk) -> None:
    """Har P-nummeret som tal, så det ligner en fødselsdag endnu mere."""
    row = desk.take("brancher/transport-logistik.xlsx", "tblPladser", status="Åben", type="igu")
    row["p_number"] = int(row["p_number"])


def telephone_in_remark(desk: MessDesk) -> None:
    """Har skrevet sit eget telefonnummer i bemærkningen; det er ikke et CPR-nummer."""
    desk.candidate("101")["remark"] = f"Ring til team 2 på {' '.join(['20'] * 4)}"


def spaces_in_id(desk: MessDesk) -> None:
    """Skriver mellemrum om bindestregen i kandidat-id."""
    row = desk.candidate("147")
    row["candidate"] = row["candidate"].replace("-", " - ")


def sorted_by_wish(desk: MessDesk) -> None:
    """Har sorteret sine kandidater efter brancheønske."""
    rows = desk.rows(desk.municipality("147"), "tblKandidater")
    rows.sort(key=lambda row: row["wish_1"])


def empty_rows(desk: MessDesk) -> None:
    """Har gjort plads til nye med tomme rækker midt i tabellen."""
    rows = desk.rows(desk.municipality("219"), "tblKandidater")
    rows[4:4] = [{}, {}]


READABLE = (
    date_with_slash,
    date_with_points,
    date_with_month_name,
    date_from_case_system,
    number_as_text,
    decimal_comma_as_text,
    hard_spaces,
    double_spaces,
    municipality_in_full,
    other_case,
    module_as_number,
    postcode_as_number,
    short_branch_name,
    commas_between_measures,
    long_danish_level,
    p_number_as_number,
    telephone_in_remark,
    spaces_in_id,
)
# These move rows about.
MOVING = (sorted_by_wish, empty_rows)
