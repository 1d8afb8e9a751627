"""The measures of people and placements, as the pages show them. Those of other subjects stand with their subjects."""

from __future__ import annotations

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.figures.measure import Measure

# The notebooks show how to look at the numbers: `measures.one_column(measures.FUNNEL, data, when)`.
from igu_xl.reports.figures.measure import by_type as by_type
from igu_xl.reports.figures.measure import one_column as one_column
from igu_xl.standing import goals, words
from igu_xl.standing.placements import BEGUN, State
from igu_xl.standing.standing import Step
from igu_xl.standing.words import DEFINITIONS


def running_people(data: MonthData, month: Month) -> pd.Series:
    """The ids of the candidates who are in a placement on the last day of the month."""
    return in_state(data, month, State.RUNNING)["candidate"].drop_duplicates()


def in_state(data: MonthData, month: Month, *states: State) -> pd.DataFrame:
    """The placements that are in one of the states on the last day of the month."""
    placements = data.on(month).placements
    return placements[placements["state"].isin(states)]


def waiting(data: MonthData, month: Month) -> pd.DataFrame:
    """The candidates who wait on the last day of the month."""
    people = data.on(month).candidates
    return people[people["step"] == Step.WAITING]


def comparable(data: MonthData, month: Month) -> bool:
    """Whether anything is known of the end of a month: statuses were read by then, or somebody had begun.

    Else the figures of it are 0 because the partnership has just begun, and nothing can be said of a change.
    """
    return data.knows(month) or not in_state(data, month, *BEGUN).empty


def _people(data: MonthData, month: Month, *states: State) -> set[str]:
    """The candidates who have reached one of the states in some placement."""
    return set(in_state(data, month, *states)["candidate"])


def registered(data: MonthData, month: Month) -> set[str]:
    """The candidates who are registered on the last day of the month, and all who were in a placement."""
    return _registered(data, month) | _placed(data, month)


def _registered(data: MonthData, month: Month) -> set[str]:
    people = data.on(month).candidates
    return set(people.loc[people["registered"] <= pd.Timestamp(month.last), "candidate"])


def _placed(data: MonthData, month: Month) -> set[str]:
    return _people(data, month, *BEGUN)


def _ready(data: MonthData, month: Month) -> set[str]:
    people = data.on(month).candidates
    reached = (people["ready_from"] <= pd.Timestamp(month.last)) & (people["step"] != Step.NEW)
    return (set(people.loc[reached, "candidate"]) & _registered(data, month)) | _placed(data, month)


def _started(data: MonthData, month: Month, months: int) -> int:
    first = month.previous(months - 1).first
    begun = in_state(data, month, *BEGUN)
    return int(begun["start"].between(pd.Timestamp(first), pd.Timestamp(month.last)).sum())


def _in_state(key: str, label: str, word: str, state: State, *, more: str = "", balance: bool = False) -> Measure:
    """How many placements are in a state; it is explained by what the word means."""
    how = f"{DEFINITIONS[word]} {more}".strip()
    return Measure(key, label, how, lambda data, month: len(in_state(data, month, state)), balance=balance)


REGISTERED = Measure(
    "registered",
    "Registreret",
    "Kandidater med dato i »Registreret« senest den sidste dag i måneden.",
    lambda data, month: len(registered(data, month)),
)
READY = Measure(
    "ready",
    "Klar",
    "Registrerede kandidater, hvis »Klar fra« er nået, og som ikke har status Ny, samt alle, der er kommet i forløb.",
    lambda data, month: len(_ready(data, month)),
    dated=False,
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
    lambda data, month: len(goals.job_or_education(data.on(month).placements)),
)
WAITING = Measure(
    "waiting",
    "Klar og venter",
    DEFINITIONS[words.WAITING],
    lambda data, month: waiting(data, month)["candidate"].nunique(),
    balance=True,
    dated=False,
)
STARTED = Measure(
    "started",
    "Begyndt i måneden",
    "Forløb med startdato i måneden, som er begyndt.",
    lambda data, month: _started(data, month, months=1),
)
STARTED_YEAR = Measure(
    "started_year",
    "Begyndt på 12 måneder",
    "Forløb med startdato i måneden eller de 11 måneder før, som er begyndt.",
    lambda data, month: _started(data, month, months=12),
)
SENT = _in_state("sent", "Godkendt og sendt, aftale mangler", words.SENT, State.SENT, balance=True)
AGREED = _in_state("agreed", words.AGREED_LATER, words.AGREED, State.AGREED, balance=True)
RUNNING = _in_state("running", "I forløb", words.RUNNING, State.RUNNING, balance=True)
COMPLETED = _in_state(
    "completed",
    "Gennemført",
    words.COMPLETED,
    State.COMPLETED,
    more="Talt fra begyndelsen til og med måneden.",
)
MOVED_ON = _in_state("moved_on", "Sluttet før tid til job eller uddannelse", words.MOVED_ON, State.MOVED_ON)
DROPPED_OUT = _in_state("dropped_out", "Afbrudt", words.DROPPED_OUT, State.DROPPED_OUT)
UNTOLD = _in_state("untold", "Udfald eller slutdato mangler", words.UNTOLD, State.UNTOLD)
CANCELLED = _in_state("cancelled", words.CANCELLED, words.CANCELLED, State.CANCELLED)

FUNNEL = (REGISTERED, READY, PLACED, FINISHED, JOB_OR_EDUCATION)
HOLDING = (SENT, AGREED, RUNNING)
ENDINGS = (COMPLETED, MOVED_ON, DROPPED_OUT, UNTOLD)


def started_for(audience: str) -> Measure:
    """The starts of the month, or of twelve months in an edition that may be passed on.

    A month's starts and the change in those running would tell how many left in the month.
    """
    return STARTED if audience == INTERNAL else STARTED_YEAR


def placement_lines(audience: str) -> tuple[Measure, ...]:
    """What is told about placements: started, to come, running, how they ended, and those that never began."""
    return (started_for(audience), SENT, AGREED, RUNNING, *ENDINGS, CANCELLED)
