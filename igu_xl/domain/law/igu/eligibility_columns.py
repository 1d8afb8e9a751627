"""The verdict on a whole column of candidates at once: `eligibility.py` said in arrays.

A region's workbooks are judged in one pass. Conditions are arrays of `Reason`; an outcome is the greatest
rank among them; the next change is found by judging every row again on each of its turning points.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from igu_xl.arrays import Bools, Ints
from igu_xl.domain.law.anniversaries import DateArray, anniversaries
from igu_xl.domain.law.answers import JUDGED_MET
from igu_xl.domain.law.igu.bases import BASIS_RULES, basis_rule
from igu_xl.domain.law.igu.people_columns import (
    BASIS_CODES,
    JUDGEMENT_CODES,
    PREVIOUS_CODES,
    PeopleColumns,
    day_array,
)
from igu_xl.domain.law.igu.reasons import (
    BASIS_SAYS,
    COMPLETED,
    EMPTY,
    IGU_YEARS,
    INTERRUPTED,
    NO_START_SENTENCE,
    OUTCOME_OF,
    SEEN_SAYS,
    UNKNOWN,
    PersonFacts,
    Reason,
    answer_sentence,
    cited,
    no_rule_sentence,
)
from igu_xl.domain.law.igu.rules import LAST_START, LAW, RULES
from igu_xl.domain.law.verdict import MANUAL, MET, NOT_MET, VERDICTS

_DAY = np.timedelta64(1, "D")
_NO_RULE = len(RULES)

_REASONS = tuple(Reason)
_RANK = np.array([VERDICTS.index(OUTCOME_OF[reason]) for reason in Reason])
_MET, _MANUAL, _NOT_MET = (VERDICTS.index(outcome) for outcome in (MET, MANUAL, NOT_MET))
_RULE_STARTS = np.array([rule.valid_from for rule in RULES], dtype="datetime64[D]")
_RULE_ENDS = np.array([rule.valid_to for rule in RULES], dtype="datetime64[D]")
_RULE_DAYS = np.unique([*_RULE_STARTS, *(_RULE_ENDS + _DAY)])
# The days from which some basis is judged in another way; `_BASIS_TABLE` has what each says before them and from each.
_BASIS_DAYS = np.unique(
    np.array(
        [day for one in BASIS_RULES for day in (one.valid_from, min(one.valid_to, LAST_START) + timedelta(days=1))],
        dtype="datetime64[D]",
    )
)


def _basis_says(basis: str, day: date | None) -> Reason:
    if basis in (EMPTY, UNKNOWN):
        return Reason.BASIS_MISSING if basis == EMPTY else Reason.BASIS_UNKNOWN
    rule = basis_rule(basis, day) if day else None
    return BASIS_SAYS[rule.outcome] if rule else Reason.BASIS_NOT_COVERED


_BASIS_TABLE = np.array([[_basis_says(basis, day) for basis in BASIS_CODES] for day in [None, *_BASIS_DAYS.tolist()]])
_INCLUSIVE = np.array([rule.residence_inclusive for rule in RULES])


def verdicts(frame: pd.DataFrame, start: pd.Series | date) -> pd.DataFrame:
    """The verdicts on the people of a frame, for one start date or a column of them with the same index.

    `frame` has `born`, `residence_from` (dates), `basis` and `previous_igu` (texts as typed), and may have
    `replacement_cpr` and `residence_gap` (»Ja« or True where it is so), `permit_until` (date), `seen_igu`
    (`reasons.SEEN`), and the municipality's answer: `judgement`, `judged_by`, `judged_on`, `judged_until`. The answer
    has the frame's index and the columns `outcome`, `rule`, `law`, `reasons` (a tuple of Danish sentences),
    `changes_on`, `changes_to`, `paragraph` and `answered`, as in `Verdict`. Raises `ValueError` when the
    indexes differ.
    """
    people = PeopleColumns.of(frame)
    starts = _starts(frame.index, start)
    said = _judge(people, starts)
    firmest = _RANK[said].max(axis=0)
    answered = _answered(people, starts, firmest)
    ranks = _decided(people, firmest, answered)
    changes_on, changes_to = _next_change(people, starts, ranks)
    rules = _rules_on(starts)
    told = _reasons(people, starts, said, answered)
    return pd.DataFrame(
        {
            "outcome": _words(VERDICTS, ranks),
            "rule": _words([*(rule.rule_id for rule in RULES), ""], rules),
            "law": _words([*(rule.law for rule in RULES), LAW], rules),
            "reasons": [sentences for sentences, _ in told],
            "changes_on": changes_on.astype("datetime64[s]"),
            "changes_to": _words([*VERDICTS, ""], changes_to),
            "paragraph": pd.array([place for _, place in told], dtype="str"),
            "answered": answered,
        },
        index=frame.index,
    )


def outcomes(frame: pd.DataFrame, start: pd.Series | date) -> pd.Series:
    """Only the outcomes of `verdicts`, for those who ask of many and tell the reasons of few."""
    people = PeopleColumns.of(frame)
    starts = _starts(frame.index, start)
    return pd.Series(_words(VERDICTS, _outcomes(people, starts, _judge(people, starts))), index=frame.index)


def met_on(frame: pd.DataFrame, starts: DateArray) -> Bools:
    """Whether the law lets each person of a frame (row) begin on each day (column): only whether it is »opfyldt«.

    For those who ask about many people and many days and tell no reasons; `frame` is as for `verdicts`.
    """
    people = PeopleColumns.of(frame)
    met = np.empty((len(frame), len(starts)), dtype=bool)
    for number, start in enumerate(starts):
        days = np.full(len(frame), start)
        met[:, number] = _outcomes(people, days, _judge(people, days)) == _MET
    return met


def _judge(people: PeopleColumns, starts: DateArray) -> Ints:
    """What the five conditions say on the start dates: a row of `Reason` for each, a column a person."""
    rules = _rules_on(starts)
    said = np.stack(
        [
            _age(people, starts, rules),
            _residence(people, starts, rules),
            _basis(people, starts),
            _permit(people, starts),
            _previous(people),
        ]
    )
    unruled = np.array([[Reason.NO_RULE], *([[Reason.NOT_JUDGED]] * (len(said) - 1))])
    unstarted = np.where(unruled == Reason.NO_RULE, Reason.NO_START, unruled)
    return np.where(np.isnat(starts), unstarted, np.where(rules == _NO_RULE, unruled, said))


def _outcomes(people: PeopleColumns, starts: DateArray, said: Ints) -> Ints:
    """The rank of each outcome: the firmest of the conditions, or what the municipality answered to a manual one."""
    ranks = _RANK[said].max(axis=0)
    return _decided(people, ranks, _answered(people, starts, ranks))


def _decided(people: PeopleColumns, ranks: Ints, answered: Bools) -> Ints:
    answers = np.where(people.judgement == JUDGEMENT_CODES.index(JUDGED_MET), _MET, _NOT_MET)
    return np.asarray(np.where(answered, answers, ranks))


def _answered(people: PeopleColumns, starts: DateArray, ranks: Ints) -> Bools:
    """Where the municipality's answer for the start decides: what is left to a person, and its no where all is met."""
    given = people.judgement < JUDGEMENT_CODES.index(EMPTY)
    asked = (ranks == _MANUAL) | ((ranks == _MET) & (people.judgement != JUDGEMENT_CODES.index(JUDGED_MET)))
    return np.asarray(given & asked & (starts <= people.judged_until))


