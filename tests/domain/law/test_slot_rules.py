from __future__ import annotations

from datetime import date

import pytest

from igu_xl.domain.law.kinds import KINDS
from igu_xl.domain.law.lengths import length_verdict, planned_end

START = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("kind", "sector", "start", "end"),
    [
        ("igu", "", date(2026, 12, 1), date(2028, 11, 30)),
        ("igu", "", date(2024, 2, 29), date(2026, 2, 27)),
        ("praktik", "", date(2026, 12, 1), date(2027, 3, 1)),
        ("løntilskud", "Privat", date(2026, 12, 1), date(2027, 5, 31)),
        ("løntilskud", "offentlig", date(2026, 12, 1), date(2027, 3, 31)),
        ("løntilskud", "", date(2026, 12, 1), None),
        ("ordinært", "", date(2026, 12, 1), None),
    ],
)
def test_the_usual_last_day_of_a_placement(kind: str, sector: str, start: date, end: date | None) -> None:
    assert planned_end(start, kind, sector) == end


@pytest.mark.parametrize(
    ("kind", "sector", "end", "outcome", "says"),
    [
        ("igu", "", date(2028, 11, 29), "ikke opfyldt", "30. november 2028"),
        ("igu", "", date(2028, 11, 30), "opfyldt", "to år"),
        ("igu", "", date(2028, 12, 1), "opfyldt", "to år"),
        ("igu", "", date(2028, 12, 2), "manuel vurdering", "8 uger"),
        ("praktik", "", date(2026, 12, 28), "opfyldt", "4 uger"),
        ("praktik", "", date(2026, 12, 29), "manuel vurdering", "13 uger"),
        ("praktik", "", date(2027, 3, 2), "manuel vurdering", "forlængelse"),
        ("praktik", "", date(2027, 5, 31), "manuel vurdering", "forlængelse"),
        ("praktik", "", date(2027, 6, 1), "manuel vurdering", "særligt behov"),
        ("løntilskud", "Privat", date(2027, 5, 31), "manuel vurdering", "forsikrede ledige"),
        ("løntilskud", "Privat", date(2027, 6, 1), "manuel vurdering", "op til et år"),
        ("løntilskud", "Offentlig", date(2027, 3, 31), "manuel vurdering", "4 måneder"),
        ("løntilskud", "Offentlig", date(2027, 4, 1), "manuel vurdering", "op til et år"),
        ("løntilskud", "", date(2027, 4, 1), "mangler data", "sektor"),
        ("ordinært", "", None, "opfyldt", "ingen grænse"),
        ("praktik", "", None, "mangler data", "Slutdatoen"),
        ("igu", "", date(2026, 11, 30), "mangler data", "før startdatoen"),
    ],
)
def test_a_length_is_judged_by_what_the_sources_say(
    kind: str, sector: str, end: date | None, outcome: str, says: str
) -> None:
    found = length_verdict(kind, START, end, sector)
    assert found.outcome == outcome
    assert says in found.reasons[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_length_never_breaks_a_rule(kind: str) -> None:
    end = planned_end(START, kind, "Privat")
    assert length_verdict(kind, START, end, "Privat").outcome in {"opfyldt", "manuel vurdering"}


def test_an_unknown_kind_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="flexjob"):
        planned_end(START, "flexjob")
