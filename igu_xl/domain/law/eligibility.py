"""Whether a candidate may begin igu on a date: the law for one person, written to be read beside it.

Lov om integrationsgrunduddannelse § 2 and § 3 in the version that holds on the start date (`rules.py`): four
conditions, on age, residence, basis of residence and earlier igu. The law asks for no level of Danish.

The outcome is the firmest of the four: surely not met, before missing data, before what a person must judge,
before met. The reasons are the conditions that stand in the way, firmest first, or, when none does, all that
are met.

`verdicts` in `eligibility_columns.py` gives the same answers for a column of people; a property test holds
them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from igu_xl.domain.law.anniversaries import anniversary
from igu_xl.domain.law.eligibility_columns import met_on, verdicts
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
from igu_xl.domain.law.rules import BASES, LAST_START, LAW, RULES, igu_rule
from igu_xl.domain.law.verdict import MET, MISSING, NOT_MET, VERDICTS, Verdict, firmest

__all__ = ["BASES", "PREVIOUS", "Verdict", "met_on", "verdict", "verdicts"]

_DAY = timedelta(days=1)


def verdict(
    born: date | None,
    residence_from: date | None,
    basis: object,
    previous_igu: object,
    start: date | None,
    replacement_cpr: bool = False,
) -> Verdict:
    """The verdict on one person who would begin igu on `start`.

    `basis` is a value of the list Opholdsgrundlag and `previous_igu` of Tidligere igu, as typed. A person
    with a replacement CPR number has as a rule no registered address, so residence is left to a manual check.
    """
    if start is None:
        return Verdict(MISSING, "", LAW, (NO_START_SENTENCE,))
    person = (born, residence_from, choice(basis, BASES), choice(previous_igu, PREVIOUS), replacement_cpr)
    now = _judge(*person, start)
    for day in _turning_points(born, residence_from):
        if day > start and (then := _judge(*person, day)).outcome != now.outcome:
            return Verdict(now.outcome, now.rule, now.law, now.reasons, day, then.outcome)
    return now


def _judge(
    born: date | None,
    residence_from: date | None,
    basis: str,
    previous: str,
    replacement_cpr: bool,
    start: date,
) -> Verdict:
    """The verdict on a start date, without a look at later ones."""
    rule = igu_rule(start)
    if rule is None:
        return Verdict(NOT_MET, "", LAW, (no_rule_sentence(start),))
    case = PersonFacts(born, residence_from, basis, previous, replacement_cpr, start, rule)
    said = (_age(case), _residence(case), _basis(case), _previous(case))
    outcome = firmest(tuple(OUTCOME_OF[reason] for reason in said))
    return Verdict(outcome, rule.rule_id, rule.law, tuple(sentence(reason, case) for reason in _telling(said, outcome)))


def _age(case: PersonFacts) -> Reason:
    """The 18th birthday counts in, the 40th (since 2024 the 50th) counts out."""
    if case.born is None:
        return Reason.AGE_MISSING
    if case.start < anniversary(case.born, case.rule.age_min):
        return Reason.TOO_YOUNG
    if case.start >= anniversary(case.born, case.rule.age_max):
        return Reason.TOO_OLD
    return Reason.AGE_MET


def _residence(case: PersonFacts) -> Reason:
    """Measured from the first registered address: under 5 (10) years, since 2024 up to 20.

    On the very day of 20 years the law (»op til«) and other guidance (»under«) differ. How a gap in the
    residence counts is not known either; it cannot be seen from one date.
    """
    if case.replacement_cpr:
        return Reason.REPLACEMENT_CPR
    if case.residence_from is None:
        return Reason.RESIDENCE_MISSING
    if case.residence_from > case.start:
        return Reason.RESIDENCE_LATER
    reached = anniversary(case.residence_from, case.rule.residence_years)
    if case.start < reached:
        return Reason.RESIDENCE_MET
    if case.start == reached and case.rule.residence_inclusive:
        return Reason.RESIDENCE_ON_LIMIT
    return Reason.RESIDENCE_TOO_LONG


def _basis(case: PersonFacts) -> Reason:
    """Refugees and their family always; Ukraine and Afghanistan since 2022; any family since 2024."""
    if case.basis == EMPTY:
        return Reason.BASIS_MISSING
    if case.basis == UNKNOWN:
        return Reason.BASIS_UNKNOWN
    return Reason.BASIS_MET if case.basis in case.rule.groups else Reason.BASIS_NOT_COVERED


def _previous(case: PersonFacts) -> Reason:
    """One completed igu per person; whether a new one may follow an interrupted one is left to a person."""
    said = {COMPLETED: Reason.PREVIOUS_COMPLETED, INTERRUPTED: Reason.PREVIOUS_INTERRUPTED}
    return Reason.PREVIOUS_UNKNOWN if case.previous == UNKNOWN else said.get(case.previous, Reason.PREVIOUS_NONE)


def _telling(said: Iterable[Reason], outcome: str) -> list[Reason]:
    """The reasons worth saying: what stands in the way, firmest first, or all when nothing does."""
    in_the_way = [reason for reason in said if outcome == MET or OUTCOME_OF[reason] != MET]
    return sorted(in_the_way, key=lambda reason: -VERDICTS.index(OUTCOME_OF[reason]))


def _turning_points(born: date | None, residence_from: date | None) -> list[date]:
    """The start dates on which some condition can change, in order; between two of them nothing does."""
    days = {rule.valid_from for rule in RULES} | {LAST_START + _DAY}
    if born is not None:
        days |= {anniversary(born, age) for rule in RULES for age in (rule.age_min, rule.age_max)}
    if residence_from is not None:
        reached = {anniversary(residence_from, rule.residence_years) for rule in RULES}
        days |= {residence_from} | reached | {day + _DAY for day in reached if day <= LAST_START}
    return sorted(days)