def _rules_on(starts: DateArray) -> Ints:
    """The number of the rule that holds on each date; `_NO_RULE` outside them all and for a missing date."""
    number = np.searchsorted(_RULE_STARTS, starts, side="right") - 1
    outside = np.isnat(starts) | (number < 0) | (starts > _RULE_ENDS[number])
    return np.where(outside, _NO_RULE, number)


def _age(people: PeopleColumns, starts: DateArray, rules: Ints) -> Ints:
    youngest = _pick(people.birthdays, [rule.age_min for rule in RULES], rules)
    oldest = _pick(people.birthdays, [rule.age_max for rule in RULES], rules)
    return np.select(
        [np.isnat(people.born), starts < youngest, starts >= oldest],
        [Reason.AGE_MISSING, Reason.TOO_YOUNG, Reason.TOO_OLD],
        Reason.AGE_MET,
    )


def _residence(people: PeopleColumns, starts: DateArray, rules: Ints) -> Ints:
    reached = _pick(people.stays, [rule.residence_years for rule in RULES], rules)
    on_limit = (starts == reached) & np.append(_INCLUSIVE, False)[rules]
    return np.select(
        [
            people.replacement_cpr,
            np.isnat(people.residence_from),
            people.residence_from > starts,
            people.residence_gap,
            starts < reached,
            on_limit,
        ],
        [
            Reason.REPLACEMENT_CPR,
            Reason.RESIDENCE_MISSING,
            Reason.RESIDENCE_LATER,
            Reason.RESIDENCE_GAP,
            Reason.RESIDENCE_MET,
            Reason.RESIDENCE_ON_LIMIT,
        ],
        Reason.RESIDENCE_TOO_LONG,
    )


def _basis(people: PeopleColumns, starts: DateArray) -> Ints:
    since = np.searchsorted(_BASIS_DAYS, starts, side="right")
    return np.asarray(_BASIS_TABLE[since, people.basis])


