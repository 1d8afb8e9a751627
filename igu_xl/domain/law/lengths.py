"""How long a placement lasts, and whether its length is one that the rules allow.

Where the statute itself was not seen, the verdict is »manuel vurdering« and its reason says what is not confirmed. How
sure each length is stands in `laengder.csv`.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from igu_xl.danish import date_text
from igu_xl.domain.law.kinds import IGU, KINDS, ORDINARY, WAGE_SUBSIDY
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET, Verdict
from igu_xl.domain.tables import CsvRow, rows
from igu_xl.domain.texts import cell_text, fold

_DAY = timedelta(days=1)


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
