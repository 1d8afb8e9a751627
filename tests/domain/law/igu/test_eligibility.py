from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from igu_xl.danish import date_text
from igu_xl.domain.law.answers import ManualAnswer
from igu_xl.domain.law.igu.eligibility import BASES, Verdict, verdict
from igu_xl.domain.law.igu.rules import LAST_START, RULES

AFTER = LAST_START + timedelta(days=1)  # the first day of which no rule is known


MET, MANUAL, MISSING, NOT_MET = "opfyldt", "manuel vurdering", "mangler data", "ikke opfyldt"


def judge(
    start: date,
    born: date | None = date(1995, 6, 15),
    residence_from: date | None = date(2015, 3, 1),
    basis: object = "Flygtning",
    previous_igu: object = "Nej",
    replacement_cpr: bool = False,
) -> Verdict:
    """The verdict on an ordinary refugee, except for what a test says is different."""
    return verdict(born, residence_from, basis, previous_igu, start, replacement_cpr)


def test_the_list_of_bases_is_that_of_the_workbooks() -> None:
    assert BASES == (
        "Flygtning",
        "Familiesammenført til flygtning",
        "Familiesammenført (anden)",
        "Særlov Ukraine",
        "Særlov Afghanistan",
        "Øvrig tosproget",
    )


@pytest.mark.parametrize(
    ("born", "start", "outcome"),
    [
        # the 18th birthday counts in
        (date(2008, 12, 2), date(2026, 12, 1), NOT_MET),
        (date(2008, 12, 1), date(2026, 12, 1), MET),
        (date(2008, 11, 30), date(2026, 12, 1), MET),
        # the 50th birthday counts out
        (date(1976, 12, 2), date(2026, 12, 1), MET),
        (date(1976, 12, 1), date(2026, 12, 1), NOT_MET),
        (date(1976, 11, 30), date(2026, 12, 1), NOT_MET),
        # the 40th birthday counted out until the end of 2023
        (date(1982, 12, 2), date(2022, 12, 1), MET),
        (date(1982, 12, 1), date(2022, 12, 1), NOT_MET),
        (date(1982, 12, 1), date(2023, 12, 31), NOT_MET),
        (date(1982, 12, 1), date(2024, 1, 1), MET),
        # born on 29 February: the year is reached on 28 February
        (date(2008, 2, 29), date(2026, 2, 27), NOT_MET),
        (date(2008, 2, 29), date(2026, 2, 28), MET),
        (date(1976, 2, 29), date(2026, 2, 27), MET),
        (date(1976, 2, 29), date(2026, 2, 28), NOT_MET),
    ],
)
def test_age_counts_from_the_18th_birthday_until_the_day_before_the_last(born: date, start: date, outcome: str) -> None:
    assert judge(start, born=born, residence_from=date(2020, 1, 1)).outcome == outcome


@pytest.mark.parametrize(
    ("residence_from", "start", "outcome"),
    [
        # under 5 years until the end of April 2021
        (date(2014, 5, 2), date(2019, 5, 1), MET),
        (date(2014, 5, 1), date(2019, 5, 1), NOT_MET),
        (date(2016, 5, 1), date(2021, 4, 30), MET),
        (date(2016, 4, 30), date(2021, 4, 30), NOT_MET),
        # under 10 years from 1 May 2021
        (date(2016, 4, 30), date(2021, 5, 1), MET),
        (date(2011, 5, 2), date(2021, 5, 1), MET),
        (date(2011, 5, 1), date(2021, 5, 1), NOT_MET),
        # up to 20 years from 2024; the very day is judged by a person
        (date(2013, 12, 31), date(2023, 12, 31), NOT_MET),
        (date(2013, 12, 31), date(2024, 1, 1), MET),
        (date(2006, 12, 2), date(2026, 12, 1), MET),
        (date(2006, 12, 1), date(2026, 12, 1), MANUAL),
        (date(2006, 11, 30), date(2026, 12, 1), NOT_MET),
        # moved in on 29 February: the year is reached on 28 February
        (date(2016, 2, 29), date(2021, 2, 27), MET),
        (date(2016, 2, 29), date(2021, 2, 28), NOT_MET),
        (date(2004, 2, 29), date(2024, 2, 28), MET),
        (date(2004, 2, 29), date(2024, 2, 29), MANUAL),
        # the first day of residence, and an address that begins after the start
        (date(2026, 12, 1), date(2026, 12, 1), MET),
        (date(2026, 12, 2), date(2026, 12, 1), MANUAL),
    ],
)
def test_residence_is_measured_at_the_start_by_the_rule_of_that_day(
    residence_from: date, start: date, outcome: str
) -> None:
    assert judge(start, residence_from=residence_from).outcome == outcome


