"""The workbook of one plan; its bytes follow from the plan alone."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter.workbook import Workbook

from igu_xl.handouts.plan_book.before_sheet import fill_before_sheet
from igu_xl.handouts.plan_book.plan_sheet import fill_plan_sheet
from igu_xl.handouts.plan_book.plan_table import BEFORE_SHEET, PLAN_SHEET, VITAS_SHEET, plan_rows
from igu_xl.handouts.plan_book.vitas_sheet import fill_vitas_sheet
from igu_xl.school.planning.pupil_plan import PupilPlan
from igu_xl.sheets.building.look import Look
from igu_xl.sheets.layout_version import text_formula
from igu_xl.sheets.templates import CREATED

PLACEMENT_NAME = "igu_forloeb"
"""The defined name that says whose plan a workbook is, as the partner's name does in the partners' workbooks."""


def plan_workbook(plan: PupilPlan) -> bytes:
    """The bytes of the workbook: the plan, the VITAS sheet, and the plan as it was."""
    rows, stream = plan_rows(plan), BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": f"Skoleplan {plan.name}", "author": "igu_xl", "created": CREATED})
        look = Look(workbook)
        sheets = [workbook.add_worksheet(name) for name in (PLAN_SHEET, VITAS_SHEET, BEFORE_SHEET)]
        fill_plan_sheet(sheets[0], look, plan, rows)
        fill_vitas_sheet(sheets[1], look, plan)
        fill_before_sheet(workbook, sheets[2], look, rows)
        workbook.define_name(PLACEMENT_NAME, f"={text_formula(plan.name)}")
    return stream.getvalue()
