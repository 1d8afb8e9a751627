from __future__ import annotations

from datetime import date

import pytest

from igu_xl.domain.law.answers import JUDGED_MET, JUDGED_NOT_MET, ManualAnswer

START, TODAY = date(2027, 2, 1), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("judgement", "by", "on", "until", "counts"),
    [
        (JUDGED_MET, "Jobkonsulent", TODAY, START, True),
        (JUDGED_NOT_MET, "Jobkonsulent", TODAY, START, True),
        (JUDGED_MET, "Jobkonsulent", date(2026, 11, 30), date(2027, 2, 2), True),
        (JUDGED_MET, "Jobkonsulent", TODAY, date(2027, 1, 31), False),
        (JUDGED_MET, "Jobkonsulent", date(2026, 12, 2), START, False),
        (JUDGED_MET, " ", TODAY, START, False),
        (JUDGED_MET, "Jobkonsulent", None, START, False),
        (JUDGED_MET, "Jobkonsulent", TODAY, None, False),
        ("", "Jobkonsulent", TODAY, START, False),
    ],
)
def test_only_a_whole_answer_of_a_day_that_has_come_counts(
    judgement: str, by: str, on: date | None, until: date | None, counts: bool
) -> None:
    assert ManualAnswer(judgement, by, on, until).counts(START, TODAY) is counts
