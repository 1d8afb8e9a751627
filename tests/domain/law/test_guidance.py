"""What is said beside an answer of the law: the version, the change, who decides, and that it is guidance."""

from __future__ import annotations

from datetime import date

import pytest

from igu_xl.domain.law.guidance import LAW_TERMS, change_words, citation, guided, law_name
from igu_xl.domain.law.igu.rules import LAST_START, LAW, RULES
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET, VERDICTS


@pytest.mark.parametrize(
    ("law", "name"),
    [
        (LAW, "igu-loven"),
        ("lov nr. 562 af 2019 om ændring af lov om integrationsgrunduddannelse (L 217, 2018-19)",
         "lov nr. 562 af 2019 om ændring af igu-loven (L 217, 2018-19)"),
        ("lov om integrationsgrunduddannelse, L 82; bekendtgørelse nr. 1825", "igu-loven, L 82"),
    ],
)  # fmt: skip
def test_a_law_is_cited_as_people_call_it(law: str, name: str) -> None:
    assert law_name(law) == name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_every_version_is_cited_with_its_name_in_one_line(rule: object) -> None:
    told = citation(rule.rule_id, rule.law)  # type: ignore[attr-defined]
    assert told.startswith(f"{rule.rule_id}, ") and ";" not in told and len(told) < 100  # type: ignore[attr-defined]


def test_where_no_rule_holds_the_law_alone_is_cited() -> None:
    assert citation("", LAW) == "igu-loven"


@pytest.mark.parametrize(
    ("day", "to", "words"),
    [
        (date(2027, 3, 4), MET, "Fra den 4. marts 2027 kan kandidaten komme i igu."),
        (date(2027, 3, 4), MANUAL, "Fra den 4. marts 2027 skal det vurderes manuelt."),
        (date(2027, 3, 4), MISSING, "Fra den 4. marts 2027 mangler der en oplysning."),
        (LAST_START, NOT_MET, "Fra den 31. december 2027 kan kandidaten ikke komme i igu."),
        (date(2028, 1, 1), NOT_MET, ""),  # the scheme ends for everybody
        (None, "", ""),
    ],
)
def test_the_day_it_changes_is_told(day: date | None, to: str, words: str) -> None:
    assert change_words(day, to) == words


def test_every_outcome_has_words() -> None:
    assert all(change_words(date(2027, 1, 1), outcome) for outcome in VERDICTS)


def test_the_version_and_that_it_is_guidance_are_said_once() -> None:
    told = guided("For gammel. For gammel igen.", ["IGU2024, igu-loven", "", "IGU2024, igu-loven"])
    assert told == "For gammel. For gammel igen. Regel: IGU2024, igu-loven; vejledende."
    assert guided("Mangler dansk.", ["", ""]) == "Mangler dansk."


def test_who_decides_is_said_right() -> None:
    told = dict(LAW_TERMS)
    assert "Virksomhed og borger indgår selv igu-aftalen" in told["Hvem afgør"]
    assert "Virksomheden har ansvaret" in told["Hvem afgør"] and "borgeren dokumenterer" in told["Hvem afgør"]
    assert "1.500" in told["Loft og stop for igu"] and "L 82 som fremsat" in told["Loft og stop for igu"]
    assert "lov-og-regler.html" in told["Lov og regler"] and "28. november 2026" in told["Lov og regler"]
