"""What a match report is made of: counts of a finished match, without a single id of a candidate.

They are kept in the archive as `match.json` when the match ends, so that the page can be made at once or later, for
the secretariat or for the steering group, without the match being run again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from igu_xl.documents import document, known, read_document

FILE = "match.json"


@dataclass(frozen=True, slots=True)
class KeptAim:
    """One aim of the plan, by its name in the engine: what it reached, and the best that is proven possible."""

    name: str
    value: float
    bound: float


@dataclass(frozen=True, slots=True)
class KeptWay:
    """Another way to do it: people with a place, at most how many it could be, and the cohorts that run."""

    placed: int
    bound: int
    cohorts: int


@dataclass(frozen=True, slots=True)
class Flow:
    """People of a municipality who are proposed a place in a branch."""

    municipality: str
    branch: str
    people: int


@dataclass(frozen=True, slots=True)
class Without:
    """People of a municipality without a place: those some place and seat were possible for, and all others."""

    municipality: str
    possible: int
    impossible: int


@dataclass(frozen=True, slots=True)
class KeptReason:
    """People without a place for a reason."""

    reason: str
    people: int


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort: at least and at most so many seats, and those taken: with the plan, and with each municipality alone.

    `largest` is how many seats would be taken if everybody came whom the municipality with most such people could
    send: people with a possible place that the cohort serves. Its people come from so many `municipalities`.
    """

    cohort: str
    title: str
    branch: str
    start: date
    min: int
    max: int
    seats: int
    alone: int
    largest: int
    municipalities: int
    runs: bool
    pooled: bool


@dataclass(frozen=True, slots=True)
class Tip:
    """A change that would help: what it is, how many more get a place by it, why, and how sure that is."""

    change: str
    gives: int
    because: str
    certainty: str


@dataclass(frozen=True, slots=True)
class MatchData:
    """A finished match in counts.

    `edition` is its number among the matches of its day that gave something else. `placed` people have a place, and
    no plan gives more than `bound`. `alone` is the best that each municipality could do by itself, `first_come` one
    list in the order of waiting. `unkept` decisions of the coordinator could not be kept. `municipalities` are all that
    take part, in order of code.
    """

    begun: datetime
    edition: int
    placed: int
    bound: int
    alone: KeptWay
    first_come: KeptWay
    unkept: int
    aims: tuple[KeptAim, ...] = ()
    flows: tuple[Flow, ...] = ()
    without: tuple[Without, ...] = ()
    reasons: tuple[KeptReason, ...] = ()
    cohorts: tuple[CohortLine, ...] = ()
    tips: tuple[Tip, ...] = ()
    municipalities: tuple[str, ...] = ()

    @property
    def homes(self) -> tuple[str, ...]:
        """The municipalities that have a line: all that take part; where an older version kept none, those with
        anybody, by name."""
        anybody = {one.municipality for one in self.flows} | {one.municipality for one in self.without}
        return (*self.municipalities, *sorted(anybody - {*self.municipalities}))

    @property
    def ready(self) -> int:
        """Everybody who waits: with a place in the plan and without."""
        return self.placed + sum(one.possible + one.impossible for one in self.without)


_LISTS = {
    "aims": KeptAim,
    "flows": Flow,
    "without": Without,
    "reasons": KeptReason,
    "cohorts": CohortLine,
    "tips": Tip,
}


def keep(data: MatchData, folder: Path) -> Path:
    """Write the match to its folder, at once; the edition is counted up where an earlier one said something else."""
    path = folder / FILE
    if path.is_file():
        before = load(folder)
        same = replace(before, begun=data.begun) == replace(data, edition=before.edition)
        data = replace(data, edition=before.edition + (not same))
    folder.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".skrives")
    beside.write_text(document(asdict(data), default=_as_text), encoding="utf-8")
    beside.replace(path)
    return path


def load(folder: Path | str) -> MatchData:
    """Read the match that is kept in a folder; raises `WrongUse` for one that a newer igu kept."""
    stored = read_document(Path(folder) / FILE)
    stored["begun"] = datetime.fromisoformat(stored["begun"])
    stored |= {name: KeptWay(**known(KeptWay, stored[name])) for name in ("alone", "first_come")}
    stored |= {name: tuple(_made(kind, row) for row in stored.get(name, ())) for name, kind in _LISTS.items()}
    stored["municipalities"] = tuple(stored.get("municipalities", ()))
    return MatchData(**known(MatchData, stored))


def _made(kind: Any, row: dict[str, Any]) -> Any:
    start = {"start": date.fromisoformat(row["start"])} if "start" in row else {}
    return kind(**known(kind, row) | start)


def _as_text(value: object) -> str:
    """Dates and times as JSON holds them."""
    assert isinstance(value, date)
    return value.isoformat()
