"""The cell functions on a server: the same functions, of which two look into the server's own partnership.

An argument cannot name a folder here, since the folders are those of the server.
"""

from __future__ import annotations

from datetime import date

from igu_xl.excel.cells import Cells, Spill
from igu_xl.excel.functions import (
    IGU_CVR_GYLDIGT,
    IGU_HVORFOR,
    IGU_INDKOMST,
    IGU_KOMMUNEKODE,
    IGU_MAALGRUPPE,
    IGU_RIMELIGHED,
    IGU_SKOLEPLAN,
    IGU_SKOLETIMER,
    IGU_SKOLEUGER,
    IGU_SLUTDATO,
    cell_function,
)
from igu_xl.excel.place_answers import cohorts_lacking_people, places_for
from igu_xl.excel.server.served import served_folder

__all__ = [
    "IGU_CVR_GYLDIGT",
    "IGU_HOLDRISIKO",
    "IGU_HVORFOR",
    "IGU_INDKOMST",
    "IGU_KOMMUNEKODE",
    "IGU_MAALGRUPPE",
    "IGU_PLADSER",
    "IGU_RIMELIGHED",
    "IGU_SKOLEPLAN",
    "IGU_SKOLETIMER",
    "IGU_SKOLEUGER",
    "IGU_SLUTDATO",
]


@cell_function
def IGU_PLADSER(kandidat_id: Cells, antal: Cells = None) -> Spill:
    """The best open places for a candidate."""
    return places_for(kandidat_id, antal, served_folder(), date.today())


@cell_function
def IGU_HOLDRISIKO() -> Spill:
    """The cohorts to come that lack people."""
    return cohorts_lacking_people(served_folder(), date.today())
