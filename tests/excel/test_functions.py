"""What the cell functions answer: each with good cells, bad cells, empty cells, columns and single cells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from igu_xl.domain.law.igu.rules import LAST_START
from igu_xl.excel import answers, functions
from igu_xl.excel.function_help import HELP

AFTER = datetime.combine(LAST_START + timedelta(days=1), time())  # the first day of which no rule is known
START = datetime(2026, 12, 1)
PERSON = (datetime(1990, 5, 1), datetime(2016, 1, 1), "Flygtning", START)
ELEMENTWISE = sorted(set(HELP) - {"IGU_PLADSER", "IGU_HOLDRISIKO", "IGU_SKOLEPLAN", "IGU_INDKOMST"})


def column(*values: Any) -> list[list[Any]]:
    return [[value] for value in values]


def answer(name: str, *arguments: Any) -> Any:
    """The answer in a single cell."""
    ((cell,),) = getattr(functions, name)(*arguments)
    return cell


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "opfyldt"),
        ({0: datetime(1976, 12, 1)}, "ikke opfyldt"),
        ({0: datetime(1976, 12, 2)}, "opfyldt"),
        ({1: datetime(2006, 12, 1)}, "manuel vurdering"),
        ({2: "Øvrig tosproget"}, "ikke opfyldt"),
        ({2: "  flygtning "}, "opfyldt"),
        ({0: "1. maj 1990"}, "opfyldt"),
        ({0: 32994.0}, "opfyldt"),
        ({0: "maj"}, "mangler data"),
        ({3: None}, "mangler data"),
        ({3: AFTER}, "ikke opfyldt"),
        ({3: datetime(2016, 6, 30)}, "ikke opfyldt"),
        ({3: datetime(1999, 12, 31)}, "mangler data"),
    ],
)
def test_the_target_group_at_the_start(change: dict[int, Any], outcome: str) -> None:
    person = [change.get(at, value) for at, value in enumerate(PERSON)]
    assert answer("IGU_MAALGRUPPE", *person) == outcome


def test_why_names_the_cell_that_could_not_be_read_and_then_the_reasons() -> None:
    why = answer("IGU_HVORFOR", "31-02-1990", *PERSON[1:])
    assert why == "Fødselsdato: »31-02-1990« kan ikke læses som en dato. Fødselsdatoen mangler."


def test_an_earlier_igu_counts() -> None:
    assert answer("IGU_MAALGRUPPE", *PERSON, "Gennemført") == "ikke opfyldt"
    assert answer("IGU_HVORFOR", *PERSON, "Gennemført") == (
        "Har allerede gennemført en igu; der gives én igu pr. person."
    )


@pytest.mark.parametrize(
    ("optional", "outcome"),
    [
        ((None, datetime(2026, 11, 30)), "manuel vurdering"),
        ((None, datetime(2026, 12, 1)), "opfyldt"),
        ((None, None, "Nej", "Nej"), "opfyldt"),
        ((None, None, "Ja"), "manuel vurdering"),
        ((None, None, None, "Ja"), "manuel vurdering"),
        (("Nej", None, None, "ja"), "manuel vurdering"),
        (("Genført",), "mangler data"),
        ((None, "engang"), "mangler data"),
        ((None, None, "måske"), "mangler data"),
        (("Gennemført", "engang"), "ikke opfyldt"),
    ],
)
def test_permit_interrupted_address_and_replacement_cpr_count(optional: tuple[Any, ...], outcome: str) -> None:
    assert answer("IGU_MAALGRUPPE", *PERSON, *optional) == outcome
    assert answer("IGU_HVORFOR", *PERSON, *optional)


def test_one_start_counts_for_a_whole_column_and_an_empty_row_stays_empty() -> None:
    born, resident = column(PERSON[0], None, PERSON[0]), column(PERSON[1], None, None)
    basis = column("Flygtning", None, "Flygtning")
    told = functions.IGU_MAALGRUPPE(born, resident, basis, [[START]])
    assert told == column("opfyldt", "", "mangler data")


def test_a_row_of_cells_gives_a_row_of_answers() -> None:
    assert functions.IGU_KOMMUNEKODE([["København", "Tårnby", None]]) == [["101", "185", ""]]


def test_columns_of_different_length_are_refused_with_a_sentence() -> None:
    assert functions.IGU_RIMELIGHED(column(1.0, 2.0), column(1.0, 2.0, 3.0)) == [
        ["Kolonnerne er ikke lige lange (2 og 3 celler). Vælg de samme rækker i dem alle."]
    ]


def test_a_whole_column_of_the_sheet_is_refused_with_a_sentence() -> None:
    assert "hel kolonne" in answer("IGU_KOMMUNEKODE", column(*[None] * 100_001))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((START, "igu"), datetime(2028, 11, 30)),
        ((START, "igu", None, 10.0), datetime(2029, 2, 8)),
        ((START, "igu", None, 6.0, "Ja"), datetime(2029, 1, 11)),
        ((START, "igu", None, 6.0, "Barsel eller adoption"), datetime(2029, 1, 11)),
        ((START, "igu", None, 6.0, "skoledel ikke gennemført"), datetime(2029, 1, 11)),
        ((START, "igu", None, 10.0, "Sygdom over 8 uger"), datetime(2029, 2, 8)),
        ((START, "igu", None, 6.0, "Nej"), "6 ugers fravær forlænger ikke; sygdom skal vare mere end 8 uger i træk."),
        (
            (START, "igu", None, 6.0, "010190-1234"),
            "Barsel: skriv Ja, Nej eller en af årsagerne: Skoledel ikke gennemført, Barsel eller adoption og Sygdom "
            "over 8 uger.",
        ),
        ((datetime(2026, 12, 31), "praktik"), datetime(2027, 3, 31)),
        ((datetime(2027, 1, 1), "praktik"), datetime(2027, 4, 1)),
        ((START, "løntilskud", "Privat"), datetime(2027, 5, 31)),
        ((START, "løntilskud"), "Skriv virksomhedens sektor, Privat eller Offentlig; længden afhænger af den."),
        ((START, "ordinært"), "Et ordinært job har ingen slutdato."),
        ((START, "lærling"), "Type: »lærling« findes ikke på listen."),
        ((START, "igu", None, -1.0), "Fravær (uger): -1 ligger uden for det, der kan være rigtigt (fra 0 til 104)."),
        ((None, "igu"), "mangler data"),
    ],
)
def test_the_planned_end(arguments: tuple[Any, ...], expected: Any) -> None:
    assert answer("IGU_SLUTDATO", *arguments) == expected


def test_school_hours_are_weighted_by_the_kind_of_course() -> None:
    kinds, hours = column("AMU", "dansk", "FGU", None), column(37.0, "18,5", 10.0, None)
    assert functions.IGU_SKOLETIMER(kinds, hours, START) == column(
        37.0, 37.0, "Det vides ikke, hvor meget FGU-timer tæller i skoledelen.", ""
    )
    assert "FGU-timer" in answer("IGU_SKOLEUGER", "FGU", 10.0, START)
    assert functions.IGU_SKOLEUGER(kinds[:2], hours[:2], START) == column(1.0, 1.0)


def test_school_hours_need_a_rule() -> None:
    assert "ingen igu-regel" in answer("IGU_SKOLETIMER", "AMU", 37.0, AFTER)
    assert "ordningen begyndte 1. juli 2016" in answer("IGU_SKOLEUGER", "AMU", 37.0, datetime(2016, 6, 30))


def test_a_whole_plan_gives_a_verdict_with_its_hours() -> None:
    plan = column("AMU", "FVU", None), column(296.0, 277.5, None)
    ((outcome, hours, weeks, why),) = functions.IGU_SKOLEPLAN(*plan, START, "PD2")
    assert (outcome, hours, weeks) == ("opfyldt", 851.0, 23.0)
    assert why.startswith("Planen tæller 851 timer")
    assert answer("IGU_SKOLEPLAN", column("AMU", "x"), column(1.0, 1.0), START).startswith("Slags: »x«")
    assert answer("IGU_SKOLEPLAN", "AMU", 37.0, None).startswith("Startdatoen mangler")


@pytest.mark.parametrize(
    ("amu", "fgu", "outcome", "said"),
    [
        (851.0, 100.0, "opfyldt", "De 100 timer er ikke regnet med."),
        (850.0, 100.0, "mangler data", "Spørg, hvad de 100 timer tæller"),
        (0.0, 100.0, "ikke opfyldt", "Der er ingen AMU i planen"),
    ],
)
def test_a_plan_with_fgu_is_judged_without_it_or_says_what_is_missing(
    amu: float, fgu: float, outcome: str, said: str
) -> None:
    ((told, hours, weeks, why),) = functions.IGU_SKOLEPLAN(column("AMU", "FGU"), column(amu, fgu), START)
    assert (told, hours, weeks) == (outcome, amu, amu / 37)
    assert said in why
    assert why.endswith("Regel: bekendtgørelse nr. 1825 af 28. december 2023 om igu § 6.")


def test_a_plan_cites_what_held_when_its_igu_began() -> None:
    plan = column("AMU", "dansk"), column(296.0, 300.0)
    ((told, _, _, why),) = functions.IGU_SKOLEPLAN(*plan, datetime(2021, 4, 30), "PD2")
    assert told == "ikke opfyldt"
    assert "Regel: vejledning om igu-uddannelsesplaner (uvm)" in why
    assert "1825" not in functions.IGU_SKOLEPLAN(*plan, datetime(2023, 12, 31), "PD2")[0][3]


@pytest.mark.parametrize(
    ("staff", "count", "expected"),
    [
        (4.0, 1.0, "opfyldt"),
        (4.0, 2.0, "ikke opfyldt: højst 1"),
        (60.0, 11.0, "opfyldt"),
        (60.0, 12.0, "ikke opfyldt: højst 11"),
        (None, 1.0, "mangler data"),
        (None, None, ""),
        (5.0, 1.5, "Antal: »1,5« skal være et helt tal."),
    ],
)
def test_the_reasonable_cap(staff: Any, count: Any, expected: str) -> None:
    assert answer("IGU_RIMELIGHED", staff, count) == expected


def test_income_is_told_with_its_reservation_or_refused_with_the_missing_rate() -> None:
    rows = functions.IGU_INDKOMST(
        column(84.05, 84.05, None, "x"), "Enlig forsørger", column(datetime(2021, 6, 1), START, START, START)
    )
    assert rows[0] == [13246, 12437, 809, "vejledende, før skat"]
    assert rows[1][:3] == ["", "", ""]
    assert rows[1][3].startswith("Satsen for uddannelsesgodtgørelsen (enlig forsørger, 2026) er ikke kendt")
    assert rows[2] == ["", "", "", "mangler data"]
    assert rows[3] == ["", "", "", "Timeløn: »x« kan ikke læses som et tal."]


@pytest.mark.parametrize(
    ("hours", "igu", "said"),
    [
        (None, 12488 + 1150, "vejledende, før skat"),
        (37.0, 12488 + 1150, "vejledende, før skat"),
        (32.0, 10800 + 1150, "løn for 32 timer om ugen"),
        ("34,5", 11644 + 1150, "løn for 34,5 timer om ugen"),
        (31.5, "", "En igu er på 32 til 37 timer om ugen i gennemsnit, skole og praktik i alt, ikke 31,5"),
        (38.0, "", "En igu er på 32 til 37 timer"),
        ("x", "", "Timer om ugen: »x« kan ikke læses som et tal."),
    ],
)
def test_income_is_for_the_hours_of_the_agreement(hours: Any, igu: Any, said: str) -> None:
    ((told, *_, why),) = functions.IGU_INDKOMST(100.0, "Forsørger", START, 7000.0, 5200.0, hours)
    assert told == igu
    assert said in why


def test_a_municipality_has_one_code_or_a_sentence() -> None:
    names = column("København", "Lyngby-Tårbæk", "Tårnby-Dragør", "Kobenhavn", "Andeby")
    assert functions.IGU_KOMMUNEKODE(names) == column(
        "101",
        "173",
        "Kommune: »Tårnby-Dragør« er flere kommuner: Tårnby og Dragør.",
        "Kommune: »Kobenhavn« findes ikke på listen; mente du »København«?",
        "Kommune: »Andeby« findes ikke på listen.",
    )


def test_a_cvr_number_is_valid_or_not() -> None:
    assert functions.IGU_CVR_GYLDIGT(column("26911125", 26911125.0, "26911126", None, "#N/A")) == column(
        True, True, False, "", "CVR: Cellen viser en fejl (#N/A)."
    )


def test_a_cpr_number_is_never_repeated() -> None:
    for name in ELEMENTWISE:
        arguments = [["010190-1234"]] * len(HELP[name].arguments)
        assert "1234" not in str(getattr(functions, name)(*([cell] for cell in arguments))), name


def test_a_fault_of_the_program_is_a_sentence_too_and_its_log_repeats_no_cell(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(name: str) -> None:
        raise RuntimeError(name)

    monkeypatch.setattr(answers, "resolve_municipality", fault)
    told = answer("IGU_KOMMUNEKODE", "København")
    assert told == "IGU_KOMMUNEKODE kunne ikke regne det ud (RuntimeError). Kør »igu doctor«."
    assert "RuntimeError" in caplog.text
    assert "København" not in caplog.text


def test_the_partnership_must_be_named_or_near(tmp_path: Any) -> None:
    assert "ligger ikke i et partnerskab" in answer("IGU_HOLDRISIKO", [[str(tmp_path)]])
    assert answer("IGU_PLADSER", "101-0007") == (
        "Arbejdsbogens mappe kan ikke findes. Gem den på computeren i partnerskabets mappe, og prøv igen."
    )


def test_a_date_without_a_time_and_an_amount_of_currency_are_read() -> None:
    assert answer("IGU_MAALGRUPPE", date(1990, 5, 1), *PERSON[1:]) == "opfyldt"
    assert answer("IGU_RIMELIGHED", Decimal("4"), Decimal("1")) == "opfyldt"
