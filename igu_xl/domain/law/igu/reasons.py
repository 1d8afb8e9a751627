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
from igu_xl.domain.law.answers import JUDGED_MET, ManualAnswer
from igu_xl.domain.law.igu.bases import BASES, basis_rule, covered_from
from igu_xl.domain.law.igu.rules import FIRST_START, LAST_START, RULES, SHORT_LAW, IguRule
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET
from igu_xl.domain.texts import cell_text, fold

NEVER, COMPLETED, INTERRUPTED = "Nej", "Gennemført", "Afbrudt"
PREVIOUS = (NEVER, COMPLETED, INTERRUPTED)
"""The list Tidligere igu; an empty cell means that no earlier igu is known and is no hindrance."""

RUNNING, UNTOLD = "I gang", "Uden udfald"
SEEN = (COMPLETED, RUNNING, INTERRUPTED, UNTOLD)
"""What the table Forløb shows of an earlier igu, the firmest first; an empty text where it shows none."""

IGU_YEARS = 2
"""How long an igu lasts, for what a permit that ends before it means."""

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
    RESIDENCE_GAP = auto()
    REPLACEMENT_CPR = auto()
    BASIS_MET = auto()
    BASIS_MISSING = auto()
    BASIS_UNKNOWN = auto()
    BASIS_NOT_COVERED = auto()
    BASIS_TO_JUDGE = auto()
    BASIS_ENDED = auto()
    PERMIT_LASTS = auto()
    PERMIT_ENDS_DURING = auto()
    PERMIT_ENDED = auto()
    PREVIOUS_NONE = auto()
    PREVIOUS_UNKNOWN = auto()
    PREVIOUS_COMPLETED = auto()
    PREVIOUS_INTERRUPTED = auto()
    SEEN_COMPLETED = auto()
    SEEN_RUNNING = auto()
    SEEN_INTERRUPTED = auto()
    SEEN_UNTOLD = auto()


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
    Reason.RESIDENCE_GAP: MANUAL,
    Reason.REPLACEMENT_CPR: MANUAL,
    Reason.BASIS_MET: MET,
    Reason.BASIS_MISSING: MISSING,
    Reason.BASIS_UNKNOWN: MISSING,
    Reason.BASIS_NOT_COVERED: NOT_MET,
    Reason.BASIS_TO_JUDGE: MANUAL,
    Reason.BASIS_ENDED: NOT_MET,
    Reason.PERMIT_LASTS: MET,
    Reason.PERMIT_ENDS_DURING: MET,
    Reason.PERMIT_ENDED: MANUAL,
    Reason.PREVIOUS_NONE: MET,
    Reason.PREVIOUS_UNKNOWN: MISSING,
    Reason.PREVIOUS_COMPLETED: NOT_MET,
    Reason.PREVIOUS_INTERRUPTED: MANUAL,
    Reason.SEEN_COMPLETED: NOT_MET,
    Reason.SEEN_RUNNING: NOT_MET,
    Reason.SEEN_INTERRUPTED: MANUAL,
    Reason.SEEN_UNTOLD: MANUAL,
}

BASIS_SAYS = {MET: Reason.BASIS_MET, MANUAL: Reason.BASIS_TO_JUDGE, NOT_MET: Reason.BASIS_ENDED}
"""What a row of `opholdsgrundlag.csv` says by its *vurdering*."""

SEEN_SAYS = {
    COMPLETED: Reason.SEEN_COMPLETED,
    RUNNING: Reason.SEEN_RUNNING,
    INTERRUPTED: Reason.SEEN_INTERRUPTED,
    UNTOLD: Reason.SEEN_UNTOLD,
}


@dataclass(slots=True)
class PersonFacts:
    """What is known about one candidate, and the rule that holds on the start date.

    `seen` is one of `SEEN` or empty; `answer` the municipality's own answer where something is left to a person.
    """

    born: date | None
    residence_from: date | None
    basis: str
    previous: str
    residence_gap: bool
    replacement_cpr: bool
    permit_until: date | None
    seen: str
    answer: ManualAnswer
    start: date
    rule: IguRule


def choice(value: object, choices: Sequence[str]) -> str:
    """The value of a list that a cell holds: `EMPTY` for an empty cell, `UNKNOWN` for one not on the list."""
    typed = fold(cell_text(value))
    if not typed:
        return EMPTY
    return next((name for name in choices if fold(name) == typed), UNKNOWN)


def cited(reason: Reason, case: PersonFacts) -> tuple[str, str]:
    """The Danish sentence of a reason, and the place in the law of a condition that is not met or left to a person.

    The place stands in the sentence too, and is empty for all other reasons. That one igu may be completed only once is
    told by guidance, and no place in the law was found for it. A sentence never repeats what was typed: that could be a
    CPR number.
    """
    text, place = _SENTENCES[reason](case), _place(reason, case)
    return (f"{text.removesuffix('.')} ({SHORT_LAW} {place}).", place) if place else (text, "")


def _place(reason: Reason, case: PersonFacts) -> str:
    if reason not in _HAS_A_PLACE:
        return ""
    if reason in _ON_BASIS:
        rule = basis_rule(case.basis, case.start)
        return rule.paragraph if rule else "§ 2"
    return case.rule.people_paragraph


