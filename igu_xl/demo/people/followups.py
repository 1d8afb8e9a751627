"""The talks with people in placements: every two or three months, and a few that were never held."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from igu_xl.demo.chance import Chance
from igu_xl.demo.rows import DEMO_TODAY, DemoRow

_SCORES = {1: 4, 2: 11, 3: 30, 4: 38, 5: 17}
_ACTIONS = {
    None: 45,
    "Justér undervisningsplan": 18,
    "Aftal sprogmakker": 12,
    "Møde med virksomheden": 15,
    "Ekstra danskundervisning": 10,
}


def make_followups(placements: list[DemoRow], chance: Chance) -> list[DemoRow]:
    """The talks in the order of the placements; the next talk is overdue for about one in eight that run."""
    return [talk for placement in placements for talk in _talks(placement, chance)]


def _talks(placement: DemoRow, chance: Chance) -> list[DemoRow]:
    days = _days(placement, chance)
    running = placement["ended_on"] is None
    if running and len(days) > 2 and chance.happens(0.14):
        days = days[:-1]  # the last talk was never held
    buddy = placement["type"] == "igu" and chance.happens(0.25)
    talks = [_talk(placement, day, after, chance) for day, after in pairwise(days)]
    if talks and buddy:
        talks[0] |= {"buddy_from": talks[0]["date"], "buddy_hours": chance.any_of((3, 5))}
    if talks and not running:
        talks[-1] |= {"next_followup": None}
    return talks


def _days(placement: DemoRow, chance: Chance) -> list[date]:
    """The days of the talks that were due, and last the day of the next one."""
    last = placement["ended_on"] or DEMO_TODAY
    days = [placement["start"] + timedelta(days=chance.one(21, 35))]
    while days[-1] <= last:
        days.append(days[-1] + timedelta(days=chance.one(60, 95)))
    return days


def _talk(placement: DemoRow, day: date, after: date, chance: Chance) -> DemoRow:
    wellbeing, language, learning = chance.choices(_SCORES, 3)
    return {
        "candidate": placement["candidate"],
        "date": day,
        "wellbeing": wellbeing,
        "language": language,
        "learning": learning,
        "action": chance.choice(_ACTIONS),
        "next_followup": after,
        "buddy_from": None,
        "buddy_hours": None,
    }
