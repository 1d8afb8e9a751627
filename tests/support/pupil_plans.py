"""Plans written by hand, for what a person holds in the hand: one that is as it should be, and what may be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from igu_xl.domain.law.school_plan import Course, weighted_hours
from igu_xl.school.planning.pupil_plan import Away, PlannedCourse, PupilPlan

BEGINS, ENDS = date(2027, 2, 1), date(2029, 1, 31)

_SIGNS = 'Fødevarer, hygiejne; "egenkontrol" & <allergi>\nandet modul'
_LONG = "Et langt navn på et kursus, som ingen linje kan rumme, og som derfor skal foldes: " + "blåbærgrød " * 9


def course(
    step: str, title: str, kind: str, cohort: str, monday: date | None, weeks: int = 1, **more: Any
) -> PlannedCourse:
    """A course that begins on a Monday and ends on the Friday some weeks later, 37 weighted hours a week."""
    end = monday and monday + timedelta(days=7 * weeks - 3)
    taught = more.pop("taught", weeks * (37 if kind in ("AMU", "FGU") else 18.5))
    weighted = weighted_hours(Course(kind, taught), BEGINS)
    row = PlannedCourse(
        step,
        title,
        title,
        kind,
        cohort,
        "NEXT" if cohort else "",
        "2750" if cohort else "",
        monday,
        end,
        taught,
        weighted,
        "Aftalt" if cohort else "",
    )
    return replace(row, **more)


NORMAL = PupilPlan(
    placement="101-0007-F1",
    candidate="101-0007",
    municipality="København",
    slot="BYG-0012",
    position="Murerarbejdsmand",
    company="Eksempel Byg A/S",
    cvr="26911125",
    p_number="1025123456",
    branch="Bygge og anlæg",
    package="Byggeri, grundpakke",
    begins=BEGINS,
    ends=ENDS,
    needed=851,
    amu_needed=296,
    courses=(
        course("1", "Sikkerhed på byggeplads", "AMU", "NEXT-2027-05", date(2027, 3, 1), 2, status="Tilmeldt"),
        course(
            "2",
            "Dansk på arbejdspladsen",
            "dansk",
            "SPROG-2027-02",
            date(2027, 4, 19),
            6,
            school="Sprogcenter Nord",
            postcode="2400",
        ),
        course("3", "Stillads", "AMU", "NEXT-2027-11", date(2027, 9, 6), 2),
        course(
            "4",
            "Dansk 2",
            "dansk",
            "SPROG-2027-09",
            date(2027, 11, 1),
            5,
            school="Sprogcenter Nord",
            postcode="2400",
            status="Foreslået",
        ),
        course(
            "5", "Truck", "AMU", "NEXT-2028-03", date(2028, 1, 31), 1, status="Foreslået", wish_from=date(2028, 1, 1)
        ),
        course("6", "Murerfag 1", "AMU", "NEXT-2028-14", date(2028, 4, 24), 4, status="Foreslået", locked=True),
        course("7", "Matematik", "FVU", "FVU-2028-01", date(2028, 9, 4), 3, status="Foreslået"),
    ),
    contacts={
        "kommune": "Jobkonsulent, team 2",
        "virksomhed": "Personalechef",
        "skole:NEXT": "AMU-konsulenten",
        "skole:Sprogcenter Nord": "Vejledningen",
    },
    agreed_on=date(2027, 1, 11),
    vitas_on=date(2027, 1, 20),
    weekly_hours=37,
    wage_1=13900,
    wage_2=15400,
    danish_level="DU2 modul 4",
    passed_test="PD1",
    collective_agreement="Bygningsoverenskomsten",
    as_of=date(2027, 1, 25),
)
"""All is found: 23 weeks, nine of them AMU."""

HALF_WAY = replace(
    NORMAL,
    placement="101-0008-F1",
    candidate="101-0008",
    courses=(
        replace(NORMAL.courses[0], status="Gennemført"),
        replace(NORMAL.courses[1], status="Gennemført"),
        replace(NORMAL.courses[2], status="Aflyst", why="Holdet blev aflyst: 7 af 12 havde meldt sig til."),
        course(
            "3",
            "Stillads",
            "AMU",
            "NEXT-2028-02",
            date(2028, 3, 6),
            2,
            status="Foreslået",
            why="I stedet for NEXT-2027-11, som blev aflyst.",
        ),
        replace(NORMAL.courses[3], status="Udeblevet"),
        *NORMAL.courses[4:],
    ),
    plan_on=date(2027, 2, 20),
    as_of=date(2028, 1, 10),
)
"""Half-way: a cohort was cancelled and another found; a course was missed and none is found yet."""

SHORT = replace(
    NORMAL,
    placement="147-0012-F1",
    candidate="147-0012",
    municipality="Frederiksberg",
    courses=(
        *NORMAL.courses[:3],
        course("4", "Dansk 2", "dansk", "", None, 5, why="Ingen skole har et hold, der passer med danskniveauet."),
        course("5", "Truck", "AMU", "", None, 1, why="Alle hold er fyldt."),
        replace(NORMAL.courses[5], must=False),
    ),
    contacts={},
    agreed_on=None,
    vitas_on=None,
    weekly_hours=None,
    wage_1=None,
    wage_2=None,
    collective_agreement="",
)
"""The hours cannot be met, and much is not typed yet."""

FGU_AND_LEAVE = replace(
    NORMAL,
    placement="155-0003-F1",
    candidate="155-0003",
    municipality="Dragør",
    courses=(
        *NORMAL.courses[:2],
        course(
            "3",
            "FGU, produktion",
            "FGU",
            "FGU-2027-01",
            date(2027, 8, 16),
            8,
            school="FGU Syd",
            postcode="2791",
            status="Foreslået",
        ),
        *NORMAL.courses[5:],
    ),
    away=(Away("Barsel eller adoption", date(2027, 10, 18), date(2028, 2, 11)),),
)
"""A course whose hours nobody can weigh, and a leave in the middle."""

ODD = replace(
    NORMAL,
    placement="101/0009, Æ;Ø\\Å",
    candidate="101-0009",
    cvr="10150817",
    p_number="1000000001",
    position="Køkken- og kantinemedhjælper, nat; weekend",
    company='Ærø & Sønner, Smørrebrød; "Små" Køer <A/S>',
    package="",
    courses=(
        course(
            "",
            _SIGNS,
            "AMU",
            "HOLD,1;Å",
            date(2027, 12, 27),
            2,
            school="Skolen for Mad, Øl; og Æbler",
            postcode="3700",
            status="Foreslået",
        ),
        course(
            "",
            "=1+1",
            "AMU",
            "@HOLD",
            date(2028, 2, 28),
            1,
            school="-Skolen",
            postcode="0800",
            status="Foreslået",
            start=date(2028, 2, 29),
            end=date(2028, 2, 29),
            taught=7.4,
            weighted=7.4,
        ),
        course("", _LONG, "AMU", "LANG", date(2028, 6, 5), 1),
    ),
    contacts={"kommune": "Team 2, Ålborggade; lokale 3"},
)
"""Commas, semicolons, line breaks, Danish letters, what looks like a formula, a week over New Year; no package."""

BARE = replace(NORMAL, placement="101-0010-F1", candidate="101-0010", package="", courses=(), contacts={}, as_of=None)
"""A placement without any course."""

_SPRING = course("", "Byg forår, hold 3", "AMU", "NEXT-2027-05", date(2027, 3, 1), 2, taught=37, weighted=37)
TOGETHER = replace(
    NORMAL,
    placement="",
    candidate="101-0011",
    courses=(
        course(
            "1", "Byg forår, hold 3", "AMU", "NEXT-2027-05", date(2027, 3, 1), 2, course="40000", taught=37, weighted=37
        ),
        course(
            "2",
            "Byg forår, hold 3",
            "AMU",
            "NEXT-2027-05",
            date(2027, 3, 1),
            2,
            course="Stillads",
            taught=37,
            weighted=37,
        ),
        course("3", "Sprog forår", "dansk", "SPROG-2027-02", date(2027, 4, 19), 6, course="Dansk på arbejdspladsen"),
    ),
)
"""Only proposed yet; a cohort that teaches two courses, one of them a number, and cohorts with titles of their own."""

PLANS = {
    "normal": NORMAL,
    "half-way": HALF_WAY,
    "short": SHORT,
    "fgu": FGU_AND_LEAVE,
    "odd": ODD,
    "bare": BARE,
    "together": TOGETHER,
}
