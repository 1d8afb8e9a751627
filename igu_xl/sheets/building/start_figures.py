"""What the sheet *Start* counts: each figure as the formula that stands there, and as the value it will show.

The formula is what counts. The value is stored beside it for what does not calculate: a preview, a phone, pandas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from igu_xl.domain.reference_figures import ReferenceFigure, key_figures
from igu_xl.sheets import buttons
from igu_xl.sheets.contract import coordinator as words
from igu_xl.sheets.schema import Kind, Table

ColumnCells = Callable[[Table, str], Sequence[object]]
"""The cells of a table's column, by its key, from the top."""

ShownValue = str | float | date

NEVER = "Endnu ikke trykket"
_ON_START = (
    words.WAITING, words.READY_LATER, words.SENT, words.AGREED, words.RUNNING, words.PLACES, words.RUNS, words.CAN_RUN,
    words.SHORT, words.CANCELLED,
)  # fmt: skip
_WAITING, _NOTHING_NEW = " venter på, at du ser dem. Det vigtigste:", "Intet nyt."
_MANY = 1_000_000  # more than any table has rows
_ANY = "?*"  # Excel's pattern for a cell in which some text stands


@dataclass(frozen=True, slots=True)
class Figure:
    """A formula, and the same asked of the tables' columns."""

    formula: str
    value: Callable[[ColumnCells], ShownValue]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its label, and, for a goal, what fills its bar."""

    label: str
    figure: Figure
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures under one button, the sheet they come from, and the width of their labels."""

    heading: str
    sheet: str
    width: int
    lines: list[Line] = field(default_factory=list)


def blocks() -> tuple[FigureGroup, ...]:
    """The blocks of figures in the order of the buttons."""
    path, read = _count(words.PARTNERS, "path", _ANY), _count(words.PARTNERS, "read_at", _ANY)
    findings = words.ALL_FINDINGS
    return (
        FigureGroup(
            "Arbejdsbøger",
            findings.sheet,
            24,
            [
                Line("Arbejdsbøger læst", read),
                Line("Kunne ikke læses", _less(path, read)),
                Line("Fejl, der skal rettes", _count(findings, "level", "fejl")),
                Line("Advarsler", _count(findings, "level", "advarsel")),
                Line("Oplysninger", _count(findings, "level", "oplysning")),
            ],
        ),
        FigureGroup(
            "Kandidater og hold",
            words.COHORT_STATUS.sheet,
            27,
            [Line(name, _key_figure(name)) for name in _ON_START],
        ),
        FigureGroup(
            "Beslutninger",
            words.PROPOSALS.sheet,
            24,
            [
                Line("Forslag uden beslutning", _undecided()),
                Line("Godkendt, ikke sendt", _decided("Godkend")),
                Line("Låst", _decided("Lås")),
                Line("Afvist", _decided("Afvis")),
                Line("Sendt", _count(words.PROPOSALS, "state", "Sendt")),
            ],
        ),
        FigureGroup("Mål", words.KEY_FIGURES.sheet, 31, [_goal(name, key) for name, key in words.GOALS.items()]),
        FigureGroup(
            buttons.WHAT_IF.label,
            words.WHAT_IF.sheet,
            24,
            [
                Line("Ændringer, der hjælper", _helpful_changes()),
                Line("Den bedste giver flere", _best_change()),
            ],
        ),
    )


def last_done(action: str) -> Figure:
    """When the log last names an action; LOOKUP takes the last of the rows that fit."""
    at, actions = _column(words.LOG, "at"), _column(words.LOG, "action")

    def value(columns: ColumnCells) -> ShownValue:
        log = zip(columns(words.LOG, "at"), columns(words.LOG, "action"), strict=True)
        times = [time for time, done in log if done == action]
        return f"Sidst: {times[-1]}" if times else NEVER

    return Figure(f'=IFERROR("Sidst: "&LOOKUP(2,1/({actions}="{action}"),{at}),"{NEVER}")', value)


def month_of(today: date | None) -> Figure:
    """The day of the run: *Dags dato*, where the settings name one, else today (blank where that is not told)."""
    names, values = _column(words.SETTINGS, "setting"), _column(words.SETTINGS, "value")
    day = f'INDEX({values},MATCH("{words.TODAY}",{names},0))'
    typed = f"IF(ISNUMBER({day}),{day},DATE(RIGHT({day},4),MID({day},4,2),LEFT({day},2)))"

    def value(columns: ColumnCells) -> ShownValue:
        settings = dict(zip(columns(words.SETTINGS, "setting"), columns(words.SETTINGS, "value"), strict=True))
        return _day(settings.get(words.TODAY)) or today or ""

    return Figure(f'=IFERROR(IF({day}="",TODAY(),{typed}),"")', value)


def partner_cell(number: int, key: str) -> Figure:
    """One cell of the list of partners, blank below the last one."""
    name, cell = _column(words.PARTNERS, "path"), f"INDEX({_column(words.PARTNERS, key)},{number})"
    is_number = words.PARTNERS.column(key).kind is Kind.INTEGER
    shown = cell if is_number else f'{cell}&""'  # an empty cell would show as 0

    def value(columns: ColumnCells) -> ShownValue:
        paths, cells = columns(words.PARTNERS, "path"), columns(words.PARTNERS, key)
        if number > len(paths) or not paths[number - 1]:
            return ""
        return _number(cells[number - 1]) if is_number else str(cells[number - 1] or "")

    return Figure(f'=IFERROR(IF(INDEX({name},{number})="","",{shown}),"")', value)


