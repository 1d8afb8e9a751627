"""The sheet *Udbud*: the calls of the kept plan as rows, for each school and for the coordinator.

A school reads how many pupils of several municipalities need a cohort. It is not told a count of 1-4, nor two counts
from which one could be subtracted: those who need a cohort and those who come short without it, and those who need two
courses of the same cohort.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.records import Record, records
from igu_xl.reports.disclosure.protection import LIMIT, UNDER
from igu_xl.reports.disclosure.rounding import below
from igu_xl.reports.figures.school.call_words import call_words, certainty_words, place_words, week_words
from igu_xl.sheets.contract.common import CALL_COLUMNS

_KEYS = tuple(column.key for column in CALL_COLUMNS)
_PEOPLE = ("pupils", "gain")


def call_sentence(call: Mapping[str, Any]) -> str:
    """A call in exact numbers, as the coordinator reads it.

    `call` is a row of `KeptPlan.calls`: `Truckkursus, uge 14 i Ballerup: 12 elever fra 5 kommuner mangler det inden
    juni 2027; uden det når 7 ikke deres 23 uger.`
    """
    return call_words(call, *(_exact(call.get(key)) for key in ("pupils", "municipalities", "gain")))


def told_calls(calls: pd.DataFrame, school: str) -> list[Record]:
    """The rows of a school's own *Udbud*, by column key, the soonest first; `school` is `skole:next`."""
    own = _dated(calls[calls["partner"] == school])
    together: dict[object, list[int]] = defaultdict(list)
    for call in own:
        together[_seats_of(call)] += [count for key in _PEOPLE if (count := call[key])]
    near = {seats for seats, counts in together.items() if any(_tell_apart(*two) for two in combinations(counts, 2))}
    return [_told(call, near=_seats_of(call) in near) for call in own]


def coordinator_rows(calls: pd.DataFrame) -> list[Record]:
    """The rows of the coordinator's *Udbud*, by column key, in exact numbers; the soonest first."""
    return [
        {
            "school": call["school"],
            **_plain(call),
            "pupils": _exact(call["pupils"]),
            "municipalities": call["municipalities"],
            "gain": _exact(call["gain"]),
            "call": call_sentence(call),
        }
        for call in _dated(calls)
    ]


def _dated(calls: pd.DataFrame) -> list[Record]:
    """The calls in order, their days as days and nothing as None."""
    found = records(calls.sort_values(["start", "course", "place", "cohort"], kind="stable"))
    return [{key: _value(value) for key, value in row.items()} for row in found]


def _value(value: Any) -> Any:
    return value.date() if isinstance(value, pd.Timestamp) else None if value == "" else value


def _plain(call: Record) -> Record:
    """What of a row tells nothing of people."""
    week = week_words(call["start"]) if call["start"] else call["week"]
    words = {"week": week, "place": place_words(call["place"]), "certainty": certainty_words(call["certainty"] or "")}
    return {key: call[key] for key in _KEYS} | words


def _seats_of(call: Record) -> object:
    """What the same pupils may be asked for twice: a cohort, or a new one at a place and time."""
    return call["cohort"] or (call["start"], call["place"])


def _told(call: Record, *, near: bool) -> Record:
    """A row as its school may read it; with `near` no count of it is exact."""
    told = {key: "" if call[key] is None else _protected(call[key], near=near) for key in _PEOPLE}
    many = call["municipalities"] if _tells_municipalities(call) else None
    words = call_words(call, told["pupils"], _exact(many), told["gain"])
    return {**_plain(call), **told, "municipalities": many, "call": words}


def _protected(count: int, *, near: bool) -> str:
    """A count as it may be told: `under 5`, `mindst 10` where it must not be exact, else the number."""
    if _is_small(count):
        return UNDER
    return f"mindst {number_text(below(count))}" if near and count else number_text(count)


def _tells_municipalities(call: Record) -> bool:
    """Whether the pupils are so many that the number of municipalities does not say that some send one pupil each."""
    many, pupils = call["municipalities"], below(call["pupils"] or 0)
    return many is not None and pupils >= max(LIMIT, 2 * many)


def _tell_apart(one: int, other: int) -> bool:
    """Whether the difference of two counts is one of 1-4 people, or could be seen to be where one is not told."""
    small, large = sorted((one, other))
    return large >= LIMIT and (_is_small(large - small) or (_is_small(small) and large < 2 * LIMIT))


def _is_small(count: int) -> bool:
    return 0 < count < LIMIT


def _exact(count: int | None) -> str:
    return "" if count is None else number_text(count)