def _permit(people: PeopleColumns, starts: DateArray) -> Ints:
    told = ~np.isnat(people.permit_until)
    if not told.any():
        return np.full(len(starts), Reason.NOT_JUDGED)
    lasts = people.permit_until >= anniversaries(starts, IGU_YEARS) - _DAY
    return np.select(
        [~told, people.permit_until < starts, lasts],
        [Reason.NOT_JUDGED, Reason.PERMIT_ENDED, Reason.PERMIT_LASTS],
        Reason.PERMIT_ENDS_DURING,
    )


def _previous(people: PeopleColumns) -> Ints:
    typed = {
        COMPLETED: Reason.PREVIOUS_COMPLETED,
        INTERRUPTED: Reason.PREVIOUS_INTERRUPTED,
        UNKNOWN: Reason.PREVIOUS_UNKNOWN,
    }
    said = np.array([typed.get(name, Reason.PREVIOUS_NONE) for name in PREVIOUS_CODES])[people.previous]
    seen = np.array([*SEEN_SAYS.values(), Reason.NOT_JUDGED, Reason.NOT_JUDGED])[people.seen]
    return np.where((seen == Reason.NOT_JUDGED) | (_RANK[said] > _RANK[seen]), said, seen)


def _next_change(people: PeopleColumns, starts: DateArray, ranks: Ints) -> tuple[DateArray, Ints]:
    """The first later date with another outcome, and the rank of that outcome (one too high when none).

    Only those whose turning point lies after the start are judged on it: for most points of the past that is nobody.
    """
    first = np.full(len(starts), np.datetime64("NaT"), dtype="datetime64[D]")
    outcome = np.full(len(starts), len(VERDICTS))
    for days in _turning_points(people):
        asked = np.flatnonzero((days > starts) & (np.isnat(first) | (days < first)))
        if len(asked):
            some, then = people.at(asked), days[asked]
            later = _outcomes(some, then, _judge(some, then))
            changed = later != ranks[asked]
            first[asked[changed]], outcome[asked[changed]] = then[changed], later[changed]
    return first, outcome


def _turning_points(people: PeopleColumns) -> list[DateArray]:
    size = len(people.born)
    stays = list(people.stays.values())
    return [
        *(np.full(size, day) for day in np.union1d(_RULE_DAYS, _BASIS_DAYS)),
        *people.birthdays.values(),
        people.residence_from,
        *stays,
        *(days + _DAY for days in (*stays, people.permit_until, people.judged_until)),
    ]


def _reasons(
    people: PeopleColumns, starts: DateArray, said: Ints, answered: Bools
) -> list[tuple[tuple[str, ...], str]]:
    """The sentences of every person, what stands in the way, firmest first, or all when nothing does; and the place in
    the law of the first of them that has one."""
    said_ranks = _RANK[said]
    ranks = said_ranks.max(axis=0)
    told = np.where((said_ranks > 0) | (ranks == 0), said, Reason.NOT_JUDGED)
    firmest_first = np.argsort(-said_ranks, axis=0, kind="stable")
    rows = np.take_along_axis(told, firmest_first, axis=0).T.tolist()
    rules = [*RULES, None]
    held = [rules[number] for number in _rules_on(starts).tolist()]
    return [_tell(*row) for row in zip(rows, answered.tolist(), *people.facts(), starts.tolist(), held, strict=True)]


def _tell(said: list[int], answered: bool, *facts: Any) -> tuple[tuple[str, ...], str]:
    if said[0] == Reason.NO_START:
        return (NO_START_SENTENCE,), ""
    case = PersonFacts(*facts)
    if said[0] == Reason.NO_RULE:
        return (no_rule_sentence(case.start),), RULES[-1].deadline_paragraph if case.start > LAST_START else ""
    told = [cited(_REASONS[number], case) for number in said if number]
    words = tuple(sentence for sentence, _ in told)
    place = next((place for _, place in told if place), "")
    if answered:
        words = (answer_sentence(case), *(words if any(_RANK[number] for number in said) else ()))
    return words, place


def _pick(limits: dict[int, DateArray], years_of_rule: list[int], rules: Ints) -> DateArray:
    """For each person the day on which the limit of the person's rule is reached."""
    years = np.array([*years_of_rule, 0])[rules]
    return np.select([years == limit for limit in limits], list(limits.values()), np.datetime64("NaT", "D"))


def _starts(index: pd.Index, start: pd.Series | date) -> DateArray:
    if not isinstance(start, pd.Series):
        return np.full(len(index), np.datetime64(start, "D"))
    if not start.index.equals(index):
        raise ValueError("the start dates must have the index of the frame")
    return day_array(start)


def _words(words: Sequence[str], numbers: Ints) -> ExtensionArray:
    return pd.array(np.array(words, dtype=object)[numbers], dtype="str")
