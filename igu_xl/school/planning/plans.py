"""From the engine's plan to the two-year plan of each pupil, with why each course lies where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.danish import date_text, plural
from igu_xl.records import Record, records
from igu_xl.school.planning.case import SchoolCase
from igu_xl.school.planning.pupil_plan import CANCELLED, HELD, PROPOSED, PlannedCourse, PupilPlan
from igu_xl.standing.cohorts import CAN_BE_OPENED

NO_COHORT = "Der er ikke fundet et hold endnu."
_YES = "Ja"


def pupil_plans(case: SchoolCase, attends: pd.DataFrame, validation: Validation) -> dict[str, PupilPlan]:
    """The plan of every pupil, by `pupil`: what was held, what is to come, and the steps without a cohort.

    `attends` (`pupil`, `cohort`) says who attends what, as the engine's plan does.
    """
    desk = _Desk(case, attends, validation)
    return {row["pupil"]: desk.plan_of(row) for row in records(case.pupils)}


class _Desk:
    """What is looked up for every pupil, worked out once."""

    def __init__(self, case: SchoolCase, attends: pd.DataFrame, validation: Validation) -> None:
        self.case = case
        self.contacts = _Contacts(validation)
        self.cohorts = {row["cohort"]: row for row in records(case.offers.cohorts)}
        self.seats = attends["cohort"].value_counts().to_dict()
        self.courses = {row["course"]: row for row in records(case.offers.courses)}
        self.taught = _grouped(case.offers.teaches, "cohort", "course")
        self.attends = _grouped(attends, "pupil", "cohort")
        self.steps = _steps(case)
        self.rows = _rows_by_pupil(case)
        named = (case.rows.lost.dropna(subset=["cohort"]), case.rows.before)
        self.wishes, self.lost, self.before = map(_last_by_course, (case.rows.wishes, *named))

    def plan_of(self, pupil: Record) -> PupilPlan:
        courses = sorted(
            self._courses(pupil), key=lambda one: (one.start or date.max, one.cohort, one.step, one.course)
        )
        schools = {one.school: one.cohort for one in courses if one.school}
        return PupilPlan(
            placement=pupil["placement"] or "",
            candidate=pupil["candidate"],
            municipality=pupil["municipality"],
            slot=pupil["slot"] or "",
            position=pupil["position"] or "",
            company=pupil["name"] or "",
            cvr=pupil["cvr"] or "",
            p_number=pupil["p_number"] or "",
            branch=pupil["branch"] or "",
            package=pupil["package"] or "",
            begins=pupil["start"].date(),
            ends=pupil["planned_end"].date(),
            needed=pupil["hours"],
            amu_needed=pupil["amu_hours"],
            courses=tuple(courses),
            away=self.case.away_of(pupil["pupil"]),
            contacts=self.contacts.of(pupil, schools),
            agreed_on=_day(pupil["agreed_on"]),
            vitas_on=_day(pupil["vitas_on"]),
            plan_on=_day(pupil["plan_on"]),
            weekly_hours=pupil["weekly_hours"],
            wage_1=pupil["wage_1"],
            wage_2=pupil["wage_2"],
            danish_level=_level(pupil),
            passed_test=pupil["danish_test"] or "",
            collective_agreement=self.contacts.agreement(pupil["p_number"]),
            as_of=self.case.day,
        )

    def _courses(self, pupil: Record) -> Iterator[PlannedCourse]:
        """What stands in the sheet, then what the plan adds, then the steps that no cohort gives."""
        own = self.rows.get(pupil["pupil"], [])
        told: set[str] = set()
        for row in own:
            yield self._typed(row, pupil)
            if row["kind_of_row"] != "lost":
                told.add(row["key"])
        for cohort in self.attends.get(pupil["pupil"], []):
            for course in self.taught.get(cohort, []):
                if course not in told:
                    told.add(course)
                    yield self._planned(pupil, cohort, course)
        for course, step in self.steps.get(pupil["package"] or "", {}).items():
            if course not in told:
                yield self._unplaced(pupil, course, step)

    def _typed(self, row: Record, pupil: Record) -> PlannedCourse:
        cohort = self.cohorts.get(row["cohort"] or "", {})
        step = self.steps.get(pupil["package"] or "", {}).get(row["key"], {})
        status = HELD if row["kind_of_row"] == "had" else row["status"]
        if row["kind_of_row"] == "lost" and cohort.get("status") == CANCELLED:
            status = CANCELLED
        return PlannedCourse(
            step=row["step"] or step.get("step", ""),
            course=str(row["course"] or ""),
            title=self._title(row["cohort"] or "", str(row["course"] or "")),
            kind=row["course_kind"] or self.courses.get(row["key"], {}).get("kind", "AMU"),
            cohort=row["cohort"] or "",
            school=str(cohort.get("school") or ""),
            postcode=str(cohort.get("postcode") or ""),
            start=_day(row["start"]) or _day(cohort.get("start")),
            end=_day(row["end"]) or _day(cohort.get("end")),
            taught=float(row["hours"] or 0),
            weighted=row["weighted"],
            status=status,
            must=bool(step.get("must", False)),
            locked=bool(row["locked"]),
            wish_from=_day(row["wish_from"]),
        )

    def _planned(self, pupil: Record, cohort: str, course: str) -> PlannedCourse:
        there, about = self.cohorts[cohort], self.courses[course]
        step = self.steps.get(pupil["package"] or "", {}).get(course, {})
        return PlannedCourse(
            step=step.get("step", ""),
            course=str(step.get("course", about["title"])),
            title=self._title(cohort, str(about["title"])),
            kind=about["kind"],
            cohort=cohort,
            school=str(there["school"] or ""),
            postcode=str(there["postcode"] or ""),
            start=_day(there["start"]),
            end=_day(there["end"]),
            taught=float(about["taught"]),
            weighted=float(about["hours"]) if about["weighable"] else None,
            status=PROPOSED,
            must=bool(step.get("must", False)),
            wish_from=self._wish(pupil, course),
            why=self._why(pupil, there, course),
        )

    def _unplaced(self, pupil: Record, course: str, step: Record) -> PlannedCourse:
        about = self.courses[course]
        return PlannedCourse(
            step=step["step"],
            course=step["course"],
            title=step["course"],
            kind=about["kind"],
            cohort="",
            school="",
            postcode="",
            start=None,
            end=None,
            taught=float(about["taught"]),
            weighted=float(about["hours"]) if about["weighable"] else None,
            status="",
            must=bool(step["must"]),
            wish_from=self._wish(pupil, course),
            why=NO_COHORT,
        )

    def _title(self, cohort: str, course: str) -> str:
        """What the school calls the cohort; of one that teaches several courses, the course."""
        several = len(self.taught.get(cohort, ())) > 1
        return course if several or cohort not in self.cohorts else str(self.cohorts[cohort]["title"] or course)

    def _wish(self, pupil: Record, course: str) -> date | None:
        return _day(self.wishes.get((pupil["pupil"], course), {}).get("wish_from"))

    def _why(self, pupil: Record, cohort: Record, course: str) -> str:
        """Why it lies there: how full the cohort is, what it waits for, and which cohort it replaces."""
        seats = self.seats.get(cohort["cohort"], 0)
        people = plural(seats, "elev er", "elever er")
        words = [f"{people} planlagt på holdet; mindst {cohort['min']}."]
        if cohort["status"] == CAN_BE_OPENED:
            words.append("Skolen opretter det, hvis nok melder sig.")
        lost = self.lost.get((pupil["pupil"], course))
        if lost:
            words.append(f"I stedet for {lost['cohort']}.")
        moved = self.before.get((pupil["pupil"], course))
        if moved and cohort["cohort"] != moved["cohort"]:
            start = _day(moved["start"])
            when = f", der begynder {date_text(start)}" if start else ""
            words.append(f"Flyttet fra {moved['cohort']}{when}.")
        return " ".join(words)


class _Contacts:
    """Whom to ask in municipality and company: a function, as the partners wrote it."""

    def __init__(self, validation: Validation) -> None:
        frames = validation.partnership.frames
        people = frames["tblKandidater"].dropna(subset=["candidate"]).drop_duplicates("candidate")
        companies = frames["tblVirksomheder"].dropna(subset=["p_number"]).drop_duplicates("p_number")
        self._people = dict(zip(people["candidate"], people["contact"], strict=True))
        self._companies = dict(zip(companies["p_number"], companies["contact"], strict=True))
        self._agreements = dict(zip(companies["p_number"], companies["agreement"], strict=True))

    def agreement(self, p_number: str | None) -> str:
        """The collective agreement that the branch has written for a P-number."""
        told = self._agreements.get(p_number)
        return "" if told is None or pd.isna(told) else str(told)

    def of(self, pupil: Record, schools: Mapping[str, str]) -> dict[str, str]:
        told = {
            "kommune": self._people.get(pupil["candidate"]),
            "virksomhed": self._companies.get(pupil["p_number"]),
            **{f"skole:{school}": None for school in schools},
        }
        return {name: "" if value is None or pd.isna(value) else str(value) for name, value in told.items()}


def _grouped(frame: pd.DataFrame, key: str, value: str) -> dict[str, list[str]]:
    return {str(name): list(values) for name, values in frame.groupby(key)[value]}


def _steps(case: SchoolCase) -> dict[str, dict[str, Record]]:
    """The steps of each package by the course they are."""
    found: dict[str, dict[str, Record]] = {}
    for row in records(case.offers.packages):
        found.setdefault(row["package"], {}).setdefault(row["key"], row)
    return found


def _rows_by_pupil(case: SchoolCase) -> dict[str, list[Record]]:
    """What stands in the sheets, with what each row is to the plan. What was only proposed is planned anew."""
    kinds = {"had": case.rows.had, "bound": case.rows.bound, "held_to": case.rows.held_to, "lost": case.rows.lost}
    rows: dict[str, list[Record]] = {}
    for kind, frame in kinds.items():
        for row in records(frame):
            rows.setdefault(row["pupil"], []).append(row | {"kind_of_row": kind})
    return rows


def _last_by_course(rows: pd.DataFrame) -> dict[tuple[str, str], Record]:
    """The last of the rows by pupil and course."""
    return {(row["pupil"], row["key"]): row for row in records(rows)}


def _level(pupil: Record) -> str:
    track, module = pupil["danish_track"], pupil["danish_module"]
    return "" if not track else f"{track} modul {module}" if module else str(track)


def _day(moment: pd.Timestamp | date | None) -> date | None:
    if moment is None or pd.isna(moment):
        return None
    return moment.date() if isinstance(moment, pd.Timestamp) else moment
