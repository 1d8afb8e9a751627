"""Who is in practice or wage subsidy where and when, and how many more each slot may have by rimelighedskravet.

Everybody of the partnership counts who holds a placement there (sent, agreed or running), from its start to its end,
whatever has become of the slot since; and those whom the company has from elsewhere (*Andre i praktik mv.*).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import pandas as pd

from igu_xl.checks.offers import p_numbers_of_slots, slots_with_companies
from igu_xl.domain.law.kinds import COUNTED, PRACTICE
from igu_xl.domain.law.places.lengths import planned_end
from igu_xl.domain.law.places.reasonable import Period, Room, Site, room_in_window
from igu_xl.records import Record, records
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.columns import count_by, looked_up
from igu_xl.standing.slots import OPEN_STATUS


@dataclass(frozen=True, slots=True)
class Offered:
    """A slot for practice or wage subsidy that somebody could begin in on the day or later.

    `left` openings that nobody holds; somebody would begin from `earliest` to `latest`. `room` is what
    rimelighedskravet leaves of that; None where it leaves nothing.
    """

    index: int
    left: int
    kind: str
    sector: str
    earliest: date
    latest: date
    room: Room | None

    def ends(self, start: date) -> date:
        """The last day of who begins on a day and stays the usual length."""
        return _last_day(self.kind, self.sector, start)

    @property
    def possible(self) -> Period:
        """The days on which anybody of the slot could be there."""
        return self.earliest, self.ends(self.latest)

    @property
    def sure(self) -> Period | None:
        """The days on which everybody of the slot is there, whatever start in the window is chosen; None for none."""
        first, last = self.latest, self.ends(self.earliest)
        return (first, last) if first <= last else None


@dataclass(frozen=True, slots=True, eq=False)
class Crowding:
    """The P-numbers with a known staff on a `day`: `sites` and what is `offered` there by P-number, and the `stays`
    (`p_number`, `candidate`, `first`, `last`, `since`, the day from which the person is there without a gap, and `at`,
    the row's index in the frame of Forløb)."""

    day: date
    sites: Mapping[str, Site]
    offered: Mapping[str, tuple[Offered, ...]]
    stays: pd.DataFrame

    def room(self) -> dict[int, Room | None]:
        """The room of each slot that is offered, by its index in the frame of Pladser."""
        return {one.index: one.room for offers in self.offered.values() for one in offers}


def crowding_on(partnership: Partnership, placements: pd.DataFrame, ever: pd.DataFrame, day: date) -> Crowding:
    """How crowded it is, by the placements as they stand on the day and every slot there ever was (`History.rows`)."""
    stays = _stays(placements, ever)
    slots = slots_with_companies(partnership)
    slots = slots.assign(held=_held(slots["slot"], placements))
    slots = slots[slots["type"].isin(COUNTED) & (slots["ordinary_staff"] >= 0).fillna(False)]
    periods = {str(name): _periods(own) for name, own in stays.groupby("p_number")}
    companies = partnership.frames["tblVirksomheder"].dropna(subset=["p_number"]).drop_duplicates("p_number")
    named = {*slots["p_number"], *periods}
    sites = {
        row["p_number"]: Site(float(row["ordinary_staff"]), int(row["others"] or 0), periods.get(row["p_number"], ()))
        for row in records(companies[companies["p_number"].isin(named)][["p_number", "ordinary_staff", "others"]])
        if row["ordinary_staff"] is not None and row["ordinary_staff"] >= 0
    }
    offered: dict[str, list[Offered]] = {}
    open_now = slots[(slots["status"] == OPEN_STATUS).fillna(False)].reset_index(names="index")
    for row in records(open_now[_NEEDED]):
        if found := _offered(row, sites[row["p_number"]], day):
            offered.setdefault(row["p_number"], []).append(found)
    return Crowding(day, sites, {name: tuple(own) for name, own in offered.items()}, stays)


_NEEDED = ["index", "p_number", "type", "sector", "openings", "held", "start_earliest", "start_latest"]


def _offered(row: Record, site: Site, day: date) -> Offered | None:
    """A slot as it is offered; None where it is full or over, or how long somebody would stay is not known."""
    left = int(row["openings"] or 0) - row["held"]
    if left <= 0 or row["start_earliest"] is None or row["start_latest"] is None:
        return None
    earliest, latest = max(row["start_earliest"].date(), day), row["start_latest"].date()
    if earliest > latest or (row["type"] != PRACTICE and not row["sector"]):
        return None
    kind, sector = row["type"], row["sector"] or ""
    room = room_in_window(site, earliest, latest, partial(_last_day, kind, sector), left)
    return Offered(row["index"], left, kind, sector, earliest, latest, room)


def _stays(placements: pd.DataFrame, ever: pd.DataFrame) -> pd.DataFrame:
    there = placements[placements["holds"] & placements["type"].isin(COUNTED) & placements["start"].notna()]
    stays = pd.DataFrame(
        {
            "p_number": looked_up(there["slot"], p_numbers_of_slots(ever)),
            "candidate": there["candidate"].fillna(there["id"]),
            "first": there["start"],
            "last": there["until"],
            "at": there["at"],
        }
    )
    return _with_since(stays.dropna(subset=["p_number"]))


def _with_since(stays: pd.DataFrame) -> pd.DataFrame:
    """The stays with the first day of all that follow each other: who goes on in another placement is not new."""
    stays = stays.sort_values("first", kind="stable")
    who = [stays["p_number"], stays["candidate"]]
    until = stays["last"].fillna(pd.Timestamp.max)
    reached = until.groupby(who).cummax().groupby(who).shift()
    return stays.assign(since=stays["first"].mask(stays["first"] <= reached).groupby(who).ffill())


def _held(slots: pd.Series, placements: pd.DataFrame) -> pd.Series:
    """How many people hold each slot; a person counts once."""
    return count_by(slots, placements[placements["holds"]].drop_duplicates(["slot", "candidate"])["slot"])


def _periods(stays: pd.DataFrame) -> tuple[Period, ...]:
    """When the people of a P-number are there; who goes from one placement to the next counts once on a day."""
    found: list[Period] = []
    for _, own in stays.sort_values("first").groupby("candidate"):
        found += _joined(zip(own["first"], own["last"], strict=True))
    return tuple(sorted(found))


def _joined(stays: Iterable[tuple[pd.Timestamp, pd.Timestamp]]) -> list[Period]:
    """Periods in order of their first day, without the days that two of them share; one without an end lasts."""
    joined: list[Period] = []
    for begins, ends in stays:
        first, last = begins.date(), date.max if pd.isna(ends) else ends.date()
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        elif first <= last:
            joined.append((first, last))
    return joined


@lru_cache(maxsize=8192)
def _last_day(kind: str, sector: str, start: date) -> date:
    """The last day of the usual length; where no length is known nobody knows when it ends."""
    return planned_end(start, kind, sector) or date.max
