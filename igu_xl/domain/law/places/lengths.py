"""How long a placement lasts, and whether its length is one that the rules of its start allow.

Where the statute itself was not seen, the verdict is »manuel vurdering« and its reason says what is not confirmed. How
sure each length is, and on which starts it holds, stands in `laengder.csv`; what extends an igu in `pladsregler.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from igu_xl.danish import date_text, number_text
from igu_xl.domain.dated import first_day, holds, row_on
from igu_xl.domain.law.igu.reasons import no_rule_sentence
from igu_xl.domain.law.igu.rules import LAW
from igu_xl.domain.law.kinds import IGU, KINDS, ORDINARY, WAGE_SUBSIDY
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET, Verdict
from igu_xl.domain.rule_tables import UNREAD, rule_rows
from igu_xl.domain.tables import CsvRow
from igu_xl.domain.texts import cell_text, fold

SCHOOL, LEAVE, SICKNESS = "Skoledel ikke gennemført", "Barsel eller adoption", "Sygdom over 8 uger"
EXTENSIONS = (SCHOOL, LEAVE, SICKNESS)
"""The list Forlængelse: why an igu lasts more than two years."""

_DAY = timedelta(days=1)
_RULE_OF = {
    SCHOOL: "forlængelse_skoledel",
    LEAVE: "forlængelse_orlov_sygdom",
    SICKNESS: "forlængelse_orlov_sygdom",
}


def planned_end(start: date, kind: str, sector: str = "") -> date | None:
    """The last day of a placement of the usual length; None where there is none or the sector decides it.

    igu: 24 months. Practice: 13 weeks. Wage subsidy: 6 months in a private and 4 in a public company. The
    municipality may decide on another length (see `length_verdict`). None too on a start for which there is no rule.
    """
    usual = (row for row in _lengths(kind, sector, start) if row["saedvanlig"] == "ja")
    return next((_last_day(start, row) for row in usual), None)


def unread_from(kind: str, start: date) -> date | None:
    """Since which day nobody has read the law on the length of placements like this one; None where it was read."""
    unread = (row for row in rule_rows("laengder") if row["type"] == kind and row["sikkerhed"] == UNREAD)
    return next((first_day(row) for row in unread if holds(row, start)), None)


def length_verdict(
    kind: str,
    start: date,
    end: date | None,
    sector: str = "",
    extension: str = "",
    absence_weeks: float | None = None,
) -> Verdict:
    """Whether a placement from `start` to and including `end` has a length that the rules of its start allow.

    `extension` (of `EXTENSIONS`, or empty) and `absence_weeks` say why an igu lasts longer than two years.
    """
    if kind == ORDINARY:
        return Verdict(MET, "", "", ("Et ordinært job har ingen grænse for længden.",))
    lengths = _lengths(kind, sector, start)
    if not lengths:
        return _no_rule(kind, start)
    law = lengths[-1]["lov"]
    if end is None or end < start:
        return Verdict(MISSING, "", law, ("Slutdatoen mangler eller ligger før startdatoen.",))
    if kind == WAGE_SUBSIDY and not any(row["sektor"] for row in lengths):
        return Verdict(MISSING, "", law, ("Virksomhedens sektor (Privat eller Offentlig) mangler.",))
    if kind == IGU:
        return _igu_length(start, end, law, extension, absence_weeks)
    row = next((row for row in lengths if not row["hoejst"] or end <= _last_day(start, row)), None)
    if row is None:
        return Verdict(MANUAL, "", law, (f"Reglerne siger intet om {kind}, der varer så længe.",))
    return Verdict(row["vurdering"], "", row["lov"], (f"{row['saetning']}{_beyond(row, lengths, start)}",))


def extension_row(start: date, extension: str) -> CsvRow | None:
    """The rule that lets an igu with this start be extended for a reason of `EXTENSIONS`; None where there is none."""
    return row_on([row for row in rule_rows("pladsregler") if row["regel"] == _RULE_OF[extension]], start)


def no_length_sentence(kind: str, start: date) -> str:
    """Why no length is known for a kind of placement that begins on a day."""
    if kind == IGU:
        return no_rule_sentence(start)
    return f"Værktøjet har ingen regel for længden af {kind}, der begynder den {date_text(start)}; vurdér den manuelt."


def too_short_sickness(weeks: float, rule: CsvRow) -> str:
    """Why a sickness of so many weeks extends nothing; empty when it does: § 6, stk. 6, asks for more than 8 weeks."""
    if weeks > int(rule["antal"]):
        return ""
    return f"{weeks_text(weeks)}s fravær forlænger ikke; sygdom skal vare mere end {rule['antal']} uger i træk."


def weeks_text(weeks: float) -> str:
    """»10 uger« or »8,5 uger«."""
    return f"{number_text(weeks, 0 if float(weeks).is_integer() else 1)} uger"


def _beyond(row: CsvRow, lengths: Sequence[CsvRow], start: date) -> str:
    """The usual length and the day it ends, for what lasts longer; empty where it is the usual one or shorter."""
    usual = next((one for one in lengths if one["saedvanlig"] == "ja"), None)
    if usual is None or lengths.index(row) <= lengths.index(usual):
        return ""
    return f" Det sædvanlige er {usual['hoejst']} {usual['enhed']}, altså til {date_text(_last_day(start, usual))}."


def _no_rule(kind: str, start: date) -> Verdict:
    """No igu before and after its law; of other placements it is only the tool that does not know the rule."""
    if kind == IGU:
        return Verdict(NOT_MET, "", LAW, (no_length_sentence(kind, start),))
    oldest = next(row for row in rule_rows("laengder") if row["type"] == kind)
    return Verdict(MANUAL, "", oldest["lov"], (no_length_sentence(kind, start),))


def _igu_length(start: date, end: date, law: str, extension: str, weeks: float | None) -> Verdict:
    """Two years; people write the last day or the same date two years on, and both are right."""
    last = planned_end(start, IGU)
    if last is None:
        return Verdict(MANUAL, "", law, ("Reglerne siger ikke, hvor længe en igu sædvanligvis varer.",))
    if last <= end <= last + _DAY:
        return Verdict(MET, "", law, ("En igu varer to år.",))
    if end < last:
        return Verdict(NOT_MET, "", law, (f"En igu varer to år; den slutter tidligst den {date_text(last)}.",))
    return _extended(start, last, end, extension, weeks)


def _extended(start: date, last: date, end: date, extension: str, weeks: float | None) -> Verdict:
    """An igu that ends after its last day: lov om integrationsgrunduddannelse § 6, stk. 5-7."""
    usual = f"En igu varer to år og ville slutte den {date_text(last)}"
    rules = {reason: row for reason in EXTENSIONS if (row := extension_row(start, reason))}
    if not rules or (extension and extension not in rules):
        told = f"{usual}; {no_extension_sentence()}"
        return Verdict(NOT_MET, "", LAW, (told,))
    if not extension or weeks is None:
        told = (
            f"{usual}. Den kan kun være længere, når skoledelen ikke kunne gennemføres, eller efter barsel, adoption "
            "eller sammenhængende sygdom i mere end 8 uger; skriv »Forlænget på grund af« og »Uger forlænget«."
        )
        return Verdict(MANUAL, "", f"{LAW} § 6, stk. 5-7", (told,))
    rule = rules[extension]
    if extension == SICKNESS and (short := too_short_sickness(weeks, rule)):
        return Verdict(NOT_MET, "", rule["lov"], (f"{usual}. {short}",))
    latest = extended_end(last, weeks)
    if end > latest:
        told = f"{usual}. {_MOST[extension].format(weeks_text(weeks))}, så den slutter senest den {date_text(latest)}."
        return Verdict(NOT_MET, "", rule["lov"], (told,))
    return Verdict(rule["vurdering"], "", rule["lov"], (f"{usual}. {_EXTENDED[extension]}",))


def extended_end(last: date, weeks: float) -> date:
    """The last day of an igu that would have ended on `last`, after an absence of so many weeks."""
    return last + timedelta(days=int(weeks * 7))


def no_extension_sentence() -> str:
    """Why an igu that began before there were rules of extension has none."""
    first = min(row["gyldig_fra"] for row in rule_rows("pladsregler") if row["regel"] in _RULE_OF.values())
    since = date_text(date.fromisoformat(first))
    return f"reglerne om forlængelse gælder kun igu, der er begyndt den {since} eller senere."


_MOST = {
    SCHOOL: "Den forlænges kun med den tid, skoledelen mangler, her {}",
    LEAVE: "Den forlænges kun så længe, fraværet varede, her {}",
    SICKNESS: "Den forlænges kun så længe, fraværet varede, her {}",
}
_EXTENDED = {
    SCHOOL: (
        "Den er forlænget, fordi særlige omstændigheder gjorde det umuligt at gennemføre skoledelen; at aflyste kurser "
        "er sådan en omstændighed, er en læsning af loven."
    ),
    LEAVE: "Den er forlænget efter barsel eller adoption, ikke længere end fraværet varede.",
    SICKNESS: "Den er forlænget efter sammenhængende sygdom i mere end 8 uger, ikke længere end fraværet varede.",
}


def _lengths(kind: str, sector: str, start: date) -> Sequence[CsvRow]:
    """The lengths of a kind on a start, shortest first; raises `ValueError` for a kind that is not on the list."""
    if kind not in KINDS:
        raise ValueError(f"not a kind of placement: {kind!r}")
    sectors = {"", fold(cell_text(sector))}
    found = [row for row in rule_rows("laengder") if row["type"] == kind and fold(row["sektor"]) in sectors]
    then = [row for row in found if holds(row, start)]
    return sorted(then, key=lambda row: _last_day(start, row) if row["hoejst"] else date.max)


def _last_day(start: date, row: CsvRow) -> date:
    count = int(row["hoejst"])
    length = relativedelta(months=count) if row["enhed"] == "måneder" else relativedelta(weeks=count)
    return start + length - _DAY
