"""What people do to the shape of their workbook: own columns, other headers, renamed sheets. None of it is an error.

The workbook is built from the contract as its owner has left it. Each docstring tells in Danish what happened.
"""

from __future__ import annotations

from dataclasses import replace

from igu_xl.demo.mess.desk import MessDesk
from igu_xl.sheets.schema import Column, Table


def own_column(desk: MessDesk) -> None:
    """Gentofte har indsat sin egen kolonne til sagsbehandlerens team, midt i tabellen."""
    filename = desk.municipality("157")
    table = desk.contract(filename).table("tblKandidater")
    own = Column("own_team", "Vores team")
    _change(desk, filename, replace(table, columns=(*table.columns[:5], own, *table.columns[5:])))
    for number, row in enumerate(desk.rows(filename, table.name)):
        row["own_team"] = f"Team {number % 3 + 1}"


def headers_without_danish_letters(desk: MessDesk) -> None:
    """Gladsaxes tastatur havde ikke æ, ø og å, da overskrifterne blev skrevet om."""
    filename = desk.municipality("159")
    table = desk.contract(filename).table("tblKandidater")
    spelled = {"danish_test": "Bestaaet proeve", "born": "FOEDSELSDATO", "remark": "Bemaerkning"}
    columns = tuple(replace(column, header=spelled.get(column.key, column.header)) for column in table)
    _change(desk, filename, replace(table, columns=columns))


def renamed_sheet(desk: MessDesk) -> None:
    """Lyngby-Taarbæk kalder arket Borgere i stedet for Kandidater."""
    filename = desk.municipality("173")
    _change(desk, filename, replace(desk.contract(filename).table("tblKandidater"), sheet="Borgere"))


def other_column_order(desk: MessDesk) -> None:
    """Ballerup vil have brancheønskerne lige efter id'et."""
    filename = desk.municipality("151")
    table = desk.contract(filename).table("tblKandidater")
    wishes = [column for column in table if column.key.startswith("wish_")]
    others = [column for column in table if column not in wishes]
    _change(desk, filename, replace(table, columns=(others[0], *wishes, *others[1:])))


def optional_column_deleted(desk: MessDesk) -> None:
    """ES Nord bruger ikke kolonnen Dansk højst og har slettet den."""
    filename = "skoler/es-nord.xlsx"
    table = desk.contract(filename).table("tblHold")
    _change(desk, filename, replace(table, columns=tuple(column for column in table if column.key != "danish_max")))
    for row in desk.rows(filename, table.name):
        del row["danish_max"]


def _change(desk: MessDesk, filename: str, changed: Table) -> None:
    book = desk.contract(filename)
    tables = tuple(changed if table.name == changed.name else table for table in book.tables)
    desk.change_contract(filename, replace(book, tables=tables))


SHAPES = (
    own_column,
    headers_without_danish_letters,
    renamed_sheet,
    other_column_order,
    optional_column_deleted,
)