def answer_sentence(case: PersonFacts) -> str:
    """What the municipality has answered where something is left to a person."""
    answer = case.answer
    how = "er opfyldt" if answer.judgement == JUDGED_MET else "ikke er opfyldt"
    return (
        f"Kommunen har vurderet, at kravet {how} ({answer.by}, {date_text(_known(answer.on))}); det gælder for start "
        f"senest {date_text(_known(answer.until))}."
    )


def no_rule_sentence(start: date) -> str:
    """Why there is no igu for a start date at all."""
    limit = (
        f"ordningen gælder for forløb, der begynder senest {date_text(LAST_START)} "
        f"({SHORT_LAW} {RULES[-1].deadline_paragraph})"
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


def _basis_told(case: PersonFacts) -> str:
    rule = basis_rule(case.basis, case.start)
    assert rule is not None
    return rule.sentence


def _basis_not_covered(case: PersonFacts) -> str:
    first = covered_from(case.basis)
    if first is None:
        return f"»{case.basis}« er ikke omfattet af igu; andre indsatser kan bruges."
    if first <= case.start:
        return f"»{case.basis}« er ikke omfattet af igu ved start den {date_text(case.start)}."
    return f"»{case.basis}« er først omfattet af igu for forløb, der begynder fra {date_text(first)}."


def _permit_lasts(case: PersonFacts) -> str:
    return f"Opholdstilladelsen gælder til og med {date_text(_known(case.permit_until))}, hele forløbet ud."


def _permit_ends_during(case: PersonFacts) -> str:
    return (
        f"Opholdstilladelsen udløber den {date_text(_known(case.permit_until))}, før en igu på to år er slut; "
        "den skal forlænges undervejs."
    )


def _permit_ended(case: PersonFacts) -> str:
    return (
        f"Opholdstilladelsen udløber den {date_text(_known(case.permit_until))}, før start den "
        f"{date_text(case.start)}; se, om den er forlænget, og ret datoen."
    )


def _previous_none(case: PersonFacts) -> str:
    return "Har ikke tidligere haft igu." if case.previous == NEVER else "Der er ikke oplyst en tidligere igu."


def _known(day: date | None) -> date:
    """The day that a reason is about; a reason about a missing day is a programmer's mistake."""
    assert day is not None
    return day


def _always(text: str) -> Callable[[PersonFacts], str]:
    return lambda case: text


_ON_BASIS = frozenset({Reason.BASIS_NOT_COVERED, Reason.BASIS_TO_JUDGE, Reason.BASIS_ENDED, Reason.PERMIT_ENDED})
_HAS_A_PLACE = frozenset(
    reason
    for reason, outcome in OUTCOME_OF.items()
    if outcome in (NOT_MET, MANUAL) and not reason.name.startswith(("PREVIOUS_", "SEEN_"))
)

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
    Reason.RESIDENCE_GAP: _always(
        "Folkeregisteradressen har været afbrudt; hvordan afbrudt bopæl tæller, er ikke fundet, så bopælstiden skal "
        "vurderes manuelt."
    ),
    Reason.REPLACEMENT_CPR: _always(
        "Har erstatningspersonnummer og derfor normalt ingen folkeregisteradresse; bopælstiden skal vurderes manuelt."
    ),
    Reason.BASIS_MET: _basis_told,
    Reason.BASIS_TO_JUDGE: _basis_told,
    Reason.BASIS_ENDED: _basis_told,
    Reason.PERMIT_LASTS: _permit_lasts,
    Reason.PERMIT_ENDS_DURING: _permit_ends_during,
    Reason.PERMIT_ENDED: _permit_ended,
    Reason.BASIS_MISSING: _always("Opholdsgrundlaget mangler."),
    Reason.BASIS_UNKNOWN: _always(f"Opholdsgrundlaget er ikke på listen ({', '.join(BASES)})."),
    Reason.BASIS_NOT_COVERED: _basis_not_covered,
    Reason.PREVIOUS_NONE: _previous_none,
    Reason.PREVIOUS_UNKNOWN: _always(f"»Tidligere igu« er ikke på listen ({', '.join(PREVIOUS)})."),
    Reason.PREVIOUS_COMPLETED: _always("Har allerede gennemført en igu; der gives én igu pr. person."),
    Reason.PREVIOUS_INTERRUPTED: _always(
        "Har tidligere afbrudt en igu; om der kan begyndes på en ny, skal vurderes manuelt."
    ),
    Reason.SEEN_COMPLETED: _always("Har gennemført en igu (arket Forløb); der gives én igu pr. person."),
    Reason.SEEN_RUNNING: _always("Har allerede en igu, der er aftalt eller i gang (arket Forløb)."),
    Reason.SEEN_INTERRUPTED: _always(
        "Har afbrudt en igu (arket Forløb); om der kan begyndes på en ny, skal vurderes manuelt."
    ),
    Reason.SEEN_UNTOLD: _always(
        "Har haft en igu, som mangler et udfald i arket Forløb; skriv det, eller vurdér det manuelt."
    ),
}
