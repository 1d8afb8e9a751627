"""Rulings that speak against each other: the lowest row counts, whatever stands above it and however often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.actions.coordinator.ruling_checks import Sorted, sort_out
from igu_xl.actions.coordinator.rulings import Ruling
from igu_xl.checks.validation import Validation, validate
from igu_xl.match.case import Decision, build_case

TODAY = date(2026, 11, 2)
PERSON, OTHER = "101-0001", "101-0002"
SLOTS, COHORTS, COMPANIES = ("BYG-0001", "BYG-0002"), ("NEXT-2027-01", "NEXT-2027-02"), ("12345607", "12345615")
BLANK = {"candidate": "", "slot": "", "cohort": "", "cvr": "", "limit": None, "validity": "Gælder", "source": ""}
Row = tuple[str, tuple[tuple[str, object], ...]]
Against = Callable[[Row, Row], bool]

# What the problem itself calls a decision against another.
AGAINST = {"lock_and_reject", "two_slots_locked", "two_cohorts_locked", "lock_in_stopped_cohort"}


@pytest.fixture(scope="module")
def checked(clean_partnership: Path) -> Validation:
    return validate(clean_partnership, TODAY)


def row(kind: str, **about: object) -> Row:
    return kind, tuple(about.items())


def sorted_out(validation: Validation, *rows: Row) -> Sorted:
    """The rows as they stand from A5 on."""
    rulings = [
        Ruling(BLANK | {"ruling": kind} | dict(about), f"A{number}") for number, (kind, about) in enumerate(rows, 5)
    ]
    return sort_out(rulings, validation, "koordinator.xlsm")


def beaten(found: Sorted) -> dict[str, str]:
    """The cell of each ruling that is laid aside, and that of the one it is laid aside for."""
    assert {finding.code for finding in found.findings} <= {"afgoerelse-modsat"}
    told = [(finding.place.cell, finding.details["cell"].strip(" ()")) for finding in found.findings]
    assert len(dict(told)) == len(told)
    return dict(told)


@pytest.fixture(scope="module")
def against(checked: Validation) -> Against:
    """Whether two rulings alone cannot both be used."""
    return cache(lambda one, other: len(sorted_out(checked, one, other).decisions) == 1)


PAIR = {"candidate": PERSON, "slot": "BYG-0001"}
LOCK, REJECT = row("Lås", **PAIR), row("Afvis", **PAIR)
RUN, STOP = row("Hold skal køre", cohort=COHORTS[0]), row("Hold må ikke køre", cohort=COHORTS[0])
AT_MOST = {most: row("Højst i virksomhed", cvr=COMPANIES[0], limit=most) for most in (1, 2)}


@pytest.mark.parametrize(
    ("first", "second"), [(LOCK, REJECT), (REJECT, LOCK), (RUN, STOP), (STOP, RUN), (AT_MOST[1], AT_MOST[2])]
)
def test_what_is_decided_again_after_its_opposite_stands(first: Row, second: Row, checked: Validation) -> None:
    """A, then B, then A again: only B is laid aside, for the last row."""
    found = sorted_out(checked, first, second, first)
    assert beaten(found) == {"A6": "A7"}
    assert set(found.decisions) == set(sorted_out(checked, first).decisions)


def test_the_finding_names_the_row_that_counts(checked: Validation) -> None:
    (finding,) = sorted_out(checked, LOCK, REJECT, LOCK).findings
    assert finding.place.cell == "A6"
    assert finding.message == (
        "»Afvis 101-0001 BYG-0001« og »Lås 101-0001 BYG-0001« kan ikke gælde på samme tid; "
        "den nederste (A7) bliver brugt."
    )


def test_a_ruling_is_not_laid_aside_for_one_that_does_not_count_itself(checked: Validation) -> None:
    """The second lock is against the first, and is rejected by the third row: then the first stands."""
    second = {"candidate": PERSON, "slot": "BYG-0002"}
    found = sorted_out(checked, LOCK, row("Lås", **second), row("Afvis", **second))
    assert beaten(found) == {"A6": "A7"}
    assert [(one.kind, one.slot) for one in found.decisions] == [("lock", "BYG-0001"), ("reject", "BYG-0002")]


_optional = st.sampled_from(["", *SLOTS]), st.sampled_from(["", *COHORTS])
_people = st.sampled_from([PERSON, PERSON, OTHER])
ROWS = st.one_of(
    st.builds(
        lambda kind, who, slot, cohort: row(kind, candidate=who, slot=slot, cohort=cohort),
        st.sampled_from(["Lås", "Afvis"]),
        _people,
        *_optional,
    ).filter(lambda one: any(value for key, value in one[1] if key != "candidate")),
    st.builds(
        lambda who, cvr: row("Ikke denne virksomhed", candidate=who, cvr=cvr), _people, st.sampled_from(COMPANIES)
    ),
    st.builds(
        lambda kind, cohort: row(kind, cohort=cohort),
        st.sampled_from(["Hold skal køre", "Hold må ikke køre"]),
        st.sampled_from(COHORTS),
    ),
    st.builds(
        lambda cvr, most: row("Højst i virksomhed", cvr=cvr, limit=most),
        st.sampled_from(COMPANIES),
        st.integers(0, 2),
    ),
)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(ROWS, max_size=7))
def test_whatever_is_decided_what_comes_out_can_be_kept_together(
    rows: list[Row], checked: Validation, against: Against
) -> None:
    found = sorted_out(checked, *rows)
    laid_aside = beaten(found)
    standing = [one for number, one in enumerate(rows, 5) if f"A{number}" not in laid_aside]
    assert len(found.decisions) == len(standing)
    for one, other in combinations(standing, 2):
        assert not against(one, other)
    for loser, winner in laid_aside.items():
        lower, upper = rows[int(winner[1:]) - 5], rows[int(loser[1:]) - 5]
        assert winner not in laid_aside and int(winner[1:]) > int(loser[1:])
        assert against(upper, lower)
    assert f"A{len(rows) + 4}" not in laid_aside


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(ROWS, min_size=2, max_size=7))
def test_the_last_of_those_that_speak_against_each_other_always_stands(
    rows: list[Row], checked: Validation, against: Against
) -> None:
    laid_aside = beaten(sorted_out(checked, *rows))
    for at, one in enumerate(rows):
        if not any(against(one, later) for later in rows[at + 1 :]):
            assert f"A{at + 5}" not in laid_aside


@settings(deadline=None, max_examples=20)
@given(rows=st.lists(ROWS, max_size=7))
def test_the_problem_finds_no_decision_against_another(rows: list[Row], checked: Validation) -> None:
    """Asked of other code: the tables of the match, as they are checked before a search."""
    decisions: list[Decision] = sorted_out(checked, *rows).decisions
    found = {one.code for one in build_case(checked, decisions).problem.check()}
    assert not found & AGAINST