@pytest.mark.parametrize(
    ("basis", "start", "outcome"),
    [
        ("Flygtning", date(2016, 7, 1), MET),
        ("Familiesammenført til flygtning", date(2016, 7, 1), MET),
        ("Familiesammenført (anden)", date(2023, 12, 31), NOT_MET),
        ("Familiesammenført (anden)", date(2024, 1, 1), MET),
        ("Særlov Ukraine", date(2022, 3, 16), NOT_MET),
        ("Særlov Ukraine", date(2022, 3, 17), MET),
        ("Særlov Afghanistan", date(2022, 6, 30), NOT_MET),
        ("Særlov Afghanistan", date(2022, 7, 1), MET),
        ("Øvrig tosproget", date(2026, 12, 1), NOT_MET),
        ("flygtning\u00a0", date(2026, 12, 1), MET),
        ("familiesammenfoert til flygtning", date(2026, 12, 1), MET),
        (None, date(2026, 12, 1), MISSING),
        ("", date(2026, 12, 1), MISSING),
        ("Studerende", date(2026, 12, 1), MISSING),
    ],
)
def test_a_basis_is_covered_from_the_day_its_law_came_into_force(basis: object, start: date, outcome: str) -> None:
    assert judge(start, basis=basis, residence_from=date(2016, 1, 1)).outcome == outcome


@pytest.mark.parametrize(
    ("previous", "outcome"),
    [
        ("Nej", MET),
        (None, MET),
        ("", MET),
        ("Gennemført", NOT_MET),
        ("gennemfoert", NOT_MET),
        ("Afbrudt", MANUAL),
        ("?", MISSING),
    ],
)
def test_there_is_one_completed_igu_for_a_person(previous: object, outcome: str) -> None:
    assert judge(date(2026, 12, 1), previous_igu=previous).outcome == outcome


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (date(2016, 6, 30), "Der er ingen igu-regel for start den 30. juni 2016; ordningen begyndte 1. juli 2016."),
        (
            AFTER,
            f"Der er ingen igu-regel for start den {date_text(AFTER)}; ordningen gælder for forløb, der begynder "
            f"senest {date_text(LAST_START)} (igu-loven § 3, stk. 2).",
        ),
    ],
)
def test_a_start_without_a_rule_says_so_and_falls_back_on_nothing(start: date, says: str) -> None:
    found = judge(start)
    assert (found.outcome, found.rule, found.reasons) == (NOT_MET, "", (says,))


def test_without_a_start_nothing_can_be_judged() -> None:
    found = verdict(date(1995, 1, 1), date(2020, 1, 1), "Flygtning", "Nej", None)
    assert (found.outcome, found.rule, found.changes_on) == (MISSING, "", None)


@pytest.mark.parametrize("start", [rule.valid_from for rule in RULES])
def test_every_verdict_cites_the_rule_and_the_law_of_its_start_date(start: date) -> None:
    found = judge(start)
    rule = next(rule for rule in RULES if rule.valid_from == start)
    assert (found.rule, found.law) == (rule.rule_id, rule.law)


