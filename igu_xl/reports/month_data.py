"""A month's data as one page may see it: a partner's own rows, or everybody's for the steering group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from igu_xl.domain.branches import resolve_branch
from igu_xl.domain.municipalities import municipality_name, resolve_municipality
from igu_xl.domain.postcodes import municipality_of_postcode
from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports import masks, snapshot
from igu_xl.reports.masks import PageMask
from igu_xl.reports.states import Timeline
from igu_xl.sheets.contract.branch import COMPANIES, SLOTS
from igu_xl.sheets.contract.municipality import CANDIDATES, FOLLOW_UPS, PLACEMENTS
from igu_xl.sheets.contract.school import COHORTS, COURSES

STEERING, EVERYBODY = "styregruppe", "alle"
UNKNOWN = "Ukendt"


@dataclass(frozen=True, slots=True, eq=False)
class MonthData:
    """The rows behind one page.

    A municipality has its own candidates, follow-ups and placements. A branch has its slots, the placements in them,
    the cohorts of its branch and the candidates who wish it most. The steering group has everything. `placements`
    also tell the company's `sector`, its `workplace` municipality, the candidate's `residence` and the slot's
    `branch`; `cohorts` the `hours` of their courses. `in_slots` and `in_cohorts` are all placements of the
    partnership in the slots and cohorts, `histories` all those of the candidates, wherever they are. `unmatched` is
    who the latest match placed nowhere, None when there was no match. `findings` is what the checks said about the
    workbooks. `hidden` is what the page's shared edition hides, by table; empty where that was not decided.
    `timeline` knows how each placement stood on any day.
    """

    source: Path
    partner: str
    name: str
    partners: pd.DataFrame
    candidates: pd.DataFrame
    follow_ups: pd.DataFrame
    placements: pd.DataFrame
    slots: pd.DataFrame
    cohorts: pd.DataFrame
    in_slots: pd.DataFrame
    in_cohorts: pd.DataFrame
    histories: pd.DataFrame
    unmatched: pd.DataFrame | None
    findings: pd.DataFrame
    hidden: PageMask
    timeline: Timeline

    @property
    def rows(self) -> int:
        """The number of rows in the workbooks behind the page."""
        return int(self.partners["rows"].sum())

    @property
    def stem(self) -> str:
        """The name of the page's files without ending: `kommune-101`, or `styregruppe`, which there is one of."""
        return stem_of(self.partner)

    def archive(self, month: Month) -> Path:
        """The folder where a month's data, notebooks and published figures are kept."""
        return self.source.parent.parent / str(month)

    def of_candidates(self) -> MonthData:
        """The same candidates with all their placements, wherever they are."""
        return self if self.histories is self.placements else replace(self, placements=self.histories)

    def of_type(self, kind: str) -> MonthData:
        """The same data with placements and slots of one type only."""
        placements = self.placements[self.placements["type"] == kind]
        return replace(self, placements=placements, slots=self.slots[self.slots["type"] == kind])

    def of_branch(self, branch: str) -> MonthData:
        """The same data with slots and placements of one branch only."""
        placements = self.placements[self.placements["branch"] == branch]
        return replace(self, placements=placements, slots=self.slots[self.slots["branch"] == branch])

    def living_in(self, municipality: str) -> MonthData:
        """The same data with candidates and placements of those who live in a municipality only."""
        candidates = self.candidates[self.candidates["residence"] == municipality]
        placements = self.placements[self.placements["residence"] == municipality]
        return replace(self, candidates=candidates, placements=placements, histories=_of(self.histories, candidates))

    def working_in(self, municipality: str) -> MonthData:
        """The same data with placements in the companies of a municipality only."""
        return replace(self, placements=self.placements[self.placements["workplace"] == municipality])


def stem_of(partner: str) -> str:
    """The name of a page's files without ending, for `kommune:101` or `styregruppe:alle`."""
    return partner.removesuffix(f":{EVERYBODY}").replace(":", "-")


def load(folder: str | Path, partner: str) -> MonthData:
    """Read what the page of `kommune:101`, `branche:bygge-anlaeg` or `styregruppe:alle` needs.

    Raises `WrongUse` for an unknown partner and for a folder without data.
    """
    source = Path(folder)
    stamps = (path.stat() for path in sorted(source.glob("*.parquet")))
    return about(_kept(source, tuple((one.st_mtime_ns, one.st_size) for one in stamps)), partner)


@lru_cache(maxsize=1)
def _kept(source: Path, stamps: tuple[tuple[int, int], ...]) -> MonthData:
    """The month that was read last: one process makes many pages of it. `stamps` change when the data do."""
    return load_everything(source)


