"""What is said of each test that stands between a candidate and a chance: read it as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from igu_xl.danish import date_text, listing, plural
from igu_xl.domain.codes import demand_words, is_test
from igu_xl.domain.law.guidance import change_words, citation
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.places.same_company import EarlierJob, practice_there_rule, same_company_rule
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET
from igu_xl.domain.travel import travel_minutes
from igu_xl.match.allowed import BY_LAW, split
from igu_xl.match.chances.prospect import WISH, Prospect
from igu_xl.match.chances.remedy import danish_lacking, missing_skills, ready_by
from igu_xl.match.explaining.law_words import answer_of, day_of, igu_verdict, version_on
from igu_xl.match.explaining.placements import danish_of
from igu_xl.records import Record
from igu_xl.sheets.reading.values import shown


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in a few words, told in full, and what would help.

    `law` is what the detail rests on where it is about the law; who puts details together says it once, at the end
    (`guided`).
    """

    reason: str
    detail: str
    would_help: tuple[str, ...] = ()
    law: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one test: what is told of a chance that fails it, and what would have to change."""

    reason: str
    detail: Callable[[Record, Prospect], str]
    help: Callable[[Record, Prospect], str]


def chance_words(person: Record, chance: Prospect) -> list[Why]:
    """All that stands between a candidate and a chance, what nobody can change first; each with what it would take.

    Where nobody can open it nothing is said to help.
    """
    law = igu_words(person, chance.cohort["start"]) if chance.cohort and BY_LAW in chance.seat else None
    lasting = {"company", "employer"}
    if chance.never and chance.cohort and _too_much(person, chance):
        lasting |= {"danish"}
    failed = {*chance.failed, *chance.seat} - {BY_LAW}
    tests = sorted(failed, key=lambda test: (test not in lasting, _ORDER.index(test)))
    # Only a start in the slot that comes too soon after a job there passes all tests, and can never be.
    if chance.never and not tests and not law:
        tests = ["company"]
    told = []
    for test in tests:
        words = SEATS[test] if test not in chance.failed and test in SEATS else TESTS[test]
        help_ = () if chance.never else (words.help(person, chance),)
        told.append(Why(words.reason, words.detail(person, chance), help_, _law_of(test, chance)))
    return [law, *told] if law else told


def _law_of(test: str, chance: Prospect) -> str:
    """The law that a test rests on, as it is cited; empty for what no law says."""
    if test == "company" and chance.cohort:
        return version_on(chance.cohort["start"])
    rule = practice_there_rule(chance.slot["begin"].date()) if test == "employer" else None
    return citation("", rule["lov"]) if rule else ""


def igu_words(person: Record, start: pd.Timestamp | None) -> Why | None:
    """What the law has against an igu that begins on a day; None where it has nothing."""
    judged = igu_verdict(person, start)
    if judged.outcome == MET:
        return None
    # A municipality's no says itself until when it holds.
    then = "" if judged.answered else change_words(judged.changes_on, judged.changes_to)
    ending = {NOT_MET: _never(person), MANUAL: _to_judge(person), MISSING: _TO_FILL}[judged.outcome]
    told = (*judged.reasons, then) if judged.outcome == NOT_MET and then else (*judged.reasons, then, ending)
    return Why(f"Igu: {judged.outcome}", " ".join(filter(None, told)), law=citation(judged.rule, judged.law))


def _never(person: Record) -> str:
    """That nothing can give igu; where nothing else is asked for, what the municipality can do."""
    told = "Ingen ændring kan give igu."
    if split(person["measures"]) != [IGU]:
        return told
    return f"{told} Kommunen kan vælge en anden indsats og skrive den i Indsats."


_TO_FILL = "Igu er først mulig, når oplysningen er udfyldt."


def _to_judge(person: Record) -> str:
    """What a municipality must do; one whose whole answer does not count has answered for an earlier start."""
    answer = answer_of(person)
    if answer.is_whole and answer.until:
        return (
            f"Kommunens svar gælder kun for en start senest {date_text(answer.until)}. Igu er først mulig, når det er "
            "vurderet igen og Vurdering gælder til er rettet."
        )
    return "Igu er først mulig, når kommunen har vurderet det og skrevet svaret i Manuel vurdering."


def _other_measure(person: Record, chance: Prospect) -> str:
    wanted = listing(split(person["measures"]))
    return f"Pladsen {chance.slot['slot']} er {chance.slot['type']}; kandidaten er til {wanted}."


def _not_wished(person: Record, chance: Prospect) -> str:
    wishes = listing([person[f"wish_{rank}"] for rank in (1, 2, 3) if person[f"wish_{rank}"]])
    return f"Pladsen {chance.slot['slot']} er i {chance.slot['branch']}; kandidaten ønsker {wishes}."


def _ready(person: Record) -> str:
    first = ", når forløbet er slut" if person["leaves_first"] else ""
    return f"Er klar fra {date_text(person['ready_from'])}{first}"


def _ready_too_late(person: Record, chance: Prospect) -> str:
    last = date_text(chance.slot["start_latest"])
    return f"{_ready(person)}; pladsen {chance.slot['slot']} begynder senest {last}."


def _cohort_before(person: Record, chance: Prospect) -> str:
    cohort = _cohort(chance)
    start = date_text(cohort["start"])
    return f"{_ready(person)}; holdet {cohort['cohort']} begynder {start}."


def _too_little_danish(person: Record, chance: Prospect) -> str:
    slot, cohort = chance.slot, chance.cohort
    asking = [f"pladsen {slot['slot']}"] if "danish" in chance.failed else []
    if "danish" in chance.seat and cohort:
        if _too_much(person, chance):
            return f"Har {danish_of(person)}; holdet {cohort['cohort']} tager højst {cohort['danish_max']}."
        asking.append(f"holdet {cohort['cohort']}")
    wanted = [_demanded(person, text) for text in danish_lacking(person, chance)]
    return f"Har {danish_of(person)}; {listing(asking)} kræver {listing(wanted)}."


def _demanded(person: Record, text: str) -> str:
    """A demand in words. Of another track than the person's a lower number may be more Danish, by an estimate."""
    if is_test(text):
        return demand_words(text)
    track = person["danish_track"]
    other = track not in (None, "Ingen") and not text.startswith(f"{track} ")
    return f"mindst {text}{_ACROSS if other else ''}"


