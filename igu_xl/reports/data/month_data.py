"""A month's data as one page may see it: a partner's own rows, or everybody's for the steering group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.data import plan_of_month, snapshot
from igu_xl.reports.data.background import background_of, cancelled_on, days_of
from igu_xl.reports.data.days import Day, Days, Select
from igu_xl.reports.data.plan_of_month import PlanOfMonth
from igu_xl.reports.data.school_hours import courses_of
from igu_xl.reports.data.selections import MUNICIPALITY, SELECTIONS, STEERING_GROUP, owned
from igu_xl.reports.disclosure import plans
from igu_xl.reports.disclosure.protection import PagePlan
from igu_xl.sheets.contract.branch import COMPANIES
from igu_xl.sheets.contract.municipality import FOLLOW_UPS
from igu_xl.sheets.contract.school import COHORTS, COURSES
from igu_xl.standing.tracked import PLACEMENTS

EVERYBODY = "alle"


@dataclass(frozen=True, slots=True, eq=False)
class MonthData:
    """What is behind one page.

    `days` are its rows on any day (`data/days`), those that its kind of page may see (`data/selections`).
    `known_from` is the day since which statuses are known, None in an archive of an earlier version. `unmatched` is who
    the latest match placed nowhere, None when there was no match. `findings` is what the checks said about the
    workbooks. `school` are the courses of its igu pupils (`data/school_hours`); `knows_school` is False where nobody's
    are known. `school_plan` is the plan that was made last, None where there was none, with the calls for its partner.
    `municipalities` are the names of all that take part, in order of code: which they are everybody knows. `decided` is
    what the page's shared edition tells; None where nothing was decided for the month.
    """

    source: Path
    partner: str
    name: str
    partners: pd.DataFrame
    municipalities: tuple[str, ...]
    days: Days
    known_from: date | None
    follow_ups: pd.DataFrame
    unmatched: pd.DataFrame | None
    findings: pd.DataFrame
    school: pd.DataFrame
    knows_school: bool
    school_plan: PlanOfMonth | None
    decided: PagePlan | None

    @property
    def kind(self) -> str:
        """The kind of page: `kommune`."""
        return self.partner.partition(":")[0]

    @property
    def rows(self) -> int:
        """The number of rows in the workbooks behind the page."""
        return int(self.partners["rows"].sum())

    @property
    def stem(self) -> str:
        """The name of the page's files without ending: `kommune-101`, or `styregruppe`, which there is one of."""
        return stem_of(self.partner)

    def on(self, month: Month) -> Day:
        """The page's rows at the end of the last day of a month."""
        return self.days.on(month.last)

    def knows(self, month: Month) -> bool:
        """Whether statuses are known of the end of a month; else they are as they were read first."""
        return self.known_from is not None and self.known_from <= month.last

    def unfinished(self, month: Month) -> date | None:
        """The day on which the data were kept, where the month had not ended then."""
        return snapshot.unfinished(self.source, month)

    def archive(self, month: Month) -> Path:
        """The folder where a month's data, notebooks and published figures are kept."""
        return self.source.parent.parent / str(month)

    def part(self, select: Select) -> MonthData:
        """The same data with the selected rows of every day only."""
        return replace(self, days=self.days.part(select))

    def of_type(self, kind: str) -> MonthData:
        """The same data with placements and slots of one type only."""
        return self.part(lambda day: replace(day, **_where(day, "type", kind, "placements", "slots")))

    def of_branch(self, branch: str) -> MonthData:
        """The same data with slots and placements of one branch only."""
        return self.part(lambda day: replace(day, **_where(day, "branch", branch, "placements", "slots")))

    def living_in(self, municipality: str) -> MonthData:
        """The same data with candidates and placements of those who live in a municipality only."""
        return self.part(lambda day: replace(day, **_where(day, "residence", municipality, "candidates", "placements")))

    def working_in(self, municipality: str) -> MonthData:
        """The same data with placements in the companies of a municipality only."""
        return self.part(lambda day: replace(day, **_where(day, "workplace", municipality, "placements")))

    def with_places(self, named: Callable[[str], str]) -> MonthData:
        """The same data with municipalities of residence and workplace under other names, such as those of a group."""
        return self.part(lambda day: replace(day, **_renamed(day, named)))


