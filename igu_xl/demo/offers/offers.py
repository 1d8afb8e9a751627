"""The slots that companies offer now, the profiles behind them, and the team slots of the large companies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from igu_xl.demo.chance import Chance, shares
from igu_xl.demo.offers.companies import staff_for
from igu_xl.demo.offers.packages import PACKAGES
from igu_xl.demo.partners import Organisation
from igu_xl.demo.rows import DEMO_TODAY, DemoRow

TYPES = {"igu": 68, "løntilskud": 11, "praktik": 13, "ordinært": 8}
OPENINGS = {1: 14, 2: 38, 3: 30, 4: 18}
SUBSIDISED = ("løntilskud", "praktik")
_IGU_DANISH: dict[str | None, int] = {None: 20, "DU1 M3": 30, "DU1 M4": 20, "DU2 M2": 15, "DU2 M3": 12, "DU2 M4": 3}
_JOB_DANISH: dict[str | None, int] = {"DU2 M4": 50, "DU2 M5": 30, "DU3 M3": 20}
_DEMANDS = {None: 92, "kørekort B": 5, "truckcertifikat": 3}
_HOURS = {37: 60, 34: 20, 32: 20}
_TIMES = {"Dag": 80, "Skiftende": 12, "Aften": 8}
_FIRST_DAYS = {date(2026, 12, 1): 55, date(2027, 1, 4): 45}
_WINDOWS = {90: 25, 120: 45, 150: 30}

# Companies that take a whole team or nobody (»ISS-modellen«): openings, smallest team, window.
_TEAMS = {
    "SER": (14, 10, date(2027, 1, 4), date(2027, 3, 31)),
    "HOT": (8, 6, date(2027, 1, 18), date(2027, 4, 30)),
}


def make_slots(organisation: Organisation, size: int, companies: list[DemoRow], chance: Chance) -> list[DemoRow]:
    """`size` open slots of a branch, spread over its companies, without ids; a team slot first where there is one."""
    counts = shares(size, list(TYPES.values()))
    types = [kind for kind, part in zip(TYPES, counts, strict=True) for _ in range(part)]
    if organisation.letters in _TEAMS:
        types.remove("igu")
    slots = [_slot(organisation, kind, chance.any_of(companies), chance) for kind in chance.shuffled(types)]
    if organisation.letters in _TEAMS:
        slots.insert(0, _team(organisation, companies[0], chance))
    return slots


def numbered(organisation: Organisation, slots: Iterable[DemoRow]) -> list[DemoRow]:
    """The slots with their ids, `BYG-0001` and on; every third of igu names its package, which a branch's only one is
    without being named."""
    package = PACKAGES.get(organisation.letters)
    return [
        {
            "slot": f"{organisation.letters}-{number:04d}",
            **row,
            "package": package.name if package and row["type"] == "igu" and number % 3 == 0 else None,
        }
        for number, row in enumerate(slots, start=1)
    ]


def settle_staff(companies: list[DemoRow], slots: list[DemoRow]) -> list[DemoRow]:
    """The companies with enough ordinary employees and the shop steward's statement for what they offer."""
    subsidised: dict[str, int] = {}
    for slot in slots:
        if slot["type"] in SUBSIDISED:
            subsidised[slot["p_number"]] = subsidised.get(slot["p_number"], 0) + slot["openings"]
    return [_settled(company, subsidised.get(company["p_number"], 0)) for company in companies]


def make_profiles(organisation: Organisation) -> list[DemoRow]:
    """What the branch expects of a candidate, one profile for each trade."""
    return [
        {
            "profile": trade,
            "expected_experience": "Har arbejdet praktisk, gerne i branchen",
            "danish_min": "DU1 M4",
            "skills": None,
            "content": "Arbejdsmiljø, værktøj og dansk på arbejdspladsen",
            "leads_to": "Ordinært job eller erhvervsuddannelse i branchen",
        }
        for trade in organisation.trades
    ]


def _slot(organisation: Organisation, kind: str, company: DemoRow, chance: Chance) -> DemoRow:
    first = chance.choice(_FIRST_DAYS) if kind == "igu" else DEMO_TODAY + timedelta(days=chance.one(14, 70))
    wage = 100 * chance.one(128, 152) if kind == "igu" and chance.happens(0.3) else None
    return {
        "p_number": company["p_number"],
        "type": kind,
        "openings": chance.choice(OPENINGS),
        "branch": organisation.branch,
        "position": chance.any_of(organisation.positions),
        "profile": chance.any_of(organisation.trades) if chance.happens(0.6) else None,
        "start_earliest": first,
        "start_latest": first + timedelta(days=chance.choice(_WINDOWS)),
        "weekly_hours": chance.choice(_HOURS),
        "danish_min": chance.choice(_JOB_DANISH if kind == "ordinært" else _IGU_DANISH),
        "requirements": chance.choice(_DEMANDS),
        "working_time": chance.choice(_TIMES),
        "wage_1": wage,
        "wage_2": wage and wage + 1500,
        "cohorts": None,
        "together_min": None,
        "status": "Åben",
    }


def _team(organisation: Organisation, company: DemoRow, chance: Chance) -> DemoRow:
    openings, least, first, last = _TEAMS[organisation.letters]
    return _slot(organisation, "igu", company, chance) | {
        "openings": openings,
        "danish_min": "DU1 M3",
        "requirements": None,
        "start_earliest": first,
        "start_latest": last,
        "together_min": least,
    }


def _settled(company: DemoRow, subsidised: int) -> DemoRow:
    staff = max(company["ordinary_staff"], staff_for(subsidised))
    return company | {"ordinary_staff": staff, "steward_statement": "Ja" if subsidised else None}