@pytest.mark.parametrize(
    ("different", "outcome"),
    [
        ({"born": None}, MISSING),
        ({"residence_from": None}, MISSING),
        ({"replacement_cpr": True}, MANUAL),
        ({"replacement_cpr": True, "residence_from": None}, MANUAL),
        ({"born": None, "previous_igu": "Afbrudt"}, MISSING),
        ({"born": None, "previous_igu": "Gennemført"}, NOT_MET),
        ({"previous_igu": "Afbrudt", "basis": "Øvrig tosproget"}, NOT_MET),
    ],
)
def test_surely_not_beats_missing_and_missing_beats_manual(different: dict[str, object], outcome: str) -> None:
    assert judge(date(2026, 12, 1), **different).outcome == outcome  # type: ignore[arg-type]


def test_a_met_verdict_tells_every_condition() -> None:
    assert judge(date(2026, 12, 1)).reasons == (
        "Er 31 år ved start den 1. december 2026 (kravet er fyldt 18 og under 50 år).",
        "Har haft folkeregisteradresse i Danmark siden den 1. marts 2015, i 11 år ved start (kravet er op til 20 år).",
        "Opholdsgrundlaget »Flygtning« er omfattet.",
        "Har ikke tidligere haft igu.",
    )


def test_any_other_verdict_tells_only_what_stands_in_the_way_and_the_firmest_first() -> None:
    found = judge(date(2026, 12, 1), born=None, basis="Øvrig tosproget", previous_igu="Afbrudt")
    assert found.reasons == (
        "»Øvrig tosproget« er ikke omfattet af igu; andre indsatser kan bruges (igu-loven § 2).",
        "Fødselsdatoen mangler.",
        "Har tidligere afbrudt en igu; om der kan begyndes på en ny, skal vurderes manuelt.",
    )


@pytest.mark.parametrize(
    ("different", "says"),
    [
        (
            {"born": date(2009, 1, 5)},
            "Er ikke fyldt 18 år ved start den 1. december 2026; fylder 18 år den 5. januar 2027 "
            "(igu-loven § 3, stk. 1).",
        ),
        (
            {"born": date(1976, 12, 1)},
            "Fylder 50 år på startdagen den 1. december 2026; kravet er under 50 år (igu-loven § 3, stk. 1).",
        ),
        (
            {"born": date(1970, 5, 4)},
            "Er 56 år ved start den 1. december 2026; kravet er under 50 år, og 50-årsdagen var den 4. maj 2020 "
            "(igu-loven § 3, stk. 1).",
        ),
        (
            {"residence_from": date(2001, 2, 3)},
            "Har haft folkeregisteradresse i Danmark siden den 3. februar 2001; 20 år blev nået den 3. februar 2021, "
            "og kravet er op til 20 år ved start den 1. december 2026 (igu-loven § 3, stk. 1).",
        ),
    ],
)
def test_a_reason_gives_dates_and_ages_in_danish(different: dict[str, date], says: str) -> None:
    assert judge(date(2026, 12, 1), **different).reasons == (says,)  # type: ignore[arg-type]