def _where(day: Day, column: str, value: str, *frames: str) -> dict[str, pd.DataFrame]:
    """These frames of a day with the rows that have a value only."""
    rows = {name: getattr(day, name) for name in frames}
    return {name: frame[(frame[column] == value).fillna(False)] for name, frame in rows.items()}


def _renamed(day: Day, named: Callable[[str], str]) -> dict[str, pd.DataFrame]:
    """The candidates and placements of a day, their municipalities under other names."""
    candidates, placements = day.candidates, day.placements
    return {
        "candidates": candidates.assign(residence=candidates["residence"].map(named)),
        "placements": placements.assign(
            residence=placements["residence"].map(named), workplace=placements["workplace"].map(named)
        ),
    }


def stem_of(partner: str) -> str:
    """The name of a page's files without ending, for `kommune:101` or `styregruppe:alle`."""
    return partner.removesuffix(f":{EVERYBODY}").replace(":", "-")


def load(folder: str | Path, partner: str) -> MonthData:
    """Read what the page of `kommune:101`, `branche:bygge-anlaeg` or `styregruppe:alle` needs.

    Raises `WrongUse` for an unknown partner and for a folder without data.
    """
    return about(load_everything(Path(folder)), partner)


def load_everything(source: Path) -> MonthData:
    """Read what the steering group's page needs, which is everything; raises `WrongUse` for a folder without data."""
    stamps = (path.stat() for path in sorted(source.glob("*.parquet")))
    return _kept(source.absolute(), tuple((one.st_mtime_ns, one.st_size) for one in stamps))


def about(everything: MonthData, partner: str) -> MonthData:
    """What the page of one partner may see of the month; raises `WrongUse` for an unknown partner."""
    own = everything if partner == everything.partner else _own(everything, partner)
    sees = SELECTIONS.get(own.kind)
    if sees is None:
        raise WrongUse(f"Der laves ingen side for {own.kind} ({own.name}).")
    seen = own.part(lambda day: sees.rows(day, partner, own.name))
    return replace(seen, decided=plans.read(everything.source.parent, own.stem))


def _own(everything: MonthData, partner: str) -> MonthData:
    """A partner's workbook and what was found in it; the days are still everybody's."""
    known = owned(everything.partners, partner)
    if known.empty:
        kind, _, key = partner.partition(":")
        raise WrongUse(f"Der er ingen arbejdsbog for {kind} {key} i månedens data.")
    return replace(
        everything,
        partner=partner,
        name=str(known["name"].iloc[0]),
        partners=known,
        findings=owned(everything.findings, partner),
        follow_ups=owned(everything.follow_ups, partner),
        school=owned(everything.school, partner),
        school_plan=everything.school_plan and everything.school_plan.of(partner),
    )


def _municipalities(partners: pd.DataFrame) -> tuple[str, ...]:
    taking_part = partners[partners["kind"] == MUNICIPALITY.kind].drop_duplicates("partner").sort_values("partner")
    return tuple(map(str, taking_part["name"]))


@lru_cache(maxsize=1)
def _kept(source: Path, stamps: tuple[tuple[int, int], ...]) -> MonthData:
    """The month that was read last: one process makes many pages of it, and each of its days is worked out once.

    `stamps` change when the data do.
    """
    partners = snapshot.partners(source)
    history = snapshot.history(source)
    tables = {one.name: snapshot.table(source, one) for one in (COMPANIES, COHORTS, COURSES)}
    owners = partners.drop_duplicates("partner").set_index("partner")["name"]
    school = courses_of(snapshot.school(source), history.rows(PLACEMENTS), cancelled_on(history))
    return MonthData(
        source,
        f"{STEERING_GROUP.kind}:{EVERYBODY}",
        "Hele partnerskabet",
        partners,
        _municipalities(partners),
        days_of(history, background_of(history, tables, school, owners)),
        history.since,
        snapshot.table(source, FOLLOW_UPS),
        snapshot.unmatched(source),
        findings=snapshot.findings(source),
        school=school,
        knows_school=not school.empty,
        school_plan=plan_of_month.read(source),
        decided=None,
    )