def unseen_lines() -> Figure:
    """How many lines of Siden sidst wait for the coordinator, in words."""
    count = f'SUMPRODUCT(({_column(words.SINCE, "sentence")}<>"")*({_handled()}=0))'

    def value(columns: ColumnCells) -> ShownValue:
        unseen = len(_unseen(columns))
        return f"{unseen}{_WAITING}" if unseen else _NOTHING_NEW

    return Figure(f'=IF({count}=0,"{_NOTHING_NEW}",{count}&"{_WAITING}")', value)


def since_cell(number: int, key: str) -> Figure:
    """One cell of the lines of Siden sidst that wait, blank below the last one; SUMPRODUCT counts a column in any
    program."""
    cells = _column(words.SINCE, key)
    row = f"SUMPRODUCT(SMALL({_handled()}*{_MANY}+ROW({cells})-MIN(ROW({cells}))+1,{number}))"

    def value(columns: ColumnCells) -> ShownValue:
        unseen, told = _unseen(columns), columns(words.SINCE, key)
        return str(told[unseen[number - 1]] or "") if number <= len(unseen) else ""

    return Figure(f'=IFERROR(INDEX({cells},{row})&"","")', value)


def _handled() -> str:
    """For each line of Siden sidst more than 0 where something is chosen in it or its matter is over."""
    return f'(({_column(words.SINCE, "chosen")}<>"")+({_column(words.SINCE, "weight")}="{words.PASSED}"))'


def _unseen(columns: ColumnCells) -> list[int]:
    """The places of the lines that wait."""
    cells = (columns(words.SINCE, key) for key in ("chosen", "weight", "sentence"))
    rows = enumerate(zip(*cells, strict=True))
    return [at for at, (chosen, weight, told) in rows if told and not chosen and weight != words.PASSED]


def _count(table: Table, key: str, pattern: str) -> Figure:
    def value(columns: ColumnCells) -> ShownValue:
        return sum(_fits(cell, pattern) for cell in columns(table, key))

    return Figure(f'=COUNTIF({_column(table, key)},"{pattern}")', value)


def _less(more: Figure, fewer: Figure) -> Figure:
    def value(columns: ColumnCells) -> ShownValue:
        return _number(more.value(columns)) - _number(fewer.value(columns))

    return Figure(f"{more.formula}-{fewer.formula[1:]}", value)


def _key_figure(name: str) -> Figure:
    names, counts = _column(words.KEY_FIGURES, "figure"), _column(words.KEY_FIGURES, "count")

    def value(columns: ColumnCells) -> ShownValue:
        figures = dict(zip(columns(words.KEY_FIGURES, "figure"), columns(words.KEY_FIGURES, "count"), strict=True))
        return _number(figures.get(name))

    return Figure(f'=IFERROR(INDEX({counts},MATCH("{name}",{names},0)),0)', value)


def _goal(name: str, key: str) -> Line:
    aim = key_figures()[key]
    return Line(f"{name} (mål {_aim_text(aim)})", _key_figure(name), aim.value)


def _aim_text(aim: ReferenceFigure) -> str:
    return f"{aim.value:.0f}" if aim.upper is None else f"{aim.value:.0f}-{aim.upper:.0f}"


def _undecided() -> Figure:
    candidates, decisions = _column(words.PROPOSALS, "candidate"), _column(words.PROPOSALS, "decision")

    def value(columns: ColumnCells) -> ShownValue:
        rows = zip(columns(words.PROPOSALS, "candidate"), columns(words.PROPOSALS, "decision"), strict=True)
        return sum(bool(candidate) and not decision for candidate, decision in rows)

    return Figure(f'=SUMPRODUCT(({candidates}<>"")*({decisions}=""))', value)


def _decided(decision: str) -> Figure:
    """Decisions of one kind that were not sent; what was sent keeps its decision."""
    decisions, states = _column(words.PROPOSALS, "decision"), _column(words.PROPOSALS, "state")

    def value(columns: ColumnCells) -> ShownValue:
        rows = zip(columns(words.PROPOSALS, "decision"), columns(words.PROPOSALS, "state"), strict=True)
        return sum(made == decision and state != "Sendt" for made, state in rows)

    return Figure(f'=SUMPRODUCT(({decisions}="{decision}")*({states}<>"Sendt"))', value)


def _helpful_changes() -> Figure:
    def value(columns: ColumnCells) -> ShownValue:
        return sum(_number(gives) > 0 for gives in columns(words.WHAT_IF, "gives"))

    return Figure(f'=COUNTIF({_column(words.WHAT_IF, "gives")},">0")', value)


def _best_change() -> Figure:
    def value(columns: ColumnCells) -> ShownValue:
        return max(map(_number, columns(words.WHAT_IF, "gives")), default=0)

    return Figure(f"=MAX({_column(words.WHAT_IF, 'gives')})", value)


def _column(table: Table, key: str) -> str:
    return f"{table.name}[{table.column(key).header}]"


def _fits(cell: object, pattern: str) -> bool:
    """Whether a text fits a pattern of COUNTIF: any text, a beginning, or itself."""
    text = str(cell or "")
    if pattern == _ANY:
        return text != ""
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern


def _number(cell: object) -> float:
    return cell if isinstance(cell, int | float) else 0


def _day(cell: object) -> date | None:
    """A day as the settings hold it: a date, or a text such as `02-11-2026`."""
    if isinstance(cell, date):
        return cell
    try:
        return datetime.strptime(str(cell or ""), "%d-%m-%Y").date()
    except ValueError:
        return None
