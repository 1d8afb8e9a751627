"""The igu pupils of the last two years who came before the partnership did: in the branches that have a package."""

from __future__ import annotations

from datetime import date

from igu_xl.demo.chance import Chance
from igu_xl.demo.offers.packages import PACKAGES, branch_of
from igu_xl.demo.partners import Municipality
from igu_xl.demo.people.history import Past, make_history
from igu_xl.demo.people.people import make_candidates
from igu_xl.demo.rows import DemoRow

IN_PLACEMENT = "I forløb"
_PER_CANDIDATE = 0.4
_SINCE = date(2024, 11, 20), date(2026, 8, 31)
_BRANCHES = tuple(branch_of(letters) for letters in PACKAGES)


def pupil_counts(counts: list[int]) -> list[int]:
    """How many pupils each municipality has beside its candidates."""
    return [round(count * _PER_CANDIDATE) for count in counts]


def make_pupils(municipality: Municipality, count: int, first: int, chance: Chance) -> tuple[list[DemoRow], list[Past]]:
    """`count` people in an igu and their placements; their ids follow on the `first` ones of the municipality."""
    people = make_candidates(municipality, count, chance, {IN_PLACEMENT: 1}, first)
    people = [row | {"measures": "igu", **_wish(row, number)} for number, row in enumerate(people)]
    ready = chance.days(*_SINCE, count)
    began = [_earlier(row, day) for row, day in zip(people, ready, strict=True)]
    return began, make_history(began, chance, "igu")


def _earlier(row: DemoRow, day: date) -> DemoRow:
    registered = min(row["registered"], day)
    return row | {"ready_from": day, "registered": registered, "residence_from": min(row["residence_from"], registered)}


def _wish(row: DemoRow, number: int) -> DemoRow:
    wish = row["wish_1"] if row["wish_1"] in _BRANCHES else _BRANCHES[number % len(_BRANCHES)]
    others = [row["wish_2"], row["wish_3"]]
    return {"wish_1": wish, "wish_2": None, "wish_3": None} if wish in others else {"wish_1": wish}
