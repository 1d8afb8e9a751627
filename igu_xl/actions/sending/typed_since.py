"""What a municipality has typed in a row since the tool wrote it, told without quoting what may be personal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from igu_xl.actions.sending.sendings import SentPlacement
from igu_xl.actions.tool_sheets import by_header
from igu_xl.danish import date_text, listing
from igu_xl.domain.codes import fold
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.schema import Column, Kind
from igu_xl.sheets.writing.lossless import WorkbookEdit

_TABLE = MUNICIPALITY.table("tblForloeb")
_COLUMNS = {fold(column.header): column for column in _TABLE}


def typed_since(edit: WorkbookEdit, partnership: Partnership, one: SentPlacement, row: int) -> str:
    """`Kommunen har skrevet »Aftale indgået« 12. november 2026.`; empty where the row is as the tool wrote it."""
    (written,) = by_header(_TABLE, [one.cells])
    frame = partnership.frames[_TABLE.name]
    read = frame[(frame["partner"] == one.partner) & (frame["row"] == row)]
    words = [*_words(edit.unlike(_TABLE.name, row, written), one, read)]
    words += [f"sat en note ved »{header}«" for header in edit.noted(_TABLE.name, row)]
    return f"Kommunen har {listing(words)}." if words else ""


def _words(unlike: list[str], one: SentPlacement, read: pd.DataFrame) -> Iterator[str]:
    for header in unlike:
        column = _COLUMNS.get(fold(header))
        if column is None:
            yield f"skrevet i kolonnen »{header}«"
        else:
            value = _value(column, read)
            if column.key in one.cells:
                yield f"ændret »{column.header}«{f' til {value}' if value else ''}"
            else:
                yield f"skrevet »{column.header}« {value}".rstrip()


def _value(column: Column, read: pd.DataFrame) -> str:
    """The value as it was read, where it is a date or one of a list: anything else is the municipality's own."""
    value = None if read.empty else read[column.key].iloc[0]
    if value is None or pd.isna(value) or column.kind not in (Kind.DATE, Kind.CHOICE):
        return ""
    return date_text(value) if isinstance(value, date) else str(value)
