"""An igu in a company where the person has had an ordinary job: lov om integrationsgrunduddannelse § 5, stk. 1; and
practice where the person was employed last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from stdnum.dk import cvr

from igu_xl.danish import date_text, plural
from igu_xl.domain.dated import row_on
from igu_xl.domain.law.igu.reasons import no_rule_sentence
from igu_xl.domain.law.igu.rules import LAST_START, LAW, igu_rule
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET, VERDICTS, Verdict
from igu_xl.domain.rule_tables import rule_rows
from igu_xl.domain.tables import CsvRow
from igu_xl.domain.texts import cell_text

_DAY = timedelta(days=1)
# What is asked of a job before there was a limit: nobody knows how long "i forlængelse heraf" was.
_NEAR = relativedelta(months=3)
_LIMIT = "Grænsen på 3 måneder kom først den 1. juli 2019."


class EarlierJob(NamedTuple):
    """An ordinary job in a company (CVR) and its last day; None where that is not known, or the job is still held."""

    company: str
    until: date | None
    held: bool = False


def three_months_rule(
    last_employer_cvr: object, last_employed_to: date | None, company_cvr: object, start: date
) -> Verdict:
    """Whether an igu may begin in a company where the person has had an ordinary job: `same_company_rule` of one."""
    last = cell_text(last_employer_cvr)
    return same_company_rule([EarlierJob(last, last_employed_to)] if last else [], company_cvr, start)


def same_company_rule(jobs: Sequence[EarlierJob], company_cvr: object, start: date) -> Verdict:
    """Whether an igu may begin in a company, with all ordinary jobs that the person is known to have had.

    Since 1 July 2019 no ordinary job in the same company (CVR) may lie within the last 3 months; practice and
    wage subsidy do not count. A job that ended on 31 August allows a start from 1 December: three months
    after the first day without it. Before that day an igu could not be »i forlængelse heraf«: a job until the day
    before is too near, and a job that ended within 3 months is for people to judge. The job that speaks most against it
    decides.
    """
    rule, company = igu_rule(start), _cvr(company_cvr)
    if rule is None:
        return Verdict(NOT_MET, "", LAW, (no_rule_sentence(start),))
    if not jobs:
        return _verdict(rule.rule_id, start, MET, "Der er ikke oplyst et tidligere ordinært job.")
    if not company:
        return _verdict(rule.rule_id, start, MISSING, "Virksomhedens CVR-nummer mangler.")
    there = [job for job in jobs if _cvr(job.company) == company]
    if not there:
        return _verdict(rule.rule_id, start, MET, "Det seneste ordinære job var i en anden virksomhed.")
    judged = [_judged(job, rule.rule_id, rule.same_company_months, start) for job in there]
    return max(judged, key=lambda one: (VERDICTS.index(one.outcome), one.changes_on or date.min))


def last_employers(jobs: Collection[EarlierJob]) -> frozenset[str]:
    """The companies (CVR) in which somebody may have been employed last: those of the job that is still held or ended
    last, and those of jobs of which nobody knows when they ended."""
    days = [date.max if job.held else job.until for job in jobs]
    newest = max((day for day in days if day is not None), default=None)
    last = [job for job, day in zip(jobs, days, strict=True) if day in (None, newest)]
    return frozenset(name for job in last if (name := _cvr(job.company)))


def practice_there_rule(start: date) -> CsvRow | None:
    """The rule against practice where somebody was employed last, as it holds on a day; None where none is known."""
    return row_on(_rules("praktik_seneste_arbejdsgiver"), start)


def _judged(job: EarlierJob, rule: str, months: int | None, start: date) -> Verdict:
    if job.held:
        reason = "Har et ordinært job i virksomheden, som ikke er sluttet."
        return _verdict(rule, start, NOT_MET, reason)
    if job.until is None:
        reason = "Har haft ordinært job i virksomheden, men dagen, hvor det sluttede (»Senest ansat til«), mangler."
        return _verdict(rule, start, MISSING, reason)
    ended = f"Det seneste ordinære job i virksomheden sluttede den {date_text(job.until)}"
    if months is None:
        return _before_the_limit(job.until, ended, rule, start)
    allowed_from = job.until + _DAY + relativedelta(months=months)
    if start >= allowed_from:
        return _verdict(rule, start, MET, f"{ended}, mindst {plural(months, 'måned', 'måneder')} før start.")
    reason = f"{ended}; igu i samme virksomhed kan tidligst begynde den {date_text(allowed_from)}."
    change = (allowed_from, MET) if allowed_from <= LAST_START else (None, "")
    return _verdict(rule, start, NOT_MET, reason, *change)


def _before_the_limit(until: date, ended: str, rule: str, start: date) -> Verdict:
    """A start before 1 July 2019, when an igu could not lie »i forlængelse heraf« and no number of months was named."""
    if until + _DAY >= start:
        reason = f"{ended}, og en igu måtte ikke ligge i forlængelse af et ordinært job i samme virksomhed."
        return _verdict(rule, start, NOT_MET, reason)
    if until + _DAY + _NEAR > start:
        reason = f"{ended}; om en igu den {date_text(start)} lå i forlængelse af det, skal vurderes. {_LIMIT}"
        return _verdict(rule, start, MANUAL, reason)
    return _verdict(rule, start, MET, f"{ended}, mindst 3 måneder før start.")


def _verdict(
    rule: str, start: date, outcome: str, reason: str, changes_on: date | None = None, changes_to: str = ""
) -> Verdict:
    law = row_on(_rules("tre_måneder"), start)
    return Verdict(outcome, rule, law["lov"] if law else LAW, (reason,), changes_on, changes_to)


@cache
def _rules(rule: str) -> tuple[CsvRow, ...]:
    return tuple(row for row in rule_rows("pladsregler") if row["regel"] == rule)


def _cvr(value: object) -> str:
    return str(cvr.compact(cell_text(value).removesuffix(".0")))
