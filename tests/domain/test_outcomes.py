from __future__ import annotations

import math

import pytest

from igu_xl.domain.codes import ENDING_REASONS, OUTCOMES, Exit, exit_of


def test_the_lists_are_those_of_the_workbooks() -> None:
    assert tuple(OUTCOMES) == (
        "Gennemført",
        "Ordinært job",
        "Erhvervsuddannelse",
        "Anden uddannelse",
        "Afbrudt",
        "Aflyst før start",
    )
    assert tuple(ENDING_REASONS) == (
        "Job",
        "Uddannelse",
        "Økonomi",
        "Sprog",
        "Fravær",
        "Virksomheden",
        "Flytning",
        "Andet",
    )


def test_one_outcome_and_one_reason_are_a_job_exit() -> None:
    assert [name for name, code in OUTCOMES.items() if code.is_job_exit()] == ["Ordinært job"]
    assert [name for name, code in ENDING_REASONS.items() if code.is_job_exit()] == ["Job"]


def test_education_is_no_drop_out() -> None:
    educations = [*OUTCOMES.values(), *ENDING_REASONS.values()]
    assert [code.name for code in educations if code.is_education_exit()] == [
        "Erhvervsuddannelse",
        "Anden uddannelse",
        "Uddannelse",
    ]
    assert not any(code.is_drop_out() for code in educations if code.is_education_exit())


@pytest.mark.parametrize(
    ("outcome", "reason", "exit_kind"),
    [
        ("Gennemført", None, Exit.COMPLETED),
        ("Gennemført", "Andet", Exit.COMPLETED),
        ("Ordinært job", None, Exit.JOB),
        ("ordinaert job ", "Økonomi", Exit.JOB),
        ("Erhvervsuddannelse", None, Exit.EDUCATION),
        ("Anden uddannelse", "Uddannelse", Exit.EDUCATION),
        ("Afbrudt", "Job", Exit.JOB),
        ("Afbrudt", "Uddannelse", Exit.EDUCATION),
        ("Afbrudt", "Fravær", Exit.DROP_OUT),
        ("Afbrudt", None, Exit.DROP_OUT),
        (None, "Job", Exit.JOB),
        (None, "Flytning", Exit.DROP_OUT),
        (math.nan, "", None),
        ("?", "?", None),
    ],
)
def test_what_an_ending_counts_as(outcome: object, reason: object, exit_kind: Exit | None) -> None:
    assert exit_of(outcome, reason) is exit_kind