def about(everything: MonthData, partner: str) -> MonthData:
    """What the page of one partner may see of the month; raises `WrongUse` for an unknown partner."""
    kind, _, key = partner.partition(":")
    if kind == STEERING:
        return replace(everything, hidden=masks.read(everything.source.parent, STEERING))
    known = everything.partners[everything.partners["partner"] == partner]
    if known.empty:
        raise WrongUse(f"Der er ingen arbejdsbog for {kind} {key} i månedens data.")
    own = replace(
        everything,
        partner=partner,
        name=str(known["name"].iloc[0]),
        partners=known,
        findings=everything.findings[everything.findings["partner"] == partner],
        hidden=masks.read(everything.source.parent, stem_of(partner)),
    )
    return _municipality(own) if kind == "kommune" else _branch(own)


def load_everything(source: Path) -> MonthData:
    """Read what the steering group's page needs, which is everything; raises `WrongUse` for a folder without data."""
    partners = snapshot.partners(source)
    candidates = _with_residence(snapshot.table(source, CANDIDATES), partners)
    slots = snapshot.table(source, SLOTS)
    placements = _enriched(snapshot.table(source, PLACEMENTS), slots, snapshot.table(source, COMPANIES), candidates)
    return MonthData(
        source,
        f"{STEERING}:{EVERYBODY}",
        "Hele partnerskabet",
        partners,
        candidates,
        snapshot.table(source, FOLLOW_UPS),
        placements,
        slots,
        _with_hours(snapshot.table(source, COHORTS), snapshot.table(source, COURSES)),
        in_slots=placements,
        in_cohorts=placements,
        histories=placements,
        unmatched=snapshot.unmatched(source),
        findings=snapshot.findings(source),
        hidden={},
        timeline=Timeline(placements),
    )


def _municipality(everything: MonthData) -> MonthData:
    """Its own people only. It is told nothing about slots and cohorts, which are everybody's."""
    candidates = _owned(everything.candidates, everything.partner)
    placements, unmatched = _owned(everything.placements, everything.partner), everything.unmatched
    return replace(
        everything,
        candidates=candidates,
        follow_ups=_of(everything.follow_ups, candidates),
        placements=placements,
        slots=snapshot.no_rows(SLOTS),
        cohorts=everything.cohorts.head(0),
        in_slots=everything.placements.head(0),
        in_cohorts=everything.placements.head(0),
        histories=placements,
        unmatched=None if unmatched is None else _of(unmatched, candidates),
    )


def _branch(everything: MonthData) -> MonthData:
    slots = _owned(everything.slots, everything.partner)
    branches = {resolve_branch(everything.name) or everything.name, *slots["branch"].dropna()}
    candidates, placements, cohorts = everything.candidates, everything.placements, everything.cohorts
    candidates = candidates[candidates["wish_1"].isin(branches)]
    unmatched = everything.unmatched
    return replace(
        everything,
        candidates=candidates,
        follow_ups=snapshot.no_rows(FOLLOW_UPS),
        placements=placements[placements["slot"].isin(slots["slot"])],
        slots=slots,
        cohorts=cohorts[cohorts["branch"].isin(branches)],
        histories=_of(placements, candidates),
        unmatched=None if unmatched is None else _of(unmatched, candidates),
    )


def _owned(frame: pd.DataFrame, partner: str) -> pd.DataFrame:
    return frame[frame["partner"] == partner]


def _of(frame: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["candidate"].isin(candidates["candidate"])]


def _with_residence(candidates: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """The municipality each candidate lives in: what is written, else the one whose workbook it is."""
    owners = partners.drop_duplicates("partner").set_index("partner")["name"]
    written = candidates["municipality"].map(_official_name, na_action="ignore").astype("string")
    return candidates.assign(residence=written.fillna(candidates["partner"].map(owners)).fillna(UNKNOWN))


def _official_name(written: str) -> str:
    match = resolve_municipality(written)
    return municipality_name(match.code) if match.known else written


def _enriched(
    placements: pd.DataFrame, slots: pd.DataFrame, companies: pd.DataFrame, candidates: pd.DataFrame
) -> pd.DataFrame:
    """The placements with what the slot, the company and the candidate say about them."""
    about = companies.drop_duplicates("p_number").set_index("p_number")
    offers = slots.drop_duplicates("slot").set_index("slot")
    homes = candidates.drop_duplicates("candidate").set_index("candidate")["residence"]
    place = placements["slot"].map(offers["p_number"])
    workplaces = about["postcode"].map(municipality_of_postcode, na_action="ignore")
    return placements.assign(
        sector=place.map(about["sector"]),
        workplace=place.map(workplaces).astype("string").replace("", UNKNOWN).fillna(UNKNOWN),
        residence=placements["candidate"].map(homes).astype("string").fillna(UNKNOWN),
        branch=placements["slot"].map(offers["branch"]).astype("string").fillna(UNKNOWN),
    )


def _with_hours(cohorts: pd.DataFrame, courses: pd.DataFrame) -> pd.DataFrame:
    """The cohorts with the hours of their courses; missing where a course has none."""
    hours = courses.groupby("cohort")["hours"].agg(lambda told: told.sum(skipna=False))
    return cohorts.assign(hours=cohorts["cohort"].map(hours).astype("Float64"))
