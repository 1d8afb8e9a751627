"""The history as a file: `.igu/historik.parquet`, beside the lock, described in docs/standing.md.

One file, so that it is replaced in one step. The one before it is kept, and used when the file cannot be read.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from igu_xl.errors import WrongUse
from igu_xl.sheets.layout import STATE_FOLDER, layout_of
from igu_xl.standing.history import NONE_SENT, History
from igu_xl.standing.known_workbooks import NO_WORKBOOKS
from igu_xl.standing.moved import NOBODY_MOVED
from igu_xl.standing.tracked import TABLES
from igu_xl.standing.versions import FROM, shaped

FILE, BEFORE, TOLD = "historik.parquet", "historik-forrige.parquet", "siden-sidst.parquet"
VERSION = 2  # 1 had no school plans

_VERSION_KEY = b"igu_historik"
_SENT, _DAYS, _WORKBOOKS, _MOVES = "sendt", "laest", "partnere", "flyttet"


def kept_history(folder: Path) -> History:
    """The history of the partnership in a folder; an empty one where nothing was kept.

    Raises `WrongUse` where it was kept by a later version of the program, or neither it nor the one before can be read.
    """
    paths = [path for name in (FILE, BEFORE) if (path := layout_of(folder).state / name).is_file()]
    for path in paths:
        if (history := read_history(path)) is not None:
            return history
    if paths:
        raise WrongUse(
            f"{paths[0].name} i mappen {STATE_FOLDER} er beskadiget. Hent en ældre udgave af filen, eller flyt den "
            "væk; så begynder historikken forfra i dag."
        )
    return History.empty()


def keep_history(folder: Path, history: History) -> bool:
    """Write the history; False, and nothing written, where the file says the same already."""
    path = layout_of(folder).state / FILE
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".skrives")
    write_history(history, beside)
    if path.is_file() and path.read_bytes() == beside.read_bytes():
        beside.unlink()
        return False
    if path.is_file():
        path.replace(path.with_name(BEFORE))
    beside.replace(path)
    return True


def told_history(folder: Path) -> History | None:
    """What the coordinator was last told of (the sheet *Siden sidst*); None where nothing was kept or it is damaged."""
    path = layout_of(folder).state / TOLD
    return read_history(path) if path.is_file() else None


def keep_told(folder: Path, history: History) -> None:
    """Remember that the coordinator was told of all that a history knows."""
    path = layout_of(folder).state / TOLD
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".skrives")
    write_history(history, beside)
    beside.replace(path)


def write_history(history: History, path: Path) -> None:
    """Write a history as one Parquet file: the rows of every table one below the other, named in `tabel`."""
    import pyarrow
    import pyarrow.parquet

    frames = {name: frame.drop(columns="at") for name, frame in history.versions.items()}
    frames |= {_SENT: history.sent, _WORKBOOKS: history.workbooks, _MOVES: history.moves}
    frames |= {_DAYS: pd.DataFrame({FROM: pd.Series(history.days, dtype="datetime64[s]")})}
    told = [frame.assign(tabel=name) for name, frame in frames.items() if len(frame)]
    table = pyarrow.Table.from_pandas(pd.concat(told, ignore_index=True) if told else pd.DataFrame({"tabel": []}))
    kept = table.replace_schema_metadata({**(table.schema.metadata or {}), _VERSION_KEY: str(VERSION).encode()})
    pyarrow.parquet.write_table(kept, path)


def read_history(path: Path) -> History | None:
    """The history in a file; None where it cannot be read. Raises `WrongUse` for one of a later version."""
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(path)
    except (OSError, pyarrow.ArrowException):
        return None
    version = int((table.schema.metadata or {}).get(_VERSION_KEY, b"0"))
    if version > VERSION:
        raise WrongUse(f"{path.name} er skrevet af en nyere version af igu. Opdatér programmet på denne computer.")
    rows = table.to_pandas()
    days = rows.loc[rows["tabel"] == _DAYS, FROM] if len(rows) else pd.Series(dtype="datetime64[s]")
    others = {_SENT: NONE_SENT, _WORKBOOKS: NO_WORKBOOKS, _MOVES: NOBODY_MOVED}
    sent, workbooks, moves = (_rows(rows, name, like) for name, like in others.items())
    versions = {name: shaped(rows[rows["tabel"] == name], name) for name in TABLES}
    return History(versions, sent, tuple(sorted(day.date() for day in days)), workbooks, moves)


def _rows(rows: pd.DataFrame, name: str, like: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of the file in the columns and types of this frame."""
    return rows[rows["tabel"] == name].reindex(columns=like.columns).astype(like.dtypes).reset_index(drop=True)