_ACROSS = " (på tværs af danskuddannelser er sammenligningen et skøn)"


def _too_much(person: Record, chance: Prospect) -> bool:
    highest = _cohort(chance)["highest"]
    return highest is not None and person["level"] is not None and person["level"] > highest


def _level_wanted(person: Record, chance: Prospect) -> str:
    wanted = [
        demand_words(text) if is_test(text) else f"dansk på niveau {text}" for text in danish_lacking(person, chance)
    ]
    told = listing(wanted)
    return f"{told[:1].upper()}{told[1:]}."


def _no_certificate(person: Record, chance: Prospect) -> str:
    lacking = listing(missing_skills(person, chance.slot))
    return f"Pladsen {chance.slot['slot']} kræver {lacking}, som kandidaten ikke har."


def _too_few_hours(person: Record, chance: Prospect) -> str:
    least, name = shown(chance.slot["weekly_hours"]), chance.slot["slot"]
    return f"Kan arbejde {shown(person['weekly_hours'])} timer om ugen; pladsen {name} kræver mindst {least}."


def _too_far(person: Record, chance: Prospect) -> str:
    places = []
    if "travel" in chance.failed:
        places.append(f"pladsen {chance.slot['slot']} er {_way(person, chance.slot)} væk")
    if "travel" in chance.seat:
        places.append(f"holdet {_cohort(chance)['cohort']} er {_way(person, _cohort(chance))} væk")
    return f"Kan rejse højst {shown(person['transport_minutes'])} minutter; {listing(places)}."


def _travel_wanted(person: Record, chance: Prospect) -> str:
    targets = [chance.slot] if "travel" in chance.failed else []
    targets += [_cohort(chance)] if "travel" in chance.seat else []
    ways = [travel_minutes(person["postcode"], target["postcode"]) for target in targets]
    return f"At kunne rejse {max(way for way in ways if way is not None)} minutter."


