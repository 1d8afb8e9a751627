"""An igu in the company where the person has had an ordinary job: the three-months rule."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta
from stdnum.dk import cvr

from igu_xl.danish import date_text, plural
from igu_xl.domain.law.reasons import no_rule_sentence
from igu_xl.domain.law.rules import LAST_START, LAW, igu_rule
from igu_xl.domain.law.verdict import MET, MISSING, NOT_MET, Verdict
from igu_xl.domain.tables import rows
from igu_xl.domain.texts import cell_text

_DAY = timedelta(days=1)


@cache
def law_of(rule: str) -> str:
    """The law behind `tre_måneder`, as it is cited to users: its newest row."""
    return [row["lov"] for row in rows("pladsregler") if row["regel"] == rule][-1]


def three_months_rule(
    last_employer_cvr: object, last_employed_to: date | None, company_cvr: object, start: date
) -> Verdict:
    """Whether an igu may begin in a company where the person has had an ordinary job.

    Since 1 July 2019 no ordinary job in the same company (CVR) may lie within the last 3 months; practice and
    wage subsidy do not count. A job that ended on 31 August allows a start from 1 December: three months
    after the first day without it.
    """
    rule, last, company = igu_rule(start), _cvr(last_employer_cvr), _cvr(company_cvr)
    if rule is None:
        return Verdict(NOT_MET, "", LAW, (no_rule_sentence(start),))
    if rule.same_company_months is None:
        return Verdict(MET, rule.rule_id, rule.law, ("Tremånedersreglen gælder først fra 1. juli 2019.",))
    if not last:
        return _three_months(rule.rule_id, MET, "Der er ikke oplyst et tidligere ordinært job.")
    if not company:
        return _three_months(rule.rule_id, MISSING, "Virksomhedens CVR-nummer mangler.")
    if last != company:
        return _three_months(rule.rule_id, MET, "Det seneste ordinære job var i en anden virksomhed.")
    if last_employed_to is None:
        return _three_months(
            rule.rule_id, MISSING, "Har haft ordinært job i virksomheden, men »Senest ansat til« mangler."
        )
    return _same_company(rule.rule_id, last_employed_to, rule.same_company_months, start)


def _three_months(rule: str, outcome: str, reason: str) -> Verdict:
    return Verdict(outcome, rule, law_of("tre_måneder"), (reason,))


def _same_company(rule: str, employed_to: date, months: int, start: date) -> Verdict:
    allowed_from = employed_to + _DAY + relativedelta(months=months)
    ended = f"Det seneste ordinære job i virksomheden sluttede den {date_text(employed_to)}"
    if start >= allowed_from:
        return _three_months(rule, MET, f"{ended}, mindst {plural(months, 'måned', 'måneder')} før start.")
    reason = f"{ended}; igu i samme virksomhed kan tidligst begynde den {date_text(allowed_from)}."
    change = (allowed_from, MET) if allowed_from <= LAST_START else (None, "")
    return Verdict(NOT_MET, rule, law_of("tre_måneder"), (reason,), *change)


def _cvr(value: object) -> str:
    return str(cvr.compact(cell_text(value).removesuffix(".0")))
