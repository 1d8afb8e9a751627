"""The computed column *Tjek*: what a row still lacks, as a formula in the workbook and as the value it will show.

A row that nobody has started is blank. Otherwise `Ret id` says that a candidate's id has not the one shape it may
have, `Mangler 2` counts the empty cells under a `*`, `Ret 1` the errors that the last control wrote in *Fund* for the
row's id, and `OK` says that nothing is known to be wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from igu_xl.domain.personal.candidate_id import MOST_DIGITS, candidate_id
from igu_xl.sheets.contract.common import FINDINGS
from igu_xl.sheets.schema import Column, Kind, Row, Table

STAR = "*"
WRONG_ID = "Ret id"
_DASHES = ("–", "‑", " - ")  # what the reader takes for the hyphen of an id and people have typed
ERROR = "fejl"


def this_row(table: Table, first: Column, last: Column | None = None) -> str:
    """A structured reference to one cell of the formula's own row, or to the cells from `first` to `last`."""
    columns = f"[{first.header}]" if last is None else f"[{first.header}]:[{last.header}]"
    return f"{table.name}[[#This Row],{columns}]"


def check_formula(table: Table, stars: str) -> str:
    """The formula of *Tjek*; `stars` is the absolute range that holds the `*` above the table's inputs."""
    started = f"COUNTA({_inputs(table)})"
    missing = _missing_formula(table, stars)
    errors = (
        f"COUNTIFS({FINDINGS.name}[{FINDINGS.column('row_id').header}],{this_row(table, table.column(table.key))},"
        f'{FINDINGS.name}[{FINDINGS.column("level").header}],"{ERROR}")'
    )
    told = f'IF({missing}>0,"Mangler "&({missing}),IF({errors}>0,"Ret "&{errors},"OK"))'
    key = table.column(table.key)
    if key.kind is Kind.CANDIDATE:
        own = this_row(table, key)
        meant = f"TRIM({own})"
        for dash in _DASHES:
            meant = f'SUBSTITUTE({meant},"{dash}","-")'
        told = f'IF(AND({own}<>"",NOT({id_shape(meant)})),"{WRONG_ID}",{told})'
    return f'=IF({started}=0,"",{told})'


def id_shape(cell: str) -> str:
    """The formula that is true for three digits, a hyphen and a few more: put together again they are the same."""
    last = f'TEXT(--MID({cell},5,{MOST_DIGITS}),REPT("0",LEN({cell})-4))'
    return f'IFERROR(TEXT(--LEFT({cell},3),"000")&"-"&{last}={cell},FALSE)'


def empty_cells(table: Table, stars: str) -> str:
    """Counts the empty cells under a `*`; columns a partner has put in between have none."""
    return f'SUMPRODUCT(({stars}="{STAR}")*({_inputs(table)}=""))'


def less_freed(table: Table, column: Column) -> str:
    """What is taken off that count where another answer frees the column from being filled (`unless`)."""
    key, values = column.unless or ("", ())
    answers = "+".join(f'({this_row(table, table.column(key))}="{value}")' for value in values)
    return f'-({this_row(table, column)}="")*({answers})'


def _inputs(table: Table) -> str:
    return this_row(table, table.checked[0], table.checked[-1])


def _missing_formula(table: Table, stars: str) -> str:
    freed = (less_freed(table, column) for column in table if column.unless is not None)
    return empty_cells(table, stars) + "".join(freed)


def check_value(table: Table, row: Row, errors: Mapping[object, int]) -> str:
    """What the formula shows for this row; `errors` has the number of errors of each row id."""
    if all(_is_empty(row, column) for column in table.checked):
        return ""
    key = table.column(table.key)
    if key.kind is Kind.CANDIDATE and not _is_empty(row, key) and candidate_id(str(row[key.key])) is None:
        return WRONG_ID
    if missing := sum(_is_missing(row, column) for column in table.checked):
        return f"Mangler {missing}"
    wrong = errors.get(row.get(table.key), 0)
    return f"Ret {wrong}" if wrong else "OK"


def _is_missing(row: Row, column: Column) -> bool:
    if not column.required or not _is_empty(row, column):
        return False
    return column.unless is None or row.get(column.unless[0]) not in column.unless[1]


def _is_empty(row: Row, column: Column) -> bool:
    return row.get(column.key) in (None, "")


def errors_by_row(findings: Sequence[Row]) -> Mapping[object, int]:
    """The number of errors that the findings hold for each row id."""
    return Counter(finding.get("row_id") for finding in findings if finding.get("level") == ERROR)
