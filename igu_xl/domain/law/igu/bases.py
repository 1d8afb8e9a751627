"""Which bases of residence igu is for on a day: lov om integrationsgrunduddannelse § 2.

The rows of `domain/data/opholdsgrundlag.csv`. A basis without a row on a day is not covered then; a row may also say
that a person must judge it, as for a special act that was repealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from igu_xl.domain.dated import first_day, last_day
from igu_xl.domain.rule_tables import rule_rows
from igu_xl.domain.tables import CsvRow

REFUGEE = "Flygtning"
REFUGEE_FAMILY = "Familiesammenført til flygtning"
OTHER_FAMILY = "Familiesammenført (anden)"
UKRAINE = "Særlov Ukraine"
AFGHANISTAN = "Særlov Afghanistan"
BILINGUAL = "Øvrig tosproget"

BASES = (REFUGEE, REFUGEE_FAMILY, OTHER_FAMILY, UKRAINE, AFGHANISTAN, BILINGUAL)
"""The list Opholdsgrundlag. The last is the partnership's second target group and never was in the law."""


@dataclass(frozen=True, slots=True)
class BasisRule:
    """What a basis means for an igu that begins from `valid_from` to and including `valid_to`.

    `outcome` is of `VERDICTS`, `paragraph` the place in the law, and `sentence` what is told.
    """

    basis: str
    valid_from: date
    valid_to: date
    outcome: str
    paragraph: str
    sentence: str


def basis_rule(basis: str, start: date) -> BasisRule | None:
    """The row for a basis on a start date; None where it is not covered."""
    return next((one for one in BASIS_RULES if one.basis == basis and one.valid_from <= start <= one.valid_to), None)


def covered_from(basis: str) -> date | None:
    """The first start date on which igu is for a basis; None when it never is."""
    return min((one.valid_from for one in BASIS_RULES if one.basis == basis), default=None)


def _basis_rule(row: CsvRow) -> BasisRule:
    return BasisRule(
        basis=row["grundlag"],
        valid_from=first_day(row),
        valid_to=last_day(row),
        outcome=row["vurdering"],
        paragraph=row["paragraf"],
        sentence=row["saetning"],
    )


BASIS_RULES: tuple[BasisRule, ...] = tuple(_basis_rule(row) for row in rule_rows("opholdsgrundlag"))
