"""What a candidate would have to change for a chance, and the places that are possible with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from igu_xl.domain.codes import is_test, level_of_text
from igu_xl.domain.travel import travel_minutes
from igu_xl.match.allowed import skills, split
from igu_xl.match.case import Case
from igu_xl.match.chances.prospect import WISH, Prospect
from igu_xl.match.options import pair_options, seat_options
from igu_xl.records import Record

Value = str | float | pd.Timestamp


@dataclass(frozen=True, slots=True)
class Remedy:
    """The cells of a candidate that would have to be others; `level` and `passed` are the Danish, as in the pool."""

    cells: tuple[tuple[str, Value], ...]

    def __bool__(self) -> bool:
        return bool(self.cells)


def remedy_for(person: Record, chance: Prospect) -> Remedy:
    """The least that takes all that the candidate can change out of the way of a chance."""
    slot, cohort = chance.slot, chance.cohort
    cells: dict[str, Value] = {}
    for test in dict.fromkeys((*chance.failed, *chance.seat)):
        match test:
            case "wish":
                cells[_free_wish(person)] = slot["branch"]
            case "measure":
                cells["measures"] = "; ".join([*split(person["measures"]), slot["type"]])
            case "ready":
                cells["ready_from"] = ready_by(chance)
            case "danish":
                cells |= _more_danish(person, danish_lacking(person, chance))
            case "skills":
                cells["skills"] = "; ".join([*split(person["skills"]), *missing_skills(person, slot)])
            case "hours":
                cells["weekly_hours"] = slot["weekly_hours"]
            case "travel":
                places = [slot["postcode"], cohort["postcode"] if cohort else None]
                ways = [travel_minutes(person["postcode"], place) for place in places]
                cells["transport_minutes"] = max(way for way in ways if way is not None)
    return Remedy(tuple(sorted(cells.items())))


def places_with(case: Case, asked: Sequence[tuple[str, Remedy]]) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """For candidates with a remedy each: the pairs and the seats that the tests would allow, as tables of a problem.

    All are judged together, for to judge one takes as long as to judge a hundred; each is there under a number.
    """
    if not asked:
        return []
    rows = case.candidates.set_index("candidate").loc[[name for name, _ in asked]].reset_index()
    for key in sorted({key for _, remedy in asked for key, _ in remedy.cells}):
        values = [dict(remedy.cells).get(key, old) for (_, remedy), old in zip(asked, rows[key], strict=True)]
        rows[key] = pd.Series(values, index=rows.index, dtype=rows[key].dtype)
    numbered = rows.assign(candidate=[str(number) for number in range(len(rows))])
    tables = (pair_options(numbered, case.slots).allowed(), seat_options(numbered, case.cohorts).allowed())
    return list(zip(*(_apart(table, len(asked)) for table in tables), strict=True))


def _apart(table: pd.DataFrame, count: int) -> list[pd.DataFrame]:
    """The rows of each number from 0, which stands in the column of the candidate."""
    found = {str(number): own for number, own in table.groupby("candidate")}
    return [found.get(str(number), table.iloc[:0]) for number in range(count)]


def ready_by(chance: Prospect) -> pd.Timestamp:
    """The day by which a candidate must be ready."""
    latest: pd.Timestamp = chance.slot["start_latest"]
    return min(latest, chance.cohort["start"]) if chance.cohort else latest


def danish_lacking(person: Record, chance: Prospect) -> list[str]:
    """The Danish that the slot and its cohort ask for and the candidate has not shown: the higher of the two.

    Both, where a test is asked for and a module above it, for to attend the module is not to pass the test.
    """
    asked = [chance.slot["demand"], chance.cohort["danish_min"] if chance.cohort else None]
    lacking = [str(text) for text in asked if text and not _shows(person, str(text))]
    tests = sorted(filter(is_test, lacking), key=_level)[-1:]
    beyond = [text for text in lacking if not is_test(text) and all(_level(text) > _level(test) for test in tests)]
    return [*sorted(beyond, key=_level)[-1:], *tests]


def _more_danish(person: Record, lacking: Sequence[str]) -> dict[str, Value]:
    """The candidate's Danish with what is lacking."""
    tests = [_level(text) for text in lacking if is_test(text)]
    cells: dict[str, Value] = {"level": max([person["level"] or 0, *map(_level, lacking)])}
    return cells | ({"passed": max(tests)} if tests else {})


def _shows(person: Record, demand: str) -> bool:
    shown = person["passed"] if is_test(demand) else person["level"]
    return shown is not None and shown >= _level(demand)


def _level(text: str) -> int:
    return level_of_text(text) or 0


def missing_skills(person: Record, slot: Record) -> list[str]:
    """The demanded certificates that a candidate lacks, as the slot writes them."""
    return [part for part in split(slot["requirements"]) if not skills(part) <= skills(person["skills"])]


def _free_wish(person: Record) -> str:
    return next(f"{WISH}_{rank}" for rank in (1, 2, 3) if not person[f"{WISH}_{rank}"])
