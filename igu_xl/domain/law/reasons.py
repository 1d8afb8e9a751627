"""Why a candidate may or may not begin igu: each thing a condition can say, its weight and its sentence.

The law itself is in `eligibility.py` and, for columns, in `eligibility_columns.py`; both only pick from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, auto

from igu_xl.danish import date_text
from igu_xl.domain.law.anniversaries import anniversary, full_years
from igu_xl.domain.law.rules import BASES, FIRST_START, LAST_START, IguRule, covered_from
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET
from igu_xl.domain.texts import cell_text, fold

NEVER, COMPLETED, INTERRUPTED = "Nej", "Gennemført", "Afbrudt"
PREVIOUS = (NEVER, COMPLETED, INTERRUPTED)
"""The list Tidligere igu; an empty cell means that no earlier igu is known and is no hindrance."""

EMPTY, UNKNOWN = "", "?"


class Reason(IntEnum):
    """One thing that one condition says."""

    NOT_JUDGED = 0
    NO_START = auto()
    NO_RULE = auto()
    AGE_MET = auto()
    AGE_MISSING = auto()
    TOO_YOUNG = auto()
    TOO_OLD = auto()
    RESIDENCE_MET = auto()
    RESIDENCE_MISSING = auto()
    RESIDENCE_LATER = auto()
    RESIDENCE_ON_LIMIT = auto()
    RESIDENCE_TOO_LONG = auto()
    REPLACEMENT_CPR = auto()
    BASIS_MET = auto()
    BASIS_MISSING = auto()
    BASIS_UNKNOWN = auto()
    BASIS_NOT_COVERED = auto()
    PREVIOUS_NONE = auto()
    PREVIOUS_UNKNOWN = auto()
    PREVIOUS_COMPLETED = auto()
    PREVIOUS_INTERRUPTED = auto()


OUTCOME_OF = {
    Reason.NOT_JUDGED: MET,
    Reason.NO_START: MISSING,
    Reason.NO_RULE: NOT_MET,
    Reason.AGE_MET: MET,
    Reason.AGE_MISSING: MISSING,
    Reason.TOO_YOUNG: NOT_MET,
    Reason.TOO_OLD: NOT_MET,
    Reason.RESIDENCE_MET: MET,
    Reason.RESIDENCE_MISSING: MISSING,
    Reason.RESIDENCE_LATER: MANUAL,
    Reason.RESIDENCE_ON_LIMIT: MANUAL,
    Reason.RESIDENCE_TOO_LONG: NOT_MET,
    Reason.REPLACEMENT_CPR: MANUAL,
    Reason.BASIS_MET: MET,
    Reason.BASIS_MISSING: MISSING,
    Reason.BASIS_UNKNOWN: MISSING,
    Reason.BASIS_NOT_COVERED: NOT_MET,
    Reason.PREVIOUS_NONE: MET,
    Reason.PREVIOUS_UNKNOWN: MISSING,
    Reason.PREVIOUS_COMPLETED: NOT_MET,
    Reason.PREVIOUS_INTERRUPTED: MANUAL,
}


@dataclass(slots=True)
class PersonFacts:
    """What is known about one candidate, and the rule that holds on the start date."""

    born: date | None
    residence_from: date | None
    basis: str
    previous: str
    replacement_cpr: bool
    start: date
    rule: IguRule


def choice(value: object, choices: Sequence[str]) -> str:
    """The value of a list that a cell holds: `EMPTY` for an empty cell, `UNKNOWN` for one not on the list."""
    typed = fold(cell_text(value))
    if not typed:
        return EMPTY
    return next((name for name in choices if fold(name) == typed), UNKNOWN)


def sentence(reason: Reason, case: PersonFacts) -> str:
    """The Danish sentence of a reason. It never repeats what was typed: that could be a CPR number."""
    return _SENTENCES[reason](case)


def no_rule_sentence(start: date) -> str:
    """Why there is no igu for a start date at all."""
    limit = (
        f"ordningen gælder for forløb, der begynder senest {date_text(LAST_START)}"
        if start > LAST_START
        else f"ordningen begyndte {date_text(FIRST_START)}"
    )
    return f"Der er ingen igu-regel for start den {date_text(start)}; {limit}."


NO_START_SENTENCE = "Startdatoen mangler, så det kan ikke afgøres, hvilken regel der gælder."


def _age_met(case: PersonFacts) -> str:
    age, rule = full_years(_known(case.born), case.start), case.rule
    demand = f"fyldt {rule.age_min} og under {rule.age_max} år"
    return f"Er {age} år ved start den {date_text(case.start)} (kravet er {demand})."


def _too_young(case: PersonFacts) -> str:
    limit = case.rule.age_min
    birthday = date_text(anniversary(_known(case.born), limit))
    return f"Er ikke fyldt {limit} år ved start den {date_text(case.start)}; fylder {limit} år den {birthday}."


def _too_old(case: PersonFacts) -> str:
    born, limit = _known(case.born), case.rule.age_max
    birthday, start = anniversary(born, limit), date_text(case.start)
    if birthday == case.start:
        return f"Fylder {limit} år på startdagen den {start}; kravet er under {limit} år."
    return (
        f"Er {full_years(born, case.start)} år ved start den {start}; kravet er under {limit} år, "
        f"og {limit}-årsdagen var den {date_text(birthday)}."
    )


def _residence_met(case: PersonFacts) -> str:
    since = _known(case.residence_from)
    years = full_years(since, case.start) or "under 1"
    return (
        f"Har haft folkeregisteradresse i Danmark siden den {date_text(since)}, i {years} år ved start "
        f"(kravet er {_residence_demand(case.rule)})."
    )


def _residence_later(case: PersonFacts) -> str:
    since, start = date_text(_known(case.residence_from)), date_text(case.start)
    return f"Folkeregisteradressen begynder den {since}, efter start den {start}; kontrollér datoerne."


def _residence_on_limit(case: PersonFacts) -> str:
    years = case.rule.residence_years
    return (
        f"Har haft folkeregisteradresse i Danmark i præcis {years} år ved start den {date_text(case.start)}; "
        f"loven siger »op til {years} år«, andre vejledninger »under {years} år«, så det vurderes manuelt."
    )


def _residence_too_long(case: PersonFacts) -> str:
    since, years = _known(case.residence_from), case.rule.residence_years
    return (
        f"Har haft folkeregisteradresse i Danmark siden den {date_text(since)}; {years} år blev nået den "
        f"{date_text(anniversary(since, years))}, og kravet er {_residence_demand(case.rule)} ved start den "
        f"{date_text(case.start)}."
    )


def _residence_demand(rule: IguRule) -> str:
    return f"{'op til' if rule.residence_inclusive else 'under'} {rule.residence_years} år"


def _basis_not_covered(case: PersonFacts) -> str:
    first = covered_from(case.basis)
    if first is None:
        return f"»{case.basis}« er ikke omfattet af igu; andre indsatser kan bruges."
    return f"»{case.basis}« er først omfattet af igu for forløb, der begynder fra {date_text(first)}."


def _previous_none(case: PersonFacts) -> str:
    return "Har ikke tidligere haft igu." if case.previous == NEVER else "Der er ikke oplyst en tidligere igu."


def _known(day: date | None) -> date:
    """The day that a reason is about; a reason about a missing day is a programmer's mistake."""
    assert day is not None
    return day


