"""Whether a candidate may begin igu on a date: the law for one person, written to be read beside it.

Lov om integrationsgrunduddannelse § 2 and § 3 in the version that holds on the start date (`rules.py`, `bases.py`):
five conditions, on age, residence, basis of residence, its permit and earlier igu. The law asks for no level of Danish.

The outcome is the firmest of the five: surely not met, before missing data, before what a person must judge,
before met. What is left to a person is decided by the municipality's own answer, where there is one that holds for the
start; its no counts too where all that the tool can see is met, for it may know what no column tells.

The reasons are the conditions that stand in the way, firmest first, or, when none does, all that are met.

`verdicts` in `eligibility_columns.py` gives the same answers for a column of people; a property test holds
them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from igu_xl.domain.law.anniversaries import anniversary
from igu_xl.domain.law.answers import JUDGED_MET, NO_ANSWER, ManualAnswer
from igu_xl.domain.law.igu.bases import BASES, BASIS_RULES, basis_rule
from igu_xl.domain.law.igu.eligibility_columns import met_on, outcomes, verdicts
from igu_xl.domain.law.igu.reasons import (
    BASIS_SAYS,
    COMPLETED,
    EMPTY,
    IGU_YEARS,
    INTERRUPTED,
    NO_START_SENTENCE,
    OUTCOME_OF,
    PREVIOUS,
    SEEN_SAYS,
    UNKNOWN,
    PersonFacts,
    Reason,
    answer_sentence,
    choice,
    cited,
    no_rule_sentence,
)
from igu_xl.domain.law.igu.rules import LAST_START, LAW, RULES, igu_rule
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET, VERDICTS, Verdict, firmest

__all__ = ["BASES", "PREVIOUS", "Verdict", "met_on", "outcomes", "verdict", "verdicts"]

_DAY = timedelta(days=1)


def verdict(
    born: date | None,
    residence_from: date | None,
    basis: object,
    previous_igu: object,
    start: date | None,
    replacement_cpr: bool = False,
    *,
    residence_gap: bool = False,
    permit_until: date | None = None,
    seen_igu: str = "",
    answer: ManualAnswer = NO_ANSWER,
) -> Verdict:
    """The verdict on one person who would begin igu on `start`.

    `basis` is a value of the list Opholdsgrundlag and `previous_igu` of Tidligere igu, as typed. A person
    with a replacement CPR number has as a rule no registered address, so residence is left to a manual check, as it is
    where the registered address was interrupted. `permit_until` is the last day of the permit, None where it has none
    or it is not told. `seen_igu` (`reasons.SEEN`) is what the person's rows of Forløb show; it counts whatever was
    typed. `answer` counts where the outcome is left to a person, and a no where all is met.
    """
    if start is None:
        return Verdict(MISSING, "", LAW, (NO_START_SENTENCE,))
    facts = (choice(basis, BASES), choice(previous_igu, PREVIOUS), residence_gap, replacement_cpr, permit_until)
    person = (born, residence_from, *facts, seen_igu, answer)
    now = _judge(*person, start)
    for day in _turning_points(born, residence_from, permit_until, answer):
        if day > start and (then := _judge(*person, day)).outcome != now.outcome:
            return replace(now, changes_on=day, changes_to=then.outcome)
    return now


def _judge(
    born: date | None,
    residence_from: date | None,
    basis: str,
    previous: str,
    residence_gap: bool,
    replacement_cpr: bool,
    permit_until: date | None,
    seen: str,
    answer: ManualAnswer,
    start: date,
) -> Verdict:
    """The verdict on a start date, without a look at later ones."""
    rule = igu_rule(start)
    if rule is None:
        place = RULES[-1].deadline_paragraph if start > LAST_START else ""
        return Verdict(NOT_MET, "", LAW, (no_rule_sentence(start),), paragraph=place)
    case = PersonFacts(
        born, residence_from, basis, previous, residence_gap, replacement_cpr, permit_until, seen, answer, start, rule
    )
    said = (_age(case), _residence(case), _basis(case), _permit(case), _previous(case))
    outcome = firmest(tuple(OUTCOME_OF[reason] for reason in said))
    told = _telling(said, outcome)
    words, places = zip(*(cited(reason, case) for reason in told), strict=True)
    place = next(filter(None, places), "")
    answered = answer.holds_for(start) and (outcome == MANUAL or (outcome == MET and answer.judgement != JUDGED_MET))
    if answered:
        words = (answer_sentence(case), *(words if outcome == MANUAL else ()))
        outcome = MET if answer.judgement == JUDGED_MET else NOT_MET
    return Verdict(outcome, rule.rule_id, rule.law, words, paragraph=place, answered=answered)


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
    residence counts is not known either.
    """
    if case.replacement_cpr:
        return Reason.REPLACEMENT_CPR
    if case.residence_from is None:
        return Reason.RESIDENCE_MISSING
    if case.residence_from > case.start:
        return Reason.RESIDENCE_LATER
    if case.residence_gap:
        return Reason.RESIDENCE_GAP
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
    rule = basis_rule(case.basis, case.start)
    return BASIS_SAYS[rule.outcome] if rule else Reason.BASIS_NOT_COVERED


def _permit(case: PersonFacts) -> Reason:
    """A permit must hold at the start; one that ends within the two years must be renewed on the way."""
    if case.permit_until is None:
        return Reason.NOT_JUDGED
    if case.permit_until < case.start:
        return Reason.PERMIT_ENDED
    lasts = case.permit_until >= anniversary(case.start, IGU_YEARS) - _DAY
    return Reason.PERMIT_LASTS if lasts else Reason.PERMIT_ENDS_DURING


def _previous(case: PersonFacts) -> Reason:
    """One completed igu per person; whether a new one may follow an interrupted one is left to a person.

    What the rows of Forløb show and what was typed: the firmer counts, and the rows where both say the same.
    """
    typed = {COMPLETED: Reason.PREVIOUS_COMPLETED, INTERRUPTED: Reason.PREVIOUS_INTERRUPTED}
    said = Reason.PREVIOUS_UNKNOWN if case.previous == UNKNOWN else typed.get(case.previous, Reason.PREVIOUS_NONE)
    seen = SEEN_SAYS.get(case.seen)
    if seen is None or VERDICTS.index(OUTCOME_OF[said]) > VERDICTS.index(OUTCOME_OF[seen]):
        return said
    return seen


def _telling(said: Iterable[Reason], outcome: str) -> list[Reason]:
    """The reasons worth saying: what stands in the way, firmest first, or all when nothing does."""
    in_the_way = [reason for reason in said if reason and (outcome == MET or OUTCOME_OF[reason] != MET)]
    return sorted(in_the_way, key=lambda reason: -VERDICTS.index(OUTCOME_OF[reason]))


def _turning_points(
    born: date | None, residence_from: date | None, permit_until: date | None, answer: ManualAnswer
) -> list[date]:
    """The start dates on which some condition can change, in order; between two of them nothing does."""
    days = {rule.valid_from for rule in RULES} | {LAST_START + _DAY}
    days |= {rule.valid_from for rule in BASIS_RULES}
    days |= {rule.valid_to + _DAY for rule in BASIS_RULES if rule.valid_to < date.max}
    if born is not None:
        days |= {anniversary(born, age) for rule in RULES for age in (rule.age_min, rule.age_max)}
    if residence_from is not None:
        reached = {anniversary(residence_from, rule.residence_years) for rule in RULES}
        days |= {residence_from} | reached | {day + _DAY for day in reached if day <= LAST_START}
    days |= {day + _DAY for day in (permit_until, answer.until) if day is not None and day <= LAST_START}
    return sorted(days)
