"""Which workbooks a partnership is known to have: where each partner's lay and when, and who has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath

import pandas as pd

from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.identity import same_path
from igu_xl.standing.versions import FROM, UNTIL

# A row for each place in which a partner's workbook lay, in the order of time: `seen_from` is missing where it lay
# there before anybody noted it, `seen_until` as long as it does. `left_on` stands in the last row of a partner that
# has left.
NO_WORKBOOKS = pd.DataFrame(
    {
        "partner": pd.Series(dtype="string"),
        "path": pd.Series(dtype="string"),
        FROM: pd.Series(dtype="datetime64[s]"),
        UNTIL: pd.Series(dtype="datetime64[s]"),
        "left_on": pd.Series(dtype="datetime64[s]"),
    }
)
_DATES = (FROM, UNTIL, "left_on")


def with_paths(known: pd.DataFrame, paths: Mapping[str, str], before: Iterable[str], day: date) -> pd.DataFrame:
    """The workbooks with where each partner's was read on a day; who is there has not left.

    `before` are the partners of earlier readings: one of whom no path is known lay where its key says.
    """
    moment, lay = pd.Timestamp(day), set(known["partner"])
    earlier = {one: _by_key(one, paths[one]) for one in before if one in paths and one not in lay}
    known = _with(known, [(one, path, pd.NaT, pd.NaT, pd.NaT) for one, path in sorted(earlier.items())])
    there = pd.Series([paths.get(one) == path for one, path in _places(known)], index=known.index, dtype=bool)
    here = known[UNTIL].isna()
    ended = known.assign(seen_until=known[UNTIL].mask(here & ~there, moment))
    ended["left_on"] = known["left_on"].mask(known["partner"].isin(list(paths)))
    new = sorted(paths.keys() - set(known.loc[here & there, "partner"]))
    return _with(ended[~(ended[FROM] >= ended[UNTIL])], [(one, paths[one], moment, pd.NaT, pd.NaT) for one in new])


def with_left(known: pd.DataFrame, partner: str, day: date) -> pd.DataFrame:
    """The workbooks with a partner that has left on a day."""
    if not (known["partner"] == partner).any():
        known = _with(known, [(partner, pd.NA, pd.NaT, pd.NaT, pd.NaT)])
    last = (known["partner"] == partner) & ~known["partner"].duplicated(keep="last")
    return known.assign(left_on=known["left_on"].mask(last, pd.Timestamp(day)))


def known_then(known: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """The workbooks without what happened after a day."""
    then = known[~(known[FROM] > moment)]
    return then.assign(**{key: then[key].where(then[key] <= moment) for key in _DATES}).reset_index(drop=True)


def no_later(known: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """The workbooks with what is dated later dated this day."""
    dated = known.assign(**{key: known[key].where(~(known[key] > moment), moment) for key in _DATES})
    return dated[~(dated[FROM] >= dated[UNTIL])].reset_index(drop=True)


def left(known: pd.DataFrame) -> set[str]:
    """The partners who have left."""
    return set(known.loc[known["left_on"].notna(), "partner"])


def lying(known: pd.DataFrame) -> dict[str, str]:
    """The workbooks that lay in the folder at the last reading: partner -> path; none where nobody noted it."""
    return dict(_places(known[known[UNTIL].isna() & known["path"].notna()]))


def last_places(known: pd.DataFrame) -> dict[str, str]:
    """Where each partner's workbook was read last, in the folder now or not: partner -> path."""
    return dict(_places(known.assign(path=known["path"].fillna(""))))


def places_in_order(known: pd.DataFrame) -> dict[str, list[str]]:
    """Where each partner's workbook has lain, the latest last; nothing of one of whom nobody noted it."""
    rows = known[known["path"].notna()]
    return {str(partner): paths.tolist() for partner, paths in rows.groupby("partner", sort=False)["path"]}


def with_new_names(known: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The workbooks as if they had always been called what they are called now: old name -> new name."""
    return known.assign(path=known["path"].map(lambda path: names.get(path, path), na_action="ignore").astype("string"))


def renamed(known: pd.DataFrame) -> pd.DataFrame:
    """The workbooks that lie in the folder and lay elsewhere before: `partner`, `earlier` and `renamed_on`."""
    before = known.assign(earlier=known.groupby("partner")["path"].shift(), renamed_on=known[FROM])
    now = before[before[UNTIL].isna() & before["earlier"].notna()]
    other = [not same_path(*pair) for pair in zip(now["earlier"], now["path"], strict=True)]
    return now.loc[pd.Series(other, index=now.index, dtype=bool), ["partner", "earlier", "renamed_on"]]


def _with(known: pd.DataFrame, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    if not rows:
        return known.reset_index(drop=True)
    new = pd.DataFrame(rows, columns=NO_WORKBOOKS.columns).astype(NO_WORKBOOKS.dtypes)
    return pd.concat([known, new], ignore_index=True) if len(known) else new


def _places(known: pd.DataFrame) -> Iterable[tuple[str, str]]:
    return zip(known["partner"], known["path"], strict=True)


def _by_key(partner: str, path: str) -> str:
    """Where a branch's or school's workbook lay by its key, which is its first file name; a municipality's is not."""
    kind, _, stem = partner.partition(":")
    found = PurePosixPath(path)
    return path if kind == MUNICIPALITY.kind else str(found.with_name(stem + found.suffix))
