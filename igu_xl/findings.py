"""A finding: something wrong or doubtful in a cell, as data; and the one place where it gets its Danish words.

Checks make findings from a place and a code; tests and statistics use the code. What a user reads is made here from
the table in finding_words.py, so that no sentence stands in a check, a button or a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from string import Formatter

from igu_xl.domain.personal.cpr import hide_cpr
from igu_xl.domain.personal.names import hide_personal
from igu_xl.finding_words import FOR_THE_COORDINATOR, WORDS

ERROR, WARNING, NOTE = "fejl", "advarsel", "oplysning"
LEVELS = (ERROR, WARNING, NOTE)
_OF_THE_PLACE = {"value", "column", "sheet"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding points: a workbook, and as far as it goes a sheet, a table, a cell, its column and row id."""

    workbook: str
    sheet: str = ""
    table: str = ""
    cell: str = ""
    column: str = ""
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong at one place; `details` fill the blanks of the code's sentences.

    The detail `law` is the version of the law that a finding about the law rests on, as it is cited.

    A CPR number never passes through: place, value and details are cleaned when the finding is made, and a value with a
    person's name is not told. Raises `ValueError` for an unknown code or a blank that is not filled.
    """

    place: Place
    code: str
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in WORDS:
            raise ValueError(f"unknown finding code {self.code!r}")
        object.__setattr__(self, "place", _cleaned(self.place))
        object.__setattr__(self, "value", hide_personal(self.value))
        object.__setattr__(self, "details", {key: _without_cpr(text) for key, text in self.details.items()})
        if unfilled := _blanks(self.code) - self.details.keys() - _OF_THE_PLACE:
            raise ValueError(f"{self.code} lacks {sorted(unfilled)}")

    @property
    def level(self) -> str:
        """`fejl` (blocks the row), `advarsel` or `oplysning`."""
        return WORDS[self.code].level

    @property
    def message(self) -> str:
        """What is wrong, in Danish."""
        return self._fill(WORDS[self.code].message)

    @property
    def mend(self) -> str:
        """What to do about it, in Danish."""
        return self._fill(WORDS[self.code].mend)

    @property
    def rule(self) -> str:
        """The code, and the law behind it where the check named one (the detail `law`)."""
        law = self.details.get("law", "")
        return f"{self.code} ({law})" if law else self.code

    def for_partner(self) -> Finding | None:
        """The finding as the partner whose row it is may read it; None where it is the coordinator's alone.

        A row that is kept out for a reason that only the coordinator may know still says that it is kept out.
        """
        if self.code not in FOR_THE_COORDINATOR:
            return self
        return Finding(self.place, "sekretariat-afklarer", self.value) if self.level == ERROR else None

    def as_json(self) -> dict[str, str]:
        """The finding as `igu validate --json` tells it to programs."""
        place, law = self.place, self.details.get("law", "")
        return {
            "workbook": place.workbook,
            "sheet": place.sheet,
            "table": place.table,
            "cell": place.cell,
            "column": place.column,
            "row_id": place.row_id,
            "value": self.value,
            "level": self.level,
            "rule": self.code,
            **({"law": law} if law else {}),
            "message": self.message,
            "mend": self.mend,
        }

    def _fill(self, sentence: str) -> str:
        place = {"value": self.value, "column": self.place.column, "sheet": self.place.sheet}
        return sentence.format(**(place | dict(self.details))).rstrip()


# Thousands of findings share a workbook, a sheet, a column and a reason.
_without_cpr = lru_cache(maxsize=4096)(hide_cpr)


def _cleaned(place: Place) -> Place:
    return Place(
        workbook=_without_cpr(place.workbook),
        sheet=_without_cpr(place.sheet),
        table=_without_cpr(place.table),
        cell=_without_cpr(place.cell),
        column=_without_cpr(place.column),
        row_id=hide_personal(place.row_id),
    )


@cache
def _blanks(code: str) -> frozenset[str]:
    """What must be filled in the two sentences of a code."""
    sentences = WORDS[code].message + WORDS[code].mend
    return frozenset(name for _, name, _, _ in Formatter().parse(sentences) if name)


def counts_by_level(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each level, every level named."""
    counts = dict.fromkeys(LEVELS, 0)
    for finding in findings:
        counts[finding.level] += 1
    return counts
