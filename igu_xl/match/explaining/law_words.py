"""What the law says of a candidate or a placement of the match on a day, and the words of it beside a proposal."""

from __future__ import annotations

from datetime import date

from igu_xl.danish import date_text
from igu_xl.domain.law.anniversaries import anniversary
from igu_xl.domain.law.answers import ManualAnswer
from igu_xl.domain.law.guidance import change_words, citation, law_name
from igu_xl.domain.law.igu.eligibility import verdict
from igu_xl.domain.law.igu.people_columns import YES
from igu_xl.domain.law.igu.rules import igu_rule
from igu_xl.domain.law.places.lengths import length_verdict, planned_end
from igu_xl.domain.law.verdict import MANUAL, MET, Verdict
from igu_xl.records import Record


def igu_verdict(person: Record, start: date | None) -> Verdict:
    """The verdict on a candidate of the match who would begin igu on a day."""
    born, resident = day_of(person["born"]), day_of(person["residence_from"])
    return verdict(
        *(born, resident, person["basis"], person["previous_igu"], day_of(start), person["replacement_cpr"] == YES),
        residence_gap=person["residence_gap"] == YES,
        permit_until=day_of(person["permit_until"]),
        seen_igu=person["seen_igu"],
        answer=answer_of(person),
    )


def answer_of(person: Record) -> ManualAnswer:
    """What the municipality has answered where something is left to a person."""
    given = (person["judgement"] or "", person["judged_by"] or "")
    return ManualAnswer(*given, day_of(person["judged_on"]), day_of(person["judged_until"]))


def met_words(person: Record, start: date) -> str:
    """What is said of the law beside a proposed igu, with the day it would be another answer; empty where it is not
    met, for that is told by who knows why it is proposed all the same.

    Of the conditions that are met those are told that somebody must see to: the basis of residence and the permit, or
    what was left to a person, with the answer.
    """
    judged = igu_verdict(person, start)
    if judged.outcome != MET:
        return ""
    told = judged.reasons if judged.answered else judged.reasons[_BASIS:-1]
    met = f"Igu-lovens §§ 2 og 3 er opfyldt ved start ({judged.rule}; vejledende)."
    return " ".join(filter(None, (met, *told, change_words(judged.changes_on, judged.changes_to))))


# Where the basis stands among the conditions that are met: age, residence, basis, permit if it is told, earlier igu.
_BASIS = 2


def length_words(slot: Record, start: date) -> str:
    """What is said of the law beside a proposed practice or wage subsidy of the usual length: that it is the
    municipality's to judge, where the rule leaves it to people; empty where nothing is left to them."""
    day, sector = _known(day_of(start)), slot["sector"] or ""
    end = planned_end(day, slot["type"], sector)
    judged = length_verdict(slot["type"], day, end, sector)
    if end is None or judged.outcome != MANUAL:
        return ""
    return (
        f"Foreslås til og med {date_text(end)}. {judged.reasons[0]} Kommunen vurderer det ({law_name(judged.law)}; "
        "vejledende)."
    )


def ending_words(person: Record, start: date) -> str:
    """From which day, within a year, somebody who may begin igu on a day may not any more, and why; else nothing."""
    judged = igu_verdict(person, start)
    day = judged.changes_on
    if judged.outcome != MET or day is None or day > anniversary(_known(day_of(start)), 1):
        return ""
    told = change_words(day, judged.changes_to)
    return f"{told.removesuffix('.')}: {igu_verdict(person, day).reasons[0]}" if told else ""


def version_on(moment: date) -> str:
    """The version of the law that holds for an igu that begins on a day, as it is cited; empty where none does."""
    rule = igu_rule(date(moment.year, moment.month, moment.day))
    return citation(rule.rule_id, rule.law) if rule else ""


def _known(day: date | None) -> date:
    assert day is not None
    return day


def day_of(moment: date | None) -> date | None:
    """The day of a cell's moment, as the law is asked about it."""
    return moment and date(moment.year, moment.month, moment.day)
