"""The lengths of the rows of Forløb: each row is a case, and they stand in one real workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from igu_xl.checks.validation import validate

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx"
NEVER, UNSURE, UNREAD = "laengde-ikke-opfyldt", "laengde-manuel", "laengde-ulaest"

IGU = {"type": "igu", "slot": "BYG-0001", "start": date(2026, 12, 1)}
PRACTICE = {"type": "praktik", "slot": "BYG-0003", "start": date(2026, 12, 1)}
PRIVATE = {"type": "løntilskud", "slot": "BYG-0004", "start": date(2026, 12, 1)}
PUBLIC = PRIVATE | {"slot": "BYG-0005"}
UNTOLD = PRIVATE | {"slot": "BYG-0006"}  # the company's sector is empty
YES = {"judgement": "Opfyldt", "judged_by": "Jobkonsulent", "judged_on": TODAY, "judged_until": date(2026, 12, 1)}


class Case(NamedTuple):
    """A row of Forløb with its last day, and the code of the finding on it; empty where there is none."""

    row: dict[str, Any]
    end: date
    code: str = ""


CASES = [
    Case(IGU, date(2028, 11, 29), NEVER),
    Case(IGU, date(2028, 11, 30)),
    Case(IGU, date(2028, 12, 1)),
    Case(IGU, date(2028, 12, 2), UNSURE),
    Case(IGU, date(2027, 5, 31), NEVER),
    Case(IGU, date(2029, 11, 30), UNSURE),
    Case(IGU | {"extension": "Barsel eller adoption", "absence_weeks": 52}, date(2029, 11, 29), ""),
    Case(IGU | {"extension": "Barsel eller adoption", "absence_weeks": 51}, date(2029, 11, 30), NEVER),
    Case(IGU | {"extension": "Sygdom over 8 uger", "absence_weeks": 8}, date(2029, 1, 25), NEVER),
    Case(IGU | {"extension": "Sygdom over 8 uger", "absence_weeks": 9}, date(2029, 2, 1)),
    Case(IGU | {"extension": "Skoledel ikke gennemført", "absence_weeks": 3}, date(2028, 12, 21)),
    Case(IGU | {"extension": "Skoledel ikke gennemført"}, date(2028, 12, 21), UNSURE),
    Case(IGU | {"absence_weeks": 3}, date(2028, 12, 21), UNSURE),
    Case(IGU | {"start": date(2016, 7, 1)}, date(2018, 6, 30)),
    Case(IGU | {"start": date(2027, 12, 31)}, date(2029, 12, 30)),
    Case(IGU | {"start": date(2028, 1, 1)}, date(2029, 12, 31), ""),
    Case(IGU | YES, date(2029, 11, 30)),
    Case(IGU | YES, date(2027, 5, 31), NEVER),  # nobody can answer that the law is another
    Case(IGU | {"outcome": "Aflyst før start", "outcome_on": TODAY}, date(2027, 5, 31)),
    Case(PRACTICE, date(2027, 3, 1)),
    Case(PRACTICE, date(2027, 3, 2), UNSURE),
    Case(PRACTICE, date(2027, 11, 30), UNSURE),
    Case(PRACTICE | {"start": date(2019, 12, 31)}, date(2020, 1, 7), UNSURE),
    Case(PRACTICE | {"start": date(2020, 1, 1)}, date(2020, 1, 7)),
    Case(PRACTICE | {"start": date(2026, 12, 31)}, date(2027, 3, 31)),
    Case(PRACTICE | {"start": date(2027, 1, 1)}, date(2027, 4, 1)),
    Case(PRACTICE | {"start": date(2027, 1, 1)}, date(2027, 4, 2), UNSURE),
    Case(PRACTICE | YES, date(2027, 11, 30)),
    Case(PRACTICE | YES | {"judged_until": date(2026, 11, 30)}, date(2027, 11, 30), UNSURE),
    Case(PRACTICE | YES | {"judged_on": date(2026, 11, 3)}, date(2027, 11, 30), UNSURE),
    Case(PRACTICE | YES | {"judged_by": None}, date(2027, 11, 30), UNSURE),
    Case(PRACTICE | YES | {"judgement": "Ikke opfyldt"}, date(2027, 11, 30), ""),
    Case(PRIVATE, date(2027, 5, 31)),
    Case(PRIVATE, date(2027, 6, 1), UNSURE),
    Case(PRIVATE, date(2027, 11, 30), UNSURE),
    Case(PUBLIC, date(2027, 3, 31)),
    Case(PUBLIC, date(2027, 4, 1), UNSURE),
    Case(UNTOLD, date(2027, 5, 31)),
    Case(UNTOLD, date(2027, 6, 1), UNSURE),
    Case({"type": "ordinært", "slot": "BYG-0001", "start": date(2026, 12, 1)}, date(2040, 1, 1)),
]


def with_rows(cases: list[Case]) -> Callable[[dict[str, Any]], None]:
    def change(rows: dict[str, Any]) -> None:
        rows[BYG]["tblVirksomheder"] += [
            {"cvr": "12345607", "p_number": "1000000003", "name": "Eksempel Kommune", "sector": "Offentlig"},
            {"cvr": "12345607", "p_number": "1000000004", "name": "Eksempel Uden"},
        ]
        subsidy = rows[BYG]["tblPladser"][0] | {"type": "løntilskud"}
        rows[BYG]["tblPladser"] += [
            subsidy | {"slot": "BYG-0004"},
            subsidy | {"slot": "BYG-0005", "p_number": "1000000003"},
            subsidy | {"slot": "BYG-0006", "p_number": "1000000004"},
        ]
        rows[KOEBENHAVN]["tblForloeb"] = [
            {"placement": f"F-{at:03}", "candidate": "101-0001", "planned_end": case.end} | case.row
            for at, case in enumerate(cases)
        ]

    return change


def test_a_length_is_told_where_it_is_not_the_usual_one(changed: Callable[..., Path]) -> None:
    found = validate(changed(with_rows(CASES)), TODAY).findings
    told = {one.place.row_id: one.code for one in found if one.code in (NEVER, UNSURE)}
    wrong = {case: told.get(f"F-{at:03}", "") for at, case in enumerate(map(str, CASES))}
    assert wrong == {str(case): case.code for case in CASES}
    assert {one.place.column for one in found if one.code in (NEVER, UNSURE)} == {"Planlagt slut"}


@pytest.mark.parametrize("row", [PRACTICE, PRIVATE])
def test_a_workbook_is_told_once_of_rows_under_rules_that_nobody_has_read(
    row: dict[str, Any], changed: Callable[..., Path]
) -> None:
    day, end = date(2027, 1, 1), date(2027, 2, 1)
    rows = [
        Case(row | {"start": date(2026, 12, 31)}, end),
        Case(row | {"start": day}, end),
        Case(row | {"start": date(2027, 6, 1)}, date(2027, 7, 1)),
        Case(row | {"start": day, "outcome": "Aflyst før start", "outcome_on": TODAY}, end),
        Case(row | YES | {"start": day, "judged_until": day}, end),
        Case(row | YES | {"start": day, "judged_until": date(2026, 12, 31)}, end),
    ]
    checked = validate(changed(with_rows(rows)), TODAY)
    (found,) = [one for one in checked.findings if one.code == UNREAD]
    assert (found.level, found.place.workbook) == ("oplysning", KOEBENHAVN)
    assert found.message.startswith("3 forløb i praktik eller løntilskud begynder under regler, som ingen har læst")
    assert "1. januar 2027" in found.message


def test_rows_under_rules_that_are_known_tell_nothing(changed: Callable[..., Path]) -> None:
    rows = [Case(PRACTICE | {"start": date(2026, 12, 31)}, date(2027, 3, 1)), Case(IGU, date(2028, 11, 30))]
    codes = {one.code for one in validate(changed(with_rows(rows)), TODAY).findings}
    assert not codes & {NEVER, UNSURE, UNREAD}


def test_a_length_that_is_not_allowed_keeps_nobody_out(changed: Callable[..., Path]) -> None:
    """It has happened, and must be counted: the row stays in match and figures."""
    checked = validate(changed(with_rows([Case(IGU, date(2027, 5, 31), NEVER)])), TODAY)
    (found,) = [one for one in checked.findings if one.code == NEVER]
    assert found.level == "advarsel"
    assert "tidligst den 30. november 2028" in found.message and "lov om integrationsgrunduddannelse" in found.rule
    assert len(checked.usable("tblForloeb")) == 1
