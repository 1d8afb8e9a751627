"""The rules on the place rather than the person: how many, how long, and not where one was just employed.

Where the statute itself was not seen, the verdict is »manuel vurdering« and its reason says what is not
confirmed. How sure each rule is stands in `pladsregler.csv` and `laengder.csv`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from math import floor

import numpy as np
import pandas as pd
from dateutil.relativedelta import relativedelta
from stdnum.dk import cvr

from igu_xl.danish import date_text, plural
from igu_xl.domain.law.reasons import no_rule_sentence
from igu_xl.domain.law.rules import LAST_START, LAW, igu_rule
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET, Verdict
from igu_xl.domain.tables import CsvRow, rows
from igu_xl.domain.texts import cell_text, fold

IGU, WAGE_SUBSIDY, PRACTICE, ORDINARY = "igu", "løntilskud", "praktik", "ordinært"
KINDS = (IGU, WAGE_SUBSIDY, PRACTICE, ORDINARY)
"""The list Type (and Indsats)."""

_DAY = timedelta(days=1)


@cache
def law_of(rule: str) -> str:
    """The law behind `rimelighedskrav` or `tre_måneder`, as it is cited to users."""
    return next(row["lov"] for row in rows("pladsregler") if row["regel"] == rule)


def reasonable_cap(ordinary_staff: float) -> int:
    """The most people in practice and wage subsidy together at one P-number (rimelighedskravet).

    BEK 2636/2021 § 65: one for each 5 ordinary employees up to 50, but always one, and one for each 10 above
    50. `ordinary_staff` is the average of the last 4 months in full-time equivalents, without subsidised
    staff and people under 18. Persons under integrationsloven § 23 b count; an igu does not (not an offer
    under that law). Raises `ValueError` for a negative or missing number.
    """
    if not ordinary_staff >= 0:
        raise ValueError(f"not a number of employees: {ordinary_staff}")
    return max(1, floor(min(ordinary_staff, 50) / 5)) + floor(max(0, ordinary_staff - 50) / 10)


def reasonable_caps(ordinary_staff: pd.Series) -> pd.Series:
    """`reasonable_cap` for a column; missing where the number is missing or negative."""
    staff = ordinary_staff.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    caps = np.maximum(1, np.floor(np.minimum(staff, 50) / 5)) + np.floor(np.maximum(0, staff - 50) / 10)
    return pd.Series(np.where(staff >= 0, caps, np.nan), index=ordinary_staff.index).astype("Int64")


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


def planned_end(start: date, kind: str, sector: str = "") -> date | None:
    """The last day of a placement of the usual length; None where there is none or the sector decides it.

    igu: 24 months. Practice: 13 weeks. Wage subsidy: 6 months in a private and 4 in a public company. The
    municipality may decide on another length (see `length_verdict`).
    """
    usual = (row for row in _lengths(kind, sector) if row["saedvanlig"] == "ja")
    return next((_last_day(start, row) for row in usual), None)


def length_verdict(kind: str, start: date, end: date | None, sector: str = "") -> Verdict:
    """Whether a placement from `start` to and including `end` has a length the rules allow."""
    if kind == ORDINARY:
        return Verdict(MET, "", "", ("Et ordinært job har ingen grænse for længden.",))
    lengths = _lengths(kind, sector)
    law = lengths[-1]["lov"]
    if end is None or end < start:
        return Verdict(MISSING, "", law, ("Slutdatoen mangler eller ligger før startdatoen.",))
    if kind == WAGE_SUBSIDY and not any(row["sektor"] for row in lengths):
        return Verdict(MISSING, "", law, ("Virksomhedens sektor (Privat eller Offentlig) mangler.",))
    if kind == IGU:
        return _igu_length(start, end, law)
    row = next(row for row in lengths if not row["hoejst"] or end <= _last_day(start, row))
    return Verdict(row["vurdering"], "", row["lov"], (row["saetning"],))


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


def _igu_length(start: date, end: date, law: str) -> Verdict:
    """Two years; people write the last day or the same date two years on, and both are right."""
    last = planned_end(start, IGU)
    assert last is not None
    if last <= end <= last + _DAY:
        return Verdict(MET, "", law, ("En igu varer to år.",))
    if end < last:
        return Verdict(NOT_MET, "", law, (f"En igu varer to år; den slutter tidligst den {date_text(last)}.",))
    reason = (
        f"En igu varer to år og ville slutte den {date_text(last)}. Forlængelse kræver særlige omstændigheder: "
        "barsel, adoption eller sammenhængende sygdom i mere end 8 uger, og kun så længe fraværet varede."
    )
    return Verdict(MANUAL, "", f"{law} § 6, stk. 5-7 (L 217, 2018-19)", (reason,))


def _lengths(kind: str, sector: str) -> list[CsvRow]:
    """The lengths of a kind, shortest first; raises `ValueError` for a kind that is not on the list."""
    if kind not in KINDS:
        raise ValueError(f"not a kind of placement: {kind!r}")
    return [
        row for row in rows("laengder") if row["type"] == kind and fold(row["sektor"]) in {"", fold(cell_text(sector))}
    ]


def _last_day(start: date, row: CsvRow) -> date:
    count = int(row["hoejst"])
    length = relativedelta(months=count) if row["enhed"] == "måneder" else relativedelta(weeks=count)
    return start + length - _DAY


def _cvr(value: object) -> str:
    return str(cvr.compact(cell_text(value).removesuffix(".0")))
