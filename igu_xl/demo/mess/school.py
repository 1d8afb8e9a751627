"""What goes wrong in packages, school plans and cohorts that last: each gives a finding, and none stops the plan.

Each function is one thing a real person did; its docstring tells it in Danish, as the coordinator would.
"""

from __future__ import annotations

from datetime import timedelta

from igu_xl.demo.mess.desk import MessDesk

_GARDENERS = "brancher/anlaegsgartner.xlsx"
_LATER = frozenset({"Eksempel: Lager og logistik", "Eksempel: Terminal og udstyr"})


def package_in_a_circle(desk: MessDesk) -> None:
    """Har skrevet, at trin 3 kommer efter trin 5, som selv kommer efter trin 3."""
    desk.take(_GARDENERS, "tblPakker", step="3")["after"] = "5"


def course_in_no_package(desk: MessDesk) -> None:
    """Har omdøbt et kursus hos skolen, så det ikke står i nogen pakke mere."""
    own = [row for row in desk.rows("skoler/next.xlsx", "tblKurser") if row["title"] == "Eksempel: Gods og ekspedition"]
    max(own, key=lambda row: row["cohort"])["title"] = "Eksempel: Godskursus"


def planned_after_the_end(desk: MessDesk) -> None:
    """Har en række i skoleplanen til et forløb, der er slut."""
    over = desk.placement("101", type="igu", ended_on=...)
    model = desk.rows(desk.municipality("101"), "tblSkoleplan")[-1]
    row = model | {"placement": over["placement"], "status": "Tilmeldt", "cohort": None}
    desk.rows(desk.municipality("101"), "tblSkoleplan").append(row)


def cohort_longer_than_a_year(desk: MessDesk) -> None:
    """Har skrevet et forkert årstal i slutdatoen, så holdet varer mere end et år."""
    row = desk.take("skoler/tec.xlsx", "tblHold", status="Planlagt", title=_LATER)
    row["end"] = row["end"] + timedelta(days=366)


def signed_up_for_an_unknown_cohort(desk: MessDesk) -> None:
    """Har skrevet holdets nummer i skoleplanen efter hukommelsen."""
    desk.take(desk.municipality("219"), "tblSkoleplan", status="Tilmeldt")["cohort"] = "NEXT-2062-09"


SCHOOL_MESS = (
    package_in_a_circle,
    course_in_no_package,
    planned_after_the_end,
    cohort_longer_than_a_year,
    signed_up_for_an_unknown_cohort,
)
