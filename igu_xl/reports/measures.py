"""The figures: what each is called, how it is made, and the function that makes it.

A figure has one definition. Cards, tables and charts use the same `Measure`, so that the same figure is the same
number wherever it stands on a page. Every figure is as of the last day of the month.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.disclosure import INTERNAL
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.states import ORDINARY_JOB, State

TYPES = ("igu", "løntilskud", "praktik", ORDINARY_JOB)
TOTAL = "I alt"
VALUE, BEFORE, CHANGE = "Nu", "Sidste måned", "Ændring"
COUNT = "Antal"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its Danish label, the text that tells how it is made, and the function that counts it.

    `of_people` is False where it counts things (cohorts, rows), which need no disclosure control. `balance` is True
    where the change from month to month is what came less what went, and so counts nobody by itself.
    """

    key: str
    label: str
    how: str
    count: Callable[[MonthData, Month], int]
    of_people: bool = True
    balance: bool = False


def of_things(measures: Sequence[Measure]) -> tuple[str, ...]:
    """The labels of those that count things and not people."""
    return tuple(one.label for one in measures if not one.of_people)


def balances_of(measures: Sequence[Measure]) -> tuple[str, ...]:
    """The labels of those that are balances."""
    return tuple(one.label for one in measures if one.balance)


def one_column(measures: Sequence[Measure], data: MonthData, month: Month) -> pd.DataFrame:
    """The measures, one under the other: a funnel or a short list."""
    return pd.DataFrame({COUNT: {one.label: one.count(data, month) for one in measures}})


def by_type(measures: Sequence[Measure], data: MonthData, month: Month) -> pd.DataFrame:
    """The measures (rows) for each type of placement or slot and for all of them (columns)."""
    columns = {kind: data.of_type(kind) for kind in TYPES} | {TOTAL: data}
    return pd.DataFrame(
        {name: {one.label: one.count(part, month) for one in measures} for name, part in columns.items()}
    )


def by_group(
    measures: Sequence[Measure], groups: Mapping[str, MonthData], whole: MonthData, month: Month
) -> pd.DataFrame:
    """The measures (columns) for each group and, last, for the whole (rows)."""
    parts = {**groups, TOTAL: whole}
    rows = {name: {one.label: one.count(part, month) for one in measures} for name, part in parts.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=[one.label for one in measures])


def with_change(measures: Sequence[Measure], data: MonthData, month: Month) -> pd.DataFrame:
    """The measures now and a month ago, both made from the data of now, and the change between them."""
    now, before = (one_column(measures, data, when)[COUNT] for when in (month, month.previous()))
    return pd.DataFrame({VALUE: now, BEFORE: before, CHANGE: now - before})


@lru_cache(maxsize=256)
def placements_on(data: MonthData, day: date) -> pd.DataFrame:
    """The placements with their states on a day; kept, because almost every figure of a page asks for them."""
    return data.timeline.on(day, data.placements.index)


def running_people(data: MonthData, month: Month) -> pd.Series:
    """The ids of the candidates who are in a placement on the last day of the month."""
    placements = placements_on(data, month.last)
    return placements.loc[placements["state"] == State.RUNNING, "candidate"].drop_duplicates()


def _people(data: MonthData, month: Month, *states: State) -> set[str]:
    """The candidates who have reached one of the states in some placement."""
    placements = placements_on(data, month.last)
    return set(placements.loc[placements["state"].isin(states), "candidate"])


def _registered(data: MonthData, month: Month) -> set[str]:
    return set(data.candidates.loc[data.candidates["registered"] <= pd.Timestamp(month.last), "candidate"])


def _placed(data: MonthData, month: Month) -> set[str]:
    return _people(data, month, *(state for state in State if state is not State.AGREED))


def _ready(data: MonthData, month: Month) -> set[str]:
    people = data.candidates
    reached = (people["ready_from"] <= pd.Timestamp(month.last)) & (people["status"] != "Ny")
    return (set(people.loc[reached, "candidate"]) & _registered(data, month)) | _placed(data, month)


def waiting_people(data: MonthData, month: Month) -> set[str]:
    """The ids of the candidates who are ready and wait on the last day of the month."""
    data = _whole_histories(data)
    day = pd.Timestamp(month.last)
    placements = placements_on(data, month.last)
    coming = (placements["state"] == State.AGREED) & ~(placements["agreed_on"] > day)
    busy = set(placements.loc[coming, "candidate"]) | _people(data, month, State.RUNNING)
    begin_later = set(placements.loc[placements["start"] > day, "candidate"])
    not_begun = _with_status(data, "I forløb") | begin_later
    return (_ready(data, month) & (_with_status(data, "Klar") | (not_begun - _placed(data, month)))) - busy


@lru_cache(maxsize=256)
def _whole_histories(data: MonthData) -> MonthData:
    """Kept, because the trend asks for the same data month by month."""
    return data.of_candidates()


