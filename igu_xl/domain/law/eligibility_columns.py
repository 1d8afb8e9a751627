"""The verdict on a whole column of candidates at once: `eligibility.py` said in arrays.

A region's workbooks are judged in one pass. Conditions are arrays of `Reason`; an outcome is the greatest
rank among them; the next change is found by judging every row again on each of its turning points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from igu_xl.arrays import Bools, Ints
from igu_xl.domain.law.anniversaries import DateArray, anniversaries
from igu_xl.domain.law.reasons import (
    COMPLETED,
    EMPTY,
    INTERRUPTED,
    NO_START_SENTENCE,
    OUTCOME_OF,
    PREVIOUS,
    UNKNOWN,
    PersonFacts,
    Reason,
    choice,
    no_rule_sentence,
    sentence,
)
from igu_xl.domain.law.rules import BASES, LAST_START, LAW, RULES
from igu_xl.domain.law.verdict import MET, VERDICTS

_DAY = np.timedelta64(1, "D")
_NO_RULE = len(RULES)
_BASIS_CODES = (*BASES, EMPTY, UNKNOWN)
_PREVIOUS_CODES = (*PREVIOUS, EMPTY, UNKNOWN)

_RANK = np.array([VERDICTS.index(OUTCOME_OF[reason]) for reason in Reason])
_RULE_STARTS = np.array([rule.valid_from for rule in RULES] + [LAST_START], dtype="datetime64[D]")
_RULE_STARTS[-1] += _DAY
_COVERED = np.array([[basis in rule.groups for basis in _BASIS_CODES] for rule in RULES])
_AGES = sorted({age for rule in RULES for age in (rule.age_min, rule.age_max)})
_STAYS = sorted({rule.residence_years for rule in RULES})
_INCLUSIVE = np.array([rule.residence_inclusive for rule in RULES])


def verdicts(frame: pd.DataFrame, start: pd.Series | date) -> pd.DataFrame:
    """The verdicts on the people of a frame, for one start date or a column of them with the same index.

    `frame` has `born`, `residence_from` (dates), `basis` and `previous_igu` (texts as typed), and may have
    `replacement_cpr` (bool). The answer has the frame's index and the columns `outcome`, `rule`, `law`,
    `reasons` (a tuple of Danish sentences), `changes_on` and `changes_to`, as in `Verdict`. Raises
    `ValueError` when the indexes differ.
    """
    people = _People.of(frame)
    starts = _starts(frame.index, start)
    said = _judge(people, starts)
    ranks = _RANK[said].max(axis=0)
    changes_on, changes_to = _next_change(people, starts, ranks)
    rules = _rules_on(starts)
    return pd.DataFrame(
        {
            "outcome": _words(VERDICTS, ranks),
            "rule": _words([*(rule.rule_id for rule in RULES), ""], rules),
            "law": _words([*(rule.law for rule in RULES), LAW], rules),
            "reasons": _reasons(people, starts, said, ranks),
            "changes_on": changes_on.astype("datetime64[s]"),
            "changes_to": _words([*VERDICTS, ""], changes_to),
        },
        index=frame.index,
    )


def met_on(frame: pd.DataFrame, starts: DateArray) -> Bools:
    """Whether the law lets each person of a frame (row) begin on each day (column): only whether it is »opfyldt«.

    For those who ask about many people and many days and tell no reasons; `frame` is as for `verdicts`.
    """
    people = _People.of(frame)
    met = np.empty((len(frame), len(starts)), dtype=bool)
    for number, start in enumerate(starts):
        said = _judge(people, np.full(len(frame), start))
        met[:, number] = _RANK[said].max(axis=0) == VERDICTS.index(MET)
    return met


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    """The columns as arrays, with the dates on which each limit is reached."""

    born: DateArray
    residence_from: DateArray
    basis: Ints
    previous: Ints
    replacement_cpr: Bools
    birthdays: dict[int, DateArray]
    stays: dict[int, DateArray]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> _People:
        born, since = _days(frame["born"]), _days(frame["residence_from"])
        replaced = frame.get("replacement_cpr", pd.Series(False, index=frame.index))
        return cls(
            born=born,
            residence_from=since,
            basis=_choices(frame["basis"], BASES, _BASIS_CODES),
            previous=_choices(frame["previous_igu"], PREVIOUS, _PREVIOUS_CODES),
            replacement_cpr=replaced.to_numpy(dtype=bool),
            birthdays={age: anniversaries(born, age) for age in _AGES},
            stays={years: anniversaries(since, years) for years in _STAYS},
        )


def _judge(people: _People, starts: DateArray) -> Ints:
    """What the four conditions say on the start dates: a row of `Reason` for each, a column a person."""
    rules = _rules_on(starts)
    said = np.stack(
        [
            _age(people, starts, rules),
            _residence(people, starts, rules),
            _basis(people, rules),
            _previous(people),
        ]
    )
    unruled = np.array([[Reason.NO_RULE], [Reason.NOT_JUDGED], [Reason.NOT_JUDGED], [Reason.NOT_JUDGED]])
    unstarted = np.where(unruled == Reason.NO_RULE, Reason.NO_START, unruled)
    return np.where(np.isnat(starts), unstarted, np.where(rules == _NO_RULE, unruled, said))


def _rules_on(starts: DateArray) -> Ints:
    """The number of the rule that holds on each date; `_NO_RULE` outside them all and for a missing date."""
    number = np.searchsorted(_RULE_STARTS, starts, side="right") - 1
    return np.where(np.isnat(starts) | (number < 0), _NO_RULE, number)


def _age(people: _People, starts: DateArray, rules: Ints) -> Ints:
    youngest = _pick(people.birthdays, [rule.age_min for rule in RULES], rules)
    oldest = _pick(people.birthdays, [rule.age_max for rule in RULES], rules)
    return np.select(
        [np.isnat(people.born), starts < youngest, starts >= oldest],
        [Reason.AGE_MISSING, Reason.TOO_YOUNG, Reason.TOO_OLD],
        Reason.AGE_MET,
    )


def _residence(people: _People, starts: DateArray, rules: Ints) -> Ints:
    reached = _pick(people.stays, [rule.residence_years for rule in RULES], rules)
    on_limit = (starts == reached) & np.append(_INCLUSIVE, False)[rules]
    return np.select(
        [
            people.replacement_cpr,
            np.isnat(people.residence_from),
            people.residence_from > starts,
            starts < reached,
            on_limit,
        ],
        [
            Reason.REPLACEMENT_CPR,
            Reason.RESIDENCE_MISSING,
            Reason.RESIDENCE_LATER,
            Reason.RESIDENCE_MET,
            Reason.RESIDENCE_ON_LIMIT,
        ],
        Reason.RESIDENCE_TOO_LONG,
    )


def _basis(people: _People, rules: Ints) -> Ints:
    empty, unknown = _BASIS_CODES.index(EMPTY), _BASIS_CODES.index(UNKNOWN)
    covered = np.vstack([_COVERED, np.zeros(len(_BASIS_CODES), dtype=bool)])[rules, people.basis]
    return np.select(
        [people.basis == empty, people.basis == unknown, covered],
        [Reason.BASIS_MISSING, Reason.BASIS_UNKNOWN, Reason.BASIS_MET],
        Reason.BASIS_NOT_COVERED,
    )


def _previous(people: _People) -> Ints:
    said = {
        COMPLETED: Reason.PREVIOUS_COMPLETED,
        INTERRUPTED: Reason.PREVIOUS_INTERRUPTED,
        UNKNOWN: Reason.PREVIOUS_UNKNOWN,
    }
    return np.array([said.get(name, Reason.PREVIOUS_NONE) for name in _PREVIOUS_CODES])[people.previous]


def _next_change(people: _People, starts: DateArray, ranks: Ints) -> tuple[DateArray, Ints]:
    """The first later date with another outcome, and the rank of that outcome (one too high when none)."""
    first = np.full(len(starts), np.datetime64("NaT"), dtype="datetime64[D]")
    outcome = np.full(len(starts), len(VERDICTS))
    for days in _turning_points(people):
        then = _RANK[_judge(people, days)].max(axis=0)
        sooner = (days > starts) & (then != ranks) & (np.isnat(first) | (days < first))
        first, outcome = np.where(sooner, days, first), np.where(sooner, then, outcome)
    return first, outcome


def _turning_points(people: _People) -> list[DateArray]:
    size = len(people.born)
    stays = list(people.stays.values())
    rules = [np.full(size, day) for day in _RULE_STARTS]
    return [
        *rules,
        *people.birthdays.values(),
        people.residence_from,
        *stays,
        *(days + _DAY for days in stays),
    ]


def _reasons(people: _People, starts: DateArray, said: Ints, ranks: Ints) -> list[tuple[str, ...]]:
    """The sentences of every person: what stands in the way, firmest first, or all when nothing does."""
    said_ranks = _RANK[said]
    told = np.where((said_ranks > 0) | (ranks == 0), said, Reason.NOT_JUDGED)
    firmest_first = np.argsort(-said_ranks, axis=0, kind="stable")
    rows = np.take_along_axis(told, firmest_first, axis=0).T.tolist()
    return [_tell(*row) for row in zip(rows, *_facts(people, starts), strict=True)]


def _facts(people: _People, starts: DateArray) -> tuple[list[Any], ...]:
    """The columns of `PersonFacts`, as lists of Python values."""
    rules = [*RULES, None]
    return (
        people.born.tolist(),
        people.residence_from.tolist(),
        [_BASIS_CODES[code] for code in people.basis.tolist()],
        [_PREVIOUS_CODES[code] for code in people.previous.tolist()],
        people.replacement_cpr.tolist(),
        starts.tolist(),
        [rules[number] for number in _rules_on(starts).tolist()],
    )


def _tell(said: list[int], *facts: Any) -> tuple[str, ...]:
    if said[0] == Reason.NO_START:
        return (NO_START_SENTENCE,)
    case = PersonFacts(*facts)
    if said[0] == Reason.NO_RULE:
        return (no_rule_sentence(case.start),)
    return tuple(sentence(Reason(reason), case) for reason in said if reason != Reason.NOT_JUDGED)


def _pick(limits: dict[int, DateArray], years_of_rule: list[int], rules: Ints) -> DateArray:
    """For each person the day on which the limit of the person's rule is reached."""
    years = np.array([*years_of_rule, 0])[rules]
    return np.select([years == limit for limit in limits], list(limits.values()), np.datetime64("NaT", "D"))


def _starts(index: pd.Index, start: pd.Series | date) -> DateArray:
    if not isinstance(start, pd.Series):
        return np.full(len(index), np.datetime64(start, "D"))
    if not start.index.equals(index):
        raise ValueError("the start dates must have the index of the frame")
    return _days(start)


def _days(column: pd.Series) -> DateArray:
    return pd.to_datetime(column).to_numpy().astype("datetime64[D]")


def _choices(column: pd.Series, choices: Sequence[str], codes: Sequence[str]) -> Ints:
    """The number in `codes` of what each cell holds; every different text is looked up once."""
    numbers, texts = pd.factorize(column)
    found = [codes.index(choice(text, choices)) for text in texts]
    return np.array([*found, codes.index(EMPTY)])[numbers]


def _words(words: Sequence[str], numbers: Ints) -> ExtensionArray:
    return pd.array(np.array(words, dtype=object)[numbers], dtype="str")
