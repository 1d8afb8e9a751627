"""The settings that the secretariat keeps in the coordinator's workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date

import pandas as pd

from igu_xl.danish import listing
from igu_xl.domain.codes import fold
from igu_xl.errors import WrongUse
from igu_xl.sheets.schema import Column, Kind
from igu_xl.sheets.values import Fault, shown, understand


@dataclass(frozen=True, slots=True)
class Settings:
    """What the secretariat can decide about a run.

    `today` replaces the clock when it is set, so that a run can be repeated; `open_cohorts` lets candidates without
    an igu slot fill seats; `match_seconds` is the time the match may take.
    """

    today: date | None = None
    open_cohorts: bool = False
    match_seconds: int = 60

    def day(self, clock: Callable[[], date]) -> date:
        """The day of the run."""
        return self.today or clock()


@dataclass(frozen=True, slots=True)
class _Declared:
    """How one setting is written in the sheet: its name, what its cell may hold, and what it does."""

    field: str
    name: str
    column: Column
    explanation: str
    allowed: str


_DECLARED = (
    _Declared(
        "today",
        "Dags dato",
        Column("today", "Dags dato", Kind.DATE, low=date(2016, 7, 1), high=date(2035, 12, 31)),
        "Tom: i dag. Skriv en dato for at gentage en kørsel, som den var den dag.",
        "en dato, fx 02-11-2026, eller tom.",
    ),
    _Declared(
        "open_cohorts",
        "Åbne hold",
        Column("open_cohorts", "Åbne hold", Kind.CHOICE, options="Ja/Nej"),
        "Ja: kandidater uden igu-plads må fylde ledige pladser på holdene. Nej: kun igu-kandidater.",
        "Ja eller Nej.",
    ),
    _Declared(
        "match_seconds",
        "Tid til match (sekunder)",
        Column("match_seconds", "Tid til match (sekunder)", Kind.INTEGER, low=1, high=3600),
        "Så længe må Match regne. Er der ikke fundet den bedste plan, bruges den bedste, der er fundet.",
        "et helt tal fra 1 til 3600.",
    ),
)


def settings_from(cells: Iterable[tuple[object, object]]) -> Settings:
    """Understand the rows of the sheet, name and value; a setting that is not there has the value of the template.

    Raises `WrongUse` for a name that is no setting and a value that makes no sense.
    """
    declared = {fold(one.name): one for one in _DECLARED}
    values: dict[str, object] = {}
    for name, cell in cells:
        if name is None or cell is None:
            continue
        found = declared.get(fold(shown(name)))
        if found is None:
            known = listing([one.name for one in _DECLARED])
            raise WrongUse(f"Indstillingen »{shown(name)}« findes ikke. I arket Indstillinger kan stå {known}.")
        values[found.field] = _understood(found, cell)
    return Settings(**values)  # type: ignore[arg-type]


def setting_rows(settings: Settings) -> list[dict[str, object]]:
    """The rows of the sheet for these settings, by column key."""
    shown = {field.name: _cell(getattr(settings, field.name)) for field in fields(settings)}
    return [
        {"setting": declared.name, "value": shown[declared.field], "explanation": declared.explanation}
        for declared in _DECLARED
    ]


def _understood(declared: _Declared, cell: object) -> object:
    values, faults = understand(pd.Series([cell], dtype=object), declared.column)
    for fault in faults.values():
        raise WrongUse(_refusal(declared, fault))
    value = values.iloc[0]
    if declared.column.kind is Kind.DATE:
        return value.date()
    return value == "Ja" if declared.column.kind is Kind.CHOICE else int(value)


def _refusal(declared: _Declared, fault: Fault) -> str:
    return (
        f"Indstillingen »{declared.name}« kan ikke være »{fault.value}«. Skriv i arket Indstillinger {declared.allowed}"
    )


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else value if value is None else str(value)