@lru_cache(maxsize=256)
def _with_status(data: MonthData, status: str) -> frozenset[str]:
    people = data.candidates
    return frozenset(people.loc[(people["status"] == status).fillna(False), "candidate"])


def _job_or_education(data: MonthData, month: Month) -> int:
    placements = placements_on(data, month.last)
    return placements.loc[placements["to_job"] | placements["to_education"], "candidate"].nunique()


def _started(data: MonthData, month: Month, months: int) -> int:
    first = month.previous(months - 1).first
    return int(data.placements["start"].between(pd.Timestamp(first), pd.Timestamp(month.last)).sum())


def _in_state(state: State) -> Callable[[MonthData, Month], int]:
    def count(data: MonthData, month: Month) -> int:
        return int((placements_on(data, month.last)["state"] == state).sum())

    return count


REGISTERED = Measure(
    "registered",
    "Registreret",
    "Kandidater med dato i »Registreret« senest den sidste dag i måneden.",
    lambda data, month: len(_registered(data, month) | _placed(data, month)),
)
READY = Measure(
    "ready",
    "Klar",
    "Registrerede kandidater, hvis »Klar fra« er nået, og som ikke har status Ny, samt alle, der er kommet i forløb.",
    lambda data, month: len(_ready(data, month)),
)
PLACED = Measure(
    "placed",
    "Kommet i forløb",
    "Kandidater, der har begyndt mindst ét forløb.",
    lambda data, month: len(_placed(data, month)),
)
FINISHED = Measure(
    "finished",
    "Har gennemført",
    "Kandidater, der har gennemført mindst ét forløb.",
    lambda data, month: len(_people(data, month, State.COMPLETED)),
)
JOB_OR_EDUCATION = Measure(
    "job_or_education",
    "I job eller uddannelse",
    "Kandidater, der er gået til ordinært job eller uddannelse, efter forløbet eller ved at slutte det før tid, "
    "og kandidater, der er begyndt i et ordinært job. Det tælles med, også hvis forløbet ikke blev gennemført.",
    _job_or_education,
)
WAITING = Measure(
    "waiting",
    "Klar og venter",
    "Kandidater, hvis »Klar fra« er nået, og som hverken er i forløb eller har et aftalt: dem med status Klar, og dem, "
    "der endnu ikke er begyndt, men har status I forløb eller begynder senere.",
    lambda data, month: len(waiting_people(data, month)),
    balance=True,
)
STARTED = Measure(
    "started",
    "Begyndt i måneden",
    "Forløb med startdato i måneden.",
    lambda data, month: _started(data, month, months=1),
)
STARTED_YEAR = Measure(
    "started_year",
    "Begyndt på 12 måneder",
    "Forløb med startdato i måneden eller de 11 måneder før.",
    lambda data, month: _started(data, month, months=12),
)
RUNNING = Measure(
    "running",
    "I forløb",
    "Forløb, der er begyndt og ikke sluttet den sidste dag i måneden.",
    _in_state(State.RUNNING),
    balance=True,
)
COMPLETED = Measure(
    "completed",
    "Gennemført",
    "Forløb med udfaldet Gennemført eller udstedt bevis, og forløb, der varede til planlagt slut og førte til job "
    "eller uddannelse. Talt fra begyndelsen til og med måneden.",
    _in_state(State.COMPLETED),
)
MOVED_ON = Measure(
    "moved_on",
    "Sluttet før tid til job eller uddannelse",
    "Forløb, der sluttede før tid, fordi kandidaten fik ordinært job eller begyndte på en uddannelse. "
    "Det er ikke frafald.",
    _in_state(State.MOVED_ON),
)
DROPPED_OUT = Measure(
    "dropped_out",
    "Afbrudt",
    "Forløb, der sluttede før tid af andre grunde end job og uddannelse.",
    _in_state(State.DROPPED_OUT),
)
UNTOLD = Measure(
    "untold",
    "Udfald eller slutdato mangler",
    "Forløb, der er sluttet, eller hvis planlagte slut er passeret, uden at udfaldet er skrevet med dato.",
    _in_state(State.UNTOLD),
)

FUNNEL = (REGISTERED, READY, PLACED, FINISHED, JOB_OR_EDUCATION)
ENDINGS = (COMPLETED, MOVED_ON, DROPPED_OUT, UNTOLD)


def started_for(audience: str) -> Measure:
    """The starts of the month, or of twelve months in an edition that may be passed on.

    A month's starts and the change in those running would tell how many left in the month.
    """
    return STARTED if audience == INTERNAL else STARTED_YEAR


def placement_lines(audience: str) -> tuple[Measure, ...]:
    """What is told about placements: started, running and how they ended."""
    return (started_for(audience), RUNNING, *ENDINGS)


def municipality_figures(audience: str) -> tuple[Measure, ...]:
    """The key figures of a municipality."""
    return (WAITING, started_for(audience), RUNNING, COMPLETED, JOB_OR_EDUCATION)
