"""The cell functions: a thin face of classic xlwings UDFs over answers.py and place_answers.py.

Each takes whole columns (or single cells, which count for every row) and gives a column that spills. Excel never sees
an exception: what cannot be answered is a Danish sentence in the cell. `function_help.py` holds the texts that Excel
shows, `function_wrappers.py` makes the VBA that calls these.
"""

from __future__ import annotations

import functools
import logging
import traceback
from collections.abc import Callable
from datetime import date
from inspect import signature
from pathlib import Path
from typing import Any

from xlwings import arg, func, ret

from igu_xl.errors import IguError, WrongUse
from igu_xl.excel import answers
from igu_xl.excel.cells import Cells, Spill
from igu_xl.excel.function_help import CATEGORY, HELP, SLOW
from igu_xl.excel.in_front import full_name

_log = logging.getLogger(__name__)


def cell_function(function: Callable[..., Spill]) -> Callable[..., Spill]:
    """Make an Excel function of one that answers with cells: its help, its converters, and no exceptions."""
    about = HELP[function.__name__]
    made = _always_answering(function)
    made.__doc__ = about.purpose
    for argument in signature(function).parameters:
        if argument in about.arguments:
            made = arg(argument, ndim=2, err_to_str=True, doc=about.arguments[argument])(made)
    # Outermost, because the other decorators set the category back to xlwings' own.
    return func(category=CATEGORY, call_in_wizard=function.__name__ not in SLOW)(ret(list)(made))


def _always_answering(function: Callable[..., Spill]) -> Callable[..., Spill]:
    @functools.wraps(function)
    def answering(*arguments: Cells) -> Spill:
        try:
            return function(*arguments)
        except IguError as problem:
            return [[str(problem)]]
        except Exception as problem:
            # A message may repeat what stood in a cell, so only where it happened is logged.
            _log.error("%s: %s\n%s", function.__name__, type(problem).__name__, _where(problem))
            return [[f"{function.__name__} kunne ikke regne det ud ({type(problem).__name__}). Kør »igu doctor«."]]

    return answering


def _where(problem: Exception) -> str:
    return "".join(traceback.format_tb(problem.__traceback__))


def _folder(folder: Cells, caller: Any) -> Path:
    """The partnership: of the folder that was given, or of the workbook in which the function stands.

    Only a workbook that lies with the partnership's own is answered, for the answer stays in its cells: a partner's,
    that somebody at the secretariat has opened, would take it home.
    """
    from igu_xl.excel.place_answers import answered_in, partnership_folder

    given = None if folder is None else str(folder[0][0])
    if caller is None and given is not None:  # from Python
        return partnership_folder(given)
    try:
        asking = full_name(caller.sheet.book)
    except Exception as problem:  # a workbook in the cloud has no path, or the call came from nowhere
        raise WrongUse(
            "Arbejdsbogens mappe kan ikke findes. Gem den på computeren i partnerskabets mappe, og prøv igen."
        ) from problem
    return answered_in(Path(asking), given)


@cell_function
def IGU_MAALGRUPPE(
    foedt: Cells,
    adresse_fra: Cells,
    opholdsgrundlag: Cells,
    start: Cells,
    tidligere_igu: Cells = None,
    tilladelse_til: Cells = None,
    adresse_afbrudt: Cells = None,
    erstatningsnummer: Cells = None,
) -> Spill:
    """Whether each candidate is in the target group on the start date."""
    optional = (tidligere_igu, tilladelse_til, adresse_afbrudt, erstatningsnummer)
    return answers.target_group(foedt, adresse_fra, opholdsgrundlag, start, *optional)


@cell_function
def IGU_HVORFOR(
    foedt: Cells,
    adresse_fra: Cells,
    opholdsgrundlag: Cells,
    start: Cells,
    tidligere_igu: Cells = None,
    tilladelse_til: Cells = None,
    adresse_afbrudt: Cells = None,
    erstatningsnummer: Cells = None,
) -> Spill:
    """Why each candidate is or is not in the target group."""
    optional = (tidligere_igu, tilladelse_til, adresse_afbrudt, erstatningsnummer)
    return answers.target_group_reasons(foedt, adresse_fra, opholdsgrundlag, start, *optional)


@cell_function
def IGU_SLUTDATO(
    start: Cells, indsats: Cells, sektor: Cells = None, fravaer_uger: Cells = None, barsel: Cells = None
) -> Spill:
    """The planned end of each placement, with extension."""
    return answers.end_date(start, indsats, sektor, fravaer_uger, barsel)


@cell_function
def IGU_SKOLETIMER(slags: Cells, timetal: Cells, start: Cells) -> Spill:
    """The weighted hours of each course."""
    return answers.weighted_hours(slags, timetal, start, in_weeks=False)


@cell_function
def IGU_SKOLEUGER(slags: Cells, timetal: Cells, start: Cells) -> Spill:
    """The school weeks of each course."""
    return answers.weighted_hours(slags, timetal, start, in_weeks=True)


@cell_function
def IGU_SKOLEPLAN(slags: Cells, timetal: Cells, start: Cells, proeve: Cells = None) -> Spill:
    """Whether a plan's courses are enough school."""
    return answers.school_plan_verdict(slags, timetal, start, proeve)


@cell_function
def IGU_RIMELIGHED(ordinaert_ansatte: Cells, antal: Cells) -> Spill:
    """Whether each P-number is within rimelighedskravet."""
    return answers.within_cap(ordinaert_ansatte, antal)


@cell_function
def IGU_INDKOMST(
    timeloen: Cells,
    forsoergerstatus: Cells,
    start: Cells,
    ydelse: Cells = None,
    godtgoerelse: Cells = None,
    timer_om_ugen: Cells = None,
) -> Spill:
    """The income in igu against the benefit, for guidance."""
    return answers.income(timeloen, forsoergerstatus, start, ydelse, godtgoerelse, timer_om_ugen)


@cell_function
def IGU_PLADSER(kandidat_id: Cells, antal: Cells = None, mappe: Cells = None, caller: Any = None) -> Spill:
    """The best open places for a candidate."""
    from igu_xl.excel.place_answers import places_for

    return places_for(kandidat_id, antal, _folder(mappe, caller), date.today())


@cell_function
def IGU_HOLDRISIKO(mappe: Cells = None, caller: Any = None) -> Spill:
    """The cohorts to come that lack people."""
    from igu_xl.excel.place_answers import cohorts_lacking_people

    return cohorts_lacking_people(_folder(mappe, caller), date.today())


@cell_function
def IGU_KOMMUNEKODE(navn: Cells) -> Spill:
    """The code of each municipality."""
    return answers.municipality_code(navn)


@cell_function
def IGU_CVR_GYLDIGT(cvr: Cells) -> Spill:
    """Whether each CVR number is valid."""
    return answers.is_cvr(cvr)