def test_a_reason_never_repeats_what_was_typed_in_a_wrong_cell() -> None:
    found = judge(date(2026, 12, 1), basis="010190-1234", previous_igu="010190-1234")
    assert not any("010190" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("start", "different", "outcome", "changes_on", "changes_to"),
    [
        (date(2026, 12, 1), {}, MET, AFTER, NOT_MET),
        (date(2026, 12, 1), {"born": date(2009, 1, 5)}, NOT_MET, date(2027, 1, 5), MET),
        (date(2026, 12, 1), {"born": date(1977, 1, 5)}, MET, date(2027, 1, 5), NOT_MET),
        (date(2026, 12, 1), {"residence_from": date(2007, 1, 5)}, MET, date(2027, 1, 5), MANUAL),
        (date(2026, 12, 1), {"residence_from": date(2006, 12, 1)}, MANUAL, date(2026, 12, 2), NOT_MET),
        (date(2026, 12, 1), {"residence_from": date(2027, 2, 1)}, MANUAL, date(2027, 2, 1), MET),
        (date(2026, 12, 1), {"basis": "Øvrig tosproget"}, NOT_MET, None, ""),
        (date(2026, 12, 1), {"previous_igu": "Gennemført"}, NOT_MET, None, ""),
        (date(2026, 12, 1), {"born": date(LAST_START.year - 16, 1, 1)}, NOT_MET, None, ""),
        (date(2022, 6, 30), {"basis": "Særlov Afghanistan"}, NOT_MET, date(2022, 7, 1), MET),
        (date(2022, 12, 1), {"basis": "Familiesammenført (anden)"}, NOT_MET, date(2024, 1, 1), MET),
        (date(2022, 12, 1), {"born": date(1980, 1, 1)}, NOT_MET, date(2024, 1, 1), MET),
        (date(2016, 6, 1), {"residence_from": date(2015, 1, 1)}, NOT_MET, date(2016, 7, 1), MET),
        (AFTER, {}, NOT_MET, None, ""),
    ],
)
def test_a_verdict_knows_when_it_becomes_another(
    start: date, different: dict[str, object], outcome: str, changes_on: date | None, changes_to: str
) -> None:
    found = judge(start, **different)  # type: ignore[arg-type]
    assert (found.outcome, found.changes_on, found.changes_to) == (outcome, changes_on, changes_to)


def test_a_mistyped_year_gives_a_verdict_and_no_crash() -> None:
    assert judge(date(2026, 12, 1), born=date(9990, 1, 1), residence_from=date(9999, 12, 31)).outcome == NOT_MET
    assert judge(date(9999, 12, 31)).outcome == NOT_MET


def test_a_verdict_is_a_value() -> None:
    assert replace(judge(date(2026, 12, 1))) == judge(date(2026, 12, 1))


def test_nobody_is_taken_to_have_a_replacement_number() -> None:
    """Who leaves it out asks about a person with an address, whose residence counts."""
    known = date(1995, 6, 15), date(2015, 3, 1), "Flygtning", "Nej", date(2026, 12, 1)
    assert verdict(*known) == judge(date(2026, 12, 1), replacement_cpr=False)
    assert verdict(*known).outcome == MET


START = date(2027, 2, 1)


@pytest.mark.parametrize(
    ("permit_until", "outcome", "changes_on", "says"),
    [
        (date(2027, 1, 31), MANUAL, None, "før start"),
        (date(2027, 2, 1), MET, date(2027, 2, 2), "forlænges undervejs"),
        (date(2029, 1, 30), MET, AFTER, "forlænges undervejs"),
        (date(2029, 1, 31), MET, AFTER, "hele forløbet ud"),
        (None, MET, AFTER, ""),
    ],
)
def test_a_permit_must_hold_at_the_start_and_is_told_when_it_ends_within_the_two_years(
    permit_until: date | None, outcome: str, changes_on: date | None, says: str
) -> None:
    found = verdict(date(1995, 6, 15), date(2015, 3, 1), "Flygtning", "Nej", START, permit_until=permit_until)
    assert found.outcome == outcome and says in " ".join(found.reasons)
    assert ("Opholdstilladelsen" in " ".join(found.reasons)) == (permit_until is not None)
    if changes_on:
        assert found.changes_on == changes_on


