"""People who were forgotten: their rows stay under a random name, so that what was counted is counted still.

The name says nothing and leads to nobody. What was over, a placement that has ended or a case that is closed, counts
from then on as it did; what was open ends on the day of forgetting, for nobody is there any more who waits or works.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from igu_xl.sheets.writing.wanted_ids import PLACEMENT
from igu_xl.standing.candidates import Step
from igu_xl.standing.history import FORGOTTEN, History
from igu_xl.standing.placements import State
from igu_xl.standing.standing import stand
from igu_xl.standing.tracked import ABSENCES, CANDIDATES, DATE, PLACEMENTS, SCHOOL_WEEKS
from igu_xl.standing.versions import FROM, UNTIL

CLOSED = (Step.ENDED, Step.LEFT)
"""The steps of those whose case is over."""
_SETTLED = (State.COMPLETED, State.MOVED_ON, State.DROPPED_OUT, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Alias:
    """The random name of somebody who was forgotten, and those of their placements by the old ones."""

    key: str
    placements: Mapping[str, str]

    @classmethod
    def new(cls, placements: Iterable[str]) -> Alias:
        """A new one; the placements keep their order, which decides between two of one day."""
        key = FORGOTTEN + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
        return cls(key, {name: f"{key}-F{number}" for number, name in enumerate(sorted(set(placements)), 1)})


def placements_of(history: History, candidate: str) -> set[str]:
    """The ids of all placements that a candidate ever had."""
    rows = history.versions[PLACEMENTS]
    return set(rows.loc[_is(rows["candidate"], candidate), "placement"].dropna())


def anonymised(history: History, people: Mapping[str, Alias], day: date | None = None) -> History:
    """The history with these people (by id) under their random names; with a `day`, what is open ends on it.

    Without one the rows are as they were: an archive's history is asked about its own days only.
    """
    for candidate, alias in people.items():
        history = _renamed(history, candidate, alias)
    if day is None or history.latest is None:
        return history
    return _ended(history, [alias.key for alias in people.values()], day)


def without_open(history: History, ended: History) -> History:
    """What the coordinator was told of, without the rows that are over in `ended`: nobody is told that they went."""
    versions = dict(history.versions)
    for name in (CANDIDATES, PLACEMENTS):
        rows, now = versions[name], ended.versions[name]
        lasting = set(now.loc[now[UNTIL].isna(), "id"])
        gone = rows["id"].str.startswith(FORGOTTEN).fillna(False) & rows[UNTIL].isna() & ~rows["id"].isin(lasting)
        versions[name] = rows[~gone.astype(bool)].reset_index(drop=True)
    return replace(history, versions=versions)


def _renamed(history: History, candidate: str, alias: Alias) -> History:
    people, placements = history.versions[CANDIDATES], history.versions[PLACEMENTS]
    own, theirs = _is(people["candidate"], candidate), _is(placements["candidate"], candidate)
    pairs = set(zip(placements.loc[theirs, "partner"], placements.loc[theirs, "placement"], strict=True))
    names = placements["placement"].map(dict(alias.placements)).astype("string")
    versions = {
        **history.versions,
        CANDIDATES: people.assign(
            candidate=people["candidate"].mask(own, alias.key), id=people["id"].mask(own, alias.key)
        ),
        PLACEMENTS: placements.assign(
            candidate=placements["candidate"].mask(theirs, alias.key),
            placement=placements["placement"].mask(theirs, names),
            id=placements["id"].mask(theirs, names.fillna(alias.key)),
        ),
        SCHOOL_WEEKS: _renamed_weeks(history.versions[SCHOOL_WEEKS], candidate, alias),
        ABSENCES: (away := history.versions[ABSENCES])[~_theirs(away, candidate, alias)].reset_index(drop=True),
    }
    sent, moves = history.sent, history.moves
    moved = _is(moves["candidate"], candidate)
    named = zip(sent["partner"], sent["placement"], strict=True)
    told = [(whose, one) in pairs or (moved.any() and one in alias.placements) for whose, one in named]
    mine = pd.Series(told, index=sent.index, dtype=bool)
    return replace(
        history,
        versions=versions,
        sent=sent.assign(placement=sent["placement"].mask(mine, sent["placement"].map(dict(alias.placements)))),
        moves=moves.assign(candidate=moves["candidate"].mask(moved, alias.key)),
    )


def _renamed_weeks(weeks: pd.DataFrame, candidate: str, alias: Alias) -> pd.DataFrame:
    """The rows of school plans under the names of the placements, without what somebody wished."""
    own = _theirs(weeks, candidate, alias)
    names = weeks["placement"].map(dict(alias.placements)).astype("string").fillna(alias.key)
    named = {key: weeks[key].mask(own, names) for key in ("placement", "id")}
    return weeks.assign(**named, wish_from=weeks["wish_from"].mask(own).astype(DATE))


def _theirs(rows: pd.DataFrame, candidate: str, alias: Alias) -> pd.Series:
    """The rows about the placements of a person, also about one that stands nowhere and is called as theirs are."""
    called = rows["placement"].str.casefold().str.replace(PLACEMENT, "", regex=True)
    return rows["placement"].isin(list(alias.placements)) | _is(called, candidate)


def _ended(history: History, keys: list[str], day: date) -> History:
    """The history with the open rows of people ended."""
    last = max(day, history.latest or day)
    standing = stand(history, last)
    settled = set(standing.placements.loc[standing.placements["state"].isin(_SETTLED), "placement"].dropna())
    people, placements = history.versions[CANDIDATES], history.versions[PLACEMENTS]
    over = standing.candidates.loc[standing.candidates["step"].isin(CLOSED), "candidate"]
    closed = people["candidate"].isin(over.dropna()) & people["usable"]
    kept = placements["placement"].isin(list(settled)) & placements["usable"]
    weeks = history.versions[SCHOOL_WEEKS]
    theirs = weeks["placement"].isin(placements.loc[placements["candidate"].isin(keys), "placement"])
    theirs |= weeks["placement"].isin(keys)
    versions = {
        **history.versions,
        CANDIDATES: _ending(people, people["candidate"].isin(keys) & ~closed, last),
        PLACEMENTS: _ending(placements, placements["candidate"].isin(keys) & ~kept, last),
        SCHOOL_WEEKS: _ending(weeks, theirs & ~weeks["placement"].isin(placements.loc[kept, "placement"]), last),
    }
    return replace(history, versions=versions)


def _ending(rows: pd.DataFrame, which: pd.Series, day: date) -> pd.DataFrame:
    """The rows of people ended on a day. What was read on that very day counts in months that are over, so that it is
    taken for read the day before, in place of what was known then."""
    moment = pd.Timestamp(day)
    before, today = moment - pd.Timedelta(days=1), which & (rows[FROM] >= moment)
    names = list(zip(rows["id"], rows["nth_of_id"], strict=True))
    late = {name for name, new in zip(names, today, strict=True) if new}
    earlier = which & ~today & pd.Series([name in late for name in names], index=rows.index, dtype=bool)
    ended = rows.assign(
        seen_from=rows[FROM].mask(today, before),
        seen_until=rows[UNTIL].mask(which & rows[UNTIL].isna(), moment).mask(earlier & (rows[UNTIL] > before), before),
    )
    return ended[~(which & (ended[FROM] >= ended[UNTIL]))].reset_index(drop=True)


def _is(names: pd.Series, candidate: str) -> pd.Series:
    return (names.str.casefold() == candidate.casefold()).fillna(False).astype(bool)
