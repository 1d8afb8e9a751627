"""What each reading of the workbooks found, so that any earlier day can be asked again.

A row is kept in versions: from the day on which it was first read so until the day on which it was read otherwise or
was gone. Nothing else can date a status, a number of openings or a row that was deleted. A partnership of an earlier
version has no history: it begins with its first reading, and days before that are answered as that reading found them
(`History.since` says so).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

import pandas as pd

from igu_xl.standing.columns import looked_up
from igu_xl.standing.known_workbooks import NO_WORKBOOKS, known_then, left, no_later, with_left, with_paths
from igu_xl.standing.moved import NOBODY_MOVED, with_move
from igu_xl.standing.tracked import (
    ABSENCES,
    CANDIDATES,
    COHORTS,
    DATE,
    PLACEMENTS,
    SCHOOL_WEEKS,
    SLOTS,
    TABLES,
    remembered,
)
from igu_xl.standing.versions import FROM, UNTIL, keys_of, shaped, with_rows

# How the random name of somebody begins who was forgotten.
FORGOTTEN = "glemt-"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class History:
    """The versions of every remembered row, by table, and the placements that the tool has sent.

    A version has the columns of its table (`tracked`), `partner`, `id`, `nth_of_id`, `usable` (no error keeps it out),
    `at` (the row's index in the frames just read; missing for one that was not there), `seen_from` and `seen_until`
    (the day it was no longer so; missing while it is). `sent` has `partner`, `placement` and `sent_on`. `days` are
    those of the readings, in their order. `workbooks` is where each partner's lay (`known_workbooks`),
    `moves` who has moved from one municipality to another (`moved`).
    """

    versions: Mapping[str, pd.DataFrame]
    sent: pd.DataFrame
    days: tuple[date, ...] = ()
    workbooks: pd.DataFrame = field(default_factory=lambda: NO_WORKBOOKS)
    moves: pd.DataFrame = field(default_factory=lambda: NOBODY_MOVED)

    @classmethod
    def empty(cls) -> History:
        """The history of a partnership that has not been read yet."""
        return cls({name: _none(name) for name in TABLES}, NONE_SENT)

    @classmethod
    def of_one_reading(cls, rows: Mapping[str, pd.DataFrame]) -> History:
        """A history of rows (as of `reading_of`) of which nobody knows when they were read: their dates tell all."""
        ever = pd.Timestamp(1900, 1, 1)
        return cls({name: shaped(rows[name].assign(seen_from=ever), name) for name in TABLES}, NONE_SENT)

    @property
    def since(self) -> date | None:
        """The day of the first reading; None before there is any."""
        return self.days[0] if self.days else None

    @property
    def latest(self) -> date | None:
        """The day of the last reading; None before there is any."""
        return self.days[-1] if self.days else None

    def with_reading(
        self,
        rows: Mapping[str, pd.DataFrame],
        read: Mapping[str, Collection[str]],
        day: date,
        paths: Mapping[str, str] = MappingProxyType({}),
    ) -> History:
        """The history with a reading of a day added: rows as of `remembered`, whose tables could be `read`, and the
        `paths` of the partners' workbooks.

        What a partner had whose table could not be read this time is taken to be as it was, unless it has left, and so
        is what was settled about people who were forgotten (`anonymous`), for whom nobody looks any more. Raises
        `ValueError` for a day before the latest reading: what was known then is asked of `known_on`.
        """
        if self.latest and day < self.latest:
            raise ValueError(f"a reading of {day} after one of {self.latest}")
        workbooks = with_paths(self.workbooks, paths, set().union(*map(self.partners, TABLES)), day)
        gone = left(workbooks)
        seen = {name: {*read[name], *gone} for name in TABLES}
        versions = {name: self._with_rows(rows[name], name, seen[name], gone, day) for name in TABLES}
        return replace(self, versions=versions, days=tuple(dict.fromkeys([*self.days, day])), workbooks=workbooks)

    def with_sent(self, sent: pd.DataFrame) -> History:
        """The history with placements (`partner`, `placement`, `sent_on`) that were sent; the first day stays."""
        known = pd.concat([self.sent, sent[self.sent.columns].astype(self.sent.dtypes)], ignore_index=True)
        return replace(self, sent=known.drop_duplicates(["partner", "placement"]))

    def without_sent(self, taken: pd.DataFrame) -> History:
        """The history without the sending of placements (`partner`, `placement`) that were taken back.

        Days on which they stood there as sent are still answered so: the versions of their rows keep the day. When
        they are sent again it is a new sending, with a day of its own.
        """
        gone = _names(taken)
        rows = self.versions[PLACEMENTS]
        dated = rows["sent_on"].fillna(self._sent(rows).where(_names(rows).isin(gone)))
        versions = {**self.versions, PLACEMENTS: rows.assign(sent_on=dated.astype(DATE))}
        return replace(self, versions=versions, sent=self.sent[~_names(self.sent).isin(gone)].reset_index(drop=True))

    def known_on(self, day: date) -> History:
        """What was known at the end of a day."""
        if self.latest is None or day >= self.latest:
            return self
        moment = pd.Timestamp(day)
        versions = {name: _known_on(frame, moment) for name, frame in self.versions.items()}
        sent = self.sent[self.sent["sent_on"] <= moment]
        days = tuple(one for one in self.days if one <= day)
        moves = self.moves[self.moves["moved_on"] <= moment]
        return History(versions, sent, days, known_then(self.workbooks, moment), moves)

    def no_later_than(self, day: date) -> History:
        """The history with what was read under a later date (a *Dags dato* that was tried) dated this day."""
        moment = pd.Timestamp(day)
        versions = {name: _no_later_than(frame, moment) for name, frame in self.versions.items()}
        sent = self.sent.assign(sent_on=self.sent["sent_on"].where(self.sent["sent_on"] <= moment, moment))
        days = tuple(dict.fromkeys(min(one, day) for one in self.days))
        moved_on = self.moves["moved_on"].where(self.moves["moved_on"] <= moment, moment)
        return History(versions, sent, days, no_later(self.workbooks, moment), self.moves.assign(moved_on=moved_on))

    def with_left(self, partner: str, day: date) -> History:
        """The history with a partner that has left on a day: from the next reading on it has no rows."""
        return replace(self, workbooks=with_left(self.workbooks, partner, day))

    def with_move(self, candidate: str, old: str, new: str, day: date) -> History:
        """The history with a candidate who has moved from one municipality (`kommune:101`) to another on a day."""
        return replace(self, moves=with_move(self.moves, candidate, old, new, day))

    def partners(self, name: str) -> set[str]:
        """The partners who have rows in a table as it was read last."""
        frame = self.versions[name]
        return set(frame.loc[frame[UNTIL].isna(), "partner"])

    def on(self, name: str, day: date) -> pd.DataFrame:
        """The rows of a table as they were on a day, by what each reading found: a change counts from the day on
        which it was read. Before the first reading: as that one found them.

        The index numbers the rows the same way for every day (see `rows`).
        """
        return _on(self, name, self._moment(day)).copy(deep=False)

    def dated(self, day: date) -> pd.DataFrame:
        """The placements that a day is asked about, as they are known now: their cells tell the days themselves.

        Those that were gone by the day are not among them. A row that an error has spoiled since counts as it was
        before. More columns: `known_since` (the day it was first read), `from_the_start` (that was the very first
        reading) and `outcome_then` (the outcome as it was read on the day, for one without a date).
        """
        frame, moment = self.versions[PLACEMENTS], self._moment(day)
        versions = frame.assign(number=_numbers(self, PLACEMENTS)).sort_values(FROM, kind="stable")
        latest = versions.drop_duplicates("number", keep="last").set_index("number")
        then = versions[versions[FROM] <= moment].drop_duplicates("number", keep="last").set_index("number")
        known = versions[(versions[FROM] <= moment) | versions["usable"]]
        told = known.drop_duplicates("number", keep="last").set_index("number")
        first = versions.drop_duplicates("number").set_index("number")[FROM].reindex(told.index)
        told = told.assign(
            known_since=first.where(first.notna() & bool(self.days)),
            from_the_start=first <= pd.Timestamp(self.since or day),
            outcome_then=then["outcome"].reindex(told.index),
            partner=then["partner"].reindex(told.index).fillna(told["partner"]),
            sent_on=told["sent_on"].fillna(self._sent(told)),
        )
        gone = latest[UNTIL].reindex(told.index) <= moment
        return told[~gone].sort_index()

    def gone(self, name: str, day: date) -> pd.DataFrame:
        """The rows that a table had before a day and has not on it, as they were read last."""
        return _gone(self, name, self._moment(day)).copy(deep=False)

    def since_when(self, name: str, status: str, day: date) -> pd.Series:
        """The day from which each row that has a status on a day has had it, by id, as far as the readings tell."""
        frame, moment = self.versions[name], self._moment(day)
        known, now = frame[frame[FROM] <= moment], self.on(name, day)
        has = known["status"] == status
        first = known[has].groupby("id")[FROM].min()
        other = known[~has.fillna(False)].groupby("id")[UNTIL].max().reindex(first.index)
        kept = set(now.loc[(now["status"] == status).fillna(False), "id"])
        return first.where(~(other > first), other)[first.index.isin(kept)]

    def rows(self, name: str) -> pd.DataFrame:
        """Every row that a table ever had, each once, as it was read last without an error (or else last)."""
        return _rows(self, name).copy(deep=False)

    def _sent(self, rows: pd.DataFrame) -> pd.Series:
        """The day each was sent; what was sent before a candidate moved is known by the placement alone."""
        told = looked_up(_names(rows), self.sent.set_index(_names(self.sent))["sent_on"])
        by_id = self.sent.drop_duplicates("placement").set_index("placement")["sent_on"]
        moved = rows["candidate"].isin(self.moves["candidate"])
        return told.fillna(looked_up(rows["placement"].fillna(""), by_id).where(moved))

    def _with_rows(
        self, now: pd.DataFrame, name: str, read: Collection[str], gone: Collection[str], day: date
    ) -> pd.DataFrame:
        old = self.versions[name]
        if old.empty:
            return shaped(now.assign(seen_from=pd.Timestamp(day)), name)
        keys = keys_of(old, self.moves), keys_of(now, self.moves)
        lasting = old["id"].str.startswith(FORGOTTEN).fillna(False).astype(bool) & ~old["partner"].isin(list(gone))
        return with_rows(old, now, *keys, name, read, pd.Timestamp(day), lasting)

    def _moment(self, day: date) -> pd.Timestamp:
        return pd.Timestamp(max(day, self.since) if self.since else day)


def reading_of(frames: Mapping[str, pd.DataFrame], usable: Mapping[str, pd.Series]) -> dict[str, pd.DataFrame]:
    """The rows of a reading as a history takes them; a placement names its slot as the slot's own row does."""
    rows = {name: remembered(frames[name], name, usable[name]) for name in TABLES}
    for table, named in _NAMED.items():
        own = {key: _as_written(rows[table][key], rows[name][key]) for key, name in named.items()}
        rows[table] = rows[table].assign(**own)
    return rows


# What the rows of a table name in others, and where that has its own row.
_NAMED: Mapping[str, Mapping[str, str]] = {
    PLACEMENTS: {"candidate": CANDIDATES, "slot": SLOTS, "cohort": COHORTS},
    SCHOOL_WEEKS: {"placement": PLACEMENTS, "cohort": COHORTS},
    ABSENCES: {"placement": PLACEMENTS},
}


def _as_written(names: pd.Series, known: pd.Series) -> pd.Series:
    """Ids as they are written where they belong: nobody minds capital letters."""
    filled = known.dropna()
    written = dict(zip(filled.str.casefold(), filled, strict=True))
    found = names.str.casefold().map(written).astype("string")
    return found.fillna(names)


def _known_on(frame: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    known = frame[frame[FROM] <= moment]
    return known.assign(seen_until=known[UNTIL].where(known[UNTIL] <= moment)).reset_index(drop=True)


def _no_later_than(frame: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    dated = frame.assign(**{key: frame[key].where(~(frame[key] > moment), moment) for key in (FROM, UNTIL)})
    return dated[~(dated[FROM] >= dated[UNTIL])]


# What follows is kept, because every day, and each thing that stands on it, asks for the same again.


@lru_cache(maxsize=16)
def _numbers(history: History, name: str) -> pd.Series:
    """The number of the row that each version is one of."""
    frame = history.versions[name]
    return pd.Series(pd.factorize(keys_of(frame, history.moves))[0], index=frame.index)


@lru_cache(maxsize=32)
def _on(history: History, name: str, moment: pd.Timestamp) -> pd.DataFrame:
    frame = history.versions[name]
    then = (frame[FROM] <= moment) & ~(frame[UNTIL] <= moment)
    return frame[then].set_axis(_numbers(history, name)[then])


@lru_cache(maxsize=32)
def _gone(history: History, name: str, moment: pd.Timestamp) -> pd.DataFrame:
    frame = history.versions[name]
    ended = frame.assign(number=_numbers(history, name))[frame[UNTIL] <= moment]
    last = ended.sort_values(UNTIL, kind="stable").drop_duplicates("number", keep="last").set_index("number")
    return last[~last.index.isin(_on(history, name, moment).index)]


@lru_cache(maxsize=16)
def _rows(history: History, name: str) -> pd.DataFrame:
    frame = history.versions[name]
    versions = frame.assign(number=_numbers(history, name)).sort_values(["usable", FROM], kind="stable")
    return versions.drop_duplicates("number", keep="last").set_index("number").sort_index()


def _names(placements: pd.DataFrame) -> pd.Series:
    """What names each placement in the whole partnership."""
    return placements["partner"] + "\n" + placements["placement"].fillna("")


@cache
def _none(name: str) -> pd.DataFrame:
    return shaped(pd.DataFrame(), name)


NONE_SENT = pd.DataFrame(
    {
        "partner": pd.Series(dtype="string"),
        "placement": pd.Series(dtype="string"),
        "sent_on": pd.Series(dtype="datetime64[s]"),
    }
)
