"""What the doctor says of the rules' dates, on days before, on and after they run out."""

from __future__ import annotations

from datetime import date

import pytest

from igu_xl.actions.doctor.diagnosis import Diagnosis
from igu_xl.actions.doctor.rule_dates import look_at_rules

EMPLOYMENT, IGU = "31. december 2026", "31. december 2027"


def told_of(today: date, until: str) -> Diagnosis | None:
    return next((one for one in look_at_rules(today) if one.state == "advarsel" and until in one.sentence), None)


@pytest.mark.parametrize(
    ("today", "until", "when"),
    [
        (date(2026, 10, 31), EMPLOYMENT, None),
        (date(2026, 11, 1), EMPLOYMENT, "om 60 dage"),
        (date(2026, 12, 1), EMPLOYMENT, "om 30 dage"),
        (date(2026, 12, 30), EMPLOYMENT, "om 1 dag"),
        (date(2026, 12, 31), EMPLOYMENT, "i dag"),
        (date(2027, 1, 1), EMPLOYMENT, "for 1 dag siden"),
        (date(2028, 6, 1), EMPLOYMENT, "for 518 dage siden"),
        (date(2026, 12, 1), IGU, None),
        (date(2027, 10, 31), IGU, None),
        (date(2027, 11, 1), IGU, "om 60 dage"),
        (date(2028, 1, 1), IGU, "for 1 dag siden"),
    ],
)
def test_a_rule_that_runs_out_is_told_of_60_days_before_and_until_there_is_another(
    today: date, until: str, when: str | None
) -> None:
    told = told_of(today, until)
    assert (told is not None) == (when is not None)
    if told and when:
        assert f"({when})" in told.sentence
        assert "docs/ny-lov.md" in told.do


def test_the_employment_law_is_all_that_ends_with_2026() -> None:
    told = told_of(date(2026, 12, 1), EMPLOYMENT)
    assert told and told.sentence == (
        "Disse regler er kun kendt for forløb, der begynder senest 31. december 2026 (om 30 dage): "
        "Hvor længe et forløb varer (praktik, løntilskud); Regler om pladser, virksomheder og forlængelse "
        "(rimelighedskrav, merbeskæftigelse, praktik seneste arbejdsgiver). "
        "For senere starter siger værktøjet »manuel vurdering« eller »ingen regel«."
    )


def test_the_igu_law_ends_with_2027() -> None:
    told = told_of(date(2027, 12, 1), IGU)
    assert told and told.sentence.partition(": ")[2].partition(". For")[0] == (
        "Igu: alder, bopæl, skoledel og frist; Hvor længe et forløb varer (igu); Regler om pladser, virksomheder og "
        "forlængelse (tre måneder, forlængelse skoledel, forlængelse orlov sygdom)"
    )


def test_nothing_is_to_do_while_all_rules_are_known() -> None:
    (told,) = look_at_rules(date(2026, 6, 1))
    assert (told.state, told.do) == ("i orden", "")
    assert "de første udløber den 31. december 2026" in told.sentence
