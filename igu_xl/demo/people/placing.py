"""Gives the placements of the past the slots they were in, and some of them the cohort they sat in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from igu_xl.demo.chance import Chance
from igu_xl.demo.offers.packages import is_first
from igu_xl.demo.partners import Organisation
from igu_xl.demo.people.history import Past
from igu_xl.demo.rows import DemoRow

_LARGEST_SLOT = 6
_SCHOOL_FOLLOWS_WITHIN = timedelta(days=150)


def past_slots(
    organisation: Organisation, history: Sequence[Past], companies: list[DemoRow], first: int, chance: Chance
) -> tuple[list[DemoRow], list[DemoRow]]:
    """The slots in which a branch's placements took place, and those placements with their slot.

    A slot of the past was offered for a year. It is filled (Besat) while somebody is in it, and closed (Lukket)
    afterwards. `first` is the number of the first slot. Only private companies apply for the bonuses.
    """
    slots: list[DemoRow] = []
    placed: list[DemoRow] = []
    for group in _groups(organisation, history):
        company = chance.any_of(companies)
        slot_id = f"{organisation.letters}-{first + len(slots):04d}"
        slots.append(_slot(organisation, slot_id, company, group, chance))
        unpaid = {"bonus1_on": None, "bonus2_on": None} if company["sector"] == "Offentlig" else {}
        placed += [row | unpaid | {"slot": slot_id} for row in group]
    return slots, placed


def seated(placements: list[DemoRow], slots: list[DemoRow], cohorts: list[DemoRow]) -> list[DemoRow]:
    """The placements with the held cohort that began next after them in their branch, while it has seats."""
    branch_of = {slot["slot"]: slot["branch"] for slot in slots}
    seats = {row["cohort"]: row["max"] for row in cohorts}
    held = defaultdict(list)
    for row in sorted(cohorts, key=lambda row: (row["start"], row["cohort"])):
        if row["status"] == "Afholdt" and is_first(row):
            held[row["branch"]].append(row)
    return [_with_seat(row, held[branch_of[row["slot"]]], seats) for row in placements]


def _with_seat(placement: DemoRow, cohorts: list[DemoRow], seats: dict[str, int]) -> DemoRow:
    if placement["type"] != "igu":
        return placement
    for cohort in cohorts:
        fits = placement["start"] <= cohort["start"] <= placement["start"] + _SCHOOL_FOLLOWS_WITHIN
        stays = placement["ended_on"] is None or placement["ended_on"] > cohort["end"]
        if fits and stays and seats[cohort["cohort"]] > 0:
            seats[cohort["cohort"]] -= 1
            return placement | {"cohort": cohort["cohort"]}
    return placement


def _groups(organisation: Organisation, history: Sequence[Past]) -> list[list[DemoRow]]:
    """Placements that share a slot: same kind, begun in the same year, running or over."""
    groups = defaultdict(list)
    for past in history:
        if past.branch == organisation.branch:
            row = past.row
            groups[row["start"].year, row["type"], row["ended_on"] is None].append(row)
    return [
        groups[key][begin : begin + _LARGEST_SLOT]
        for key in sorted(groups)
        for begin in range(0, len(groups[key]), _LARGEST_SLOT)
    ]


def _slot(organisation: Organisation, slot_id: str, company: DemoRow, group: list[DemoRow], chance: Chance) -> DemoRow:
    year = group[0]["start"].year
    running = any(row["ended_on"] is None for row in group)
    return {
        "slot": slot_id,
        "p_number": company["p_number"],
        "type": group[0]["type"],
        "openings": len(group),
        "branch": organisation.branch,
        "position": chance.any_of(organisation.positions),
        "profile": None,
        "start_earliest": date(year, 1, 1),
        "start_latest": date(year, 12, 31),
        "weekly_hours": 37,
        "danish_min": None,
        "requirements": None,
        "working_time": "Dag",
        "wage_1": None,
        "wage_2": None,
        "cohorts": None,
        "together_min": None,
        "status": "Besat" if running else "Lukket",
    }
