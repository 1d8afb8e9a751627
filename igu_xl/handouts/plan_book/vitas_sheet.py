"""The sheet *VITAS*: what agreement and teaching plan need, where to fill in what is missing, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlsxwriter.worksheet import Worksheet

from igu_xl.danish import date_text, plural
from igu_xl.handouts.vitas import UNKNOWN_FIELDS, VitasTask, vitas_fields, vitas_tasks
from igu_xl.school.planning.pupil_plan import PupilPlan
from igu_xl.sheets.building.look import TAB_COLOURS, Look
from igu_xl.sheets.building.page import READ_ONLY, fit_row

_WIDTHS = (20, 30, 46, 62)
_FIELD_HEADERS = ("Del", "Felt", "Det skal stå", "Mangler det? Udfyld her")
_TASK_HEADERS = ("Senest", "Opgave", "Sådan står det", "Hvad skal gøres")
_MISSING = "mangler"


def fill_vitas_sheet(sheet: Worksheet, look: Look, plan: PupilPlan) -> None:
    """Write the deadlines and then the fields."""
    fields = vitas_fields(plan)
    missing = sum(one.missing for one in fields)
    told = f"{plural(missing, 'felt mangler', 'felter mangler')}." if missing else "Alle felter er udfyldt."
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"VITAS for forløb {plan.name}", look("ink", "title"))
    sheet.write_string(1, 0, UNKNOWN_FIELDS, look("quiet"))
    sheet.write_string(2, 0, told, look("missing", "bold") if missing else look("ink"))
    tasks = [_task_row(task, plan.as_of or plan.begins) for task in vitas_tasks(plan)]
    end = _table(sheet, look, 4, "tblVitasOpgaver", _TASK_HEADERS, tasks)
    rows = [(one.part, one.label, one.value or _MISSING, one.where if one.missing else "") for one in fields]
    _table(sheet, look, end + 2, "tblVitas", _FIELD_HEADERS, rows)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    _set_up(sheet)


def task_words(task: VitasTask, today: date) -> str:
    """How a task stands on a day."""
    if task.done:
        late = task.due is not None and task.done > task.due
        return f"Gjort den {date_text(task.done)}{', efter fristen' if late else ''}."
    if task.due is None:
        return "Fristen kan ikke regnes ud endnu."
    return "Fristen er overskredet." if task.due < today else "Skal gøres."


def _task_row(task: VitasTask, today: date) -> tuple[str, str, str, str]:
    how = f"{task.how} Udfyld først: {task.where}." if task.where else task.how
    return date_text(task.due) if task.due else "ukendt", task.label, task_words(task, today), how


def _table(
    sheet: Worksheet, look: Look, top: int, name: str, headers: Sequence[str], rows: Sequence[Sequence[str]]
) -> int:
    """Write a table of texts; the answer is its last row."""
    columns = [{"header": one, "header_format": look("tool", "header")} for one in headers]
    options = {"name": name, "style": "Table Style Light 1", "columns": columns, "autofilter": False}
    sheet.add_table(top, 0, top + len(rows), len(headers) - 1, options)
    for number, row in enumerate(rows, top + 1):
        for at, text in enumerate(row):
            alarm = text == _MISSING or text.startswith("Fristen er overskredet")
            colour = ("missing", "bold", "frame") if alarm else ("ink",)
            sheet.write_string(number, at, text, look(*colour, "top", "wrap"))
        fit_row(sheet, number, zip(row, _WIDTHS, strict=True))
    return top + len(rows)


def _set_up(sheet: Worksheet) -> None:
    sheet.set_tab_color(TAB_COLOURS["help"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.set_footer("&LVITAS&CSide &P af &N&Rigu_xl")
    sheet.hide_gridlines(2)
    sheet.protect("", READ_ONLY)