def _way(person: Record, target: Record) -> str:
    minutes = travel_minutes(person["postcode"], target["postcode"]) or 0
    return f"ca. {plural(minutes, 'minut', 'minutter')}"


def _same_company(person: Record, chance: Prospect) -> str:
    """Told of the job that is most in the way: one held still, one without a known end, the last that ended."""
    there = [job for job in _jobs(person) if job.company == chance.slot["cvr"]]
    job = max(there, key=lambda one: (one.held, one.until is None, one.until or date.min))
    until = f"var ansat til {date_text(job.until) if job.until else 'en ukendt dato'}"
    told = (
        f"Pladsen {chance.slot['slot']} er i virksomheden, hvor kandidaten {'er ansat' if job.held else until}; "
        "igu kræver mindst 3 måneder imellem (igu-loven § 5, stk. 1)."
    )
    start = day_of(chance.cohort["start"]) if chance.cohort else None
    judged = same_company_rule(_jobs(person), chance.slot["cvr"], start) if start else None
    if judged is None or judged.changes_on is None:
        return told
    return f"{told} Dér kan igu tidligst begynde den {date_text(judged.changes_on)}."


def _last_employer(person: Record, chance: Prospect) -> str:
    rule = practice_there_rule(chance.slot["begin"].date())
    told = f" {rule['saetning']} Så sikkert er det: {rule['sikkerhed']}." if rule else ""
    return f"Pladsen {chance.slot['slot']} er i den virksomhed, hvor kandidaten senest var ordinært ansat.{told}"


def _jobs(person: Record) -> list[EarlierJob]:
    """The ordinary jobs that are known of somebody: the last one by the candidate's row, and those in Forløb."""
    last = person["last_employer_cvr"]
    return [*([EarlierJob(last, day_of(person["last_employed_to"]))] if last else []), *person["jobs"]]


def _cohort(chance: Prospect) -> Record:
    if chance.cohort is None:
        raise ValueError("a slot without a cohort fails no test of one")
    return chance.cohort


# The words of every test of `allowed.py` by its name there, and the only place for them; a test asks for each.
PAIRS = {
    "measure": Telling(
        "Anden indsats", _other_measure, lambda person, chance: f"Også at kunne komme i {chance.slot['type']}."
    ),
    "ready": Telling(
        "Klar for sent",
        _ready_too_late,
        lambda person, chance: f"At være klar senest {date_text(ready_by(chance))}.",
    ),
    "danish": Telling("Mangler dansk", _too_little_danish, _level_wanted),
    "skills": Telling(
        "Mangler bevis",
        _no_certificate,
        lambda person, chance: f"Beviset {listing(missing_skills(person, chance.slot))}.",
    ),
    "hours": Telling(
        "Timer passer ikke",
        _too_few_hours,
        lambda person, chance: f"At kunne arbejde {shown(chance.slot['weekly_hours'])} timer om ugen.",
    ),
    "travel": Telling("For lang rejsetid", _too_far, _travel_wanted),
    "company": Telling("Tremånedersreglen", _same_company, lambda person, chance: "En plads i en anden virksomhed."),
    "employer": Telling(
        "Praktik hos seneste arbejdsgiver", _last_employer, lambda person, chance: "En plads i en anden virksomhed."
    ),
}
SEATS = {
    "ready": Telling(
        "Klar for sent til hold",
        _cohort_before,
        lambda person, chance: f"At være klar senest {date_text(ready_by(chance))}.",
    ),
    "danish": Telling("Hold på andet danskniveau", _too_little_danish, _level_wanted),
    "travel": Telling("For lang rejsetid til hold", _too_far, _travel_wanted),
}
TESTS = {
    WISH: Telling(
        "Ikke et ønske", _not_wished, lambda person, chance: f"Et brancheønske mere: {chance.slot['branch']}."
    ),
    **PAIRS,
}

# The order in which the match asks them, after what nobody can change.
_ORDER = list(TESTS)