@pytest.mark.parametrize(
    ("seen", "typed", "outcome"),
    [
        ("Gennemført", "Nej", NOT_MET),
        ("I gang", "Nej", NOT_MET),
        ("Afbrudt", "Nej", MANUAL),
        ("Uden udfald", "Nej", MANUAL),
        ("Afbrudt", "Gennemført", NOT_MET),
        ("", "Nej", MET),
    ],
)
def test_an_igu_that_the_rows_show_counts_whatever_was_typed(seen: str, typed: str, outcome: str) -> None:
    found = verdict(date(1995, 6, 15), date(2015, 3, 1), "Flygtning", typed, START, seen_igu=seen)
    assert found.outcome == outcome
    assert outcome == MET or not any("ikke tidligere" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (ManualAnswer("Opfyldt", "Jobkonsulent", date(2026, 11, 2), START), MET),
        (ManualAnswer("Ikke opfyldt", "Jobkonsulent", date(2026, 11, 2), START), NOT_MET),
        (ManualAnswer("Opfyldt", "Jobkonsulent", date(2026, 11, 2), START - timedelta(days=1)), MANUAL),
        (ManualAnswer("Opfyldt", "", date(2026, 11, 2), START), MANUAL),
        (ManualAnswer("Opfyldt", "Jobkonsulent", None, START), MANUAL),
        (ManualAnswer("Opfyldt", "Jobkonsulent", date(2026, 11, 2), None), MANUAL),
        (ManualAnswer("", "Jobkonsulent", date(2026, 11, 2), START), MANUAL),
    ],
)
def test_a_whole_answer_decides_what_is_left_to_a_person_until_its_last_day(answer: ManualAnswer, outcome: str) -> None:
    facts = date(1995, 6, 15), date(2015, 3, 1), "Flygtning", "Nej"
    found = verdict(*facts, START, residence_gap=True, answer=answer)
    assert found.outcome == outcome
    assert ("Kommunen har vurderet" in found.reasons[0]) == (outcome != MANUAL)
    if outcome == MET:
        assert (found.changes_on, found.changes_to) == (START + timedelta(days=1), MANUAL)


def test_an_answer_changes_nothing_that_the_law_decides() -> None:
    answer = ManualAnswer("Opfyldt", "Jobkonsulent", date(2026, 11, 2), date(2027, 12, 31))
    found = verdict(date(1970, 1, 1), date(2015, 3, 1), "Flygtning", "Nej", START, answer=answer)
    assert found.outcome == NOT_MET and not any("Kommunen" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("until", "outcome", "says"),
    [
        (START - timedelta(days=1), MET, "Er 31 år"),
        (START, NOT_MET, "Kommunen har vurderet, at kravet ikke er opfyldt"),
        (START + timedelta(days=1), NOT_MET, "Kommunen har vurderet, at kravet ikke er opfyldt"),
    ],
)
def test_a_municipality_may_know_what_no_column_tells_and_say_no(until: date, outcome: str, says: str) -> None:
    """As of family whose permit is not of the paragraphs that igu is for."""
    answer = ManualAnswer("Ikke opfyldt", "Jobkonsulent", date(2026, 11, 2), until)
    found = verdict(date(1995, 6, 15), date(2015, 3, 1), "Familiesammenført (anden)", "Nej", START, answer=answer)
    assert found.outcome == outcome and found.reasons[0].startswith(says)
    assert (len(found.reasons) == 1) == (outcome == NOT_MET)


@pytest.mark.parametrize(
    ("different", "paragraph"),
    [
        ({}, ""),
        ({"born": date(1970, 1, 1)}, "§ 3, stk. 1"),
        ({"residence_from": date(2000, 1, 1)}, "§ 3, stk. 1"),
        ({"basis": "Øvrig tosproget"}, "§ 2"),
        ({"basis": "Særlov Afghanistan"}, "§ 2, stk. 1, nr. 6"),
        ({"previous_igu": "Gennemført"}, ""),
    ],
)
def test_a_verdict_cites_the_condition_that_failed(different: dict[str, object], paragraph: str) -> None:
    found = judge(START, **different)  # type: ignore[arg-type]
    assert found.paragraph == paragraph
    assert not paragraph or f"(igu-loven {paragraph})." in found.reasons[0]
    assert judge(AFTER).paragraph == "§ 3, stk. 2"