def _always(text: str) -> Callable[[PersonFacts], str]:
    return lambda case: text


_SENTENCES: dict[Reason, Callable[[PersonFacts], str]] = {
    Reason.AGE_MET: _age_met,
    Reason.AGE_MISSING: _always("Fødselsdatoen mangler."),
    Reason.TOO_YOUNG: _too_young,
    Reason.TOO_OLD: _too_old,
    Reason.RESIDENCE_MET: _residence_met,
    Reason.RESIDENCE_MISSING: _always("Datoen »Folkeregisteradresse fra« mangler, så bopælstiden kan ikke beregnes."),
    Reason.RESIDENCE_LATER: _residence_later,
    Reason.RESIDENCE_ON_LIMIT: _residence_on_limit,
    Reason.RESIDENCE_TOO_LONG: _residence_too_long,
    Reason.REPLACEMENT_CPR: _always(
        "Har erstatningspersonnummer og derfor normalt ingen folkeregisteradresse; bopælstiden skal vurderes manuelt."
    ),
    Reason.BASIS_MET: lambda case: f"Opholdsgrundlaget »{case.basis}« er omfattet.",
    Reason.BASIS_MISSING: _always("Opholdsgrundlaget mangler."),
    Reason.BASIS_UNKNOWN: _always(f"Opholdsgrundlaget er ikke på listen ({', '.join(BASES)})."),
    Reason.BASIS_NOT_COVERED: _basis_not_covered,
    Reason.PREVIOUS_NONE: _previous_none,
    Reason.PREVIOUS_UNKNOWN: _always(f"»Tidligere igu« er ikke på listen ({', '.join(PREVIOUS)})."),
    Reason.PREVIOUS_COMPLETED: _always("Har allerede gennemført en igu; der gives én igu pr. person."),
    Reason.PREVIOUS_INTERRUPTED: _always(
        "Har tidligere afbrudt en igu; om der kan begyndes på en ny, skal vurderes manuelt."
    ),
}
