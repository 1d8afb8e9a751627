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
from typing import Any

import numpy as np
import pandas as pd

from igu_xl.standing.columns import looked_up
from igu_xl.standing.tracked import (
    CANDIDATES,
    COHORTS,
    DATE,
    PLACEMENTS,
    SLOTS,
    TABLES,
    TEXT,
    fingerprints,
    remembered,
    tracked,
    types_of,
)

FROM, UNTIL = "seen_from", "seen_until"
NO_BOOKS: pd.DataFrame = pd.DataFrame(
    {
        "partner": pd.Series(dtype="string"),
        "path": pd.Series(dtype="string"),
        FROM: pd.Series(dtype="datetime64[s]"),
        UNTIL: pd.Series(dtype="datetime64[s]"),
    }
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class History:
    """The versions of every remembered row, by table, and the placements that the tool has sent.

    A version has the columns of its table (`tracked`), `partner`, `id`, `nth_of_id`, `usable` (no error keeps it out),
    `at` (the row's index in the frames just read; missing for one that was not there), `seen_from` and `seen_until`
    (the day it was no longer so; missing while it is). `sent` has `partner`, `placement` and `sent_on`. `days` are
    those of the readings, in their order. `books` has `partner` and `path` of the workbooks, with the days from and
    until which each lay there.
    """

    versions: Mapping[str, pd.DataFrame]
    sent: pd.DataFrame
    days: tuple[date, ...] = ()
    books: pd.DataFrame = field(default_factory=NO_BOOKS.copy)

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

    def with_reading(self, rows: Mapping[str, pd.DataFrame], read: Mapping[str, Collection[str]], day: date) -> History:
        """The history with a reading of a day added: rows as of `remembered`, and whose tables could be `read`.

        What a partner had whose table could not be read this time is taken to be as it was. Raises `ValueError` for
        a day before the latest reading: what was known then is asked of `known_on`.
        """
        if self.latest and day < self.latest:
            raise ValueError(f"a reading of {day} after one of {self.latest}")
        versions = {name: _with_rows(self.versions[name], rows[name], name, read[name], day) for name in TABLES}
        return replace(self, versions=versions, days=tuple(dict.fromkeys([*self.days, day])))

    def with_sent(self, sent: pd.DataFrame) -> History:
        """The history with placements (`partner`, `placement`, `sent_on`) that were sent; the first day stays."""
        known = pd.concat([self.sent, sent[self.sent.columns].astype(self.sent.dtypes)], ignore_index=True)
        return replace(self, sent=known.drop_duplicates(["partner", "placement"]))

    def with_books(self, paths: Mapping[str, str], day: date) -> History:
        """The history with the workbooks that lay in the folder on a day: partner -> path."""
        moment, known = pd.Timestamp(day), self.books
        here = known[UNTIL].isna()
        there = pd.Series([paths.get(one) == path for one, path in zip(known["partner"], known["path"], strict=True)])
        over = here & ~there.astype(bool)
        kept = known.assign(seen_until=known[UNTIL].mask(over, moment))
        had = set(known.loc[here & ~over, "partner"])
        new = pd.DataFrame([(*one, moment, pd.NaT) for one in paths.items() if one[0] not in had], columns=kept.columns)
        kept = kept[~(kept[FROM] >= kept[UNTIL])]
        return replace(self, books=pd.concat([kept, new.astype(NO_BOOKS.dtypes)], ignore_index=True))

    def workbooks(self) -> dict[str, str]:
        """The workbooks that lay in the folder at the last reading: partner -> path; none where nobody noted it."""
        here = self.books[self.books[UNTIL].isna()]
        return dict(zip(here["partner"], here["path"], strict=True))

    def known_on(self, day: date) -> History:
        """What was known at the end of a day."""
        if self.latest is None or day >= self.latest:
            return self
        moment = pd.Timestamp(day)
        versions = {name: _known_on(frame, moment) for name, frame in self.versions.items()}
        sent = self.sent[self.sent["sent_on"] <= moment]
        days = tuple(one for one in self.days if one <= day)
        return History(versions, sent, days, _known_on(self.books, moment))

    def no_later_than(self, day: date) -> History:
        """The history with what was read under a later date (a *Dags dato* that was tried) dated this day."""
        moment = pd.Timestamp(day)
        versions = {name: _no_later_than(frame, moment) for name, frame in self.versions.items()}
        sent = self.sent.assign(sent_on=self.sent["sent_on"].where(self.sent["sent_on"] <= moment, moment))
        days = tuple(dict.fromkeys(min(one, day) for one in self.days))
        return History(versions, sent, days, _no_later_than(self.books, moment))

    def partners(self, name: str) -> set[str]:
        """The partners who have rows in a table as it was read last."""
        frame = self.versions[name]
        return set(frame.loc[frame[UNTIL].isna(), "partner"])

    def on(self, name: str, day: date) -> pd.DataFrame:
        """The rows of a table as they were on a day, by what each reading found: a change counts from the day on
        which it was read. Before the first reading: as that one found them.

        The index numbers the rows the same way for every day (see `rows`).
        """
        frame, moment = self.versions[name], self._moment(day)
        then = (frame[FROM] <= moment) & ~(frame[UNTIL] <= moment)
        return frame[then].set_axis(_numbers(self, name)[then])

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
            sent_on=told["sent_on"].fillna(self._sent(told)),
        )
        gone = latest[UNTIL].reindex(told.index) <= moment
        return told[~gone].sort_index()

    def gone(self, name: str, day: date) -> pd.DataFrame:
        """The rows that a table had before a day and has not on it, as they were read last."""
        frame, moment = self.versions[name], self._moment(day)
        ended = frame.assign(number=_numbers(self, name))[frame[UNTIL] <= moment]
        last = ended.sort_values(UNTIL, kind="stable").drop_duplicates("number", keep="last").set_index("number")
        return last[~last.index.isin(self.on(name, day).index)]

    def rows(self, name: str) -> pd.DataFrame:
        """Every row that a table ever had, each once, as it was read last without an error (or else last)."""
        frame = self.versions[name]
        versions = frame.assign(number=_numbers(self, name)).sort_values(["usable", FROM], kind="stable")
        return versions.drop_duplicates("number", keep="last").set_index("number").sort_index()

    def _sent(self, rows: pd.DataFrame) -> pd.Series:
        known = self.sent.set_index(self.sent["partner"] + "\n" + self.sent["placement"])["sent_on"]
        return looked_up(rows["partner"] + "\n" + rows["placement"].fillna(""), known)

    def _moment(self, day: date) -> pd.Timestamp:
        return pd.Timestamp(max(day, self.since) if self.since else day)


