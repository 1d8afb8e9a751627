"""The law as the workbooks show it: each case is a candidate with rows of Forløb, and all stand in one real workbook.

Boundaries are tried on the day before, the day, and the day after; the day of the run is 2 November 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from igu_xl.checks.validation import Validation, validate
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET

TODAY = date(2026, 11, 2)
READY = date(2026, 12, 1)
KOEBENHAVN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
PEOPLE, PLACEMENTS = "tblKandidater", "tblForloeb"
OF_THE_LAW = ("igu-", "forloeb-igu-", "tidligere-igu-", "tilladelse-", "svar-")

Row = dict[str, Any]


class Case(NamedTuple):
    """What is told of a candidate, the igu rows, the verdict, and the codes: at the candidate, then at each row."""

    name: str
    person: Row
    rows: tuple[Row, ...] = ()
    outcome: str = ""
    codes: tuple[set[str], ...] = (set(),)


def day(year: int, month: int, day_: int) -> date:
    return date(year, month, day_)


def igu(start: date, **more: Any) -> Row:
    """A row that lasts two years; those whose end has passed lack an outcome unless it is told."""
    end = start.replace(year=start.year + 2) - timedelta(days=1)
    row = {"slot": "BYG-0001", "type": "igu", "start": start, "planned_end": end, "agreed_on": min(start, TODAY)}
    return row | more


def completed(start: date) -> Row:
    row = igu(start)
    return row | {"ended_on": row["planned_end"], "outcome": "Gennemført"}


def interrupted(start: date) -> Row:
    return igu(start) | {"ended_on": start + timedelta(days=90), "ending_reason": "Andet", "outcome": "Afbrudt"}


def waits(name: str, outcome: str, *codes: str, **person: Any) -> Case:
    return Case(name, person, (), outcome, (set(codes),))


def began(name: str, start: date, *codes: str, **person: Any) -> Case:
    """Somebody in an igu: what is told at its row."""
    return Case(name, {"status": "I forløb"} | person, (igu(start),), "", (set(), set(codes)))


def answer(**more: Any) -> Row:
    by = {"judgement": "Opfyldt", "judged_by": "Jobkonsulent, team 2", "judged_on": day(2026, 10, 1)}
    return by | {"judged_until": READY} | more


NO, ASK, NO_RULE = "igu-ikke-opfyldt", "igu-manuel", "igu-ingen-regel"
ROW_NO, ROW_ASK, ROW_NO_RULE = "forloeb-igu-ikke-opfyldt", "forloeb-igu-manuel", "forloeb-igu-ingen-regel"
OTHER, EMPTY = "tidligere-igu-modsagt", "tidligere-igu-tom"
ENDS, ENDED = "tilladelse-udloeber-undervejs", "tilladelse-udloebet"
GAP = {"residence_gap": "Ja"}
OVER = {"status": "Afsluttet"}
AFGHAN, UKRAINE = {"basis": "Særlov Afghanistan"}, {"basis": "Særlov Ukraine"}
FAMILY = {"basis": "Familiesammenført (anden)"}
IN_2023 = day(2023, 6, 1)

CASES = [
    # When: the later of Klar fra and today
    waits("too old by the rule of Klar fra, not today", MET, ready_from=IN_2023, born=day(1980, 1, 1)),
    waits("turned 50 yesterday", NOT_MET, NO, ready_from=day(2026, 6, 1), born=day(1976, 11, 1)),
    waits("turns 50 today", NOT_MET, NO, ready_from=day(2026, 6, 1), born=day(1976, 11, 2)),
    waits("turns 50 tomorrow", MET, ready_from=day(2026, 6, 1), born=day(1976, 11, 3)),
    waits("turns 50 the day after Klar fra", MET, born=day(1976, 12, 2)),
    waits("turns 50 on Klar fra", NOT_MET, NO, born=day(1976, 12, 1)),
    waits("ready on the last day of the law", MET, ready_from=day(2027, 12, 31)),
    waits("ready on the day after it", NOT_MET, NO_RULE, ready_from=day(2028, 1, 1)),
    # Bases and permits
    waits("the repealed act", MANUAL, ASK, **AFGHAN),
    waits("never in the law", NOT_MET, NO, basis="Øvrig tosproget"),
    waits("a permit that ends the day before", MANUAL, ASK, permit_until=day(2026, 11, 30)),
    waits("a permit that ends on the day", MET, ENDS, permit_until=READY),
    waits("a permit that ends the day after", MET, ENDS, permit_until=day(2026, 12, 2)),
    waits("a permit that ends a day too early", MET, ENDS, permit_until=day(2028, 11, 29)),
    waits("a permit that lasts just so long", MET, permit_until=day(2028, 11, 30)),
    waits("a permit from before the address", MANUAL, ASK, "tilladelse-foer", permit_until=day(2022, 2, 28)),
    waits("a permit that ended on the first day of it", MANUAL, ASK, permit_until=day(2022, 3, 1)),
    waits("no igu is wanted, so no permit is asked about", MET, measures="praktik", permit_until=READY),
    waits("the act for Ukraine, with a date", MET, ENDS, **UKRAINE, permit_until=day(2027, 3, 17)),
    waits("a gap", MANUAL, ASK, **GAP),
    waits("no gap", MET, residence_gap="Nej"),
    waits("a replacement number and no address", MANUAL, ASK, replacement_cpr="Ja", residence_from=None),
    # The municipality's answer
    waits("an answer", MET, **GAP, **answer()),
    waits("an answer of today", MET, **GAP, **answer(judged_on=TODAY)),
    waits("of tomorrow", MANUAL, ASK, "svar-fremtidigt", **GAP, **answer(judged_on=TODAY + timedelta(days=1))),
    waits("until the day before", MANUAL, ASK, "svar-udloebet", **GAP, **answer(judged_until=day(2026, 11, 30))),
    waits("until the day after", MET, **GAP, **answer(judged_until=day(2026, 12, 2))),
    waits("by nobody", MANUAL, ASK, "svar-ufuldstaendigt", **GAP, **answer(judged_by=None)),
    waits("by a line", MANUAL, ASK, "svar-ufuldstaendigt", **GAP, **answer(judged_by="-")),
    waits("on no day", MANUAL, ASK, "svar-ufuldstaendigt", **GAP, **answer(judged_on=None)),
    waits("until no day", MANUAL, ASK, "svar-ufuldstaendigt", **GAP, **answer(judged_until=None)),
    waits("without a result", MANUAL, ASK, "svar-ufuldstaendigt", **GAP, **answer(judgement=None)),
    waits("answered no", NOT_MET, NO, **GAP, **answer(judgement="Ikke opfyldt")),
    waits(
        "answered no until yesterday",
        MANUAL,
        ASK,
        "svar-udloebet",
        **GAP,
        **answer(judgement="Ikke opfyldt", judged_until=TODAY),
    ),
    waits("an answer to no question", MET, "svar-unoedvendigt", **answer()),
    waits("an answer that the law is another", NOT_MET, NO, "svar-uden-virkning", **answer(), born=day(1970, 1, 1)),
    waits(
        "an answer to what is asked later",
        MET,
        ENDS,
        permit_until=day(2026, 12, 10),
        **answer(judged_until=day(2027, 2, 1)),
    ),
    waits("an answer about an ended permit", MET, permit_until=day(2026, 11, 30), **answer()),
    waits("an answer where data are missing", MISSING, **answer(), born=None, measures="praktik"),
    waits("the answer of one who wants no igu", MET, **answer(), measures="praktik"),
    # Earlier igu
    Case("Nej, and completed", {"previous_igu": "Nej"}, (completed(day(2023, 1, 2)),), NOT_MET, ({NO, OTHER}, set())),
    Case("empty, and completed", {}, (completed(day(2023, 1, 2)),), NOT_MET, ({NO, EMPTY}, set())),
    Case("empty, completed and over", OVER, (completed(day(2023, 1, 2)),), NOT_MET, (set(), set())),
    Case(
        "Nej, and interrupted", {"previous_igu": "Nej"}, (interrupted(day(2025, 1, 6)),), MANUAL, ({ASK, OTHER}, set())
    ),
    Case(
        "typed because of the row",
        {"previous_igu": "Gennemført"},
        (completed(day(2023, 1, 2)),),
        NOT_MET,
        ({NO}, set()),
    ),
    Case(
        "typed because of an interrupted row",
        {"previous_igu": "Afbrudt"},
        (interrupted(day(2025, 1, 6)),),
        MANUAL,
        ({ASK}, set()),
    ),
    Case(
        "typed completed, and interrupted",
        {"previous_igu": "Gennemført"},
        (interrupted(day(2025, 1, 6)),),
        NOT_MET,
        ({NO, OTHER}, set()),
    ),
    Case("no outcome was written", {}, (igu(day(2024, 1, 1)),), MANUAL, ({ASK}, set())),
    Case(
        "it was cancelled",
        {},
        (igu(day(2026, 2, 2), outcome="Aflyst før start", outcome_on=day(2026, 1, 5)),),
        MET,
        (set(), set()),
    ),
    Case(
        "it was a practice",
        {},
        (igu(day(2023, 1, 2), type="praktik", outcome="Gennemført", ended_on=day(2023, 3, 1)),),
        MET,
        (set(), set()),
    ),
    Case(
        "completed elsewhere, and in one now",
        {"previous_igu": "Gennemført", "status": "I forløb"},
        (igu(day(2026, 1, 5)),),
        NOT_MET,
        (set(), {ROW_NO}),
    ),
    Case(
        "interrupted elsewhere, and in one now",
        {"previous_igu": "Afbrudt", "status": "I forløb"},
        (igu(day(2026, 1, 5)),),
        NOT_MET,
        (set(), {ROW_ASK}),
    ),
    Case(
        "never, and in one now",
        {"previous_igu": "Nej", "status": "I forløb"},
        (igu(day(2026, 1, 5)),),
        NOT_MET,
        (set(), set()),
    ),
    Case("in one now, and status Klar", {"previous_igu": "Nej"}, (igu(day(2026, 1, 5)),), NOT_MET, (set(), set())),
    Case(
        "a second igu after a completed one",
        {"previous_igu": "Gennemført", "status": "I forløb"},
        (completed(day(2023, 1, 2)), igu(day(2026, 1, 5))),
        NOT_MET,
        (set(), set(), {ROW_NO}),
    ),
    Case(
        "and the other way around in the sheet",
        {"previous_igu": "Gennemført", "status": "I forløb"},
        (igu(day(2026, 1, 5)), completed(day(2023, 1, 2))),
        NOT_MET,
        (set(), {ROW_NO}, set()),
    ),
    Case(
        "a second igu after an interrupted one",
        {"previous_igu": "Afbrudt", "status": "I forløb"},
        (interrupted(day(2025, 1, 6)), igu(day(2026, 1, 5))),
        NOT_MET,
        (set(), set(), {ROW_ASK}),
    ),
    Case(
        "answered in its row",
        {"previous_igu": "Afbrudt", "status": "I forløb"},
        (interrupted(day(2025, 1, 6)), igu(day(2026, 1, 5)) | answer()),
        NOT_MET,
        (set(), set(), set()),
    ),
    Case(
        "answered at the candidate",
        {"previous_igu": "Afbrudt", "status": "I forløb"} | answer(),
        (interrupted(day(2025, 1, 6)), igu(day(2026, 1, 5))),
        NOT_MET,
        (set(), set(), set()),
    ),
    Case(
        "answered no in its row",
        {"previous_igu": "Afbrudt", "status": "I forløb"} | answer(),
        (interrupted(day(2025, 1, 6)), igu(day(2026, 1, 5)) | answer(judgement="Ikke opfyldt")),
        NOT_MET,
        (set(), set(), {ROW_NO}),
    ),
    # Rows of Forløb at their start
    began("40 on the last day of the rule", day(2023, 12, 31), ROW_NO, born=day(1983, 12, 31)),
    began("40 the day after", day(2023, 12, 31), born=day(1984, 1, 1)),
    began("40 on the first day of the next rule", day(2024, 1, 1), born=day(1984, 1, 1)),
    began("18 tomorrow", day(2026, 9, 1), ROW_NO, born=day(2008, 9, 2)),
    began("18 today", day(2026, 9, 1), born=day(2008, 9, 1)),
    began("agreed, and 50 on the day", day(2027, 2, 1), ROW_NO, born=day(1977, 2, 1)),
    began("agreed, and 50 the day after", day(2027, 2, 1), born=day(1977, 2, 2)),
    began("sees the old act end", day(2025, 11, 30), **AFGHAN),
    began("the day it was repealed", day(2025, 12, 1), ROW_ASK, **AFGHAN),
    began("the day before it was in the law", day(2022, 6, 30), ROW_NO, **AFGHAN),
    began("the day it was in the law", day(2022, 7, 1), **AFGHAN),
    began("the day before Ukraine", day(2022, 3, 16), ROW_NO, **UKRAINE),
    began("the day of Ukraine", day(2022, 3, 17), **UKRAINE),
    began("the day before family", day(2023, 12, 31), ROW_NO, **FAMILY),
    began("the day of family", day(2024, 1, 1), **FAMILY),
    began("out of the target group", day(2026, 1, 5), ROW_NO, basis="Øvrig tosproget"),
    began("under 5 years here", day(2018, 5, 31), residence_from=day(2013, 6, 1)),
    began("5 years here", day(2018, 6, 1), ROW_NO, residence_from=day(2013, 6, 1)),
    began("under 20 years here", day(2025, 1, 31), residence_from=day(2005, 2, 1)),
    began("20 years here", day(2025, 2, 1), ROW_ASK, residence_from=day(2005, 2, 1)),
    began("more than 20 years here", day(2025, 2, 2), ROW_NO, residence_from=day(2005, 2, 1)),
    began("a gap on the way", day(2026, 1, 5), ROW_ASK, **GAP),
    began("a replacement number", day(2026, 1, 5), ROW_ASK, replacement_cpr="Ja", residence_from=None),
    began("a permit that had ended", day(2026, 3, 2), ROW_ASK, permit_until=day(2026, 3, 1)),
    began("the last day of the law", day(2027, 12, 31)),
    began("the day after the law", day(2028, 1, 1), ROW_NO_RULE),
    Case(
        "a permit until its start",
        {"status": "I forløb", "permit_until": day(2026, 3, 2)},
        (igu(day(2026, 3, 2)),),
        "",
        ({ENDED}, set()),
    ),
    Case(
        "a permit that ended yesterday",
        {"status": "I forløb", "permit_until": TODAY - timedelta(days=1)},
        (igu(day(2026, 3, 2)),),
        "",
        ({ENDED}, set()),
    ),
    Case(
        "a permit that ends today",
        {"status": "I forløb", "permit_until": TODAY},
        (igu(day(2026, 3, 2)),),
        "",
        ({ENDS}, set()),
    ),
    Case(
        "a permit until its last day",
        {"status": "I forløb", "permit_until": day(2028, 3, 1)},
        (igu(day(2026, 3, 2)),),
        "",
        (set(), set()),
    ),
    Case(
        "a permit that ended in an igu that is over",
        OVER | {"permit_until": day(2024, 3, 1)},
        (completed(day(2023, 1, 2)),),
        "",
        (set(), set()),
    ),
    Case(
        "missing data are told at the candidate",
        {"status": "I forløb", "born": None},
        (igu(day(2026, 1, 5)),),
        "",
        (set(), set()),
    ),
    Case(
        "cancelled",
        {"status": "Klar", "basis": "Øvrig tosproget", "measures": "praktik"},
        (igu(day(2027, 2, 1), outcome="Aflyst før start", outcome_on=TODAY),),
        "",
        (set(), set()),
    ),
    Case(
        "sent by the tool",
        {"basis": "Øvrig tosproget"},
        (igu(day(2027, 2, 1), sent_on=TODAY, agreed_on=None),),
        "",
        (set(), {ROW_NO}),
    ),
    Case(
        "of another type",
        {"basis": "Øvrig tosproget", "measures": "praktik"},
        (igu(day(2026, 9, 1), type="praktik", slot="BYG-0003"),),
        "",
        (set(), set()),
    ),
    Case(
        "answered until its start",
        {"status": "I forløb"} | GAP,
        (igu(day(2026, 1, 5)) | answer(judged_until=day(2026, 1, 5)),),
        "",
        (set(), set()),
    ),
    Case(
        "answered until the day before",
        {"status": "I forløb"} | GAP,
        (igu(day(2026, 1, 5)) | answer(judged_until=day(2026, 1, 4)),),
        "",
        (set(), {ROW_ASK, "svar-udloebet"}),
    ),
    Case(
        "answered by nobody",
        {"status": "I forløb"} | GAP,
        (igu(day(2026, 1, 5)) | answer(judged_by=None),),
        "",
        (set(), {ROW_ASK, "svar-ufuldstaendigt"}),
    ),
    Case(
        "answered tomorrow",
        {"status": "I forløb"} | GAP,
        (igu(day(2026, 1, 5)) | answer(judged_on=day(2026, 11, 3)),),
        "",
        (set(), {ROW_ASK, "svar-fremtidigt"}),
    ),
    Case(
        "answered, and nothing was asked",
        {"status": "I forløb"},
        (igu(day(2026, 1, 5)) | answer(),),
        "",
        (set(), {"svar-unoedvendigt"}),
    ),
    Case(
        "answered, and its length was asked",
        {"status": "I forløb"},
        (igu(day(2026, 1, 5), planned_end=day(2028, 6, 1)) | answer(),),
        "",
        (set(), set()),
    ),
    Case(
        "answered, and the law says no",
        {"status": "I forløb", "basis": "Øvrig tosproget"},
        (igu(day(2026, 1, 5)) | answer(),),
        "",
        (set(), {ROW_NO, "svar-uden-virkning"}),
    ),
    Case(
        "answered no, and nothing was asked",
        {"status": "I forløb"},
        (igu(day(2026, 1, 5)) | answer(judgement="Ikke opfyldt"),),
        "",
        (set(), {ROW_NO}),
    ),
    Case(
        "answered no, to practice",
        {"status": "I forløb", "measures": "praktik"},
        (igu(day(2026, 9, 1), type="praktik", slot="BYG-0003") | answer(judgement="Ikke opfyldt"),),
        "",
        (set(), {"forloeb-vurderet-nej"}),
    ),
    Case(
        "answered no, to an earlier start",
        {"status": "I forløb", "measures": "praktik"},
        (
            igu(day(2026, 9, 1), type="praktik", slot="BYG-0003")
            | answer(judgement="Ikke opfyldt", judged_until=day(2026, 8, 31)),
        ),
        "",
        (set(), set()),
    ),
    Case(
        "answered no, and the law says no",
        {"status": "I forløb", "basis": "Øvrig tosproget"},
        (igu(day(2026, 1, 5)) | answer(judgement="Ikke opfyldt"),),
        "",
        (set(), {ROW_NO}),
    ),
]


def with_cases(cases: list[Case]) -> Callable[[dict[str, Any]], None]:
    def change(rows: dict[str, Any]) -> None:
        usual = dict(rows[KOEBENHAVN][PEOPLE][2]) | {"ready_from": READY}
        rows[KOEBENHAVN][PEOPLE] = [usual | case.person | {"candidate": id_of(at)} for at, case in enumerate(cases)]
        rows[KOEBENHAVN][PLACEMENTS] = [
            {"placement": f"{id_of(at)}-F{number}", "candidate": id_of(at)} | row
            for at, case in enumerate(cases)
            for number, row in enumerate(case.rows, 1)
        ]

    return change


def id_of(at: int) -> str:
    return f"101-{at + 1:04}"


def told_of(checked: Validation, case: Case, at: int) -> tuple[str, tuple[set[str], ...]]:
    names = [id_of(at), *(f"{id_of(at)}-F{number}" for number in range(1, len(case.rows) + 1))]
    codes = [
        {one.code for one in checked.findings if one.place.row_id == name and one.code.startswith(OF_THE_LAW)}
        for name in names
    ]
    row = checked.verdicts[checked.verdicts["candidate"] == id_of(at)].iloc[0]
    return (row["outcome"] if case.outcome else "", tuple(codes))


def test_each_case_has_its_verdict_and_its_findings(changed: Callable[..., Path]) -> None:
    checked = validate(changed(with_cases(CASES)), TODAY)
    told = {f"{at}: {case.name}": told_of(checked, case, at) for at, case in enumerate(CASES)}
    assert told == {f"{at}: {case.name}": (case.outcome, case.codes) for at, case in enumerate(CASES)}
    assert len({case.name for case in CASES}) == len(CASES)


def test_findings_on_the_law_keep_no_row_out(changed: Callable[..., Path]) -> None:
    checked = validate(changed(with_cases(CASES)), TODAY)
    assert "fejl" not in {one.level for one in checked.findings if one.code.startswith(OF_THE_LAW)}


def test_the_words_say_why_with_the_paragraph_and_the_version(changed: Callable[..., Path]) -> None:
    cases = [
        began("no", day(2025, 12, 1), ROW_ASK, **AFGHAN),
        began("no rule", day(2028, 1, 1), ROW_NO_RULE),
        Case("two questions", GAP | {"previous_igu": "Afbrudt"}),
        Case("an earlier one", {"previous_igu": "Nej"}, (completed(day(2023, 1, 2)),)),
        waits("by nobody", MANUAL, **GAP, **answer(judged_by=None, judged_until=None)),
        waits("no", NOT_MET, **GAP, **answer(judgement="Ikke opfyldt")),
    ]
    found = validate(changed(with_cases(cases)), TODAY).findings
    told = {(one.place.row_id, one.code): one for one in found}
    afghan = told["101-0001-F1", ROW_ASK]
    assert "1. december 2025" in afghan.message and "ret opholdsgrundlaget (igu-loven § 2" in afghan.message
    assert afghan.as_json()["law"].startswith("IGU2024")
    assert told["101-0002-F1", ROW_NO_RULE].message == (
        "Forløbet er skrevet som igu: Der er ingen igu-regel for start den 1. januar 2028; ordningen gælder for "
        "forløb, der begynder senest 31. december 2027 (igu-loven § 3, stk. 2). Det er vejledende."
    )
    both = told["101-0003", ASK].message  # one answer is to both, so both are told
    assert "Folkeregisteradressen har været afbrudt" in both and "Har tidligere afbrudt en igu" in both
    assert told["101-0004", OTHER].message == (
        "Tidligere igu er »Nej«, men forløbet 101-0004-F1 er gennemført. "
        "Det er forløbet, der tæller i kontrol og match."
    )
    assert told["101-0005", "svar-ufuldstaendigt"].message == (
        "Svaret på den manuelle vurdering tæller ikke endnu: Vurderet af og Vurdering gælder til mangler."
    )
    assert "Kommunen har vurderet, at kravet ikke er opfyldt (Jobkonsulent, team 2" in told["101-0006", NO].message


def test_a_workbook_is_asked_once_for_permits_under_the_act_for_ukraine(changed: Callable[..., Path]) -> None:
    cases = [
        began("the last day seen", day(2026, 3, 17), **UKRAINE),
        began("the day after", day(2026, 3, 18), **UKRAINE),
        waits("waiting", MET, **UKRAINE),
        waits("told", MET, **UKRAINE, permit_until=day(2027, 3, 17)),
        waits("of another measure", MET, **UKRAINE, measures="praktik"),
    ]
    found = validate(changed(with_cases(cases)), TODAY).findings
    (one,) = [one for one in found if one.code == "tilladelse-ukendt"]
    assert (one.level, one.place.workbook) == ("oplysning", KOEBENHAVN)
    assert one.message.startswith("2 kandidater efter særloven for Ukraine")


@pytest.mark.parametrize(
    ("start", "told"), [(day(2016, 6, 30), {"dato-udenfor"}), (day(2016, 7, 1), {"forloeb-igu-ikke-opfyldt"})]
)
def test_a_start_before_the_law_is_a_finding(start: date, told: set[str], changed: Callable[..., Path]) -> None:
    cases = [Case("old", {"residence_from": day(2011, 7, 1)} | OVER, (igu(start),))]
    found = validate(changed(with_cases(cases)), TODAY).findings
    assert {one.code for one in found if one.place.column == "Start"} == told


def test_an_igu_in_another_municipalitys_workbook_counts(changed: Callable[..., Path]) -> None:
    """Of one who has moved, or whose row stands in the wrong workbook; nobody is told the other's row."""

    def change(rows: dict[str, Any]) -> None:
        row = completed(day(2023, 1, 2)) | {"placement": "147-0009-F1", "candidate": "101-0003"}
        rows[FREDERIKSBERG][PLACEMENTS] = [row]
        rows[KOEBENHAVN][PEOPLE][2]["previous_igu"] = "Nej"

    checked = validate(changed(change), TODAY)
    verdict = checked.verdicts.set_index("candidate").loc["101-0003"]
    assert verdict["outcome"] == NOT_MET and "Har gennemført en igu" in verdict["reasons"][0]
    (one,) = [one for one in checked.findings if one.code == OTHER]
    assert "et forløb, der ikke står i jeres arbejdsbog" in one.message and "147-" not in one.message


def test_a_replacement_number_asks_for_no_address(changed: Callable[..., Path]) -> None:
    cases = [waits("replaced", MANUAL, replacement_cpr="Ja", residence_from=None)]
    checked = validate(changed(with_cases(cases)), TODAY)
    assert "paakraevet" not in {one.code for one in checked.findings}
    assert not checked.blocked[PEOPLE].any()


def test_a_number_typed_as_who_judged_is_never_shown(changed: Callable[..., Path]) -> None:
    cases = [waits("cpr", MANUAL, **GAP, **answer(judged_by="Ane 010190-1234"))]
    checked = validate(changed(with_cases(cases)), TODAY)
    assert "cpr" in {one.code for one in checked.findings}
    assert "1234" not in str(checked.as_json())
