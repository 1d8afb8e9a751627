"""Tables of the archive (Parquet) without people: their rows stay, under a random name and with what figures need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from igu_xl.reports.data.kept_columns import columns_of_figures
from igu_xl.sheets.writing.erasing import Wanted

_WHOSE = ("candidate", "id", "placement")
_NO_TEXTS = ("p_number", "cvr")  # numbers of companies, which look like those of people


class Renaming(Wanted, Protocol):
    """What is looked for, and the name that an id gets in its place."""

    def renamed(self, text: str) -> str:
        """The random name of an id; a text that is none stays."""


def without_people(path: Path, people: Renaming) -> bool:
    """Take people out of a file; False, and nothing written, where none of them is in it."""
    table = pq.read_table(path)
    columns = [field.name for field in table.schema if _is_text(field.type) and field.name not in _NO_TEXTS]
    texts = {name: table[name].to_pylist() for name in columns}
    own = [any(people.owns(texts[key][at] or "") for key in _WHOSE if key in texts) for at in range(table.num_rows)]
    if not any(own) and not any(people.within(value or "") for values in texts.values() for value in values):
        return False
    needed = columns_of_figures(path.stem)
    for at, field in enumerate(table.schema):
        if field.name in texts:
            values: Sequence[object] = _said(texts[field.name], field.name, own, people, needed)
        elif needed and field.name not in needed:
            values = [None if mine else value for mine, value in zip(own, table[field.name].to_pylist(), strict=True)]
        else:
            continue
        table = table.set_column(at, field, pa.array(values, field.type))
    beside = path.with_suffix(".skrives")
    pq.write_table(table, beside)
    beside.replace(path)
    return True


def _said(
    texts: list[str | None], key: str, own: list[bool], people: Renaming, needed: frozenset[str]
) -> list[str | None]:
    """A column of texts: names renamed, other texts of the person's rows left out where no figure needs them."""
    told: list[str | None] = []
    for text, mine in zip(texts, own, strict=True):
        if text is None or (mine and needed and key not in (*needed, *_WHOSE)):
            told.append(None)
        elif key in _WHOSE:
            told.append(people.renamed(text))
        else:
            told.append(people.without(text) if people.within(text) else text)
    return told


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