def reading_of(frames: Mapping[str, pd.DataFrame], usable: Mapping[str, pd.Series]) -> dict[str, pd.DataFrame]:
    """The rows of a reading as a history takes them; a placement names its slot as the slot's own row does."""
    rows = {name: remembered(frames[name], name, usable[name]) for name in TABLES}
    own = {"candidate": CANDIDATES, "slot": SLOTS, "cohort": COHORTS}
    placements = rows[PLACEMENTS]
    named = {key: _as_written(placements[key], rows[name][key]) for key, name in own.items()}
    return rows | {PLACEMENTS: placements.assign(**named)}


def _as_written(names: pd.Series, known: pd.Series) -> pd.Series:
    """Ids as they are written where they belong: nobody minds capital letters."""
    filled = known.dropna()
    written = dict(zip(filled.str.casefold(), filled, strict=True))
    found = names.str.casefold().map(written).astype("string")
    return found.fillna(names)


def _with_rows(old: pd.DataFrame, now: pd.DataFrame, name: str, read: Collection[str], day: date) -> pd.DataFrame:
    """The versions with a reading: what is as it was lasts, what is otherwise or gone ends, what is new begins."""
    moment = pd.Timestamp(day)
    if old.empty:
        return shaped(now.assign(seen_from=moment), name)
    over, held = old[old[UNTIL].notna()].assign(at=None), old[old[UNTIL].isna()]
    now_key, held_key = _key(now), _key(held)
    prints = pd.Series(fingerprints(now, name).astype("UInt64").array, index=now_key)
    same = (looked_up(held_key, prints) == fingerprints(held, name).astype("UInt64")).fillna(False).astype(bool)
    unseen = ~held_key.isin(now_key) & ~held["partner"].isin(list(read))
    places = looked_up(held_key, pd.Series(now["at"].astype("Int64").array, index=now_key))
    lasting = held.assign(at=places.where(same))[same | unseen]
    ended = held[~same & ~unseen & (held[FROM] < moment)].assign(at=None, seen_until=moment)
    new = now[~now_key.isin(held_key[same])].assign(seen_from=moment)
    return shaped(pd.concat([part for part in (over, lasting, ended, new) if len(part)] or [old.head(0)]), name)


def _known_on(frame: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    known = frame[frame[FROM] <= moment]
    return known.assign(seen_until=known[UNTIL].where(known[UNTIL] <= moment)).reset_index(drop=True)


def _no_later_than(frame: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    dated = frame.assign(**{key: frame[key].where(~(frame[key] > moment), moment) for key in (FROM, UNTIL)})
    return dated[~(dated[FROM] >= dated[UNTIL])]


@lru_cache(maxsize=16)
def _numbers(history: History, name: str) -> pd.Series:
    """The number of the row that each version is one of; kept, because every day asks for it."""
    frame = history.versions[name]
    return pd.Series(pd.factorize(_key(frame))[0], index=frame.index)


def _key(rows: pd.DataFrame) -> pd.Series:
    return rows["partner"] + "\n" + rows["id"] + "\n" + rows["nth_of_id"].astype("string")


@cache
def _none(name: str) -> pd.DataFrame:
    return shaped(pd.DataFrame(), name)


def shaped(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Versions in their types and order of columns, numbered from 0."""
    told = frame.reindex(columns=[*tracked(name), *_MORE])
    other = {key: kind for key, kind in (types_of(name) | _MORE).items() if told[key].dtype != kind}
    return (told.astype(other) if other else told).reset_index(drop=True)


_MORE: dict[str, Any] = {
    "partner": TEXT, "id": TEXT, "nth_of_id": np.dtype("int64"), "usable": np.dtype(bool), "at": pd.Int64Dtype(),
    FROM: DATE, UNTIL: DATE,
}  # fmt: skip
NONE_SENT = pd.DataFrame(
    {
        "partner": pd.Series(dtype="string"),
        "placement": pd.Series(dtype="string"),
        "sent_on": pd.Series(dtype="datetime64[s]"),
    }
)
