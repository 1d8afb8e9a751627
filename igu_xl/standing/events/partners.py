"""What has happened to the workbooks themselves: new, renamed, gone, or not touched for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from igu_xl.danish import date_text, plural
from igu_xl.sheets.identity import same_path
from igu_xl.standing.events.event import Event
from igu_xl.standing.events.kinds import EventKind
from igu_xl.standing.history import History
from igu_xl.standing.known_workbooks import lying
from igu_xl.standing.school.weeks import PROPOSED
from igu_xl.standing.tracked import PLACEMENTS, SCHOOL_WEEKS, TABLES
from igu_xl.standing.versions import FROM, UNTIL

_ALIKE = 0.5  # the share of a workbook's ids that another must have to be the same one under a new name


def renamed_partners(before: History, after: History) -> dict[str, str]:
    """The partners that go by another name since: the old name -> the new one, known by the ids in the workbook."""
    was, now = lying(before.workbooks), lying(after.workbooks)
    ids = {partner: _ids(after, partner) for partner in now.keys() - was.keys()}
    found = {}
    for old in sorted(was.keys() - now.keys()):
        own = _ids(before, old)
        same = {new: len(own & theirs) for new, theirs in ids.items() if new.partition(":")[0] == old.partition(":")[0]}
        best = max(same, key=lambda new: (same[new], new), default="")
        if best and same[best] > _ALIKE * min(len(own), len(ids[best])):
            found[old] = best
            del ids[best]
    return found


def _ids(history: History, partner: str) -> set[str]:
    return {name for table in TABLES for name in _rows(history, table, partner)["id"]} - {""}


def _rows(history: History, table: str, partner: str) -> pd.DataFrame:
    frame = history.versions[table]
    return frame[(frame["partner"] == partner) & frame[UNTIL].isna()]


def partner_events(before: History, after: History, renamed: Mapping[str, str], day: date) -> Iterator[Event]:
    """Workbooks that are new, gone or called something else; nothing where it was not noted which there were."""
    was, now = lying(before.workbooks), lying(after.workbooks)
    if not was or not now:
        return
    names = {new: old for old, new in renamed.items()}
    for partner, path in now.items():
        old = was.get(names.get(partner, partner))
        if old is None:
            rows = sum(len(_rows(after, table, partner)) for table in TABLES)
            details = {"rows": plural(rows, "række", "rækker")}
            yield Event(EventKind.PARTNER_NEW, partner, path, day, details=details)
        elif not same_path(old, path):
            yield Event(EventKind.PARTNER_RENAMED, partner, path, day, details={"before": old})
    for partner in was.keys() - now.keys() - renamed.keys():
        yield Event(EventKind.PARTNER_GONE, partner, was[partner], day)


def touched_on(history: History, partner: str) -> date | None:
    """The day on which a reading last found a change in a partner's rows; placements that were sent are none, nor are
    the rows of a school plan that are only proposed."""
    return _touched(history).get(partner)


@lru_cache(maxsize=4)
def _touched(history: History) -> dict[str, date]:
    days = []
    for table in TABLES:
        rows = history.versions[table]
        if table == SCHOOL_WEEKS:
            rows = rows[(rows["status"] != PROPOSED).fillna(True) | rows["wish_from"].notna()]
        ours = rows["sent_on"] == rows[FROM] if table == PLACEMENTS else False
        begun = rows[FROM].where(~pd.Series(ours, index=rows.index))
        days += [read.groupby(rows["partner"]).max() for read in (begun, rows[UNTIL])]
    workbooks = history.workbooks
    days.append(workbooks.groupby("partner")[FROM].min())
    latest = pd.concat(days).dropna().groupby(level=0).max()
    return {str(partner): day.date() for partner, day in latest.items()}


def untouched_events(before: date | None, history: History, day: date, days: int) -> Iterator[Event]:
    """The workbooks in which nothing has changed for so many `days`, or twice as many, and so on, since a day."""
    for partner, path in untouched(history, day, days).items():
        touched = touched_on(history, partner)
        assert touched is not None, "an untouched workbook was touched before"
        last = touched + (day - touched) // timedelta(days=days) * timedelta(days=days)
        if before is not None and before < last:
            yield Event(EventKind.UNTOUCHED, partner, path, day, details={"before": date_text(touched)})


def untouched(history: History, day: date, days: int) -> dict[str, str]:
    """The workbooks, by partner, in which nothing has changed for so many days or more."""
    long_ago = day - timedelta(days=days)
    known = ((partner, path, touched_on(history, partner)) for partner, path in lying(history.workbooks).items())
    return {partner: path for partner, path, touched in known if touched is not None and touched <= long_ago}
